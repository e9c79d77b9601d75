#include "ui/actions/RunActions.h"

#include "ui/Document.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ProjectPanel.h"

namespace orelens::actions {

RunActions::RunActions(commands::ActionSet& actions, ui::Document& document,
                       const panels::ProjectPanel& panel)
    : actions_(actions), document_(document), panel_(panel) {
    actions_.on("run.all", [this] { document_.runs().run(); });
    actions_.on("run.stage", [this] { document_.runs().run(panel_.selected_stage()); });
    actions_.on("run.cancel", [this] { document_.runs().cancel(); });
    actions_.on("run.economics", [this](bool on) { document_.runs().set_auto_economics(on); });
    connect(&document_, &ui::Document::stateChanged, this, &RunActions::refresh);
    refresh();
}

void RunActions::refresh() {
    const bool running = document_.runs().running();
    actions_.set_enabled({"run.all", "run.stage"}, document_.open() && !running);
    actions_.set_enabled({"run.cancel"}, running);
    actions_.set_checked("run.economics", document_.runs().auto_economics());
}

}  // namespace orelens::actions
