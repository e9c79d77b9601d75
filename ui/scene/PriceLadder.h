// The prices the picture moves on: one byte per block says which step of the ladder first makes it usable.
// Use it to turn break-even prices into codes and a price into a step. Comparison is break-even ≤ price.
#pragma once

#include <cstdint>
#include <vector>

namespace orelens::scene {

/// Codes of a block. 0…250 are steps of the ladder, the rest has a meaning of its own.
namespace code {
inline constexpr std::uint8_t excluded = 251;       ///< taken out, whatever its grades
inline constexpr std::uint8_t unrecoverable = 252;  ///< no price pays (+∞)
inline constexpr std::uint8_t unassigned = 253;     ///< break-even not known (NaN)
inline constexpr std::uint8_t above = 254;          ///< in the split step, break-even above the exact price
inline constexpr std::uint8_t none = 255;           ///< no block here
inline constexpr int steps = 251;
}  // namespace code

class PriceLadder {
  public:
    PriceLadder() = default;
    /// `sample`: break-even prices (any order; only finite ones count), `highest` the largest finite one of
    /// all. Steps are quantiles of the sample, each an existing break-even, the last one `highest`. Up to 251
    /// distinct values all become steps, and every price is then exact without a split.
    static PriceLadder from(std::vector<float> sample, float highest);

    /// Upper edges of the steps, ascending. Step b holds break-even in (edge[b−1], edge[b]].
    [[nodiscard]] const std::vector<float>& edges() const { return edges_; }
    [[nodiscard]] bool empty() const { return edges_.empty(); }
    /// −∞ is step 0, +∞ unrecoverable, NaN unassigned.
    [[nodiscard]] std::uint8_t code_of(float break_even) const;
    /// Number of steps wholly usable at the price: codes < level(price).
    [[nodiscard]] int level(double price) const;

  private:
    void index();
    std::vector<float> edges_;
    // First step worth looking at for the upper 16 bits of a float in sortable order; spares the binary
    // search.
    std::vector<std::uint8_t> start_;
};

}  // namespace orelens::scene
