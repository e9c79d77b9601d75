// "How does it change with the price?": the curve as wide as the window, for the drawer. The same chart as
// beside the answer, with room for its figures, and, where asked for, the same curve under every scenario of the project, or
// of each of its categories.
#pragma once

#include <QWidget>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/economics/UsableCurve.h"
#include "ui/LatestJob.h"

class QCheckBox;
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
    [[nodiscard]] QCheckBox* scenarios() const { return scenarios_; }
    [[nodiscard]] QCheckBox* categories() const { return categories_; }
    /// Serves events until the curves of the scenarios are there.
    void settle() { job_.wait(); }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_curve();
    void refresh_price();
    void ask_scenarios();

    ui::Document& document_;
    QComboBox* quantity_;
    QCheckBox* scenarios_;
    QCheckBox* categories_;
    charts::PlotWidget* chart_;
    using Curves = std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>>;
    std::shared_ptr<const Curves> beside_;  ///< of the scenarios; null while not asked for or not ready
    std::string beside_of_;                 ///< scenarios and recipe that they are of
    std::shared_ptr<const economics::UsableCurve> beside_base_;
    ui::LatestJob job_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::panels
