// Any bytes as text: what comes out is UTF-8.
#include "core/io/text/TextFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto text = io::to_utf8(std::string(reinterpret_cast<const char*>(data), size), "fuzz.txt");
    if (text) fuzz::require(io::is_utf8(text->text), "text is UTF-8");
    return 0;
}
