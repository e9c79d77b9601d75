// The middle of the window: the welcome page, or the central pages of the workspaces, which are made here.
#pragma once

#include <QStackedWidget>

namespace orelens::commands {
class ActionSet;
}
namespace orelens::panels {
class WelcomePage;
}
namespace orelens::ui {
class Document;
class ViewState;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class Centre;
class NextStep;
class Stage;

class Pages : public QStackedWidget {
    Q_OBJECT
  public:
    Pages(ui::Document& document, ui::ViewState& state, commands::ActionSet& actions, QWidget* parent = nullptr);
    [[nodiscard]] panels::WelcomePage& welcome() const { return *welcome_; }
    [[nodiscard]] Stage& stage() const { return *stage_; }
    [[nodiscard]] Centre& centre() const { return *centre_; }
    /// Of the page in front, where it has nothing to show.
    [[nodiscard]] NextStep& next_step() const { return *next_step_; }
    [[nodiscard]] viewport::VtkView& view() const;
    [[nodiscard]] bool welcoming() const;
    void show_welcome();
    void show_view();

  private:
    panels::WelcomePage* welcome_;
    QWidget* front_ = nullptr;  ///< what holds the welcome page
    Stage* stage_;
    Centre* centre_;
    NextStep* next_step_;
};

}  // namespace orelens::shell
