#include "core/utilization/ManyMines.h"

#include <algorithm>
#include <charconv>
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

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> split(const std::string& text, const char* at) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t end = text.find_first_of(at); end != std::string::npos; end = text.find_first_of(at, from)) {
        parts.push_back(trimmed(text.substr(from, end - from)));
        from = end + 1;
    }
    parts.push_back(trimmed(text.substr(from)));
    return parts;
}

/// Per cent as a fraction; nothing for an empty text.
base::Expected<std::optional<double>> share(std::string text, std::int64_t row) {
    if (text.ends_with('%')) text = trimmed(text.substr(0, text.size() - 1));
    if (text.empty()) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 100))
        return base::fail(base::ErrorKind::usage, base::Message("utilization.least.no_share", {{"value", text}}),
                          {.row = row});
    return value / 100;
}

std::string percent(const std::optional<double>& fraction) {
    return fraction ? base::number(*fraction * 100, 12) : std::string();
}

}  // namespace

base::Expected<std::vector<LeastRates>> least_rates_from_text(const std::string& text) {
    std::vector<LeastRates> table;
    std::int64_t number = 0;
    for (const std::string& line : split(text, ";\n")) {
        if (line.empty()) continue;
        ++number;
        std::vector<std::string> fields = split(line, "|");
        if (fields.size() > 6)
            return base::fail(base::ErrorKind::usage,
                              base::Message("utilization.least.fields", {{"count", std::to_string(fields.size())}}),
                              {.row = number});
        fields.resize(6);
        LeastRates row{fields[0].empty() ? "*" : fields[0], fields[1].empty() ? "*" : fields[1], {}, {}, {}, fields[5]};
        std::optional<double>* shares[] = {&row.mining_recovery, &row.dressing_recovery, &row.utilisation};
        for (std::size_t n = 0; n < 3; ++n) {
            auto value = share(fields[2 + n], number);
            if (!value) return std::unexpected(value.error());
            *shares[n] = *value;
        }
        for (const LeastRates& other : table)
            if (other.mine == row.mine && other.component == row.component)
                return base::fail(base::ErrorKind::usage,
                                  base::Message("utilization.least.twice",
                                                {{"mine", row.mine}, {"component", row.component}}),
                                  {.row = number});
        table.push_back(std::move(row));
    }
    return table;
}

std::string least_rates_to_text(const std::vector<LeastRates>& table) {
    std::string text;
    for (const LeastRates& row : table)
        text += (text.empty() ? "" : "; ") + row.mine + " | " + row.component + " | " + percent(row.mining_recovery) +
                " | " + percent(row.dressing_recovery) + " | " + percent(row.utilisation) + " | " + row.source;
    return text;
}

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
