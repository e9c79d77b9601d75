// Hole traces within the corridor of a section, as the depths that are in it.
#include <algorithm>
#include <cmath>

#include "core/sections/Cuts.h"

namespace orelens::sections {
namespace {

struct Vertex {
    double depth = 0;
    Spot spot;
};

Vertex between(const Vertex& a, const Vertex& b, double t) {
    return {a.depth + t * (b.depth - a.depth),
            {a.spot.s + t * (b.spot.s - a.spot.s), a.spot.z + t * (b.spot.z - a.spot.z),
             a.spot.off + t * (b.spot.off - a.spot.off)}};
}

/// The part [t0, t1] of a segment on which a value that runs from a to b stays within [low, high].
void narrow(double a, double b, double low, double high, double& t0, double& t1) {
    if (a == b) {
        if (a < low || a > high) t1 = -1;
        return;
    }
    double first = (low - a) / (b - a), second = (high - a) / (b - a);
    if (first > second) std::swap(first, second);
    t0 = std::max(t0, first);
    t1 = std::min(t1, second);
}

std::vector<Vertex> vertices(const drilling::Trace& trace, const Section& section, double step_m) {
    std::vector<Vertex> out;
    for (std::size_t n = 0; n < trace.depth_m.size(); ++n) {
        if (n > 0) {
            const double from = trace.depth_m[n - 1], length = trace.depth_m[n] - from;
            const int parts = std::max(1, static_cast<int>(std::ceil(length / step_m)));
            for (int p = 1; p < parts; ++p) {
                const double depth = from + length * p / parts;
                out.push_back({depth, section.spot(trace.at(depth))});
            }
        }
        out.push_back({trace.depth_m[n], section.spot(trace.position[n])});
    }
    return out;
}

}  // namespace

Spot HolePiece::at(double depth) const {
    const auto after = std::ranges::lower_bound(depth_m, depth);
    if (after == depth_m.begin()) return spots.front();
    if (after == depth_m.end()) return spots.back();
    const auto n = static_cast<std::size_t>(after - depth_m.begin());
    const double t = (depth - depth_m[n - 1]) / (depth_m[n] - depth_m[n - 1]);
    return between({depth_m[n - 1], spots[n - 1]}, {depth_m[n], spots[n]}, t).spot;
}

std::vector<HolePiece> project_holes(const drilling::DrillholeSet& holes, const std::vector<drilling::Trace>& traces,
                                     const Section& section, double step_m) {
    std::vector<HolePiece> pieces;
    for (std::size_t h = 0; h < traces.size(); ++h) {
        if (traces[h].position.size() < 2 || holes.collars[h].doubtful) continue;
        const std::vector<Vertex> line = vertices(traces[h], section, step_m);
        HolePiece piece;
        const auto end = [&] {
            if (piece.depth_m.size() > 1) pieces.push_back(piece);
            piece = {};
        };
        const auto add = [&](const Vertex& v) {
            if (!piece.depth_m.empty() && v.depth <= piece.depth_m.back()) return;
            piece.depth_m.push_back(v.depth);
            piece.spots.push_back(v.spot);
        };
        for (std::size_t n = 1; n < line.size(); ++n) {
            const Vertex &a = line[n - 1], &b = line[n];
            double t0 = 0, t1 = 1;
            narrow(a.spot.off, b.spot.off, -section.corridor_m, section.corridor_m, t0, t1);
            narrow(a.spot.s, b.spot.s, 0, section.length_m, t0, t1);
            if (!(t1 > t0)) {
                end();
                continue;
            }
            if (t0 > 0) end();
            if (piece.depth_m.empty()) {
                piece.hole = h;
                piece.from_collar = n == 1 && t0 <= 0;
            }
            add(between(a, b, t0));
            add(between(a, b, t1));
            piece.to_end = n + 1 == line.size() && t1 >= 1;
            if (t1 < 1) end();
        }
        end();
    }
    return pieces;
}

}  // namespace orelens::sections
