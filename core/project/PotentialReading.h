// What the readers of a study share: keys, whole numbers, words, places of files. Internal to them.
#pragma once

#include "core/project/PotentialStudy.h"

namespace orelens::project::reading {

std::unexpected<base::Error> refuse(const PotentialStudy& study, const std::string& key, const char* why, const std::string& value = "");
/// What the JSON library says of a value, with the file.
std::unexpected<base::Error> refuse_json(const PotentialStudy& study, const nlohmann::json::exception& error);
/// Unknown keys are mistakes, not wishes.
base::Expected<void> only(const PotentialStudy& study, const nlohmann::json& object, const std::string& where, const std::vector<std::string>& known);
/// A whole number between two others; thrown like what the library says of a value of another kind.
int whole(const nlohmann::json& object, const std::string& key, int otherwise, int low, int high);
/// The place of a word in its list; thrown likewise.
std::size_t one_of(const nlohmann::json& object, const std::string& key, const std::vector<std::string>& words);
std::string path_in(const PotentialStudy& study, const nlohmann::json& value);
io::EvidenceRule rule_of(const PotentialStudy& study, const nlohmann::json& layer);

/// Keys of a layer, and of its sign.
const std::vector<std::string>& layer_keys();
const std::vector<std::string>& signs();

/// Methods and validation (PotentialMethods.cpp).
base::Expected<void> read_methods(PotentialStudy& study);

}  // namespace orelens::project::reading
