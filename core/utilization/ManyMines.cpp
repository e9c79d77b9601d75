#include "core/utilization/ManyMines.h"

#include <algorithm>
#include <cmath>

#include "core/utilization/Balance.h"

namespace orelens::utilization {
namespace {

/// How exactly a row names a record; 0 = not at all.
int match(const LeastRates& row, const std::string& mine, const std::string& component) {
    const bool mine_named = row.mine == mine, component_named = row.component == component;
    if (!mine_named && row.mine != "*") return 0;
    if (!component_named && row.component != "*") return 0;
    return 1 + 2 * static_cast<int>(mine_named) + static_cast<int>(component_named);
}

}  // namespace

const LeastRates* asked_of(const std::vector<LeastRates>& table, const MineRecord& record) {
    const MineComponent* main = main_component(record);
    const LeastRates* best = nullptr;
    int most = 0;
    for (const LeastRates& row : table) {
        const int named = match(row, record.mine, main != nullptr ? main->name : std::string());
        if (named <= most) continue;
        most = named;
        best = &row;
    }
    return best;
}

Standing standing(const std::optional<double>& rate, const std::optional<double>& least) {
    if (!least) return Standing::not_stated;
    if (!rate) return Standing::rate_unknown;
    return std::round(*rate * 1e4) >= std::round(*least * 1e4) ? Standing::met : Standing::missed;
}

std::vector<MineRow> mine_rows(const std::vector<MineRecord>& records, const std::vector<UtilizationResult>& results,
                               const std::vector<LeastRates>& asked) {
    std::vector<MineRow> rows;
    for (std::size_t n = 0; n < records.size() && n < results.size(); ++n) {
        const MineRecord& record = records[n];
        MineRow row{.mine = record.mine,
                    .period = record.period,
                    .main_component = {},
                    .mining_recovery = record.mining_recovery,
                    .dressing_recovery = {},
                    .rates = {},
                    .source = {}};
        if (const MineComponent* main = main_component(record)) {
            row.main_component = main->name;
            row.dressing_recovery = main->dressing_recovery;
        }
        for (const Rate& rate : results[n].rates) row.rates.push_back(rate.value);
        row.at_fault = results[n].at_fault;
        if (const LeastRates* least = asked_of(asked, record)) {
            row.mining = standing(row.mining_recovery, least->mining_recovery);
            row.dressing = standing(row.dressing_recovery, least->dressing_recovery);
            row.utilisation =
                standing(row.rates.empty() ? std::optional<double>() : row.rates.front(), least->utilisation);
            row.source = least->source;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<int> ranks(const std::vector<MineRow>& rows, std::size_t rate, const std::string& period) {
    const auto ranked = [&](const MineRow& row) {
        return row.period == period && !row.at_fault && rate < row.rates.size() && row.rates[rate].has_value();
    };
    std::vector<int> places;
    for (const MineRow& row : rows) {
        int place = 0;
        if (ranked(row)) {
            place = 1;
            for (const MineRow& other : rows)
                if (ranked(other) && *other.rates[rate] > *row.rates[rate]) ++place;
        }
        places.push_back(place);
    }
    return places;
}

std::vector<const MineRow*> trend(const std::vector<MineRow>& rows, const std::string& mine) {
    std::vector<const MineRow*> own;
    for (const MineRow& row : rows)
        if (row.mine == mine) own.push_back(&row);
    std::ranges::stable_sort(own, {}, [](const MineRow* row) { return row->period; });
    return own;
}

}  // namespace orelens::utilization
