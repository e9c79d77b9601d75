// Any words on their way to a terminal, XML or JSON: UTF-8 without control characters, and said only once.
#include <nlohmann/json.hpp>

#include "core/base/Printable.h"
#include "core/io/text/TextFile.h"
#include "core/io/vtk/VtkXml.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string shown = base::printable(text);
    fuzz::require(io::is_utf8(shown), "what is shown is UTF-8");
    for (const char c : shown)
        fuzz::require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "nothing shown moves a cursor");
    fuzz::require(base::printable(shown) == shown, "what can be shown stays as it is");
    const std::string escaped = io::xml_escaped(shown);
    fuzz::require(escaped.find_first_of("<>\"") == std::string::npos, "nothing ends an attribute");
    if (!io::is_utf8(text)) return 0;
    const std::string json = nlohmann::json(text).dump();
    fuzz::require(nlohmann::json::parse(base::printable_json(json)).get<std::string>() == text,
                  "JSON with escapes says the same");
    return 0;
}
