// Where a deposit is, in few numbers: the box that most of it lies in, and the centre of its metal. For the
// first picture, which should show the deposit and not the one hole whose coordinates are mistyped. Knows no
// VTK.
#pragma once

#include <array>
#include <optional>

#include "ui/scene/Scene.h"

namespace orelens::scene {

/// Box {low, high} of blocks and drillholes in world metres, without what lies far from nearly all others:
/// more than half the spread of the middle 96 of a hundred beyond it. All zero where there is neither.
std::array<Vec3, 2> bulk_extent(const SceneData& data);

/// Mean place of the metal of the slider's commodity in the blocks, or of the first grade where the model
/// holds none of it; in a model of many blocks from an even sample. None without a grade above zero.
std::optional<Vec3> metal_centre(const SceneData& data);

/// Name of that grade's column; empty without any.
std::string main_grade(const SceneData& data);

}  // namespace orelens::scene
