// Menu View: camera, colours, waste, section, clipping and what frames the picture. The same switches are in
// the panel View; both edit ui::ViewState, and the marks follow it.
#pragma once

#include <QObject>

#include "ui/scene/Look.h"

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Shell;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

class ViewActions : public QObject {
    Q_OBJECT
  public:
    ViewActions(commands::ActionSet& actions, const ui::Document& document, ui::ViewState& state,
                viewport::VtkView& view, shell::Shell& shell);

  private:
    void wire_choices();
    void wire_section();
    void refresh();
    void colour_by_next_element();
    void step_section(int way);

    commands::ActionSet& actions_;
    const ui::Document& document_;
    ui::ViewState& state_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
    void look_from(scene::StandardView from);
    std::size_t grade_turn_ = 0;
    bool plan_ = false;  ///< without perspective for the sake of a plan: the next view has it again
};

}  // namespace orelens::actions
