// What somebody should look at in a table of mines or orebodies before anything is learned from it. Adds findings; changes
// only what could not be used anyway (a cost that is not above zero becomes not stated).
#pragma once

#include "core/costmodel/Orebodies.h"

namespace orelens::costmodel {

/// Kinds: orebody_cost (zero or negative), orebody_slip (a cost a power of ten away from its peers: same commodity, per
/// capacity or ore to the power 0.65), orebody_scope (costs of another scope than most), orebody_impossible (figures that
/// cannot stand together), orebody_twice (same name and belt, or same place and ore), orebody_currency (several, or none),
/// orebody_year (several base years), orebody_empty (nothing but a name).
void examine_orebodies(OrebodyTable& table);

}  // namespace orelens::costmodel
