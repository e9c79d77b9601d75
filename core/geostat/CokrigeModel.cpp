// Cokriging into a block model.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/geostat/Cokriging.h"
#include "core/geostat/EstimateWriter.h"
#include "core/geostat/LeafRun.h"
#include "core/geostat/LeafTargets.h"
#include "core/geostat/Simd.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;

struct Thread {
    std::unique_ptr<CokrigingScratch, DeleteCokrigingScratch> scratch = make_cokriging_scratch();
    LeafTargets leaf;
    std::vector<PointResults> results;
};

/// The rule's number of each element wanted. Error: one that the rule does not hold.
base::Expected<std::vector<std::size_t>> numbers_of(const CokrigingRule& rule, const std::vector<ElementEstimate>& wanted) {
    std::vector<std::size_t> numbers;
    for (const ElementEstimate& how : wanted) {
        const auto at = std::ranges::find(rule.model.elements, how.element);
        if (at == rule.model.elements.end())
            return base::fail(ErrorKind::internal, Message("geostat.no_such_element", {{"element", how.element}}));
        numbers.push_back(static_cast<std::size_t>(at - rule.model.elements.begin()));
    }
    return numbers;
}

}  // namespace

base::Expected<std::vector<EstimateSummary>> cokrige(BlockModel& model,
                                                     const drilling::CompositeTable& samples,
                                                     const CokrigingRule& rule,
                                                     const std::vector<ElementEstimate>& elements,
                                                     base::Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto kernel = selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    const auto numbers = numbers_of(rule, elements);
    if (!numbers) return std::unexpected(numbers.error());
    std::vector<std::span<const double>> values;
    std::vector<std::string> units;
    for (const std::string& element : rule.model.elements) {
        const drilling::CompositeTable::Grade* grade = samples.grade(element);
        if (!grade)
            return base::fail(ErrorKind::data, Message("geostat.no_such_element", {{"element", element}}));
        values.emplace_back(grade->values);
        units.emplace_back(base::symbol(grade->unit));
    }
    const auto plan = plan_cokriging({samples.x, samples.y, samples.z, samples.hole, {}}, rule, values,
                                     block_edges(model.geometry()), **kernel, &progress);
    if (!plan) return std::unexpected(plan.error());

    progress.report(0, Message("geostat.estimating"));
    std::vector<EstimateWriter> writers;
    for (std::size_t e = 0; e < elements.size() && !progress.cancelled(); ++e)
        writers.emplace_back(model, elements[e], units[(*numbers)[e]]);
    Tallies tallies(model.leaf_count());
    base::Expected<void> run;
    if (!progress.cancelled()) {
        for (EstimateWriter& writer : writers) writer.open(model);
        const BlockEdges edges = block_edges(model.geometry());
        const base::Shares shares = base::ranks().shares(model.leaf_count());
        run = for_own_leaves<Thread>(
            shares, progress, [&](Thread& own, std::size_t leaf) -> base::Expected<void> {
                own.leaf.set(model.geometry().origin, edges, model.leaf(leaf));
                const PointTargets targets{own.leaf.centres, own.leaf.tile_ends, {}, {}};
                if (auto done = cokrige_points(**plan, targets, *own.scratch, own.results); !done)
                    return done;
                for (std::size_t e = 0; e < writers.size(); ++e)
                    tallies[leaf].push_back(writers[e].write(own.results[(*numbers)[e]], own.leaf.positions, leaf));
                return {};
            });
        if (run) run = gather(model, writers, shares, tallies, progress);
    } else {
        run = base::cancelled();
    }
    if (!run) {
        for (const ElementEstimate& how : elements)
            for (const std::string& name : column_names(how)) model.remove_column(name);
        return std::unexpected(run.error());
    }
    std::vector<EstimateSummary> summaries;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        summaries.push_back(summarise(elements[e], values[(*numbers)[e]], tallies, e));
        const PlannedSamples planned = planned_samples(**plan, (*numbers)[e]);
        summaries.back().places = static_cast<std::int64_t>(planned.places);
        summaries.back().added_nugget = planned.added_nugget;
        summaries.back().seconds = seconds.count();
    }
    return summaries;
}

}  // namespace orelens::geostat
