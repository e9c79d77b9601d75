// The window's own actions: undo, run, docks, language, theme, copying, help.
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTableView>

#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/commands/Palette.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/TableView.h"
#include "ui/panels/WelcomePage.h"
#include "ui/viewport/VtkView.h"

namespace orelens::ui {

void MainWindow::wire_run_actions() {
    actions_->on("edit.undo", [this] { document_->undo_stack().undo(); });
    actions_->on("edit.redo", [this] { document_->undo_stack().redo(); });
    actions_->on("edit.copy_chart", [this] { copy_chart(); });
    actions_->on("edit.copy_table", [this] { copy_table(); });
    actions_->on("edit.copy_view", [this] {
        QApplication::clipboard()->setImage(
            view_->screenshot(view_->size() * view_->devicePixelRatioF(), false, true));
    });
    actions_->on("run.all", [this] { document_->run(); });
    actions_->on("run.stage", [this] { document_->run(project_panel_->selected_stage()); });
    actions_->on("run.cancel", [this] { document_->cancel_run(); });
    actions_->on("run.economics", [this](bool on) { document_->set_auto_economics(on); });
}

void MainWindow::wire_window_actions() {
    for (const char* id : {"usable", "rates", "project", "findings", "block", "view"})
        actions_->on(std::string("window.") + id, [this, id] { raise_dock(id); });
    actions_->on("window.reset", [this] { arrange_docks(); });
    actions_->on("window.full_screen", [this](bool on) { on ? showFullScreen() : showNormal(); });
    actions_->on("window.english", [this] { choose_language(base::Language::english); });
    actions_->on("window.chinese", [this] { choose_language(base::Language::chinese); });
    actions_->on("window.language", [this] {
        choose_language(language() == base::Language::english ? base::Language::chinese
                                                              : base::Language::english);
    });
    actions_->on("window.light", [this] { choose_theme(Theme::light); });
    actions_->on("window.dark", [this] { choose_theme(Theme::dark); });
    actions_->on("help.palette", [this] { commands::Palette(*actions_, this).exec(); });
    actions_->on("help.shortcuts", [this] { commands::ShortcutList(*actions_, this).exec(); });
    actions_->on("help.welcome", [this] {
        const bool there = stack_->currentWidget() == welcome_;
        const bool back = there && document_->open();
        stack_->setCurrentWidget(back ? static_cast<QWidget*>(view_) : welcome_);
        show_docks(back);
    });
    actions_->on("help.about", [this] { show_about(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (const auto& [id, dock] : docks_)
            if (now && dock->isAncestorOf(now)) last_dock_ = id;
    });
}

void MainWindow::raise_dock(const std::string& id) {
    QDockWidget* dock = docks_.at(id);
    dock->show();
    dock->raise();
    last_dock_ = id;
    if (QWidget* inside = dock->widget(); !inside->isAncestorOf(QApplication::focusWidget())) {
        // The first field that takes the keyboard, so that Alt+1 … Alt+6 lead straight to work.
        for (QWidget* field : inside->findChildren<QWidget*>())
            if (field->focusPolicy() & Qt::TabFocus && field->isVisibleTo(inside) && field->isEnabled()) {
                field->setFocus(Qt::ShortcutFocusReason);
                break;
            }
    }
}

void MainWindow::choose_language(base::Language wanted) {
    set_language(wanted);
    actions_->set_checked(wanted == base::Language::chinese ? "window.chinese" : "window.english", true);
    apply_look();
    QSettings().setValue("language", wanted == base::Language::chinese ? "zh" : "en");
}

void MainWindow::choose_theme(Theme wanted) {
    apply_theme(wanted);
    actions_->set_checked(wanted == Theme::dark ? "window.dark" : "window.light", true);
    apply_look();
    QSettings().setValue("theme", wanted == Theme::dark ? "dark" : "light");
}

QWidget* MainWindow::used_dock() const {
    return docks_.at(last_dock_)->widget();
}

void MainWindow::copy_chart() {
    for (QWidget* place : {used_dock(), static_cast<QWidget*>(docks_.at("usable")->widget())})
        if (const auto* chart = place->findChild<charts::Chart*>()) {
            chart->copy_picture();
            statusBar()->showMessage(words("ui.copied"), 3000);
            return;
        }
}

void MainWindow::copy_table() {
    QString text;
    if (used_dock() == findings_)
        text = findings_->as_text();
    else if (used_dock() == block_)
        text = block_->as_text();
    else
        for (const panels::TableView* table : used_dock()->findChildren<panels::TableView*>())
            text += (text.isEmpty() ? "" : "\n") + table->as_text();
    if (text.isEmpty()) return;
    QApplication::clipboard()->setText(text);
    statusBar()->showMessage(words("ui.copied"), 3000);
}

void MainWindow::show_about() {
    QMessageBox box(QMessageBox::NoIcon, words("ui.about.title"),
                    words("ui.about.text", {{"version", QApplication::applicationVersion().toStdString()}}),
                    QMessageBox::NoButton, this);
    box.setIconPixmap(windowIcon().pixmap(64, 64));
    box.addButton(words("ui.close"), QMessageBox::AcceptRole);
    box.exec();
}

}  // namespace orelens::ui
