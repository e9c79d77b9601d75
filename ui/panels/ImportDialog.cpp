#include "ui/panels/ImportDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTextStream>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/ImportPages.h"

namespace orelens::panels {
namespace {

constexpr std::array file_keys{"ui.import.collar", "ui.import.survey", "ui.import.assay",
                               "ui.import.lithology"};

void fill(QComboBox* combo, std::initializer_list<const char*> keys) {
    for (const char* key : keys) combo->addItem(ui::words(key));
}

}  // namespace

int guess_table(const QString& path) {
    const QString name = QFileInfo(path).completeBaseName().toLower();
    static const std::array<QStringList, 4> hints{
        QStringList{"collar", "header", "location", "kongkou", "孔口"},
        QStringList{"survey", "deviation", "devi", "测斜"},
        QStringList{"assay", "sample", "grade", "chem", "化验", "样品"},
        QStringList{"lith", "geol", "rock", "岩性", "地质"}};
    for (std::size_t table = 0; table < hints.size(); ++table)
        for (const QString& hint : hints[table])
            if (name.contains(hint)) return static_cast<int>(table);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return -1;
    const QString head = QString::fromUtf8(file.readLine(4096)).toLower();
    if (head.contains("azi") || head.contains("dip")) return 1;
    const bool intervals = head.contains("from") && head.contains("to");
    if (intervals) return head.contains("lith") || head.contains("rock") ? 3 : 2;
    return head.contains("east") || head.contains("north") || head.contains("elev") ? 0 : -1;
}

ImportDialog::ImportDialog(QWidget* parent)
    : QDialog(parent),
      length_(new QComboBox),
      dip_(new QComboBox),
      below_(new QComboBox),
      nulls_(new QLineEdit),
      tabs_(ui::tell(new QTabWidget, "ui.import.tables")),
      problem_(new QLabel),
      pause_(new QTimer(this)) {
    ui::tell(this, "ui.import.title");
    fill(length_, {"ui.import.metre", "ui.import.foot"});
    fill(dip_, {"ui.import.dip_detect", "ui.import.dip_negative", "ui.import.dip_positive"});
    fill(below_, {"ui.import.below_half", "ui.import.below_zero", "ui.import.below_missing"});
    nulls_->setText(QString::fromStdString(drilling::ImportRule{}.null_codes));
    problem_->setWordWrap(true);
    auto* left = new QFormLayout;
    left->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (int table = 0; table < 4; ++table) {
        auto* line = new QLineEdit;
        files_[static_cast<std::size_t>(table)] = line;
        auto* button = ui::tell(new QPushButton, "ui.import.browse");
        button->setIcon(ui::icon("open"));
        auto* row = new QHBoxLayout;
        row->addWidget(line, 1);
        row->addWidget(button);
        left->addRow(ui::label_for(line, file_keys[static_cast<std::size_t>(table)]), row);
        connect(button, &QPushButton::clicked, this, [this, table] { browse(table); });
        connect(line, &QLineEdit::textChanged, pause_, qOverload<>(&QTimer::start));
    }
    auto* right = new QFormLayout;
    right->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    right->addRow(ui::label_for(length_, "ui.import.length"), length_);
    right->addRow(ui::label_for(dip_, "ui.import.dip"), dip_);
    right->addRow(ui::label_for(below_, "ui.import.below"), below_);
    right->addRow(ui::label_for(nulls_, "ui.import.nulls"), nulls_);
    auto* top = new QHBoxLayout;
    top->addLayout(left, 3);
    top->addSpacing(fontMetrics().height());
    top->addLayout(right, 2);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    accept_ = ui::tell(buttons->button(QDialogButtonBox::Ok), "ui.import.accept");
    for (QAbstractButton* button : buttons->buttons()) button->setIcon(QIcon());
    ui::tell(buttons->button(QDialogButtonBox::Cancel), "ui.cancel");
    auto* box = new QVBoxLayout(this);
    auto* intro = ui::tell(new QLabel, "ui.import.intro");
    intro->setWordWrap(true);
    box->addWidget(intro);
    box->addLayout(top);
    box->addWidget(problem_);
    box->addWidget(tabs_, 100);
    box->addStretch(1);  // keeps the fields together while there are no tables to show
    box->addWidget(buttons);
    pause_->setSingleShot(true);
    pause_->setInterval(300);
    connect(pause_, &QTimer::timeout, this, &ImportDialog::rebuild);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(fontMetrics().height() * 58, fontMetrics().height() * 36);
    rebuild();
}

void ImportDialog::browse(int table) {
    const QString start = QFileInfo(files_[0]->text()).absolutePath();
    const QString file = QFileDialog::getOpenFileName(
        this, ui::words(file_keys[static_cast<std::size_t>(table)]),
        files_[0]->text().isEmpty() ? QString() : start, ui::words("ui.import.filter"));
    if (file.isEmpty()) return;
    files_[static_cast<std::size_t>(table)]->setText(file);
    fill_neighbours(file);
}

void ImportDialog::fill_neighbours(const QString& file) {
    // The other tables are often in the same folder under telling names.
    for (const QFileInfo& other :
         QFileInfo(file).dir().entryInfoList({"*.csv", "*.txt", "*.dat", "*.xlsx"}, QDir::Files)) {
        const int looks_like = guess_table(other.filePath());
        if (looks_like >= 0 && files_[static_cast<std::size_t>(looks_like)]->text().isEmpty())
            files_[static_cast<std::size_t>(looks_like)]->setText(other.filePath());
    }
}

void ImportDialog::offer_files(const QStringList& files) {
    for (const QString& file : files) {
        const int table = guess_table(file);
        if (table >= 0) files_[static_cast<std::size_t>(table)]->setText(file);
    }
    if (!files.isEmpty()) fill_neighbours(files.front());
    rebuild();
}

void ImportDialog::refresh_now() {
    rebuild();
}

drilling::ImportRule ImportDialog::rule_of_files() const {
    drilling::ImportRule rule;
    rule.collar_file = files_[0]->text().trimmed().toStdString();
    rule.survey_file = files_[1]->text().trimmed().toStdString();
    rule.assay_file = files_[2]->text().trimmed().toStdString();
    rule.lithology_file = files_[3]->text().trimmed().toStdString();
    rule.length_unit = static_cast<base::LengthUnit>(length_->currentIndex());
    rule.dip = static_cast<drilling::DipConvention>(dip_->currentIndex());
    rule.below_detection = static_cast<drilling::BelowDetection>(below_->currentIndex());
    rule.null_codes = nulls_->text().toStdString();
    return rule;
}

void ImportDialog::rebuild() {
    pause_->stop();
    columns_.clear();
    while (tabs_->count() > 0) {
        QWidget* page = tabs_->widget(0);
        tabs_->removeTab(0);
        page->deleteLater();
    }
    const drilling::ImportRule rule = rule_of_files();
    const bool enough = !rule.collar_file.empty() && !rule.assay_file.empty();
    problem_->setText(enough ? QString() : ui::words("ui.import.need_files"));
    mappings_.clear();
    if (enough) {
        auto guessed = io::guess_mapping(rule, "");
        if (guessed)
            mappings_ = std::move(*guessed);
        else
            problem_->setText("⚠ " + ui::words(guessed.error()));
    }
    for (const io::TableMapping& mapping : mappings_)
        tabs_->addTab(table_page(mapping), ui::words(("ui.import." + mapping.table).c_str()).remove('&'));
    problem_->setVisible(!problem_->text().isEmpty());
    tabs_->setVisible(tabs_->count() > 0);
    accept_->setEnabled(!mappings_.empty());
}

QWidget* ImportDialog::table_page(const io::TableMapping& mapping) {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    MappingForm form = make_mapping_form(mapping);
    box->addWidget(form.widget);
    for (const MappingRow& row : form.rows)
        columns_.push_back({mapping.table, row.role, row.header, row.unit});
    box->addWidget(make_preview(mapping), 1);
    return page;
}

void ImportDialog::apply_columns(project::Recipe& recipe) const {
    drilling::ImportRule& rule = recipe.drillholes;
    const std::map<std::string, std::string*> targets{{"collar.hole", &rule.collar_hole},
                                                      {"collar.x", &rule.collar_x},
                                                      {"collar.y", &rule.collar_y},
                                                      {"collar.z", &rule.collar_z},
                                                      {"collar.depth", &rule.collar_depth},
                                                      {"collar.azimuth", &rule.collar_azimuth},
                                                      {"collar.dip", &rule.collar_dip},
                                                      {"survey.hole", &rule.survey_hole},
                                                      {"survey.depth", &rule.survey_depth},
                                                      {"survey.azimuth", &rule.survey_azimuth},
                                                      {"survey.dip", &rule.survey_dip},
                                                      {"assay.hole", &rule.assay_hole},
                                                      {"assay.from", &rule.assay_from},
                                                      {"assay.to", &rule.assay_to},
                                                      {"lithology.hole", &rule.lithology_hole},
                                                      {"lithology.from", &rule.lithology_from},
                                                      {"lithology.to", &rule.lithology_to},
                                                      {"lithology.code", &rule.lithology_code}};
    for (const Column& column : columns_) {
        const std::string header = column.header->currentData().toString().toStdString();
        const auto target = targets.find(column.table + "." + column.role);
        if (target != targets.end()) {
            *target->second = header;
        } else if (column.unit && !header.empty()) {
            drilling::AssayColumnRule& assay = recipe.element[column.role].assay;
            assay.column = header;
            assay.unit = static_cast<base::GradeUnit>(column.unit->currentData().toInt());
        }
    }
}

project::Recipe ImportDialog::recipe() const {
    project::Recipe recipe;
    recipe.drillholes = rule_of_files();
    recipe.general.name = QFileInfo(files_[0]->text()).dir().dirName().toStdString();
    apply_columns(recipe);
    return recipe;
}

}  // namespace orelens::panels
