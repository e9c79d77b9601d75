// "Why is it not usable, and what would change it?": for a picked block, the filter's blocks, a class or the whole
// deposit, the way from the gross value to the margin, what each lever alone would have to become, and what a step of
// each lever would activate. At the price in hand.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/scenarios/Activation.h"
#include "core/scenarios/Parcel.h"
#include "core/scenarios/Waterfall.h"
#include "ui/LatestJob.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace orelens::ui {
class Document;
}
namespace orelens::charts {
class WaterfallWidget;
}

namespace orelens::panels {

class TableView;

class WhyPanel : public QWidget {
    Q_OBJECT
  public:
    explicit WhyPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QComboBox* subject() const { return subject_; }
    [[nodiscard]] QLabel* verdict() const { return verdict_; }
    [[nodiscard]] charts::WaterfallWidget* chart() const { return chart_; }
    [[nodiscard]] TableView* levers() const { return levers_; }
    [[nodiscard]] TableView* activation() const { return activation_; }
    [[nodiscard]] QPushButton* ask_activation() const { return ask_; }
    /// Serves events until what is shown belongs to what is chosen.
    void settle();
    [[nodiscard]] QString as_text() const;

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    struct Made {
        std::optional<scenarios::Parcel> parcel;
        scenarios::Verdict verdict = scenarios::Verdict::not_evaluated;
        scenarios::Waterfall fall;
        std::vector<scenarios::Needed> needed;
    };
    void due();
    void fill_subjects();
    void refresh();
    void show_made(const Made& made);
    void show_nothing(const QString& why);
    void show_levers(const Made& made);
    void start_activation();
    void show_activation(const std::vector<scenarios::LeverActivation>& rows);
    [[nodiscard]] QString verdict_words(const Made& made) const;
    [[nodiscard]] QString notes_words(const Made& made) const;

    ui::Document& document_;
    QComboBox* subject_;
    QLabel *verdict_, *notes_, *levers_heading_, *activation_heading_, *measure_;
    charts::WaterfallWidget* chart_;
    TableView *levers_, *activation_;
    QPushButton* ask_;
    ui::LatestJob job_, activation_job_;
    bool stale_ = true;  ///< changed while nobody saw it
    bool of_block_ = false;
};

}  // namespace orelens::panels
