// Choices of the parameters that say how text is written, the same for every reader of tables. Order as in
// the enumerators.
#pragma once

#include <vector>

#include "core/base/NumberStyle.h"
#include "core/base/Param.h"
#include "core/base/TextEncoding.h"

namespace orelens::base {

std::vector<Choice> encoding_choices();        ///< of TextEncoding
std::vector<Choice> decimal_mark_choices();    ///< of DecimalMark
std::vector<Choice> thousands_mark_choices();  ///< of ThousandsMark

}  // namespace orelens::base
