// The one window: 3D view in the middle, docks that answer questions around it, actions from the table.
// Wiring only: the document holds the project, the panels show it, the scene draws it.
#pragma once

#include <QMainWindow>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/demonstration/Demonstration.h"
#include "ui/Theme.h"
#include "ui/scene/Scene.h"

class QDockWidget;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QToolBar;

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class BlockPanel;
class FindingsPanel;
class ProjectPanel;
class RatesPanel;
class UsablePanel;
class ViewPanel;
class WelcomePage;
}  // namespace orelens::panels
namespace orelens::viewport {
class VtkView;
}

namespace orelens::ui {

class Document;
class ViewState;

enum class SaveAnswer { save, discard, cancel };

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Document& document() const { return *document_; }
    [[nodiscard]] commands::ActionSet& actions() const { return *actions_; }
    [[nodiscard]] viewport::VtkView* view() const { return view_; }
    [[nodiscard]] panels::UsablePanel* usable_panel() const { return usable_; }
    [[nodiscard]] panels::ProjectPanel* project_panel() const { return project_panel_; }
    [[nodiscard]] panels::FindingsPanel* findings_panel() const { return findings_; }
    [[nodiscard]] panels::RatesPanel* rates_panel() const { return rates_; }
    [[nodiscard]] panels::BlockPanel* block_panel() const { return block_; }
    [[nodiscard]] const std::map<std::string, QDockWidget*>& docks() const { return docks_; }

    /// Project, recipe, block model or drillhole table by extension; errors are shown. Asks about unsaved
    /// changes.
    bool open_file(const QString& path);
    /// Drillhole tables among them go to one import together; else the last one is opened.
    void open_files(const QStringList& paths);
    void open_demonstration();
    bool save_to(const QString& path);
    /// The report at the slider's price with pictures of the view as it is and from above.
    base::Expected<void> write_pdf(const QString& file);
    void show_error(const base::Error& error);

    /// How the window asks about unsaved changes and shows errors; tests replace them.
    std::function<SaveAnswer()> ask_unsaved;
    demonstration::Options demonstration_options;
    std::function<void(const QString&)> tell_error;

  protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    // MainWindow.cpp
    void make_docks();
    void add_dock(const std::string& id, QWidget* panel, Qt::DockWidgetArea area);
    void make_status_bar();
    void arrange_docks();
    void show_docks(bool shown);  ///< the welcome page stands alone
    void connect_document();
    void retitle();
    void refresh_enabled();
    void load_settings();
    void save_settings();
    // MainWindowView.cpp
    void wire_view_actions();
    void apply_look();
    void give_data();
    void next_element_colour();
    void move_price(double share);
    void jump_to_hole(const QString& hole, double from_m, double to_m);
    // MainWindowFiles.cpp
    void wire_file_actions();
    bool may_discard();
    bool save();
    bool save_as();
    void import_drillholes(const QStringList& files);
    bool open_project_file(const QString& path);
    bool open_recipe_file(const QString& path);
    bool open_block_file(const QString& path);
    void remember(const QString& path);
    void refresh_recent();
    // MainWindowActions.cpp
    void wire_window_actions();
    void wire_run_actions();
    void raise_dock(const std::string& id);
    void choose_language(base::Language language);
    void choose_theme(Theme theme);
    [[nodiscard]] QWidget* used_dock() const;
    void copy_chart();
    void copy_table();
    void show_about();
    // MainWindowExport.cpp
    void wire_export_actions();
    void export_pdf();
    void export_tables(bool workbook);
    void export_blocks();

    Document* document_;
    ViewState* view_state_;
    commands::ActionSet* actions_;
    QStackedWidget* stack_;
    panels::WelcomePage* welcome_;
    viewport::VtkView* view_;
    panels::UsablePanel* usable_ = nullptr;
    panels::RatesPanel* rates_ = nullptr;
    panels::ProjectPanel* project_panel_ = nullptr;
    panels::FindingsPanel* findings_ = nullptr;
    panels::BlockPanel* block_ = nullptr;
    panels::ViewPanel* view_panel_ = nullptr;
    std::map<std::string, QDockWidget*> docks_;
    std::string last_dock_ = "usable";
    QToolBar* tool_bar_;
    QLabel* stage_label_ = nullptr;
    QLabel* price_label_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QPushButton* stop_ = nullptr;
    std::size_t grade_turn_ = 0;
    bool docks_shown_ = true;
    QByteArray layout_;  ///< of the docks while they are hidden
};

}  // namespace orelens::ui
