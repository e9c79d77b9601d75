// The demonstration project: a seeded, SYNTHETIC porphyry Cu–Mo–Au–Ag–S deposit as files a user could have
// brought, and the recipe that carries it from drillholes to the price slider. Nothing in it is measured.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Text.h"
#include "core/demonstration/Drilling.h"
#include "core/project/Recipe.h"

namespace orelens::demonstration {

struct Options {
    std::uint64_t seed = 20260101;
    int holes = 120;         ///< at least 24
    /// Adds the ground as a topography surface, levels of blocks up to above it, and pits under it.
    bool ground = false;
    /// Adds flow systems of copper, aluminium and lithium in twelve cities (Flows.h), names one in the recipe, and adds a
    /// project of flows alone.
    bool flows = false;
    base::Language flow_names = base::Language::english;  ///< of what stands in them
    double block_scale = 1;  ///< 1 = 10 m blocks, 990 000 of them; 4 = 40 m for quick tests; within 0.5…20
};

/// Names of the files in the folder.
inline constexpr const char* demonstration_recipe_file = "demonstration.orelens.json";
inline constexpr const char* flow_system_file = "synthetic_flows_base.json";
inline constexpr const char* flows_recipe_file = "synthetic_flows.orelens.json";  ///< a project of flows alone

/// The recipe, with file names relative to its folder.
project::Recipe demonstration_recipe(const Options& options);

/// A project of flows alone, with prices of its metals.
project::Recipe flows_recipe();

/// The mine record of two made-up years, as JSON for io/MineRecordFile.
std::string demonstration_mine_record();

/// Elevations of the ground every 25 m over the estimated box and a margin about it, as an ESRI ASCII grid.
std::string demonstration_ground(const Options& options);

/// Names of the files that write_demonstration makes.
std::vector<std::string> demonstration_files(const Options& options = {});

/// Writes collar, survey, assay and lithology tables, the mine record, README files and the recipe; makes the
/// folder when it is not there. Same options, same bytes. Returns the recipe's path.
base::Expected<std::string> write_demonstration(const std::string& folder, const Options& options);

}  // namespace orelens::demonstration
