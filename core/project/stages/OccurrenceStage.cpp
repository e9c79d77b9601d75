// In which phases the elements of each block sit, and what of them any route could recover.
#include <cmath>

#include "core/economics/Value.h"
#include "core/occurrence/Study.h"
#include "core/project/OccurrenceTable.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsOccurrence.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Finding;
using base::Severity;
using blocks::BlockModel;
using occurrence::ElementPlan;
using occurrence::ElementSums;
using occurrence::Study;

occurrence::BlockMass mass_of(double density_t_per_m3) {
    return {economics::density_column, economics::fraction_column, economics::excluded_column, density_t_per_m3};
}

Expected<void> run_occurrence(Project& project, base::Progress& progress) {
    OccurrenceResults made;
    const occurrence::OccurrenceRule& rule = project.recipe.occurrence;
    const auto& bounded = project.results.bounded();
    if (rule.use() && bounded) {
        const auto input = occurrence_input(project.recipe);
        if (!input) return std::unexpected(input.error());
        Study study;
        auto plan = occurrence::plan_occurrence(input->table, rule, *bounded, study.notes);
        if (!plan) return std::unexpected(plan.error());
        study.plan = std::move(*plan);
        study.phase_columns = rule.phase_columns;
        study.density_t_per_m3 = project.recipe.economics.costs.density_t_per_m3;
        progress.report(0, base::Message("occurrence.working"));
        BlockModel model(*bounded);
        auto sums = occurrence::write_occurrence(model, study.plan, mass_of(study.density_t_per_m3), rule.phase_columns,
                                                 progress);
        if (!sums) return std::unexpected(sums.error());
        study.sums = std::move(*sums);
        made.model = shared(std::move(model));
        made.study = shared(std::move(study));
    }
    project.results.occurrence = std::move(made);
    return {};
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

void say_of_table(const occurrence::PlanNotes& notes, std::vector<Finding>& findings) {
    const auto say = [&](const char* kind, Severity severity, const std::vector<std::string>& elements) {
        if (!elements.empty())
            findings.push_back(doubt("occurrence", kind, severity, static_cast<std::int64_t>(elements.size()),
                                     {{"elements", joined(elements)}}));
    };
    say("occurrence_shipped", Severity::warning, notes.shipped_shares);
    say("occurrence_shipped_recovery", Severity::warning, notes.shipped_recoveries);
    say("occurrence_no_column", Severity::warning, notes.no_column);
    say("occurrence_no_method", Severity::info, notes.without_method);
    say("occurrence_no_recovery", Severity::warning, notes.without_recovery);
    for (const auto& unknown : notes.unknown_types) {
        Finding finding = doubt("occurrence", "occurrence_unknown_type", Severity::warning, unknown.rows,
                                {{"type", unknown.type}, {"near", unknown.near.empty() ? "" : ": " + unknown.near}});
        finding.column = unknown.type;
        findings.push_back(std::move(finding));
    }
}

void say_of_blocks(const Study& study, std::size_t e, std::vector<Finding>& findings) {
    const ElementPlan& plan = study.plan.elements[e];
    const ElementSums& sums = study.sums[e];
    const auto say = [&](const char* kind, Severity severity, std::int64_t count, Words args) {
        if (count <= 0) return;
        args.emplace_back("element", plan.element);
        Finding finding = doubt("occurrence", kind, severity, count, std::move(args));
        finding.column = plan.element;
        findings.push_back(std::move(finding));
    };
    std::vector<std::string> missing, hosts;
    double unassigned = 0;
    for (std::size_t t = 0; t < sums.types.size(); ++t) {
        unassigned += sums.types[t].unassigned_metal;
        if (sums.types[t].blocks > 0 && !plan.described(t))
            missing.push_back(t + 1 == sums.types.size() ? "*" : study.plan.types[t]);
    }
    for (const occurrence::PhasePlan& phase : plan.phases)
        if (!phase.host_element.empty()) hosts.push_back(phase.host_element);
    say("occurrence_undescribed", Severity::warning, sums.undescribed, {{"types", joined(missing)}});
    say("occurrence_capped", Severity::warning, sums.capped, {});
    say("occurrence_no_assay", Severity::info, sums.without_assay, {});
    say("occurrence_host", Severity::warning, sums.unknown_host, {{"hosts", joined(hosts)}});
    const double metal = sums.metal();
    if (metal > 0 && unassigned > occurrence::tolerance * metal)
        say("occurrence_shortfall", Severity::info, 1, {{"share", percent_text(unassigned, metal)}});
}

std::vector<Finding> examine_occurrence(const Project& project, base::Progress& /*progress*/) {
    std::vector<Finding> findings;
    const auto& study = project.results.occurrence.study;
    if (!study) return findings;
    say_of_table(study->notes, findings);
    for (std::size_t e = 0; e < study->plan.elements.size(); ++e) say_of_blocks(*study, e, findings);
    return findings;
}

/// Columns follow from the plan and the grades; the file keeps the plan alone.
bool occurrence_restored(Project& project, const base::Progress& progress) {
    OccurrenceResults& results = project.results.occurrence;
    if (!results.study) return true;
    const auto& bounded = project.results.bounded();
    const Study& study = *results.study;
    if (!bounded || !occurrence::plan_fits(study.plan, *bounded)) {
        results = {};
        return false;
    }
    BlockModel model(*bounded);
    if (!occurrence::write_occurrence(model, study.plan, mass_of(study.density_t_per_m3), study.phase_columns, progress)) {
        results = {};
        return false;
    }
    results.model = shared(std::move(model));
    return true;
}

Expected<WorkSize> size_of_occurrence(const Project& project) {
    WorkSize work;
    const occurrence::OccurrenceRule& rule = project.recipe.occurrence;
    const auto& model = project.results.bounded();
    if (!rule.use() || !model) return work;
    const auto input = occurrence_input(project.recipe);
    if (!input) return std::unexpected(input.error());
    occurrence::PlanNotes notes;
    const auto plan = occurrence::plan_occurrence(input->table, rule, *model, notes);
    if (!plan) return std::unexpected(plan.error());
    work.cells = static_cast<double>(model->block_count());
    work.bytes = static_cast<double>(model->leaf_count()) * occurrence::occurrence_bytes(*plan, rule.phase_columns);
    work.seconds = 2e-7 * work.cells;
    work.fix = base::Message("project.size.fewer_phases");
    work.place.field = "occurrence.phase_columns";
    return work;
}

}  // namespace

Stage occurrence_stage() {
    Stage stage;
    stage.id = "occurrence";
    stage.workspace = "perspective";
    stage.label = {"Occurrence states", "赋存状态"};
    stage.doing = {"Dividing grades into phases", "按物相划分品位"};
    stage.help = {"In which phases each element sits, and what of it any route could recover",
                  "各元素以何种物相存在，各工艺可回收其中多少"};
    stage.inputs = {"bounds"};
    stage.parameters = {"occurrence."};
    stage.reads_parameters = {"economics.density"};
    stage.extends = "bounds";
    stage.share = 0.02;
    stage.results = {archived<Study>(
        "occurrence.study", [](Results & r) -> auto& { return r.occurrence.study; })};
    // The columns made with it go with it.
    stage.results.front().clear = [](Results& results) { results.occurrence = OccurrenceResults{}; };
    stage.size = size_of_occurrence;
    stage.run = run_occurrence;
    stage.examine = examine_occurrence;
    stage.restored = occurrence_restored;
    return stage;
}

}  // namespace orelens::project
