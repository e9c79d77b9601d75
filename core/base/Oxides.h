// Oxides that ores are assayed as, and the metal in them by atomic masses (IUPAC 2021, abridged). Use it where a table gives
// an oxide and a price or a model the element.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orelens::base {

struct Oxide {
    std::string name;     ///< "WO3"
    std::string element;  ///< "W"
    double metal = 0;     ///< tonnes of the element in one of it: 0.79300
};
/// By formula in any case ("wo3", "Li2O") or Chinese name ("三氧化钨"); nothing where it is none of these.
std::optional<Oxide> oxide_named(std::string_view written);
/// The longest Chinese name that a word begins with, in bytes; 0 = none ("氧化锂品位" → that of 氧化锂).
std::size_t oxide_at_start(std::string_view word);

}  // namespace orelens::base
