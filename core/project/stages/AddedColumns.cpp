#include "core/project/stages/AddedColumns.h"

#include <utility>

#include "core/io/blocks/BlockFiles.h"
#include "core/project/ModelShape.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {

using base::Expected;
using blocks::BlockModel;

namespace {

/// Removes the columns that are the stage's own, or those that are not.
void keep(BlockModel& model, const AddedColumns& what, bool own) {
    const std::vector<blocks::ColumnInfo> all = model.columns();
    for (const blocks::ColumnInfo& column : all)
        if (what.own(column.name) != own) model.remove_column(column.name);
}

Expected<bool> read(const AddedColumns& what, const base::ByteSource& source, Results& results,
                    const base::Progress& progress) {
    if (!what.before(results)) return false;
    const auto columns = io::read_vdb(source, progress);
    if (!columns) return whole_if(columns);
    const BlockModel& before = *what.before(results);
    if (!(columns->geometry() == before.geometry()) || columns->block_count() != before.block_count()) return false;
    BlockModel model(before);
    // A column of the model before that the stage made anew gives way; one that it had no reason to make stays.
    for (const blocks::ColumnInfo& column : columns->columns()) {
        if (model.has(column.name)) model.remove_column(column.name);
        copy_column(*columns, model, column.name, blocks::missing_int);
    }
    what.after(results) = shared(std::move(model));
    return true;
}

}  // namespace

ResultRow added_columns(const AddedColumns& what) {
    ResultRow row;
    row.name = what.name;
    row.present = [what](const Results& results) {
        return what.after(const_cast<Results&>(results)) != nullptr;
    };
    row.clear = what.clear;
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = [what](const Results& results, const base::ByteSink& sink, std::size_t piece) {
        BlockModel columns(*what.after(const_cast<Results&>(results)));
        keep(columns, what, true);
        return io::write_vdb(columns, sink, piece);
    };
    row.stream_in = [what](const base::ByteSource& source, Results& results, const base::Progress& progress) {
        return read(what, source, results, progress);
    };
    return row;
}

}  // namespace orelens::project
