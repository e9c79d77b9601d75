// Value: the usable-quantity curve and the cutoff grade–price curve of the main commodity.
#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/base/Units.h"
#include "core/economics/MetalPrices.h"
#include "core/economics/Value.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using economics::CutoffTest;
using economics::UsableTotals;

/// Some of the prices on paper, the one in force among them.
void thin(const Context& context, const std::vector<double>& prices, Table& table) {
    constexpr std::size_t prices_on_paper = 7;
    table.paper.rows = prices_on_paper;
    const auto now = std::ranges::find(prices, context.price);
    if (now != prices.end()) table.paper.keep = {static_cast<std::size_t>(now - prices.begin())};
}

/// Position of an element in the curve's own order.
std::size_t position(const economics::UsableCurve& curve, const std::string& element) {
    const auto& all = curve.elements();
    return static_cast<std::size_t>(std::find(all.begin(), all.end(), element) - all.begin());
}

/// The curve inside the pits, where there are some and they are of the present parameters, as this table is.
std::shared_ptr<const economics::UsableCurve> inside_curve(const Context& context) {
    const auto inside = project::inside_pits(context.project.results);
    return inside && context.project.current("pits") ? inside->curve : nullptr;
}

/// Underground there are no pits, and the least mining width decides what is inside.
bool underground(const Context& context) {
    return context.project.results.pits.study && context.project.results.pits.study->mining_width_m > 0;
}

std::string inside_note(const Context& context) {
    if (underground(context))
        return context.say("report.curve.inside_stopes",
                           {{"width", base::number(context.project.results.pits.study->mining_width_m, 4)}});
    const std::vector<double>& prices = context.project.results.pits.study->main_prices;
    const int digits = prices.front() < 1000 ? 2 : 0;
    return context.say("report.curve.inside_note", {{"commodity", context.main},
                                                    {"count", std::to_string(prices.size())},
                                                    {"low", base::grouped_number(prices.front(), digits)},
                                                    {"high", base::grouped_number(prices.back(), digits)},
                                                    {"unit", context.price_unit()}});
}

Table usable_curve(const Context& context, const std::vector<double>& prices) {
    const project::Results& results = context.project.results;
    const bool full = context.deck.test == CutoffTest::full;
    const auto& own = full ? *results.value.curve_full : *results.value.curve_marginal;
    const auto& other = full ? *results.value.curve_marginal : *results.value.curve_full;
    Table table{.id = "curve", .title = context.say("report.curve", {{"commodity", context.main}})};
    table.notes = {context.basis(), context.say("report.usable_means"), context.say("report.unconstrained"),
                   context.say("report.not_a_reclassification")};
    table.columns = {{context.say("report.price", {{"commodity", context.main}}), context.price_unit(), 2}};
    add_quantity_columns(context, table, true);
    const std::string test = context.say(full ? "report.test_marginal" : "report.test_full");
    table.columns.push_back({context.say("report.blocks_other_test", {{"test", test}}), "", 0});
    table.columns.push_back({context.say("report.tonnes_other_test", {{"test", test}}), "t", 0});
    const std::size_t other_tonnes = table.columns.size() - 1;
    table.columns.push_back({context.say("report.mined_tonnes"), "t", 0});
    const auto inside = inside_curve(context);
    const std::size_t inside_tonnes = table.columns.size();
    if (inside) {
        table.notes[2] = inside_note(context);
        const bool wide = underground(context);
        table.columns.push_back({context.say(wide ? "report.curve.wide" : "report.curve.inside"), "t", 0});
        table.columns.push_back({context.say(wide ? "report.curve.wide_metal" : "report.curve.inside_metal",
                                             {{"element", context.main_column}}),
                                 "t", -1});
    }
    const auto all = own.total();
    std::vector<std::size_t> gaps;
    std::vector<std::string> missing;
    for (const std::string& element : context.elements) {
        const double share = economics::unassayed_share(all, position(own, element));
        if (!(share > 0)) continue;
        gaps.push_back(position(own, element));
        missing.push_back(context.say("report.missing_share",
                                      {{"element", element}, {"share", base::number(100 * share, 3)}}));
        table.columns.push_back({context.say("report.without_grade", {{"element", element}}), "%", 2});
    }
    table.notes.push_back(mined_note(context));
    if (!missing.empty())
        table.notes.push_back(
            context.say("report.missing_share_note", {{"elements", context.list(missing)}}));
    for (std::size_t c = 1; c < table.columns.size(); ++c) {
        const Column& column = table.columns[c];
        table.columns[c].on_paper = column.element.empty() ? column.unit == "t" || c == 1
                                                           : column.element == context.main_column;
    }
    if (inside) table.columns[inside_tonnes + 1].on_paper = false;
    thin(context, prices, table);
    for (const double price : prices) {
        const UsableTotals at = own.at(price);
        std::vector<Cell> row{cell(price), at.blocks, cell(at.volume_m3), cell(at.tonnes)};
        for (const std::string& element : context.elements)
            row.push_back(cell(at.grade[position(own, element)]));
        for (const std::string& element : context.elements)
            row.push_back(cell(economics::known_metal(at, position(own, element))));
        const UsableTotals beside = other.at(price);
        row.push_back(beside.blocks);
        row.push_back(cell(beside.tonnes));
        row.push_back(cell(economics::mined_tonnes(context.deck.costs, at.tonnes)));
        if (inside) {
            const UsableTotals within = inside->at(price);
            const bool sought = price >= project::lowest_pit_price(results);
            row.push_back(sought ? cell(within.tonnes) : Cell());
            row.push_back(sought ? cell(economics::known_metal(within, position(*inside, context.main_column))) : Cell());
        }
        for (const std::size_t e : gaps) row.push_back(share_cell(economics::unassayed_share(at, e)));
        table.rows.push_back(std::move(row));
    }
    table.plot = Plot{.x = 0, .left = {3, other_tonnes}, .right = {4}};
    if (inside) table.plot->left.push_back(inside_tonnes);
    if (context.elements.empty()) table.plot->right.clear();
    return table;
}

/// Mean in-situ grades of the model as mass fractions, in the deck's order: what by-products bring on the whole.
std::vector<double> mean_grades(const Context& context) {
    const economics::UsableCurve& curve = *context.project.results.value.curve_full;
    const UsableTotals all = curve.total();
    std::vector<double> fractions;
    for (const economics::Commodity& commodity : context.deck.commodities) {
        const std::size_t at = position(curve, economics::grade_column(commodity));
        fractions.push_back(all.assayed_tonnes[at] > 0 ? all.metal_tonnes[at] / all.assayed_tonnes[at] : 0);
    }
    return fractions;
}

/// Full cutoff today with and without what is spent once.
void add_one_off_note(const Context& context, const std::string& unit, double fraction, Table& table) {
    const economics::CostDetail& detail = context.deck.costs.detail;
    if (!(detail.construction_cost > 0) || !(detail.annual_output_t > 0) || !(detail.life_years > 0)) return;
    const auto at = [&](economics::MineState state) {
        economics::PriceDeck deck = context.deck;
        deck.costs.detail.mine_state = state;
        const auto points = cutoff_curve(deck, context.main, CutoffTest::full, {context.price});
        return base::number(points.empty() ? 0 : points[0].head_percent * 1e-2 / fraction, 5);
    };
    table.notes.push_back(context.say(
        "report.cutoff.construction",
        {{"without", at(economics::MineState::running)},
         {"with", at(economics::MineState::undeveloped)},
         {"unit", unit},
         {"cost", base::number(one_off_costs_if(detail, economics::MineState::undeveloped).construction, 5)},
         {"per_tonne", context.deck.costs.currency + "/t"}}));
}

Table cutoff(const Context& context, const std::vector<double>& prices) {
    const economics::PriceDeck& deck = context.deck;
    const std::string unit = context.units.empty() ? "%" : context.units.front();
    const double fraction = base::fraction_of(base::grade_unit(unit).value_or(base::GradeUnit::percent));
    const auto grade = [&](double percent) { return cell(percent * 1e-2 / fraction); };
    Table table{.id = "cutoff", .title = context.say("report.cutoff", {{"commodity", context.main}})};
    table.notes = {
        context.say("report.cutoff.note", {{"commodity", context.main}}),
        context.say("report.cutoff.pole", {{"price", base::number(cutoff_pole(deck, context.main), 8)},
                                           {"unit", context.price_unit()}})};
    if (deck.commodities.size() > 1) table.notes.push_back(context.say("report.cutoff.by_products"));
    table.columns = {{context.say("report.price", {{"commodity", context.main}}), context.price_unit(), 2}};
    for (const char* key :
         {"report.full_head", "report.full_in_situ", "report.marginal_head", "report.marginal_in_situ"})
        table.columns.push_back({context.say(key), unit, grade_digits(unit)});
    const bool band = deck.commodities.size() > 1;
    if (band)
        table.columns.push_back({context.say("report.full_head_with_by_products"), unit, grade_digits(unit)});
    add_one_off_note(context, unit, fraction, table);
    thin(context, prices, table);
    const auto with = band ? cutoff_curve(deck, context.main, CutoffTest::full, prices, mean_grades(context))
                           : std::vector<economics::CutoffPoint>();
    const auto full = cutoff_curve(deck, context.main, CutoffTest::full, prices);
    const auto marginal = cutoff_curve(deck, context.main, CutoffTest::marginal, prices);
    for (std::size_t i = 0; i < full.size(); ++i) {
        table.rows.push_back({cell(full[i].price), grade(full[i].head_percent),
                              grade(full[i].in_situ_percent), grade(marginal[i].head_percent),
                              grade(marginal[i].in_situ_percent)});
        if (band) table.rows.back().push_back(grade(with[i].head_percent));
    }
    table.plot = Plot{.x = 0, .left = {2, 4}, .right = {}};
    return table;
}

/// Price at which each tenth of the main metal becomes usable.
Table metal_prices(const Context& context) {
    const project::Results& results = context.project.results;
    const auto& curve = context.deck.test == CutoffTest::full ? *results.value.curve_full : *results.value.curve_marginal;
    Table table{.id = "metal_prices",
                .title = context.say("report.metal_prices", {{"commodity", context.main}}),
                .short_title = context.say("report.tab.metal_prices")};
    table.notes = {context.say("report.metal_prices.note", {{"element", context.main_column}})};
    table.paper.shown = false;
    table.columns = {{context.say("report.metal_prices.share"), "%", 0},
                     {context.say("report.metal_prices.price", {{"commodity", context.main}}), context.price_unit(), 2},
                     {context.say("report.metal_prices.blocks"), "", 0},
                     {context.say("report.metal_prices.tonnes"), "t", 0},
                     {context.say("report.metal_prices.metal", {{"element", context.main_column}}), "t", -1}};
    const std::size_t element = position(curve, context.main_column);
    for (const economics::MetalPrice& one : economics::metal_prices(curve, element))
        table.rows.push_back({cell(100 * one.share), cell(one.price), one.usable.blocks, cell(one.usable.tonnes),
                              cell(one.usable.metal_tonnes[element])});
    return table;
}

}  // namespace

std::vector<double> curve_prices(const Context& context) {
    const project::GeneralRule& general = context.project.recipe.general;
    auto [low, high] = context.project.results.value.curve_full->useful_range();
    if (general.curve_high > general.curve_low) {
        low = general.curve_low;
        high = general.curve_high;
    }
    constexpr int steps = 40;
    std::vector<double> prices;
    for (int i = 0; i <= steps; ++i) prices.push_back(low + (high - low) * i / steps);
    prices.push_back(context.price);
    std::sort(prices.begin(), prices.end());
    prices.erase(std::unique(prices.begin(), prices.end()), prices.end());
    return prices;
}

void add_value_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    if (!results.value.curve_full || !results.value.curve_marginal || context.main.empty()) return;
    const std::vector<double> prices = curve_prices(context);
    tables.push_back(usable_curve(context, prices));
    tables.push_back(cutoff(context, prices));
    tables.push_back(metal_prices(context));
}

}  // namespace orelens::report
