// Usable quantity against the price, part by part: one column per category of the recipe's column, one row per bench.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/economics/Value.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/report/BenchLevels.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using economics::UsableCurve;
using economics::UsableTotals;

std::vector<std::string> part_notes(const Context& context) {
    return {context.basis(), context.say("report.usable_means"), context.say("report.unconstrained"),
            context.say("report.not_a_reclassification")};
}

std::string name_of(const Context& context, const std::string& code) {
    if (code.empty()) return context.say("report.no_category");
    const auto classes = geostat::class_codes();
    const bool known = context.project.category_column() == geostat::class_column &&
                       std::ranges::find(classes, code) != classes.end();
    return known ? context.say("report.class." + code) : code;
}

/// A part that never has anything to give, at any price, is left out.
bool gives(const UsableCurve& curve) {
    return curve.total().blocks > 0;
}

Table by_category(const Context& context, const std::vector<double>& prices) {
    constexpr std::size_t most_parts = 100, most_drawn = 12;
    Table table{.id = "curve_categories",
                .title = context.say("report.curve_categories",
                                     {{"column", context.project.category_column()}, {"commodity", context.main}})};
    table.notes = part_notes(context);
    table.paper.shown = false;
    std::vector<std::pair<std::string, const UsableCurve*>> parts;
    std::size_t all = 0;
    for (const auto& [code, curve] : *context.project.results.value.curves_by_category) {
        if (!gives(curve)) continue;
        if (++all <= most_parts) parts.emplace_back(name_of(context, code), &curve);
    }
    if (all > parts.size())
        table.notes.push_back(context.say("report.curve_categories.more", {{"count", std::to_string(all)},
                                                                           {"limit", std::to_string(most_parts)}}));
    table.columns = {{context.say("report.price", {{"commodity", context.main}}), context.price_unit(), 2}};
    for (const auto& part : parts)
        table.columns.push_back({context.say("report.curve_categories.tonnes", {{"part", part.first}}), "t", 0});
    for (const auto& part : parts)
        table.columns.push_back({.title = context.say("report.curve_categories.metal",
                                                      {{"part", part.first}, {"element", context.main_column}}),
                                 .unit = "t",
                                 .digits = -1,
                                 .element = context.main_column});
    for (const double price : prices) {
        std::vector<Cell> tonnes{cell(price)}, metal;
        for (const auto& part : parts) {
            const UsableTotals at = part.second->at(price);
            const auto& elements = part.second->elements();
            const auto main = static_cast<std::size_t>(std::ranges::find(elements, context.main_column) - elements.begin());
            tonnes.push_back(cell(at.tonnes));
            metal.push_back(main < elements.size() ? cell(economics::known_metal(at, main)) : Cell());
        }
        tonnes.insert(tonnes.end(), std::make_move_iterator(metal.begin()), std::make_move_iterator(metal.end()));
        table.rows.push_back(std::move(tonnes));
    }
    table.plot = Plot{.x = 0, .left = {}, .right = {}};
    for (std::size_t n = 0; n < std::min(parts.size(), most_drawn); ++n) table.plot->left.push_back(n + 1);
    return table;
}

/// Few of the prices, the one in force among them.
std::vector<double> some_of(const Context& context, const std::vector<double>& prices) {
    constexpr std::size_t every = 8;
    std::vector<double> some;
    for (std::size_t n = 0; n < prices.size(); n += every) some.push_back(prices[n]);
    some.push_back(prices.back());
    some.push_back(context.price);
    std::ranges::sort(some);
    some.erase(std::unique(some.begin(), some.end()), some.end());
    return some;
}

Table by_bench(const Context& context, const blocks::BlockModel& model, const std::vector<double>& prices) {
    constexpr std::int64_t most_benches = 500;
    Table table{.id = "curve_benches",
                .title = context.say("report.curve_benches", {{"commodity", context.main}})};
    table.notes = part_notes(context);
    table.paper.shown = false;
    const BenchLevels benches(model, context.project.recipe.general.bench_height_m);
    const auto even = model.real_leaves(economics::break_even_column(context.main, context.deck.test));
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max(), highest = std::numeric_limits<std::int64_t>::min();
    for (std::size_t n = 0; n < model.leaf_count() && !context.progress.cancelled(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at) && !std::isnan(even[n][at])) {
                lowest = std::min(lowest, benches.of(n, at));
                highest = std::max(highest, benches.of(n, at));
            }
    table.columns = {{context.say("report.bench_from"), "m", 1}, {context.say("report.bench_to"), "m", 1}};
    const auto at_price = [&](double price) { return base::number(price, 8) + " " + context.price_unit(); };
    for (const double price : prices)
        table.columns.push_back({context.say("report.curve_benches.tonnes", {{"price", at_price(price)}}), "t", 0});
    for (const double price : prices)
        table.columns.push_back({.title = context.say("report.curve_benches.metal",
                                                      {{"price", at_price(price)}, {"element", context.main_column}}),
                                 .unit = "t",
                                 .digits = -1,
                                 .element = context.main_column});
    if (lowest > highest) return table;
    if (highest - lowest >= most_benches) {
        table.notes.push_back(context.say("report.too_many_benches",
                                          {{"benches", base::grouped(static_cast<double>(highest - lowest + 1))},
                                           {"limit", base::grouped(static_cast<double>(most_benches))}}));
        return table;
    }
    // By bench and the first of the prices at which a block is usable; prices that none is enough for come last.
    const auto steps = prices.size() + 1;
    const auto sums = sum_blocks(
        model, context.deck.costs, {context.main_column}, static_cast<int>((highest - lowest + 1) * static_cast<std::int64_t>(steps)),
        [&](std::size_t n, int at) {
            const double price = even[n][at];
            if (std::isnan(price)) return -1;
            const auto step = std::ranges::lower_bound(prices, price) - prices.begin();
            return static_cast<int>((benches.of(n, at) - lowest) * static_cast<std::int64_t>(steps) + step);
        },
        &context.progress);
    for (std::int64_t bench = highest; bench >= lowest; --bench) {  // from the top, as mined
        std::vector<Cell> row{cell(benches.from_m(bench)), cell(benches.to_m(bench))}, metal;
        BlockSums usable;
        for (std::size_t p = 0; p < prices.size(); ++p) {
            usable.add(sums[static_cast<std::size_t>(bench - lowest) * steps + p]);
            row.push_back(cell(usable.tonnes));
            const bool unknown = usable.blocks > 0 && !(usable.assayed.at(0) > 0);
            metal.push_back(unknown ? Cell() : cell(usable.metal.empty() ? 0.0 : usable.metal[0]));
        }
        row.insert(row.end(), std::make_move_iterator(metal.begin()), std::make_move_iterator(metal.end()));
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

void add_curve_tables(const Context& context, std::vector<Table>& tables) {
    const project::ValueResults& value = context.project.results.value;
    if (!value.curve_full || !value.curve_marginal || !value.deck || context.main.empty()) return;
    const std::vector<double> prices = curve_prices(context);
    if (value.curves_by_category && !value.curves_by_category->empty()) tables.push_back(by_category(context, prices));
    const auto& model = context.project.results.model();
    if (!model || context.elements.empty() || context.elements.front() != context.main_column ||
        !model->has(economics::break_even_column(context.main, context.deck.test)))
        return;
    tables.push_back(by_bench(context, *model, some_of(context, prices)));
}

}  // namespace orelens::report
