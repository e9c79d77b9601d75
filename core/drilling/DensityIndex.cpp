#include "core/drilling/DensityIndex.h"

#include <algorithm>
#include <cmath>

#include "core/drilling/Doubtful.h"

namespace orelens::drilling {
namespace {

/// Depths this near to each other are one depth.
constexpr double same_depth_m = 0.005;

struct Point {
    double depth = 0, density = 0;
};

double mean_of_pieces(const std::vector<Span>& pieces, const std::vector<double>& densities, const Span& stretch) {
    double sum = 0, metres = 0;
    auto piece = std::ranges::partition_point(pieces, [&](const Span& one) { return one.to <= stretch.from; });
    for (; piece != pieces.end() && piece->from < stretch.to; ++piece) {
        const double shared = std::min(piece->to, stretch.to) - std::max(piece->from, stretch.from);
        sum += shared * densities[static_cast<std::size_t>(piece->what)];
        metres += shared;
    }
    return metres > 0 ? sum / metres : no_value;
}

double covering(const std::vector<Span>& pieces, const std::vector<double>& densities, double depth) {
    const auto piece = std::ranges::partition_point(pieces, [&](const Span& one) { return one.to <= depth; });
    const bool covered = piece != pieces.end() && piece->from <= depth;
    return covered ? densities[static_cast<std::size_t>(piece->what)] : no_value;
}

/// Of the points within; one at the end of a stretch belongs to the next, unless the stretch has no length.
double mean_of_points(const std::vector<Point>& points, const Span& stretch) {
    const bool place = !(stretch.from < stretch.to);
    const double from = place ? stretch.from - same_depth_m : stretch.from;
    const double to = place ? stretch.to + same_depth_m : stretch.to;
    double sum = 0, count = 0;
    auto point = std::ranges::lower_bound(points, from, {}, &Point::depth);
    for (; point != points.end() && point->depth < to; ++point) {
        sum += point->density;
        ++count;
    }
    return count > 0 ? sum / count : no_value;
}

}  // namespace

DensityIndex::DensityIndex(const DrillholeSet& holes) : holes_(holes) {
    for (const IntervalTable* table : {&holes.densities, &holes.assays, &holes.lithology})
        if (!table->density.empty())
            tables_.push_back({table, RowsByHole(table->hole, holes.collars.size())});
}

std::vector<double> DensityIndex::means(std::size_t hole, const std::vector<Span>& stretches) const {
    std::vector<double> densities;
    std::vector<Span> spans;
    std::vector<Point> points;
    for (const Table& one : tables_)
        for (const std::size_t row : one.rows.rows(hole)) {
            const IntervalTable& table = *one.table;
            const double density = table.density[row], from = table.from_m[row], to = table.to_m[row];
            if (std::isnan(density) || !believed(holes_, table, row)) continue;
            if (table.is_point(row)) {
                points.push_back({from, density});
            } else if (from < to) {
                spans.push_back({from, to, static_cast<std::int64_t>(densities.size())});
                densities.push_back(density);
            }
        }
    const std::vector<Span> pieces = resolve_overlaps(std::move(spans));
    std::ranges::sort(points, {}, &Point::depth);
    std::vector<double> out;
    out.reserve(stretches.size());
    for (const Span& stretch : stretches) {
        const bool place = !(stretch.from < stretch.to);
        const double mean = place ? covering(pieces, densities, stretch.from)
                                  : mean_of_pieces(pieces, densities, stretch);
        out.push_back(std::isnan(mean) ? mean_of_points(points, stretch) : mean);
    }
    return out;
}

}  // namespace orelens::drilling
