#include "ui/shell/PanelWindow.h"

#include <QCloseEvent>
#include <QVBoxLayout>

#include "ui/Words.h"

namespace orelens::shell {

PanelWindow::PanelWindow(const std::string& id, QWidget* panel, QWidget* main_window)
    : QWidget(main_window, Qt::Window), id_(id), panel_(panel) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(panel_);
    panel_->show();
    const int line = fontMetrics().height();
    resize(panel_->sizeHint().expandedTo(QSize(line * 22, line * 30)));
    reword();
}

void PanelWindow::reword() {
    setWindowTitle(ui::words(("ui.dock." + id_).c_str()));
}

void PanelWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) reword();
    QWidget::changeEvent(event);
}

void PanelWindow::closeEvent(QCloseEvent* event) {
    event->ignore();  // whoever hears it takes the panel and deletes this
    Q_EMIT closed(QString::fromStdString(id_));
}

}  // namespace orelens::shell
