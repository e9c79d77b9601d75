#include "core/report/StatisticsTable.h"

#include <algorithm>
#include <cmath>

#include "core/drilling/Tools.h"
#include "core/economics/GradeColumns.h"
#include "core/project/ElementRules.h"
#include "core/shapes/Shape.h"
#include "core/shapes/SurfaceDistance.h"
#include "core/statistics/Missing.h"
#include "core/statistics/Overview.h"

namespace orelens::report {
namespace {

using base::Expected;
using base::Message;
using drilling::CompositeTable;
using project::Project;

std::unexpected<base::Error> nothing() {
    return base::fail(base::ErrorKind::data, Message("cli.stats.none"));
}

bool stopped(std::size_t step, const base::Progress& progress) {
    return (step & 16383U) == 0 && progress.cancelled();
}

/// Code of the interval that covers a depth of a hole: rows of one hole by depth.
class CodesAlong {
  public:
    CodesAlong(const drilling::IntervalTable& table, std::size_t holes) : table_(table), rows_(holes) {
        for (std::size_t n = 0; n < table.size(); ++n)
            if (table.hole[n] >= 0 && static_cast<std::size_t>(table.hole[n]) < holes && table.to_m[n] > table.from_m[n])
                rows_[static_cast<std::size_t>(table.hole[n])].push_back(n);
        for (auto& rows : rows_)
            std::ranges::stable_sort(rows, {}, [&](std::size_t n) { return table.from_m[n]; });
    }
    [[nodiscard]] std::int32_t at(const drilling::CodeColumn& column, std::size_t hole, double depth) const {
        const auto& rows = rows_[hole];
        auto after = std::ranges::upper_bound(rows, depth, {}, [&](std::size_t n) { return table_.from_m[n]; });
        if (after == rows.begin()) return -1;
        const std::size_t n = *std::prev(after);
        return depth < table_.to_m[n] ? column.values[n] : -1;
    }

  private:
    const drilling::IntervalTable& table_;
    std::vector<std::vector<std::size_t>> rows_;
};

/// Whether the two say the same of every row.
bool same_kinds(const RowClasses& a, const RowClasses& b) {
    const auto code = [](const RowClasses& one, std::size_t n) {
        static const std::string none;
        const std::int32_t of = one.of[n];
        return of >= 0 && static_cast<std::size_t>(of) < one.codes.size() ? one.codes[static_cast<std::size_t>(of)] : none;
    };
    for (std::size_t n = 0; n < a.of.size(); ++n)
        if (code(a, n) != code(b, n)) return false;
    return true;
}

void add_lithology(const Project& project, const CompositeTable& rows, std::vector<RowClasses>& classes) {
    const drilling::DrillholeSet& holes = project.results.drilling.import->holes;
    for (const drilling::IntervalTable* table : {&holes.lithology, &holes.assays}) {
        if (table->codes.empty() || table->size() == 0) continue;
        const CodesAlong along(*table, holes.collars.size());
        for (const drilling::CodeColumn& column : table->codes) {
            RowClasses one{column.name, column.codes, {}};
            for (std::size_t n = 0; n < rows.size(); ++n) {
                const auto hole = holes.hole_index.find(rows.hole[n] >= 0 ? rows.hole_ids[static_cast<std::size_t>(rows.hole[n])] : "");
                one.of.push_back(hole == holes.hole_index.end()
                                     ? -1
                                     : along.at(column, static_cast<std::size_t>(hole->second), (rows.from_m[n] + rows.to_m[n]) / 2));
            }
            const bool known = std::ranges::any_of(classes, [&](const RowClasses& other) { return other.name == one.name || same_kinds(other, one); });
            if (!known && std::ranges::any_of(one.of, [](std::int32_t of) { return of >= 0; })) classes.push_back(std::move(one));
        }
    }
}

/// What lies in none of the solids is a kind as well: the other side of their contact.
void count_outside(RowClasses& solids) {
    const auto outside = static_cast<std::int32_t>(solids.codes.size());
    if (std::ranges::none_of(solids.of, [](std::int32_t of) { return of < 0; })) return;
    solids.codes.emplace_back(outside_code);
    std::ranges::replace_if(solids.of, [](std::int32_t of) { return of < 0; }, outside);
}

Expected<void> add_classes(const Project& project, StatisticsTable& table, const base::Progress& progress) {
    const CompositeTable& rows = *table.samples;
    if (!rows.domain_codes.empty() && rows.domain.size() == rows.size()) table.classes.push_back({"domain", rows.domain_codes, rows.domain});
    if (project.results.drilling.import) add_lithology(project, rows, table.classes);
    const auto& shapes = project.results.shapes.list;
    if (!shapes || shapes::domains_of(*shapes).empty()) return {};
    std::vector<shapes::Vec3> places;
    for (std::size_t n = 0; n < rows.size(); ++n) places.push_back({rows.x[n], rows.y[n], rows.z[n]});
    auto in = shapes::domain_of_points(*shapes, places, progress);
    if (!in) return std::unexpected(in.error());
    table.classes.push_back({shapes::solid_column, shapes::domain_codes(*shapes), std::move(*in)});
    count_outside(table.classes.back());
    return {};
}

/// Assays as composites of one interval each.
Expected<CompositeTable> samples_of(const Project& project, std::int64_t& left_out, const base::Progress& progress) {
    const auto& drilled = project.results.drilling;
    const drilling::DrillholeSet& holes = drilled.import->holes;
    const drilling::IntervalTable& assays = holes.assays;
    CompositeTable out;
    for (const drilling::Collar& collar : holes.collars) out.hole_ids.push_back(collar.hole);
    std::vector<std::size_t> from;
    for (std::size_t n = 0; n < assays.size(); ++n) {
        if (stopped(n, progress)) return base::cancelled();
        const auto hole = static_cast<std::size_t>(assays.hole[n]);
        const bool good = assays.hole[n] >= 0 && hole < drilled.traces->size() && !holes.collars[hole].doubtful && assays.to_m[n] > assays.from_m[n] &&
                          (assays.doubtful.empty() || assays.doubtful[n] == 0);
        const double middle = (assays.from_m[n] + assays.to_m[n]) / 2;
        const auto place = good ? (*drilled.traces)[hole].at(middle) : std::array<double, 3>{statistics::missing, 0, 0};
        if (!std::isfinite(place[0] + place[1] + place[2])) {
            ++left_out;
            continue;
        }
        from.push_back(n);
        out.x.push_back(place[0]);
        out.y.push_back(place[1]);
        out.z.push_back(place[2]);
        out.hole.push_back(assays.hole[n]);
        out.from_m.push_back(assays.from_m[n]);
        out.to_m.push_back(assays.to_m[n]);
    }
    for (const drilling::GradeColumn& column : assays.grades) {
        if (progress.cancelled()) return base::cancelled();
        const CompositeTable::Grade* wanted = drilled.composites ? drilled.composites->grade(column.name) : nullptr;
        CompositeTable::Grade grade{column.name, wanted != nullptr ? wanted->unit : column.unit, {}, {}};
        const double factor = grade.unit == column.unit ? 1 : base::fraction_of(column.unit) / base::fraction_of(grade.unit);
        for (std::size_t k = 0; k < from.size(); ++k) {
            const double value = drilling::usable_grade(column, from[k]) * factor;
            grade.values.push_back(value);
            grade.assayed_m.push_back(std::isnan(value) ? 0 : out.to_m[k] - out.from_m[k]);
        }
        out.grades.push_back(std::move(grade));
    }
    return out;
}

Expected<StatisticsTable> of_holes(const Project& project, StatisticsSource source, const base::Progress& progress) {
    const auto& drilled = project.results.drilling;
    StatisticsTable table;
    table.source = source;
    if (source == StatisticsSource::samples) {
        auto made = samples_of(project, table.left_out, progress);
        if (!made) return std::unexpected(made.error());
        table.samples = std::make_shared<const CompositeTable>(std::move(*made));
    } else {
        table.samples = drilled.composites;
    }
    const CompositeTable& rows = *table.samples;
    for (const std::string& element : project.elements()) {
        const CompositeTable::Grade* grade = rows.grade(element);
        if (grade == nullptr) continue;
        table.elements.push_back(element);
        table.units.emplace_back(base::symbol(grade->unit));
        table.value.emplace_back(grade->values);
        table.support.emplace_back(grade->assayed_m);
    }
    table.x = rows.x;
    table.y = rows.y;
    table.z = rows.z;
    if (auto added = add_classes(project, table, progress); !added) return std::unexpected(added.error());
    return table;
}

Expected<StatisticsTable> of_blocks(const Project& project, std::int64_t most, base::Progress& progress) {
    StatisticsTable table;
    table.source = StatisticsSource::blocks;
    table.model = project.results.model();
    const blocks::BlockModel& model = *table.model;
    table.step = std::max<std::int64_t>(1, (model.block_count() + most - 1) / std::max<std::int64_t>(1, most));
    if (table.step > 1) table.step |= 1;  // blocks come leaf by leaf, 512 each: an even step takes every level of a few only
    const economics::BlockTonnes tonnes_of(model, project.recipe.economics.costs);
    std::vector<double> x, y, z, tonnes;
    std::int64_t number = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf) {
        if (progress.cancelled()) return base::cancelled();
        const blocks::Leaf& here = model.leaf(leaf);
        for (int at = 0; at < 512; ++at) {
            if (!here.is_active(at) || number++ % table.step != 0) continue;
            const auto centre = model.geometry().centre(here.index(at));
            x.push_back(centre[0]);
            y.push_back(centre[1]);
            z.push_back(centre[2]);
            tonnes.push_back(tonnes_of(leaf, at));
            table.leaf.push_back(static_cast<std::uint32_t>(leaf));
            table.at.push_back(static_cast<std::uint16_t>(at));
        }
    }
    table.own = {std::move(x), std::move(y), std::move(z), std::move(tonnes)};
    for (const std::string& element : project.elements()) {
        const blocks::ColumnInfo* info = model.info(element);
        if (info == nullptr || info->type != blocks::ColumnType::real) continue;
        if (progress.cancelled()) return base::cancelled();
        table.elements.push_back(element);
        table.units.push_back(info->unit);
        const auto leaves = model.real_leaves(element);
        std::vector<double> values(table.leaf.size());
        for (std::size_t n = 0; n < values.size(); ++n) values[n] = leaves[table.leaf[n]][table.at[n]];
        table.own.push_back(std::move(values));
    }
    table.x = table.own[0];
    table.y = table.own[1];
    table.z = table.own[2];
    for (std::size_t e = 0; e < table.elements.size(); ++e) {
        table.value.emplace_back(table.own[4 + e]);
        table.support.emplace_back(table.own[3]);
    }
    for (const blocks::ColumnInfo& info : model.columns()) {
        if (info.type != blocks::ColumnType::integer || info.codes.empty()) continue;
        if (progress.cancelled()) return base::cancelled();
        const blocks::IntegerLeaves leaves = model.integer_leaves(info.name);
        RowClasses one{info.name, info.codes, {}};
        for (std::size_t n = 0; n < table.leaf.size(); ++n) one.of.push_back(leaves[table.leaf[n]][table.at[n]]);
        table.classes.push_back(std::move(one));
        if (info.name == shapes::solid_column) count_outside(table.classes.back());
    }
    // Rock before what was computed of it.
    std::ranges::stable_partition(table.classes, [](const RowClasses& one) { return one.name == "domain" || one.name == shapes::solid_column; });
    return table;
}

const shapes::Shape* shape_named(const Project& project, const std::string& name) {
    if (!project.results.shapes.list) return nullptr;
    for (const shapes::Shape& shape : *project.results.shapes.list)
        if (shape.name == name && !shape.mesh.triangles.empty()) return &shape;
    return nullptr;
}

}  // namespace

std::size_t StatisticsTable::find(const std::string& element) const {
    return static_cast<std::size_t>(std::ranges::find(elements, element) - elements.begin());
}

const RowClasses* StatisticsTable::classes_of(const std::string& name) const {
    const auto found = std::ranges::find(classes, name, &RowClasses::name);
    return found == classes.end() ? nullptr : &*found;
}

bool answers(const Project& project, StatisticsSource source) {
    const auto& drilled = project.results.drilling;
    switch (source) {
        case StatisticsSource::samples: return drilled.import && drilled.traces && drilled.import->holes.assays.size() > 0;
        case StatisticsSource::composites: return drilled.composites != nullptr;
        case StatisticsSource::blocks: return project.results.model() != nullptr;
    }
    return false;
}

Expected<StatisticsTable> statistics_table(const Project& project, StatisticsSource source, std::int64_t most, base::Progress& progress) {
    if (!answers(project, source)) return nothing();
    auto table = source == StatisticsSource::blocks ? of_blocks(project, most, progress) : of_holes(project, source, progress);
    if (table) progress.report(1);
    return table;
}

std::vector<std::string> distance_shapes(const Project& project) {
    std::vector<std::string> names;
    if (project.results.shapes.list)
        for (const shapes::Shape& shape : *project.results.shapes.list)
            if (!shape.mesh.triangles.empty()) names.push_back(shape.name);
    return names;
}

Expected<std::vector<double>> distances_to(const Project& project, const StatisticsTable& table, const std::string& name,
                                           const base::Progress& progress) {
    const shapes::Shape* shape = shape_named(project, name);
    if (shape == nullptr) return base::fail(base::ErrorKind::usage, Message("statistics.no_surface", {{"name", name}}));
    const auto surface = shapes::SurfaceDistance::build(shape->mesh, progress.part(0, 0.1));
    if (!surface) return std::unexpected(surface.error());
    std::vector<shapes::Vec3> places(table.size());
    for (std::size_t n = 0; n < places.size(); ++n) places[n] = {table.x[n], table.y[n], table.z[n]};
    return shapes::signed_distances(*surface, places, progress.part(0.1, 1));
}

std::vector<double> row_weights(const Project& project, const StatisticsTable& table, std::size_t element) {
    const std::string& name = table.elements[element];
    // Of the rows on the page, which are the project's composites or some of them.
    if (const auto cell = project::declustering_cell(project, name); table.source == StatisticsSource::composites && cell)
        return statistics::declustering_weights(*table.samples, name, *cell, project.recipe.statistics);
    return {table.support[element].begin(), table.support[element].end()};
}

}  // namespace orelens::report
