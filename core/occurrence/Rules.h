// Occurrence states as the user states them; declared as parameters in Rules.cpp.
#pragma once

#include <string>
#include <vector>

#include "core/base/Param.h"

namespace orelens::occurrence {

struct OccurrenceRule {
    std::string deportment_file;  ///< shares of phases, or a phase analysis; empty = none
    std::string element;          ///< of a phase analysis that does not name it
    std::string recovery_file;    ///< recoveries by route and phase; empty = those of the deportment file
    std::string shipped;          ///< "Cu.sulfide; LCH = Cu.oxide": settings of the shipped table; empty = none
    std::string shipped_routes;   ///< "flotation; magnetic"
    std::string ore_type_column;  ///< integer column; empty = one ore type
    std::string totals = "Fe = TFe";           ///< grade columns of elements that are not named as they
    std::string assayed = "Fe.magnetic = mFe";  ///< phases with a grade column of their own
    bool phase_columns = true;    ///< whether each phase has a block column
    bool operator==(const OccurrenceRule&) const = default;

    /// Off, and silent, without a table.
    [[nodiscard]] bool use() const { return !deportment_file.empty() || !shipped.empty(); }
};

std::vector<base::Param<OccurrenceRule>> occurrence_params();

}  // namespace orelens::occurrence
