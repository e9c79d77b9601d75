// The edits of the open project: every change of its recipe, approvals and kept views is a step of one undo stack.
// Says what changed; what follows from a change (the price, a run) is the Document's business.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"

namespace orelens::ui {

class Edits : public QObject {
    Q_OBJECT
  public:
    /// Changes `project`, which must outlive the edits.
    explicit Edits(project::Project& project);

    [[nodiscard]] QUndoStack& undo_stack() { return undo_; }

    /// Checks and sets one parameter, "commodity.Cu.price". Setting the same value is no edit.
    base::Expected<void> set_param(const std::string& id, const base::ParamValue& value);
    /// The same with the price in hand, which is the recipe's from then on: it stays where it is, now and when
    /// the step is undone.
    base::Expected<void> take_price(const std::string& id, double price);
    /// The same with prices of several commodities at once.
    void take_prices(const QString& text, const std::function<void(project::Recipe&)>& change);
    /// Whether the price in hand stays where it is through the change that is being told.
    [[nodiscard]] bool price_stays() const { return price_stays_; }
    /// Any other edit of the recipe. Edits with one non-empty `merge_key` in quick succession become one.
    void change_recipe(const QString& text, const std::string& merge_key,
                       const std::function<void(project::Recipe&)>& change);
    /// Which costs have to be paid; the test in force is no edit.
    void set_test(economics::CutoffTest test);
    base::Expected<void> add_group_key(const std::string& group, const std::string& key);
    void remove_group_key(const std::string& group, const std::string& key);
    /// The views kept with the project; the same ones are no edit.
    void change_views(const QString& text, std::vector<project::SavedView> views);
    /// Likewise the scenarios. Edits with one non-empty `merge_key` in quick succession become one.
    void change_scenarios(const QString& text, std::vector<project::Scenario> scenarios,
                          const std::string& merge_key = {});
    void approve(const std::vector<std::string>& finding_ids, bool approved);

  Q_SIGNALS:
    void recipeChanged();
    void approvalsChanged();
    void viewsChanged();
    void scenariosChanged();

  private:
    friend class RecipeEdit;
    friend class ApprovalEdit;
    friend class ViewsEdit;
    friend class ScenariosEdit;
    base::Expected<void> set_checked(const std::string& id, const base::ParamValue& value, bool price_stays);
    void put_recipe(const project::Recipe& recipe, bool price_stays);
    void put_views(const std::vector<project::SavedView>& views);
    void put_scenarios(const std::vector<project::Scenario>& scenarios);
    void put_approvals(const std::set<std::string>& approved);

    project::Project& project_;
    bool price_stays_ = false;
    QUndoStack undo_;
};

}  // namespace orelens::ui
