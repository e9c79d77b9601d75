#include "ui/shell/Docks.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QSettings>
#include <QTimer>

#include "ui/Words.h"

namespace orelens::shell {
namespace {

/// Changes when docks are added or renamed, so that an old layout is not forced on a new window.
constexpr int layout_version = 1;
constexpr const char* version_key = "window/layout_version";
constexpr const char* state_key = "window/state";
constexpr int left_lines = 17, right_lines = 19;  ///< widths in heights of a line

}  // namespace

Docks::Docks(QMainWindow& window) : window_(window) {
    // Tabs on the outer edges: their titles are questions and would not fit side by side above a dock.
    window_.setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::West);
    window_.setTabPosition(Qt::RightDockWidgetArea, QTabWidget::East);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (const auto& [id, dock] : docks_)
            if (now && dock->isAncestorOf(now)) used_ = dock->widget();
    });
}

Docks::~Docks() {
    // A dock that goes gives the keyboard to another: nobody may look for it among those already gone.
    disconnect(qApp, nullptr, this, nullptr);
    for (const auto& [id, dock] : docks_) delete dock;
}

void Docks::add(const std::string& id, QWidget* panel, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(&window_);
    dock->setObjectName(QString::fromStdString("dock_" + id));
    ui::tell(dock, ("ui.dock." + id).c_str());
    dock->setWidget(panel);
    window_.addDockWidget(area, dock);
    docks_[id] = dock;
    (area == Qt::LeftDockWidgetArea ? left_ : right_).push_back(dock);
}

void Docks::arrange() {
    for (const auto& [id, dock] : docks_) {
        dock->setFloating(false);
        dock->show();
    }
    for (const auto& [area, side] :
         {std::pair(Qt::LeftDockWidgetArea, &left_), std::pair(Qt::RightDockWidgetArea, &right_)}) {
        for (QDockWidget* dock : *side) window_.addDockWidget(area, dock);
        for (std::size_t n = 1; n < side->size(); ++n) window_.tabifyDockWidget((*side)[n - 1], (*side)[n]);
    }
    for (const auto* side : {&left_, &right_})
        if (!side->empty()) side->front()->raise();
    // Sizes hold only once the window has been laid out.
    QTimer::singleShot(0, this, [this] {
        const int line = window_.fontMetrics().height();
        if (!left_.empty() && !right_.empty())
            window_.resizeDocks({left_.front(), right_.front()}, {line * left_lines, line * right_lines},
                                Qt::Horizontal);
    });
}

void Docks::set_shown(bool shown) {
    if (shown == shown_) return;
    shown_ = shown;
    if (!shown) {
        layout_ = window_.saveState(layout_version);
        for (const auto& [id, dock] : docks_) dock->hide();
    } else if (layout_.isEmpty() || !window_.restoreState(layout_, layout_version)) {
        arrange();
    }
}

void Docks::raise(const std::string& id) {
    QDockWidget* dock = docks_.at(id);
    dock->show();
    dock->raise();
    used_ = dock->widget();
    if (QWidget* inside = dock->widget(); !inside->isAncestorOf(QApplication::focusWidget())) {
        // The first field that takes the keyboard, so that Alt+1 … Alt+6 lead straight to work.
        for (QWidget* field : inside->findChildren<QWidget*>())
            if (field->focusPolicy() & Qt::TabFocus && field->isVisibleTo(inside) && field->isEnabled()) {
                field->setFocus(Qt::ShortcutFocusReason);
                return;
            }
        // Nothing to type into yet: the dock itself, so that Tab goes on from here.
        inside->setFocus(Qt::ShortcutFocusReason);
    }
}

QWidget* Docks::used() const {
    if (used_ || right_.empty()) return used_;
    return right_.front()->widget();
}

void Docks::load(const QSettings& settings) {
    const bool known = settings.value(version_key).toInt() == layout_version;
    if (known) window_.restoreState(settings.value(state_key).toByteArray(), layout_version);
    set_shown(false);
    if (!known) layout_.clear();
}

void Docks::save(QSettings& settings) const {
    settings.setValue(version_key, layout_version);
    settings.setValue(state_key, shown_ ? window_.saveState(layout_version) : layout_);
}

}  // namespace orelens::shell
