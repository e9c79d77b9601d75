// The middle of the window: the welcome page or the 3D view.
#pragma once

#include <QStackedWidget>

namespace orelens::panels {
class WelcomePage;
}
namespace orelens::ui {
class Document;
}
namespace orelens::viewport {
class VtkView;
}

namespace orelens::shell {

class Pages : public QStackedWidget {
    Q_OBJECT
  public:
    explicit Pages(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] panels::WelcomePage& welcome() const { return *welcome_; }
    [[nodiscard]] viewport::VtkView& view() const { return *view_; }
    [[nodiscard]] bool welcoming() const;
    void show_welcome();
    void show_view();

  private:
    panels::WelcomePage* welcome_;
    viewport::VtkView* view_;
    QWidget* stage_;  ///< the view, with the banner above it
};

}  // namespace orelens::shell
