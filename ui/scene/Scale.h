// A colour scale ready to be used: where a value lies on it and which colour it has there, from what a look asks for
// and what the data hold. A ramp, or classes between cutoffs. Knows no VTK.
#pragma once

#include <string>
#include <vector>

#include "ui/scene/Palette.h"

namespace orelens::scene {

struct Scale {
    ValueRange range;
    bool logarithmic = false;
    ColourMap map = ColourMap::viridis;
    bool reversed = false;
    std::vector<Rgb> stops;       ///< instead of the map
    std::vector<double> cutoffs;  ///< classes; the range is not looked at then
    double faintest = 0.02, densest = 0.92;

    [[nodiscard]] bool classed() const { return !cutoffs.empty(); }
    /// 0…1 along the ramp; NaN for NaN.
    [[nodiscard]] double at(double value) const;
    /// 0 below the first cutoff, cutoffs.size() from the last on.
    [[nodiscard]] std::size_t class_of(double value) const;
    [[nodiscard]] Rgb colour(double t) const;
    [[nodiscard]] Rgb class_colour(std::size_t n) const;
    /// Of a ramp or of classes alike: the colour of a value.
    [[nodiscard]] Rgb colour_of(double value) const;
    /// Opacity as glass; t from 0 to 1.
    [[nodiscard]] double glass(double t) const;
    /// The share of the scale on which a class lies.
    [[nodiscard]] double class_share(std::size_t n) const;
};

/// `of_data`: what the scale covers where the look does not say. `symmetric`: about zero, whatever is asked for.
Scale make_scale(const ColourScale& asked, ColourMap usual, const ValueRange& of_data, bool symmetric);

/// From the 2nd to the 98th percentile of what is above zero, to two digits; as value_range where nothing is.
ValueRange logarithmic_range(std::vector<float> values);

/// A ramp with its ends, or an entry per class, the highest first: "≥ 1.2", "0.5 – 1.2", "< 0.5".
Legend scale_legend(const Scale& scale, const std::string& title, const std::string& unit);
/// The shortest form that tells a cutoff: up to six decimals.
std::string cutoff_text(double value);

/// Cutoffs that part values into so many classes of about the same number each, to three digits; fewer where values
/// repeat. `values` are reordered, NaN and ±∞ left out.
std::vector<double> quantile_cutoffs(std::vector<float> values, std::size_t classes);

}  // namespace orelens::scene
