// What an output may be written over. Every command and dialog that writes asks here before its work begins:
// what the program did not make, or what it reads just now, is never replaced.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// What a file to be written will hold. A file that is there already must hold the same kind, told by its
/// first bytes; an empty one does.
enum class Content {
    png,
    pdf,
    xlsx,
    vdb,
    vti,
    gslib,
    omf,
    geoh5,
    geotiff,
    block_csv,
    block_sidecar,
    vtp,
    surface,  ///< .obj, .stl, .dxf
    table,
    movie,    ///< .mp4, .webm
    notes,
    project,
    recipe,
    reference
};

/// By extension, for names that io::write_blocks takes.
Content block_content(const std::string& path);
/// The same for names that io::write_surface takes.
Content surface_content(const std::string& path);

/// Refuses, with words that name `path`: a folder, a device, pipe or socket, a link to nothing, a file of
/// other content, one of the `inputs` under whatever spelling or link, a file or folder that cannot be
/// written. Nothing is made or changed. Errors are of kind file.
base::Expected<void> check_target(const std::string& path, Content content,
                                  const std::vector<std::string>& inputs);

/// The same for a folder that is to take files: it is there or can be made.
base::Expected<void> check_folder(const std::string& folder);

/// Whether one of the inputs stands behind the name, whatever its spelling or links.
bool is_input(const std::string& path, const std::vector<std::string>& inputs);

/// Files the project is made from, as the system opens them: `opened` (what the user named), those its recipe
/// names, and an imported model; side-cars of block tables included.
std::vector<std::string> input_files(const Project& project, const std::string& opened);
/// A file the user named, with its side-car.
std::vector<std::string> with_sidecar(const std::string& file);

}  // namespace orelens::project
