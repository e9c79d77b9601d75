// Whether a file of many things (Open Mining Format, geoh5) holds block models, shapes or both: by what is in
// it, as its name does not say.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io {

/// By extension, lower or upper case.
bool holds_many_things(const std::string& path);

/// Of one that does. An OMF file's values stay packed; a geoh5 is read whole. Errors: the file cannot be read
/// as what its name says; cancelled.
base::Expected<OmfContents> file_contents(const std::string& path,
                                          const base::Progress& progress = base::Progress());

}  // namespace orelens::io
