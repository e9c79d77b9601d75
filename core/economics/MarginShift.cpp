#include "core/economics/MarginShift.h"

#include <cmath>

#include "core/economics/DeckOnModel.h"
#include "core/economics/Terms.h"

namespace orelens::economics {

base::Expected<MarginShift> MarginShift::of(const blocks::BlockModel& model, const PriceDeck& deck) {
    const Commodity* main = main_commodity(deck);
    if (main == nullptr)
        return base::fail(base::ErrorKind::usage,
                          base::Message("economics.unknown_main_commodity", {{"commodity", deck.main_commodity}}));
    auto grades = GradeColumns::of(model, {grade_column(*main)});
    if (!grades) return std::unexpected(grades.error());
    MarginShift shift(std::move(*grades));
    if (needs_plan(deck)) {
        auto bound = DeckOnModel::of(model, deck, main_slider(deck));
        if (!bound) return std::unexpected(bound.error());
        shift.bound_ = std::make_shared<const DeckOnModel>(std::move(*bound));
        return shift;
    }
    const Terms terms = make_terms(deck, *main);
    const MetalTerms& metal = terms.metals[terms.main];
    const double worth = metal.recovery * terms.slope / terms.quoted_per_net;
    shift.price_ = main->price;
    shift.per_fraction_ = terms.keep * worth;
    shift.fixed_ = metal.waste_head * worth;
    return shift;
}

double MarginShift::at(std::size_t leaf, int block, double quoted_price) const {
    if (bound_) {
        LeafData data;
        bound_->read(leaf, block, data);
        LeafValue value(bound_->plan());
        value.take(data);
        if (!value.assayed(0)) return 0;
        const CutoffTest test = bound_->plan().test;
        return value.best_margin(0, test, quoted_price) - value.best_margin(0, test, bound_->plan().x);
    }
    double fraction = 0;
    grades_.fractions(leaf, block, &fraction);
    if (std::isnan(fraction)) return 0;
    return (fraction * per_fraction_ + fixed_) * (quoted_price - price_);
}

}  // namespace orelens::economics
