// An occurrence table made ready for the blocks of one model: which columns hold totals and assayed phases, which share
// and which recovery holds for each ore type. Made by `plan_occurrence`, used by Columns.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/occurrence/Rules.h"
#include "core/occurrence/Table.h"

namespace orelens::occurrence {

/// Share of an element in a phase for one ore type, and where it comes from.
struct Share {
    double fraction = 0;
    bool stated = false;  ///< false: no row says so
    bool shipped = false;
    std::string method;
    std::int64_t samples = 0;
    std::string source, confidence;
};

/// More phases of one element are refused.
inline constexpr std::size_t most_phases = 64;

struct PhasePlan {
    std::string phase;
    base::Bilingual name;
    PhaseKind kind = PhaseKind::carrier;
    std::string host_mineral;
    std::string assayed_column;  ///< empty = total × share
    std::string host_element;    ///< of a companion of another element; empty = none
    std::string host_phase;
};

struct ElementPlan {
    std::string element;
    std::string column;  ///< of the total grade
    std::string unit;
    std::vector<PhasePlan> phases;
    std::vector<std::vector<Share>> shares;  ///< by ore type, then phase
    /// By route, ore type and phase: 0…1.
    std::vector<std::vector<std::vector<double>>> recovery;
    [[nodiscard]] bool described(std::size_t type) const;  ///< any row or assayed phase holds for the ore type
    [[nodiscard]] double unassigned(std::size_t type) const;  ///< 1 − Σ shares, never below 0
    /// ε of a route for an ore type: Σ share · recovery; companions as if their host were there.
    [[nodiscard]] double route_recovery(std::size_t route, std::size_t type) const;
    /// ε*: the best listed route for each phase.
    [[nodiscard]] double theoretical(std::size_t type) const;
};

struct Plan {
    std::string type_column;  ///< empty = one ore type
    /// Ore types; the last one, "*", stands for blocks of no other.
    std::vector<std::string> types;
    std::vector<std::int32_t> codes;  ///< of `types` in the column, without the last
    std::vector<std::string> routes;
    bool shipped_recoveries = false;
    std::vector<ElementPlan> elements;

    [[nodiscard]] int element_index(const std::string& element) const;  ///< −1 = none
};

/// What of the table had no place in the model, for findings.
struct PlanNotes {
    std::vector<std::string> no_column;  ///< elements without a grade column
    struct UnknownType {
        std::string type, near;
        std::int64_t rows = 0;
    };
    std::vector<UnknownType> unknown_types;
    std::vector<std::string> shipped_shares, shipped_recoveries;  ///< elements that use them
    std::vector<std::string> without_method;   ///< elements with measured rows that state no method or no sample count
    std::vector<std::string> unknown_hosts;    ///< "In (Zn)": companions whose host is not in the plan
    std::vector<std::string> without_recovery;  ///< elements no phase of which any route recovers
};

/// Errors: those of check_table; ore types in the table but no column, or one that is not an integer column; a column of
/// `assayed` that is no grade of the model, unless it is the default's; an element with more phases than `most_phases`;
/// texts that cannot be read.
/// Shares of a specific ore type replace those for all ore types, element by element. Sums between 1 and 1.005 are
/// rounding and scaled to 1; below 1 the rest is unassigned.
base::Expected<Plan> plan_occurrence(const Table& table, const OccurrenceRule& rule, const blocks::BlockModel& model,
                                     PlanNotes& notes);
/// The same without a model, for what a table says by itself: every element and ore type in it.
base::Expected<Plan> plan_table(const Table& table);
/// Whether a model has the columns that a plan reads, of their kinds.
bool plan_fits(const Plan& plan, const blocks::BlockModel& model);

}  // namespace orelens::occurrence
