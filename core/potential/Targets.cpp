#include "core/potential/Targets.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <tuple>

#include "core/base/Vectors.h"
#include "core/potential/Folds.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

Components components(const GridGeometry& grid, std::span<const std::uint8_t> mask, int connectivity) {
    Components made;
    made.of.assign(mask.size(), 0);
    // Neighbours that come before a voxel in flat order, within the connectivity.
    struct Step {
        int i, j, k;
        std::int64_t back;
    };
    std::vector<Step> steps;
    for (int k = -1; k <= 0; ++k)
        for (int j = -1; j <= 1; ++j)
            for (int i = -1; i <= 1; ++i) {
                const int axes = std::abs(i) + std::abs(j) + std::abs(k);
                const std::int64_t back = -grid.linear({i, j, k});
                const bool before = k < 0 || (k == 0 && (j < 0 || (j == 0 && i < 0)));
                if (before && axes <= (connectivity == 6 ? 1 : connectivity == 18 ? 2 : 3)) steps.push_back({i, j, k, back});
            }
    std::vector<std::int32_t> parent{0};
    const auto root = [&](std::int32_t n) {
        while (parent[static_cast<std::size_t>(n)] != n) {
            parent[static_cast<std::size_t>(n)] = parent[static_cast<std::size_t>(parent[static_cast<std::size_t>(n)])];
            n = parent[static_cast<std::size_t>(n)];
        }
        return n;
    };
    const std::int32_t nx = grid.count[0], ny = grid.count[1], nz = grid.count[2];
    std::size_t v = 0;
    for (std::int32_t k = 0; k < nz; ++k)
        for (std::int32_t j = 0; j < ny; ++j)
            for (std::int32_t i = 0; i < nx; ++i, ++v) {
                if (mask[v] == 0) continue;
                std::int32_t mine = 0;
                for (const Step& s : steps) {
                    if (i + s.i < 0 || i + s.i >= nx || j + s.j < 0 || j + s.j >= ny || k + s.k < 0) continue;
                    const std::int32_t other = made.of[v - static_cast<std::size_t>(s.back)];
                    if (other == 0) continue;
                    const std::int32_t theirs = root(other);
                    if (mine == 0) {
                        mine = theirs;
                    } else if (mine != theirs) {
                        // The smaller number stays, so that the first voxel decides the order.
                        const auto [low, high] = std::minmax(mine, theirs);
                        parent[static_cast<std::size_t>(high)] = low;
                        mine = low;
                    }
                }
                if (mine == 0) {
                    mine = static_cast<std::int32_t>(parent.size());
                    parent.push_back(mine);
                }
                made.of[v] = mine;
            }
    std::vector<std::int32_t> number(parent.size(), 0);
    for (std::size_t n = 1; n < parent.size(); ++n)
        number[n] = root(static_cast<std::int32_t>(n)) == static_cast<std::int32_t>(n) ? ++made.count : number[static_cast<std::size_t>(root(static_cast<std::int32_t>(n)))];
    for (std::int32_t& one : made.of) one = number[static_cast<std::size_t>(one)];
    return made;
}

namespace {

struct Near {
    shapes::NearestPoints ore, workings;
};

Near near_of(const Evidence& evidence, const TargetData& data) {
    std::vector<Vec3> ore;
    for (std::size_t v = 0; v < data.labels.size(); ++v)
        if (data.labels[v] == positive) ore.push_back(centre_of(evidence.grid, static_cast<std::int64_t>(v)));
    return {shapes::NearestPoints(std::move(ore)), shapes::NearestPoints(data.workings)};
}

void orient(Target& target, const Eigen::Matrix3d& covariance) {
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(covariance);
    for (int a = 0; a < 3; ++a) target.axis_sd[static_cast<std::size_t>(a)] = std::sqrt(std::max(0.0, solver.eigenvalues()[2 - a]));
    Eigen::Vector3d normal = solver.eigenvectors().col(0);
    if (normal[2] < 0) normal = -normal;
    target.dip_azimuth_deg = std::atan2(normal[0], normal[1]) * 180 / std::numbers::pi;
    if (target.dip_azimuth_deg < 0) target.dip_azimuth_deg += 360;
    target.dip_deg = std::acos(std::min(1.0, std::abs(normal[2]))) * 180 / std::numbers::pi;
    target.has_plane = target.axis_sd[1] >= 1.5 * target.axis_sd[2];
}

Target described(const Evidence& evidence, const TargetData& data, const TargetRule& rule, std::vector<std::int64_t> voxels, const Near& near) {
    const GridGeometry& grid = evidence.grid;
    Target t;
    t.voxels = std::move(voxels);
    const double volume = grid.block_volume(), count = static_cast<double>(t.voxels.size());
    t.volume_m3 = volume * count;
    t.z_min = t.depth_min = t.to_ore_m = t.to_workings_m = std::numeric_limits<double>::infinity();
    t.z_max = t.depth_max = -t.z_min;
    double sum = 0, outside = 0;
    std::vector<Vec3> places;
    for (const std::int64_t v : t.voxels) {
        const auto n = static_cast<std::size_t>(v);
        const Vec3 at = centre_of(grid, v);
        const double p = data.probability[n];
        places.push_back(at);
        sum += p;
        for (std::size_t a = 0; a < 3; ++a) t.centroid[a] += p * at[a];
        t.highest = std::max(t.highest, p);
        t.z_min = std::min(t.z_min, at[2]);
        t.z_max = std::max(t.z_max, at[2]);
        if (data.ground != nullptr) {
            const double depth = data.ground->bilinear(at[0], at[1]) - at[2];
            t.depth_min = std::min(t.depth_min, depth);
            t.depth_max = std::max(t.depth_max, depth);
        }
        t.to_ore_m = std::min(t.to_ore_m, near.ore.nearest(at).distance_m);
        t.to_workings_m = std::min(t.to_workings_m, near.workings.nearest(at).distance_m);
        const bool out = !data.out_of_domain.empty() && data.out_of_domain[n] != 0;
        outside += out;
        if (!out) t.expected_in_domain_m3 += p * volume;
        if (!data.drilled_since.empty() && data.drilled_since[n] != 0) t.status = TargetStatus::drilled_since;
    }
    for (double& c : t.centroid) c /= sum;
    t.mean = sum / count;
    t.expected_volume_m3 = sum * volume;
    t.out_of_domain = data.out_of_domain.empty() ? std::numeric_limits<double>::quiet_NaN() : outside / count;
    t.z_min -= grid.block_size[2] / 2;
    t.z_max += grid.block_size[2] / 2;
    if (data.ground == nullptr) t.depth_min = t.depth_max = std::numeric_limits<double>::quiet_NaN();
    Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
    for (std::size_t n = 0; n < places.size(); ++n) {
        const Vec3 d = base::minus(places[n], t.centroid);
        const Eigen::Vector3d e(d[0], d[1], d[2]);
        covariance += static_cast<double>(data.probability[static_cast<std::size_t>(t.voxels[n])]) / sum * e * e.transpose();
    }
    orient(t, covariance);
    for (const Layer& layer : evidence.layers) {
        double covered = 0;
        for (const std::int64_t v : t.voxels) covered += std::isfinite(layer.values[static_cast<std::size_t>(v)]);
        t.coverage.push_back(covered / count);
    }
    const double reach = rule.extension_m > 0 ? rule.extension_m : 1.5 * *std::ranges::max_element(grid.block_size);
    if (t.status == TargetStatus::fresh && t.to_ore_m <= reach) t.status = TargetStatus::extension;
    return t;
}

}  // namespace

base::Expected<TargetList> find_targets(const Evidence& evidence, const TargetData& data, const TargetRule& rule) {
    const auto limit = static_cast<float>(rule.threshold);
    std::vector<std::uint8_t> mask(evidence.voxels(), 0);
    TargetList made;
    std::int64_t predicted = 0;
    float highest = -std::numeric_limits<float>::infinity();
    for (std::size_t v = 0; v < mask.size(); ++v) {
        const float p = data.probability[v];
        if (evidence.active[v] == 0 || std::isnan(p)) continue;
        highest = std::max(highest, p);
        if (data.labels[v] == positive || (!data.excluded.empty() && data.excluded[v] != 0)) continue;
        ++predicted;  // what could be a target
        mask[v] = p >= limit;
        made.voxels += mask[v];
    }
    if (made.voxels == 0)
        return fail(ErrorKind::data, Message("potential.nothing_above", {{"threshold", base::number(rule.threshold)}, {"highest", base::number(highest)}}), {}, Message("potential.nothing_above_fix"));
    if (made.voxels == predicted)
        return fail(ErrorKind::data, Message("potential.all_above", {{"threshold", base::number(rule.threshold)}}), {}, Message("potential.all_above_fix"));
    const Components parts = components(evidence.grid, mask, rule.connectivity);
    made.components = parts.count;
    std::vector<std::vector<std::int64_t>> voxels(static_cast<std::size_t>(parts.count) + 1);
    for (std::size_t v = 0; v < mask.size(); ++v)
        if (parts.of[v] != 0) voxels[static_cast<std::size_t>(parts.of[v])].push_back(static_cast<std::int64_t>(v));
    const Near near = near_of(evidence, data);
    const double volume = evidence.grid.block_volume();
    for (std::size_t n = 1; n < voxels.size(); ++n) {
        const double size = volume * static_cast<double>(voxels[n].size());
        if (size < rule.least_volume_m3 * (1 - 1e-12)) {
            ++made.too_small;
            made.too_small_m3 += size;
            continue;
        }
        made.targets.push_back(described(evidence, data, rule, std::move(voxels[n]), near));
        made.targets.back().id = static_cast<std::int32_t>(n);
    }
    std::ranges::stable_sort(made.targets, std::greater<>(), &Target::expected_in_domain_m3);
    return made;
}

Target describe_target(const Evidence& evidence, const TargetData& data, const TargetRule& rule, std::vector<std::int64_t> voxels) {
    std::ranges::sort(voxels);
    const auto twice = std::ranges::unique(voxels);
    voxels.erase(twice.begin(), twice.end());
    return described(evidence, data, rule, std::move(voxels), near_of(evidence, data));
}

Metal expected_metal(const Target& target, double block_volume_m3, std::span<const float> probability, double density_t_m3, double grade,
                     const std::vector<std::vector<float>>& members, std::span<const double> grades) {
    const auto rock = [&](std::span<const float> p) {
        double sum = 0;
        for (const std::int64_t v : target.voxels)
            if (std::isfinite(p[static_cast<std::size_t>(v)])) sum += static_cast<double>(p[static_cast<std::size_t>(v)]);
        return sum * block_volume_m3 * density_t_m3;
    };
    constexpr double unknown_yet = std::numeric_limits<double>::quiet_NaN();
    Metal made{rock(probability) * grade, unknown_yet, unknown_yet, unknown_yet, unknown_yet, unknown_yet, unknown_yet};
    if (members.empty()) return made;
    std::vector<double> each, ore, drawn(grades.begin(), grades.begin() + static_cast<std::ptrdiff_t>(members.size()));
    for (std::size_t m = 0; m < members.size(); ++m) {
        ore.push_back(rock(members[m]));
        each.push_back(ore.back() * grades[m]);
    }
    const auto band = [](std::vector<double> values) {
        std::ranges::sort(values);
        const auto at = [&](double share) {
            const double place = share * static_cast<double>(values.size() - 1);
            const auto low = static_cast<std::size_t>(place);
            return values[low] + (place - static_cast<double>(low)) * (values[std::min(low + 1, values.size() - 1)] - values[low]);
        };
        return std::pair(at(0.1), at(0.9));
    };
    std::tie(made.low, made.high) = band(each);
    std::tie(made.ore_low_t, made.ore_high_t) = band(ore);
    std::tie(made.grade_low, made.grade_high) = band(drawn);
    return made;
}

std::vector<HitRate> hit_rates(std::span<const float> probability, std::span<const std::int8_t> new_labels) {
    std::vector<HitRate> rates(10);
    for (std::size_t v = 0; v < probability.size(); ++v) {
        if (new_labels[v] == unknown || std::isnan(probability[v])) continue;
        HitRate& one = rates[static_cast<std::size_t>(std::clamp(static_cast<int>(probability[v] * 10), 0, 9))];
        ++one.voxels;
        one.hits += new_labels[v] == positive;
        one.mean += (static_cast<double>(probability[v]) - one.mean) / static_cast<double>(one.voxels);
    }
    return rates;
}

}  // namespace orelens::potential
