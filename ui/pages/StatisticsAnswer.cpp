#include "ui/pages/StatisticsAnswer.h"

#include <algorithm>
#include <cmath>

#include "core/statistics/Overview.h"
#include "ui/ColumnWords.h"
#include "ui/Numbers.h"
#include "ui/Words.h"

namespace orelens::pages {
namespace {

using base::Expected;
using charts::Axis;
using report::StatisticsTable;

/// The plane, how wide its cells are and how far it reaches, from the spacing of the holes.
geostat::MapRule map_rule(const project::Project& project, const StatisticsWish& wish) {
    geostat::MapRule rule;
    const auto& overview = project.results.statistics.overview;
    drilling::DrillSpacing spacing;
    if (overview) spacing = overview->spacing;
    const bool level = wish.plane == MapPlane::level;
    const double step = spacing.between_m > 0 ? spacing.between_m / 2 : spacing.extent_m > 0 ? spacing.extent_m / 40 : 10;
    rule.cell_m = step;
    rule.half_cells = 12;
    rule.thickness_m = level ? step : 2 * step;
    rule.dip_deg = level ? 0 : 90;
    rule.azimuth_deg = wish.plane == MapPlane::along_east ? 90 : 0;
    rule.scale = geostat::Scale::normal_scores;
    return rule;
}

Expected<void> answer_map(const project::Project& project, const StatisticsWish& wish, StatisticsMade& made, base::Progress& progress) {
    if (!wish.table->samples) return {};
    // Only the element, and of it what is kept.
    drilling::CompositeTable rows;
    const drilling::CompositeTable& all = *wish.table->samples;
    rows.x = all.x;
    rows.y = all.y;
    rows.z = all.z;
    rows.hole = all.hole;
    rows.from_m = all.from_m;
    rows.to_m = all.to_m;
    rows.hole_ids = all.hole_ids;
    const std::string& element = wish.table->elements[wish.element];
    rows.grades.push_back(*all.grade(element));
    if (wish.keep)
        for (std::size_t n = 0; n < rows.size(); ++n)
            if ((*wish.keep)[n] == 0) rows.grades.front().values[n] = std::nan("");
    geostat::MapRule rule = map_rule(project, wish);
    rule.weights = report::row_weights(project, *wish.table, wish.element);
    for (std::size_t n = 0; n < rule.weights.size(); ++n)
        if (std::isnan(rows.grades.front().values[n])) rule.weights[n] = 0;
    auto map = geostat::variogram_map(rows, element, rule, progress);
    if (!map) return std::unexpected(map.error());
    made.map = std::move(*map);
    return {};
}

Expected<void> answer_enrichment(const project::Project& project, const StatisticsWish& wish, StatisticsMade& made, base::Progress& progress) {
    const StatisticsTable& table = *wish.table;
    const report::RowClasses* classes = table.classes_of(wish.by);
    QString by;
    if (!wish.surface.empty()) {
        auto distance = report::distances_to(project, table, wish.surface, progress);
        if (!distance) return std::unexpected(distance.error());
        auto answer = report::enrichment_by_surface(table, wish.element, *distance, wish.mask());
        if (!answer) return std::unexpected(answer.error());
        made.enrichment = std::move(*answer);
        by = ui::words("statistics.distance_to", {{"name", wish.surface}});
    } else if (classes != nullptr) {
        made.enrichment = report::enrichment_by_class(table, wish.element, *classes, {}, wish.mask());
        for (std::string& group : made.enrichment.groups) group = ui::code_words(classes->name, group).toStdString();
        by = class_name(table, classes->name);
    } else {
        return {};
    }
    made.table = report::enrichment_table({{table.elements[wish.element], table.units[wish.element], by.toStdString(),
                                            table.source == report::StatisticsSource::blocks, made.enrichment}},
                                          ui::language());
    return {};
}

Expected<void> answer_contacts(const project::Project& project, const StatisticsWish& wish, StatisticsMade& made) {
    const StatisticsTable& table = *wish.table;
    const report::RowClasses* classes = table.classes_of(wish.by);
    if (classes == nullptr) return {};
    made.pairs = report::contact_pairs(table, *classes);
    if (made.pairs.empty()) return {};
    statistics::DomainPair pair = made.pairs.front();
    for (const statistics::DomainPair& one : made.pairs)
        if (wish.pair && one.a == wish.pair->a && one.b == wish.pair->b) pair = one;
    auto answer = report::contact_answer(project, table, wish.element, *classes, pair, wish.mask());
    if (!answer) return std::unexpected(answer.error());
    made.contact = std::move(*answer);
    made.table = report::contact_table({{table.elements[wish.element], ui::code_words(classes->name, classes->codes[static_cast<std::size_t>(pair.a)]).toStdString(),
                                         ui::code_words(classes->name, classes->codes[static_cast<std::size_t>(pair.b)]).toStdString(), made.contact}},
                                       ui::language());
    return {};
}

}  // namespace

QString element_title(const StatisticsTable& table, std::size_t element) {
    const QString name = QString::fromStdString(table.elements[element]), unit = QString::fromStdString(table.units[element]);
    return unit.isEmpty() ? name : name + " (" + unit + ")";
}

QString class_name(const StatisticsTable& table, const std::string& name) {
    if (table.samples && name == "domain") return ui::words("cli.stats.domain");
    return ui::column_words(name);
}

Expected<StatisticsMade> answer_statistics(const project::Project& project, const StatisticsWish& wish, base::Progress& progress) {
    StatisticsMade made;
    made.asked = wish;
    const StatisticsTable& table = *wish.table;
    const report::RowClasses* classes = table.classes_of(wish.by);
    report::StatisticsAsked asked;
    asked.language = ui::language();
    asked.by = wish.by.empty() ? "-" : wish.by;
    switch (wish.view) {
        case StatisticsView::table: {
            auto rows = report::summary_table(project, table, asked, wish.mask(), progress);
            if (!rows) return std::unexpected(rows.error());
            made.table = std::move(*rows);
            if (classes != nullptr) made.table.columns[2].title = class_name(table, classes->name).toStdString();
            break;
        }
        case StatisticsView::spread: {
            auto one = report::element_answer(project, table, wish.element, nullptr, wish.mask(), progress);
            if (!one) return std::unexpected(one.error());
            made.one = std::move(*one);
            if (classes != nullptr) made.boxes = report::class_boxes(table, wish.element, *classes, wish.mask());
            for (report::ClassBox& box : made.boxes) box.code = box.code.empty() ? box.code : ui::code_words(classes->name, box.code).toStdString();
            break;
        }
        case StatisticsView::together:
        case StatisticsView::ternary: {
            auto matrix = report::correlation_answer(table, wish.coefficient, wish.mask(), progress);
            if (!matrix) return std::unexpected(matrix.error());
            made.matrix = std::move(*matrix);
            break;
        }
        case StatisticsView::contacts:
            if (auto done = answer_contacts(project, wish, made); !done) return std::unexpected(done.error());
            break;
        case StatisticsView::enrichment:
            if (auto done = answer_enrichment(project, wish, made, progress); !done) return std::unexpected(done.error());
            break;
        case StatisticsView::axes: {
            auto components = report::component_answer(table, wish.mask(), progress);
            if (!components) return std::unexpected(components.error());
            made.components = std::move(*components);
            made.table = report::component_table(made.components, ui::language());
            if (made.components.component.size() >= 2) {
                report::ComponentScores scores = report::component_scores(table, made.components, 0, 1);
                made.scores = std::make_shared<const charts::CloudPoints>(charts::CloudPoints{std::move(scores.first), std::move(scores.second)});
            }
            break;
        }
        case StatisticsView::map:
            if (auto done = answer_map(project, wish, made, progress); !done) return std::unexpected(done.error());
            break;
    }
    if (progress.cancelled()) return base::cancelled();
    return made;
}

StatisticsRows rows_of(const report::Table& table) {
    StatisticsRows out;
    const auto text = [&](const report::Cell& cell, int digits) -> QString {
        if (const auto* words = std::get_if<std::string>(&cell)) return QString::fromStdString(*words);
        if (const auto* whole = std::get_if<std::int64_t>(&cell)) return ui::plain_number(static_cast<double>(*whole), 0);
        if (const auto* real = std::get_if<double>(&cell)) return std::isnan(*real) ? QString() : ui::number_text(*real, std::max(3, digits));
        return {};
    };
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (std::ranges::any_of(table.rows, [&](const auto& row) { return !text(row[c], 4).isEmpty(); })) columns.push_back(c);
    for (const std::size_t c : columns) {
        const report::Column& column = table.columns[c];
        out.headings << QString::fromStdString(column.unit.empty() ? column.title : column.title + " (" + column.unit + ")");
    }
    for (const auto& row : table.rows) {
        QStringList cells;
        for (const std::size_t c : columns) cells << text(row[c], table.columns[c].digits);
        out.rows.push_back(std::move(cells));
    }
    return out;
}

}  // namespace orelens::pages
