#include "core/potential/Sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"
#include "core/shapes/Mesh.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

/// The cell of one axis that holds a place; −1 outside.
std::int64_t cell_of(const std::vector<double>& edge, double at) {
    if (!(at >= edge.front()) || !(at < edge.back())) return -1;
    return std::ranges::upper_bound(edge, at) - edge.begin() - 1;
}

template <class Value>
std::vector<float> each_centre(const GridGeometry& grid, Value value) {
    std::vector<float> out(static_cast<std::size_t>(grid.cell_count()));
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    base::parallel_for(out.size(), 16384, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            const auto n = static_cast<std::int64_t>(v);
            out[v] = static_cast<float>(value(grid.centre({static_cast<std::int32_t>(n % nx), static_cast<std::int32_t>(n / nx % ny),
                                                           static_cast<std::int32_t>(n / (nx * ny))})));
        }
    });
    return out;
}

}  // namespace

double sample(const CellModel& model, const Vec3& place, double least_sensitivity) {
    std::int64_t at = 0;
    for (std::size_t a = 3; a-- > 0;) {
        const std::int64_t cell = cell_of(model.edge[a], place[a]);
        if (cell < 0) return missing;
        at = at * static_cast<std::int64_t>(model.edge[a].size() - 1) + cell;
    }
    if (!model.sensitivity.empty() && !(static_cast<double>(model.sensitivity[static_cast<std::size_t>(at)]) >= least_sensitivity)) return missing;
    return model.values[static_cast<std::size_t>(at)];
}

double sample(const NodeModel& model, const Vec3& place) {
    std::array<std::int32_t, 3> low{};
    std::array<double, 3> part{};
    constexpr double edge = 1e-9;
    for (std::size_t a = 0; a < 3; ++a) {
        const double at = (place[a] - model.origin[a]) / model.step[a];
        if (!(at >= -edge && at <= model.count[a] - 1 + edge)) return missing;
        low[a] = std::clamp(static_cast<std::int32_t>(std::floor(at)), 0, std::max(model.count[a] - 2, 0));
        part[a] = at - low[a];
    }
    double sum = 0;
    for (int corner = 0; corner < 8; ++corner) {
        double weight = 1;
        std::size_t at = 0;
        for (std::size_t a = 3; a-- > 0;) {
            const int up = (corner >> a) & 1;
            weight *= up != 0 ? part[a] : 1 - part[a];
            at = at * static_cast<std::size_t>(model.count[a]) + static_cast<std::size_t>(std::min(low[a] + up, model.count[a] - 1));
        }
        if (std::abs(weight) > edge) sum += weight * static_cast<double>(model.values[at]);
    }
    return sum;
}

std::vector<float> sample(const GridGeometry& grid, const CellModel& model, double least_sensitivity) {
    return each_centre(grid, [&](const Vec3& at) { return sample(model, at, least_sensitivity); });
}

std::vector<float> sample(const GridGeometry& grid, const NodeModel& model) {
    return each_centre(grid, [&](const Vec3& at) { return sample(model, at); });
}

base::Expected<Averaged> average(const GridGeometry& grid, const CellModel& model, double least_sensitivity) {
    if (grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0)
        return fail(ErrorKind::usage, Message("potential.average_turned"));
    // Along each axis: the file's cells that a voxel overlaps, and the lengths of the overlaps.
    std::array<std::vector<std::vector<std::pair<std::size_t, double>>>, 3> overlap;
    for (std::size_t a = 0; a < 3; ++a)
        for (std::int32_t n = 0; n < grid.count[a]; ++n) {
            auto& list = overlap[a].emplace_back();
            const double low = grid.origin[a] + n * grid.block_size[a], high = low + grid.block_size[a];
            for (std::size_t c = 0; c + 1 < model.edge[a].size(); ++c) {
                const double length = std::min(high, model.edge[a][c + 1]) - std::max(low, model.edge[a][c]);
                if (length > 0) list.emplace_back(c, length);
            }
        }
    Averaged made;
    made.values.assign(static_cast<std::size_t>(grid.cell_count()), missing);
    made.covered.assign(made.values.size(), 0);
    const std::size_t nx = model.edge[0].size() - 1, ny = model.edge[1].size() - 1;
    std::size_t v = 0;
    for (const auto& k : overlap[2])
        for (const auto& j : overlap[1])
            for (const auto& i : overlap[0]) {
                double sum = 0, volume = 0;
                for (const auto& [c, dz] : k)
                    for (const auto& [b, dy] : j)
                        for (const auto& [a, dx] : i) {
                            const std::size_t cell = a + nx * (b + ny * c);
                            const float value = model.values[cell];
                            if (!std::isfinite(value)) continue;
                            if (!model.sensitivity.empty() && !(static_cast<double>(model.sensitivity[cell]) >= least_sensitivity)) continue;
                            sum += dx * dy * dz * static_cast<double>(value);
                            volume += dx * dy * dz;
                        }
                if (volume > 0) {
                    made.values[v] = static_cast<float>(sum / volume);
                    made.covered[v] = static_cast<float>(volume / grid.block_volume());
                }
                ++v;
            }
    return made;
}

std::array<std::int32_t, 3> parts_of(const GridGeometry& grid, const Vec3& cell_size) {
    constexpr double most = 8;
    std::array<std::int32_t, 3> parts{1, 1, 1};
    const double least = *std::ranges::min_element(cell_size);
    const bool turned = grid.azimuth_deg != 0 || grid.dip_deg != 0 || grid.roll_deg != 0;
    for (std::size_t a = 0; a < 3; ++a) {
        const double fits = grid.block_size[a] / (turned ? least : cell_size[a]);
        if (fits >= 2 * (1 - 1e-9)) parts[a] = static_cast<std::int32_t>(std::min(most, std::ceil(fits * (1 - 1e-9))));
    }
    return parts;
}

Vec3 cell_size_in(const GridGeometry& grid, const CellModel& model) {
    shapes::Box box;
    for (const int i : {0, 1})
        for (const int j : {0, 1})
            for (const int k : {0, 1}) box.include(grid.to_world({double(i) * grid.count[0], double(j) * grid.count[1], double(k) * grid.count[2]}));
    Vec3 size{};
    for (std::size_t a = 0; a < 3; ++a) {
        std::vector<double> widths;
        for (std::size_t c = 0; c + 1 < model.edge[a].size(); ++c) {
            const double middle = (model.edge[a][c] + model.edge[a][c + 1]) / 2;
            if (middle >= box.low[a] && middle <= box.high[a]) widths.push_back(model.edge[a][c + 1] - model.edge[a][c]);
        }
        size[a] = std::numeric_limits<double>::infinity();
        if (widths.empty()) continue;
        const auto half = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
        std::ranges::nth_element(widths, half);
        size[a] = *half;
    }
    return size;
}

Averaged average(const GridGeometry& grid, const std::array<std::int32_t, 3>& parts, const std::function<double(Vec3)>& value) {
    Averaged made;
    made.values.assign(static_cast<std::size_t>(grid.cell_count()), missing);
    made.covered.assign(made.values.size(), 0);
    const std::int64_t nx = grid.count[0], ny = grid.count[1];
    const double all = static_cast<double>(parts[0]) * parts[1] * parts[2];
    base::parallel_for(made.values.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            const auto n = static_cast<std::int64_t>(v);
            const Vec3 corner{static_cast<double>(n % nx), static_cast<double>(n / nx % ny), static_cast<double>(n / (nx * ny))};
            double sum = 0, known = 0;
            for (std::int32_t k = 0; k < parts[2]; ++k)
                for (std::int32_t j = 0; j < parts[1]; ++j)
                    for (std::int32_t i = 0; i < parts[0]; ++i) {
                        const double one = value(grid.to_world({corner[0] + (i + 0.5) / parts[0], corner[1] + (j + 0.5) / parts[1], corner[2] + (k + 0.5) / parts[2]}));
                        if (std::isnan(one)) continue;
                        sum += one;
                        known += 1;
                    }
            if (known > 0) made.values[v] = static_cast<float>(sum / known);
            made.covered[v] = static_cast<float>(known / all);
        }
    });
    return made;
}

std::int64_t drop_half_covered(Averaged& averaged) {
    std::int64_t dropped = 0;
    for (std::size_t v = 0; v < averaged.values.size(); ++v) {
        if (std::isnan(averaged.values[v]) || averaged.covered[v] >= 0.5F - 1e-6F) continue;
        averaged.values[v] = missing;
        ++dropped;
    }
    return dropped;
}

base::Expected<std::function<double(Vec3)>> near_mean(const PointSet& points, const NearRule& rule) {
    std::vector<Vec3> places;
    std::vector<double> values;
    for (std::size_t n = 0; n < points.places.size(); ++n) {
        if (!std::isfinite(points.values[n])) continue;
        places.push_back(points.places[n]);
        if (rule.on_ground) places.back()[2] = 0;
        values.push_back(points.values[n]);
    }
    if (values.empty()) return fail(ErrorKind::data, Message("potential.no_points"), {.file = points.from.file});
    const auto tree = std::make_shared<const shapes::NearestPoints>(places);
    return [tree, values = std::move(values), rule](Vec3 at) -> double {
        if (rule.on_ground) at[2] = 0;
        double sum = 0, weights = 0;
        for (const auto& found : tree->nearest(at, static_cast<std::size_t>(rule.most))) {
            if (found.distance_m > rule.reach_m) break;
            if (found.distance_m == 0) return values[found.point];
            const double weight = std::pow(found.distance_m, -rule.power);
            sum += weight * values[found.point];
            weights += weight;
        }
        return weights > 0 ? sum / weights : static_cast<double>(missing);
    };
}

base::Expected<std::vector<float>> interpolate(const GridGeometry& grid, const PointSet& points, const NearRule& rule,
                                               const base::Progress& progress) {
    const auto mean = near_mean(points, rule);
    if (!mean) return std::unexpected(mean.error());
    if (progress.cancelled()) return base::cancelled();
    return each_centre(grid, *mean);
}

std::vector<std::int64_t> drop_codes(std::vector<float>& values, std::span<const double> codes) {
    std::vector<std::int64_t> counts(codes.size(), 0);
    for (float& value : values)
        for (std::size_t c = 0; c < codes.size(); ++c)
            if (value == static_cast<float>(codes[c])) {
                ++counts[c];
                value = missing;
                break;
            }
    return counts;
}

}  // namespace orelens::potential
