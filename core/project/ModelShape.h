// Which blocks a model keeps, and carrying columns from one shape to another. Used by the estimate stage.
#pragma once

#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"

namespace orelens::project {

/// Blocks that a search of `reach_m` around any sample can touch (by whole 8×8×8 leaves, so a few more), in
/// time and memory that follow from the samples, not from the size of the grid. Error: cancelled.
base::Expected<blocks::BlockModel> within_reach(const blocks::GridGeometry& geometry,
                                                const drilling::CompositeTable& samples, double reach_m,
                                                const base::Progress* progress = nullptr);

/// How large that model will be, counted without making it.
struct ReachSize {
    double leaves = 0;
    double blocks = 0;
};
ReachSize size_within_reach(const blocks::GridGeometry& geometry, const drilling::CompositeTable& samples,
                            double reach_m);
/// Of the whole grid.
ReachSize size_of(const blocks::GridGeometry& geometry);

/// The model without blocks that carry none of `columns`, when these are more than half of the geometry's
/// cells; else the model as it is. Error: cancelled.
base::Expected<blocks::BlockModel> without_empty(blocks::BlockModel model,
                                                 const std::vector<std::string>& columns,
                                                 const base::Progress* progress = nullptr);

/// Whole 8×8×8 leaves, drawn evenly by the seed, with about `most` blocks and these columns; the model itself where it
/// has no more. Error: cancelled.
base::Expected<blocks::BlockModel> some_leaves(const blocks::BlockModel& model, const std::vector<std::string>& columns,
                                               std::int64_t most, std::uint64_t seed, const base::Progress& progress);

/// Adds a column with the values of another model of the same geometry; blocks that one lacks get `absent`
/// in integer columns and NaN in real ones. False: cancelled, and `to` is left without the column.
bool copy_column(const blocks::BlockModel& from, blocks::BlockModel& to, const std::string& column,
                 std::int32_t absent, const base::Progress* progress = nullptr);

}  // namespace orelens::project
