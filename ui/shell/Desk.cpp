#include "ui/shell/Desk.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QSettings>
#include <QSplitter>
#include <algorithm>

#include "ui/Words.h"
#include "ui/shell/PanelWindow.h"
#include "ui/shell/Rail.h"
#include "ui/shell/Side.h"

namespace orelens::shell {
namespace {

/// Changes when panels are added or renamed, so that an old layout is not forced on a new window.
constexpr int layout_version = 3;
constexpr const char* version_key = "window/layout_version";
constexpr const char* workspace_key = "window/workspace";
constexpr std::array place_names{"left", "right", "drawer"};
constexpr std::array width_names{"narrow", "medium", "wide"};
constexpr int handle = 5;

std::size_t number(workspaces::Place place) {
    return static_cast<std::size_t>(place);
}

QString key_of(const std::string& workspace, const char* what) {
    return QString("workspace/%1/%2").arg(QString::fromStdString(workspace), what);
}

QString front_key(const QString& side, const std::string& page) {
    return side + "/front_" + QString::fromStdString(page);
}

}  // namespace

Desk::Desk(Rail* rail, QWidget* stage, QWidget* parent)
    : QWidget(parent),
      rail_(rail),
      stage_(stage),
      across_(new QSplitter(Qt::Horizontal)),
      down_(new QSplitter(Qt::Vertical)) {
    // In the order in which Tab goes through them.
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(rail_);
    box->addWidget(down_, 1);
    down_->addWidget(across_);
    sides_ = {new Side("ui.side.left"), new Side("ui.side.right"), new Side("ui.side.drawer")};
    across_->addWidget(sides_[0]);
    across_->addWidget(stage_);
    across_->addWidget(sides_[1]);
    down_->addWidget(sides_[2]);
    for (QSplitter* splitter : {across_, down_}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(handle);
        connect(splitter, &QSplitter::splitterMoved, this, &Desk::remember_sizes);
    }
    across_->setStretchFactor(1, 1);
    for (const int fixed : {0, 2}) across_->setStretchFactor(fixed, 0);
    down_->setStretchFactor(0, 1);
    down_->setStretchFactor(1, 0);
    for (const Place place : {Place::left, Place::right, Place::drawer}) {
        Side* side = sides_[number(place)];
        connect(side, &Side::foldWanted, this, [this, place] { set_open(place, false); });
        connect(side, &Side::apartWanted, this,
                [this](const QString& id) { set_apart(id.toStdString(), true); });
        connect(side, &Side::brought, this, [this, place](const QString& id) {
            if (!entering_ && !workspace_.empty()) front_now(place) = id.toStdString();
        });
    }
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table())
        layouts_[workspace.id] = standard(workspace);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (const auto& [id, panel] : panels_)
            if (now != nullptr && (panel == now || panel->isAncestorOf(now))) used_ = panel;
    });
}

Desk::~Desk() {
    // A panel that goes gives the keyboard to another: nobody may look for it among those already gone.
    disconnect(qApp, nullptr, this, nullptr);
    for (const auto& [id, window] : apart_) delete window;
}

Desk::Layout Desk::standard(const workspaces::WorkspaceInfo& workspace) {
    Layout layout;
    layout.open[wide][number(Place::left)] = layout.open[wide][number(Place::right)] = true;
    layout.open[medium][number(workspace.first)] = true;
    return layout;
}

void Desk::add(const std::string& id, QWidget* panel, Place place) {
    panels_[id] = panel;
    places_[id] = place;
    sides_[number(place)]->add(id, panel);
}

Desk::Width Desk::width_class() const {
    return width() >= both_sides ? wide : width() >= one_side ? medium : narrow;
}

int Desk::usual_size(Place place) const {
    const int line = fontMetrics().height();
    if (place == Place::drawer) return line * 16;
    return width_class() == wide ? line * 19 : line * 16;
}

void Desk::enter(const std::string& workspace) {
    if (workspaces::find_workspace(workspace) == nullptr || workspace == workspace_) return;
    workspace_ = workspace;
    offer();
    apply();
    Q_EMIT entered(QString::fromStdString(workspace_));
}

std::string& Desk::front_now(Place place) {
    return layout_now().front[page_][number(place)];
}

void Desk::set_page(const std::string& page) {
    if (page == page_) return;
    page_ = page;
    if (workspace_.empty()) return;
    offer();
    apply();
}

void Desk::offer() {
    const QScopedValueRollback entering(entering_, true);
    const workspaces::WorkspaceInfo& info = *workspaces::find_workspace(workspace_);
    for (const Place place : {Place::left, Place::right, Place::drawer}) {
        Side& side = *sides_[number(place)];
        side.offer(panels_of(info, place, page_));
        if (!side.offered().empty()) {
            const std::string& last = front_now(place);
            side.bring(last.empty() ? side.offered().front() : last);
        }
    }
}

void Desk::apply() {
    if (workspace_.empty()) return;
    applied_width_ = width_class();
    const Layout& layout = layout_now();
    for (const Place place : {Place::left, Place::right, Place::drawer}) {
        Side* side = sides_[number(place)];
        side->setVisible(shown_ && layout.open[width_class()][number(place)] && !side->offered().empty());
    }
    rail_->setVisible(shown_);
    rail_->set_compact(width_class() == narrow);
    const auto size = [&](Place place) {
        const Side* side = sides_[number(place)];
        if (side->isHidden()) return 0;
        const int chosen = layout.size[number(place)];
        return chosen > 0 ? chosen : usual_size(place);
    };
    const int left = size(Place::left), right = size(Place::right), drawer = size(Place::drawer);
    across_->setSizes({left, std::max(1, across_->width() - left - right - 2 * handle), right});
    down_->setSizes({std::max(1, down_->height() - drawer - handle), drawer});
    Q_EMIT changed();
}

void Desk::remember_sizes() {
    if (workspace_.empty()) return;
    const auto keep = [&](Place place, int pixels) {
        if (!sides_[number(place)]->isHidden() && pixels > 0) layout_now().size[number(place)] = pixels;
    };
    keep(Place::left, across_->sizes()[0]);
    keep(Place::right, across_->sizes()[2]);
    keep(Place::drawer, down_->sizes()[1]);
}

void Desk::set_open(Place place, bool open) {
    if (workspace_.empty()) return;
    auto& now = layout_now().open[width_class()];
    now[number(place)] = open;
    if (open && place != Place::drawer && width_class() != wide)
        now[number(place == Place::left ? Place::right : Place::left)] = false;
    apply();
}

bool Desk::is_open(Place place) const {
    return !sides_[number(place)]->isHidden();
}

void Desk::raise(const std::string& id) {
    used_ = panels_.at(id);
    bring(id);
    focus_into(used_);
}

void Desk::bring(const std::string& id) {
    if (const auto apart = apart_.find(id); apart != apart_.end()) {
        apart->second->show();
        apart->second->raise();
        apart->second->activateWindow();
    } else {
        enter(workspaces::workspace_of(id, workspace_));
        const std::string page = workspaces::page_with(*workspaces::find_workspace(workspace_), id, page_);
        if (page != page_) {
            set_page(page);
            Q_EMIT pageWanted(QString::fromStdString(page));
        }
        sides_[number(place_of(id))]->bring(id);
        set_open(place_of(id), true);
    }
}

void Desk::focus_into(QWidget* panel) {
    if (panel->isAncestorOf(QApplication::focusWidget())) return;
    // The first field that takes the keyboard, so that Alt+1 … Alt+7 lead straight to work.
    for (QWidget* field : panel->findChildren<QWidget*>())
        if (field->focusPolicy() & Qt::TabFocus && field->isVisibleTo(panel) && field->isEnabled()) {
            field->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    // Nothing to type into yet: the panel itself, so that Tab goes on from here.
    panel->setFocus(Qt::ShortcutFocusReason);
}

QWidget* Desk::used() const {
    if (used_ != nullptr || workspace_.empty()) return used_;
    const std::string front = sides_[number(workspaces::find_workspace(workspace_)->first)]->front();
    return front.empty() ? nullptr : panels_.at(front);
}

void Desk::set_apart(const std::string& id, bool apart) {
    if (apart == is_apart(id)) return;
    Side* side = sides_[number(place_of(id))];
    if (apart) {
        auto* window = new PanelWindow(id, side->take(id), this->window());
        apart_[id] = window;
        connect(window, &PanelWindow::closed, this, [this, id] { set_apart(id, false); });
        window->show();
    } else {
        PanelWindow* window = apart_.at(id);
        apart_.erase(id);
        side->add(id, window->panel());
        window->hide();
        window->deleteLater();
    }
    offer();
    if (!apart) side->bring(id);
    apply();
}

void Desk::set_shown(bool shown) {
    if (shown == shown_) return;
    shown_ = shown;
    if (workspace_.empty()) {
        for (Side* side : sides_) side->setVisible(false);
        rail_->setVisible(shown);
        Q_EMIT changed();
    }
    for (const auto& [id, window] : apart_) window->setVisible(shown);
    apply();
}

void Desk::arrange() {
    while (!apart_.empty()) set_apart(apart_.begin()->first, false);
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table())
        layouts_[workspace.id] = standard(workspace);
    if (workspace_.empty()) return;
    offer();
    apply();
}

void Desk::load(const QSettings& settings) {
    if (settings.value(version_key).toInt() == layout_version)
        for (auto& [workspace, layout] : layouts_)
            for (const Place place : {Place::left, Place::right, Place::drawer}) {
                const std::size_t n = number(place);
                const QString name = place_names[n];
                const QString base = key_of(workspace, place_names[n]);
                layout.size[n] = std::clamp(settings.value(base + "/size").toInt(), 0, 4000);
                for (const std::string& page : workspaces::find_workspace(workspace)->pages) {
                    const std::string last = settings.value(front_key(base, page)).toString().toStdString();
                    if (panels_.contains(last)) layout.front[page][n] = last;
                }
                for (std::size_t w = 0; w < width_names.size(); ++w)
                    layout.open[w][n] =
                        settings.value(base + "/open_" + width_names[w], layout.open[w][n]).toBool();
            }
    const std::string last = settings.value(workspace_key).toString().toStdString();
    workspace_.clear();
    enter(workspaces::find_workspace(last) != nullptr ? last : workspaces::workspace_table().front().id);
}

void Desk::save(QSettings& settings) const {
    settings.setValue(version_key, layout_version);
    settings.setValue(workspace_key, QString::fromStdString(workspace_));
    for (const auto& [workspace, layout] : layouts_)
        for (std::size_t n = 0; n < place_names.size(); ++n) {
            const QString base = key_of(workspace, place_names[n]);
            settings.setValue(base + "/size", layout.size[n]);
            for (const auto& [page, front] : layout.front)
                if (!page.empty()) settings.setValue(front_key(base, page), QString::fromStdString(front[n]));
            for (std::size_t w = 0; w < width_names.size(); ++w)
                settings.setValue(base + "/open_" + width_names[w], layout.open[w][n]);
        }
}

void Desk::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (applied_width_ != width_class()) apply();
}

}  // namespace orelens::shell
