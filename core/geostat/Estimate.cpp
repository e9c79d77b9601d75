#include "core/geostat/Estimate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

#include "core/geostat/Cokriging.h"
#include "core/geostat/EstimateWriter.h"
#include "core/geostat/EstimationPlan.h"
#include "core/geostat/LeafRun.h"
#include "core/geostat/LeafTargets.h"
#include "core/geostat/Secondary.h"
#include "core/geostat/Simd.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;

void remove_columns(BlockModel& model, const std::vector<ElementEstimate>& elements) {
    for (const ElementEstimate& how : elements)
        for (const std::string& name : column_names(how)) model.remove_column(name);
}

/// What one thread keeps from leaf to leaf.
struct Thread {
    std::unique_ptr<EstimationScratch, DeleteScratch> scratch = make_scratch();
    LeafTargets leaf;
    std::vector<std::vector<double>> secondary;
    std::vector<PointResults> results;
};

PointTargets targets_of(Thread& own, const BlockModel& model, const EstimateInputs& inputs, std::size_t leaf) {
    own.leaf.set(model.geometry().origin, block_edges(model.geometry()), model.leaf(leaf));
    PointTargets targets{own.leaf.centres, own.leaf.tile_ends, {}, {}};
    own.secondary.resize(inputs.at_blocks.size());
    for (std::size_t e = 0; e < inputs.at_blocks.size(); ++e) {
        own.secondary[e].clear();
        if (!inputs.at_blocks[e].empty())
            for (const int at : own.leaf.positions) own.secondary[e].push_back(inputs.at_blocks[e][leaf][at]);
        targets.secondary.emplace_back(own.secondary[e]);
    }
    return targets;
}

base::Expected<Tallies> run_leaves(const BlockModel& model, const EstimationPlan& plan, const EstimateInputs& inputs,
                                   const std::vector<EstimateWriter>& writers, base::Progress& progress) {
    Tallies tallies(model.leaf_count());
    const base::Shares shares = base::ranks().shares(model.leaf_count());
    const auto run = for_own_leaves<Thread>(
        shares, progress, [&](Thread& own, std::size_t leaf) -> base::Expected<void> {
            const PointTargets targets = targets_of(own, model, inputs, leaf);
            if (auto done = estimate_points(plan, targets, *own.scratch, own.results); !done) return done;
            for (std::size_t e = 0; e < writers.size(); ++e)
                tallies[leaf].push_back(writers[e].write(own.results[e], own.leaf.positions, leaf));
            return {};
        });
    if (!run) return std::unexpected(run.error());
    if (auto whole = gather(model, writers, shares, tallies, progress); !whole) return std::unexpected(whole.error());
    return tallies;
}

}  // namespace

namespace {

base::Expected<std::vector<EstimateSummary>> estimate_each(BlockModel& model, const drilling::CompositeTable& samples,
                                                           const std::vector<ElementEstimate>& elements,
                                                           base::Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    const auto inputs = estimate_inputs_of(model, samples, elements);
    if (!inputs) return std::unexpected(inputs.error());
    const auto plan = plan_estimation({samples.x, samples.y, samples.z, samples.hole, {}}, inputs->elements,
                                      block_edges(model.geometry()), **kernel, &progress);
    if (!plan) return std::unexpected(plan.error());

    progress.report(0, Message("geostat.estimating"));
    std::vector<EstimateWriter> writers;
    for (const ElementEstimate& how : elements) {
        if (progress.cancelled()) break;
        writers.emplace_back(model, how, std::string(base::symbol(samples.grade(how.element)->unit)));
    }
    if (progress.cancelled()) {
        remove_columns(model, elements);
        return base::cancelled();
    }
    for (EstimateWriter& writer : writers) writer.open(model);
    const auto tallies = run_leaves(model, **plan, *inputs, writers, progress);
    if (!tallies) {
        remove_columns(model, elements);  // nothing half done stays behind
        return std::unexpected(tallies.error());
    }
    std::vector<EstimateSummary> summaries;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        summaries.push_back(summarise(inputs->elements[e].how, inputs->elements[e].values, *tallies, e));
        const PlannedSamples planned = planned_samples(**plan, e);
        summaries.back().places = static_cast<std::int64_t>(planned.places);
        summaries.back().samples_without_secondary = static_cast<std::int64_t>(planned.without_secondary);
        summaries.back().added_nugget = planned.added_nugget;
        if (elements[e].method == Method::collocated_cokriging)
            summaries.back().correlation = inputs->elements[e].how.collocated.correlation;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    for (EstimateSummary& summary : summaries) summary.seconds = seconds.count();
    return summaries;
}

/// Elements that are estimated together: those of one rule of cokriging, and all others.
std::vector<std::vector<ElementEstimate>> parted(const std::vector<ElementEstimate>& elements) {
    std::vector<std::vector<ElementEstimate>> parts;
    for (const ElementEstimate& how : elements) {
        const auto same = [&](const std::vector<ElementEstimate>& part) {
            const bool together = part.front().method == Method::cokriging;
            return together == (how.method == Method::cokriging) &&
                   (!together || part.front().cokriging == how.cokriging);
        };
        const auto part = std::ranges::find_if(parts, same);
        if (part == parts.end()) {
            parts.push_back({how});
        } else {
            part->push_back(how);
        }
    }
    return parts;
}

}  // namespace

base::Expected<std::vector<EstimateSummary>> estimate(BlockModel& model, const drilling::CompositeTable& samples,
                                                      const std::vector<ElementEstimate>& elements,
                                                      base::Progress& progress) {
    for (const ElementEstimate& how : elements)
        if (how.method == Method::cokriging && !how.cokriging)
            return base::fail(ErrorKind::data, Message("geostat.no_coregionalisation", {{"element", how.element}}));
    const auto parts = parted(elements);
    if (parts.empty()) return estimate_each(model, samples, elements, progress);
    std::vector<EstimateSummary> made;
    double before = 0;
    for (const std::vector<ElementEstimate>& part : parts) {
        const double after = before + static_cast<double>(part.size()) / static_cast<double>(elements.size());
        base::Progress own = progress.part(before, after);
        before = after;
        auto done = part.front().method == Method::cokriging
                        ? cokrige(model, samples, *part.front().cokriging, part, own)
                        : estimate_each(model, samples, part, own);
        if (!done) {
            remove_columns(model, elements);
            return done;
        }
        made.insert(made.end(), done->begin(), done->end());
    }
    std::vector<EstimateSummary> summaries;
    for (const ElementEstimate& how : elements)
        summaries.push_back(*std::ranges::find(made, how.element, &EstimateSummary::element));
    return summaries;
}

}  // namespace orelens::geostat
