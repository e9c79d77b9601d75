// Columns for a learner from mines and orebodies: which features, on which scale, with which sign for operating or
// capital cost (recycling-and-costs.md §3.2); and the engineering baseline of the same rows.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/costmodel/Methods.h"
#include "core/costmodel/Mines.h"
#include "core/costmodel/Orebodies.h"
#include "core/costmodel/Rules.h"

namespace orelens::costmodel {

enum class CostTarget { operating, capital };
const char* target_id(CostTarget target);

/// All features that at least one of `learned` rows states and that vary among them; the same columns for any other
/// table by `like`. Capacity is that of mining_plan (Taylor's rule where none is stated). The group's own column is no
/// feature; nor is a category that more than a third of the rows have alone.
Mines features(const std::vector<Orebody>& rows, CostTarget target, GroupBy group, double days_per_year);
/// Without columns that say nothing in `rows`: never stated, or all the same.
Mines telling(const Mines& all, std::span<const int> rows);
/// Columns that all `rows` state alike.
Mines shared_by(const Mines& all, std::span<const int> rows);
/// The columns of `like` alone, in its order.
Mines columns_like(const Mines& all, const Mines& like);

/// What the group of a table is by the automatic rule: company where at least nine in ten rows state it and there are
/// five, else belt likewise, else none.
GroupBy settled_group(const std::vector<Orebody>& rows, GroupBy wanted);

/// What the engineering tables say of a row, in US$ of the index's year: capital, and per tonne of ore. NaN where something
/// that they ask for is not stated: `missing` names it ("ore_tonnes", "mining_method", "processing", "strip_ratio" of a pit,
/// "depth" of a mine under ground, "rate" where the dollar has none).
struct EngineeringCost {
    double operating = not_stated, capital = not_stated;
    std::vector<std::string> missing;
};
EngineeringCost engineering_cost(const Orebody& row, double index, double days_per_year);
/// ln of them, NaN likewise.
std::vector<double> engineering_costs(const std::vector<Orebody>& rows, CostTarget target, double index, double days_per_year);

}  // namespace orelens::costmodel
