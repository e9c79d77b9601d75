#include "core/geostat/ModelChecks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/geostat/Swath.h"
#include "core/statistics/Missing.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

using statistics::missing;

double block_edge_along(const blocks::GridGeometry& geometry, const std::array<double, 3>& direction) {
    const auto axes = geometry.axes();
    double longest = 0;
    for (int e = 0; e < 3; ++e) {
        const double along = std::abs(axes[e][0] * direction[0] + axes[e][1] * direction[1] + axes[e][2] * direction[2]);
        longest = std::max(longest, along * geometry.block_size[e]);
    }
    return longest;
}

/// From the blocks that there are, not from the grid around them.
double extent_along(const blocks::BlockModel& model, const std::array<double, 3>& direction) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const auto p = model.geometry().centre(model.leaf(leaf).index(n));
            const double along = p[0] * direction[0] + p[1] * direction[1] + p[2] * direction[2];
            low = std::min(low, along);
            high = std::max(high, along);
        }
    return high >= low ? high - low : 0;
}

double width_of(const blocks::BlockModel& model, const std::array<double, 3>& direction, const ValidationRule& rule) {
    if (rule.swath_width_m > 0) return rule.swath_width_m;
    const double edge = block_edge_along(model.geometry(), direction);
    return edge * std::max(1.0, std::ceil((extent_along(model, direction) + edge) / 20 / edge - 1e-9));
}

std::vector<SwathLine> lines_wanted(const ValidationRule& rule) {
    std::vector<SwathLine> lines(3);
    lines[0] = {.axis = SwathAxis::east, .direction = {1, 0, 0}};
    lines[1] = {.axis = SwathAxis::north, .direction = {0, 1, 0}};
    lines[2] = {.axis = SwathAxis::up, .direction = {0, 0, 1}};
    if (!std::isnan(rule.swath_azimuth_deg)) {
        const double a = rule.swath_azimuth_deg * std::numbers::pi / 180, d = rule.swath_dip_deg * std::numbers::pi / 180;
        lines.push_back({.axis = SwathAxis::stated,
                         .direction = {std::sin(a) * std::cos(d), std::cos(a) * std::cos(d), -std::sin(d)}});
    }
    return lines;
}

/// Slices are alike in both, but each begins with the first that holds something.
void put_nearest(const Swath& nearest, SwathLine& line) {
    for (std::size_t k = 0; k < nearest.from_m.size(); ++k) {
        const auto at = std::ranges::find_if(
            line.from_m, [&](double from) { return std::abs(from - nearest.from_m[k]) < line.width_m / 2; });
        if (at != line.from_m.end())
            line.nearest[static_cast<std::size_t>(at - line.from_m.begin())] = nearest.block_mean[k];
    }
}

void judge_slices(SwathLine& line, int least) {
    double off = 0, all = 0;
    for (std::size_t k = 0; k < line.from_m.size(); ++k) {
        if (line.samples[k] < least || std::isnan(line.model[k]) || std::isnan(line.nearest[k])) continue;
        ++line.judged;
        off += static_cast<double>(line.blocks[k]) * std::abs(line.model[k] - line.nearest[k]);
        all += static_cast<double>(line.blocks[k]) * line.nearest[k];
    }
    line.deviation = all > 0 ? off / all : missing;
}

}  // namespace

std::vector<double> grades_of(const blocks::BlockModel& model, const std::string& column) {
    std::vector<double> grades;
    const auto leaves = model.real_leaves(column);
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n) && !std::isnan(leaves[leaf][n]))
                grades.push_back(static_cast<double>(leaves[leaf][n]));
    return grades;
}

MeanCheck mean_check(const blocks::BlockModel& model, const std::string& column, const std::string& nearest_column,
                     const ReferenceData& data) {
    MeanCheck check;
    const auto ours = model.real_leaves(column), nearest = model.real_leaves(nearest_column);
    double sum = 0, other = 0;
    for (std::size_t leaf = 0; leaf < ours.size(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n) || std::isnan(ours[leaf][n]) || std::isnan(nearest[leaf][n])) continue;
            ++check.blocks;
            sum += static_cast<double>(ours[leaf][n]);
            other += static_cast<double>(nearest[leaf][n]);
        }
    const auto n = static_cast<double>(check.blocks);
    check.model = check.blocks > 0 ? sum / n : missing;
    check.nearest = check.blocks > 0 ? other / n : missing;
    const statistics::Moments weighted = statistics::moments(data.values, data.weights), plain = statistics::moments(data.values);
    check.samples = plain.count;
    check.data = weighted.mean;
    check.plain = plain.mean;
    return check;
}

base::Expected<std::vector<SwathLine>> swath_lines(const blocks::BlockModel& model, const std::string& column,
                                                   const std::string& nearest_column, const ReferenceData& data,
                                                   const ValidationRule& rule, const base::Progress& progress) {
    std::vector<SwathLine> lines = lines_wanted(rule);
    for (SwathLine& line : lines) {
        const SwathRule along{line.direction, width_of(model, line.direction, rule)};
        const auto ours = swath(model, column, data.places, data.values, data.weights, along, progress);
        if (!ours) return std::unexpected(ours.error());
        const auto nearest = swath(model, nearest_column, data.places, data.values, data.weights, along, progress);
        if (!nearest) return std::unexpected(nearest.error());
        line.width_m = ours->width_m;
        line.from_m = ours->from_m;
        line.blocks = ours->blocks;
        line.samples = ours->samples;
        line.model = ours->block_mean;
        line.data = ours->sample_mean;
        line.nearest.assign(line.from_m.size(), missing);
        put_nearest(*nearest, line);
        judge_slices(line, rule.slice_samples);
    }
    return lines;
}

}  // namespace orelens::geostat
