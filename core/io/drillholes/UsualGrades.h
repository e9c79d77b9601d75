// What grades of a deposit can be at all, to doubt a unit that nothing states.
#pragma once

#include <optional>
#include <string_view>

namespace orelens::io {

/// Below what half of the samples or blocks of a deposit stay, as a mass fraction; a column without a stated unit
/// that has more is in another one. Nothing for elements that come in any share.
std::optional<double> usual_most(std::string_view element);

}  // namespace orelens::io
