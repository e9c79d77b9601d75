// GSLIB files whose cells are in the order of their grid.
#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/ModelNeed.h"
#include "core/io/blocks/NumberText.h"
#include "core/io/omf/OmfBlockNotes.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::CellOrder;
using blocks::Index3;
using blocks::ModelRule;

constexpr std::size_t rows_per_look = 65536;

/// Counts, sizes and first centres that kt3d and sgsim write on the second line: columns nx ny nz xmn ymn zmn
/// xsiz ysiz zsiz.
std::optional<blocks::GridGeometry> gslib_statement(const std::vector<std::string>& fields) {
    if (fields.size() < 10) return std::nullopt;
    std::vector<double> v;
    for (std::size_t n = 0; n < 10; ++n) {
        const auto value = table_number(fields[n]);
        if (!value) return std::nullopt;
        v.push_back(*value);
    }
    blocks::GridGeometry grid;
    for (std::size_t a = 0; a < 3; ++a) {
        if (v[1 + a] < 1 || v[1 + a] > 1e6 || v[1 + a] != std::floor(v[1 + a]) || !(v[7 + a] > 0))
            return std::nullopt;
        grid.count[a] = static_cast<std::int32_t>(v[1 + a]);
        grid.block_size[a] = v[7 + a];
        grid.origin[a] = v[4 + a] - v[7 + a] / 2;
    }
    return grid;
}

CellOrder usual(CellOrder stated, CellOrder format) {
    return stated == CellOrder::detect ? format : stated;
}

/// Puts rows of a grid in order into `cell`, where they are not i fastest and upward already. False:
/// cancelled.
bool place_in_order(blocks::CellTable& table, CellOrder order, const base::Progress& progress) {
    if (order == CellOrder::xyz) return true;
    table.cell.resize(static_cast<std::size_t>(table.grid->cell_count()));
    return base::parallel_pieces(
        table.cell.size(), rows_per_look, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row)
                table.cell[row] = static_cast<std::uint32_t>(ordered_cell(order, table.grid->count, row));
        });
}

/// Our own files say in a column which cells are blocks, for when the side-car is not beside them. False: cancelled.
bool drop_cells_that_are_none(blocks::CellTable& table, const base::Progress& progress) {
    const auto active = std::ranges::find(table.columns, std::string(omf::active_column), &blocks::CellColumn::name);
    if (active == table.columns.end()) return true;
    std::vector<bool> keep(active->values.size());
    for (std::size_t n = 0; n < keep.size(); ++n) keep[n] = active->values[n] != 0;
    table.columns.erase(active);
    if (std::ranges::find(keep, false) == keep.end() || std::ranges::find(keep, true) == keep.end()) return true;
    return keep_cells(table, keep, progress);
}

}  // namespace

Expected<ReadCells> read_gslib_cells(const ModelRule& rule, const std::string& path,
                                     base::Progress& progress, Questions* questions) {
    auto text = read_text(path, &progress);
    if (!text) return std::unexpected(text.error());
    NumberText numbers(text->text, path);
    const auto not_gslib = [&] {
        return base::fail(ErrorKind::data, Message("model.not_gslib"), {.file = path, .row = 2},
                          Message("model.not_gslib_fix"));
    };
    numbers.skip_line();
    const std::size_t second = text->text.find('\n');
    if (second == std::string::npos) return not_gslib();
    const auto fields = line_fields(
        std::string_view(text->text).substr(second + 1, text->text.find('\n', second + 1) - second - 1), ' ');
    const auto count = fields.empty() ? std::nullopt : table_number(fields.front());
    if (!count || *count < 1 || *count > 1000 || *count != std::floor(*count)) return not_gslib();
    const auto columns = static_cast<std::size_t>(*count);
    // The names, a line each.
    std::vector<std::string> names;
    std::size_t at = text->text.find('\n', second + 1);
    numbers.skip_line();
    for (std::size_t n = 0; n < columns; ++n) {
        if (at == std::string::npos) return not_gslib();
        const std::size_t end = text->text.find('\n', at + 1);
        names.emplace_back(trimmed(std::string_view(text->text).substr(at + 1, end - at - 1)));
        while (!names.back().empty() && names.back().back() == '\r') names.back().pop_back();
        at = end;
        numbers.skip_line();
    }
    const auto stated = gslib_statement(fields);
    Index3 cells{rule.count_u, rule.count_v, rule.count_w};
    const bool by_rule = cells[0] > 0 && cells[1] > 0 && cells[2] > 0;
    if (!by_rule && !stated)
        return base::fail(ErrorKind::data, Message("model.no_counts"),
                          {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    blocks::GridGeometry grid;
    if (by_rule) {
        auto made = stated_grid(rule, cells, path);
        if (!made) return std::unexpected(made.error());
        grid = *made;
    } else {
        grid = *stated;
    }
    const auto rows = static_cast<std::size_t>(grid.cell_count());
    // A number takes two bytes at least, so that the count cannot ask for more memory than the file bears
    // out.
    if (static_cast<double>(rows) * static_cast<double>(columns) * 2 >
        static_cast<double>(text->text.size()) + 2)
        return base::fail(
            ErrorKind::data,
            Message("model.too_few_values", {{"cells", base::grouped(static_cast<double>(rows))}}),
            {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    if (auto fits = check_need(static_cast<double>(rows) * (4 * static_cast<double>(columns) + 4), path);
        !fits)
        return std::unexpected(fits.error());
    ReadCells read;
    read.table.file = path;
    read.table.grid = grid;
    read.grid_of_rule = by_rule;
    for (const std::string& name : names) {
        blocks::CellColumn column;
        column.name = name;
        column.values.reserve(rows);
        read.table.columns.push_back(std::move(column));
    }
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % 65536 == 0 && !progress.report(static_cast<double>(row) / static_cast<double>(rows)))
            return base::cancelled();
        for (blocks::CellColumn& column : read.table.columns) {
            if (numbers.at_end())
                return base::fail(ErrorKind::data,
                                  Message("model.too_few_values", {{"cells", base::grouped(double(rows))}}),
                                  {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
            const auto value = numbers.next();
            if (!value) return numbers.broken("block_file.not_a_number");
            column.values.push_back(static_cast<float>(*value));
        }
    }
    if (!numbers.at_end())
        return base::fail(
            ErrorKind::data,
            Message("model.too_many_values", {{"cells", base::grouped(static_cast<double>(rows))}}),
            {.file = path, .field = "model.count_u"}, Message("model.no_counts_fix"));
    if (!place_in_order(read.table, usual(rule.order, CellOrder::xyz), progress)) return base::cancelled();
    if (!drop_cells_that_are_none(read.table, progress)) return base::cancelled();
    read.mapping.program = "GSLIB";
    read.mapping.delimiter = ' ';
    read.mapping.header_line = 3;
    if (by_rule && std::isnan(rule.origin_x))
        read.findings.push_back(model_finding("model_origin_assumed", base::Severity::warning, path, 1, {}));
    if (auto mapped = map_cells(read, rule, true, progress, questions); !mapped)
        return std::unexpected(mapped.error());
    return read;
}

}  // namespace orelens::io
