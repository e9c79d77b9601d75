// The half of reading .geoh5 that meets the stranger's bytes: HDF5 parses them out of memory, and what is
// found goes out in the form of core/io/geoh5/Geoh5Format.h.
#pragma once

#include <iosfwd>

namespace orelens::io::geoh5 {

/// Errors of the format go into the output; what the streams throw is thrown on where the output has ended.
void tell_content(std::istream& file, std::ostream& plain);

}  // namespace orelens::io::geoh5
