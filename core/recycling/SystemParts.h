// Values of parameters at a tuple and year, as checking and solving need them. Internal to the room.
#pragma once

#include <string>
#include <vector>

#include "core/recycling/System.h"

namespace orelens::recycling {

class Values {
  public:
    explicit Values(const System& system) : system_(system) {
        for (std::size_t u = 0; u < system.tuples(); ++u) items_.push_back(system.tuple_items(u));
    }
    /// Product in tonnes or as a fraction.
    [[nodiscard]] double product(const std::vector<int>& factors, std::size_t tuple, int year) const {
        return product(factors, at(tuple, year));
    }
    /// One parameter, in its own measure's unit.
    [[nodiscard]] double one(int parameter, std::size_t tuple, int year) const { return product({parameter}, at(tuple, year)); }
    /// Of a given flow, trade summed over the other region.
    [[nodiscard]] double given(const Flow& flow, std::size_t tuple, int year) const {
        std::vector<int> items = at(tuple, year);
        if (flow.trade < 0) return product(flow.factors, items);
        const Trade& trade = system_.trades[static_cast<std::size_t>(flow.trade)];
        const int here = items[static_cast<std::size_t>(trade.origin)];
        const int regions = static_cast<int>(system_.dimensions[static_cast<std::size_t>(trade.origin)].items.size());
        double sum = 0;
        for (int other = 0; other < regions; ++other) {
            items[static_cast<std::size_t>(trade.origin)] = flow.to == 0 ? here : other;
            items[static_cast<std::size_t>(trade.destination)] = flow.to == 0 ? other : here;
            sum += product(flow.factors, items);
        }
        return sum;
    }
    [[nodiscard]] base::Expected<void> no_self_trade(const Trade& trade) const {
        for (std::size_t u = 0; u < items_.size(); ++u)
            for (int t = 0; t < system_.years(); ++t) {
                std::vector<int> items = at(u, t);
                items[static_cast<std::size_t>(trade.destination)] = items[static_cast<std::size_t>(trade.origin)];
                if (product(trade.factors, items) != 0)
                    return base::fail(base::ErrorKind::data, base::Message("recycling.trade.self", {{"trade", trade.id}, {"tuple", told(u, t)}}),
                                      {.field = trade.id});
            }
        return {};
    }
    /// "1990, Cu, region A".
    [[nodiscard]] std::string told(std::size_t tuple, int year) const {
        const std::string& of = system_.dimensions[static_cast<std::size_t>(system_.time)].items[static_cast<std::size_t>(year)];
        const std::string name = system_.tuple_name(tuple);
        return name.empty() ? of : of + ", " + name;
    }

  private:
    /// Item of every dimension; those that flows do not have stand at 0.
    [[nodiscard]] std::vector<int> at(std::size_t tuple, int year) const {
        std::vector<int> items(system_.dimensions.size());
        std::size_t n = 0;
        for (const int d : system_.flow_dimensions)
            items[static_cast<std::size_t>(d)] = d == system_.time ? year : items_[tuple][n++];
        return items;
    }
    [[nodiscard]] double product(const std::vector<int>& factors, const std::vector<int>& items) const {
        double value = 1;
        for (const int f : factors) {
            const Parameter& parameter = system_.parameters[static_cast<std::size_t>(f)];
            std::size_t index = 0;
            for (const int d : parameter.dimensions)
                index = index * system_.dimensions[static_cast<std::size_t>(d)].items.size() + static_cast<std::size_t>(items[static_cast<std::size_t>(d)]);
            value *= parameter.values[index] * unit_of(parameter.unit)->factor;
        }
        return value;
    }
    const System& system_;
    std::vector<std::vector<int>> items_;
};

}  // namespace orelens::recycling
