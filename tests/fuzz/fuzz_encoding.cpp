// Any bytes as text, detected or as somebody states: what comes out is UTF-8, and strays have their lines.
#include "core/io/text/TextFile.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto last = static_cast<std::size_t>(base::TextEncoding::euc_jp) + 1;
    const auto any = static_cast<base::TextEncoding>(size == 0 ? 0 : data[size - 1] % last);
    for (const auto stated : {base::TextEncoding::detect, any}) {
        const auto text = io::to_utf8(bytes, "fuzz.txt", nullptr, stated);
        if (!text) continue;
        fuzz::require(io::is_utf8(text->text), "text is UTF-8");
        fuzz::require(io::is_utf8(text->doubts.sample), "the sample is UTF-8");
        fuzz::require((text->doubts.strays > 0) == !text->doubts.stray_lines.empty(), "strays have lines");
    }
    return 0;
}
