// A made-up country for the cost of orebodies: 40 producing mines and 200 undeveloped orebodies of copper, lithium and
// iron in 6 belts, as tables a user could have brought, and the true costs that nobody else would know. SYNTHETIC, and
// labelled so in every file; nothing in it is measured anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/project/Recipe.h"

namespace orelens::demonstration {

struct CountryOptions {
    std::uint64_t seed = 20260101;
    int mines = 40;       ///< at least 20
    int orebodies = 200;  ///< at least 20
    int modelled = 0;     ///< so many of the mines name a project of their own: modelled_mine_file()
};

struct TrueCost {
    std::string name;
    double operating = 0;  ///< USD per t of ore milled
    double capital = 0;    ///< USD
    bool deeper = false;   ///< made to lie deeper than any mine: outside what can be learned
};

struct Country {
    std::string mines_csv, orebodies_csv;
    /// Of the orebodies, in their order. What mines state is their true cost times an error of 12 % (one sigma of ln).
    std::vector<TrueCost> truth;
};

Country make_country(const CountryOptions& options);
/// Prices and recoveries of the made-up country, in US dollars.
project::Recipe country_recipe();

/// "synthetic_mine_01.gpkg" of the first.
std::string modelled_mine_file(int n);

inline constexpr const char* country_mines_file = "synthetic_mines.csv";
inline constexpr const char* country_orebodies_file = "synthetic_orebodies.csv";
inline constexpr const char* country_truth_file = "synthetic_true_costs.csv";
inline constexpr const char* country_recipe_file = "synthetic_prices.orelens.json";

/// Writes the tables, the truth and the recipe; makes the folder when it is not there. Same options, same bytes.
base::Expected<std::vector<std::string>> write_country(const std::string& folder, const CountryOptions& options);

}  // namespace orelens::demonstration
