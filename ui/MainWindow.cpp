#include "ui/MainWindow.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/RatesPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/panels/WelcomePage.h"
#include "ui/viewport/VtkView.h"

namespace orelens::ui {
namespace {

/// Changes when docks are added or renamed, so that an old layout is not forced on a new window.
constexpr int layout_version = 1;

SaveAnswer ask_with_box(QWidget* parent, const QString& name) {
    QMessageBox box(QMessageBox::Question, words("ui.app"),
                    words("ui.unsaved.question", {{"name", name.toStdString()}}), QMessageBox::NoButton,
                    parent);
    box.setInformativeText(words("ui.unsaved.detail"));
    QPushButton* save = box.addButton(words("ui.unsaved.save"), QMessageBox::AcceptRole);
    QPushButton* discard = box.addButton(words("ui.unsaved.discard"), QMessageBox::DestructiveRole);
    QPushButton* cancel = box.addButton(words("ui.cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(save);
    box.setEscapeButton(cancel);
    box.exec();
    if (box.clickedButton() == save) return SaveAnswer::save;
    return box.clickedButton() == discard ? SaveAnswer::discard : SaveAnswer::cancel;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      document_(new Document(this)),
      view_state_(new ViewState(this)),
      actions_(new commands::ActionSet(this)),
      stack_(new QStackedWidget),
      welcome_(new panels::WelcomePage),
      view_(tell(new viewport::VtkView, "ui.view3d")),
      tool_bar_(new QToolBar) {
    setObjectName("main");
    setWindowIcon(QIcon(":/icons/orelens.svg"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    ask_unsaved = [this] { return ask_with_box(this, document_->name()); };
    tell_error = [this](const QString& text) { QMessageBox::warning(this, words("ui.app"), text); };
    stack_->addWidget(welcome_);
    stack_->addWidget(view_);
    view_->setFocusPolicy(Qt::StrongFocus);
    setCentralWidget(stack_);
    actions_->fill(menuBar());
    tool_bar_->setObjectName("tools");
    tell(tool_bar_, "ui.tools");
    const int icon = fontMetrics().height() + 4;
    tool_bar_->setIconSize(QSize(icon, icon));
    actions_->fill(tool_bar_);
    addToolBar(tool_bar_);
    make_docks();
    make_status_bar();
    wire_file_actions();
    wire_view_actions();
    wire_run_actions();
    wire_window_actions();
    wire_export_actions();
    connect_document();
    load_settings();
    show_docks(false);
    if (QSettings().value("window/layout_version").toInt() != layout_version) layout_.clear();
    retitle();
    refresh_enabled();
}

MainWindow::~MainWindow() {
    document_->job().disconnect(this);
}

void MainWindow::add_dock(const std::string& id, QWidget* panel, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QString::fromStdString("dock_" + id));
    tell(dock, ("ui.dock." + id).c_str());
    dock->setWidget(panel);
    addDockWidget(area, dock);
    docks_[id] = dock;
}

void MainWindow::make_docks() {
    // Tabs on the outer edges: their titles are questions and would not fit side by side above a dock.
    setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::West);
    setTabPosition(Qt::RightDockWidgetArea, QTabWidget::East);
    project_panel_ = new panels::ProjectPanel(*document_);
    findings_ = new panels::FindingsPanel(*document_);
    usable_ = new panels::UsablePanel(*document_);
    rates_ = new panels::RatesPanel(*document_);
    block_ = new panels::BlockPanel(*document_);
    view_panel_ = new panels::ViewPanel(*view_state_);
    add_dock("project", project_panel_, Qt::LeftDockWidgetArea);
    add_dock("findings", findings_, Qt::LeftDockWidgetArea);
    add_dock("usable", usable_, Qt::RightDockWidgetArea);
    add_dock("rates", rates_, Qt::RightDockWidgetArea);
    add_dock("block", block_, Qt::RightDockWidgetArea);
    add_dock("view", view_panel_, Qt::RightDockWidgetArea);
    arrange_docks();
}

void MainWindow::arrange_docks() {
    for (const auto& [id, dock] : docks_) {
        dock->setFloating(false);
        dock->show();
    }
    for (const char* left : {"project", "findings"}) addDockWidget(Qt::LeftDockWidgetArea, docks_.at(left));
    for (const char* right : {"usable", "rates", "block", "view"})
        addDockWidget(Qt::RightDockWidgetArea, docks_.at(right));
    tabifyDockWidget(docks_.at("project"), docks_.at("findings"));
    tabifyDockWidget(docks_.at("usable"), docks_.at("rates"));
    tabifyDockWidget(docks_.at("rates"), docks_.at("block"));
    tabifyDockWidget(docks_.at("block"), docks_.at("view"));
    docks_.at("project")->raise();
    docks_.at("usable")->raise();
    // Sizes hold only once the window has been laid out.
    QTimer::singleShot(0, this, [this] {
        const int line = fontMetrics().height();
        resizeDocks({docks_.at("project"), docks_.at("usable")}, {line * 17, line * 19}, Qt::Horizontal);
    });
}

void MainWindow::show_docks(bool shown) {
    if (shown == docks_shown_) return;
    docks_shown_ = shown;
    if (!shown) {
        layout_ = saveState(layout_version);
        for (const auto& [id, dock] : docks_) dock->hide();
    } else if (layout_.isEmpty() || !restoreState(layout_, layout_version)) {
        arrange_docks();
    }
}

void MainWindow::make_status_bar() {
    stage_label_ = new QLabel;
    price_label_ = new QLabel;
    progress_ = tell(new QProgressBar, "ui.progress");
    progress_->setRange(0, 1000);
    progress_->setMaximumWidth(fontMetrics().height() * 12);
    stop_ = tell(new QPushButton, "ui.stop");
    stop_->setIcon(icon("stop"));
    for (QWidget* part : {static_cast<QWidget*>(stage_label_), static_cast<QWidget*>(progress_),
                          static_cast<QWidget*>(stop_), static_cast<QWidget*>(price_label_)})
        statusBar()->addPermanentWidget(part);
    for (QWidget* part : {static_cast<QWidget*>(stage_label_), static_cast<QWidget*>(progress_),
                          static_cast<QWidget*>(stop_)})
        part->hide();
    connect(stop_, &QPushButton::clicked, document_, &Document::cancel_run);
    connect(&document_->job(), &Job::progressed, this, [this](double fraction, const QString& stage) {
        progress_->setValue(static_cast<int>(fraction * 1000));
        stage_label_->setText(stage);
    });
    connect(&document_->job(), &Job::runningChanged, this, [this](bool running) {
        progress_->setValue(0);
        stage_label_->clear();
        for (QWidget* part : {static_cast<QWidget*>(stage_label_), static_cast<QWidget*>(progress_),
                              static_cast<QWidget*>(stop_)})
            part->setVisible(running);
        refresh_enabled();
    });
}

void MainWindow::connect_document() {
    connect(document_, &Document::replaced, this, [this] {
        stack_->setCurrentWidget(document_->open() ? static_cast<QWidget*>(view_) : welcome_);
        show_docks(document_->open());
        give_data();
        retitle();
        refresh_enabled();
    });
    connect(document_, &Document::resultsChanged, this, [this] {
        give_data();
        refresh_enabled();
    });
    connect(document_, &Document::recipeChanged, this, [this] {
        give_data();
        retitle();
        refresh_enabled();
    });
    connect(document_, &Document::modifiedChanged, this, &MainWindow::retitle);
    connect(document_, &Document::priceChanged, this, [this](double price, bool dragging) {
        view_->set_price(price, dragging ? scene::PriceMotion::dragging : scene::PriceMotion::settled);
        retitle();
    });
    connect(document_, &Document::runFailed, this, &MainWindow::show_error);
    connect(document_, &Document::runFinished, this, [this](bool ok) {
        if (ok) statusBar()->showMessage(words("ui.run.done"), 5000);
    });
    connect(&document_->undo_stack(), &QUndoStack::indexChanged, this, &MainWindow::refresh_enabled);
    connect(project_panel_, &panels::ProjectPanel::refused, this,
            [this](const QString& why) { statusBar()->showMessage("⚠ " + why, 10000); });
    connect(usable_, &panels::UsablePanel::commodityAdded, this, [this](const QString& name) {
        project_panel_->select_stage("evaluate");
        raise_dock("project");
        statusBar()->showMessage(words("ui.usable.added", {{"commodity", name.toStdString()}}), 10000);
    });
    connect(findings_, &panels::FindingsPanel::jumpToHole, this, &MainWindow::jump_to_hole);
    connect(welcome_, &panels::WelcomePage::actionWanted, this,
            [this](const QString& id) { actions_->trigger(id.toStdString()); });
    connect(welcome_, &panels::WelcomePage::fileWanted, this, &MainWindow::open_file);
    connect(view_state_, &ViewState::changed, this, &MainWindow::apply_look);
    connect(view_, &viewport::VtkView::picked, this, [this](const scene::PickResult& pick) {
        block_->show_pick(pick);
        if (!pick.empty()) raise_dock("block");
    });
}

void MainWindow::retitle() {
    if (!document_->open()) {
        setWindowModified(false);
        setWindowTitle(words("ui.app"));
        price_label_->clear();
        return;
    }
    setWindowTitle(document_->name() + "[*] — " + words("ui.app"));
    setWindowModified(document_->modified());
    price_label_->setText(document_->commodity().empty()
                              ? QString()
                              : QString::fromStdString(document_->commodity()) + " " +
                                    price_text(document_->price()) + " " +
                                    QString::fromStdString(document_->price_unit()));
}

void MainWindow::refresh_enabled() {
    const bool open = document_->open();
    const bool running = document_->job().running();
    const bool model = open && document_->project().results.model() != nullptr;
    const bool priced = model && document_->curve() != nullptr;
    actions_->set_enabled({"file.save", "file.save_as", "file.save_recipe", "file.close", "run.stage"}, open);
    actions_->set_enabled({"run.all", "run.stage"}, open && !running);
    actions_->set_enabled({"run.cancel"}, running);
    actions_->set_enabled({"price.up", "price.down", "price.recipe", "price.take"}, priced);
    actions_->set_enabled({"price.full", "price.marginal"}, open && !document_->commodity().empty());
    actions_->set_enabled({"export.pdf", "export.xlsx", "export.csv", "export.screenshot", "edit.copy_view"},
                          open);
    actions_->set_enabled({"export.blocks"}, model);
    actions_->set_enabled({"edit.undo"}, document_->undo_stack().canUndo());
    actions_->set_enabled({"edit.redo"}, document_->undo_stack().canRedo());
    actions_->set_checked(document_->test() == economics::CutoffTest::full ? "price.full" : "price.marginal",
                          true);
    actions_->set_checked("run.economics", document_->auto_economics());
    const QString undo = document_->undo_stack().undoText(), redo = document_->undo_stack().redoText();
    const auto say = [this](const char* id, const QString& what) {
        const commands::ActionInfo* info = commands::find_action(id);
        actions_->action(id)->setText(what.isEmpty() ? words(info->text) : words(info->text) + ": " + what);
    };
    say("edit.undo", undo);
    say("edit.redo", redo);
}

void MainWindow::load_settings() {
    QSettings settings;
    view_state_->load(settings);
    refresh_recent();
    resize(1280, 800);
    if (settings.value("window/layout_version").toInt() == layout_version) {
        restoreGeometry(settings.value("window/geometry").toByteArray());
        restoreState(settings.value("window/state").toByteArray(), layout_version);
    }
    actions_->set_checked(language() == base::Language::chinese ? "window.chinese" : "window.english", true);
    actions_->set_checked(theme() == Theme::dark ? "window.dark" : "window.light", true);
}

void MainWindow::save_settings() {
    QSettings settings;
    view_state_->save(settings);
    settings.setValue("window/layout_version", layout_version);
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/state", docks_shown_ ? saveState(layout_version) : layout_);
    settings.setValue("language", language() == base::Language::chinese ? "zh" : "en");
    settings.setValue("theme", theme() == Theme::dark ? "dark" : "light");
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && price_label_) {
        actions_->retranslate();
        view_state_->change([](scene::Look& look) { look.language = language(); });
        retitle();
        refresh_enabled();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!may_discard()) return event->ignore();
    document_->cancel_run();
    document_->job().wait();
    save_settings();
    event->accept();
}

void MainWindow::show_error(const base::Error& error) {
    if (error.kind == base::ErrorKind::cancelled) return;
    tell_error(words(error));
}

}  // namespace orelens::ui
