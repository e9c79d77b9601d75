#include "core/potential/Weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

ClassWeight weight_of(const Counts& counts, ZeroRule rule) {
    ClassWeight w;
    w.counts = counts;
    const double none = std::numeric_limits<double>::quiet_NaN();
    double a = static_cast<double>(counts.in_positive), b = static_cast<double>(counts.out_positive),
           c = static_cast<double>(counts.in_other), d = static_cast<double>(counts.out_other);
    w.information = a > 0 ? std::log10((a / (a + b)) / ((a + c) / (a + b + c + d))) : none;
    w.zero = a == 0 || b == 0 || c == 0 || d == 0;
    if (w.zero && rule == ZeroRule::undefined) {
        w.defined = false;
        w.w_plus = w.s_plus = w.w_minus = w.s_minus = w.contrast = w.s_contrast = w.studentised = none;
        return w;
    }
    if (w.zero)
        for (double* count : {&a, &b, &c, &d}) *count += 0.5;
    w.w_plus = std::log((a / (a + b)) / (c / (c + d)));
    w.w_minus = std::log((b / (a + b)) / (d / (c + d)));
    w.s_plus = std::sqrt(1 / a + 1 / c);
    w.s_minus = std::sqrt(1 / b + 1 / d);
    w.contrast = w.w_plus - w.w_minus;
    w.s_contrast = std::hypot(w.s_plus, w.s_minus);
    w.studentised = w.contrast / w.s_contrast;
    return w;
}

namespace {

/// The row a rule takes; of equal ones the first. Rows without numbers never qualify.
std::optional<std::size_t> cutoff_row(const WeightTable& table) {
    std::optional<std::size_t> best;
    double highest = -std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < table.rows.size(); ++n) {
        const ClassWeight& row = table.rows[n];
        if (table.rule.cutoff == CutoffRule::by_hand) {
            if (row.cls == table.rule.hand && row.defined) return n;
            continue;
        }
        if (!row.defined || (table.rule.cutoff == CutoffRule::contrast_sure && row.studentised < table.rule.sure)) continue;
        const double value = table.rule.cutoff == CutoffRule::studentised ? row.studentised : row.contrast;
        if (value > highest && value > 0) {
            highest = value;
            best = n;
        }
    }
    return best;
}

}  // namespace

base::Expected<WeightTable> weight_table(const std::string& layer, std::span<const std::int32_t> classes,
                                         std::span<const std::int8_t> labels, const WeightRule& rule) {
    if (classes.size() != labels.size())
        return fail(ErrorKind::internal, Message("potential.layer_length", {{"layer", layer}}));
    WeightTable table;
    table.layer = layer;
    table.rule = rule;
    // Small numbers as they are, as quantiles and most codes have: no search per voxel.
    constexpr std::int32_t small = 1024;
    std::vector<Counts> few(small);
    std::map<std::int32_t, Counts> many;
    Counts all;
    for (std::size_t v = 0; v < classes.size(); ++v) {
        if (labels[v] < 0) continue;
        const bool in = labels[v] == 1;
        if (classes[v] < 0) {
            ++table.missing;
            table.missing_positive += in;
            continue;
        }
        Counts& one = classes[v] < small ? few[static_cast<std::size_t>(classes[v])] : many[classes[v]];
        ++(in ? one.in_positive : one.in_other);
        ++(in ? all.in_positive : all.in_other);
    }
    for (std::int32_t c = 0; c < small; ++c)
        if (few[static_cast<std::size_t>(c)] != Counts()) many[c] = few[static_cast<std::size_t>(c)];
    if (many.empty()) return fail(ErrorKind::data, Message("potential.layer_empty", {{"layer", layer}}), {.field = layer});
    const auto add = [&](std::int32_t cls, const Counts& in) {
        table.rows.push_back(weight_of({in.in_positive, all.in_positive - in.in_positive, in.in_other,
                                        all.in_other - in.in_other}, rule.zero));
        table.rows.back().cls = cls;
    };
    if (rule.accumulate == Accumulate::unique) {
        for (const auto& [cls, in] : many) add(cls, in);
        return table;
    }
    Counts sum;
    std::vector<std::pair<std::int32_t, Counts>> order(many.begin(), many.end());
    if (rule.accumulate == Accumulate::descending) std::ranges::reverse(order);
    for (std::size_t n = 0; n + 1 < order.size(); ++n) {
        sum.in_positive += order[n].second.in_positive;
        sum.in_other += order[n].second.in_other;
        add(order[n].first, sum);
    }
    table.cutoff = cutoff_row(table);
    if (rule.cutoff == CutoffRule::by_hand && !table.cutoff)
        return fail(ErrorKind::data,
                    Message("potential.no_such_class", {{"layer", layer}, {"class", std::to_string(rule.hand)}}),
                    {.field = layer});
    return table;
}

bool is_code(double value) {
    return value > -0.5 && value < 2147483647;
}

std::int32_t Classes::of(double value) const {
    if (std::isnan(value)) return -1;
    if (nominal) return is_code(value) ? static_cast<std::int32_t>(std::lround(value)) : -1;
    return static_cast<std::int32_t>(std::ranges::upper_bound(edges, value) - edges.begin());
}

Classes quantile_classes(std::span<const double> values, int count) {
    std::vector<double> known;
    for (const double value : values)
        if (!std::isnan(value)) known.push_back(value);
    std::ranges::sort(known);
    Classes made;
    for (int k = 1; k < count && !known.empty(); ++k) {
        // As numpy between two neighbours, so that ties fall alike.
        const double at = (static_cast<double>(k) / count) * static_cast<double>(known.size() - 1);
        const auto low = static_cast<std::size_t>(at);
        const double part = at - static_cast<double>(low), a = known[low], b = known[std::min(low + 1, known.size() - 1)];
        const double edge = part >= 0.5 ? b - (b - a) * (1 - part) : a + (b - a) * part;
        if (made.edges.empty() || edge > made.edges.back()) made.edges.push_back(edge);
    }
    return made;
}

}  // namespace orelens::potential
