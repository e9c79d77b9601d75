#include "core/pits/Inside.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/Parallel.h"
#include "core/economics/Evaluated.h"
#include "core/economics/PitWorth.h"
#include "core/economics/StoredPrice.h"
#include "core/economics/Value.h"

namespace orelens::pits {

using base::Expected;
using base::Message;
using blocks::BlockModel;

namespace {

constexpr float never = std::numeric_limits<float>::infinity();

/// From which price each block pays, inside: as the pit decides what is ore, or as the deck's test does.
bool fill(const BlockModel& model, const economics::PitWorth* worth, const std::vector<const float*>& own,
          const std::vector<const float*>& from, const std::vector<float*>& out, const base::Progress& progress) {
    return base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        std::vector<double> fractions(worth != nullptr ? worth->commodities() : 0);
        for (std::size_t n = begin; n < end; ++n) {
            const blocks::Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at) {
                if (!leaf.is_active(at)) continue;
                // Not known is not usable, inside or not; and what no pit holds needs no second look.
                if (std::isnan(own[n][at])) {
                    out[n][at] = own[n][at];
                } else if (worth == nullptr || from[n][at] == never) {
                    out[n][at] = std::max(own[n][at], from[n][at]);
                } else {
                    const double ore = worth->ore_from(n, at, leaf.index(at), fractions.data());
                    out[n][at] = std::max(economics::stored_price(ore), from[n][at]);
                }
            }
        }
    });
}

}  // namespace

bool add_pit_prices(BlockModel& model, const std::vector<std::uint8_t>& shells, const std::vector<double>& prices,
                    const std::string& unit, const base::Progress& progress) {
    std::vector<float> from{never};
    for (const double price : prices) from.push_back(economics::stored_price(price));
    model.add_column({price_column, blocks::ColumnType::real, unit, {}});
    const std::vector<float*> out = model.real_leaves(price_column);
    const blocks::GridGeometry& geometry = model.geometry();
    const bool whole =
        base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                const blocks::Leaf& leaf = model.leaf(n);
                for (int at = 0; at < 512; ++at)
                    if (leaf.is_active(at))
                        out[n][at] = from[shells[static_cast<std::size_t>(geometry.linear(leaf.index(at)))]];
            }
        });
    if (!whole) model.remove_column(price_column);
    return whole;
}

Expected<BlockModel> usable_inside(const BlockModel& model, const economics::PriceDeck& deck,
                                   const std::string& column, const base::Progress& progress) {
    if (const auto state = economics::evaluated(&model, deck); state != economics::Evaluated::yes)
        return base::fail(base::ErrorKind::data, economics::why_not(state));
    const blocks::ColumnInfo* info = model.info(column);
    if (info == nullptr || info->type != blocks::ColumnType::real)
        return base::fail(base::ErrorKind::data, Message("pits.no_column", {{"column", column}}));
    const std::string even = economics::break_even_column(economics::main_commodity(deck)->name, deck.test);
    const blocks::ColumnInfo even_info = *model.info(even);
    BlockModel inside(model);
    inside.remove_column(even);
    inside.add_column(even_info);
    const std::vector<float*> out = inside.real_leaves(even);
    const std::vector<const float*> own = model.real_leaves(even);
    const std::vector<const float*> from = model.real_leaves(column);
    // A pit moves every block in its way: what pays from there on is ore, in the table of pits and here alike.
    std::optional<economics::PitWorth> worth;
    if (column == price_column) {
        auto made = economics::PitWorth::of(model, deck);
        if (!made) return std::unexpected(made.error());
        worth.emplace(std::move(*made));
    }
    const bool whole = fill(model, worth ? &*worth : nullptr, own, from, out, progress);
    if (!whole) return base::cancelled();
    return inside;
}

}  // namespace orelens::pits
