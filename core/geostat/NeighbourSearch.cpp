#include "core/geostat/NeighbourSearch.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace orelens::geostat {
namespace {

double distance(const Point& a, const Point& b) {
    const double dx = a[0] - b[0], dy = a[1] - b[1], dz = a[2] - b[2];
    return std::sqrt(dx * dx + dy * dy + dz * dz);
}

struct Sphere {
    Point centre{};
    double radius = 0;
};

/// Around the middle of the points' bounding box.
Sphere sphere_around(const std::vector<Point>& points, std::span<const std::uint32_t> which) {
    Point low = points[which[0]], high = low;
    for (const std::uint32_t i : which)
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], points[i][a]);
            high[a] = std::max(high[a], points[i][a]);
        }
    Sphere sphere;
    for (int a = 0; a < 3; ++a) sphere.centre[a] = (low[a] + high[a]) / 2;
    for (const std::uint32_t i : which)
        sphere.radius = std::max(sphere.radius, distance(points[i], sphere.centre));
    return sphere;
}

class Search {
  public:
    Search(const kernel::Table& kernel, const SampleSearch& search, std::span<const std::int32_t> left_out,
           Neighbourhoods& found)
        : kernel_(kernel), search_(search), index_(search.index.front()), left_out_(left_out), s_(found) {}

    bool run(std::span<const std::size_t> tile_ends) {
        const std::size_t n = s_.centres.size();
        s_.stride = static_cast<std::size_t>(search_.most_samples());
        s_.neighbours.resize(n * s_.stride);
        s_.counts.assign(n, 0);
        s_.pass.assign(n, 0);
        for (std::size_t p = 0; p < search_.passes.size(); ++p)
            if (!run_pass(p, tile_ends)) return false;
        return true;
    }

  private:
    NeighbourRule rule_of(const SearchPass& pass) const {
        NeighbourRule rule;
        rule.radius = pass.factor;
        rule.max_samples = pass.max_samples;
        rule.max_per_hole = pass.max_per_hole;
        rule.max_per_octant = pass.max_per_octant;
        if (search_.octant_axes == OctantAxes::map) rule.octant_axes = &search_.to_map;
        if (!left_out_.empty()) rule.group = search_.group.data();
        return rule;
    }

    bool run_pass(std::size_t number, std::span<const std::size_t> tile_ends) {
        s_.pending.clear();
        std::vector<std::size_t> ends;
        std::size_t begin = 0;
        for (const std::size_t end : tile_ends) {
            for (std::size_t i = begin; i < end; ++i)
                if (s_.pass[i] == 0) s_.pending.push_back(static_cast<std::uint32_t>(i));
            ends.push_back(s_.pending.size());
            begin = end;
        }
        if (s_.pending.empty()) return true;
        const SearchPass& pass = search_.passes[number];
        const NeighbourRule rule = rule_of(pass);
        const Sphere all = sphere_around(s_.centres, s_.pending);
        if (!index_.collect(kernel_, all.centre, rule.radius + all.radius, s_.scratch, s_.root)) return false;
        if (s_.root.count() < static_cast<std::size_t>(pass.min_samples)) return true;
        const auto number_of_pass = static_cast<std::int32_t>(number + 1);
        if (!left_out_.empty()) {
            leave_out(rule, pass.min_samples, number_of_pass);
            return true;
        }
        index_.narrow(kernel_, s_.root, all.centre, all.radius, rule, s_.scratch, s_.leaf);
        begin = 0;
        for (const std::size_t end : ends) {
            if (end > begin)
                run_tile(std::span(s_.pending).subspan(begin, end - begin), rule, pass.min_samples,
                         number_of_pass);
            begin = end;
        }
        return true;
    }

    /// Bounds from one centre to the next hold only where all see the same samples.
    void leave_out(NeighbourRule rule, int min_samples, std::int32_t pass) {
        for (const std::uint32_t i : s_.pending) {
            rule.left_out = left_out_[i];
            double farthest = 0;
            take(i,
                 index_.select(kernel_, s_.root, s_.centres[i], rule.radius, rule, s_.scratch, chosen(i),
                               farthest),
                 min_samples, pass);
        }
    }

    void run_tile(std::span<const std::uint32_t> tile, const NeighbourRule& rule, int min_samples,
                  std::int32_t pass) {
        const Sphere around = sphere_around(s_.centres, tile);
        const double most =
            index_.narrow(kernel_, s_.leaf, around.centre, around.radius, rule, s_.scratch, s_.tile);
        if (s_.tile.count() < static_cast<std::size_t>(min_samples)) return;
        // Octants are looked through sample by sample: it is worth having fewer of them for a few centres at a time.
        constexpr std::size_t together = 16;
        if (index_.narrows_by_octant(rule) && tile.size() > together) {
            for (std::size_t begin = 0; begin < tile.size(); begin += together)
                run_few(tile.subspan(begin, std::min(together, tile.size() - begin)), rule, min_samples, pass);
            return;
        }
        run_centres(tile, s_.tile, most, rule, min_samples, pass);
    }

    void run_few(std::span<const std::uint32_t> few, const NeighbourRule& rule, int min_samples, std::int32_t pass) {
        const Sphere around = sphere_around(s_.centres, few);
        const double most = index_.narrow(kernel_, s_.tile, around.centre, around.radius, rule, s_.scratch, s_.few);
        if (s_.few.count() >= static_cast<std::size_t>(min_samples))
            run_centres(few, s_.few, most, rule, min_samples, pass);
    }

    void run_centres(std::span<const std::uint32_t> centres, const Candidates& candidates, double most,
                     const NeighbourRule& rule, int min_samples, std::int32_t pass) {
        // The centre before has all its samples within `farthest`; this one then has as many within
        // `farthest` plus the step between the two. With limits per octant it may not: octants are guessed one by one
        // (the scratch's `before`), and with limits per hole beside them the guess is looked at again.
        const bool octants = rule.max_per_octant > 0, guess = octants && rule.max_per_hole > 0;
        s_.scratch.before.known = false;
        double limit = most, farthest = 0;
        bool full = false;
        std::uint32_t before = centres[0];
        for (const std::uint32_t i : centres) {
            limit = full && (guess || !octants)
                        ? std::min(most, farthest + distance(s_.centres[before], s_.centres[i]))
                        : most;
            const auto look = [&](double within) {
                return index_.select(kernel_, candidates, s_.centres[i], within, rule, s_.scratch, chosen(i), farthest);
            };
            int n = look(limit);
            if (guess && n < rule.max_samples && limit < most) n = look(most);
            s_.scratch.before.known = octants;
            full = n == rule.max_samples;
            before = i;
            take(i, n, min_samples, pass);
        }
    }

    std::span<std::uint32_t> chosen(std::uint32_t centre) {
        return {&s_.neighbours[centre * s_.stride], s_.stride};
    }

    void take(std::uint32_t centre, int n, int min_samples, std::int32_t pass) {
        if (n < min_samples) return;
        s_.counts[centre] = n;
        s_.pass[centre] = pass;
    }

    const kernel::Table& kernel_;
    const SampleSearch& search_;
    const SampleIndex& index_;
    std::span<const std::int32_t> left_out_;
    Neighbourhoods& s_;
};

Matrix3 inverse(const SampleSearch& search) {
    // The frame's rows are those of a rotation over the ranges.
    Matrix3 m{};
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) m[c][r] = search.frame[r][c] * search.metres[r] * search.metres[r];
    return m;
}

}  // namespace

SampleSearch sample_search(const Anisotropy& shape, std::vector<SearchPass> passes, OctantAxes octant_axes) {
    SampleSearch search;
    search.shape = shape;
    search.passes = std::move(passes);
    search.octant_axes = octant_axes;
    search.frame = isotropic_frame(shape);
    search.metres = {shape.range_major_m, shape.range_semi_m, shape.range_minor_m};
    search.to_map = inverse(search);
    return search;
}

bool find_neighbours(const kernel::Table& kernel, const SampleSearch& search, const Point& origin,
                     std::span<const Point> centres, std::span<const std::size_t> tile_ends,
                     std::span<const std::int32_t> left_out, Neighbourhoods& found) {
    found.centres.clear();
    for (const Point& c : centres)
        found.centres.push_back(
            transform(search.frame, {c[0] - origin[0], c[1] - origin[1], c[2] - origin[2]}));
    return Search(kernel, search, left_out, found).run(tile_ends);
}

std::vector<std::uint32_t> by_count(const std::vector<std::int32_t>& counts, int most) {
    std::vector<std::uint32_t> first(static_cast<std::size_t>(most) + 2, 0);
    for (const std::int32_t n : counts)
        if (n > 0) ++first[static_cast<std::size_t>(most - n) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> order(first.back());
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            order[first[static_cast<std::size_t>(most - counts[i])]++] = static_cast<std::uint32_t>(i);
    return order;
}

}  // namespace orelens::geostat
