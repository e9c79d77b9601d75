// Masks of evidence: where a layer speaks, by another layer, by a solid, by depth or elevation. Outside of it the layer is
// missing, never 0. They stand in the study (of a layer, or of all) and, as statements, in the recipe: what the window adds
// with a click.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/project/PotentialStudy.h"

namespace orelens::project {

/// One mask of the recipe: "gravity: inside host.obj"; "*: depth 0 300" is of every layer.
struct MaskStatement {
    std::string layer;  ///< "*" = all
    std::string kind;   ///< where, covered (a layer's name), inside, outside (a file), depth, elevation (two numbers, metres)
    std::string value;
    bool operator==(const MaskStatement&) const = default;
};
/// Separated by semicolons. Error: the first that cannot be read; nothing of the study is asked here.
base::Expected<std::vector<MaskStatement>> mask_statements(const std::string& text);
std::string text_of(const std::vector<MaskStatement>& statements);

/// Adds them to the masks of a study that was read, and puts layers behind those that mask them. Errors: a layer that there
/// is not; layers that mask each other in a circle. `resolve` makes paths of the files that statements name.
base::Expected<void> add_masks(PotentialStudy& study, const std::string& statements, const std::function<std::string(const std::string&)>& resolve);

namespace reading {

/// The masks that a study states are sound as far as they can be before anything is read. Errors with their place.
base::Expected<void> check_masks(const PotentialStudy& study);
/// Layers stand behind those that mask them, otherwise as the study has them. Errors as add_masks.
base::Expected<void> order_layers(PotentialStudy& study);
/// Names of layers that masks of a list ask.
std::vector<std::string> mask_layers(const nlohmann::json& masks);
/// What all masks of a list keep: 1 per voxel. `at`: whose they are, for errors.
base::Expected<std::vector<std::uint8_t>> kept_by(const PotentialStudy& study, const nlohmann::json& masks, const std::string& at, const base::Progress& progress);

}  // namespace reading

}  // namespace orelens::project
