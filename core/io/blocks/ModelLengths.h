// Lengths of a block model as metres, once: by the rule, else by what the file states.
#pragma once

#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelCells.h"

namespace orelens::io {

/// Metres in one unit of the file as it stands now, what the reader has applied already counted in: 1 where
/// coordinates are metres. What the rule states counts, else what the file states, else metres. Findings: the
/// unit that is converted; a file that states another one than the rule.
double metres_left(const LengthStatement& length, blocks::ModelLength rule, const std::string& file,
                   std::vector<base::Finding>& findings);
/// Places, sizes, rotation point and grid multiplied by that. False: cancelled.
bool to_metres(ReadCells& cells, double metre, const base::Progress& progress);

}  // namespace orelens::io
