// The rail at the left edge: the workspaces, and below them the switches of the sides. Its buttons are
// actions of the table; it knows no more than their ids.
#pragma once

#include <QWidget>
#include <vector>

class QToolButton;

namespace orelens::commands {
class ActionSet;
}

namespace orelens::shell {

class Rail : public QWidget {
    Q_OBJECT
  public:
    explicit Rail(const commands::ActionSet& actions, QWidget* parent = nullptr);
    /// Icons without words, for a window that is short of room.
    void set_compact(bool compact);
    [[nodiscard]] const std::vector<QToolButton*>& workspaces() const { return workspaces_; }

  private:
    std::vector<QToolButton*> workspaces_, sides_;
};

}  // namespace orelens::shell
