#include "core/economics/MarginShift.h"

#include <cmath>

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
    const Terms terms = make_terms(deck, *main);
    const MetalTerms& metal = terms.metals[terms.main];
    const double worth = metal.recovery * terms.slope / terms.quoted_per_net;
    shift.price_ = main->price;
    shift.per_fraction_ = terms.keep * worth;
    shift.fixed_ = metal.waste_head * worth;
    return shift;
}

double MarginShift::at(std::size_t leaf, int block, double quoted_price) const {
    double fraction = 0;
    grades_.fractions(leaf, block, &fraction);
    if (std::isnan(fraction)) return 0;
    return (fraction * per_fraction_ + fixed_) * (quoted_price - price_);
}

}  // namespace orelens::economics
