#include "core/economics/PriceOrder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace orelens::economics {
namespace {

RC_GTEST_PROP(PriceOrder, IsThatOfAStableSort, ()) {
    const int side = *rc::gen::inRange(1, 60);
    auto model = blocks::BlockModel::full({.count = {side, side, side}});
    model->add_column({"even", blocks::ColumnType::real, "", {}});
    const auto kinds = *rc::gen::inRange(1, 5);
    std::mt19937 random(*rc::gen::inRange<std::uint32_t>(0, 1000000));
    constexpr float infinity = std::numeric_limits<float>::infinity();
    std::vector<std::pair<float, std::uint32_t>> wanted;
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(n).is_active(at)) continue;
            const auto draw = static_cast<std::uint32_t>(random());
            float value = 0;
            if (kinds == 1) value = 70000;                                        // one price for all
            if (kinds == 2) value = 70000 + static_cast<float>(draw % 300) / 64;  // one bucket
            if (kinds == 3) value = static_cast<float>(draw % 100000) - 30000;
            if (kinds == 4) value = std::bit_cast<float>(draw);
            if (draw % 17 == 0) value = infinity;
            if (draw % 19 == 0) value = -infinity;
            if (draw % 23 == 0) value = blocks::missing_float;
            if (value == 0) value = 0;  // one zero
            model->real("even", n)[at] = value;
            if (!std::isnan(value))
                wanted.emplace_back(value, static_cast<std::uint32_t>(n * 512 + static_cast<unsigned>(at)));
        }
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto order = price_order(*model, "even");
    RC_ASSERT(order.size() == wanted.size());
    for (std::size_t n = 0; n < order.size(); ++n) RC_ASSERT(order[n] == wanted[n].second);
}

}  // namespace
}  // namespace orelens::economics
