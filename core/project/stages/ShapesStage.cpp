// Reads the shapes of the recipe, makes them sound for their part, and compares them with the holes.
#include <algorithm>
#include <cmath>

#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/ShapeDraw.h"
#include "core/project/ShapeLoad.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/FieldsShapes.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"
#include "core/shapes/Inside.h"

namespace orelens::project {
namespace {

using base::Finding;
using base::Severity;
using shapes::Role;

shapes::Box box_of_grid(const blocks::GridGeometry& grid) {
    shapes::Box box;
    for (int n = 0; n < 8; ++n) {
        blocks::Vec3 at{};
        for (int a = 0; a < 3; ++a) at[a] = ((n >> a) & 1) != 0 ? grid.count[a] : 0;
        box.include(grid.to_world(at));
    }
    return box;
}

ShapeSurroundings surroundings(const Recipe& recipe, const Results& results) {
    ShapeSurroundings around;
    around.crs = recipe.general.crs;
    const blocks::GridGeometry* grid = results.estimate.geometry.get();
    if (results.model_import.model) grid = &results.model_import.model->geometry();
    if (grid != nullptr) {
        around.grid = box_of_grid(*grid);
        around.block_m = std::min(grid->block_size[0], grid->block_size[1]);
    }
    if (const auto& traces = results.drilling.traces)
        for (const drilling::Trace& trace : *traces)
            for (const auto& position : trace.position) around.holes.include(position);
    return around;
}

base::Expected<void> run_shapes(Project& project, base::Progress& progress) {
    ShapeResults made;
    const auto& rules = project.recipe.shape;
    if (!rules.empty()) {
        const ShapeSurroundings around = surroundings(project.recipe, project.results);
        std::vector<shapes::Shape> list;
        std::vector<Finding> notes;
        std::vector<DrawnShape> drawn;
        const auto all = static_cast<double>(rules.size());
        for (const auto& [name, rule] : rules) {
            const auto n = static_cast<double>(list.size());
            base::Progress part = progress.part(n / all, (n + 1) / all);
            if (rule.source != shapes::Source::file) {
                auto made_here = draw_shape(project, name, around.grid, part);
                if (!made_here) return std::unexpected(made_here.error());
                list.push_back(std::move(made_here->shape));
                drawn.push_back(std::move(made_here->drawn));
                continue;
            }
            auto loaded = load_shape(project.recipe, name, around, part);
            if (!loaded) return std::unexpected(loaded.error());
            for (Finding& finding : doubt_place(loaded->shape, rule.file, around)) notes.push_back(std::move(finding));
            notes.insert(notes.end(), loaded->notes.begin(), loaded->notes.end());
            list.push_back(std::move(loaded->shape));
            if (progress.cancelled()) return base::cancelled();
        }
        made = {shared(std::move(list)), shared(std::move(notes)), nullptr};
        if (!drawn.empty()) made.drawn = shared(std::move(drawn));
    }
    project.results.shapes = std::move(made);
    return {};
}

/// How high collars stand over a surface: those of one survey stand on it.
void compare_collars(const Project& project, const shapes::Shape& shape, std::vector<Finding>& findings) {
    const auto& import = project.results.drilling.import;
    if (!import || shape.kind != shapes::Kind::surface) return;
    const shapes::Plumb plumb(shape.mesh);
    std::vector<std::pair<double, std::size_t>> over;
    for (std::size_t n = 0; n < import->holes.collars.size(); ++n) {
        const drilling::Collar& collar = import->holes.collars[n];
        const double ground = plumb.height(collar.x, collar.y);
        if (std::isfinite(ground) && std::isfinite(collar.z)) over.emplace_back(collar.z - ground, n);
    }
    if (over.empty()) return;
    std::ranges::sort(over, {}, [](const auto& one) { return std::abs(one.first); });
    constexpr double close_m = 5;
    const auto far = std::ranges::count_if(over, [](const auto& one) { return std::abs(one.first) > close_m; });
    if (far == 0) return;
    std::vector<double> signed_over;
    for (const auto& [height, n] : over) signed_over.push_back(height);
    std::ranges::sort(signed_over);
    const std::string hole = import->holes.collars[over.back().second].hole;
    // Most of them: another datum or another survey; some: collars to be looked at.
    const bool most = 2 * static_cast<std::size_t>(far) > over.size();
    constexpr double elsewhere_m = 100;
    const bool elsewhere = std::abs(signed_over[signed_over.size() / 2]) > elsewhere_m;
    const Severity severity = !most ? Severity::info : elsewhere ? Severity::error : Severity::warning;
    Finding finding = doubt("shapes", "collars_off_topography", severity, far,
                            {{"shape", shape.name},
                             {"all", std::to_string(over.size())},
                             {"median", base::number(signed_over[signed_over.size() / 2], 3)},
                             {"largest", base::number(over.back().first, 3)},
                             {"hole", hole}});
    finding.hole = hole;
    finding.column = shape.name;
    findings.push_back(std::move(finding));
}

std::vector<Finding> examine_shapes(const Project& project, base::Progress& progress) {
    const ShapeResults& results = project.results.shapes;
    if (!results.list) return {};
    std::vector<Finding> findings;
    if (results.notes) findings = *results.notes;
    if (results.drawn)
        for (const DrawnShape& drawn : *results.drawn)
            for (Finding& finding : doubts_of(drawn)) findings.push_back(std::move(finding));
    for (const shapes::Shape& shape : *results.list) {
        if (progress.cancelled()) return {};
        if (shape.role == Role::topography) compare_collars(project, shape, findings);
    }
    return findings;
}

}  // namespace

Stage shapes_stage() {
    Stage stage;
    stage.id = "shapes";
    stage.workspace = "data";
    stage.label = {"Shapes", "形体"};
    stage.doing = {"Reading shapes", "读取形体"};
    stage.help = {"Read surfaces, solids and outlines, draw domains from the holes, and check them",
                  "读取曲面、实体和界线，由钻孔圈定矿化域，并进行检查"};
    stage.inputs = {"import", "model", "grid", "composite"};
    // Without shapes there is nothing to compare with the holes.
    stage.reads_input = [](const Project& project, const std::string& input) {
        return input == "composite" ? draws_shapes(project.recipe) : !project.recipe.shape.empty();
    };
    stage.parameters = {"shape.*."};
    // What the project lies in is compared with what rasters state.
    stage.depends = [](const Project& project, Fingerprint& print) {
        if (!project.recipe.shape.empty()) print.add("crs", project.recipe.general.crs);
        if (draws_shapes(project.recipe)) print.add("followed", main_element(project.recipe, project.elements()));
    };
    stage.share = 0.03;
    stage.results = {archived<std::vector<shapes::Shape>>(
                         "shapes.list", [](Results & r) -> auto& { return r.shapes.list; }),
                     archived<std::vector<Finding>>("shapes.notes",
                                                    [](Results & r) -> auto& { return r.shapes.notes; }),
                     archived<std::vector<DrawnShape>>("shapes.drawn",
                                                       [](Results & r) -> auto& { return r.shapes.drawn; })};
    stage.size = shapes_size;
    stage.run = run_shapes;
    stage.examine = examine_shapes;
    return stage;
}

}  // namespace orelens::project
