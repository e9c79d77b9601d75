// The program's icon as PNG files of the sizes that desktops look for, drawn from the one SVG.
#pragma once

#include <array>
#include <string>

#include "core/base/Error.h"

namespace orelens::output {

inline constexpr std::array icon_sizes{16, 22, 24, 32, 48, 64, 128, 256, 512};

/// Writes `folder`/<n>x<n>/apps/orelens.png of every size and `folder`/scalable/apps/orelens.svg.
base::Expected<void> write_icons(const std::string& folder);

}  // namespace orelens::output
