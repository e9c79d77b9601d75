// The one window: the stage in the middle, panels that answer questions around it, actions from the table.
// A shell: it makes the document, the desk and the groups of actions, tells each what it may use, and lets
// them go in the opposite order. What they do is theirs.
#pragma once

#include <QMainWindow>
#include <functional>
#include <memory>
#include <vector>

#include "ui/shell/Panels.h"
#include "ui/shell/Shell.h"

namespace orelens::actions {
class ExportActions;
}
namespace orelens::commands {
class ActionSet;
}
namespace orelens::shell {
class Desk;
class KeptViews;
class Pages;
class ProjectFiles;
class StatusLine;
class Strip;
class Tour;
class ViewFeed;
class ViewHandles;
}  // namespace orelens::shell
namespace orelens::viewport {
class VtkView;
}

namespace orelens::ui {

class Document;
class SafeCopy;
class ViewState;

class MainWindow : public QMainWindow, public shell::Shell {
    Q_OBJECT
  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Document& document() const { return *document_; }
    [[nodiscard]] commands::ActionSet& actions() const { return *actions_; }
    [[nodiscard]] shell::Desk& desk() const { return *desk_; }
    [[nodiscard]] shell::Strip& strip() const { return *strip_; }
    [[nodiscard]] shell::Pages& pages() const { return *pages_; }
    [[nodiscard]] shell::StatusLine& status() const { return *status_; }
    [[nodiscard]] shell::KeptViews& kept_views() const { return *kept_views_; }
    [[nodiscard]] const shell::Panels& panels() const { return panels_; }
    [[nodiscard]] shell::ProjectFiles& files() const { return *files_; }
    [[nodiscard]] actions::ExportActions& exports() const { return *exports_; }
    [[nodiscard]] viewport::VtkView* view() const;
    /// Groups of actions, for tests of what they write.
    [[nodiscard]] const std::vector<std::unique_ptr<QObject>>& groups() const { return groups_; }
    /// Asks about work that a program which was not closed left behind.
    void offer_unsaved_work();
    /// A look around with the first project that opens, once for each user.
    void offer_tour();
    [[nodiscard]] shell::Tour& tour() const { return *tour_; }

    // What groups of actions ask for.
    [[nodiscard]] QWidget* widget() override { return this; }
    void show_error(const base::Error& error) override;
    void say(const QString& text, int for_ms) override;
    void raise_panel(const std::string& id) override;
    /// How errors are shown; tests replace it.
    std::function<void(const QString&)> tell_error;

  protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void make_middle();
    void choose_workspace();
    void make_groups();
    void make_tour();
    void order_focus();
    void connect_parts();
    void retitle();

    // Each may use those above it; they are destroyed from below, so that no slot outlives what it uses.
    std::unique_ptr<Document> document_;
    std::unique_ptr<SafeCopy> safe_copy_;
    std::unique_ptr<ViewState> view_state_;
    std::unique_ptr<commands::ActionSet> actions_;
    std::unique_ptr<QWidget> middle_;  ///< holds the three below
    shell::Strip* strip_ = nullptr;
    shell::Pages* pages_ = nullptr;
    shell::Desk* desk_ = nullptr;
    shell::Panels panels_;
    std::unique_ptr<shell::StatusLine> status_;
    std::unique_ptr<shell::ViewFeed> feed_;
    std::unique_ptr<shell::ViewHandles> handles_;
    std::unique_ptr<shell::KeptViews> kept_views_;
    std::unique_ptr<shell::ProjectFiles> files_;
    std::unique_ptr<actions::ExportActions> exports_;
    shell::Tour* tour_ = nullptr;  ///< lies over the window, which owns it
    std::vector<std::unique_ptr<QObject>> groups_;
    std::unique_ptr<QObject> wires_;  ///< context of the connections between parts
};

}  // namespace orelens::ui
