// "What are the grades like, and what goes with what?": statistics of samples, composites or blocks, in eight views of one
// table of rows. A stretch of the histogram or a rectangle of the scatter is a condition of the filter, so that the view,
// the tables and all plots here show the same.
#pragma once

#include <QTimer>
#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "ui/LatestJob.h"
#include "ui/pages/StatisticsAnswer.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace orelens::charts {
class BrushPlot;
class PlotWidget;
}  // namespace orelens::charts
namespace orelens::panels {
class TableView;
}
namespace orelens::ui {
class Document;
}

namespace orelens::pages {

class StatisticsPage : public QWidget {
    Q_OBJECT
  public:
    explicit StatisticsPage(ui::Document& document, QWidget* parent = nullptr);
    /// Whether the project has anything to take statistics of.
    [[nodiscard]] bool answers() const;
    [[nodiscard]] QTabBar* views() const { return views_; }
    [[nodiscard]] QComboBox* source() const { return source_; }
    [[nodiscard]] QComboBox* elements() const { return element_; }
    [[nodiscard]] QComboBox* kinds() const { return by_; }
    [[nodiscard]] QComboBox* other() const { return other_; }
    [[nodiscard]] QComboBox* group() const { return group_; }
    [[nodiscard]] QCheckBox* logarithmic() const { return log_; }
    [[nodiscard]] QLabel* summary() const { return summary_; }
    [[nodiscard]] QPushButton* clear() const { return clear_; }
    [[nodiscard]] charts::BrushPlot* histogram() const { return histogram_; }
    [[nodiscard]] charts::PlotWidget* probability() const { return probability_; }
    [[nodiscard]] charts::BoxPlot* boxes() const { return boxes_; }
    [[nodiscard]] charts::HeatMapWidget* matrix() const { return matrix_; }
    [[nodiscard]] charts::PointCloud* scatter() const { return scatter_; }
    [[nodiscard]] charts::PlotWidget* contact() const { return contact_; }
    [[nodiscard]] charts::BarsWidget* enrichment() const { return bars_; }
    [[nodiscard]] charts::PointCloud* axes() const { return biplot_; }
    [[nodiscard]] charts::PointCloud* ternary() const { return ternary_; }
    [[nodiscard]] charts::HeatMapWidget* map() const { return map_; }
    [[nodiscard]] panels::TableView* table(StatisticsView view) const { return tables_[static_cast<std::size_t>(view)]; }
    /// Null while there are none.
    [[nodiscard]] const std::shared_ptr<const report::StatisticsTable>& rows() const { return table_; }
    /// Null: all of them.
    [[nodiscard]] const std::shared_ptr<const std::vector<std::uint8_t>>& kept() const { return keep_; }
    /// Serves events until what is shown belongs to what is chosen.
    void settle();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* head();
    QWidget* spread_view();
    QWidget* together_view();
    QWidget* with_table(StatisticsView view, QWidget* chart, std::vector<std::pair<QComboBox*, const char*>> choices);
    QWidget* ternary_view();
    void due();
    void refresh();         ///< another project, source or results
    void fill_sources();
    void read_rows();
    void fill_choices();
    void refresh_keep();    ///< the filter has moved
    void draw_quick();      ///< what follows a hand: histogram, scatter, ternary, biplot
    void ask();             ///< what takes longer
    void tell();
    void take_ranges(const std::vector<std::pair<std::size_t, std::pair<double, double>>>& ranges, bool dragging);
    void drop_ranges(const std::vector<std::size_t>& elements);
    [[nodiscard]] std::optional<std::pair<double, double>> range_of(std::size_t element) const;
    [[nodiscard]] StatisticsView view() const;
    [[nodiscard]] report::StatisticsSource chosen_source() const;
    [[nodiscard]] std::size_t element_in(const QComboBox* box) const;
    [[nodiscard]] double on_axis(double value) const;

    ui::Document& document_;
    QComboBox *source_, *element_, *by_, *other_, *coefficient_, *pair_, *group_, *plane_;
    std::array<QComboBox*, 3> corner_;
    QCheckBox *log_, *centred_;
    QLabel *summary_, *wrong_, *none_;
    QPushButton* clear_;
    QTabBar* views_;
    QStackedWidget *stack_, *body_;
    QWidget* page_;
    charts::BrushPlot* histogram_;
    charts::PlotWidget *probability_, *contact_;
    charts::BoxPlot* boxes_;
    charts::HeatMapWidget *matrix_, *map_;
    charts::PointCloud *scatter_, *biplot_, *ternary_;
    charts::BarsWidget* bars_;
    std::array<panels::TableView*, statistics_views> tables_{};
    std::array<QLabel*, statistics_views> notes_{};
    std::array<QWidget*, 3> older_{};  ///< by source

    std::shared_ptr<const report::StatisticsTable> table_;
    std::array<const void*, 4> read_from_{};  ///< results that the rows were read from
    std::shared_ptr<const std::vector<std::uint8_t>> keep_;
    std::int64_t kept_ = 0;
    bool not_asked_ = false;  ///< a condition cannot be asked of these rows
    statistics::Histogram classes_;
    std::shared_ptr<const charts::CloudPoints> cloud_, triangle_;
    std::shared_ptr<const StatisticsMade> made_;
    ui::LatestJob rows_job_, job_;
    QTimer soon_, pause_;
    bool due_ = true;
};

}  // namespace orelens::pages
