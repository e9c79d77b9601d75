#include "ui/Document.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "ui/Edits.h"
#include "ui/Words.h"

namespace orelens::ui {

Document::Document(QObject* parent) : QObject(parent) {
    auto_run_.setSingleShot(true);
    auto_run_.setInterval(250);
    connect(&auto_run_, &QTimer::timeout, this, &Document::run_economics_if_stale);
    connect(&job_, &Job::runningChanged, this, [this](bool running) {
        if (!running && edited_while_running_) auto_run_.start();
        edited_while_running_ = false;
    });
}

QString Document::name() const {
    const std::string& stated = project_.recipe.general.name;
    if (!stated.empty() && stated != project::GeneralRule{}.name) return QString::fromStdString(stated);
    return path_.isEmpty() ? words("ui.untitled") : QFileInfo(path_).completeBaseName();
}

bool Document::modified() const {
    return open_ && (results_unsaved_ || project_.approved_findings != saved_approvals_ ||
                     project::recipe_to_json(project_.recipe) != saved_recipe_);
}

void Document::forget_saved() {
    saved_recipe_ = project::recipe_to_json(project_.recipe);
    saved_approvals_ = project_.approved_findings;
    results_unsaved_ = false;
}

void Document::replace(project::Project project, const QString& path) {
    job_.cancel();
    ++generation_;
    project_ = std::move(project);
    path_ = path;
    open_ = true;
    undo_.clear();
    forget_saved();
    price_ = recipe_price();
    Q_EMIT replaced();
    Q_EMIT modifiedChanged();
}

void Document::close() {
    job_.cancel();
    ++generation_;
    project_ = project::Project();
    path_.clear();
    open_ = false;
    undo_.clear();
    forget_saved();
    price_ = 0;
    Q_EMIT replaced();
    Q_EMIT modifiedChanged();
}

void Document::saved_as(const QString& path) {
    path_ = path;
    forget_saved();
    Q_EMIT modifiedChanged();
}

base::Expected<void> Document::set_param(const std::string& id, const base::ParamValue& value) {
    const auto at = project::find_param(id);
    if (!at) return std::unexpected(at.error());
    auto checked = base::check_value(at->param->info, value);
    if (!checked) return std::unexpected(checked.error());
    const base::ParamValue now = at->param->get(project_.recipe, at->key);
    if (base::value_text(now) == base::value_text(*checked)) return {};
    edit_recipe(words("ui.edit.param", {{"what", words(at->param->info.label).toStdString()}}), id,
                [&](project::Recipe& recipe) { at->param->set(recipe, at->key, *checked); });
    return {};
}

void Document::edit_recipe(const QString& text, const std::string& merge_key,
                           const std::function<void(project::Recipe&)>& change) {
    project::Recipe after = project_.recipe;
    change(after);
    undo_.push(new RecipeEdit(*this, text, merge_key, std::move(after)));
}

base::Expected<void> Document::add_group_key(const std::string& group, const std::string& key) {
    const auto keys = project::group_keys(project_.recipe, group);
    const bool usable = !key.empty() && key.find_first_of(". \t\"*") == std::string::npos;
    if (!usable || std::find(keys.begin(), keys.end(), key) != keys.end())
        return base::fail(base::ErrorKind::usage, base::Message("ui.group.bad_key", {{"key", key}}));
    edit_recipe(words("ui.edit.add", {{"what", key}}), "", [&](project::Recipe& recipe) {
        if (group == "element")
            recipe.element[key];
        else
            recipe.commodity[key].name = key;
    });
    return {};
}

void Document::remove_group_key(const std::string& group, const std::string& key) {
    edit_recipe(words("ui.edit.remove", {{"what", key}}), "", [&](project::Recipe& recipe) {
        if (group == "element")
            recipe.element.erase(key);
        else
            recipe.commodity.erase(key);
    });
}

void Document::approve(const std::vector<std::string>& finding_ids, bool approved) {
    std::set<std::string> after = project_.approved_findings;
    for (const std::string& id : finding_ids)
        if (approved)
            after.insert(id);
        else
            after.erase(id);
    if (after == project_.approved_findings) return;
    undo_.push(
        new ApprovalEdit(*this, words(approved ? "ui.edit.approve" : "ui.edit.unapprove"), std::move(after)));
}

void Document::set_price(double quoted, bool dragging) {
    if (!open_ || !std::isfinite(quoted)) return;
    if (!dragging_) ++drag_;
    const bool ends = dragging_ && !dragging;
    dragging_ = dragging;
    if (quoted == price_) {
        if (ends) Q_EMIT priceChanged(price_, false);
        return;
    }
    undo_.push(new PriceEdit(*this, words("ui.edit.price"), price_, quoted, drag_, dragging));
}

void Document::put_recipe(const project::Recipe& recipe) {
    const double old_price = recipe_price();
    const std::string old_commodity = commodity();
    project_.recipe = recipe;
    if (recipe_price() != old_price || commodity() != old_commodity) put_price(recipe_price(), false);
    Q_EMIT recipeChanged();
    Q_EMIT modifiedChanged();
    edited_while_running_ = job_.running();
    auto_run_.start();
}

void Document::put_approvals(const std::set<std::string>& approved) {
    project_.approved_findings = approved;
    Q_EMIT approvalsChanged();
    Q_EMIT modifiedChanged();
}

void Document::put_price(double quoted, bool dragging) {
    price_ = quoted;
    Q_EMIT priceChanged(price_, dragging);
}

std::string Document::commodity() const {
    const project::Recipe& recipe = project_.recipe;
    if (recipe.commodity.contains(recipe.economics.main_commodity)) return recipe.economics.main_commodity;
    return recipe.commodity.empty() ? std::string() : recipe.commodity.begin()->first;
}

double Document::recipe_price() const {
    const auto found = project_.recipe.commodity.find(commodity());
    return found == project_.recipe.commodity.end() ? 0 : found->second.price;
}

std::string Document::price_unit() const {
    const auto found = project_.recipe.commodity.find(commodity());
    const std::string per = found == project_.recipe.commodity.end() ? "t" : found->second.price_unit;
    return project_.recipe.economics.costs.currency + "/" + per;
}

std::shared_ptr<const economics::UsableCurve> Document::curve() const {
    return test() == economics::CutoffTest::full ? project_.results.value.curve_full
                                                 : project_.results.value.curve_marginal;
}

economics::PriceDeck Document::deck_at_price() const {
    economics::PriceDeck deck = project::price_deck(project_.recipe);
    for (economics::Commodity& each : deck.commodities)
        if (each.name == commodity()) each.price = price_;
    return deck;
}

std::pair<double, double> Document::price_range() const {
    const double stated = recipe_price();
    const auto own = curve();
    auto [low, high] = own ? own->useful_range() : std::pair(0.0, 2 * stated);
    if (!std::isfinite(low)) low = 0;
    if (!std::isfinite(high)) high = 2 * stated;
    low = std::max(0.0, std::min(low, stated));
    // A long tail of blocks that only a fantastic price would pay must not squeeze the useful part.
    constexpr double far = 3;
    if (stated > 0) high = std::min(high, far * stated);
    low = std::min(low, price_);
    high = std::max({high, stated * 1.25, price_, low + 1e-9});
    return {low, high};
}

void Document::run(const std::string& until) {
    if (!open_ || job_.running()) return;
    auto work = std::make_shared<project::Project>(project_);
    const int generation = generation_;
    job_.start([work, until](base::Progress& progress) { return work->run(progress, until); },
               [this, work, generation](const base::Expected<void>& outcome) {
                   if (generation != generation_) return;
                   take_results(std::move(*work));
                   if (!outcome && outcome.error().kind != base::ErrorKind::cancelled)
                       Q_EMIT runFailed(outcome.error());
                   Q_EMIT runFinished(outcome.has_value());
               });
}

void Document::take_results(project::Project&& ran) {
    const bool changed = ran.results.stamps != project_.results.stamps;
    project_.results = std::move(ran.results);
    project_.failures = std::move(ran.failures);
    project_.file_digests = std::move(ran.file_digests);
    project_.model_source = std::move(ran.model_source);
    results_unsaved_ = results_unsaved_ || changed;
    Q_EMIT resultsChanged();
    Q_EMIT modifiedChanged();
}

void Document::set_auto_economics(bool on) {
    auto_economics_ = on;
    if (on) auto_run_.start();
}

void Document::run_economics_if_stale() {
    if (!auto_economics_ || !open_ || job_.running() || !project_.results.model()) return;
    const std::vector<std::string> waiting = project_.stale();
    const bool cheap = std::all_of(waiting.begin(), waiting.end(), [&](const std::string& stage) {
        return (stage == "evaluate" || stage == "utilization") && project_.error(stage) == nullptr;
    });
    if (!waiting.empty() && cheap) run();
}

}  // namespace orelens::ui
