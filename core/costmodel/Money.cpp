#include "core/costmodel/Money.h"

#include <cmath>
#include <set>

#include "core/economics/Rates.h"

namespace orelens::costmodel {
namespace {

using base::Expected;
using base::Message;
using base::Severity;

bool states_any(const Orebody& o) {
    return std::isfinite(o.capital) || std::isfinite(o.operating);
}

base::Finding of_row(const OrebodyTable& table, const Orebody& o, const char* kind, Severity severity, const char* column, Message what, Message fix) {
    base::Finding finding;
    finding.kind.assign(kind);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = o.row;
    finding.hole = o.name;
    finding.column.assign(column);
    finding.what = std::move(what);
    finding.fix = std::move(fix);
    return finding;
}

base::Finding no_rate(const OrebodyTable& table, const Orebody& o) {
    return of_row(table, o, "orebody_currency", Severity::error, "currency",
                  Message("costmodel.finding.currency", {{"mine", o.name}, {"currency", o.currency.empty() ? "–" : o.currency}}),
                  Message("costmodel.finding.currency_fix"));
}

base::Finding no_index(const OrebodyTable& table, const Orebody& o, int year, const char* key, const char* fix, Severity severity) {
    return of_row(table, o, "orebody_year", severity, "cost_year",
                  Message(key, {{"mine", o.name}, {"year", std::to_string(o.cost_year)}, {"base", std::to_string(year)}}), Message(fix));
}

/// What carries money of a year to another; nothing where there is no index, an error where it has not both years.
Expected<double> carried(const economics::PriceDeck& deck, int from, int to) {
    economics::CostDetail detail;
    detail.cost_year = from;
    detail.money_year = to;
    detail.cost_index = deck.costs.detail.cost_index;
    return economics::cost_factor(detail);
}

bool has_index(const economics::PriceDeck* deck) {
    return deck != nullptr && !deck->costs.detail.cost_index.empty();
}

}  // namespace

OrebodyTable in_one_currency(OrebodyTable table, const economics::PriceDeck* deck, std::string& currency) {
    std::set<std::string> known;
    for (const Orebody& o : table.rows)
        if (states_any(o)) known.insert(o.currency);
    if (known.size() <= 1) {
        currency = known.empty() ? std::string() : *known.begin();
        return table;
    }
    currency = deck == nullptr ? std::string() : deck->costs.currency;
    for (Orebody& o : table.rows) {
        if (!states_any(o)) continue;
        const auto rate = deck == nullptr || o.currency.empty() ? std::unexpected(base::Error())
                                                                : economics::rate_of(*deck, o.currency, "fiscal.currency_rates");
        if (rate) {
            o.capital *= *rate;
            o.operating *= *rate;
            o.currency = currency;
            continue;
        }
        table.findings.push_back(no_rate(table, o));
        o.capital = o.operating = not_stated;
    }
    return table;
}

Expected<OneYear> in_one_year(OrebodyTable table, const economics::PriceDeck* deck, int wanted) {
    OneYear made;
    std::set<int> years;
    for (const Orebody& o : table.rows)
        if (states_any(o) && o.cost_year != 0) years.insert(o.cost_year);
    const int money = deck == nullptr || !has_index(deck) ? 0 : deck->costs.detail.money_year;
    made.year = wanted != 0 ? wanted : years.empty() ? 0 : money != 0 ? money : *years.rbegin();
    std::ptrdiff_t first[2] = {0, 0};  // of those without a year, and of those that stay in another
    for (Orebody& o : table.rows) {
        if (!states_any(o) || o.cost_year == made.year || made.year == 0) continue;
        if (o.cost_year == 0 || !has_index(deck)) {
            std::int64_t& count = o.cost_year == 0 ? made.undated : made.apart;
            if (count++ == 0) first[o.cost_year == 0 ? 0 : 1] = &o - table.rows.data();
            continue;
        }
        const auto factor = carried(*deck, o.cost_year, made.year);
        if (!factor) {
            if (factor.error().what.key != "economics.no_index") return std::unexpected(factor.error());
            ++made.lost;
            table.findings.push_back(no_index(table, o, made.year, "costmodel.finding.year_unknown", "costmodel.finding.year_unknown_fix", Severity::error));
            o.capital = o.operating = not_stated;
            continue;
        }
        ++made.moved;
        o.capital *= *factor;
        o.operating *= *factor;
        o.cost_year = made.year;
    }
    const auto tell = [&](std::int64_t count, std::ptrdiff_t row, const char* key, const char* fix) {
        if (count == 0) return;
        table.findings.push_back(no_index(table, table.rows[static_cast<std::size_t>(row)], made.year, key, fix, Severity::warning));
        table.findings.back().count = count;
        table.findings.back().what.args.emplace_back("count", std::to_string(count));
    };
    tell(made.undated, first[0], "costmodel.finding.undated", "costmodel.finding.undated_fix");
    tell(made.apart, first[1], "costmodel.finding.not_carried", "costmodel.finding.not_carried_fix");
    if (made.apart > 0) made.year = 0;
    made.table = std::move(table);
    return made;
}

std::vector<base::Finding> costs_not_taken(const OrebodyTable& table, const economics::PriceDeck& deck, const std::string& scope, int year) {
    std::vector<base::Finding> findings;
    for (const Orebody& o : table.rows) {
        if (!states_any(o)) continue;
        if (!o.currency.empty() && !economics::rate_of(deck, o.currency, "fiscal.currency_rates")) {
            findings.push_back(no_rate(table, o));
            continue;
        }
        if (!scope.empty() && !o.scope.empty() && o.scope != scope)
            findings.push_back(of_row(table, o, "orebody_scope", Severity::warning, "scope",
                                      Message("costmodel.finding.other_scope", {{"mine", o.name}, {"scope", o.scope}, {"usual", scope}}), Message("costmodel.finding.scope_fix")));
    }
    if (year == 0) return findings;
    if (auto carried_there = in_one_year(table, &deck, year))
        for (std::size_t n = table.findings.size(); n < carried_there->table.findings.size(); ++n) findings.push_back(carried_there->table.findings[n]);
    return findings;
}

}  // namespace orelens::costmodel
