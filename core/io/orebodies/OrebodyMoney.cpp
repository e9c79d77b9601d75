#include "core/io/orebodies/OrebodyMoney.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace orelens::io {
namespace {

using base::Message;
using costmodel::not_stated;
using costmodel::Orebody;

/// One currency serves both costs of a row.
void settle_currency(Orebody& o, const CostColumn& capital, const CostColumn& operating) {
    if (!o.currency.empty() || !two_currencies(capital, operating)) return;
    if (std::isfinite(o.capital))
        o.operating = not_stated;
    else
        o.currency = operating.header->currency;
}

}  // namespace

std::string currency_named(std::string_view word) {
    for (const std::string_view yuan : {"元", "人民币", "人民币元"})
        if (word == yuan) return "CNY";
    if (word == "美元") return "USD";
    const auto ascii = [](unsigned char c) { return c < 0x80; };
    std::string code(word);
    if (!std::ranges::all_of(code, ascii)) return code;
    std::ranges::transform(code, code.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    // Headers read these, too; a cell must not contradict them by its spelling.
    if (code == "RMB") return "CNY";
    if (code == "US$") return "USD";
    const auto letter = [](unsigned char c) { return std::isalpha(c) != 0; };
    return code.size() == 3 && std::ranges::all_of(code, letter) ? code : std::string(word);
}

bool two_currencies(const CostColumn& capital, const CostColumn& operating) {
    return capital.header != nullptr && operating.header != nullptr && !capital.header->currency.empty() &&
           !operating.header->currency.empty() && capital.header->currency != operating.header->currency;
}

std::vector<MoneyDoubt> settle_money(Orebody& o, const CostColumn& capital, const CostColumn& operating) {
    settle_currency(o, capital, operating);
    std::vector<MoneyDoubt> doubts;
    const std::pair<const CostColumn*, double Orebody::*> costs[] = {{&capital, &Orebody::capital}, {&operating, &Orebody::operating}};
    for (const auto& [column, member] : costs) {
        if (column->header == nullptr || std::isnan(o.*member)) continue;
        const OrebodyHeader& header = *column->header;
        const bool money = !o.currency.empty() && !header.currency.empty() && o.currency != header.currency;
        const bool when = o.cost_year != 0 && header.year != 0 && o.cost_year != header.year;
        if (money || when) {
            o.*member = not_stated;
            doubts.push_back({money ? "orebody_currency" : "orebody_year", column->name,
                              Message(money ? "orebodies.finding.other_currency" : "orebodies.finding.other_year",
                                      {{"mine", o.name},
                                       {"column", column->name},
                                       {"header", money ? header.currency : std::to_string(header.year)},
                                       {"stated", money ? o.currency : std::to_string(o.cost_year)}})});
            continue;
        }
        if (o.currency.empty()) o.currency = header.currency;
        if (o.cost_year == 0) o.cost_year = header.year;
    }
    // A row without a cost is still of the money that its columns say.
    for (const CostColumn* column : {&capital, &operating}) {
        if (column->header == nullptr) continue;
        if (o.currency.empty()) o.currency = column->header->currency;
        if (o.cost_year == 0) o.cost_year = column->header->year;
    }
    return doubts;
}

}  // namespace orelens::io
