#include "core/economics/HeavyProducts.h"

#include <algorithm>

#include "core/base/Parallel.h"
#include "core/economics/DeckOnModel.h"

namespace orelens::economics {
namespace {

/// A share above the whole by less is arithmetic.
constexpr double rounding = 1e-9;

bool has_mass(const ProductPlan& product) {
    return product.host != nowhere && product.grade.kind != Response::Kind::none;
}

/// Of one route in one leaf.
void look(const BlockTonnes& tonnes, const blocks::Leaf& leaf, std::size_t n, const std::vector<double>& pull, HeavyRoute& found) {
    for (int at = 0; at < 512; ++at) {
        const double mass = pull[static_cast<std::size_t>(at)];
        if (!leaf.is_active(at) || !(mass > 1 + rounding)) continue;
        if (found.blocks++ == 0) found.first = leaf.index(at);
        found.tonnes += tonnes(n, at);
        found.most = std::max(found.most, mass);
    }
}

}  // namespace

base::Expected<std::vector<HeavyRoute>> heavy_routes(const blocks::BlockModel& model, const PriceDeck& deck,
                                                     const base::Progress& progress) {
    std::vector<HeavyRoute> all;
    if (deck.products.empty()) return all;
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    if (!bound) return std::unexpected(bound.error());
    const Plan& plan = bound->plan();
    for (const RoutePlan& route : plan.routes) {
        HeavyRoute one{.route = route.name, .products = {}};
        std::size_t p = 0;
        for (const Product& product : deck.products)
            if (product.route == route.name && has_mass(route.products[p++])) one.products.push_back(product.name);
        all.push_back(std::move(one));
    }
    if (std::ranges::all_of(all, [](const HeavyRoute& one) { return one.products.empty(); })) return std::vector<HeavyRoute>();
    const BlockTonnes tonnes(model, deck.costs);
    std::vector<std::vector<HeavyRoute>> leaves(model.leaf_count());  // empty where nothing is found
    const bool whole = base::parallel_pieces(model.leaf_count(), 16, progress, [&](std::size_t begin, std::size_t end) {
        LeafData data;
        LeafValue value(plan);
        std::vector<double> pull;
        for (std::size_t n = begin; n < end; ++n) {
            bound->read(n, data);
            value.take(data);
            std::vector<HeavyRoute> found(all.size());
            for (std::size_t r = 0; r < all.size(); ++r) {
                if (all[r].products.empty()) continue;
                value.product_mass(r, data, pull);
                look(tonnes, model.leaf(n), n, pull, found[r]);
            }
            if (std::ranges::any_of(found, [](const HeavyRoute& one) { return one.blocks > 0; })) leaves[n] = std::move(found);
        }
    });
    if (!whole) return base::cancelled();
    for (const std::vector<HeavyRoute>& leaf : leaves)
        for (std::size_t r = 0; r < leaf.size(); ++r) {
            if (leaf[r].blocks == 0) continue;
            if (all[r].blocks == 0) all[r].first = leaf[r].first;
            all[r].blocks += leaf[r].blocks;
            all[r].tonnes += leaf[r].tonnes;
            all[r].most = std::max(all[r].most, leaf[r].most);
        }
    std::erase_if(all, [](const HeavyRoute& one) { return one.blocks == 0; });
    return all;
}

}  // namespace orelens::economics
