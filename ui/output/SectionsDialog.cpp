#include "ui/output/SectionsDialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/Words.h"

namespace orelens::output {

SectionsDialog::SectionsDialog(const QStringList& names, QWidget* parent)
    : QDialog(parent), list_(ui::tell(new QListWidget, "ui.sections.list")), go_(nullptr) {
    ui::tell(this, "ui.sections.title");
    for (const QString& name : names) {
        auto* item = new QListWidgetItem(name, list_);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    auto* all = ui::tell(new QPushButton, "ui.sections.all");
    auto* none = ui::tell(new QPushButton, "ui.sections.none");
    auto* both = new QHBoxLayout;
    both->addWidget(all);
    both->addWidget(none);
    both->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    go_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.sections.go");
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    auto* outer = new QVBoxLayout(this);
    outer->addWidget(ui::label_for(list_, "ui.sections.list"));
    outer->addWidget(list_, 1);
    outer->addLayout(both);
    outer->addWidget(buttons);
    connect(all, &QPushButton::clicked, this, [this] { tick(true); });
    connect(none, &QPushButton::clicked, this, [this] { tick(false); });
    connect(list_, &QListWidget::itemChanged, this, [this] { go_->setEnabled(!chosen().empty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SectionsDialog::tick(bool on) {
    for (int row = 0; row < list_->count(); ++row) list_->item(row)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
}

std::vector<std::size_t> SectionsDialog::chosen() const {
    std::vector<std::size_t> places;
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->checkState() == Qt::Checked) places.push_back(static_cast<std::size_t>(row));
    return places;
}

}  // namespace orelens::output
