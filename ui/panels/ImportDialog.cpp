#include "ui/panels/ImportDialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QScreen>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/FileNature.h"
#include "core/base/RegularFile.h"
#include "core/project/Crs.h"
#include "ui/Folders.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/CrsEdit.h"
#include "ui/panels/ParamForm.h"
#include "ui/panels/Scroller.h"

namespace orelens::panels {
namespace {

constexpr std::array file_keys{"ui.import.collar", "ui.import.survey", "ui.import.assay",
                               "ui.import.lithology", "ui.import.density"};
static_assert(file_keys.size() == io::table_kind_ids.size());

QString table_name(const std::string& table) {
    return ui::words(("ui.import." + table).c_str()).remove(QRegularExpression("\\(&.\\)|&"));
}

QString tab_text(const io::TableGuess& table) {
    return (table.ready() ? QString() : QStringLiteral("⚠ ")) + table_name(table.table);
}

/// Why a file is not taken: its place is filled, or what it is instead.
QString why_not(const QString& file, std::optional<io::TableKind> kind) {
    if (kind)
        return ui::words("ui.import.second_table",
                         {{"table", table_name(io::table_kind_ids[static_cast<std::size_t>(*kind)].data()).toStdString()}});
    const auto head = base::read_regular_file(file.toStdString(), {.take = base::nature_bytes});
    if (!head) return ui::words(head.error().what);
    const base::Message nature = base::nature_words(base::nature_of(*head));
    return nature.key.empty() ? ui::words("ui.import.no_columns") : ui::words(nature);
}

project::Project draft_project() {
    project::Project made;
    made.recipe.general.name.clear();
    return made;
}

}  // namespace

ImportDialog::ImportDialog(QWidget* parent)
    : QDialog(parent),
      crs_(new CrsEdit),
      tabs_(ui::tell(new QTabWidget, "ui.import.tables")),
      problem_(new QLabel),
      left_out_(new QLabel),
      pause_(new QTimer(this)) {
    ui::tell(this, "ui.import.title");
    draft_.runs().set_auto_economics(false);
    draft_.replace(draft_project(), QString());
    problem_->setWordWrap(true);
    left_out_->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (int table = 0; table < static_cast<int>(files_.size()); ++table) {
        auto* line = new QLineEdit;
        files_[static_cast<std::size_t>(table)] = line;
        auto* button = ui::tell(new QPushButton, "ui.import.browse");
        button->setIcon(ui::icon("open"));
        auto* row = new QHBoxLayout;
        row->addWidget(line, 1);
        row->addWidget(button);
        form->addRow(ui::label_for(line, file_keys[static_cast<std::size_t>(table)]), row);
        connect(button, &QPushButton::clicked, this, [this, table] { browse(table); });
        connect(line, &QLineEdit::textChanged, pause_, qOverload<>(&QTimer::start));
        // A path that was typed finds the rest of its drilling as one that was chosen does.
        connect(line, &QLineEdit::editingFinished, this, [this, line] {
            if (!line->isModified() || !QFileInfo(line->text()).isFile()) return;
            line->setModified(false);
            fill_siblings(line->text());
        });
    }
    crs_->setPlaceholderText(ui::words("ui.import.crs_hint"));
    form->addRow(ui::label_for(crs_, "ui.import.crs"), crs_);
    connect(crs_, &QLineEdit::textChanged, this, &ImportDialog::tell);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    accept_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.import.accept");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    auto* box = new QVBoxLayout(this);
    auto* intro = ui::tell(new QLabel, "ui.import.intro");
    intro->setWordWrap(true);
    box->addWidget(intro);
    box->addLayout(form);
    box->addWidget(left_out_);
    box->addWidget(tabs_, 100);
    box->addWidget(problem_);
    box->addWidget(buttons);
    options_ = make_options();
    tabs_->addTab(options_, ui::words("ui.import.reading"));
    pause_->setSingleShot(true);
    pause_->setInterval(300);
    connect(pause_, &QTimer::timeout, this, [this] {
        // Not under the hand of somebody who is choosing.
        if (QApplication::activePopupWidget() != nullptr) return pause_->start();
        rebuild();
    });
    // Columns and conventions: what is understood of the files may be something else.
    connect(&draft_, &ui::Document::recipeChanged, this, [this] {
        if (!rebuilding_) pause_->start();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        refresh_now();  // the pause may not be over
        if (reasons().isEmpty()) accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const QSize room = screen() != nullptr ? screen()->availableSize() : QSize(1280, 800);
    resize(QSize(fontMetrics().height() * 60, fontMetrics().height() * 38).boundedTo(room * 0.95));
    rebuild();
}

QWidget* ImportDialog::make_options() {
    auto* form = new ParamForm(draft_);
    // The files have their boxes above.
    std::set<std::string> above;
    for (const std::string_view table : io::table_kind_ids) above.insert("drillholes." + std::string(table) + "_file");
    form->leave_out(std::move(above));
    form->show_stage("import");
    connect(&draft_, &ui::Document::recipeChanged, form, &ParamForm::refresh);
    auto* all = ui::tell(new QCheckBox, "ui.import.all_params");
    connect(all, &QCheckBox::toggled, form, &ParamForm::set_advanced);
    connect(form, &ParamForm::refused, this, [this](const QString& why) { problem_->setText("⚠ " + why); });
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->addWidget(all);
    box->addWidget(new Scroller(form), 1);
    return page;
}

void ImportDialog::set_file(int table, const QString& file) {
    files_[static_cast<std::size_t>(table)]->setText(file);
}

void ImportDialog::browse(int table) {
    QString start;
    for (const QLineEdit* line : files_)
        if (start.isEmpty() && !line->text().isEmpty()) start = QFileInfo(line->text()).absolutePath();
    if (start.isEmpty()) start = ui::last_folder();
    const QString file = QFileDialog::getOpenFileName(
        this, ui::plain_words(file_keys[static_cast<std::size_t>(table)]), start, ui::words("ui.import.filter"));
    if (file.isEmpty()) return;
    ui::remember_folder(file);
    set_file(table, file);
    fill_siblings(file);
    rebuild();
}

void ImportDialog::fill_siblings(const QString& file) {
    for (const auto& [kind, sibling] : io::sibling_tables(file.toStdString()))
        if (QLineEdit* line = files_[static_cast<std::size_t>(kind)]; line->text().isEmpty())
            line->setText(QString::fromStdString(sibling));
}

void ImportDialog::offer_files(const QStringList& files, const QStringList& beside) {
    not_taken_.clear();
    more_assays_.clear();
    beside_.clear();
    for (const QString& file : beside) beside_ << QFileInfo(file).fileName();
    QString first;
    for (const QString& file : files) {
        const auto kind = io::guess_table_kind(file.toStdString());
        const bool taken = kind && !files_[static_cast<std::size_t>(*kind)]->text().isEmpty();
        if (taken && *kind == io::TableKind::assay && add_assays(file)) {
            more_assays_ << QFileInfo(file).fileName();
            continue;
        }
        if (!kind || !files_[static_cast<std::size_t>(*kind)]->text().isEmpty()) {
            not_taken_ << ui::words("ui.import.not_because", {{"file", QFileInfo(file).fileName().toStdString()},
                                                              {"reason", why_not(file, kind).toStdString()}});
            continue;
        }
        set_file(static_cast<int>(*kind), file);
        if (first.isEmpty()) first = file;
    }
    if (!first.isEmpty()) fill_siblings(first);
    rebuild();
}

bool ImportDialog::add_assays(const QString& file) {
    const drilling::AssayRule& rule = draft_.project().recipe.assays;
    const std::array<std::pair<const char*, const std::string*>, 4> places{{{"second", &rule.second_file},
                                                                           {"third", &rule.third_file},
                                                                           {"fourth", &rule.fourth_file},
                                                                           {"fifth", &rule.fifth_file}}};
    for (const auto& [name, now] : places)
        if (now->empty())
            return draft_.edits().set_param("assays." + std::string(name) + "_file", file.toStdString()).has_value();
    return false;
}

void ImportDialog::forget_columns(std::size_t table) {
    const std::string id(io::table_kind_ids[table]);
    for (const io::TableGuess& guess : tables_)
        if (guess.table == id)
            for (const std::string& role : guess.roles)
                (void)draft_.edits().set_param(io::column_param(id, role), std::string());
    if (id == "assay") grades_.clear();
}

void ImportDialog::refresh_now() {
    rebuild();
}

void ImportDialog::rebuild() {
    pause_->stop();
    const QScopedValueRollback<bool> busy(rebuilding_, true);
    for (std::size_t table = 0; table < files_.size(); ++table) {
        const std::string id = "drillholes." + std::string(io::table_kind_ids[table]) + "_file";
        const std::string file = files_[table]->text().trimmed().toStdString();
        const auto before = project::get_param(draft_.project().recipe, id);
        if (before && std::get<std::string>(*before) != file) forget_columns(table);
        (void)draft_.edits().set_param(id, file);
    }
    const project::Recipe& recipe = draft_.project().recipe;
    tables_ = io::guess_tables(recipe.drillholes, recipe.assays, "");
    more_elements_.clear();
    for (const std::string& file : drilling::more_files(recipe.assays)) {
        drilling::ImportRule alone;
        alone.assay_file = file;
        for (const io::TableGuess& guess : io::guess_tables(alone, {}, ""))
            for (const auto& [element, unit] : guess.mapping.units) more_elements_.push_back(element);
    }
    const bool same = std::ranges::equal(tables_, pages_, {}, offered_by, &Page::offered);
    same ? update_pages() : rebuild_pages();
    tell();
}

void ImportDialog::rebuild_pages() {
    const int before = tabs_->currentIndex();
    // The keyboard stays in the box of the same role.
    const QWidget* used = QApplication::focusWidget();
    const bool here = used != nullptr && isAncestorOf(used) && used->isVisible();
    const QString used_name = here ? used->accessibleName() : QString();
    const int used_page = here && before < static_cast<int>(pages_.size()) && tabs_->currentWidget()->isAncestorOf(used)
                              ? before
                              : -1;
    const bool on_options = tabs_->currentWidget() == options_;
    while (tabs_->count() > 1) {
        QWidget* page = tabs_->widget(0);
        tabs_->removeTab(0);
        page->deleteLater();
    }
    pages_.clear();
    for (std::size_t n = 0; n < tables_.size(); ++n) {
        pages_.push_back(table_page(tables_[n]));
        tabs_->insertTab(static_cast<int>(n), pages_.back().widget, tab_text(tables_[n]));
    }
    const int last = tabs_->count() - 1;
    tabs_->setCurrentIndex(on_options && !tables_.empty() && before == 0 ? 0
                           : on_options                                  ? last
                                                                         : std::min(before, last));
    if (used_page < 0 || used_page >= static_cast<int>(pages_.size())) return;
    for (QComboBox* combo : pages_[static_cast<std::size_t>(used_page)].widget->findChildren<QComboBox*>())
        if (combo->accessibleName() == used_name) return combo->setFocus();
}

/// Other values in the same boxes.
void ImportDialog::update_pages() {
    for (std::size_t n = 0; n < pages_.size(); ++n) {
        Page& page = pages_[n];
        update_mapping_form(page.form, tables_[n]);
        show_grades(page);
        QWidget* preview = make_preview(tables_[n]);
        page.widget->layout()->replaceWidget(page.preview, preview);
        page.preview->hide();
        page.preview->deleteLater();
        page.preview = preview;
        tabs_->setTabText(static_cast<int>(n), tab_text(tables_[n]));
    }
}

/// What was chosen of grades before outlives a new look at the files.
void ImportDialog::show_grades(const Page& page) {
    for (const MappingRow& row : page.form.rows) {
        if (row.unit == nullptr) continue;
        const QSignalBlocker quiet(row.header), quiet_unit(row.unit);
        auto chosen = grades_.find(row.role);
        const bool there = chosen != grades_.end() && (chosen->second.header.isEmpty() ||
                                                       row.header->findData(chosen->second.header) >= 0);
        if (!there) {
            grades_[row.role] = {row.header->currentData().toString(), row.unit->currentData().toInt(), false};
            continue;
        }
        row.header->setCurrentIndex(std::max(0, row.header->findData(chosen->second.header)));
        if (chosen->second.stated) row.unit->setCurrentIndex(row.unit->findData(chosen->second.unit));
    }
}

bool ImportDialog::any_grade(const io::TableGuess& table) const {
    return table.mapping.units.empty() || std::ranges::any_of(table.mapping.units, [&](const auto& unit) {
               const auto chosen = grades_.find(unit.first);
               return chosen == grades_.end() || !chosen->second.header.isEmpty();
           });
}

QStringList ImportDialog::reasons() const {
    QStringList reasons;
    for (const io::TableGuess& table : tables_) {
        const std::string name = table_name(table.table).toStdString();
        if (table.problem) {
            reasons << ui::words(*table.problem);
            continue;
        }
        QStringList roles;
        for (const std::string& role : table.missing)
            if (role != "grade") roles << role_name(role);
        if (!roles.isEmpty())
            reasons << ui::words("ui.import.missing",
                                 {{"table", name}, {"roles", roles.join(", ").toStdString()}});
        if (std::ranges::find(table.missing, "grade") != table.missing.end())
            reasons << ui::words("ui.import.no_grade", {{"table", name}});
        else if (table.table == "assay" && !any_grade(table) && more_elements_.empty())
            reasons << ui::words("ui.import.no_grade_chosen", {{"table", name}});
    }
    const auto named = [&](std::size_t table) { return !files_[table]->text().trimmed().isEmpty(); };
    // A table of blast holes or of points brings its places along.
    const project::Recipe& recipe = draft_.project().recipe;
    const bool placed = std::ranges::any_of(tables_, [](const io::TableGuess& table) {
        return table.table == "assay" && table.kind == drilling::SampleKind::collar_depth;
    });
    if (recipe.assays.points_file.empty() && !(named(2) && (named(0) || placed)))
        reasons << ui::words("ui.import.need_files");
    if (auto fine = project::check_crs(crs_->text().trimmed().toStdString()); !fine)
        reasons << ui::words("ui.import.crs_reason", {{"reason", ui::words(fine.error().what).toStdString()}});
    return reasons;
}

void ImportDialog::tell() {
    const QStringList why = reasons();
    problem_->setText(why.isEmpty() ? QString() : "⚠ " + why.join("\n⚠ "));
    problem_->setVisible(!why.isEmpty());
    QStringList lines;
    if (!more_assays_.isEmpty())
        lines << ui::words("ui.import.more_assays", {{"files", more_assays_.join(", ").toStdString()}});
    if (!not_taken_.isEmpty())
        lines << ui::words("ui.import.not_taken", {{"files", not_taken_.join("; ").toStdString()}});
    if (!beside_.isEmpty())
        lines << ui::words("ui.import.beside", {{"files", beside_.join(", ").toStdString()}});
    left_out_->setText(lines.join("\n"));
    left_out_->setVisible(!lines.isEmpty());
    accept_->setEnabled(why.isEmpty());
}

ImportDialog::Page ImportDialog::table_page(const io::TableGuess& table) {
    Page page{offered_by(table), new QWidget, make_mapping_form(table), make_preview(table)};
    auto* box = new QVBoxLayout(page.widget);
    box->addWidget(page.form.widget);
    box->addWidget(page.preview, 1);
    show_grades(page);
    for (const MappingRow& row : page.form.rows)
        if (row.unit != nullptr)
            bind_grade(row.role, row.header, row.unit);
        else
            bind_column(table.table, row.role, row.header);
    return page;
}

void ImportDialog::bind_column(const std::string& table, const std::string& role, QComboBox* header) {
    connect(header, &QComboBox::currentIndexChanged, this, [this, table, role, header] {
        std::string chosen = header->currentData().toString().toStdString();
        // Empty means "guess", which would find the column again.
        if (chosen.empty()) chosen = "-";
        const auto set = draft_.edits().set_param(io::column_param(table, role), chosen);
        if (!set) problem_->setText("⚠ " + ui::words(set.error()));
    });
}

void ImportDialog::bind_grade(const std::string& element, QComboBox* header, QComboBox* unit) {
    connect(header, &QComboBox::currentIndexChanged, this, [this, element, header] {
        grades_[element].header = header->currentData().toString();
        tell();
    });
    connect(unit, &QComboBox::currentIndexChanged, this, [this, element, unit] {
        grades_[element].unit = unit->currentData().toInt();
        grades_[element].stated = true;
    });
}

project::Recipe ImportDialog::recipe() const {
    project::Recipe recipe = draft_.project().recipe;
    recipe.general.crs = crs_->text().trimmed().toStdString();
    const QString first = files_[0]->text().isEmpty() ? files_[2]->text() : files_[0]->text();
    recipe.general.name = QFileInfo(first).dir().dirName().toStdString();
    for (const io::TableGuess& table : tables_) {
        if (table.table != "assay") continue;
        for (const auto& [element, grade] : grades_) {
            if (!table.mapping.units.contains(element) || grade.header.isEmpty()) continue;
            drilling::AssayColumnRule& assay = recipe.element[element].assay;
            if (assay.column.empty()) assay.column = grade.header.toStdString();
            // A unit that nobody chose stays the header's: where it states none, a finding says so.
            if (grade.stated) assay.unit = static_cast<base::GradeUnit>(grade.unit);
        }
    }
    // Elements that are stated are all that is read: those of the further tables are stated with them.
    if (!recipe.element.empty())
        for (const std::string& element : more_elements_)
            if (!grades_.contains(element)) recipe.element.try_emplace(element);
    return recipe;
}

}  // namespace orelens::panels
