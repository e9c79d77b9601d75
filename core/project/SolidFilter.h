// Filters that ask of the project's shapes and samples: blocks by the share of them that lies in a solid, and
// composites by the same conditions as blocks. What cannot be asked is told, never passed over.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/drilling/Composite.h"
#include "core/project/Recipe.h"
#include "core/shapes/Shape.h"

namespace orelens::project {

/// A condition on a solid is one on the range of a column that every project has for each of its solids: the share of a
/// block that lies in it, 0…1. Inside: at least `share`; outside: less than it.
blocks::FilterRow solid_row(const std::string& solid, double share, bool outside);
/// The name of the solid; empty where the condition is another one.
std::string solid_of(const blocks::FilterRow& row);
/// A condition on samples alone: they are of this hole.
blocks::FilterRow hole_row(const std::string& hole);
std::string hole_of(const blocks::FilterRow& row);

using ShapeList = std::shared_ptr<const std::vector<shapes::Shape>>;

/// As blocks::check_filter, and for solids: there is a closed one of that name, and a share above 0 up to 1.
base::Expected<void> check_filter(const blocks::BlockModel& model, const ShapeList& shapes,
                                  const blocks::FilterRow& row);

/// Shares of blocks in solids, kept for as long as model and shapes are the same ones: four bytes a block and solid.
class SolidShares {
  public:
    /// Whether all that these rows ask is there already.
    [[nodiscard]] bool ready(const std::shared_ptr<const blocks::BlockModel>& model, const ShapeList& shapes,
                             std::span<const blocks::FilterRow> rows) const;
    /// As blocks::filter_blocks; rows have been checked. Error: cancelled; more memory than the machine gives
    /// (SizeLimit.h).
    base::Expected<blocks::BlockMask> filter(const std::shared_ptr<const blocks::BlockModel>& model,
                                             const ShapeList& shapes, std::span<const blocks::FilterRow> rows,
                                             const Recipe& recipe, const base::Progress& progress = base::Progress());

  private:
    std::shared_ptr<const blocks::BlockModel> of_;
    ShapeList shapes_;
    std::shared_ptr<blocks::BlockModel> with_;  ///< the model with a column per solid
};

/// Composites that meet the conditions, and the conditions that cannot be asked of composites (their numbers): columns
/// that they have not, formulas.
struct CompositeMask {
    std::vector<std::uint8_t> keep;  ///< per composite
    std::int64_t kept = 0;
    std::vector<std::size_t> not_asked;
};
/// Columns by name: grades, density, x, y, z, from, to, and classes of "domain". Classes by their names, which `model`
/// gives (null = none). A solid keeps composites whose middle lies in it. Error: cancelled.
base::Expected<CompositeMask> filter_composites(const drilling::CompositeTable& composites,
                                                const blocks::BlockModel* model, const ShapeList& shapes,
                                                std::span<const blocks::FilterRow> rows,
                                                const base::Progress& progress = base::Progress());

}  // namespace orelens::project
