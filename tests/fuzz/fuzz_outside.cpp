// What enters a ledger from outside, by year: whatever is taken has years that follow each other and amounts that are there.
#include <cmath>

#include "core/ledger/OutsideJson.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto read = ledger::outside_from_json(std::string(reinterpret_cast<const char*>(data), size), "fuzz.json");
    if (!read) return 0;
    fuzz::require(!read->years.empty(), "there is a year");
    for (std::size_t n = 0; n < read->years.size(); ++n) {
        const ledger::Outside& year = read->years[n];
        fuzz::require(n == 0 || year.year == read->years[n - 1].year + 1, "years follow each other");
        fuzz::require(std::isfinite(year.demand_t) && year.demand_t >= 0, "a demand is an amount");
        for (const auto& [name, price] : year.prices) fuzz::require(std::isfinite(price) && price >= 0, "a price is an amount");
        for (const auto& [name, share] : year.unit_share) fuzz::require(share >= 0 && share <= 1, "a share is a part of a whole");
    }
    for (const double left : read->chain.survival) fuzz::require(left >= 0 && left <= 1, "what is left is a part of what was made");
    return 0;
}
