#include "core/scenarios/Feed.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/Parallel.h"
#include "core/economics/DeckOnModel.h"
#include "core/economics/Value.h"

namespace orelens::scenarios {
namespace {

using base::Expected;
using economics::PriceDeck;

constexpr std::size_t fed_leaves_per_piece = 64;
constexpr std::size_t leaf_size = 512;

/// What a thread works a leaf out with.
struct Bench {
    economics::LeafData data;
    economics::LeafValue value;
    std::array<double, leaf_size> tonnes{}, margin{}, even{}, going{};
    std::array<std::size_t, leaf_size> route{};
    explicit Bench(const economics::Plan& plan) : value(plan) {}
};

/// Sums of a part of the leaves; in-situ tonnes weigh the margin, of which those mined are the same share everywhere.
struct Portion {
    Fed fed;
    double weighed = 0, tonnes = 0;
};

void add_leaf(Portion& part, Bench& bench, const economics::DeckOnModel& bound, std::size_t n, Asked asked) {
    const economics::Plan& plan = bound.plan();
    bound.read(n, bench.data);
    bench.value.take(bench.data);
    bench.value.sweep(plan.test, plan.x, bench.margin.data(), bench.route.data(), bench.even.data());
    std::vector<bool> goes(plan.routes.size(), false);
    for (std::size_t at = 0; at < leaf_size; ++at) {
        if (!(bench.tonnes[at] > 0)) continue;
        if (bench.route[at] == economics::nowhere) {
            ++part.fed.no_way;
            part.fed.no_way_tonnes += bench.tonnes[at];
            bench.tonnes[at] = 0;
            continue;
        }
        goes[bench.route[at]] = true;
        part.weighed += bench.tonnes[at] * bench.margin[at];
        part.tonnes += bench.tonnes[at];
    }
    if (asked == Asked::margin) return;
    for (std::size_t r = 0; r < goes.size(); ++r) {
        if (!goes[r]) continue;
        for (std::size_t at = 0; at < leaf_size; ++at) bench.going[at] = bench.route[at] == r ? bench.tonnes[at] : 0;
        bench.value.add_sums(part.fed.sums, r, plan.test, plan.x, bench.data, bench.going.data());
    }
}

}  // namespace

Expected<Fed> feed(const blocks::BlockModel& model, const PriceDeck& deck, const blocks::BlockMask& taken, Asked asked,
                   const base::Progress& progress) {
    if (auto good = economics::check_deck(deck); !good) return std::unexpected(good.error());
    const auto bound = economics::DeckOnModel::of(model, deck, economics::main_slider(deck));
    if (!bound) return std::unexpected(bound.error());
    const std::size_t leaves = model.leaf_count();
    if (taken.leaf.size() != leaves) return base::fail(base::ErrorKind::usage, base::Message("economics.other_mask"));
    const economics::BlockTonnes tonnes(model, deck.costs);
    std::vector<Portion> parts(leaves / fed_leaves_per_piece + 1);
    const bool whole =
        base::parallel_pieces(leaves, fed_leaves_per_piece, progress, [&](std::size_t begin, std::size_t end) {
            Bench bench(bound->plan());
            Portion& part = parts[begin / fed_leaves_per_piece];
            for (std::size_t n = begin; n < end; ++n) {
                if (taken.leaf[n] == std::array<std::uint64_t, 8>{}) continue;
                for (int at = 0; at < static_cast<int>(leaf_size); ++at)
                    bench.tonnes[static_cast<std::size_t>(at)] = taken.has(n, at) ? tonnes(n, at) : 0;
                add_leaf(part, bench, *bound, n, asked);
            }
        });
    if (!whole) return base::cancelled();
    Fed all;
    all.sums.metals.resize(deck.commodities.size());
    double weighed = 0, fed = 0;
    for (const Portion& part : parts) {
        all.sums.add(part.fed.sums);
        all.no_way += part.fed.no_way;
        all.no_way_tonnes += part.fed.no_way_tonnes;
        weighed += part.weighed;
        fed += part.tonnes;
    }
    all.worth = economics::mined_tonnes(deck.costs, 1) * weighed;
    all.margin = fed > 0 ? weighed / fed : std::numeric_limits<double>::quiet_NaN();
    return all;
}

}  // namespace orelens::scenarios
