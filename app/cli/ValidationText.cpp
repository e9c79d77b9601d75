#include "app/cli/ValidationText.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/Quantity.h"
#include "core/economics/Value.h"
#include "core/geostat/ModelValidation.h"
#include "core/project/Simulation.h"

namespace orelens::cli {

using base::Message;
using geostat::ElementValidation;
using geostat::Verdict;

void print_verdict(const Common& common, const project::Project& project) {
    const auto& validation = project.results.estimate.validation;
    if (!validation || validation->elements.empty() || !project.current("validate")) return;
    TextTable table{{words(common, "cli.run.element"), words(common, "cli.verdict.verdict"),
                     words(common, geostat::verdict_key(Verdict::passed)), words(common, geostat::verdict_key(Verdict::marginal)),
                     words(common, geostat::verdict_key(Verdict::failed)), words(common, geostat::verdict_key(Verdict::not_judged)),
                     words(common, "cli.verdict.slope"), words(common, "cli.verdict.mean_error"),
                     words(common, "cli.verdict.bias")},
                    {},
                    {false, false, true, true, true, true, true, true, true}};
    for (const ElementValidation& one : validation->elements) {
        const auto count = [&](Verdict verdict) { return fmt::format("{}", geostat::count_of(one, verdict)); };
        const geostat::ValidationSummary& s = one.by_hole.summary;
        table.rows.push_back({one.element, words(common, geostat::verdict_key(one.verdict)), count(Verdict::passed),
                              count(Verdict::marginal), count(Verdict::failed), count(Verdict::not_judged),
                              base::number(s.slope, 3), base::number(100 * s.mean_error / one.by_hole.truth_mean, 3),
                              base::number(100 * (one.means.model / one.means.nearest - 1), 3)});
    }
    say("{}\n{}", words(common, "cli.verdict.title"), to_text(table));
    for (const ElementValidation& one : validation->elements)
        for (const geostat::Judged& judged : one.judged)
            if (judged.verdict == Verdict::failed || judged.verdict == Verdict::marginal)
                say("{}\n", words(common, Message("cli.verdict.reason",
                                                         {{"element", one.element},
                                                          {"criterion", words(common, geostat::criterion_key(judged.criterion))},
                                                          {"verdict", words(common, geostat::verdict_key(judged.verdict))},
                                                          {"reason", words(common, judged.reason)}})));
}

namespace {

using project::CurveBand;
using project::Simulation;
using project::Spread;

const Simulation* simulation_of(const project::Project& project) {
    return project.current("simulate") ? project.results.simulation.summary.get() : nullptr;
}
const CurveBand* band_of(const project::Project& project) {
    return project.current("uncertainty") ? project.results.simulation.band.get() : nullptr;
}

/// Of the band at the price of the results, between its prices in a straight line.
struct AtPrice {
    double price = 0, estimate = 0;
    Spread tonnes;
};
AtPrice at_price(const project::Project& project, const CurveBand& band) {
    AtPrice at;
    const auto& value = project.results.value;
    const economics::Commodity* main = value.deck ? economics::main_commodity(*value.deck) : nullptr;
    if (main == nullptr || band.price.size() < 2) return at;
    at.price = main->price;
    at.estimate = value.curve(value.deck->test)->at(at.price).tonnes;
    std::size_t n = 1;
    while (n + 1 < band.price.size() && band.price[n] < at.price) ++n;
    const double share = std::clamp((at.price - band.price[n - 1]) / (band.price[n] - band.price[n - 1]), 0.0, 1.0);
    const auto between = [&](double a, double b) { return a + share * (b - a); };
    const Spread &a = band.tonnes[n - 1], &b = band.tonnes[n];
    at.tonnes = {between(a.p10, b.p10), between(a.p50, b.p50), between(a.p90, b.p90)};
    return at;
}

Json spread_json(const Spread& spread, double estimate) {
    return {{"estimate", number_json(estimate)},
            {"p10", number_json(spread.p10)},
            {"p50", number_json(spread.p50)},
            {"p90", number_json(spread.p90)}};
}

}  // namespace

void print_simulation(const Common& common, const project::Project& project) {
    const Simulation* s = simulation_of(project);
    if (s == nullptr) return;
    const Spread mean = project::spread_of(s->mean);
    say("{}\n{}\n",
               words(common, Message("cli.simulation.title",
                                     {{"element", s->element},
                                      {"realisations", fmt::format("{}", s->realisations)},
                                      {"points", fmt::format("{}×{}×{}", s->per_block[0], s->per_block[1], s->per_block[2])},
                                      {"seed", fmt::format("{}", s->seed)}})),
               words(common, Message("cli.simulation.mean", {{"mean", base::number(mean.p50, 4)},
                                                             {"unit", s->unit},
                                                             {"data", base::number(s->data_mean, 4)},
                                                             {"estimate", base::number(s->estimate_mean, 4)}})));
    const CurveBand* band = band_of(project);
    if (band == nullptr) return;
    TextTable table{{words(common, "cli.simulation.quantity"), "P10", "P50", "P90", words(common, "cli.simulation.estimate")},
                    {},
                    {false, true, true, true, true}};
    const auto add = [&](const Message& what, const Spread& spread, double estimate) {
        std::vector<std::string> row{words(common, what)};
        for (const double tonnes : {spread.p10, spread.p50, spread.p90, estimate}) row.push_back(base::mass_text(tonnes, common.language));
        table.rows.push_back(std::move(row));
    };
    const std::string cutoff = base::number(band->cutoff, 4);
    add(Message("cli.simulation.above_tonnes", {{"cutoff", cutoff}, {"unit", band->unit}}), project::spread_of(band->above_tonnes),
        band->estimated_above_tonnes);
    add(Message("cli.simulation.above_metal", {{"element", band->element}}), project::spread_of(band->above_metal),
        band->estimated_above_metal);
    const AtPrice at = at_price(project, *band);
    add(Message("cli.simulation.usable", {{"commodity", band->commodity}, {"price", base::number(at.price, 8)}}), at.tonnes, at.estimate);
    say("{}", to_text(table));
}

Json simulation_json(const project::Project& project) {
    Json json = Json::object();
    const Simulation* s = simulation_of(project);
    if (s == nullptr) return json;
    json = {{"element", s->element},   {"realisations", s->realisations}, {"seed", s->seed},
            {"cutoff", number_json(s->cutoff)}, {"mean", spread_json(project::spread_of(s->mean), s->estimate_mean)}};
    if (const CurveBand* band = band_of(project)) {
        json["tonnes_above"] = spread_json(project::spread_of(band->above_tonnes), band->estimated_above_tonnes);
        json["metal_above"] = spread_json(project::spread_of(band->above_metal), band->estimated_above_metal);
        const AtPrice at = at_price(project, *band);
        json["usable_tonnes"] = spread_json(at.tonnes, at.estimate);
    }
    return json;
}

Json verdict_json(const project::Project& project, base::Language language) {
    static constexpr const char* verdicts[] = {"not_judged", "pass", "marginal", "fail"};
    Json list = Json::array();
    const auto& validation = project.results.estimate.validation;
    if (!validation) return list;
    for (const ElementValidation& one : validation->elements) {
        Json all = Json::array();
        for (const geostat::Judged& judged : one.judged)
            all.push_back({{"criterion", geostat::criterion_key(judged.criterion).substr(21)},
                           {"verdict", verdicts[static_cast<int>(judged.verdict)]},
                           {"value", number_json(judged.value)},
                           {"pass", number_json(judged.pass)},
                           {"marginal", number_json(judged.marginal)},
                           {"reason", base::text(judged.reason, language)},
                           {"advice", judged.advice.empty() ? "" : base::text(judged.advice, language)}});
        list.push_back({{"element", one.element},
                        {"verdict", verdicts[static_cast<int>(one.verdict)]},
                        {"samples", one.samples},
                        {"holes", one.holes},
                        {"criteria", all}});
    }
    return list;
}

}  // namespace orelens::cli
