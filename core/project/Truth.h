// Whether what is held may be spoken: results carry the stamps of what they were made from, and nothing on
// screen, on paper or in a file comes from other inputs than those shown beside it. Whoever shows a number asks
// here first. Results of older parameters are not thrown away: they are shown as such, or refused.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Whether the stage holds any result or finding.
bool holds_results(const Project& project, const Stage& stage);
/// Stages whose results are not made from what the recipe and the files say now, in run order.
std::vector<std::string> older_results(const Project& project);
/// Of those, what the block model rests on: the steps that make it, those that add columns to it, and what they read.
/// A material flow, a ledger or a study of potential that is out of date makes no block older.
std::vector<std::string> older_of_blocks(const Project& project);
/// The same of a list of older stages that is at hand.
std::vector<std::string> of_blocks(const Project& project, std::vector<std::string> older);
/// Labels of stages as a list for people.
std::string stage_labels(const Project& project, const std::vector<std::string>& stages,
                         base::Language language);
/// An error that names them, when there are any: for exports, which refuse unless asked.
base::Expected<void> check_no_older_results(const Project& project);
/// The same for exports of the block model and of what is drawn from it.
base::Expected<void> check_no_older_blocks(const Project& project);

/// Why blocks are *not evaluated* under the recipe, for people: no model, no commodity, no price, no costs. They
/// are then neither usable nor unusable. Empty where they can be evaluated (core/economics/Evaluated.h).
base::Message not_evaluated(const Project& project);

}  // namespace orelens::project
