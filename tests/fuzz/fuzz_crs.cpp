// What a recipe may name as its coordinate system: taken or refused, and nothing that names a file is taken.
#include "core/project/Crs.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string crs(reinterpret_cast<const char*>(data), size);
    if (!project::check_crs(crs)) return 0;
    fuzz::require(crs.find('/') == std::string::npos && crs.find('\\') == std::string::npos,
                  "a coordinate system has no path");
    return 0;
}
