// Realisations of a simulation, one after the other: a slider on the stage that colours the blocks by the n-th of those
// that were kept. Says why where none were. Computes nothing.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QLabel;

namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::panels {

class SliderField;

class RealisationBar : public QWidget {
    Q_OBJECT
  public:
    RealisationBar(ui::Document& document, ui::ViewState& state, QWidget* parent = nullptr);
    [[nodiscard]] SliderField* field() const { return field_; }
    [[nodiscard]] QLabel* told() const { return told_; }
    /// Realisations of the element that the blocks are coloured by, else of the first that has any.
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

  Q_SIGNALS:
    /// Its need for room has changed, or whether there is anything to step through.
    void reshaped();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    ui::Document& document_;
    ui::ViewState& state_;
    SliderField* field_;
    QLabel *element_, *told_;
    std::vector<std::string> columns_;
};

}  // namespace orelens::panels
