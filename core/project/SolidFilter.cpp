#include "core/project/SolidFilter.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/blocks/Polygon.h"
#include "core/project/SizeLimit.h"
#include "core/shapes/Inside.h"

namespace orelens::project {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::FilterRow;
using drilling::CompositeTable;

namespace {

const shapes::Shape* find_shape(const ShapeList& shapes, const std::string& name) {
    if (shapes == nullptr) return nullptr;
    const auto found = std::ranges::find(*shapes, name, &shapes::Shape::name);
    return found == shapes->end() ? nullptr : &*found;
}

/// Beginnings of columns that no model has: a line end is in no name that a file gives.
constexpr std::string_view inside_mark = "inside\n", hole_mark = "hole\n";

std::string after(std::string_view mark, const FilterRow& row, FilterRow::Kind kind) {
    return row.kind == kind && row.column.starts_with(mark) ? row.column.substr(mark.size()) : std::string();
}

bool is_solid(const FilterRow& row) {
    return row.on && !solid_of(row).empty();
}

/// Solids asked for whose shares are not in the model.
std::vector<std::string> missing_solids(const blocks::BlockModel* with, std::span<const FilterRow> rows) {
    std::vector<std::string> names;
    for (const FilterRow& row : rows)
        if (is_solid(row) && (with == nullptr || !with->has(row.column)) &&
            std::ranges::find(names, solid_of(row)) == names.end())
            names.push_back(solid_of(row));
    return names;
}

}  // namespace

FilterRow solid_row(const std::string& solid, double share, bool outside) {
    return {.kind = FilterRow::Kind::range, .inverted = outside, .column = std::string(inside_mark) + solid, .low = share};
}

std::string solid_of(const FilterRow& row) {
    return after(inside_mark, row, FilterRow::Kind::range);
}

FilterRow hole_row(const std::string& hole) {
    return {.kind = FilterRow::Kind::codes, .column = std::string(hole_mark) + hole, .codes = {0}};
}

std::string hole_of(const FilterRow& row) {
    return after(hole_mark, row, FilterRow::Kind::codes);
}

Expected<void> check_filter(const blocks::BlockModel& model, const ShapeList& shapes, const FilterRow& row) {
    const auto wrong = [](Message message) { return base::fail(ErrorKind::usage, std::move(message)); };
    if (!hole_of(row).empty()) return wrong(Message("blocks.filter_holes"));
    const std::string solid = solid_of(row);
    if (solid.empty()) return blocks::check_filter(model, row);
    const shapes::Shape* shape = find_shape(shapes, solid);
    if (shape == nullptr) return wrong(Message("blocks.filter_solid", {{"solid", solid}}));
    if (!shape->closed) return wrong(Message("blocks.filter_solid_open", {{"solid", solid}}));
    if (!(row.low > 0 && row.low <= 1)) return wrong(Message("blocks.filter_share"));
    return {};
}

bool SolidShares::ready(const std::shared_ptr<const blocks::BlockModel>& model, const ShapeList& shapes,
                        std::span<const FilterRow> rows) const {
    const bool same = of_ == model && shapes_ == shapes;
    return missing_solids(same ? with_.get() : nullptr, rows).empty();
}

Expected<blocks::BlockMask> SolidShares::filter(const std::shared_ptr<const blocks::BlockModel>& model,
                                                const ShapeList& shapes, std::span<const FilterRow> rows,
                                                const Recipe& recipe, const base::Progress& progress) {
    if (std::ranges::none_of(rows, is_solid)) return blocks::filter_blocks(*model, rows, progress);
    if (of_ != model || shapes_ != shapes || with_ == nullptr) {
        of_ = model;
        shapes_ = shapes;
        with_ = std::make_shared<blocks::BlockModel>(*model);
    }
    const std::vector<std::string> names = missing_solids(with_.get(), rows);
    WorkSize size{.cells = static_cast<double>(model->block_count() * static_cast<std::int64_t>(names.size())),
                  .bytes = static_cast<double>(names.size() * model->leaf_count() * 512 * sizeof(float))};
    if (auto fits = check_size(recipe, size); !names.empty() && !fits) return std::unexpected(fits.error());
    const double one = 0.8 / static_cast<double>(std::max<std::size_t>(1, names.size()));
    for (std::size_t n = 0; n < names.size(); ++n) {
        const shapes::Shape* shape = find_shape(shapes, names[n]);
        if (shape == nullptr || !shape->closed)
            return base::fail(ErrorKind::usage, Message("blocks.filter_solid", {{"solid", names[n]}}));
        const double from = one * static_cast<double>(n);
        auto made = shapes::add_share(*with_, std::string(inside_mark) + names[n], *shape, false,
                                      progress.part(from, from + one));
        if (!made) return std::unexpected(made.error());
    }
    return blocks::filter_blocks(*with_, rows, progress.part(0.8, 1));
}

namespace {

/// Values of a column of composites by the name that a block model would give it.
std::optional<std::vector<double>> values_of(const CompositeTable& table, const std::string& column) {
    if (column == "x") return table.x;
    if (column == "y") return table.y;
    if (column == "z") return table.z;
    if (column == "from") return table.from_m;
    if (column == "to") return table.to_m;
    if (column == "density") return table.density.empty() ? std::nullopt : std::optional(table.density);
    if (const CompositeTable::Grade* grade = table.grade(column)) return grade->values;
    return std::nullopt;
}

class CompositeAnswers {
  public:
    CompositeAnswers(const CompositeTable& table, const blocks::BlockModel* model, const ShapeList& shapes,
                     const base::Progress& progress)
        : table_(table), model_(model), shapes_(shapes), progress_(progress) {}

    /// False: cannot be asked of composites. Error: cancelled.
    Expected<bool> take(const FilterRow& row, std::vector<std::uint8_t>& keep) const {
        switch (row.kind) {
            case FilterRow::Kind::range: return solid_of(row).empty() ? Expected<bool>(range(row, keep)) : solid(row, keep);
            case FilterRow::Kind::codes: return hole_of(row).empty() ? codes(row, keep) : hole(row, keep);
            case FilterRow::Kind::box:
                each(row, keep, [&](std::size_t n) -> std::optional<bool> {
                    const double at[] = {table_.x[n], table_.y[n], table_.z[n]};
                    bool in = true;
                    for (std::size_t a = 0; a < 3; ++a) in = in && at[a] >= row.box_low[a] && at[a] <= row.box_high[a];
                    return in;
                });
                return true;
            case FilterRow::Kind::polygon:
                if (row.polygon.size() < 3) return false;
                each(row, keep, [&](std::size_t n) -> std::optional<bool> {
                    return blocks::in_polygon(row.polygon, table_.x[n], table_.y[n]);
                });
                return true;
            case FilterRow::Kind::expression: return false;
        }
        return false;
    }

  private:
    /// As for blocks: what nobody knows is not kept, inverted or not.
    template <class Decide>
    void each(const FilterRow& row, std::vector<std::uint8_t>& keep, const Decide& decide) const {
        for (std::size_t n = 0; n < keep.size(); ++n) {
            if (keep[n] == 0) continue;
            const std::optional<bool> yes = decide(n);
            if (!yes || *yes == row.inverted) keep[n] = 0;
        }
    }
    bool range(const FilterRow& row, std::vector<std::uint8_t>& keep) const {
        const auto values = values_of(table_, row.column);
        if (!values || !(row.low <= row.high)) return false;
        each(row, keep, [&](std::size_t n) -> std::optional<bool> {
            if (std::isnan((*values)[n])) return std::nullopt;
            return (*values)[n] >= row.low && (*values)[n] <= row.high;
        });
        return true;
    }
    bool codes(const FilterRow& row, std::vector<std::uint8_t>& keep) const {
        const blocks::ColumnInfo* info = model_ != nullptr ? model_->info(row.column) : nullptr;
        if (row.column != "domain" || info == nullptr || row.codes.empty() || table_.domain.size() != table_.size())
            return false;
        std::vector<std::string> names;
        for (const std::int32_t code : row.codes)
            if (code >= 0 && static_cast<std::size_t>(code) < info->codes.size())
                names.push_back(info->codes[static_cast<std::size_t>(code)]);
        each(row, keep, [&](std::size_t n) -> std::optional<bool> {
            const auto code = static_cast<std::size_t>(table_.domain[n]);
            if (table_.domain[n] < 0 || code >= table_.domain_codes.size()) return std::nullopt;
            return std::ranges::find(names, table_.domain_codes[code]) != names.end();
        });
        return true;
    }
    bool hole(const FilterRow& row, std::vector<std::uint8_t>& keep) const {
        const std::string name = hole_of(row);
        each(row, keep, [&](std::size_t n) -> std::optional<bool> {
            const auto hole = static_cast<std::size_t>(table_.hole[n]);
            if (table_.hole[n] < 0 || hole >= table_.hole_ids.size()) return std::nullopt;
            return table_.hole_ids[hole] == name;
        });
        return true;
    }
    Expected<bool> solid(const FilterRow& row, std::vector<std::uint8_t>& keep) const {
        const shapes::Shape* shape = find_shape(shapes_, solid_of(row));
        if (shape == nullptr || !shape->closed) return false;
        std::vector<shapes::Vec3> points(table_.size());
        for (std::size_t n = 0; n < points.size(); ++n) points[n] = {table_.x[n], table_.y[n], table_.z[n]};
        const auto in = shapes::inside(shape->mesh, points, progress_);
        if (!in) return std::unexpected(in.error());
        each(row, keep, [&](std::size_t n) -> std::optional<bool> { return (*in)[n] != 0; });
        return true;
    }

    const CompositeTable& table_;
    const blocks::BlockModel* model_;
    const ShapeList& shapes_;
    const base::Progress& progress_;
};

}  // namespace

Expected<CompositeMask> filter_composites(const CompositeTable& composites, const blocks::BlockModel* model,
                                          const ShapeList& shapes, std::span<const FilterRow> rows,
                                          const base::Progress& progress) {
    CompositeMask mask;
    mask.keep.assign(composites.size(), 1);
    const CompositeAnswers answers(composites, model, shapes, progress);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (!rows[n].on) continue;
        const auto asked = answers.take(rows[n], mask.keep);
        if (!asked) return std::unexpected(asked.error());
        if (!*asked) mask.not_asked.push_back(n);
    }
    mask.kept = std::ranges::count(mask.keep, 1);
    return mask;
}

}  // namespace orelens::project
