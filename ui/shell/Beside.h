// A second view beside the first: the deposit as a scenario values it, under the same camera, section, filter and
// colours, at the slider's price times what the scenario makes of it. It shares the grades with the first; of its own it
// has what the scenario's prices make, and a byte per block for the picture.
#pragma once

#include <QWidget>
#include <memory>
#include <string>

#include "core/project/ScenarioModel.h"
#include "ui/LatestJob.h"
#include "ui/scene/Scene.h"

class QLabel;
class QToolButton;

namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class Beside : public QWidget {
    Q_OBJECT
  public:
    /// `first` is the view that it stands beside; all must outlive it. Hidden until a scenario is shown.
    Beside(ui::Document& document, ui::ViewState& state, viewport::VtkView& first, QWidget* parent = nullptr);

    /// A scenario of the project by name; empty or an unknown one: nothing is shown any more.
    void show_scenario(const std::string& name);
    [[nodiscard]] const std::string& scenario() const { return name_; }
    [[nodiscard]] viewport::VtkView& view() const { return *view_; }
    /// What stands above the first view while both are shown.
    [[nodiscard]] QLabel& first_headline() const { return *first_headline_; }
    [[nodiscard]] QLabel& headline() const { return *headline_; }
    /// The price in its picture, of the commodity on the slider.
    [[nodiscard]] double price() const;
    /// Null until the scenario has been worked out.
    [[nodiscard]] const std::shared_ptr<const project::ScenarioModel>& shown() const { return made_; }
    /// Letters of a presentation, in the picture and above both of them.
    void set_large(double larger);
    /// Serves events until it is.
    void settle() { job_.wait(); }

  Q_SIGNALS:
    /// It has appeared or gone.
    void changed();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void renew();
    void take(const scene::SceneData& drawn, std::shared_ptr<scene::PreparedBlocks> blocks);
    void apply_look();
    void apply_price(bool dragging);
    void apply_filter();
    void follow_camera();
    void tell_headlines();

    ui::Document& document_;
    ui::ViewState& state_;
    viewport::VtkView& first_;
    viewport::VtkView* view_;
    QLabel *first_headline_, *headline_;
    QToolButton* close_;
    std::string name_;
    std::shared_ptr<const project::ScenarioModel> made_;
    std::shared_ptr<const blocks::BlockModel> of_;  ///< that it is made from, or will be
    std::string under_;                             ///< …with this scenario and recipe
    double factor_ = 1;  ///< of the scenario's price over the recipe's
    bool follows_ = false;  ///< while one view puts the other where it stands
    ui::LatestJob job_;
};

}  // namespace orelens::shell
