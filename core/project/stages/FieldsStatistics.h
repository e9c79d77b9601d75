// How statistics of composites are archived.
#pragma once

#include "core/project/stages/FieldsBase.h"
#include "core/statistics/Overview.h"

namespace orelens::drilling {
template <class A>
void fields(A& archive, DrillSpacing& spacing) {
    auto& [holes, along, between, between_wide, extent] = spacing;
    archive(holes, along, between, between_wide, extent);
}
}  // namespace orelens::drilling

namespace orelens::statistics {
template <class A>
void fields(A& archive, DeclusterScan& scan) {
    auto& [size, mean, plain_mean, best_size, best_mean, last_is_best] = scan;
    archive(size, mean, plain_mean, best_size, best_mean, last_is_best);
}
template <class A>
void fields(A& archive, Summary& summary) {
    auto& [domain, count, missing, mean, sd, cv, skewness, low, high, weighted_mean, weighted_sd, quantile] = summary;
    archive(domain, count, missing, mean, sd, cv, skewness, low, high, weighted_mean, weighted_sd, quantile);
}
template <class A>
void fields(A& archive, ProbabilityPoint& point) {
    auto& [value, score] = point;
    archive(value, score);
}
template <class A>
void fields(A& archive, CapPoint& point) {
    auto& [cap, above, mean, cv, metal_above, metal_lost] = point;
    archive(cap, above, mean, cv, metal_above, metal_lost);
}
template <class A>
void fields(A& archive, TopCutAnalysis& analysis) {
    auto& [count, cv, probability, caps, deciles, centiles, reason, suggested] = analysis;
    archive(count, cv, probability, caps, deciles, centiles, reason, suggested);
}
template <class A>
void fields(A& archive, ElementOverview& element) {
    auto& [name, unit, scan, cell, by_domain, top_cut] = element;
    archive(name, unit, scan, cell, by_domain, top_cut);
}
template <class A>
void fields(A& archive, CorrelationMatrix& matrix) {
    auto& [coefficient, name, r, p, pairs, row_step] = matrix;
    archive(coefficient, name, r, p, pairs, row_step);
}
template <class A>
void fields(A& archive, Association& association) {
    auto& [elements, least] = association;
    archive(elements, least);
}
template <class A>
void fields(A& archive, Component& component) {
    auto& [variance, share, loading] = component;
    archive(variance, share, loading);
}
template <class A>
void fields(A& archive, Components& components) {
    auto& [part, left_out, rows, rows_not_positive, component, mean] = components;
    archive(part, left_out, rows, rows_not_positive, component, mean);
}
template <class A>
void fields(A& archive, DomainPair& pair) {
    auto& [a, b, contacts] = pair;
    archive(a, b, contacts);
}
template <class A>
void fields(A& archive, ContactBin& bin) {
    auto& [from, to, count, mean, sd] = bin;
    archive(from, to, count, mean, sd);
}
template <class A>
void fields(A& archive, ContactStep& step) {
    auto& [count_a, count_b, mean_a, mean_b, p] = step;
    archive(count_a, count_b, mean_a, mean_b, p);
}
template <class A>
void fields(A& archive, ContactOverview& contact) {
    auto& [element, pair, profile, step] = contact;
    archive(element, pair, profile, step);
}
template <class A>
void fields(A& archive, Overview& overview) {
    auto& [spacing, domain_codes, elements, pearson, spearman, log_ratio, groups, components, contacts] = overview;
    archive(spacing, domain_codes, elements, pearson, spearman, log_ratio, groups, components, contacts);
}

inline bool square(const CorrelationMatrix& matrix) {
    const std::size_t cells = matrix.name.size() * matrix.name.size();
    return matrix.r.size() == cells && matrix.p.size() == cells && matrix.pairs.size() == cells;
}

/// Matrices are square, loadings as many as parts, and domains have a code.
inline bool sound(const Overview& overview) {
    const auto coded = [&](std::int32_t domain) {
        return domain >= -1 && domain < static_cast<std::int64_t>(overview.domain_codes.size());
    };
    return square(overview.pearson) && square(overview.spearman) && square(overview.log_ratio) &&
           std::ranges::all_of(overview.components.component,
                               [&](const Component& one) { return one.loading.size() == overview.components.part.size(); }) &&
           std::ranges::all_of(overview.contacts,
                               [&](const ContactOverview& one) {
                                   return one.pair.a >= 0 && coded(one.pair.a) && one.pair.b >= 0 && coded(one.pair.b);
                               }) &&
           std::ranges::all_of(overview.elements, [&](const ElementOverview& one) {
               return one.scan.size_m.size() == one.scan.mean.size() && !one.by_domain.empty() &&
                      std::ranges::all_of(one.by_domain, [&](const Summary& row) { return coded(row.domain); });
           });
}
}  // namespace orelens::statistics
