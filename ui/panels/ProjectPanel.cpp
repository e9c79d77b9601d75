#include "ui/panels/ProjectPanel.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>
#include <array>

#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/GridLabel.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/StageBadge.h"
#include "ui/panels/StepDelegate.h"

namespace orelens::panels {
namespace {

/// Rows are the stages of the table, then one for what only labels and reports use.
int report_row() {
    return static_cast<int>(project::stage_table().size());
}

const project::Stage* stage_at(int row) {
    return row >= 0 && row < report_row() ? &project::stage_table()[static_cast<std::size_t>(row)] : nullptr;
}

std::string row_id(int row) {
    const project::Stage* stage = stage_at(row);
    return stage != nullptr ? stage->id : "report";
}

/// What only labels and reports use is stated where the project begins.
std::string workspace_at(int row) {
    const project::Stage* stage = stage_at(row);
    return stage != nullptr ? stage->workspace : "data";
}

struct StateLook {
    const char* icon;
    const char* key;
};
StateLook look_of(project::StageState state) {
    switch (state) {
        case project::StageState::never_run:
            return {"state_never", "ui.state.never_run"};
        case project::StageState::current:
            return {"state_current", "ui.state.current"};
        case project::StageState::stale:
            return {"state_stale", "ui.state.stale"};
        case project::StageState::failed:
            return {"state_failed", "ui.state.failed"};
    }
    return {"state_never", "ui.state.never_run"};
}

/// The figures of the grid above its form; both scroll in a low window.
QWidget* above(QWidget* figures, QWidget* form) {
    auto* both = new QWidget;
    auto* box = new QVBoxLayout(both);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(figures);
    box->addWidget(form, 1);
    return both;
}

}  // namespace

ProjectPanel::ProjectPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      stages_(ui::tell(new QListWidget, "ui.project.stages")),
      run_(ui::tell(new QPushButton, "ui.project.run")),
      run_to_(ui::tell(new QPushButton, "ui.project.run_to")),
      problem_(new QLabel),
      grid_(new GridLabel),
      form_(new ParamForm(document)),
      advanced_(ui::tell(new QCheckBox, "ui.project.advanced")),
      scroll_(new Scroller(above(grid_, form_))) {
    for (int row = 0; row <= report_row(); ++row) stages_->addItem(new QListWidgetItem);
    stages_->setItemDelegate(new StepDelegate(stages_));
    stages_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    stages_->setFrameShape(QFrame::NoFrame);
    stages_->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->hide();
    // The steps come first: the form scrolls in what they leave.
    scroll_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    scroll_->setMinimumHeight(5 * fontMetrics().height());
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(8, 8, 8, 8);
    box->addWidget(stages_);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {run_, run_to_}) buttons->addWidget(button, 1);
    box->addLayout(buttons);
    box->addWidget(problem_);
    box->addWidget(advanced_);
    box->addWidget(scroll_, 1);
    run_->setIcon(ui::icon("run"));
    run_to_->setIcon(ui::icon("run_to"));
    connect(run_, &QPushButton::clicked, this, [this] { document_.runs().run(); });
    connect(run_to_, &QPushButton::clicked, this, [this] { document_.runs().run(selected_stage()); });
    connect(stages_, &QListWidget::currentRowChanged, this, &ProjectPanel::show_selected);
    connect(advanced_, &QCheckBox::toggled, form_, &ParamForm::set_advanced);
    connect(form_, &ParamForm::refused, this, &ProjectPanel::refused);
    connect(&document_, &ui::Document::recipeChanged, form_, &ParamForm::refresh);
    connect(&document_, &ui::Document::replaced, this, &ProjectPanel::show_selected);
    for (const auto signal :
         {&ui::Document::recipeChanged, &ui::Document::replaced, &ui::Document::resultsChanged,
          &ui::Document::standingChanged})
        connect(&document_, signal, this, &ProjectPanel::refresh_states);
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::resultsChanged, &ui::Document::approvalsChanged})
        connect(&document_, signal, this, &ProjectPanel::refresh_badges);
    connect(&document_.runs(), &ui::Runs::stageChanged, this, &ProjectPanel::refresh_states);
    connect(&document_.runs().job(), &ui::Job::runningChanged, this, &ProjectPanel::refresh_states);
    refresh_badges();
    refresh_states();
    stages_->setCurrentRow(0);
}

void ProjectPanel::show_workspace(const std::string& id) {
    workspace_ = id;
    int first = -1;
    for (int row = 0; row <= report_row(); ++row) {
        const bool hidden = !id.empty() && workspace_at(row) != id;
        stages_->setRowHidden(row, hidden);
        if (!hidden && first < 0) first = row;
    }
    if (first >= 0 && stages_->isRowHidden(std::max(0, stages_->currentRow()))) stages_->setCurrentRow(first);
    fit_list();
}

std::string ProjectPanel::selected_stage() const {
    const project::Stage* stage = stage_at(stages_->currentRow());
    return stage != nullptr ? stage->id : "";
}

void ProjectPanel::select_stage(const std::string& id) {
    for (int row = 0; row <= report_row(); ++row) {
        if (row_id(row) != id) continue;
        if (stages_->isRowHidden(row)) {
            show_workspace(workspace_at(row));
            Q_EMIT workspaceWanted(QString::fromStdString(workspace_));
        }
        stages_->setCurrentRow(row);
    }
}

void ProjectPanel::show_selected() {
    form_->show_stage(row_id(std::max(0, stages_->currentRow())));
    scroll_->verticalScrollBar()->setValue(0);
    refresh_states();
}

void ProjectPanel::refresh_states() {
    for (int row = 0; row <= report_row(); ++row) {
        QListWidgetItem* item = stages_->item(row);
        const project::Stage* stage = stage_at(row);
        if (stage == nullptr) {
            item->setText(ui::words("ui.stage.report"));
            item->setIcon(ui::icon("table"));
            item->setToolTip(ui::words("ui.stage.report.tip"));
            continue;
        }
        const bool runs = document_.runs().running_stage() == stage->id;
        const StateLook look = runs ? StateLook{"state_running", "ui.state.running"}
                                    : look_of(document_.open() ? document_.project().state(stage->id)
                                                               : project::StageState::never_run);
        const QString state = ui::words(look.key);
        item->setText(ui::words(stage->label));
        item->setIcon(ui::icon(look.icon));
        item->setToolTip(state + "\n" + ui::words(stage->help));
        QStringList told{ui::words(stage->label), state};
        for (const auto role : {StepDelegate::figures, StepDelegate::findings})
            if (const QString more = item->data(role).toString(); !more.isEmpty()) told << more;
        item->setData(Qt::AccessibleTextRole, told.join(", "));
    }
    const bool idle = document_.open() && !document_.runs().job().running();
    run_->setEnabled(idle);
    run_to_->setEnabled(idle);
    fit_list();
    const project::Stage* selected = stage_at(stages_->currentRow());
    grid_->refresh(document_.open() ? &document_.project() : nullptr,
                   selected != nullptr ? selected->id : "");
    const base::Error* failure =
        document_.open() && selected != nullptr ? document_.project().error(selected->id) : nullptr;
    problem_->setVisible(failure != nullptr);
    if (failure != nullptr) problem_->setText("⚠ " + ui::words(*failure));
}

void ProjectPanel::refresh_badges() {
    for (int row = 0; row < report_row(); ++row) {
        QListWidgetItem* item = stages_->item(row);
        const StageBadge badge = stage_badge(document_, stage_at(row)->id);
        item->setData(StepDelegate::figures, badge.figures);
        item->setData(StepDelegate::findings, findings_words(badge));
        item->setData(StepDelegate::severe, badge.errors > 0);
        item->setData(StepDelegate::bars,
                      QVariant::fromValue(QList<double>(badge.bars.begin(), badge.bars.end())));
        item->setData(StepDelegate::line, badge.line);
    }
    refresh_states();
}

/// The list shows all its rows where there is room, and scrolls in a low window.
void ProjectPanel::fit_list() {
    constexpr int least_rows = 1;
    int high = 2 * stages_->frameWidth() + 2, least = high, rows = 0;
    for (int row = 0; row <= report_row(); ++row) {
        if (stages_->isRowHidden(row)) continue;
        high += stages_->sizeHintForRow(row);
        if (++rows <= least_rows) least = high;
    }
    stages_->setMinimumHeight(least);
    stages_->setMaximumHeight(high);
    stages_->updateGeometry();
}

void ProjectPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_badges();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
