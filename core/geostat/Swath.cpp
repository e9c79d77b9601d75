#include "core/geostat/Swath.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;

constexpr double most_slices = 1e5;
/// Leaves of which the sums are made together, whatever the number of threads.
constexpr std::size_t leaves_together = 256;

struct Sum {
    std::int64_t count = 0;
    double weight = 0, total = 0;
    void add(double value, double w) {
        ++count;
        weight += w;
        total += w * value;
    }
    void add(const Sum& other) {
        count += other.count;
        weight += other.weight;
        total += other.total;
    }
    [[nodiscard]] double mean() const {
        return weight > 0 ? total / weight : std::numeric_limits<double>::quiet_NaN();
    }
};

base::Expected<void> check(const BlockModel& model, const std::string& column, std::size_t values,
                           std::size_t weights) {
    const blocks::ColumnInfo* info = model.info(column);
    if (info == nullptr || info->type != blocks::ColumnType::real)
        return base::fail(ErrorKind::data, Message("geostat.no_such_column", {{"column", column}}));
    if (weights != 0 && weights != values)
        return base::fail(ErrorKind::data, Message("geostat.unequal_lengths", {{"element", column}}));
    return {};
}

/// Calls body(sums, block, value) for every block with a grade; sums are added up in the order of leaves.
template <class Result, class Body>
base::Expected<Result> over_blocks(const BlockModel& model, const std::string& column, const Result& empty,
                                   const base::Progress& progress, const Body& body) {
    const auto leaves = model.real_leaves(column);
    const std::size_t parts = (leaves.size() + leaves_together - 1) / leaves_together;
    std::vector<Result> of_part(parts, empty);
    base::parallel_for(parts, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t part = begin; part < end; ++part)
            for (std::size_t leaf = part * leaves_together;
                 leaf < std::min(leaves.size(), (part + 1) * leaves_together); ++leaf) {
                if (progress.cancelled()) return;
                for (int n = 0; n < 512; ++n)
                    if (model.leaf(leaf).is_active(n) && !std::isnan(leaves[leaf][n]))
                        body(of_part[part], model.leaf(leaf).index(n), leaves[leaf][n]);
            }
    });
    if (progress.cancelled()) return base::cancelled();
    Result all = empty;
    for (const Result& part : of_part)
        for (std::size_t k = 0; k < all.size(); ++k) all[k].add(part[k]);
    return all;
}

bool takes_part(std::span<const double> values, std::span<const double> weights, std::size_t n) {
    return !std::isnan(values[n]) && (weights.empty() || weights[n] > 0);
}

/// Slices of a line: which one a place is in.
struct Slices {
    std::array<double, 3> unit{};
    double width = 1;
    std::int64_t first = 0, count = 0;
    [[nodiscard]] std::int64_t number(const std::array<double, 3>& p) const {
        const double along = unit[0] * p[0] + unit[1] * p[1] + unit[2] * p[2];
        return static_cast<std::int64_t>(std::floor(along / width));
    }
};

/// From the corners of the grid and the samples, so that every place falls into one.
base::Expected<Slices> slices_of(const BlockModel& model, std::span<const std::array<double, 3>> places,
                                 const SwathRule& rule) {
    const auto& d = rule.direction;
    const double length = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    if (!(length > 0 && std::isfinite(length)) || !(rule.width_m > 0 && std::isfinite(rule.width_m)))
        return base::fail(ErrorKind::data, Message("geostat.bad_swath"));
    Slices slices{.unit = {d[0] / length, d[1] / length, d[2] / length}, .width = rule.width_m};
    double low = std::numeric_limits<double>::infinity(), high = -low;
    const auto reach = [&](const std::array<double, 3>& p) {
        const double along = slices.unit[0] * p[0] + slices.unit[1] * p[1] + slices.unit[2] * p[2];
        low = std::min(low, along);
        high = std::max(high, along);
    };
    const auto& grid = model.geometry();
    for (int corner = 0; corner < 8; ++corner)
        reach(grid.to_world({corner % 2 == 0 ? 0.0 : grid.count[0], corner / 2 % 2 == 0 ? 0.0 : grid.count[1],
                             corner / 4 == 0 ? 0.0 : grid.count[2]}));
    for (const auto& p : places) reach(p);
    if (!((high - low) / rule.width_m < most_slices))
        return base::fail(ErrorKind::data, Message("geostat.bad_swath"));
    slices.first = static_cast<std::int64_t>(std::floor(low / slices.width));
    slices.count = static_cast<std::int64_t>(std::floor(high / slices.width)) - slices.first + 1;
    return slices;
}

}  // namespace

base::Expected<Swath> swath(const BlockModel& model, const std::string& column,
                            std::span<const std::array<double, 3>> places, std::span<const double> values,
                            std::span<const double> weights, const SwathRule& rule,
                            const base::Progress& progress) {
    if (auto sound = check(model, column, values.size(), weights.size()); !sound)
        return std::unexpected(sound.error());
    if (places.size() != values.size())
        return base::fail(ErrorKind::data, Message("geostat.unequal_lengths", {{"element", column}}));
    const auto slices = slices_of(model, places, rule);
    if (!slices) return std::unexpected(slices.error());
    const std::vector<Sum> empty(static_cast<std::size_t>(slices->count));
    const auto at = [&](const std::array<double, 3>& p) {
        return static_cast<std::size_t>(
            std::clamp<std::int64_t>(slices->number(p) - slices->first, 0, slices->count - 1));
    };
    const auto of_blocks =
        over_blocks(model, column, empty, progress,
                    [&](std::vector<Sum>& sums, const blocks::Index3& block, double value) {
                        sums[at(model.geometry().centre(block))].add(value, 1);
                    });
    if (!of_blocks) return std::unexpected(of_blocks.error());
    std::vector<Sum> of_samples = empty;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (takes_part(values, weights, n))
            of_samples[at(places[n])].add(values[n], weights.empty() ? 1 : weights[n]);

    std::size_t begin = 0, end = empty.size();
    const auto nothing = [&](std::size_t k) {
        return (*of_blocks)[k].count == 0 && of_samples[k].count == 0;
    };
    while (begin < end && nothing(begin)) ++begin;
    while (end > begin && nothing(end - 1)) --end;
    Swath out;
    out.width_m = slices->width;
    for (std::size_t k = begin; k < end; ++k) {
        out.from_m.push_back(static_cast<double>(slices->first + static_cast<std::int64_t>(k)) *
                             slices->width);
        out.blocks.push_back((*of_blocks)[k].count);
        out.block_mean.push_back((*of_blocks)[k].mean());
        out.samples.push_back(of_samples[k].count);
        out.sample_mean.push_back(of_samples[k].mean());
    }
    return out;
}

base::Expected<GlobalBias> global_bias(const BlockModel& model, const std::string& column,
                                       std::span<const double> values, std::span<const double> weights,
                                       const base::Progress& progress) {
    if (auto sound = check(model, column, values.size(), weights.size()); !sound)
        return std::unexpected(sound.error());
    const auto of_blocks = over_blocks(
        model, column, std::vector<Sum>(1), progress,
        [](std::vector<Sum>& sums, const blocks::Index3&, double value) { sums[0].add(value, 1); });
    if (!of_blocks) return std::unexpected(of_blocks.error());
    Sum of_samples;
    for (std::size_t n = 0; n < values.size(); ++n)
        if (takes_part(values, weights, n)) of_samples.add(values[n], weights.empty() ? 1 : weights[n]);
    GlobalBias out;
    out.blocks = of_blocks->front().count;
    out.samples = of_samples.count;
    out.block_mean = of_blocks->front().mean();
    out.sample_mean = of_samples.mean();
    out.bias = out.sample_mean != 0 ? out.block_mean / out.sample_mean - 1
                                    : std::numeric_limits<double>::quiet_NaN();
    return out;
}

}  // namespace orelens::geostat
