#include "ui/panels/CumulativePanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr std::size_t most_drawn = 1000, most_ranked = 500;

}  // namespace

charts::Plot cumulative_plot(const std::vector<costmodel::CostStep>& steps, const std::string& commodity, const std::string& money) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.orebodies.no_verdicts");
    if (steps.empty()) return plot;
    const double all = steps.back().cumulative;
    const ui::MassUnit mass = ui::mass_unit(all);
    plot.x = {ui::words("ui.cumulative.metal", {{"commodity", commodity}, {"unit", mass.name}}), 0, all / mass.tonnes};
    plot.left.title = ui::words("ui.cumulative.cost", {{"commodity", commodity}, {"unit", money + "/t"}});
    charts::Series line{.name = ui::words("report.cost.cash_cost"), .colour = 0, .filled = true};
    const std::size_t together = (steps.size() + most_drawn - 1) / most_drawn;
    double from = 0;
    for (std::size_t n = 0; n < steps.size(); n += together) {
        double money_sum = 0, quantity = 0;
        for (std::size_t i = n; i < std::min(n + together, steps.size()); ++i) {
            money_sum += steps[i].cost * steps[i].quantity;
            quantity += steps[i].quantity;
        }
        line.points.emplace_back(from / mass.tonnes, money_sum / quantity);
        from += quantity;
        line.points.emplace_back(from / mass.tonnes, money_sum / quantity);
    }
    plot.series = {std::move(line)};
    charts::fit_axis(plot.left, plot.series, false);
    plot.left.low = std::min(plot.left.low, 0.0);
    return plot;
}

CumulativePanel::CumulativePanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      note_(new QLabel),
      chart_(ui::tell(new charts::PlotWidget, "ui.cumulative.chart")),
      table_(ui::tell(new TableView, "ui.cumulative.table")) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* body = new QWidget;
    auto* told = new QVBoxLayout(body);
    told->setContentsMargins(0, 0, 0, 0);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 5);
    abreast->addWidget(table_, 4);
    told->addWidget(note_);
    told->addLayout(abreast, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"orebodies", "cost_model", "orebody_verdicts"}, body));
    box->addWidget(body, 1);
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        if (static_cast<std::size_t>(row) >= steps_.size()) return;
        ui::orebodies(document_).choose(static_cast<std::size_t>(steps_[static_cast<std::size_t>(row)].row));
        Q_EMIT orebodyChosen();
    });
    connect(chart_, &charts::PlotWidget::xChosen, this, [this](double x, bool dragging) {
        if (dragging || steps_.empty()) return;
        const double metal = x * ui::mass_unit(steps_.back().cumulative).tonnes;
        const auto at = std::ranges::lower_bound(steps_, metal, {}, &costmodel::CostStep::cumulative);
        if (at == steps_.end()) return;
        ui::orebodies(document_).choose(static_cast<std::size_t>(at->row));
        if (const auto row = static_cast<int>(at - steps_.begin()); row < table_->rowCount()) table_->selectRow(row);
        Q_EMIT orebodyChosen();
    });
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &CumulativePanel::refresh);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &CumulativePanel::refresh);
}

void CumulativePanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    const auto tables = ui::orebodies(document_).tables();
    const auto study = ui::orebodies(document_).study();
    std::vector<double> cost, quantity;
    if (study)
        for (const costmodel::OrebodyVerdict& v : study->verdicts) {
            // What has no verdict has no place in a ranking, though its cost may be worked out.
            const bool of = !std::isnan(v.band.price) && ui::orebodies(document_).shows(tables->orebodies.rows[static_cast<std::size_t>(v.row)]);
            cost.push_back(of ? v.cash_cost : costmodel::not_stated);
            quantity.push_back(of ? v.metal_tonnes : 0);
        }
    steps_ = costmodel::cumulative_cost(cost, quantity);
    const std::string money = study ? study->deck.costs.currency : document_.project().recipe.economics.costs.currency;
    chart_->setEnabled(!steps_.empty() && ui::orebodies(document_).current());
    chart_->set_plot(cumulative_plot(steps_, document_.price().commodity(), money));
    QString said = ui::words(study ? "report.cost.cumulative_note" : "ui.orebodies.no_verdicts");
    if (steps_.size() > most_ranked)
        said += " " + ui::words("ui.cumulative.first", {{"count", std::to_string(most_ranked)}, {"all", std::to_string(steps_.size())}});
    note_->setText(said);
    table_->setVisible(!steps_.empty());
    table_->set_headings({ui::words("report.cost.rank"), ui::words("report.cost.orebody"),
                          ui::words("report.cost.cash_cost") + " (" + QString::fromStdString(money) + "/t)", ui::words("report.cost.activation"),
                          ui::words("report.cost.metal"), ui::words("report.cost.cumulated")});
    std::vector<QStringList> rows;
    for (std::size_t n = 0; n < std::min(steps_.size(), most_ranked); ++n) {
        const costmodel::CostStep& step = steps_[n];
        const auto row = static_cast<std::size_t>(step.row);
        rows.push_back({QString::number(n + 1), QString::fromStdString(tables->orebodies.rows[row].name), ui::number_text(step.cost),
                        ui::price_text(study->verdicts[row].band.price), ui::tonnes_text(step.quantity), ui::tonnes_text(step.cumulative)});
    }
    table_->set_rows(rows);
}

void CumulativePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
}

void CumulativePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
