#include "core/project/AllPrices.h"

#include <string>

#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"

namespace orelens::project {

using base::Expected;
using blocks::BlockModel;

Expected<AllPrices> with_all_prices(const Results& results, const base::Progress& progress) {
    const economics::PriceDeck* deck = results.value.deck.get();
    const economics::Commodity* main = deck == nullptr ? nullptr : economics::main_commodity(*deck);
    if (main == nullptr || !results.valued() || !results.value.curve(deck->test) || !(main->price > 0))
        return base::fail(base::ErrorKind::usage, base::Message("scenarios.no_model"));
    BlockModel model(*results.model());
    if (auto done = economics::write_all_prices(model, *deck, deck->test,
                                                {economics::break_even_column(main->name, deck->test),
                                                 economics::quotation_unit(*deck, *main), main->price},
                                                progress.part(0, 0.4)); !done)
        return std::unexpected(done.error());
    auto curve = economics::UsableCurve::build(model, *deck, deck->test, results.value.curve(deck->test)->elements(),
                                               progress.part(0.4, 1));
    if (!curve) return std::unexpected(curve.error());
    return AllPrices{std::make_shared<const BlockModel>(std::move(model)),
                     std::make_shared<const economics::UsableCurve>(std::move(*curve))};
}

economics::PriceDeck moved_together(const economics::PriceDeck& deck, double main_price) {
    const economics::Commodity* main = economics::main_commodity(deck);
    if (main == nullptr || !(main->price > 0)) return deck;
    return economics::moved(deck, economics::Slider{}, 100 * main_price / main->price);
}

}  // namespace orelens::project
