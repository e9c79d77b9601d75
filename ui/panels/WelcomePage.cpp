#include "ui/panels/WelcomePage.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <array>
#include <utility>

#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

struct Choice {
    const char* action;
    const char* icon;
    const char* key;
};
constexpr std::array choices{Choice{"file.demonstration", "flask", "ui.welcome.demonstration"},
                             Choice{"file.country", "system", "ui.welcome.country"},
                             Choice{"file.import", "import", "ui.welcome.import"},
                             Choice{"file.import_model", "cube", "ui.welcome.import_model"},
                             Choice{"file.open", "open", "ui.welcome.open"}};

QLabel* centred(double scale, bool bold) {
    auto* label = new QLabel;
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(bold);
    label->setFont(font);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

}  // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent),
      title_(centred(2.2, true)),
      subtitle_(centred(1.1, false)),
      recent_title_(centred(1.0, true)),
      hint_(centred(1.0, false)),
      recent_(ui::tell(new QListWidget, "ui.welcome.recent")) {
    auto* column = new QWidget;
    column->setMaximumWidth(fontMetrics().height() * 34);
    auto* box = new QVBoxLayout(column);
    auto* logo = new QLabel;
    const int size = fontMetrics().height() * 5;
    // The mark keeps its own colours, so it does not come through ui::icon.
    logo->setPixmap(QIcon(":/icons/orelens.svg").pixmap(size, size));
    logo->setAlignment(Qt::AlignCenter);
    box->addStretch(2);
    box->addWidget(logo);
    box->addWidget(title_);
    box->addWidget(subtitle_);
    box->addSpacing(fontMetrics().height());
    for (const Choice& choice : choices) {
        auto* button = ui::tell(new QPushButton, choice.key);
        button->setIcon(ui::icon(choice.icon));
        button->setIconSize(QSize(fontMetrics().height() * 3 / 2, fontMetrics().height() * 3 / 2));
        button->setMinimumHeight(fontMetrics().height() * 5 / 2);
        connect(button, &QPushButton::clicked, this, [this, id = choice.action] { Q_EMIT actionWanted(id); });
        buttons_ << button;
        box->addWidget(button);
    }
    box->addSpacing(fontMetrics().height());
    box->addWidget(recent_title_);
    box->addWidget(recent_, 2);
    box->addWidget(hint_);
    box->addStretch(1);
    recent_->setTextElideMode(Qt::ElideMiddle);
    auto* row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(column, 8);
    row->addStretch(1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    // A click, as on the buttons above; Return. Later: what opens fills the list anew.
    const auto want = [this](const QListWidgetItem* item) {
        const QString file = item->data(Qt::UserRole).toString();
        if (file == wanted_) return;  // the click of an activation
        wanted_ = file;
        QTimer::singleShot(0, this, [this] { Q_EMIT fileWanted(std::exchange(wanted_, QString())); });
    };
    connect(recent_, &QListWidget::itemClicked, this, want);
    connect(recent_, &QListWidget::itemActivated, this, want);
    recent_->setCursor(Qt::PointingHandCursor);
    reword();
}

void WelcomePage::set_recent(const QStringList& files) {
    recent_->clear();
    for (const QString& file : files) {
        auto* item = new QListWidgetItem(QFileInfo(file).fileName() + " — " + QFileInfo(file).absolutePath());
        item->setData(Qt::UserRole, file);
        item->setToolTip(file);
        recent_->addItem(item);
    }
    recent_->setVisible(!files.isEmpty());
    recent_title_->setVisible(!files.isEmpty());
}

void WelcomePage::reword() {
    title_->setText(ui::words("ui.app"));
    subtitle_->setText(ui::words("ui.welcome.subtitle"));
    recent_title_->setText(ui::words("ui.welcome.recent"));
    hint_->setText(ui::words("ui.welcome.hint"));
}

void WelcomePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) reword();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
