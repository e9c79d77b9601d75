// Metal equivalents, with the prices, recoveries and the formula that they rest on.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Units.h"
#include "core/economics/Equivalent.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using economics::EquivalentRule;

/// Mass fractions of the usable blocks in the deck's order; NaN where no block carries the grade.
std::vector<double> usable_grades(const economics::UsableCurve& curve, const economics::PriceDeck& deck, double price) {
    const economics::UsableTotals usable = curve.at(price);
    std::vector<double> fractions;
    for (const economics::Commodity& one : deck.commodities) {
        const auto& names = curve.elements();
        const auto at = static_cast<std::size_t>(std::ranges::find(names, economics::grade_column(one)) - names.begin());
        const bool known = at < names.size() && usable.assayed_tonnes[at] > 0;
        fractions.push_back(known ? usable.metal_tonnes[at] / usable.assayed_tonnes[at]
                                  : std::numeric_limits<double>::quiet_NaN());
    }
    return fractions;
}

/// "%" or "g/t" of a grade column.
std::string unit_of(const Context& context, const std::string& column) {
    const auto at = std::ranges::find(context.elements, column) - context.elements.begin();
    return static_cast<std::size_t>(at) < context.units.size() ? context.units[static_cast<std::size_t>(at)] : "%";
}

double fraction_of(const std::string& unit) {
    const auto known = base::grade_unit(unit);
    return known ? base::fraction_of(*known) : 0.01;
}

}  // namespace

void add_equivalent_table(const Context& context, std::vector<Table>& tables) {
    const auto& curve = context.project.results.value.curve(context.deck.test);
    economics::PriceDeck deck = context.deck;
    for (economics::Commodity& one : deck.commodities)
        if (one.name == context.main) one.price = context.price;
    const economics::Commodity* main = economics::main_commodity(deck);
    const auto priced = std::ranges::count_if(deck.commodities, [](const auto& one) { return one.price > 0; });
    if (!curve || main == nullptr || !(main->price > 0) || priced < 2) return;
    // Products state recoveries and payables of their own, which differ from route to route.
    const bool own = deck.payables.empty();
    const std::string unit = unit_of(context, context.main_column);
    const double per_unit = fraction_of(unit);
    Table table{.id = "equivalents",
                .title = context.say("report.equivalents", {{"commodity", context.main}}),
                .short_title = context.say("report.tab.equivalents"),
                .stage = "evaluate"};
    table.notes = {context.basis(), context.say("report.equivalents.formula", {{"commodity", context.main}}),
                   context.say(own ? "report.equivalents.note" : "report.equivalents.by_product")};
    table.columns = {{context.say("report.commodity"), "", 0},
                     {context.say("report.equivalents.net"), deck.costs.currency + "/t", 2},
                     {context.say("report.recovery_to_product"), "%", 2},
                     {context.say("report.payable"), "%", 2},
                     {context.say("report.equivalents.grade"), "", -1},
                     {context.say("report.unit"), "", 0},
                     {context.say("report.equivalents.price_only", {{"commodity", context.main}}), unit, 4}};
    if (own) table.columns.push_back({context.say("report.equivalents.weighted", {{"commodity", context.main}}), unit, 4});
    const std::vector<double> grades = usable_grades(*curve, deck, context.price);
    const auto add = [&](std::vector<Cell> row, double by_price, double weighted) {
        row.push_back(cell(by_price / per_unit));
        if (own) row.push_back(cell(weighted / per_unit));
        table.rows.push_back(std::move(row));
    };
    for (std::size_t c = 0; c < deck.commodities.size(); ++c) {
        const economics::Commodity& one = deck.commodities[c];
        if (!(one.price > 0)) {
            table.notes.push_back(context.say("report.equivalents.no_price", {{"commodity", one.name}}));
            continue;
        }
        const std::string its = unit_of(context, economics::grade_column(one));
        const auto as = [&](EquivalentRule rule) {
            return &one == main ? grades[c] : economics::equivalent_of(*main, one, grades[c], rule);
        };
        add({one.name, cell(economics::price_per_tonne_net(one)), own ? cell(one.recovery_percent) : Cell(),
             own ? cell(one.payable_percent) : Cell(), cell(grades[c] / fraction_of(its)), its},
            as(EquivalentRule::price_only), as(EquivalentRule::recovery_and_payable));
    }
    add({context.say("report.equivalents.all"), Cell(), Cell(), Cell(), Cell(), std::string()},
        economics::metal_equivalent(deck, grades, EquivalentRule::price_only),
        economics::metal_equivalent(deck, grades, EquivalentRule::recovery_and_payable));
    table.paper.shown = false;  // for files and workbooks
    tables.push_back(std::move(table));
}

}  // namespace orelens::report
