#include "ui/shell/GuardedApplication.h"

#include <QTimer>
#include <cstdio>

#include "core/base/Guard.h"
#include "ui/Words.h"

namespace orelens::shell {

bool GuardedApplication::notify(QObject* receiver, QEvent* event) {
    try {
        return QApplication::notify(receiver, event);
    } catch (...) {
        const base::Error error = base::thrown_error();
        std::fputs((base::describe(error, ui::language()) + "\n").c_str(), stderr);
        // Later: a box opened here would serve events in the midst of the one that failed.
        if (show) QTimer::singleShot(0, this, [this, error] { show(error); });
        return true;
    }
}

}  // namespace orelens::shell
