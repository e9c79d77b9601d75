// Looks at the blocks' grades once they are there: what no rock can hold, what the samples do not bear out.
#include <algorithm>
#include <cmath>

#include "core/economics/ExamineGrades.h"
#include "core/economics/Value.h"
#include "core/project/DomainMatch.h"
#include "core/project/DomainVariograms.h"
#include "core/project/ElementRules.h"
#include "core/project/IndicatorVariograms.h"
#include "core/project/OpenFindings.h"
#include "core/project/stages/BlockDensity.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {
namespace {

using base::Finding;
using base::Severity;
using economics::Amount;

/// Ordinary kriging overshoots a little where samples shield each other; up to this share of the blocks that
/// is told as a remark.
constexpr double usual_share = 0.01;
constexpr double usual_share_below_zero = 0.001;

/// The density is no input of the estimate: what was taken stands beside the tonnes.
std::string at_density(const Project& project, double tonnes) {
    if (project.results.estimate.model->has(economics::density_column)) return tonnes_text(tonnes);
    return tonnes_text(tonnes) + " @ " + base::number(project.recipe.economics.costs.density_t_per_m3, 4) +
           " t/m³";
}

drilling::GradeMean samples_of(const Project& project, const std::string& element) {
    return project.model_file().empty() ? mean_of_composites(project, element) : drilling::GradeMean{};
}

Finding about(const Project& project, const std::string& kind, Severity severity, const std::string& element,
              const Amount& blocks, const Amount& known, Words args) {
    args.emplace_back("element", element);
    args.emplace_back("tonnes", at_density(project, blocks.tonnes));
    args.emplace_back("share",
                      percent_text(static_cast<double>(blocks.blocks), static_cast<double>(known.blocks)));
    Finding finding = doubt("estimate", kind, severity, blocks.blocks, std::move(args));
    finding.file = project.model_file();
    finding.column = element;
    finding.tonnes = blocks.tonnes;
    return finding;
}

void grade_findings(const Project& project, const std::string& element, std::vector<Finding>& findings,
                    const base::Progress& progress) {
    const blocks::BlockModel& model = *project.results.estimate.model;
    const drilling::GradeMean samples = samples_of(project, element);
    const auto seen = economics::examine_grade(model, project.recipe.economics.costs, element, samples.lowest,
                                               samples.highest, &progress);
    const std::string unit = model.info(element)->unit;
    const auto say = [&](const char* kind, Severity severity, const Amount& blocks) {
        if (blocks.blocks > 0)
            findings.push_back(about(project, kind, severity, element, blocks, seen.known,
                                     {{"unit", unit},
                                      {"lowest", base::number(seen.lowest, 4)},
                                      {"highest", base::number(seen.highest, 4)},
                                      {"low", base::number(samples.lowest, 4)},
                                      {"high", base::number(samples.highest, 4)}}));
    };
    const auto at_most = [&](const Amount& blocks, double share) {
        return static_cast<double>(blocks.blocks) <= share * static_cast<double>(seen.known.blocks);
    };
    say("estimate_below_zero",
        at_most(seen.below_zero, usual_share_below_zero) ? Severity::info : Severity::warning,
        seen.below_zero);
    say("estimate_above_total", Severity::error, seen.above_total);
    Amount outside = seen.below_low;
    outside.add(seen.above_high);
    say("estimate_outside_samples", at_most(outside, usual_share) ? Severity::info : Severity::warning,
        outside);
}

/// What the estimator did that nobody asked for in so many words, from its own counts.
class Told {
  public:
    Told(const geostat::EstimateSummary& summary, std::vector<Finding>& findings)
        : summary_(summary), findings_(findings) {}

    void say(const char* kind, Severity severity, std::int64_t count) {
        if (count > 0) add(kind, severity, count, percent_text(double(count), double(summary_.estimated)));
    }
    /// `share` of something else than the blocks, from 0 to 1.
    void say_share(const char* kind, Severity severity, double share) {
        if (share > 0) add(kind, severity, 1, percent_text(share, 1));
    }

  private:
    void add(const char* kind, Severity severity, std::int64_t count, std::string share) {
        Finding finding = doubt("estimate", kind, severity, count,
                                {{"element", summary_.element}, {"share", std::move(share)}});
        finding.column = summary_.element;
        findings_.push_back(std::move(finding));
    }
    const geostat::EstimateSummary& summary_;
    std::vector<Finding>& findings_;
};

/// What became of the wish to cokrige an element.
void helpers_of(const geostat::EstimateSummary& summary, std::vector<Finding>& findings) {
    using geostat::CokrigingOutcome;
    const auto say = [&](const char* kind, Severity severity) {
        findings.push_back(doubt("estimate", kind, severity, 1,
                                 {{"element", summary.element},
                                  {"with", summary.with},
                                  {"correlation", base::number(summary.correlation, 2)},
                                  {"share", percent_text(summary.moved_to_positive, 1)}}));
        findings.back().column = summary.element;
    };
    switch (summary.cokriging) {
        case CokrigingOutcome::none: return;
        case CokrigingOutcome::done: say("cokriging_with", Severity::info); break;
        case CokrigingOutcome::few_samples: say("cokriging_few", Severity::warning); break;
        case CokrigingOutcome::weak: say("cokriging_weak", Severity::warning); break;
        case CokrigingOutcome::nothing_new: say("cokriging_nothing_new", Severity::info); break;
    }
    // Rounding of what is positive anyway is no news.
    if (summary.moved_to_positive > 0.01) say("cokriging_moved", Severity::info);
}

void counts_of_estimator(const Project& project, std::vector<Finding>& findings) {
    const EstimateResults& results = project.results.estimate;
    if (!results.summaries) return;
    for (const geostat::EstimateSummary& summary : *results.summaries) {
        const geostat::ElementRule& particular = element_rules(project.recipe, summary.element).estimate;
        const geostat::ElementEstimate how =
            geostat::element_estimate(summary.element, project.recipe.estimate, {}, {}, 0, {}, particular);
        const auto many = [&](std::int64_t count, double usual) {
            const bool few = static_cast<double>(count) <= usual * static_cast<double>(summary.estimated);
            return few ? Severity::info : Severity::warning;
        };
        helpers_of(summary, findings);
        Told told(summary, findings);
        told.say_share("gaussian_nugget", Severity::warning, summary.added_nugget);
        // Those that are kept are found in the blocks, with their tonnes.
        if (how.negative != geostat::NegativeEstimates::keep)
            told.say(how.negative == geostat::NegativeEstimates::zero ? "negative_estimates_zero"
                                                                       : "negative_estimates_again",
                     many(summary.negative, usual_share_below_zero), summary.negative);
        told.say("redundant_samples", Severity::info, summary.redundant);
        told.say("beyond_limits", Severity::info, summary.beyond);
        told.say("no_secondary", many(summary.no_secondary, usual_share), summary.no_secondary);
        told.say("samples_without_secondary", Severity::info, summary.samples_without_secondary);
        told.say("reduced_trend", many(summary.reduced_trend, usual_share), summary.reduced_trend);
        told.say("order_relations", Severity::info, summary.corrected);
    }
}

/// Densities were measured: where blocks have them from, or what their tonnes take instead.
void densities(const Project& project, std::vector<Finding>& findings, const base::Progress& progress) {
    const auto& samples = project.results.drilling.composites;
    if (!project.model_file().empty() || !samples) return;
    const DensitySum measured = density_of(*samples);
    if (measured.count == 0) return;
    const blocks::BlockModel& model = *project.results.estimate.model;
    const bool used = model.has(economics::density_column);
    const double stated = project.recipe.economics.costs.density_t_per_m3;
    const DensitySum taken = used ? density_of(model, progress) : measured;
    const double change = 100 * (stated / measured.mean - 1);
    // A constant beside the mean of the samples is a choice; one far from it is a mistake somewhere.
    constexpr double usual_change = 3;
    const bool far = !used && std::abs(change) > usual_change;
    findings.push_back(doubt("estimate", used ? "density_estimated" : "density_not_used",
                             far ? Severity::warning : Severity::info, taken.count,
                             {{"all", std::to_string(model.block_count())},
                              {"samples", std::to_string(measured.count)},
                              {"mean", base::number(taken.mean, 4)},
                              {"low", base::number(taken.low, 4)},
                              {"high", base::number(taken.high, 4)},
                              {"stated", base::number(stated, 4)},
                              {"share", (change > 0 ? "+" : "") + base::number(change, 2)}}));
}

/// Directions of the surface are asked for, and nothing would be turned by them.
void idle_directions(const Project& project, std::vector<Finding>& findings) {
    const geostat::EstimateRule& rule = project.recipe.estimate;
    const EstimateResults& results = project.results.estimate;
    if (rule.orientation != geostat::Orientation::surface || !project.model_file().empty() || !results.variograms) return;
    const auto flat = [](const geostat::Variogram& model) {
        return std::ranges::any_of(model.structures, [](const geostat::Structure& one) {
            return one.shape.range_minor_m < 0.999 * one.shape.range_major_m;
        });
    };
    const bool flat_search = rule.search_minor_m > 0 && rule.search_minor_m < 0.999 * std::max(rule.search_major_m, rule.search_semi_m);
    const bool any = flat_search ||
                     std::ranges::any_of(*results.variograms, [&](const auto& fit) { return flat(fit.model); }) ||
                     (results.domain_variograms && std::ranges::any_of(results.domain_variograms->fits, [&](const DomainFit& one) {
                         return one.own && flat(one.fit.model);
                     }));
    if (rule.boundary != geostat::Boundary::solids || !any)
        findings.push_back(doubt("estimate", "orientation_idle", Severity::warning, 1, {}));
}

}  // namespace

std::vector<Finding> examine_estimate(const Project& project, base::Progress& progress) {
    std::vector<Finding> findings;
    if (!project.results.estimate.model) return findings;
    std::vector<std::string> elements = project.elements();
    std::erase_if(elements,
                  [&](const std::string& element) { return !project.results.estimate.model->has(element); });
    const auto passes = static_cast<double>(elements.size() + 1);
    for (std::size_t n = 0; n < elements.size(); ++n) {
        if (!progress.report(static_cast<double>(n) / passes)) return {};
        grade_findings(project, elements[n], findings,
                       progress.part(static_cast<double>(n) / passes, static_cast<double>(n + 1) / passes));
    }
    densities(project, findings, progress);
    counts_of_estimator(project, findings);
    idle_directions(project, findings);
    if (const auto& models = project.results.estimate.domain_variograms)
        for (Finding& finding : doubts_of(*models)) findings.push_back(std::move(finding));
    if (const auto thresholds = more<IndicatorVariograms>(project.results, indicator_variograms_name))
        for (Finding& finding : doubts_of(*thresholds)) findings.push_back(std::move(finding));
    if (const auto domains = match_domains(project, progress))
        for (Finding& finding : doubts_of(*domains)) findings.push_back(std::move(finding));
    return findings;
}

}  // namespace orelens::project
