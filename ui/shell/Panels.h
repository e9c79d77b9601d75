// The panels of the window, which the desk owns. To add one: a member here, a line in `make_panels`, words under
// "ui.dock.<id>" and "ui.tab.<id>", an action "window.<id>", and its id in the table of workspaces.
#pragma once

namespace orelens::panels {
class BlockPanel;
class CurvePanel;
class EvidencePanel;
class FilterPanel;
class FindingsPanel;
class HistogramPanel;
class MinesPanel;
class OccurrencePanel;
class PitsPanel;
class ProjectPanel;
class RatesPanel;
class ScenariosPanel;
class TablesPanel;
class TargetsPanel;
class TestHolesPanel;
class TrustPanel;
class UsablePanel;
class VariogramPanel;
class ViewPanel;
class ViewsPanel;
class WhyPanel;
}  // namespace orelens::panels
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui

namespace orelens::shell {

class Desk;
class NextStep;

struct Panels {
    panels::ProjectPanel* project = nullptr;
    panels::FindingsPanel* findings = nullptr;
    panels::UsablePanel* usable = nullptr;
    panels::RatesPanel* rates = nullptr;
    panels::BlockPanel* block = nullptr;
    panels::ViewPanel* view = nullptr;
    panels::CurvePanel* curve = nullptr;
    panels::FilterPanel* filter = nullptr;
    panels::HistogramPanel* histogram = nullptr;
    panels::OccurrencePanel* occurrence = nullptr;
    panels::VariogramPanel* variogram = nullptr;
    panels::PitsPanel* pits = nullptr;
    panels::TablesPanel* tables = nullptr;
    panels::ViewsPanel* views = nullptr;
    panels::WhyPanel* why = nullptr;
    panels::ScenariosPanel* scenarios = nullptr;
    panels::MinesPanel* mines = nullptr;
    panels::EvidencePanel* evidence = nullptr;
    panels::TrustPanel* trust = nullptr;
    panels::TargetsPanel* targets = nullptr;
    panels::TestHolesPanel* test_holes = nullptr;
};

/// Panels in their places. Document and view state must outlive the desk.
Panels make_panels(Desk& desk, ui::Document& document, ui::ViewState& view_state);
/// The step that a page or panel without data offers: chosen among the steps, ready to be filled in.
void lead_to_steps(NextStep& next, Desk& desk, panels::ProjectPanel& steps);

}  // namespace orelens::shell
