#include <algorithm>
#include <cmath>

#include "core/ledger/EvaluateParts.h"

namespace orelens::ledger::valuing {
namespace {

/// The judgement's own answer under its own terms; under others moved from there: the price of its species against the one it
/// breaks even at, the rest by what each tonne holds and costs.
Best by_judgement(const Ledger& ledger, std::size_t u, const Terms& terms, std::size_t j) {
    const Judgement& judgement = ledger.judged[j];
    const Reference& reference = ledger.references[judgement.reference];
    const Judged& under = terms.references[judgement.reference];
    const Terms::OneRoute& one = terms.routes[static_cast<std::size_t>(under.route)];
    const Scenario& scenario = *terms.scenario;
    Best best;
    best.judged = true;
    best.species = under.species;
    best.price_needed = judgement.price_needed;
    if (judgement.state == State::not_evaluated || judgement.state == State::no_route) {
        best.outcome.state = judgement.state;
        return best;
    }
    best.outcome.valuable = true;
    best.outcome.route = static_cast<std::int16_t>(under.route);
    Line& line = best.line;
    line.feasible = line.priced = true;
    line.cost = (judgement.value - judgement.margin) / reference.cost_index;
    double moved = -(scenario.cost_index - reference.cost_index) * line.cost, slope = 0;
    if (scenario.discount != reference.discount)
        moved -= scenario.cost_index * (own_cost(ledger, u, scenario.discount) - own_cost(ledger, u, reference.discount));
    const double kept = terms.kept, mass = ledger.mass_t[u];
    for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
        const std::size_t s = ledger.row_species[r];
        const double product = ledger.judged_recovered(u, j, r) / mass;
        if (!(product > 0) || ledger.row_role[r] == Role::harmful) continue;
        const Terms::Species& species = one.species[s];
        const auto gross = [&](double price) { return std::isnan(price) ? 0 : price * species.payable - species.charge; };
        line.taken += product * gross(terms.price[s]) * (1 - kept);
        moved += product * (terms.subsidy[s] - under.subsidy[s]);
        if (static_cast<std::int64_t>(s) != under.species) {
            moved += product * (gross(terms.price[s]) * kept - gross(under.price[s]) * under.kept);
            continue;
        }
        line.lead_recovered = product;
        slope = product * species.payable * under.kept;
        moved += product * gross(under.price[s]) * (kept - under.kept);
    }
    const bool same = under.differs == 0;
    const auto known = static_cast<std::size_t>(std::max<std::int64_t>(under.species, 0));
    const double then = under.species < 0 ? unknown : under.price[known];
    const double price = under.species < 0 ? unknown : terms.price[known];
    const double needed = judgement.price_needed;
    if (std::isfinite(needed) && needed > 0 && std::abs(then - needed) > 1e-9 * then && judgement.margin / (then - needed) > 0)
        slope = judgement.margin / (then - needed);
    slope *= under.kept > 0 ? kept / under.kept : 0;
    line.value_slope = slope;
    line.value = judgement.value + moved;
    bool pays = judgement.state == State::usable;
    double margin = judgement.margin;
    if (!same) {
        if (moved != 0) {
            const double short_of = -(judgement.margin + moved);
            best.price_needed = slope > 0 ? std::max(0.0, then + short_of / slope) : short_of <= 0 ? 0.0 : infinity;
        }
        if (std::isnan(price) || std::isnan(best.price_needed)) {
            best.outcome.state = State::not_evaluated;
            return best;
        }
        pays = best.price_needed <= price;
        margin += moved + slope * (price - then);
    }
    // What rounding or the bend of a royalty makes of the margin does not change the answer.
    best.outcome.margin = pays ? std::max(margin, 0.0) : std::min(margin, -std::numeric_limits<double>::min());
    best.outcome.state = !pays                                                ? State::uneconomic
                         : (ledger.flags[u] & scenario.blocking) != 0 ? State::blocked
                                                                      : State::usable;
    return best;
}

}  // namespace

bool is_judged(const Ledger& ledger, std::size_t u, const Terms& terms) {
    for (std::size_t j = ledger.judged_first[u]; j < ledger.judged_first[u + 1]; ++j)
        if (terms.references[ledger.judged[j].reference].route >= 0) return true;
    return false;
}

Best best_judged(const Ledger& ledger, std::size_t u, const Terms& terms, bool off) {
    std::int64_t nearest = -1;
    Best best;
    best.outcome.state = State::no_route;
    best.judged = true;
    const auto of = [&](std::size_t j) -> const Judged& { return terms.references[ledger.judged[j].reference]; };
    for (std::size_t j = ledger.judged_first[u]; j < ledger.judged_first[u + 1]; ++j) {
        if (of(j).route < 0 || of(j).on == off) continue;
        if (off) {
            const Best other = by_judgement(ledger, u, terms, j);
            if (other.outcome.valuable && (!best.outcome.valuable || other.outcome.margin > best.outcome.margin)) best = other;
        } else if (nearest < 0 || of(j).differs < of(static_cast<std::size_t>(nearest)).differs) {
            nearest = static_cast<std::int64_t>(j);
        }
    }
    return nearest < 0 ? best : by_judgement(ledger, u, terms, static_cast<std::size_t>(nearest));
}

}  // namespace orelens::ledger::valuing
