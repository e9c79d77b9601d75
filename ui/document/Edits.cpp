#include "ui/document/Edits.h"

#include <algorithm>

#include "core/project/ParamCheck.h"
#include "ui/Words.h"
#include "ui/document/UndoSteps.h"

namespace orelens::ui {

Edits::Edits(project::Project& project) : project_(project) {}

base::Expected<void> Edits::set_param(const std::string& id, const base::ParamValue& value) {
    return set_checked(id, value, false);
}

base::Expected<void> Edits::take_price(const std::string& id, double price) {
    return set_checked(id, price, true);
}

void Edits::take_prices(const QString& text, const std::function<void(project::Recipe&)>& change) {
    project::Recipe after = project_.recipe;
    change(after);
    undo_.push(new RecipeEdit(*this, text, "", project_.recipe, std::move(after), true));
}

base::Expected<void> Edits::set_checked(const std::string& id, const base::ParamValue& value, bool price_stays) {
    const auto at = project::find_param(id);
    if (!at) return std::unexpected(at.error());
    auto checked = project::check_param(at->param->info, value);
    if (!checked) return std::unexpected(checked.error());
    const base::ParamValue now = at->param->get(project_.recipe, at->key);
    if (base::value_text(now) == base::value_text(*checked)) return {};
    project::Recipe after = project_.recipe;
    at->param->set(after, at->key, *checked);
    const QString text = words("ui.edit.param", {{"what", words(at->param->info.label).toStdString()}});
    undo_.push(new RecipeEdit(*this, text, price_stays ? "" : id, project_.recipe, std::move(after), price_stays));
    return {};
}

void Edits::change_recipe(const QString& text, const std::string& merge_key,
                          const std::function<void(project::Recipe&)>& change) {
    project::Recipe after = project_.recipe;
    change(after);
    undo_.push(new RecipeEdit(*this, text, merge_key, project_.recipe, std::move(after)));
}

void Edits::set_test(economics::CutoffTest test) {
    if (project_.recipe.economics.test == test) return;
    change_recipe(words("ui.edit.test"), "",
                  [test](project::Recipe& recipe) { recipe.economics.test = test; });
}

base::Expected<void> Edits::add_group_key(const std::string& group, const std::string& key) {
    const auto keys = project::group_keys(project_.recipe, group);
    const bool usable = !key.empty() && key.find_first_of(". \t\"*") == std::string::npos;
    if (!usable || std::find(keys.begin(), keys.end(), key) != keys.end())
        return base::fail(base::ErrorKind::usage, base::Message("ui.group.bad_key", {{"key", key}}));
    change_recipe(words("ui.edit.add", {{"what", key}}), "",
                  [&](project::Recipe& recipe) { project::add_group_key(recipe, group, key); });
    return {};
}

void Edits::remove_group_key(const std::string& group, const std::string& key) {
    change_recipe(words("ui.edit.remove", {{"what", key}}), "",
                  [&](project::Recipe& recipe) { project::remove_group_key(recipe, group, key); });
}

void Edits::approve(const std::vector<std::string>& finding_ids, bool approved) {
    std::set<std::string> after = project_.approved_findings;
    for (const std::string& id : finding_ids)
        if (approved)
            after.insert(id);
        else
            after.erase(id);
    if (after == project_.approved_findings) return;
    undo_.push(new ApprovalEdit(*this, words(approved ? "ui.edit.approve" : "ui.edit.unapprove"),
                                project_.approved_findings, std::move(after)));
}

void Edits::change_views(const QString& text, std::vector<project::SavedView> views) {
    if (views == project_.views) return;
    undo_.push(new ViewsEdit(*this, text, project_.views, std::move(views)));
}

void Edits::put_views(const std::vector<project::SavedView>& views) {
    project_.views = views;
    Q_EMIT viewsChanged();
}

void Edits::change_scenarios(const QString& text, std::vector<project::Scenario> scenarios,
                             const std::string& merge_key) {
    if (scenarios == project_.scenarios) return;
    undo_.push(new ScenariosEdit(*this, text, merge_key, project_.scenarios, std::move(scenarios)));
}

void Edits::put_scenarios(const std::vector<project::Scenario>& scenarios) {
    project_.scenarios = scenarios;
    Q_EMIT scenariosChanged();
}

void Edits::put_recipe(const project::Recipe& recipe, bool price_stays) {
    project_.recipe = recipe;
    price_stays_ = price_stays;
    Q_EMIT recipeChanged();
    price_stays_ = false;
}

void Edits::put_approvals(const std::set<std::string>& approved) {
    project_.approved_findings = approved;
    Q_EMIT approvalsChanged();
}

}  // namespace orelens::ui
