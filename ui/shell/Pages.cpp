#include "ui/shell/Pages.h"

#include "ui/Words.h"
#include "ui/panels/WelcomePage.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {

Pages::Pages(QWidget* parent)
    : QStackedWidget(parent),
      welcome_(new panels::WelcomePage),
      view_(ui::tell(new viewport::VtkView, "ui.view3d")) {
    view_->setFocusPolicy(Qt::StrongFocus);
    addWidget(welcome_);
    addWidget(view_);
}

bool Pages::welcoming() const {
    return currentWidget() == welcome_;
}

void Pages::show_welcome() {
    setCurrentWidget(welcome_);
}

void Pages::show_view() {
    setCurrentWidget(view_);
}

}  // namespace orelens::shell
