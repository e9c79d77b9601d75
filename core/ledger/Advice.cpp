#include "core/ledger/Advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include "core/base/Quantity.h"
#include "core/ledger/EvaluateParts.h"
#include "core/ledger/Species.h"
#include "core/ledger/Usual.h"

namespace orelens::ledger {
namespace {

using base::Message;

constexpr Value subject_values[] = {{"route", "a route to build", "可建工艺"},
                                    {"price", "near today's price", "接近现价"},
                                    {"cost", "a fall of costs", "降低成本"},
                                    {"policy", "tax and subsidy", "税费与补贴"},
                                    {"constraint", "one condition in the way", "单一约束"},
                                    {"low_grade", "low grade that pays", "可利用低品位"},
                                    {"idle", "suspended and closed", "停产与关闭"},
                                    {"undeveloped", "undeveloped and usable", "未利用且可利用"},
                                    {"by_product", "by-products not recovered", "未回收伴生组分"},
                                    {"tailings", "tailings, slag and stockpiles", "尾矿、渣与堆存"},
                                    {"scrap", "scrap", "废旧金属"},
                                    {"exploration", "exploration targets", "勘查靶区"},
                                    {"unknown", "not known", "情况不明"}};

/// A group of units that one sentence speaks of.
using Key = std::tuple<Subject, std::string, std::int16_t, Flags, std::string, Kind>;

class Advisor {
  public:
    Advisor(const Ledger& ledger, const Assumptions& assumptions, const Scenario& scenario, const AdviceRule& rule)
        : ledger_(ledger),
          routes_(assumptions.routes),
          scenario_(scenario),
          rule_(rule),
          terms_(valuing::terms_of(ledger, routes_, scenario_)),
          alone_(routes_.size()) {}
    void unit(std::size_t u, const Outcomes& outcomes);
    std::vector<Recommendation> ranked();

  private:
    Recommendation& group(Subject subject, std::size_t u, std::size_t row, std::int16_t route, Flags flag, const std::string& key);
    /// Puts a unit into a group, counted by the metal of an assay row.
    void put(Recommendation& into, std::size_t u, std::size_t row, std::int16_t route);
    void usable(std::size_t u, std::size_t leading, const Outcomes& outcomes);
    void by_products(std::size_t u, const Outcomes& outcomes);
    void lever(std::size_t u, std::size_t leading, const Outcomes& outcomes);
    /// A route that is on names an ore type or a system, and nobody wrote the unit's; its price is known.
    [[nodiscard]] bool ore_type_missing(std::size_t u) const;

    /// The scenario with one route alone, from any year. Set up once, when a unit first asks.
    struct Alone {
        Scenario scenario;
        valuing::Terms terms;  // of `scenario`
    };
    const valuing::Terms& alone(std::size_t route);

    const Ledger& ledger_;
    const std::vector<Route>& routes_;
    const Scenario& scenario_;
    AdviceRule rule_;
    valuing::Terms terms_;
    std::vector<std::unique_ptr<Alone>> alone_;  // by route
    std::map<Key, Recommendation> groups_;
};

const valuing::Terms& Advisor::alone(std::size_t route) {
    if (!alone_[route]) {
        auto one = std::make_unique<Alone>();
        one->scenario = scenario_;
        one->scenario.routes = {routes_[route].id};
        one->scenario.year = 0;
        one->terms = valuing::terms_of(ledger_, routes_, one->scenario);
        alone_[route] = std::move(one);
    }
    return alone_[route]->terms;
}

bool secondary(Status status) {
    return status >= Status::in_use;
}
bool residue(const Ledger& ledger, std::size_t u) {
    return ledger.status[u] == Status::tailings || ledger.ground[u] == Ground::pile;
}

/// Units of one kind alone: tonnes of several kinds have no sum.
Recommendation& Advisor::group(Subject subject, std::size_t u, std::size_t row, std::int16_t route, Flags flag, const std::string& key) {
    const std::string& species = ledger_.species[ledger_.row_species[row]];
    auto [at, fresh] = groups_.try_emplace({subject, species, route, flag, key, ledger_.kind[u]});
    if (fresh) {
        at->second.subject = subject;
        at->second.species = species;
        at->second.route = route;
        at->second.flag = flag;
        at->second.key = key;
        at->second.kind = ledger_.kind[u];
        at->second.sd_t = 0;  // variances until it is ranked
        at->second.cost = 0;
    }
    return at->second;
}

void Advisor::put(Recommendation& into, std::size_t u, std::size_t row, std::int16_t route) {
    into.units.push_back(static_cast<std::uint32_t>(u));
    into.ore_t += ledger_.mass_t[u];
    if (!std::isnan(ledger_.row_contained[row])) {
        into.contained_t += ledger_.row_contained[row];
        into.recovered_t += recovered_t(ledger_, row, routes_, route);
    }
    into.sd_t += ledger_.row_sd[row] * ledger_.row_sd[row];
    if (!std::isnan(ledger_.depth_m[u])) {
        into.depth_from_m = std::fmin(into.depth_from_m, ledger_.depth_m[u]);
        into.depth_to_m = std::fmax(into.depth_to_m, ledger_.depth_m[u]);
    }
}

void Advisor::usable(std::size_t u, std::size_t leading, const Outcomes& outcomes) {
    const Status status = ledger_.status[u];
    const GradeClass grade = ledger_.grade_class[u];
    Subject subject = Subject::low_grade;
    std::string key;
    if (residue(ledger_, u)) subject = Subject::tailings;
    else if (secondary(status)) subject = Subject::scrap;
    else if (status == Status::suspended || status == Status::closed) subject = Subject::idle;
    else if (status == Status::undeveloped) subject = Subject::undeveloped;
    else if (grade == GradeClass::low || grade == GradeClass::ultra_low) key = std::string(code(grade));
    else return;  // producing at industrial grade: nothing to advise
    Recommendation& into = group(subject, u, leading, outcomes.route[u], 0, key);
    put(into, u, leading, outcomes.route[u]);
    into.margin_total = (std::isnan(into.margin_total) ? 0 : into.margin_total) + outcomes.margin[u] * ledger_.mass_t[u];
    const double price = valuing::price_needed(ledger_, u, terms_);
    into.price_needed = std::fmax(into.price_needed, price);
}

/// Species of a producing unit that its own route leaves and another would get.
void Advisor::by_products(std::size_t u, const Outcomes& outcomes) {
    if (ledger_.status[u] != Status::producing || outcomes.route[u] == no_route) return;
    const Route& own = routes_[static_cast<std::size_t>(outcomes.route[u])];
    for (std::size_t r = ledger_.first[u]; r < ledger_.first[u + 1]; ++r) {
        const Role role = ledger_.row_role[r];
        if (role != Role::co_product && role != Role::associated && role != Role::minor) continue;
        if (!(ledger_.row_contained[r] > 0) || recovery_of(ledger_, r, own) > 0) continue;
        std::int16_t best = no_route;
        double most = 0;
        for (std::size_t n = 0; n < routes_.size(); ++n) {
            const double recovery = recovery_of(ledger_, r, routes_[n]);
            if (recovery <= most || !valuing::best_of(ledger_, u, alone(n)).outcome.valuable) continue;
            most = recovery;
            best = static_cast<std::int16_t>(n);
        }
        if (best == no_route) continue;
        // Another route for the whole unit: what it leaves less than the present one is what the species costs.
        const double less = outcomes.margin[u] - valuing::best_of(ledger_, u, alone(static_cast<std::size_t>(best))).outcome.margin;
        Recommendation& into = group(Subject::by_product, u, r, best, 0, "");
        put(into, u, r, best);
        into.cost += std::isnan(less) ? unknown : std::max(0.0, less) * ledger_.mass_t[u];
        if (less < 0) into.margin_total = (std::isnan(into.margin_total) ? 0 : into.margin_total) - less * ledger_.mass_t[u];
    }
}

void Advisor::lever(std::size_t u, std::size_t leading, const Outcomes& outcomes) {
    const std::vector<Lever> found = valuing::levers_of(ledger_, u, terms_);
    if (found.empty()) return;
    const Lever& first = found.front();
    const bool flag = first.part == Part::constraint;
    if (flag && (first.flags & (first.flags - 1)) != 0) return;  // several at once: no single lever
    if (first.part != Part::technology && !flag && !(first.change <= rule_.largest_change)) return;
    Subject subject = Subject::price;
    if (first.part == Part::technology) subject = Subject::route;
    if (first.part == Part::cost) subject = Subject::cost;
    if (first.part == Part::policy) subject = Subject::policy;
    if (flag) subject = Subject::constraint;
    std::int16_t route = first.route;
    if (route == no_route) route = outcomes.route[u];
    Recommendation& into = group(subject, u, leading, first.part == Part::technology ? route : no_route, first.flags, "");
    put(into, u, leading, route);
    into.change = std::fmax(into.change, first.change);
    into.cost += first.per_tonne * ledger_.mass_t[u];
    const double price = valuing::price_needed(ledger_, u, terms_);
    if (std::isfinite(price)) into.price_needed = std::fmax(into.price_needed, price);
}

bool Advisor::ore_type_missing(std::size_t u) const {
    const bool no_type = ledger_.ore_types[ledger_.ore_type[u]].empty(), no_system = ledger_.systems[ledger_.system[u]].empty();
    const auto asks = [&](const Route& route) {
        return scenario_.routes.contains(route.id) && ((no_type && route.ore_type != "*" && route.ore_type != pile_ore_type) || (no_system && route.system != "*"));
    };
    if (!std::ranges::any_of(routes_, asks)) return false;
    // Without a verdict of another room the price that decides is that of the leading species.
    const auto price = scenario_.prices.find(ledger_.species[ledger_.row_species[ledger_.leading_row(u)]]);
    return price != scenario_.prices.end() && !std::isnan(price->second);
}

void Advisor::unit(std::size_t u, const Outcomes& outcomes) {
    const std::size_t leading = ledger_.leading_row(u);
    if (ledger_.kind[u] == Kind::potential || ledger_.status[u] == Status::potential) {
        put(group(Subject::exploration, u, leading, no_route, 0, ""), u, leading, no_route);
        return;
    }
    switch (outcomes.state[u]) {
        case State::usable: usable(u, leading, outcomes); break;
        case State::not_evaluated: {
            const bool no_assay = ledger_.row_species[leading] == 0 || std::isnan(ledger_.row_contained[leading]);
            const Status status = ledger_.status[u];
            const double once = status == Status::suspended || status == Status::closed ? ledger_.restart[u] + ledger_.closure[u] : 0;
            const bool no_capital = ledger_.status[u] != Status::producing && std::isnan(ledger_.capital[u]);
            const std::string key = no_assay                           ? "assay"
                                    : std::isnan(ledger_.cost_per_t[u]) ? "cost"
                                    : no_capital                        ? "capital"
                                    : std::isnan(once)                  ? "restart"
                                    : ledger_.judged_first[u] != ledger_.judged_first[u + 1] ? "verdict"
                                    : ore_type_missing(u)               ? "ore_type"
                                                                        : "price";
            put(group(Subject::unknown_state, u, leading, no_route, 0, key), u, leading, no_route);
            break;
        }
        default: lever(u, leading, outcomes);
    }
    by_products(u, outcomes);
}

std::vector<Recommendation> Advisor::ranked() {
    std::vector<Recommendation> all;
    for (auto& [key, one] : groups_) {
        one.sd_t = std::sqrt(one.sd_t);
        const std::string& species = one.species;
        const auto metal = [&](std::uint32_t u) {
            for (std::size_t r = ledger_.first[u]; r < ledger_.first[u + 1]; ++r)
                if (ledger_.species[ledger_.row_species[r]] == species && ledger_.row_contained[r] > 0)
                    return ledger_.row_contained[r];
            return 0.0;
        };
        std::ranges::stable_sort(one.units, [&](std::uint32_t a, std::uint32_t b) { return metal(a) > metal(b); });
        const auto rows = [&](const std::string& name) { return base::Message(name); };
        one.sentence = rows("ledger.advice." + std::string(code(one.subject)));
        if (one.subject == Subject::by_product && !std::isnan(one.cost)) one.sentence = rows("ledger.advice.by_product_known");
        all.push_back(std::move(one));
    }
    const auto stage = [](const Recommendation& one) {
        switch (one.subject) {
            case Subject::low_grade:
            case Subject::idle:
            case Subject::undeveloped:
            case Subject::tailings:
            case Subject::scrap: return 0;
            case Subject::exploration: return 2;
            case Subject::unknown_state: return 3;
            default: return 1;
        }
    };
    // What is not known to cost nothing is not free.
    const auto per_metal = [](const Recommendation& one) {
        if (std::isnan(one.cost)) return std::numeric_limits<double>::infinity();
        return one.recovered_t > 0 ? one.cost / one.recovered_t : 0.0;
    };
    std::ranges::stable_sort(all, [&](const Recommendation& a, const Recommendation& b) {
        if (stage(a) != stage(b)) return stage(a) < stage(b);
        if (per_metal(a) != per_metal(b)) return per_metal(a) < per_metal(b);
        return a.contained_t > b.contained_t;
    });
    return all;
}

}  // namespace

template <> std::span<const Value> values<Subject>() { return subject_values; }

std::string Recommendation::id() const {
    return fmt::format("{}.{}.{}.{}.{}.{}", code(subject), species, route, flag, key, code(kind));
}

base::Expected<std::vector<Recommendation>> advise(const Ledger& ledger, const Assumptions& assumptions,
                                                   const Scenario& scenario, const Selection& selection,
                                                   const AdviceRule& rule, const base::Progress& progress) {
    const auto outcomes = evaluate(ledger, assumptions.routes, scenario, progress.part(0, 0.3));
    if (!outcomes) return std::unexpected(outcomes.error());
    Advisor advisor(ledger, assumptions, scenario, rule);
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (u % 1024 == 0 && !progress.report(0.3 + 0.7 * static_cast<double>(u) / static_cast<double>(ledger.units())))
            return base::cancelled();
        if (ledger.excluded[u] != Excluded::counted || !(ledger.mass_t[u] > 0)) continue;
        bool taken = selection.rows.empty();
        for (std::size_t r = ledger.first[u]; !taken && r < ledger.first[u + 1]; ++r) taken = holds_selected(ledger, r, selection);
        if (taken) advisor.unit(u, *outcomes);
    }
    return advisor.ranked();
}

std::string sentence(const Recommendation& one, const Ledger& ledger, const Assumptions& assumptions, base::Language language) {
    Message message = one.sentence;
    const auto percent = [](double value) { return std::isnan(value) ? std::string("–") : fmt::format("{:.1f}", 100 * value); };
    const auto money = [](double value) { return base::grouped_number(value, 0); };
    // Parts of one deposit share its name: each name once.
    std::vector<std::string> told;
    for (const std::uint32_t u : one.units) {
        const std::string& name = ledger.names[u].empty() ? ledger.ids[u] : ledger.names[u];
        if (std::ranges::find(told, name) == told.end()) told.push_back(name);
        if (told.size() > 3) break;
    }
    std::string names;
    for (std::size_t n = 0; n < std::min<std::size_t>(3, told.size()); ++n)
        names += (n == 0 ? "" : language == base::Language::chinese ? "、" : ", ") + told[n];
    if (told.size() > 3) names += language == base::Language::chinese ? "等" : " …";
    std::string route = "–";
    if (one.route != no_route) route = assumptions.routes[static_cast<std::size_t>(one.route)].name.in(language);
    std::string flag;
    for (std::size_t n = 0; n < flags; ++n)
        if ((one.flag >> n & 1U) != 0) flag += (flag.empty() ? "" : ", ") + word(static_cast<Flag>(n), language);
    std::string group = one.key;
    if (const auto grade = read_value<GradeClass>(one.key)) group = word(*grade, language);
    if (one.subject == Subject::unknown_state) group = base::text("ledger.advice.missing." + one.key, language);
    message.args = {{"count", base::grouped(static_cast<double>(one.units.size()))},
                    {"tonnes", base::mass_text(one.ore_t, language)},
                    {"contained", base::mass_text(one.contained_t, language)},
                    {"recovered", base::mass_text(one.recovered_t, language)},
                    {"species", one.species.empty() ? base::text("ledger.advice.no_species", language) : species_word(one.species, language)},
                    {"route", route},
                    {"flag", flag},
                    {"group", group},
                    {"change", percent(one.change)},
                    {"cost", money(one.cost)},
                    {"margin", money(one.margin_total)},
                    {"price", money(one.price_needed)},
                    {"currency", ledger.basis.currency},
                    {"units", names}};
    return base::text(message, language);
}

}  // namespace orelens::ledger
