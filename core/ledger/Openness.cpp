#include "core/ledger/Openness.h"

#include <algorithm>
#include <cmath>

#include "core/ledger/EvaluateParts.h"

namespace orelens::ledger {
namespace {

using base::ErrorKind;
using base::Message;

constexpr Value node_values[] = {{"mining", "mining", "采矿"},           {"dressing", "dressing", "选矿"},
                                 {"smelting", "smelting", "冶炼"},       {"fabrication", "fabrication", "加工"},
                                 {"use", "use", "消费"},                 {"recycling", "recycling", "回收利用"}};

/// What rounding leaves of an empty unit.
constexpr double worked_out = 1e-12;

bool is_share(double value) {
    return value >= 0 && value <= 1;
}

base::Expected<void> check(const Chain& chain, const std::vector<Outside>& outside) {
    const auto refuse = [](const char* what) {
        return base::fail(ErrorKind::usage, Message("ledger.run.share", {{"what", what}}));
    };
    for (const auto& [what, value] :
         {std::pair("mining_recovery", chain.mining_recovery), std::pair("smelting_recovery", chain.smelting_recovery),
          std::pair("fabrication_yield", chain.fabrication_yield), std::pair("collection", chain.collection),
          std::pair("recycling_recovery", chain.recycling_recovery)})
        if (!is_share(value)) return refuse(what);
    if (!(chain.mining_recovery > 0)) return refuse("mining_recovery");
    double last = 1;
    for (const double share : chain.survival) {
        if (!is_share(share) || share > last) return refuse("survival");
        last = share;
    }
    for (const Outside& year : outside) {
        for (const double share : year.capacity_share)
            if (!is_share(share)) return refuse("capacity_share");
        for (const auto& [id, share] : year.unit_share)
            if (!is_share(share)) return refuse("unit_share");
        if (!(year.import_cap_t >= 0) || !(year.export_cap_t >= 0) || !(year.old_scrap_t >= 0)) return refuse("import_cap_t");
    }
    return {};
}

/// What the loop carries from year to year.
struct Carried {
    std::vector<double> left;  // share of each unit that is still there
    std::array<double, nodes> held{};
    double refined = 0;      // stock
    double new_scrap = 0;    // of last year's fabrication
    double collected = 0;    // of last year's end of life
    std::vector<double> products;  // fabricated, by year of the run
};

class Years {
  public:
    Years(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario, const Chain& chain);
    base::Expected<YearRow> year(const Outside& outside, const base::Progress& progress);
    [[nodiscard]] double in_ground() const;
    [[nodiscard]] double not_evaluated() const { return not_evaluated_; }

  private:
    struct Source {
        std::size_t unit = 0, row = 0, at = 0;  // `at` in units_
        double metal = 0, capacity = 0;  // t of the species; t of ore per year
        bool leading = false, social = false;
    };
    /// Outcomes of the year, by number of `units_`. Years that ask the same of them are judged once.
    base::Expected<const Outcomes*> outcomes(const Outside& outside, const base::Progress& progress);
    /// What a route gets of a source's metal in the ground.
    [[nodiscard]] double recovery(const Source& source, std::int16_t route) const;
    base::Expected<double> work_units(const Outside& outside, YearRow& row, const base::Progress& progress);
    /// What of an inflow and of what was held up passes a node.
    double pass(Node node, double inflow, const Outside& outside) {
        double& held = now_.held[static_cast<std::size_t>(node)];
        const double all = inflow + held, passes = all * outside.capacity_share[static_cast<std::size_t>(node)];
        held = all - passes;
        return passes;
    }

    const Ledger& ledger_;
    const std::vector<Route>& routes_;
    const Scenario& scenario_;
    const Chain& chain_;
    std::vector<Source> sources_;
    std::vector<std::uint32_t> units_;  // that hold the species
    std::vector<std::array<double, occurrences>> recoveries_;  // of the species, by route
    /// Of the first year and of the last one that differed: a shock comes and goes.
    std::vector<std::pair<Scenario, Outcomes>> judged_;
    Carried now_;
    double first_ground_ = 0, not_evaluated_ = 0;
};

Years::Years(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario, const Chain& chain)
    : ledger_(ledger), routes_(routes), scenario_(scenario), chain_(chain) {
    const std::int64_t species = ledger.species.find(chain.species);
    now_.left.assign(ledger.units(), 1);
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        // What is only thought to be there is not mined.
        if (ledger.excluded[u] != Excluded::counted || ledger.kind[u] == Kind::potential || !(ledger.mass_t[u] > 0)) continue;
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            if (ledger.row_species[r] != species || !(ledger.row_contained[r] > 0)) continue;
            double capacity = ledger.capacity_t[u];
            if (std::isnan(capacity)) capacity = ledger.mass_t[u] / (chain.taylor_life_factor * std::pow(ledger.mass_t[u], 0.25));
            if (units_.empty() || units_.back() != u) units_.push_back(static_cast<std::uint32_t>(u));
            sources_.push_back({u, r, units_.size() - 1, ledger.row_contained[r], capacity, r == ledger.leading_row(u),
                                ledger.subsystem[u] == Subsystem::social});
        }
    }
    for (const Route& route : routes) recoveries_.push_back(valuing::recoveries_of(route, chain.species));
    first_ground_ = in_ground();
}

double Years::recovery(const Source& source, std::int16_t route) const {
    const auto n = static_cast<std::size_t>(route);
    if (ledger_.judged_first[source.unit] != ledger_.judged_first[source.unit + 1]) return recovery_of(ledger_, source.row, routes_[n]);
    const Shares& shares = ledger_.profiles[ledger_.row_profile[source.row]];
    double sum = 0;
    for (std::size_t o = 0; o < occurrences; ++o) sum += shares[o] * recoveries_[n][o];
    return sum;
}

base::Expected<const Outcomes*> Years::outcomes(const Outside& outside, const base::Progress& progress) {
    Scenario scenario = scenario_of_year(scenario_, routes_, outside);
    for (const auto& [known, answer] : judged_)
        if (known == scenario) return &answer;
    auto made = evaluate(ledger_, routes_, scenario, units_, progress);
    if (!made) return std::unexpected(made.error());
    if (judged_.size() > 1) judged_.pop_back();
    return &judged_.emplace_back(std::move(scenario), std::move(*made)).second;
}

double Years::in_ground() const {
    double sum = 0;
    for (const Source& source : sources_)
        if (!source.social) sum += source.metal * now_.left[source.unit];
    return sum;
}

/// Breaks ore; what reaches the concentrate is returned, losses stand in the row.
base::Expected<double> Years::work_units(const Outside& outside, YearRow& row, const base::Progress& progress) {
    const auto judged = outcomes(outside, progress);
    if (!judged) return std::unexpected(judged.error());
    const Outcomes& answers = **judged;
    double concentrate = 0, not_evaluated = 0;
    const double open = outside.capacity_share[static_cast<std::size_t>(Node::mining)];
    for (const Source& source : sources_) {
        const std::size_t u = source.unit;
        if (answers.state[source.at] == State::not_evaluated) not_evaluated += source.metal * now_.left[u];
        if (answers.state[source.at] != State::usable) continue;
        ++row.usable_units;
        double share = open;
        if (const auto own = outside.unit_share.find(ledger_.ids[u]); own != outside.unit_share.end()) share *= own->second;
        // Tonnes broken; in the ground more is consumed for them. Social units have nothing to lose in the ground.
        const double recovery = source.social ? 1 : chain_.mining_recovery;
        const double broken = std::min(source.capacity * share, now_.left[u] * ledger_.mass_t[u] * recovery);
        if (!(broken > 0) || now_.left[u] < worked_out) continue;
        ++row.working_units;
        row.ore_t += broken;
        const double mined = source.metal * broken / ledger_.mass_t[u];
        const double consumed = mined / recovery;
        now_.left[u] = std::max(0.0, now_.left[u] - consumed / source.metal);
        // A route's recovery is of the metal in the ground: what mining loses is within it already.
        const double of_ground = this->recovery(source, answers.route[source.at]);
        const double product = mined * std::min(1.0, of_ground / recovery);
        concentrate += product;
        row.tailings_t += mined - product;
        if (source.social) {
            row.social_t += mined;
            continue;
        }
        row.consumed_t += consumed;
        row.mined_t += mined;
        row.ground_loss_t += consumed - mined;
        if (!source.leading) row.by_product_t += mined;
    }
    not_evaluated_ = std::max(not_evaluated_, not_evaluated);
    return concentrate;
}

base::Expected<YearRow> Years::year(const Outside& outside, const base::Progress& progress) {
    YearRow row;
    row.year = outside.year;
    const auto concentrate = work_units(outside, row, progress);
    if (!concentrate) return std::unexpected(concentrate.error());
    row.concentrate_t = pass(Node::dressing, *concentrate, outside);
    // Scrap of last year and concentrate of this one meet in the smelters.
    const double smelted = pass(Node::smelting, row.concentrate_t, outside);
    row.primary_t = smelted * chain_.smelting_recovery;
    row.slag_t = smelted - row.primary_t;
    row.new_scrap_t = now_.new_scrap;
    now_.new_scrap = 0;
    const double scrap = pass(Node::recycling, now_.collected, outside);
    now_.collected = 0;
    row.recycled_t = scrap * chain_.recycling_recovery;
    row.recycling_loss_t = scrap - row.recycled_t;

    const double home = row.primary_t + row.new_scrap_t + row.recycled_t;
    // Demand is of fabricated metal; what is refined for it is more by the new scrap.
    const double asked = std::isnan(outside.demand_t) ? home : outside.demand_t / std::max(chain_.fabrication_yield, 1e-12);
    double supplied = std::min(home, asked);
    double surplus = home - supplied;
    row.from_stock_t = std::min(now_.refined, asked - supplied);
    now_.refined -= row.from_stock_t;
    supplied += row.from_stock_t;
    row.import_t = std::min(outside.import_cap_t, asked - supplied);
    supplied += row.import_t;
    row.unmet_t = (asked - supplied) * chain_.fabrication_yield;
    row.export_t = std::min(outside.export_cap_t, surplus);
    surplus -= row.export_t;
    now_.refined += surplus;

    const double worked = pass(Node::fabrication, supplied, outside);
    row.fabricated_t = worked * chain_.fabrication_yield;
    now_.new_scrap = worked - row.fabricated_t;
    const double into_use = pass(Node::use, row.fabricated_t, outside);
    // Products leave use by their survival; age 0 at the end of the year they were made in.
    const auto survives = [&](std::size_t age) { return age < chain_.survival.size() ? chain_.survival[age] : 0.0; };
    const std::size_t t = now_.products.size();
    now_.products.push_back(into_use);
    double ended = outside.old_scrap_t;
    for (std::size_t c = 0; c <= t; ++c) {
        const double before = c == t ? 1.0 : survives(t - c - 1), after = survives(t - c);
        ended += now_.products[c] * (before - after);
        row.in_use_t += now_.products[c] * after;
    }
    row.end_of_life_t = ended;
    row.collected_t = ended * chain_.collection;
    row.dissipated_t = ended - row.collected_t;
    now_.collected = row.collected_t;

    row.in_ground_t = in_ground();
    row.refined_stock_t = now_.refined;
    row.held_t = now_.held;
    row.depletion = first_ground_ > 0 ? 1 - row.in_ground_t / first_ground_ : 0;
    const double own = row.primary_t + row.recycled_t;
    const double need = std::isnan(outside.demand_t) ? unknown : asked - row.new_scrap_t;
    if (need > 0) row.self_sufficiency = own / need;
    if (const double total = supplied; total > 0) row.import_dependence = (row.import_t - row.export_t) / total;
    if (const double input = home + row.import_t; input > 0) row.eol_recycling_input_rate = row.recycled_t / input;
    return row;
}

}  // namespace

template <> std::span<const Value> values<Node>() { return node_values; }

Scenario scenario_of_year(const Scenario& base, const std::vector<Route>& routes, const Outside& outside) {
    Scenario scenario = base;
    for (const auto& [species, price] : outside.prices) scenario.prices[species] = price;
    if (outside.tax) scenario.tax = *outside.tax;
    if (outside.royalty) scenario.royalty = *outside.royalty;
    for (const auto& [species, money] : outside.subsidy) scenario.subsidy[species] = money;
    scenario.cost_index *= outside.cost_factor;
    if (outside.year == 0) return scenario;
    // A year matters by the routes that stand by then alone.
    for (const Route& route : routes)
        if (route.from_year > outside.year) scenario.routes.erase(route.id);
    scenario.year = 0;
    return scenario;
}

base::Expected<Run> run_years(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                              const Chain& chain, const std::vector<Outside>& outside, const base::Progress& progress) {
    if (auto fine = check(chain, outside); !fine) return std::unexpected(fine.error());
    Years years(ledger, routes, scenario, chain);
    Run run;
    run.in_ground_at_first_t = years.in_ground();
    for (std::size_t t = 0; t < outside.size(); ++t) {
        const double n = static_cast<double>(outside.size());
        auto row = years.year(outside[t], progress.part(static_cast<double>(t) / n, static_cast<double>(t + 1) / n));
        if (!row) return std::unexpected(row.error());
        run.years.push_back(*row);
    }
    run.not_evaluated_t = years.not_evaluated();
    return run;
}

double balance_error(const Run& run) {
    if (run.years.empty()) return 0;
    double in = run.in_ground_at_first_t, out = 0;
    for (const YearRow& year : run.years) {
        in += year.social_t + year.import_t;
        out += year.export_t + year.ground_loss_t + year.tailings_t + year.slag_t + year.dissipated_t + year.recycling_loss_t;
    }
    const YearRow& last = run.years.back();
    double stands = last.in_ground_t + last.in_use_t + last.refined_stock_t;
    for (const double held : last.held_t) stands += held;
    // What last year's fabrication and collection hand on stands between the years.
    const YearRow& end = last;
    double between = end.collected_t;
    double worked = 0;
    for (std::size_t n = 0; n < run.years.size(); ++n) {
        const YearRow& year = run.years[n];
        const double supplied = year.primary_t + year.new_scrap_t + year.recycled_t + year.from_stock_t + year.import_t -
                                year.export_t -
                                (year.refined_stock_t - (n > 0 ? run.years[n - 1].refined_stock_t : 0) + year.from_stock_t);
        const double held_before = n > 0 ? run.years[n - 1].held_t[static_cast<std::size_t>(Node::fabrication)] : 0;
        worked = supplied + held_before - year.held_t[static_cast<std::size_t>(Node::fabrication)];
    }
    between += worked - end.fabricated_t;
    double old_scrap = 0;  // end of life that is of products from before the run
    for (std::size_t n = 0; n < run.years.size(); ++n) {
        const YearRow& year = run.years[n];
        const double use_before = n > 0 ? run.years[n - 1].in_use_t : 0;
        const double held_before = n > 0 ? run.years[n - 1].held_t[static_cast<std::size_t>(Node::use)] : 0;
        const double into_use = year.fabricated_t + held_before - year.held_t[static_cast<std::size_t>(Node::use)];
        old_scrap += year.end_of_life_t - (use_before + into_use - year.in_use_t);
    }
    return stands + between - (in + old_scrap - out);
}

std::array<std::array<double, nodes>, nodes> transfer_matrix(const Chain& chain, double dressing_recovery) {
    std::array<std::array<double, nodes>, nodes> t{};
    const auto at = [&](Node from, Node to) -> double& {
        return t[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
    };
    at(Node::mining, Node::dressing) = 1;
    at(Node::dressing, Node::smelting) = dressing_recovery;
    at(Node::smelting, Node::fabrication) = chain.smelting_recovery;
    at(Node::fabrication, Node::use) = chain.fabrication_yield;
    return t;
}

}  // namespace orelens::ledger
