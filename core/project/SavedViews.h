// Views that somebody kept with the project: a name, how it looks as JSON text (which the desktop writes and reads, see
// ui/scene/ViewJson.h), and a small picture of it. They belong to the project file, not to the recipe: no number
// follows from them.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::project {

struct SavedView {
    std::string name;  ///< not empty; one of a kind in its project
    std::string look;  ///< JSON text
    std::string png;   ///< bytes; may be empty
    bool operator==(const SavedView&) const = default;
};

/// One text with a digest over all of it; empty for no views.
std::string views_to_text(const std::vector<SavedView>& views);
/// Error (kind data): not what was written, more than 1 000 views, two of one name.
base::Expected<std::vector<SavedView>> views_from_text(const std::string& text);
/// A name that none of them has: the one wanted, else with a number behind it.
std::string free_view_name(const std::vector<SavedView>& views, const std::string& wanted);
/// Null without one of that name.
const SavedView* find_view(const std::vector<SavedView>& views, const std::string& name);

}  // namespace orelens::project
