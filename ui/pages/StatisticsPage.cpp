#include "ui/pages/StatisticsPage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/charts/BrushPlot.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"
#include "ui/pages/StatisticsParts.h"

namespace orelens::pages {
namespace {

using report::StatisticsSource;

/// Blocks beyond are taken evenly, so that a drag stays quick.
constexpr std::int64_t most_rows = 1'000'000;

constexpr const char* view_keys[statistics_views] = {"ui.stats.view.table",      "ui.stats.view.spread", "ui.stats.view.together", "ui.stats.view.contacts",
                                                     "ui.stats.view.enrichment", "ui.stats.view.axes",   "ui.stats.view.ternary",  "ui.stats.view.map"};
constexpr const char* source_keys[] = {"ui.stats.of_samples", "ui.stats.of_composites", "ui.stats.of_blocks"};
constexpr const char* coefficient_keys[] = {"cli.stats.pearson", "cli.stats.spearman", "cli.stats.log_ratio"};
constexpr const char* plane_keys[] = {"ui.stats.plane_level", "ui.stats.plane_north", "ui.stats.plane_east"};

QComboBox* choice(const char* key) {
    auto* box = ui::tell(new panels::QuietCombo, key);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(7);
    return box;
}

QLabel* text_label() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

StatisticsPage::StatisticsPage(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      source_(choice("ui.stats.source")),
      element_(choice("ui.stats.element")),
      by_(choice("ui.stats.by")),
      other_(choice("ui.stats.other")),
      coefficient_(choice("ui.stats.coefficient")),
      pair_(choice("ui.stats.pair")),
      group_(choice("ui.stats.group")),
      plane_(choice("ui.stats.plane")),
      corner_{choice("ui.stats.corner_left"), choice("ui.stats.corner_right"), choice("ui.stats.corner_top")},
      log_(ui::tell(new QCheckBox, "ui.stats.log")),
      centred_(ui::tell(new QCheckBox, "ui.stats.centred")),
      summary_(text_label()),
      wrong_(text_label()),
      none_(text_label()),
      clear_(ui::tell(new QPushButton, "ui.stats.clear")),
      views_(ui::tell(new QTabBar, "ui.stats.views")),
      stack_(new QStackedWidget),
      body_(new QStackedWidget),
      page_(new QWidget),
      histogram_(ui::tell(new charts::BrushPlot, "ui.stats.histogram")),
      probability_(ui::tell(new charts::PlotWidget, "ui.stats.probability")),
      contact_(ui::tell(new charts::PlotWidget, "ui.stats.contact")),
      boxes_(ui::tell(new charts::BoxPlot, "ui.stats.boxes")),
      matrix_(ui::tell(new charts::HeatMapWidget, "ui.stats.matrix")),
      map_(ui::tell(new charts::HeatMapWidget, "ui.stats.map")),
      scatter_(ui::tell(new charts::PointCloud, "ui.stats.scatter")),
      biplot_(ui::tell(new charts::PointCloud, "ui.stats.biplot")),
      ternary_(ui::tell(new charts::PointCloud, "ui.stats.ternary")),
      bars_(ui::tell(new charts::BarsWidget, "ui.stats.bars")) {
    wrong_->hide();
    log_->setChecked(true);
    centred_->setChecked(true);
    scatter_->set_brushes(true);
    views_->setExpanding(false);
    views_->setDrawBase(false);
    views_->setElideMode(Qt::ElideNone);
    views_->setUsesScrollButtons(true);
    for (std::size_t n = 0; n < statistics_views; ++n) views_->addTab("");
    auto* told = new QVBoxLayout(page_);
    told->setContentsMargins(0, 0, 0, 0);
    told->addWidget(head());
    told->addWidget(wrong_);
    told->addWidget(views_);
    told->addWidget(stack_, 1);
    stack_->addWidget(with_table(StatisticsView::table, nullptr, {}));
    stack_->addWidget(spread_view());
    stack_->addWidget(together_view());
    stack_->addWidget(with_table(StatisticsView::contacts, contact_, {{pair_, "ui.stats.pair"}}));
    stack_->addWidget(with_table(StatisticsView::enrichment, bars_, {{group_, "ui.stats.group"}}));
    stack_->addWidget(with_table(StatisticsView::axes, biplot_, {}));
    stack_->addWidget(ternary_view());
    stack_->addWidget(with_table(StatisticsView::map, map_, {{plane_, "ui.stats.plane"}}));
    none_->setAlignment(Qt::AlignCenter);
    body_->addWidget(none_);
    body_->addWidget(page_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(10, 6, 10, 6);
    static const std::vector<std::string> stages[] = {{"import"}, {"import", "composite", "statistics"}, {"model", "estimate", "bounds"}};
    for (std::size_t s = 0; s < older_.size(); ++s) {
        older_[s] = new QWidget;
        auto* one = new QVBoxLayout(older_[s]);
        one->setContentsMargins(0, 0, 0, 0);
        one->addWidget(new panels::OlderNote(document_, stages[s], nullptr));
        box->addWidget(older_[s]);
    }
    box->addWidget(body_, 1);
    setAutoFillBackground(true);

    soon_.setSingleShot(true);
    pause_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &StatisticsPage::refresh_keep);
    connect(&pause_, &QTimer::timeout, this, &StatisticsPage::ask);
    connect(views_, &QTabBar::currentChanged, this, [this](int at) {
        stack_->setCurrentIndex(at);
        draw_quick();
        ask();
    });
    connect(source_, &QComboBox::activated, this, &StatisticsPage::refresh);
    for (QComboBox* one : {element_, by_, other_, coefficient_, pair_, group_, plane_, corner_[0], corner_[1], corner_[2]})
        connect(one, &QComboBox::activated, this, [this] {
            classes_ = {};
            cloud_ = triangle_ = nullptr;
            draw_quick();
            ask();
        });
    for (QCheckBox* one : {log_, centred_})
        connect(one, &QCheckBox::toggled, this, [this] {
            classes_ = {};
            cloud_ = triangle_ = nullptr;
            draw_quick();
            tell();
        });
    connect(matrix_, &charts::HeatMapWidget::cellChosen, this, [this](std::size_t row, std::size_t column) {
        if (!table_ || std::max(row, column) >= table_->elements.size()) return;
        element_->setCurrentIndex(element_->findData(QString::fromStdString(table_->elements[column])));
        other_->setCurrentIndex(other_->findData(QString::fromStdString(table_->elements[row])));
        classes_ = {};
        cloud_ = nullptr;
        draw_quick();
    });
    connect(histogram_, &charts::BrushPlot::brushed, this, [this](double low, double high, bool dragging) {
        if (table_) take_ranges({{element_in(element_), {charts::axis_value(histogram_->plot().x, low), charts::axis_value(histogram_->plot().x, high)}}}, dragging);
    });
    connect(histogram_, &charts::BrushPlot::cleared, this, [this] { drop_ranges({element_in(element_)}); });
    connect(scatter_, &charts::PointCloud::brushed, this, [this](const QRectF& values, bool dragging) {
        if (!table_) return;
        const charts::Axis &x = scatter_->cloud().x, &y = scatter_->cloud().y;
        take_ranges({{element_in(element_), {charts::axis_value(x, values.left()), charts::axis_value(x, values.right())}},
                     {element_in(other_), {charts::axis_value(y, values.top()), charts::axis_value(y, values.bottom())}}},
                    dragging);
    });
    connect(scatter_, &charts::PointCloud::cleared, this, [this] { drop_ranges({element_in(element_), element_in(other_)}); });
    connect(clear_, &QPushButton::clicked, this, [this] {
        std::vector<std::size_t> all;
        for (std::size_t e = 0; table_ && e < table_->elements.size(); ++e) all.push_back(e);
        drop_ranges(all);
    });
    const auto filtered = [this] {
        if (!soon_.isActive()) soon_.start(0);
    };
    connect(&document_.filter(), &ui::Filter::changed, this, filtered);
    connect(&document_.filter(), &ui::Filter::rowsChanged, this, filtered);
    connect(&document_, &ui::Document::stateChanged, this, &StatisticsPage::due);
    connect(&document_, &ui::Document::standingChanged, this, &StatisticsPage::due);
}

QWidget* StatisticsPage::head() {
    auto* bar = new QWidget;
    auto* box = new QVBoxLayout(bar);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    auto* row = new QHBoxLayout;
    for (const auto& [field, key] : {std::pair(source_, "ui.stats.source"), std::pair(element_, "ui.stats.element"), std::pair(by_, "ui.stats.by")}) {
        row->addWidget(ui::label_for(field, key));
        row->addWidget(field, 1);
    }
    row->addWidget(log_);
    auto* second = new QHBoxLayout;
    second->addWidget(summary_, 1);
    second->addWidget(clear_);
    box->addLayout(row);
    box->addLayout(second);
    return bar;
}

QWidget* StatisticsPage::spread_view() {
    auto* across = new QSplitter;
    across->addWidget(histogram_);
    across->addWidget(probability_);
    across->setChildrenCollapsible(false);
    auto* down = new QSplitter(Qt::Vertical);
    down->addWidget(across);
    down->addWidget(panels::scrolled_chart(boxes_));
    down->setStretchFactor(0, 3);
    down->setStretchFactor(1, 2);
    down->setChildrenCollapsible(false);
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(down, 1);
    auto& note = notes_[static_cast<std::size_t>(StatisticsView::spread)];
    note = text_label();
    box->addWidget(note);
    return page;
}

QWidget* StatisticsPage::together_view() {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    for (const auto& [field, key] : {std::pair(coefficient_, "ui.stats.coefficient"), std::pair(other_, "ui.stats.other")}) {
        row->addWidget(ui::label_for(field, key));
        row->addWidget(field, 1);
    }
    row->addStretch(1);
    auto* across = new QSplitter;
    across->addWidget(matrix_);
    across->addWidget(scatter_);
    across->setChildrenCollapsible(false);
    box->addLayout(row);
    box->addWidget(across, 1);
    auto& note = notes_[static_cast<std::size_t>(StatisticsView::together)];
    note = text_label();
    box->addWidget(note);
    return page;
}

QWidget* StatisticsPage::with_table(StatisticsView view, QWidget* chart, std::vector<std::pair<QComboBox*, const char*>> choices) {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    if (!choices.empty()) {
        auto* row = new QHBoxLayout;
        for (const auto& [field, key] : choices) {
            row->addWidget(ui::label_for(field, key));
            row->addWidget(field, 2);
        }
        row->addStretch(1);
        box->addLayout(row);
    }
    const auto n = static_cast<std::size_t>(view);
    if (chart != nullptr) box->addWidget(chart, 3);
    if (view != StatisticsView::map) {
        tables_[n] = ui::tell(new panels::TableView, "ui.stats.table");
        box->addWidget(tables_[n], 2);
    }
    notes_[n] = text_label();
    box->addWidget(notes_[n]);
    return page;
}

QWidget* StatisticsPage::ternary_view() {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    static constexpr const char* keys[] = {"ui.stats.corner_left", "ui.stats.corner_right", "ui.stats.corner_top"};
    for (std::size_t k = 0; k < 3; ++k) {
        row->addWidget(ui::label_for(corner_[k], keys[k]));
        row->addWidget(corner_[k], 1);
    }
    row->addWidget(centred_);
    box->addLayout(row);
    box->addWidget(ternary_, 1);
    auto& note = notes_[static_cast<std::size_t>(StatisticsView::ternary)];
    note = text_label();
    box->addWidget(note);
    return page;
}

bool StatisticsPage::answers() const {
    if (!document_.open()) return false;
    for (const StatisticsSource source : {StatisticsSource::samples, StatisticsSource::composites, StatisticsSource::blocks})
        if (report::answers(document_.project(), source)) return true;
    return false;
}

StatisticsView StatisticsPage::view() const {
    return static_cast<StatisticsView>(std::max(0, views_->currentIndex()));
}

StatisticsSource StatisticsPage::chosen_source() const {
    return static_cast<StatisticsSource>(source_->currentData().toInt());
}

std::size_t StatisticsPage::element_in(const QComboBox* box) const {
    const std::size_t at = table_ ? table_->find(box->currentData().toString().toStdString()) : 0;
    return table_ && at < table_->elements.size() ? at : 0;
}

double StatisticsPage::on_axis(double value) const {
    return log_->isChecked() ? std::log10(std::max(value, 1e-300)) : value;
}

void StatisticsPage::due() {
    due_ = !isVisible();
    if (!due_) refresh();
}

void StatisticsPage::refresh() {
    due_ = !isVisible();
    if (due_) return;
    for (std::size_t n = 0; n < statistics_views; ++n) views_->setTabText(static_cast<int>(n), ui::words(view_keys[n]));
    fill_sources();
    none_->setText(ui::words(document_.open() ? "ui.stats.none" : "ui.usable.no_project"));
    body_->setCurrentIndex(source_->count() > 0 ? 1 : 0);
    if (source_->count() == 0) {
        rows_job_.drop();
        job_.drop();
        table_ = nullptr;
        made_ = nullptr;
        keep_ = nullptr;
        read_from_ = {};
        for (QWidget* note : older_) note->hide();
        return;
    }
    const auto source = static_cast<std::size_t>(chosen_source());
    for (std::size_t s = 0; s < older_.size(); ++s) older_[s]->setVisible(s == source);
    static const std::vector<std::string> stages[] = {{"import"}, {"import", "composite", "statistics"}, {"model", "estimate", "bounds"}};
    stack_->setEnabled(!document_.standing().older(stages[source]));
    read_rows();
}

void StatisticsPage::fill_sources() {
    std::vector<std::pair<QString, QVariant>> items;
    QVariant usual;
    for (const StatisticsSource source : {StatisticsSource::composites, StatisticsSource::samples, StatisticsSource::blocks}) {
        if (!document_.open() || !report::answers(document_.project(), source)) continue;
        items.emplace_back(ui::words(source_keys[static_cast<std::size_t>(source)]), static_cast<int>(source));
        if (!usual.isValid()) usual = static_cast<int>(source);
    }
    refill_box(source_, items, usual);
}

void StatisticsPage::read_rows() {
    const project::Results& results = document_.project().results;
    const StatisticsSource source = chosen_source();
    const std::array<const void*, 4> from{source == StatisticsSource::blocks ? static_cast<const void*>(results.model().get())
                                          : source == StatisticsSource::samples ? static_cast<const void*>(results.drilling.import.get())
                                                                               : static_cast<const void*>(results.drilling.composites.get()),
                                          results.shapes.list.get(), results.statistics.overview.get(), results.drilling.composites.get()};
    if (table_ && table_->source == source && from == read_from_) {
        rows_job_.drop();  // of another source, chosen in passing
        fill_choices();
        return refresh_keep();
    }
    auto made = std::make_shared<report::StatisticsTable>();
    summary_->setText(ui::words("ui.stats.reading"));
    rows_job_.ask(
        [made, copy = document_.project(), source](base::Progress& progress) -> base::Expected<void> {
            auto table = report::statistics_table(copy, source, most_rows, progress);
            if (!table) return std::unexpected(table.error());
            *made = std::move(*table);
            return {};
        },
        [this, made, from](const base::Expected<void>& done) {
            wrong_->setVisible(!done);
            if (!done) return wrong_->setText("⚠ " + ui::words(done.error()));
            table_ = made;
            read_from_ = from;
            made_ = nullptr;
            classes_ = {};
            cloud_ = triangle_ = nullptr;
            fill_choices();
            refresh_keep();
        });
}

void StatisticsPage::fill_choices() {
    std::vector<std::pair<QString, QVariant>> elements, kinds, groups;
    for (const std::string& element : table_->elements) elements.emplace_back(QString::fromStdString(element), QString::fromStdString(element));
    const QString main = QString::fromStdString(document_.price().commodity());
    refill_box(element_, elements, main);
    QVariant second;
    for (const auto& one : elements)
        if (!second.isValid() && one.second != element_->currentData()) second = one.second;
    refill_box(other_, elements, second);
    for (const report::RowClasses& one : table_->classes) kinds.emplace_back(class_name(*table_, one.name), QString::fromStdString(one.name));
    kinds.emplace_back(ui::words("ui.stats.no_split"), QString());
    refill_box(by_, kinds, kinds.front().second);
    groups.emplace_back(ui::words("ui.stats.by_kinds"), QString());
    for (const std::string& shape : report::distance_shapes(document_.project()))
        groups.emplace_back(ui::words("statistics.distance_to", {{"name", shape}}), QString::fromStdString(shape));
    refill_box(group_, groups, QString());
    std::vector<std::pair<QString, QVariant>> coefficients, planes;
    for (int n = 0; n < 3; ++n) {
        coefficients.emplace_back(ui::words(coefficient_keys[n]), n);
        planes.emplace_back(ui::words(plane_keys[n]), n);
    }
    refill_box(coefficient_, coefficients, 1);
    refill_box(plane_, planes, 0);
    for (std::size_t k = 0; k < 3; ++k) refill_box(corner_[k], elements, k < elements.size() ? elements[k].second : QVariant());
}

void StatisticsPage::take_ranges(const std::vector<std::pair<std::size_t, std::pair<double, double>>>& ranges, bool dragging) {
    // One element on both axes has one range.
    const std::size_t count = ranges.size() == 2 && ranges[0].first == ranges[1].first ? 1 : ranges.size();
    for (std::size_t n = 0; n < count; ++n) {
        document_.filter().set_range(table_->elements[ranges[n].first], ranges[n].second.first, ranges[n].second.second,
                                     dragging || n + 1 < count);
    }
}

void StatisticsPage::drop_ranges(const std::vector<std::size_t>& elements) {
    if (!table_) return;
    std::vector<blocks::FilterRow> rows = document_.filter().rows();
    const auto gone = std::erase_if(rows, [&](const blocks::FilterRow& row) {
        return row.kind == blocks::FilterRow::Kind::range &&
               std::ranges::any_of(elements, [&](std::size_t e) { return e < table_->elements.size() && table_->elements[e] == row.column; });
    });
    if (gone > 0) document_.filter().set_rows(std::move(rows));
}

void StatisticsPage::settle() {
    rows_job_.wait();
    if (soon_.isActive()) refresh_keep();
    if (pause_.isActive()) ask();
    job_.wait();
}

void StatisticsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) return refresh();
    refresh_keep();
}

void StatisticsPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        due();
        if (!due_ && table_) {
            draw_quick();
            ask();
        }
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::pages
