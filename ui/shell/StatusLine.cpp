#include "ui/shell/StatusLine.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStatusBar>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::shell {

StatusLine::StatusLine(QStatusBar& bar, ui::Document& document)
    : bar_(bar),
      document_(document),
      stage_(new QLabel),
      price_(new QLabel),
      progress_(ui::tell(new QProgressBar, "ui.progress")),
      stop_(ui::tell(new QPushButton, "ui.stop")) {
    progress_->setRange(0, 1000);
    progress_->setMaximumWidth(bar_.fontMetrics().height() * 12);
    stop_->setIcon(ui::icon("stop"));
    for (QWidget* part : std::initializer_list<QWidget*>{stage_, progress_, stop_, price_})
        bar_.addPermanentWidget(part);
    show_run(false);
    connect(stop_, &QPushButton::clicked, &document_.runs(), &ui::Runs::cancel);
    ui::Job& job = document_.runs().job();
    connect(&job, &ui::Job::progressed, this, [this](double fraction, const QString& stage) {
        progress_->setValue(static_cast<int>(fraction * 1000));
        stage_->setText(stage);
    });
    connect(&job, &ui::Job::runningChanged, this, &StatusLine::show_run);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &StatusLine::show_price);
    connect(&document_, &ui::Document::replaced, this, &StatusLine::show_price);
    connect(&document_, &ui::Document::recipeChanged, this, &StatusLine::show_price);
}

void StatusLine::say(const QString& text, int for_ms) {
    bar_.showMessage(text, for_ms);
}

void StatusLine::show_run(bool running) {
    progress_->setValue(0);
    stage_->clear();
    for (QWidget* part : std::initializer_list<QWidget*>{stage_, progress_, stop_}) part->setVisible(running);
}

void StatusLine::show_price() {
    const ui::PriceInHand& price = document_.price();
    price_->setText(price.commodity().empty()
                        ? QString()
                        : QString::fromStdString(price.commodity()) + " " + ui::price_text(price.value()) +
                              " " + QString::fromStdString(price.unit()));
}

}  // namespace orelens::shell
