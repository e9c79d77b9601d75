#include "ui/commands/ActionSet.h"

#include <QMenuBar>
#include <QToolButton>
#include <QWidget>

#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::commands {

ActionSet::ActionSet(QWidget* window) : QObject(window) {
    for (const ActionInfo& info : action_table()) {
        auto* action = new QAction(window);
        action->setObjectName(QString::fromStdString(info.id));
        action->setCheckable(info.checkable);
        if (!info.icon.empty()) action->setIcon(ui::icon(QString::fromStdString(info.icon)));
        if (!info.shortcut.empty())
            action->setShortcuts(QKeySequence::listFromString(QString::fromStdString(info.shortcut),
                                                              QKeySequence::PortableText));
        action->setShortcutContext(Qt::WindowShortcut);
        if (!info.group.empty()) {
            QActionGroup*& group = groups_[info.group];
            if (!group) group = new QActionGroup(this);
            group->addAction(action);
        }
        window->addAction(action);
        actions_[info.id] = action;
        connect(action, &QAction::triggered, this, [this, id = info.id](bool checked) {
            const auto handler = handlers_.find(id);
            if (handler != handlers_.end()) handler->second(checked);
        });
    }
    retranslate();
}

void ActionSet::on(const std::string& id, std::function<void(bool)> handler) {
    Q_ASSERT(actions_.contains(id));
    handlers_[id] = std::move(handler);
}

void ActionSet::on(const std::string& id, std::function<void()> handler) {
    on(id, [handler = std::move(handler)](bool) { handler(); });
}

bool ActionSet::trigger(const std::string& id) {
    QAction* found = action(id);
    if (!found || !found->isEnabled() || !handled(id)) return false;
    found->trigger();
    return true;
}

QAction* ActionSet::action(const std::string& id) const {
    const auto found = actions_.find(id);
    return found == actions_.end() ? nullptr : found->second;
}

void ActionSet::set_enabled(const std::vector<std::string>& ids, bool enabled) {
    for (const std::string& id : ids)
        if (QAction* found = action(id)) found->setEnabled(enabled);
}

void ActionSet::set_checked(const std::string& id, bool checked) {
    if (QAction* found = action(id)) found->setChecked(checked);
}

QMenu* ActionSet::make_menu(const std::string& id, QMenuBar* bar) {
    QMenu*& made = menus_[id];
    if (made) return made;
    const std::size_t slash = id.rfind('/');
    made = slash == std::string::npos ? bar->addMenu(QString())
                                      : make_menu(id.substr(0, slash), bar)->addMenu(QString());
    made->setObjectName(QString::fromStdString(id));
    made->setToolTipsVisible(true);
    return menus_[id];
}

void ActionSet::fill(QMenuBar* bar) {
    for (const MenuInfo& info : menu_table())
        if (info.id.find('/') == std::string::npos) make_menu(info.id, bar);
    for (const ActionInfo& info : action_table()) {
        QMenu* menu = make_menu(info.menu, bar);
        if (info.starts_section && !menu->isEmpty()) menu->addSeparator();
        menu->addAction(actions_.at(info.id));
    }
    retranslate();
}

QToolButton* ActionSet::button(const std::string& id) const {
    auto* button = new QToolButton;
    button->setDefaultAction(actions_.at(id));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(actions_.at(id)->text());
    const int icon = button->fontMetrics().height();
    button->setIconSize(QSize(icon, icon));
    return button;
}

std::vector<std::string> ActionSet::in_bar(const std::string& bar) {
    std::vector<std::string> ids;
    for (const ActionInfo& info : action_table())
        if (info.bar == bar) ids.push_back(info.id);
    return ids;
}

QMenu* ActionSet::menu(const std::string& id) const {
    const auto found = menus_.find(id);
    return found == menus_.end() ? nullptr : found->second;
}

void ActionSet::retranslate() {
    for (const ActionInfo& info : action_table()) {
        QAction* action = actions_.at(info.id);
        action->setText(ui::words(info.text));
        action->setIconText(ui::words(info.brief.en.empty() ? info.text : info.brief).remove("…"));
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        const QString help = ui::words(info.help);
        action->setToolTip(keys.isEmpty() ? help : QString("%1 (%2)").arg(help, keys));
        action->setStatusTip(help);
    }
    for (const MenuInfo& info : menu_table())
        if (QMenu* found = menu(info.id)) found->setTitle(ui::words(info.text));
    for (const auto& [id, action] : actions_)
        for (QObject* owner : action->associatedObjects())
            if (auto* button = qobject_cast<QWidget*>(owner); button && button->inherits("QToolButton"))
                button->setAccessibleName(action->text());
    Q_EMIT retranslated();
}

}  // namespace orelens::commands
