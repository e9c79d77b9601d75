#include "ui/pages/FlowsPage.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/pages/SankeyChart.h"
#include "ui/panels/FlowSliders.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ScrapAnswer.h"
#include "ui/panels/TableView.h"

namespace orelens::pages {
namespace {

/// What is in a process at the end of a year less what was there a year before; NaN where it holds nothing.
double stock_change(const project::FlowStudy& study, const panels::FlowSums& sums, int process, int year) {
    double change = std::nan("");
    for (std::size_t s = 0; s < study.system.stocks.size(); ++s) {
        if (study.system.stocks[s].process != process) continue;
        const auto t = static_cast<std::size_t>(year);
        // Before the first year stands what an initial stock says: its change is what came in less what left.
        const double here = year > 0 ? sums.stock[s][t] - sums.stock[s][t - 1] : sums.inflow[s][t] - sums.outflow[s][t];
        change = (std::isnan(change) ? 0 : change) + here;
    }
    return change;
}

}  // namespace

FlowsPage::FlowsPage(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      choice_(panels::FlowChoice::of(document)),
      sliders_(new panels::FlowSliders(choice_)),
      note_(new QLabel),
      chart_(ui::tell(new SankeyChart, "ui.flows.chart")),
      beside_(new QWidget),
      price_(new QWidget),
      scrap_(new QLabel),
      slider_(new panels::PriceSlider(document)),
      process_(new QLabel),
      balance_(ui::tell(new panels::TableView, "ui.flows.balance")),
      residual_(new QLabel) {
    note_->setWordWrap(true);
    note_->setAlignment(Qt::AlignCenter);
    for (QLabel* label : {process_, residual_, scrap_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* told = new QVBoxLayout(beside_);
    told->setContentsMargins(0, 0, 0, 0);
    told->addWidget(process_);
    told->addWidget(balance_, 1);
    told->addWidget(residual_);
    beside_->setFixedWidth(fontMetrics().height() * 20);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 1);
    abreast->addWidget(beside_);
    column->addWidget(sliders_);
    column->addWidget(note_);
    column->addLayout(abreast, 1);
    auto* priced = new QVBoxLayout(price_);
    priced->setContentsMargins(0, 0, 0, 0);
    priced->setSpacing(4);
    priced->addWidget(scrap_);
    priced->addWidget(slider_);
    slider_->set_headline(false);
    slider_->set_of_scrap(true);
    column->addWidget(price_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(8, 4, 8, 4);
    box->addWidget(new panels::OlderNote(document_, {"flows"}, body));
    box->addWidget(body, 1);
    beside_->hide();
    price_->hide();
    connect(&document_.price(), &ui::PriceInHand::changed, this, &FlowsPage::refresh_price);
    connect(slider_, &panels::PriceSlider::reshaped, this, &FlowsPage::refresh_price);
    connect(&choice_, &panels::FlowChoice::yearChanged, this, &FlowsPage::refresh_year);
    connect(&choice_, &panels::FlowChoice::choiceChanged, this, &FlowsPage::refresh);
    connect(chart_, &SankeyChart::yearStepped, this, [this](int by) { choice_.set_year(choice_.year() + by); });
    connect(chart_, &SankeyChart::nodeChosen, this, &FlowsPage::refresh_balance);
    connect(chart_, &SankeyChart::resized, this, [this] {
        if (!scene_ || due_) return;
        refresh_scale();
        refresh_year();
    });
}

bool FlowsPage::answers() const {
    return document_.open() && !document_.project().recipe.flows.system_file.empty();
}

QString FlowsPage::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (document_.project().recipe.flows.system_file.empty()) return ui::words("ui.flows.none");
    if (const base::Error* error = document_.project().error("flows")) return ui::words(*error);
    return ui::words("ui.flows.not_run");
}

void FlowsPage::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto& study = choice_.study();
    note_->setVisible(!study);
    chart_->setVisible(study != nullptr);
    refresh_price();
    if (!study) {
        drawn_.reset();
        scene_.reset();
        chart_->set_scene(nullptr, {});
        beside_->hide();
        note_->setText(silence());
        return;
    }
    chart_->setEnabled(document_.standing().current("flows"));
    if (drawn_ != study || !scene_) {
        auto made = sankey_scene(study->system, study->solved, ui::words("ui.flows.from_environment"), ui::words("ui.flows.to_environment"));
        if (!made) {
            note_->setText(ui::words(made.error()));
            note_->show();
            chart_->hide();
            return;
        }
        scene_ = std::make_shared<const SankeyScene>(std::move(*made));
        drawn_ = study;
        std::vector<QString> names;
        for (const recycling::Flow& flow : study->system.flows) names.push_back(QString::fromStdString(flow.id));
        chart_->set_scene(scene_, std::move(names));
    }
    sums_ = panels::flow_sums(*study, choice_.tuples());
    refresh_scale();
    refresh_year();
}

/// The slider stands where scrap can be judged by it; while its answer is worked out anew the page says that it is older.
void FlowsPage::refresh_price() {
    if (!isVisible()) return;
    const auto streams = choice_.study() ? project::scrap_study(document_.project().results) : nullptr;
    price_->setVisible(streams && !streams->streams.empty() && !document_.price().commodity().empty());
    const QString told = panels::scrap_headline(document_);
    scrap_->setText(told.isEmpty() ? ui::words("ui.flows.no_scrap_price", {{"commodity", document_.price().commodity()}}) : told);
}

/// The smallest of all years, so that years compare.
void FlowsPage::refresh_scale() {
    const double line = chart_->fontMetrics().height();
    const QRectF inner = QRectF(chart_->rect()).adjusted(line * 0.6, line * 2.2, -line * 0.6, -line * 0.8);
    const recycling::SankeyFrame frame = sankey_frame(*scene_, inner.size(), line);
    scale_ = 0;
    std::vector<double> values(scene_->plan.links.size());
    for (int t = 0; t < drawn_->solved.years; ++t) {
        for (std::size_t n = 0; n < values.size(); ++n) values[n] = sums_.flows[static_cast<std::size_t>(scene_->flow[n])][static_cast<std::size_t>(t)];
        const double here = recycling::sankey_scale(scene_->plan, values, frame);
        if (here > 0) scale_ = scale_ == 0 ? here : std::min(scale_, here);
    }
}

void FlowsPage::refresh_year() {
    if (!isVisible() || !scene_ || due_) return;
    const auto t = static_cast<std::size_t>(choice_.year());
    SankeyMoment moment;
    for (const int flow : scene_->flow) moment.tonnes.push_back(sums_.flows[static_cast<std::size_t>(flow)][t]);
    for (const SankeyNode& node : scene_->nodes)
        moment.stock_change.push_back(node.side ? std::nan("") : stock_change(*drawn_, sums_, node.process, choice_.year()));
    moment.scale = scale_;
    const QString name = choice_.name();
    moment.title = ui::words(name.isEmpty() ? "ui.flows.title" : "ui.flows.title_of", {{"year", drawn_->year_name(choice_.year())}, {"of", name.toStdString()}});
    chart_->set_moment(std::move(moment));
    refresh_balance();
}

void FlowsPage::refresh_balance() {
    const auto node = chart_->chosen();
    const bool there = scene_ && drawn_ && node && *node < scene_->nodes.size();
    beside_->setVisible(there);
    if (!there) return;
    const SankeyNode& chosen = scene_->nodes[*node];
    const auto t = static_cast<std::size_t>(choice_.year());
    const auto& flows = drawn_->system.flows;
    process_->setText("<b>" + chosen.name.toHtmlEscaped() + "</b>");
    std::vector<QStringList> rows;
    double in = 0, out = 0;
    for (const bool incoming : {true, false})
        for (std::size_t f = 0; f < flows.size(); ++f) {
            if ((incoming ? flows[f].to : flows[f].from) != chosen.process) continue;
            if (chosen.side && incoming != chosen.sink) continue;
            const double tonnes = sums_.flows[f][t];
            (incoming ? in : out) += tonnes;
            rows.push_back({ui::words(incoming ? "ui.flows.in" : "ui.flows.out"), QString::fromStdString(flows[f].id), ui::tonnes_text(tonnes)});
        }
    const double change = chosen.side ? std::nan("") : stock_change(*drawn_, sums_, chosen.process, choice_.year());
    if (std::isfinite(change)) rows.push_back({ui::words("ui.flows.change"), QString(), (change < 0 ? QStringLiteral("−") : QString()) + ui::tonnes_text(std::abs(change))});
    for (std::size_t s = 0; s < drawn_->system.stocks.size(); ++s)
        if (!chosen.side && drawn_->system.stocks[s].process == chosen.process)
            rows.push_back({ui::words("ui.flows.stock"), QString::fromStdString(drawn_->system.stocks[s].id), ui::tonnes_text(sums_.stock[s][t])});
    balance_->set_headings({QString(), ui::words("ui.flows.flow"), ui::words("ui.flows.tonnes")});
    balance_->set_rows(rows);
    if (chosen.side) return residual_->setText(ui::words("ui.flows.environment"));
    const double left = in - out - (std::isfinite(change) ? change : 0);
    residual_->setText(ui::words("ui.flows.residual", {{"tonnes", base::number(left, 2)}}));
}

void FlowsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
    refresh_price();
}

void FlowsPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        scene_.reset();
        refresh();
    }
    QWidget::changeEvent(event);
}

}  // namespace orelens::pages
