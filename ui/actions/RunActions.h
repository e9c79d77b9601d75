// Menu Run: everything, up to a stage, stop, and economics by themselves.
#pragma once

#include <QObject>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class ProjectPanel;
}
namespace orelens::ui {
class Document;
}

namespace orelens::actions {

class RunActions : public QObject {
    Q_OBJECT
  public:
    /// The panel knows which stage is selected.
    RunActions(commands::ActionSet& actions, ui::Document& document, const panels::ProjectPanel& panel);

  private:
    void refresh();

    commands::ActionSet& actions_;
    ui::Document& document_;
    const panels::ProjectPanel& panel_;
};

}  // namespace orelens::actions
