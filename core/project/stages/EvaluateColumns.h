// Which block columns the evaluation writes, for the stages that must tell them from grades.
#pragma once

#include <string>

namespace orelens::blocks {
class BlockModel;
}

namespace orelens::project {

bool is_economic_column(const std::string& column);

/// Takes them all out: they belong to other prices, or to another program's.
void remove_economic_columns(blocks::BlockModel& model);

}  // namespace orelens::project
