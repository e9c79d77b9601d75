// One curve for ore, undeveloped orebodies and scrap: quantities with a break-even price, sorted once, prefix sums,
// answers in O(log n), stacked by origin. Blocks bring their own curve (economics/UsableCurve.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/economics/UsableCurve.h"
#include "core/recycling/Availability.h"

namespace orelens::recycling {

/// An orebody or a stream as it meets the price.
struct PricedQuantity {
    std::string id;
    std::string origin;          ///< "ore", "undeveloped", "scrap", "tailings", …
    std::optional<int> year;     ///< nothing = of every year, as ground is
    double break_even = not_known;  ///< price of the main commodity per tonne of metal; NaN = not evaluated, +∞ = never
    double metal_t = 0;          ///< recoverable
};

struct UsableQuantity {
    double metal_t = 0;
    std::int64_t parcels = 0;
};

/// Usable at P = break-even ≤ P, as for blocks.
class QuantityCurve {
  public:
    /// Of one year, or of all where none is asked for. Parcels that were not evaluated are counted apart and never usable.
    /// Error: metal that is negative or not finite.
    static base::Expected<QuantityCurve> build(const std::vector<PricedQuantity>& parcels, std::optional<int> year);
    [[nodiscard]] UsableQuantity at(double price) const;
    [[nodiscard]] UsableQuantity total() const { return sums_.back(); }           ///< that has a break-even
    [[nodiscard]] const UsableQuantity& not_evaluated() const { return without_; }
    [[nodiscard]] const std::vector<double>& prices() const { return prices_; }  ///< ascending; +∞ where none pays

  private:
    std::vector<double> prices_;
    std::vector<UsableQuantity> sums_{1};  ///< of the first n
    UsableQuantity without_;
};

/// Streams as parcels; their recoverable metal, or what sinks take of it (`used_t`, one per stream). Errors: as of cascade.
base::Expected<std::vector<PricedQuantity>> priced(const std::vector<Stream>& streams, const std::vector<double>* used_t = nullptr);

/// A layer of the stack.
struct CurveLayer {
    std::string origin;
    std::function<UsableQuantity(double price)> at;
};
CurveLayer layer_of(const std::string& origin, QuantityCurve curve);
/// Metal in the usable blocks × `recovery` (fraction), so that it stands beside metal recovered from scrap. The curve must
/// outlive the layer. Error: an element that the curve does not have.
base::Expected<CurveLayer> layer_of_blocks(const economics::UsableCurve& curve, const std::string& element, double recovery);

/// Layers of `parcels` by origin in order of first appearance, of a year.
base::Expected<std::vector<CurveLayer>> layers_by_origin(const std::vector<PricedQuantity>& parcels, std::optional<int> year);

struct StackedPoint {
    double price = 0;
    std::vector<UsableQuantity> by_origin;  ///< per layer
    double metal_t = 0;                     ///< Σ
};
StackedPoint stacked_at(const std::vector<CurveLayer>& layers, double price);
std::vector<StackedPoint> stacked(const std::vector<CurveLayer>& layers, double low, double high, int points);

}  // namespace orelens::recycling
