#include "ui/commands/Palette.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QIcon>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPixmap>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/commands/Pinyin.h"

namespace orelens::commands {
namespace {

/// An action's icon, or the room of one: names in a list begin below each other.
QIcon icon_or_room(const QAction& action) {
    if (!action.icon().isNull()) return action.icon();
    QPixmap room(16, 16);
    room.fill(Qt::transparent);
    return room;
}

}  // namespace

int fit_score(const QString& typed, const QString& text) {
    const QString wanted = typed.simplified().toLower();
    const QString low = text.toLower();
    int score = 0;
    qsizetype at = 0, last = -2;
    for (const QChar letter : wanted) {
        if (letter.isSpace()) continue;
        const qsizetype found = low.indexOf(letter, at);
        if (found < 0) return -1;
        const bool starts_word = found == 0 || !low[found - 1].isLetterOrNumber();
        score += (found == last + 1 ? 6 : 1) + (starts_word ? 4 : 0);
        last = found;
        at = found + 1;
    }
    if (low.contains(wanted)) score += 20;
    return score;
}

Palette::Palette(ActionSet& actions, QWidget* parent)
    : QDialog(parent), actions_(actions), entry_(new QLineEdit), list_(new QListWidget), nothing_(new QLabel) {
    ui::tell(this, "ui.palette.title");
    ui::tell(entry_, "ui.palette.entry");
    ui::tell(list_, "ui.palette.list");
    entry_->setPlaceholderText(ui::words("ui.palette.entry"));
    entry_->setClearButtonEnabled(true);
    auto* box = new QVBoxLayout(this);
    box->addWidget(entry_);
    nothing_->setWordWrap(true);
    nothing_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    box->addWidget(nothing_, 1);
    box->addWidget(list_, 1);
    resize(fontMetrics().height() * 42, fontMetrics().height() * 24);
    entry_->installEventFilter(this);
    connect(entry_, &QLineEdit::textChanged, this, &Palette::refill);
    connect(entry_, &QLineEdit::returnPressed, this, &Palette::run_current);
    connect(list_, &QListWidget::itemActivated, this, &Palette::run_current);
    refill();
}

QStringList Palette::shown() const {
    QStringList ids;
    for (int row = 0; row < list_->count(); ++row) ids << list_->item(row)->data(Qt::UserRole).toString();
    return ids;
}

void Palette::refill() {
    struct Row {
        int score;
        const ActionInfo* info;
    };
    std::vector<Row> rows;
    const QString typed = entry_->text();
    for (const ActionInfo& info : action_table()) {
        // Both languages are searched, and the first letters of the Chinese name: a Chinese screen still
        // answers to the English one.
        const QString chinese = QString::fromStdString(info.text.zh);
        int own = std::max(fit_score(typed, QString::fromStdString(info.text.en)), fit_score(typed, chinese));
        for (const QString& initials : pinyin_initials(chinese))
            own = std::max(own, fit_score(typed, initials));
        own *= 2;
        const int id = fit_score(typed, QString::fromStdString(info.id));
        const int said = fit_score(typed, ui::words(info.help));
        const int help = said < 0 ? said : said / 2;
        const int best = std::max({own, id, help});
        if (best >= 0) rows.push_back({best, &info});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.score > b.score; });
    list_->clear();
    for (const Row& row : rows) {
        const QAction* action = actions_.action(row.info->id);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(icon_or_room(*action),
                                         ui::words(row.info->text) + " — " + ui::words(row.info->help) +
                                             (keys.isEmpty() ? QString() : "   [" + keys + "]"));
        item->setData(Qt::UserRole, QString::fromStdString(row.info->id));
        item->setToolTip(ui::words(row.info->help));
        if (!action->isEnabled()) item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        list_->addItem(item);
    }
    nothing_->setText(ui::words("ui.palette.nothing", {{"typed", typed.toStdString()}}));
    nothing_->setVisible(rows.empty());
    list_->setVisible(!rows.empty());
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->flags() & Qt::ItemIsEnabled) {
            list_->setCurrentRow(row);
            break;
        }
}

void Palette::run_current() {
    const QListWidgetItem* item = list_->currentItem();
    if (!item || !(item->flags() & Qt::ItemIsEnabled)) return;
    const std::string id = item->data(Qt::UserRole).toString().toStdString();
    accept();
    // After this dialog is gone, so that an action that opens another one finds the window free.
    QTimer::singleShot(0, &actions_, [&actions = actions_, id] { actions.trigger(id); });
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == entry_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(list_, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

ShortcutList::ShortcutList(const ActionSet& actions, QWidget* parent) : QDialog(parent) {
    ui::tell(this, "ui.shortcuts.title");
    const auto rows = action_table();
    auto* table = ui::tell(new QTableWidget(static_cast<int>(rows.size()), 3), "ui.shortcuts.table");
    table->setHorizontalHeaderLabels(
        {ui::words("ui.shortcuts.action"), ui::words("ui.shortcuts.keys"), ui::words("ui.shortcuts.help")});
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    for (int row = 0; row < table->rowCount(); ++row) {
        const ActionInfo& info = rows[static_cast<std::size_t>(row)];
        const QAction* action = actions.action(info.id);
        table->setItem(row, 0, new QTableWidgetItem(icon_or_room(*action), ui::words(info.text)));
        table->setItem(row, 1, new QTableWidgetItem(action->shortcut().toString(QKeySequence::NativeText)));
        table->setItem(row, 2, new QTableWidgetItem(ui::words(info.help)));
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    ui::tell(buttons->button(QDialogButtonBox::Close), "ui.close");
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* box = new QVBoxLayout(this);
    box->addWidget(table);
    box->addWidget(buttons);
    resize(fontMetrics().height() * 52, fontMetrics().height() * 32);
}

}  // namespace orelens::commands
