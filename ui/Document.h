// The open project as the desktop sees it: the project with its file, and its parts: the edits (undo), the
// runs, the price in hand, the selection and the filter. Panels read the project here, work through a part, and listen to what changed.
// Knows nothing of widgets; the window asks the questions and shows the errors.
#pragma once

#include <QObject>
#include <set>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"
#include "ui/document/Edits.h"
#include "ui/document/Filter.h"
#include "ui/document/PotentialInHand.h"
#include "ui/document/PriceInHand.h"
#include "ui/document/Runs.h"
#include "ui/document/Selection.h"
#include "ui/document/Standing.h"

namespace orelens::ui {

class Document : public QObject {
    Q_OBJECT
  public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    [[nodiscard]] const project::Project& project() const { return project_; }
    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] const QString& path() const { return path_; }
    [[nodiscard]] QString name() const;
    /// Recipe, approvals or results differ from the file.
    [[nodiscard]] bool modified() const;
    [[nodiscard]] bool results_unsaved() const { return results_unsaved_; }

    [[nodiscard]] Edits& edits() { return edits_; }
    [[nodiscard]] PriceInHand& price() { return price_; }
    [[nodiscard]] const PriceInHand& price() const { return price_; }
    [[nodiscard]] PotentialInHand& potential() { return potential_; }
    [[nodiscard]] const PotentialInHand& potential() const { return potential_; }
    [[nodiscard]] Runs& runs() { return runs_; }
    [[nodiscard]] const Runs& runs() const { return runs_; }
    [[nodiscard]] Selection& selection() { return selection_; }
    [[nodiscard]] const Selection& selection() const { return selection_; }
    [[nodiscard]] Filter& filter() { return filter_; }
    [[nodiscard]] const Filter& filter() const { return filter_; }
    [[nodiscard]] const Standing& standing() const { return standing_; }

    void replace(project::Project project, const QString& path);
    /// The same with work that its file does not hold.
    void replace_unsaved(project::Project project, const QString& path);
    void close();
    /// `save_id`: what the save left, by which the next one knows the file again.
    void saved_as(const QString& path, const std::string& save_id);
    /// Makes the price in hand the recipe's price.
    base::Expected<void> take_price();
    /// Of any commodity, as quoted: the price in hand, or the recipe's for the others.
    [[nodiscard]] double price_of(const std::string& commodity) const;
    /// The price in hand slides (`dragging` until it is let go); that of another commodity is an edit of the
    /// recipe, after which blocks are valued again.
    base::Expected<void> set_price(const std::string& commodity, double quoted, bool dragging);

  Q_SIGNALS:
    void replaced();
    void recipeChanged();
    void approvalsChanged();
    void scenariosChanged();
    void resultsChanged();
    void modifiedChanged();
    /// What can be done now may be something else: any of the above, a run that started or ended, a file of
    /// the recipe that is another one. Steps of the price are told by the undo stack and the price alone.
    void stateChanged();
    /// A file of the recipe is another one: results may be older than their words, or current again.
    void standingChanged();

  private:
    void start_over(project::Project project, const QString& path, bool open, bool unsaved);
    void forget_changes();
    void look_at_files();

    project::Project project_;
    QString path_;
    bool open_ = false;
    bool results_unsaved_ = false;
    std::string saved_recipe_;
    std::set<std::string> saved_approvals_;
    std::vector<project::SavedView> saved_views_;
    std::vector<project::Scenario> saved_scenarios_;
    // In the order of what they use; the last ones go first.
    Standing standing_;
    Edits edits_;
    PriceInHand price_;
    Selection selection_;
    Filter filter_;
    Runs runs_;
    PotentialInHand potential_;
};

}  // namespace orelens::ui
