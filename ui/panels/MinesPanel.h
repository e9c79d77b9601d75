// "How do the mines compare?": one rate of every mine as bars of a period, over the periods, or R5 against the price; all
// rates of all mines held against what is asked of them; and the table of what is asked, to be edited.
#pragma once

#include <QWidget>
#include <vector>

#include "core/utilization/ManyMines.h"
#include "ui/charts/Bars.h"
#include "ui/charts/Plot.h"

class QComboBox;
class QStackedWidget;
class QTableWidget;
class QToolButton;

namespace orelens::charts {
class PlotWidget;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class TableView;

class MinesPanel : public QWidget {
    Q_OBJECT
  public:
    explicit MinesPanel(ui::Document& document, QWidget* parent = nullptr);
    /// What is charted: mines of a period, periods of each mine, or R5 against the price of the slider's commodity.
    [[nodiscard]] QComboBox* kind() const { return kind_; }
    [[nodiscard]] QComboBox* rate() const { return rate_; }
    [[nodiscard]] QComboBox* period() const { return period_; }
    [[nodiscard]] charts::BarsWidget* bars() const { return bars_; }
    [[nodiscard]] charts::PlotWidget* plot() const { return plot_; }
    [[nodiscard]] TableView* standings() const { return standings_; }
    /// A row per line of `general.least_rates`: mine, component, three rates in %, source. Under them, not to be edited
    /// here, the rates that the recipe states for all mines, where they hold.
    [[nodiscard]] QTableWidget* asked() const { return asked_; }
    [[nodiscard]] QToolButton* add() const { return add_; }
    [[nodiscard]] QToolButton* remove() const { return remove_; }

  Q_SIGNALS:
    /// What was typed cannot be: why.
    void refused(const QString& why);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_choices();
    void refresh_chart();
    void refresh_standings();
    void refresh_asked();
    void take_asked();
    void put_asked(std::vector<utilization::LeastRates> rows);
    [[nodiscard]] std::vector<utilization::MineRow> rows() const;
    [[nodiscard]] charts::Bars bars_of(const std::vector<utilization::MineRow>& rows) const;
    [[nodiscard]] charts::Plot trend_of(const std::vector<utilization::MineRow>& rows) const;
    [[nodiscard]] charts::Plot against_price() const;

    ui::Document& document_;
    QComboBox *kind_, *rate_, *period_;
    QStackedWidget* chart_;
    charts::BarsWidget* bars_;
    charts::PlotWidget* plot_;
    TableView* standings_;
    QTableWidget* asked_;
    QToolButton *add_, *remove_;
    int table_rows_ = 0;  ///< of `asked_` that are lines of the table
    bool due_ = true;
};

}  // namespace orelens::panels
