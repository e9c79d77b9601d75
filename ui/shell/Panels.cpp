#include "ui/shell/Panels.h"

#include "ui/panels/AdvicePanel.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/CurvePanel.h"
#include "ui/panels/FilterPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/HistogramPanel.h"
#include "ui/panels/MinesPanel.h"
#include "ui/panels/OccurrencePanel.h"
#include "ui/panels/PitsPanel.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/panels/TablesPanel.h"
#include "ui/panels/TornadoPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/VariogramPanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/panels/ViewsPanel.h"
#include "ui/panels/WhyPanel.h"
#include "ui/shell/Desk.h"

namespace orelens::shell {

Panels make_panels(Desk& desk, ui::Document& document, ui::ViewState& view_state) {
    using workspaces::Place;
    Panels made;
    made.project = new panels::ProjectPanel(document);
    made.view = new panels::ViewPanel(view_state);
    made.usable = new panels::UsablePanel(document);
    made.rates = new panels::RatesPanel(document);
    made.block = new panels::BlockPanel(document);
    made.findings = new panels::FindingsPanel(document);
    made.curve = new panels::CurvePanel(document);
    made.filter = new panels::FilterPanel(document, view_state);
    made.histogram = new panels::HistogramPanel(document);
    made.occurrence = new panels::OccurrencePanel(document, view_state);
    made.tables = new panels::TablesPanel(document);
    made.variogram = new panels::VariogramPanel(document);
    made.pits = new panels::PitsPanel(document);
    made.views = new panels::ViewsPanel(document);
    made.why = new panels::WhyPanel(document);
    made.scenarios = new panels::ScenariosPanel(document, view_state);
    made.mines = new panels::MinesPanel(document);
    desk.add("project", made.project, Place::left);
    desk.add("view", made.view, Place::left);
    desk.add("views", made.views, Place::left);
    desk.add("usable", made.usable, Place::right);
    desk.add("rates", made.rates, Place::right);
    desk.add("block", made.block, Place::right);
    desk.add("findings", made.findings, Place::drawer);
    desk.add("why", made.why, Place::right);
    desk.add("filter", made.filter, Place::right);
    desk.add("curve", made.curve, Place::drawer);
    desk.add("pits", made.pits, Place::drawer);
    desk.add("histogram", made.histogram, Place::drawer);
    desk.add("occurrence", made.occurrence, Place::drawer);
    desk.add("variogram", made.variogram, Place::drawer);
    desk.add("scenarios", made.scenarios, Place::drawer);
    desk.add("tornado", new panels::TornadoPanel(document), Place::drawer);  // nobody else reaches for it
    desk.add("mines", made.mines, Place::drawer);
    desk.add("advice", new panels::AdvicePanel(document), Place::drawer);
    desk.add("tables", made.tables, Place::drawer);
    return made;
}

}  // namespace orelens::shell
