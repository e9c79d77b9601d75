// "Which blocks?": the conditions of the filter, each with what it asks, and what the blocks that are kept amount to.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

class QAction;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::panels {

class FilterRowBox;

class FilterPanel : public QWidget {
    Q_OBJECT
  public:
    FilterPanel(ui::Document& document, const ui::ViewState& view, QWidget* parent = nullptr);
    [[nodiscard]] QLabel* kept() const { return kept_; }
    [[nodiscard]] QLabel* usable() const { return usable_; }
    [[nodiscard]] const std::vector<FilterRowBox*>& rows() const { return rows_; }
    /// A condition of each kind, as the menu offers them.
    void add_range();
    void add_classes();
    void add_box();
    void add_formula();
    /// The first closed solid of the project.
    void add_solid();
    /// Left by the view's polygon tool: corners in world metres.
    void add_polygon(const std::vector<std::array<double, 2>>& corners);
    [[nodiscard]] QString as_text() const;

  Q_SIGNALS:
    /// Corners are to be set in the view.
    void polygonWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh_rows();
    void refresh_kept();
    void fill_menu();

    ui::Document& document_;
    const ui::ViewState& view_;
    QLabel *kept_, *usable_, *none_;
    QToolButton *add_, *clear_;
    QMenu* menu_;
    QAction* solid_action_ = nullptr;
    QVBoxLayout* list_;
    std::vector<FilterRowBox*> rows_;
};

}  // namespace orelens::panels
