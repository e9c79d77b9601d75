// Memory of a whole project: composites of six elements → estimate → evaluation and curves → saved project →
// opened again → closed. Prints what each step leaves and its peak, per block. The estimate takes the nearest
// sample, so that a hundred million blocks take minutes and not an hour: columns and peaks are the same for
// every method.
//   bench_memory [millions of blocks, default 10] [folder for the project file, default the temporary one]
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "core/base/Memory.h"
#include "core/economics/Value.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"

namespace {

using namespace orelens;

const char* const elements[] = {"Cu", "Au", "Ag", "Mo", "Fe", "S"};

/// A line of /proc/self/status in bytes.
double status(const std::string& word) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(word + ":")) return std::strtod(line.c_str() + word.size() + 1, nullptr) * 1024;
    return 0;
}
void forget_peak() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

class Steps {
  public:
    explicit Steps(double blocks) : blocks_(blocks) {
        fmt::print("{:<24}{:>10}{:>10}{:>12}{:>12}{:>9}\n", "step", "stays GB", "peak GB", "stays B/bl",
                   "peak B/bl", "seconds");
        start();
    }
    void start() {
        forget_peak();
        began_ = std::chrono::steady_clock::now();
    }
    void done(const char* step) {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began_;
        const double stays = status("VmRSS"), peak = status("VmHWM");
        highest = std::max(highest, peak);
        fmt::print("{:<24}{:>10.3f}{:>10.3f}{:>12.1f}{:>12.1f}{:>9.1f}\n", step, stays / 1e9, peak / 1e9,
                   stays / blocks_, peak / blocks_, seconds.count());
        std::fflush(stdout);
        start();
    }
    double highest = 0;

  private:
    double blocks_;
    std::chrono::steady_clock::time_point began_;
};

blocks::GridGeometry grid_of(double millions) {
    // A slab twice as long and wide as it is deep.
    const auto depth = static_cast<std::int32_t>(std::lround(std::cbrt(millions * 1e6 / 4)));
    blocks::GridGeometry grid;
    grid.block_size = {5, 5, 5};
    grid.count = {2 * depth, 2 * depth, depth};
    return grid;
}

/// Vertical holes on a square pattern, a composite every 10 m.
drilling::CompositeTable composites_of(const blocks::GridGeometry& grid) {
    drilling::CompositeTable table;
    table.domain_codes = {"oxide", "mixed", "sulphide"};
    for (const char* element : elements) {
        drilling::CompositeTable::Grade grade;
        grade.name = element;
        grade.unit = std::string(element) == "Au" || std::string(element) == "Ag"
                         ? base::GradeUnit::gram_per_tonne
                         : base::GradeUnit::percent;
        table.grades.push_back(grade);
    }
    const double length = grid.count[0] * grid.block_size[0], depth = grid.count[2] * grid.block_size[2];
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 20; ++j) {
            table.hole_ids.push_back(fmt::format("H{:02}{:02}", i, j));
            for (double z = 5; z < depth; z += 10) {
                table.x.push_back((i + 0.5) * length / 20);
                table.y.push_back((j + 0.5) * length / 20);
                table.z.push_back(z);
                table.hole.push_back(20 * i + j);
                table.from_m.push_back(depth - z - 5);
                table.to_m.push_back(depth - z + 5);
                table.domain.push_back(z > 0.8 * depth ? 0 : z > 0.7 * depth ? 1 : 2);
                for (auto& grade : table.grades) {
                    grade.values.push_back(-std::log(1 - unit(random)));
                    grade.assayed_m.push_back(10);
                }
            }
        }
    return table;
}

project::Project project_of(const blocks::GridGeometry& grid) {
    project::Project project;
    project.recipe.estimate.method = geostat::Method::nearest_neighbour;
    project.recipe.estimate.passes = 1;
    project.recipe.estimate.min_samples = 1;
    const double reach = grid.count[0] * grid.block_size[0] / 10;
    project.recipe.estimate.search_major_m = reach;
    project.recipe.estimate.search_semi_m = reach;
    project.recipe.estimate.search_minor_m = reach;
    project.recipe.general.category_column = "domain";
    project.recipe.commodity["Cu"] = {.name = "Cu", .price = 70000, .recovery_percent = 88};
    project.recipe.commodity["Au"] = {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60};
    project.recipe.economics.main_commodity = "Cu";
    project.recipe.economics.costs.mining = 12;
    project.recipe.economics.costs.processing = 60;
    project.results.drilling.composites =
        std::make_shared<const drilling::CompositeTable>(composites_of(grid));
    project.results.estimate.geometry = std::make_shared<const blocks::GridGeometry>(grid);
    std::vector<geostat::VariogramFit> variograms(std::size(elements));
    for (geostat::VariogramFit& fit : variograms) fit.model = {0.1, {geostat::Structure{}}};
    project.results.estimate.variograms =
        std::make_shared<const std::vector<geostat::VariogramFit>>(std::move(variograms));
    return project;
}

void stop(const base::Error& error) {
    fmt::print("{}\n", base::describe(error, base::Language::english));
    std::exit(1);
}

void run_stage(project::Project& project, const char* id) {
    base::Progress progress;
    if (auto done = project::find_stage(project.stages(), id)->run(project, progress); !done)
        stop(done.error());
}

}  // namespace

int main(int argc, char** argv) {
    const double millions = argc > 1 ? std::strtod(argv[1], nullptr) : 10;
    const std::filesystem::path folder = argc > 2 ? argv[2] : std::filesystem::temp_directory_path();
    const std::string path = (folder / fmt::format("bench_memory_{}.gpkg", millions)).string();
    const blocks::GridGeometry grid = grid_of(millions);
    fmt::print("{} × {} × {} blocks, {} elements, nearest sample\n", grid.count[0], grid.count[1],
               grid.count[2], std::size(elements));
    Steps steps(static_cast<double>(grid.cell_count()));
    base::Progress progress;
    auto project = std::make_unique<project::Project>(project_of(grid));
    steps.done("composites");
    run_stage(*project, "estimate");
    base::release_memory();
    steps.done("estimate");
    run_stage(*project, "evaluate");
    for (const project::Stage& stage : project->stages())
        project->results.stamps[stage.id] = project::expected_fingerprint(*project, stage);
    base::release_memory();
    steps.done("evaluate, curves");
    const double stays = status("VmRSS");
    if (auto saved = project::save_project(*project, path, progress); !saved) stop(saved.error());
    base::release_memory();
    steps.done("save");
    const double usable = project->results.value.curve_full->at(70000).tonnes;
    project.reset();
    base::release_memory();
    steps.done("closed");
    auto opened = project::open_project(path, progress);
    if (!opened) stop(opened.error());
    base::release_memory();
    steps.done("open");
    if (!opened->results.value.curve_full || opened->results.value.curve_full->at(70000).tonnes != usable) {
        fmt::print("the opened project answers something else\n");
        return 1;
    }
    opened = std::unexpected(base::Error{});
    base::release_memory();
    steps.done("closed");
    fmt::print("file {:.3f} GB; stays {:.3f} GB, highest peak {:.3f} GB = {:.2f} of it\n",
               static_cast<double>(std::filesystem::file_size(path)) / 1e9, stays / 1e9, steps.highest / 1e9,
               steps.highest / stays);
    std::filesystem::remove(path);
}
