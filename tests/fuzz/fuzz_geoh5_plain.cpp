// What the process that reads a .geoh5 hands over: should a hostile file take that process over, these bytes
// are its too.
#include <sstream>

// The reading end is the file's own affair and stays so.
#include "core/io/geoh5/Geoh5Read.cpp"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    in.exceptions(std::ios::failbit | std::ios::badbit | std::ios::eofbit);
    io::Found found;
    try {
        if (!io::take_all(in, found, base::Progress())) return 0;
    } catch (const std::ios_base::failure&) {  // ended too early
        return 0;
    }
    fuzz::require(found.elements.size() <= size, "no more bytes than came");
    for (const base::Finding& finding : found.findings)
        fuzz::require(io::is_utf8(finding.column), "names are text");
    (void)io::omf_from_bytes(std::move(found.elements));
    return 0;
}
