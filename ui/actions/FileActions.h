// Menu File: open, import, save, close, quit.
#pragma once

#include <QObject>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class ProjectFiles;
class Shell;
}  // namespace orelens::shell
namespace orelens::ui {
class Document;
}

namespace orelens::actions {

class FileActions : public QObject {
    Q_OBJECT
  public:
    FileActions(commands::ActionSet& actions, ui::Document& document, shell::ProjectFiles& files,
                shell::Shell& shell);

  private:
    void refresh();
    void open_with_dialog();
    void save_recipe();
    void add_table(const std::string& parameter, const QString& file);
    void write_template(bool mines);

    commands::ActionSet& actions_;
    ui::Document& document_;
    shell::ProjectFiles& files_;
    shell::Shell& shell_;
};

}  // namespace orelens::actions
