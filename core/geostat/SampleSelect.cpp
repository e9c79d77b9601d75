// Choosing a centre's samples from those in reach: limits per hole and per octant.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "core/geostat/SampleIndex.h"
#include "core/geostat/SampleKeys.h"

namespace orelens::geostat {
namespace {

Point offset(const Candidates& candidates, std::uint64_t key, const Point& centre) {
    const std::size_t at = position(key);
    return {candidates.x[at] - centre[0], candidates.y[at] - centre[1], candidates.z[at] - centre[2]};
}

int octant_of(const NeighbourRule& rule, const Point& d) {
    if (rule.octant_axes == nullptr) return octant(d[0], d[1], d[2]);
    const auto& m = *rule.octant_axes;
    return octant(m[0][0] * d[0] + m[0][1] * d[1] + m[0][2] * d[2],
                  m[1][0] * d[0] + m[1][1] * d[1] + m[1][2] * d[2],
                  m[2][0] * d[0] + m[2][1] * d[1] + m[2][2] * d[2]);
}

/// The smallest keys of each octant, a fixed number of places per octant, sorted.
class Octants {
  public:
    Octants(std::vector<std::uint64_t>& memory, int most) : most_(most), memory_(memory) {
        const std::size_t needed = 8 * static_cast<std::size_t>(most);
        if (memory_.size() < needed) memory_.resize(needed);
    }
    void add(int octant, std::uint64_t key) {
        std::uint64_t* own = of(octant);
        int at = counts_[octant];
        if (at < most_)
            ++counts_[octant];
        else if (key >= own[--at])
            return;
        for (; at > 0 && own[at - 1] > key; --at) own[at] = own[at - 1];
        own[at] = key;
    }
    [[nodiscard]] std::size_t write(std::uint64_t* keys) {
        std::size_t n = 0;
        for (int o = 0; o < 8; ++o)
            for (int k = 0; k < counts_[o]; ++k) keys[n++] = of(o)[k];
        return n;
    }
  private:
    std::uint64_t* of(int octant) { return &memory_[static_cast<std::size_t>(octant) * most_]; }
    int most_;
    std::array<int, 8> counts_{};
    std::vector<std::uint64_t>& memory_;
};

std::size_t without_group(const std::vector<std::uint32_t>& ids, const NeighbourRule& rule,
                          std::uint64_t* keys, std::size_t n) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < n; ++i)
        if (rule.group[ids[position(keys[i])]] != rule.left_out) keys[kept++] = keys[i];
    return kept;
}

}  // namespace

// With at most m per hole, a centre's samples are the nearest of what is left when each hole keeps its m
// nearest. Brings those keys to the front, in no order; returns how many.
std::size_t SampleIndex::keep_nearest_of_holes(const std::vector<std::uint32_t>& ids, int per_hole,
                                               std::uint64_t* keys, std::size_t n,
                                               SearchScratch& scratch) const {
    const auto places = static_cast<std::size_t>(per_hole);
    if (scratch.in_hole.size() < hole_count_) scratch.in_hole.resize(hole_count_, 0);
    if (scratch.of_hole.size() < hole_count_ * places) scratch.of_hole.resize(hole_count_ * places);
    scratch.holes.clear();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t key = keys[i];
        const std::int32_t hole = hole_[ids[position(key)]];
        if (hole < 0) {
            keys[kept++] = key;
            continue;
        }
        std::int32_t& count = scratch.in_hole[static_cast<std::size_t>(hole)];
        std::uint64_t* own = &scratch.of_hole[static_cast<std::size_t>(hole) * places];
        std::int32_t at = count;
        if (count < per_hole) {
            if (count++ == 0) scratch.holes.push_back(hole);
        } else if (key >= own[--at]) {
            continue;
        }
        for (; at > 0 && own[at - 1] > key; --at) own[at] = own[at - 1];
        own[at] = key;
    }
    for (const std::int32_t hole : scratch.holes) {
        std::int32_t& count = scratch.in_hole[static_cast<std::size_t>(hole)];
        const std::uint64_t* own = &scratch.of_hole[static_cast<std::size_t>(hole) * places];
        for (std::int32_t k = 0; k < count; ++k) keys[kept++] = own[k];
        count = 0;
    }
    return kept;
}

// An octant that holds m samples for sure within r of the group's middle holds m within r + spread of each
// centre. What lies further in every octant it can belong to is dropped, in order; returns the distance
// within which each centre has all its samples. Both limits together follow no such rule.
double SampleIndex::narrow_by_octant(const kernel::Table& kernel, const Candidates& parent, const Point& centre,
                                     double spread, const NeighbourRule& rule, std::size_t& n,
                                     SearchScratch& scratch) const {
    const int most = std::min(rule.max_per_octant, rule.max_samples);
    const std::size_t places = kernel::octants * static_cast<std::size_t>(most);
    if (scratch.of_octant.size() < places) scratch.of_octant.resize(places);
    const double whole = (rule.radius + spread) * wider, beyond = spread * wider;
    std::array<std::int32_t, kernel::octants> counts{};
    std::array<std::uint64_t, kernel::octants> below;
    below.fill(kernel::any_key);
    kernel.by_octant(parent.points(), centre.data(),
                     {.axes = nullptr,
                      .limit_squared = whole * whole,
                      .clear = beyond,
                      .most = most,
                      .keys = scratch.of_octant.data(),
                      .counts = counts.data(),
                      .below = below.data()});
    std::array<double, kernel::octants> reach_squared;
    std::vector<std::uint64_t>& sure = scratch.sorted;
    sure.clear();
    for (std::size_t o = 0; o < counts.size(); ++o) {
        const std::uint64_t* own = &scratch.of_octant[o * static_cast<std::size_t>(most)];
        sure.insert(sure.end(), own, own + counts[o]);
        reach_squared[o] = std::numeric_limits<double>::infinity();
        if (counts[o] < most) continue;
        const double reach = (std::sqrt(squared_distance(own[most - 1])) + 2 * spread) * wider;
        reach_squared[o] = reach * reach;
    }
    double limit = rule.radius;
    if (const auto wanted = static_cast<std::size_t>(rule.max_samples); sure.size() >= wanted) {
        std::nth_element(sure.begin(), sure.begin() + rule.max_samples - 1, sure.end());
        limit = std::min(limit, (std::sqrt(squared_distance(sure[wanted - 1])) + spread) * wider);
    }
    n = kernel.keys_near_octants(parent.points(), centre.data(), beyond, whole * whole, reach_squared.data(),
                                 scratch.keys.data());
    return limit;
}

// One pass by distance under both limits: the nearest keys are sorted a few at a time, and what can no longer
// be taken is dropped before the next. Brings the samples taken to the front, in order; returns how many.
std::size_t SampleIndex::walk(const Candidates& candidates, const Point& centre, const NeighbourRule& rule,
                              std::uint64_t* keys, std::size_t n, SearchScratch& scratch) const {
    if (scratch.in_hole.size() < hole_count_) scratch.in_hole.resize(hole_count_, 0);
    scratch.holes.clear();
    std::array<int, 8> in_octant{};
    const auto room = [&](std::uint64_t key, int& octant, std::int32_t& hole) {
        hole = hole_[candidates.id[position(key)]];
        if (hole >= 0 && scratch.in_hole[static_cast<std::size_t>(hole)] >= rule.max_per_hole) return false;
        octant = octant_of(rule, offset(candidates, key, centre));
        return in_octant[octant] < rule.max_per_octant;
    };
    const auto wanted = static_cast<std::size_t>(rule.max_samples);
    std::size_t taken = 0, begin = 0, step = 2 * wanted + 16;
    while (begin < n && taken < wanted) {
        const std::size_t end = std::min(n, begin + step);
        if (end < n) std::nth_element(keys + begin, keys + end - 1, keys + n);
        std::sort(keys + begin, keys + end);
        int octant = 0;
        std::int32_t hole = -1;
        for (; begin < end && taken < wanted; ++begin) {
            if (!room(keys[begin], octant, hole)) continue;
            ++in_octant[octant];
            if (hole >= 0 && scratch.in_hole[static_cast<std::size_t>(hole)]++ == 0)
                scratch.holes.push_back(hole);
            keys[taken++] = keys[begin];
        }
        std::size_t left = begin;
        for (std::size_t i = begin; i < n && taken < wanted; ++i)
            if (room(keys[i], octant, hole)) keys[left++] = keys[i];
        n = left;
        step *= 2;
    }
    for (const std::int32_t hole : scratch.holes) scratch.in_hole[static_cast<std::size_t>(hole)] = 0;
    return taken;
}

// What lies further in an octant than the centre before and the step from it tell is looked at only where the octant is
// not full without. Brings the keys taken to the front of the scratch's, those of an octant sorted; returns how many.
std::size_t SampleIndex::nearest_of_octants(const kernel::Table& kernel, const Candidates& candidates,
                                            const Point& centre, double limit_squared, const NeighbourRule& rule,
                                            SearchScratch& scratch) const {
    const int most = std::min(rule.max_per_octant, rule.max_samples);
    const std::size_t places = kernel::octants * static_cast<std::size_t>(most);
    if (scratch.of_octant.size() < places) scratch.of_octant.resize(places);
    if (scratch.keys.size() < places) scratch.keys.resize(places);
    std::array<std::int32_t, kernel::octants> counts{};
    std::array<std::uint64_t, kernel::octants> below;
    below.fill(kernel::any_key);
    SearchScratch::Before& before = scratch.before;
    bool guessed = false;
    if (before.known) {
        double step_squared = 0;
        for (std::size_t a = 0; a < 3; ++a)
            step_squared += (centre[a] - before.centre[a]) * (centre[a] - before.centre[a]);
        const double step = std::sqrt(step_squared);
        for (std::size_t o = 0; o < counts.size(); ++o) {
            const double within = before.reach[o] + step;
            if (!(within * within < limit_squared)) continue;
            below[o] = std::bit_cast<std::uint64_t>(within * within);
            guessed = true;
        }
    }
    kernel::OctantSearch search{.axes = rule.octant_axes != nullptr ? rule.octant_axes->front().data() : nullptr,
                                .limit_squared = limit_squared,
                                .clear = 0,
                                .most = most,
                                .keys = scratch.of_octant.data(),
                                .counts = counts.data(),
                                .below = below.data()};
    const std::array<std::uint64_t, kernel::octants> first = below;
    kernel.by_octant(candidates.points(), centre.data(), search);
    if (guessed) {
        bool again = false;
        for (std::size_t o = 0; o < counts.size(); ++o) {
            const bool open = counts[o] < most && first[o] != kernel::any_key;
            again = again || open;
            if (open) counts[o] = 0;
            below[o] = open ? kernel::any_key : 0;
        }
        if (again) kernel.by_octant(candidates.points(), centre.data(), search);
    }
    std::size_t n = 0;
    for (std::size_t o = 0; o < counts.size(); ++o) {
        const std::uint64_t* own = &scratch.of_octant[o * static_cast<std::size_t>(most)];
        for (std::int32_t k = 0; k < counts[o]; ++k) scratch.keys[n++] = own[k];
        before.reach[o] = counts[o] < most ? std::numeric_limits<double>::infinity()
                                           : std::sqrt(squared_distance(own[most - 1]));
    }
    before.centre = centre;
    return n;
}

int SampleIndex::select(const kernel::Table& kernel, const Candidates& candidates, const Point& centre,
                        double limit, const NeighbourRule& rule, SearchScratch& scratch,
                        std::span<std::uint32_t> chosen, double& farthest) const {
    std::vector<std::uint64_t>& keys = scratch.keys;
    if (keys.size() < candidates.count() + kernel::slack) keys.resize(candidates.count() + kernel::slack);
    // The ellipsoid's surface belongs to it, rounding of the frame included.
    const double radius_squared = rule.radius * rule.radius * (1 + 1e-12);
    const double limit_squared = std::min(radius_squared, limit * limit * wider);
    const bool by_octant = rule.max_per_octant > 0 && !limits_holes(rule) && rule.group == nullptr;
    std::size_t n = by_octant
                        ? nearest_of_octants(kernel, candidates, centre, limit_squared, rule, scratch)
                        : kernel.keys_within(candidates.points(), centre.data(), limit_squared, keys.data());
    if (rule.group != nullptr) n = without_group(candidates.id, rule, keys.data(), n);
    std::size_t count = 0;
    if (rule.max_per_octant > 0 && limits_holes(rule)) {
        count = walk(candidates, centre, rule, keys.data(), n, scratch);
    } else {
        if (rule.max_per_octant > 0 && !by_octant) {
            Octants octants(scratch.of_octant, std::min(rule.max_per_octant, rule.max_samples));
            for (std::size_t i = 0; i < n; ++i)
                octants.add(octant_of(rule, offset(candidates, keys[i], centre)), keys[i]);
            n = octants.write(keys.data());
        } else if (!by_octant && limits_holes(rule)) {
            n = keep_nearest_of_holes(candidates.id, std::min(rule.max_per_hole, rule.max_samples),
                                      keys.data(), n, scratch);
        }
        count = std::min(n, static_cast<std::size_t>(rule.max_samples));
        if (count == 0) return 0;
        if (count <= 32) {
            kernel.smallest(keys.data(), n, count);
        } else {
            if (count < n) std::nth_element(keys.data(), keys.data() + count, keys.data() + n);
            std::sort(keys.data(), keys.data() + count);
        }
    }
    if (count == 0) return 0;
    for (std::size_t i = 0; i < count; ++i) chosen[i] = candidates.id[position(keys[i])];
    farthest = std::sqrt(squared_distance(keys[count - 1]));
    return static_cast<int>(count);
}

}  // namespace orelens::geostat
