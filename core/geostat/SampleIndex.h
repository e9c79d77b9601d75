// Finds, for a group of neighbouring block centres, the samples that any of them can use, and then the
// nearest samples of one centre. Works in the search frame, where the ellipsoid of factor 1 is the unit
// sphere. Distances equal to within 2⁻³² (relative, squared) are ties: the sample with the lower index comes
// first.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Progress.h"
#include "core/geostat/Kernel.h"

namespace orelens::geostat {

using Point = std::array<double, 3>;

/// Samples in reach, in the order of their indices; arrays carry kernel::slack entries more than count().
struct Candidates {
    std::vector<double> x, y, z;
    std::vector<std::uint32_t> id;
    [[nodiscard]] std::size_t count() const { return id.size(); }
    [[nodiscard]] kernel::Points points() const { return {x.data(), y.data(), z.data(), id.size()}; }
};

/// What one centre may use. Samples are taken by distance, in one pass: one whose hole or octant has its
/// number already is passed over, and nothing is taken once there are `max_samples`.
struct NeighbourRule {
    double radius = 1;        ///< in the search frame
    int max_samples = 16;     ///< ≥ 1
    int max_per_hole = 0;     ///< 0 = no limit
    int max_per_octant = 0;   ///< 0 = no limit
    /// Turns offsets of the search frame into the axes that bound octants; null = those of the search frame.
    const std::array<std::array<double, 3>, 3>* octant_axes = nullptr;
    /// Samples whose number here is `left_out` do not exist for the centre (cross-validation); null = all do.
    const std::int32_t* group = nullptr;
    std::int32_t left_out = 0;
};

/// GSLIB's octants, 0–7, of an offset from the centre: the sign of the third axis, then quadrants that own
/// one of their two bounds each.
inline int octant(double d1, double d2, double d3) {
    const int quadrant = d1 <= 0 && d2 > 0 ? 0 : d1 > 0 && d2 >= 0 ? 1 : d1 < 0 && d2 <= 0 ? 2 : 3;
    return (d3 >= 0 ? 0 : 4) + quadrant;
}

/// Memory that searches of one thread reuse.
struct SearchScratch {
    std::vector<std::uint64_t> keys, sorted;
    std::vector<std::int32_t> in_hole;   ///< samples kept so far, per hole; all 0 between searches
    std::vector<std::int32_t> holes;     ///< those with samples
    std::vector<std::uint64_t> of_hole;  ///< keys kept, a fixed number of places per hole
    std::vector<std::uint64_t> of_octant;  ///< likewise per octant
    /// Of the centre before in the same tile: how far its octants' samples lie; infinite where an octant has room.
    struct Before {
        bool known = false;
        Point centre{};
        std::array<double, kernel::octants> reach{};
    } before;
};

class SampleIndex {
  public:
    /// Points in the search frame; `hole` is empty or one number per sample, negative = belongs to no hole.
    /// `typical_radius` sets the size of the bins. Once cancelled, an index is made that is not whole and
    /// must not be asked.
    SampleIndex(std::vector<double> x, std::vector<double> y, std::vector<double> z,
                std::vector<std::int32_t> hole, double typical_radius,
                const base::Progress* progress = nullptr);

    [[nodiscard]] std::size_t size() const { return x_.size(); }
    [[nodiscard]] Point point(std::uint32_t id) const { return {x_[id], y_[id], z_[id]}; }

    /// All samples within `radius` of `centre`. False when they are more than a search key can number.
    bool collect(const kernel::Table& kernel, const Point& centre, double radius, SearchScratch& scratch,
                 Candidates& found) const;

    /// Of `parent`, the samples that centres within `spread` of `centre` can select under the rule; returns
    /// the distance beyond which none of those centres has to look. `parent` must hold every sample within
    /// rule.radius + spread of `centre`. Not for a rule that leaves samples out.
    double narrow(const kernel::Table& kernel, const Candidates& parent, const Point& centre, double spread,
                  const NeighbourRule& rule, SearchScratch& scratch, Candidates& found) const;

    /// Writes the samples of one centre, nearest first, to `chosen` (max_samples long); returns how many.
    /// Looks no further than `limit`; `farthest` becomes the distance of the last one. Where the scratch knows the
    /// centre before among the same candidates, its octants tell how far to look first.
    int select(const kernel::Table& kernel, const Candidates& candidates, const Point& centre, double limit,
               const NeighbourRule& rule, SearchScratch& scratch, std::span<std::uint32_t> chosen,
               double& farthest) const;

    /// Whether `narrow` takes account of the rule's octants.
    [[nodiscard]] bool narrows_by_octant(const NeighbourRule& rule) const {
        return rule.max_per_octant > 0 && !limits_holes(rule) && rule.octant_axes == nullptr;
    }

    /// Sample's hole as numbered here, −1 = none.
    [[nodiscard]] std::int32_t hole(std::uint32_t id) const { return hole_.empty() ? -1 : hole_[id]; }

  private:
    [[nodiscard]] bool limits_holes(const NeighbourRule& rule) const {
        return rule.max_per_hole > 0 && !hole_.empty();
    }
    std::size_t keep_nearest_of_holes(const std::vector<std::uint32_t>& ids, int per_hole,
                                      std::uint64_t* keys, std::size_t n, SearchScratch& scratch) const;
    double narrow_by_octant(const kernel::Table& kernel, const Candidates& parent, const Point& centre, double spread,
                            const NeighbourRule& rule, std::size_t& n, SearchScratch& scratch) const;
    std::size_t nearest_of_octants(const kernel::Table& kernel, const Candidates& candidates, const Point& centre,
                                   double limit_squared, const NeighbourRule& rule, SearchScratch& scratch) const;
    std::size_t walk(const Candidates& candidates, const Point& centre, const NeighbourRule& rule,
                     std::uint64_t* keys, std::size_t n, SearchScratch& scratch) const;
    [[nodiscard]] int cell_along(int axis, double coordinate) const;

    std::vector<double> x_, y_, z_;
    std::vector<std::int32_t> hole_;  ///< numbered from 0 without gaps, −1 = none; empty = no holes known
    std::size_t hole_count_ = 0;
    std::array<double, 3> low_{};
    std::array<int, 3> cells_{1, 1, 1};
    double edge_ = 1;
    std::vector<std::uint32_t> first_;  ///< per cell (x fastest): first entry of the binned arrays
    std::vector<double> binned_x_, binned_y_, binned_z_;
    std::vector<std::uint32_t> binned_id_;
};

}  // namespace orelens::geostat
