#include "core/io/blocks/ModelFindings.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>

#include "core/base/Parallel.h"
#include "core/io/NorthingFirst.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/drillholes/AssayHeader.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::BlockModel;
using blocks::CellRole;

/// Leaves that are worked on between two looks at the progress.
constexpr std::size_t leaves_per_piece = 64;

std::string percent(double part, double whole) {
    return whole > 0 ? base::number(std::round(1e6 * part / whole) / 1e4, 5) : std::string("0");
}

std::string sizes(const blocks::Vec3& size) {
    return fmt::format("{} × {} × {}", base::number(size[0], 6), base::number(size[1], 6),
                       base::number(size[2], 6));
}

class Examination {
  public:
    Examination(ModelImport& import, const std::string& file) : import_(import), file_(file) {}

    void grid() {
        const blocks::GridGeometry& grid = import_.grid.geometry;
        blocks::Vec3 share{};
        double worst = 0;
        for (int a = 0; a < 3; ++a) {
            share[a] = import_.grid.residual_m[a] / grid.block_size[a];
            worst = std::max(worst, share[a]);
        }
        const auto& residual = import_.grid.residual_m;
        const ModelWords words{{"size", sizes(grid.block_size)},
                               {"columns", std::to_string(grid.count[0])},
                               {"rows", std::to_string(grid.count[1])},
                               {"levels", std::to_string(grid.count[2])},
                               {"azimuth", base::number(grid.azimuth_deg, 7)},
                               {"dip", base::number(grid.dip_deg, 6)},
                               {"roll", base::number(grid.roll_deg, 6)},
                               {"residual", base::number(std::ranges::max(residual), 3)},
                               {"percent", base::number(100 * worst, 3)}};
        add("model_grid", Severity::info, import_.model.block_count(), words);
        if (worst > 0.01) add("model_residual", Severity::warning, 1, words);
        if (import_.grid.turned) add("model_turned", Severity::warning, 1, words);
        for (int a = 0; a < 3; ++a)
            if (grid.count[a] > 1 && import_.grid.touching[a] < 0.5)
                add("model_apart", Severity::warning, 1,
                    {{"axis", std::string(1, "uvw"[a])},
                     {"share", base::number(100 * import_.grid.touching[a], 3)}});
    }

    /// Cells without a block, and those of them with blocks on both sides along every axis. False: cancelled.
    bool holes(const base::Progress& progress) {
        const BlockModel& model = import_.model;
        const blocks::GridGeometry& grid = model.geometry();
        const std::int64_t empty = grid.cell_count() - model.block_count();
        if (empty == 0) return true;
        std::atomic<std::int64_t> closed = 0;
        const auto there = [&](blocks::Index3 at, int axis, int step) {
            at[axis] += step;
            if (!grid.contains(at)) return false;
            const std::size_t leaf = model.leaf_of(at);
            return leaf < model.leaf_count() &&
                   model.leaf(leaf).is_active((at[0] & 7) << 6 | (at[1] & 7) << 3 | (at[2] & 7));
        };
        const bool looked = base::parallel_pieces(
            model.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                std::int64_t found = 0;
                for (std::size_t n = begin; n < end; ++n) {
                    const blocks::Leaf& leaf = model.leaf(n);
                    for (int at = 0; at < 512; ++at) {
                        if (leaf.is_active(at) || !grid.contains(leaf.index(at))) continue;
                        bool inside = true;
                        for (int a = 0; a < 3 && inside; ++a)
                            inside = grid.count[a] < 2 ||
                                     (there(leaf.index(at), a, -1) && there(leaf.index(at), a, 1));
                        found += inside ? 1 : 0;
                    }
                }
                closed += found;
            });
        if (!looked) return false;
        const auto cells = static_cast<double>(grid.cell_count());
        add(closed > 0 ? "model_holes" : "model_empty_cells", closed > 0 ? Severity::warning : Severity::info,
            closed > 0 ? closed.load() : empty,
            {{"empty", base::grouped(static_cast<double>(empty))},
             {"share", percent(static_cast<double>(empty), cells)}});
        return true;
    }

    /// False: cancelled.
    bool columns(const base::Progress& progress) {
        const auto count = static_cast<double>(import_.mapping.columns.size());
        double at = 0;
        std::vector<std::string> headers;
        for (const ModelColumn& column : import_.mapping.columns) headers.push_back(column.header);
        for (const ModelColumn& column : import_.mapping.columns) {
            const double from = at++ / count;
            if (column.use == ColumnUse::unused)
                add("model_column_unused", Severity::info, 1,
                    {{"why", "@" + (column.why.empty() ? std::string("model.why.left_out") : column.why)}},
                    column.header);
            const auto number = static_cast<std::size_t>(&column - import_.mapping.columns.data());
            if (column.use == ColumnUse::number && !column.stated &&
                (element_like(headers, number) || of_a_product(headers, number)))
                add("model_like_element", Severity::warning, 1, {}, column.header);
            const base::Progress part = progress.part(from, at / count);
            if (column.use == ColumnUse::grade && !missing(column, part)) return false;
            if (column.use == ColumnUse::category && !air(column, part)) return false;
        }
        return true;
    }
    /// A model lies together: its middle speaks for all of it.
    void axes() {
        const auto header = [&](const char* axis) {
            for (const ModelColumn& column : import_.mapping.columns)
                if (column.use == ColumnUse::place && column.name == axis) return column.header;
            return std::string();
        };
        const std::string x = header("x"), y = header("y");
        if (x.empty() || y.empty()) return;
        const blocks::GridGeometry& grid = import_.model.geometry();
        const blocks::Vec3 middle = grid.centre({grid.count[0] / 2, grid.count[1] / 2, grid.count[2] / 2});
        if (northing_first(middle[0], middle[1], has_han(x) || has_han(y)) ||
            temperate_northing_first(middle[0], middle[1]))
            add("model_axes_exchanged", Severity::warning, import_.model.block_count(), {{"x", x}, {"y", y}}, x);
    }

    void sums(const std::function<std::int64_t(std::int64_t)>& line_of) {
        const blocks::RegulariseReport& report = import_.report;
        if (report.repeated > 0)
            add("model_repeated", Severity::error, report.repeated, {}, "",
                line_of ? line_of(report.first_repeated) : 0);
        if (import_.grid.sub_blocked) regularised(report);
        if (report.partial_blocks > 0)
            add("model_partial", Severity::info, report.partial_blocks,
                {{"share", percent(report.volume_after_m3, static_cast<double>(report.blocks) *
                                                               import_.grid.geometry.block_volume())}});
        if (report.overfull_blocks > 0)
            add("model_overlap", Severity::error, report.overfull_blocks,
                {{"volume", base::grouped(report.overfull_m3)}});
        if (report.excluded_tonnes > 0)
            add("model_excluded_parts", Severity::info, 1,
                {{"tonnes", base::grouped(report.excluded_tonnes)}});
        if (report.volume_too_large > 0)
            add("model_volume_large", Severity::error, report.volume_too_large, {});
        if (report.tonnage_ratio_low < 0.99 || report.tonnage_ratio_high > 1.01)
            add("model_tonnage_differs", Severity::error, 1,
                {{"low", base::number(report.tonnage_ratio_low, 4)},
                 {"high", base::number(report.tonnage_ratio_high, 4)}});
        if (report.volume_doubtful > 0)
            add("model_volume_doubtful", Severity::error, report.volume_doubtful, {});
        if (report.air_cells > 0)
            add("model_air", Severity::warning, report.air_cells, {{"volume", base::grouped(report.air_m3)}});
        const bool states = std::ranges::any_of(import_.mapping.columns, [](const ModelColumn& column) {
            return column.use == ColumnUse::density || column.use == ColumnUse::tonnage;
        });
        if (!states)
            add("model_no_density", Severity::warning, report.cells, {});
        else if (report.without_density > 0)
            add("model_density_missing", Severity::warning, report.without_density,
                {{"share",
                  percent(static_cast<double>(report.without_density), static_cast<double>(report.cells))}});
    }

  private:
    void add(const std::string& kind, Severity severity, std::int64_t count, ModelWords words,
             const std::string& column = "", std::int64_t row = 0) {
        import_.findings.push_back(
            model_finding(kind, severity, file_, count, std::move(words), column, row));
    }
    /// False: cancelled.
    bool missing(const ModelColumn& column, const base::Progress& progress) {
        const BlockModel& model = import_.model;
        if (!model.has(column.name)) return true;
        const float* values = model.real_values(column.name);
        std::atomic<std::int64_t> without = 0;
        const bool looked = base::parallel_pieces(
            model.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                std::int64_t found = 0;
                for (std::size_t n = begin; n < end; ++n)
                    for (int at = 0; at < 512; ++at)
                        found += model.leaf(n).is_active(at) && std::isnan(values[n * 512 + at]) ? 1 : 0;
                without += found;
            });
        if (!looked) return false;
        if (without == 0) return true;
        const bool all = without == model.block_count();
        add("model_missing", all ? Severity::error : Severity::info, without,
            {{"element", column.name},
             {"share", percent(static_cast<double>(without), static_cast<double>(model.block_count()))}},
            column.header);
        return true;
    }
    /// Blocks that a rock code calls air and that count as rock all the same. False: cancelled.
    bool air(const ModelColumn& column, const base::Progress& progress) {
        static const std::set<std::string, std::less<>> words{"air", "void", "voids", "atmosphere", "sky", "空气", "空"};
        const BlockModel& model = import_.model;
        const blocks::ColumnInfo* info = model.info(column.name);
        if (info == nullptr || info->type != blocks::ColumnType::integer) return true;
        for (std::size_t code = 0; code < info->codes.size(); ++code) {
            if (!words.contains(lower(trimmed(info->codes[code])))) continue;
            const auto value_at = [&](const char* name, const blocks::Index3& at, double otherwise) {
                const double value = model.has(name) ? model.value(name, at) : otherwise;
                return std::isnan(value) ? otherwise : value;
            };
            const blocks::IntegerLeaves codes = model.integer_leaves(column.name);
            std::atomic<std::int64_t> count = 0;
            const bool looked = base::parallel_pieces(
                model.leaf_count(), leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                    for (std::size_t n = begin; n < end; ++n)
                        for (int at = 0; at < 512; ++at) {
                            if (!model.leaf(n).is_active(at) || codes[n][at] != static_cast<std::int32_t>(code)) continue;
                            const blocks::Index3 block = model.leaf(n).index(at);
                            if (value_at("density", block, 1) > 0 && value_at("excluded", block, 0) == 0 &&
                                value_at("fraction", block, 1) > 0)
                                ++count;
                        }
                });
            if (!looked) return false;
            if (count > 0)
                add("model_air_code", Severity::error, count,
                    {{"value", info->codes[code]},
                     {"volume", base::grouped(static_cast<double>(count) * model.geometry().block_volume())}},
                    column.header);
        }
        return true;
    }
    void regularised(const blocks::RegulariseReport& report) {
        add("model_regularised", Severity::info, report.blocks,
            {{"cells", base::grouped(static_cast<double>(report.cells))},
             {"smallest", sizes(import_.grid.smallest_m)},
             {"size", sizes(import_.grid.geometry.block_size)},
             {"split", base::grouped(static_cast<double>(report.split_cells))},
             {"tonnes", base::number(report.tonnes_before, 10)},
             {"volume", base::number(report.volume_before_m3, 10)},
             {"lost",
              base::number(report.tonnes_before > 0 ? report.tonnes_stored / report.tonnes_before - 1 : 0,
                           2)}});
        constexpr double few = 0.2;
        if (report.largest_share < few && report.common_share > report.largest_share)
            add("model_parent_coarse", Severity::warning, 1,
                {{"share", base::number(100 * report.largest_share, 3)},
                 {"common", base::number(100 * report.common_share, 3)},
                 {"size", sizes(report.common_size)},
                 {"u", base::number(report.common_size[0], 6)},
                 {"v", base::number(report.common_size[1], 6)},
                 {"w", base::number(report.common_size[2], 6)}});
        for (const blocks::ColumnSum& sum : report.columns) {
            if (sum.role == CellRole::grade)
                add("model_metal", Severity::info, 1,
                    {{"element", sum.name},
                     {"before", base::number(sum.before, 10)},
                     {"lost", base::number(sum.before != 0 ? sum.stored / sum.before - 1 : 0, 2)}},
                    sum.name);
            if (sum.barren_tonnes > 0)
                add("model_barren", Severity::warning, 1,
                    {{"element", sum.name}, {"tonnes", base::grouped(sum.barren_tonnes)}}, sum.name);
            if (sum.moved > 0)
                add("model_category_moved", Severity::info, 1,
                    {{"category", sum.name},
                     {"share", percent(sum.moved, report.tonnes_before > 0 ? report.tonnes_before
                                                                           : report.volume_before_m3)}},
                    sum.name);
        }
    }

    ModelImport& import_;
    const std::string& file_;
};

}  // namespace

base::Finding model_finding(const std::string& kind, Severity severity, const std::string& file,
                            std::int64_t count, ModelWords args, const std::string& column,
                            std::int64_t row) {
    base::Finding finding;
    finding.kind = kind;
    finding.severity = severity;
    finding.file = file;
    finding.count = count;
    finding.column = column;
    finding.row = row;
    args.emplace_back("count", base::grouped(static_cast<double>(count)));
    args.emplace_back("column", column);
    finding.what = base::Message("finding.what." + kind, args);
    finding.fix = base::Message("finding.fix." + kind, std::move(args));
    return finding;
}

bool examine_import(ModelImport& import, const std::string& file,
                    const std::function<std::int64_t(std::int64_t)>& line_of,
                    const base::Progress& progress) {
    Examination examination(import, file);
    examination.grid();
    examination.axes();
    if (!examination.holes(progress.part(0, 0.5)) || !examination.columns(progress.part(0.5, 1)))
        return false;
    examination.sums(line_of);
    return !progress.cancelled();
}

}  // namespace orelens::io
