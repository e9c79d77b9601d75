// What colour each block has: a byte per block where the price codes do not say it already, a palette of 256,
// and the legend that explains them. Knows no VTK.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "ui/scene/BlockCodes.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Scene.h"

namespace orelens::scene {

struct BlockColours {
    int mode = 0;  ///< 0 status, 1 palette by ladder step, 2 palette by `bytes`
    std::shared_ptr<std::vector<std::uint8_t>> bytes;  ///< mode 2, in the places of BlockCodes
    std::array<std::uint8_t, 1024> palette{};
    Legend legend;  ///< marker not set
};

/// Falls back to the status when the column is not in the model. A model that is not evaluated has one grey
/// and one entry that says so, unless a column of its own is asked for; its status column says nothing then.
/// `price`: that margins are told at, as quoted; the stated one where it is not finite.
BlockColours colour_blocks(const SceneData& data, const BlockCodes& codes, const Look& look,
                           double price = std::numeric_limits<double>::quiet_NaN());

/// Whether "inside" is of stopes that are wide enough to mine (pits/Stopes.h), not of pits: its words are others.
bool inside_stopes(const SceneData& data);

/// Palette and legend faded, for results of older parameters.
void fade(BlockColours& colours);

/// Values of a real column at an even stride, about `wanted` of them.
std::vector<float> sample_column(const blocks::BlockModel& model, const std::string& column,
                                 std::size_t wanted);

/// Values of what a look colours the blocks by, in the same way; none for a status, for classes that have names, and
/// where the model does not say.
std::vector<float> coloured_sample(const SceneData& data, const Look& look);

}  // namespace orelens::scene
