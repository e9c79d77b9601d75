// The bookkeeping of a project file: what is understood says the same when it is written and read again.
#include "core/project/StateJson.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    project::Project first, second;
    const auto read = project::state_from_json(std::string(reinterpret_cast<const char*>(data), size), first);
    const std::string written = project::state_to_json(first, read.digests);
    const auto again = project::state_from_json(written, second);
    fuzz::require(again.digests == read.digests, "digests are kept");
    fuzz::require(project::state_to_json(second, again.digests) == written,
                  "reading and writing changes nothing");
    return 0;
}
