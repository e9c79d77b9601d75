// What seeing through the blocks follows from: which way of it can be drawn of the present colours, how opaque glass
// is, and which prices the shells stand for. Knows no VTK.
#pragma once

#include <vector>

#include "ui/scene/BlockColours.h"
#include "ui/scene/BlockWalk.h"
#include "ui/scene/Look.h"

namespace orelens::scene {

/// What is drawn where it is not what the look asks for: classes have neither a highest value nor a mean, and what
/// is not evaluated has no shells. They are glass then.
Through drawn_through(const Look& look, const BlockColours& colours, const BlockCodes& codes);

/// Shells in the order of their prices. A price is that of the ladder's step below it: what is drawn is exact for
/// the price that is told.
struct Shell {
    double price = 0;  ///< quoted
    int top = -1;      ///< codes up to here are inside
    Rgb colour{};
};
/// At most 8. Those of the look, else about the price: at it, a quarter below and above, and half above. None where
/// nothing is evaluated, or below the cheapest block.
std::vector<Shell> shells_of(const Look& look, const BlockCodes& codes, double price);
Legend shell_legend(const std::vector<Shell>& shells, const std::string& commodity, const std::string& unit,
                    base::Language language);

/// Everything of the walk's input that follows from it.
void put_through(BlockWalkInput& input, const Look& look, Through through, const blocks::GridGeometry& geometry,
                 const std::vector<Shell>& shells);

}  // namespace orelens::scene
