#include "ui/panels/PitsPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/pits/Study.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr double million = 1e6;

QString money_text(double money) {
    return ui::number_text(money / million);
}

charts::Series line_of(const pits::PitStudy& study, const char* key, const ui::Args& args, int colour,
                       const std::function<double(const pits::PitRow&)>& value) {
    charts::Series series{.name = ui::words(key, args), .colour = colour};
    for (const pits::PitRow& row : study.rows) series.points.emplace_back(row.factor, value(row));
    return series;
}

/// At least one digit behind the point, so that 1.0 stands between 0.9 and 1.1.
QString factor_text(double factor) {
    const QString text = ui::price_text(factor);
    return text.contains('.') ? text : text + ".0";
}

}  // namespace

charts::Plot pits_plot(const pits::PitStudy& study) {
    charts::Plot plot;
    if (study.rows.empty()) return plot;
    const pits::PitRow& last = study.rows.back();
    const ui::MassUnit mass = ui::mass_unit(std::max(last.ore_tonnes, last.waste_tonnes));
    const ui::Args in{{"unit", mass.name}, {"currency", study.currency}};
    plot.x = {ui::words("ui.pits.factor"), study.rows.front().factor, last.factor};
    if (!(plot.x.low < plot.x.high)) plot.x.high = plot.x.low + 1;
    plot.left.title = ui::words("ui.pits.moved", in);
    plot.right.title = ui::words("ui.pits.money", in);
    plot.has_right = true;
    plot.series.push_back(line_of(study, "ui.pits.ore", in, 0, [&](const auto& row) { return row.ore_tonnes / mass.tonnes; }));
    plot.series.push_back(
        line_of(study, "ui.pits.waste", in, 7, [&](const auto& row) { return row.waste_tonnes / mass.tonnes; }));
    plot.series.push_back(line_of(study, "ui.pits.value", in, 1, [](const auto& row) { return row.value / million; }));
    if (study.mining_rate_mt > 0) {
        plot.series.push_back(line_of(study, "ui.pits.best", in, 2, [](const auto& row) { return row.best / million; }));
        plot.series.push_back(line_of(study, "ui.pits.worst", in, 3, [](const auto& row) { return row.worst / million; }));
    }
    for (std::size_t n = 2; n < plot.series.size(); ++n) plot.series[n].right = plot.series[n].dashed = true;
    charts::fit_axis(plot.left, plot.series, false);
    charts::fit_axis(plot.right, plot.series, true);
    return plot;
}

PitsPanel::PitsPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      note_(new QLabel),
      chart_(ui::tell(new charts::PlotWidget, "ui.pits.chart")),
      table_(ui::tell(new TableView, "ui.pits.table")) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 1);
    abreast->addWidget(table_, 1);
    told->addWidget(note_);
    told->addLayout(abreast, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"import", "composite", "variogram", "grid", "estimate", "evaluate", "pits"},
                                 answer));
    box->addWidget(answer, 1);
    connect(chart_, &charts::PlotWidget::xChosen, this, &PitsPanel::choose);
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        const auto& study = document_.project().results.pits.study;
        if (study && row >= 0 && static_cast<std::size_t>(row) < study->rows.size())
            choose(study->rows[static_cast<std::size_t>(row)].factor, false);
    });
    connect(&document_.price(), &ui::PriceInHand::changed, this, &PitsPanel::refresh_price);
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
          &ui::Document::standingChanged})
        connect(&document_, signal, this, &PitsPanel::refresh);
}

double PitsPanel::stated_price() const {
    const auto& study = document_.project().results.pits.study;
    if (!study || study->rows.empty() || study->main_prices.empty() ||
        study->main != document_.price().commodity())
        return 0;
    return study->main_prices.front() / study->rows.front().factor;
}

/// Pits are of whole steps of the ladder; between two of them the slider stays where the hand is.
void PitsPanel::choose(double factor, bool dragging) {
    if (const double stated = stated_price(); stated > 0) document_.price().set(factor * stated, dragging);
}

/// Why there is no graph.
QString PitsPanel::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (!document_.project().recipe.pits.use) return ui::words("ui.pits.off");
    const auto& study = document_.project().results.pits.study;
    if (!study) return ui::words("ui.pits.not_run");
    return ui::words(base::Message(study->why_not)) + "\n" + ui::words("finding.fix.pit_does_not_apply");
}

void PitsPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto& study = document_.project().results.pits.study;
    const bool there = document_.open() && study && !study->rows.empty();
    chart_->setVisible(there);
    table_->setVisible(there);
    chart_->setEnabled(there && document_.standing().current("pits"));
    if (!there) {
        note_->setText(silence());
        return;
    }
    const ui::Args args{{"commodity", study->main},
                        {"low", ui::price_text(study->main_prices.front()).toStdString()},
                        {"high", ui::price_text(study->main_prices.back()).toStdString()},
                        {"unit", study->price_unit}};
    note_->setText(ui::words(study->commodities.size() > 1 ? "ui.pits.note_several" : "ui.pits.note_one", args));
    chart_->set_plot(pits_plot(*study));
    const ui::MassUnit mass =
        ui::mass_unit(std::max(study->rows.back().ore_tonnes, study->rows.back().waste_tonnes));
    const ui::Args in{{"unit", mass.name}, {"currency", study->currency}};
    QStringList headings{ui::words("ui.pits.factor"),   ui::words("ui.pits.ore", in),  ui::words("ui.pits.waste", in),
                         ui::words("ui.pits.strip"),    ui::words("ui.pits.value", in)};
    const bool discounted = study->mining_rate_mt > 0;
    if (discounted)
        headings << ui::words("ui.pits.best", in) << ui::words("ui.pits.worst", in) << ui::words("ui.pits.years");
    std::vector<QStringList> rows;
    for (const pits::PitRow& row : study->rows) {
        rows.push_back({factor_text(row.factor), ui::number_text(row.ore_tonnes / mass.tonnes),
                        ui::number_text(row.waste_tonnes / mass.tonnes),
                        row.ore_tonnes > 0 ? ui::number_text(row.strip_ratio(), 3) : QStringLiteral("–"),
                        money_text(row.value)});
        if (discounted)
            rows.back() << money_text(row.best) << money_text(row.worst) << ui::number_text(row.years, 3);
    }
    table_->set_headings(headings);
    table_->set_rows(rows);
    refresh_price();
}

void PitsPanel::refresh_price() {
    if (!isVisible()) return;
    const double stated = stated_price();
    if (!(stated > 0)) return;
    const double factor = document_.price().value() / stated;
    chart_->set_marker(factor, ui::number_text(factor, 3));
    const auto& rows = document_.project().results.pits.study->rows;
    const auto above = std::ranges::upper_bound(rows, factor * (1 + 1e-12), {}, &pits::PitRow::factor);
    if (above == rows.begin())
        table_->clearSelection();
    else
        table_->selectRow(static_cast<int>(above - rows.begin()) - 1);
}

void PitsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
    refresh_price();
}

void PitsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
