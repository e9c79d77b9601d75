// The live actions of one window: QActions made from the table, their handlers, menus and buttons.
// `on` connects a handler; `trigger` runs one by id, as the palette, scripts and tests do.
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QObject>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ui/commands/Action.h"

class QMenuBar;
class QToolButton;

namespace orelens::commands {

class ActionSet : public QObject {
    Q_OBJECT
  public:
    explicit ActionSet(QWidget* window);

    /// `checked` is the new state for checkable actions. One handler per id.
    void on(const std::string& id, std::function<void(bool checked)> handler);
    void on(const std::string& id, std::function<void()> handler);
    /// Runs an enabled action; false when the id is unknown, disabled or without handler.
    bool trigger(const std::string& id);

    [[nodiscard]] QAction* action(const std::string& id) const;
    [[nodiscard]] bool handled(const std::string& id) const { return handlers_.contains(id); }
    void set_enabled(const std::vector<std::string>& ids, bool enabled);
    /// Checks without running the handler.
    void set_checked(const std::string& id, bool checked);

    void fill(QMenuBar* bar);
    /// A flat button for an action, in reach of Tab and named; words follow the action.
    [[nodiscard]] QToolButton* button(const std::string& id) const;
    /// Ids of the actions of a bar, in the table's order.
    [[nodiscard]] static std::vector<std::string> in_bar(const std::string& bar);
    [[nodiscard]] QMenu* menu(const std::string& id) const;
    /// Words in the current language.
    void retranslate();

  Q_SIGNALS:
    /// Every text is as in the table now; whoever shows more than that adds it again.
    void retranslated();

  private:
    QMenu* make_menu(const std::string& id, QMenuBar* bar);

    std::map<std::string, QAction*> actions_;
    std::map<std::string, std::function<void(bool)>> handlers_;
    std::map<std::string, QActionGroup*> groups_;
    std::map<std::string, QMenu*> menus_;
};

}  // namespace orelens::commands
