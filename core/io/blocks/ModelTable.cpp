#include "core/io/blocks/ModelTable.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Memory.h"
#include "core/base/StoppableFill.h"
#include "core/blocks/LatticeFit.h"
#include "core/blocks/RegularBlocks.h"
#include "core/io/blocks/ModelFindings.h"
#include "core/io/blocks/ModelLattice.h"
#include "core/io/blocks/ModelLengths.h"
#include "core/io/blocks/ModelNeed.h"
#include "core/io/blocks/ModelSettle.h"
#include "core/io/blocks/TableColumns.h"
#include "core/io/blocks/TableFill.h"
#include "core/io/blocks/TableFindings.h"
#include "core/io/blocks/TableGrid.h"
#include "core/io/blocks/TableStart.h"
#include "core/io/blocks/TableSurvey.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::CellRole;
using blocks::ModelRule;

/// Shares of the time that the parts of an import take, roughly.
constexpr double surveyed = 0.35, placed = 0.38, found_grid = 0.43, slotted = 0.55, filled = 0.93,
                 settled = 0.95, made = 0.98;

/// One import of one table.
class TableImport {
  public:
    TableImport(const ModelRule& rule, double default_density, const base::Progress& progress)
        : rule_(rule), how_{default_density, rule.missing_is_barren}, progress_(progress) {}

    Expected<ModelImport> run(const std::string& path);

  private:
    Expected<void> survey();
    Expected<bool> places_settled();
    Expected<void> check_memory() const;
    Expected<void> place();
    Expected<ModelImport> regular(const blocks::FoundGrid& found);
    Expected<ModelImport> sub_blocked(const blocks::FoundGrid& found);
    /// `from`: the share of the work that lies behind.
    Expected<void> fill(std::vector<FillColumn> targets, const std::vector<std::uint32_t>& place, double from);
    Expected<bool> values_settled(const FillReport& report);
    [[nodiscard]] std::vector<std::uint32_t> places_of_rows(std::vector<std::uint32_t> cells) const;
    Expected<ModelImport> finish(const blocks::FoundGrid& found, const blocks::RegulariseReport& report,
                                 blocks::BlockModel&& model);
    std::unexpected<base::Error> in_table(base::Error error) const;

    const ModelRule& rule_;
    blocks::RegulariseRule how_;
    const base::Progress& progress_;
    TableStart table_;
    TableSurvey survey_;
    EncodingDoubts strays_;
    ReadCells cells_;
    std::vector<std::uint32_t> gone_;  ///< rows that were surveyed and are no cells
    FillReport report_;
    bool by_all_ = false;  ///< marks are settled by every cell
    double metre_ = 1;
};

std::unexpected<base::Error> TableImport::in_table(base::Error error) const {
    if (error.place.file.empty() && error.kind != ErrorKind::cancelled)
        error.place.file = table_.source.name();
    return std::unexpected(std::move(error));
}

/// Whether the marks by which the places were read are those that all their cells ask for.
Expected<bool> TableImport::places_settled() {
    if (by_all_) return true;
    TableMarks all = table_.marks;
    bool same = true;
    for (std::size_t c = 0; c < table_.columns.size(); ++c)
        if (survey_.seen[c].filled > 0) all.seen[c] = survey_.seen[c];
    all.settle();
    for (std::size_t c = 0; c < table_.columns.size(); ++c)
        if (survey_.seen[c].filled > 0) same = same && all.same_reading(c, table_.marks.columns[c]);
    if (same) {
        table_.marks = std::move(all);
        return true;
    }
    by_all_ = true;
    if (auto decided = settle_by_all(table_, progress_.part(0, surveyed)); !decided)
        return std::unexpected(decided.error());
    return false;
}

/// Where the blocks are. Gone through again where the text turns out to be in another encoding, or its
/// numbers to be written otherwise, than a sample shows.
Expected<void> TableImport::survey() {
    for (bool done = false; !done;) {
        auto seen =
            survey_table(table_.source, table_.head, table_.columns, strays_, progress_.part(0.01, surveyed));
        if (!seen) return std::unexpected(seen.error());
        survey_ = std::move(*seen);
        if (survey_.other_encoding) {
            auto again = reopen_table_start(std::move(table_.source), *survey_.other_encoding, rule_,
                                            progress_.part(0, 0.01));
            if (!again) return std::unexpected(again.error());
            table_ = std::move(*again);
            continue;
        }
        const auto settled_too = places_settled();
        if (!settled_too) return std::unexpected(settled_too.error());
        done = *settled_too;
    }
    if (survey_.rows == 0)
        return base::fail(ErrorKind::data, Message("model.no_blocks"), {.row = table_.head.header_line});
    if (survey_.rows > std::int64_t{4'000'000'000})
        return base::fail(
            ErrorKind::data,
            Message("blocks.too_many_cells", {{"cells", base::grouped(static_cast<double>(survey_.rows))},
                                              {"limit", base::grouped(4e9)}}));
    return check_memory();
}

Expected<void> TableImport::check_memory() const {
    std::size_t bytes = 0;
    for (const auto* lists : {&survey_.centre, &survey_.size, &survey_.index})
        for (const blocks::PackedReals& list : *lists) bytes += list.bytes();
    const auto rows = static_cast<double>(survey_.rows);
    const bool sub_blocked = std::ranges::any_of(survey_.size, [this](const blocks::PackedReals& size) {
        const auto copy = [&](std::size_t begin, std::size_t end, double* to) { size.copy(begin, end, to); };
        const auto range = blocks::value_range(size.size(), copy, progress_.part(surveyed, surveyed));
        return range && range->high > range->low * (1 + 1e-4);
    });
    if (progress_.cancelled()) return base::cancelled();
    const ModelNeed need = need_of(table_.mapping, rows, static_cast<double>(bytes) / rows, sub_blocked);
    // The places are held already.
    return check_need(need.bytes - static_cast<double>(bytes), table_.source.name());
}

Expected<void> TableImport::place() {
    cells_.table.file = table_.source.name();
    cells_.mapping = std::move(table_.mapping);
    cells_.mapping.rows = survey_.rows;
    cells_.density_unit = density_unit_of(table_.head, cells_.mapping);
    cells_.length.unit = table_.length_unit;
    cells_.line_of = [this](std::int64_t cell) {
        for (const std::uint32_t row : gone_) {
            if (static_cast<std::int64_t>(row) > cell) break;
            ++cell;
        }
        return survey_.lines.line_of(cell);
    };
    tell_survey(table_, survey_, strays_, cells_);
    const base::Progress part = progress_.part(surveyed, placed);
    if (auto taken =
            take_places(survey_, table_.head, table_.marks.columns, rule_, cells_, part.part(0, 0.4));
        !taken)
        return taken;
    auto gone = drop_null_places(cells_, table_.nulls, std::isnan(rule_.origin_x), part.part(0.4, 0.7));
    if (!gone) return std::unexpected(gone.error());
    gone_ = std::move(*gone);
    metre_ = metres_left(cells_.length, rule_.length_unit, cells_.table.file, cells_.findings);
    if (!to_metres(cells_, metre_, part.part(0.7, 1))) return base::cancelled();
    return {};
}

/// Of every row, those that are no cells included.
std::vector<std::uint32_t> TableImport::places_of_rows(std::vector<std::uint32_t> cells) const {
    if (gone_.empty()) return cells;
    cells.resize(static_cast<std::size_t>(survey_.rows), blocks::no_slot);
    // From behind, so that nothing is needed beside.
    std::size_t from = cells.size() - gone_.size(), to = cells.size();
    for (auto row = gone_.rbegin(); row != gone_.rend(); ++row) {
        while (to > std::size_t{*row} + 1) cells[--to] = cells[--from];
        cells[--to] = blocks::no_slot;
    }
    return cells;
}

/// Whether the values were read by the marks that all of their cells ask for; if not, the marks are now
/// those. Places cannot be read again: the grid stands on them.
Expected<bool> TableImport::values_settled(const FillReport& report) {
    if (by_all_) return true;
    TableMarks all = table_.marks;
    const auto is_value = [&](std::size_t c) { return table_.columns[c].kind == ScanKind::number; };
    for (std::size_t c = 0; c < table_.columns.size(); ++c)
        if (is_value(c)) all.seen[c] = report.seen[c];
    all.settle();
    if (auto fine = all.check(); !fine) return std::unexpected(fine.error());
    bool same = true;
    for (const std::size_t c : all.numeric) {
        if (all.same_reading(c, table_.marks.columns[c])) continue;
        same = false;
        if (is_value(c)) continue;
        const ColumnMarks& marks = table_.marks.columns[c];
        return base::fail(ErrorKind::data,
                          Message("model.marks_contradicted",
                                  {{"column", table_.head.headers[c]}, {"text", marks.first_text()}}),
                          {.row = marks.doubtful.empty() ? 0 : marks.doubtful.front().line,
                           .field = table_.head.headers[c]},
                          Message("csv.unclear_marks_fix", {{"decimal", "model.decimal_mark"},
                                                            {"thousands", "model.thousands_mark"}}));
    }
    by_all_ = true;
    table_.marks = std::move(all);
    return same;
}

Expected<void> TableImport::fill(std::vector<FillColumn> targets, const std::vector<std::uint32_t>& place,
                                 double from) {
    const FillWish wish{&table_.columns, &survey_, std::move(targets), place};
    for (bool done = false; !done;) {
        auto report = fill_table(table_.source, table_.head, wish, progress_.part(from, filled));
        if (!report) return std::unexpected(report.error());
        const auto same = values_settled(*report);
        if (!same) return std::unexpected(same.error());
        done = *same;
        report_ = std::move(*report);
        for (std::size_t c = 0; c < table_.columns.size(); ++c)
            table_.columns[c].how.marks = table_.marks.columns[c].marks;
    }
    cells_.mapping.decimal_comma = table_.marks.decimal_comma();
    tell_values(table_, survey_, report_, cells_);
    return {};
}

/// Every value goes straight to where the model keeps it.
Expected<ModelImport> TableImport::regular(const blocks::FoundGrid& found) {
    auto blocks = blocks::RegularBlocks::make(cells_.table, found, how_, progress_.part(found_grid, slotted));
    if (!blocks) return std::unexpected(blocks.error());
    for (int a = 0; a < 3; ++a) {
        cells_.table.centre[a].clear();
        cells_.table.size[a].clear();
    }
    cells_.table.cell = {};
    base::release_memory();
    const ModelMapping& mapping = cells_.mapping;
    std::vector<FillColumn> targets(table_.columns.size());
    std::vector<ValueColumn> values;
    for (std::size_t c = 0; c < targets.size(); ++c) {
        if (progress_.cancelled()) return base::cancelled();  // every column takes its memory here
        const ModelColumn& column = mapping.columns[c];
        const CellRole role = role_of(column.use);
        if (table_.columns[c].kind == ScanKind::code && !survey_.too_many[c]) {
            targets[c].codes = blocks->add_codes(column.name, column.unit, survey_.codes[c]);
            targets[c].coded = true;
        } else if (table_.columns[c].kind == ScanKind::number) {
            const std::string unit = role == CellRole::density ? "t/m3" : column.unit;
            targets[c].values = blocks->add_values({column.name, unit, role});
            values.push_back({role, column.name, targets[c].values});
        }
    }
    {
        const std::vector<std::uint32_t> place = places_of_rows(blocks->take_slots());
        if (auto done = fill(std::move(targets), place, slotted); !done) return std::unexpected(done.error());
    }
    const std::vector<ValueColumn> before = values;
    if (!settle_values(values, metre_, cells_, rule_, progress_.part(filled, settled)))
        return base::cancelled();
    for (std::size_t n = 0; n < values.size(); ++n) {
        if (values[n].role == before[n].role) continue;
        if (values[n].role == CellRole::number)
            (void)blocks->make_number(before[n].name, {values[n].name, "", CellRole::number});
        else
            blocks->change_role(before[n].name, values[n].role);
    }
    blocks::RegulariseReport report;
    auto model = blocks->finish(report, progress_.part(settled, made));
    if (!model) return std::unexpected(model.error());
    return finish(found, report, std::move(*model));
}

/// Values of the cells first, since a block is made of several.
Expected<ModelImport> TableImport::sub_blocked(const blocks::FoundGrid& found) {
    blocks::CellTable& table = cells_.table;
    const std::size_t count = table.cells();
    std::vector<FillColumn> targets(table_.columns.size());
    std::vector<std::size_t> from;
    table.columns.reserve(targets.size());  // the targets point into them
    for (std::size_t c = 0; c < targets.size(); ++c) {
        const ModelColumn& named = cells_.mapping.columns[c];
        const bool code = table_.columns[c].kind == ScanKind::code && !survey_.too_many[c];
        if (!code && table_.columns[c].kind != ScanKind::number) continue;
        blocks::CellColumn& column = table.columns.emplace_back();
        column.role = role_of(named.use);
        column.name = named.name;
        column.by_mass = named.by_mass;
        column.unit = column.role == CellRole::density ? "t/m3" : named.unit;
        if (code) {
            column.names = survey_.codes[c];
            if (!base::fill_unless_cancelled(column.codes, count, std::int32_t{-1}, progress_))
                return base::cancelled();
            targets[c].codes = blocks::IntegerWriter(column.codes.data(), nullptr);
            targets[c].coded = true;
        } else {
            if (!base::fill_unless_cancelled(column.values, count, std::numeric_limits<float>::quiet_NaN(), progress_))
                return base::cancelled();
            targets[c].values = column.values;
        }
    }
    std::vector<std::uint32_t> place;
    if (!gone_.empty()) {
        place.resize(count);
        for (std::size_t n = 0; n < count; ++n) place[n] = static_cast<std::uint32_t>(n);
        place = places_of_rows(std::move(place));
    }
    if (auto done = fill(std::move(targets), place, found_grid); !done) return std::unexpected(done.error());
    place = {};
    std::vector<ValueColumn> values = value_columns(table);
    if (!settle_values(values, metre_, cells_, rule_, progress_.part(filled, settled)))
        return base::cancelled();
    for (std::size_t n = 0; n < values.size(); ++n) {
        table.columns[n].role = values[n].role;
        table.columns[n].name = values[n].name;
    }
    blocks::RegulariseReport report;
    auto model = to_block_model(std::move(table), found, how_, report, progress_.part(settled, made));
    if (!model) return std::unexpected(model.error());
    return finish(found, report, std::move(*model));
}

Expected<ModelImport> TableImport::finish(const blocks::FoundGrid& found,
                                          const blocks::RegulariseReport& report,
                                          blocks::BlockModel&& model) {
    ModelImport import;
    import.mapping = std::move(cells_.mapping);
    import.grid = found;
    import.report = report;
    import.findings = std::move(cells_.findings);
    import.model = std::move(model);
    if (!examine_import(import, cells_.table.file, cells_.line_of, progress_.part(made, 1)))
        return base::cancelled();
    return import;
}

Expected<ModelImport> TableImport::run(const std::string& path) {
    auto start = open_table_start(rule_, path, false, progress_.part(0, 0.01));
    if (!start) return std::unexpected(start.error());
    table_ = std::move(*start);
    if (auto done = survey(); !done) return in_table(done.error());
    if (auto done = place(); !done) return in_table(done.error());
    const auto found = grid_of(cells_, rule_, progress_.part(placed, found_grid));
    if (!found) return in_table(found.error());
    auto import = found->sub_blocked ? sub_blocked(*found) : regular(*found);
    if (!import) return in_table(import.error());
    return import;
}

}  // namespace

Expected<ModelImport> import_table(const ModelRule& rule, const std::string& path, double default_density,
                                   const base::Progress& progress) {
    return TableImport(rule, default_density, progress).run(path);
}

Expected<ModelMapping> guess_table(const ModelRule& rule, const std::string& path,
                                   const base::Progress& progress) {
    auto start = open_table_start(rule, path, true, progress);
    if (!start) return std::unexpected(start.error());
    return std::move(start->mapping);
}

Expected<ModelLook> look_at_table(const ModelRule& rule, const std::string& path,
                                  const base::Progress& progress) {
    ModelLook look;
    auto start = open_table_start(rule, path, true, progress, &look.questions);
    if (!start) return std::unexpected(start.error());
    look.mapping = std::move(start->mapping);
    return look;
}

Expected<ModelNeed> table_need(const ModelRule& rule, const std::string& path) {
    const auto start = open_table_start(rule, path, true, base::Progress());
    if (!start) return std::unexpected(start.error());
    return need_of(*start);
}

}  // namespace orelens::io
