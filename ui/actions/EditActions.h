// Menu Edit: undo and redo with what they take back, copying from the panel in use and from the view.
#pragma once

#include <QObject>

namespace orelens::charts {
class Chart;
}
namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Desk;
class Shell;
}  // namespace orelens::shell
namespace orelens::ui {
class Document;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::actions {

class EditActions : public QObject {
    Q_OBJECT
  public:
    EditActions(commands::ActionSet& actions, ui::Document& document, shell::Desk& desk,
                viewport::VtkView& view, shell::Shell& shell);

  private:
    void refresh();
    /// The one with the keyboard, else the first of the panel in use; null without any.
    [[nodiscard]] charts::Chart* chart_in_use() const;
    void copy_chart();
    void save_chart();
    void copy_table();
    void copy_view();

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::Desk& desk_;
    viewport::VtkView& view_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
