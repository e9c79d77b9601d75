#include "ui/shell/Side.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/FlatStyle.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::shell {
namespace {

QToolButton* small_button(const char* icon, const char* key) {
    auto* button = ui::tell(new QToolButton, key);
    button->setIcon(ui::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

Side::Side(const char* words_key, QWidget* parent)
    : QWidget(parent),
      tabs_(ui::tell(new QTabBar, words_key)),
      apart_(small_button("apart", "ui.side.apart")),
      fold_(small_button("fold", "ui.side.fold")),
      stack_(new QStackedWidget) {
    setAutoFillBackground(true);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setElideMode(Qt::ElideNone);
    tabs_->setDocumentMode(true);
    // Tabs added while it is hidden do not tell the layout of their height.
    tabs_->setMinimumHeight(ui::control_height(fontMetrics()) + 4);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(4, 0, 4, 0);
    head->setSpacing(0);
    head->addWidget(tabs_, 1);
    head->addWidget(apart_);
    head->addWidget(fold_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addLayout(head);
    box->addWidget(stack_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &Side::show_front);
    connect(fold_, &QToolButton::clicked, this, &Side::foldWanted);
    connect(apart_, &QToolButton::clicked, this, [this] {
        if (const std::string id = front(); !id.empty()) Q_EMIT apartWanted(QString::fromStdString(id));
    });
}

void Side::add(const std::string& id, QWidget* panel) {
    panels_[id] = panel;
    stack_->addWidget(panel);
}

void Side::put_above(QWidget* line) {
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, line);
}

QWidget* Side::take(const std::string& id) {
    const auto found = panels_.find(id);
    if (found == panels_.end()) return nullptr;
    QWidget* panel = found->second;
    stack_->removeWidget(panel);
    panels_.erase(found);
    return panel;
}

void Side::offer(const std::vector<std::string>& ids) {
    const std::string before = front();
    {
        const QSignalBlocker quiet(tabs_);
        while (tabs_->count() > 0) tabs_->removeTab(0);
        offered_.clear();
        for (const std::string& id : ids)
            if (holds(id)) {
                offered_.push_back(id);
                tabs_->addTab(QString());
            }
        reword();
    }
    tabs_->updateGeometry();
    apart_->setEnabled(!offered_.empty());
    bring(std::ranges::find(offered_, before) != offered_.end() ? before
          : offered_.empty()                                    ? std::string()
                                                                : offered_.front());
    show_front(tabs_->currentIndex());
}

void Side::bring(const std::string& id) {
    const auto at = std::ranges::find(offered_, id);
    if (at != offered_.end()) tabs_->setCurrentIndex(static_cast<int>(at - offered_.begin()));
}

std::string Side::front() const {
    const int tab = tabs_->currentIndex();
    return tab >= 0 && tab < static_cast<int>(offered_.size()) ? offered_[static_cast<std::size_t>(tab)]
                                                               : std::string();
}

void Side::show_front(int tab) {
    if (tab < 0 || tab >= static_cast<int>(offered_.size())) return;
    const std::string& id = offered_[static_cast<std::size_t>(tab)];
    stack_->setCurrentWidget(panels_.at(id));
    Q_EMIT brought(QString::fromStdString(id));
}

void Side::reword() {
    for (std::size_t n = 0; n < offered_.size(); ++n) {
        const int tab = static_cast<int>(n);
        tabs_->setTabText(tab, ui::words(("ui.tab." + offered_[n]).c_str()));
        tabs_->setTabToolTip(tab, ui::words(("ui.dock." + offered_[n]).c_str()));
    }
}

QSize Side::minimumSizeHint() const {
    // Panels scroll up and down; only their width is asked for.
    constexpr int lines = 8;
    const QSize inside = QWidget::minimumSizeHint();
    return {inside.width(), std::min(inside.height(), fontMetrics().height() * lines)};
}

void Side::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) reword();
    QWidget::changeEvent(event);
}

}  // namespace orelens::shell
