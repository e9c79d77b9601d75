// What a grid will be before it is made: box, blocks, memory, time, and what would help where it does not
// fit. For the desktop while parameters are edited, and for `orelens-cli check`.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/project/FarHole.h"
#include "core/project/Recipe.h"
#include "core/project/Results.h"

namespace orelens::project {

struct GridPreview {
    /// Nothing where it cannot be told: a grid that is fitted to samples that are not there yet, or
    /// `refused`.
    std::optional<blocks::GridGeometry> geometry;
    std::optional<base::Error> refused;  ///< more blocks than any grid may have
    std::array<blocks::Vec3, 8>
        corners{};                     ///< of the box, world metres; bit a of the index = far end of axis a
    blocks::Vec3 low{}, high{};        ///< of the corners: easting, northing, elevation
    std::array<double, 3> box_m{};     ///< lengths along u, v, w
    std::array<double, 3> stated_m{};  ///< the recipe's extents; as box_m for a fitted grid
    double cells = 0;                  ///< of the whole box
    double blocks = 0;                 ///< within reach of samples: these take memory
    bool at_most = false;              ///< blocks, bytes and seconds before variograms are fitted
    double bytes = 0;                  ///< peak of estimate and evaluation, beyond what is held now
    double seconds = 0;                ///< rough, for both
    double limit_bytes = 0, held_bytes = 0;
    bool fits = true;
    std::optional<FarHole> far;  ///< one hole that makes the grid
    std::vector<std::string>
        left_out;       ///< holes whose place is beyond belief: the grid is not fitted to them
    base::Message fix;  ///< where it does not fit or is refused
    base::Place place;  ///< parameter and hole of the fix
};

/// Reads composites and variograms of `results` as they are, also when they are older than the recipe.
GridPreview preview_grid(const Recipe& recipe, const Results& results);

/// The preview in words, one sentence each: the grid, its memory, what the box grows to, the hole, the fix.
std::vector<base::Message> preview_words(const GridPreview& preview);

}  // namespace orelens::project
