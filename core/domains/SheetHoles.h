// Which stretch of every hole is the sheet, and the plane it follows. Private to the room.
#pragma once

#include <map>

#include "core/domains/Continuity.h"
#include "core/domains/Sheet.h"

namespace orelens::domains {

/// A place of the sheet in its frame: where it enters and leaves.
struct Pierce {
    std::size_t run = 0;
    shapes::Vec3 top{}, bottom{};
    [[nodiscard]] double thickness() const { return top[2] - bottom[2]; }
    [[nodiscard]] shapes::Vec3 flat() const { return {0.5 * (top[0] + bottom[0]), 0.5 * (top[1] + bottom[1]), 0}; }
    [[nodiscard]] double height() const { return 0.5 * (top[2] + bottom[2]); }
};

/// The sheet among the runs of all holes, at most one a hole.
struct SheetHoles {
    Continuity frame;
    std::vector<Pierce> pierces;
    std::int64_t odd = 0;  ///< holes whose run lies far off the heights around it
};

/// Error: fewer than three holes, or all on one line without a stated plane.
base::Expected<SheetHoles> sheet_holes(const std::vector<Run>& runs, const BodyRule& rule);

}  // namespace orelens::domains
