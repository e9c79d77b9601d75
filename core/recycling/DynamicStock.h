// Stocks in use by cohort: what came in, what is still there, what leaves. Many series (region × material × product)
// at a time, each with a lifetime of its own. Use it for numbers; flows between processes are System.h.
//
// s[t, c] = i[c]·S[t, c];  o[t, c] = s[t−1, c] − s[t, c];  o[c, c] = i[c] − s[c, c]  (recycling-and-costs.md §1).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/LargeArray.h"
#include "core/base/Progress.h"
#include "core/recycling/Lifetime.h"

namespace orelens::recycling {

/// Values by year and cohort of every series; cohorts are c = 0 … t.
class CohortTable {
  public:
    CohortTable() = default;
    CohortTable(std::size_t series, int years)
        : years_(years), values_(series * static_cast<std::size_t>(years) * (static_cast<std::size_t>(years) + 1) / 2) {}
    [[nodiscard]] bool empty() const { return values_.size() == 0; }
    [[nodiscard]] int years() const { return years_; }
    /// All rows, one series after another.
    [[nodiscard]] std::span<double> values() { return {values_.data(), values_.size()}; }
    [[nodiscard]] std::span<const double> values() const { return {values_.data(), values_.size()}; }
    [[nodiscard]] double* row(std::size_t series, int t) { return values_.data() + start(series, t); }
    [[nodiscard]] const double* row(std::size_t series, int t) const { return values_.data() + start(series, t); }

  private:
    [[nodiscard]] std::size_t start(std::size_t series, int t) const {
        const auto n = static_cast<std::size_t>(years_), y = static_cast<std::size_t>(t);
        return series * (n * (n + 1) / 2) + y * (y + 1) / 2;
    }
    int years_ = 0;
    base::LargeArray<double> values_;
};

/// The lifetimes of all series: tables made once, and which series has which.
struct Survivals {
    std::vector<SurvivalTable> tables;
    std::vector<std::int32_t> of_series;  ///< empty = the first table for all
    [[nodiscard]] const SurvivalTable& of(std::size_t series) const {
        return tables[of_series.empty() ? 0 : static_cast<std::size_t>(of_series[series])];
    }
};

/// A stock that is there at the end of year `year` (from 0), by the cohort that it belongs to: what is known of the
/// time before replaces inflow of the years 0 … year. Stocks and outflows before `year` are not known: NaN.
struct InitialStock {
    int year = -1;                  ///< −1 = none
    std::vector<double> by_cohort;  ///< series × (year + 1)
};

struct StockOptions {
    bool cohorts = true;                ///< keep the tables by cohort
    bool correct_negative_inflow = true;  ///< of a stock-driven model; else negative inflows stand and are told
    InitialStock initial = {};
};

/// A stock that falls faster than its lifetimes allow.
struct FastFall {
    std::size_t series = 0;
    int year = 0;        ///< from 0
    double missing = 0;  ///< inflow that would have been needed, below 0
};

/// Each series × years, one series after another.
struct DynamicStocks {
    int years = 0;
    std::size_t series = 0;
    std::vector<double> inflow, stock, outflow;
    std::vector<double> early_outflow;  ///< of `outflow`, what leaves before its time by the correction
    CohortTable stock_by_cohort, outflow_by_cohort;  ///< empty unless asked for
    std::vector<FastFall> fast_falls;                ///< by series and year
};

/// Bytes that the result of so many series needs.
double stock_bytes(std::size_t series, int years, bool cohorts);

/// From inflows (series × years). Errors: not series × years; a negative inflow or one that is not finite (place.row =
/// series, place.column = year, from 1); lifetimes of another number of years; an initial stock without survivors to
/// hold it; not enough memory; cancelled.
base::Expected<DynamicStocks> inflow_driven(std::span<const double> inflow, int years, const Survivals& survivals,
                                            const StockOptions& options, const base::Progress& progress = base::Progress());

/// From stocks at the end of each year (series × years): i[t] = (s[t] − Σ s[t, c < t]) / S[t, t]. Where that is negative
/// and corrected: i[t] = 0, all cohorts shrink by one factor for good, and the difference leaves. Errors: as above; a
/// stock below 0; a stock that must grow while none of an inflow survives its own year.
base::Expected<DynamicStocks> stock_driven(std::span<const double> stock, int years, const Survivals& survivals,
                                           const StockOptions& options, const base::Progress& progress = base::Progress());

/// Inflows that a stock by cohort at the end of year `years` − 1 is left of: i[c] = s0[c] / S[last, c].
/// Error: stock of a cohort of which none survives (place.column = cohort from 1).
base::Expected<std::vector<double>> inflow_of_initial_stock(std::span<const double> by_cohort, const SurvivalTable& survival);

}  // namespace orelens::recycling
