// Looks at the grades that an evaluation rests on: those counted as zero, and those that are not there.
#include <algorithm>
#include <limits>

#include "core/economics/ExamineGrades.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/HeavyProducts.h"
#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"
#include "core/occurrence/Study.h"
#include "core/project/Pipeline.h"
#include "core/project/Truth.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {
namespace {

using base::Finding;
using base::Severity;

/// With more than this share of the tonnes unknown, what is said of a commodity is said of the smaller part.
constexpr double large_share = 0.5;
/// Kriging gives a few grades below zero; up to this share of the metal that is told as a remark.
constexpr double usual_share = 0.001;

Finding about(const std::string& kind, Severity severity, const economics::Commodity& commodity,
              const economics::Amount& blocks, Words args) {
    args.emplace_back("commodity", commodity.name);
    args.emplace_back("tonnes", tonnes_text(blocks.tonnes));
    Finding finding = doubt("evaluate", kind, severity, blocks.blocks, std::move(args));
    finding.column = economics::grade_column(commodity);
    finding.tonnes = blocks.tonnes;
    return finding;
}

/// Blocks that are not evaluated though somebody named a commodity.
std::vector<Finding> not_evaluated_finding(const Project& project) {
    const base::Message why = not_evaluated(project);
    if (!project.results.estimate.model || project.recipe.commodity.empty() || why.empty()) return {};
    Finding finding;
    finding.kind = "not_evaluated";
    finding.stage = "evaluate";
    finding.count = project.results.estimate.model->block_count();
    finding.what = why;
    finding.fix = base::Message("finding.not_evaluated_fix");
    return {finding};
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// Names of routes are what joins the price deck and the occurrence table: those that only one of them knows.
std::vector<Finding> of_route_names(const Project& project) {
    std::vector<Finding> findings;
    const auto& study = project.results.occurrence.study;
    const economics::PriceDeck& deck = *project.results.value.deck;
    if (!study || deck.routes.empty()) return findings;
    std::vector<std::string> own = economics::route_codes(deck), without_phases, not_in_deck;
    own.pop_back();  // "none"
    const std::vector<std::string>& named = study->plan.routes;
    for (const std::string& route : own)
        if (std::ranges::find(named, route) == named.end()) without_phases.push_back(route);
    for (const std::string& route : named)
        if (std::ranges::find(own, route) == own.end()) not_in_deck.push_back(route);
    const auto say = [&](const char* kind, Severity severity, const std::vector<std::string>& routes,
                         const std::vector<std::string>& others) {
        if (routes.empty()) return;
        findings.push_back(doubt("evaluate", kind, severity, static_cast<std::int64_t>(routes.size()),
                                 {{"routes", joined(routes)}, {"others", others.empty() ? "–" : joined(others)}}));
        findings.back().column = joined(routes);
    };
    // None in common: not one component can be usable.
    const bool none = without_phases.size() == own.size();
    say("routes_without_phases", none ? Severity::error : Severity::warning, without_phases, named);
    say("phase_routes_not_in_deck", Severity::warning, not_in_deck, own);
    return findings;
}

/// What the terms of sale leave open or bend: gaps in the usable prices, responses used beyond their grades, a commodity
/// that is recovered for nothing, a plant's cost that no route takes.
std::vector<Finding> of_terms(const ValueResults& value, const base::Progress& progress) {
    std::vector<Finding> findings;
    const economics::PriceDeck& deck = *value.deck;
    const auto add = [&](const char* kind, const base::Expected<economics::BlocksAndTonnes>& found) {
        if (!found || found->blocks == 0) return;
        Finding finding = doubt("evaluate", kind, Severity::warning, found->blocks,
                                {{"commodity", economics::main_commodity(deck)->name},
                                 {"tonnes", tonnes_text(found->tonnes)}});
        finding.tonnes = found->tonnes;
        findings.push_back(std::move(finding));
    };
    add("price_gaps", economics::several_intervals(*value.model, deck, progress));
    add("beyond_response", economics::beyond_responses(*value.model, deck, progress));
    if (const auto heavy = economics::heavy_routes(*value.model, deck, progress))
        for (const economics::HeavyRoute& one : *heavy) {
            Finding finding = doubt("evaluate", "product_heavier", Severity::error, one.blocks,
                                    {{"route", one.route},
                                     {"products", joined(one.products)},
                                     {"tonnes", tonnes_text(one.tonnes)},
                                     {"most", base::number(one.most, 4)},
                                     {"i", std::to_string(one.first[0])},
                                     {"j", std::to_string(one.first[1])},
                                     {"k", std::to_string(one.first[2])}});
            finding.column = "product." + one.products.front() + ".grade";
            finding.tonnes = one.tonnes;
            findings.push_back(std::move(finding));
        }
    for (const economics::Commodity& commodity : deck.commodities)
        if (!(commodity.price > 0))
            findings.push_back(
                doubt("evaluate", "no_price_of_commodity", Severity::warning, 1, {{"commodity", commodity.name}}));
    if (!deck.routes.empty() && deck.costs.processing != 0)
        findings.push_back(doubt("evaluate", "plant_cost_unused", Severity::warning, 1,
                                 {{"amount", base::number(deck.costs.processing)}, {"unit", deck.costs.currency + "/t"}}));
    return findings;
}

/// Elements whose grades nobody pays for, and blocks whose tonnes rest on the stated density beside others that have one.
std::vector<Finding> of_columns(const Project& project, const base::Progress& progress) {
    std::vector<Finding> findings;
    const blocks::BlockModel& model = *project.results.value.model;
    const economics::PriceDeck& deck = *project.results.value.deck;
    constexpr double any = std::numeric_limits<double>::quiet_NaN();
    for (const std::string& element : project.elements()) {
        const bool priced = std::ranges::any_of(deck.commodities, [&](const economics::Commodity& commodity) {
            return commodity.name == element || economics::grade_column(commodity) == element;
        });
        if (priced || !model.has(element)) continue;
        const auto seen = economics::examine_grade(model, deck.costs, element, any, any, &progress);
        if (seen.known.blocks == 0) continue;
        Finding finding = doubt("evaluate", "no_price_of_grade", Severity::info, seen.known.blocks,
                                {{"element", element}, {"tonnes", tonnes_text(seen.known.tonnes)}});
        finding.column = element;
        findings.push_back(std::move(finding));
    }
    const economics::BlockTonnes tonnes(model, deck.costs);
    if (!tonnes.varies() || project.model_file().empty()) return findings;  // of estimated ones `estimate` tells
    const auto all = economics::amount_of(model, deck.costs, [](std::size_t, int) { return true; }, &progress);
    const auto stated = economics::amount_of(
        model, deck.costs, [&](std::size_t leaf, int at) { return !(tonnes.density(leaf, at) >= 0); }, &progress);
    if (stated.blocks == 0 || stated.blocks == all.blocks) return findings;
    const bool large = stated.tonnes > large_share * all.tonnes;
    Finding finding = doubt("evaluate", "blocks_without_density", large ? Severity::warning : Severity::info, stated.blocks,
                            {{"tonnes", tonnes_text(stated.tonnes)},
                             {"density", base::number(deck.costs.density_t_per_m3, 4)},
                             {"share", percent_text(stated.tonnes, all.tonnes)}});
    finding.column = economics::density_column;
    finding.tonnes = stated.tonnes;
    findings.push_back(std::move(finding));
    return findings;
}

}  // namespace

std::vector<Finding> examine_value(const Project& project, base::Progress& progress) {
    std::vector<Finding> findings;
    const ValueResults& value = project.results.value;
    if (!value.model || !value.deck) return not_evaluated_finding(project);
    constexpr double any = std::numeric_limits<double>::quiet_NaN();
    const auto passes = static_cast<double>(value.deck->commodities.size() + 1);
    double pass = 0;
    const auto next = [&] {
        const base::Progress part = progress.part(pass / passes, (pass + 1) / passes);
        ++pass;
        return part;
    };
    for (const economics::Commodity& commodity : value.deck->commodities) {
        const base::Progress looking = next();
        const auto seen = economics::examine_grade(*value.model, value.deck->costs,
                                                   economics::grade_column(commodity), any, any, &looking);
        if (progress.cancelled()) return {};
        if (seen.below_zero.blocks > 0)
            findings.push_back(
                about("grades_clipped",
                      seen.metal_below_zero > usual_share * seen.metal ? Severity::warning : Severity::info,
                      commodity, seen.below_zero,
                      {{"metal", tonnes_text(seen.metal_below_zero)},
                       {"share", percent_text(seen.metal_below_zero, seen.metal)}}));
    }
    const base::Progress looking = next();
    const auto unassayed = economics::unassayed(*value.model, *value.deck, &looking);
    for (std::size_t n = 0; n < unassayed.size(); ++n) {
        const economics::Unassayed& one = unassayed[n];
        if (one.without.blocks == 0) continue;
        const bool large = one.without.tonnes > large_share * one.all.tonnes;
        findings.push_back(about("unassayed_blocks", large ? Severity::warning : Severity::info,
                                 value.deck->commodities[n], one.without,
                                 {{"share", percent_text(one.without.tonnes, one.all.tonnes)}}));
    }
    for (Finding& finding : of_terms(value, progress)) findings.push_back(std::move(finding));
    for (Finding& finding : of_route_names(project)) findings.push_back(std::move(finding));
    for (Finding& finding : of_columns(project, progress)) findings.push_back(std::move(finding));
    return progress.cancelled() ? std::vector<Finding>() : findings;
}

}  // namespace orelens::project
