#include "core/pits/UsableLadder.h"

#include <cmath>
#include <limits>
#include <utility>

#include "core/base/Parallel.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"

namespace orelens::pits {
namespace {

using base::Expected;
using blocks::BlockModel;
using economics::PriceDeck;

OreTypes at_factor(const OreTypes& types, double factor) {
    OreTypes moved = types;
    for (OreType& type : moved.types) type.deck = economics::at_price_factor(type.deck, factor);
    return moved;
}

/// Takes the break-even price and the status of one type's blocks from a model evaluated with its deck.
void take(const BlockModel& from, BlockModel& to, const TypedWorth& worth, std::size_t type,
          const std::string& even) {
    const std::vector<float*> prices = to.real_leaves(even);
    const std::vector<const float*> own = from.real_leaves(even);
    const blocks::IntegerWriter status = to.integer_writer(economics::status_column);
    const blocks::IntegerLeaves own_status = from.integer_leaves(economics::status_column);
    base::parallel_for(to.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int at = 0; at < 512; ++at) {
                if (!to.leaf(n).is_active(at) || worth.type(n, at) != type) continue;
                prices[n][at] = own[n][at];
                status.set(n, at, own_status[n][at]);
            }
    });
}

/// Sums over the usable blocks of an evaluated model, in order.
class Sums {
  public:
    Sums(const BlockModel& model, const PriceDeck& deck, const OreTypes& types, const TypedWorth& worth)
        : model_(model), worth_(worth), metal_(deck.commodities.size(), 0), assayed_(metal_) {
        tonnes_.emplace_back(model, deck.costs);
        for (const OreType& type : types.types) tonnes_.emplace_back(model, type.deck.costs);
    }
    Expected<UsableAt> run(const economics::GradeColumns& grades, const std::vector<const float*>& stope, double price,
                           const base::Progress& progress) {
        UsableAt sum;
        const blocks::IntegerLeaves status = model_.integer_leaves(economics::status_column);
        std::vector<double> fractions(grades.count());
        constexpr auto usable = static_cast<std::int32_t>(economics::Status::usable);
        const bool whole =
            base::ordered_pieces(model_.leaf_count(), 256, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n)
                    for (int at = 0; at < 512; ++at) {
                        if (!model_.leaf(n).is_active(at) || status[n][at] != usable) continue;
                        const double tonnes = tonnes_[worth_.type(n, at)](n, at);
                        ++sum.blocks;
                        sum.tonnes += tonnes;
                        if (!stope.empty() && static_cast<double>(stope[n][at]) <= price) sum.stope_tonnes += tonnes;
                        grades.fractions(n, at, fractions.data());
                        for (std::size_t c = 0; c < fractions.size(); ++c) {
                            if (std::isnan(fractions[c])) continue;
                            assayed_[c] += tonnes;
                            metal_[c] += tonnes * fractions[c];
                        }
                    }
            });
        if (!whole) return base::cancelled();
        for (std::size_t c = 0; c < metal_.size(); ++c)
            sum.grade.push_back(assayed_[c] > 0 ? metal_[c] / assayed_[c] : std::numeric_limits<double>::quiet_NaN());
        return sum;
    }

  private:
    const BlockModel& model_;
    const TypedWorth& worth_;
    std::vector<economics::BlockTonnes> tonnes_;
    std::vector<double> metal_, assayed_;
};

}  // namespace

Expected<void> evaluate_types(BlockModel& model, const PriceDeck& deck, const OreTypes& types,
                              base::Progress& progress) {
    const auto worth = TypedWorth::of(model, deck, types);
    if (!worth) return std::unexpected(worth.error());
    const double share = 1.0 / static_cast<double>(types.types.size() + 1);
    base::Progress first = progress.part(0, share);
    if (auto done = economics::evaluate(model, deck, first); !done) return done;
    const std::string even = economics::break_even_column(economics::main_commodity(deck)->name, deck.test);
    for (std::size_t n = 0; n < types.types.size(); ++n) {
        BlockModel own(model);
        const double from = share * static_cast<double>(n + 1);
        base::Progress part = progress.part(from, from + share);
        if (auto done = economics::evaluate(own, types.types[n].deck, part); !done) return done;
        take(own, model, *worth, n + 1, even);
    }
    return {};
}

Expected<std::vector<UsableAt>> usable_ladder(const BlockModel& model, const PriceDeck& deck, const OreTypes& types,
                                              const std::vector<double>& factors,
                                              const std::optional<StopeRule>& stopes, base::Progress& progress) {
    std::vector<UsableAt> rows;
    const double share = 1.0 / static_cast<double>(factors.size());
    for (const double factor : factors) {
        const double from = share * static_cast<double>(rows.size());
        base::Progress part = progress.part(from, from + 0.7 * share);
        BlockModel now(model);
        const PriceDeck moved = economics::at_price_factor(deck, factor);
        const OreTypes moved_types = at_factor(types, factor);
        if (auto done = evaluate_types(now, moved, moved_types, part); !done) return std::unexpected(done.error());
        std::vector<const float*> stope;
        if (stopes) {
            const auto wide =
                add_stope_prices(now, moved, *stopes, progress.part(from + 0.7 * share, from + 0.9 * share));
            if (!wide) return std::unexpected(wide.error());
            stope = std::as_const(now).real_leaves(stope_column);
        }
        const auto grades = economics::GradeColumns::of_deck(now, moved);
        if (!grades) return std::unexpected(grades.error());
        const auto worth = TypedWorth::of(now, moved, moved_types);
        if (!worth) return std::unexpected(worth.error());
        auto row = Sums(now, moved, moved_types, *worth)
                       .run(*grades, stope, economics::main_commodity(moved)->price,
                            progress.part(from + 0.9 * share, from + share));
        if (!row) return std::unexpected(row.error());
        row->factor = factor;
        rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace orelens::pits
