#include "ui/shell/Panels.h"

#include "ui/panels/AvailabilityPanel.h"
#include "ui/panels/AdvicePanel.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/CumulativePanel.h"
#include "ui/panels/CurvePanel.h"
#include "ui/panels/EvidencePanel.h"
#include "ui/panels/FilterPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/HistogramPanel.h"
#include "ui/panels/MinesPanel.h"
#include "ui/panels/OccurrencePanel.h"
#include "ui/panels/OrebodyPanel.h"
#include "ui/panels/PitsPanel.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/panels/ScrapPanel.h"
#include "ui/panels/StocksPanel.h"
#include "ui/panels/TablesPanel.h"
#include "ui/panels/TargetsPanel.h"
#include "ui/panels/TestHolesPanel.h"
#include "ui/panels/TornadoPanel.h"
#include "ui/panels/TrustPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/VariogramPanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/panels/ViewsPanel.h"
#include "ui/panels/WhyPanel.h"
#include "ui/shell/Desk.h"
#include "ui/shell/NextStep.h"
#include "ui/shell/Side.h"

namespace orelens::shell {

void lead_to_steps(NextStep& next, Desk& desk, panels::ProjectPanel& steps) {
    QObject::connect(&next, &NextStep::stepWanted, &desk, [&desk, &steps](const QString& stage) {
        steps.select_stage(stage.toStdString());
        desk.raise("project");
    });
}

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
    made.evidence = new panels::EvidencePanel(document, view_state);
    made.trust = new panels::TrustPanel(document);
    made.targets = new panels::TargetsPanel(document);
    made.test_holes = new panels::TestHolesPanel(document);
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
    desk.add("scrap", new panels::ScrapPanel(document), Place::drawer);
    desk.add("stocks", new panels::StocksPanel(document), Place::drawer);
    desk.add("mines", made.mines, Place::drawer);
    desk.add("evidence", made.evidence, Place::right);
    desk.add("trust", made.trust, Place::drawer);
    desk.add("targets", made.targets, Place::drawer);
    desk.add("test_holes", made.test_holes, Place::drawer);
    desk.add("advice", new panels::AdvicePanel(document), Place::drawer);
    desk.add("tables", made.tables, Place::drawer);
    auto* orebody = new panels::OrebodyPanel(document);
    auto* availability = new panels::AvailabilityPanel(document);
    auto* cumulative = new panels::CumulativePanel(document);
    desk.add("orebody", orebody, Place::right);
    desk.add("availability", availability, Place::drawer);
    desk.add("cumulative", cumulative, Place::drawer);
    const auto show = [&desk] { desk.bring("orebody"); };
    QObject::connect(availability, &panels::AvailabilityPanel::orebodyChosen, &desk, show);
    QObject::connect(cumulative, &panels::CumulativePanel::orebodyChosen, &desk, show);
    for (const Place place : {Place::right, Place::drawer}) {
        auto* next = new NextStep(document);
        desk.side(place).put_above(next);
        QObject::connect(&desk.side(place), &Side::brought, next, &NextStep::ask_for);
        lead_to_steps(*next, desk, *made.project);
    }
    return made;
}

}  // namespace orelens::shell
