#include "ui/scene/Scale.h"

#include <algorithm>
#include <cmath>

#include "ui/scene/Sheet.h"

namespace orelens::scene {
namespace {

/// To so many significant digits, downward or upward.
double rounded(double value, int digits, bool up) {
    if (!(std::abs(value) > 0) || !std::isfinite(value)) return value;
    const double step = std::pow(10, std::floor(std::log10(std::abs(value))) - digits + 1);
    return (up ? std::ceil(value / step - 1e-9) : std::floor(value / step + 1e-9)) * step;
}

float at_share(std::vector<float>& values, double share) {
    const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + n, values.end());
    return values[static_cast<std::size_t>(n)];
}

}  // namespace

double Scale::at(double value) const {
    if (!logarithmic) return range.at(value);
    if (std::isnan(value)) return value;
    if (value <= 0) return 0;
    return std::log(value / range.low) / std::log(range.high / range.low);
}

std::size_t Scale::class_of(double value) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(cutoffs, value) - cutoffs.begin());
}

Rgb Scale::colour(double t) const {
    const double at = reversed ? 1 - t : t;
    return stops.empty() ? ramp(map, at) : between_stops(stops, at);
}

double Scale::class_share(std::size_t n) const {
    return cutoffs.empty() ? 0.5 : static_cast<double>(n) / static_cast<double>(cutoffs.size());
}

Rgb Scale::class_colour(std::size_t n) const {
    // As many colours as classes are those of the classes.
    if (stops.size() == cutoffs.size() + 1) return stops[reversed ? cutoffs.size() - n : n];
    return colour(class_share(n));
}

Rgb Scale::colour_of(double value) const {
    if (std::isnan(value)) return colour(value);
    return classed() ? class_colour(class_of(value)) : colour(at(value));
}

double Scale::glass(double t) const {
    if (std::isnan(t)) return 0.05;
    // What is worth most hides what lies behind it, what is worth least hardly shows.
    const double share = std::pow(std::clamp(t, 0.0, 1.0), 1.6);
    return std::clamp(faintest + (densest - faintest) * share, 0.0, 1.0);
}

Scale make_scale(const ColourScale& asked, ColourMap usual, const ValueRange& of_data, bool symmetric) {
    Scale scale;
    scale.map = asked.map.value_or(usual);
    scale.reversed = asked.reversed;
    scale.stops.assign(asked.colours.begin(), asked.colours.end());
    scale.cutoffs = asked.cutoffs;
    scale.faintest = asked.faintest;
    scale.densest = asked.densest;
    scale.range = of_data;
    const double data_low = of_data.low, data_high = of_data.high;
    if (asked.low) scale.range.low = *asked.low;
    if (asked.high) scale.range.high = *asked.high;
    if (symmetric) {
        // The white middle says zero: one end speaks for both.
        const double end = asked.high  ? std::abs(*asked.high)
                           : asked.low ? std::abs(*asked.low)
                                       : std::max(std::abs(of_data.low), std::abs(of_data.high));
        scale.range.low = -end;
        scale.range.high = end;
    } else {
        scale.logarithmic = asked.logarithmic;
    }
    if (!(scale.range.high > scale.range.low)) {
        // An end that is asked for stays; the other one gives way.
        const double wide = std::max(std::abs(scale.range.low) * 0.1, 1e-6);
        if (asked.high && !asked.low)
            scale.range.low = scale.range.high - wide;
        else
            scale.range.high = scale.range.low + wide;
    }
    if (scale.logarithmic && !(scale.range.high > 0)) scale.logarithmic = false;
    if (scale.logarithmic && !(scale.range.low > 0)) scale.range.low = scale.range.high / 1000;
    scale.range.open_low = (of_data.open_low && scale.range.low >= data_low) || scale.range.low > data_low;
    scale.range.open_high = (of_data.open_high && scale.range.high <= data_high) || scale.range.high < data_high;
    return scale;
}

ValueRange logarithmic_range(std::vector<float> values) {
    std::vector<float> positive;
    for (const float v : values)
        if (std::isfinite(v) && v > 0) positive.push_back(v);
    if (positive.empty()) return value_range(std::move(values));
    ValueRange range;
    range.low = rounded(static_cast<double>(at_share(positive, 0.02)), 2, false);
    range.high = rounded(static_cast<double>(at_share(positive, 0.98)), 2, true);
    if (!(range.high > range.low)) range.high = 10 * range.low;
    range.open_low = std::ranges::any_of(values, [&](float v) { return static_cast<double>(v) < range.low; });
    range.open_high =
        std::ranges::any_of(positive, [&](float v) { return static_cast<double>(v) > range.high; });
    return range;
}

std::string cutoff_text(double value) {
    int decimals = 0;
    for (double scaled = value; decimals < 6; ++decimals, scaled *= 10)
        if (std::abs(scaled - std::round(scaled)) <= 1e-9 * std::max(1.0, std::abs(scaled))) break;
    return pretty(value, decimals);
}

Legend scale_legend(const Scale& scale, const std::string& title, const std::string& unit) {
    Legend legend;
    legend.title = unit.empty() ? title : title + " (" + unit + ")";
    if (scale.classed()) {
        legend.categorical = true;
        const std::size_t last = scale.cutoffs.size();
        for (std::size_t back = 0; back <= last; ++back) {
            const std::size_t n = last - back;
            std::string words;
            if (n == last)
                words = "≥ " + cutoff_text(scale.cutoffs[n - 1]);
            else if (n == 0)
                words = "< " + cutoff_text(scale.cutoffs[0]);
            else
                words = cutoff_text(scale.cutoffs[n - 1]) + " – " + cutoff_text(scale.cutoffs[n]);
            legend.entries.emplace_back(scale.class_colour(n), words);
        }
        return legend;
    }
    for (int n = 0; n < 64; ++n) legend.ramp.push_back(scale.colour(n / 63.0));
    legend.low = scale.range.low;
    legend.high = scale.range.high;
    legend.logarithmic = scale.logarithmic;
    legend.open_low = scale.range.open_low;
    legend.open_high = scale.range.open_high;
    return legend;
}

std::vector<double> quantile_cutoffs(std::vector<float> values, std::size_t classes) {
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    std::vector<double> cutoffs;
    if (values.empty()) return cutoffs;
    std::ranges::sort(values);
    for (std::size_t n = 1; n < classes; ++n) {
        const double share = static_cast<double>(n) / static_cast<double>(classes);
        const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
        const auto value = static_cast<double>(values[at]);
        // To the nearest of three digits: readable, and still between the same neighbours in all but the closest cases.
        const double step = std::abs(value) > 0 ? std::pow(10, std::floor(std::log10(std::abs(value))) - 2) : 1;
        const double cutoff = std::round(value / step) * step;
        if ((cutoffs.empty() || cutoff > cutoffs.back()) && cutoff > static_cast<double>(values.front()))
            cutoffs.push_back(cutoff);
    }
    return cutoffs;
}

}  // namespace orelens::scene
