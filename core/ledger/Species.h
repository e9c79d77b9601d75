// Species the ledger knows: chemical elements by symbol, and minerals and compounds that are traded as such. Unknown names
// are flagged, never guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::ledger {

/// The ledger's name of a species as people write it: "Cu", "铜", "copper"; "Li2O", "WO3", "TFe", "mFe", "P2O5", "KCl",
/// "CaF2", "U3O8", "TREO", "graphite". Nothing when unknown.
std::optional<std::string> species_name(std::string_view written);
/// "copper", "铜"; the name itself where the table has no word.
std::string species_word(const std::string& name, base::Language language);
/// Every name, for suggestions.
std::vector<std::string> species_names();

}  // namespace orelens::ledger
