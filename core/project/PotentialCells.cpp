// Voxels of other grids on the grid of a study: the cell that holds a centre, or, where cells are finer than voxels, the
// mean over each voxel (potential.md §2).
#include <algorithm>
#include <cmath>

#include "core/potential/Sampling.h"
#include "core/project/PotentialReading.h"

namespace orelens::project::reading {

using base::Expected;

namespace {

bool turned(const blocks::GridGeometry& grid) {
    return grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0;
}

/// The averaged values, and a word on how they were made.
std::vector<float> told(PotentialStudy& study, const std::string& file, potential::Averaged averaged, const blocks::Vec3& cell) {
    const std::int64_t dropped = potential::drop_half_covered(averaged);
    const auto& size = study.evidence.grid.block_size;
    const auto edges = [](const blocks::Vec3& of) { return base::number(of[0], 4) + " × " + base::number(of[1], 4) + " × " + base::number(of[2], 4); };
    study.layer_findings.back().push_back(io::evidence_finding(file, "evidence.averaged", {{"cell", edges(cell)}, {"voxel", edges(size)}, {"count", std::to_string(dropped)}}, 0, base::Severity::info));
    return std::move(averaged.values);
}

/// What a sensitivity must reach to count as seen: flags of 0 and 1 say it themselves, of amounts it must be stated.
Expected<double> least_sensitivity(const PotentialStudy& study, const nlohmann::json& layer, const potential::CellModel& cells) {
    if (layer.contains("least_sensitivity")) return layer.at("least_sensitivity").get<double>();
    if (std::ranges::all_of(cells.sensitivity, [](float v) { return v == 0 || v == 1 || std::isnan(v); })) return 0.5;
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (const float v : cells.sensitivity)
        if (std::isfinite(v)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    return base::fail(base::ErrorKind::usage, base::Message("potential.study.sensitivity", {{"layer", layer.at("id").get<std::string>()}, {"low", base::number(low, 3)}, {"high", base::number(high, 3)}}),
                      {.file = study.file, .field = "least_sensitivity"}, base::Message("potential.study.sensitivity_fix"));
}

}  // namespace

Expected<std::vector<float>> of_cells(PotentialStudy& study, const nlohmann::json& layer, const potential::CellModel& cells) {
    const auto& grid = study.evidence.grid;
    const auto least = least_sensitivity(study, layer, cells);
    if (!least) return std::unexpected(least.error());
    const blocks::Vec3 size = potential::cell_size_in(grid, cells);
    const auto parts = potential::parts_of(grid, size);
    // A mean of codes is no code.
    if (layer.value("nominal", false) || parts == std::array<std::int32_t, 3>{1, 1, 1}) return potential::sample(grid, cells, *least);
    const std::string file = path_in(study, layer.at("file"));
    if (turned(grid)) return told(study, file, potential::average(grid, parts, [&](const blocks::Vec3& at) { return potential::sample(cells, at, *least); }), size);
    auto averaged = potential::average(grid, cells, *least);
    if (!averaged) return std::unexpected(averaged.error());
    return told(study, file, std::move(*averaged), size);
}

std::vector<float> of_grid_cells(PotentialStudy& study, const nlohmann::json& layer, const io::GridCells& cells) {
    const auto& grid = study.evidence.grid;
    const auto value = [&](const blocks::Vec3& place) -> double {
        const auto at = cells.grid.to_grid(place);
        const blocks::Index3 cell{static_cast<std::int32_t>(std::floor(at[0])), static_cast<std::int32_t>(std::floor(at[1])), static_cast<std::int32_t>(std::floor(at[2]))};
        return cells.grid.contains(cell) ? cells.values[static_cast<std::size_t>(cells.grid.linear(cell))] : potential::missing;
    };
    blocks::Vec3 size = cells.grid.block_size;
    if (turned(cells.grid)) size.fill(*std::ranges::min_element(size));
    const auto parts = potential::parts_of(grid, size);
    if (!layer.value("nominal", false) && parts != std::array<std::int32_t, 3>{1, 1, 1}) return told(study, path_in(study, layer.at("file")), potential::average(grid, parts, value), size);
    return std::move(potential::average(grid, {1, 1, 1}, value).values);
}

}  // namespace orelens::project::reading
