#include "ui/shell/Centre.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/workspaces/Workspace.h"

namespace orelens::shell {
namespace {

QString key_of(const std::string& workspace) {
    return QString("workspace/%1/page").arg(QString::fromStdString(workspace));
}

/// A page that asks for more room than a small window has is scrolled in it, so that it never forces the window beyond the
/// screen.
class Frame : public QScrollArea {
  public:
    explicit Frame(QWidget* page) {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setFocusPolicy(Qt::NoFocus);
        setWidget(page);
        // The page's own colour, not that of a list.
        viewport()->setAutoFillBackground(false);
        page->setAutoFillBackground(false);
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        constexpr int wide = 24, high = 10;  // lines of text
        const int line = fontMetrics().height();
        return widget()->minimumSizeHint().boundedTo({wide * line, high * line});
    }
};

/// Only the page in front asks for room.
void let_ask(QWidget* frame, bool asks) {
    const QSizePolicy::Policy policy = asks ? QSizePolicy::Preferred : QSizePolicy::Ignored;
    frame->setSizePolicy(policy, policy);
}

}  // namespace

Centre::Centre(commands::ActionSet& actions, QWidget* parent)
    : QWidget(parent), actions_(actions), bar_(ui::tell(new QWidget, "ui.centre.pages")), stack_(new QStackedWidget) {
    row_ = new QHBoxLayout(bar_);
    row_->setContentsMargins(8, 2, 8, 2);
    row_->setSpacing(4);
    row_->addStretch(1);
    bar_->hide();
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(bar_);
    box->addWidget(stack_, 1);
}

void Centre::add(const std::string& id, QWidget* page, std::function<bool()> answers, Ways ways) {
    QToolButton* button = actions_.button("page." + id);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->hide();
    row_->insertWidget(row_->count() - 1, button);
    QWidget* frame = ways.scrolls ? new Frame(page) : page;
    let_ask(frame, false);
    stack_->addWidget(frame);
    pages_[id] = {page, frame, std::move(answers), button, ways.accompanies};
    if (shown_.empty()) put(id);
}

QWidget* Centre::page(const std::string& id) const {
    const auto found = pages_.find(id);
    return found == pages_.end() ? nullptr : found->second.widget;
}

std::vector<std::string> Centre::all() const {
    std::vector<std::string> ids;
    for (const auto& [id, page] : pages_) ids.push_back(id);
    return ids;
}

void Centre::put_above(QWidget* line) {
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, line);
}

void Centre::put(const std::string& id) {
    shown_ = id;
    for (const auto& [other, page] : pages_) let_ask(page.frame, other == id);
    show_bar();
    stack_->setCurrentWidget(pages_.at(id).frame);
    actions_.set_checked("page." + id, true);
    Q_EMIT changed(QString::fromStdString(id));
}

void Centre::enter(const std::string& workspace) {
    const workspaces::WorkspaceInfo* info = workspaces::find_workspace(workspace);
    if (info == nullptr) return;
    workspace_ = workspace;
    offered_.clear();
    for (const std::string& id : info->pages)
        if (pages_.contains(id)) offered_.push_back(id);
    if (offered_.empty()) return;
    for (const auto& [id, page] : pages_) page.button->setVisible(std::ranges::find(offered_, id) != offered_.end());
    const auto answers = [this](const std::string& id) { return pages_.at(id).answers(); };
    const auto last = front_.find(workspace);
    if (last != front_.end() && std::ranges::find(offered_, last->second) != offered_.end() && answers(last->second))
        return put(last->second);
    const auto first = std::ranges::find_if(offered_, answers);
    put(first == offered_.end() ? offered_.front() : *first);
}

bool Centre::show(const std::string& id) {
    if (std::ranges::find(offered_, id) == offered_.end()) return false;
    front_[workspace_] = id;
    put(id);
    return true;
}

void Centre::set_presenting(bool on) {
    presenting_ = on;
    show_bar();
}

/// Where one page alone has something to show it takes no room: menu and palette lead to the others.
void Centre::show_bar() {
    constexpr int roomy = 860;
    const bool small = window()->height() < roomy;
    const auto answering = std::ranges::count_if(offered_, [this, small](const std::string& id) {
        const Page& page = pages_.at(id);
        return page.answers() && !(small && page.accompanies);
    });
    const bool elsewhere = !offered_.empty() && shown_ != offered_.front();
    bar_->setVisible(offered_.size() > 1 && (answering > 1 || elsewhere) && !presenting_);
}

void Centre::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    show_bar();
}

void Centre::start_over() {
    enter(workspace_);
}

void Centre::load(const QSettings& settings) {
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table()) {
        const std::string last = settings.value(key_of(workspace.id)).toString().toStdString();
        if (!last.empty()) front_[workspace.id] = last;
    }
}

void Centre::save(QSettings& settings) const {
    for (const auto& [workspace, page] : front_) settings.setValue(key_of(workspace), QString::fromStdString(page));
}

}  // namespace orelens::shell
