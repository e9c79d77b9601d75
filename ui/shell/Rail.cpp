#include "ui/shell/Rail.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/workspaces/Workspace.h"

namespace orelens::shell {
namespace {

QToolButton* button_for(const commands::ActionSet& actions, const std::string& id) {
    QToolButton* button = actions.button(id);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return button;
}

}  // namespace

Rail::Rail(const commands::ActionSet& actions, QWidget* parent) : QWidget(parent) {
    ui::tell(this, "ui.rail");
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.8);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(1, 4, 1, 4);
    box->setSpacing(4);
    const int line = fontMetrics().height();
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table()) {
        QToolButton* button = button_for(actions, "workspace." + workspace.id);
        button->setIconSize(QSize(line + 4, line + 4));
        button->setFont(small);
        workspaces_.push_back(button);
        box->addWidget(button);
    }
    box->addStretch(1);
    for (const char* id : {"window.left", "window.drawer", "window.right"}) {
        QToolButton* button = button_for(actions, id);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        sides_.push_back(button);
        box->addWidget(button);
    }
    set_compact(false);
}

void Rail::set_compact(bool compact) {
    for (QToolButton* button : workspaces_)
        button->setToolButtonStyle(compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextUnderIcon);
}

}  // namespace orelens::shell
