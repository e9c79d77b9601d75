#include "ui/map/MapView.h"
#include "ui/pages/SystemPage.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/ledger/Species.h"
#include "core/project/LedgerJudges.h"
#include "core/project/LedgerOutside.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/pages/SystemTell.h"
#include "ui/pages/SystemMap.h"
#include "ui/pages/SystemYears.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::pages {
namespace {

using ledger::Field;

constexpr std::array view_keys{"ui.system.view.framework", "ui.system.view.quantities", "ui.system.view.usual",
                               "ui.system.view.elements",  "ui.system.view.activation", "ui.system.view.grades",
                               "ui.system.view.years",      "ui.system.view.places"};

QLabel* note_label() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QComboBox* combo(const char* key, int letters) {
    auto* made = ui::tell(new panels::QuietCombo, key);
    made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    made->setMinimumContentsLength(letters);
    return made;
}

/// A value as a query reads it.
std::string quoted(const std::string& value) {
    const bool plain = !value.empty() && std::ranges::all_of(value, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
    return plain ? value : "\"" + value + "\"";
}

std::string query_of(const std::vector<std::pair<Field, std::string>>& conditions) {
    std::string text;
    for (const auto& [field, code] : conditions)
        text += (text.empty() ? "" : " and ") + std::string(ledger::code(field)) + " = " + quoted(code);
    return text;
}

void choose_data(QComboBox* box, const QVariant& data) {
    const int at = box->findData(data);
    box->setCurrentIndex(at < 0 && box->count() > 0 ? 0 : at);
}

}  // namespace

SystemPage::SystemPage(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      query_(ui::tell(new QLineEdit, "ui.system.query")),
      builder_(ui::tell(new QToolButton, "ui.system.builder")),
      clear_(ui::tell(new QToolButton, "ui.system.clear")),
      scenario_(combo("ui.system.scenario", 12)),
      other_(combo("ui.system.other", 30)),
      dimension_(combo("ui.system.dimension", 10)),
      counted_(combo("ui.system.counted", 8)),
      element_(combo("ui.system.grades_of", 8)),
      summary_(note_label()),
      wrong_(note_label()),
      activation_note_(note_label()),
      keep_(ui::tell(new QPushButton, "ui.system.keep")),
      views_(ui::tell(new QTabBar, "ui.system.views")),
      stack_(new QStackedWidget),
      body_(new QStackedWidget),
      map_(ui::tell(new charts::FrameworkMap, "ui.system.map")),
      treemap_(ui::tell(new charts::TreemapWidget, "ui.system.treemap")),
      bars_(ui::tell(new charts::StackedBarsWidget, "ui.system.bars")),
      usual_(ui::tell(new charts::StackedBarsWidget, "ui.system.usual")),
      waterfall_(ui::tell(new charts::WaterfallWidget, "ui.system.waterfall")),
      grades_(ui::tell(new charts::GradeAxisWidget, "ui.system.grades")),
      years_(ui::tell(new charts::PlotWidget, "ui.system.years")),
      places_(ui::tell(new maps::MapView, "ui.system.places")),
      menu_(new QMenu(this)) {
    wrong_->hide();
    builder_->setMenu(menu_);
    builder_->setPopupMode(QToolButton::InstantPopup);
    query_->setClearButtonEnabled(false);
    views_->setExpanding(false);
    views_->setDrawBase(false);
    views_->setElideMode(Qt::ElideNone);
    views_->setUsesScrollButtons(true);
    for (std::size_t n = 0; n < system_views; ++n) views_->addTab("");

    auto* page = new QWidget;
    auto* told = new QVBoxLayout(page);
    told->setContentsMargins(0, 0, 0, 0);
    told->addWidget(head());
    told->addWidget(wrong_);
    told->addWidget(summary_);
    told->addWidget(views_);
    told->addWidget(stack_, 1);
    stack_->addWidget(panels::scrolled_chart(map_));
    stack_->addWidget(quantities());
    stack_->addWidget(with_table(SystemView::usual, usual_, "ui.system.usual_note"));
    stack_->addWidget(with_table(SystemView::elements, nullptr, "ui.system.elements_note"));
    stack_->addWidget(with_table(SystemView::activation, waterfall_, "ui.system.activation_note"));
    auto* grades = with_table(SystemView::grades, grades_, "ui.system.grades_note");
    auto* of = new QHBoxLayout;
    of->addWidget(ui::label_for(element_, "ui.system.grades_of"));
    of->addWidget(element_);
    of->addStretch(1);
    static_cast<QVBoxLayout*>(grades->layout())->insertLayout(0, of);
    stack_->addWidget(grades);
    stack_->addWidget(with_table(SystemView::years, years_, "ui.system.years_note"));
    stack_->addWidget(with_table(SystemView::places, places_, "ui.system.places_note"));
    // A click filters everything by the region of the unit, as it does on the other pictures.
    connect(places_, &maps::MapView::markChosen, this, [this](std::size_t mark) {
        if (!answer_ || mark >= shown_units_.size()) return;
        const ledger::Ledger& ledger = answer_->asked.study->file.built.ledger;
        toggle(Field::region, ledger.regions[ledger.region[shown_units_[mark]]]);
    });

    connect(places_, &maps::MapView::markOpened, this, [this](std::size_t mark) {
        if (!answer_ || mark >= shown_units_.size()) return;
        const QString file = project_behind(answer_->asked.study->file.built.ledger, shown_units_[mark]);
        if (!file.isEmpty()) Q_EMIT projectWanted(file);
    });

    auto* none = new QWidget;
    auto* empty = new QVBoxLayout(none);
    empty->addStretch(1);
    auto* why = ui::tell(note_label(), "ui.system.none");
    why->setAlignment(Qt::AlignCenter);
    empty->addWidget(why);
    empty->addWidget(keep_, 0, Qt::AlignHCenter);
    empty->addStretch(2);
    body_->addWidget(none);
    body_->addWidget(page);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(10, 6, 10, 6);
    box->addWidget(new panels::OlderNote(document_, {"ledger"}, page));
    box->addWidget(body_, 1);
    setAutoFillBackground(true);

    connect(views_, &QTabBar::currentChanged, this, [this](int at) {
        stack_->setCurrentIndex(at);
        ask();
    });
    connect(query_, &QLineEdit::returnPressed, this, [this] { set_query(query_->text()); });
    connect(clear_, &QToolButton::clicked, this, [this] { set_query({}); });
    for (QComboBox* box_of : {scenario_, other_, dimension_, counted_, element_}) connect(box_of, &QComboBox::activated, this, &SystemPage::ask);
    connect(treemap_, &charts::TreemapWidget::tileChosen, this, [this](std::size_t group, std::size_t tile) {
        if (answer_ && answer_->pivot && group < tile_values_.size()) toggle(answer_->asked.dimension, answer_->pivot->a.codes[tile_values_[group][tile]]);
    });
    connect(bars_, &charts::StackedBarsWidget::partChosen, this, [this](std::size_t, std::size_t part) {
        if (answer_ && answer_->pivot) toggle(answer_->asked.dimension, answer_->pivot->a.codes[part]);
    });
    connect(map_, &charts::FrameworkMap::halfChosen, this, [this](std::size_t half) { toggle(Field::subsystem, half == 0 ? "geological" : "social"); });
    connect(map_, &charts::FrameworkMap::columnChosen, this, [this](std::size_t column) {
        static const std::vector<Field> shown{Field::species, Field::occurrence, Field::grade_class, Field::status, Field::stage};
        choose_data(dimension_, static_cast<int>(shown[column]));
        views_->setCurrentIndex(static_cast<int>(SystemView::quantities));
    });
    connect(map_, &charts::FrameworkMap::rowChosen, this, [this](std::size_t column, std::size_t row) {
        if (!answer_ || column >= framework_values_.size()) return;
        // Two of the pivots stand before the dimensions, and the role has no column.
        const std::size_t at = column == 0 ? 2 : column + 3;
        const ledger::Pivot& pivot = answer_->dimensions[at];
        toggle(pivot.a.field, pivot.a.codes[framework_values_[column][row]]);
    });
    connect(keep_, &QPushButton::clicked, this, [this] {
        if (document_.edits().set_param("ledger.use", true)) document_.runs().run("ledger");
    });
    connect(&document_, &ui::Document::replaced, this, [this] {
        hand_.clear();
        conditions_.clear();
        query_->clear();
    });
    connect(menu_, &QMenu::aboutToShow, this, &SystemPage::fill_builder);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &SystemPage::price_moved);
    connect(&document_.price(), &ui::PriceInHand::allPricesChanged, this, &SystemPage::price_moved);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &SystemPage::due);
}

QWidget* SystemPage::head() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(ui::label_for(query_, "ui.system.query"));
    row->addWidget(query_, 3);
    row->addWidget(builder_);
    row->addWidget(clear_);
    row->addWidget(ui::label_for(scenario_, "ui.system.scenario"));
    row->addWidget(scenario_, 1);
    return bar;
}

QWidget* SystemPage::quantities() {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    row->addWidget(ui::label_for(dimension_, "ui.system.dimension"));
    // Names of dimensions are short, and whole.
    for (QComboBox* box_of : {dimension_, counted_}) box_of->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(dimension_);
    row->addWidget(ui::label_for(counted_, "ui.system.counted"));
    row->addWidget(counted_);
    auto* hint = ui::tell(new QLabel, "ui.system.hint");
    hint->setWordWrap(true);
    row->addWidget(hint, 1);
    auto* split = new QSplitter;
    split->addWidget(treemap_);
    split->addWidget(bars_);
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 4);
    split->setChildrenCollapsible(false);
    box->addLayout(row);
    box->addWidget(split, 1);
    return page;
}

QWidget* SystemPage::with_table(SystemView view, QWidget* chart, const char* note) {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    if (view == SystemView::activation) {
        auto* row = new QHBoxLayout;
        row->addWidget(ui::label_for(other_, "ui.system.other"));
        row->addWidget(other_, 2);
        row->addWidget(activation_note_, 1);
        box->addLayout(row);
    }
    // Bars of four kinds of resource below each other may be higher than the window.
    if (chart != nullptr) box->addWidget(view == SystemView::activation ? panels::scrolled_chart(chart) : chart, 3);
    const auto n = static_cast<std::size_t>(view);
    if (view != SystemView::grades && view != SystemView::places) {
        tables_[n] = ui::tell(new panels::TableView, "ui.system.table");
        box->addWidget(tables_[n], 2);
    }
    notes_[n] = ui::tell(note_label(), note);
    box->addWidget(notes_[n]);
    return page;
}

void SystemPage::toggle(ledger::Field field, const std::string& code) {
    if (code.empty()) return;  // what is not stated has no name to ask for
    const auto same = std::ranges::find(conditions_, std::pair(field, code));
    const bool takes_out = same != conditions_.end();
    std::erase_if(conditions_, [&](const auto& one) { return one.first == field; });
    if (!takes_out) conditions_.emplace_back(field, code);
    put_query();
}

void SystemPage::put_query() {
    std::string text = query_of(conditions_);
    if (!hand_.empty()) text = text.empty() ? hand_ : "(" + hand_ + ") and " + text;
    query_->setText(QString::fromStdString(text));
    ask();
}

void SystemPage::set_query(const QString& text) {
    conditions_.clear();
    hand_ = text.trimmed().toStdString();
    put_query();
}

void SystemPage::price_moved() {
    if (isVisible() && !due_) ask();
    else due_ = true;
}

void SystemPage::due() {
    due_ = !isVisible();
    if (!due_) refresh();
}

void SystemPage::refresh() {
    due_ = false;
    const auto study = project::ledger_study(document_.project().results);
    body_->setCurrentIndex(study ? 1 : 0);
    keep_->setEnabled(document_.open() && !document_.runs().running());
    for (std::size_t n = 0; n < system_views; ++n) views_->setTabText(static_cast<int>(n), ui::words(view_keys[n]));
    if (!study) {
        job_.drop();
        answer_ = nullptr;
        return;
    }
    fill_choices(*study);
    read_outside();
    ask();
}

void SystemPage::read_outside() {
    auto read = project::outside_of(document_.project().recipe);
    outside_ = nullptr;
    no_outside_ = read ? ui::words("ui.system.no_outside") : "⚠ " + ui::words(read.error());
    if (read && *read) outside_ = std::make_shared<const ledger::OutsideFile>(std::move(**read));
}

void SystemPage::fill_choices(const project::LedgerStudy& study) {
    const QSignalBlocker quiet[] = {QSignalBlocker(scenario_), QSignalBlocker(other_), QSignalBlocker(dimension_), QSignalBlocker(counted_), QSignalBlocker(element_)};
    const QVariant scenario = scenario_->currentData(), other = other_->currentData(), dimension = dimension_->currentData(), counted = counted_->currentData(),
                   element = element_->currentData();
    for (QComboBox* box : {scenario_, other_, dimension_, counted_, element_}) box->clear();
    for (const ledger::Scenario& one : study.file.assumptions.scenarios) {
        const QString name = QString::fromStdString(one.name.in(ui::language())), id = QString::fromStdString(one.id);
        scenario_->addItem(name, id);
        other_->addItem(name, id);
    }
    choose_data(scenario_, scenario.isValid() && scenario_->findData(scenario) >= 0 ? scenario : QString::fromStdString(study.scenario));
    choose_data(other_, other.isValid() && other_->findData(other) >= 0 ? other : QString::fromStdString(study.compared_with.empty() ? study.scenario : study.compared_with));
    for (const Field field : {Field::species, Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage, Field::outcome, Field::region, Field::source,
                              Field::deposit_type, Field::system})
        dimension_->addItem(QString::fromStdString(ledger::word(field, ui::language())), static_cast<int>(field));
    choose_data(dimension_, dimension.isValid() ? dimension : static_cast<int>(Field::status));
    counted_->addItem(ui::words("ui.system.in_ore"), QString());
    const ledger::Dictionary& species = study.file.built.ledger.species;
    for (std::size_t s = 1; s < species.size(); ++s) {
        const QString name = QString::fromStdString(ledger::species_word(species[s], ui::language())), code = QString::fromStdString(species[s]);
        counted_->addItem(ui::words("ui.system.in_metal", {{"species", name.toStdString()}}), code);
        element_->addItem(name, code);
    }
    choose_data(counted_, counted.isValid() ? counted : QVariant(QString()));
    choose_data(element_, element);
    offered_ = nullptr;  // words of another language, or another ledger
}

/// Every value of every field that some unit has, by field.
void SystemPage::fill_builder() {
    const auto study = project::ledger_study(document_.project().results);
    if (!study || study == offered_) return;
    offered_ = study;
    menu_->clear();
    for (const Field field : {Field::species, Field::role, Field::occurrence, Field::grade_class, Field::status, Field::stage, Field::subsystem, Field::kind, Field::region,
                              Field::deposit_type, Field::source}) {
        const auto all = ledger::pivot(study->file.built.ledger, field, std::nullopt);
        if (!all) continue;
        QMenu* values = menu_->addMenu(QString::fromStdString(ledger::word(field, ui::language())));
        for (std::size_t n = 0; n < all->a.codes.size(); ++n) {
            if (all->units[n] == 0 && !(all->ore_t[n] > 0)) continue;
            if (all->a.codes[n].empty()) continue;
            values->addAction(QString::fromStdString(all->a.in(ui::language())[n]), this, [this, field, code = all->a.codes[n]] { toggle(field, code); });
        }
        values->menuAction()->setVisible(!values->isEmpty());
    }
}

SystemAsked SystemPage::asked() const {
    SystemAsked wish;
    wish.study = project::ledger_study(document_.project().results);
    wish.query = query_->text().trimmed().toStdString();
    wish.scenario = scenario_->currentData().toString().toStdString();
    wish.other = other_->currentData().toString().toStdString();
    wish.factor = document_.price().factor();
    if (!document_.price().all_prices()) wish.moved = ledger::species_name(document_.price().commodity()).value_or("–");
    wish.view = static_cast<SystemView>(std::max(0, views_->currentIndex()));
    wish.dimension = static_cast<Field>(dimension_->currentData().toInt());
    wish.outside = outside_;
    wish.species = (wish.view == SystemView::grades ? element_ : counted_)->currentData().toString().toStdString();
    // The map shows the metal of the slider, where the ledger has it.
    if (wish.view == SystemView::places) {
        wish.species = ledger::species_name(document_.price().commodity()).value_or("");
        if (wish.study && wish.study->file.built.ledger.species.find(wish.species) < 1) wish.species.clear();
    }
    return wish;
}

void SystemPage::ask() {
    const SystemAsked wish = asked();
    if (!wish.study) return;
    auto made = std::make_shared<SystemAnswer>();
    job_.ask(
        [made, wish, before = answer_](base::Progress& progress) -> base::Expected<void> {
            auto done = answer_system(wish, before.get(), progress);
            if (!done) return std::unexpected(done.error());
            *made = std::move(*done);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                wrong_->setText("⚠ " + ui::words(done.error()));
                wrong_->show();
                return;
            }
            wrong_->hide();
            answer_ = made;
            tell();
        });
}

QString SystemPage::standing_words() const {
    const project::LedgerFile& file = answer_->asked.study->file;
    QStringList parts{kinds_text(answer_->kinds)};
    if (answer_->query.root) parts << ui::words("ui.system.only", {{"query", ledger::query_text(answer_->query, ui::language())}});
    if (std::abs(answer_->asked.factor - 1) > 1e-9 && answer_->asked.moved != "–") {
        const std::string what = answer_->asked.moved.empty() ? ui::words("ui.system.all_prices").toStdString() : ledger::species_word(answer_->asked.moved, ui::language());
        const double percent = 100 * (answer_->asked.factor - 1);
        parts << ui::words("ui.system.moved", {{"what", what}, {"change", (percent > 0 ? "+" : "") + ui::number_text(percent, 3).toStdString()}});
    }
    if (const QString own = years_with_own_prices(*answer_); !own.isEmpty()) parts << "⚠ " + own;
    for (const base::Message& words : ledger::left_out_words(answer_->kinds.left_out, ui::language())) parts << ui::words(words);
    std::int64_t gone = 0;
    for (const ledger::SourceState state : file.built.ledger.source_states) gone += state != ledger::SourceState::current ? 1 : 0;
    if (gone > 0) parts << ui::words("ui.system.sources_gone", {{"count", std::to_string(gone)}});
    if (const project::JudgedOtherwise other = project::judged_otherwise(file.built.findings); other.tonnes > 0)
        parts << ui::words("ui.system.judged_otherwise", {{"file", other.file}, {"tonnes", ui::tonnes_text(other.tonnes).toStdString()}});
    if (const QString unknown = years_unknown(*answer_); !unknown.isEmpty()) parts << "⚠ " + unknown;
    return parts.join("  ·  ");
}

QString SystemPage::judge_note() const {
    QStringList lines;
    for (const base::Message& words : project::judge_words(answer_->asked.study->file.built.findings)) lines << ui::words(words);
    return lines.join("\n");
}

void SystemPage::tell() {
    summary_->setText(standing_words());
    summary_->setToolTip(judge_note());
    const SystemView view = answer_->asked.view;
    panels::TableView* table = tables_[static_cast<std::size_t>(view)];
    const auto show = [&](const Rows& rows) {
        table->set_headings(rows.headings);
        table->set_rows(rows.rows);
    };
    switch (view) {
        case SystemView::framework: map_->set_framework(framework_of(*answer_, framework_values_)); break;
        case SystemView::quantities: {
            charts::Treemap map = treemap_of(*answer_, tile_values_);
            for (std::size_t g = 0; g < map.groups.size(); ++g)
                for (std::size_t t = 0; t < map.groups[g].tiles.size(); ++t)
                    map.groups[g].tiles[t].chosen =
                        std::ranges::find(conditions_, std::pair(answer_->asked.dimension, answer_->pivot->a.codes[tile_values_[g][t]])) != conditions_.end();
            treemap_->set_map(std::move(map));
            bars_->set_bars(bars_of(*answer_));
            break;
        }
        case SystemView::usual:
            usual_->set_bars(usual_bars(*answer_));
            show(usual_rows(*answer_));
            break;
        case SystemView::elements: show(element_rows(*answer_)); break;
        case SystemView::activation: {
            show(activation_rows(*answer_));
            waterfall_->set_plot(waterfall_of(*answer_));
            const bool same = answer_->asked.other == answer_->asked.scenario && std::abs(answer_->asked.factor - 1) < 1e-9;
            activation_note_->setText(same ? ui::words("ui.system.same_scenario") : QString());
            break;
        }
        case SystemView::grades: {
            grades_->set_axis(grades_of(*answer_));
            QString note = ui::words("ui.system.grades_note");
            const ledger::Continuum& made = *answer_->continuum;
            if (made.as_metal_t > 0) note += " " + ui::words("ui.system.as_metal", {{"tonnes", ui::tonnes_text(made.as_metal_t).toStdString()}});
            if (made.without_grade_t > 0) note += " " + ui::words("ui.system.no_grade", {{"tonnes", ui::tonnes_text(made.without_grade_t).toStdString()}});
            notes_[static_cast<std::size_t>(view)]->setText(note);
            break;
        }
        case SystemView::years:
            years_->set_plot(years_plot(*answer_, no_outside_));
            show(years_rows(*answer_));
            break;
        case SystemView::places: {
            SystemMarks made = system_marks(*answer_);
            shown_units_ = std::move(made.units);
            const QString missing = not_drawn_words(made);
            notes_[static_cast<std::size_t>(view)]->setText(ui::words("ui.system.places_note") + (missing.isEmpty() ? QString() : " " + missing));
            places_->set_marks(std::move(made.marks));
            break;
        }
    }
}

void SystemPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (due_) refresh();
}

void SystemPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) due();
    QWidget::changeEvent(event);
}

}  // namespace orelens::pages
