// Words of tables about how ore is dug and treated, as methods of Camm (1991). Whole words in English, terms in Chinese;
// words that name two methods, or a method that Camm has not, say nothing.
#pragma once

#include <optional>
#include <string>

#include "core/costmodel/CammTaylor.h"

namespace orelens::costmodel {

std::optional<MineMethod> mine_method(const std::string& words);
std::optional<MillMethod> mill_method(const std::string& words);
/// Whether they name a pit, alone or beside something else.
bool names_pit(const std::string& words);
/// "costmodel.method." + this is a text: "open_pit", "block_caving", "room_and_pillar", …
const char* method_id(MineMethod method);

}  // namespace orelens::costmodel
