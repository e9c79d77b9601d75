// Names of the columns that the estimate writes: a grade per element, diagnostics beside it, the domain.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace orelens::project {

/// Column of the nearest composite's domain, with the domains' codes.
inline constexpr const char* domain_column = "domain";
/// What stands beside a grade, under the grade's name; "" is the grade itself. Indicator kriging adds
/// ".above_<grade>" and ".mean_above_<grade>", a simulation ".simulated_<what>" and ".realisation_<number>".
inline constexpr std::array estimate_columns{
    "",       ".variance", ".samples",    ".pass",             ".distance",
    ".holes", ".slope",    ".efficiency", ".negative_weights", ".lagrange"};
inline constexpr std::array estimate_prefixes{".above_", ".mean_above_", ".simulated_", ".realisation_"};

/// ".variance", ".pass" …
bool is_estimate_suffix(std::string_view suffix);

}  // namespace orelens::project
