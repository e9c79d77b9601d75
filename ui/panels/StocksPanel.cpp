#include "ui/panels/StocksPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/io/flows/SystemFile.h"
#include "core/recycling/Rules.h"
#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/StockPlots.h"

namespace orelens::panels {
namespace {

/// When inflows come in, as the form of the parameters says it.
std::string timing_words(const recycling::System& system) {
    const std::string id = io::timing_text(system);
    for (const auto& param : recycling::recycling_params())
        if (param.info.id == "inflow_at")
            for (const base::Choice& choice : param.info.choices)
                if (choice.id == id) return choice.label.in(ui::language());
    return id;
}

}  // namespace

StocksPanel::StocksPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      choice_(FlowChoice::of(document)),
      stock_(ui::tell(new QuietCombo, "ui.flows.which_stock")),
      way_(ui::tell(new QuietCombo, "ui.flows.way")),
      note_(new QLabel),
      choices_(new QWidget),
      charts_(new QStackedWidget),
      plot_(ui::tell(new charts::PlotWidget, "ui.flows.stock_chart")),
      pyramid_(ui::tell(new charts::PyramidWidget, "ui.flows.age_chart")),
      map_(ui::tell(new charts::HeatMapWidget, "ui.flows.balance_chart")) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QHBoxLayout(choices_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(ui::label_for(way_, "ui.flows.way"));
    row->addWidget(way_);
    row->addWidget(ui::label_for(stock_, "ui.flows.which_stock"));
    row->addWidget(stock_);
    for (QWidget* chart : {static_cast<QWidget*>(plot_), static_cast<QWidget*>(pyramid_), static_cast<QWidget*>(map_)}) charts_->addWidget(chart);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    auto* top = new QHBoxLayout;  // abreast: a low drawer needs its height for the chart
    top->addWidget(choices_);
    top->addWidget(note_, 1);
    column->addLayout(top);
    column->addWidget(charts_, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"flows"}, body));
    box->addWidget(body, 1);
    for (QComboBox* combo : {stock_, way_}) connect(combo, &QComboBox::currentIndexChanged, this, &StocksPanel::refresh);
    connect(plot_, &charts::PlotWidget::xChosen, this, [this](double x, bool) { choice_.set_year(static_cast<int>(std::lround(x))); });
    connect(&choice_, &FlowChoice::yearChanged, this, &StocksPanel::refresh_year);
    connect(&choice_, &FlowChoice::choiceChanged, this, [this] {
        fill_lists();
        refresh();
    });
    fill_lists();
}

void StocksPanel::fill_lists() {
    const QSignalBlocker quiet(stock_), still(way_);
    const QString before = stock_->currentText();
    const int way = std::max(0, way_->currentIndex());
    way_->clear();
    way_->addItems({ui::words("ui.flows.way.cohorts"), ui::words("ui.flows.way.flows"), ui::words("ui.flows.way.age"), ui::words("ui.flows.way.fan"),
                    ui::words("ui.flows.way.balance")});
    way_->setCurrentIndex(way);
    stock_->clear();
    if (const auto& study = choice_.study())
        for (const recycling::Stock& stock : study->system.stocks) stock_->addItem(QString::fromStdString(stock.id));
    stock_->setCurrentIndex(std::max(0, stock_->findText(before)));
}

QString StocksPanel::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (document_.project().recipe.flows.system_file.empty()) return ui::words("ui.flows.none");
    return ui::words(choice_.study() ? "ui.flows.no_stock" : "ui.flows.not_run");
}

/// What stands between the numbers and their reading.
QString StocksPanel::note_text() const {
    const auto& study = choice_.study();
    if (way_->currentIndex() == balance) return ui::words("ui.flows.balance_note");
    if (way_->currentIndex() == fan)
        return study->fans.empty() ? QString()
                                   : ui::words("ui.flows.fan_note", {{"draws", std::to_string(study->draws)}, {"failed", std::to_string(study->failed_draws)}});
    const std::string& state = study->system.stocks[static_cast<std::size_t>(stock_->currentIndex())].state;
    return ui::words(state == "in_use" ? "ui.flows.in_use_note" : "ui.flows.timing_note", {{"timing", timing_words(study->system)}});
}

void StocksPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto& study = choice_.study();
    const bool there = study && !study->system.stocks.empty() && stock_->currentIndex() >= 0;
    choices_->setVisible(there);
    charts_->setVisible(there);
    if (!there) {
        note_->setText(silence());
        note_->show();
        return;
    }
    stock_->setEnabled(way_->currentIndex() != balance);
    const bool current = document_.standing().current("flows");
    for (QWidget* chart : {static_cast<QWidget*>(plot_), static_cast<QWidget*>(pyramid_), static_cast<QWidget*>(map_)}) chart->setEnabled(current);
    const auto stock = static_cast<std::size_t>(stock_->currentIndex());
    const QString of = choice_.name();
    const QString note = note_text();
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    const int metals = project::element_dimension(study->system);
    switch (way_->currentIndex()) {
        case cohorts: plot_->set_plot(cohort_plot(*study, stock, choice_.tuples(), of)); break;
        case flows: plot_->set_plot(stock_plot(*study, stock, choice_.tuples(), of)); break;
        case fan: plot_->set_plot(fan_plot(*study, stock, metals < 0 ? 0 : choice_.item(metals))); break;
        case balance: map_->set_map(balance_map(*study, choice_.tuples(), of)); break;
        default: break;
    }
    charts_->setCurrentWidget(way_->currentIndex() == age ? static_cast<QWidget*>(pyramid_) : way_->currentIndex() == balance ? static_cast<QWidget*>(map_) : plot_);
    refresh_year();
}

void StocksPanel::refresh_year() {
    const auto& study = choice_.study();
    if (!isVisible() || due_ || !study || stock_->currentIndex() < 0) return;
    plot_->set_marker(choice_.year(), QString::fromStdString(study->year_name(choice_.year())));
    if (way_->currentIndex() == age)
        pyramid_->set_pyramid(age_pyramid(*study, static_cast<std::size_t>(stock_->currentIndex()), choice_.tuples(), choice_.year(), choice_.name()));
}

void StocksPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void StocksPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        fill_lists();
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
