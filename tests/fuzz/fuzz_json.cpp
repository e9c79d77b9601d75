// JSON with places: every node lies inside its parent, after the one before it, and its text is what it says.
#include <nlohmann/json.hpp>

#include "core/base/JsonPlaces.h"
#include "tests/fuzz/Input.h"

namespace {

using orelens::base::JsonNode;
using Kind = JsonNode::Kind;

void check(const JsonNode& node, std::size_t begin, std::size_t end, const std::string& text) {
    using orelens::fuzz::require;
    require(node.spot.offset >= begin && node.spot.offset < node.end && node.end <= end,
            "nodes are in order and inside their parent");
    require(node.spot.line >= 1 && node.spot.column >= 1, "lines and columns count from 1");
    const std::string_view own(text.data() + node.spot.offset, node.end - node.spot.offset);
    if (node.kind == Kind::object) require(own.front() == '{' && own.back() == '}', "objects have braces");
    if (node.kind == Kind::array) require(own.front() == '[' && own.back() == ']', "arrays have brackets");
    if (node.children.empty()) require(nlohmann::json::accept(own), "the text of a value is that value");
    std::size_t at = node.spot.offset + 1;
    for (const JsonNode& child : node.children) {
        if (node.kind == Kind::object) {
            require(child.key_spot.offset >= at && child.key_spot.offset < child.spot.offset &&
                        text[child.key_spot.offset] == '"',
                    "keys stand before their values");
        }
        check(child, at, node.end - 1, text);
        at = child.end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto root = orelens::base::parse_json(text, "fuzz.json");
    if (root) check(*root, 0, text.size(), text);
    return 0;
}
