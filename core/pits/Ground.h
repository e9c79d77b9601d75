// A block model as a pit sees it: a full grid in which every cell is rock, waste that the model does not
// hold, or air, with what must be mined before it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/pits/Closure.h"
#include "core/pits/OreTypes.h"
#include "core/pits/Rules.h"

namespace orelens::pits {

/// What was taken for what, for those who read the pits.
struct GroundNotes {
    std::int64_t rock = 0;         ///< blocks with tonnes
    std::int64_t waste_cells = 0;  ///< cells without a block that count as waste
    double waste_cell_tonnes = 0;
    std::int64_t air_cells = 0;
    std::int64_t stated_density = 0;       ///< blocks that have no density of their own
    std::int64_t columns = 0;              ///< vertical ones with rock
    std::int64_t columns_without_air = 0;  ///< of them, those whose rock reaches the top of the grid
    std::int64_t barred = 0;               ///< cells kept, and those below them
    std::vector<std::pair<std::string, SlopeError>> slopes;  ///< by code; "" = everywhere else
};

class Ground {
  public:
    /// Cell (i, j, k) stands at GridGeometry::linear. Errors: slopes as of minimal_pattern; a grid that is
    /// tilted; a column that is absent, of another type, or a code of it that is not there (place.field is
    /// the parameter); an extra cost below zero; no rock; no air above and `top_is_ground` not stated;
    /// cancelled.
    static base::Expected<Ground> of(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                     const PitRule& rule, const base::Progress& progress);

    [[nodiscard]] const Precedence& precedence() const { return precedence_; }
    [[nodiscard]] const GroundNotes& notes() const { return notes_; }
    [[nodiscard]] GroundNotes& notes() { return notes_; }
    /// Worth of every cell at a deck's prices, extra cost included. False: cancelled.
    [[nodiscard]] bool worth(const TypedWorth& at_prices, std::span<double> out,
                             const base::Progress& progress) const;
    /// Tonnes of waste in a cell without a block; 0 = air.
    [[nodiscard]] double waste_tonnes(std::int32_t column, std::int32_t k) const {
        return k < waste_below_[static_cast<std::size_t>(column)] ? cell_tonnes_ : 0;
    }
    [[nodiscard]] double waste_moving(std::int32_t k) const { return moving_[static_cast<std::size_t>(k)]; }
    [[nodiscard]] double extra_cost(std::size_t leaf, int at) const {
        const float cost = extra_.empty() ? 0.0F : extra_[leaf][at];
        return cost > 0 ? static_cast<double>(cost) : 0;
    }

  private:
    explicit Ground(const blocks::BlockModel& model) : model_(&model) {}
    base::Expected<void> make_patterns(const PitRule& rule);
    base::Expected<void> read_columns(const PitRule& rule, const base::Progress& progress);
    base::Expected<void> find_ground(const economics::PriceDeck& deck, const PitRule& rule,
                                     const base::Progress& progress);
    void level_empty_columns(std::vector<std::int32_t>& top) const;

    const blocks::BlockModel* model_;
    Precedence precedence_;
    GroundNotes notes_;
    std::vector<std::int32_t> waste_below_;  // per column: cells without a block below this bench are waste
    std::vector<double> moving_;             // per bench: cost of moving and dumping a tonne of waste
    double cell_tonnes_ = 0;
    std::vector<const float*> extra_;
};

}  // namespace orelens::pits
