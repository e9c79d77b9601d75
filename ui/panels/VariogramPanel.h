// "How far does a sample tell?": the variogram of an element beside what the samples say, along the axes of its model.
// Nugget, sills and ranges are dragged on the plot or typed; every step tells how well kriging with the model would have
// known samples that are left out. A model that is shaped is the recipe's: one undo step, and what follows is older.
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/project/VariogramDraft.h"
#include "ui/LatestJob.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace orelens::charts {
class HandlePlot;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class ParamForm;
class Scroller;

class VariogramPanel : public QWidget {
    Q_OBJECT
  public:
    explicit VariogramPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] charts::HandlePlot* chart() const { return chart_; }
    [[nodiscard]] QComboBox* elements() const { return element_; }
    [[nodiscard]] QComboBox* axes() const { return way_; }
    /// Grades, as estimates use the model; or, of an automatic model, the measure that it was fitted in.
    [[nodiscard]] QComboBox* measures() const { return measure_; }
    [[nodiscard]] QPushButton* take_over() const { return take_; }
    [[nodiscard]] QLabel* score() const { return score_; }
    [[nodiscard]] QCheckBox* in_view() const { return in_view_; }
    [[nodiscard]] std::string element() const;
    /// The longest structure of the model that is shown, for the view to draw; nothing while the panel is not seen, or
    /// where it is not wanted.
    [[nodiscard]] std::optional<geostat::Anisotropy> body() const;
    /// Another shape for it, from the view: as a handle of the chart moves it, one step of the undo stack when let go.
    /// Structures that lie as it does are turned with it.
    void shape(const geostat::Anisotropy& now, bool dragging);
    /// Serves events until curves and score belong to what is shown.
    void settle();

  Q_SIGNALS:
    void bodyChanged();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void refresh();        ///< another project, element, recipe or results
    void fill_elements();
    void fill_ways();
    void fill_measures();
    void ask_curves();
    void ask_score();
    void draw();
    void move_handle(int handle, double x, double y, bool dragging);
    void take(const geostat::Variogram& changed, bool dragging);
    void keep(const geostat::Variogram& model);
    [[nodiscard]] geostat::VariogramRule rule() const;
    [[nodiscard]] const geostat::VariogramFit* fit() const;
    [[nodiscard]] std::optional<geostat::Variogram> model() const;
    [[nodiscard]] bool as_fitted() const;
    [[nodiscard]] project::DraftWay way() const;
    [[nodiscard]] double reach() const;

    ui::Document& document_;
    QComboBox *element_, *way_, *measure_;
    QLabel *note_, *score_;
    QPushButton* take_;
    QCheckBox* in_view_;
    QWidget* numbers_;
    ParamForm* form_;
    Scroller* scroller_ = nullptr;  ///< of the form
    charts::HandlePlot* chart_;
    ui::LatestJob curves_job_, score_job_;
    QTimer pause_;  ///< of the score, while a hand moves
    std::optional<geostat::Variogram> shown_;  ///< what is drawn: the project's, or one being dragged
    std::vector<project::DraftCurve> curves_;
    double reach_m_ = 0;
    const void* curves_of_ = nullptr;  ///< the composites that they are made of
    std::string curves_for_;           ///< element, top cut and directions
    std::string form_for_;
    bool due_ = true;
};

}  // namespace orelens::panels
