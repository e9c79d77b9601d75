#include "ui/panels/TestHolesPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/project/Pipeline.h"
#include "core/project/Potential.h"
#include "core/project/PotentialWork.h"
#include "core/project/TargetDecisions.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PotentialWords.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// State, drilled hole, assayed in the target, P × m of that, ore, grade.
QStringList campaign_cells(const potential::HoleOutcome& out, const project::ToldGrade& grade) {
    const bool there = out.state != potential::HoleState::planned, known = out.state == potential::HoleState::result;
    QString name = QString::fromStdString(out.drilled);
    if (there && out.away_m >= 0.5) name += ui::words("ui.test_holes.away", {{"metres", ui::plain_number(out.away_m, 0).toStdString()}});
    return {ui::words(project::state_words(out.state)), name, there ? ui::plain_number(out.assayed_m, 1) : QString(), known ? ui::plain_number(out.expected_m, 1) : QString(), known ? ui::plain_number(out.ore_m, 1) : QString(), known ? ui::number_text(grade.factor * out.grade, 3) : QString()};
}

/// "Grade %".
QString with_unit(const char* key, const project::ToldGrade& grade) {
    return ui::words(key) + (grade.unit.empty() ? QString() : " " + QString::fromStdString(grade.unit));
}

/// Of the evidence in hand; without a unit where there is none.
project::ToldGrade grade_in(const ui::Document& document) {
    const auto& evidence = document.potential().evidence();
    return evidence ? project::told_grade(*evidence) : project::ToldGrade();
}

}  // namespace

TestHolesPanel::TestHolesPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      note_(new QLabel),
      holes_(ui::tell(new TableView, "ui.test_holes.table")),
      prognosis_(ui::tell(new TableView, "ui.test_holes.prognosis")),
      forbid_(ui::tell(new QPushButton, "ui.test_holes.forbid")),
      export_(ui::tell(new QPushButton, "ui.test_holes.export")),
      answer_(new QWidget) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (TableView* table : {holes_, prognosis_}) {
        table->setSelectionBehavior(QAbstractItemView::SelectRows);
        table->setSelectionMode(QAbstractItemView::SingleSelection);
    }
    auto* abreast = new QHBoxLayout(answer_);
    abreast->setContentsMargins(0, 0, 0, 0);
    abreast->addWidget(holes_, 3);
    abreast->addWidget(prognosis_, 2);
    auto* head = new QHBoxLayout;
    head->addWidget(note_, 1);
    head->addWidget(forbid_);
    head->addWidget(export_);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"evidence", "potential", "targets"}, answer_));
    box->addLayout(head);
    box->addWidget(answer_, 1);
    box->addStretch(0);
    connect(forbid_, &QPushButton::clicked, this, &TestHolesPanel::forbidWanted);
    connect(export_, &QPushButton::clicked, this, &TestHolesPanel::exportWanted);
    connect(holes_, &QTableWidget::cellClicked, this, [this](int row, int) { choose(row); });
    connect(holes_, &QTableWidget::itemActivated, this, [this](QTableWidgetItem* item) { choose(item->row()); });
    connect(holes_, &QTableWidget::itemSelectionChanged, this, &TestHolesPanel::refresh_prognosis);
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &TestHolesPanel::refresh);
    connect(&document_, &ui::Document::approvalsChanged, this, &TestHolesPanel::refresh);
    connect(&document_, &ui::Document::stateChanged, this, &TestHolesPanel::refresh);
    refresh();
}

void TestHolesPanel::choose(int row) {
    const auto& targets = document_.potential().targets();
    if (!targets || row < 0 || static_cast<std::size_t>(row) >= targets->holes.size()) return;
    const auto& lines = document_.potential().holes();
    const auto first = static_cast<std::size_t>(lines->lines[static_cast<std::size_t>(row)].front());
    scene::Vec3 low = lines->points[first], high = low;
    constexpr double around = 60;
    for (std::size_t a = 0; a < 3; ++a) {
        low[a] = std::min(lines->points[first][a], lines->points[first + 1][a]) - around;
        high[a] = std::max(lines->points[first][a], lines->points[first + 1][a]) + around;
    }
    document_.potential().show(true);
    Q_EMIT boxWanted(low, high);
}

void TestHolesPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto& targets = document_.potential().targets();
    const bool there = targets != nullptr && !targets->holes.empty();
    answer_->setVisible(there);
    export_->setVisible(there);
    // Also where areas keep every hole away: they are chosen anew here.
    forbid_->setVisible(targets != nullptr);
    if (!there) {
        note_->setText(targets ? ui::words("ui.test_holes.none") : potential_silence(document_, false));
        return;
    }
    QString said = ui::words("ui.test_holes.facts", {{"count", std::to_string(targets->holes.size())}, {"metres", ui::plain_number(targets->metres, 0).toStdString()}});
    for (const base::Message& message : targets->said) said += " " + ui::words(message);
    note_->setText(said);
    const auto decisions = project::target_decisions(document_.project().approved_findings);
    const project::ToldGrade grade = grade_in(document_);
    std::vector<QStringList> rows;
    for (const project::HoleNote& note : targets->holes) {
        const potential::ProposedHole& hole = note.hole;
        const project::TargetDecision* decision = project::decision_on(decisions, document_.potential().evidence()->grid, targets->targets[hole.target].target);
        QString name = QString::fromStdString(target_name(hole.target));
        if (decision != nullptr && !decision->name.empty()) name += " " + QString::fromStdString(decision->name);
        if (decision != nullptr && decision->verdict == project::TargetDecision::Verdict::rejected) name += " ✘";
        rows.push_back({QString::fromStdString(hole.name), name, ui::plain_number(hole.collar[0], 1), ui::plain_number(hole.collar[1], 1), ui::plain_number(hole.collar[2], 1), ui::plain_number(hole.azimuth_deg, 0), ui::plain_number(hole.dip_deg, 0), ui::plain_number(hole.length_m, 0),
                        ui::plain_number(hole.enters_m, 0) + "–" + ui::plain_number(hole.leaves_m, 0), ui::plain_number(hole.probability_metres, 1), ui::plain_number(hole.objective, 1), std::isfinite(hole.angle_deg) ? ui::plain_number(hole.angle_deg, 0) : QStringLiteral("–")});
        if (targets->drilled_since) rows.back() << campaign_cells(note.outcome, grade);
    }
    const QSignalBlocker quiet(holes_);
    const int row = holes_->currentRow();
    QStringList headings{ui::words("ui.test_holes.hole"), ui::words("ui.targets.target"), "X", "Y", "Z", ui::words("ui.test_holes.azimuth"), ui::words("ui.test_holes.dip"), ui::words("ui.test_holes.length"), ui::words("ui.test_holes.meets"), ui::words("ui.test_holes.metres"), "J", "β"};
    QStringList tips{ui::words("ui.test_holes.hole"), ui::words("ui.targets.target.tip"), {}, {}, {}, ui::words("ui.test_holes.azimuth.tip"), ui::words("ui.test_holes.dip.tip"), {}, ui::words("ui.test_holes.meets.tip"), ui::words("ui.test_holes.metres.tip"),
                     ui::words("ui.test_holes.j.tip"), ui::words("ui.test_holes.beta.tip")};
    if (targets->drilled_since) {
        // What became of the plan stands beside it.
        headings << ui::words("potential.campaign.state") << ui::words("potential.campaign.drilled") << ui::words("potential.campaign.assayed") << ui::words("potential.campaign.predicted") << ui::words("potential.campaign.ore") << with_unit("potential.campaign.grade", grade);
        tips << ui::words("ui.test_holes.state.tip") << ui::words("ui.test_holes.drilled.tip") << ui::words("ui.test_holes.assayed.tip") << ui::words("ui.test_holes.predicted.tip") << ui::words("ui.test_holes.ore.tip") << ui::words("ui.test_holes.grade.tip");
    }
    holes_->set_headings(headings, tips);
    holes_->set_rows(rows);
    holes_->selectRow(std::clamp(row, 0, holes_->rowCount() - 1));
    refresh_prognosis();
}

void TestHolesPanel::refresh_prognosis() {
    const auto& targets = document_.potential().targets();
    const int row = holes_->currentRow();
    if (!targets || row < 0 || static_cast<std::size_t>(row) >= targets->holes.size()) return prognosis_->set_rows({});
    QStringList headings{ui::words("ui.test_holes.from"), ui::words("ui.test_holes.to"), ui::words("ui.test_holes.in_target"), ui::words("ui.targets.mean"), ui::words("ui.targets.highest")};
    const project::HoleNote& hole = targets->holes[static_cast<std::size_t>(row)];
    const bool drilled = hole.outcome.state != potential::HoleState::planned;
    const project::ToldGrade grade = grade_in(document_);
    if (drilled) headings << ui::words("ui.test_holes.found_m") << with_unit("ui.test_holes.found_grade", grade) << with_unit("ui.test_holes.found_highest", grade);
    for (const project::EvidenceLayer& layer : document_.potential().evidence()->layers) headings << QString::fromStdString(layer.id);
    std::vector<QStringList> rows;
    for (std::size_t n = 0; n < hole.rows.size(); ++n) {
        const potential::PrognosisRow& one = hole.rows[n];
        rows.push_back({ui::plain_number(one.from_m, 0), ui::plain_number(one.to_m, 0), one.in_target ? QStringLiteral("●") : QString(), score_text(one.mean), score_text(one.highest)});
        if (drilled) {
            const potential::StretchFound& found = hole.outcome.found[n];
            rows.back() << ui::plain_number(found.assayed_m, 1) << ui::number_text(grade.factor * found.grade, 3) << ui::number_text(grade.factor * found.highest, 3);
        }
        for (const double value : one.evidence) rows.back() << ui::number_text(value, 3);
    }
    prognosis_->set_headings(headings);
    prognosis_->set_rows(rows);
}

void TestHolesPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void TestHolesPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
