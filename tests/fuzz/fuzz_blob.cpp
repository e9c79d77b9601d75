// Packed bytes of a result (head and zlib stream): what is taken has the size it promised, packs and unpacks.
#include "core/project/StorePack.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    static const base::Progress progress;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto plain = project::store::unpacked("s", bytes, progress);
    if (!plain) return 0;
    const auto packed = project::store::packed("s", *plain, progress);
    fuzz::require(packed && project::store::unpacked("s", *packed, progress) == plain,
                  "what was unpacked packs and unpacks to the same");
    return 0;
}
