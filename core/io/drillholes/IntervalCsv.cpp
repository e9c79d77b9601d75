// Interval tables: assays, lithology and densities, from records to a table with its findings.
#include <atomic>

#include "core/base/Parallel.h"
#include "core/io/drillholes/DateColumn.h"
#include "core/io/drillholes/Densities.h"
#include "core/io/drillholes/IntervalReader.h"
#include "core/io/drillholes/RepeatedSamples.h"
#include "core/io/drillholes/SampleKinds.h"

namespace orelens::io {

using drilling::Finding;

base::Expected<void> read_intervals(IntervalSource& source, const drilling::ImportRule& rule,
                                    const drilling::AssayRule& assays, const HoleIndex& index,
                                    drilling::IntervalTable& to, DrillholeImport& out,
                                    base::Progress& progress) {
    OpenTable& table = source.table;
    if (auto settled = settle_numbers(table, rule, source.grades, out.findings); !settled) return settled;
    const bool by_date = assays.duplicates == drilling::DuplicateRule::newest ||
                         assays.duplicates == drilling::DuplicateRule::oldest;
    if (const auto dates = table.columns.find("date"); by_date && dates != table.columns.end()) {
        const auto order = settle_date_order(table.csv, dates->second, assays.date_order, progress);
        if (!order) return std::unexpected(order.error());
        table.dates = *order;
    }
    to.name = table.mapping.table;
    to.file = table.file;
    IntervalReader reader(source, rule, assays, index, to);
    reader.prepare();
    std::atomic<std::size_t> done = 0;
    base::parallel_for(reader.pieces.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end && !progress.cancelled(); ++piece) {
            reader.read(piece);
            progress.report(static_cast<double>(++done) / static_cast<double>(reader.pieces.size()));
        }
    });
    if (progress.cancelled()) return base::cancelled();
    reader.close_ranks();
    Notes notes;
    UnknownHoles unknown;
    for (RecordPiece& piece : reader.pieces) {
        notes.append(std::move(piece.notes));
        unknown.append(piece.unknown);
    }
    to.unknown_holes = unknown.names();
    report_table(table, rule, out.findings);
    report_kind(table, source.kind, assays.kind != drilling::SampleKind::detect, out.findings);
    if (!settle_depths(source.kind, table.columns.contains("length"), to, progress)) return base::cancelled();
    settle_limits(to, std::move(reader.limits), reader.texts, stated_limits(table, source.grades),
                  out.holes.collars, rule, assays, out.findings);
    report_units(table, source.grades, to, out.findings);
    report_directions(table, out.holes, out.findings);
    report_nulls(table, source.grades, to, out.findings);
    report_rivals(table, source.grades, out.findings);
    report_not_taken(table, source.grades, out.findings);
    report_hole_numbers(table, source.kind, out.findings);
    settle_densities(table, to, out.findings);
    std::vector<CheckRows> checks;
    std::vector<OverCells> over(source.grades.size());
    for (const RecordPiece& piece : reader.pieces) {
        for (const CheckRows& rows : piece.checks) add_check(checks, rows);
        for (std::size_t g = 0; g < piece.over.size(); ++g) over[g].add(piece.over[g]);
    }
    report_checks(table, checks, out.findings);
    std::int64_t undated = 0;
    const RecordPiece* first_undated = nullptr;
    for (const RecordPiece& piece : reader.pieces) {
        if (piece.undated > 0 && first_undated == nullptr) first_undated = &piece;
        undated += piece.undated;
    }
    if (first_undated != nullptr)
        report_dates(table, undated, first_undated->first_undated, first_undated->undated_text, out.findings);
    report_over_columns(table, source.grades, over, out.findings);
    const auto all_rows = static_cast<std::int64_t>(to.size());
    if (!source.grades.empty() &&
        !settle_repeated(to, out.holes.collars, {reader.ranks, reader.dates}, assays.duplicates, progress,
                         out.findings))
        return base::cancelled();
    const auto taken = static_cast<std::int64_t>(to.size());
    table.mapping.set_aside = all_rows - taken;
    for (const CheckRows& rows : checks) table.mapping.set_aside += rows.count;
    table.mapping.refused = table.mapping.rows - taken - table.mapping.set_aside;
    const auto add = [&](std::vector<Finding> more) {
        out.findings.insert(out.findings.end(), std::make_move_iterator(more.begin()),
                            std::make_move_iterator(more.end()));
    };
    add(notes.findings(table.csv, table.file));
    add(unknown.findings(table.file, index));
    out.mappings.push_back(table.mapping);
    return {};
}

}  // namespace orelens::io
