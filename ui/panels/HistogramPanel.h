// How the values of a block column are spread: all blocks behind, those of the filter in front. A drag across it is a
// condition of the filter, so that the view, the tables and the curve show the same blocks.
#pragma once

#include <QWidget>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class QComboBox;
class QLabel;

namespace orelens::blocks {
class BlockModel;
}
namespace orelens::charts {
class BrushPlot;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class HistogramPanel : public QWidget {
    Q_OBJECT
  public:
    explicit HistogramPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::BrushPlot* chart() const { return chart_; }
    [[nodiscard]] QComboBox* columns() const { return column_; }

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void fill_columns();
    void refresh_column();
    void refresh();
    [[nodiscard]] std::string column() const;

    ui::Document& document_;
    QComboBox* column_;
    QLabel* left_out_;
    charts::BrushPlot* chart_;
    std::shared_ptr<const blocks::BlockModel> shown_;  ///< whose columns are listed
    double low_ = 0, high_ = 1;
    std::vector<std::int64_t> all_;  ///< counts of all blocks
    bool due_ = true;
};

}  // namespace orelens::panels
