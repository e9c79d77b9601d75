// Units of length as other programs' files write them.
#pragma once

#include <optional>
#include <string_view>

namespace orelens::base {

/// Metres in one of "m", "metres", "ft", "US survey feet", "km", "cm", "mm" in any case and number; 1 where
/// nothing is written; nothing for other words.
std::optional<double> metres_of_unit(std::string_view written);

}  // namespace orelens::base
