// The little of VTK's XML file format that block models and surfaces need: appended arrays, packed by zlib.
// Written by hand so that the core stays free of VTK.
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

/// One binary array: its XML attributes besides format and offset, its size, and who writes the bytes.
struct VtkArray {
    std::string attributes;  ///< for instance: type="Float32" Name="Cu"
    std::uint64_t bytes = 0;
    std::function<void(std::ostream&)> write;  ///< must write exactly `bytes`
};

/// Text with &, <, >, " made safe for XML attributes.
std::string xml_escaped(std::string_view text);

/// A <DataArray type="String" …> with ASCII-coded texts, for FieldData.
std::string vtk_text_array(const std::string& name, const std::vector<std::string>& texts);

/// Builds a file: header(array tags) gives the XML up to and including the closing tag before AppendedData;
/// the tags come in the order of `arrays`, each once. Written atomically; a cancel through
/// `progress` leaves the old file.
base::Expected<void> write_vtk_xml(const std::string& path, const std::string& type,
                                   const std::vector<VtkArray>& arrays,
                                   const std::function<std::string(const std::vector<std::string>&)>& body,
                                   const base::Progress* progress = nullptr);

}  // namespace orelens::io
