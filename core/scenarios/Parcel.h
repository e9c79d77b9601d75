// A set of blocks as one feed: what it holds, taken together, and which blocks they are. Use it to ask why a domain, a
// class or a whole deposit does or does not pay (Waterfall.h, Levers.h).
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::scenarios {

/// Blocks and their in-situ dry tonnes.
struct Share {
    std::int64_t blocks = 0;
    double tonnes = 0;
    bool operator==(const Share&) const = default;
};

/// Grades are means over in-situ tonnes. A block without a grade of a commodity counts as holding none, as in the
/// evaluation (Value.h); `unassayed` says how much that is.
struct Parcel {
    Share taken;                    ///< what the parcel is made of
    std::vector<double> fractions;  ///< mass fraction per commodity of the deck; NaN where none of it is assayed
    double elevation_m = 0;         ///< whose haulage is the mean haulage of the blocks
    std::vector<Share> unassayed;   ///< per commodity, of those taken
    Share density_stated;           ///< of those taken: the model's density column says nothing, the stated one counts
    /// All of the set, whether taken or not; they add up to it.
    Share usable, not_usable, no_grade, excluded;
};

enum class Take { evaluated, not_usable, usable };

/// Which blocks of a set (null: all of the model) the parcel takes. Usable as everywhere: the break-even price of the
/// deck's main commodity and test, a column of the model, is no higher than the deck's price. Blocks without a grade
/// and excluded ones are never taken. Error: the model is not evaluated for this deck (kind usage); a mask of
/// another model; cancelled. Sums are taken leaf by leaf in order, whatever the threads.
base::Expected<Parcel> parcel_of(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                 const blocks::BlockMask* set, Take take,
                                 const base::Progress& progress = base::Progress());

/// Those blocks themselves, to be fed each on its own best route (Waterfall.h, Levers.h). Errors as parcel_of.
base::Expected<blocks::BlockMask> taken_blocks(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                               const blocks::BlockMask* set, Take take,
                                               const base::Progress& progress = base::Progress());

/// The one block of a mask; none where it does not exist.
blocks::BlockMask one_block(const blocks::BlockModel& model, const blocks::Index3& block);

/// What may be said of a block, or of a parcel.
enum class Verdict {
    usable,
    not_usable,     ///< a route recovers it, and it does not pay
    unrecoverable,  ///< nothing in it reaches a product by any stated recovery
    no_grade,       ///< unknown: no commodity of the deck is assayed
    excluded,
    not_evaluated  ///< unknown: no price, no costs, no evaluation
};

/// One block as a parcel; tonnes 0 where it does not exist. Errors as parcel_of.
struct BlockAnswer {
    Parcel parcel;
    Verdict verdict = Verdict::not_evaluated;
};
base::Expected<BlockAnswer> block_answer(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                         const blocks::Index3& block);

}  // namespace orelens::scenarios
