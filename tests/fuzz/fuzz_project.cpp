// A whole project file: a database of any content is opened or refused.
#include "core/project/Pipeline.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string path =
        fuzz::scratch_file("project.gpkg", std::string(reinterpret_cast<const char*>(data), size));
    base::Progress progress;
    const auto project = project::open_project(path, progress);
    if (project) (void)project->stale();
    return 0;
}
