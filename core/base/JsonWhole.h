// Whole numbers out of JSON that was read from a file. `get<int>()` of nlohmann's library also takes 1.5 and
// 1e300, and turning a number into a type that cannot hold it is undefined; this takes whole numbers only.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace orelens::base {

/// Throws `nlohmann::json::type_error`, as `get` does, where `json` is not a whole number.
template <class Json>
std::int64_t whole_number(const Json& json) {
    return json.template get_ref<const typename Json::number_integer_t&>();
}

/// The member `key` of an object; `otherwise` where it has none.
template <class Json>
std::int64_t whole_number(const Json& json, const std::string& key, std::int64_t otherwise) {
    return json.contains(key) ? whole_number(json.at(key)) : otherwise;
}

}  // namespace orelens::base
