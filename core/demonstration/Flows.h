// Copper, aluminium and lithium-battery metal of twelve made-up cities, 1980–2060, in three scenarios, as files that
// `orelens-cli mfa run` reads. Everything in them is SYNTHETIC and says so.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Text.h"

namespace orelens::demonstration {

/// Names and texts of the files: a system per scenario (synthetic_flows_base.json, …_growth, …_circular), their tables
/// and a README. Same arguments, same bytes; the language is that of names inside: cities, processes, flows, stocks. Scrap is
/// told of `stream_years`.
std::vector<std::pair<std::string, std::string>> flow_files(std::uint64_t seed, base::Language language = base::Language::english,
                                                            const std::vector<int>& stream_years = {2030, 2045, 2060});

}  // namespace orelens::demonstration
