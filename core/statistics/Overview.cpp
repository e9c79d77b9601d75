#include "core/statistics/Overview.h"

#include <algorithm>
#include <cmath>

namespace orelens::statistics {
namespace {

using drilling::CompositeTable;

constexpr std::size_t most_pairs = 6;
constexpr std::int64_t fewest_contacts = 5;

/// Samples that have a value and a place.
struct Valued {
    std::vector<std::size_t> from;
    std::vector<double> x, y, z, value;
    [[nodiscard]] PlaceSpans places() const { return {x, y, z}; }
};

Valued valued(const CompositeTable& samples, const std::vector<double>& values) {
    Valued out;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (!std::isfinite(values[n] + samples.x[n] + samples.y[n] + samples.z[n])) continue;
        out.from.push_back(n);
        out.x.push_back(samples.x[n]);
        out.y.push_back(samples.y[n]);
        out.z.push_back(samples.z[n]);
        out.value.push_back(values[n]);
    }
    return out;
}

std::array<double, 3> edges(double cell_m, const StatisticsRule& rule) {
    return {cell_m, cell_m, cell_m * rule.cell_height_share};
}

std::vector<double> weights_of(const CompositeTable& samples, const Valued& with, double cell_m,
                               const StatisticsRule& rule) {
    std::vector<double> weights(samples.size(), 0);
    const std::vector<double> own = cell_m > 0 ? cell_weights(with.places(), edges(cell_m, rule), rule.cell_origins)
                                               : std::vector<double>(with.from.size(), 1);
    for (std::size_t n = 0; n < own.size(); ++n) weights[with.from[n]] = own[n];
    return weights;
}

/// Where no spacing is known (one hole, no holes), the extent says how large cells may be.
DeclusterRule scan_rule(const StatisticsRule& rule, const drilling::DrillSpacing& spacing) {
    const double step = spacing.between_m > 0 ? spacing.between_m
                        : spacing.extent_m > 0 ? spacing.extent_m / 24
                                               : 1;
    const double low = rule.cell_low_m > 0 ? rule.cell_low_m : step / 2;
    const double high = rule.cell_high_m > 0 ? rule.cell_high_m : 12 * step;
    DeclusterRule scan;
    scan.sizes_m = sizes_between(low, std::max(low, high), low < high ? rule.cell_sizes : 1);
    scan.ratio = {1, 1, rule.cell_height_share};
    scan.origins = rule.cell_origins;
    return scan;
}

base::Expected<ElementOverview> element_overview(const CompositeTable& samples, const CompositeTable::Grade& grade,
                                                 const StatisticsRule& rule, const drilling::DrillSpacing& spacing,
                                                 base::Progress& progress) {
    ElementOverview one;
    one.element = grade.name;
    one.unit = std::string(base::symbol(grade.unit));
    const Valued with = valued(samples, grade.values);
    one.cell_m = rule.cell_m;
    if (rule.cell_m == 0) {
        base::Progress scanning = progress.part(0, 0.7);
        auto scan = scan_cells(with.places(), with.value, scan_rule(rule, spacing), scanning);
        if (!scan) return std::unexpected(scan.error());
        one.scan = std::move(*scan);
        one.cell_m = one.scan.best_size_m;
    }
    const std::vector<double> weights = weights_of(samples, with, one.cell_m, rule);
    one.by_domain = summaries_by_domain(grade.values, weights, samples.domain,
                                        static_cast<std::int32_t>(samples.domain_codes.size()), progress);
    auto top = analyse_top_cut(grade.values, weights, progress);
    if (!top) return std::unexpected(top.error());
    one.top_cut = std::move(*top);
    progress.report(1);
    return one;
}

base::Expected<void> add_together(const Columns& columns, const StatisticsRule& rule, Overview& out,
                                  base::Progress& progress) {
    struct Wanted {
        Coefficient coefficient;
        CorrelationMatrix* matrix;
    };
    const Wanted wanted[] = {{Coefficient::pearson, &out.pearson},
                             {Coefficient::spearman, &out.spearman},
                             {Coefficient::centred_log_ratio, &out.log_ratio}};
    double done = 0;
    for (const Wanted& one : wanted) {
        base::Progress part = progress.part(done, done + 0.25);
        done += 0.25;
        auto matrix = correlations(columns, one.coefficient, part);
        if (!matrix) return std::unexpected(matrix.error());
        *one.matrix = std::move(*matrix);
    }
    out.associations = associations(out.spearman, rule.association);
    base::Progress last = progress.part(done, 1);
    auto components = principal_components(columns, last);
    if (!components) return std::unexpected(components.error());
    out.components = std::move(*components);
    return {};
}

base::Expected<void> add_contacts(const CompositeTable& samples, const StatisticsRule& rule, Overview& out,
                                  const base::Progress& progress) {
    if (samples.domain_codes.size() < 2 || samples.domain.size() != samples.size()) return {};
    const HoleSamples holes{samples.x, samples.y, samples.z, samples.hole, samples.domain, samples.from_m};
    std::vector<DomainPair> pairs = domain_contacts(holes);
    std::erase_if(pairs, [](const DomainPair& pair) { return pair.contacts < fewest_contacts; });
    pairs.resize(std::min(pairs.size(), most_pairs));
    for (const DomainPair& pair : pairs) {
        const std::vector<double> distances = contact_distances(holes, pair.a, pair.b);
        for (const ElementOverview& element : out.elements) {
            if (progress.cancelled()) return base::cancelled();
            const std::vector<double>& values = samples.grade(element.element)->values;
            ContactOverview one{element.element, pair, {}, {}};
            auto profile = contact_profile(distances, values, rule.contact_bin_m, rule.contact_reach_m);
            if (!profile) return std::unexpected(profile.error());
            one.profile = std::move(*profile);
            one.step = contact_step(distances, values, rule.contact_reach_m);
            out.contacts.push_back(std::move(one));
        }
    }
    return {};
}

}  // namespace

std::vector<double> declustering_weights(const CompositeTable& samples, const std::string& element, double cell_m,
                                         const StatisticsRule& rule) {
    const CompositeTable::Grade* grade = samples.grade(element);
    if (grade == nullptr) return std::vector<double>(samples.size(), 0);
    return weights_of(samples, valued(samples, grade->values), cell_m, rule);
}

base::Expected<Overview> overview(const CompositeTable& samples, const std::vector<std::string>& elements,
                                  const StatisticsRule& rule, base::Progress& progress) {
    Overview out;
    out.spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    out.domain_codes = samples.domain_codes;
    Columns columns;
    for (std::size_t n = 0; n < elements.size(); ++n) {
        if (progress.cancelled()) return base::cancelled();
        const CompositeTable::Grade* grade = samples.grade(elements[n]);
        if (grade == nullptr) continue;
        base::Progress part = progress.part(0.6 * static_cast<double>(n) / static_cast<double>(elements.size()),
                                            0.6 * static_cast<double>(n + 1) / static_cast<double>(elements.size()));
        auto one = element_overview(samples, *grade, rule, out.spacing, part);
        if (!one) return std::unexpected(one.error());
        out.elements.push_back(std::move(*one));
        columns.name.push_back(grade->name);
        columns.value.emplace_back(grade->values);
    }
    base::Progress together = progress.part(0.6, 0.95);
    if (auto done = add_together(columns, rule, out, together); !done) return std::unexpected(done.error());
    if (auto done = add_contacts(samples, rule, out, progress); !done) return std::unexpected(done.error());
    progress.report(1);
    return out;
}

}  // namespace orelens::statistics
