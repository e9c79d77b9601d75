// The half of reading .vdb that meets the stranger's bytes: OpenVDB parses, grid by grid in the order of the
// bytes, and what it found goes out in the plain form of core/io/blocks/VdbPlain.h.
#pragma once

#include <iosfwd>

namespace orelens::io::vdb {

/// Reads a .vdb (a seekable file's or a stream's bytes alike) and writes its content in plain form. Errors of
/// the format go into the output; what the streams throw is thrown on where the output has ended.
void tell_content(std::istream& archive, std::ostream& plain);

}  // namespace orelens::io::vdb
