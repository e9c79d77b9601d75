// "How sure are we?": every method beside the baselines on the same folds, in words, as tables and as curves: captured
// share, ROC, precision, reliability, folds, and the contrast tables of weights of evidence.
#pragma once

#include <QWidget>
#include <array>

#include "ui/charts/Plot.h"

class QComboBox;
class QLabel;

namespace orelens::project {
struct PredictionResult;
}
namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

enum class TrustCurve { prediction, success, roc, precision, reliability, contrast };
inline constexpr int trust_curves = 6;

/// One chart of a prediction; `layer`: whose contrasts.
charts::Plot trust_plot(const project::PredictionResult& result, TrustCurve curve, std::size_t layer);

class TrustPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TrustPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    [[nodiscard]] QComboBox* tables() const { return tables_; }
    [[nodiscard]] QComboBox* curves() const { return curves_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_table();
    void refresh_chart();
    void fill_choices();

    ui::Document& document_;
    QLabel* note_;
    QComboBox *tables_, *curves_;
    TableView* table_;
    charts::PlotWidget* chart_;
    QWidget* answer_;
    std::array<QWidget*, 2> parts_{};  ///< table and chart, each with its choice
    bool due_ = true;
};

}  // namespace orelens::panels
