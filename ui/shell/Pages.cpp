#include "ui/shell/Pages.h"

#include <QVBoxLayout>

#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/WelcomePage.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {

Pages::Pages(ui::Document& document, QWidget* parent)
    : QStackedWidget(parent),
      welcome_(new panels::WelcomePage),
      view_(ui::tell(new viewport::VtkView, "ui.view3d")),
      stage_(new QWidget) {
    view_->setFocusPolicy(Qt::StrongFocus);
    addWidget(welcome_);
    auto* box = new QVBoxLayout(stage_);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(new panels::OlderNote(document, {}, nullptr));
    box->addWidget(view_, 1);
    addWidget(stage_);
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
