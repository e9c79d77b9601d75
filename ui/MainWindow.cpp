#include "ui/MainWindow.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>
#include <array>

#include "ui/Document.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/actions/EditActions.h"
#include "ui/actions/ExportActions.h"
#include "ui/actions/FileActions.h"
#include "ui/actions/HelpActions.h"
#include "ui/actions/KeptViewActions.h"
#include "ui/actions/PlaceActions.h"
#include "ui/actions/PotentialActions.h"
#include "ui/actions/PriceActions.h"
#include "ui/actions/RunActions.h"
#include "ui/actions/SectionActions.h"
#include "ui/actions/ViewActions.h"
#include "ui/actions/WindowActions.h"
#include "ui/commands/ActionSet.h"
#include "ui/document/SafeCopy.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/TablesPanel.h"
#include "ui/panels/MinesPanel.h"
#include "ui/panels/OrebodyPanel.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/panels/WelcomePage.h"
#include "ui/pages/MapPage.h"
#include "ui/pages/SystemPage.h"
#include "ui/shell/Beside.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Desk.h"
#include "ui/shell/KeptViews.h"
#include "ui/shell/Pages.h"
#include "ui/shell/ProjectFiles.h"
#include "ui/shell/Rail.h"
#include "ui/shell/RecentFiles.h"
#include "ui/shell/Side.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusLine.h"
#include "ui/shell/Strip.h"
#include "ui/shell/Tour.h"
#include "ui/shell/UnsavedWork.h"
#include "ui/shell/ViewFeed.h"
#include "ui/shell/ViewHandles.h"
#include "ui/viewport/VtkView.h"

namespace orelens::ui {
namespace {

constexpr double first_share = 0.85;  ///< of the screen
constexpr const char* geometry_key = "window/geometry";
constexpr const char* tour_key = "window/tour_seen";

/// Most of the screen, and never more than it has free.
QSize first_size(const QWidget& window) {
    const QScreen* screen = window.screen();
    const QSize room = screen != nullptr ? screen->availableGeometry().size() : QSize(1280, 800);
    return {static_cast<int>(room.width() * first_share), static_cast<int>(room.height() * first_share)};
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      document_(std::make_unique<Document>()),
      safe_copy_(std::make_unique<SafeCopy>(*document_, safe_copy_folder())),
      view_state_(std::make_unique<ViewState>()),
      actions_(std::make_unique<commands::ActionSet>(this)),
      middle_(std::make_unique<QWidget>()),
      wires_(std::make_unique<QObject>()) {
    setObjectName("main");
    setWindowIcon(QIcon(":/icons/orelens.svg"));
    setAcceptDrops(true);
    tell_error = [this](const QString& text) { QMessageBox::warning(this, words("ui.app"), text); };
    view_state_->set_undo(&document_->edits().undo_stack());
    actions_->fill(menuBar());
    make_middle();
    panels_ = shell::make_panels(*desk_, *document_, *view_state_);
    status_ = std::make_unique<shell::StatusLine>(*statusBar(), *document_);
    connect_parts();
    feed_ = std::make_unique<shell::ViewFeed>(*document_, *view_state_, *view(), *panels_.view, *this);
    handles_ = std::make_unique<shell::ViewHandles>(*document_, *view_state_, *panels_.variogram, *view(), *actions_);
    kept_views_ = std::make_unique<shell::KeptViews>(*document_, *view_state_, *view());
    make_groups();
    make_tour();
    QSettings settings;
    view_state_->load(settings);
    resize(first_size(*this));
    restoreGeometry(settings.value(geometry_key).toByteArray());
    pages_->centre().load(settings);
    desk_->load(settings);
    desk_->set_shown(false);
    actions_->retranslate();
    retitle();
}

MainWindow::~MainWindow() = default;

viewport::VtkView* MainWindow::view() const {
    return &pages_->view();
}

void MainWindow::make_middle() {
    // In the order in which Tab goes through them: strip, rail, left, stage, right, drawer.
    strip_ = new shell::Strip(*document_, *actions_);
    auto* rail = new shell::Rail(*actions_);
    pages_ = new shell::Pages(*document_, *view_state_, *actions_);
    desk_ = new shell::Desk(rail, pages_);
    auto* box = new QVBoxLayout(middle_.get());
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(strip_);
    box->addWidget(desk_, 1);
    // The window shows it, and lets go of it first: what is in it uses the document to the end.
    setCentralWidget(middle_.get());
}

/// Tab goes from the strip through the rail, the left, the middle and the right to the drawer, however late what is in
/// them was made. Within each the order stays.
void MainWindow::order_focus() {
    const std::array<const QWidget*, 6> parts{strip_,
                                              &desk_->rail(),
                                              &desk_->side(workspaces::Place::left),
                                              pages_,
                                              &desk_->side(workspaces::Place::right),
                                              &desk_->side(workspaces::Place::drawer)};
    std::array<std::vector<QWidget*>, 6> met;
    for (QWidget* at = strip_->nextInFocusChain(); at != strip_; at = at->nextInFocusChain()) {
        if ((at->focusPolicy() & Qt::TabFocus) == 0) continue;
        for (std::size_t n = 0; n < parts.size(); ++n)
            if (parts[n]->isAncestorOf(at)) met[n].push_back(at);
    }
    QWidget* last = nullptr;
    for (const std::vector<QWidget*>& part : met)
        for (QWidget* next : part) {
            if (last != nullptr) setTabOrder(last, next);
            last = next;
        }
}

void MainWindow::make_groups() {
    files_ = std::make_unique<shell::ProjectFiles>(*document_, *this);
    auto recent = std::make_unique<shell::RecentFiles>(*actions_, pages_->welcome());
    connect(files_.get(), &shell::ProjectFiles::used, recent.get(), &shell::RecentFiles::remember);
    connect(recent.get(), &shell::RecentFiles::wanted, files_.get(), &shell::ProjectFiles::open);
    groups_.push_back(std::move(recent));
    exports_ = std::make_unique<actions::ExportActions>(*actions_, *document_, *view(), *this);
    const auto add = [this]<class Group>(std::unique_ptr<Group> group) {
        groups_.push_back(std::move(group));
    };
    add(std::make_unique<actions::FileActions>(*actions_, *document_, *files_, *this));
    add(std::make_unique<actions::EditActions>(*actions_, *document_, *desk_, *view(), *this));
    add(std::make_unique<actions::RunActions>(*actions_, *document_, *panels_.project));
    add(std::make_unique<actions::PriceActions>(*actions_, *document_, *this));
    add(std::make_unique<actions::ViewActions>(*actions_, *document_, *view_state_, *view(), *this));
    add(std::make_unique<actions::PlaceActions>(*actions_, *document_, *view_state_, *panels_.filter, *view(), *feed_,
                                                *this));
    auto kept = std::make_unique<actions::KeptViewActions>(*actions_, *document_, *kept_views_, *panels_.views, *view(), *desk_,
                                                           *this, *this);
    connect(kept.get(), &actions::KeptViewActions::presented, &pages_->stage(), &shell::Stage::set_presenting);
    connect(kept.get(), &actions::KeptViewActions::presented, &pages_->centre(), &shell::Centre::set_presenting);
    add(std::move(kept));
    add(std::make_unique<actions::SectionActions>(*actions_, *document_, *view_state_, *view(), *this));
    add(std::make_unique<actions::PotentialActions>(*actions_, *document_, panels_, *view(), *this));
    add(std::make_unique<actions::WindowActions>(*actions_, *desk_, pages_->centre(), *view(), *this));
    add(std::make_unique<actions::HelpActions>(*actions_, *document_, *pages_, *desk_, *this));
}

void MainWindow::connect_parts() {
    // Made before the feed: the view is shown before it is given data.
    connect(document_.get(), &Document::replaced, wires_.get(),
            [this] { document_->open() ? pages_->show_view() : pages_->show_welcome(); });
    connect(document_.get(), &Document::replaced, wires_.get(), [this] {
        desk_->set_shown(document_->open());
        choose_workspace();
        pages_->centre().start_over();
    });
    connect(desk_, &shell::Desk::entered, wires_.get(), [this](const QString& workspace) {
        strip_->enter(workspace.toStdString());
        pages_->centre().enter(workspace.toStdString());
        panels_.project->show_workspace(workspace.toStdString());
    });
    connect(&pages_->centre(), &shell::Centre::changed, wires_.get(),
            [this](const QString& page) { desk_->set_page(page.toStdString()); });
    connect(desk_, &shell::Desk::pageWanted, wires_.get(),
            [this](const QString& page) { pages_->centre().show(page.toStdString()); });
    connect(panels_.project, &panels::ProjectPanel::workspaceWanted, wires_.get(),
            [this](const QString& workspace) { desk_->enter(workspace.toStdString()); });
    connect(desk_, &shell::Desk::changed, wires_.get(), [this] {
        strip_->setVisible(desk_->shown());
        // Once: beside the answer the slider need not say it too. Later, when all has found its place.
        QTimer::singleShot(0, wires_.get(),
                           [this] { pages_->stage().slider().set_headline(!panels_.usable->isVisible()); });
    });
    connect(desk_, &shell::Desk::changed, wires_.get(),
            [this] { QTimer::singleShot(0, wires_.get(), [this] { order_focus(); }); });
    shell::lead_to_steps(pages_->next_step(), *desk_, *panels_.project);
    connect(strip_, &shell::Strip::refused, wires_.get(),
            [this](const QString& why) { say("⚠ " + why, 10000); });
    connect(document_.get(), &Document::modifiedChanged, wires_.get(), [this] { retitle(); });
    connect(&document_->runs(), &Runs::failed, wires_.get(),
            [this](const base::Error& error) { show_error(error); });
    connect(&document_->runs(), &Runs::finished, wires_.get(), [this](bool ok) {
        if (ok) say(words("ui.run.done"), 5000);
    });
    connect(panels_.project, &panels::ProjectPanel::refused, wires_.get(),
            [this](const QString& why) { say("⚠ " + why, 10000); });
    connect(panels_.mines, &panels::MinesPanel::refused, wires_.get(),
            [this](const QString& why) { say("⚠ " + why, 10000); });
    const auto* map = static_cast<pages::MapPage*>(pages_->centre().page("map"));
    connect(map, &pages::MapPage::orebodyChosen, wires_.get(), [this] { desk_->bring("orebody"); });
    connect(map, &pages::MapPage::placeOpened, wires_.get(), [this] {
        if (pages_->centre().show("flows")) return;
        desk_->enter("perspective");
        pages_->centre().show("flows");
    });
    connect(map, &pages::MapPage::refused, wires_.get(), [this](const QString& why) { say("⚠ " + why, 10000); });
    connect(static_cast<panels::OrebodyPanel*>(desk_->all().at("orebody")), &panels::OrebodyPanel::projectWanted, wires_.get(),
            [this](const QString& file) { files_->open(file); });
    // Later: the map is still within the double click.
    connect(static_cast<pages::SystemPage*>(pages_->centre().page("system")), &pages::SystemPage::projectWanted, wires_.get(),
            [this](const QString& file) { files_->open(file); }, Qt::QueuedConnection);
    connect(panels_.usable, &panels::UsablePanel::commodityAdded, wires_.get(), [this](const QString& name) {
        panels_.project->select_stage("evaluate");
        raise_panel("project");
        say(words("ui.usable.added", {{"commodity", name.toStdString()}}), 10000);
    });
    connect(safe_copy_.get(), &SafeCopy::failed, wires_.get(), [this](const base::Error& error) {
        say("⚠ " + words("ui.unsaved_work.not_kept", {{"reason", words(error).toStdString()}}), 30000);
    });
    connect(
        panels_.findings, &panels::FindingsPanel::jumpToHole, wires_.get(),
        [this](const QString& hole, double from_m, double to_m) { feed_->show_hole(hole, from_m, to_m); });
    connect(panels_.tables, &panels::TablesPanel::holeWanted, wires_.get(),
            [this](const QString& hole, double from_m, double to_m) { feed_->show_hole(hole, from_m, to_m); });
    connect(panels_.tables, &panels::TablesPanel::exportWanted, wires_.get(),
            [this] { exports_->export_rows(panels_.tables->listed()); });
    connect(panels_.findings, &panels::FindingsPanel::exportWanted, wires_.get(),
            [this] { actions_->trigger("export.csv"); });
    connect(panels_.tables, &panels::TablesPanel::blockWanted, wires_.get(), [this] { feed_->show_block(); });
    shell::Beside& beside = pages_->stage().beside();
    connect(panels_.scenarios, &panels::ScenariosPanel::besideWanted, &beside,
            [&beside](const QString& scenario) { beside.show_scenario(scenario.toStdString()); });
    actions_->on("view.beside", [this, &beside](bool on) {
        const std::string scenario = on ? panels_.scenarios->chosen() : std::string();
        if (on && scenario.empty()) say(words("ui.beside.none"), 8000);
        beside.show_scenario(scenario);
        actions_->set_checked("view.beside", !beside.scenario().empty());
    });
    connect(&beside, &shell::Beside::changed, wires_.get(),
            [this, &beside] { actions_->set_checked("view.beside", !beside.scenario().empty()); });
    connect(&beside.view(), &viewport::VtkView::hovered, wires_.get(),
            [this](const scene::PickResult& under) { status_->show_place(under); });
    connect(view(), &viewport::VtkView::picked, wires_.get(), [this](const scene::PickResult& pick) {
        // A voxel of potential is no block of the deposit.
        const bool voxel = document_->potential().shown() && pick.hole < 0;
        document_->selection().take(voxel ? scene::PickResult() : pick);
        document_->potential().take(voxel ? pick : scene::PickResult());
        if (!pick.empty()) desk_->bring("block");  // the keyboard stays with the view
    });
    connect(&document_->selection(), &Selection::changed, wires_.get(),
            [this] { view()->highlight(document_->selection().pick()); });
    connect(&document_->potential(), &PotentialInHand::picked, wires_.get(), [this] {
        if (document_->selection().empty()) view()->highlight(document_->potential().pick());
    });
    connect(view(), &viewport::VtkView::legendMoved, wires_.get(), [this](double x, double y) {
        view_state_->edit(words("ui.edit.legend"), "legend", [x, y](scene::Look& look) {
            look.legend_at = x < 0 ? std::nullopt : std::optional(std::array{x, y});
        });
    });
    connect(view(), &viewport::VtkView::legendOpened, wires_.get(), [this] {
        raise_panel("view");
        panels_.view->open_colours();
    });
    connect(view(), &viewport::VtkView::hovered, wires_.get(),
            [this](const scene::PickResult& under) { status_->show_place(under); });
    connect(&pages_->welcome(), &panels::WelcomePage::actionWanted, wires_.get(),
            [this](const QString& id) { actions_->trigger(id.toStdString()); });
}

void MainWindow::offer_unsaved_work() {
    shell::offer_unsaved_work(*document_, *safe_copy_, *this);
}

void MainWindow::make_tour() {
    tour_ = new shell::Tour({{&desk_->rail(), "ui.tour.rail.title", "ui.tour.rail"},
                             {strip_, "ui.tour.strip.title", "ui.tour.strip"},
                             {view(), "ui.tour.view.title", "ui.tour.view"},
                             {menuBar(), "ui.tour.menu.title", "ui.tour.menu"}},
                            this);
    connect(tour_, &shell::Tour::ended, wires_.get(), [] { QSettings().setValue(tour_key, true); });
    actions_->on("help.tour", [this] { tour_->start(); });
}

void MainWindow::offer_tour() {
    if (QSettings().value(tour_key).toBool()) return;
    // Once: with the first project, when its window has found its form.
    const auto begin = [this] {
        if (document_->open() && tour_->stop() < 0 && !QSettings().value(tour_key).toBool())
            QTimer::singleShot(800, wires_.get(), [this] {
                if (document_->open()) tour_->start();
            });
    };
    connect(document_.get(), &Document::replaced, wires_.get(), begin, Qt::SingleShotConnection);
    begin();
}

void MainWindow::retitle() {
    setWindowTitle(document_->open() ? document_->name() + "[*] — " + words("ui.app") : words("ui.app"));
    setWindowModified(document_->modified());
}

void MainWindow::show_error(const base::Error& error) {
    if (error.kind != base::ErrorKind::cancelled) tell_error(words(error));
}

void MainWindow::say(const QString& text, int for_ms) {
    status_->say(text, for_ms);
}

void MainWindow::raise_panel(const std::string& id) {
    desk_->raise(id);
}

/// A project that states prices opens at what they make usable; one that states none begins with its data.
void MainWindow::choose_workspace() {
    if (document_->open()) desk_->enter(document_->price().commodity().empty() ? "data" : "evaluation");
}

void MainWindow::changeEvent(QEvent* event) {
    // Qt sends some of these while the window is being made.
    if (feed_ && event->type() == QEvent::LanguageChange) {
        actions_->retranslate();
        status_->reword();
        handles_->renew();
        retitle();
    }
    if (feed_ && (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange))
        feed_->apply_look();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!files_->may_discard()) return event->ignore();
    document_->runs().cancel();
    document_->runs().job().wait();
    safe_copy_->give_up();  // saved, or not wanted
    QSettings settings;
    view_state_->save(settings);
    settings.setValue(geometry_key, saveGeometry());
    desk_->save(settings);
    pages_->centre().save(settings);
    actions::save_appearance();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    event->acceptProposedAction();
    // Later: the program that the files come from waits for this to end, and dialogs may follow.
    if (!files.isEmpty())
        QTimer::singleShot(0, wires_.get(), [this, files] {
            activateWindow();
            files_->open_all(files);
        });
}

}  // namespace orelens::ui
