#include "ui/document/PriceInHand.h"

#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "core/project/OrebodyStudy.h"
#include "ui/Words.h"
#include "ui/document/UndoSteps.h"

namespace orelens::ui {

namespace {

/// The upper end of a scale on which the orebodies of a commodity become usable; 0 without any.
double orebodies_reach(const project::Project& project, const std::string& commodity, double stated) {
    const auto study = project::orebody_study(project.results);
    const double need = study && study->curve ? study->curve->usual_need(commodity) : 0;
    constexpr double least = 1.5, most = 3;
    if (!(need > 0)) return 0;
    const double reach = stated > 0 ? std::clamp(need, least * stated, most * stated) : need;
    // Outward to two digits: an end of a scale is a round number.
    const double step = std::pow(10, std::floor(std::log10(reach)) - 1);
    return std::ceil(reach / step) * step;
}

}  // namespace

PriceInHand::PriceInHand(const project::Project& project, const Standing& standing, QUndoStack& undo)
    : project_(project), standing_(standing), undo_(undo) {}

void PriceInHand::set(double quoted, bool dragging) {
    if (commodity().empty() || !std::isfinite(quoted)) return;
    if (!dragging_) ++drag_;
    const bool ends = dragging_ && !dragging;
    dragging_ = dragging;
    if (quoted == value_) {
        if (ends) Q_EMIT changed(value_, false);
        return;
    }
    undo_.push(new PriceEdit(*this, words("ui.edit.price"), value_, quoted, drag_, dragging));
}

void PriceInHand::put(double quoted, bool dragging) {
    value_ = quoted;
    Q_EMIT changed(value_, dragging);
}

void PriceInHand::start_over() {
    followed_commodity_ = commodity();
    followed_price_ = value_ = recipe_price();
    dragging_ = false;
    wants_all_ = false;
    all_ = nullptr;
    all_of_ = nullptr;
    all_job_.drop();
}

void PriceInHand::set_all_prices(bool all) {
    if (wants_all_ == all) return;
    wants_all_ = all;
    if (all) return follow_results();
    all_ = nullptr;
    all_of_ = nullptr;
    all_job_.drop();
    Q_EMIT allPricesChanged();
}

void PriceInHand::follow_results() {
    const project::Results& results = project_.results;
    const auto& now = results.value.deck ? results.value.curve(results.value.deck->test) : nullptr;
    if (!wants_all_ || now == all_of_) return;
    all_of_ = now;
    all_ = nullptr;
    Q_EMIT allPricesChanged();
    if (!now) return all_job_.drop();
    auto made = std::make_shared<project::AllPrices>();
    all_job_.ask(
        [made, results](base::Progress& progress) -> base::Expected<void> {
            auto done = project::with_all_prices(results, progress);
            if (!done) return std::unexpected(done.error());
            *made = std::move(*done);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (done)
                all_ = made;
            else
                wants_all_ = false;
            Q_EMIT allPricesChanged();
        });
}

std::shared_ptr<const project::AllPrices> PriceInHand::together() const {
    return standing_.current("evaluate") ? all_ : nullptr;
}

void PriceInHand::follow_recipe(bool stays) {
    const bool same_commodity = commodity() == followed_commodity_;
    if (recipe_price() == followed_price_ && same_commodity) return;
    const bool follows = !same_commodity || (value_ == followed_price_ && !stays);
    followed_commodity_ = commodity();
    followed_price_ = recipe_price();
    if (follows) put(followed_price_, false);
}

std::string PriceInHand::commodity() const {
    const project::Recipe& recipe = project_.recipe;
    if (recipe.commodity.contains(recipe.economics.main_commodity)) return recipe.economics.main_commodity;
    return recipe.commodity.empty() ? std::string() : recipe.commodity.begin()->first;
}

double PriceInHand::recipe_price() const {
    const auto found = project_.recipe.commodity.find(commodity());
    return found == project_.recipe.commodity.end() ? 0 : found->second.price;
}

std::string PriceInHand::unit() const {
    const auto found = project_.recipe.commodity.find(commodity());
    const std::string per = found == project_.recipe.commodity.end() ? "t" : found->second.price_unit;
    return project_.recipe.economics.costs.currency + "/" + per;
}

std::shared_ptr<const economics::UsableCurve> PriceInHand::curve() const {
    if (const auto all = together()) return all->curve;
    return standing_.current("evaluate") ? project_.results.value.curve(test()) : nullptr;
}

std::shared_ptr<const project::InsidePits> PriceInHand::pits() const {
    const auto inside = project::inside_pits(project_.results);
    return inside && standing_.current("evaluate") && standing_.current("pits") ? inside : nullptr;
}

void PriceInHand::set_only_inside(bool only) {
    if (only_inside_ == only) return;
    only_inside_ = only;
    Q_EMIT onlyInsideChanged();
}

void PriceInHand::set_history(const std::string& commodity, const std::string& unit,
                              std::vector<economics::PastPrice> past) {
    history_[commodity + " " + unit] = std::move(past);
    Q_EMIT historyChanged();
}

const std::vector<economics::PastPrice>& PriceInHand::history() const {
    static const std::vector<economics::PastPrice> none;
    const auto found = history_.find(commodity() + " " + unit());
    return found == history_.end() ? none : found->second;
}

Answer PriceInHand::answer() const {
    const project::ValueResults& value = project_.results.value;
    Answer answer;
    if (!value.deck) return answer;
    answer.deck = *value.deck;
    const economics::Commodity* main = economics::main_commodity(answer.deck);
    if (main == nullptr) return answer;
    answer.older = !standing_.current("evaluate");
    answer.curve = value.curve(answer.deck.test);
    answer.commodity = main->name;
    answer.unit = economics::quotation_unit(answer.deck, *main);
    answer.test = answer.deck.test;
    answer.price = answer.older ? main->price : value_;
    answer.only_inside = only_inside();
    if (const auto all = together()) {
        answer.all_prices = true;
        answer.curve = all->curve;
        answer.deck = project::moved_together(answer.deck, answer.price);
        return answer;
    }
    if (const auto inside = pits()) answer.inside = inside->curve;
    for (economics::Commodity& each : answer.deck.commodities)
        if (each.name == answer.commodity) each.price = answer.price;
    return answer;
}

std::pair<double, double> PriceInHand::range() const {
    const double stated = recipe_price();
    // A scale, not an answer: the curve of older parameters serves it, that of another commodity does not.
    const Answer last = answer();
    const auto own = last.commodity == commodity() ? last.curve : nullptr;
    auto [low, high] = own ? own->useful_range(stated) : std::pair(0.0, 2 * stated);
    if (!own)
        if (const double reach = orebodies_reach(project_, commodity(), stated); reach > 0) high = reach;
    // Rounding outward may pass three times the recipe's price, where few blocks are left to pay.
    constexpr double far = 3;
    if (own && own->near_break_evens(stated)) high = std::min(high, far * stated);
    return {low, std::max(high, low + 1e-9)};
}

double PriceInHand::rounded(double price, const std::pair<double, double>& range) {
    const auto [low, high] = range;
    if (price <= low || price >= high) return std::clamp(price, low, high);
    const double step = std::pow(10, std::floor(std::log10((high - low) / 1000)));
    return std::clamp(std::round(price / step) * step, low, high);
}

}  // namespace orelens::ui
