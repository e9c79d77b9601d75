// orelens-cli curve PROJECT|RECIPE: what is usable against the price of the main commodity.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/Nearest.h"
#include "core/economics/MetalPrices.h"
#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"
#include "core/project/PriceHistoryFile.h"
#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "core/project/Recipe.h"
#include "core/project/RecipePlace.h"

namespace orelens::cli {
namespace {

struct CurveOptions {
    std::string input, test, slide, history, by;
    std::vector<std::string> settings, beside;
    bool cutoff = false, metal = false;
    double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
    int points = 21;
};

struct Chosen {
    const economics::UsableCurve* curve = nullptr;
    std::shared_ptr<const economics::UsableCurve> own;  ///< where it is not one of the project's
    economics::Slider slider;
    const economics::UsableCurve* inside = nullptr;  ///< the pits; null without, or under the other test
    bool wide = false;  ///< `inside` is what is wide enough to be mined underground
    double lowest_pit = 0;  ///< below this price no pit was sought, and what lies inside is not known
    bool full = true;
    double low = 0, high = 0;
};

constexpr const char* all_prices = "all";

/// Another slider than that of the project's own curves.
base::Expected<void> slide(const project::Project& project, const CurveOptions& options, Chosen& chosen) {
    const economics::PriceDeck& deck = *project.results.value.deck;
    chosen.slider = options.slide.empty()        ? economics::main_slider(deck)
                    : options.slide == all_prices ? economics::Slider{}
                                                  : economics::Slider{options.slide};
    if (chosen.slider == economics::main_slider(deck)) return {};
    if (!chosen.slider.all() && economics::find_commodity(deck, options.slide) == nullptr) {
        std::vector<std::string> names;
        for (const economics::Commodity& commodity : deck.commodities) names.push_back(commodity.name);
        const std::string near = base::nearest(options.slide, names);
        return base::fail(base::ErrorKind::usage,
                          base::Message("economics.unknown_main_commodity", {{"commodity", options.slide}}), {},
                          near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", near}}));
    }
    auto made = economics::curve_along(*project.results.value.model, deck, chosen.slider,
                                       chosen.full ? economics::CutoffTest::full : economics::CutoffTest::marginal,
                                       chosen.curve->elements());
    if (!made) return std::unexpected(made.error());
    chosen.own = std::make_shared<const economics::UsableCurve>(std::move(*made));
    chosen.curve = chosen.own.get();
    return {};
}

base::Expected<Chosen> choose(const project::Project& project, const CurveOptions& options) {
    Chosen chosen;
    chosen.full = options.test.empty() ? project.results.value.deck->test == economics::CutoffTest::full
                                       : options.test == "full";
    chosen.curve =
        chosen.full ? project.results.value.curve_full.get() : project.results.value.curve_marginal.get();
    if (auto done = slide(project, options, chosen); !done) return std::unexpected(done.error());
    const auto inside = project::inside_pits(project.results);
    if (!chosen.own && inside && chosen.full == (project.results.value.deck->test == economics::CutoffTest::full))
        chosen.inside = inside->curve.get();
    chosen.lowest_pit = project::lowest_pit_price(project.results);
    chosen.wide = project.results.pits.study && project.results.pits.study->mining_width_m > 0;
    const project::GeneralRule& general = project.recipe.general;
    const bool stated = general.curve_high > general.curve_low && !chosen.own;
    const auto useful =
        stated ? std::pair(general.curve_low, general.curve_high) : chosen.curve->useful_range();
    chosen.low = std::isnan(options.low) ? useful.first : options.low;
    chosen.high = std::isnan(options.high) ? useful.second : options.high;
    return chosen;
}

void print_curve(const Common& common, const Chosen& chosen, const std::string& quoted_in,
                 const std::vector<economics::UsableTotals>& points) {
    TextTable table;
    table.header = {fmt::format("{} ({})", words(common, "cli.curve.price"), quoted_in),
                    words(common, "cli.curve.blocks"), words(common, "cli.curve.tonnes")};
    const auto& elements = chosen.curve->elements();
    for (std::size_t n = 0; n < elements.size(); ++n)
        table.header.push_back(fmt::format("{} ({})", elements[n], chosen.curve->units()[n]));
    std::vector<std::size_t> gaps;
    for (std::size_t n = 0; n < elements.size(); ++n)
        if (economics::unassayed_share(chosen.curve->total(), n) > 0) gaps.push_back(n);
    for (const std::size_t n : gaps)
        table.header.push_back(words(common, base::Message("cli.curve.without", {{"element", elements[n]}})));
    if (chosen.inside != nullptr) table.header.push_back(words(common, chosen.wide ? "cli.curve.wide" : "cli.curve.inside"));
    table.right.assign(table.header.size(), true);
    for (const economics::UsableTotals& totals : points) {
        std::vector<std::string> row{base::number(totals.price, 8), fmt::format("{}", totals.blocks),
                                     fmt::format("{:.0f}", totals.tonnes)};
        for (const double grade : totals.grade) row.push_back(base::number(grade, 4));
        for (const std::size_t n : gaps)
            row.push_back(base::number(100 * economics::unassayed_share(totals, n), 3));
        if (chosen.inside != nullptr)
            row.push_back(totals.price >= chosen.lowest_pit ? fmt::format("{:.0f}", chosen.inside->at(totals.price).tonnes) : "–");
        table.rows.push_back(std::move(row));
    }
    say("{}", to_text(table));
}

using Parts = std::vector<std::pair<std::string, economics::UsableCurve>>;

/// The curve of each code of an integer column; the parts add up to the whole.
base::Expected<Parts> parts_of(const Common& common, const project::Project& project, const Chosen& chosen, const std::string& column) {
    const economics::PriceDeck& deck = *project.results.value.deck;
    if (!(chosen.slider == economics::main_slider(deck)))
        return base::fail(base::ErrorKind::usage, base::Message("cli.curve.by_main"), {.field = "--by"});
    const blocks::BlockModel& model = *project.results.model();
    std::vector<std::string> integers;
    for (const blocks::ColumnInfo& info : model.columns())
        if (info.type == blocks::ColumnType::integer) integers.push_back(info.name);
    if (std::ranges::find(integers, column) == integers.end()) {
        const std::string near = base::nearest(column, integers);
        return base::fail(base::ErrorKind::usage, base::Message("project.no_category", {{"column", column}}), {.field = "--by"},
                          near.empty() ? base::Message() : base::Message("recipe.did_you_mean", {{"id", near}}));
    }
    auto parts = economics::UsableCurve::build_by(model, deck, chosen.full ? economics::CutoffTest::full : economics::CutoffTest::marginal,
                                                  chosen.curve->elements(), column);
    if (!parts) return parts;
    std::erase_if(*parts, [](const auto& one) { return one.second.total().blocks == 0; });
    for (auto& one : *parts)
        if (one.first.empty()) one.first = words(common, "report.no_category");
    return parts;
}

void print_parts(const Common& common, const Parts& parts, const std::string& quoted_in,
                 const std::vector<economics::UsableTotals>& points) {
    TextTable table;
    table.header = {fmt::format("{} ({})", words(common, "cli.curve.price"), quoted_in)};
    for (const auto& one : parts) table.header.push_back(one.first + " (t)");
    table.right.assign(table.header.size(), true);
    for (const economics::UsableTotals& at : points) {
        table.rows.push_back({base::number(at.price, 8)});
        for (const auto& one : parts) table.rows.back().push_back(fmt::format("{:.0f}", one.second.at(at.price).tonnes));
    }
    say("{}", to_text(table));
}

/// Cutoff grade of the commodity on the slider against its price, full and marginal, in mined ore and in situ.
Json cutoff_json(const economics::PriceDeck& deck, const Chosen& chosen,
                 const std::vector<economics::UsableTotals>& points) {
    std::vector<double> prices;
    for (const economics::UsableTotals& totals : points) prices.push_back(totals.price);
    const std::string& commodity = chosen.slider.commodity;
    const auto full = economics::cutoff_curve(deck, commodity, economics::CutoffTest::full, prices);
    const auto marginal = economics::cutoff_curve(deck, commodity, economics::CutoffTest::marginal, prices);
    Json rows = Json::array();
    for (std::size_t n = 0; n < full.size(); ++n)
        rows.push_back({{"price", number_json(full[n].price)},
                        {"full_head_percent", number_json(full[n].head_percent)},
                        {"full_in_situ_percent", number_json(full[n].in_situ_percent)},
                        {"marginal_head_percent", number_json(marginal[n].head_percent)},
                        {"marginal_in_situ_percent", number_json(marginal[n].in_situ_percent)}});
    return rows;
}

void print_cutoff(const Common& common, const Json& rows, const std::string& quoted_in) {
    TextTable table;
    table.header = {fmt::format("{} ({})", words(common, "cli.curve.price"), quoted_in)};
    for (const char* key : {"cli.cutoff.full_head", "cli.cutoff.full_in_situ", "cli.cutoff.marginal_head",
                            "cli.cutoff.marginal_in_situ"})
        table.header.push_back(words(common, key));
    table.right.assign(table.header.size(), true);
    for (const Json& row : rows) {
        std::vector<std::string> cells;
        for (const auto& [name, value] : row.items())
            cells.push_back(value.is_number() ? base::number(value.get<double>(), name == "price" ? 8 : 6) : "∞");
        table.rows.push_back(std::move(cells));
    }
    say("{}", to_text(table));
}

/// Element of the curve whose metal is asked for: the commodity on the slider, else the main one.
std::size_t metal_element(const economics::PriceDeck& deck, const Chosen& chosen) {
    const economics::Commodity* asked = economics::find_commodity(deck, chosen.slider.commodity);
    if (asked == nullptr) asked = economics::main_commodity(deck);
    const auto& elements = chosen.curve->elements();
    return static_cast<std::size_t>(std::ranges::find(elements, economics::grade_column(*asked)) - elements.begin());
}

/// The price at which each tenth of the metal becomes usable.
Json metal_json(const Chosen& chosen, std::size_t element) {
    Json rows = Json::array();
    for (const economics::MetalPrice& one : economics::metal_prices(*chosen.curve, element)) {
        const bool none = std::isinf(one.price) && one.price < 0;
        rows.push_back({{"share", one.share},
                        {"price", number_json(one.price)},
                        {"needs", none ? "no_price" : std::isinf(one.price) ? "no_price_is_enough" : "price"},
                        {"blocks", one.usable.blocks},
                        {"tonnes", number_json(one.usable.tonnes)},
                        {"metal_tonnes", number_json(one.usable.metal_tonnes[element])}});
    }
    return rows;
}

void print_metal(const Common& common, const Chosen& chosen, std::size_t element, const std::string& quoted_in) {
    TextTable table;
    const auto& name = chosen.curve->elements();
    table.header = {words(common, "report.metal_prices.share"),
                    fmt::format("{} ({})", words(common, "cli.curve.price"), quoted_in),
                    words(common, "cli.curve.blocks"), words(common, "cli.curve.tonnes"),
                    fmt::format("{} (t)", element < name.size() ? name[element] : "")};
    table.right.assign(table.header.size(), true);
    for (const economics::MetalPrice& one : economics::metal_prices(*chosen.curve, element))
        table.rows.push_back({base::number(100 * one.share, 4) + " %",
                              std::isinf(one.price) ? (one.price < 0 ? "−∞" : "∞") : base::number(one.price, 8),
                              fmt::format("{}", one.usable.blocks), fmt::format("{:.0f}", one.usable.tonnes),
                              base::number(one.usable.metal_tonnes[element], 8)});
    say("{}", to_text(table));
}

/// What each deck makes usable of the same model, at its own prices.
base::Expected<std::vector<economics::DeckQuantity>> side_by_side(const project::Project& project,
                                                                  const CurveOptions& options, const Chosen& chosen) {
    std::vector<std::pair<std::string, economics::PriceDeck>> decks{{options.input, *project.results.value.deck}};
    for (const std::string& file : options.beside) {
        const auto recipe = project::read_recipe(file);
        if (!recipe) return std::unexpected(recipe.error());
        decks.emplace_back(file, project::price_deck(*recipe));
        if (auto good = project::at_recipe(*recipe, economics::check_deck(decks.back().second)); !good)
            return std::unexpected(good.error());
    }
    return economics::beside(*project.results.value.model, decks, chosen.curve->elements());
}

void print_decks(const Common& common, const std::vector<economics::DeckQuantity>& decks, const Chosen& chosen) {
    TextTable table;
    table.header = {words(common, "cli.curve.deck"), words(common, "cli.curve.blocks"),
                    words(common, "cli.curve.tonnes")};
    for (std::size_t n = 0; n < chosen.curve->elements().size(); ++n)
        table.header.push_back(fmt::format("{} ({})", chosen.curve->elements()[n], chosen.curve->units()[n]));
    table.right.assign(table.header.size(), true);
    table.right[0] = false;
    for (const economics::DeckQuantity& deck : decks) {
        std::vector<std::string> row{deck.name, fmt::format("{}", deck.usable.blocks),
                                     fmt::format("{:.0f}", deck.usable.tonnes)};
        for (const double grade : deck.usable.grade) row.push_back(base::number(grade, 4));
        table.rows.push_back(std::move(row));
    }
    say("\n{}", to_text(table));
}

/// What the pits say beside the curve: its points inside them, or why there are none.
void add_pits(Json& json, const Chosen& chosen, const project::Project& project, base::Language language) {
    const auto& study = project.results.pits.study;
    if (!study) return;
    if (!study->why_not.empty()) {
        json["pits"] = {{"why_not", base::text(base::Message(study->why_not), language)}};
        if (study->mining_width_m > 0)
            json["pits"]["mining_width"] = {{"width_m", study->mining_width_m},
                                            {"too_narrow_blocks", study->stopes.too_narrow},
                                            {"too_narrow_tonnes", number_json(study->stopes.too_narrow_tonnes)}};
    } else {
        json["pits"] = {{"prices", study->main_prices}};
    }
    if (chosen.inside == nullptr) return;
    Json points = Json::array();
    for (const auto& point : json["points"]) {
        const double price = point["price"].get<double>();
        points.push_back(price >= chosen.lowest_pit ? totals_json(chosen.inside->at(price), *chosen.inside) : Json());
    }
    json["pits"]["points"] = std::move(points);
    json["pits"]["total"] = totals_json(chosen.inside->total(), *chosen.inside);
}

int curve(const Common& common, const CurveOptions& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    const auto project = project_run_until(common, options.input, options.settings, "pits");
    if (!project) return refuse(guard, common, project.error());
    const project::Results& results = project->results;
    if (!results.value.deck || !results.value.curve_full || !results.value.curve_marginal)
        return refuse(guard, common,
                      {base::ErrorKind::data, base::Message("cli.curve.none"), {.file = options.input}, {}});
    const auto choice = project::at_recipe(project->recipe, choose(*project, options));
    if (!choice) return refuse(guard, common, choice.error());
    const Chosen& chosen = *choice;
    std::vector<economics::DeckQuantity> decks;
    if (!options.beside.empty()) {
        auto made = side_by_side(*project, options, chosen);
        if (!made) return refuse(guard, common, made.error());
        decks = std::move(*made);
    }
    std::optional<economics::PriceStanding> history;
    if (!options.history.empty() && !chosen.slider.all()) {
        const auto past = project::read_price_history(options.history, chosen.slider.commodity);
        if (!past) return refuse(guard, common, past.error());
        history = economics::standing(*past, economics::deck_position(*results.value.deck, chosen.slider));
    }
    Parts parts;
    if (!options.by.empty()) {
        auto made = parts_of(common, *project, chosen, options.by);
        if (!made) return refuse(guard, common, made.error());
        parts = std::move(*made);
    }
    if (!(chosen.high >= chosen.low))
        return refuse(guard, common, {base::ErrorKind::usage, base::Message("cli.curve.range"), {}, {}});
    const auto points = chosen.curve->sample(chosen.low, chosen.high, options.points);
    // What is printed is printed whole.
    guard.disarm();
    if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
    const std::string quoted_in = economics::slider_unit(*results.value.deck, chosen.slider);
    const Json cutoff = options.cutoff && !chosen.slider.all() ? cutoff_json(*results.value.deck, chosen, points)
                                                               : Json::array();
    if (!common.json) {
        if (options.cutoff)
            print_cutoff(common, cutoff, quoted_in);
        else if (options.metal)
            print_metal(common, chosen, metal_element(*results.value.deck, chosen), quoted_in);
        else if (!options.by.empty())
            print_parts(common, parts, quoted_in, points);
        else
            print_curve(common, chosen, quoted_in, points);
        if (history)
            say("\n{}\n",
                       words(common, base::Message("cli.history.standing",
                                                   {{"percentile", base::number(history->percentile, 3)},
                                                    {"count", fmt::format("{}", history->count)},
                                                    {"from", history->from},
                                                    {"to", history->to},
                                                    {"low", base::number(history->p10, 8)},
                                                    {"middle", base::number(history->median, 8)},
                                                    {"high", base::number(history->p90, 8)}})));
        if (!decks.empty()) print_decks(common, decks, chosen);
        return ExitCode::done;
    }
    Json json = {{"ok", true},
                 {"commodity", chosen.slider.all() ? all_prices : chosen.slider.commodity},
                 {"price_unit", quoted_in},
                 {"test", chosen.full ? "full" : "marginal"}};
    json["elements"] = Json::array();
    for (std::size_t n = 0; n < chosen.curve->elements().size(); ++n)
        json["elements"].push_back(
            {{"name", chosen.curve->elements()[n]}, {"unit", chosen.curve->units()[n]}});
    json["points"] = Json::array();
    for (const economics::UsableTotals& totals : points)
        json["points"].push_back(totals_json(totals, *chosen.curve));
    json["total"] = totals_json(chosen.curve->total(), *chosen.curve);
    for (const auto& one : parts) {
        Json of = Json::array();
        for (const economics::UsableTotals& totals : points) of.push_back(totals_json(one.second.at(totals.price), one.second));
        json["parts"].push_back({{"part", one.first}, {"points", std::move(of)}});
    }
    if (history)
        json["history"] = {{"count", history->count},
                           {"from", history->from},
                           {"to", history->to},
                           {"percentile", number_json(history->percentile)},
                           {"p10", number_json(history->p10)},
                           {"median", number_json(history->median)},
                           {"p90", number_json(history->p90)}};
    if (options.cutoff) json["cutoff"] = cutoff;
    if (options.metal) json["metal_prices"] = metal_json(chosen, metal_element(*results.value.deck, chosen));
    for (const economics::DeckQuantity& deck : decks)
        json["decks"].push_back({{"deck", deck.name}, {"usable", totals_json(deck.usable, *chosen.curve)}});
    add_pits(json, chosen, *project, common.language);
    print_json(json);
    return ExitCode::done;
}

}  // namespace

void add_curve(CLI::App& app, Common& common, Action& action) {
    static CurveOptions options;
    CLI::App* command = app.add_subcommand("curve", words(common, "cli.curve.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--low", options.low, words(common, "cli.curve.low"));
    command->add_option("--high", options.high, words(common, "cli.curve.high"));
    command->add_option("--points", options.points, words(common, "cli.curve.points"))
        ->check(CLI::Range(2, 100000));
    command->add_option("--test", options.test, words(common, "cli.curve.test"))
        ->check(CLI::IsMember({"full", "marginal"}));
    command->add_option("--slide", options.slide, words(common, "cli.curve.slide"));
    command->add_flag("--cutoff", options.cutoff, words(common, "cli.curve.cutoff"));
    command->add_flag("--metal", options.metal, words(common, "cli.curve.metal"));
    command->add_option("--by", options.by, words(common, "cli.curve.by"));
    command->add_option("--beside", options.beside, words(common, "cli.curve.beside"))->allow_extra_args(false);
    command->add_option("--history", options.history, words(common, "cli.curve.history"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return curve(common, options); }; });
}

}  // namespace orelens::cli
