#include "ui/panels/CurvePanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <utility>

#include "core/project/ScenarioModel.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/OlderNote.h"

namespace orelens::panels {

CurvePanel::CurvePanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      quantity_(new QComboBox),
      scenarios_(ui::tell(new QCheckBox, "ui.curve.scenarios")),
      categories_(ui::tell(new QCheckBox, "ui.curve.categories")),
      chart_(ui::tell(new charts::PlotWidget, "ui.usable.chart")) {
    auto* shown = new QHBoxLayout;
    shown->addWidget(ui::label_for(quantity_, "ui.usable.quantity"));
    shown->addWidget(quantity_);
    shown->addWidget(scenarios_);
    shown->addWidget(categories_);
    shown->addStretch(1);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(shown);
    told->addWidget(chart_, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(
        document_, {"import", "composite", "variogram", "grid", "estimate", "evaluate"}, answer));
    box->addWidget(answer, 1);
    quantity_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(chart_, &charts::PlotWidget::xChosen, this, [this](double price, bool dragging) {
        document_.price().set(ui::PriceInHand::rounded(price, document_.price().range()), dragging);
    });
    connect(&document_.price(), &ui::PriceInHand::onlyInsideChanged, this, &CurvePanel::refresh_price);
    connect(quantity_, &QComboBox::activated, this, &CurvePanel::refresh_curve);
    // One family of lines at a time: their colours are the same.
    connect(scenarios_, &QCheckBox::toggled, this, [this](bool on) {
        if (on) categories_->setChecked(false);
        refresh_all();
    });
    connect(categories_, &QCheckBox::toggled, this, [this](bool on) {
        if (on) scenarios_->setChecked(false);
        refresh_all();
    });
    connect(&document_, &ui::Document::scenariosChanged, this, &CurvePanel::refresh_all);
    connect(&document_.price(), &ui::PriceInHand::allPricesChanged, this, &CurvePanel::refresh_all);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &CurvePanel::refresh_price);
    // While a hand moves a condition there is no curve of the part: the one before goes at once.
    connect(&document_.filter(), &ui::Filter::changed, this, [this] {
        if (isVisible())
            refresh_curve();
        else
            due_ = true;
    });
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
          &ui::Document::standingChanged})
        connect(&document_, signal, this, &CurvePanel::refresh_all);
}

void CurvePanel::refresh_all() {
    due_ = !isVisible();
    if (due_) return;
    const bool ready = document_.open() && document_.price().curve() != nullptr;
    chart_->setEnabled(ready);
    quantity_->setEnabled(ready);
    // They are along the price of the main commodity alone.
    const bool any = !document_.project().scenarios.empty() && !document_.price().all_prices();
    scenarios_->setEnabled(ready && any);
    fill_quantities(*quantity_, document_);
    if (ready && any && scenarios_->isChecked())
        ask_scenarios();
    else {
        beside_ = nullptr;
        beside_base_ = nullptr;
        job_.drop();
    }
    refresh_curve();
}

void CurvePanel::ask_scenarios() {
    const project::Project& project = document_.project();
    std::string of = project::scenarios_to_text(project.scenarios) + project::recipe_to_json(project.recipe);
    const auto base = document_.price().curve();
    if (of == beside_of_ && base == beside_base_) return;
    beside_of_ = std::move(of);
    beside_base_ = base;
    beside_ = nullptr;
    auto made = std::make_shared<Curves>();
    job_.ask(
        [made, results = project.results, recipe = project.recipe,
         scenarios = project.scenarios](base::Progress& progress) -> base::Expected<void> {
            auto done = project::scenario_curves(results, recipe, scenarios, progress);
            if (!done) return std::unexpected(done.error());
            *made = std::move(*done);
            return {};
        },
        [this, made](const base::Expected<void>& done) {
            if (!done) {
                beside_base_ = nullptr;
                return;
            }
            beside_ = made;
            refresh_curve();
        });
}

void CurvePanel::refresh_curve() {
    const ui::Answer shown = document_.price().answer();
    // The curve of another commodity keeps its own scale.
    const bool other = shown.curve && shown.commodity != document_.price().commodity();
    const auto [low, high] = other ? shown.curve->useful_range(shown.price) : document_.price().range();
    const int quantity = quantity_->currentData().toInt();
    charts::Plot plot = curve_plot(document_, quantity, low, high);
    const auto parts = category_curves(document_);
    categories_->setEnabled(!parts.empty());
    if (categories_->isChecked() && shown.curve) add_scenarios(plot, parts, *shown.curve, quantity, low, high);
    if (beside_ != nullptr && shown.curve && !shown.older)
        add_scenarios(plot, *beside_, *shown.curve, quantity, low, high);
    chart_->set_plot(std::move(plot));
    refresh_price();
}

void CurvePanel::refresh_price() {
    const ui::Answer answer = document_.price().answer();
    if (isVisible() && answer.curve) chart_->set_marker(answer.price, ui::price_text(answer.price));
}

void CurvePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh_all();
    refresh_price();
}

void CurvePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
