#include "core/report/CostTables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/economics/Value.h"

namespace orelens::report {
namespace {

using costmodel::CostModel;
using costmodel::CostTarget;
using costmodel::NestedScore;
using costmodel::Orebody;
using costmodel::OrebodyState;
using costmodel::OrebodyVerdict;
using costmodel::TargetModel;

class Words {
  public:
    explicit Words(base::Language language) : language_(language) {}
    [[nodiscard]] std::string operator()(const std::string& key, std::vector<std::pair<std::string, std::string>> args = {}) const {
        return base::text(base::Message(key, std::move(args)), language_);
    }
    [[nodiscard]] std::string operator()(const base::Message& message) const { return message.empty() ? std::string() : base::text(message, language_); }
    [[nodiscard]] std::string target(CostTarget of) const { return (*this)(std::string("costmodel.target.") + costmodel::target_id(of)); }
    [[nodiscard]] std::string state(OrebodyState of) const { return (*this)(std::string("costmodel.state.") + costmodel::state_id(of)); }

  private:
    base::Language language_;
};

Cell value(double number) {
    if (std::isnan(number)) return {};
    if (std::isinf(number)) return std::string(number > 0 ? "∞" : "−∞");
    return number;
}

Table start(const Words& say, const char* id) {
    Table table;
    table.id.assign(id);
    table.title = say(std::string("report.") + id);
    table.short_title = table.title;
    return table;
}

Table card(const CostModel& model, const Words& say) {
    Table table = start(say, "cost_card");
    table.columns = {{say("report.cost.item"), "", 0}, {say("report.cost.target"), "", 0}, {say("report.cost.value"), "", -4}};
    const auto row = [&](const char* key, const std::string& target, Cell cell) { table.rows.push_back({say(key), target, std::move(cell)}); };
    row("report.cost.file", "", model.table.file);
    row("report.cost.hash", "", model.hash);
    row("report.cost.seed", "", static_cast<std::int64_t>(model.rule.seed));
    row("report.cost.currency", "", model.currency.empty() ? std::string("–") : model.currency);
    row("report.cost.year", "", model.year == 0 ? Cell(std::string("–")) : Cell(static_cast<std::int64_t>(model.year)));
    row("report.cost.scope", "", model.scope.empty() ? std::string("–") : model.scope);
    row("report.cost.per", "", say(model.table.basis == costmodel::OperatingBasis::ore ? "report.cost.per_ore" : "report.cost.per_metal"));
    constexpr const char* groups[] = {"none", "company", "belt", "none"};
    row("report.cost.group", "", say(std::string("report.cost.group.") + groups[static_cast<int>(model.group)]));
    for (const TargetModel& target : model.targets) {
        const std::string of = say.target(target.target);
        row("report.cost.learner", of, say("report.cost.learner." + target.learner));
        row("report.cost.mines", of, static_cast<std::int64_t>(target.rows.size()));
        if (const NestedScore* score = target.score(target.learner)) row("report.cost.r2", of, value(score->mean_r2()));
        row("report.cost.level", of, model.rule.level_percent / 100);
        row("report.cost.coverage", of, value(target.coverage));
        row("report.cost.ratio", of, value(target.engineering_ratio));
    }
    row("report.cost.index", "", model.rule.camm_index);
    table.notes.push_back(say("report.cost.card_note"));
    for (const base::Message& note : model.notes) table.notes.push_back(say(note));
    for (const TargetModel& target : model.targets) {
        if (target.without_engineering > 0)
            table.notes.push_back(say(target.score("engineering") == nullptr ? "report.cost.no_engineering" : "report.cost.part_engineering", {{"target", say.target(target.target)}, {"count", std::to_string(target.without_engineering)}}));
        for (const std::string& feature : target.held)
            table.notes.push_back(say("report.cost.held", {{"target", say.target(target.target)}, {"feature", say("costmodel.feature." + feature)}}));
        const NestedScore* chosen = target.score(target.learner);
        const NestedScore* median = target.score("median");
        if (chosen != nullptr && median != nullptr && chosen->mean_r2() <= std::max(0.05, median->mean_r2()))
            table.notes.push_back(say("report.cost.nothing_learned", {{"target", say.target(target.target)}}));
    }
    return table;
}

Table scores(const CostModel& model, const Words& say) {
    Table table = start(say, "cost_scores");
    table.notes = {say("report.cost.scores_note", {{"folds", std::to_string(model.rule.folds)}, {"repeats", std::to_string(model.rule.repeats)}})};
    table.columns = {{say("report.cost.target"), "", 0}, {say("report.cost.learner"), "", 0},   {say("report.cost.chosen"), "", 0}, {say("report.cost.r2"), "", 3},
                     {say("report.cost.r2_low"), "", 3}, {say("report.cost.r2_high"), "", 3}, {say("report.cost.factor"), "", 3}, {say("report.cost.bias"), "", 3}};
    for (const TargetModel& target : model.targets)
        for (const NestedScore& score : target.scores) {
            const auto [low, high] = score.r2.empty() ? std::ranges::minmax_result<double>{costmodel::not_stated, costmodel::not_stated} : std::ranges::minmax(score.r2);
            double factor = 0, bias = 0;
            for (const double f : score.factor) factor += f / static_cast<double>(score.factor.size());
            for (const double b : score.bias) bias += b / static_cast<double>(score.bias.size());
            table.rows.push_back({say.target(target.target), say("report.cost.learner." + score.learner),
                                  std::string(score.learner == target.learner ? "✓" : ""), score.mean_r2(), low, high, factor, bias});
        }
    return table;
}

Table factors(const CostModel& model, const Words& say) {
    Table table = start(say, "cost_factors");
    table.notes = {say("report.cost.factors_note")};
    table.columns = {{say("report.cost.target"), "", 0}, {say("report.cost.feature"), "", 0}, {say("report.cost.importance"), "", 4}};
    for (const TargetModel& target : model.targets)
        for (const auto& [feature, size] : target.importance)
            table.rows.push_back({say.target(target.target), say("costmodel.feature." + feature), std::exp(size)});
    return table;
}

std::string driver_words(const costmodel::CostAnswer& answer, const Words& say) {
    if (answer.stated) return say("report.cost.stated");
    std::string all;
    for (std::size_t n = 0; n < std::min<std::size_t>(3, answer.factors.size()); ++n)
        all += (n == 0 ? "" : ", ") + say("costmodel.feature." + answer.factors[n].first) + " ×" + base::number(answer.factors[n].second, 3);
    return all;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// "dilution 4.76 %, mining recovery 90 % (open pit; Camm 1991), capacity by Taylor's rule".
std::string assumed_in(const costmodel::MiningPlan& plan, const Words& say) {
    std::vector<std::string> shares, others;
    for (const std::string& part : plan.assumed) {
        const bool share = part == "dilution" || part == "mining_recovery";
        const std::string percent = base::number(100 * (part == "dilution" ? plan.dilution : plan.recovery), 3);
        (share ? shares : others).push_back(say("costmodel.assumed." + part, {{"percent", percent}}));
    }
    if (!shares.empty())
        others.insert(others.begin(), say("costmodel.assumed.of", {{"list", joined(shares)}, {"method", say("costmodel.method." + plan.assumed_of)}}));
    return joined(others);
}

std::string missing_in(const costmodel::EngineeringCost& cost, const Words& say) {
    std::vector<std::string> parts;
    for (const std::string& part : cost.missing) parts.push_back(say("costmodel.missing." + part));
    return joined(parts);
}

/// What the words of a verdict name: features by their names in the language.
base::Message in_words(base::Message why, const Words& say) {
    for (auto& [name, arg] : why.args) {
        if (name != "features") continue;
        std::string all;
        for (std::size_t at = 0; at <= arg.size();) {
            const std::size_t end = std::min(arg.find(", ", at), arg.size());
            all += (all.empty() ? "" : ", ") + say("costmodel.feature." + arg.substr(at, end - at));
            at = end + 2;
        }
        arg = all;
    }
    return why;
}

std::string doubt_in(OrebodyState state, double probability, const Words& say) {
    if (!costmodel::in_doubt(state, probability)) return {};
    return say("report.cost.doubt", {{"percent", base::number(100 * probability, 2)}});
}

/// Why an orebody is not usable, or how doubtful it is that it is.
std::string why_or_doubt(const OrebodyVerdict& v, const Words& say) {
    return v.why.empty() ? doubt_in(v.state, v.probability, say) : say(in_words(v.why, say));
}

Table orebodies(const JudgedOrebodies& j, const Words& say) {
    Table table = start(say, "cost_orebodies");
    const std::string money = j.deck.costs.currency;
    table.notes = {say("report.cost.orebodies_note", {{"level", base::number(j.rule.level_percent)}}), say("report.cost.category_note")};
    table.notes.push_back(say("report.cost.engineering_note", {{"index", base::number(j.rule.camm_index)}}));
    if (j.model.currency.empty()) table.notes.push_back(say("report.cost.no_currency", {{"currency", money}}));
    table.columns = {{say("report.cost.row"), "", 0}, {say("report.cost.orebody"), "", 0}, {say("report.cost.commodity"), "", 0}, {say("report.cost.belt"), "", 0},
                     {say("report.cost.deposit_type"), "", 0}, {say("report.cost.status"), "", 0}, {say("report.cost.verdict"), "", 0},
                     {say("report.cost.price"), "", -6}, {say("report.cost.activation"), "", -6}, {say("report.cost.low"), "", -6}, {say("report.cost.high"), "", -6},
                     {say("report.cost.quoted"), "", 0}, {say("report.cost.probability"), "", 3},
                     {say("report.cost.operating"), money + "/t", 3}, {say("report.cost.low"), money + "/t", 3}, {say("report.cost.high"), money + "/t", 3},
                     {say("report.cost.capital"), money, 0}, {say("report.cost.low"), money, 0}, {say("report.cost.high"), money, 0},
                     {say("report.cost.npv"), money, 0}, {say("report.cost.irr"), "%", 2}, {say("report.cost.payback"), "a", 2},
                     {say("report.cost.life"), "a", 2}, {say("report.cost.capacity"), "t/d", 0}, {say("report.cost.mined"), "t", 0}, {say("report.cost.metal"), "t", 0},
                     {say("report.cost.cash_cost"), money + "/t", 1},
                     {say("report.cost.why"), "", 0}, {say("report.cost.drivers_operating"), "", 0}, {say("report.cost.drivers_capital"), "", 0},
                     {say("report.cost.analogues"), "", 0}, {say("report.cost.unpriced"), "", 0}, {say("report.cost.assumed"), "", 0},
                     {say("report.cost.engineering_operating"), money + "/t", 3}, {say("report.cost.engineering_capital"), money, 0},
                     {say("report.cost.engineering_missing"), "", 0}, {say("report.cost.route"), "", 0}};
    for (const OrebodyVerdict& v : j.verdicts) {
        const Orebody& o = j.orebodies.rows[static_cast<std::size_t>(v.row)];
        std::string like;
        for (const int row : v.analogues) like += (like.empty() ? "" : ", ") + j.model.table.rows[static_cast<std::size_t>(row)].name;
        const economics::Commodity* commodity = economics::find_commodity(j.deck, o.commodity);
        const bool said = v.state != OrebodyState::unknown && v.state != OrebodyState::outside;
        const auto only = [&](double number) { return said ? value(number) : Cell(); };
        table.rows.push_back({o.row, o.name, o.commodity, o.belt, o.deposit_type, say(std::string("costmodel.status.") + costmodel::status_id(o.status)),
                              say.state(v.state) + (v.override_used ? " *" : ""), value(v.price), only(v.band.price), only(v.band.lower), only(v.band.upper),
                              commodity == nullptr ? std::string() : economics::quotation_unit(j.deck, *commodity), only(v.probability),
                              only(v.operating.middle), only(v.operating.lower), only(v.operating.upper), only(v.capital.middle), only(v.capital.lower),
                              only(v.capital.upper), only(v.npv), v.internal_rate ? Cell(100 * *v.internal_rate) : Cell(),
                              v.payback_years ? Cell(*v.payback_years) : Cell(), v.plan.life_years > 0 ? Cell(v.plan.life_years) : Cell(),
                              v.plan.ore_per_day > 0 ? Cell(v.plan.ore_per_day) : Cell(), v.plan.mined_tonnes > 0 ? Cell(v.plan.mined_tonnes) : Cell(),
                              value(v.metal_tonnes), only(v.cash_cost), why_or_doubt(v, say), said ? driver_words(v.operating, say) : std::string(),
                              said ? driver_words(v.capital, say) : std::string(), like, joined(v.unpriced), assumed_in(v.plan, say),
                              value(v.engineering.operating), value(v.engineering.capital), missing_in(v.engineering, say), v.route});
    }
    return table;
}

std::set<std::string> commodities(const JudgedOrebodies& j) {
    std::set<std::string> all;
    for (const OrebodyVerdict& v : j.verdicts) all.insert(j.orebodies.rows[static_cast<std::size_t>(v.row)].commodity);
    all.erase("");
    return all;
}

Table groups(const JudgedOrebodies& j, const costmodel::AvailabilityCurve& curve, const Words& say) {
    Table table = start(say, "cost_groups");
    table.notes = {say("report.cost.groups_note")};
    table.columns = {{say("report.cost.commodity"), "", 0}, {say("report.cost.belt"), "", 0}, {say("report.cost.deposit_type"), "", 0}, {say("report.cost.status"), "", 0},
                     {say("report.cost.price"), "", -6}, {say("report.cost.usable"), "", 0}, {say("report.cost.ore"), "t", 0}, {say("report.cost.metal"), "t", 0},
                     {say("report.cost.low"), "t", 0}, {say("report.cost.high"), "t", 0}, {say("report.cost.without_verdict"), "", 0}, {say("report.cost.never"), "", 0}};
    for (std::size_t g = 0; g < curve.groups().size(); ++g) {
        const auto& key = curve.groups()[g];
        const economics::Commodity* commodity = economics::find_commodity(j.deck, key.commodity);
        const double price = commodity == nullptr ? costmodel::not_stated : commodity->price;
        const auto q = commodity == nullptr ? costmodel::AvailableQuantity() : curve.at(price, std::span(&g, 1));
        table.rows.push_back({key.commodity, key.belt, key.deposit_type, say("costmodel.status." + key.status), value(price), q.orebodies, q.ore_tonnes, q.metal_tonnes,
                              q.metal_low, q.metal_high, curve.without_verdict(g), curve.never(g)});
    }
    return table;
}

Table curve_table(const JudgedOrebodies& j, const costmodel::AvailabilityCurve& curve, const Words& say) {
    Table table = start(say, "cost_curve");
    table.notes = {say("report.cost.curve_note")};
    table.columns = {{say("report.cost.commodity"), "", 0}, {say("report.cost.price"), "", -6}, {say("report.cost.quoted"), "", 0}, {say("report.cost.usable"), "", 0},
                     {say("report.cost.ore"), "t", 0}, {say("report.cost.metal"), "t", 0}, {say("report.cost.low"), "t", 0}, {say("report.cost.high"), "t", 0}};
    constexpr int steps = 40;
    for (const std::string& name : commodities(j)) {
        const economics::Commodity* commodity = economics::find_commodity(j.deck, name);
        std::vector<double> prices = curve.prices(name);
        if (commodity == nullptr || prices.empty()) continue;
        const auto of = curve.of_commodity(name);
        const double top = std::max(1.5 * commodity->price, prices[static_cast<std::size_t>(0.9 * static_cast<double>(prices.size() - 1))]);
        std::vector<double> ladder;
        for (int s = 0; s <= steps; ++s) ladder.push_back(top * s / steps);
        ladder.push_back(commodity->price);
        std::ranges::sort(ladder);
        for (const double price : ladder) {
            const auto q = curve.at(price, of);
            table.rows.push_back({name, price, economics::quotation_unit(j.deck, *commodity), q.orebodies, q.ore_tonnes, q.metal_tonnes, q.metal_low, q.metal_high});
        }
    }
    if (commodities(j).size() == 1) table.plot = Plot{1, {5, 6, 7}, {}};
    return table;
}

Table near(const JudgedOrebodies& j, const costmodel::AvailabilityCurve& curve, const Words& say) {
    Table table = start(say, "cost_near");
    table.notes = {say("report.cost.near_note", {{"percent", base::number(j.rule.near_percent)}})};
    table.columns = {{say("report.cost.commodity"), "", 0}, {say("report.cost.orebody"), "", 0}, {say("report.cost.price"), "", -6}, {say("report.cost.activation"), "", -6},
                     {say("report.cost.gap"), "%", 2}, {say("report.cost.probability"), "", 3}, {say("report.cost.metal"), "t", 0}, {say("report.cost.why"), "", 0}};
    std::map<int, const OrebodyVerdict*> by_row;
    for (const OrebodyVerdict& v : j.verdicts) by_row[v.row] = &v;
    for (const std::string& name : commodities(j)) {
        const economics::Commodity* commodity = economics::find_commodity(j.deck, name);
        if (commodity == nullptr || !(commodity->price > 0)) continue;
        for (const int row : curve.near(name, commodity->price, j.rule.near_percent / 100)) {
            const OrebodyVerdict& v = *by_row.at(row);
            table.rows.push_back({name, j.orebodies.rows[static_cast<std::size_t>(row)].name, commodity->price, v.band.price,
                                  100 * (v.band.price / commodity->price - 1), value(v.probability), v.metal_tonnes, why_or_doubt(v, say)});
        }
    }
    return table;
}

Table cumulative(const JudgedOrebodies& j, const Words& say) {
    Table table = start(say, "cost_cumulative");
    const std::string money = j.deck.costs.currency;
    table.notes = {say("report.cost.cumulative_note")};
    table.columns = {{say("report.cost.commodity"), "", 0}, {say("report.cost.rank"), "", 0}, {say("report.cost.orebody"), "", 0}, {say("report.cost.cash_cost"), money + "/t", 1},
                     {say("report.cost.activation"), "", -6}, {say("report.cost.metal"), "t", 0}, {say("report.cost.cumulated"), "t", 0}};
    for (const std::string& name : commodities(j)) {
        std::vector<double> cost, quantity;
        for (const OrebodyVerdict& v : j.verdicts) {
            const bool of = j.orebodies.rows[static_cast<std::size_t>(v.row)].commodity == name && !std::isnan(v.band.price);
            cost.push_back(of ? v.cash_cost : costmodel::not_stated);
            quantity.push_back(of ? v.metal_tonnes : 0);
        }
        std::int64_t rank = 0;
        for (const costmodel::CostStep& step : costmodel::cumulative_cost(cost, quantity)) {
            const OrebodyVerdict& v = j.verdicts[static_cast<std::size_t>(step.row)];
            table.rows.push_back({name, ++rank, j.orebodies.rows[static_cast<std::size_t>(v.row)].name, step.cost, value(v.band.price), step.quantity, step.cumulative});
        }
    }
    return table;
}

}  // namespace

std::vector<Table> orebody_input_tables(const costmodel::OrebodyTable& table, base::Language language) {
    const Words say(language);
    Table columns = start(say, "cost_columns");
    columns.notes = {table.file + (table.sheet.empty() ? "" : "#" + table.sheet) + (table.crs.empty() ? "" : " · " + table.crs)};
    columns.columns = {{say("report.cost.column"), "", 0}, {say("report.cost.role"), "", 0}, {say("report.cost.unit"), "", 0}};
    for (const costmodel::OrebodyColumn& column : table.columns)
        columns.rows.push_back({column.header, column.role.empty() ? say("report.cost.not_read") : column.role, column.unit});
    Table findings = start(say, "cost_findings");
    findings.columns = {{say("report.cost.row"), "", 0}, {say("report.cost.orebody"), "", 0}, {say("report.cost.column"), "", 0},
                        {say("report.cost.kind"), "", 0}, {say("report.cost.finding"), "", 0}, {say("report.cost.fix"), "", 0}};
    for (const base::Finding& f : table.findings)
        findings.rows.push_back({f.row > 0 ? Cell(f.row) : Cell(), f.hole, f.column, say(base::kind_words(f.kind)), say(f.what), say(f.fix)});
    return {std::move(columns), std::move(findings)};
}

std::vector<Table> cost_model_tables(const CostModel& model, base::Language language) {
    const Words say(language);
    std::vector<Table> tables{card(model, say), scores(model, say), factors(model, say)};
    for (Table& table : orebody_input_tables(model.table, language))
        if (!table.rows.empty()) tables.push_back(std::move(table));
    return tables;
}

std::string assumed_words(const costmodel::MiningPlan& plan, base::Language language) {
    return assumed_in(plan, Words(language));
}

std::string missing_words(const costmodel::EngineeringCost& cost, base::Language language) {
    return missing_in(cost, Words(language));
}

std::string doubt_words(OrebodyState state, double probability, base::Language language) {
    return doubt_in(state, probability, Words(language));
}

std::string why_words(const OrebodyVerdict& verdict, base::Language language) {
    const Words say(language);
    return say(in_words(verdict.why, say));
}

costmodel::AvailabilityCurve availability(const JudgedOrebodies& j) {
    std::vector<costmodel::AvailableOrebody> bodies;
    std::vector<costmodel::AvailabilityKey> keys;
    for (const OrebodyVerdict& v : j.verdicts) {
        const Orebody& o = j.orebodies.rows[static_cast<std::size_t>(v.row)];
        bodies.push_back({v.row, v.band.price, v.band.lower, v.band.upper, v.plan.mined_tonnes, std::isnan(v.metal_tonnes) ? 0 : v.metal_tonnes});
        keys.push_back({o.commodity, o.belt, o.deposit_type, costmodel::status_id(o.status)});
    }
    return {bodies, keys};
}

std::vector<Table> orebody_tables(const JudgedOrebodies& judged, base::Language language) {
    const Words say(language);
    const auto curve = availability(judged);
    std::vector<Table> tables{orebodies(judged, say), groups(judged, curve, say), curve_table(judged, curve, say), near(judged, curve, say), cumulative(judged, say)};
    for (Table& table : orebody_input_tables(judged.orebodies, language))
        if (!table.rows.empty()) tables.push_back(std::move(table));
    return tables;
}

}  // namespace orelens::report
