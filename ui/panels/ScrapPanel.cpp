#include "ui/panels/ScrapPanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/project/OrebodyStudy.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// Streams to sinks whose levers follow the slider: each is melted again some twenty times.
constexpr std::size_t most_sunk_live = 24;

QString origin_words(const std::string& origin) {
    const std::string key = "ui.scrap.origin." + origin;
    return ui::has_words(key) ? ui::words(key.c_str()) : QString::fromStdString(origin);
}

QString lever_words(recycling::Lever lever) {
    return ui::words(("cli.mfa.lever." + recycling::lever_ids()[static_cast<std::size_t>(lever)]).c_str());
}

QString binding_words(const recycling::Binding& binding) {
    if (binding.lever) return lever_words(*binding.lever);
    if (binding.pair) return lever_words(binding.pair->first) + " + " + lever_words(binding.pair->second);
    return QStringLiteral("–");
}

QString known_tonnes(double tonnes) {
    return std::isnan(tonnes) ? QStringLiteral("–") : ui::tonnes_text(tonnes);
}

}  // namespace

charts::Plot one_curve_plot(const project::OneCurve& curve, const std::string& metal, const std::string& unit, double price) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.scrap.no_curve");
    double high = curve.break_evens.empty() ? 0 : 1.15 * curve.break_evens.back();
    if (std::isfinite(price)) high = std::max(high, 1.5 * price);
    if (curve.layers.empty() || !(high > 0)) return plot;
    plot.title = ui::words("ui.scrap.curve_title", {{"metal", metal}});
    const auto points = recycling::stacked(curve.layers, 0, high, 241);
    const ui::MassUnit mass = ui::mass_unit(points.back().metal_t);
    plot.x = {ui::words("ui.scrap.price_axis", {{"unit", unit}}), 0, high, {}};
    plot.left.title = ui::words("ui.scrap.metal_axis", {{"unit", mass.name}});
    for (std::size_t n = 0; n < curve.layers.size(); ++n) {
        charts::Series series{.name = origin_words(curve.layers[n].origin), .colour = static_cast<int>(n)};
        for (const recycling::StackedPoint& point : points) {
            double below = 0;
            for (std::size_t k = 0; k < n; ++k) below += point.by_origin[k].metal_t;
            series.base.emplace_back(point.price, below / mass.tonnes);
            series.points.emplace_back(point.price, (below + point.by_origin[n].metal_t) / mass.tonnes);
        }
        plot.series.push_back(std::move(series));
    }
    charts::fit_axis(plot.left, plot.series, false);
    plot.left.low = 0;
    return plot;
}

ScrapPanel::ScrapPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      metal_(ui::tell(new QuietCombo, "ui.scrap.metal")),
      year_(ui::tell(new QuietCombo, "ui.scrap.year")),
      choices_(new QWidget),
      note_(new QLabel),
      chart_(ui::tell(new charts::PlotWidget, "ui.scrap.chart")),
      table_(ui::tell(new TableView, "ui.scrap.table")) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* row = new QHBoxLayout(choices_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(ui::label_for(metal_, "ui.scrap.metal"));
    row->addWidget(metal_);
    row->addWidget(ui::label_for(year_, "ui.scrap.year"));
    row->addWidget(year_);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    auto* top = new QHBoxLayout;  // abreast: a low drawer needs its height for the chart
    top->addWidget(choices_);
    top->addWidget(note_, 1);
    column->addLayout(top);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 1);
    abreast->addWidget(table_, 1);
    column->addLayout(abreast, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"flows", "scrap"}, body));
    box->addWidget(body, 1);
    for (QComboBox* combo : {metal_, year_}) connect(combo, &QComboBox::currentIndexChanged, this, &ScrapPanel::refresh);
    connect(chart_, &charts::PlotWidget::xChosen, this, [this](double x, bool dragging) {
        if (document_.price().commodity() == element() && x > 0) document_.price().set(x, dragging);
    });
    connect(&document_.price(), &ui::PriceInHand::changed, this, &ScrapPanel::refresh_price);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &ScrapPanel::due);
}

std::string ScrapPanel::element() const {
    return metal_->currentData().toString().toStdString();
}

std::optional<int> ScrapPanel::year_chosen() const {
    return year_->currentData().isValid() ? std::optional(year_->currentData().toInt()) : std::nullopt;
}

double ScrapPanel::price() const {
    return document_.price().commodity() == element() ? document_.price().value() : quote_.price;
}

void ScrapPanel::due() {
    due_ = !isVisible();
    if (due_) return;
    fill_lists();
    refresh();
}

void ScrapPanel::fill_lists() {
    study_ = document_.open() ? project::scrap_study(document_.project().results) : nullptr;
    const QSignalBlocker quiet(metal_);
    const QString before = metal_->currentData().toString();
    metal_->clear();
    if (study_)
        for (const std::string& one : project::scrap_elements(*study_))
            metal_->addItem(one.empty() ? QStringLiteral("–") : QString::fromStdString(one), QString::fromStdString(one));
    metal_->setCurrentIndex(std::max(0, metal_->findData(before)));
}

QString ScrapPanel::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (document_.project().recipe.flows.system_file.empty()) return ui::words("ui.flows.none");
    if (const base::Error* error = document_.project().error("scrap")) return ui::words(*error);
    return ui::words(project::flow_study(document_.project().results) && document_.standing().current("scrap") ? "ui.scrap.no_streams" : "ui.flows.not_run");
}

void ScrapPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const bool there = study_ && !study_->streams.empty();
    for (QWidget* part : {choices_, static_cast<QWidget*>(chart_), static_cast<QWidget*>(table_)}) part->setVisible(there);
    if (!there) return note_->setText(silence());
    const auto years = project::scrap_years(*study_, element());
    {
        const QSignalBlocker quiet(year_);
        const QVariant before = year_->currentData();
        year_->clear();
        for (const int year : years) year_->addItem(QString::number(year), year);
        if (years.empty()) year_->addItem(ui::words("ui.scrap.any_year"));
        year_->setCurrentIndex(std::max(0, before.isValid() ? year_->findData(before) : 0));
    }
    chart_->setEnabled(document_.standing().current("scrap"));
    quote_ = project::metal_quote(document_.project().recipe, *study_, element());
    project::OneCurveInput input;
    input.scrap = project::priced_scrap(*study_, element(), quote_.quoted_per_net);
    input.year = year_chosen();
    input.element = element();
    left_out_.clear();
    const ui::Answer answer = document_.price().answer();
    blocks_ = nullptr;
    if (answer.curve && !answer.older && answer.commodity == element()) {
        const auto found = std::ranges::find(answer.deck.commodities, element(), &economics::Commodity::name);
        if (!answer.deck.routes.empty() || found == answer.deck.commodities.end()) {
            left_out_ = ui::words("ui.scrap.blocks_by_route");
        } else {
            blocks_ = answer.curve;
            input.blocks = blocks_.get();
            input.recovery = project::block_recovery(answer.deck.costs, *found);
        }
    }
    if (document_.standing().current("orebody_verdicts"))
        for (const project::OrebodyUnit& orebody : project::orebody_units(document_.project().results))
            if (orebody.commodity == element() && orebody.metal_tonnes > 0)
                input.orebodies.push_back({orebody.id, "undeveloped", std::nullopt, orebody.price, orebody.metal_tonnes});
    auto made = project::one_curve(input);
    if (!made && input.blocks != nullptr) {
        left_out_ = ui::words(made.error().what);
        input.blocks = nullptr;
        made = project::one_curve(input);
    }
    if (!made) return note_->setText(ui::words(made.error()));
    curve_ = std::move(*made);
    chart_->set_plot(one_curve_plot(curve_, element(), quote_.unit, price()));
    table_->set_headings({ui::words("ui.scrap.stream"), ui::words("ui.scrap.origin"), ui::words("ui.scrap.recoverable"), ui::words("ui.scrap.break_even", {{"unit", quote_.unit}}),
                          ui::words("ui.scrap.usable"), ui::words("ui.scrap.binds"), ui::words("ui.scrap.released")},
                         {QString(), QString(), ui::words("ui.scrap.recoverable.tip"), ui::words("ui.scrap.break_even.tip"), ui::words("ui.scrap.usable.tip"),
                          ui::words("ui.scrap.binds.tip"), ui::words("ui.scrap.released.tip")});
    refresh_price();
}

void ScrapPanel::refresh_note(double price) {
    double theoretical = 0, recoverable = 0, usable = 0;
    for (const project::ScrapStream& row : study_->streams) {
        if (row.stream.element != element() || (year_chosen() && row.stream.year != year_chosen())) continue;
        theoretical += row.cascade.theoretical_t;
        recoverable += row.offered_t();
        if (row.break_even() * quote_.quoted_per_net <= price) usable += row.curve_t;
    }
    const ui::Args args{{"theoretical", ui::tonnes_text(theoretical).toStdString()}, {"recoverable", ui::tonnes_text(recoverable).toStdString()},
                        {"usable", ui::tonnes_text(usable).toStdString()},           {"price", ui::price_text(price).toStdString()},
                        {"unit", quote_.unit}};
    QString text = ui::words(std::isnan(price) ? "ui.scrap.sum_no_price" : "ui.scrap.sum", args);
    if (!std::isnan(price) && curve_.layers.size() > 1)
        text += " " + ui::words("ui.scrap.together", {{"usable", ui::tonnes_text(recycling::stacked_at(curve_.layers, price).metal_t).toStdString()}});
    if (curve_.unknown > 0) text += " " + ui::words("ui.scrap.unknown", {{"count", std::to_string(curve_.unknown)}, {"tonnes", ui::tonnes_text(curve_.unknown_t).toStdString()}});
    if (!left_out_.isEmpty()) text += " " + left_out_;
    note_->setText(text);
}

void ScrapPanel::refresh_price() {
    if (!isVisible() || due_ || !study_ || study_->streams.empty()) return;
    const double now = price();
    if (std::isfinite(now)) chart_->set_marker(now, ui::price_text(now));
    std::vector<QStringList> rows;
    const double net = now / quote_.quoted_per_net;
    const auto flows = project::flow_study(document_.project().results);
    std::vector<project::ScrapStream> asked;
    if (flows)
        if (auto at_price = project::scrap_at(*flows, *study_, element(), year_chosen(), net, most_sunk_live)) asked = std::move(*at_price);
    for (const project::ScrapStream& row : asked) {
        const double quoted = row.break_even() * quote_.quoted_per_net;
        QString usable = QStringLiteral("–"), binds = QStringLiteral("–"), released = QStringLiteral("–");
        if (std::isfinite(now)) {
            if (!std::isnan(row.usable_t)) usable = known_tonnes(row.usable_t);
            binds = binding_words(row.binding);
            if (row.binding.lever || row.binding.pair) released = ui::tonnes_text(row.binding.tonnes);
        }
        rows.push_back({QString::fromStdString(row.stream.id), origin_words(row.stream.origin), ui::tonnes_text(row.offered_t()),
                        std::isnan(quoted) ? ui::words("ui.scrap.not_known") : ui::price_text(quoted), usable, binds, released});
    }
    table_->set_rows(rows);
    refresh_note(now);
}

void ScrapPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!std::exchange(due_, false)) return refresh_price();
    fill_lists();
    refresh();
}

void ScrapPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) due();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
