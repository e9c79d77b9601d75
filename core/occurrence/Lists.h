// Texts of the recipe that hold several names: "Fe.magnetic = mFe; Cu.free_oxide = CuOx". Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/Error.h"

namespace orelens::occurrence {

/// Left and right of each part between semicolons (or commas, full-width ones too). A part without = has `alone` on
/// its left, and is refused where that is null.
base::Expected<std::vector<std::pair<std::string, std::string>>> read_pairs(const std::string& text,
                                                                            const std::string& field,
                                                                            const char* alone);

/// Small letters without spaces, brackets and signs between; full-width signs as plain ones.
std::string plain_word(std::string_view text);

}  // namespace orelens::occurrence
