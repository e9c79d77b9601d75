// Scenarios kept with a project: named differences from its recipe. A scenario says only what is otherwise than in
// the base, so that what it leaves open follows the base. They belong to the project file under a key of their own
// with a digest, like saved views. What they mean stands in Scenarios.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"

namespace orelens::project {

struct Scenario {
    std::string name;  ///< not empty; one of a kind in its project
    /// Parameter id ("commodity.Cu.price") → value as base::value_text writes it.
    std::map<std::string, std::string> changes;
    bool operator==(const Scenario&) const = default;
};

/// One text with a digest over all of it; empty for no scenarios.
std::string scenarios_to_text(const std::vector<Scenario>& scenarios);
/// Error (kind data): not what was written, more than 1 000 of them, two of one name.
base::Expected<std::vector<Scenario>> scenarios_from_text(const std::string& text);
/// A name that none of them has: the one wanted, else with a number behind it.
std::string free_scenario_name(const std::vector<Scenario>& scenarios, const std::string& wanted);
/// Null without one of that name.
const Scenario* find_scenario(const std::vector<Scenario>& scenarios, const std::string& name);

}  // namespace orelens::project
