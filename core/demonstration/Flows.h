// Copper, aluminium and lithium-battery metal of twelve made-up cities, 1980–2060, in three scenarios, as files that
// `orelens-cli mfa run` reads. Everything in them is SYNTHETIC and says so.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orelens::demonstration {

/// Names and texts of the files: a system per scenario (synthetic_flows_base.json, …_growth, …_circular), their tables
/// and a README. Same seed, same bytes.
std::vector<std::pair<std::string, std::string>> flow_files(std::uint64_t seed);

}  // namespace orelens::demonstration
