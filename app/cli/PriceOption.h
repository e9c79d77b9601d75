// The option --price of commands that ask about another price than the recipe's.
#pragma once

#include <optional>
#include <string>

#include "core/base/Error.h"
#include "core/project/Recipe.h"

namespace orelens::cli {

struct QuotedPrice {
    std::string commodity;  ///< empty = the main one
    std::optional<double> price;
};

/// "Cu=9000", or "9000" for the main commodity; nothing for an empty text. Errors of kind usage.
base::Expected<QuotedPrice> read_price(const std::string& text, const project::Recipe& recipe);

/// The price of the main commodity that such a text asks about; nothing for another commodity's, which changes what
/// every block is worth and is put into the recipe.
base::Expected<std::optional<double>> main_price(const std::string& text, project::Recipe& recipe);

}  // namespace orelens::cli
