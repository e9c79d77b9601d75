// What blocks are worth to a pit where recoveries and costs go by a code of the blocks, such as a rock type: each
// code has a price deck of its own, and all others the common one.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PitWorth.h"
#include "core/economics/PriceDeck.h"

namespace orelens::pits {

struct OreType {
    std::string code;  ///< a word or a number of the column
    economics::PriceDeck deck;
};

struct OreTypes {
    std::string column;  ///< integer column; empty = none, all blocks alike
    std::vector<OreType> types;
};

/// As economics::PitWorth, by the type of each block.
class TypedWorth {
  public:
    /// With every price times `factor`. Reads the model as long as it lives. Errors: those of PitWorth::of; a column
    /// that is absent or of another type, a code that it has not, one that is there twice; a type with other
    /// commodities or another currency than the common deck.
    static base::Expected<TypedWorth> of(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                         const OreTypes& types, double factor = 1);
    /// The same with the main commodity's price alone times `factor`.
    static base::Expected<TypedWorth> at_main_price(const blocks::BlockModel& model,
                                                    const economics::PriceDeck& deck, const OreTypes& types,
                                                    double factor);

    /// `fractions` is room for a number per commodity, which become the block's grades.
    [[nodiscard]] economics::BlockWorth at(std::size_t leaf, int at, const blocks::Index3& ijk,
                                           double* fractions) const {
        return worths_[type(leaf, at)].at(leaf, at, ijk, fractions);
    }
    /// Tonnes of each commodity in the product per tonne that the block feeds, from such grades.
    void product(std::size_t leaf, int at, const double* fractions, double* out) const {
        worths_[type(leaf, at)].product(fractions, out);
    }
    [[nodiscard]] std::size_t commodities() const { return worths_.front().commodities(); }
    /// 0 = the common deck, n = the n-th type.
    [[nodiscard]] std::size_t type(std::size_t leaf, int at) const {
        if (values_.empty()) return 0;
        for (std::size_t n = 0; n < values_.size(); ++n)
            if (codes_[leaf][at] == values_[n]) return n + 1;
        return 0;
    }

  private:
    using Moved = economics::PriceDeck (*)(const economics::PriceDeck&, double);
    static base::Expected<TypedWorth> make(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                           const OreTypes& types, double factor, Moved moved);
    std::vector<economics::PitWorth> worths_;
    blocks::IntegerLeaves codes_;
    std::vector<std::int32_t> values_;
};

/// The main commodity's price times a factor, the others as they are.
economics::PriceDeck at_main_factor(const economics::PriceDeck& deck, double factor);

}  // namespace orelens::pits
