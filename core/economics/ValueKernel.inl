// Body of the loop in ValueKernel.h; ORELENS_VALUE_LEAF names the function. Every operation is the one of Terms.cpp in its
// order, so that whole models and single blocks agree to the bit; no contraction.
namespace {

constexpr double inf = __builtin_inf();

/// StoredPrice.h for prices above zero, in a form that every instruction set has.
inline float stored_price_of(double price) {
    const float nearest = static_cast<float>(price);
    int bits = 0;
    __builtin_memcpy(&bits, &nearest, sizeof bits);
    const bool over = static_cast<double>(nearest) > price && static_cast<double>(nearest) < inf;
    bits -= over ? 1 : 0;
    float stored = 0;
    __builtin_memcpy(&stored, &bits, sizeof stored);
    return stored;
}

inline float even_price(const orelens::economics::kernel::Deck& deck, double cost, double others, double product,
                        bool known) {
    const double missing = cost - others - product * deck.shift;
    const double gain = product * deck.slope;
    const double price = missing / gain * deck.quoted_per_net;
    const double reached = gain > 0 ? price : inf;
    const double even = missing <= 0 ? -inf : reached;
    return known ? stored_price_of(even) : __builtin_nanf("");
}

void ORELENS_VALUE_LEAF(const orelens::economics::kernel::Deck& deck, const float* const* grades, const double* full,
                        const double* marginal, const orelens::economics::kernel::Out& out) {
    using orelens::economics::kernel::leaf_size;
    alignas(64) double others[leaf_size], main_product[leaf_size];
    alignas(64) std::int64_t known[leaf_size], recoverable[leaf_size];
    for (int at = 0; at < leaf_size; ++at) {
        others[at] = main_product[at] = 0;
        known[at] = recoverable[at] = 0;
    }
    for (int m = 0; m < deck.count; ++m) {
        const auto& metal = deck.metals[m];
        const float* grade = grades[m];
        const double fraction = metal.fraction, keep = deck.keep, waste = metal.waste_head, recovery = metal.recovery;
        const double net = metal.net_price;
        if (m == deck.main) {
            for (int at = 0; at < leaf_size; ++at) {
                const float g = grade[at];
                const double product = (static_cast<double>(g < 0 ? 0.0F : g) * fraction * keep + waste) * recovery;
                known[at] |= g == g ? 1 : 0;
                recoverable[at] |= product > 0 ? 1 : 0;
                main_product[at] = g == g ? product : 0.0;
            }
        } else {
            for (int at = 0; at < leaf_size; ++at) {
                const float g = grade[at];
                const double product = (static_cast<double>(g < 0 ? 0.0F : g) * fraction * keep + waste) * recovery;
                known[at] |= g == g ? 1 : 0;
                recoverable[at] |= product > 0 ? 1 : 0;
                others[at] += g == g ? product * net : 0.0;
            }
        }
    }
    const double net = deck.metals[deck.main].net_price;
    const float nan = __builtin_nanf("");
    if (out.nsr != nullptr)
        for (int at = 0; at < leaf_size; ++at) {
            const double value = others[at] + main_product[at] * net;
            const bool is = known[at] != 0;
            out.nsr[at] = is ? static_cast<float>(value) : nan;
            out.margin_full[at] = is ? static_cast<float>(value - full[at]) : nan;
            out.margin_marginal[at] = is ? static_cast<float>(value - marginal[at]) : nan;
        }
    if (out.even_full != nullptr)
        for (int at = 0; at < leaf_size; ++at)
            out.even_full[at] = even_price(deck, full[at], others[at], main_product[at], known[at] != 0);
    if (out.even_marginal != nullptr)
        for (int at = 0; at < leaf_size; ++at)
            out.even_marginal[at] = even_price(deck, marginal[at], others[at], main_product[at], known[at] != 0);
    const float* even = out.status_by_full ? out.even_full : out.even_marginal;
    if (out.status != nullptr && even != nullptr)
        for (int at = 0; at < leaf_size; ++at) {
            const int not_usable = recoverable[at] != 0 ? 1 : 2;
            const int status = static_cast<double>(even[at]) <= out.price ? 0 : not_usable;
            out.status[at] = static_cast<std::uint8_t>(known[at] != 0 ? status : 3);
        }
}

}  // namespace
