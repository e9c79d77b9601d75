// What of each block counts: under the ground, not mined out, within the licence and the domain solids.
#include <algorithm>
#include <cmath>

#include "core/economics/ExamineGrades.h"
#include "core/economics/Value.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/AddedColumns.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsShapes.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/SimulateWork.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Finding;
using base::Severity;
using blocks::BlockModel;

Expected<void> run_bounds(Project& project, base::Progress& progress) {
    BoundResults made;
    const auto& estimated = project.results.unbounded();
    const auto& list = project.results.shapes.list;
    if (estimated && list && bounds_blocks(*list)) {
        BoundRule rule;
        rule.graded = project.elements();
        const geostat::EstimateRule& estimate = project.recipe.estimate;
        rule.only_in_solids = project.model_file().empty() && estimate.boundary == geostat::Boundary::solids &&
                              estimate.outside == geostat::OutsideSolids::leave;
        rule.air_beyond = project.recipe.bounds.beyond == shapes::Beyond::air;
        BlockModel model(*estimated);
        auto summary = bound(model, *list, rule, progress);
        if (!summary) return std::unexpected(summary.error());
        made.model = shared(std::move(model));
        made.summary = shared(std::move(*summary));
    }
    project.results.bounds = std::move(made);
    return {};
}

void say_taken(const BoundSummary& sums, std::vector<Finding>& findings) {
    struct Taken {
        const char* kind;
        Excluded reason;
    };
    for (const Taken& taken :
         {Taken{"blocks_in_air", Excluded::air}, Taken{"blocks_mined_out", Excluded::mined_out},
          Taken{"blocks_outside_licence", Excluded::outside_licence},
          Taken{"blocks_outside_solids", Excluded::outside_solids}})
        if (const BoundPart& part = sums.of(taken.reason); part.m3 > 0)
            findings.push_back(doubt("bounds", taken.kind, Severity::info, part.blocks,
                                     {{"volume", base::number(part.m3 / 1e6, 4)},
                                      {"share", percent_text(part.m3, sums.graded_m3())}}));
    if (sums.uncovered > 0)
        findings.push_back(doubt("bounds", "topography_too_small", Severity::warning, sums.uncovered, {}));
}

/// Without topography: blocks above every collar hang in the air.
void in_the_air(const Project& project, std::vector<Finding>& findings, const base::Progress& progress) {
    const auto& import = project.results.drilling.import;
    const auto& model = project.results.estimate.model;
    if (!project.model_file().empty() || !import || !model) return;
    for (const auto& [name, rule] : project.recipe.shape)
        if (rule.role == shapes::Role::topography) return;
    std::vector<std::string> elements = project.elements();
    std::erase_if(elements, [&](const std::string& element) { return !model->has(element); });
    double highest = std::nan("");
    for (const drilling::Collar& collar : import->holes.collars) highest = std::fmax(highest, collar.z);
    if (!std::isfinite(highest)) return;
    const economics::Costs& costs = project.recipe.economics.costs;
    const economics::Amount above = economics::graded_above(*model, costs, elements, highest, &progress);
    if (above.blocks == 0) return;
    std::string tonnes = tonnes_text(above.tonnes);
    // The density is no input of the model: what was taken stands beside the tonnes.
    if (!model->has(economics::density_column))
        tonnes += " @ " + base::number(costs.density_t_per_m3, 4) + " t/m³";
    Finding finding = doubt("bounds", "blocks_above_collars", Severity::warning, above.blocks,
                            {{"tonnes", tonnes}, {"elevation", base::number(highest, 6)}});
    finding.tonnes = above.tonnes;
    findings.push_back(std::move(finding));
}

std::vector<Finding> examine_bounds(const Project& project, base::Progress& progress) {
    std::vector<Finding> findings;
    if (const auto& summary = project.results.bounds.summary) say_taken(*summary, findings);
    in_the_air(project, findings, progress);
    return findings;
}

ResultRow bound_columns() {
    return added_columns({.name = "bounds.columns",
                          .own = is_bound_column,
                          .before = [](const Results& r) -> auto& { return r.unbounded(); },
                          .after = [](Results& r) -> auto& { return r.bounds.model; },
                          .clear = [](Results& r) { r.bounds = BoundResults{}; }});
}

/// One without the other is half a result.
bool bounds_restored(Project& project, const base::Progress& /*progress*/) {
    BoundResults& bounds = project.results.bounds;
    if ((bounds.model != nullptr) == (bounds.summary != nullptr)) return true;
    bounds = BoundResults{};
    return false;
}

}  // namespace

Stage bounds_stage() {
    Stage stage;
    stage.id = "bounds";
    stage.workspace = "perspective";
    stage.label = {"Bounds of blocks", "块体界限"};
    stage.doing = {"Bounding blocks", "界定块体"};
    stage.help = {"Which share of each block counts: below topography, not mined out, within the licence",
                  "每个块体计入的比例：地形以下、未采空、矿权范围以内"};
    stage.inputs = {"estimate", "simulate", "shapes"};
    stage.reads_input = [](const Project& project, const std::string& input) {
        return input != "simulate" || !simulated_element(project).empty();
    };
    stage.parameters = {"bounds."};
    stage.extends = "estimate";
    stage.share = 0.05;
    stage.results = {archived<BoundSummary>("bounds.summary",
                                            [](Results & r) -> auto& { return r.bounds.summary; }),
                     bound_columns()};
    stage.size = bounds_size;
    stage.run = run_bounds;
    stage.examine = examine_bounds;
    stage.restored = bounds_restored;
    return stage;
}

}  // namespace orelens::project
