// The heart of the room: the most valuable set of blocks that holds, with each block, all that must be mined
// before it (a maximum closure), by Hochbaum's pseudoflow algorithm with highest labels (Operations Research
// 56(4), 2008), written for regular grids: precedence is a pattern of steps, no arc is stored, a block takes
// 31 bytes. Values are whole numbers, so that the answer is exact. It knows no metres, prices or models.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/LargeArray.h"
#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"
#include "core/pits/Slopes.h"

namespace orelens::pits {

/// Blocks in the order of GridGeometry::linear (i fastest, k upward), and what must be mined before each.
struct Precedence {
    blocks::Index3 count{1, 1, 1};
    std::vector<Pattern> patterns;         ///< at least one
    std::vector<std::uint8_t> pattern_of;  ///< per block; empty = the first for all
    std::vector<std::uint8_t> barred;      ///< per block, ≠ 0: never mined; empty = none
};

/// Bytes that solving takes for so many blocks, beside the values.
double closure_bytes(double blocks);

/// Steps that leave the grid need nothing: beyond its sides and top is what the caller knows of.
class Closure {
  public:
    /// Σ|value| of what is solved must stay below 2⁶².
    static constexpr double most_value = 4.0e18;
    /// Blocks of the grid stay below 2³².
    explicit Closure(Precedence precedence);

    /// Solves for these values from the beginning. Of several sets worth the same the smallest is taken,
    /// which is unique. False: cancelled, and the closure is to be thrown away.
    bool solve(std::span<const std::int64_t> values, const base::Progress& progress);
    /// Solves for values of which none is less than before, from where the last solution stands: its set is
    /// part of the new one.
    bool raise(std::span<const std::int64_t> values, const base::Progress& progress);

    /// Once solved, as the next but one.
    [[nodiscard]] bool holds(std::size_t block) const { return in_[block] != 0; }
    [[nodiscard]] std::size_t size() const { return blocks_; }
    /// Barred itself, or needs a block that is.
    [[nodiscard]] bool barred(std::size_t block) const {
        return !precedence_.barred.empty() && precedence_.barred[block] != 0;
    }
    [[nodiscard]] const Precedence& precedence() const { return precedence_; }
    /// Calls visit(block) for every block that must be mined right before this one and lies in the grid.
    template <class Visit>
    void each_before(std::size_t block, const Visit& visit) const {
        const Reach& reach = reach_of(block);
        const Place at = place(block);
        for (const Hop& hop : reach.hops)
            if (inside(at, hop)) visit(block + hop.ahead);
    }

  private:
    static constexpr std::uint32_t none = 0xffffffffU;
    static constexpr std::uint32_t gone = 0xffffffffU;     // label: in the set already, or barred
    static constexpr std::uint32_t settled = 0xfffffffeU;  // label: strong, and nothing weak in reach
    static constexpr std::uint32_t asleep = 0xfffffffdU;   // label: of value, its turn has not come
    static constexpr std::uint16_t at_side = 0x8000U;      // of hops_: a step may leave the grid

    // A block as a node of a tree of blocks. `flow`: of a root its excess; of another the flow on the arc
    // between it and its parent, which always runs upward in the ground.
    struct Node {
        std::int64_t flow;
        std::uint32_t parent;
        std::uint32_t child;  // first of a list along `next`
        std::uint32_t next;   // of a root: the next one in its bucket
        std::uint32_t scan;   // child to be looked at next
    };
    struct Hop {
        std::int32_t di, dj, dk;
        std::size_t ahead;  // blocks further in linear order
    };
    struct Reach {
        std::vector<Hop> hops;
        std::int32_t i = 0, j = 0, k = 0;  // furthest steps
    };
    struct Place {
        std::int32_t i, j, k;
    };

    [[nodiscard]] const Reach& reach_of(std::size_t block) const {
        return reaches_[precedence_.pattern_of.empty() ? 0 : precedence_.pattern_of[block]];
    }
    [[nodiscard]] Place place(std::size_t block) const {
        const auto b = static_cast<std::uint32_t>(block);
        const std::uint32_t row = b / width_;
        return {static_cast<std::int32_t>(b - row * width_), static_cast<std::int32_t>(row % depth_),
                static_cast<std::int32_t>(row / depth_)};
    }
    [[nodiscard]] bool inside(const Place& at, const Hop& hop) const {
        const auto i = static_cast<std::uint32_t>(at.i + hop.di);
        const auto j = static_cast<std::uint32_t>(at.j + hop.dj);
        return i < width_ && j < depth_ && static_cast<std::uint32_t>(at.k + hop.dk) < height_;
    }

    [[nodiscard]] bool near_side(const Place& at, const Reach& reach) const;
    bool spread_barred();
    bool seed(std::span<const std::int64_t> values);
    bool regrow(std::span<const std::int64_t> values);
    void regrow_tree(std::uint32_t root, std::span<const std::int64_t> values);
    bool run_down();
    bool run();
    [[nodiscard]] std::uint32_t highest_root();
    void process(std::uint32_t root);
    [[nodiscard]] std::uint32_t find_weak(std::uint32_t strong);
    std::int64_t merge(std::uint32_t strong, std::uint32_t weak);
    void push(std::uint32_t from, std::int64_t excess);
    void skip_higher_children(std::uint32_t at);
    void settle(std::uint32_t root);
    void to_bucket(std::uint32_t root);
    void adopt(std::uint32_t parent, std::uint32_t child);
    void leave(std::uint32_t child);
    bool collect();
    void take_tree(std::uint32_t root, std::vector<std::uint32_t>& beside);
    bool take_needed();
    bool tired();

    Precedence precedence_;
    std::uint32_t width_, depth_, height_;
    std::vector<Reach> reaches_;
    std::size_t blocks_ = 0;
    base::LargeArray<Node> nodes_;
    base::LargeArray<std::uint32_t> labels_;  // apart: the search reads little else
    base::LargeArray<std::uint16_t> hops_;    // step to be looked at next, and at_side
    base::LargeArray<std::uint8_t> in_;
    std::vector<std::uint32_t> buckets_;      // strong roots by label: the first of a list
    std::vector<std::uint32_t> label_count_;  // nodes by label
    std::uint32_t highest_ = 0;
    const base::Progress* progress_ = nullptr;  // while it solves
    std::uint64_t looked_ = 0;                  // nodes looked at since the cancel flag was
    double looks_ = 0;                          // nodes looked at in all
    bool stopped_ = false;
};

}  // namespace orelens::pits
