#include "core/costmodel/Availability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace orelens::costmodel {

void AvailabilityCurve::Ladder::add_up() {
    std::partial_sum(ore.begin(), ore.end(), ore.begin());
    std::partial_sum(metal.begin(), metal.end(), metal.begin());
}

std::size_t AvailabilityCurve::count(const Ladder& ladder, double price) const {
    const auto above = std::ranges::upper_bound(ladder.price, price, [this](double asked, double held) {
        ++looked_at_;
        return asked < held;
    });
    return static_cast<std::size_t>(above - ladder.price.begin());
}

AvailabilityCurve::AvailabilityCurve(std::span<const AvailableOrebody> orebodies, std::span<const AvailabilityKey> keys) {
    std::map<AvailabilityKey, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < orebodies.size(); ++i) members[keys[i]].push_back(i);
    const auto fill = [&](Ladder& ladder, std::vector<std::size_t> order, const auto& price_of) {
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return price_of(orebodies[i]); });
        for (const std::size_t i : order) {
            ladder.price.push_back(price_of(orebodies[i]));
            ladder.ore.push_back(orebodies[i].ore_tonnes);
            ladder.metal.push_back(orebodies[i].metal_tonnes);
        }
        ladder.add_up();
        return order;
    };
    for (auto& [key, of] : members) {
        Part part;
        std::vector<std::size_t> placed;
        for (const std::size_t i : of) {
            if (std::isnan(orebodies[i].price)) {
                ++part.without;
                continue;
            }
            part.never += std::isinf(orebodies[i].price) ? 1 : 0;
            placed.push_back(i);
        }
        const auto order = fill(part.middle, placed, [](const AvailableOrebody& o) { return o.price; });
        for (const std::size_t i : order) part.rows.push_back(orebodies[i].row);
        fill(part.low, placed, [](const AvailableOrebody& o) { return std::isnan(o.upper) ? o.price : o.upper; });
        fill(part.high, placed, [](const AvailableOrebody& o) { return std::isnan(o.lower) ? o.price : o.lower; });
        keys_.push_back(key);
        parts_.push_back(std::move(part));
    }
    for (const AvailabilityKey& key : keys_) {
        if (usual_need_.contains(key.commodity)) continue;
        const std::vector<double> sorted = prices(key.commodity);
        usual_need_[key.commodity] = sorted.empty() ? 0 : sorted[9 * (sorted.size() - 1) / 10];
    }
}

double AvailabilityCurve::usual_need(const std::string& commodity) const {
    const auto known = usual_need_.find(commodity);
    return known == usual_need_.end() ? 0 : known->second;
}

AvailableQuantity AvailabilityCurve::at(double price, std::span<const std::size_t> groups) const {
    AvailableQuantity sum;
    for (const std::size_t g : groups) {
        const Part& part = parts_[g];
        const std::size_t n = count(part.middle, price), low = count(part.low, price), high = count(part.high, price);
        sum.orebodies += static_cast<std::int64_t>(n);
        if (n > 0) {
            sum.ore_tonnes += part.middle.ore[n - 1];
            sum.metal_tonnes += part.middle.metal[n - 1];
        }
        if (low > 0) sum.metal_low += part.low.metal[low - 1];
        if (high > 0) sum.metal_high += part.high.metal[high - 1];
    }
    return sum;
}

std::vector<AvailableQuantity> AvailabilityCurve::at(double price) const {
    std::vector<AvailableQuantity> all;
    for (std::size_t g = 0; g < parts_.size(); ++g) all.push_back(at(price, std::span(&g, 1)));
    return all;
}

std::vector<std::size_t> AvailabilityCurve::of_commodity(const std::string& commodity) const {
    std::vector<std::size_t> groups;
    for (std::size_t g = 0; g < keys_.size(); ++g)
        if (keys_[g].commodity == commodity) groups.push_back(g);
    return groups;
}

std::vector<int> AvailabilityCurve::near(const std::string& commodity, double price, double share) const {
    std::vector<std::pair<double, int>> found;
    for (const std::size_t g : of_commodity(commodity)) {
        const Part& part = parts_[g];
        const auto begin = std::ranges::lower_bound(part.middle.price, price * (1 - share)) - part.middle.price.begin();
        const auto end = static_cast<std::ptrdiff_t>(count(part.middle, price * (1 + share)));
        for (auto i = begin; i < end; ++i) {
            const auto n = static_cast<std::size_t>(i);
            found.emplace_back(std::abs(part.middle.price[n] - price), part.rows[n]);
        }
    }
    std::ranges::sort(found);
    std::vector<int> rows;
    for (const auto& [gap, row] : found) rows.push_back(row);
    return rows;
}

std::vector<int> AvailabilityCurve::between(const std::string& commodity, double low, double high) const {
    std::vector<int> rows;
    for (const std::size_t g : of_commodity(commodity)) {
        const Part& part = parts_[g];
        const std::size_t end = count(part.middle, high);
        for (std::size_t n = count(part.middle, low); n < end; ++n) rows.push_back(part.rows[n]);
    }
    return rows;
}

std::vector<double> AvailabilityCurve::prices(const std::string& commodity) const {
    std::vector<double> all;
    for (const std::size_t g : of_commodity(commodity))
        for (const double p : parts_[g].middle.price)
            if (std::isfinite(p)) all.push_back(p);
    std::ranges::sort(all);
    return all;
}

std::vector<CostStep> cumulative_cost(std::span<const double> cost, std::span<const double> quantity) {
    std::vector<CostStep> steps;
    for (std::size_t i = 0; i < cost.size(); ++i)
        if (std::isfinite(cost[i]) && quantity[i] > 0) steps.push_back({static_cast<int>(i), quantity[i], 0, cost[i]});
    std::ranges::stable_sort(steps, {}, &CostStep::cost);
    double sum = 0;
    for (CostStep& step : steps) step.cumulative = sum += step.quantity;
    return steps;
}

}  // namespace orelens::costmodel
