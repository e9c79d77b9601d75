#include "core/economics/PitWorth.h"

#include <cmath>
#include <limits>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Value.h"

namespace orelens::economics {

PriceDeck at_price_factor(const PriceDeck& deck, double factor) {
    PriceDeck moved = deck;
    for (Commodity& commodity : moved.commodities) commodity.price *= factor;
    return moved;
}

double moving_cost_per_tonne(const Costs& costs, double elevation_m) {
    Costs waste = costs;
    waste.mining -= costs.ore_mining_difference;
    waste.processing = waste.general = waste.sustaining = 0;
    waste.detail = {.cost_factor = costs.detail.cost_factor};
    return std::fmax(0.0, cost_per_tonne(waste, CutoffTest::full, elevation_m));
}

base::Expected<PitWorth> PitWorth::of(const blocks::BlockModel& model, const PriceDeck& deck) {
    if (auto good = check_deck(deck); !good) return std::unexpected(good.error());
    if (auto good = check_density(model); !good) return std::unexpected(good.error());
    auto grades = GradeColumns::of_deck(model, deck);
    if (!grades) return std::unexpected(grades.error());
    PitWorth worth(std::move(*grades), BlockTonnes(model, deck.costs));
    worth.elevation_ = Elevation(model.geometry());
    worth.terms_ = make_terms(deck, *main_commodity(deck));
    worth.costs_ = deck.costs;
    worth.costs_.detail.stripping_ratio = 0;
    worth.fed_per_tonne_ = mined_tonnes(deck.costs, 1);
    if (needs_plan(deck)) {
        // The pit moves the waste itself and is not asked to bear what is spread over tonnes for it.
        PriceDeck moved = deck;
        moved.costs.detail.stripping_ratio = 0;
        auto bound = DeckOnModel::of(model, moved, main_slider(deck));
        if (!bound) return std::unexpected(bound.error());
        worth.bound_ = std::make_shared<const DeckOnModel>(std::move(*bound));
    }
    const blocks::ColumnInfo* excluded = model.info(excluded_column);
    if (excluded && excluded->type == blocks::ColumnType::integer)
        worth.excluded_ = model.integer_leaves(excluded_column);
    return worth;
}

BlockWorth PitWorth::at(std::size_t leaf, int at, const blocks::Index3& ijk, double* fractions) const {
    BlockWorth worth;
    const double z = elevation_(ijk);
    // Rock types cost what they cost, as ore and as waste.
    double moving = 0;
    if (bound_ && !bound_->plan().mining_by_rock.empty()) {
        Costs own = costs_;
        own.mining = bound_->mining(leaf, at);
        moving = moving_cost_per_tonne(own, z);
    } else {
        moving = moving_cost_per_tonne(costs_, z);
    }
    worth.tonnes = tonnes_(leaf, at);
    worth.fed = worth.tonnes * fed_per_tonne_;
    // Waste is dumped at a price, which what is fed saves.
    const double dumping = bound_ ? worth.tonnes * bound_->plan().dump : 0;
    worth.moving = worth.tonnes * moving + dumping;
    grades_.fractions(leaf, at, fractions);
    const BlockSums sums = block_sums(terms_, fractions);
    const bool excluded =
        !excluded_.empty() && excluded_[leaf][at] != blocks::missing_int && excluded_[leaf][at] != 0;
    if (!sums.assayed || excluded) {
        worth.plant = std::numeric_limits<double>::quiet_NaN();
        return worth;
    }
    if (bound_) {
        LeafData data;
        bound_->read(leaf, at, data);
        LeafValue value(bound_->plan());
        value.take(data);
        const double x = bound_->plan().x;
        const std::size_t route = value.best(0, CutoffTest::full, x);
        worth.plant = worth.fed * (value.best_margin(0, CutoffTest::full, x) + moving) + dumping;
        for (std::size_t c = 0; c < commodities(); ++c)
            fractions[c] = route == nowhere ? 0 : value.recovered(route, c, data, 0);
        return worth;
    }
    const double nsr = sums.others + sums.main_product * terms_.metals[terms_.main].net_price;
    worth.plant = worth.fed * (nsr - (cost_per_tonne(costs_, CutoffTest::full, z) - moving));
    return worth;
}

void PitWorth::product(const double* fractions, double* out) const {
    for (std::size_t c = 0; c < terms_.metals.size(); ++c)
        out[c] = bound_ ? fractions[c] : std::isnan(fractions[c]) ? 0 : terms_.head(c, fractions[c]) * terms_.metals[c].recovery;
}

}  // namespace orelens::economics
