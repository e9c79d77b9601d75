// What a user states about potential; declared as parameters in Rules.cpp. Evidence, labels and methods stand in the study's file.
#pragma once

#include <string>
#include <vector>

#include "core/base/Param.h"

namespace orelens::potential {

struct PotentialRule {
    std::string study_file;  ///< JSON; empty = none
    std::string method;      ///< that predicts; empty = the best in block cross-validation
    int members = 0;         ///< of the ensemble; 0 = as the study says
    double threshold = 0;    ///< of targets, a share of the predicted range; 0 = as the study says, else by capture
    std::string target_edits;  ///< statements of TargetEdits.h that merge and split targets; empty = none
    std::string forbidden_file;  ///< outlines of areas in which no hole may start, beside those of the study; empty = none
    std::string masks;  ///< statements that mask layers of evidence beside what the study says (core/project/PotentialMasks.h)
    bool exploration_target = false;  ///< the user has ticked that reports may state tonnes and grades, as ranges and as conceptual
    bool operator==(const PotentialRule&) const = default;
};

std::vector<base::Param<PotentialRule>> potential_params();

}  // namespace orelens::potential
