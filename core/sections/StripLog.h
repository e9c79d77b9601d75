// The strip log of one hole: depth scale, rock column, assays of each element with the composites over them, and marks
// where something was found. One drawing for the desktop, for pictures and for paper.
#pragma once

#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/base/Text.h"
#include "core/drilling/Composite.h"
#include "core/drilling/DrillholeSet.h"
#include "core/sections/Drawing.h"
#include "core/sections/Sheet.h"

namespace orelens::sections {

struct StripLogInput {
    base::Language language = base::Language::english;
    const drilling::DrillholeSet* holes = nullptr;
    std::size_t hole = 0;
    double end_m = 0;  ///< depth where the hole ends (drilling::hole_ends)
    const drilling::CompositeTable* composites = nullptr;  ///< may be null
    RockColours rocks;
    std::vector<AssayBars> assays;  ///< a column each
    const std::vector<base::Finding>* findings = nullptr;  ///< of the project; those of this hole are marked
};

struct StripLogPage {
    double width_mm = 180, height_mm = 260;
    double points = 8;  ///< size of its letters
};

/// Fills the page from the collar to the end of the hole; everything but the depth scale is left out where there is
/// nothing of it. A hole without a known depth gives an empty drawing.
Drawing strip_log(const StripLogInput& input, const StripLogPage& page);

/// Of the composites of a hole: from, to and value in the unit of the bars; for tests and for who draws them elsewhere.
struct Step {
    double from_m = 0, to_m = 0, value = 0;
};
std::vector<Step> composite_steps(const StripLogInput& input, const AssayBars& bars);

}  // namespace orelens::sections
