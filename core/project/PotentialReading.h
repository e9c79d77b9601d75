// What the readers of a study share: keys, whole numbers, words, places of files. Internal to them.
#pragma once

#include <optional>

#include "core/potential/Displaced.h"
#include "core/potential/Ensemble.h"
#include "core/potential/FollowUp.h"
#include "core/project/PotentialStudy.h"

namespace orelens::project::reading {

/// File, line and column of a value by its path, "drill.dips.3": of its nearest known parent where it is not written down.
base::Place place_in(const PotentialStudy& study, const std::string& path);
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

/// A mesh or lines; nothing of other files.
std::optional<potential::Surface> surface_in(io::EvidenceFile& file);
/// A layer with its mask, from `instead` where it is not null; errors have a place.
base::Expected<potential::Layer> derived(PotentialStudy& study, const nlohmann::json& rule, const base::Progress& progress, const potential::Surface* instead = nullptr);
/// The masks that a study states for every layer; all of its own layers are there, whichever are masked now.
base::Expected<void> mask_all(const PotentialStudy& study, std::vector<potential::Layer>& layers, const base::Progress& progress);
/// Voxels that drillholes meet, by the limits of the labels; of the project's holes where `files` names none.
struct HoleLabels {
    potential::Labels labels;
    double grade_fraction = 0;                  ///< mass fraction of one unit of the holes' grade; 0 = not known
    std::vector<base::Finding> findings;        ///< of files that the study names; the project tells those of its own
    std::vector<potential::DrilledHole> holes;  ///< grades in the unit of the study's own holes
};
/// `own`: the holes that labels are of, in whose unit the limits are stated; others are turned into it.
base::Expected<HoleLabels> label_holes(const PotentialStudy& study, const nlohmann::json& files, const nlohmann::json& limits, bool own, base::Progress& progress);
/// Cells of another grid on the study's; where they are finer than its voxels, their mean. Error: a sensitivity of
/// amounts without a stated limit.
base::Expected<std::vector<float>> of_cells(PotentialStudy& study, const nlohmann::json& layer, const potential::CellModel& cells);
std::vector<float> of_grid_cells(PotentialStudy& study, const nlohmann::json& layer, const io::GridCells& cells);
/// Earlier layers that a layer is made from; of a formula, those whose names stand in it.
std::vector<std::size_t> made_from(const nlohmann::json& layers, std::size_t at);

/// What-if: surfaces that layers of `used` rest on, moved by their uncertainty and replaced by their alternatives. The
/// study must outlive the changes. A surface that cannot be read is said, and not moved. Error: cancelled.
base::Expected<std::vector<potential::Change>> moved_surfaces(const PotentialStudy& study, const std::vector<std::string>& used, std::vector<base::Message>& said, const base::Progress& progress);

/// All that a study states about holes is sound, before hours of work (PotentialHoles.cpp). Errors with their place.
base::Expected<void> check_drill(const PotentialStudy& study);

/// Every value is of the kind that its key takes, and what is needed is there (PotentialKinds.cpp). Errors with line and
/// column. Asked before anything else: the readers below rely on it.
base::Expected<void> check_kinds(const PotentialStudy& study);
/// Methods and validation (PotentialMethods.cpp).
base::Expected<void> read_methods(PotentialStudy& study);

}  // namespace orelens::project::reading
