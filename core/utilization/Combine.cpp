#include <algorithm>

#include "core/utilization/Balance.h"

namespace orelens::utilization {
namespace {

using base::Expected;
using base::Message;

std::unexpected<base::Error> differ(const char* what, const std::string& field, const std::string& component = "") {
    return base::fail(base::ErrorKind::data,
                      Message("utilization.parts_differ",
                              {{"what", std::string("@utilization.part.") + what},
                               {"component", component.empty() ? "" : " (" + component + ")"}}),
                      {.field = field});
}

MineComponent* find(MineRecord& record, const MineComponent& wanted) {
    for (MineComponent& one : record.components)
        if (one.name == wanted.name && one.basis == wanted.basis) return &one;
    return nullptr;
}

/// A mean weighted by mass of values that may be missing; missing in any part that has mass leaves it
/// missing.
struct WeightedMean {
    double sum = 0, weight = 0;
    bool complete = true;
    void add(const std::optional<double>& value, double mass) {
        if (mass <= 0) return;
        complete = complete && value.has_value();
        sum += value.value_or(0) * mass;
        weight += mass;
    }
    [[nodiscard]] std::optional<double> value() const {
        return complete && weight > 0 ? std::optional(sum / weight) : std::nullopt;
    }
};

Expected<void> add_components(MineRecord& whole, const MineRecord& part) {
    for (const MineComponent& one : part.components) {
        MineComponent* known = find(whole, one);
        if (!known) {
            whole.components.push_back(one);
            continue;
        }
        if (known->price_per_tonne != one.price_per_tonne) return differ("price", "price_per_tonne", one.name);
        if (known->usable != one.usable) return differ("use", "usable", one.name);
    }
    return {};
}

void average(MineRecord& whole, MineComponent& component, const std::vector<MineRecord>& parts) {
    WeightedMean theoretical, dressing;
    double metal = 0;
    for (const MineRecord& part : parts)
        for (const MineComponent& one : part.components) {
            if (one.name != component.name || one.basis != component.basis) continue;
            const double mined = part.consumed_tonnes * one.in_situ_grade;
            metal += mined;
            theoretical.add(one.theoretical_recovery, mined);
            dressing.add(one.dressing_recovery, mined);
        }
    component.in_situ_grade = whole.consumed_tonnes > 0 ? metal / whole.consumed_tonnes : 0;
    if (metal > 0) {
        component.theoretical_recovery = theoretical.value();
        component.dressing_recovery = dressing.value();
    }
}

}  // namespace

Expected<MineRecord> combine(const std::vector<MineRecord>& parts) {
    if (parts.empty()) return base::fail(base::ErrorKind::data, Message("utilization.no_parts"));
    MineRecord whole = parts.front();
    whole.consumed_tonnes = 0;
    whole.products.clear();
    WeightedMean recovery, dilution;
    for (const MineRecord& part : parts) {
        if (part.currency != whole.currency) return differ("currency", "currency");
        if (auto good = add_components(whole, part); !good) return std::unexpected(good.error());
        whole.consumed_tonnes += part.consumed_tonnes;
        whole.products.insert(whole.products.end(), part.products.begin(), part.products.end());
        recovery.add(part.mining_recovery, part.consumed_tonnes);
        // Dilution is a share of the tonnes mined, not of those in situ.
        const double kept = 1 - part.dilution.value_or(0);
        dilution.add(part.dilution,
                     kept > 0 ? part.consumed_tonnes * part.mining_recovery.value_or(1) / kept : 0);
    }
    whole.mining_recovery = recovery.value();
    whole.dilution = dilution.value();
    for (MineComponent& component : whole.components) average(whole, component, parts);
    return whole;
}

std::vector<WholeOfParts> wholes(const std::vector<MineRecord>& records, PriceBasis basis) {
    std::vector<WholeOfParts> all;
    for (std::size_t n = 0; n < records.size(); ++n) {
        if (records[n].mine.empty()) continue;
        const auto same = std::ranges::find_if(all, [&](const WholeOfParts& one) {
            return one.mine == records[n].mine && one.period == records[n].period;
        });
        if (same != all.end())
            same->parts.push_back(n);
        else
            all.push_back({records[n].mine, records[n].period, {n}, UtilizationResult{}});
    }
    std::erase_if(all, [](const WholeOfParts& one) { return one.parts.size() < 2; });
    for (WholeOfParts& one : all) {
        std::vector<MineRecord> parts;
        for (const std::size_t n : one.parts) parts.push_back(records[n]);
        const auto whole = combine(parts);
        one.rates = whole ? rates(*whole, basis) : std::unexpected(whole.error());
    }
    return all;
}

}  // namespace orelens::utilization
