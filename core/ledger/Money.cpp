#include "core/ledger/Money.h"

namespace orelens::ledger {

std::optional<double> to_basis(const MoneyBasis& basis, const std::string& currency, int year) {
    double factor = 1;
    if (currency != basis.currency) {
        const auto rate = basis.rates.find(currency);
        if (rate == basis.rates.end() || !(rate->second > 0)) return std::nullopt;
        factor = rate->second;
    }
    if (basis.year == 0 || year == basis.year) return factor;
    const auto from = basis.index.find(year), to = basis.index.find(basis.year);
    if (from == basis.index.end() || to == basis.index.end() || !(from->second > 0) || !(to->second > 0))
        return std::nullopt;
    return factor * to->second / from->second;
}

}  // namespace orelens::ledger
