#include "core/report/StatisticsAnswer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/statistics/Missing.h"

namespace orelens::report {
namespace {

using base::Expected;
using statistics::missing;

bool counts(RowMask keep, std::size_t n) {
    return keep.empty() || keep[n] != 0;
}

/// Values with those that do not count missing, where rows have to stay in their places.
std::vector<double> blanked(std::span<const double> values, RowMask keep) {
    std::vector<double> out(values.begin(), values.end());
    for (std::size_t n = 0; n < out.size(); ++n)
        if (!counts(keep, n)) out[n] = missing;
    return out;
}

/// …, −25, −10, 0, 10, 25, …: as far as the distances go.
std::vector<double> distance_edges(std::span<const double> distance, RowMask keep) {
    static constexpr double steps[] = {10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 1e9};
    double low = 0, high = 0;
    for (std::size_t n = 0; n < distance.size(); ++n)
        if (counts(keep, n) && std::isfinite(distance[n])) {
            low = std::min(low, distance[n]);
            high = std::max(high, distance[n]);
        }
    std::vector<double> edges;
    for (const double step : steps) {
        if (low < 0) edges.push_back(-step);
        if (low >= -step) break;
    }
    std::ranges::reverse(edges);
    edges.push_back(0);
    for (const double step : steps) {
        if (high <= 0) break;
        edges.push_back(step);
        if (high < step) break;
    }
    if (edges.size() < 2) edges.push_back(steps[0]);
    return edges;
}

}  // namespace

std::vector<double> kept_values(std::span<const double> values, RowMask keep) {
    if (keep.empty()) return {values.begin(), values.end()};
    std::vector<double> out;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (keep[n] != 0) out.push_back(values[n]);
    return out;
}

std::vector<std::int32_t> kept_codes(const std::vector<std::int32_t>& codes, RowMask keep) {
    if (keep.empty()) return codes;
    std::vector<std::int32_t> out;
    for (std::size_t n = 0; n < codes.size(); ++n)
        if (keep[n] != 0) out.push_back(codes[n]);
    return out;
}

Expected<ElementAnswer> element_answer(const project::Project& project, const StatisticsTable& table, std::size_t element,
                                       const RowClasses* classes, RowMask keep, base::Progress& progress) {
    ElementAnswer out{table.elements[element], table.units[element], {}, {}};
    const std::vector<double> values = kept_values(table.value[element], keep);
    const std::vector<double> weights = kept_values(row_weights(project, table, element), keep);
    if (progress.cancelled()) return base::cancelled();
    const std::vector<std::int32_t> codes = classes != nullptr ? kept_codes(classes->of, keep) : std::vector<std::int32_t>();
    out.rows = statistics::summaries_by_domain(values, weights, codes, classes != nullptr ? static_cast<std::int32_t>(classes->codes.size()) : 0,
                                               progress);
    auto top = statistics::analyse_top_cut(values, weights, progress);
    if (!top) return std::unexpected(top.error());
    if (progress.cancelled()) return base::cancelled();
    out.top_cut = std::move(*top);
    return out;
}

std::vector<ClassBox> class_boxes(const StatisticsTable& table, std::size_t element, const RowClasses& classes, RowMask keep) {
    std::vector<std::vector<double>> values(classes.codes.size() + 1);
    for (std::size_t n = 0; n < table.size(); ++n) {
        if (!counts(keep, n) || !std::isfinite(table.value[element][n])) continue;
        const bool known = classes.of[n] >= 0 && static_cast<std::size_t>(classes.of[n]) < classes.codes.size();
        values[known ? static_cast<std::size_t>(classes.of[n]) : classes.codes.size()].push_back(table.value[element][n]);
    }
    std::vector<ClassBox> out;
    for (std::size_t c = 0; c < values.size(); ++c)
        if (!values[c].empty()) out.push_back({c < classes.codes.size() ? classes.codes[c] : std::string(), statistics::box_of(values[c])});
    std::ranges::stable_sort(out, std::ranges::greater(), [](const ClassBox& one) { return one.box.count; });
    return out;
}

namespace {

/// The kept rows of every element, and columns that look at them.
struct KeptColumns {
    std::vector<std::vector<double>> own;
    statistics::Columns columns;
};

Expected<KeptColumns> kept_columns(const StatisticsTable& table, RowMask keep, const base::Progress& progress) {
    KeptColumns kept{{}, {table.elements, {}}};
    for (const auto& values : table.value) {
        if (progress.cancelled()) return base::cancelled();
        kept.own.push_back(kept_values(values, keep));
    }
    for (const auto& values : kept.own) kept.columns.value.emplace_back(values);
    return kept;
}

}  // namespace

Expected<statistics::CorrelationMatrix> correlation_answer(const StatisticsTable& table, statistics::Coefficient coefficient, RowMask keep,
                                                           base::Progress& progress) {
    if (keep.empty()) return statistics::correlations(table.columns(), coefficient, progress);
    const auto kept = kept_columns(table, keep, progress);
    if (!kept) return std::unexpected(kept.error());
    return statistics::correlations(kept->columns, coefficient, progress);
}

Expected<statistics::Components> component_answer(const StatisticsTable& table, RowMask keep, base::Progress& progress) {
    if (keep.empty()) return statistics::principal_components(table.columns(), progress);
    const auto kept = kept_columns(table, keep, progress);
    if (!kept) return std::unexpected(kept.error());
    return statistics::principal_components(kept->columns, progress);
}

ComponentScores component_scores(const StatisticsTable& table, const statistics::Components& components, std::size_t first, std::size_t second) {
    ComponentScores out;
    if (std::max(first, second) >= components.component.size()) return out;
    std::vector<std::span<const double>> parts;
    for (const std::string& part : components.part) parts.push_back(table.value[table.find(part)]);
    const auto& a = components.component[first].loading;
    const auto& b = components.component[second].loading;
    out.first.assign(table.size(), missing);
    out.second.assign(table.size(), missing);
    std::vector<double> logs(parts.size());
    for (std::size_t n = 0; n < table.size(); ++n) {
        double mean = 0;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            logs[p] = parts[p][n] > 0 ? std::log(parts[p][n]) : missing;
            mean += logs[p] / static_cast<double>(parts.size());
        }
        if (!std::isfinite(mean)) continue;
        out.first[n] = out.second[n] = 0;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const double centred = logs[p] - mean - components.mean[p];
            out.first[n] += centred * a[p];
            out.second[n] += centred * b[p];
        }
    }
    return out;
}

std::vector<statistics::DomainPair> contact_pairs(const StatisticsTable& table, const RowClasses& classes) {
    if (!table.samples || classes.codes.size() < 2) return {};
    const drilling::CompositeTable& rows = *table.samples;
    return statistics::domain_contacts({rows.x, rows.y, rows.z, rows.hole, classes.of, rows.from_m});
}

Expected<ContactAnswer> contact_answer(const project::Project& project, const StatisticsTable& table, std::size_t element, const RowClasses& classes,
                                       const statistics::DomainPair& pair, RowMask keep) {
    ContactAnswer out;
    out.pair = pair;
    if (!table.samples) return out;
    const drilling::CompositeTable& rows = *table.samples;
    const statistics::StatisticsRule& rule = project.recipe.statistics;
    out.distance = statistics::contact_distances({rows.x, rows.y, rows.z, rows.hole, classes.of, rows.from_m}, pair.a, pair.b);
    const std::vector<double> values = blanked(table.value[element], keep);
    auto profile = statistics::contact_profile(out.distance, values, rule.contact_bin_m, rule.contact_reach_m);
    if (!profile) return std::unexpected(profile.error());
    out.profile = std::move(*profile);
    out.step = statistics::contact_step(out.distance, values, rule.contact_reach_m);
    return out;
}

EnrichmentAnswer enrichment_by_class(const StatisticsTable& table, std::size_t element, const RowClasses& classes, const std::string& reference,
                                     RowMask keep) {
    const auto at = std::ranges::find(classes.codes, reference);
    EnrichmentAnswer out;
    out.groups = classes.codes;
    out.rows = statistics::enrichment_by_group(kept_values(table.value[element], keep), kept_values(table.support[element], keep),
                                               kept_codes(classes.of, keep), static_cast<std::int32_t>(classes.codes.size()),
                                               reference.empty() || at == classes.codes.end() ? -1 : static_cast<std::int32_t>(at - classes.codes.begin()));
    return out;
}

Expected<EnrichmentAnswer> enrichment_by_surface(const StatisticsTable& table, std::size_t element, std::span<const double> distance, RowMask keep) {
    const std::vector<double> edges = distance_edges(distance, keep);
    auto rows = statistics::enrichment_by_distance(kept_values(table.value[element], keep), kept_values(table.support[element], keep),
                                                   kept_values(distance, keep), edges);
    if (!rows) return std::unexpected(rows.error());
    EnrichmentAnswer out;
    for (std::size_t n = 1; n < rows->size(); ++n) {
        const auto& row = (*rows)[n];
        out.groups.push_back(row.from <= -1e9  ? "< " + base::number(row.to, 5)
                             : row.to >= 1e9   ? "≥ " + base::number(row.from, 5)
                                               : base::number(row.from, 5) + " … " + base::number(row.to, 5));
    }
    out.rows = std::move(*rows);
    return out;
}

std::vector<statistics::TernaryPoint> ternary_points(const StatisticsTable& table, const std::array<std::size_t, 3>& elements, bool centred, RowMask keep) {
    std::array<double, 3> scale{1, 1, 1};
    for (std::size_t k = 0; centred && k < 3; ++k) {
        double sum = 0;
        std::int64_t count = 0;
        for (const double value : table.value[elements[k]])
            if (value > 0 && std::isfinite(value)) {
                sum += std::log(value);
                ++count;
            }
        scale[k] = count > 0 ? std::exp(-sum / static_cast<double>(count)) : missing;
    }
    std::vector<statistics::TernaryPoint> out(table.size(), {missing, missing});
    for (std::size_t n = 0; n < out.size(); ++n) {
        if (!counts(keep, n)) continue;
        std::array<double, 3> part{};
        for (std::size_t k = 0; k < 3; ++k) part[k] = table.value[elements[k]][n] * scale[k];
        if (centred && !(part[0] > 0 && part[1] > 0 && part[2] > 0)) continue;
        out[n] = statistics::ternary(part[0], part[1], part[2]);
    }
    return out;
}

std::vector<std::size_t> ternary_elements(const StatisticsTable& table, const statistics::CorrelationMatrix& matrix) {
    const std::size_t count = table.elements.size();
    if (count < 3) return {};
    std::vector<std::size_t> best{0, 1, 2};
    double most = -2;
    for (std::size_t a = 0; matrix.size() == count && a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b)
            for (std::size_t c = b + 1; c < count; ++c) {
                const double mean = (matrix.at(a, b) + matrix.at(b, c) + matrix.at(a, c)) / 3;
                if (!(mean > most)) continue;
                most = mean;
                best = {a, b, c};
            }
    return best;
}

}  // namespace orelens::report
