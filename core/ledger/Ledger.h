// The ledger: units of account and their assay rows in columns, each tonne once. Made by `build_ledger` of plain rows
// (Unit.h), which flags what cannot be counted and says what it left out. Asked by Query.h and Pivot.h, valued by
// Evaluate.h. A ledger does not change once it is made.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/ledger/Indicators.h"
#include "core/ledger/Money.h"
#include "core/ledger/Unit.h"

namespace orelens::ledger {

/// Texts that repeat, by number; 0 is the empty text: not stated.
class Dictionary {
  public:
    Dictionary() { add(""); }
    /// Of `texts()`, in their order.
    explicit Dictionary(const std::vector<std::string>& texts) {
        for (const std::string& text : texts) add(text);
    }
    std::uint32_t add(const std::string& text);
    [[nodiscard]] std::int64_t find(const std::string& text) const;  ///< −1 = none
    [[nodiscard]] const std::string& operator[](std::size_t n) const { return texts_[n]; }
    [[nodiscard]] std::size_t size() const { return texts_.size(); }
    [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

  private:
    std::vector<std::string> texts_;
    std::map<std::string, std::uint32_t> numbers_;
};

/// Why a unit is in the ledger and in no total.
enum class Excluded : std::uint8_t { counted, duplicate, overlapped, no_mass };
template <> std::span<const Value> values<Excluded>();

/// State of a source against what stands there now.
enum class SourceState : std::uint8_t { current, changed, missing };
template <> std::span<const Value> values<SourceState>();

struct Ledger {
    MoneyBasis basis;
    std::string indicators;  ///< title of the set that classes are of
    std::string price_basis; ///< of equivalent grades, empty where none was used
    std::vector<Source> sources;
    std::vector<SourceState> source_states;  ///< as long as `sources`
    Dictionary species;      ///< 0 = unknown: a unit without assays has one such row, without metal
    Dictionary systems, regions, licences, deposit_types, ore_types, minings, years, origins;

    // Units, one value each.
    std::vector<std::string> ids, names, ground_ids, within, as_of;
    std::vector<Subsystem> subsystem;
    std::vector<Ground> ground;
    std::vector<GradeClass> grade_class;
    std::vector<Status> status;
    std::vector<Stage> stage;
    std::vector<Confidence> confidence;
    std::vector<Kind> kind;
    std::vector<Flags> flags;
    std::vector<Excluded> excluded;
    std::vector<std::uint32_t> source, system, region, licence, deposit_type, ore_type, mining, year, origin;
    std::vector<double> mass_t, depth_m, x, y, capacity_t;
    /// In `basis`: per tonne of the unit's mass; unknown where it is not stated or has no index.
    std::vector<double> cost_per_t;
    std::vector<double> capital, life_years, restart, closure;
    std::vector<std::uint8_t> costs_whole;  ///< 1: the plant is within the cost per tonne

    // Assay rows of unit u: first[u] … first[u + 1] − 1.
    std::vector<std::uint64_t> first{0};
    std::vector<std::uint16_t> row_species;
    std::vector<Role> row_role;
    std::vector<std::uint32_t> row_profile;  ///< of `profiles`
    std::vector<double> row_grade, row_contained, row_sd;
    std::vector<Shares> profiles;

    // What other rooms have judged of unit u: judged_first[u] … judged_first[u + 1] − 1 of `judged`, amounts in `basis`.
    std::vector<Reference> references;
    std::vector<std::uint64_t> judged_first{0};
    std::vector<Judgement> judged;
    /// Recovered of row r by judgement j of unit u: [judged_metal_first[u] + (j − judged_first[u]) · rows of u + r − first[u]].
    std::vector<std::uint64_t> judged_metal_first;
    std::vector<double> judged_metal;
    /// Recovered of a row of a unit by one of its judgements, t.
    [[nodiscard]] double judged_recovered(std::size_t unit, std::size_t judgement, std::size_t row) const {
        return judged_metal[judged_metal_first[unit] + (judgement - judged_first[unit]) * (first[unit + 1] - first[unit]) + row - first[unit]];
    }

    [[nodiscard]] std::size_t units() const { return ids.size(); }
    [[nodiscard]] std::size_t rows() const { return row_species.size(); }
    /// The assay row that speaks for a unit: its main species, else the first by role, then by order.
    [[nodiscard]] std::size_t leading_row(std::size_t unit) const;
};

struct BuildRule {
    MoneyBasis basis;
    IndicatorSet indicators;
    std::vector<Reference> references;  ///< of the units' judgements
};

struct Built {
    Ledger ledger;
    /// What was found, with place; kinds "ledger_duplicate", "ledger_overlap", "ledger_statuses", "ledger_shares",
    /// "ledger_species", "ledger_money", "ledger_cycle", "ledger_source", "ledger_stage", "ledger_mass", "ledger_grade".
    std::vector<base::Finding> findings;
};

/// Bytes of a ledger.
double ledger_bytes(std::size_t units, std::size_t rows);

/// Takes units in their order. Never drops one silently: a second unit of an id, a unit without mass and one whose ground
/// another unit has authority over are in the ledger with their reason and in no total. Errors: a unit of a source that is
/// not listed; more rows than memory holds; cancelled.
base::Expected<Built> build_ledger(std::vector<ResourceUnit> units, std::vector<Source> sources, const BuildRule& rule,
                                   const base::Progress& progress = base::Progress());

/// Compares the sources' fingerprints with those of now (empty = missing), in their order. Units stay as they are.
void check_sources(Built& built, const std::vector<std::string>& fingerprints_now);

}  // namespace orelens::ledger
