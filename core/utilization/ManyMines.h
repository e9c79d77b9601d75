// Many mines at once: their rates side by side, ranked, over periods, and held against what is asked of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/utilization/Rates.h"

namespace orelens::utilization {

/// The least that is asked of a mine (三率), as fractions; absent = not stated. Whoever asks stands in `source`.
struct LeastRates {
    std::string mine;       ///< name, or "*" for all
    std::string component;  ///< main component it is for, or "*"
    std::optional<double> mining_recovery, dressing_recovery, utilisation;
    std::string source = {};
    bool operator==(const LeastRates&) const = default;
};

/// "mine | component | mining recovery | dressing recovery | utilisation | source" in per cent, rows apart by semicolons
/// or new lines; fields left out at the end are empty. An empty first or second field stands for "*". Error (kind
/// usage): more than six fields, what is no number from 0 to 100, a mine and component twice; place.row says which.
base::Expected<std::vector<LeastRates>> least_rates_from_text(const std::string& text);
/// Back to the text that reads the same.
std::string least_rates_to_text(const std::vector<LeastRates>& table);

/// The row that asks of a record: the one that names its mine before "*", then the one that names its main component.
/// Null where none does.
const LeastRates* asked_of(const std::vector<LeastRates>& table, const MineRecord& record);

enum class Standing { met, missed, rate_unknown, not_stated };
/// Compared as both are printed, to the hundredth of a per cent.
Standing standing(const std::optional<double>& rate, const std::optional<double>& least);

/// One mine and period, for tables and charts.
struct MineRow {
    std::string mine, period, main_component;
    std::optional<double> mining_recovery, dressing_recovery;  ///< K, and ε of the main component
    std::vector<std::optional<double>> rates = {};                  ///< R1, R2, R3, R4, R5, R5_all
    Standing mining = Standing::not_stated, dressing = Standing::not_stated, utilisation = Standing::not_stated;
    std::string source;  ///< of what is asked
    bool at_fault = false;
};
/// Records and their results in the same order. The utilisation rate that is held against the least one is R1.
std::vector<MineRow> mine_rows(const std::vector<MineRecord>& records, const std::vector<UtilizationResult>& results,
                               const std::vector<LeastRates>& asked);

/// Ranks 1, 2, 2, 4 … by a rate (0 = R1 … 5 = R5_all), largest first, rows that share a value share a rank; 0 where
/// the rate is undefined, or the record cannot be true. Only rows of one period are ranked against each other.
std::vector<int> ranks(const std::vector<MineRow>& rows, std::size_t rate, const std::string& period);

/// Rows of one mine by period, in the order of the periods' names ("2023", "2024-Q1").
std::vector<const MineRow*> trend(const std::vector<MineRow>& rows, const std::string& mine);

}  // namespace orelens::utilization
