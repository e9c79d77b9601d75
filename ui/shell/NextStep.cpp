#include "ui/shell/NextStep.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <algorithm>
#include <functional>
#include <vector>

#include "core/occurrence/Study.h"
#include "core/pits/Study.h"
#include "core/project/FlowStudy.h"
#include "core/project/LedgerStudy.h"
#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/pages/MapPage.h"

namespace orelens::shell {
namespace {

using project::Recipe;
using ui::Document;

/// Something that the recipe has to name, and the stage whose parameters name it.
struct Need {
    const char* step;
    bool (*named)(const Document&);
};

const Need ground{"import", [](const Document& document) {
                      return !document.project().recipe.drillholes.collar_file.empty() || !document.project().model_file().empty();
                  }};
const Need holes{"import", [](const Document& document) { return !document.project().recipe.drillholes.collar_file.empty(); }};
const Need prices{"evaluate", [](const Document& document) { return !document.project().recipe.commodity.empty(); }};
const Need study{"evidence", [](const Document& document) { return !document.project().recipe.potential.study_file.empty(); }};
const Need flows{"flows", [](const Document& document) { return !document.project().recipe.flows.system_file.empty(); }};
const Need orebodies{"orebodies", [](const Document& document) { return !document.project().recipe.orebodies.orebodies_file.empty(); }};
const Need mines{"orebodies", [](const Document& document) { return !document.project().recipe.orebodies.mines_file.empty(); }};
const Need phases{"occurrence", [](const Document& document) { return document.project().recipe.occurrence.use(); }};
const Need pits{"pits", [](const Document& document) { return document.project().recipe.pits.use; }};
const Need records{"utilization", [](const Document& document) { return !document.project().recipe.general.mine_record_file.empty(); }};
const Need ledger{"ledger", [](const Document& document) { return document.project().recipe.ledger.use; }};

struct Row {
    std::vector<const char*> of;  ///< pages and panels
    const char* stage;            ///< whose results they show
    std::vector<Need> needs;
    bool (*there)(const Document&);
};

const std::vector<Row>& rows() {
    static const std::vector<Row> table{
        {{"statistics"}, "statistics", {ground}, [](const Document& d) { return d.project().results.drilling.import || d.project().results.model(); }},
        {{"tables"}, "estimate", {ground}, [](const Document& d) { return d.project().results.drilling.import || d.project().results.model(); }},
        {{"histogram", "filter"}, "estimate", {ground}, [](const Document& d) { return d.project().results.model() != nullptr; }},
        {{"variogram"}, "variogram", {holes}, [](const Document& d) {
             const auto& fits = d.project().results.estimate.variograms;
             return fits && !fits->empty();
         }},
        {{"occurrence"}, "occurrence", {ground, phases}, [](const Document& d) { return d.project().results.occurrence.study != nullptr; }},
        {{"curve", "why", "tornado", "scenarios"}, "evaluate", {ground, prices}, [](const Document& d) { return d.project().results.value.model != nullptr; }},
        {{"pits"}, "pits", {ground, prices, pits}, [](const Document& d) { return d.project().results.pits.study != nullptr; }},
        {{"evidence"}, "targets", {study}, [](const Document& d) { return d.potential().evidence() != nullptr; }},
        {{"trust"}, "targets", {study}, [](const Document& d) { return d.potential().prediction() != nullptr; }},
        {{"targets", "test_holes"}, "targets", {study}, [](const Document& d) { return d.potential().targets() != nullptr; }},
        {{"map"}, "orebodies", {orebodies}, [](const Document& d) { return pages::MapPage::answers(d); }},
        {{"availability", "cumulative"}, "orebody_verdicts", {mines, orebodies, prices}, [](const Document& d) { return ui::orebodies(d).curve() != nullptr; }},
        {{"flows", "stocks"}, "flows", {flows}, [](const Document& d) { return project::flow_study(d.project().results) != nullptr; }},
        {{"scrap"}, "scrap", {flows}, [](const Document& d) { return project::scrap_study(d.project().results) != nullptr; }},
        {{"system", "advice"}, "ledger", {ledger}, [](const Document& d) { return project::ledger_study(d.project().results) != nullptr; }},
        {{"rates", "mines"}, "utilization", {records}, [](const Document& d) {
             const auto& rates = d.project().results.utilization.rates;
             return rates && !rates->empty();
         }},
    };
    return table;
}

}  // namespace

Offer offer_for(const Document& document, const std::string& page_or_panel) {
    if (!document.open()) return {};
    const auto row = std::ranges::find_if(rows(), [&](const Row& each) { return std::ranges::find(each.of, page_or_panel) != each.of.end(); });
    if (row == rows().end() || row->there(document)) return {};
    const auto missing = std::ranges::find_if(row->needs, [&](const Need& need) { return !need.named(document); });
    if (missing != row->needs.end()) return {.run = {}, .step = missing->step};
    // What a run has made nothing of is looked for in the parameters; what has not run yet is run.
    const bool ran = document.standing().current(row->stage);
    return {.run = ran ? std::string() : row->stage, .step = ran || document.project().error(row->stage) != nullptr ? row->stage : std::string()};
}

NextStep::NextStep(Document& document, QWidget* parent) : QWidget(parent), document_(document), run_(new QPushButton), step_(new QPushButton) {
    run_->setIcon(ui::icon("run"));
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(8, 4, 8, 4);
    box->addWidget(run_);
    box->addWidget(step_);
    box->addStretch(1);
    connect(run_, &QPushButton::clicked, this, [this] {
        if (!offer_.run.empty()) document_.runs().run(offer_.run);
    });
    connect(step_, &QPushButton::clicked, this, [this] {
        if (!offer_.step.empty()) Q_EMIT stepWanted(QString::fromStdString(offer_.step));
    });
    for (const auto signal : {&Document::stateChanged, &Document::resultsChanged, &Document::recipeChanged, &Document::replaced})
        connect(&document_, signal, this, &NextStep::refresh);
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &NextStep::refresh);
    refresh();
}

void NextStep::ask_for(const QString& page_or_panel) {
    in_front_ = page_or_panel.toStdString();
    refresh();
}

void NextStep::refresh() {
    offer_ = offer_for(document_, in_front_);
    const auto tell = [](QPushButton* button, const char* key, const std::string& stage) {
        button->setVisible(!stage.empty());
        const project::Stage* info = project::find_stage(project::stage_table(), stage);
        if (info == nullptr) return;
        button->setText(ui::words(key, {{"step", info->label.in(ui::language())}}));
        button->setToolTip(QString::fromStdString(info->help.in(ui::language())));
        button->setAccessibleName(button->text());
    };
    tell(run_, "ui.next_step.run", offer_.run);
    tell(step_, "ui.next_step.open", offer_.step);
    run_->setEnabled(!document_.runs().running());
    setVisible(offer_ != Offer());
}

void NextStep::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::shell
