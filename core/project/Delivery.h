// A delivery: the result files of one run in one folder, which appear whole or are not taken for a result. A
// list of them, `orelens-files.json`, stands beside them; while files move it says so, and it is made true
// last. What the list does not name, or names with another digest, is not the program's to replace.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::project {

inline constexpr const char* delivery_list = "orelens-files.json";

struct DeliveredFile {
    std::string name;  ///< below the folder, "tables/curve.csv"
    std::string set;   ///< of which run: the name of its recipe; several sets share a folder
    std::int64_t size = 0;
    std::string digest;  ///< empty for the project file, which every save changes
};

struct Delivery {
    std::string unfinished;  ///< the set whose files are moving, or were when the program ended; else empty
    std::string program;     ///< name and version of what delivered last
    std::vector<DeliveredFile> files;
    std::vector<DeliveredFile> earlier;  ///< while moving: what stood here before
};

/// Nothing where the folder holds no list. Error: a file of that name that is no such list.
base::Expected<std::optional<Delivery>> read_delivery(const std::string& folder);

/// Whether a delivery into the folder was broken off.
bool is_unfinished(const std::string& folder);

/// Refuses the names in `folder` that stand for something a delivery did not make, or that somebody changed
/// since. The project file is asked for its kind only. `inputs` are never replaced. Error: also cancelled,
/// while the files of before are read.
base::Expected<void> check_replaceable(const std::string& folder, const std::vector<std::string>& names,
                                       const std::vector<std::string>& inputs,
                                       const base::Progress& progress = base::Progress());

/// Refuses a file that belongs to a delivery which was broken off: its set may be of two runs.
base::Expected<void> check_delivered(const std::string& file);

struct Publication {
    std::string folder;
    std::string staging;             ///< where the finished files wait, on the same disk
    std::vector<std::string> names;  ///< of files in `staging`; nothing else is moved
    std::string project_file;        ///< name in `folder`
    std::string set, program;
    std::vector<std::string> inputs;
    base::Progress progress;  ///< a cancel until the project is saved leaves the earlier delivery
    /// Saves the project to the path given, whole or not at all. The file may be open in another program, so
    /// it is saved in its place and never moved over.
    std::function<base::Expected<void>(const std::string& path)> save;
};

/// Moves the files into place; files of the set's earlier deliveries that this one does not make go, where
/// nobody changed them. Names of what was delivered. An error before the project is saved leaves the earlier
/// delivery as it was; after a crash in between the list says that the set is unfinished.
base::Expected<std::vector<std::string>> publish(const Publication& publication);

}  // namespace orelens::project
