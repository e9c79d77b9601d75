#include "core/economics/SliderCurve.h"

#include <cmath>
#include <numeric>

#include "core/base/Parallel.h"
#include "core/economics/DeckOnModel.h"
#include "core/economics/Reevaluate.h"
#include "core/economics/StoredPrice.h"
#include "core/economics/Value.h"

namespace orelens::economics {
namespace {

using base::Expected;
using blocks::BlockModel;

/// Calls found(leaf, positions) leaf by leaf and adds the blocks it marks, in order.
template <class Mark>
Expected<BlocksAndTonnes> count(const BlockModel& model, const Costs& costs, const base::Progress& progress,
                                const Mark& mark) {
    const BlockTonnes tonnes(model, costs);
    std::vector<BlocksAndTonnes> parts(model.leaf_count());
    const bool whole = base::parallel_pieces(model.leaf_count(), 16, progress, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint8_t> found;
        for (std::size_t n = begin; n < end; ++n) {
            mark(n, found);
            for (int at = 0; at < 512; ++at)
                if (model.leaf(n).is_active(at) && found[static_cast<std::size_t>(at)] != 0) {
                    ++parts[n].blocks;
                    parts[n].tonnes += tonnes(n, at);
                }
        }
    });
    if (!whole) return base::cancelled();
    return std::accumulate(parts.begin(), parts.end(), BlocksAndTonnes{},
                           [](const BlocksAndTonnes& a, const BlocksAndTonnes& b) {
                               return BlocksAndTonnes{a.blocks + b.blocks, a.tonnes + b.tonnes};
                           });
}

}  // namespace

Expected<void> write_all_prices(BlockModel& model, const PriceDeck& deck, CutoffTest test, const AllPricesColumn& as,
                                const base::Progress& progress) {
    const BlockModel& grades = model;
    const auto bound = DeckOnModel::of(grades, deck, Slider{});
    if (!bound) return std::unexpected(bound.error());
    blocks::IntegerLeaves excluded;
    if (const auto* info = grades.info(excluded_column); info != nullptr && info->type == blocks::ColumnType::integer)
        excluded = grades.integer_leaves(excluded_column);
    if (model.has(as.column)) model.remove_column(as.column);
    model.add_column({as.column, blocks::ColumnType::real, as.unit, {}});
    const auto out = model.real_leaves(as.column);
    const bool whole = base::parallel_pieces(model.leaf_count(), 16, progress, [&](std::size_t begin, std::size_t end) {
        LeafData data;
        LeafValue value(bound->plan());
        for (std::size_t n = begin; n < end; ++n) {
            bound->read(n, data);
            value.take(data);
            for (int at = 0; at < 512; ++at) {
                const bool left_out =
                    !excluded.empty() && excluded[n][at] != blocks::missing_int && excluded[n][at] != 0;
                if (grades.leaf(n).is_active(at) && !left_out)
                    out[n][at] = stored_price(value.break_even(at, test) * (as.deck_is / 100));
            }
        }
    });
    return whole ? Expected<void>() : base::cancelled();
}

Expected<UsableCurve> curve_along(const BlockModel& model, const PriceDeck& deck, const Slider& slider, CutoffTest test,
                                  const std::vector<std::string>& elements, const base::Progress& progress) {
    if (auto good = check_deck(deck); !good) return std::unexpected(good.error());
    BlockModel own(model);
    PriceDeck along = deck;
    if (slider.all()) {
        Commodity* main = nullptr;
        for (Commodity& commodity : along.commodities)
            if (commodity.name == main_commodity(deck)->name) main = &commodity;
        const std::string column = break_even_column(main->name, test);
        if (auto done = write_all_prices(own, deck, test, {column, "%", 100}, progress.part(0, 0.5)); !done)
            return std::unexpected(done.error());
        main->price = 100;  // where the deck stands on this slider
    } else {
        along.main_commodity = slider.commodity;
        base::Progress valuing = progress.part(0, 0.5);
        if (auto done = evaluate(own, along, valuing); !done) return std::unexpected(done.error());
    }
    return UsableCurve::build(own, along, test, elements, progress.part(0.5, 1));
}

Expected<std::vector<DeckQuantity>> beside(const BlockModel& model,
                                           const std::vector<std::pair<std::string, PriceDeck>>& decks,
                                           const std::vector<std::string>& elements, const base::Progress& progress) {
    std::vector<DeckQuantity> all;
    const auto count = static_cast<double>(decks.size());
    for (std::size_t n = 0; n < decks.size(); ++n) {
        const auto& [name, deck] = decks[n];
        const base::Progress part =
            progress.part(static_cast<double>(n) / count, static_cast<double>(n + 1) / count);
        const auto curve = curve_along(model, deck, main_slider(deck), deck.test, elements, part);
        if (!curve) return std::unexpected(curve.error());
        all.push_back({name, curve->at(main_commodity(deck)->price), curve->total()});
    }
    return all;
}

Expected<BlocksAndTonnes> several_intervals(const BlockModel& model, const PriceDeck& deck,
                                            const base::Progress& progress) {
    if (!needs_plan(deck)) return BlocksAndTonnes{};
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    if (!bound) return std::unexpected(bound.error());
    if (bound->plan().from.size() < 2) return BlocksAndTonnes{};
    return count(model, deck.costs, progress, [&](std::size_t leaf, std::vector<std::uint8_t>& found) {
        LeafData data;
        LeafValue value(bound->plan());
        bound->read(leaf, data);
        value.take(data);
        found.assign(512, 0);
        for (int at = 0; at < 512; ++at)
            if (value.assayed(at) && value.usable(at, deck.test).size() > 1) found[static_cast<std::size_t>(at)] = 1;
    });
}

Expected<BlocksAndTonnes> beyond_responses(const BlockModel& model, const PriceDeck& deck,
                                           const base::Progress& progress) {
    if (deck.payables.empty()) return BlocksAndTonnes{};
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    if (!bound) return std::unexpected(bound.error());
    return count(model, deck.costs, progress, [&](std::size_t leaf, std::vector<std::uint8_t>& found) {
        LeafData data;
        bound->beyond(leaf, found, data);
    });
}

}  // namespace orelens::economics
