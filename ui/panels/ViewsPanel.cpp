#include "ui/panels/ViewsPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/project/Pipeline.h"
#include "ui/Document.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/scene/ViewJson.h"

namespace orelens::panels {
namespace {

constexpr QSize picture_size(120, 75);

QToolButton* tool(const char* icon, const char* key, QHBoxLayout* row) {
    auto* button = ui::tell(new QToolButton, key);
    button->setIcon(ui::icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    row->addWidget(button);
    return button;
}

}  // namespace

ViewsPanel::ViewsPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      list_(ui::tell(new QListWidget, "ui.views.list")),
      none_(ui::tell(new QLabel, "ui.views.none")),
      keep_(ui::tell(new QToolButton, "ui.views.keep")) {
    none_->setWordWrap(true);
    keep_->setIcon(ui::icon("plus"));
    keep_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* tools = new QHBoxLayout;
    tools->addWidget(keep_);
    tools->addStretch(1);
    replace_ = tool("camera", "ui.views.replace", tools);
    up_ = tool("up", "ui.views.up", tools);
    down_ = tool("down", "ui.views.down", tools);
    remove_ = tool("minus", "ui.views.remove", tools);
    list_->setIconSize(picture_size);
    list_->setSpacing(2);
    list_->setWordWrap(true);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* box = new QVBoxLayout(this);
    box->addLayout(tools);
    box->addWidget(none_);
    box->addWidget(list_, 1);
    box->addStretch(0);
    connect(keep_, &QToolButton::clicked, this, &ViewsPanel::keepWanted);
    connect(replace_, &QToolButton::clicked, this, [this] { Q_EMIT replaceWanted(list_->currentRow()); });
    connect(remove_, &QToolButton::clicked, this, [this] { Q_EMIT removeWanted(list_->currentRow()); });
    connect(up_, &QToolButton::clicked, this, [this] { Q_EMIT moved(list_->currentRow(), list_->currentRow() - 1); });
    connect(down_, &QToolButton::clicked, this, [this] { Q_EMIT moved(list_->currentRow(), list_->currentRow() + 1); });
    connect(list_, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { Q_EMIT showWanted(list_->row(item)); });
    connect(list_, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { Q_EMIT showWanted(list_->row(item)); });
    connect(list_, &QListWidget::itemChanged, this,
            [this](QListWidgetItem* item) { Q_EMIT renamed(list_->row(item), item->text()); });
    connect(list_, &QListWidget::currentRowChanged, this, &ViewsPanel::enable);
    connect(list_, &QWidget::customContextMenuRequested, this, &ViewsPanel::ask_menu);
    connect(&document_, &ui::Document::replaced, this, &ViewsPanel::refresh);
    connect(&document_.edits(), &ui::Edits::viewsChanged, this, &ViewsPanel::refresh);
    refresh();
}

void ViewsPanel::refresh() {
    const int before = list_->currentRow();
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const project::SavedView& view : document_.project().views) {
        auto* item = new QListWidgetItem(QString::fromStdString(view.name), list_);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        // Beside the name, which may be edited: told where the mouse rests, and by a mark of the item.
        const bool print = printed(list_->count() - 1);
        item->setToolTip(print ? ui::words("ui.views.is_printed") : QString());
        QFont font = list_->font();
        font.setBold(print);
        item->setFont(font);
        QPixmap picture;
        // A stranger's picture is shown as one, or not at all.
        if (picture.loadFromData(QByteArray::fromStdString(view.png), "PNG") && picture.width() <= 2000 &&
            picture.height() <= 2000)
            item->setIcon(QIcon(picture));
    }
    list_->setCurrentRow(std::min(before, list_->count() - 1));
    none_->setVisible(list_->count() == 0);
    list_->setVisible(list_->count() > 0);
    enable();
}

void ViewsPanel::enable() {
    const int at = list_->currentRow();
    keep_->setEnabled(document_.open());
    replace_->setEnabled(at >= 0);
    remove_->setEnabled(at >= 0);
    up_->setEnabled(at > 0);
    down_->setEnabled(at >= 0 && at + 1 < list_->count());
}

void ViewsPanel::set_current(int at) {
    const QSignalBlocker quiet(list_);
    list_->setCurrentRow(at);
    enable();
}

bool ViewsPanel::printed(int row) const {
    const auto& views = document_.project().views;
    if (row < 0 || static_cast<std::size_t>(row) >= views.size()) return false;
    const auto kept = scene::view_from_json(views[static_cast<std::size_t>(row)].look);
    return kept && kept->in_report;
}

void ViewsPanel::ask_menu(const QPoint& at) {
    QListWidgetItem* item = list_->itemAt(at);
    if (item == nullptr) return;
    const int row = list_->row(item);
    QMenu menu(this);
    menu.addAction(ui::words("ui.views.show"), this, [this, row] { Q_EMIT showWanted(row); });
    menu.addAction(ui::words("ui.views.replace"), this, [this, row] { Q_EMIT replaceWanted(row); });
    menu.addAction(ui::words("ui.views.rename"), this, [this, item] { list_->editItem(item); });
    QAction* print = menu.addAction(ui::words("ui.views.in_report"));
    print->setCheckable(true);
    print->setChecked(printed(row));
    connect(print, &QAction::toggled, this, [this, row](bool on) { Q_EMIT reportWanted(row, on); });
    menu.addAction(ui::words("ui.views.remove"), this, [this, row] { Q_EMIT removeWanted(row); });
    menu.exec(list_->mapToGlobal(at));
}

void ViewsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
