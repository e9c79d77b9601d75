#include "ui/shell/Pages.h"

#include <QScrollArea>

#include "core/project/LedgerStudy.h"
#include "ui/Document.h"
#include "ui/pages/FlowsPage.h"
#include "ui/pages/MapPage.h"
#include "ui/pages/StatisticsPage.h"
#include "ui/pages/SystemPage.h"
#include "ui/panels/WelcomePage.h"
#include "ui/shell/Centre.h"
#include "ui/shell/NextStep.h"
#include "ui/shell/Stage.h"

namespace orelens::shell {

Pages::Pages(ui::Document& document, ui::ViewState& state, commands::ActionSet& actions, QWidget* parent)
    : QStackedWidget(parent), welcome_(new panels::WelcomePage), stage_(new Stage(document, state, actions)), centre_(new Centre(actions)), next_step_(new NextStep(document)) {
    // It scrolls where the window is low, so that it asks for no height of its own.
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(welcome_);
    front_ = scroll;
    addWidget(front_);
    addWidget(centre_);
    // A project of whatever kind has a deposit, or room for one.
    centre_->add("view3d", stage_, [&document] { return !document.project().model_file().empty() || document.project().results.model() || document.project().results.drilling.import || document.potential().model(); });
    centre_->add("map", new pages::MapPage(document), [&document] { return pages::MapPage::answers(document); }, {.scrolls = true});
    auto* statistics = new pages::StatisticsPage(document);
    centre_->add("statistics", statistics, [statistics] { return statistics->answers(); }, {.accompanies = true, .scrolls = true});
    auto* flows = new pages::FlowsPage(document);
    centre_->add("flows", flows, [flows] { return flows->answers(); }, {.scrolls = true});
    centre_->add("system", new pages::SystemPage(document), [&document] { return project::ledger_study(document.project().results) != nullptr; },
                 {.scrolls = true});
    centre_->put_above(next_step_);
    connect(centre_, &Centre::changed, next_step_, &NextStep::ask_for);
    next_step_->ask_for(QString::fromStdString(centre_->shown()));
}

viewport::VtkView& Pages::view() const {
    return stage_->view();
}

bool Pages::welcoming() const {
    return currentWidget() == front_;
}

void Pages::show_welcome() {
    setCurrentWidget(front_);
}

void Pages::show_view() {
    setCurrentWidget(centre_);
}

}  // namespace orelens::shell
