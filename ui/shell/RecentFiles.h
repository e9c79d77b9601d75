// The files used last, kept in the user's settings, in a menu and on the welcome page.
#pragma once

#include <QObject>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class WelcomePage;
}

namespace orelens::shell {

class RecentFiles : public QObject {
    Q_OBJECT
  public:
    RecentFiles(commands::ActionSet& actions, panels::WelcomePage& welcome);
    void remember(const QString& path);

  Q_SIGNALS:
    void wanted(const QString& path);

  private:
    void refresh();
    commands::ActionSet& actions_;
    panels::WelcomePage& welcome_;
};

}  // namespace orelens::shell
