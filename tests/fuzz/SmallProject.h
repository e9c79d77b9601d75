// A sound project file of a few drillholes, run as far as its variograms, to be changed by inputs: a block
// model would start the reading program for every one of them.
#pragma once

#include <string>

namespace orelens::fuzz {

/// Its bytes; made once.
const std::string& small_project();

}  // namespace orelens::fuzz
