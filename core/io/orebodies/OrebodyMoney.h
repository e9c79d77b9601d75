// Whose money the costs of a row are: what its cells of currency and year say beside what the headers of its costs say.
// Internal to the reader of tables of orebodies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"
#include "core/costmodel/Orebodies.h"
#include "core/io/orebodies/OrebodyHeader.h"

namespace orelens::io {

/// A column of costs; without a header there is none.
struct CostColumn {
    const OrebodyHeader* header = nullptr;
    std::string name;
};

/// Why a cost of a row is not taken.
struct MoneyDoubt {
    const char* kind = "";  ///< of a finding
    std::string column;
    base::Message what;
};

/// "元", "rmb", "usd", "US$" → "CNY", "CNY", "USD", "USD"; other words as they are.
std::string currency_named(std::string_view word);

/// Whether the headers of both costs name a currency, and not the same.
bool two_currencies(const CostColumn& capital, const CostColumn& operating);

/// Gives the row the currency and the year of its costs: those of its own cells, else those of the headers. A cost whose
/// header says another currency or year than the row is nobody's to choose: it counts as not stated, and is told. Where the
/// two headers differ and the row says nothing, the operating cost gives way to the capital.
std::vector<MoneyDoubt> settle_money(costmodel::Orebody& o, const CostColumn& capital, const CostColumn& operating);

}  // namespace orelens::io
