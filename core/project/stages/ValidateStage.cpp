// Is the estimate sound? Every element against its samples, with a verdict.
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/FieldsValidation.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"
#include "core/project/stages/ValidateWork.h"

namespace orelens::project {
namespace {

using geostat::ElementValidation;
using geostat::Verdict;

base::Expected<void> run_validate(Project& project, base::Progress& progress) {
    Results& results = project.results;
    const EstimateResults& estimate = results.estimate;
    if (!project.recipe.validate.use || !project.model_file().empty() || !results.drilling.composites ||
        !estimate.model || !estimate.variograms) {
        results.estimate.validation.reset();
        return {};
    }
    auto made = validate_model(project, progress);
    if (!made) return std::unexpected(made.error());
    results.estimate.validation = shared(std::move(*made));
    return {};
}

/// One finding per element that did not pass, with the criteria that failed.
std::vector<base::Finding> examine_validate(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto& validation = project.results.estimate.validation;
    if (!validation) return findings;
    for (const ElementValidation& one : validation->elements) {
        const int failed = geostat::count_of(one, Verdict::failed), marginal = geostat::count_of(one, Verdict::marginal);
        if (failed + marginal == 0) continue;
        for (const geostat::Judged& judged : one.judged) {
            if (judged.verdict != Verdict::failed && judged.verdict != Verdict::marginal) continue;
            // The two criteria of the variance are remarks: estimates do not rest on it.
            const bool bad = judged.verdict == Verdict::failed && judged.criterion != geostat::Criterion::spread &&
                             judged.criterion != geostat::Criterion::accuracy;
            base::Finding finding = doubt("validate", bad ? "validation_failed" : "validation_marginal",
                                          bad ? base::Severity::warning : base::Severity::info, 1,
                                          {{"element", one.element}});
            finding.column = one.element;
            finding.what = judged.reason;
            finding.what.args.emplace_back("element", one.element);
            finding.fix = judged.advice;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

}  // namespace

Stage validate_stage() {
    Stage stage;
    stage.id = "validate";
    stage.workspace = "perspective";
    stage.label = {"Validation", "检验"};
    stage.doing = {"Validating estimates", "检验估算"};
    stage.help = {"Is this estimate sound? Cross-validation, swaths, bias and change of support of every element",
                  "估算是否可靠：各元素的交叉验证、条带对比、偏差与支撑变换"};
    stage.inputs = {"estimate", "composite", "statistics", "variogram", "shapes"};
    stage.reads_input = [](const Project& project, const std::string& input) {
        return input != "shapes" || (project.model_file().empty() &&
                                     project.recipe.estimate.boundary == geostat::Boundary::solids);
    };
    stage.parameters = {"validate."};
    stage.depends = model_instead;
    stage.model_replaces = true;
    stage.share = 0.04;
    stage.results = {archived<geostat::ModelValidation>(
        "estimate.validation", [](Results & r) -> auto& { return r.estimate.validation; })};
    stage.size = validate_size;
    stage.run = run_validate;
    stage.examine = examine_validate;
    return stage;
}

}  // namespace orelens::project
