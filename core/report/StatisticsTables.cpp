#include "core/report/StatisticsTables.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/Nearest.h"
#include "core/report/TableParts.h"
#include "core/statistics/Overview.h"

namespace orelens::report {
namespace {

using base::Expected;
using base::Message;
using statistics::Summary;

struct Say {
    base::Language language;
    std::string operator()(const std::string& key, std::vector<std::pair<std::string, std::string>> args = {}) const {
        return base::text(Message(key, std::move(args)), language);
    }
};

/// The kinds asked for; null where rows are of none.
const RowClasses* classes_asked(const StatisticsTable& table, const std::string& by) {
    if (by.empty()) return table.classes.empty() ? nullptr : &table.classes.front();
    return table.classes_of(by);
}

std::string code_of(const RowClasses* classes, std::int32_t of) {
    return classes == nullptr || of < 0 ? "*" : classes->codes.at(static_cast<std::size_t>(of));
}

const char* weighted_mean_key(StatisticsSource source) {
    switch (source) {
        case StatisticsSource::samples: return "statistics.mean_by_length";
        case StatisticsSource::composites: return "cli.stats.declustered_mean";
        case StatisticsSource::blocks: return "cli.stats.mean_by_tonnes";
    }
    return "";
}

/// The stage's own answer for the composites and their domains, so that nothing is worked out twice.
const statistics::ElementOverview* known_answer(const project::Project& project, const StatisticsTable& table, std::size_t element,
                                                const RowClasses* classes, RowMask keep) {
    const auto& overview = project.results.statistics.overview;
    if (!keep.empty() || !overview || table.source != StatisticsSource::composites || table.samples != project.results.drilling.composites) return nullptr;
    if (classes != nullptr && classes->name != "domain") return nullptr;
    if (classes != nullptr && overview->domain_codes != classes->codes) return nullptr;
    for (const statistics::ElementOverview& one : overview->elements)
        if (one.element == table.elements[element]) return &one;
    return nullptr;
}

}  // namespace

base::Message top_cut_reason(const statistics::TopCutAnalysis& top, const std::string& unit) {
    static constexpr const char* keys[] = {"statistics.reason.few_values", "statistics.reason.not_needed", "statistics.reason.tail_break",
                                           "statistics.reason.top_heavy"};
    return base::Message(keys[static_cast<std::size_t>(top.reason)], {{"top", base::number(100 * top.centile_metal[9], 3)},
                                                                      {"above", std::to_string(top.suggested.above)},
                                                                      {"cap", base::number(top.suggested.cap, 4)},
                                                                      {"unit", unit},
                                                                      {"metal", base::number(100 * top.suggested.metal_lost, 3)}});
}

Expected<Table> summary_table(const project::Project& project, const StatisticsTable& table, const StatisticsAsked& asked, RowMask keep,
                              base::Progress& progress) {
    const Say say{asked.language};
    const RowClasses* classes = classes_asked(table, asked.by);
    Table out{.id = "statistics", .title = say("statistics.table"), .short_title = say("statistics.table"), .stage = "statistics"};
    out.columns = {{say("cli.stats.element")}, {say("report.unit")}, {classes != nullptr && classes->name != "domain" ? classes->name : say("cli.stats.domain")},
                   {say("cli.stats.count"), "", 0}, {say("cli.stats.missing"), "", 0}, {say("cli.stats.mean"), "", 4},
                   {say(weighted_mean_key(table.source)), "", 4}, {say("cli.stats.sd"), "", 4}, {say("cli.stats.cv"), "", 3}, {say("cli.stats.low"), "", 4}};
    for (const double share : statistics::summary_shares) out.columns.push_back({"P" + base::number(100 * share, 4), "", 4});
    out.columns.push_back({say("cli.stats.high"), "", 4});
    out.columns.push_back({say("statistics.top_cut"), "", 4});
    out.columns.push_back({say("statistics.why")});
    const auto count = static_cast<double>(std::max<std::size_t>(1, table.elements.size()));
    for (std::size_t e = 0; e < table.elements.size(); ++e) {
        if (!progress.report(static_cast<double>(e) / count)) return base::cancelled();
        std::vector<Summary> rows;
        statistics::TopCutAnalysis top;
        if (const auto* known = known_answer(project, table, e, classes, keep)) {
            rows = known->by_domain;
            top = known->top_cut;
        } else {
            base::Progress part = progress.part(static_cast<double>(e) / count, static_cast<double>(e + 1) / count);
            auto made = element_answer(project, table, e, classes, keep, part);
            if (!made) return std::unexpected(made.error());
            rows = std::move(made->rows);
            top = std::move(made->top_cut);
        }
        for (const Summary& row : rows) {
            std::vector<Cell> cells{table.elements[e], table.units[e], row.domain < 0 ? say("statistics.all") : code_of(classes, row.domain), row.count, row.missing,
                                    cell(row.mean), cell(row.weighted_mean), cell(row.sd), cell(row.cv), cell(row.low)};
            for (const double value : row.quantile) cells.push_back(cell(value));
            cells.push_back(cell(row.high));
            const bool all = row.domain < 0;
            cells.push_back(all ? cell(top.suggested.cap) : Cell());
            cells.push_back(all ? Cell(base::text(top_cut_reason(top, table.units[e]), asked.language)) : Cell());
            out.rows.push_back(std::move(cells));
        }
    }
    if (table.step > 1) out.notes.push_back(say("statistics.some_blocks", {{"step", std::to_string(table.step)}}));
    if (table.left_out > 0) out.notes.push_back(say("statistics.left_out", {{"count", std::to_string(table.left_out)}}));
    return out;
}

namespace {

Cell chance_cell(double p) {
    return std::isnan(p) ? Cell() : Cell(statistics::chance_text(p));
}

}  // namespace

Table correlation_table(const statistics::CorrelationMatrix& matrix, base::Language language) {
    const Say say{language};
    static constexpr const char* ids[] = {"pearson", "spearman", "log_ratio"};
    const std::string id = ids[static_cast<std::size_t>(matrix.coefficient)];
    Table out{.id = id, .title = say("statistics.correlation", {{"which", say("cli.stats." + id)}})};
    out.short_title = say("cli.stats." + id);
    out.columns = {{say("cli.stats.element")}, {say("statistics.other")}, {"r", "", 4}, {"p"}, {say("statistics.pairs"), "", 0}};
    for (std::size_t a = 0; a < matrix.size(); ++a)
        for (std::size_t b = a + 1; b < matrix.size(); ++b)
            out.rows.push_back({matrix.name[a], matrix.name[b], cell(matrix.at(a, b)), chance_cell(matrix.p[a * matrix.size() + b]), matrix.pairs[a * matrix.size() + b]});
    out.notes.push_back(say("statistics.p_note"));
    if (matrix.row_step > 1) out.notes.push_back(say("statistics.some_rows", {{"step", std::to_string(matrix.row_step)}}));
    return out;
}

Table component_table(const statistics::Components& components, base::Language language) {
    const Say say{language};
    Table out{.id = "components", .title = say("statistics.components"), .short_title = say("statistics.components")};
    out.columns = {{say("cli.stats.element")}};
    for (std::size_t c = 0; c < components.component.size(); ++c) out.columns.push_back({say("statistics.axis", {{"number", std::to_string(c + 1)}}), "", 3});
    std::vector<Cell> shares{say("statistics.share")};
    for (const statistics::Component& one : components.component) shares.push_back(cell(100 * one.share));
    if (!components.component.empty()) out.rows.push_back(std::move(shares));
    for (std::size_t p = 0; p < components.part.size(); ++p) {
        std::vector<Cell> row{components.part[p]};
        for (const statistics::Component& one : components.component) row.push_back(cell(one.loading[p]));
        out.rows.push_back(std::move(row));
    }
    out.notes.push_back(say("statistics.component_rows", {{"rows", std::to_string(components.rows)}, {"zero", std::to_string(components.rows_not_positive)}}));
    if (!components.left_out.empty()) {
        std::string names;
        for (const std::string& name : components.left_out) names += (names.empty() ? "" : say("statistics.comma")) + name;
        out.notes.push_back(say("statistics.parts_left_out", {{"names", names}}));
    }
    return out;
}

Table contact_table(const std::vector<NamedContact>& contacts, base::Language language) {
    const Say say{language};
    Table out{.id = "contacts", .title = say("statistics.contacts"), .short_title = say("statistics.contacts")};
    out.columns = {{say("cli.stats.element")}, {say("statistics.side_a")}, {say("statistics.side_b")}, {say("statistics.from"), "m", 1},
                   {say("statistics.to"), "m", 1}, {say("cli.stats.count"), "", 0}, {say("cli.stats.mean"), "", 4}, {say("cli.stats.sd"), "", 4}};
    for (const NamedContact& one : contacts)
        for (const statistics::ContactBin& bin : one.answer.profile)
            out.rows.push_back({one.element, one.a, one.b, cell(bin.from_m), cell(bin.to_m), bin.count, cell(bin.mean), cell(bin.sd)});
    out.notes.push_back(say("statistics.contact_note"));
    return out;
}

Table enrichment_table(const std::vector<NamedEnrichment>& all, base::Language language) {
    const Say say{language};
    Table out{.id = "enrichment", .title = say("statistics.enrichment"), .short_title = say("statistics.enrichment")};
    const bool blocks = !all.empty() && all.front().of_blocks;
    out.columns = {{say("cli.stats.element")}, {say("report.unit")}, {say("statistics.by")}, {say("statistics.group")}, {say("statistics.rows"), "", 0},
                   {say("statistics.assayed"), "", 0}, {say(blocks ? "statistics.tonnes" : "statistics.metres"), blocks ? "t" : "m", 1},
                   {say("cli.stats.mean"), "", 4}, {say("statistics.factor"), "", 3}, {say("statistics.factor_reference"), "", 3}};
    for (const NamedEnrichment& one : all)
        for (std::size_t n = 0; n < one.answer.rows.size(); ++n) {
            const statistics::EnrichmentRow& row = one.answer.rows[n];
            if (n > 0 && row.points == 0) continue;
            out.rows.push_back({one.element, one.unit, one.by, n == 0 ? say("statistics.all") : one.answer.groups[n - 1], row.points, row.assayed,
                                cell(row.support), cell(row.mean), cell(row.factor_to_all), cell(row.factor_to_reference)});
        }
    out.notes.push_back(say("statistics.enrichment_note"));
    return out;
}

Table box_table(const std::string& element, const std::string& unit, const std::vector<ClassBox>& boxes, base::Language language) {
    const Say say{language};
    Table out{.id = "boxes", .title = say("statistics.boxes"), .short_title = say("statistics.boxes")};
    out.columns = {{say("cli.stats.element")}, {say("statistics.group")}, {say("cli.stats.count"), "", 0}, {say("cli.stats.low"), unit, 4},
                   {"P25", unit, 4}, {"P50", unit, 4}, {"P75", unit, 4}, {say("cli.stats.high"), unit, 4}, {say("cli.stats.mean"), unit, 4}};
    for (const ClassBox& one : boxes)
        out.rows.push_back({element, one.code.empty() ? say("statistics.no_code") : one.code, one.box.count, cell(one.box.low), cell(one.box.low_quartile),
                            cell(one.box.median), cell(one.box.high_quartile), cell(one.box.high), cell(one.box.mean)});
    return out;
}

Table ternary_table(const StatisticsTable& table, const std::array<std::size_t, 3>& elements, bool centred, RowMask keep, base::Language language) {
    const Say say{language};
    Table out{.id = "ternary", .title = say("statistics.ternary"), .short_title = say("statistics.ternary")};
    for (const char* axis : {"x", "y", "z"}) out.columns.push_back({axis, "m", 2});
    for (const std::size_t e : elements) out.columns.push_back({table.elements[e], table.units[e], 4});
    for (const std::size_t e : elements) out.columns.push_back({say("statistics.part", {{"element", table.elements[e]}}), "", 4});
    const auto points = ternary_points(table, elements, centred, keep);
    constexpr std::size_t most = 100'000;
    const std::size_t step = points.size() <= most ? 1 : (points.size() / most + 1) | 1;
    if (step > 1) out.notes.push_back(say("statistics.some_points", {{"step", std::to_string(step)}}));
    for (std::size_t n = 0; n < points.size(); n += step) {
        if (std::isnan(points[n].x)) continue;
        const double c = points[n].y * 2 / std::sqrt(3.0), b = points[n].x - c / 2;
        std::vector<Cell> row{cell(table.x[n]), cell(table.y[n]), cell(table.z[n])};
        for (const std::size_t e : elements) row.push_back(cell(table.value[e][n]));
        for (const double part : {1 - b - c, b, c}) row.push_back(cell(part));
        out.rows.push_back(std::move(row));
    }
    if (centred) out.notes.push_back(say("statistics.centred_note"));
    return out;
}

namespace {

/// Refused with the nearest name there is; where none is near, with those there are.
std::unexpected<base::Error> unknown_name(const char* key, const std::string& name, const std::vector<std::string>& known) {
    constexpr std::size_t most = 20;
    std::string told = base::nearest(name, known);
    for (std::size_t n = 0; n < known.size() && told.size() < 400 && base::nearest(name, known).empty(); ++n) {
        if (n == most) told += ", …";
        if (n >= most) break;
        told += (n == 0 ? "" : ", ") + known[n];
    }
    return base::fail(base::ErrorKind::usage, Message(key, {{"name", name}, {"known", told.empty() ? "–" : told}}));
}

}  // namespace

Expected<const RowClasses*> kinds_named(const StatisticsTable& table, const std::string& by) {
    if (by.empty() || table.classes_of(by) != nullptr) return classes_asked(table, by);
    std::vector<std::string> known;
    for (const RowClasses& kinds : table.classes) known.push_back(kinds.name);
    return unknown_name("statistics.no_kinds", by, known);
}

Expected<std::vector<Table>> statistics_tables(const project::Project& project, const StatisticsTable& table, const StatisticsAsked& asked,
                                               base::Progress& progress) {
    std::vector<Table> out;
    if (const auto kinds = kinds_named(table, asked.by); !kinds) return std::unexpected(kinds.error());
    if (!asked.reference.empty()) {
        std::vector<std::string> known;
        for (const RowClasses& kinds : table.classes) known.insert(known.end(), kinds.codes.begin(), kinds.codes.end());
        if (std::ranges::find(known, asked.reference) == known.end()) return unknown_name("statistics.unknown_code", asked.reference, known);
    }
    if (!asked.ternary.empty() && asked.ternary.size() != 3) return base::fail(base::ErrorKind::usage, Message("statistics.three_elements"));
    base::Progress first = progress.part(0, 0.3);
    auto summary = summary_table(project, table, asked, {}, first);
    if (!summary) return std::unexpected(summary.error());
    out.push_back(std::move(*summary));
    statistics::CorrelationMatrix ranks;
    for (const auto coefficient : {statistics::Coefficient::pearson, statistics::Coefficient::spearman, statistics::Coefficient::centred_log_ratio}) {
        base::Progress part = progress.part(0.3, 0.6);
        auto matrix = correlation_answer(table, coefficient, {}, part);
        if (!matrix) return std::unexpected(matrix.error());
        out.push_back(correlation_table(*matrix, asked.language));
        if (coefficient == statistics::Coefficient::spearman) ranks = std::move(*matrix);
    }
    base::Progress axes = progress.part(0.6, 0.7);
    auto components = component_answer(table, {}, axes);
    if (!components) return std::unexpected(components.error());
    out.push_back(component_table(*components, asked.language));

    const RowClasses* classes = classes_asked(table, asked.by);
    std::vector<NamedContact> contacts;
    std::vector<NamedEnrichment> enrichments;
    std::vector<statistics::DomainPair> pairs = classes != nullptr ? contact_pairs(table, *classes) : std::vector<statistics::DomainPair>();
    std::erase_if(pairs, [](const auto& pair) { return pair.contacts < 5; });
    if (pairs.size() > 6) pairs.resize(6);
    const std::vector<std::string> shapes = distance_shapes(project);
    std::vector<std::vector<double>> distances;
    for (const std::string& shape : shapes) {
        auto made = distances_to(project, table, shape, progress.part(0.7, 0.9));
        if (!made) return std::unexpected(made.error());
        distances.push_back(std::move(*made));
    }
    Table boxes;
    for (std::size_t e = 0; e < table.elements.size(); ++e) {
        if (progress.cancelled()) return base::cancelled();
        const auto enriched = [&](const std::string& by, EnrichmentAnswer answer) {
            enrichments.push_back({table.elements[e], table.units[e], by, table.source == StatisticsSource::blocks, std::move(answer)});
        };
        for (const statistics::DomainPair& pair : pairs) {
            auto made = contact_answer(project, table, e, *classes, pair, {});
            if (!made) return std::unexpected(made.error());
            contacts.push_back({table.elements[e], code_of(classes, pair.a), code_of(classes, pair.b), std::move(*made)});
        }
        for (const RowClasses& kinds : table.classes) enriched(kinds.name, enrichment_by_class(table, e, kinds, asked.reference, {}));
        for (std::size_t s = 0; s < shapes.size(); ++s) {
            auto made = enrichment_by_surface(table, e, distances[s], {});
            if (!made) return std::unexpected(made.error());
            enriched(base::text(Message("statistics.distance_to", {{"name", shapes[s]}}), asked.language), std::move(*made));
        }
        if (classes == nullptr) continue;
        Table one = box_table(table.elements[e], "", class_boxes(table, e, *classes, {}), asked.language);
        if (boxes.columns.empty())
            boxes = std::move(one);
        else
            boxes.rows.insert(boxes.rows.end(), one.rows.begin(), one.rows.end());
    }
    if (!contacts.empty()) out.push_back(contact_table(contacts, asked.language));
    if (!enrichments.empty()) out.push_back(enrichment_table(enrichments, asked.language));
    if (!boxes.columns.empty()) out.push_back(std::move(boxes));

    std::vector<std::size_t> corners;
    for (const std::string& element : asked.ternary) {
        corners.push_back(table.find(element));
        if (corners.back() < table.elements.size()) continue;
        return unknown_name("statistics.no_element", element, table.elements);
    }
    if (corners.empty()) corners = ternary_elements(table, ranks);
    if (corners.size() == 3) out.push_back(ternary_table(table, {corners[0], corners[1], corners[2]}, true, {}, asked.language));
    progress.report(1);
    return out;
}

}  // namespace orelens::report
