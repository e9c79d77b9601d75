#include "core/geostat/ProductionPrecision.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/Parallel.h"

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

/// Blocks of a panel along u, v, w.
blocks::Index3 panel_of(const blocks::GridGeometry& grid, double tonnes_per_m3, const ProductionVolume& volume) {
    const auto whole = [](double share, std::int32_t most) {
        return static_cast<std::int32_t>(std::clamp(std::round(share), 1.0, static_cast<double>(most)));
    };
    const std::int32_t levels = whole(volume.height_m / grid.block_size[2], grid.count[2]);
    const double area = volume.tonnes / (tonnes_per_m3 * levels * grid.block_size[2]);
    const std::int32_t along_u = whole(std::sqrt(area) / grid.block_size[0], grid.count[0]);
    return {along_u, whole(area / (along_u * grid.block_size[0] * grid.block_size[1]), grid.count[1]), levels};
}

struct Panels {
    std::vector<std::uint32_t> of_node;
    std::vector<blocks::Index3> place;  ///< in whole panels
    std::vector<double> tonnes;
    std::vector<std::uint32_t> with;  ///< the panel it is judged with; itself where it is large enough
};

Panels panels_of(const SimulationNodes& nodes, std::span<const double> tonnes, const blocks::Index3& panel, double volume_t) {
    Panels out;
    std::map<blocks::Index3, std::uint32_t> numbers;
    for (std::size_t n = 0; n < nodes.block.size(); ++n) {
        blocks::Index3 place{};
        for (std::size_t a = 0; a < 3; ++a) place[a] = nodes.block[n][a] / panel[a];
        const auto [at, fresh] = numbers.emplace(place, static_cast<std::uint32_t>(out.place.size()));
        if (fresh) {
            out.place.push_back(place);
            out.tonnes.push_back(0);
        }
        out.of_node.push_back(at->second);
        out.tonnes[at->second] += tonnes[n];
    }
    for (std::uint32_t p = 0; p < out.place.size(); ++p) {
        out.with.push_back(p);
        if (out.tonnes[p] >= volume_t / 2) continue;
        double heaviest = 0;
        for (std::size_t a = 0; a < 3; ++a)
            for (const int step : {-1, 1}) {
                blocks::Index3 beside = out.place[p];
                beside[a] += step;
                const auto at = numbers.find(beside);
                if (at == numbers.end() || !(out.tonnes[at->second] > heaviest)) continue;
                heaviest = out.tonnes[at->second];
                out.with[p] = at->second;
            }
    }
    return out;
}

/// Tonnes that have a value, and grade by tonnes, of each panel in one realisation.
struct PanelSums {
    std::vector<double> tonnes, metal;
};

float precision_of(const std::vector<PanelSums>& all, std::uint32_t panel, std::uint32_t with) {
    std::vector<double> grade;
    double mean = 0;
    for (const PanelSums& one : all) {
        double tonnes = one.tonnes[panel], metal = one.metal[panel];
        if (with != panel) {
            tonnes += one.tonnes[with];
            metal += one.metal[with];
        }
        if (!(tonnes > 0)) continue;
        grade.push_back(metal / tonnes);
        mean += grade.back();
    }
    mean /= static_cast<double>(grade.size());
    if (grade.size() < fewest_for_precision || !(mean > 0)) return std::numeric_limits<float>::quiet_NaN();
    const double off = std::max(quantile_of(grade, 0.95) - mean, mean - quantile_of(grade, 0.05));
    return static_cast<float>(100 * off / mean);
}

}  // namespace

base::Expected<std::vector<float>> production_precision(const SimulationNodes& nodes, const Realisations& grades,
                                                        std::span<const double> tonnes, const ProductionVolume& volume,
                                                        const base::Progress& progress) {
    const std::size_t count = nodes.block.size();
    double total = 0;
    bool sound = volume.tonnes > 0 && std::isfinite(volume.tonnes) && volume.height_m >= 0 && std::isfinite(volume.height_m) &&
                 tonnes.size() == count && grades.nodes == count;
    for (const double one : tonnes) {
        sound = sound && one >= 0 && std::isfinite(one);
        total += one;
    }
    if (!sound) return base::fail(ErrorKind::data, Message("geostat.bad_production"));
    std::vector<float> out(count, std::numeric_limits<float>::quiet_NaN());
    if (!(total > 0)) return out;
    const double per_m3 = total / (static_cast<double>(count) * nodes.geometry.block_volume());
    const Panels panels = panels_of(nodes, tonnes, panel_of(nodes.geometry, per_m3, volume), volume.tonnes);

    std::vector<PanelSums> all(grades.scores.size());
    base::parallel_for(all.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end && !progress.cancelled(); ++r) {
            PanelSums& sums = all[r];
            sums.tonnes.assign(panels.place.size(), 0);
            sums.metal.assign(panels.place.size(), 0);
            for (std::size_t n = 0; n < count; ++n) {
                const float grade = grades.scores[r][n];
                if (std::isnan(grade)) continue;
                sums.tonnes[panels.of_node[n]] += tonnes[n];
                sums.metal[panels.of_node[n]] += tonnes[n] * static_cast<double>(grade);
            }
        }
    });
    if (progress.cancelled()) return base::cancelled();
    std::vector<float> of_panel(panels.place.size());
    base::parallel_for(of_panel.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t p = begin; p < end && !progress.cancelled(); ++p)
            of_panel[p] = precision_of(all, static_cast<std::uint32_t>(p), panels.with[p]);
    });
    if (progress.cancelled()) return base::cancelled();
    for (std::size_t n = 0; n < count; ++n)
        if (std::ranges::any_of(grades.scores, [n](const std::vector<float>& one) { return !std::isnan(one[n]); }))
            out[n] = of_panel[panels.of_node[n]];
    return out;
}

}  // namespace orelens::geostat
