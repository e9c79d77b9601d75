#include "core/costmodel/CostModel.h"

#include "core/costmodel/TrainParts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/costmodel/Folds.h"
#include "core/costmodel/Network.h"
#include "core/economics/Rates.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

/// Fewer than this teach nothing that five folds could test.
constexpr std::size_t least_rows = 8;
constexpr std::size_t enough_producing = 30;

std::string text(std::size_t n) {
    return std::to_string(n);
}

bool states_cost(const Orebody& o, CostTarget target) {
    const double cost = target == CostTarget::operating ? o.operating : o.capital;
    return std::isfinite(cost) && cost > 0;
}

std::string usual_scope(const std::vector<Orebody>& rows) {
    std::map<std::string, int> count;
    for (const Orebody& o : rows)
        if (!o.scope.empty() && (states_cost(o, CostTarget::operating) || states_cost(o, CostTarget::capital))) ++count[o.scope];
    std::string best;
    int most = 0;
    for (const auto& [scope, n] : count)
        if (n > most) {
            most = n;
            best = scope;
        }
    return best;
}

/// The costs that rules of thumb give, moved as a whole to the level of the rows that teach; the median where they say
/// nothing of a row.
Learner engineering_learner(std::vector<double> ln_cost) {
    return {"engineering", [ln_cost = std::move(ln_cost)](const Mines&, std::span<const double> target, std::span<const int> rows, std::uint64_t,
                                                          const base::Progress&) -> Expected<Predict> {
                std::vector<double> off, all;
                for (const int row : rows) {
                    all.push_back(target[row]);
                    if (!std::isnan(ln_cost[row])) off.push_back(target[row] - ln_cost[row]);
                }
                std::ranges::sort(off);
                std::ranges::sort(all);
                const double level = off.empty() ? 0 : off[off.size() / 2], median = all[all.size() / 2];
                return [ln_cost, level, median](const Mines&, std::span<const int> wanted) -> Expected<Eigen::VectorXd> {
                    Eigen::VectorXd said(static_cast<Eigen::Index>(wanted.size()));
                    for (std::size_t i = 0; i < wanted.size(); ++i)
                        said(static_cast<Eigen::Index>(i)) = std::isnan(ln_cost[wanted[i]]) ? median : ln_cost[wanted[i]] + level;
                    return said;
                };
            }};
}

Learner learner_of(const std::string& id, int inner) {
    if (id == "ridge") return ridge_learner(inner);
    if (id == "xgboost") return boosted_learner(inner);
    if (id == "network") return network_learner();
    return median_learner();
}

std::string stated_learner(LearnerChoice choice) {
    constexpr const char* ids[] = {"", "median", "ridge", "xgboost", "network"};
    return ids[static_cast<int>(choice)];
}

/// Every mine with the same features: nothing tells one from another.
bool all_the_same(const Mines& mines) {
    return mines.numbers.empty() && mines.categories.empty();
}

/// Share of rows inside an interval that was made without their group.
Expected<double> measured_coverage(const TargetModel& model, const CostRule& rule, const base::Progress& progress) {
    const auto seed = part_seed(static_cast<std::uint64_t>(rule.seed), 77);
    const int groups = group_count(model.mines, model.rows), folds = std::min(rule.folds, groups);
    const std::vector<int> fold = grouped_folds(model.mines, model.rows, folds, seed);
    std::size_t inside = 0, tested = 0;
    for (int f = 0; f < folds; ++f) {
        std::vector<int> learn, test;
        for (std::size_t i = 0; i < model.rows.size(); ++i) (fold[i] == f ? test : learn).push_back(model.rows[i]);
        const int inner = std::min(rule.folds, group_count(model.mines, learn));
        if (inner < 2 || test.empty()) return not_stated;
        auto interval = CvPlus::fit(model.mines, model.ln_cost, learn, learner_of(model.learner, rule.folds), inner, seed,
                                    progress.part(static_cast<double>(f) / folds, static_cast<double>(f + 1) / folds));
        if (!interval) return std::unexpected(interval.error());
        const auto ends = interval->intervals(model.mines, test, rule.level_percent / 100);
        if (!ends) return not_stated;  // too few rows for this level: said by the card
        for (std::size_t i = 0; i < test.size(); ++i)
            inside += model.ln_cost[test[i]] >= (*ends)[i].lower && model.ln_cost[test[i]] <= (*ends)[i].upper ? 1 : 0;
        tested += test.size();
    }
    return static_cast<double>(inside) / static_cast<double>(tested);
}

Expected<TargetModel> learn_target(CostModel& whole, CostTarget target, const TaughtRows& chosen, double dollar, const base::Progress& progress) {
    const OrebodyTable& table = whole.table;
    const CostRule& rule = whole.rule;
    auto prepared = prepare_target(whole, target, chosen);
    if (!prepared) return prepared;
    TargetModel model = std::move(*prepared);
    std::vector<Learner> learners{median_learner()};
    std::vector<double> engineering = engineering_costs(table.rows, target, rule.camm_index, rule.days_per_year);
    const bool per_metal = target == CostTarget::operating && table.basis == OperatingBasis::metal;
    for (const int row : chosen.rows) model.without_engineering += per_metal || std::isnan(engineering[row]) ? 1 : 0;
    std::vector<double> ratios;
    for (const int row : chosen.rows)
        if (!per_metal && !std::isnan(engineering[row])) ratios.push_back(model.ln_cost[row] - engineering[row]);
    std::ranges::sort(ratios);
    if (!ratios.empty()) model.engineering_ratio = std::exp(ratios[ratios.size() / 2]) / dollar;
    if (2 * model.without_engineering <= static_cast<std::int64_t>(chosen.rows.size())) learners.push_back(engineering_learner(engineering));
    for (const char* id : {"ridge", "xgboost", "network"}) learners.push_back(learner_of(id, rule.folds));
    NestedRule nested;
    nested.folds = std::min(rule.folds, group_count(model.mines, model.rows));
    nested.repeats = rule.repeats;
    nested.seed = static_cast<std::uint64_t>(rule.seed);
    auto scores = nested_scores(model.mines, model.ln_cost, model.rows, learners, nested, progress.part(0, 0.7));
    if (!scores) return std::unexpected(scores.error());
    model.scores = std::move(*scores);
    model.learner = stated_learner(rule.learner);
    if (model.learner.empty()) {
        double best = -std::numeric_limits<double>::infinity();
        for (const NestedScore& score : model.scores)
            if (score.learner != "engineering" && score.mean_r2() > best) {
                best = score.mean_r2();
                model.learner = score.learner;
            }
    }
    if (auto done = fit_target(model, rule, progress.part(0.7, 0.8)); !done) return std::unexpected(done.error());
    auto coverage = measured_coverage(model, rule, progress.part(0.8, 1));
    if (!coverage) return std::unexpected(coverage.error());
    model.coverage = *coverage;
    return model;
}

void note_what_was_left(CostModel& model, CostTarget target, const TaughtRows& chosen) {
    const std::string of = std::string("@costmodel.target.") + target_id(target);
    if (chosen.other_scope > 0)
        model.notes.emplace_back("costmodel.note.scope", std::vector<std::pair<std::string, std::string>>{
                                                             {"target", of}, {"count", text(chosen.other_scope)}, {"scope", model.scope}});
    if (chosen.not_producing > 0)
        model.notes.emplace_back("costmodel.note.not_producing",
                                 std::vector<std::pair<std::string, std::string>>{{"target", of}, {"count", text(chosen.not_producing)}});
    if (!chosen.producing)
        model.notes.emplace_back("costmodel.note.plans", std::vector<std::pair<std::string, std::string>>{{"target", of}, {"count", text(chosen.rows.size())}});
}

/// Features that the mines state and that tell them in nothing apart.
void note_what_is_alike(CostModel& model, const TargetModel& learned) {
    const auto note = [&](const std::string& feature) {
        model.notes.emplace_back("costmodel.note.alike",
                                 std::vector<std::pair<std::string, std::string>>{{"target", std::string("@costmodel.target.") + target_id(learned.target)},
                                                                                  {"feature", "@costmodel.feature." + feature}});
    };
    for (const NumberColumn& column : features(model.table.rows, learned.target, model.group, model.rule.days_per_year).numbers) {
        const bool told = std::ranges::find(learned.mines.numbers, column.id, &NumberColumn::id) != learned.mines.numbers.end();
        if (!told && std::ranges::any_of(learned.rows, [&](int row) { return std::isfinite(column.values[row]); })) note(column.id);
    }
    for (const CategoryColumn& column : learned.alike.categories) note(column.id);
}

}  // namespace

TaughtRows taught_rows(const OrebodyTable& table, CostTarget target, const CostRule& rule, const std::string& scope) {
    TaughtRows all;
    std::vector<int> producing;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Orebody& o = table.rows[i];
        if (!states_cost(o, target)) continue;
        if (!scope.empty() && !o.scope.empty() && o.scope != scope) {
            ++all.other_scope;
            continue;
        }
        all.rows.push_back(static_cast<int>(i));
        if (o.status == OrebodyStatus::producing) producing.push_back(static_cast<int>(i));
    }
    const bool only = rule.learn_from == LearnFrom::producing || (rule.learn_from == LearnFrom::automatic && producing.size() >= enough_producing);
    if (only) {
        all.not_producing = all.rows.size() - producing.size();
        all.rows = std::move(producing);
        all.producing = true;
    }
    return all;
}

Expected<void> fit_target(TargetModel& model, const CostRule& rule, const base::Progress& progress) {
    const auto seed = static_cast<std::uint64_t>(rule.seed);
    const Learner learner = learner_of(model.learner, rule.folds);
    const int folds = std::min(rule.folds, group_count(model.mines, model.rows));
    auto interval = CvPlus::fit(model.mines, model.ln_cost, model.rows, learner, folds, seed, progress);
    if (!interval) return std::unexpected(interval.error());
    model.interval = std::move(*interval);
    constexpr int nearest = 5;
    auto guard = DomainGuard::learn(model.mines, model.rows, nearest, model.alike);
    if (!guard) return std::unexpected(guard.error());
    model.guard = std::move(*guard);
    // The model of all rows is that of the interval: same rows, same seed.
    const std::uint64_t own = part_seed(seed, static_cast<std::uint64_t>(folds));
    if (model.learner == "ridge") {
        auto ridge = fit_ridge(model.mines, model.ln_cost, model.rows, own, progress, rule.folds);
        if (!ridge) return std::unexpected(ridge.error());
        model.linear = std::make_shared<const BoostedRidge>(BoostedRidge{std::move(*ridge), learning::Booster(), 0});
    } else if (model.learner == "xgboost") {
        auto boosted = fit_boosted(model.mines, model.ln_cost, model.rows, own, progress, rule.folds);
        if (!boosted) return std::unexpected(boosted.error());
        model.linear = std::make_shared<const BoostedRidge>(std::move(*boosted));
    }
    if (model.linear) model.held = model.linear->ridge.held();
    model.centre = [interval = model.interval](const Mines& mines, std::span<const int> rows) { return interval.centre(mines, rows); };
    auto factors = explain(model, model.mines, model.rows, seed);
    if (!factors) return std::unexpected(factors.error());
    for (std::size_t f = 0; f < factors->feature.size(); ++f)
        model.importance.emplace_back(factors->feature[f], factors->ln_factor.col(static_cast<Eigen::Index>(f)).cwiseAbs().mean());
    std::ranges::stable_sort(model.importance, std::greater<>(), &std::pair<std::string, double>::second);
    return {};
}

Expected<TargetModel> prepare_target(CostModel& whole, CostTarget target, const TaughtRows& taught) {
    const OrebodyTable& table = whole.table;
    std::vector<Orebody> rows;
    for (const int row : taught.rows) rows.push_back(table.rows[row]);
    whole.group = settled_group(rows, whole.rule.group_by);
    whole.only_producing = taught.producing;
    TargetModel model;
    model.target = target;
    model.rows = taught.rows;
    const Mines all = features(table.rows, target, whole.group, whole.rule.days_per_year);
    model.mines = telling(all, taught.rows);
    model.alike = shared_by(all, taught.rows);
    if (all_the_same(model.mines))
        return fail(ErrorKind::data, Message("costmodel.all_the_same", {{"count", text(taught.rows.size())}}), {.file = table.file});
    model.ln_cost.assign(table.rows.size(), not_stated);
    for (const int row : taught.rows)
        model.ln_cost[row] = std::log(target == CostTarget::operating ? table.rows[row].operating : table.rows[row].capital);
    return model;
}

bool is_fitted(const CostModel& model) {
    return std::ranges::all_of(model.targets, [](const TargetModel& target) { return static_cast<bool>(target.centre); });
}

Expected<CostModel> fitted(CostModel model, const base::Progress& progress) {
    const auto all = static_cast<double>(model.targets.size());
    for (std::size_t n = 0; n < model.targets.size(); ++n) {
        TargetModel& target = model.targets[n];
        if (target.centre) continue;
        auto again = prepare_target(model, target.target, taught_rows(model.table, target.target, model.rule, model.scope));
        if (!again) return std::unexpected(again.error());
        again->learner = target.learner;
        again->scores = target.scores;
        again->coverage = target.coverage;
        again->without_engineering = target.without_engineering;
        again->engineering_ratio = target.engineering_ratio;
        const auto at = static_cast<double>(n);
        if (auto done = fit_target(*again, model.rule, progress.part(at / all, (at + 1) / all)); !done) return std::unexpected(done.error());
        bool same = again->rows == target.rows && again->importance.size() == target.importance.size();
        for (std::size_t f = 0; same && f < target.importance.size(); ++f)
            same = std::abs(again->importance[f].second - target.importance[f].second) <= 1e-6;
        if (!same) return fail(ErrorKind::data, Message("costmodel.file.other_numbers"), {.file = model.table.file}, Message("costmodel.file.fix"));
        target = std::move(*again);
    }
    return model;
}

const NestedScore* TargetModel::score(const std::string& learner_id) const {
    const auto it = std::ranges::find(scores, learner_id, &NestedScore::learner);
    return it == scores.end() ? nullptr : &*it;
}

const TargetModel* CostModel::target(CostTarget wanted) const {
    const auto it = std::ranges::find(targets, wanted, &TargetModel::target);
    return it == targets.end() ? nullptr : &*it;
}

Expected<CostModel> train(const OrebodyTable& read, const CostRule& rule, const economics::PriceDeck* deck, const base::Progress& progress) {
    CostModel model;
    model.hash = content_hash(read);
    model.rule = rule;
    auto carried = in_one_year(read, deck, 0);
    if (!carried) return std::unexpected(carried.error());
    model.year = carried->year;
    model.table = in_one_currency(std::move(carried->table), deck, model.currency);
    model.scope = rule.scope.empty() ? usual_scope(model.table.rows) : rule.scope;
    using Args = std::vector<std::pair<std::string, std::string>>;
    if (carried->moved > 0)
        model.notes.emplace_back("costmodel.note.carried", Args{{"count", text(static_cast<std::size_t>(carried->moved))}, {"year", std::to_string(model.year)}});
    if (carried->apart > 0) model.notes.emplace_back("costmodel.note.years", Args{{"count", text(static_cast<std::size_t>(carried->apart))}});
    // How far the engineering figures stand from the mines is told in dollars, or in what the deck changes them to.
    double dollar = model.currency == "USD" ? 1 : not_stated;
    if (deck != nullptr && model.currency != "USD" && !model.currency.empty()) {
        const auto usd = economics::rate_of(*deck, "USD", "fiscal.currency_rates"), own = economics::rate_of(*deck, model.currency, "fiscal.currency_rates");
        if (usd && own) dollar = *usd / *own;
    }
    std::size_t most = 0;
    for (const CostTarget target : {CostTarget::operating, CostTarget::capital}) {
        const TaughtRows chosen = taught_rows(model.table, target, rule, model.scope);
        most = std::max(most, chosen.rows.size());
        if (chosen.rows.size() < least_rows) {
            model.notes.emplace_back("costmodel.note.too_few", std::vector<std::pair<std::string, std::string>>{
                                                                   {"target", std::string("@costmodel.target.") + target_id(target)},
                                                                   {"count", text(chosen.rows.size())},
                                                                   {"least", text(least_rows)}});
            continue;
        }
        note_what_was_left(model, target, chosen);
        const bool first = target == CostTarget::operating;
        auto learned = learn_target(model, target, chosen, dollar, progress.part(first ? 0 : 0.5, first ? 0.5 : 1));
        if (!learned) {
            base::Error error = learned.error();
            if (error.place.file.empty()) error.place.file = read.file;
            return std::unexpected(error);
        }
        note_what_is_alike(model, *learned);
        model.targets.push_back(std::move(*learned));
    }
    if (model.targets.empty())
        return fail(ErrorKind::data, Message("costmodel.too_few_costs", {{"count", text(most)}, {"least", text(least_rows)}}), {.file = read.file},
                    Message("costmodel.too_few_costs_fix"));
    return model;
}

Expected<void> check_trained_on(const CostModel& model, const OrebodyTable& table) {
    if (content_hash(table) == model.hash) return {};
    return fail(ErrorKind::data, Message("costmodel.other_data", {{"count", text(model.table.rows.size())}, {"rows", text(table.rows.size())}}),
                {.file = table.file}, Message("costmodel.other_data_fix"));
}

}  // namespace orelens::costmodel
