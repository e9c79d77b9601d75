// Where the value of blocks goes on the way of a route, step by step, as sums over the blocks fed to it: what LeafValue
// adds up of the leaf it has taken. The steps of all routes together end at the sum of the blocks' margins. Internal to
// the room and to the rooms that explain its answers.
#pragma once

#include <vector>

namespace orelens::economics {

/// Of one commodity. Tonnes of metal, and amounts in the deck's currency as they are when the ore is treated.
struct MetalSums {
    double in_ground = 0;   ///< t in situ
    double mined = 0;       ///< t of them that are mined
    double from_waste = 0;  ///< t that the diluting waste brings
    double sold = 0;        ///< t in products that are sold
    double refused = 0;     ///< t in products that no buyer takes
    double paid = 0;        ///< what the metal sold earns, before all that follows
    double refining = 0;    ///< refining charges, below zero
    double difference = 0;  ///< what a grade above or below the base grade adds or takes
    double selling = 0;     ///< selling cost of a route that earns by the commodity's own terms
    double royalty = 0;
    double subsidy = 0;
};

struct FeedSums {
    double in_situ = 0;  ///< dry tonnes of the blocks
    double fed = 0;      ///< tonnes mined of them, diluting waste included
    std::vector<MetalSums> metals;  ///< in the order of the deck
    // Amounts, what takes away being positive.
    double charges = 0, penalties = 0;  ///< treatment and freight of products; impurities
    double waiting = 0;                 ///< what a stockpile loses by being treated later
    double ore_subsidy = 0;             ///< what is given
    double mining = 0, haulage = 0, ore_mining_difference = 0, handling = 0, processing = 0, general = 0, sustaining = 0;
    double haul = 0, stripping = 0, construction = 0, restart = 0, closure = 0;
    double dump_saved = 0;  ///< what is given, in the marginal test: as waste it would have to be dumped

    void add(const FeedSums& other);
};

}  // namespace orelens::economics
