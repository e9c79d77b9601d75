// What training and reading a model back share. Internal to the room.
#pragma once

#include "core/costmodel/CostModel.h"

namespace orelens::costmodel {

/// Rows of a table that teach a target.
struct TaughtRows {
    std::vector<int> rows;
    bool producing = false;  ///< producing mines alone
    std::size_t other_scope = 0, not_producing = 0;  ///< rows with a cost that are left out
};
TaughtRows taught_rows(const OrebodyTable& table, CostTarget target, const CostRule& rule, const std::string& scope);

/// Features and logarithms of costs, before anything is fitted. Sets the group of `whole`. Error: all mines the same.
base::Expected<TargetModel> prepare_target(CostModel& whole, CostTarget target, const TaughtRows& taught);
/// Interval, guard, factors and importance of `model.learner`.
base::Expected<void> fit_target(TargetModel& model, const CostRule& rule, const base::Progress& progress);

}  // namespace orelens::costmodel
