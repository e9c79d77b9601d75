// The picture of a report's first page: a section through the middle of the deposit, seen square on, with letters
// that can be read on paper.
#pragma once

#include <string>

#include "core/base/Text.h"
#include "ui/scene/Scene.h"

namespace orelens::scene {

/// Of the picture, in pixels; it is printed as wide as the text of an A4 page.
inline constexpr int section_width = 2000, section_height = 600;
inline constexpr double paper_width_mm = 174;
/// The smallest letters that a page should hold, and how far a picture may shrink to fit its page.
inline constexpr double least_points = 8, most_shrunk = 0.8;

/// Pixel ratio at which the smallest letters of a picture are `points` high on a page, printed `shrunk` times the
/// width of its text.
double paper_ratio(int pixels_wide, double points, double shrunk = 1);

/// A vertical slab through the middle of the bulk along its longer side, on the map's axes.
struct PaperSection {
    bool eastward = true;  ///< runs along easting, seen from the south; else along northing, seen from the east
    double at_m = 0;       ///< northing of an eastward section, else easting
    double thickness_m = 0;
};
PaperSection paper_section(const Scene& scene);
/// Cuts the scene so and looks at it square on; blocks are coloured by what is usable where they are evaluated.
void show(Scene& scene, const PaperSection& section, double aspect);
/// What stands below it: "Section at northing 5,060 m, 20 m thick, seen from the south", and the price with the usable
/// tonnes and blocks of the whole deposit, as the panel has them.
std::string words_of(const Scene& scene, const PaperSection& section, base::Language language);

}  // namespace orelens::scene
