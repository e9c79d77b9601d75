#include "ui/shell/Panels.h"

#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/shell/Docks.h"

namespace orelens::shell {

Panels make_panels(Docks& docks, ui::Document& document, ui::ViewState& view_state) {
    Panels made;
    made.project = new panels::ProjectPanel(document);
    made.findings = new panels::FindingsPanel(document);
    made.usable = new panels::UsablePanel(document);
    made.rates = new panels::RatesPanel(document);
    made.block = new panels::BlockPanel(document);
    made.view = new panels::ViewPanel(view_state);
    docks.add("project", made.project, Qt::LeftDockWidgetArea);
    docks.add("findings", made.findings, Qt::LeftDockWidgetArea);
    docks.add("usable", made.usable, Qt::RightDockWidgetArea);
    docks.add("rates", made.rates, Qt::RightDockWidgetArea);
    docks.add("block", made.block, Qt::RightDockWidgetArea);
    docks.add("view", made.view, Qt::RightDockWidgetArea);
    docks.arrange();
    return made;
}

}  // namespace orelens::shell
