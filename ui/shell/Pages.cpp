#include "ui/shell/Pages.h"

#include "ui/panels/WelcomePage.h"
#include "ui/shell/Stage.h"

namespace orelens::shell {

Pages::Pages(ui::Document& document, const commands::ActionSet& actions, QWidget* parent)
    : QStackedWidget(parent), welcome_(new panels::WelcomePage), stage_(new Stage(document, actions)) {
    addWidget(welcome_);
    addWidget(stage_);
}

viewport::VtkView& Pages::view() const {
    return stage_->view();
}

bool Pages::welcoming() const {
    return currentWidget() == welcome_;
}

void Pages::show_welcome() {
    setCurrentWidget(welcome_);
}

void Pages::show_view() {
    setCurrentWidget(stage_);
}

}  // namespace orelens::shell
