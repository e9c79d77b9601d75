// Amounts in other currencies and years carried to one basis, by stated indices only: an amount without one is unknown.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace orelens::ledger {

struct MoneyBasis {
    std::string currency = "CNY";
    int year = 0;  ///< 0: amounts of any year are taken as they are stated, and the totals say so
    std::map<std::string, double> rates;  ///< units of `currency` for one of another
    std::map<int, double> index;          ///< cost index by year, any base
    bool operator==(const MoneyBasis&) const = default;
};

/// The factor to multiply with; nothing where a rate or an index is missing.
std::optional<double> to_basis(const MoneyBasis& basis, const std::string& currency, int year);

}  // namespace orelens::ledger
