// Where the blocks are and how large.
#include "core/project/Pipeline.h"
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

}  // namespace

Stage grid_stage() {
    Stage stage;
    stage.id = "grid";
    stage.workspace = "perspective";
    stage.label = {"Block grid", "块体网格"};
    stage.doing = {"Laying out the block grid", "布置块体网格"};
    stage.help = {"Where the blocks are and how large", "块体的位置与大小"};
    stage.inputs = {"composite"};
    stage.reads_input = [](const Project& project, const std::string& /*composite*/) {
        return project.recipe.grid.fit_to_samples;
    };
    stage.parameters = {"grid."};
    stage.model_replaces = true;
    stage.share = 0.01;
    stage.results = {archived<blocks::GridGeometry>(
        "estimate.grid", [](Results & r) -> auto& { return r.estimate.geometry; })};
    stage.run = run;
    return stage;
}

}  // namespace orelens::project
