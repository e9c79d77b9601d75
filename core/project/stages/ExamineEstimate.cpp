// Looks at the blocks' grades once they are there: what no rock can hold, what the samples do not bear out.
#include <algorithm>
#include <cmath>

#include "core/economics/ExamineGrades.h"
#include "core/economics/Value.h"
#include "core/project/OpenFindings.h"
#include "core/project/stages/BlockDensity.h"
#include "core/project/stages/Doubt.h"

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

void redundant(const Project& project, std::vector<Finding>& findings) {
    if (!project.results.estimate.summaries) return;
    for (const geostat::EstimateSummary& summary : *project.results.estimate.summaries) {
        if (summary.redundant == 0) continue;
        Finding finding = doubt("estimate", "redundant_samples", Severity::info, summary.redundant,
                                {{"element", summary.element},
                                 {"share", percent_text(static_cast<double>(summary.redundant),
                                                        static_cast<double>(summary.estimated))}});
        finding.column = summary.element;
        findings.push_back(std::move(finding));
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
    redundant(project, findings);
    densities(project, findings, progress);
    return findings;
}

}  // namespace orelens::project
