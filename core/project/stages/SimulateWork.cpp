#include "core/project/stages/SimulateWork.h"

#include <algorithm>
#include <cmath>

#include "core/base/Nearest.h"
#include "core/geostat/EstimateWriter.h"
#include "core/geostat/SearchDefault.h"
#include "core/project/ElementRules.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/SampleDomains.h"
#include "core/project/stages/ValidateWork.h"
#include "core/statistics/Overview.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct Inputs {
    const Project& project;
    const BlockModel& model;
    const drilling::CompositeTable& samples;
    geostat::ElementEstimate how;
    const geostat::VariogramFit& fit;
    double cell_m = 0;            ///< for the fit of a variogram
    std::vector<double> values;   ///< per composite, after the top cut; NaN = missing
    std::vector<double> weights;  ///< per composite: by the blocks that it is nearest to
};

std::array<int, 3> points_per_block(const Recipe& recipe) {
    const geostat::SimulateRule& rule = recipe.simulate;
    const geostat::EstimateRule& estimate = recipe.estimate;
    return {rule.points_u > 0 ? rule.points_u : estimate.discretise_u,
            rule.points_v > 0 ? rule.points_v : estimate.discretise_v,
            rule.points_w > 0 ? rule.points_w : estimate.discretise_w};
}

/// A stated model as it stands; the automatic one where it was fitted to scores; else one fitted to them.
Expected<geostat::Variogram> variogram_of_scores(const Inputs& in, Message& note, base::Progress& progress) {
    const geostat::VariogramRule& rule = element_rules(in.project.recipe, in.how.element).variogram;
    const bool fitted = rule.fit;
    if (!fitted || in.fit.is_default) {
        note = Message(fitted ? "simulation.variogram_assumed" : "simulation.variogram_stated");
        return of_sill_one(in.fit.model);
    }
    note = Message("simulation.variogram_fitted");
    if (in.fit.scale == geostat::FitScale::normal_scores) return of_sill_one(in.fit.fitted);
    geostat::FitRule how = geostat::fit_rule(rule, in.how.top_cut);
    how.scale = geostat::FitScale::normal_scores;
    how.weights = statistics::declustering_weights(in.samples, in.how.element, in.cell_m, in.project.recipe.statistics);
    auto fit = geostat::fit_variogram(in.samples, in.how.element, how, progress);
    if (!fit) return std::unexpected(fit.error());
    return of_sill_one(fit->fitted);
}

Expected<Inputs> inputs_of(const Project& project) {
    const Results& results = project.results;
    const std::string element = simulated_element(project);
    const std::vector<std::string> elements = project.elements();
    const auto at = std::ranges::find(elements, element);
    const drilling::CompositeTable& samples = *results.drilling.composites;
    const auto* grade = samples.grade(element);
    if (at == elements.end() || grade == nullptr || !results.estimate.model->has(element)) {
        const std::string near = base::nearest(element, elements);
        return base::fail(ErrorKind::data, Message("simulation.no_element", {{"element", element}}), {.field = "simulate.element"},
                          near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", near}}));
    }
    const auto number = static_cast<std::size_t>(at - elements.begin());
    auto all = estimate_inputs(project.recipe, samples, elements, *results.estimate.variograms);
    if (!all) return std::unexpected(all.error());
    Inputs in{project, *results.estimate.model, samples, (*all)[number], results.estimate.variograms->at(number), 0, {}, {}};
    in.cell_m = drilling_cell(project, element);
    for (const double value : grade->values)
        in.values.push_back(std::isnan(value) || std::isnan(in.how.top_cut) ? value : std::min(value, in.how.top_cut));
    return in;
}

/// A sample that is nearest to no block still counts as this part of an even share: it conditions the points around.
constexpr double least_share = 0.02;

/// Blocks that each sample is nearest to, within its domain: the weights with which the samples' distribution is that
/// of the volume that is simulated.
Expected<void> weigh_by_volume(Inputs& in, const std::optional<DomainPlan>& domains, base::Progress& progress) {
    drilling::CompositeTable numbered = in.samples;
    numbered.grades.assign(1, {});
    drilling::CompositeTable::Grade& grade = numbered.grades.front();
    grade.name = "sample number";
    for (std::size_t n = 0; n < in.values.size(); ++n)
        grade.values.push_back(std::isnan(in.values[n]) ? missing : static_cast<double>(n));
    grade.assayed_m.assign(numbered.size(), 1);
    geostat::ElementEstimate nearest;
    nearest.element = grade.name;
    nearest.method = geostat::Method::nearest_neighbour;
    nearest.variogram = in.how.variogram;
    nearest.search = in.how.search;
    nearest.passes = {{in.how.passes.back().factor, 1, 1, 0, 0}};
    nearest.diagnostics = false;
    nearest.codes = true;
    BlockModel model(in.model);
    auto done = domains ? estimate_by_domain(model, numbered, *domains, {nearest}, progress)
                        : geostat::estimate(model, numbered, {nearest}, progress);
    if (!done) return std::unexpected(done.error());
    const auto numbers = std::as_const(model).real_leaves(grade.name);
    in.weights.assign(in.values.size(), 0);
    double blocks = 0, samples = 0;
    for (const geostat::BlockPlace& block : geostat::blocks_with(in.model, in.how.element)) {
        const float number = numbers[block.leaf][block.at];
        if (std::isnan(number)) continue;
        ++in.weights[static_cast<std::size_t>(std::lround(number))];
        ++blocks;
    }
    for (const double value : in.values) samples += std::isnan(value) ? 0 : 1;
    for (std::size_t n = 0; n < in.values.size(); ++n)
        in.weights[n] = std::isnan(in.values[n]) ? 0 : in.weights[n] + least_share * std::max(blocks / samples, 1e-6);
    return {};
}

/// The rule for all domains, but for the ends of their distributions.
Expected<geostat::BlockSimulation> rule_of(const Inputs& in, Message& note, base::Progress& progress) {
    const geostat::SimulateRule& stated = in.project.recipe.simulate;
    geostat::BlockSimulation rule;
    auto variogram = variogram_of_scores(in, note, progress);
    if (!variogram) return std::unexpected(variogram.error());
    rule.points.variogram = std::move(*variogram);
    // As far as grades know of each other, and at least as far as the estimate looks.
    rule.points.search = in.how.search;
    const geostat::Anisotropy range = geostat::default_search(in.fit.spacing, rule.points.variogram, true);
    double longest = 0;
    for (const geostat::Structure& one : rule.points.variogram.structures)
        longest = std::max(longest, one.shape.range_major_m);
    if (longest > rule.points.search.range_major_m) {
        rule.points.search = range;
        const double scale = longest / range.range_major_m;
        for (double* axis : {&rule.points.search.range_major_m, &rule.points.search.range_semi_m, &rule.points.search.range_minor_m})
            *axis *= std::max(1.0, scale);
    }
    rule.points.max_data = stated.max_data;
    rule.points.max_nodes = stated.max_nodes;
    rule.points.realisations = stated.realisations;
    rule.points.seed = static_cast<std::uint64_t>(stated.seed);
    rule.per_block = points_per_block(in.project.recipe);
    rule.tails.upper = stated.upper_tail == geostat::SimulateRule::UpperTail::hyperbolic
                           ? statistics::Tails::Upper::hyperbolic
                           : statistics::Tails::Upper::linear;
    rule.tails.exponent = stated.tail_power;
    return rule;
}

/// One domain's samples.
struct DomainSamples {
    std::vector<double> x, y, z, values, weights;
    std::vector<std::int32_t> hole;
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
};

DomainSamples samples_of(const Inputs& in, const DomainRows& rows) {
    DomainSamples own;
    std::vector<std::size_t> with;
    for (const std::size_t n : rows.rows)
        if (!std::isnan(in.values[n])) with.push_back(n);
    for (const std::size_t n : with) {
        own.x.push_back(in.samples.x[n]);
        own.y.push_back(in.samples.y[n]);
        own.z.push_back(in.samples.z[n]);
        own.hole.push_back(in.samples.hole[n]);
        own.values.push_back(in.values[n]);
        own.weights.push_back(in.weights[n]);
        own.low = std::min(own.low, in.values[n]);
        own.high = std::max(own.high, in.values[n]);
    }
    return own;
}

class Run {
  public:
    Run(const Inputs& in, geostat::BlockSimulation rule, Simulated& out) : in_(in), rule_(std::move(rule)), out_(out) {
        for (const geostat::BlockPlace& block : all_active()) {
            const std::size_t key = block.leaf * std::size_t{512} + block.at;
            number_[key] = out_.grades.nodes++;
        }
        out_.grades.scores.assign(static_cast<std::size_t>(rule_.points.realisations),
                                  std::vector<float>(out_.grades.nodes, blocks::missing_float));
    }

    Expected<void> domain(const DomainRows& rows, const std::optional<DomainPlan>& plan, base::Progress& progress) {
        const DomainSamples own = samples_of(in_, rows);
        const auto blocks = plan ? geostat::blocks_with(in_.model, in_.how.element, plan->block_column,
                                                        rows.domain < 0 ? blocks::missing_int : rows.domain)
                                 : geostat::blocks_with(in_.model, in_.how.element);
        if (own.values.empty() || blocks.empty()) return {};
        std::vector<std::size_t> to;
        for (const geostat::BlockPlace& block : blocks) to.push_back(number_[block.leaf * std::size_t{512} + block.at]);
        geostat::BlockSimulation rule = rule_;
        rule.points.seed = rule_.points.seed + 1000003ULL * static_cast<std::uint64_t>(rows.domain + 1);
        const geostat::SimulateRule& stated = in_.project.recipe.simulate;
        rule.tails.low = std::isnan(stated.lowest) ? std::min(0.0, own.low) : stated.lowest;
        rule.tails.high = std::isnan(stated.highest) ? own.high : stated.highest;
        Simulation& s = out_.summary;
        s.lowest = s.domains == 0 ? rule.tails.low : std::min(s.lowest, rule.tails.low);
        s.highest = s.domains == 0 ? rule.tails.high : std::max(s.highest, rule.tails.high);
        ++s.domains;
        s.samples += static_cast<std::int64_t>(own.values.size());
        s.blocks += static_cast<std::int64_t>(blocks.size());
        for (std::size_t n = 0; n < own.values.size(); ++n) {
            if (!(own.weights[n] > 0)) continue;
            weighted_ += own.weights[n] * own.values[n];
            weight_ += own.weights[n];
        }
        return geostat::simulate_blocks(in_.model, blocks, to, {own.x, own.y, own.z, own.hole, {}}, own.values, own.weights,
                                        rule, out_.grades, progress);
    }

    void finish() {
        Simulation& s = out_.summary;
        s.data_mean = weight_ > 0 ? weighted_ / weight_ : missing;
        if (rule_.tails.upper == statistics::Tails::Upper::hyperbolic) s.highest = missing;
        if (!s.cutoff_stated) s.cutoff = s.data_mean;
        const auto mean_of = [](const auto& values) {
            double sum = 0, count = 0;
            for (const float value : values)
                if (!std::isnan(value)) {
                    sum += static_cast<double>(value);
                    ++count;
                }
            return count > 0 ? sum / count : missing;
        };
        for (const auto& realisation : out_.grades.scores) s.mean.push_back(mean_of(realisation));
        std::vector<float> estimated;
        const auto leaves = in_.model.real_leaves(in_.how.element);
        for (const geostat::BlockPlace& block : geostat::blocks_with(in_.model, in_.how.element))
            estimated.push_back(leaves[block.leaf][block.at]);
        s.estimate_mean = mean_of(estimated);
    }

  private:
    [[nodiscard]] std::vector<geostat::BlockPlace> all_active() {
        number_.assign(in_.model.leaf_count() * 512, 0);
        std::vector<geostat::BlockPlace> all;
        for (std::size_t leaf = 0; leaf < in_.model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (in_.model.leaf(leaf).is_active(n))
                    all.push_back({static_cast<std::uint32_t>(leaf), static_cast<std::uint16_t>(n)});
        return all;
    }

    const Inputs& in_;
    geostat::BlockSimulation rule_;
    Simulated& out_;
    std::vector<std::size_t> number_;  ///< of a block among the active ones, by leaf · 512 + place
    double weighted_ = 0, weight_ = 0;
};

}  // namespace

geostat::Variogram of_sill_one(geostat::Variogram variogram) {
    const double sill = variogram.sill();
    variogram.nugget /= sill;
    for (geostat::Structure& one : variogram.structures) one.sill /= sill;
    return variogram;
}

std::string simulated_element(const Project& project) {
    const geostat::SimulateRule& rule = project.recipe.simulate;
    if (rule.realisations < 1 || !project.model_file().empty()) return "";
    return rule.element.empty() ? main_element(project.recipe, project.elements()) : rule.element;
}

Expected<Simulated> simulate_element(const Project& project, base::Progress& progress) {
    auto in = inputs_of(project);
    if (!in) return std::unexpected(in.error());
    Simulated out;
    Simulation& s = out.summary;
    const geostat::SimulateRule& stated = project.recipe.simulate;
    s.element = in->how.element;
    s.unit = base::symbol(in->samples.grade(s.element)->unit);
    s.realisations = stated.realisations;
    s.seed = stated.seed;
    s.cutoff_stated = !std::isnan(stated.cutoff);
    s.cutoff = stated.cutoff;
    base::Progress fitting = progress.part(0, 0.05);
    auto rule = rule_of(*in, s.note, fitting);
    if (!rule) return std::unexpected(rule.error());
    s.per_block = rule->per_block;
    s.variogram = rule->points.variogram;
    auto domains = sample_domains(project, progress.part(0.05, 0.06));
    if (!domains) return std::unexpected(domains.error());
    // Realisations are drawn domain by domain from each one's own distribution.
    if (*domains) (*domains)->also.clear();
    base::Progress weighing = progress.part(0.06, 0.1);
    if (auto weighed = weigh_by_volume(*in, *domains, weighing); !weighed) return std::unexpected(weighed.error());
    const std::vector<DomainRows> rows = rows_by_domain(in->samples, *domains);
    Run run(*in, std::move(*rule), out);
    const auto count = static_cast<double>(rows.size());
    for (std::size_t n = 0; n < rows.size(); ++n) {
        base::Progress part = progress.part(0.1 + 0.9 * static_cast<double>(n) / count,
                                            0.1 + 0.9 * static_cast<double>(n + 1) / count);
        if (auto done = run.domain(rows[n], *domains, part); !done) return std::unexpected(done.error());
    }
    if (progress.cancelled()) return base::cancelled();
    run.finish();
    return out;
}

SimulationNeed simulation_need(const Project& project) {
    SimulationNeed need;
    const Results& results = project.results;
    if (simulated_element(project).empty() || !results.drilling.composites || !results.estimate.model) return need;
    const geostat::SimulateRule& stated = project.recipe.simulate;
    geostat::BlockSimulation rule;
    rule.points.max_data = stated.max_data;
    rule.points.max_nodes = stated.max_nodes;
    rule.points.realisations = stated.realisations;
    rule.per_block = points_per_block(project.recipe);
    const BlockModel& model = *results.estimate.model;
    need.blocks = static_cast<double>(model.block_count());
    const double nodes = need.blocks * rule.per_block[0] * rule.per_block[1] * rule.per_block[2];
    const double n = stated.max_data + stated.max_nodes;
    need.bytes = geostat::block_simulation_bytes(rule, model.geometry(), need.blocks) + 28 * need.blocks;
    const double paths = std::ceil(stated.realisations / static_cast<double>(rule.points.together));
    need.seconds = nodes * (paths * (2e-6 + 1.5e-9 * n * n + 1e-10 * n * n * n) + stated.realisations * (1e-9 * n + 3e-8));
    return need;
}

}  // namespace orelens::project
