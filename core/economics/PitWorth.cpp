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
    waste.mining = costs.detail.waste_mining != 0 ? costs.detail.waste_mining : costs.mining - costs.ore_mining_difference;
    waste.processing = waste.general = waste.sustaining = 0;
    waste.detail = {.cost_factor = costs.detail.cost_factor};
    return std::fmax(0.0, cost_per_tonne(waste, CutoffTest::full, elevation_m));
}

double waste_cost_per_tonne(const PriceDeck& deck, double elevation_m) {
    return moving_cost_per_tonne(deck.costs, elevation_m) + dump_cost(deck) * deck.costs.detail.cost_factor;
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
    worth.dump_ = dump_cost(deck) * deck.costs.detail.cost_factor;
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

double PitWorth::moving(std::size_t leaf, int at, double elevation_m) const {
    if (!bound_ || bound_->plan().mining_by_rock.empty()) return moving_cost_per_tonne(costs_, elevation_m);
    // Rock types cost what they cost, as ore and as waste.
    Costs own = costs_;
    own.mining = bound_->mining(leaf, at);
    return moving_cost_per_tonne(own, elevation_m);
}

bool PitWorth::excluded(std::size_t leaf, int at) const {
    return !excluded_.empty() && excluded_[leaf][at] != blocks::missing_int && excluded_[leaf][at] != 0;
}

BlockWorth PitWorth::at(std::size_t leaf, int at, const blocks::Index3& ijk, double* fractions) const {
    BlockWorth worth;
    const double z = elevation_(ijk);
    const double moved = moving(leaf, at, z);
    worth.tonnes = tonnes_(leaf, at);
    worth.fed = worth.tonnes * fed_per_tonne_;
    // Waste is dumped at a price, which what is fed saves.
    const double dumping = worth.tonnes * dump_;
    worth.moving = worth.tonnes * moved + dumping;
    grades_.fractions(leaf, at, fractions);
    const BlockSums sums = block_sums(terms_, fractions);
    if (!sums.assayed || excluded(leaf, at)) {
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
        worth.plant = worth.fed * (value.best_margin(0, CutoffTest::full, x) + moved) + dumping;
        for (std::size_t c = 0; c < commodities(); ++c)
            fractions[c] = route == nowhere ? 0 : value.recovered(route, c, data, 0);
        return worth;
    }
    const double nsr = sums.others + sums.main_product * terms_.metals[terms_.main].net_price;
    worth.plant = worth.fed * (nsr - (cost_per_tonne(costs_, CutoffTest::full, z) - moved));
    return worth;
}

double PitWorth::ore_from(std::size_t leaf, int at, const blocks::Index3& ijk, double* fractions) const {
    const double z = elevation_(ijk);
    grades_.fractions(leaf, at, fractions);
    const BlockSums sums = block_sums(terms_, fractions);
    if (!sums.assayed || excluded(leaf, at)) return std::numeric_limits<double>::quiet_NaN();
    if (!(tonnes_(leaf, at) * fed_per_tonne_ > 0)) return std::numeric_limits<double>::infinity();
    const double spare = spared(moving(leaf, at, z));
    if (!bound_) return break_even_price(terms_, sums, cost_per_tonne(costs_, CutoffTest::full, z) - spare);
    LeafData data;
    bound_->read(leaf, at, data);
    LeafValue value(bound_->plan());
    value.take(data);
    value.spare(spare);
    return value.break_even(0, CutoffTest::full);
}

void PitWorth::product(const double* fractions, double* out) const {
    for (std::size_t c = 0; c < terms_.metals.size(); ++c)
        out[c] = bound_ ? fractions[c] : std::isnan(fractions[c]) ? 0 : terms_.head(c, fractions[c]) * terms_.metals[c].recovery;
}

}  // namespace orelens::economics
