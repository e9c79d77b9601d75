#include "ui/panels/OccurrencePanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/occurrence/Study.h"
#include "core/project/Pipeline.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/charts/StackedBars.h"
#include "ui/panels/OlderNote.h"

namespace orelens::panels {
namespace {

/// Where a share comes from, in a line.
QString origin(const occurrence::ElementPlan& plan, std::size_t type, std::size_t phase) {
    const occurrence::Share& share = plan.shares[type][phase];
    if (!plan.phases[phase].assayed_column.empty())
        return ui::words("report.occurrence.assayed", {{"column", plan.phases[phase].assayed_column}});
    QStringList parts;
    parts << ui::words(occurrence::kind_text(plan.phases[phase].kind).c_str());
    if (share.shipped) parts << ui::words("ui.occurrence.shipped");
    if (!share.method.empty() && !share.shipped) parts << QString::fromStdString(share.method);
    if (share.samples > 0) parts << ui::words("ui.occurrence.samples", {{"count", std::to_string(share.samples)}});
    if (!share.source.empty()) parts << QString::fromStdString(share.source);
    return parts.join(" · ");
}

}  // namespace

OccurrencePanel::OccurrencePanel(ui::Document& document, ui::ViewState& state, QWidget* parent)
    : QWidget(parent),
      document_(document),
      state_(state),
      element_(new QComboBox),
      chart_(ui::tell(new charts::StackedBarsWidget, "ui.occurrence.chart")) {
    element_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* head = new QHBoxLayout;
    head->addWidget(ui::label_for(element_, "ui.occurrence.element"));
    head->addWidget(element_);
    head->addWidget(ui::tell(new QLabel, "ui.occurrence.hint"), 1);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(head);
    told->addWidget(chart_, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"occurrence"}, answer));
    box->addWidget(answer, 1);
    connect(element_, &QComboBox::activated, this, &OccurrencePanel::refresh);
    connect(chart_, &charts::StackedBarsWidget::partChosen, this, &OccurrencePanel::show_part);
    connect(&document_, &ui::Document::replaced, this, &OccurrencePanel::fill_elements);
    connect(&document_, &ui::Document::resultsChanged, this, &OccurrencePanel::fill_elements);
    fill_elements();
}

void OccurrencePanel::fill_elements() {
    const QSignalBlocker quiet(element_);
    const QString before = element_->currentText();
    element_->clear();
    if (const auto& study = document_.project().results.occurrence.study)
        for (const occurrence::ElementPlan& plan : study->plan.elements)
            element_->addItem(QString::fromStdString(plan.element));
    element_->setCurrentIndex(std::max(element_->findText(before), element_->count() > 0 ? 0 : -1));
    element_->setEnabled(element_->count() > 0);
    refresh();
}

void OccurrencePanel::refresh() {
    charts::StackedBars bars;
    bars.empty_note = ui::words("ui.occurrence.empty");
    types_.clear();
    const auto& study = document_.project().results.occurrence.study;
    const int chosen = element_->currentIndex();
    if (study && chosen >= 0 && chosen < static_cast<int>(study->plan.elements.size())) {
        const auto e = static_cast<std::size_t>(chosen);
        const occurrence::ElementPlan& plan = study->plan.elements[e];
        for (const occurrence::PhasePlan& phase : plan.phases) bars.names.push_back(ui::words(phase.name));
        bars.names.push_back(ui::words("occurrence.unassigned"));
        bars.unknown = static_cast<int>(plan.phases.size());
        for (std::size_t t = 0; t < study->plan.types.size(); ++t) {
            const occurrence::TypeSums& sums = study->sums[e].types[t];
            if (!(sums.metal > 0)) continue;
            const bool rest = t + 1 == study->plan.types.size();
            charts::StackedBar bar;
            bar.label = rest ? ui::words(study->plan.types.size() == 1 ? "occurrence.every_type" : "occurrence.all_types")
                             : QString::fromStdString(study->plan.types[t]);
            bar.total = ui::tonnes_text(sums.metal);
            for (std::size_t p = 0; p < plan.phases.size(); ++p) {
                const bool shipped = plan.shares[t][p].shipped && plan.phases[p].assayed_column.empty();
                if (shipped) bars.marked_name = ui::words("ui.occurrence.shipped");
                bar.parts.push_back({sums.phase_metal[p] / sums.metal, origin(plan, t, p), shipped});
            }
            bar.parts.push_back({sums.unassigned_metal / sums.metal, ui::words("ui.occurrence.unassigned"), false});
            bars.bars.push_back(std::move(bar));
            types_.push_back(t);
        }
    }
    chart_->set_bars(std::move(bars));
}

void OccurrencePanel::show_part(std::size_t bar, std::size_t part) {
    const auto& study = document_.project().results.occurrence.study;
    const auto& model = document_.project().results.model();
    const int chosen = element_->currentIndex();
    if (!study || model == nullptr || chosen < 0 || bar >= types_.size()) return;
    const occurrence::ElementPlan& plan = study->plan.elements[static_cast<std::size_t>(chosen)];
    // What is unassigned has no grade of its own: its blocks go by the total.
    const std::string column = part < plan.phases.size()
                                   ? occurrence::phase_column(plan.element, plan.phases[part].phase)
                                   : plan.column;
    if (!model->has(column)) return;
    std::vector<blocks::FilterRow> rows;
    const std::size_t type = types_[bar];
    if (!study->plan.type_column.empty() && !study->plan.codes.empty()) {
        const bool rest = type + 1 == study->plan.types.size();
        blocks::FilterRow of_type;
        of_type.kind = blocks::FilterRow::Kind::codes;
        of_type.column = study->plan.type_column;
        of_type.inverted = rest;
        of_type.codes = rest ? study->plan.codes : std::vector<std::int32_t>{study->plan.codes[type]};
        rows.push_back(std::move(of_type));
    }
    blocks::FilterRow holds;
    holds.kind = blocks::FilterRow::Kind::expression;
    holds.expression = "[" + column + "] > 0";
    rows.push_back(std::move(holds));
    document_.filter().set_rows(std::move(rows));
    state_.change([&](scene::Look& look) {
        look.show_blocks = true;
        look.colour_by = scene::ColourBy::column;
        look.column = column;
    });
}

void OccurrencePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
