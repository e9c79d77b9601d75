// Where the blocks are and how large.
#include "core/blocks/Outside.h"
#include "core/project/FarHole.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsEstimate.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

base::Expected<void> run_grid(Project& project, base::Progress& /*progress*/) {
    Results& results = project.results;
    if (!project.recipe.model.file.empty()) return {};  // the grid of the model, which the estimate takes
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

void find_outside(const blocks::GridGeometry& grid, const drilling::CompositeTable& samples,
                  std::vector<base::Finding>& findings) {
    const blocks::Outside outside = blocks::points_outside(grid, samples.x, samples.y, samples.z);
    if (outside.points == 0) return;
    const auto hole = static_cast<std::size_t>(samples.hole.at(outside.farthest));
    base::Finding finding = doubt("grid", "composites_outside_grid", base::Severity::warning, outside.points,
                                  {{"all", std::to_string(samples.size())},
                                   {"hole", samples.hole_ids.at(hole)},
                                   {"distance", base::number(outside.farthest_m, 4)}});
    finding.hole = samples.hole_ids.at(hole);
    findings.push_back(finding);
}

void find_far_hole(const blocks::GridRule& rule, const blocks::GridGeometry& grid,
                   const drilling::CompositeTable& samples, std::vector<base::Finding>& findings) {
    const auto far = far_hole(rule, samples);
    if (!far) return;
    base::Finding finding = doubt("grid", "far_hole", base::Severity::warning, static_cast<std::int64_t>(far->holes),
                                  {{"count", std::to_string(far->holes)},
                                   {"all", std::to_string(samples.hole_ids.size())},
                                   {"distance", base::number(far->distance_m / 1000, 3)},
                                   {"cells", base::grouped(static_cast<double>(grid.cell_count()))},
                                   {"without", base::grouped(far->cells_without)}});
    finding.hole = far->hole;
    if (far->holes > 1) finding.what.key = "finding.what.far_holes";
    findings.push_back(finding);
}

std::vector<base::Finding> examine_grid(const Project& project, base::Progress& /*progress*/) {
    const Results& results = project.results;
    std::vector<base::Finding> findings;
    if (!results.estimate.geometry || !results.drilling.composites) return findings;
    const blocks::GridGeometry& grid = *results.estimate.geometry;
    find_outside(grid, *results.drilling.composites, findings);
    find_far_hole(project.recipe.grid, grid, *results.drilling.composites, findings);
    return findings;
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
    stage.depends = model_instead;
    stage.model_replaces = true;
    stage.share = 0.01;
    stage.results = {archived<blocks::GridGeometry>(
        "estimate.grid", [](Results & r) -> auto& { return r.estimate.geometry; })};
    stage.size = grid_size;
    stage.run = run_grid;
    stage.examine = examine_grid;
    return stage;
}

}  // namespace orelens::project
