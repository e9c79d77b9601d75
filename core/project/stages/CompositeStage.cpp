// Averages samples to equal lengths.
#include <algorithm>

#include "core/drilling/Examine.h"
#include "core/drilling/Tools.h"
#include "core/drilling/Unsampled.h"
#include "core/project/Approvals.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsDrilling.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Samples.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;

Expected<void> run_composite(Project& project, base::Progress& progress) {
    DrillingResults& drilling = project.results.drilling;
    if (!drilling.import) {
        drilling.composites.reset();
        return {};
    }
    const Shared<io::DrillholeImport> import = approved_import(project);
    auto table = drilling::composite(import->holes, *drilling.traces, project.recipe.composite,
                                     assay_rules(project.recipe), progress);
    if (!table) return std::unexpected(table.error());
    if (table->size() == 0)
        return base::fail(base::ErrorKind::data, Message("project.no_composites"), {},
                          Message("project.no_composites_fix"));
    drilling.composites = shared(std::move(*table));
    return {};
}

void taken_as_barren(const Project& project, std::vector<base::Finding>& findings) {
    const auto rules = assay_rules(project.recipe);
    for (const drilling::UnsampledSum& sum :
         drilling::barren_metres(project.results.drilling.import->holes, rules)) {
        const drilling::AssayColumnRule& rule = rules.at(sum.element);
        const auto& grades = project.results.drilling.composites->grades;
        const auto grade = std::ranges::find(grades, sum.element, &drilling::CompositeTable::Grade::name);
        const base::GradeUnit unit =
            rule.unit.value_or(grade == grades.end() ? base::GradeUnit::percent : grade->unit);
        base::Finding finding = doubt("composite", "unsampled_barren", base::Severity::info, sum.holes,
                                      {{"element", sum.element},
                                       {"metres", base::number(sum.metres, 5)},
                                       {"holes", std::to_string(sum.holes)},
                                       {"value", base::number(rule.barren_value, 4)},
                                       {"unit", std::string(base::symbol(unit))},
                                       {"share", percent_text(sum.metres, sum.assayed_m)}});
        finding.column = sum.element;
        findings.push_back(std::move(finding));
    }
}

std::vector<base::Finding> examine_composite(const Project& project, base::Progress& progress) {
    if (!project.results.drilling.composites || !project.results.drilling.import) return {};
    std::vector<base::Finding> findings;
    taken_as_barren(project, findings);
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    const drilling::SharedPlaces shared = drilling::shared_places(samples, &progress);
    if (shared.samples == 0) return findings;
    const auto hole_of = [&](std::size_t n) {
        return samples.hole_ids.at(static_cast<std::size_t>(samples.hole.at(n)));
    };
    const auto [one, other] = shared.first;
    base::Finding finding = doubt("composite", "samples_share_place", base::Severity::warning, shared.samples,
                                  {{"places", std::to_string(shared.places)},
                                   {"hole", hole_of(one)},
                                   {"depth", base::number(samples.from_m.at(one), 6)},
                                   {"other", hole_of(other)},
                                   {"other_depth", base::number(samples.from_m.at(other), 6)}});
    finding.hole = hole_of(one);
    finding.from_m = samples.from_m.at(one);
    finding.to_m = samples.to_m.at(one);
    findings.push_back(std::move(finding));
    return findings;
}

}  // namespace

Shared<io::DrillholeImport> approved_import(const Project& project) {
    const Shared<io::DrillholeImport>& import = project.results.drilling.import;
    const auto found = project.results.findings.find("import");
    if (!import || found == project.results.findings.end() || approvals_that_change_samples(project).empty())
        return import;
    auto marked = *import;
    auto findings = *found->second;
    const Approvals approvals = approvals_of(project);
    drilling::approve(marked.holes, findings,
                      [&](const base::Finding& finding) { return approvals.covers(finding); });
    return shared(std::move(marked));
}

Stage composite_stage() {
    Stage stage;
    stage.id = "composite";
    stage.workspace = "data";
    stage.label = {"Composites", "组合样"};
    stage.doing = {"Compositing samples", "样品组合"};
    stage.help = {"Average samples to composites of equal length", "将样品加权为等长组合样"};
    stage.inputs = {"import"};
    stage.parameters = {"composite.", "element.*.unsampled", "element.*.barren_value"};
    stage.model_replaces = true;
    stage.share = 0.03;
    stage.depends = [](const Project& project, Fingerprint& print) {
        for (const std::string& one : approvals_that_change_samples(project)) print.add("approved", one);
    };
    stage.results = {archived<drilling::CompositeTable>(
        "drilling.composites", [](Results & r) -> auto& { return r.drilling.composites; })};
    stage.size = composite_size;
    stage.run = run_composite;
    stage.examine = examine_composite;
    return stage;
}

}  // namespace orelens::project
