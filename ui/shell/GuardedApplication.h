// The application object: what an action, a slot or an event throws becomes an error that the window shows,
// never the end of the program and of unsaved work.
#pragma once

#include <QApplication>
#include <functional>

#include "core/base/Error.h"

namespace orelens::shell {

class GuardedApplication : public QApplication {
  public:
    using QApplication::QApplication;
    /// How an error is shown; unset, it goes to standard error.
    std::function<void(const base::Error&)> show;

    bool notify(QObject* receiver, QEvent* event) override;
};

}  // namespace orelens::shell
