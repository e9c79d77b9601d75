// "How well is this mine used?": the three rates a mine is examined by (mining recovery, dressing recovery,
// utilisation rate), the five ways to state the last of them as a chart and a table, what is
// flagged and why, the share of each component, and what changes if one of them were recovered at its
// theoretical rate.
#pragma once

#include <QWidget>

#include "core/utilization/Rates.h"
#include "ui/charts/Bars.h"

class QComboBox;
class QLabel;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class TableView;

/// The rates as bars; `what_if` is an index into `components` or −1. Shared with the PDF report.
charts::Bars rate_bars(const utilization::UtilizationResult& result, int what_if);
QString rate_name(const std::string& id);

class RatesPanel : public QWidget {
    Q_OBJECT
  public:
    explicit RatesPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::BarsWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] TableView* gains() const { return gains_; }
    [[nodiscard]] QComboBox* what_if() const { return what_if_; }
    /// The three rates a mine is examined by, in one line.
    [[nodiscard]] QLabel* three() const { return three_; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_record();
    void refresh_chart();
    void refresh_three(const utilization::UtilizationResult& result);
    void refresh_gains(const utilization::UtilizationResult& result);
    [[nodiscard]] const utilization::UtilizationResult* shown() const;

    ui::Document& document_;
    QComboBox *record_, *what_if_;
    charts::BarsWidget* chart_;
    TableView *table_, *components_, *gains_;
    QLabel *three_, *basis_, *remarks_;
    QList<QLabel*> headings_;
};

}  // namespace orelens::panels
