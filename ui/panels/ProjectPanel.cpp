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
      scroll_(new QScrollArea) {
    for (int row = 0; row <= report_row(); ++row) stages_->addItem(new QListWidgetItem);
    stages_->setAlternatingRowColors(true);
    stages_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->hide();
    form_->setContentsMargins(4, 4, 4, 4);
    scroll_->setWidget(form_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    auto* box = new QVBoxLayout(this);
    box->addWidget(stages_);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {run_, run_to_}) buttons->addWidget(button, 1);
    box->addLayout(buttons);
    box->addWidget(problem_);
    box->addWidget(grid_);
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
         {&ui::Document::recipeChanged, &ui::Document::replaced, &ui::Document::resultsChanged})
        connect(&document_, signal, this, &ProjectPanel::refresh_states);
    connect(&document_.runs().job(), &ui::Job::runningChanged, this, &ProjectPanel::refresh_states);
    refresh_states();
    stages_->setCurrentRow(0);
}

std::string ProjectPanel::selected_stage() const {
    const project::Stage* stage = stage_at(stages_->currentRow());
    return stage != nullptr ? stage->id : "";
}

void ProjectPanel::select_stage(const std::string& id) {
    for (int row = 0; row <= report_row(); ++row)
        if (row_id(row) == id) stages_->setCurrentRow(row);
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
        const StateLook look =
            look_of(document_.open() ? document_.project().state(stage->id) : project::StageState::never_run);
        item->setText(ui::words(stage->label) + " — " + ui::words(look.key));
        item->setIcon(ui::icon(look.icon));
        item->setToolTip(ui::words(stage->help));
    }
    const bool idle = document_.open() && !document_.runs().job().running();
    run_->setEnabled(idle);
    run_to_->setEnabled(idle);
    // The list shows all its rows: it never scrolls.
    const int rows = stages_->count() * stages_->sizeHintForRow(0) + 2 * stages_->frameWidth();
    stages_->setFixedHeight(rows + 2);
    const project::Stage* selected = stage_at(stages_->currentRow());
    grid_->refresh(document_.open() ? &document_.project() : nullptr,
                   selected != nullptr ? selected->id : "");
    const base::Error* failure =
        document_.open() && selected != nullptr ? document_.project().error(selected->id) : nullptr;
    problem_->setVisible(failure != nullptr);
    if (failure != nullptr) problem_->setText("⚠ " + ui::words(*failure));
}

void ProjectPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_states();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
