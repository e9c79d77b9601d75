// "Which input matters most?": every price, cost and recovery of the price deck alone moved down and up by a share of
// itself, at the slider's price; what is usable and what it is worth then, as a tornado and as a table.
#pragma once

#include <QWidget>
#include <memory>

#include "core/scenarios/Tornado.h"
#include "ui/LatestJob.h"
#include "ui/document/PriceInHand.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace orelens::charts {
class TornadoWidget;
struct TornadoPlot;
}  // namespace orelens::charts
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class NumberEntry;
class TableView;

class TornadoPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TornadoPanel(ui::Document& document, QWidget* parent = nullptr);
    /// By how many per cent of itself each input moves.
    [[nodiscard]] NumberEntry* share() const { return share_; }
    /// What the bars are of: the margin, or the usable tonnes.
    [[nodiscard]] QComboBox* quantity() const { return quantity_; }
    [[nodiscard]] charts::TornadoWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    /// Of a large model nothing is worked out before it is asked for.
    [[nodiscard]] QPushButton* ask() const { return ask_; }
    /// Serves events until what is shown belongs to what is chosen.
    void settle() { job_.wait(); }

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void due();
    void refresh();
    void start();
    void tell(const QString& words);
    void show_made();
    [[nodiscard]] charts::TornadoPlot plot() const;

    ui::Document& document_;
    NumberEntry* share_;
    QComboBox* quantity_;
    QPushButton* ask_;
    QLabel* note_;
    charts::TornadoWidget* chart_;
    TableView* table_;
    std::shared_ptr<const scenarios::Tornado> made_;  ///< null while there is none
    ui::Answer of_;                                   ///< that it was made with
    ui::LatestJob job_;
    bool due_ = true;
};

}  // namespace orelens::panels
