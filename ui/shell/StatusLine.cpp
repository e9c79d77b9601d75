#include "ui/shell/StatusLine.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStatusBar>
#include <cmath>

#include "core/project/Crs.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::shell {

StatusLine::StatusLine(QStatusBar& bar, ui::Document& document)
    : bar_(bar),
      document_(document),
      stage_(new QLabel),
      selection_(new QLabel),
      crs_(new QLabel),
      place_(new QLabel),
      progress_(ui::tell(new QProgressBar, "ui.progress")),
      stop_(ui::tell(new QPushButton, "ui.stop")) {
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(bar_.fontMetrics().height() * 8);
    stop_->setIcon(ui::icon("stop"));
    stop_->setFlat(true);
    bar_.setSizeGripEnabled(false);
    for (QWidget* part : std::initializer_list<QWidget*>{stage_, progress_, stop_, selection_, crs_, place_})
        bar_.addPermanentWidget(part);
    // Digits keep their places while the mouse moves.
    place_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    place_->setContentsMargins(0, 0, 8, 0);
    show_run(false);
    connect(stop_, &QPushButton::clicked, &document_.runs(), &ui::Runs::cancel);
    ui::Job& job = document_.runs().job();
    connect(&job, &ui::Job::progressed, this, [this](double fraction, const QString& stage) {
        progress_->setValue(static_cast<int>(fraction * 1000));
        stage_->setText(stage);
    });
    connect(&job, &ui::Job::runningChanged, this, &StatusLine::show_run);
    connect(&document_.selection(), &ui::Selection::changed, this, &StatusLine::show_selection);
    connect(&document_, &ui::Document::resultsChanged, this, &StatusLine::show_selection);
    connect(&document_, &ui::Document::replaced, this, [this] {
        show_place({});
        show_crs();
    });
    connect(&document_, &ui::Document::recipeChanged, this, &StatusLine::show_crs);
    show_selection();
    show_crs();
}

void StatusLine::say(const QString& text, int for_ms) {
    bar_.showMessage(text, for_ms);
}

void StatusLine::show_run(bool running) {
    progress_->setValue(0);
    stage_->clear();
    for (QWidget* part : std::initializer_list<QWidget*>{stage_, progress_, stop_}) part->setVisible(running);
}

void StatusLine::show_selection() {
    const ui::Selection& selection = document_.selection();
    QString text;
    if (const std::string hole = selection.hole(); !hole.empty())
        text = ui::words("ui.status.hole", {{"hole", hole}});
    else if (const double tonnes = selection.tonnes(); !std::isnan(tonnes))
        text = ui::words("ui.status.selection", {{"tonnes", ui::tonnes_text(tonnes).toStdString()}});
    selection_->setText(text);
    selection_->setToolTip(ui::words("ui.status.selection.tip"));
    selection_->setVisible(!text.isEmpty());
}

void StatusLine::show_crs() {
    const std::string& crs = document_.project().recipe.general.crs;
    // Asking PROJ for a name takes a while: once for each system.
    if (crs != asked_) {
        asked_ = crs;
        const std::string name = project::crs_name(crs);
        name_ = QString::fromStdString(name.empty() ? crs : name);
        words_ = QString::fromStdString(project::crs_words(crs));
    }
    const QString whole = crs.empty() ? ui::words("ui.status.crs_local") : name_;
    constexpr int most_letters = 34;
    crs_->setText(crs_->fontMetrics().elidedText(whole, Qt::ElideRight,
                                                 crs_->fontMetrics().averageCharWidth() * most_letters));
    crs_->setToolTip(ui::words("ui.status.crs.tip", {{"crs", crs.empty() ? whole.toStdString() : words_.toStdString()}}));
    crs_->setVisible(document_.open());
}

void StatusLine::show_place(const scene::PickResult& under) {
    const bool there = document_.open() && !under.empty();
    place_->setText(there ? QString("x %1   y %2   z %3 m")
                                .arg(ui::plain_number(under.point[0], 1), ui::plain_number(under.point[1], 1),
                                     ui::plain_number(under.point[2], 1))
                          : QString());
    place_->setToolTip(ui::words("ui.status.place.tip"));
    if (there) place_->setMinimumWidth(std::max(place_->minimumWidth(), place_->sizeHint().width()));
}

void StatusLine::reword() {
    show_selection();
    show_crs();
}

}  // namespace orelens::shell
