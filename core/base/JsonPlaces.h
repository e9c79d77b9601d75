// JSON text as a tree that knows where everything stands. Use it for files people edit by hand, where an
// error must name line and column. Does not accept comments, repeated keys or more than 64 levels.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"

namespace orelens::base {

struct JsonSpot {
    std::size_t offset = 0;   ///< bytes from the start of the text
    std::int64_t line = 0;    ///< 1-based
    std::int64_t column = 0;  ///< 1-based, in characters
};

struct JsonNode {
    enum class Kind { null, boolean, integer, real, text, array, object };
    Kind kind = Kind::null;
    std::variant<std::monostate, bool, std::int64_t, double, std::string> value;
    std::string key;                 ///< within an object
    JsonSpot key_spot;               ///< of the key's opening quote
    JsonSpot spot;                   ///< of the value's first character
    std::size_t end = 0;             ///< offset just after the value
    std::vector<JsonNode> children;  ///< of arrays and objects, in file order
    [[nodiscard]] const JsonNode* child(const std::string& name) const {
        for (const JsonNode& node : children)
            if (node.key == name) return &node;
        return nullptr;
    }
};

/// Error: what is not JSON, with line and column.
Expected<JsonNode> parse_json(const std::string& text, const std::string& file_name);

}  // namespace orelens::base
