// JSON text as a tree that knows where everything stands. Use it for files people edit by hand, where an
// error must name line and column. Does not accept comments, repeated keys, more
// than 64 levels, 10 000 keys in one object or 1 000 000 values; work and memory are linear in the text.
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

inline constexpr std::size_t most_json_levels = 64;
inline constexpr std::size_t most_json_keys = 10'000;  ///< in one object
inline constexpr std::size_t most_json_values = 1'000'000;

/// What reading cost, for those who want to know that it is linear: keys compared with each other.
struct JsonWork {
    std::uint64_t key_comparisons = 0;
};

/// Error: what is not JSON or beyond the limits, with line and column.
Expected<JsonNode> parse_json(const std::string& text, const std::string& file_name,
                              JsonWork* work = nullptr);

}  // namespace orelens::base
