#include "core/project/ResultsArchive.h"

#include "core/project/Archive.h"

// Overloads of `fields` stand in the namespace of their struct, where argument-dependent lookup finds them.
namespace orelens::base {
template <class A>
void fields(A& archive, Message& message) {
    auto& [key, args] = message;
    archive(key, args);
}
}  // namespace orelens::base

namespace orelens::drilling {
template <class A>
void fields(A& archive, Collar& collar) {
    auto& [hole, x, y, z, depth, row] = collar;
    archive(hole, x, y, z, depth, row);
}
template <class A>
void fields(A& archive, SurveyStation& station) {
    auto& [hole, depth, azimuth, dip, row] = station;
    archive(hole, depth, azimuth, dip, row);
}
template <class A>
void fields(A& archive, GradeColumn& column) {
    auto& [name, file_column, unit, values, flags] = column;
    archive(name, file_column, unit, values, flags);
}
template <class A>
void fields(A& archive, CodeColumn& column) {
    auto& [name, file_column, codes, values] = column;
    archive(name, file_column, codes, values);
}
template <class A>
void fields(A& archive, IntervalTable& table) {
    auto& [name, file, hole, unknown_holes, from, to, row, grades, codes] = table;
    archive(name, file, hole, unknown_holes, from, to, row, grades, codes);
}
template <class A>
void fields(A& archive, DrillholeSet& set) {
    auto& [collar_file, survey_file, collars, surveys, assays, lithology, hole_index] = set;
    archive(collar_file, survey_file, collars, surveys, assays, lithology, hole_index);
}
template <class A>
void fields(A& archive, Finding& finding) {
    auto& [kind, severity, file, row, hole, column, from, to, what, fix, approved] = finding;
    archive(kind, severity, file, row, hole, column, from, to, what, fix, approved);
}
template <class A>
void fields(A& archive, Trace& trace) {
    auto& [depth, position, direction, vertical_assumed] = trace;
    archive(depth, position, direction, vertical_assumed);
}
template <class A>
void fields(A& archive, CompositeTable::Grade& grade) {
    auto& [name, unit, values, assayed] = grade;
    archive(name, unit, values, assayed);
}
template <class A>
void fields(A& archive, CompositeTable& table) {
    auto& [x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades] = table;
    archive(x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades);
}
}  // namespace orelens::drilling

namespace orelens::io {
template <class A>
void fields(A& archive, TableMapping& mapping) {
    auto& [table, file, delimiter, decimal_comma, headers, columns, encoding, rows, refused, blank_rows] =
        mapping;
    archive(table, file, delimiter, decimal_comma, headers, columns, encoding, rows, refused, blank_rows);
}
template <class A>
void fields(A& archive, DrillholeImport& import) {
    auto& [holes, findings, mappings, dip_found] = import;
    archive(holes, findings, mappings, dip_found);
}
}  // namespace orelens::io

namespace orelens::blocks {
template <class A>
void fields(A& archive, GridGeometry& geometry) {
    auto& [origin, block_size, count, azimuth, dip, roll] = geometry;
    archive(origin, block_size, count, azimuth, dip, roll);
}
}  // namespace orelens::blocks

namespace orelens::geostat {
template <class A>
void fields(A& archive, Anisotropy& shape) {
    auto& [azimuth, dip, plunge, major, semi, minor] = shape;
    archive(azimuth, dip, plunge, major, semi, minor);
}
template <class A>
void fields(A& archive, Structure& structure) {
    auto& [type, sill, shape] = structure;
    archive(type, sill, shape);
}
template <class A>
void fields(A& archive, Variogram& variogram) {
    auto& [nugget, structures] = variogram;
    archive(nugget, structures);
}
template <class A>
void fields(A& archive, LagRule& rule) {
    auto& [lag, lags, tolerance, downhole, direction, angle_tolerance, bandwidth] = rule;
    archive(lag, lags, tolerance, downhole, direction, angle_tolerance, bandwidth);
}
template <class A>
void fields(A& archive, LagPoint& point) {
    auto& [distance, gamma, pairs] = point;
    archive(distance, gamma, pairs);
}
template <class A>
void fields(A& archive, ExperimentalVariogram& experimental) {
    auto& [element, rule, variance, head_share, points] = experimental;
    archive(element, rule, variance, head_share, points);
}
template <class A>
void fields(A& archive, VariogramFit& fit) {
    auto& [model, experimental, weighted_error, note] = fit;
    archive(model, experimental, weighted_error, note);
}
template <class A>
void fields(A& archive, EstimateSummary& summary) {
    auto& [element, samples, estimated, per_pass, redundant, sample_mean, estimate_mean, seconds] = summary;
    archive(element, samples, estimated, per_pass, redundant, sample_mean, estimate_mean, seconds);
}
}  // namespace orelens::geostat

namespace orelens::economics {
template <class A>
void fields(A& archive, Commodity& c) {
    auto& [name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
           subsidy, waste] = c;
    archive(name, grade_column, price, price_unit, vat_included, vat, recovery, payable, selling, royalty,
            subsidy, waste);
}
template <class A>
void fields(A& archive, Costs& costs) {
    auto& [currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
           dilution, convention, density] = costs;
    archive(currency, mining, per_metre, reference, processing, general, sustaining, difference, recovery,
            dilution, convention, density);
}
template <class A>
void fields(A& archive, PriceDeck& deck) {
    auto& [commodities, costs, main_commodity, test] = deck;
    archive(commodities, costs, main_commodity, test);
}
}  // namespace orelens::economics

namespace orelens::utilization {
template <class A>
void fields(A& archive, MineComponent& component) {
    auto& [name, basis, grade, price, theoretical, usable, dressing] = component;
    archive(name, basis, grade, price, theoretical, usable, dressing);
}
template <class A>
void fields(A& archive, ProductGrade& grade) {
    auto& [component, basis, value, counted, realised] = grade;
    archive(component, basis, value, counted, realised);
}
template <class A>
void fields(A& archive, Product& product) {
    auto& [name, tonnes, grades] = product;
    archive(name, tonnes, grades);
}
template <class A>
void fields(A& archive, MineRecord& record) {
    auto& [mine, period, consumed, recovery, dilution, main_component, currency, components, products] =
        record;
    archive(mine, period, consumed, recovery, dilution, main_component, currency, components, products);
}
template <class A>
void fields(A& archive, Rate& rate) {
    auto& [id, value, numerator, denominator, counted, left_out, remarks] = rate;
    archive(id, value, numerator, denominator, counted, left_out, remarks);
}
template <class A>
void fields(A& archive, ComponentShare& share) {
    auto& [component, mined, used, recovery, theoretical, rates_if_theoretical] = share;
    archive(component, mined, used, recovery, theoretical, rates_if_theoretical);
}
template <class A>
void fields(A& archive, UtilizationResult& result) {
    auto& [mine, period, basis, rates, components, recovery, dilution, remarks] = result;
    archive(mine, period, basis, rates, components, recovery, dilution, remarks);
}
}  // namespace orelens::utilization

namespace orelens::project {
namespace {

/// Calls visit(name, member) for each archived member, so that writing, reading and names share one list.
template <class R, class Visit>
void each(R& results, Visit visit) {
    visit("import", results.import);
    visit("traces", results.traces);
    visit("findings", results.findings);
    visit("composites", results.composites);
    visit("variograms", results.variograms);
    visit("geometry", results.geometry);
    visit("estimates", results.estimates);
    visit("deck", results.deck);
    visit("utilization", results.utilization);
    visit("mine_records", results.mine_records);
}

template <class T>
using Held = std::remove_const_t<typename T::element_type>;

}  // namespace

std::vector<ArchivedResult> archive_results(const Results& results) {
    std::vector<ArchivedResult> archived;
    each(results, [&](const char* name, const auto& member) {
        using T = Held<std::remove_cvref_t<decltype(member)>>;
        if (!member) return;
        ArchiveWriter writer;
        writer(*member);
        archived.push_back({name, archive_shape<T>(), std::move(writer.bytes)});
    });
    return archived;
}

std::vector<std::string> archived_names() {
    std::vector<std::string> names;
    const Results none;
    each(none, [&](const char* name, const auto& /*member*/) { names.emplace_back(name); });
    return names;
}

bool restore_result(const ArchivedResult& archived, Results& results) {
    bool restored = false;
    each(results, [&](const char* name, auto& member) {
        using T = Held<std::remove_cvref_t<decltype(member)>>;
        if (archived.name != name || archived.shape != archive_shape<T>()) return;
        auto value = std::make_shared<T>();
        ArchiveReader reader(archived.bytes);
        reader(*value);
        if (!reader.whole()) return;
        member = std::move(value);
        restored = true;
    });
    return restored;
}

}  // namespace orelens::project
