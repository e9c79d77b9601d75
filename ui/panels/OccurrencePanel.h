// In which phases an element sits, by ore type: a bar each. A click on a phase colours the blocks by its grade and shows those
// of that ore type that hold any of it.
#pragma once

#include <QWidget>
#include <cstddef>
#include <vector>

class QComboBox;

namespace orelens::charts {
class StackedBarsWidget;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::panels {

class OccurrencePanel : public QWidget {
    Q_OBJECT
  public:
    OccurrencePanel(ui::Document& document, ui::ViewState& state, QWidget* parent = nullptr);
    [[nodiscard]] charts::StackedBarsWidget* chart() const { return chart_; }
    [[nodiscard]] QComboBox* elements() const { return element_; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fill_elements();
    void refresh();
    void show_part(std::size_t bar, std::size_t part);

    ui::Document& document_;
    ui::ViewState& state_;
    QComboBox* element_;
    charts::StackedBarsWidget* chart_;
    std::vector<std::size_t> types_;  ///< ore type of each bar
};

}  // namespace orelens::panels
