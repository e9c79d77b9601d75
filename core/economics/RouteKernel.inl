// Body of the loop in RouteKernel.h; ORELENS_ROUTE_LEAF names the function and ORELENS_ROUTE_LANES how many blocks are worked
// out at once: the doubles of one register, in which sums stay over all metals of a route. Every operation is the one of
// LeafValue.cpp in its order, so that whole models and single blocks agree to the bit; no contraction.
namespace {

constexpr int lanes = ORELENS_ROUTE_LANES;

using Real [[gnu::vector_size(8 * lanes)]] = double;
using Single [[gnu::vector_size(4 * lanes)]] = float;
using Whole [[gnu::vector_size(4 * lanes)]] = std::int32_t;
using Mask [[gnu::vector_size(8 * lanes)]] = std::int64_t;  ///< −1 or 0, as comparisons give

inline Real all(double number) {
    return Real{} + number;
}

inline Single single_of(Real numbers, Mask where) {
    const Single nan = Single{} + __builtin_nanf("");
    return __builtin_convertvector(where, Whole) != 0 ? __builtin_convertvector(numbers, Single) : nan;
}

/// StoredPrice.h for prices above zero, as stored_price_of in ValueKernel.inl.
inline Single stored_prices_of(Real price) {
    const Single nearest = __builtin_convertvector(price, Single);
    const Real wide = __builtin_convertvector(nearest, Real);
    const Mask over = (wide > price) & (wide < inf);
    Whole bits;
    __builtin_memcpy(&bits, &nearest, sizeof bits);
    bits += __builtin_convertvector(over, Whole);
    Single stored;
    __builtin_memcpy(&stored, &bits, sizeof stored);
    return stored;
}

struct Group {
    Real head[orelens::economics::kernel::most_routed_metals];
    Mask known = Mask{}, recoverable = Mask{};
    Real revenue = all(-inf), margin_full = all(-inf), margin_marginal = all(-inf);
    Real even_full = all(inf), even_marginal = all(inf);
    Real best_full, best_marginal;
};

struct Earned {
    Real slope, shift;
};

inline void read_heads(const orelens::economics::kernel::RoutedDeck& deck, const float* const* grades, int first,
                       Group& group) {
    for (int c = 0; c < deck.commodities; ++c) {
        Single grade;
        __builtin_memcpy(&grade, grades[c] + first, sizeof grade);
        const Real read = __builtin_convertvector(grade, Real);
        const Mask known = read == read;
        const Real counted = read < 0 ? Real{} : read;
        const Real in_feed = counted * deck.fraction[c] * deck.keep + deck.waste_head[c];
        group.head[c] = known ? in_feed : Real{};
        group.known |= known;
    }
}

inline void add_product(const orelens::economics::kernel::RoutedProduct& product, double discount, Mask open, Group& group,
                        Earned& earned) {
    Mask made = open;
    Real pull = Real{};
    if (product.host >= 0) {
        const auto& host = product.metals[product.host];
        const Real recovered = group.head[host.commodity] * host.recovery;
        const Mask some = recovered > 0;
        made &= some;
        pull = some ? recovered / product.grade : Real{};
    }
    for (int m = 0; m < product.count; ++m) {
        const auto& metal = product.metals[m];
        const Real in_product = group.head[metal.commodity] * metal.recovery;
        group.recoverable |= (in_product > 0) & made;
        const Real sold = made ? in_product * discount : Real{};
        Real share = all(metal.paid);
        if (metal.deduction > 0) {
            const Real grade = in_product / pull / metal.unit;
            const Real part = metal.paid * grade, less = grade - metal.deduction;
            const Real lower = less < part ? less : part;
            const Real counted = lower > 0 ? lower : Real{};
            share = ((pull > 0) & (grade > 0)) ? counted / grade : Real{};
        }
        const Real priced = sold * share;
        // Nothing times nothing adds nothing: the sums are the same to the bit without it.
        if (metal.slope != 0) earned.slope += priced * metal.slope;
        Real shift = priced * metal.shift;
        if (metal.refining != 0) shift += sold * (-share * metal.refining) * metal.untaxed;
        if (metal.subsidy != 0) shift += sold * metal.subsidy;
        earned.shift += shift;
    }
    if (!product.charged) return;
    const Real taken = pull * product.charge * discount * product.untaxed;
    earned.shift -= made ? taken : Real{};
}

inline Real start_price(Real cost, double own, const Earned& earned, Mask open) {
    const Real missing = cost + own - earned.shift;
    const Real root = missing / earned.slope;
    const Real reached = earned.slope > 0 ? root : all(inf);
    const Real start = missing <= 0 ? all(-inf) : reached;
    return open ? start : all(inf);
}

inline void choose(const orelens::economics::kernel::RoutedDeck& deck, int route, Real full, Real marginal, Mask open,
                   const Earned& earned, Group& group) {
    const double own = deck.routes[route].own;
    const Real number = all(route), revenue = earned.slope * deck.x + earned.shift;
    const Real by_full_test = open ? revenue - full - own : all(-inf);
    const Real by_marginal_test = open ? revenue - marginal - own : all(-inf);
    const Mask better_full = by_full_test > group.margin_full, better_marginal = by_marginal_test > group.margin_marginal;
    group.margin_full = better_full ? by_full_test : group.margin_full;
    group.margin_marginal = better_marginal ? by_marginal_test : group.margin_marginal;
    group.best_full = better_full ? number : group.best_full;
    group.best_marginal = better_marginal ? number : group.best_marginal;
    group.revenue = (deck.status_by_full ? better_full : better_marginal) ? revenue : group.revenue;
    const Real start_full = start_price(full, own, earned, open), start_marginal = start_price(marginal, own, earned, open);
    group.even_full = start_full < group.even_full ? start_full : group.even_full;
    group.even_marginal = start_marginal < group.even_marginal ? start_marginal : group.even_marginal;
}

inline void put_out(const orelens::economics::kernel::RoutedDeck& deck, int first, const Group& group,
                    const orelens::economics::kernel::RoutedOut& out) {
    const Real best = deck.status_by_full ? group.best_full : group.best_marginal;
    const auto put = [&](float* to, Real numbers, Mask where) {
        const Single values = single_of(numbers, where & (numbers > -inf) & (numbers < inf));
        __builtin_memcpy(to + first, &values, sizeof values);
    };
    put(out.nsr, group.revenue, group.known & (best < static_cast<double>(deck.count)));
    put(out.margin_full, group.margin_full, group.known);
    put(out.margin_marginal, group.margin_marginal, group.known);
    const Whole known = __builtin_convertvector(group.known, Whole);
    const auto put_price = [&](float* to, Real price) {
        const Single stored = stored_prices_of(price);
        const Single values = known != 0 ? stored : Single{} + __builtin_nanf("");
        __builtin_memcpy(to + first, &values, sizeof values);
        return stored;
    };
    const Single full = put_price(out.even_full, group.even_full);
    const Single marginal = put_price(out.even_marginal, group.even_marginal);
    const Real even = __builtin_convertvector(deck.status_by_full ? full : marginal, Real);
    const Mask usable = group.known & (even <= deck.x);
    const Real lost = group.recoverable ? all(1) : all(2), status = group.known ? (usable ? Real{} : lost) : all(3);
    const Real route = usable ? best : all(deck.count);
    using Codes [[gnu::vector_size(lanes)]] = std::uint8_t;
    const Codes statuses = __builtin_convertvector(__builtin_convertvector(status, Whole), Codes);
    const Codes routes = __builtin_convertvector(__builtin_convertvector(route, Whole), Codes);
    __builtin_memcpy(out.status + first, &statuses, sizeof statuses);
    __builtin_memcpy(out.route + first, &routes, sizeof routes);
}

void ORELENS_ROUTE_LEAF(const orelens::economics::kernel::RoutedDeck& deck, const float* const* grades,
                        const orelens::economics::kernel::RoutedLeafCosts& costs,
                        const orelens::economics::kernel::RoutedOut& out) {
    for (int first = 0; first < orelens::economics::kernel::leaf_size; first += lanes) {
        Group group;
        group.best_full = group.best_marginal = all(deck.count);
        read_heads(deck, grades, first, group);
        Real full, marginal;
        __builtin_memcpy(&full, costs.full + first, sizeof full);
        __builtin_memcpy(&marginal, costs.marginal + first, sizeof marginal);
        for (int r = 0; r < deck.count; ++r) {
            const auto& route = deck.routes[r];
            Mask open = ~Mask{};
            if (const std::uint8_t* may = costs.open[r])
                for (int i = 0; i < lanes; ++i) open[i] = may[first + i] != 0 ? -1 : 0;
            Earned earned{.slope = Real{}, .shift = all(route.subsidy)};
            for (int p = 0; p < route.count; ++p) add_product(route.products[p], route.discount, open, group, earned);
            choose(deck, r, full, marginal, open, earned, group);
        }
        put_out(deck, first, group, out);
    }
}

}  // namespace
