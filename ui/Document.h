// The open project as the desktop sees it: every edit goes through its undo stack, runs happen off the GUI
// thread on a copy, and panels listen to what changed. Holds the price of the slider as well.
// Knows nothing of widgets; the window asks the questions and shows the errors.
#pragma once

#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"
#include "ui/Job.h"

namespace orelens::ui {

class Document : public QObject {
    Q_OBJECT
  public:
    explicit Document(QObject* parent = nullptr);

    [[nodiscard]] const project::Project& project() const { return project_; }
    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] const QString& path() const { return path_; }
    [[nodiscard]] QString name() const;
    /// Recipe, approvals or results differ from the file.
    [[nodiscard]] bool modified() const;
    [[nodiscard]] QUndoStack& undo_stack() { return undo_; }
    [[nodiscard]] Job& job() { return job_; }

    void replace(project::Project project, const QString& path);
    void close();
    void saved_as(const QString& path);

    // Edits; all can be undone. ----------------------------------------------------------------------------
    /// Checks and sets one parameter, "commodity.Cu.price". Setting the same value is no edit.
    base::Expected<void> set_param(const std::string& id, const base::ParamValue& value);
    /// Any other edit of the recipe. Edits with one non-empty `merge_key` in quick succession become one.
    void edit_recipe(const QString& text, const std::string& merge_key,
                     const std::function<void(project::Recipe&)>& change);
    base::Expected<void> add_group_key(const std::string& group, const std::string& key);
    void remove_group_key(const std::string& group, const std::string& key);
    void approve(const std::vector<std::string>& finding_ids, bool approved);
    /// The slider. A drag is one undo step: `dragging` while it moves, false when it is let go.
    void set_price(double quoted, bool dragging);

    // What the slider is about ------------------------------------------------------------------------------
    [[nodiscard]] std::string commodity() const;  ///< main commodity; empty when there is none
    [[nodiscard]] double price() const { return price_; }
    [[nodiscard]] double recipe_price() const;
    [[nodiscard]] std::string price_unit() const;  ///< "CNY/t"
    [[nodiscard]] economics::CutoffTest test() const { return project_.recipe.economics.test; }
    /// Curve under the recipe's test; none before the evaluation has run.
    [[nodiscard]] std::shared_ptr<const economics::UsableCurve> curve() const;
    /// The recipe's deck with the slider's price in it.
    [[nodiscard]] economics::PriceDeck deck_at_price() const;
    /// Range of the slider: what the curve calls useful, widened to hold the recipe's price.
    [[nodiscard]] std::pair<double, double> price_range() const;

    // Runs
    // ---------------------------------------------------------------------------------------------------
    void run(const std::string& until = "");
    void cancel_run() { job_.cancel(); }
    void set_auto_economics(bool on);
    [[nodiscard]] bool auto_economics() const { return auto_economics_; }

  Q_SIGNALS:
    void replaced();
    void recipeChanged();
    void approvalsChanged();
    void resultsChanged();
    void priceChanged(double price, bool dragging);
    void modifiedChanged();
    void runFinished(bool ok);
    void runFailed(const orelens::base::Error& error);

  private:
    friend class RecipeEdit;
    friend class ApprovalEdit;
    friend class PriceEdit;
    void put_recipe(const project::Recipe& recipe);
    void put_approvals(const std::set<std::string>& approved);
    void put_price(double quoted, bool dragging);
    void take_results(project::Project&& ran);
    void forget_saved();
    void run_economics_if_stale();

    project::Project project_;
    QString path_;
    bool open_ = false;
    bool results_unsaved_ = false;
    std::string saved_recipe_;
    std::set<std::string> saved_approvals_;
    QUndoStack undo_;
    Job job_;
    QTimer auto_run_;
    bool auto_economics_ = true;
    bool edited_while_running_ = false;
    double price_ = 0;
    int drag_ = 0;  ///< number of the present drag, so that undo joins its steps
    bool dragging_ = false;
    int generation_ = 0;  ///< a run of a replaced project is thrown away
};

}  // namespace orelens::ui
