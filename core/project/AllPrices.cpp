#include "core/project/AllPrices.h"

#include <string>

#include "core/base/Parallel.h"
#include "core/economics/DeckOnModel.h"
#include "core/economics/Value.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;

/// Break-even factors of all prices, told as the main commodity's price at them.
Expected<void> write_together(BlockModel& model, const economics::PriceDeck& deck, const economics::Commodity& main,
                              const base::Progress& progress) {
    const BlockModel& grades = model;
    const auto bound = economics::DeckOnModel::of(grades, deck, economics::Slider{});
    if (!bound) return std::unexpected(bound.error());
    blocks::IntegerLeaves excluded;
    if (const auto* info = grades.info(economics::excluded_column);
        info != nullptr && info->type == blocks::ColumnType::integer)
        excluded = grades.integer_leaves(economics::excluded_column);
    const std::string column = economics::break_even_column(main.name, deck.test);
    if (model.has(column)) model.remove_column(column);
    model.add_column({column, blocks::ColumnType::real, economics::quotation_unit(deck, main), {}});
    const auto out = model.real_leaves(column);
    const bool whole = base::parallel_pieces(model.leaf_count(), 16, progress, [&](std::size_t begin, std::size_t end) {
        economics::LeafData data;
        economics::LeafValue value(bound->plan());
        for (std::size_t n = begin; n < end; ++n) {
            bound->read(n, data);
            value.take(data);
            for (int at = 0; at < 512; ++at) {
                const bool left_out =
                    !excluded.empty() && excluded[n][at] != blocks::missing_int && excluded[n][at] != 0;
                if (grades.leaf(n).is_active(at) && !left_out)
                    out[n][at] = static_cast<float>(value.break_even(at, deck.test) / 100 * main.price);
            }
        }
    });
    return whole ? Expected<void>() : base::cancelled();
}

}  // namespace

Expected<AllPrices> with_all_prices(const Results& results, const base::Progress& progress) {
    const economics::PriceDeck* deck = results.value.deck.get();
    const economics::Commodity* main = deck == nullptr ? nullptr : economics::main_commodity(*deck);
    if (main == nullptr || !results.valued() || !results.value.curve(deck->test) || !(main->price > 0))
        return base::fail(base::ErrorKind::usage, base::Message("scenarios.no_model"));
    BlockModel model(*results.model());
    if (auto done = write_together(model, *deck, *main, progress.part(0, 0.4)); !done)
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
