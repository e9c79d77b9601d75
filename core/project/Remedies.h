// What would settle a finding, and with it all that its group stands for: the parameters that its advice names,
// with the value where the advice says one. Read from the words themselves, so that none can name a parameter
// that is not offered.
#pragma once

#include <string>
#include <vector>

#include "core/base/Finding.h"
#include "core/project/Recipe.h"

namespace orelens::project {

struct Remedy {
    std::string id;     ///< of a declared parameter, with the key of its group: "element.Au.unit"
    std::string value;  ///< as a user types it; empty where the choice is the user's
    bool operator==(const Remedy&) const = default;
};

/// In the order of the advice. A value is proposed only where the finding itself supplies it or the advice states
/// it for every case, and the parameter takes it; entries of lists come with those the recipe has already.
std::vector<Remedy> remedies(const Recipe& recipe, const base::Finding& finding);

/// Whether the parameter is a list with ; between its entries.
bool is_list(const std::string& declared_id);

}  // namespace orelens::project
