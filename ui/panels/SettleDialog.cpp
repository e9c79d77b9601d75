#include "ui/panels/SettleDialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/ParamForm.h"

namespace orelens::panels {

SettleDialog::SettleDialog(ui::Document& document, const project::FindingGroup& group,
                           const std::vector<project::Remedy>& remedies, QWidget* parent)
    : QDialog(parent), document_(document), form_(new ParamForm(document)) {
    setAttribute(Qt::WA_DeleteOnClose);
    ui::tell(this, "ui.settle");
    const auto paragraph = [](const QString& text) {
        auto* label = new QLabel(text);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    };
    auto* refused = paragraph({});
    refused->hide();
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document, {}, nullptr));
    box->addWidget(paragraph(ui::words(group.first.what)));
    box->addWidget(paragraph("→ " + ui::words(group.first.fix)));
    box->addWidget(paragraph(ui::words(group.count == 1 ? "ui.settle.one" : "ui.settle.all",
                                       {{"count", base::grouped(static_cast<double>(group.count))}})));
    std::vector<std::string> ids;
    for (const project::Remedy& remedy : remedies) ids.push_back(remedy.id);
    form_->show_parameters(std::move(ids));
    box->addWidget(form_);
    for (const project::Remedy& remedy : remedies)
        if (!remedy.value.empty()) propose(remedy);
    box->addWidget(refused);
    box->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    ui::tell(buttons->button(QDialogButtonBox::Close), "ui.close");
    buttons->button(QDialogButtonBox::Close)->setIcon(QIcon());
    box->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(form_, &ParamForm::refused, refused, [refused](const QString& why) {
        refused->setText(why);
        refused->show();
    });
    connect(&document_, &ui::Document::recipeChanged, form_, [form = form_, refused] {
        refused->hide();
        form->refresh();
    });
    // A run has made the list anew; what this row said may be settled.
    connect(&document_.runs(), &ui::Runs::finished, this, [this](bool whole) {
        if (whole && document_.standing().older().empty()) accept();
    });
    // The findings are of the project that was open.
    connect(&document_, &ui::Document::replaced, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().height() * 30);
}

void SettleDialog::propose(const project::Remedy& remedy) {
    const auto at = project::find_param(remedy.id);
    if (!at) return;
    std::string shown = remedy.value;
    for (const base::Choice& choice : at->param->info.choices)
        if (choice.id == shown) shown = choice.label.in(ui::language());
    auto* button = new QPushButton(
        ui::words("ui.settle.take", {{"what", ui::words(at->param->info.label).toStdString()}, {"value", shown}}));
    button->setToolTip(ui::words("ui.form.id", {{"id", remedy.id}}));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, remedy, info = &at->param->info] {
        if (const auto value = base::parse_value(*info, remedy.value)) {
            const auto done = document_.edits().set_param(remedy.id, *value);
            if (!done) Q_EMIT form_->refused(ui::words(done.error()));
        }
    });
    layout()->addWidget(button);
    proposals_.push_back(button);
}

}  // namespace orelens::panels
