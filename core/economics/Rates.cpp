#include "core/economics/Rates.h"

#include <cmath>
#include <limits>

#include "core/economics/Bands.h"

namespace orelens::economics {

using base::ErrorKind;
using base::Expected;
using base::Message;

namespace {
constexpr double largest = 1e15;

Expected<std::vector<std::pair<std::string, double>>> rates_of(const PriceDeck& deck) {
    return read_named(deck.fiscal.currency_rates, "fiscal.currency_rates", 1e-9, largest);
}

Expected<std::vector<Band>> index_of(const CostDetail& detail) {
    return read_bands(detail.cost_index, "cost.index", 1e-9, largest);
}
}  // namespace

Expected<void> check_rate_tables(const PriceDeck& deck) {
    if (const auto rates = rates_of(deck); !rates) return std::unexpected(rates.error());
    if (const auto index = index_of(deck.costs.detail); !index) return std::unexpected(index.error());
    return {};
}

Expected<double> rate_of(const PriceDeck& deck, const std::string& currency, const std::string& field) {
    if (currency.empty() || currency == deck.costs.currency) return 1.0;
    const auto rates = rates_of(deck);
    if (!rates) return std::unexpected(rates.error());
    for (const auto& [name, rate] : *rates)
        if (name == currency) return rate;
    return base::fail(ErrorKind::data,
                      Message("economics.no_rate", {{"currency", currency}, {"deck", deck.costs.currency}}),
                      {.field = field}, Message("economics.no_rate.fix", {{"currency", currency}}));
}

Expected<double> cost_factor(const CostDetail& detail) {
    if (detail.cost_year == 0 || detail.money_year == 0 || detail.cost_year == detail.money_year) return 1.0;
    const auto index = index_of(detail);
    if (!index) return std::unexpected(index.error());
    const auto of_year = [&](int year, const char* field) -> Expected<double> {
        for (const Band& band : *index)
            if (band.from == year) return band.value;
        return base::fail(ErrorKind::data, Message("economics.no_index", {{"year", std::to_string(year)}}),
                          {.field = field}, Message("economics.no_index.fix"));
    };
    const auto then = of_year(detail.cost_year, "cost.cost_year");
    if (!then) return then;
    const auto now = of_year(detail.money_year, "cost.money_year");
    if (!now) return now;
    return *now / *then;
}

void set_rates(PriceDeck& deck) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    for (Commodity& commodity : deck.commodities)
        commodity.currency_rate = rate_of(deck, commodity.currency, "").value_or(unknown);
    deck.costs.detail.cost_factor = cost_factor(deck.costs.detail).value_or(unknown);
}

}  // namespace orelens::economics
