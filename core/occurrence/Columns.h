// Phase grades, recoverable grades, recoveries and technical states of every block, as block columns (domain.md §5).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/occurrence/Plan.h"

namespace orelens::occurrence {

/// Names of columns, by element as the table calls it.
std::string phase_column(const std::string& element, const std::string& phase);        ///< grade, unit of the total
std::string recoverable_column(const std::string& element, const std::string& route);  ///< grade, unit of the total
std::string recovery_column(const std::string& element, const std::string& route);     ///< % of the total
std::string theoretical_column(const std::string& element);                            ///< ε*, % of the total
std::string state_column(const std::string& element);                                  ///< integer, `state_codes`

/// What technology can do with a component of a block, whatever the price.
enum class State { recoverable, unrecoverable, unassigned, excluded };
std::vector<std::string> state_codes();

/// How much a block weighs: columns of the model where it has them.
struct BlockMass {
    std::string density_column, fraction_column, excluded_column;
    double density_t_per_m3 = 1;  ///< where there is no column
};

/// Sums over the blocks of one element and ore type; tonnes of ore and of the element.
struct TypeSums {
    std::int64_t blocks = 0;
    double tonnes = 0, metal = 0;
    std::vector<double> phase_metal;    ///< by phase
    std::vector<double> route_metal;    ///< recovered, by route
    double unassigned_metal = 0;
    double theoretical_metal = 0;
};
struct ElementSums {
    std::vector<TypeSums> types;  ///< by ore type
    std::int64_t capped = 0;         ///< blocks whose assayed phases were above the total
    std::int64_t without_assay = 0;  ///< blocks with a total but without the assayed phase: the table's share holds
    std::int64_t unknown_host = 0;   ///< blocks of a companion whose host has no grade or no plan
    std::int64_t undescribed = 0;    ///< blocks with a grade whose ore type no row describes
    [[nodiscard]] double metal() const;
    /// ε* of the whole: recoverable by the best route for each phase over all metal. NaN without metal.
    [[nodiscard]] double theoretical() const;
};

/// Writes, per element of the plan: its phases (where `phase_columns`), recoverable grade and recovery of every route that
/// recovers any of it, ε* and the state. Rules:
/// – an assayed phase keeps its grade, capped at the total (all assayed phases of an element together); the others share the
///   rest in proportion to their shares; without an assayed phase a phase is total × share;
/// – a companion is recovered by a route only in blocks where that route recovers its host; where the host's grade or
///   deportment is not known, nothing of it is counted as recovered, and where nothing else is either, it is missing;
/// – negative grades hold no metal. A missing total leaves all of it missing and the state unassigned;
/// – recoverable: a listed route recovers some of it. Else unassigned where more than half of it is unassigned or its host
///   is unknown, else unrecoverable. Excluded where the model's excluded column says so.
/// Errors: cancelled (the model then has none of these columns).
base::Expected<std::vector<ElementSums>> write_occurrence(blocks::BlockModel& model, const Plan& plan,
                                                          const BlockMass& mass, bool phase_columns,
                                                          const base::Progress& progress);
/// Bytes of the columns, per leaf.
double occurrence_bytes(const Plan& plan, bool phase_columns);

/// Takes out what `write_occurrence` wrote.
void remove_occurrence_columns(blocks::BlockModel& model, const Plan& plan);

}  // namespace orelens::occurrence
