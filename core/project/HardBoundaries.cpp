#include "core/project/HardBoundaries.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/geostat/EstimateWriter.h"
#include "core/project/LocalOrientation.h"
#include "core/project/ModelShape.h"

namespace orelens::project {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::Index3;
using geostat::EstimateSummary;

int position(const Index3& block) {
    return ((block[0] & 7) << 6) | ((block[1] & 7) << 3) | (block[2] & 7);
}

/// Blocks of one domain, without columns.
base::Expected<BlockModel> blocks_of(const BlockModel& model, const DomainPlan& plan, std::int32_t domain,
                                     const base::Progress& progress) {
    const blocks::IntegerLeaves codes = model.integer_leaves(plan.block_column);
    const std::int32_t wanted = domain < 0 ? blocks::missing_int : domain;
    return BlockModel::where(
        model.geometry(),
        [&](const Index3& block) {
            const std::size_t leaf = model.leaf_of(block);
            if (leaf == model.leaf_count()) return false;
            const int at = position(block);
            return model.leaf(leaf).is_active(at) && codes[leaf][at] == wanted;
        },
        &progress);
}

/// Puts a domain's column into the whole, whose other blocks stay as they are.
bool merge(const BlockModel& from, BlockModel& to, const std::string& column, const base::Progress& progress) {
    const blocks::ColumnInfo info = *from.info(column);
    const bool real = info.type == ColumnType::real;
    if (!to.has(column)) {
        to.add_column(info, !real && from.is_small(column) ? blocks::most_small : BlockModel::unlimited);
        if (!real) {
            // Blocks of domains without samples: no pass, no sample.
            const blocks::IntegerWriter none = to.integer_writer(column);
            for (std::size_t leaf = 0; leaf < to.leaf_count() && !progress.cancelled(); ++leaf)
                for (int n = 0; n < 512; ++n)
                    if (to.leaf(leaf).is_active(n)) none.set(leaf, n, 0);
        }
    }
    const auto each = [&](const auto& put) {
        base::parallel_for(from.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
            if (progress.cancelled()) return;
            for (std::size_t leaf = begin; leaf < end; ++leaf) {
                const std::size_t into = to.leaf_of(from.leaf(leaf).origin);
                for (int n = 0; n < 512 && into < to.leaf_count(); ++n)
                    if (from.leaf(leaf).is_active(n)) put(leaf, into, n);
            }
        });
    };
    if (real) {
        const auto values = from.real_leaves(column);
        const auto copies = to.real_leaves(column);
        each([&](std::size_t leaf, std::size_t into, int n) { copies[into][n] = values[leaf][n]; });
    } else {
        const blocks::IntegerLeaves values = from.integer_leaves(column);
        const blocks::IntegerWriter copies = to.integer_writer(column);
        each([&](std::size_t leaf, std::size_t into, int n) { copies.set(into, n, values[leaf][n]); });
    }
    return !progress.cancelled();
}

void add(EstimateSummary& sum, const EstimateSummary& part) {
    const auto mean = [](double a, std::int64_t n, double b, std::int64_t m) {
        if (m == 0) return a;
        if (n == 0) return b;
        return (a * static_cast<double>(n) + b * static_cast<double>(m)) / static_cast<double>(n + m);
    };
    sum.sample_mean = mean(sum.sample_mean, sum.samples, part.sample_mean, part.samples);
    sum.estimate_mean = mean(sum.estimate_mean, sum.estimated, part.estimate_mean, part.estimated);
    sum.correlation = mean(sum.correlation, sum.estimated, part.correlation, part.estimated);
    sum.samples += part.samples;
    sum.estimated += part.estimated;
    sum.redundant += part.redundant;
    sum.negative += part.negative;
    sum.beyond += part.beyond;
    sum.no_secondary += part.no_secondary;
    sum.reduced_trend += part.reduced_trend;
    sum.corrected += part.corrected;
    sum.samples_without_secondary += part.samples_without_secondary;
    sum.added_nugget = std::max(sum.added_nugget, part.added_nugget);
    sum.seconds += part.seconds;
    sum.per_pass.resize(std::max(sum.per_pass.size(), part.per_pass.size()), 0);
    for (std::size_t n = 0; n < part.per_pass.size(); ++n) sum.per_pass[n] += part.per_pass[n];
}

/// A sample that several domains take counts where it belongs.
void count_own(EstimateSummary& sum, const drilling::CompositeTable& samples, const DomainPlan& plan, std::int32_t domain) {
    if (plan.also.empty() || plan.also.at(static_cast<std::size_t>(domain + 1)).empty()) return;
    const auto* grade = samples.grade(sum.element);
    double total = 0;
    sum.samples = 0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (plan.of_sample[n] != domain || std::isnan(grade->values[n])) continue;
        total += grade->values[n];
        ++sum.samples;
    }
    sum.sample_mean = sum.samples > 0 ? total / static_cast<double>(sum.samples) : 0;
}

bool any_value(const drilling::CompositeTable& samples, const std::string& element) {
    const auto* grade = samples.grade(element);
    return grade != nullptr && std::ranges::any_of(grade->values, [](double x) { return !std::isnan(x); });
}

/// Estimates `sub`, some blocks of the model, and puts the columns into the model.
base::Expected<std::vector<EstimateSummary>> estimate_part(BlockModel& model, BlockModel& sub, const drilling::CompositeTable& own,
                                                           const std::vector<geostat::ElementEstimate>& some,
                                                           base::Progress& progress) {
    for (const auto& how : some)
        if (geostat::takes_secondary(how.method) && model.has(how.secondary) && !sub.has(how.secondary))
            if (!copy_column(model, sub, how.secondary, 0, &progress)) return base::cancelled();
    auto done = geostat::estimate(sub, own, some, progress);
    if (!done) return done;
    for (const auto& how : some)
        for (const std::string& column : geostat::column_names(how))
            if (!merge(sub, model, column, progress)) return base::cancelled();
    return done;
}

/// One summary per element for all blocks of a domain, in groups of one direction where the plan says so.
base::Expected<std::vector<EstimateSummary>> estimate_domain(BlockModel& model, BlockModel& sub, const drilling::CompositeTable& own,
                                                             const DomainPlan& plan, std::int32_t domain,
                                                             const std::vector<geostat::ElementEstimate>& some,
                                                             base::Progress& progress) {
    const auto slot = static_cast<std::size_t>(domain + 1);
    if (plan.surfaces.empty() || plan.surfaces.at(slot).empty()) return estimate_part(model, sub, own, some, progress);
    auto groups = orient_blocks(sub, plan.surfaces[slot], plan.surface_within_m, progress.part(0, 0.05));
    if (!groups) return std::unexpected(groups.error());
    std::vector<EstimateSummary> whole;
    const auto count = static_cast<double>(groups->size());
    for (std::size_t n = 0; n < groups->size(); ++n) {
        OrientedBlocks& group = (*groups)[n];
        std::vector<geostat::ElementEstimate> rules;
        for (const auto& how : some) rules.push_back(group.across ? turned(how, *group.across) : how);
        base::Progress part = progress.part(0.05 + 0.95 * static_cast<double>(n) / count,
                                            0.05 + 0.95 * static_cast<double>(n + 1) / count);
        auto done = estimate_part(model, group.model, own, rules, part);
        if (!done) return done;
        for (std::size_t k = 0; k < done->size(); ++k) {
            if (n == 0) {
                whole.push_back((*done)[k]);
                continue;
            }
            (*done)[k].samples = 0;  // the same ones again
            add(whole[k], (*done)[k]);
        }
    }
    return whole;
}

}  // namespace

drilling::CompositeTable chosen_samples(const drilling::CompositeTable& samples, const std::vector<std::size_t>& which) {
    drilling::CompositeTable some;
    some.hole_ids = samples.hole_ids;
    some.domain_codes = samples.domain_codes;
    const auto choose = [&](const auto& from, auto& to) {
        to.reserve(which.size());
        for (const std::size_t n : which) to.push_back(from[n]);
    };
    choose(samples.x, some.x);
    choose(samples.y, some.y);
    choose(samples.z, some.z);
    choose(samples.hole, some.hole);
    choose(samples.from_m, some.from_m);
    choose(samples.to_m, some.to_m);
    choose(samples.domain, some.domain);
    for (const auto& grade : samples.grades) {
        some.grades.push_back({grade.name, grade.unit, {}, {}});
        choose(grade.values, some.grades.back().values);
        choose(grade.assayed_m, some.grades.back().assayed_m);
    }
    return some;
}

std::vector<std::size_t> rows_for(const DomainPlan& plan, std::int32_t domain) {
    std::vector<std::size_t> rows;
    for (std::size_t n = 0; n < plan.of_sample.size(); ++n)
        if (plan.of_sample[n] == domain) rows.push_back(n);
    if (plan.also.empty()) return rows;
    const auto& also = plan.also.at(static_cast<std::size_t>(domain + 1));
    rows.insert(rows.end(), also.begin(), also.end());
    std::ranges::sort(rows);
    return rows;
}

geostat::ElementEstimate rule_in(const DomainPlan& plan, std::int32_t domain, const geostat::ElementEstimate& how) {
    geostat::ElementEstimate rule = how;
    if (plan.own.empty()) return rule;
    const auto& models = plan.own.at(static_cast<std::size_t>(domain + 1));
    if (const auto found = models.find(how.element); found != models.end()) {
        rule.variogram = found->second.variogram;
        rule.search = found->second.search;
    }
    return rule;
}

base::Expected<std::vector<EstimateSummary>> estimate_by_domain(
    BlockModel& model, const drilling::CompositeTable& samples, const DomainPlan& plan,
    const std::vector<geostat::ElementEstimate>& elements, base::Progress& progress) {
    std::vector<EstimateSummary> summaries;
    for (const auto& how : elements) {
        summaries.push_back({});
        summaries.back().element = how.element;
        summaries.back().per_pass.assign(how.passes.size(), 0);
    }
    for (std::int32_t domain = plan.outside ? -1 : 0; domain < plan.domains; ++domain) {
        const auto slot = static_cast<std::size_t>(domain + 1);
        const double all = plan.domains + 1;
        base::Progress part = progress.part(static_cast<double>(slot) / all, static_cast<double>(slot + 1) / all);
        const std::vector<std::size_t> rows = rows_for(plan, domain);
        if (rows.empty()) continue;
        const drilling::CompositeTable own = chosen_samples(samples, rows);
        std::vector<geostat::ElementEstimate> some;
        for (const auto& how : elements)
            if (any_value(own, how.element)) some.push_back(rule_in(plan, domain, how));
        if (some.empty()) continue;
        auto sub = blocks_of(model, plan, domain, part);
        if (!sub) return std::unexpected(sub.error());
        if (sub->block_count() == 0) continue;
        auto done = estimate_domain(model, *sub, own, plan, domain, some, part);
        if (!done) return std::unexpected(done.error());
        for (EstimateSummary& one : *done) {
            count_own(one, samples, plan, domain);
            add(*std::ranges::find(summaries, one.element, &EstimateSummary::element), one);
        }
    }
    for (const auto& how : elements)
        if (!model.has(how.element))
            model.add_column({how.element, ColumnType::real,
                              std::string(base::symbol(samples.grade(how.element)->unit)), {}});
    return summaries;
}

}  // namespace orelens::project
