#include "core/economics/StartingPrices.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/base/Resource.h"

namespace orelens::economics {
namespace {

std::vector<StartingPrice> read_all() {
    std::vector<StartingPrice> all;
    const auto text = base::resource("tables/starting_prices.csv");
    std::istringstream lines{std::string(text.value_or(""))};
    std::string line;
    std::getline(lines, line);  // the header
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        StartingPrice one;
        std::string price;
        for (std::string* cell : {&one.commodity, &price, &one.currency, &one.unit, &one.period, &one.confidence})
            std::getline(cells, *cell, ',');
        std::getline(cells, one.source);
        std::from_chars(price.data(), price.data() + price.size(), one.price);
        if (one.price > 0) all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

const std::vector<StartingPrice>& starting_prices() {
    static const std::vector<StartingPrice> all = read_all();
    return all;
}

const StartingPrice* starting_price(const std::string& commodity) {
    const auto& all = starting_prices();
    const auto found = std::ranges::find(all, commodity, &StartingPrice::commodity);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace orelens::economics
