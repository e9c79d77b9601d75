#include "ui/panels/GroupBar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QToolButton>

#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::panels {
namespace {

QToolButton* small_button(const char* icon, const std::string& key) {
    auto* button = new QToolButton;
    button->setIcon(ui::icon(icon));
    button->setFocusPolicy(Qt::StrongFocus);
    ui::tell(button, key.c_str());
    return button;
}

}  // namespace

GroupBar::GroupBar(const std::string& group, const std::vector<std::string>& keys, const std::string& current,
                   QWidget* parent)
    : QWidget(parent) {
    const std::string words = "ui.group." + group;
    auto* combo = new QComboBox;
    combo->setFocusPolicy(Qt::StrongFocus);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(4);
    for (const std::string& key : keys) combo->addItem(QString::fromStdString(key));
    combo->setCurrentText(QString::fromStdString(current));
    QLabel* label = ui::label_for(combo, words.c_str());
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    QToolButton* add = small_button("plus", words + ".add");
    QToolButton* remove = small_button("minus", words + ".remove");
    remove->setEnabled(!keys.empty());
    combo->setEnabled(!keys.empty());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    row->addWidget(label);
    row->addWidget(combo, 1);
    row->addWidget(add);
    row->addWidget(remove);
    connect(combo, &QComboBox::activated, this, [this, combo](int) { Q_EMIT chosen(combo->currentText()); });
    connect(add, &QToolButton::clicked, this, [this, words] {
        bool taken = false;
        const QString key =
            QInputDialog::getText(this, ui::words((words + ".add").c_str()),
                                  ui::words((words + ".name").c_str()), QLineEdit::Normal, QString(), &taken);
        if (taken) Q_EMIT added(key);
    });
    connect(remove, &QToolButton::clicked, this, [this, combo] { Q_EMIT removed(combo->currentText()); });
}

}  // namespace orelens::panels
