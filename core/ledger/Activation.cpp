#include "core/ledger/Activation.h"

#include <algorithm>
#include <cmath>

#include "core/ledger/EvaluateParts.h"
#include "core/scenarios/Shapley.h"

namespace orelens::ledger {
namespace {

/// The part of a row that a selection takes.
double taken(const Ledger& ledger, const Selection& selection, std::size_t row) {
    if (selection.rows.empty()) return 1;
    const std::uint16_t bits = selection.rows[row];
    if (bits == all_occurrences) return 1;
    const Shares& shares = ledger.profiles[ledger.row_profile[row]];
    double sum = 0;
    for (std::size_t o = 0; o < occurrences; ++o)
        if ((bits >> o & 1U) != 0) sum += shares[o];
    return sum;
}

/// Potential is never added to resources.
bool is_taken(const Ledger& ledger, const Selection& selection, std::size_t unit) {
    if (ledger.excluded[unit] != Excluded::counted || ledger.kind[unit] == Kind::potential) return false;
    if (selection.rows.empty()) return true;
    for (std::size_t r = ledger.first[unit]; r < ledger.first[unit + 1]; ++r)
        if (taken(ledger, selection, r) > 0) return true;
    return false;
}

std::vector<std::uint8_t> usable(const Outcomes& outcomes) {
    std::vector<std::uint8_t> take(outcomes.state.size());
    for (std::size_t u = 0; u < take.size(); ++u) take[u] = outcomes.state[u] == State::usable ? 1 : 0;
    return take;
}

UnitAnswer answer_by(const Ledger& ledger, std::size_t unit, const valuing::Terms& terms) {
    const valuing::Best best = valuing::best_of(ledger, unit, terms);
    UnitAnswer answer;
    answer.outcome = best.outcome;
    answer.species = valuing::deciding_species(ledger, unit, best);
    answer.activation_price = valuing::price_needed(ledger, unit, terms);
    answer.price = terms.price[answer.species];
    if (answer.price > 0) answer.gap = answer.activation_price / answer.price - 1;
    answer.levers = valuing::levers_of(ledger, unit, terms);
    return answer;
}

}  // namespace

Quantities quantities(const Ledger& ledger, const std::vector<Route>& routes, const Outcomes& outcomes,
                      const std::vector<std::uint8_t>& take, const Selection& selection, std::optional<Kind> kind) {
    Quantities sum;
    sum.contained_t.assign(ledger.species.size(), 0);
    sum.recovered_t.assign(ledger.species.size(), 0);
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (take[u] == 0 || !is_taken(ledger, selection, u) || (kind && ledger.kind[u] != *kind)) continue;
        ++sum.units;
        sum.ore_t += ledger.mass_t[u];
        for (std::size_t r = ledger.first[u]; r < ledger.first[u + 1]; ++r) {
            const double share = taken(ledger, selection, r);
            if (std::isnan(ledger.row_contained[r]) || !(share > 0)) continue;
            sum.contained_t[ledger.row_species[r]] += ledger.row_contained[r] * share;
            sum.recovered_t[ledger.row_species[r]] += recovered_t(ledger, r, routes, outcomes.route[u], selection.rows.empty() ? all_occurrences : selection.rows[r]);
        }
    }
    return sum;
}

base::Expected<Activation> activation(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& from,
                                      const Scenario& to, const Selection& selection, const base::Progress& progress) {
    Activation result;
    result.parts = differing(from, to);
    const std::size_t count = result.parts.size();
    const std::size_t species = ledger.species.size();
    std::vector<std::vector<double>> values;
    std::vector<std::vector<std::vector<double>>> values_of_kind;
    for (const Kind kind : {Kind::unknown, Kind::resource, Kind::reserve})
        for (std::size_t u = 0; u < ledger.units(); ++u)
            if (ledger.kind[u] == kind && is_taken(ledger, selection, u)) {
                result.kinds.emplace_back().kind = kind;
                break;
            }
    values_of_kind.resize(result.kinds.size());
    for (unsigned mask = 0; mask < (1U << count); ++mask) {
        unsigned bits = 0;
        for (std::size_t p = 0; p < count; ++p)
            if ((mask >> p & 1U) != 0) bits |= 1U << static_cast<unsigned>(result.parts[p]);
        const auto step = progress.part(mask / double(1U << count), (mask + 1) / double(1U << count));
        auto outcomes = evaluate(ledger, routes, mixed(from, to, bits), step);
        if (!outcomes) return std::unexpected(outcomes.error());
        Quantities sum = quantities(ledger, routes, *outcomes, usable(*outcomes), selection);
        values.push_back(sum.recovered_t);
        values.back().push_back(sum.ore_t);
        for (std::size_t k = 0; k < result.kinds.size(); ++k) {
            KindMoves& one = result.kinds[k];
            Quantities of_kind = quantities(ledger, routes, *outcomes, usable(*outcomes), selection, one.kind);
            values_of_kind[k].push_back(of_kind.recovered_t);
            values_of_kind[k].back().push_back(of_kind.ore_t);
            if (mask == 0) one.usable_from = of_kind;
            if (mask + 1 == (1U << count)) one.usable_to = std::move(of_kind);
        }
        if (mask == 0) {
            result.from = *outcomes;
            result.usable_from = sum;
        }
        if (mask + 1 == (1U << count)) {
            result.to = std::move(*outcomes);
            result.usable_to = std::move(sum);
        }
    }
    std::vector<std::uint8_t> in(ledger.units()), out(ledger.units());
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (!is_taken(ledger, selection, u)) continue;
        const State a = result.from.state[u], b = result.to.state[u];
        const std::size_t move = static_cast<std::size_t>(a) * 5 + static_cast<std::size_t>(b);
        ++result.moves[move];
        result.moved_ore_t[move] += ledger.mass_t[u];
        if (a != State::usable && b == State::usable) {
            result.activated.push_back(static_cast<std::uint32_t>(u));
            in[u] = 1;
        }
        if (a == State::usable && b != State::usable) {
            result.deactivated.push_back(static_cast<std::uint32_t>(u));
            out[u] = 1;
        }
    }
    result.activated_sum = quantities(ledger, routes, result.to, in, selection);
    result.deactivated_sum = quantities(ledger, routes, result.from, out, selection);
    for (KindMoves& one : result.kinds) {
        one.activated = quantities(ledger, routes, result.to, in, selection, one.kind);
        one.deactivated = quantities(ledger, routes, result.from, out, selection, one.kind);
    }
    if (count == 0) return result;
    const auto attribute = [&](const std::vector<std::vector<double>>& from_values, auto& into) {
        for (std::vector<double>& share : scenarios::shapley(count, from_values)) {
            into.ore_share.push_back(share[species]);
            share.pop_back();
            into.recovered_share.push_back(std::move(share));
        }
    };
    attribute(values, result);
    for (std::size_t k = 0; k < result.kinds.size(); ++k) attribute(values_of_kind[k], result.kinds[k]);
    return result;
}

UnitAnswer answer_of(const Ledger& ledger, std::size_t unit, const std::vector<Route>& routes, const Scenario& scenario) {
    return answer_by(ledger, unit, valuing::terms_of(ledger, routes, scenario));
}

base::Expected<std::vector<UnitAnswer>> answers_of(const Ledger& ledger, std::span<const std::uint32_t> units, const std::vector<Route>& routes,
                                                   const Scenario& scenario, const base::Progress& progress) {
    const valuing::Terms terms = valuing::terms_of(ledger, routes, scenario);
    std::vector<UnitAnswer> answers;
    answers.reserve(units.size());
    for (const std::uint32_t unit : units) {
        if (answers.size() % 1024 == 0 && !progress.report(double(answers.size()) / double(units.size()))) return base::cancelled();
        answers.push_back(answer_by(ledger, unit, terms));
    }
    return answers;
}

}  // namespace orelens::ledger
