// Where the blocks are and how large.
#include "core/blocks/Outside.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsEstimate.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"

namespace orelens::project {
namespace {

base::Expected<void> run(Project& project, base::Progress& /*progress*/) {
    Results& results = project.results;
    if (!results.drilling.composites) {
        results.estimate.geometry.reset();
        return {};
    }
    const drilling::CompositeTable& samples = *results.drilling.composites;
    auto geometry = blocks::make_geometry(project.recipe.grid, samples.x, samples.y, samples.z);
    if (!geometry) return std::unexpected(geometry.error());
    results.estimate.geometry = shared(std::move(*geometry));
    return {};
}

std::vector<base::Finding> examine(const Project& project, base::Progress& /*progress*/) {
    const Results& results = project.results;
    if (!results.estimate.geometry || !results.drilling.composites) return {};
    const drilling::CompositeTable& samples = *results.drilling.composites;
    const blocks::Outside outside =
        blocks::points_outside(*results.estimate.geometry, samples.x, samples.y, samples.z);
    if (outside.points == 0) return {};
    const auto hole = static_cast<std::size_t>(samples.hole.at(outside.farthest));
    base::Finding finding = doubt("grid", "composites_outside_grid", base::Severity::warning, outside.points,
                                  {{"all", std::to_string(samples.size())},
                                   {"hole", samples.hole_ids.at(hole)},
                                   {"distance", base::number(outside.farthest_m, 4)}});
    finding.hole = samples.hole_ids.at(hole);
    return {finding};
}

}  // namespace

Stage grid_stage() {
    Stage stage;
    stage.id = "grid";
    stage.workspace = "perspective";
    stage.label = {"Block grid", "块体网格"};
    stage.doing = {"Laying out the block grid", "布置块体网格"};
    stage.help = {"Where the blocks are and how large", "块体的位置与大小"};
    stage.inputs = {"composite"};
    stage.parameters = {"grid."};
    stage.model_replaces = true;
    stage.share = 0.01;
    stage.results = {archived<blocks::GridGeometry>(
        "estimate.grid", [](Results & r) -> auto& { return r.estimate.geometry; })};
    stage.run = run;
    stage.examine = examine;
    return stage;
}

}  // namespace orelens::project
