// How much is usable at which price, over many orebodies: sorted once by activation price with sums from the left, so
// that a step of the slider is a binary search in each group. Also the cumulative-cost curve of the industry. Sees
// numbers and names of groups; where they come from, the caller knows.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/costmodel/Orebodies.h"

namespace orelens::costmodel {

/// One orebody on the curve.
struct AvailableOrebody {
    int row = 0;            ///< the caller's number of it
    double price = 0;       ///< activation price as quoted; +∞ = never; NaN = no verdict: it is on no curve, and counted
    double lower = 0, upper = 0;  ///< ends of its band; NaN = as `price`
    double ore_tonnes = 0;        ///< mined
    double metal_tonnes = 0;      ///< of the main commodity, produced
};

/// The dimensions that quantities are told apart by.
struct AvailabilityKey {
    std::string commodity, belt, deposit_type, status;
    auto operator<=>(const AvailabilityKey&) const = default;
};

struct AvailableQuantity {
    std::int64_t orebodies = 0;
    double ore_tonnes = 0, metal_tonnes = 0;
    /// Metal where all costs stand at the unfavourable end of their bands at once, and at the favourable one.
    double metal_low = 0, metal_high = 0;
};

class AvailabilityCurve {
  public:
    /// `keys` is as long as `orebodies`. Groups come in the order of their keys.
    AvailabilityCurve(std::span<const AvailableOrebody> orebodies, std::span<const AvailabilityKey> keys);

    [[nodiscard]] const std::vector<AvailabilityKey>& groups() const { return keys_; }
    /// What is usable at a price (activation price ≤ price), one entry per group.
    [[nodiscard]] std::vector<AvailableQuantity> at(double price) const;
    /// Of one group or of several.
    [[nodiscard]] AvailableQuantity at(double price, std::span<const std::size_t> groups) const;
    /// Groups of a commodity; prices of two commodities are on no common axis.
    [[nodiscard]] std::vector<std::size_t> of_commodity(const std::string& commodity) const;
    /// Orebodies of a group without a verdict, and those that no price makes usable.
    [[nodiscard]] std::int64_t without_verdict(std::size_t group) const { return parts_[group].without; }
    [[nodiscard]] std::int64_t never(std::size_t group) const { return parts_[group].never; }
    /// The caller's numbers of orebodies of a commodity whose activation price lies within price · (1 ∓ share), nearest
    /// to the price first.
    [[nodiscard]] std::vector<int> near(const std::string& commodity, double price, double share) const;
    /// The caller's numbers of orebodies of a commodity whose activation price lies in (low, high]: all that a step of the
    /// slider from one to the other changes.
    [[nodiscard]] std::vector<int> between(const std::string& commodity, double low, double high) const;
    /// The prices of a commodity's orebodies, sorted, without those that are infinite.
    [[nodiscard]] std::vector<double> prices(const std::string& commodity) const;
    /// The price that nine in ten of a commodity's orebodies that any price makes usable need at most; 0 without any.
    [[nodiscard]] double usual_need(const std::string& commodity) const;
    /// Prices that questions have looked at so far: for tests, which count work. One thread at a time asks a curve.
    [[nodiscard]] std::int64_t looked_at() const { return looked_at_; }

  private:
    struct Ladder {
        std::vector<double> price, ore, metal;  ///< sums from the left
        void add_up();
    };
    struct Part {
        Ladder middle, low, high;
        std::vector<int> rows;  ///< in the order of `middle`
        std::int64_t without = 0, never = 0;
    };
    /// How many of a ladder are usable at a price.
    [[nodiscard]] std::size_t count(const Ladder& ladder, double price) const;

    std::vector<AvailabilityKey> keys_;
    std::vector<Part> parts_;
    std::map<std::string, double> usual_need_;
    mutable std::int64_t looked_at_ = 0;
};

/// A step of the cumulative-cost curve: width = quantity, height = cost.
struct CostStep {
    int row = 0;
    double quantity = 0;    ///< of this one
    double cumulative = 0;  ///< up to and with it
    double cost = 0;        ///< per t of metal
};
/// Cheapest first, equal costs in the order given; what has no finite cost is left out.
std::vector<CostStep> cumulative_cost(std::span<const double> cost, std::span<const double> quantity);

}  // namespace orelens::costmodel
