// Views kept with a project as pictures for its report: which of them, and how each is drawn.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/project/SavedViews.h"
#include "ui/scene/Render.h"

namespace orelens::scene {

/// "all", "none", names parted by commas, or empty: those that are marked for the report. In the project's order.
/// Error (kind usage): no view of that name, with those that there are.
base::Expected<std::vector<project::SavedView>> chosen_views(const std::vector<project::SavedView>& views,
                                                             const std::string& choice);

/// The view at its own price and with its own filter, on white, for a page. Its caption is Picture::words. Error: a view
/// that cannot be read.
base::Expected<RenderRequest> paper_request(const project::Project& project, const project::SavedView& view,
                                            base::Language language);

}  // namespace orelens::scene
