// What the readers of an OMF file's parts share. For OmfRead*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/io/omf/OmfArchive.h"
#include "core/io/omf/OmfFile.h"

namespace orelens::io::omf {

struct Reading {
    Archive& archive;
    OmfProject& project;
    const base::Progress& progress;
    double metres = 1;  ///< in one unit of the file
    OmfVec3 origin{};   ///< of the project, in its unit
};

/// A member that must be there; `of` names the object in the refusal.
const Json& needed(const Json& object, const char* name, const std::string& of);
/// Notes that `what` of an element is not read.
void leave_out(Reading& reading, const std::string& element, const std::string& what);
/// Three finite numbers.
OmfVec3 vector(const Json& object, const char* name, const std::string& of, const OmfVec3& otherwise);
std::optional<OmfColor> color_of(const Json& value);

/// Nothing for a kind that is not known; it is left out by the caller.
bool read_geometry(Reading& reading, const Json& geometry, const std::string& of, OmfElement& element);
/// The values behind one reference of an element's list, added to it. `name`: of the element, for people.
void read_data(Reading& reading, const Json& reference, const std::string& name, OmfElement& element);

}  // namespace orelens::io::omf
