// The panels of the window, each in its dock, which owns it. To add one: a member here, a line in
// `make_panels`, words under "ui.dock.<id>" and an action "window.<id>".
#pragma once

namespace orelens::panels {
class BlockPanel;
class FindingsPanel;
class ProjectPanel;
class RatesPanel;
class UsablePanel;
class ViewPanel;
}  // namespace orelens::panels
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::shell {

class Docks;

struct Panels {
    panels::ProjectPanel* project = nullptr;
    panels::FindingsPanel* findings = nullptr;
    panels::UsablePanel* usable = nullptr;
    panels::RatesPanel* rates = nullptr;
    panels::BlockPanel* block = nullptr;
    panels::ViewPanel* view = nullptr;
};

/// Panels in their docks, arranged. Document and view state must outlive the docks.
Panels make_panels(Docks& docks, ui::Document& document, ui::ViewState& view_state);

}  // namespace orelens::shell
