#include "core/utilization/Rates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/utilization/Balance.h"
#include "core/utilization/Plausible.h"

namespace orelens::utilization {
namespace {

using base::Message;
using Pick = std::function<bool(const MetalBalance&)>;

constexpr double rounding = 1e-9;  // a share above 1 by less is arithmetic, not a metal-balance error

std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<std::string> names_where(const std::vector<MetalBalance>& all, const Pick& pick) {
    std::vector<std::string> names;
    for (const MetalBalance& one : all)
        if (pick(one)) names.push_back(one.name());
    return names;
}

/// Sums over the components of a list; `above` and `below` give each one's part.
struct Sum {
    const char* id;
    Pick in_list;
    std::function<double(const MetalBalance&)> above, below;
};

void finish(Rate& rate) {
    if (!rate.remarks.empty()) return;  // undefined for a reason already given
    if (!(rate.denominator > 0)) {
        rate.remarks.push_back(Message("utilization.zero_denominator", {{"rate", rate.id}}));
        return;
    }
    rate.value = rate.numerator / rate.denominator;
}

Rate summed(const std::vector<MetalBalance>& all, const Sum& sum, std::vector<Message> undefined) {
    Rate rate{.id = sum.id, .remarks = std::move(undefined)};
    for (const MetalBalance& one : all) {
        (sum.in_list(one) ? rate.counted : rate.left_out).push_back(one.name());
        if (!sum.in_list(one)) continue;
        rate.numerator += sum.above(one);
        rate.denominator += sum.below(one);
    }
    if (!rate.remarks.empty())
        rate.numerator = rate.denominator = 0;  // built from an unknown: no number at all
    finish(rate);
    return rate;
}

bool useful(const MetalBalance& one) {
    return one.component->usable != Usable::no;
}
bool official(const MetalBalance& one) {
    return one.component->usable == Usable::yes || one.component->usable == Usable::unknown;
}

std::vector<Message> missing(const char* key, const std::vector<MetalBalance>& all, const Pick& lacks) {
    const auto names = names_where(all, lacks);
    if (names.empty()) return {};
    return {Message(key, {{"components", joined(names)}})};
}

Rate value_rate(const std::vector<MetalBalance>& all, PriceBasis basis) {
    const auto price = [](const MetalBalance& one) { return one.component->price_per_tonne.value_or(0); };
    auto why = missing("utilization.price_missing", all, [](const MetalBalance& one) {
        return useful(one) && !one.component->price_per_tonne;
    });
    const bool realised = basis == PriceBasis::realised;
    return summed(
        all,
        {"R1", useful,
         [&](const MetalBalance& one) { return realised ? one.realised_value : one.used * price(one); },
         [&](const MetalBalance& one) { return one.mined * price(one); }},
        std::move(why));
}

Rate theoretical_rate(const std::vector<MetalBalance>& all) {
    auto why = missing("utilization.theoretical_missing", all, [](const MetalBalance& one) {
        return useful(one) && !one.component->theoretical_recovery;
    });
    return summed(
        all,
        {"R4", useful, [](const MetalBalance& one) { return one.used; },
         [](const MetalBalance& one) { return one.mined * one.component->theoretical_recovery.value_or(0); }},
        std::move(why));
}

Rate price_ratio_rate(const std::vector<MetalBalance>& all, const MineComponent& main, const char* id,
                      const Pick& list) {
    auto why = missing("utilization.price_missing", all,
                       [&](const MetalBalance& one) { return list(one) && !one.component->price_per_tonne; });
    if (why.empty() && !(main.price_per_tonne.value_or(0) > 0))
        why.push_back(Message("utilization.main_without_price", {{"component", main.name}}));
    const double main_price = main.price_per_tonne.value_or(1);
    const auto ratio = [&](const MetalBalance& one) {
        return one.component->price_per_tonne.value_or(0) / main_price;
    };
    Rate rate = summed(all,
                       {id, list, [&](const MetalBalance& one) { return one.used * ratio(one); },
                        [&](const MetalBalance& one) { return one.mined * ratio(one); }},
                       std::move(why));
    const auto unknown = names_where(
        all, [&](const MetalBalance& one) { return list(one) && one.component->usable == Usable::unknown; });
    if (!unknown.empty())
        rate.remarks.push_back(
            Message("utilization.unknown_counted_as_yes", {{"components", joined(unknown)}}));
    return rate;
}

/// R1, R2, R3, R4, R5, R5_all.
std::vector<Rate> all_rates(const std::vector<MetalBalance>& all, const MineComponent& main,
                            PriceBasis basis) {
    std::vector<Rate> rates;
    rates.push_back(value_rate(all, basis));
    rates.push_back(summed(all,
                           {"R2", useful, [](const MetalBalance& one) { return one.used > 0 ? 1.0 : 0.0; },
                            [](const MetalBalance&) { return 1.0; }},
                           {}));
    rates.push_back(summed(all,
                           {"R3", useful, [](const MetalBalance& one) { return one.used; },
                            [](const MetalBalance& one) { return one.mined; }},
                           {}));
    rates.push_back(theoretical_rate(all));
    rates.push_back(price_ratio_rate(all, main, "R5", official));
    rates.push_back(price_ratio_rate(all, main, "R5_all", useful));
    return rates;
}

std::vector<std::optional<double>> if_theoretical(std::vector<MetalBalance> all, std::size_t which,
                                                  const MineComponent& main, PriceBasis basis) {
    MetalBalance& one = all[which];
    if (!one.component->theoretical_recovery) return {};
    const double used = one.mined * *one.component->theoretical_recovery;
    // The product mix stays as it is, so the realised value grows with the metal; without any metal there is
    // no mix.
    const bool mix_known = one.used > 0;
    if (mix_known) one.realised_value *= used / one.used;
    one.used = used;
    std::vector<std::optional<double>> values;
    for (const Rate& rate : all_rates(all, main, basis)) {
        if (rate.id == "R5_all") continue;
        const bool no_mix = rate.id == "R1" && basis == PriceBasis::realised && !mix_known;
        values.push_back(no_mix ? std::nullopt : rate.value);
    }
    return values;
}

bool over_one(double share) {
    return share > 1 + rounding;
}

/// Why a rate is above 100 %: metal that was never mined, an ε* that practice exceeds, or products sold for
/// more than the element.
void explain_over_100(UtilizationResult& result) {
    const bool balance =
        std::any_of(result.components.begin(), result.components.end(),
                    [](const ComponentShare& one) { return over_one(one.recovery.value_or(0)); });
    for (Rate& rate : result.rates) {
        if (!rate.value || !over_one(*rate.value)) continue;
        const bool realised = rate.id == "R1" && result.price_basis == PriceBasis::realised;
        const char* key = balance           ? "utilization.rate_over_100"
                          : rate.id == "R4" ? "utilization.theoretical_too_low"
                          : realised        ? "utilization.realised_above_element"
                                            : "utilization.rate_over_100";
        rate.remarks.push_back(
            Message(key, {{"rate", rate.id}, {"percent", base::number(*rate.value * 100)}}));
    }
    for (const ComponentShare& one : result.components)
        if (one.recovery && one.theoretical && !over_one(*one.recovery) &&
            *one.recovery > *one.theoretical * (1 + rounding))
            result.remarks.push_back(Message("utilization.above_theoretical",
                                             {{"component", one.component},
                                              {"recovery", base::number(*one.recovery * 100)},
                                              {"theoretical", base::number(*one.theoretical * 100)}}));
}

void compare_value_and_ratio(UtilizationResult& result) {
    const Rate& value = result.rates[0];
    const Rate& ratio = result.rates[4];
    if (!value.value || !ratio.value) return;
    const bool same_list = value.counted == ratio.counted;
    if (same_list && result.price_basis == PriceBasis::element) {
        result.remarks.push_back(Message("utilization.r5_equals_r1"));
        return;
    }
    if (!same_list) {
        std::vector<std::string> more;
        for (const std::string& name : value.counted)
            if (std::find(ratio.counted.begin(), ratio.counted.end(), name) == ratio.counted.end())
                more.push_back(name);
        result.remarks.push_back(Message("utilization.r5_other_list", {{"components", joined(more)}}));
    }
    if (result.price_basis == PriceBasis::realised)
        result.remarks.push_back(Message("utilization.r5_other_prices"));
}

}  // namespace

base::Expected<UtilizationResult> rates(const MineRecord& record, PriceBasis basis) {
    if (auto good = check_record(record, basis); !good) return std::unexpected(good.error());
    UtilizationResult result{.mine = record.mine,
                             .period = record.period,
                             .price_basis = basis,
                             .mining_recovery = record.mining_recovery,
                             .dilution = record.dilution};
    const std::vector<MetalBalance> all = metal_balance(record, result.remarks);
    const MineComponent& main = *main_component(record);
    result.rates = all_rates(all, main, basis);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const MetalBalance& one = all[i];
        ComponentShare share{.component = one.name(),
                             .mined_tonnes = one.mined,
                             .used_tonnes = one.used,
                             .theoretical = one.component->theoretical_recovery};
        if (one.mined > 0) share.recovery = one.used / one.mined;
        share.rates_if_theoretical = if_theoretical(all, i, main, basis);
        result.components.push_back(std::move(share));
        if (one.used <= one.mined * (1 + rounding)) continue;
        result.at_fault = true;
        result.remarks.push_back(Message("utilization.balance_error", {{"component", one.name()},
                                                                       {"used", base::number(one.used)},
                                                                       {"mined", base::number(one.mined)}}));
    }
    Doubts doubts = implausible(record);
    result.at_fault = result.at_fault || !doubts.faults.empty();
    for (auto* list : {&doubts.faults, &doubts.remarks})
        result.remarks.insert(result.remarks.end(), list->begin(), list->end());
    explain_over_100(result);
    const auto sterile = names_where(all, [](const MetalBalance& one) { return !useful(one); });
    if (!sterile.empty())
        result.remarks.push_back(Message("utilization.not_useful", {{"components", joined(sterile)}}));
    const auto technical = names_where(
        all, [](const MetalBalance& one) { return one.component->usable == Usable::technical_not_economic; });
    if (!technical.empty())
        result.remarks.push_back(Message("utilization.technical", {{"components", joined(technical)}}));
    compare_value_and_ratio(result);
    return result;
}

}  // namespace orelens::utilization
