// Which lever would make most usable: for stated steps of each lever alone, what the blocks hold that become usable.
#pragma once

#include <vector>

#include "core/scenarios/Compare.h"
#include "core/scenarios/Levers.h"

namespace orelens::scenarios {

struct ActivationStep {
    double step_percent = 0;  ///< as asked: of what the lever is measured against
    double value = 0;         ///< that the lever then has
    bool at_limit = false;    ///< it cannot go so far: its limit stands in place of the step
    Held activated = {};           ///< blocks that become usable; none become unusable by a lever that helps
};
struct LeverActivation {
    Lever lever;
    std::vector<ActivationStep> steps;
};

/// Per lever of the deck that moves anything, steps ascending; levers by the tonnes activated at the last step, most
/// first. Of a set (null: all blocks). Takes one evaluation of the model per lever and step. Errors as usable_under.
base::Expected<std::vector<LeverActivation>> lever_activation(const blocks::BlockModel& model,
                                                              const economics::PriceDeck& deck,
                                                              const std::vector<double>& steps_percent,
                                                              const blocks::BlockMask* set = nullptr,
                                                              const base::Progress& progress = base::Progress());

/// 5, 10, 20 per cent.
std::vector<double> usual_steps();

}  // namespace orelens::scenarios
