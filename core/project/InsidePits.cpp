#include "core/project/InsidePits.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/pits/Inside.h"
#include "core/pits/Stopes.h"
#include "core/pits/Study.h"

namespace orelens::project {

namespace {

constexpr const char* name = "pits.inside";

}  // namespace

Shared<InsidePits> inside_pits(const Results& results) {
    const auto found = results.more.find(name);
    return found == results.more.end() ? nullptr : std::static_pointer_cast<const InsidePits>(found->second);
}

double lowest_pit_price(const Results& results) {
    const auto& study = results.pits.study;
    if (!study || study->main_prices.empty()) return -std::numeric_limits<double>::infinity();
    return *std::ranges::min_element(study->main_prices);
}

base::Expected<void> make_inside_pits(Results& results, const base::Progress& progress) {
    results.more.erase(name);
    const ValueResults& value = results.value;
    const auto& shells = results.pits.model;
    if (!shells || !value.deck || !value.curve(value.deck->test)) return {};
    // Pits where there are some, else what is wide enough to be mined underground.
    const char* column = shells->has(pits::price_column) ? pits::price_column : pits::stope_column;
    auto inside = pits::usable_inside(*shells, *value.deck, column, progress.part(0, 0.3));
    if (!inside) return std::unexpected(inside.error());
    auto curve = economics::UsableCurve::build(*inside, *value.deck, value.deck->test,
                                               value.curve(value.deck->test)->elements(), progress.part(0.3, 1));
    if (!curve) return std::unexpected(curve.error());
    results.more[name] = std::make_shared<const InsidePits>(
        InsidePits{std::make_shared<const blocks::BlockModel>(std::move(*inside)),
                   std::make_shared<const economics::UsableCurve>(std::move(*curve))});
    return {};
}

}  // namespace orelens::project
