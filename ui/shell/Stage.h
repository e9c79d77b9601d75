// The stage: the 3D view with what floats on it, the tools of the view at its left edge and a second view beside it where a scenario is compared, the slider of the
// commodity in hand at its foot, that of realisations above it, and the banner above it while results are those of older parameters.
#pragma once

#include <QFrame>
#include <QWidget>
#include <vector>

class QLabel;
class QToolButton;

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class PriceSlider;
class RealisationBar;
}
namespace orelens::ui {
class Document;
class ViewState;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class Beside;

/// The view's actions as a column of buttons.
class StageTools : public QFrame {
    Q_OBJECT
  public:
    explicit StageTools(const commands::ActionSet& actions, QWidget* parent = nullptr);
    /// In as many columns as it takes to be no taller than this.
    void fit(int room);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void arrange(int rows);

    std::vector<QToolButton*> buttons_;
    int rows_ = 0;
};

class Stage : public QWidget {
    Q_OBJECT
  public:
    Stage(ui::Document& document, ui::ViewState& state, commands::ActionSet& actions, QWidget* parent = nullptr);
    [[nodiscard]] viewport::VtkView& view() const { return *view_; }
    [[nodiscard]] panels::PriceSlider& slider() const { return *slider_; }
    [[nodiscard]] panels::RealisationBar& realisations() const { return *realisations_; }
    [[nodiscard]] StageTools& tools() const { return *tools_; }
    [[nodiscard]] Beside& beside() const { return *beside_; }
    /// Why the view is empty, where the project has nothing that stands in space; hidden otherwise.
    [[nodiscard]] QLabel& nothing() const { return *nothing_; }
    /// For a presentation: large letters on slider and views, no tools.
    void set_presenting(bool on);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();
    void look_for_things();

    ui::Document& document_;
    double larger_ = 1;  ///< of everything while it is presented
    int corner_ = 0;  ///< pixels of the view's lower left corner that the tools cover
    viewport::VtkView* view_;
    Beside* beside_;
    StageTools* tools_;
    panels::PriceSlider* slider_;
    panels::RealisationBar* realisations_;
    QLabel* nothing_;
};

}  // namespace orelens::shell
