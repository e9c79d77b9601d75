#include "core/project/stages/Sizes.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"
#include "core/blocks/ModelBytes.h"
#include "core/domains/Bodies.h"
#include "core/geostat/EstimateWriter.h"
#include "core/geostat/Pairs.h"
#include "core/io/blocks/ModelImport.h"
#include "core/occurrence/Study.h"
#include "core/pits/Study.h"
#include "core/project/ElementRules.h"
#include "core/project/Scenarios.h"
#include "core/project/FarHole.h"
#include "core/project/Fingerprint.h"
#include "core/project/GridPreview.h"
#include "core/project/ModelShape.h"
#include "core/project/SizeLimit.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/EvaluateColumns.h"
#include "core/project/stages/SimulateWork.h"
#include "core/shapes/VoxelBody.h"

namespace orelens::project {
namespace {

using base::Message;

double file_bytes(const Project& project, const std::vector<std::string>& files) {
    double bytes = 0;
    for (const std::string& file : files) {
        std::error_code code;
        const auto size = std::filesystem::file_size(resolved_file(project.recipe, file), code);
        if (!code) bytes += static_cast<double>(size);
    }
    return bytes;
}

/// Text of a table, its cells as numbers, and the copy of them that is published.
WorkSize files_size(const Project& project, const char* stage) {
    constexpr double per_byte = 4, bytes_per_second = 3e7, bytes_per_row = 40;
    const double bytes = file_bytes(project, stage_files(project, *find_stage(project.stages(), stage)));
    WorkSize work;
    work.unit = "project.size.rows";
    work.cells = bytes / bytes_per_row;
    work.bytes = per_byte * bytes;
    work.seconds = bytes / bytes_per_second;
    work.fix = Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

std::vector<std::string> elements_of(const Recipe& recipe, const Results& results) {
    std::vector<std::string> names = group_keys(recipe, "element");
    if (names.empty() && results.drilling.composites)
        for (const auto& grade : results.drilling.composites->grades) names.push_back(grade.name);
    std::ranges::sort(names);
    return names;
}

/// What will be estimated, with variograms as they stand or, before they are fitted, their defaults: the
/// search ranges mean something once the drill spacing is known, or where the recipe states them (`reach_known`).
struct Plan {
    std::vector<geostat::ElementEstimate> elements;
    bool reach_known = false;
};
Plan plan_of(const Recipe& recipe, const Results& results) {
    static const drilling::CompositeTable none;
    const std::vector<std::string> names = elements_of(recipe, results);
    const geostat::EstimateRule& rule = recipe.estimate;
    std::vector<geostat::VariogramFit> variograms;
    const bool made = results.estimate.variograms && results.estimate.variograms->size() == names.size();
    if (made) variograms = *results.estimate.variograms;
    variograms.resize(names.size());
    const auto& samples = results.drilling.composites;
    const auto& overview = results.statistics.overview;
    // The search goes by the drill spacing, which is known before the variograms are: only its shape waits for them.
    for (geostat::VariogramFit& fit : variograms)
        if (!made && overview) {
            fit.spacing = overview->spacing;
            fit.is_default = true;
        }
    const bool stated = rule.search_major_m > 0 && rule.search_semi_m > 0 && rule.search_minor_m > 0;
    // What the run refuses needs no memory: it says so when it starts.
    const auto elements = estimate_inputs(recipe, samples ? *samples : none, names, variograms);
    return {elements ? *elements : std::vector<geostat::ElementEstimate>(), samples && (made || stated || overview)};
}

/// Seconds of one core: the search of a block, then a system of its samples per element, then its points.
double estimate_seconds(const Recipe& recipe, double blocks, double elements) {
    const geostat::EstimateRule& rule = recipe.estimate;
    // Cokriged with two others.
    const double n = rule.max_samples * (rule.method == geostat::Method::cokriging ? 3 : 1);
    const double points = rule.discretise_u * rule.discretise_v * rule.discretise_w;
    const double search = 4e-7;
    const double one = 1.5e-9 * n * n + 6e-11 * n * n * n + 2e-9 * n * points;
    const double systems = rule.method == geostat::Method::indicator_kriging ? 9 : 1;
    const double system = geostat::is_kriging(rule.method) ? systems * one : 1e-9 * n;
    return blocks * (search + elements * system);
}

double columns_bytes(double leaves, double wide, double small) {
    return wide * blocks::wide_column_bytes(leaves) + small * blocks::small_column_bytes(leaves);
}

/// Five real columns and the status, and a curve per test: the order of its blocks, and sums of tonnes,
/// volume, metal and assayed tonnes at every 256th. Curves by category hold each block once more.
double evaluation_bytes(const Recipe& recipe, double leaves, double blocks, double grades) {
    const double curves = recipe.general.category_column.empty() && !recipe.classes.use ? 2 : 3;
    const double curve = blocks * 4 + blocks / 256 * 8 * (2 + 2 * grades);
    constexpr double sorting = 16 * 65536 * 4;  // counts of buckets, and those at work
    return columns_bytes(leaves, 5, 1) + curves * curve + sorting;
}

/// At most as many as the drawing chooses for itself; more where the recipe states a finer lattice.
double drawn_cells(const shapes::ShapeRule& rule, const drilling::CompositeTable& samples) {
    if (!(rule.drawn.cell_m > 0)) return domains::chosen_cells;
    shapes::Box box;
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (std::isfinite(samples.x[n] + samples.y[n] + samples.z[n])) box.include({samples.x[n], samples.y[n], samples.z[n]});
    double cells = box.empty() ? 0 : 1;
    for (std::size_t a = 0; a < 3; ++a) cells *= (box.high[a] - box.low[a] + 2 * rule.drawn.reach_m) / rule.drawn.cell_m + 7;
    return std::min(cells, domains::BodyRule{}.most_cells);
}

}  // namespace

base::Expected<WorkSize> import_size(const Project& project) {
    return files_size(project, "import");
}

base::Expected<WorkSize> utilization_size(const Project& project) {
    return files_size(project, "utilization");
}

/// Text or bytes of all files, points and triangles as read, checked and made sound.
base::Expected<WorkSize> shapes_size(const Project& project) {
    WorkSize work = files_size(project, "shapes");
    work.bytes *= 2;
    work.seconds *= 3;
    // A drawn one at a time: its lattice, and what is fitted to the samples.
    const auto& samples = project.results.drilling.composites;
    double most = 0;
    for (const auto& [name, rule] : project.recipe.shape) {
        if (rule.source == shapes::Source::file || !samples) continue;
        const double cells = drawn_cells(rule, *samples), count = static_cast<double>(samples->size());
        most = std::max(most, cells * shapes::bytes_per_cell + 500 * count);
        work.cells += count;
        work.seconds += (4e-6 * cells + 5e-4 * count) / base::thread_limit();
    }
    work.bytes += most;
    return work;
}

/// A column per part and two more; the strips of blocks that are added up at a time; sums of leaves.
base::Expected<WorkSize> bounds_size(const Project& project) {
    WorkSize work;
    const auto& model = project.results.estimate.model;
    const auto& list = project.results.shapes.list;
    if (!model || !list || !bounds_blocks(*list)) return work;
    const auto leaves = static_cast<double>(model->leaf_count());
    double triangles = 0;
    for (const shapes::Shape& shape : *list) triangles += static_cast<double>(shape.mesh.triangles.size());
    // Of a distance also the tree over the triangles, made for one shape after the other.
    const auto distances = static_cast<double>(std::ranges::count(*list, true, &shapes::Shape::distance));
    const auto domains = static_cast<double>(shapes::domain_codes(*list).size());
    work.cells = static_cast<double>(model->block_count());
    work.bytes = columns_bytes(leaves, domains + distances + 6, 2) + leaves * 128 + triangles * (distances > 0 ? 400 : 120) +
                 base::thread_limit() * 64.0 * 20 * model->geometry().count[2];
    work.seconds =
        (work.cells * (2e-8 * static_cast<double>(list->size()) + 2e-6 * distances) + 5e-6 * triangles) /
        base::thread_limit();
    work.fix = Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

base::Expected<WorkSize> composite_size(const Project& project) {
    WorkSize work;
    work.unit = "project.size.samples";
    const auto& import = project.results.drilling.import;
    if (!import) return work;
    const drilling::IntervalTable& assays = import->holes.assays;
    double metres = 0;
    for (std::size_t n = 0; n < assays.size(); ++n)
        if (const double length = assays.to_m[n] - assays.from_m[n]; length > 0) metres += length;
    work.cells = metres / std::max(project.recipe.composite.length_m, 1e-6) +
                 static_cast<double>(import->holes.collars.size());
    const auto grades = static_cast<double>(assays.grades.size());
    work.bytes = work.cells * (64 + 16 * grades) * 1.5;  // lists grow by doubling
    work.seconds = 2e-7 * (work.cells * (1 + grades) + static_cast<double>(assays.size()));
    work.fix = Message("project.size.longer_composites");
    work.place.field = "composite.length";
    return work;
}

base::Expected<WorkSize> statistics_size(const Project& project) {
    WorkSize work;
    work.unit = "project.size.samples";
    const auto& samples = project.results.drilling.composites;
    if (!samples || !project.recipe.model.file.empty()) return work;
    const statistics::StatisticsRule& rule = project.recipe.statistics;
    const auto n = static_cast<double>(samples->size()), elements = static_cast<double>(project.elements().size());
    const double nets = rule.cell_m > 0 ? rule.cell_origins : rule.cell_sizes * rule.cell_origins;
    const double rows = std::min(n, 2e5);
    work.cells = n;
    // Cells of the nets at work, an element put in order, and the columns of the correlations with their ranks.
    work.bytes = n * (120.0 * base::thread_limit() + 80) + rows * elements * 24;
    work.seconds = (elements * n * (nets * 6e-8 + 4e-7) + elements * elements * rows * 4e-8) / base::thread_limit();
    work.fix = Message("project.size.longer_composites");
    work.place.field = "composite.length";
    return work;
}

base::Expected<WorkSize> variogram_size(const Project& project) {
    WorkSize work;
    work.unit = "project.size.pairs";
    const auto& samples = project.results.drilling.composites;
    if (!samples) return work;
    const auto n = static_cast<double>(samples->size());
    double fitted = 0;
    for (const std::string& element : project.elements()) fitted += element_rules(project.recipe, element).variogram.fit ? 1 : 0;
    work.cells = fitted * std::min(n * (n - 1) / 2, geostat::most_pairs);
    // Samples of one element with their replicates' weights, and the tallies of the pieces of a walk.
    work.bytes = fitted > 0 ? n * 250 + 4e7 : 0;
    work.seconds = (work.cells * 4e-8 + fitted * 0.8) / base::thread_limit();
    work.fix = Message("project.size.longer_composites");
    work.place.field = "composite.length";
    return work;
}

BlocksSize blocks_size(const Recipe& recipe, const Results& results, const blocks::GridGeometry& geometry) {
    BlocksSize size;
    const Plan plan = plan_of(recipe, results);
    const auto& samples = results.drilling.composites;
    size.at_most = !plan.reach_known;
    const ReachSize model =
        plan.reach_known ? size_within_reach(geometry, *samples, reach_of(plan.elements)) : size_of(geometry);
    size.leaves = model.leaves;
    size.blocks = model.blocks;
    const auto elements = static_cast<double>(plan.elements.size());
    double wide = 0, small = samples && !samples->domain_codes.empty() ? 1 : 0;
    for (const geostat::ElementEstimate& how : plan.elements)
        for (const std::string& name : geostat::column_names(how))
            (name.ends_with(".samples") || name.ends_with(".pass") || name.ends_with(".holes") ? small : wide) += 1;
    if (recipe.classes.use) small += 1;
    if (recipe.estimate.density == geostat::BlockDensity::samples) wide += 1;
    size.model_bytes = blocks::topology_bytes(geometry, size.leaves) + columns_bytes(size.leaves, wide, small);
    // Beside the model: the tallies of its leaves, the samples' index of every element, and a column that is
    // copied, or from which the domain of the nearest sample is read.
    const double tallies = size.leaves * (24 + 160 * std::max(1.0, elements));
    const double index = samples ? static_cast<double>(samples->size()) * 160 * std::max(1.0, elements) : 0;
    // Islands of classes: a byte and a mark per block, and the front of the largest group.
    const double islands = recipe.classes.use ? 2 * columns_bytes(size.leaves, 0, 1) + 2 * size.blocks : 0;
    size.estimate_bytes =
        size.model_bytes + std::max(tallies + index + columns_bytes(size.leaves, 1, 0), islands);
    if (!recipe.commodity.empty())
        size.evaluate_bytes = evaluation_bytes(recipe, size.leaves, size.blocks, elements);
    size.seconds = estimate_seconds(recipe, size.blocks, elements) / base::thread_limit() +
                   (recipe.commodity.empty() ? 0 : 4e-7 * size.blocks);
    return size;
}

base::Message grid_fix(const Recipe& recipe, const Results& results, double bytes, double room,
                       base::Place& place) {
    place.field = "grid.size_u";
    if (const auto& samples = results.drilling.composites)
        if (const auto far = far_hole(recipe.grid, *samples)) {
            place.hole = far->hole;
            return Message(far->holes > 1 ? "project.size.far_holes" : "project.size.far_hole", {{"hole", far->hole}, {"count", std::to_string(far->holes)},
                                                     {"distance", base::number(far->distance_m / 1000, 3)},
                                                     {"cells", base::grouped(far->cells_without)}});
        }
    const double larger = std::max(1.05, std::cbrt(bytes / std::max(room, 1e6)) * 1.05);
    const auto size = [&](double now) { return base::number(now * larger, 2); };
    return Message("project.size.larger_blocks", {{"u", size(recipe.grid.size_u_m)},
                                                  {"v", size(recipe.grid.size_v_m)},
                                                  {"w", size(recipe.grid.size_w_m)}});
}

base::Expected<WorkSize> grid_size(const Project& project) {
    WorkSize work;
    const GridPreview preview = preview_grid(project.recipe, project.results);
    if (!preview.geometry) return work;  // refused by the stage itself, which knows why
    work.cells = preview.cells;
    work.fix = grid_fix(project.recipe, project.results, 1, 1, work.place);
    return work;
}

base::Expected<WorkSize> model_size(const Project& project) {
    WorkSize work;
    if (project.recipe.model.file.empty()) return work;
    // Of a table of another program its start tells; a file that cannot be told by it is weighed by its size,
    // and the stage says what is wrong with it.
    constexpr double per_byte = 1.5, bytes_per_second = 8e7;
    const double bytes = file_bytes(project, {project.recipe.model.file});
    work = {bytes / 60, "project.size.rows", per_byte * bytes, bytes / bytes_per_second, {}, {}};
    if (const auto need = io::model_need(project.recipe.model, project.recipe.folder)) {
        work.cells = need->rows;
        work.bytes = need->bytes;
        work.seconds = need->seconds;
    }
    work.fix = Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

base::Expected<WorkSize> estimate_size(const Project& project) {
    WorkSize work;
    if (project.model_source.empty() && !project.recipe.model.file.empty())
        return work;  // it is there already
    if (!project.model_source.empty()) {
        constexpr double per_byte = 6, bytes_per_second = 3e7;
        const double bytes = file_bytes(project, {project.model_source});
        work = {bytes / 40, "project.size.rows", per_byte * bytes, bytes / bytes_per_second, {}, {}};
        work.fix = Message("project.size.raise_limit");
        work.place.field = "general.memory_limit";
        return work;
    }
    const Results& results = project.results;
    if (!results.drilling.composites || !results.estimate.geometry) return work;
    const BlocksSize size = blocks_size(project.recipe, results, *results.estimate.geometry);
    work.cells = size.blocks;
    work.bytes = size.estimate_bytes;
    work.seconds = size.seconds;
    work.fix = grid_fix(project.recipe, results, work.bytes,
                        memory_limit(project.recipe) - base::process_memory(), work.place);
    return work;
}

base::Expected<WorkSize> validate_size(const Project& project) {
    WorkSize work;
    const Results& results = project.results;
    const geostat::ValidationRule& rule = project.recipe.validate;
    const auto& model = results.estimate.model;
    if (!rule.use || !project.model_file().empty() || !model || !results.drilling.composites) return work;
    const auto elements = static_cast<double>(project.elements().size());
    const auto samples = static_cast<double>(results.drilling.composites->size());
    const double tried = std::min(samples, static_cast<double>(rule.samples));
    const double blocks = std::min(static_cast<double>(model->block_count()), rule.blocks + 512.0);
    const double leaves = std::min(static_cast<double>(model->leaf_count()), blocks / 8 + 1);
    work.cells = elements * (2 * tried + blocks);
    // Grades and nearest neighbours of the blocks, and the samples' index with what each of them gave.
    work.bytes = columns_bytes(leaves, 2 * elements + 1, 1) + samples * 400 + tried * elements * 60 + blocks * 24;
    work.seconds = (2 * estimate_seconds(project.recipe, tried, 1) * elements + blocks * elements * 6e-7) / base::thread_limit();
    work.fix = Message("project.size.fewer_validated");
    work.place.field = "validate.blocks";
    return work;
}

base::Expected<WorkSize> simulate_size(const Project& project) {
    WorkSize work;
    const SimulationNeed need = simulation_need(project);
    work.cells = need.blocks * project.recipe.simulate.realisations;
    work.bytes = need.bytes;
    work.seconds = need.seconds / base::thread_limit();
    work.fix = Message("project.size.fewer_realisations");
    work.place.field = "simulate.realisations";
    return work;
}

base::Expected<WorkSize> uncertainty_size(const Project& project) {
    WorkSize work;
    const auto& model = project.results.unvalued();
    if (simulated_element(project).empty() || !model || project.recipe.commodity.empty()) return work;
    // Realisations that are gone are made again.
    const SimulationNeed need = project.results.simulation.realisations ? SimulationNeed{} : simulation_need(project);
    const auto blocks = static_cast<double>(model->block_count()), leaves = static_cast<double>(model->leaf_count());
    const auto elements = static_cast<double>(project.elements().size());
    work.cells = blocks * project.recipe.simulate.realisations;
    work.bytes = need.bytes + evaluation_bytes(project.recipe, leaves, blocks, elements) + columns_bytes(leaves, 1, 0);
    work.seconds = need.seconds / base::thread_limit() + 6e-7 * work.cells / base::thread_limit();
    work.fix = Message("project.size.fewer_realisations");
    work.place.field = "simulate.realisations";
    return work;
}

base::Expected<WorkSize> pits_size(const Project& project) {
    WorkSize work;
    const auto& model = project.results.value.model;
    if (!project.recipe.pits.use || !model) return work;
    work.cells = static_cast<double>(model->geometry().cell_count());
    work.bytes = pits::study_bytes(*model, project.recipe.pits);
    work.seconds = 5e-7 * work.cells + 2e-7 * work.cells * 13;
    work.fix = Message("project.size.fewer_pits");
    work.place.field = "pits.use";
    return work;
}

base::Expected<WorkSize> scenarios_size(const Project& project) {
    WorkSize work;
    const auto& model = project.results.value.model;
    if (project.scenarios.empty() || !model) return work;
    const auto leaves = static_cast<double>(model->leaf_count());
    work.cells = static_cast<double>(model->block_count());
    // One evaluated copy at a time beside the masks of both ends; a column of a byte per scenario.
    work.bytes = columns_bytes(leaves, 5, static_cast<double>(project.scenarios.size())) + leaves * 64 * 6;
    double evaluations = 0;
    for (const Scenario& scenario : project.scenarios) {
        const auto pair = scenario_pair(project.recipe, nullptr, &scenario);
        if (pair) evaluations += std::ldexp(1.0, static_cast<int>(pair->parts.size())) + 2;
    }
    work.seconds = 4e-7 * work.cells * evaluations;
    work.fix = Message("project.size.raise_limit");
    work.place.field = "general.memory_limit";
    return work;
}

base::Expected<WorkSize> evaluate_size(const Project& project) {
    WorkSize work;
    const Results& results = project.results;
    const auto& model = results.unvalued();
    if (!model || project.recipe.commodity.empty()) return work;
    const auto leaves = static_cast<double>(model->leaf_count());
    work.cells = static_cast<double>(model->block_count());
    work.bytes =
        evaluation_bytes(project.recipe, leaves, work.cells, static_cast<double>(project.elements().size()));
    if (const auto& study = results.occurrence.study)
        work.bytes += columns_bytes(leaves, 0, static_cast<double>(study->plan.elements.size()));
    work.seconds = 4e-7 * work.cells;
    if (!project.model_file().empty()) {
        work.fix = Message("project.size.raise_limit");
        work.place.field = "general.memory_limit";
        return work;
    }
    work.fix = grid_fix(project.recipe, results, work.bytes,
                        memory_limit(project.recipe) - base::process_memory(), work.place);
    return work;
}

}  // namespace orelens::project
