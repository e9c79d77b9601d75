#include "core/costmodel/Verdict.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/base/Parallel.h"
#include "core/costmodel/Folds.h"
#include "core/economics/Rates.h"
#include "core/economics/Value.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

/// Orebodies that are asked about at once: their draws are held together.
constexpr std::size_t batch = 250;
constexpr int analogues_shown = 3;

/// What the learners say of a batch, in the model's currency.
struct Learned {
    bool have = false;
    Eigen::VectorXd middle;
    std::vector<Interval> interval;
    Eigen::MatrixXd draws;  ///< ln; rows × training rows
    std::vector<DomainVerdict> domain;
    Factors factors;
};

/// `all`: with the columns that teach nothing, which the guard looks at.
Expected<Learned> ask(const TargetModel* target, const Mines& mines, const Mines& all, std::span<const int> rows, const CostRule& rule) {
    Learned learned;
    if (target == nullptr) return learned;
    auto middle = target->centre(mines, rows);
    if (!middle) return std::unexpected(middle.error());
    auto draws = target->interval.draws(mines, rows);
    if (!draws) return std::unexpected(draws.error());
    auto domain = target->guard.judge(all, rows);
    if (!domain) return std::unexpected(domain.error());
    auto factors = explain(*target, mines, rows, static_cast<std::uint64_t>(rule.seed));
    if (!factors) return std::unexpected(factors.error());
    // Too few mines for this level: the cost has no interval, and the band of the price says so by being empty.
    if (auto interval = target->interval.intervals(mines, rows, rule.level_percent / 100)) learned.interval = std::move(*interval);
    learned.have = true;
    learned.middle = std::move(*middle);
    learned.draws = std::move(*draws);
    learned.domain = std::move(*domain);
    learned.factors = std::move(*factors);
    return learned;
}

/// Pairs of columns of the draws of both targets: of the same mine where both were learned from it.
std::vector<std::pair<int, int>> paired(const CostModel& model, int most) {
    const TargetModel* operating = model.target(CostTarget::operating);
    const TargetModel* capital = model.target(CostTarget::capital);
    std::vector<std::pair<int, int>> pairs;
    const auto fill = [&](std::size_t n, bool first) {
        for (std::size_t i = 0; i < n; ++i) pairs.emplace_back(first ? static_cast<int>(i) : -1, first ? -1 : static_cast<int>(i));
    };
    if (operating == nullptr || capital == nullptr) {
        if (operating != nullptr) fill(operating->rows.size(), true);
        if (capital != nullptr) fill(capital->rows.size(), false);
    } else {
        std::size_t c = 0;
        for (std::size_t o = 0; o < operating->rows.size(); ++o) {
            while (c < capital->rows.size() && capital->rows[c] < operating->rows[o]) ++c;
            if (c < capital->rows.size() && capital->rows[c] == operating->rows[o]) pairs.emplace_back(static_cast<int>(o), static_cast<int>(c));
        }
    }
    std::mt19937_64 draw(part_seed(static_cast<std::uint64_t>(model.rule.seed), 31));
    for (std::size_t i = pairs.size(); i > 1; --i) std::swap(pairs[i - 1], pairs[draw() % i]);
    if (pairs.size() > static_cast<std::size_t>(most)) pairs.resize(static_cast<std::size_t>(most));
    return pairs;
}

std::vector<std::pair<std::string, double>> sorted_factors(const Factors& factors, Eigen::Index row) {
    std::vector<std::pair<std::string, double>> all;
    for (std::size_t f = 0; f < factors.feature.size(); ++f)
        all.emplace_back(factors.feature[f], std::exp(factors.ln_factor(row, static_cast<Eigen::Index>(f))));
    std::ranges::stable_sort(all, std::greater<>(), [](const auto& one) { return std::abs(std::log(one.second)); });
    return all;
}

CostAnswer answer_of(const Learned& learned, Eigen::Index row, double stated, double stated_scale, double learned_scale) {
    CostAnswer answer;
    // A stated cost in money that no rate is known of counts as none.
    if (std::isfinite(stated * stated_scale) && stated > 0) {
        answer.middle = stated * stated_scale;
        answer.stated = true;
        return answer;
    }
    if (!learned.have) return answer;
    answer.middle = std::exp(learned.middle(row)) * learned_scale;
    const auto n = static_cast<std::size_t>(row);
    if (!learned.interval.empty()) {
        answer.lower = std::min(std::exp(learned.interval[n].lower) * learned_scale, answer.middle);
        answer.upper = std::max(std::exp(learned.interval[n].upper) * learned_scale, answer.middle);
    }
    answer.domain = learned.domain[n];
    answer.factors = sorted_factors(learned.factors, row);
    return answer;
}

/// What a lever at `factor` does to the value.
struct Scene {
    const CashFlowRule& rule;
    Criterion criterion;
    const MiningPlan& plan;
    const Worth& worth;
    CostPair cost;
    double days, price;
    CashFlowFactors factors;
    [[nodiscard]] double at(const std::string& lever, double factor) const {
        CostPair changed = cost;
        Worth other = worth;
        double quoted = price;
        if (lever == "price") quoted *= factor;
        if (lever == "operating") changed.operating *= factor;
        if (lever == "capital") changed.capital *= factor;
        if (lever == "recovery") {
            other.recovered *= factor;
            other.main.metal_per_tonne *= factor;
            other.main.at_zero *= factor;
            other.main.per_price *= factor;
        }
        return value_at(rule, factors, criterion, other, plan, changed, days, quoted);
    }
};

/// The change of a lever at which the value is 0, between 0 and what it can be at most.
double needed_change(const Scene& scene, const std::string& lever, double end) {
    if (!(scene.at(lever, end) >= 0)) return not_stated;
    double not_enough = 1, enough = end;
    for (int n = 0; n < 100; ++n) {
        const double middle = 0.5 * (not_enough + enough);
        (scene.at(lever, middle) >= 0 ? enough : not_enough) = middle;
    }
    return enough - 1;
}

class Judge {
  public:
    Judge(const CostModel& model, const economics::PriceDeck& deck, const CostRule& rule, double rate)
        : model_(model), deck_(deck), rule_(rule), flow_(rule.cash_flow()), rate_(rate), pairs_(paired(model, rule.draws)) {
        if (const auto dollar = economics::rate_of(deck, "USD", "fiscal.currency_rates")) dollar_ = *dollar;
    }

    void judge(OrebodyVerdict& verdict, const Orebody& o, double own_rate, const Learned& operating, const Learned& capital, Eigen::Index row) const {
        verdict.engineering = engineering_cost(o, rule_.camm_index, rule_.days_per_year);
        verdict.engineering.operating *= dollar_;
        verdict.engineering.capital *= dollar_;
        if (std::isnan(dollar_)) verdict.engineering.missing.emplace_back("rate");
        auto plan = mining_plan(o, rule_.days_per_year);
        if (!plan) return unknown(verdict, plan.error().what);
        verdict.plan = std::move(*plan);
        const auto worth = worth_of(o, verdict.plan, deck_);
        if (!worth) return unknown(verdict, worth.error().what);
        verdict.by_products = worth->by_products;
        verdict.unpriced = worth->unpriced;
        verdict.route = worth->routed.route;
        verdict.recovery_unused = worth->routed.recovery_unused;
        verdict.price = worth->commodity.price;
        verdict.metal_tonnes = verdict.plan.mined_tonnes * worth->main.metal_per_tonne;
        const double per_ore = per_metal() ? worth->main.metal_per_tonne : 1;
        // A cost of another scope than that of the mines that taught is none to set beside theirs.
        const bool same_scope = o.scope.empty() || model_.scope.empty() || o.scope == model_.scope;
        verdict.operating = answer_of(operating, row, same_scope ? o.operating : not_stated, own_rate * per_ore, rate_ * per_ore);
        verdict.capital = answer_of(capital, row, same_scope ? o.capital : not_stated, own_rate, rate_);
        if (std::isnan(verdict.operating.middle)) return unknown(verdict, Message("costmodel.why.no_operating"));
        if (std::isnan(verdict.capital.middle)) {
            if (rule_.criterion == Criterion::net_present_value) return unknown(verdict, Message("costmodel.why.no_capital"));
            return unknown(verdict, Message("costmodel.why.no_sustaining"));
        }
        const bool inside = (verdict.operating.stated || verdict.operating.domain.inside()) && (verdict.capital.stated || verdict.capital.domain.inside());
        if (!inside && !rule_.use_outside) {
            verdict.state = OrebodyState::outside;
            verdict.why = outside_words(verdict);
            return;
        }
        verdict.override_used = !inside;
        const double head = o.grade(o.commodity) * (1 - verdict.plan.dilution);
        price_it(verdict, *worth, head, draws_of(verdict, operating, capital, row, per_ore));
    }

  private:
    static void unknown(OrebodyVerdict& verdict, Message why) {
        verdict.state = OrebodyState::unknown;
        verdict.why = std::move(why);
    }
    [[nodiscard]] bool per_metal() const { return model_.table.basis == OperatingBasis::metal; }

    static Message outside_words(const OrebodyVerdict& verdict) {
        const CostAnswer& of = verdict.operating.stated || verdict.operating.domain.inside() ? verdict.capital : verdict.operating;
        const auto named = [](const std::vector<std::string>& features) {
            std::string what;
            for (const std::string& feature : features) what += (what.empty() ? "" : ", ") + feature;
            return what;
        };
        if (!of.domain.unseen.empty()) return Message("costmodel.why.unseen", {{"features", named(of.domain.unseen)}});
        if (!of.domain.beyond.empty()) return Message("costmodel.why.beyond", {{"features", named(of.domain.beyond)}});
        if (!of.domain.missing.empty()) return Message("costmodel.why.missing", {{"features", named(of.domain.missing)}});
        return Message("costmodel.why.distant", {{"distance", base::number(of.domain.distance, 3)}, {"limit", base::number(of.domain.limit, 3)}});
    }

    [[nodiscard]] std::vector<CostPair> draws_of(const OrebodyVerdict& verdict, const Learned& operating, const Learned& capital, Eigen::Index row,
                                                 double per_ore) const {
        std::vector<CostPair> draws;
        if (verdict.operating.stated && verdict.capital.stated) return draws;
        for (const auto& [o, c] : pairs_) {
            CostPair pair{verdict.operating.middle, verdict.capital.middle};
            if (!verdict.operating.stated && o >= 0) pair.operating = std::exp(operating.draws(row, o)) * rate_ * per_ore;
            if (!verdict.capital.stated && c >= 0) pair.capital = std::exp(capital.draws(row, c)) * rate_;
            draws.push_back(pair);
        }
        return draws;
    }

    void price_it(OrebodyVerdict& verdict, const Worth& worth, double head_grade, const std::vector<CostPair>& draws) const {
        const CostPair cost{verdict.operating.middle, verdict.capital.middle};
        const double days = rule_.days_per_year, yearly = verdict.plan.ore_per_day * days;
        verdict.band = activation_band(flow_, rule_.criterion, worth, verdict.plan, cost, draws, rule_.level_percent / 100, days);
        if (std::isnan(verdict.band.price)) return unknown(verdict, Message("costmodel.why.no_price"));
        // Without draws only costs that are both stated leave nothing to chance.
        if (!draws.empty() || (verdict.operating.stated && verdict.capital.stated)) verdict.probability = verdict.band.probability(verdict.price);
        const Scene scene{flow_, rule_.criterion, verdict.plan, worth, cost, days, verdict.price, cash_flow_factors(flow_, verdict.plan.life_years)};
        verdict.value = scene.at("", 1);
        const CashFlowInput input{yearly, verdict.plan.life_years, worth.revenue_at(verdict.price), cost.operating, cost.capital};
        verdict.npv = net_present_value(flow_, scene.factors, input);
        if (const auto flow = cash_flow(flow_, input)) {
            verdict.internal_rate = internal_rate(*flow);
            verdict.payback_years = payback_years(*flow, std::max(flow_.construction_years, 1) - 1);
        }
        verdict.cash_cost = (cost.operating + flow_.sustaining * cost.capital / yearly - worth.by_product_revenue) / worth.main.metal_per_tonne;
        if (verdict.band.price <= verdict.price) {
            verdict.state = OrebodyState::usable;
            return;
        }
        verdict.state = std::isinf(verdict.band.price) ? OrebodyState::never : OrebodyState::technical;
        // All of the metal in the ore is the most that can be recovered.
        const double recovery_room = head_grade / worth.main.metal_per_tonne;
        const std::pair<const char*, double> ends[] = {
            {"price", std::isfinite(verdict.band.price) && verdict.price > 0 ? 1.000001 * verdict.band.price / verdict.price : not_stated},
            {"operating", 0.0}, {"capital", 0.0}, {"recovery", recovery_room}};
        for (const auto& [id, end] : ends) {
            if (std::isnan(end)) continue;
            const double change = needed_change(scene, id, end);
            if (std::isfinite(change)) verdict.levers.push_back({id, change});
        }
        std::ranges::stable_sort(verdict.levers, {}, [](const Lever& lever) { return std::abs(lever.change); });
        if (verdict.levers.empty()) {
            verdict.why = Message("costmodel.why.no_lever");
            return;
        }
        const Lever& cheapest = verdict.levers.front();
        verdict.why = Message(std::string("costmodel.why.lever.") + cheapest.id,
                              {{"percent", base::number(100 * std::abs(cheapest.change), 3)},
                               {"price", base::number(verdict.band.price, 5)},
                               {"now", base::number(verdict.price, 5)}});
    }
    const CostModel& model_;
    const economics::PriceDeck& deck_;
    const CostRule& rule_;
    CashFlowRule flow_;
    double rate_, dollar_ = not_stated;
    std::vector<std::pair<int, int>> pairs_;
};

}  // namespace

const char* state_id(OrebodyState state) {
    constexpr const char* ids[] = {"usable", "technical", "never", "outside", "unknown"};
    return ids[static_cast<int>(state)];
}

bool in_doubt(OrebodyState state, double probability) {
    return state == OrebodyState::usable && probability < 0.5;
}

Expected<std::vector<OrebodyVerdict>> verdicts(const CostModel& model, const OrebodyTable& orebodies, const economics::PriceDeck& deck,
                                               const CostRule& rule, const base::Progress& progress) {
    if (auto good = economics::check_deck(deck); !good) return std::unexpected(good.error());
    const auto states_operating = std::ranges::any_of(orebodies.rows, [](const Orebody& o) { return std::isfinite(o.operating); });
    if (states_operating && orebodies.basis != model.table.basis)
        return fail(ErrorKind::data, Message("costmodel.other_basis"), {.file = orebodies.file});
    const auto rate = model.currency.empty() ? Expected<double>(1.0) : economics::rate_of(deck, model.currency, "fiscal.currency_rates");
    if (!rate) return std::unexpected(rate.error());
    const TargetModel* operating = model.target(CostTarget::operating);
    const TargetModel* capital = model.target(CostTarget::capital);
    const Judge judge(model, deck, rule, *rate);
    // Costs that the table states, in the money of those that taught; what has no index there is told by costs_not_taken.
    const bool states_any = std::ranges::any_of(orebodies.rows, [](const Orebody& o) { return std::isfinite(o.operating) || std::isfinite(o.capital); });
    OrebodyTable stated;
    if (states_any && model.year != 0) {
        auto carried = in_one_year(orebodies, &deck, model.year);
        if (!carried) return std::unexpected(carried.error());
        stated = std::move(carried->table);
    }
    const std::vector<Orebody>& bodies = stated.rows.empty() ? orebodies.rows : stated.rows;
    std::vector<OrebodyVerdict> all(orebodies.rows.size());
    // All columns: each target takes those it learned from, whatever groups divided its mines.
    const auto columns_of = [&](const TargetModel* target, const Mines& every) { return target == nullptr ? Mines() : columns_like(every, target->mines); };
    const Mines all_operating = features(orebodies.rows, CostTarget::operating, GroupBy::none, rule.days_per_year);
    const Mines all_capital = features(orebodies.rows, CostTarget::capital, GroupBy::none, rule.days_per_year);
    const Mines operating_mines = columns_of(operating, all_operating), capital_mines = columns_of(capital, all_capital);
    for (std::size_t from = 0; from < all.size(); from += batch) {
        const std::size_t to = std::min(all.size(), from + batch);
        std::vector<int> rows;
        for (std::size_t i = from; i < to; ++i) rows.push_back(static_cast<int>(i));
        const auto o = ask(operating, operating_mines, all_operating, rows, rule);
        if (!o) return std::unexpected(o.error());
        const auto c = ask(capital, capital_mines, all_capital, rows, rule);
        if (!c) return std::unexpected(c.error());
        const auto part = progress.part(static_cast<double>(from) / static_cast<double>(all.size()), static_cast<double>(to) / static_cast<double>(all.size()));
        const bool whole = base::parallel_pieces(rows.size(), 16, part, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                OrebodyVerdict& verdict = all[from + i];
                const Orebody& orebody = bodies[from + i];
                verdict.row = rows[i];
                const auto own = orebody.currency.empty() ? Expected<double>(1.0) : economics::rate_of(deck, orebody.currency, "fiscal.currency_rates");
                judge.judge(verdict, orebody, own ? *own : not_stated, *o, *c, static_cast<Eigen::Index>(i));
                const TargetModel* near = operating != nullptr ? operating : capital;
                if (const auto like = near->guard.nearest(operating != nullptr ? operating_mines : capital_mines, rows[i], analogues_shown))
                    verdict.analogues = *like;
            }
        });
        if (!whole) return base::cancelled();
    }
    return all;
}

}  // namespace orelens::costmodel
