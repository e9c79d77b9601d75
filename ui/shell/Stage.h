// The stage: the 3D view with what floats on it, the tools of the view at its left edge and the slider of the
// commodity in hand at its foot, that of realisations above it, and the banner above it while results are those of older parameters.
#pragma once

#include <QFrame>
#include <QWidget>

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

/// The view's actions as a column of buttons.
class StageTools : public QFrame {
    Q_OBJECT
  public:
    explicit StageTools(const commands::ActionSet& actions, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
};

class Stage : public QWidget {
    Q_OBJECT
  public:
    Stage(ui::Document& document, ui::ViewState& state, commands::ActionSet& actions, QWidget* parent = nullptr);
    [[nodiscard]] viewport::VtkView& view() const { return *view_; }
    [[nodiscard]] panels::PriceSlider& slider() const { return *slider_; }
    [[nodiscard]] panels::RealisationBar& realisations() const { return *realisations_; }
    [[nodiscard]] StageTools& tools() const { return *tools_; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();

    int corner_ = 0;  ///< pixels of the view's lower left corner that the tools cover
    viewport::VtkView* view_;
    StageTools* tools_;
    panels::PriceSlider* slider_;
    panels::RealisationBar* realisations_;
};

}  // namespace orelens::shell
