// "What if?": the scenarios kept with the project, what each differs in from the recipe, and what one makes usable
// that another does not, put down to what differs.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/project/Scenarios.h"
#include "ui/LatestJob.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QTableWidget;
class QTableWidgetItem;
class QToolButton;

namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::panels {

class TableView;

class ScenariosPanel : public QWidget {
    Q_OBJECT
  public:
    ScenariosPanel(ui::Document& document, ui::ViewState& view, QWidget* parent = nullptr);
    [[nodiscard]] QListWidget* list() const { return list_; }
    [[nodiscard]] QTableWidget* differences() const { return differences_; }
    [[nodiscard]] QComboBox* first() const { return first_; }
    [[nodiscard]] QComboBox* second() const { return second_; }
    [[nodiscard]] TableView* comparison() const { return comparison_; }
    [[nodiscard]] QLabel* told() const { return told_; }
    [[nodiscard]] QPushButton* colour() const { return colour_; }
    [[nodiscard]] QPushButton* side_by_side() const { return side_by_side_; }
    /// The scenario at the end of the comparison, else the selected one, else the first; empty without any.
    [[nodiscard]] std::string chosen() const;
    /// What the buttons do. A new scenario takes the price in hand where it is not the recipe's.
    void add();
    void duplicate();
    void remove();
    /// Sets a difference of the selected scenario as typed; an empty text takes it away.
    void set_difference(const std::string& id, const QString& typed);
    /// Serves events until the comparison belongs to what is chosen.
    void settle();

  Q_SIGNALS:
    /// A scenario is to be seen beside the base.
    void besideWanted(const QString& scenario);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void refresh_all();
    void refresh_differences();
    void refresh_ends();
    void compare();
    void show_comparison(const scenarios::Comparison& made);
    void colour_blocks();
    void put(const char* words_key, std::vector<project::Scenario> scenarios);
    [[nodiscard]] const project::Scenario* selected() const;
    [[nodiscard]] std::optional<project::Scenario> end_of(const QComboBox& combo) const;

    ui::Document& document_;
    ui::ViewState& view_;
    QListWidget* list_;
    QToolButton *add_, *duplicate_, *remove_;
    QLabel *none_, *told_;
    QCheckBox* only_;
    QTableWidget* differences_;
    QComboBox *first_, *second_;
    TableView* comparison_;
    QPushButton *colour_, *side_by_side_;
    ui::LatestJob job_;
    std::string colour_wanted_;  ///< the column to colour by once it has been made
    bool due_ = true;
};

}  // namespace orelens::panels
