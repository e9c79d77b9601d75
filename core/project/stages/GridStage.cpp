// Where the blocks are and how large.
#include "core/project/FarHole.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/FieldsEstimate.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

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
    if (!geometry) {
        base::Error error = geometry.error();
        if (error.place.field.empty()) error.place.field = "grid.size_u";
        if (far_hole(project.recipe.grid, samples))
            error.fix = grid_fix(project.recipe, results, 1, 1, error.place);
        return std::unexpected(error);
    }
    results.estimate.geometry = shared(std::move(*geometry));
    return {};
}

std::vector<base::Finding> examine(const Project& project, base::Progress& /*progress*/) {
    const Results& results = project.results;
    if (!results.drilling.composites || !results.estimate.geometry) return {};
    const auto far = far_hole(project.recipe.grid, *results.drilling.composites);
    if (!far) return {};
    base::Finding finding;
    finding.kind = "far_hole";
    finding.stage = "grid";
    finding.hole = far->hole;
    const auto cells = static_cast<double>(results.estimate.geometry->cell_count());
    finding.what = base::Message("project.far_hole", {{"distance", base::number(far->distance_m / 1000, 3)},
                                                      {"cells", base::grouped(cells)},
                                                      {"without", base::grouped(far->cells_without)}});
    finding.fix = base::Message("project.far_hole_fix");
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
    stage.reads_input = [](const Project& project, const std::string& /*composite*/) {
        return project.recipe.grid.fit_to_samples;
    };
    stage.parameters = {"grid."};
    stage.model_replaces = true;
    stage.share = 0.01;
    stage.results = {archived<blocks::GridGeometry>(
        "estimate.grid", [](Results & r) -> auto& { return r.estimate.geometry; })};
    stage.size = grid_size;
    stage.run = run;
    stage.examine = examine;
    return stage;
}

}  // namespace orelens::project
