// Body of the loop in RouteKernel.h; ORELENS_ROUTE_LEAF names the function. Every operation is the one of LeafValue.cpp in
// its order, so that whole models and single blocks agree to the bit; no contraction. 64 blocks at a time stay in the
// nearest cache.
namespace {

constexpr int chunk = 64;

struct Lanes {
    alignas(64) double head[orelens::economics::kernel::most_routed_metals][chunk];
    alignas(64) double slope[chunk], shift[chunk], made[chunk], pull[chunk];
    alignas(64) double known[chunk], recoverable[chunk], revenue[chunk];
    alignas(64) double margin_full[chunk], margin_marginal[chunk], even_full[chunk], even_marginal[chunk];
    alignas(64) double best_full[chunk], best_marginal[chunk], open[chunk];
};

void read_heads(const orelens::economics::kernel::RoutedDeck& deck, const float* const* grades, int first, Lanes& lanes) {
    for (int i = 0; i < chunk; ++i) lanes.known[i] = lanes.recoverable[i] = 0;
    for (int c = 0; c < deck.commodities; ++c) {
        const float* grade = grades[c] + first;
        const double fraction = deck.fraction[c], keep = deck.keep, waste = deck.waste_head[c];
        double* head = lanes.head[c];
        for (int i = 0; i < chunk; ++i) {
            const float g = grade[i];
            const double in_feed = static_cast<double>(g < 0 ? 0.0F : g) * fraction * keep + waste;
            head[i] = g == g ? in_feed : 0.0;
            lanes.known[i] = g == g ? 1.0 : lanes.known[i];
        }
    }
}

void add_product(const orelens::economics::kernel::RoutedProduct& product, double discount, Lanes& lanes) {
    double* made = lanes.made;
    double* pull = lanes.pull;
    for (int i = 0; i < chunk; ++i) {
        made[i] = lanes.open[i];
        pull[i] = 0;
    }
    if (product.host >= 0) {
        const auto& host = product.metals[product.host];
        const double* head = lanes.head[host.commodity];
        const double recovery = host.recovery, grade = product.grade;
        for (int i = 0; i < chunk; ++i) {
            const double recovered = head[i] * recovery;
            made[i] = recovered > 0 ? made[i] : 0.0;
            pull[i] = recovered > 0 ? recovered / grade : 0.0;
        }
    }
    for (int m = 0; m < product.count; ++m) {
        const auto& metal = product.metals[m];
        const double* head = lanes.head[metal.commodity];
        const double recovery = metal.recovery, paid = metal.paid, refining = metal.refining, per_slope = metal.slope;
        const double per_shift = metal.shift, untaxed = metal.untaxed, subsidy = metal.subsidy;
        if (metal.deduction > 0) {
            const double deduction = metal.deduction, unit = metal.unit;
            for (int i = 0; i < chunk; ++i) {
                const double in_product = head[i] * recovery;
                const double grade = in_product / pull[i] / unit;
                const double part = paid * grade, less = grade - deduction;
                const double lower = less < part ? less : part;
                const double counted = 0 < lower ? lower : 0.0;
                const double share = pull[i] > 0 && grade > 0 ? counted / grade : 0.0;
                const double beside_share = -share * refining;
                lanes.recoverable[i] = in_product > 0 && made[i] > 0 ? 1.0 : lanes.recoverable[i];
                const double sold = made[i] > 0 ? in_product * discount : 0.0;
                const double priced = sold * share, beside = sold * beside_share;
                lanes.slope[i] += priced * per_slope;
                lanes.shift[i] += priced * per_shift + beside * untaxed + sold * subsidy;
            }
            continue;
        }
        const double beside_share = -paid * refining;
        for (int i = 0; i < chunk; ++i) {
            const double in_product = head[i] * recovery;
            lanes.recoverable[i] = in_product > 0 && made[i] > 0 ? 1.0 : lanes.recoverable[i];
            const double sold = made[i] > 0 ? in_product * discount : 0.0;
            const double priced = sold * paid, beside = sold * beside_share;
            lanes.slope[i] += priced * per_slope;
            lanes.shift[i] += priced * per_shift + beside * untaxed + sold * subsidy;
        }
    }
    if (!product.charged) return;
    const double charge = product.charge, untaxed = product.untaxed;
    for (int i = 0; i < chunk; ++i) {
        const double taken = pull[i] * charge * discount * untaxed;
        lanes.shift[i] -= made[i] > 0 ? taken : 0.0;
    }
}

inline double start_price(double cost, double own, double slope, double shift, bool open) {
    const double missing = cost + own - shift;
    const double root = missing / slope;
    const double reached = slope > 0 ? root : inf;
    const double start = missing <= 0 ? -inf : reached;
    return open ? start : inf;
}

void choose(const orelens::economics::kernel::RoutedDeck& deck, int route, const double* full, const double* marginal,
            Lanes& lanes) {
    const double own = deck.routes[route].own, x = deck.x, number = route;
    const bool by_full = deck.status_by_full;
    for (int i = 0; i < chunk; ++i) {
        const bool open = lanes.open[i] > 0;
        const double earned = lanes.slope[i] * x + lanes.shift[i];
        const double by_full_test = open ? earned - full[i] - own : -inf;
        const double by_marginal_test = open ? earned - marginal[i] - own : -inf;
        const bool better_full = by_full_test > lanes.margin_full[i];
        const bool better_marginal = by_marginal_test > lanes.margin_marginal[i];
        lanes.margin_full[i] = better_full ? by_full_test : lanes.margin_full[i];
        lanes.margin_marginal[i] = better_marginal ? by_marginal_test : lanes.margin_marginal[i];
        lanes.best_full[i] = better_full ? number : lanes.best_full[i];
        lanes.best_marginal[i] = better_marginal ? number : lanes.best_marginal[i];
        lanes.revenue[i] = (by_full ? better_full : better_marginal) ? earned : lanes.revenue[i];
        const double start_full = start_price(full[i], own, lanes.slope[i], lanes.shift[i], open);
        const double start_marginal = start_price(marginal[i], own, lanes.slope[i], lanes.shift[i], open);
        lanes.even_full[i] = start_full < lanes.even_full[i] ? start_full : lanes.even_full[i];
        lanes.even_marginal[i] = start_marginal < lanes.even_marginal[i] ? start_marginal : lanes.even_marginal[i];
    }
}

void put_out(const orelens::economics::kernel::RoutedDeck& deck, int first, const Lanes& lanes,
             const orelens::economics::kernel::RoutedOut& out) {
    const float nan = __builtin_nanf("");
    const double* best = deck.status_by_full ? lanes.best_full : lanes.best_marginal;
    const double* even = deck.status_by_full ? lanes.even_full : lanes.even_marginal;
    const double none = deck.count;
    for (int i = 0; i < chunk; ++i) {
        const bool known = lanes.known[i] > 0;
        const auto put = [&](double number) {
            return known && number > -inf && number < inf ? static_cast<float>(number) : nan;
        };
        out.nsr[first + i] = best[i] < none ? put(lanes.revenue[i]) : nan;
        out.margin_full[first + i] = put(lanes.margin_full[i]);
        out.margin_marginal[first + i] = put(lanes.margin_marginal[i]);
        out.even_full[first + i] = known ? stored_price_of(lanes.even_full[i]) : nan;
        out.even_marginal[first + i] = known ? stored_price_of(lanes.even_marginal[i]) : nan;
    }
    for (int i = 0; i < chunk; ++i) {
        const bool known = lanes.known[i] > 0;
        const bool usable = known && static_cast<double>(stored_price_of(even[i])) <= deck.x;
        const int lost = lanes.recoverable[i] > 0 ? 1 : 2;
        const int status = known ? (usable ? 0 : lost) : 3;
        out.status[first + i] = static_cast<std::uint8_t>(status);
        out.route[first + i] = static_cast<std::uint8_t>(usable ? best[i] : none);
    }
}

void ORELENS_ROUTE_LEAF(const orelens::economics::kernel::RoutedDeck& deck, const float* const* grades,
                        const orelens::economics::kernel::RoutedLeafCosts& costs,
                        const orelens::economics::kernel::RoutedOut& out) {
    Lanes lanes;
    for (int first = 0; first < orelens::economics::kernel::leaf_size; first += chunk) {
        read_heads(deck, grades, first, lanes);
        const double none = deck.count;
        for (int i = 0; i < chunk; ++i) {
            lanes.margin_full[i] = lanes.margin_marginal[i] = lanes.revenue[i] = -inf;
            lanes.even_full[i] = lanes.even_marginal[i] = inf;
            lanes.best_full[i] = lanes.best_marginal[i] = none;
        }
        for (int r = 0; r < deck.count; ++r) {
            const auto& route = deck.routes[r];
            for (int i = 0; i < chunk; ++i) {
                lanes.slope[i] = 0;
                lanes.shift[i] = route.subsidy;
                lanes.open[i] = 1;
            }
            const std::uint8_t* may = costs.open[r];
            if (may != nullptr)
                for (int i = 0; i < chunk; ++i) lanes.open[i] = may[first + i] != 0 ? 1.0 : 0.0;
            for (int p = 0; p < route.count; ++p) add_product(route.products[p], route.discount, lanes);
            choose(deck, r, costs.full + first, costs.marginal + first, lanes);
        }
        put_out(deck, first, lanes, out);
    }
}

}  // namespace
