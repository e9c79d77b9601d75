#include "core/statistics/Enrichment.h"
#include "core/statistics/Missing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orelens::statistics {
namespace {

void add(EnrichmentRow& row, double grade, double support) {
    ++row.points;
    if (!std::isfinite(grade) || !std::isfinite(support) || !(support > 0)) return;
    ++row.assayed;
    row.support += support;
    row.mean += support * grade;
}

/// Sums of grade times support become means, and means factors.
void finish(std::vector<EnrichmentRow>& rows, std::ptrdiff_t reference) {
    for (EnrichmentRow& row : rows) row.mean = row.support > 0 ? row.mean / row.support : missing;
    const double all = rows.front().mean;
    const double base = reference >= 0 ? rows[static_cast<std::size_t>(reference) + 1].mean : missing;
    for (EnrichmentRow& row : rows) {
        row.factor_to_all = all > 0 ? row.mean / all : missing;
        row.factor_to_reference = base > 0 ? row.mean / base : missing;
    }
    rows.front().factor_to_reference = missing;
}

}  // namespace

std::vector<EnrichmentRow> enrichment_by_group(std::span<const double> grade, std::span<const double> support,
                                               std::span<const std::int32_t> group, std::int32_t groups,
                                               std::int32_t reference) {
    std::vector<EnrichmentRow> rows(static_cast<std::size_t>(std::max(groups, 0)) + 1);
    for (std::size_t n = 0; n < rows.size(); ++n) rows[n].group = static_cast<std::int32_t>(n) - 1;
    for (std::size_t n = 0; n < grade.size(); ++n) {
        const double own = support.empty() ? 1 : support[n];
        add(rows[0], grade[n], own);
        if (group[n] >= 0 && group[n] < groups) add(rows[static_cast<std::size_t>(group[n]) + 1], grade[n], own);
    }
    finish(rows, reference < groups ? reference : -1);
    return rows;
}

base::Expected<std::vector<EnrichmentRow>> enrichment_by_distance(std::span<const double> grade,
                                                                  std::span<const double> support,
                                                                  std::span<const double> distance,
                                                                  std::span<const double> edges) {
    if (edges.size() < 2 || std::ranges::adjacent_find(edges, [](double a, double b) { return !(a < b); }) != edges.end())
        return base::fail(base::ErrorKind::usage, base::Message("statistics.bad_edges"));
    std::vector<EnrichmentRow> rows(edges.size());
    rows[0].group = -1;
    rows[0].from = edges.front();
    rows[0].to = edges.back();
    for (std::size_t n = 1; n < rows.size(); ++n) {
        rows[n].group = static_cast<std::int32_t>(n) - 1;
        rows[n].from = edges[n - 1];
        rows[n].to = edges[n];
    }
    for (std::size_t n = 0; n < grade.size(); ++n) {
        const double own = support.empty() ? 1 : support[n];
        add(rows[0], grade[n], own);
        const auto above = std::upper_bound(edges.begin(), edges.end(), distance[n]);
        if (std::isnan(distance[n]) || above == edges.begin() || above == edges.end()) continue;
        add(rows[static_cast<std::size_t>(above - edges.begin())], grade[n], own);
    }
    finish(rows, -1);
    return rows;
}

}  // namespace orelens::statistics
