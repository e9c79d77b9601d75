#include "ui/panels/ModelDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScreen>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "core/project/FindingGroups.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/panels/ModelColumns.h"
#include "ui/panels/ModelPreview.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

enum Tab { columns_tab, rows_tab, findings_tab, options_tab };

constexpr std::array severity_keys{"ui.severity.info", "ui.severity.warning", "ui.severity.error"};

QString element_text(const io::ModelElement& element) {
    const QString name = QString::fromStdString(element.name);
    if (element.kind == io::ModelElementKind::sheet) return name;
    return ui::words(element.kind == io::ModelElementKind::regular_grid ? "ui.model.element.regular"
                                                                        : "ui.model.element.tensor",
                     {{"name", element.name},
                      {"cells", ui::plain_number(static_cast<double>(element.cells), 0).toStdString()},
                      {"columns", std::to_string(element.columns)}});
}

/// Of several grids the one with the most cells is what is meant, until another one is chosen.
std::string largest_grid(const std::vector<io::ModelElement>& elements) {
    const io::ModelElement* largest = nullptr;
    for (const io::ModelElement& element : elements)
        if (element.kind != io::ModelElementKind::sheet && (largest == nullptr || element.cells > largest->cells))
            largest = &element;
    return largest == nullptr || elements.size() < 2 ? std::string() : largest->name;
}

project::Project draft_project(const QString& file) {
    project::Project made;
    made.recipe.model.file = file.toStdString();
    made.recipe.general.name = QFileInfo(file).completeBaseName().toStdString();
    return made;
}

}  // namespace

ModelDialog::ModelDialog(const QString& file, bool with_shapes, QWidget* parent)
    : QDialog(parent),
      heading_(new QLabel),
      problem_(new QLabel),
      elements_(ui::tell(new QComboBox, "ui.model.element")),
      shapes_(ui::tell(new QCheckBox, "ui.model.with_shapes")),
      columns_(ui::tell(new ModelColumns, "ui.model.columns")),
      rows_(ui::tell(new TableView, "ui.import.preview")),
      findings_(ui::tell(new TableView, "ui.findings.table")),
      tabs_(ui::tell(new QTabWidget, "ui.model.columns")),
      preview_(new ModelPreview),
      pause_(new QTimer(this)) {
    ui::tell(this, "ui.model.title");
    draft_.runs().set_auto_economics(false);
    draft_.replace(draft_project(file), QString());
    for (QLabel* label : {heading_, problem_}) label->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    element_label_ = ui::label_for(elements_, "ui.model.element");
    shapes_->setChecked(with_shapes);
    shapes_->setVisible(with_shapes);
    auto* top = new QHBoxLayout;
    top->addWidget(element_label_);
    top->addWidget(elements_);
    top->addWidget(shapes_);
    top->addStretch(1);
    tabs_->addTab(columns_, ui::words("ui.model.columns_tab"));
    tabs_->addTab(rows_, ui::words("ui.model.rows_tab"));
    tabs_->addTab(findings_, QString());
    tabs_->addTab(make_options(), ui::words("ui.import.reading"));
    auto* split = new QSplitter;
    split->addWidget(tabs_);
    split->addWidget(preview_);
    split->setChildrenCollapsible(false);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    accept_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.import.accept");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    auto* box = new QVBoxLayout(this);
    box->addWidget(heading_);
    box->addLayout(top);
    box->addWidget(split, 1);
    box->addWidget(problem_);
    box->addWidget(buttons);
    pause_->setSingleShot(true);
    pause_->setInterval(300);
    connect(pause_, &QTimer::timeout, this, &ModelDialog::look);
    connect(&draft_, &ui::Document::recipeChanged, this, [this] {
        columns_->set_rule(draft_.project().recipe.model);
        if (!settling_) pause_->start();
    });
    connect(elements_, &QComboBox::currentIndexChanged, this, [this] {
        (void)draft_.edits().set_param("model.element", elements_->currentData().toString().toStdString());
    });
    connect(columns_, &ModelColumns::stated, this, [this](const blocks::ModelRule& rule) {
        draft_.edits().change_recipe(ui::words("ui.model.columns"), "",
                                     [&](project::Recipe& recipe) { recipe.model = rule; });
    });
    connect(preview_, &ModelPreview::changed, this, [this] {
        show_findings();
        tell();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        {
            const QScopedValueRollback<bool> leaving(leaving_, true);
            accept_->setEnabled(false);
            refresh_now();  // the pause may not be over
        }
        tell();
        // Events were served: the user may have left meanwhile.
        if (!isVisible() || !reasons().isEmpty()) return;
        preview_->stop();  // the import reads the file itself
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const QSize room = screen() != nullptr ? screen()->availableSize() : QSize(1280, 800);
    resize(QSize(fontMetrics().height() * 76, fontMetrics().height() * 42).boundedTo(room * 0.95));
    show_elements({});
    show_findings();
    look();
}

ModelDialog::~ModelDialog() = default;

/// Shown again when the import failed or was cancelled: the picture that was given up for it is made after all.
void ModelDialog::showEvent(QShowEvent* event) {
    if (seen_ == now() && questions_.empty() && !preview_->refused())
        preview_->show_model(draft_.project().recipe);
    QDialog::showEvent(event);
}

QWidget* ModelDialog::make_options() {
    auto* form = new ParamForm(draft_);
    form->show_stage("model");
    connect(&draft_, &ui::Document::recipeChanged, form, &ParamForm::refresh);
    auto* all = ui::tell(new QCheckBox, "ui.import.all_params");
    connect(all, &QCheckBox::toggled, form, &ParamForm::set_advanced);
    connect(form, &ParamForm::refused, this, [this](const QString& why) {
        problem_->setText("⚠ " + why);
        problem_->show();
    });
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->addWidget(all);
    box->addWidget(new Scroller(form), 1);
    return page;
}

project::Recipe ModelDialog::recipe() const {
    return draft_.project().recipe;
}

bool ModelDialog::takes_shapes() const {
    return !shapes_->isHidden() && shapes_->isChecked();
}

base::Expected<ModelDialog::Look> ModelDialog::look_at(const project::Recipe& recipe,
                                                       base::Progress& progress) {
    Look seen;
    blocks::ModelRule rule = recipe.model;
    // A list that cannot be read says nothing that the look itself would not.
    if (auto listed = io::model_elements(rule.file, progress.part(0, 0.3))) seen.elements = std::move(*listed);
    if (progress.cancelled()) return base::cancelled();
    if (rule.element.empty()) seen.element = rule.element = largest_grid(seen.elements);
    base::Progress looking = progress.part(0.3, 1);
    auto look = io::look_at_model(rule, recipe.folder, looking);
    if (!look) return std::unexpected(look.error());
    seen.look = std::move(*look);
    return seen;
}

ModelDialog::Seen ModelDialog::now() const {
    const project::Recipe& recipe = draft_.project().recipe;
    return {project::recipe_to_json(recipe), base::file_stamp(recipe.model.file)};
}

void ModelDialog::refresh_now() {
    if (!job_.running() && seen_ != now()) look();
    if (job_.running() && pause_->isActive()) look();  // of what was changed meanwhile
    while (job_.running()) job_.wait();  // another one may have followed
}

void ModelDialog::look() {
    pause_->stop();
    if (job_.running()) {
        again_ = true;
        return job_.cancel();
    }
    again_ = false;
    seen_.reset();
    auto seen = std::make_shared<Look>();
    job_.start(
        [recipe = draft_.project().recipe, seen](base::Progress& progress) -> base::Expected<void> {
            auto look = look_at(recipe, progress);
            if (!look) return std::unexpected(look.error());
            *seen = std::move(*look);
            return {};
        },
        [this, seen](const base::Expected<void>& done) { take(done, std::move(*seen)); });
    tell();
}

void ModelDialog::take(const base::Expected<void>& done, Look&& seen) {
    if (again_) return look();
    unreadable_.reset();
    questions_.clear();
    if (!done) {
        unreadable_ = done.error();
        // The columns of before stay: a statement that does not fit is corrected there.
        preview_->show_nothing();
        return tell();
    }
    mapping_ = std::move(seen.look.mapping);
    questions_ = std::move(seen.look.questions);
    show_elements(seen.elements);
    if (!seen.element.empty()) {
        // As if chosen, so that the recipe names what is shown.
        const QScopedValueRollback<bool> settling(settling_, true);
        (void)draft_.edits().set_param("model.element", seen.element);
    }
    seen_ = now();
    {
        const QSignalBlocker quiet(elements_);
        elements_->setCurrentIndex(std::max(
            0, elements_->findData(QString::fromStdString(draft_.project().recipe.model.element))));
    }
    columns_->set_mapping(*mapping_, draft_.project().recipe.model);
    show_rows();
    if (questions_.empty())
        preview_->show_model(draft_.project().recipe);
    else
        preview_->show_nothing();
    show_findings();
    tell();
}

void ModelDialog::show_elements(const std::vector<io::ModelElement>& elements) {
    const QSignalBlocker quiet(elements_);
    listed_ = elements;
    elements_->clear();
    const bool sheets = !elements.empty() && elements.front().kind == io::ModelElementKind::sheet;
    if (sheets) elements_->addItem(ui::words("ui.model.first_sheet"), QString());
    for (const io::ModelElement& element : elements)
        elements_->addItem(element_text(element), QString::fromStdString(element.name));
    const bool choice = elements.size() > 1;
    elements_->setVisible(choice);
    element_label_->setVisible(choice);
}

void ModelDialog::show_rows() {
    QStringList headings;
    for (const io::ModelColumn& column : mapping_->columns) headings << QString::fromStdString(column.header);
    std::vector<QStringList> preview;
    for (const std::vector<std::string>& cells : mapping_->preview) {
        QStringList row;
        for (const std::string& cell : cells) row << QString::fromStdString(cell);
        preview.push_back(std::move(row));
    }
    rows_->set_headings(headings);
    rows_->set_rows(preview);
    tabs_->setTabVisible(rows_tab, !preview.empty());
}

void ModelDialog::show_findings() {
    std::vector<QStringList> lines;
    if (const auto& drawn = preview_->drawn()) {
        std::vector<project::FindingGroup> groups = project::group_findings(drawn->findings);
        std::ranges::stable_sort(groups, std::ranges::greater(), &project::FindingGroup::severity);
        for (const project::FindingGroup& group : groups)
            lines.push_back({ui::words(severity_keys.at(static_cast<std::size_t>(group.severity))),
                             QString::fromStdString(group.column), ui::words(group.first.what),
                             group.first.fix.empty() ? QString() : ui::words(group.first.fix)});
    }
    findings_->set_headings({ui::words("ui.findings.severity"), ui::words("ui.model.head_column"),
                             ui::words("ui.findings.what"), ui::words("ui.findings.fix")});
    findings_->set_rows(lines);
    tabs_->setTabText(findings_tab, ui::words("ui.model.findings_tab", {{"count", std::to_string(lines.size())}}));
    tabs_->setTabVisible(findings_tab, preview_->drawn() != nullptr);
}

QStringList ModelDialog::reasons() const {
    QStringList why;
    if (unreadable_ && unreadable_->kind != base::ErrorKind::cancelled) why << ui::words(*unreadable_);
    for (const base::Error& question : questions_) why << ui::words(question);
    if (why.isEmpty() && !mapping_) why << ui::words("ui.model.looking");
    if (const auto& refused = preview_->refused(); why.isEmpty() && refused) why << ui::words(*refused);
    return why;
}

void ModelDialog::tell() {
    const QStringList why = reasons();
    const bool looking = !mapping_ && job_.running();
    problem_->setText(why.isEmpty() ? QString() : (looking ? "" : "⚠ ") + why.join("\n⚠ "));
    problem_->setVisible(!why.isEmpty());
    accept_->setEnabled(why.isEmpty() && !leaving_);
    const QString name = QFileInfo(QString::fromStdString(draft_.project().recipe.model.file)).fileName();
    std::string program = "–";
    if (mapping_)
        program = mapping_->program == "table" ? ui::words("ui.model.plain_table").toStdString()
                                               : mapping_->program;
    QString heading = ui::words("ui.model.heading", {{"file", name.toStdString()}, {"program", program}});
    if (mapping_ && !mapping_->encoding.empty() && mapping_->encoding != "UTF-8")
        heading += " " + ui::words("ui.model.encoding", {{"encoding", mapping_->encoding}});
    heading_->setText(heading);
}

}  // namespace orelens::panels
