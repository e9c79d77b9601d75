// One byte per block, leaf by leaf: the step of the price ladder it becomes usable at. This is what the
// picture, the pick and the count share, so that they cannot disagree. Leaves are 512 bytes in BlockModel's
// own order, found through a table of 8³ bricks, so sparse models cost only what they hold. Knows no VTK.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "ui/scene/PriceLadder.h"

namespace orelens::scene {

/// Entry of the brick table, as the shader reads it: 24 bits of leaf number and the least code within.
struct Brick {
    std::uint8_t low = 0, middle = 0, high = 0;
    std::uint8_t least = code::none;  ///< code::none = no leaf here
    [[nodiscard]] std::uint32_t leaf() const {
        return low | static_cast<std::uint32_t>(middle) << 8 | static_cast<std::uint32_t>(high) << 16;
    }
};

/// What is usable: `code ≤ top`, and code::above as well when `above_too`.
struct UsableTest {
    int top = -1;
    bool above_too = false;
    [[nodiscard]] bool operator()(std::uint8_t c) const {
        return static_cast<int>(c) <= top || (above_too && c == code::above);
    }
    bool operator==(const UsableTest&) const = default;
};

class BlockCodes {
  public:
    /// Leaves are stored in rows of 32 (16 384 bytes), the width of the texture; the last row is padded.
    static constexpr int leaves_per_row = 32;
    static constexpr int row_bytes = leaves_per_row * 512;

    /// `break_even` names a real column, and the status column tells which blocks are excluded. Empty: the
    /// model is not evaluated; every block has step 0 so that it is drawn at any price, and none counts as
    /// usable.
    static BlockCodes build(const blocks::BlockModel& model, const std::string& break_even);

    /// Only the blocks that a filter keeps are there from now on; null = all. The ladder stays. A split is forgotten:
    /// `exact` makes it again.
    void keep(const blocks::BlockModel& model, std::shared_ptr<const blocks::BlockMask> mask);
    [[nodiscard]] const std::shared_ptr<const blocks::BlockMask>& mask() const { return mask_; }

    [[nodiscard]] const PriceLadder& ladder() const { return ladder_; }
    [[nodiscard]] const std::vector<std::uint8_t>& codes() const { return codes_; }
    [[nodiscard]] const std::vector<Brick>& bricks() const { return bricks_; }  ///< i fastest
    [[nodiscard]] const blocks::Index3& brick_count() const { return brick_count_; }
    [[nodiscard]] int rows() const { return static_cast<int>(codes_.size() / row_bytes); }
    /// code::none outside the grid or where there is no block; code::above only while a split is in force.
    [[nodiscard]] std::uint8_t at(const blocks::Index3& ijk) const;

    /// The coarse test while dragging: the largest step of the ladder ≤ price. Changes nothing.
    [[nodiscard]] UsableTest coarse(double price) const;
    /// The exact test: blocks of the step that straddles the price get code::above when their break-even
    /// exceeds it, those of an earlier split get their step back. `changed` tells whether any byte moved.
    UsableTest exact(const blocks::BlockModel& model, double price, bool& changed);
    /// Step whose upper part carries code::above, −1 = none.
    [[nodiscard]] int split_step() const { return split_; }

    [[nodiscard]] bool evaluated() const { return !column_.empty(); }
    /// Usable blocks; none where nothing is evaluated.
    [[nodiscard]] std::int64_t count(const UsableTest& test) const;
    /// Blocks per code; code::above is counted in its step.
    [[nodiscard]] const std::array<std::int64_t, 256>& histogram() const { return histogram_; }
    [[nodiscard]] std::size_t bytes() const { return codes_.capacity() + 4 * bricks_.capacity(); }

  private:
    void fill(const blocks::BlockModel& model);
    PriceLadder ladder_;
    std::string column_;
    std::shared_ptr<const blocks::BlockMask> mask_;
    std::vector<std::uint8_t> codes_;
    std::vector<Brick> bricks_;
    blocks::Index3 brick_count_{};
    std::array<std::int64_t, 256> histogram_{};
    int split_ = -1;
    std::int64_t above_ = 0;  ///< blocks with code::above
};

}  // namespace orelens::scene
