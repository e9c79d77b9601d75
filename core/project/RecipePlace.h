// Where a parameter stands in the recipe's own text. Use it where a value that could be read is refused later: by the
// price deck, a stage, a drawing. Reads the text again, so that the place is right for the file as it is now.
#pragma once

#include "core/base/Error.h"
#include "core/project/Recipe.h"

namespace orelens::project {

/// The error with file, line and column of the parameter its field names. A parameter that the file leaves at its
/// default is placed at the nearest group that is written; one whose value is not the file's (set by an option, a form,
/// a scenario) is left as it is, and so is an error that has a file or a hole, or whose field is no parameter.
base::Error at_recipe(const Recipe& recipe, base::Error error);

/// The same of a result.
template <class T>
base::Expected<T> at_recipe(const Recipe& recipe, base::Expected<T> made) {
    if (made) return made;
    return std::unexpected(at_recipe(recipe, std::move(made.error())));
}

}  // namespace orelens::project
