#include "core/blocks/LatticeFit.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/base/StoppableOrder.h"

namespace orelens::blocks {
namespace {

/// Steps that are this part of the smallest gap are tried: layers may be missing between any two.
constexpr int most_parts = 12;
/// More places than this along an axis are no grid.
constexpr double most_along = 2e6;

/// Sorted values with those closer than `eps` to their neighbour taken as one, at their middle.
std::vector<double> places_of(const std::vector<double>& sorted, double eps) {
    std::vector<double> places;
    for (std::size_t n = 0; n < sorted.size();) {
        std::size_t end = n + 1;
        while (end < sorted.size() && sorted[end] - sorted[end - 1] <= eps) ++end;
        places.push_back((sorted[n] + sorted[end - 1]) / 2);
        n = end;
    }
    return places;
}

/// Walks the places with a step that sharpens as the way grows longer.
std::optional<AxisFit> walk(const std::vector<double>& places, double step, bool stated, double tolerance) {
    AxisFit fit;
    fit.first = places.front();
    fit.step = step;
    const double start = step;
    double index = 0;
    for (std::size_t n = 1; n < places.size(); ++n) {
        const double ahead = std::round((places[n] - fit.first) / fit.step);
        if (ahead <= index || ahead > most_along) return std::nullopt;
        index = ahead;
        const double off = std::abs(places[n] - fit.first - index * fit.step);
        if (off > 2 * tolerance * start) return std::nullopt;
        if (!stated) fit.step = (places[n] - fit.first) / index;
    }
    fit.count = static_cast<std::int64_t>(index) + 1;
    // Middle of the residuals, so that one rounded end does not shift all.
    double low = 0, high = 0;
    for (const double place : places) {
        const double off = place - fit.first - std::round((place - fit.first) / fit.step) * fit.step;
        low = std::min(low, off);
        high = std::max(high, off);
    }
    fit.first += (low + high) / 2;
    fit.residual = (high - low) / 2;
    if (fit.residual > tolerance * fit.step) return std::nullopt;
    return fit;
}

std::optional<AxisFit> fit_places(const std::vector<double>& places, double tolerance) {
    double gap = std::numeric_limits<double>::infinity();
    for (std::size_t n = 1; n < places.size(); ++n) gap = std::min(gap, places[n] - places[n - 1]);
    for (int parts = 1; parts <= most_parts; ++parts)
        if (auto fit = walk(places, gap / parts, false, tolerance)) return fit;
    return std::nullopt;
}

/// Ascending order; false: cancelled.
bool sort_values(std::vector<double>& values, const base::Progress& progress) {
    return base::order_unless_cancelled(
        &progress, std::less<>(), [&](const auto& less) { std::sort(values.begin(), values.end(), less); });
}

/// The gap that parts rounding from steps: below the largest jump in the sorted gaps.
double noise_level(const std::vector<double>& sorted, const base::Progress& progress) {
    std::vector<double> gaps;
    for (std::size_t n = 1; n < sorted.size(); ++n)
        if (sorted[n] > sorted[n - 1]) gaps.push_back(sorted[n] - sorted[n - 1]);
    if (!sort_values(gaps, progress)) return 0;
    double best = 3, level = 0;
    for (std::size_t n = 1; n < gaps.size(); ++n)
        if (gaps[n] / gaps[n - 1] > best) {
            best = gaps[n] / gaps[n - 1];
            level = gaps[n - 1] * std::sqrt(best);
        }
    return level;
}

double fill(const std::optional<AxisFit>& fit, std::size_t places) {
    return fit ? static_cast<double>(places) / static_cast<double>(fit->count) : 0;
}

}  // namespace

std::optional<AxisFit> fit_axis(std::vector<double> values, double step, double tolerance,
                                const base::Progress& progress) {
    if (values.empty() || !sort_values(values, progress)) return std::nullopt;
    const double range = values.back() - values.front();
    const double rounding = 1e-9 * std::max({std::abs(values.back()), std::abs(values.front()), range});
    const std::vector<double> exact = places_of(values, rounding);
    if (exact.size() == 1) return AxisFit{exact.front(), step, 1, range / 2};
    if (step > 0) return walk(places_of(values, 2 * tolerance * step), step, true, tolerance);
    auto fit = fit_places(exact, tolerance);
    if (fill(fit, exact.size()) >= 0.05) return fit;
    // Either layers are missing, or the values are rounded: then their groups are the places.
    const double noise = noise_level(exact, progress);
    if (noise <= 0) return fit;
    const std::vector<double> groups = places_of(exact, noise);
    if (groups.size() == 1) return fit ? fit : AxisFit{groups.front(), step, 1, range / 2};
    const auto rounded = fit_places(groups, tolerance);
    return fill(rounded, groups.size()) > fill(fit, exact.size()) ? rounded : fit;
}

std::optional<ValueRange> value_range(std::size_t count, const AxisValues& values,
                                      const base::Progress& progress) {
    std::vector<ValueRange> ranges((count + axis_piece - 1) / axis_piece);
    const bool done =
        base::parallel_pieces(count, axis_piece, progress, [&](std::size_t begin, std::size_t end) {
            std::vector<double> some(end - begin);
            values(begin, end, some.data());
            for (const double value : some) ranges[begin / axis_piece].take(value);
        });
    if (!done) return std::nullopt;
    ValueRange whole;
    for (const ValueRange& range : ranges) {
        whole.take(range.low);
        whole.take(range.high);
    }
    return whole;
}

std::optional<std::vector<double>> different_values(std::size_t count, const AxisValues& values,
                                                    const base::Progress& progress) {
    constexpr std::size_t piece = 4 * axis_piece;
    std::vector<double> all;
    const auto sort_unique = [&](std::vector<double>& list) {
        if (!sort_values(list, progress)) return false;
        list.erase(std::unique(list.begin(), list.end()), list.end());
        return true;
    };
    // Piece by piece, so that what repeats is not held more than once per piece.
    const bool gathered =
        base::ordered_pieces(count, piece, progress, [&](std::size_t begin, std::size_t end) {
            std::vector<double> some(end - begin);
            values(begin, end, some.data());
            if (sort_unique(some)) all.insert(all.end(), some.begin(), some.end());
        });
    if (!gathered || !sort_unique(all)) return std::nullopt;
    return all;
}

std::optional<AxisFit> extend_axis(const AxisFit& fit, std::size_t count, const AxisValues& values,
                                   bool sharpen, const base::Progress& progress) {
    AxisFit all = fit;
    const auto whole = value_range(count, values, progress.part(0, 0.5));
    if (!whole) return std::nullopt;
    if (fit.step <= 0) {
        all.first = (whole->low + whole->high) / 2;
        all.residual = (whole->high - whole->low) / 2;
        return all;
    }
    const double lowest = std::round((whole->low - fit.first) / fit.step);
    const double places = std::round((whole->high - fit.first) / fit.step) - lowest;
    all.first = fit.first + lowest * fit.step;
    all.count = static_cast<std::int64_t>(std::min(places, 9e15)) + 1;
    if (sharpen && places > 0) {
        const double step = (whole->high - whole->low) / places;
        if (std::abs(step - fit.step) * places < 0.5 * fit.step) {
            all.step = step;
            all.first = whole->low;
        }
    }
    const auto distance = [&](std::size_t begin, std::size_t end, double* to) {
        values(begin, end, to);
        for (double* value = to; value < to + (end - begin); ++value) {
            const double at = (*value - all.first) / all.step;
            *value = (at - std::round(at)) * all.step;
        }
    };
    const auto off = value_range(count, distance, progress.part(0.5, 1));
    if (!off) return std::nullopt;
    all.first += (off->low + off->high) / 2;
    all.residual = (off->high - off->low) / 2;
    return all;
}

}  // namespace orelens::blocks
