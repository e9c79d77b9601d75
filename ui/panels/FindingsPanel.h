// "Findings": what is doubtful about files and results, one row per kind, column and value that opens;
// filter, sort, approve, jump to the hole.
#pragma once

#include <QWidget>
#include <memory>
#include <string>
#include <vector>

#include "core/drilling/Finding.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QModelIndex;
class QSortFilterProxyModel;
class QTreeView;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class FindingsModel;
class FindingsFilter;
class SettleDialog;

class FindingsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit FindingsPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QTreeView* view() const { return view_; }
    [[nodiscard]] QLineEdit* filter() const { return filter_; }
    [[nodiscard]] QComboBox* stages() const { return stage_; }
    /// Findings that the filter lets through, in open groups or not.
    [[nodiscard]] int shown_count() const;
    void approve_selected(bool approved);
    /// Shows the settings that decide the chosen group; null where its advice names none.
    SettleDialog* settle();
    [[nodiscard]] QString as_text() const;
    /// What can be done with a cell of the list.
    void fill_menu(QMenu& menu, const QModelIndex& at);

  Q_SIGNALS:
    void jumpToHole(const QString& hole, double from_m, double to_m);
    /// The tables are to be written to files.
    void exportWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    /// What the user has opened and chosen stays so; nothing is filled again for the same findings.
    void refresh();
    void refill();
    void fill(std::shared_ptr<const std::vector<base::Finding>> findings);
    void fit_columns();
    void fill_stages(const std::vector<base::Finding>& findings);
    void refilter();
    void jump();
    /// The only row chosen, in the model; invalid where none or several are.
    [[nodiscard]] QModelIndex chosen() const;
    void count();
    [[nodiscard]] QString row_text(const QModelIndex& row) const;

    ui::Document& document_;
    FindingsModel* model_;
    FindingsFilter* sorted_;
    QLineEdit* filter_;
    QComboBox* severity_;
    QComboBox* stage_;
    QCheckBox* open_only_;
    QTreeView* view_;
    QLabel* detail_;
    QWidget* aside_;  ///< where the detail scrolls
    QLabel* summary_;
    std::string patterns_;  ///< of the recipe, when the list was filled
    bool fitted_ = false;   ///< columns are as wide as what was in them; from then on they are the user's
    QPushButton *approve_, *unapprove_, *jump_, *settle_;
};

}  // namespace orelens::panels
