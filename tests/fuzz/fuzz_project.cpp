// A whole project file: a database of any content is opened or refused. An input that is no database itself
// says what to change in a sound one: place (3 bytes) and what stands there instead (1 byte), repeated.
#include "core/project/Pipeline.h"
#include "tests/fuzz/Input.h"
#include "tests/fuzz/SmallProject.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (!bytes.starts_with("SQLite format 3")) {
        bytes = fuzz::small_project();
        for (std::size_t n = 0; n + 4 <= size; n += 4) {
            const std::size_t at = (data[n] << 16 | data[n + 1] << 8 | data[n + 2]) % bytes.size();
            bytes[at] = static_cast<char>(data[n + 3]);
        }
    }
    const std::string path = fuzz::scratch_file("project.gpkg", bytes);
    base::Progress progress;
    (void)project::open_project(path, progress);
    return 0;
}
