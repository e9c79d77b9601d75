#include "ui/scene/Bulk.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Units.h"
#include "core/economics/GradeColumns.h"
#include "core/shapes/Mesh.h"

namespace orelens::scene {
namespace {

constexpr double tail = 0.02;    ///< share at each end that says nothing of the spread
constexpr double beyond = 0.5;   ///< of the spread: what lies farther out is stray
constexpr std::size_t few = 10;  ///< too few to tell a stray one
constexpr std::size_t sampled_leaves = 20'000;

struct Range {
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
    [[nodiscard]] bool holds(double value) const { return value >= low && value <= high; }
};

Range usual_range(std::vector<double> values) {
    if (values.size() < few) return {};
    const auto at = [&](double share) {
        const auto place =
            values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
    };
    const double low = at(tail), high = at(1 - tail);
    const double pad = std::max(1.0, beyond * (high - low));
    return {low - pad, high + pad};
}

/// Whole leaves, in grid coordinates, within the grid.
void include_blocks(const blocks::BlockModel& model, shapes::Box& box) {
    const blocks::GridGeometry& geometry = model.geometry();
    std::array<std::vector<double>, 3> places;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int a = 0; a < 3; ++a) places[a].push_back(model.leaf(n).origin[a]);
    if (places[0].empty()) return;
    Vec3 low{}, high{};
    for (int a = 0; a < 3; ++a) {
        const Range usual = usual_range(places[a]);
        low[a] = geometry.count[a];
        for (const double place : places[a])
            if (usual.holds(place)) {
                low[a] = std::min(low[a], std::max(0.0, place));
                high[a] = std::max(high[a], std::min<double>(geometry.count[a], place + 8));
            }
    }
    for (int bits = 0; bits < 8; ++bits) {
        Vec3 corner{};
        for (int a = 0; a < 3; ++a) corner[a] = ((bits >> a) & 1) != 0 ? high[a] : low[a];
        box.include(geometry.to_world(corner));
    }
}

/// Holes that lie inside the usual range with both of their ends.
void include_holes(const std::vector<drilling::Trace>& traces, shapes::Box& box) {
    std::array<std::vector<double>, 3> places;
    for (const drilling::Trace& trace : traces)
        if (!trace.position.empty())
            for (const Vec3& end : {trace.position.front(), trace.position.back()})
                for (int a = 0; a < 3; ++a) places[a].push_back(end[a]);
    std::array<Range, 3> usual;
    for (int a = 0; a < 3; ++a) usual[a] = usual_range(places[a]);
    for (const drilling::Trace& trace : traces) {
        const bool inside = std::ranges::all_of(trace.position, [&](const Vec3& p) {
            return usual[0].holds(p[0]) && usual[1].holds(p[1]) && usual[2].holds(p[2]);
        });
        if (inside)
            for (const Vec3& p : trace.position) box.include(p);
    }
}

}  // namespace

std::array<Vec3, 2> bulk_extent(const SceneData& data) {
    shapes::Box box;
    if (data.model != nullptr) include_blocks(*data.model, box);
    if (data.traces != nullptr) include_holes(*data.traces, box);
    return box.empty() ? std::array<Vec3, 2>{} : std::array<Vec3, 2>{box.low, box.high};
}

std::string main_grade(const SceneData& data) {
    if (data.model == nullptr) return {};
    std::string first;
    for (const blocks::ColumnInfo& info : data.model->columns()) {
        if (info.type != blocks::ColumnType::real || !base::grade_unit(info.unit) ||
            info.name.find('.') != std::string::npos)
            continue;
        if (info.name == data.commodity) return info.name;
        if (first.empty()) first = info.name;
    }
    return first;
}

std::optional<Vec3> metal_centre(const SceneData& data) {
    const std::string column = main_grade(data);
    if (column.empty()) return std::nullopt;
    const blocks::BlockModel& model = *data.model;
    const auto grades = model.real_leaves(column);
    const economics::BlockTonnes tonnes(model, economics::Costs{});
    const std::size_t stride = std::max<std::size_t>(1, model.leaf_count() / sampled_leaves) | 1;
    double metal = 0;
    Vec3 sum{};
    for (std::size_t leaf = 0; leaf < model.leaf_count(); leaf += stride)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const auto grade = static_cast<double>(grades[leaf][n]);
            if (!(grade > 0) || !std::isfinite(grade)) continue;
            const double mass = grade * tonnes(leaf, n);
            const blocks::Index3 at = model.leaf(leaf).index(n);
            for (int a = 0; a < 3; ++a) sum[a] += mass * (at[a] + 0.5);
            metal += mass;
        }
    if (!(metal > 0)) return std::nullopt;
    for (double& each : sum) each /= metal;
    return model.geometry().to_world(sum);
}

}  // namespace orelens::scene
