// What the JSON and the CSV reader of mine records share: shares, enumerations, units. Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/io/text/Numbers.h"
#include "core/utilization/Rates.h"

namespace orelens::io {

/// "yes", "technical_not_economic", "no", "unknown"; nothing for other words.
std::optional<utilization::Usable> usable_from(std::string_view word);
/// The words above, for messages.
std::string usable_words();

/// "92 %" or "0.92" as a fraction; nothing when it is neither.
std::optional<double> share_from(std::string_view text, NumberMarks marks = decimal_point);

/// Price per tonne from a price per mass unit; nothing for an unknown unit.
std::optional<double> price_per_tonne_from(double price, std::string_view per);

}  // namespace orelens::io
