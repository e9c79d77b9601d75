#include "ui/panels/ModelDialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <array>

#include "ui/Words.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr std::array use_keys{
    "ui.model.place",  "ui.model.index",      "ui.model.size",     "ui.model.density", "ui.model.tonnage",
    "ui.model.volume", "ui.model.proportion", "ui.model.excluded", "ui.model.grade",   "ui.model.category",
    "ui.model.number", "ui.model.definition", "ui.model.unused"};
static_assert(use_keys.size() == static_cast<std::size_t>(io::ColumnUse::unused) + 1);

QStringList row_of(const io::ModelColumn& column) {
    QString note;
    if (column.use == io::ColumnUse::unused && !column.why.empty()) note = ui::words(column.why.c_str());
    if (column.unit_assumed) note = ui::words("ui.model.unit_assumed");
    if (column.stated) note = ui::words("ui.model.stated");
    return {QString::fromStdString(column.header), ui::words(use_keys[static_cast<std::size_t>(column.use)]),
            QString::fromStdString(column.name), QString::fromStdString(column.unit), note};
}

}  // namespace

ModelDialog::ModelDialog(const QString& file, QWidget* parent)
    : QDialog(parent),
      heading_(new QLabel),
      problem_(new QLabel),
      columns_(ui::tell(new TableView, "ui.model.columns")),
      rows_(ui::tell(new TableView, "ui.import.preview")),
      tabs_(ui::tell(new QTabWidget, "ui.model.columns")),
      pause_(new QTimer(this)) {
    ui::tell(this, "ui.model.title");
    draft_.runs().set_auto_economics(false);
    project::Project made;
    made.recipe.model.file = file.toStdString();
    made.recipe.general.name = QFileInfo(file).completeBaseName().toStdString();
    draft_.replace(std::move(made), QString());
    heading_->setWordWrap(true);
    problem_->setWordWrap(true);
    auto* form = new ParamForm(draft_);
    form->show_stage("model");
    auto* all = ui::tell(new QCheckBox, "ui.import.all_params");
    connect(all, &QCheckBox::toggled, form, &ParamForm::set_advanced);
    connect(form, &ParamForm::refused, this, [this](const QString& why) { problem_->setText("⚠ " + why); });
    auto* options = new QWidget;
    auto* options_box = new QVBoxLayout(options);
    options_box->addWidget(all);
    options_box->addWidget(new Scroller(form), 1);
    tabs_->addTab(columns_, ui::words("ui.model.columns_tab"));
    tabs_->addTab(rows_, ui::words("ui.model.rows_tab"));
    tabs_->addTab(options, ui::words("ui.import.reading"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    accept_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.import.accept");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    auto* box = new QVBoxLayout(this);
    box->addWidget(heading_);
    box->addWidget(tabs_, 1);
    box->addWidget(problem_);
    box->addWidget(buttons);
    pause_->setSingleShot(true);
    pause_->setInterval(300);
    connect(pause_, &QTimer::timeout, this, &ModelDialog::rebuild);
    connect(&draft_, &ui::Document::recipeChanged, pause_, qOverload<>(&QTimer::start));
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        rebuild();
        if (mapping_) accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(fontMetrics().height() * 56, fontMetrics().height() * 34);
    rebuild();
}

project::Recipe ModelDialog::recipe() const {
    return draft_.project().recipe;
}

void ModelDialog::refresh_now() {
    rebuild();
}

void ModelDialog::rebuild() {
    pause_->stop();
    auto guessed = io::guess_model_mapping(draft_.project().recipe.model, "");
    mapping_.reset();
    problem_->setText(guessed ? QString() : "⚠ " + ui::words(guessed.error()));
    problem_->setVisible(!guessed.has_value());
    accept_->setEnabled(guessed.has_value());
    const QString name = QFileInfo(QString::fromStdString(draft_.project().recipe.model.file)).fileName();
    heading_->setText(
        ui::words("ui.model.heading",
                  {{"file", name.toStdString()},
                   {"program", !guessed                      ? "?"
                               : guessed->program == "table" ? ui::words("ui.model.plain_table").toStdString()
                                                             : guessed->program}}));
    if (!guessed) return;
    mapping_ = std::move(*guessed);
    columns_->set_headings({ui::words("ui.model.head_column"), ui::words("ui.model.head_use"),
                            ui::words("ui.model.head_name"), ui::words("ui.model.head_unit"),
                            ui::words("ui.model.head_note")});
    std::vector<QStringList> lines;
    QStringList headings;
    for (const io::ModelColumn& column : mapping_->columns) {
        lines.push_back(row_of(column));
        headings << QString::fromStdString(column.header);
    }
    columns_->set_rows(lines);
    std::vector<QStringList> preview;
    for (const std::vector<std::string>& cells : mapping_->preview) {
        QStringList row;
        for (const std::string& cell : cells) row << QString::fromStdString(cell);
        preview.push_back(std::move(row));
    }
    rows_->set_headings(headings);
    rows_->set_rows(preview);
    tabs_->setTabVisible(1, !preview.empty());
}

}  // namespace orelens::panels
