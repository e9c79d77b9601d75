#include "ui/shell/Strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/PriceFields.h"
#include "ui/workspaces/Workspace.h"

namespace orelens::shell {
namespace {

class Divider : public QWidget {
  public:
    Divider() { setFixedWidth(9); }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::Mid));
        painter.drawLine(width() / 2, 6, width() / 2, height() - 6);
    }
};

}  // namespace

Strip::Strip(ui::Document& document, const commands::ActionSet& actions, QWidget* parent)
    : QWidget(parent),
      document_(document),
      actions_(actions),
      own_(new QHBoxLayout),
      project_(new QLabel),
      scenario_(ui::tell(new QToolButton, "ui.strip.scenario")),
      prices_(new panels::PriceFields(document)) {
    ui::tell(this, "ui.strip");
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(2);
    for (const std::string& id : commands::ActionSet::in_bar("strip")) {
        tools_.push_back(actions_.button(id));
        row->addWidget(tools_.back());
    }
    own_->setSpacing(2);
    row->addWidget(new Divider);
    row->addLayout(own_);
    row->addWidget(new Divider);
    row->addSpacing(6);
    auto* named = new QVBoxLayout;
    named->setSpacing(0);
    QFont bold = font();
    bold.setBold(true);
    project_->setFont(bold);
    project_->setTextFormat(Qt::PlainText);
    named->addWidget(project_);
    named->addWidget(scenario_);
    row->addLayout(named);
    row->addSpacing(6);
    row->addWidget(prices_, 1);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    scenario_->setFont(small);
    scenario_->setAutoRaise(true);
    scenario_->setFocusPolicy(Qt::TabFocus);
    scenario_->setPopupMode(QToolButton::InstantPopup);
    auto* choices = new QMenu(scenario_);
    choices->addAction(actions_.action("price.recipe"));
    choices->addAction(actions_.action("price.take"));
    scenario_->setMenu(choices);
    for (const char* id : {"price.full", "price.marginal"}) {
        QToolButton* button = actions_.button(id);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        tests_.push_back(button);
        row->addWidget(button);
    }
    row->addWidget(new Divider);
    for (const std::string& id : commands::ActionSet::in_bar("end")) {
        tools_.push_back(actions_.button(id));
        row->addWidget(tools_.back());
    }
    connect(prices_, &panels::PriceFields::refused, this, &Strip::refused);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &Strip::refresh);
    connect(&document_, &ui::Document::replaced, this, &Strip::refresh);
    connect(&document_, &ui::Document::recipeChanged, this, &Strip::refresh);
    refresh();
}

void Strip::enter(const std::string& workspace) {
    for (QToolButton* button : own_tools_) {
        own_->removeWidget(button);
        button->hide();
        button->deleteLater();
    }
    own_tools_.clear();
    if (const workspaces::WorkspaceInfo* info = workspaces::find_workspace(workspace))
        for (const std::string& id : info->actions) {
            own_tools_.push_back(actions_.button(id));
            own_->addWidget(own_tools_.back());
            own_tools_.back()->show();
        }
    fit();
}

void Strip::refresh() {
    const bool open = document_.open();
    for (QWidget* part : {static_cast<QWidget*>(project_), static_cast<QWidget*>(scenario_)})
        part->setVisible(open);
    const bool moved = open && document_.price().value() != document_.price().recipe_price();
    scenario_->setText(ui::words(moved ? "ui.strip.what_if" : "ui.strip.base"));
    scenario_->setEnabled(open && !document_.price().commodity().empty());
    fit();
}

/// Words beside the icons where there is room for them; the name of the project takes what is left.
void Strip::fit() {
    const auto set_words = [this](bool words) {
        for (const auto* tools : {&tools_, &own_tools_})
            for (QToolButton* button : *tools)
                button->setToolButtonStyle(words ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    };
    const QString name = document_.open() ? document_.name() : QString();
    const auto show_name = [&](int room) {
        project_->setText(project_->fontMetrics().elidedText(name, Qt::ElideRight, room));
        project_->setToolTip(name);
    };
    // Layouts within keep what they asked for last until all is laid out anew.
    const auto ask_again = [this] {
        for (int n = 0; n < layout()->count(); ++n)
            if (QLayout* within = layout()->itemAt(n)->layout()) within->invalidate();
        layout()->invalidate();
    };
    const int whole = project_->fontMetrics().horizontalAdvance(name) + 2;
    set_words(true);
    show_name(whole);
    ask_again();
    if (layout()->sizeHint().width() <= width()) return;
    set_words(false);
    ask_again();
    // A label asks for a little more than its letters: once more, or the last price folds for a pixel.
    int room = whole;
    for (int turn = 0; turn < 3; ++turn) {
        const int over = layout()->sizeHint().width() - width();
        if (over <= 0) break;
        room = std::max(room - over, fontMetrics().height() * 6);
        show_name(room);
        ask_again();
    }
}

QSize Strip::minimumSizeHint() const {
    // With icons alone, a short name and one price: what `fit` comes down to.
    const int line = fontMetrics().height();
    int wide = prices_->minimumSizeHint().width() + line * 11;
    wide += static_cast<int>(tools_.size() + own_tools_.size()) * (line + 16);
    for (const QToolButton* button : tests_) wide += button->sizeHint().width() + 2;
    return {wide, QWidget::minimumSizeHint().height()};
}

void Strip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

/// What is in it has its own size only now.
void Strip::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fit();
}

void Strip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::shell
