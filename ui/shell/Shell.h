// What a group of actions may ask of the window it belongs to, whichever window that is.
#pragma once

#include <QString>
#include <string>

#include "core/base/Error.h"

class QWidget;

namespace orelens::shell {

class Shell {
  public:
    virtual ~Shell() = default;
    /// The window: parent of dialogs.
    [[nodiscard]] virtual QWidget* widget() = 0;
    /// Tells the user what went wrong; says nothing about what was cancelled.
    virtual void show_error(const base::Error& error) = 0;
    /// A line in the status bar that goes away by itself.
    virtual void say(const QString& text, int for_ms) = 0;
    /// Brings a panel to the front and the keyboard into it: "usable", "project".
    virtual void raise_panel(const std::string& id) = 0;
};

}  // namespace orelens::shell
