#include "ui/panels/ScenariosPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/project/LeverWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// A number as every other stands on the screen: "10800" as "10,800"; other texts as they are.
QString thousands_apart(const std::string& plain) {
    QString text = QString::fromStdString(plain);
    static const QRegularExpression number("^-?\\d{4,15}(\\.\\d+)?$");
    if (!number.match(text).hasMatch()) return text;
    const qsizetype first = text.startsWith('-') ? 1 : 0, point = text.indexOf('.');
    for (qsizetype at = (point < 0 ? text.size() : point) - 3; at > first; at -= 3) text.insert(at, ',');
    return text;
}

/// What was typed for a parameter, a number without its commas between thousands.
std::string typed_plainly(const std::string& id, QString typed) {
    const auto at = project::find_param(id);
    static const QRegularExpression grouped("^-?\\d{1,3}(,\\d{3})+(\\.\\d+)?$");
    if (at && at->param->info.type != base::ParamType::text && grouped.match(typed).hasMatch()) typed.remove(',');
    return typed.toStdString();
}

QToolButton* tool(const char* icon, const char* key, QHBoxLayout* row, bool with_text = false) {
    auto* button = ui::tell(new QToolButton, key);
    button->setIcon(ui::icon(icon));
    button->setToolButtonStyle(with_text ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    row->addWidget(button);
    return button;
}

QString signed_tonnes(double tonnes) {
    return (tonnes > 0 ? "+" : "") + ui::tonnes_text(tonnes);
}
QString signed_number(double value) {
    return (value > 0 ? "+" : "") + ui::number_text(value, 4);
}

}  // namespace

ScenariosPanel::ScenariosPanel(ui::Document& document, ui::ViewState& view, QWidget* parent)
    : QWidget(parent),
      document_(document),
      view_(view),
      list_(ui::tell(new QListWidget, "ui.scenarios.list")),
      none_(ui::tell(new QLabel, "ui.scenarios.none")),
      told_(new QLabel),
      only_(ui::tell(new QCheckBox, "ui.scenarios.only")),
      differences_(ui::tell(new QTableWidget, "ui.scenarios.differences")),
      first_(new QuietCombo),
      second_(new QuietCombo),
      comparison_(ui::tell(new TableView, "ui.scenarios.comparison")),
      colour_(ui::tell(new QPushButton, "ui.scenarios.colour")),
      side_by_side_(ui::tell(new QPushButton, "ui.scenarios.beside")) {
    auto* tools = new QHBoxLayout;
    add_ = tool("plus", "ui.scenarios.add", tools, true);
    tools->addStretch(1);
    duplicate_ = tool("apart", "ui.scenarios.duplicate", tools);
    remove_ = tool("minus", "ui.scenarios.remove", tools);
    none_->setWordWrap(true);
    told_->setWordWrap(true);
    told_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* left = new QVBoxLayout;
    left->addLayout(tools);
    left->addWidget(none_);
    left->addWidget(list_, 1);
    differences_->setColumnCount(3);
    differences_->verticalHeader()->hide();
    differences_->setSelectionMode(QAbstractItemView::SingleSelection);
    // What is changed here is in sight, names have most of the room; a base value that is longer than its heading is cut.
    differences_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    differences_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    differences_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    differences_->setWordWrap(false);
    differences_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 7 / 5);
    auto* middle = new QVBoxLayout;
    middle->addWidget(only_);
    middle->addWidget(differences_, 1);
    auto* ends = new QHBoxLayout;
    ends->addWidget(ui::label_for(first_, "ui.scenarios.first"));
    ends->addWidget(first_, 1);
    ends->addWidget(ui::label_for(second_, "ui.scenarios.second"));
    ends->addWidget(second_, 1);
    for (QComboBox* combo : {first_, second_}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(12);
    }
    auto* right = new QVBoxLayout;
    right->addLayout(ends);
    // Beside the words, which take two lines anyway: in one row with the choices they would leave the parameters no room.
    auto* answer = new QHBoxLayout;
    answer->addWidget(told_, 1);
    for (QWidget* button : {static_cast<QWidget*>(colour_), static_cast<QWidget*>(side_by_side_)})
        answer->addWidget(button, 0, Qt::AlignTop);
    right->addLayout(answer);
    right->addWidget(comparison_, 1);
    auto* box = new QHBoxLayout(this);
    box->addLayout(left, 3);
    box->addLayout(middle, 9);
    box->addLayout(right, 11);
    connect(add_, &QToolButton::clicked, this, &ScenariosPanel::add);
    connect(duplicate_, &QToolButton::clicked, this, &ScenariosPanel::duplicate);
    connect(remove_, &QToolButton::clicked, this, &ScenariosPanel::remove);
    connect(only_, &QCheckBox::toggled, this, &ScenariosPanel::refresh_differences);
    connect(list_, &QListWidget::currentRowChanged, this, [this] {
        if (const project::Scenario* now = selected()) {
            const int at = second_->findData(QString::fromStdString(now->name));
            if (at >= 0) second_->setCurrentIndex(at);
        }
        refresh_differences();
        compare();
    });
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        auto scenarios = document_.project().scenarios;
        const auto row = static_cast<std::size_t>(list_->row(item));
        const std::string wanted = item->text().trimmed().toStdString();
        if (row >= scenarios.size() || wanted.empty() || wanted == scenarios[row].name) return refresh_all();
        scenarios[row].name.clear();  // its own name is not taken
        scenarios[row].name = project::free_scenario_name(scenarios, wanted);
        put("ui.scenarios.edit_rename", std::move(scenarios));
    });
    connect(differences_, &QTableWidget::cellChanged, this, [this](int row, int column) {
        if (column != 2) return;
        QTableWidgetItem* item = differences_->item(row, column);
        // Not from within the cell, which goes when the table is filled anew.
        QTimer::singleShot(0, this, [this, id = item->data(Qt::UserRole).toString().toStdString(), typed = item->text()] {
            set_difference(id, typed);
        });
    });
    for (QComboBox* combo : {first_, second_}) connect(combo, &QComboBox::activated, this, &ScenariosPanel::compare);
    connect(colour_, &QPushButton::clicked, this, &ScenariosPanel::colour_blocks);
    connect(side_by_side_, &QPushButton::clicked, this,
            [this] { Q_EMIT besideWanted(QString::fromStdString(chosen())); });
    const auto later = [this] {
        due_ = !isVisible();
        if (!due_) refresh_all();
    };
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::scenariosChanged})
        connect(&document_, signal, this, later);
    connect(&document_, &ui::Document::resultsChanged, this, [this, later] {
        const auto& model = document_.project().results.model();
        if (!colour_wanted_.empty() && model && model->has(colour_wanted_)) {
            const std::string column = std::exchange(colour_wanted_, {});
            view_.change([&](scene::Look& look) {
                look.colour_by = scene::ColourBy::column;
                look.column = column;
            });
        }
        later();
    });
}

const project::Scenario* ScenariosPanel::selected() const {
    const int row = list_->currentRow();
    const auto& all = document_.project().scenarios;
    return row >= 0 && static_cast<std::size_t>(row) < all.size() ? &all[static_cast<std::size_t>(row)] : nullptr;
}

std::string ScenariosPanel::chosen() const {
    if (const std::string end = second_->currentData().toString().toStdString(); !end.empty()) return end;
    if (const project::Scenario* now = selected()) return now->name;
    const auto& all = document_.project().scenarios;
    return all.empty() ? std::string() : all.front().name;
}

std::optional<project::Scenario> ScenariosPanel::end_of(const QComboBox& combo) const {
    const project::Scenario* found =
        project::find_scenario(document_.project().scenarios, combo.currentData().toString().toStdString());
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

void ScenariosPanel::put(const char* words_key, std::vector<project::Scenario> scenarios) {
    document_.edits().change_scenarios(ui::words(words_key), std::move(scenarios));
}

void ScenariosPanel::add() {
    auto scenarios = document_.project().scenarios;
    project::Scenario made{project::free_scenario_name(scenarios, ui::words("ui.scenarios.unnamed").toStdString()), {}};
    const ui::PriceInHand& price = document_.price();
    if (!price.commodity().empty() && price.value() != price.recipe_price())
        for (const auto& [name, commodity] : document_.project().recipe.commodity)
            if (name == price.commodity() || price.all_prices())
                (void)project::set_change(made, document_.project().recipe, "commodity." + name + ".price",
                                          base::value_text(document_.price_of(name)));
    scenarios.push_back(std::move(made));
    put("ui.scenarios.edit_add", std::move(scenarios));
    list_->setCurrentRow(list_->count() - 1);
}

void ScenariosPanel::duplicate() {
    const project::Scenario* now = selected();
    if (now == nullptr) return;
    auto scenarios = document_.project().scenarios;
    scenarios.push_back({project::free_scenario_name(scenarios, now->name), now->changes});
    put("ui.scenarios.edit_duplicate", std::move(scenarios));
    list_->setCurrentRow(list_->count() - 1);
}

void ScenariosPanel::remove() {
    auto scenarios = document_.project().scenarios;
    const int row = list_->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= scenarios.size()) return;
    scenarios.erase(scenarios.begin() + row);
    put("ui.scenarios.edit_remove", std::move(scenarios));
}

void ScenariosPanel::set_difference(const std::string& id, const QString& typed) {
    auto scenarios = document_.project().scenarios;
    const int row = list_->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= scenarios.size()) return;
    project::Scenario& scenario = scenarios[static_cast<std::size_t>(row)];
    if (typed.trimmed().isEmpty()) {
        scenario.changes.erase(id);
    } else if (auto done = project::set_change(scenario, document_.project().recipe, id, typed_plainly(id, typed.trimmed()));
               !done) {
        refresh_differences();
        told_->setText("⚠ " + ui::words(done.error()));
        return;
    }
    if (scenarios == document_.project().scenarios) return refresh_differences();
    put("ui.scenarios.edit_change", std::move(scenarios));
}

void ScenariosPanel::refresh_all() {
    due_ = false;
    const auto& all = document_.project().scenarios;
    {
        const QSignalBlocker quiet(list_);
        const int before = list_->currentRow();
        list_->clear();
        for (const project::Scenario& scenario : all) {
            auto* item = new QListWidgetItem(QString::fromStdString(scenario.name), list_);
            item->setFlags(item->flags() | Qt::ItemIsEditable);
        }
        list_->setCurrentRow(std::min(std::max(before, 0), list_->count() - 1));
    }
    none_->setVisible(all.empty());
    list_->setVisible(!all.empty());
    add_->setEnabled(document_.open());
    duplicate_->setEnabled(!all.empty());
    remove_->setEnabled(!all.empty());
    refresh_differences();
    refresh_ends();
    compare();
}

void ScenariosPanel::refresh_differences() {
    const QSignalBlocker quiet(differences_);
    const int place = differences_->currentRow();
    differences_->setHorizontalHeaderLabels(
        {ui::words("ui.scenarios.parameter"), ui::words("scenarios.base"), ui::words("ui.scenarios.here")});
    const project::Scenario* now = selected();
    differences_->horizontalHeader()->resizeSection(1, differences_->horizontalHeader()->sectionSizeHint(1) + fontMetrics().height() / 2);
    differences_->setRowCount(0);
    differences_->setEnabled(now != nullptr);
    if (now == nullptr) return;
    const project::Recipe& recipe = document_.project().recipe;
    std::vector<std::string> ids = project::scenario_params(recipe);
    for (const auto& [id, value] : now->changes)
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    std::ranges::stable_partition(ids, [&](const std::string& id) { return now->changes.contains(id); });
    if (only_->isChecked()) std::erase_if(ids, [&](const std::string& id) { return !now->changes.contains(id); });
    differences_->setRowCount(static_cast<int>(ids.size()));
    for (int row = 0; row < differences_->rowCount(); ++row) {
        const std::string& id = ids[static_cast<std::size_t>(row)];
        const auto present = project::get_param(recipe, id);
        const auto changed = now->changes.find(id);
        const std::string was = present ? base::value_text(*present) : std::string("–");
        const std::string unit = project::param_unit(recipe, id);
        const std::string name = project::param_words(id, ui::language()) + (unit.empty() ? "" : " (" + unit + ")");
        const auto cell = [&](int column, const std::string& text) {
            auto* item = new QTableWidgetItem(column > 0 ? thousands_apart(text) : QString::fromStdString(text));
            item->setData(Qt::UserRole, QString::fromStdString(id));
            item->setToolTip(QString::fromStdString(name + "\n" + id));
            if (column != 2) item->setFlags(item->flags() & ~Qt::ItemIsEditable);
            if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            if (changed != now->changes.end()) {
                QFont bold = item->font();
                bold.setBold(true);
                item->setFont(bold);
            }
            differences_->setItem(row, column, item);
        };
        cell(0, name);
        cell(1, project::param_value_words(id, was, ui::language()));
        cell(2, changed != now->changes.end() ? changed->second : std::string());
    }
    if (place >= 0 && place < differences_->rowCount()) differences_->setCurrentCell(place, 2);
}

void ScenariosPanel::refresh_ends() {
    const auto& all = document_.project().scenarios;
    for (QComboBox* combo : {first_, second_}) {
        const QSignalBlocker quiet(combo);
        const QVariant chosen = combo->currentData();
        combo->clear();
        combo->addItem(ui::words("scenarios.base"), QString());
        for (const project::Scenario& scenario : all)
            combo->addItem(QString::fromStdString(scenario.name), QString::fromStdString(scenario.name));
        const int same = chosen.isValid() ? combo->findData(chosen) : -1;
        combo->setCurrentIndex(same > 0 ? same : 0);
    }
    if (const project::Scenario* now = selected(); now != nullptr && second_->currentIndex() <= 0)
        second_->setCurrentIndex(second_->findData(QString::fromStdString(now->name)));
    for (QWidget* part : {static_cast<QWidget*>(first_), static_cast<QWidget*>(second_),
                          static_cast<QWidget*>(colour_), static_cast<QWidget*>(side_by_side_)})
        part->setEnabled(!all.empty());
}

void ScenariosPanel::compare() {
    const auto model = document_.project().results.unvalued();
    comparison_->hide();
    colour_->setEnabled(false);
    if (!model || document_.project().scenarios.empty()) {
        job_.drop();
        told_->setText(model ? QString() : ui::words("scenarios.no_model"));
        return;
    }
    told_->setText(ui::words("ui.scenarios.comparing"));
    auto made = std::make_shared<scenarios::Comparison>();
    job_.ask(
        [made, model, recipe = document_.project().recipe, first = end_of(*first_),
         second = end_of(*second_)](base::Progress& progress) -> base::Expected<void> {
            auto compared = project::compare_scenarios(*model, recipe, first ? &*first : nullptr,
                                                       second ? &*second : nullptr, nullptr, progress);
            if (!compared) return std::unexpected(compared.error());
            *made = std::move(*compared);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (done)
                show_comparison(*made);
            else
                told_->setText("⚠ " + ui::words(done.error()));
        });
}

void ScenariosPanel::show_comparison(const scenarios::Comparison& made) {
    const double change = made.after.tonnes - made.before.tonnes;
    told_->setText(ui::words("ui.scenarios.told", {{"activated", ui::tonnes_text(made.activated.tonnes).toStdString()},
                                                   {"deactivated", ui::tonnes_text(made.deactivated.tonnes).toStdString()},
                                                   {"change", signed_tonnes(change).toStdString()},
                                                   {"first", first_->currentText().toStdString()},
                                                   {"second", second_->currentText().toStdString()}}) +
                   (made.unknown_blocks > 0
                        ? " " + ui::words("ui.scenarios.unknown", {{"count", std::to_string(made.unknown_blocks)}})
                        : QString()));
    QStringList headings{ui::words("ui.scenarios.what"), ui::words("ui.scenarios.blocks"), ui::words("ui.scenarios.tonnes")};
    for (const std::string& commodity : made.commodities)
        headings << QString::fromStdString(commodity);
    headings << ui::words("ui.scenarios.worth", {{"currency", made.currency}});
    std::vector<QStringList> rows;
    const auto held = [&](const QString& what, const scenarios::Held& one, const QString& worth) {
        QStringList row{what, ui::plain_number(static_cast<double>(one.blocks), 0), ui::tonnes_text(one.tonnes)};
        for (const double metal : one.metal) row << ui::tonnes_text(metal);
        rows.push_back(row << worth);
    };
    held(ui::words("ui.scenarios.usable_in", {{"name", first_->currentText().toStdString()}}), made.before,
         ui::number_text(made.worth_before, 5));
    held(ui::words("ui.scenarios.usable_in", {{"name", second_->currentText().toStdString()}}), made.after,
         ui::number_text(made.worth_after, 5));
    held(ui::words("scenarios.code.activated"), made.activated, "");
    held(ui::words("scenarios.code.deactivated"), made.deactivated, "");
    for (const scenarios::Attributed& part : made.parts) {
        QStringList row{"  " + ui::words("ui.scenarios.due_to",
                                         {{"part", ui::words(("scenarios.part." + part.part).c_str()).toStdString()}}),
                        signed_number(part.blocks), signed_tonnes(part.tonnes)};
        for (const double metal : part.metal) row << signed_tonnes(metal);
        rows.push_back(row << signed_number(part.worth));
    }
    comparison_->set_headings(headings);
    comparison_->set_rows(rows);
    comparison_->show();
    colour_->setEnabled(first_->currentIndex() == 0 && second_->currentIndex() > 0);
}

void ScenariosPanel::colour_blocks() {
    const std::string column = project::scenario_column(second_->currentData().toString().toStdString());
    const auto& model = document_.project().results.model();
    if (document_.project().current("scenarios") && model && model->has(column)) {
        view_.change([&](scene::Look& look) {
            look.colour_by = scene::ColourBy::column;
            look.column = column;
        });
        return;
    }
    colour_wanted_ = column;
    document_.runs().run("scenarios");
}

void ScenariosPanel::settle() {
    job_.wait();
}

void ScenariosPanel::showEvent(QShowEvent* event) {
    if (due_) refresh_all();
    QWidget::showEvent(event);
}

void ScenariosPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
