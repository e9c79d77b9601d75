#include "core/recycling/StackedCurve.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

Expected<QuantityCurve> QuantityCurve::build(const std::vector<PricedQuantity>& parcels, std::optional<int> year) {
    QuantityCurve curve;
    std::vector<const PricedQuantity*> order;
    for (const PricedQuantity& one : parcels) {
        if (!std::isfinite(one.metal_t) || one.metal_t < 0)
            return fail(ErrorKind::data, Message("recycling.curve.metal", {{"parcel", one.id}}), {.field = one.id});
        if (year && one.year && *one.year != *year) continue;
        if (std::isnan(one.break_even)) {
            curve.without_.metal_t += one.metal_t;
            ++curve.without_.parcels;
        } else {
            order.push_back(&one);
        }
    }
    // Equal prices in the order given, so that sums repeat.
    std::ranges::stable_sort(order, {}, [](const PricedQuantity* one) { return one->break_even; });
    for (const PricedQuantity* one : order) {
        curve.prices_.push_back(one->break_even);
        curve.sums_.push_back({curve.sums_.back().metal_t + one->metal_t, curve.sums_.back().parcels + 1});
    }
    return curve;
}

UsableQuantity QuantityCurve::at(double price) const {
    if (std::isnan(price)) return {};
    return sums_[static_cast<std::size_t>(std::ranges::upper_bound(prices_, price) - prices_.begin())];
}

Expected<std::vector<PricedQuantity>> priced(const std::vector<Stream>& streams, const std::vector<double>* used_t) {
    std::vector<PricedQuantity> made;
    for (std::size_t n = 0; n < streams.size(); ++n) {
        const auto steps = cascade(streams[n]);
        if (!steps) {
            base::Error error = steps.error();
            error.place.row = static_cast<std::int64_t>(n) + 1;
            return std::unexpected(std::move(error));
        }
        made.push_back({streams[n].id, streams[n].origin, streams[n].year, steps->break_even, used_t ? (*used_t)[n] : steps->recoverable_t});
    }
    return made;
}

CurveLayer layer_of(const std::string& origin, QuantityCurve curve) {
    auto shared = std::make_shared<const QuantityCurve>(std::move(curve));
    return {origin, [shared](double price) { return shared->at(price); }};
}

Expected<CurveLayer> layer_of_blocks(const economics::UsableCurve& curve, const std::string& element, double recovery) {
    const auto found = std::ranges::find(curve.elements(), element);
    if (found == curve.elements().end()) return fail(ErrorKind::data, Message("recycling.curve.element", {{"element", element}}), {.field = element});
    const auto number = static_cast<std::size_t>(found - curve.elements().begin());
    return CurveLayer{"ore", [&curve, number, recovery](double price) {
                          const economics::UsableTotals totals = curve.at(price);
                          return UsableQuantity{economics::known_metal(totals, number) * recovery, totals.blocks};
                      }};
}

Expected<std::vector<CurveLayer>> layers_by_origin(const std::vector<PricedQuantity>& parcels, std::optional<int> year) {
    std::vector<std::pair<std::string, std::vector<PricedQuantity>>> groups;
    for (const PricedQuantity& one : parcels) {
        auto group = std::ranges::find(groups, one.origin, [](const auto& g) { return g.first; });
        if (group == groups.end()) group = groups.insert(groups.end(), {one.origin, {}});
        group->second.push_back(one);
    }
    std::vector<CurveLayer> layers;
    for (const auto& [origin, of] : groups) {
        auto curve = QuantityCurve::build(of, year);
        if (!curve) return std::unexpected(curve.error());
        layers.push_back(layer_of(origin, std::move(*curve)));
    }
    return layers;
}

StackedPoint stacked_at(const std::vector<CurveLayer>& layers, double price) {
    StackedPoint point;
    point.price = price;
    for (const CurveLayer& layer : layers) {
        point.by_origin.push_back(layer.at(price));
        point.metal_t += point.by_origin.back().metal_t;
    }
    return point;
}

std::vector<StackedPoint> stacked(const std::vector<CurveLayer>& layers, double low, double high, int points) {
    std::vector<StackedPoint> made;
    for (int n = 0; n < points; ++n) made.push_back(stacked_at(layers, points > 1 ? low + (high - low) * n / (points - 1) : low));
    return made;
}

}  // namespace orelens::recycling
