// "How does it change with the price?": the curve as wide as the window, for the drawer. The same chart as
// beside the answer, with room for its figures.
#pragma once

#include <QWidget>

class QComboBox;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class CurvePanel : public QWidget {
    Q_OBJECT
  public:
    explicit CurvePanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] QComboBox* quantity() const { return quantity_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_curve();
    void refresh_price();

    ui::Document& document_;
    QComboBox* quantity_;
    charts::PlotWidget* chart_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::panels
