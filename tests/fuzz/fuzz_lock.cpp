// The lock file that another copy of the program, or anybody, left beside a project.
#include "core/project/FileLock.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    fuzz::scratch_file(".p.gpkg.lock", std::string(reinterpret_cast<const char*>(data), size));
    const auto holder = project::peek_lock(fuzz::scratch_folder() + "/p.gpkg");
    if (holder)
        fuzz::require(project::peek_lock(fuzz::scratch_folder() + "/p.gpkg") == holder,
                      "looking changes nothing");
    return 0;
}
