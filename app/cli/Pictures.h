// Pictures and the PDF of a run. In a program built without the desktop there are none, and a note says so.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "core/base/Progress.h"
#include "core/project/Pipeline.h"

namespace orelens::cli {

struct Drawn {
    std::vector<std::string> files;  ///< where they were written
    std::vector<std::string> captions;
    std::string section, section_caption;  ///< of the report's first page
    struct Kept {
        std::string file, caption;
    };
    std::vector<Kept> kept;  ///< views that were kept with the project
    std::string note;  ///< for the user in his language, or empty
};

/// Standard views at the recipe's price, and views kept with the project: "all", "none", names, or empty for those that
/// are marked for the report.
base::Expected<Drawn> draw_pictures(const Common& common, const project::Project& project,
                                    const std::string& name, const std::string& kept_views, Output& output,
                                    base::Progress& progress);
/// Error: a name that none of the project's views has. Before the long work.
base::Expected<void> check_views(const project::Project& project, const std::string& kept_views);

/// The PDF report with these pictures, and with section sheets behind it: "none", "middle" (the one in the middle of the
/// set) or "all". Nothing in a program built without the desktop.
base::Expected<void> write_pdf(const Common& common, const project::Project& project, const Drawn& drawn,
                               const std::string& path, const std::string& project_file, const std::string& sheets,
                               base::Progress& progress);

}  // namespace orelens::cli
