// Colours: perceptual ramps, categories and status, all told apart by colour-blind readers too.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ui/scene/Look.h"

namespace orelens::scene {

using Rgb = std::array<float, 3>;

/// t in [0, 1], clamped; NaN gives `missing_colour`.
Rgb ramp(ColourMap map, double t);
/// White in the middle.
bool is_diverging(ColourMap map);
/// Evenly between stops, as `ramp`; at least one.
Rgb between_stops(const std::vector<Rgb>& stops, double t);
/// Cycles after 12.
Rgb category(int n);
/// Usable, technical, unrecoverable, unassigned, excluded.
inline constexpr int status_count = 5;
std::array<Rgb, status_count> status_colours(bool dark);
/// What a scenario makes of a block: usable in both, activated, deactivated, usable in neither, unknown.
std::array<Rgb, 5> change_colours(bool dark);
/// Blocks of a model that says nothing about use; not the colour of any status.
Rgb not_evaluated_colour(bool dark);
Rgb missing_colour(bool dark);
/// Most of the colour taken out: for what belongs to other parameters than those shown.
Rgb faded(const Rgb& colour);

/// The part of a theme the scene draws with.
struct Theme {
    Rgb background_low, background_high;  ///< bottom and top of the gradient; plain uses the bottom
    Rgb text, faint;                      ///< texts, and grid lines
    Rgb waste;                            ///< tint of ghosts and of waste that is shown
    Rgb accent;                           ///< highlights
    Rgb plate;                            ///< behind legends
};
const Theme& theme(bool dark);

/// A colour key: a ramp with a scale, or categories.
struct Legend {
    std::string title;  ///< with unit
    bool categorical = false;
    std::vector<std::pair<Rgb, std::string>> entries;  ///< categorical; below a ramp what lies on no scale
    std::vector<Rgb> ramp;                             ///< low to high
    double low = 0, high = 1;
    bool logarithmic = false;
    bool open_low = false, open_high = false;  ///< values beyond the ends take the end colours
    double marker = 0;                         ///< the price on a break-even ramp
    bool has_marker = false;
    [[nodiscard]] bool empty() const { return entries.empty() && ramp.empty(); }
    bool operator==(const Legend&) const = default;
};

/// A range worth colouring: from the 2nd to the 98th percentile, widened to round numbers within the data's
/// own extremes. `values` are reordered; NaN and ±∞ are left out.
struct ValueRange {
    double low = 0, high = 1;
    bool open_low = false, open_high = false;
    [[nodiscard]] double at(double value) const { return (value - low) / (high - low); }
};
ValueRange value_range(std::vector<float> values);

/// Steps of 1, 2, 2.5 or 5 times a power of ten; at most `most` of them in [low, high].
std::vector<double> round_ticks(double low, double high, int most);

}  // namespace orelens::scene
