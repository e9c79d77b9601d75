#include "core/domains/Bodies.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Nearest.h"
#include "core/shapes/Inside.h"

namespace orelens::domains {

using base::ErrorKind;
using base::Expected;
using base::Message;

FoundThreshold find_threshold(const drilling::CompositeTable::Grade& grade, const std::vector<double>& length_m,
                              double percent) {
    FoundThreshold found;
    std::vector<std::size_t> order;
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < grade.values.size(); ++n) {
        if (std::isnan(grade.values[n]) || !(length_m[n] > 0)) continue;
        order.push_back(n);
        if (grade.values[n] > 0) lowest = std::min(lowest, grade.values[n]);
    }
    if (!std::isfinite(lowest)) return found;
    const auto value = [&](std::size_t n) { return grade.values[n] > 0 ? grade.values[n] : lowest / 2; };
    std::ranges::stable_sort(order, {}, value);
    if (value(order.front()) == value(order.back())) return found;
    // Otsu: the split with the most variance between the groups; equal grades stay together.
    double all = 0, sum = 0;
    for (const std::size_t n : order) {
        all += length_m[n];
        sum += length_m[n] * std::log(value(n));
    }
    double below = 0, below_sum = 0, best = -1;
    std::size_t split = 0;
    for (std::size_t k = 0; k + 1 < order.size(); ++k) {
        below += length_m[order[k]];
        below_sum += length_m[order[k]] * std::log(value(order[k]));
        if (value(order[k + 1]) == value(order[k])) continue;
        const double apart = below_sum / below - (sum - below_sum) / (all - below);
        const double between = below * (all - below) * apart * apart;
        if (between > best) {
            best = between;
            split = k + 1;
        }
    }
    found.natural_break = value(order[split]);
    double length = 0, half = 0;
    for (std::size_t k = 0; k < split; ++k) length += length_m[order[k]];
    for (std::size_t k = 0; k < split; ++k) {
        half += length_m[order[k]];
        if (2 * half >= length) {
            found.background = value(order[k]);
            break;
        }
    }
    const auto metal = [&](std::size_t n) { return std::max(0.0, value(n) - found.background) * length_m[n]; };
    double whole = 0, lost = 0;
    for (const std::size_t n : order) whole += metal(n);
    for (std::size_t k = 0; k < split; ++k) lost += metal(order[k]);
    while (split > 0 && lost > whole * (1 - percent / 100)) {
        const double same = value(order[split - 1]);
        while (split > 0 && value(order[split - 1]) == same) lost -= metal(order[--split]);
    }
    found.threshold = std::max(value(order[split]), lowest);
    return found;
}

namespace {

std::vector<double> lengths(const drilling::CompositeTable& samples) {
    std::vector<double> all(samples.size());
    for (std::size_t n = 0; n < all.size(); ++n) all[n] = samples.to_m[n] - samples.from_m[n];
    return all;
}

Expected<std::vector<Mark>> by_code(const drilling::CompositeTable& samples, const BodyRule& rule) {
    std::vector<bool> wanted(samples.domain_codes.size(), false);
    for (const std::string& code : rule.codes) {
        const auto found = std::ranges::find(samples.domain_codes, code);
        if (found == samples.domain_codes.end()) {
            const std::string near = base::nearest(code, samples.domain_codes);
            return base::fail(ErrorKind::data, Message("domains.no_such_code", {{"code", code}}), {},
                              near.empty() ? Message("domains.no_such_code_fix") : Message("recipe.did_you_mean", {{"id", near}}));
        }
        wanted[static_cast<std::size_t>(found - samples.domain_codes.begin())] = true;
    }
    std::vector<Mark> marks;
    for (const std::int32_t of : samples.domain)
        marks.push_back(of < 0 ? Mark::unknown : wanted[static_cast<std::size_t>(of)] ? Mark::inside : Mark::outside);
    return marks;
}

Expected<std::vector<Mark>> by_grade(const drilling::CompositeTable& samples, const BodyRule& rule, BodyReport& report) {
    const drilling::CompositeTable::Grade* grade = samples.grade(rule.element);
    if (grade == nullptr) {
        std::vector<std::string> names;
        for (const auto& one : samples.grades) names.push_back(one.name);
        const std::string near = base::nearest(rule.element, names);
        return base::fail(ErrorKind::data, Message("domains.no_element", {{"element", rule.element}}), {},
                          near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
    }
    const std::vector<double> length = lengths(samples);
    report.element = rule.element;
    report.threshold_found = std::isnan(rule.threshold);
    report.threshold = rule.threshold;
    if (report.threshold_found) {
        const FoundThreshold found = find_threshold(*grade, length, rule.metal_inside_percent);
        report.threshold = found.threshold;
        report.natural_break = found.natural_break;
        report.background = found.background;
    }
    if (std::isnan(report.threshold))
        return base::fail(ErrorKind::data, Message("domains.no_grades", {{"element", rule.element}}));
    std::vector<Mark> marks(samples.size(), Mark::unknown);
    double all = 0, in = 0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (std::isnan(grade->values[n])) continue;
        const bool inside = grade->values[n] >= report.threshold;
        marks[n] = inside ? Mark::inside : Mark::outside;
        const double metal = std::max(0.0, grade->values[n]) * length[n];
        all += metal;
        if (inside) in += metal;
    }
    report.metal_inside_percent = all > 0 ? 100 * in / all : std::numeric_limits<double>::quiet_NaN();
    return marks;
}

}  // namespace

Expected<std::vector<Mark>> mark_samples(const drilling::CompositeTable& samples, const BodyRule& rule, BodyReport& report) {
    auto marks = rule.codes.empty() ? by_grade(samples, rule, report) : by_code(samples, rule);
    if (!marks) return marks;
    // What has no place is in nothing.
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (!std::isfinite(samples.x[n]) || !std::isfinite(samples.y[n]) || !std::isfinite(samples.z[n]))
            (*marks)[n] = Mark::unknown;
    report.samples = static_cast<std::int64_t>(samples.size());
    report.unknown = std::ranges::count(*marks, Mark::unknown);
    report.above = std::ranges::count(*marks, Mark::inside);
    if (report.above == 0)
        return base::fail(ErrorKind::data,
                          rule.codes.empty() ? Message("domains.none_above", {{"element", rule.element},
                                                                              {"threshold", base::number(report.threshold, 6)}})
                                             : Message("domains.none_of_code"));
    return marks;
}

Expected<void> count_inside(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                            const shapes::TriangleMesh& mesh, BodyReport& report, const base::Progress& progress) {
    std::vector<shapes::Vec3> places;
    for (std::size_t n = 0; n < samples.size(); ++n) places.push_back({samples.x[n], samples.y[n], samples.z[n]});
    const auto in = shapes::inside(mesh, places, progress);
    if (!in) return std::unexpected(in.error());
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if ((*in)[n] == 0) continue;
        ++(marks[n] == Mark::inside ? report.above_in : marks[n] == Mark::outside ? report.below_in : report.unknown_in);
    }
    return {};
}

double reach_of(const BodyRule& rule, const drilling::DrillSpacing& spacing) {
    if (rule.reach_m > 0) return rule.reach_m;
    if (spacing.between_m > 0) return spacing.between_m / 2;
    if (spacing.along_m > 0) return 5 * spacing.along_m;
    return 25;
}

}  // namespace orelens::domains
