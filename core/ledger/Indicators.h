// Indicator sets (工业指标集): limits between grade classes by species, deposit type and mining mode, named and versioned. They
// are inputs with a source, edited by the user; a shipped set says of itself where its figures are from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/ledger/Unit.h"

namespace orelens::ledger {

/// Limits as mass fractions, ascending; unknown = the class above it does not exist (`rich`) or is not told apart
/// (`background`, then everything below the cutoff is ultra-low).
struct Indicator {
    std::string species, deposit_type = "*", mining = "*", unit = "%";
    double background = unknown, cutoff = unknown, minimum = unknown, rich = unknown;
    std::string source;
    bool operator==(const Indicator&) const = default;
};
struct IndicatorSet {
    std::string id, version, source;
    base::Bilingual name;
    bool from_memory = false;  ///< figures nobody has checked against their source
    std::vector<Indicator> rows;
    /// Of the equivalent grade (比价法): currency per t; empty = units of several metals are classed by their main one.
    std::map<std::string, double> prices;
    std::string price_basis;  ///< currency and date of them
    [[nodiscard]] std::string title() const { return id + " " + version; }
};

/// The set in resources/tables/indicators.json.
base::Expected<IndicatorSet> shipped_indicators();
/// Errors with line and column: no JSON; a key unknown or missing; limits that do not ascend; an unknown species or unit.
base::Expected<IndicatorSet> indicators_from_json(const std::string& text, const std::string& file_name);
std::string indicators_to_json(const IndicatorSet& set);

/// The row for a species: deposit type and mining mode named before "*", the type before the mode. Null when none is.
const Indicator* indicator_for(const IndicatorSet& set, const std::string& species, const std::string& deposit_type,
                               const std::string& mining);

/// [0, background) [background, cutoff) [cutoff, minimum) [minimum, rich) [rich, ∞); unknown for NaN or without a row.
GradeClass class_of(const Indicator* indicator, double grade);

/// Σ gᵢ·Pᵢ / P_main over the species that are no harmful ones and have a price (domain.md §3, 比价法); the main species' own
/// grade where the set has no price of it. NaN where the main grade is unknown.
double equivalent_grade(const IndicatorSet& set, const ResourceUnit& unit, std::size_t main_row);

}  // namespace orelens::ledger
