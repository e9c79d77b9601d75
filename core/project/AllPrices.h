// The answer to "all prices by ±x %": the evaluated model with break-even prices for the case that every price moves in
// proportion to the main commodity's. They stand as quoted prices of that commodity, so that one slider, one curve and one
// picture serve both. Made from the results of the stage `evaluate`, and never in the file.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Results.h"

namespace orelens::project {

struct AllPrices {
    /// As Results::model, but usable at a price means: with every other price moved by the same factor.
    Shared<blocks::BlockModel> model;
    Shared<economics::UsableCurve> curve;  ///< under the deck's test
};

/// Errors: nothing was evaluated, or the main commodity has no price to be a proportion of (kind usage); those of
/// economics::evaluate; cancelled.
base::Expected<AllPrices> with_all_prices(const Results& results, const base::Progress& progress = base::Progress());

/// The deck with every price moved by the factor between the main commodity's price and a quoted one.
economics::PriceDeck moved_together(const economics::PriceDeck& deck, double main_price);

}  // namespace orelens::project
