// A made-up open-pit deposit whose pits are known: a gold-rich copper porphyry under a hilly ground, from a
// formula and a seed. tests/core/pits/known_deposit computes its ladder in another way.
#pragma once

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/pits/Rules.h"

namespace orelens::pits {

/// 44 × 40 × 20 blocks of 20 × 25 × 15 m; no block above the ground, a share ("fraction") of those it cuts;
/// "Cu" %, "Au" g/t, "density" t/m³, "rock" (oxide, sulphide). One block in a hundred has no grades.
base::Expected<blocks::BlockModel> known_deposit();
/// Prices and costs of its ladder, USD.
economics::PriceDeck known_deposit_deck();
/// Thirteen price factors, slopes by azimuth and, in oxide, flatter ones.
PitRule known_deposit_rule();

}  // namespace orelens::pits
