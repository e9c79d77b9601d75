// Past prices: whatever is taken are prices above zero, and where today's stands among them is a percentage.
#include <cmath>

#include "core/economics/PriceHistory.h"
#include "core/project/PriceHistoryFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto past = project::read_price_history(fuzz::scratch_file("prices.csv", text), "Cu");
    if (!past) return 0;
    fuzz::require(!past->empty(), "a history has a price");
    for (const economics::PastPrice& one : *past) fuzz::require(std::isfinite(one.price) && one.price > 0, "a price is a number above zero");
    const auto standing = economics::standing(*past, 9000);
    fuzz::require(standing.percentile >= 0 && standing.percentile <= 100, "a percentile is a percentage");
    fuzz::require(std::isfinite(standing.median) && standing.p10 <= standing.median && standing.median <= standing.p90, "quantiles rise");
    return 0;
}
