#include "ui/panels/OlderNote.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {

OlderNote::OlderNote(ui::Document& document, std::vector<std::string> stages, QWidget* answer,
                     QWidget* parent)
    : QWidget(parent),
      document_(document),
      stages_(std::move(stages)),
      answer_(answer),
      label_(new QLabel),
      run_(ui::tell(new QPushButton, "ui.older.run")) {
    setObjectName("older");
    setAutoFillBackground(true);
    label_->setWordWrap(true);
    run_->setIcon(ui::icon("run"));
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(8, 4, 8, 4);
    box->addWidget(label_, 1);
    box->addWidget(run_);
    connect(run_, &QPushButton::clicked, this, [this] { document_.runs().run(); });
    connect(&document_, &ui::Document::stateChanged, this, &OlderNote::refresh);
    refresh();
}

void OlderNote::refresh() {
    const ui::Standing& standing = document_.standing();
    const bool older = document_.open() &&
                       (stages_.empty() ? !standing.older().empty() : standing.older(stages_));
    setVisible(older);
    if (answer_ != nullptr) answer_->setEnabled(!older);
    if (!older) return;
    const bool running = document_.runs().running();
    std::vector<std::string> named;
    for (const std::string& stage : standing.older())
        if (stages_.empty() || std::ranges::find(stages_, stage) != stages_.end()) named.push_back(stage);
    label_->setText("⚠ " + ui::words(running ? "ui.older.running" : "ui.older.note",
                                     {{"stages", project::stage_labels(document_.project(), named,
                                                                       ui::language())}}));
    run_->setEnabled(!running);
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    QPalette ground = palette();
    ground.setColor(QPalette::Window, colors.caution);
    ground.setColor(QPalette::WindowText, colors.caution_text);
    setPalette(ground);
    label_->setPalette(ground);
}

void OlderNote::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
