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
    const BlockTonnes tonnes(model, deck.costs);
    LeafData data;
    LeafValue value(plan);
    std::vector<double> pull;
    const bool whole = base::ordered_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            bound->read(n, data);
            value.take(data);
            for (std::size_t r = 0; r < all.size(); ++r) {
                if (all[r].products.empty()) continue;
                value.product_mass(r, data, pull);
                look(tonnes, model.leaf(n), n, pull, all[r]);
            }
        }
    });
    if (!whole) return base::cancelled();
    std::erase_if(all, [](const HeavyRoute& one) { return one.blocks == 0; });
    return all;
}

}  // namespace orelens::economics
