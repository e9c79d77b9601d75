// "Which scrap is usable at this price?": the streams of a metal and year down the cascade, what binds each, and one curve
// with the blocks of the deposit where its price is the slider's.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/project/OneCurve.h"
#include "ui/charts/Plot.h"

class QComboBox;
class QLabel;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class TableView;

/// Metal against the quoted price, stacked by origin.
charts::Plot one_curve_plot(const project::OneCurve& curve, const std::string& metal, const std::string& unit, double price);

class ScrapPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ScrapPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QComboBox* metal() const { return metal_; }
    [[nodiscard]] QComboBox* year() const { return year_; }
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QLabel* note() const { return note_; }

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void due();
    void refresh();
    void fill_lists();
    void refresh_price();
    void refresh_note(double price);
    [[nodiscard]] QString silence() const;
    [[nodiscard]] std::string element() const;
    [[nodiscard]] std::optional<int> year_chosen() const;
    /// As quoted: the slider's where the metal is its commodity, else the recipe's; NaN = none.
    [[nodiscard]] double price() const;

    ui::Document& document_;
    QComboBox* metal_;
    QComboBox* year_;
    QWidget* choices_;
    QLabel* note_;
    charts::PlotWidget* chart_;
    TableView* table_;
    std::shared_ptr<const project::ScrapStudy> study_;
    std::shared_ptr<const economics::UsableCurve> blocks_;  ///< that the curve is with
    project::MetalQuote quote_;
    project::OneCurve curve_;
    QString left_out_;  ///< what the curve is without
    bool due_ = true;
};

}  // namespace orelens::panels
