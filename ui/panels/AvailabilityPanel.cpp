#include "ui/panels/AvailabilityPanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
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
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

/// Rows of a list on screen; the report holds all.
constexpr std::size_t most_near = 200;
constexpr int curve_points = 240;

QString qt(const std::string& text) { return QString::fromStdString(text); }

QString count_text(std::int64_t n) { return ui::plain_number(static_cast<double>(n), 0); }

QString status_text(const std::string& id) { return ui::words(("costmodel.status." + id).c_str()); }

}  // namespace

QString orebodies_headline(const ui::Document& document) {
    const auto curve = ui::orebodies(document).curve();
    if (!curve) return {};
    const auto groups = ui::orebodies(document).groups();
    const auto now = curve->at(document.price().value(), groups);
    return ui::words("ui.orebodies.headline", {{"count", ui::plain_number(static_cast<double>(now.orebodies), 0).toStdString()},
                                               {"metal", ui::tonnes_text(now.metal_tonnes).toStdString()},
                                               {"commodity", document.price().commodity()}});
}

charts::Plot availability_plot(const ui::Document& document, double high) {
    charts::Plot plot;
    plot.empty_note = ui::words("ui.orebodies.no_verdicts");
    const auto curve = ui::orebodies(document).curve();
    const auto groups = ui::orebodies(document).groups();
    if (!curve || groups.empty() || !(high > 0)) return plot;
    plot.x = {ui::words("ui.curve.price", {{"commodity", document.price().commodity()}, {"unit", document.price().unit()}}), 0, high};
    const ui::MassUnit mass = ui::mass_unit(curve->at(high, groups).metal_high);
    plot.left.title = ui::words("ui.availability.metal", {{"commodity", document.price().commodity()}, {"unit", mass.name}});
    charts::Series middle{.name = ui::words("ui.availability.usable"), .colour = 0};
    charts::Series band{.name = ui::words("ui.availability.band"), .colour = 0};
    for (int n = 0; n <= curve_points; ++n) {
        const double price = high * n / curve_points;
        const auto now = curve->at(price, groups);
        middle.points.emplace_back(price, now.metal_tonnes / mass.tonnes);
        band.points.emplace_back(price, now.metal_high / mass.tonnes);
        band.base.emplace_back(price, now.metal_low / mass.tonnes);
    }
    plot.series = {std::move(band), std::move(middle)};
    charts::fit_axis(plot.left, plot.series, false);
    return plot;
}

AvailabilityPanel::AvailabilityPanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      listed_(new QuietCombo),
      note_(new QLabel),
      chart_(ui::tell(new charts::PlotWidget, "ui.availability.chart")),
      table_(ui::tell(new TableView, "ui.availability.table")) {
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* body = new QWidget;
    auto* told = new QVBoxLayout(body);
    told->setContentsMargins(0, 0, 0, 0);
    auto* choices = new QHBoxLayout;
    choices->addWidget(note_, 1);
    choices->addWidget(ui::label_for(listed_, "ui.availability.listed"));
    choices->addWidget(listed_);
    auto* abreast = new QHBoxLayout;
    abreast->addWidget(chart_, 5);
    abreast->addWidget(table_, 4);
    told->addLayout(choices);
    told->addLayout(abreast, 1);
    auto* box = new QVBoxLayout(this);
    box->addWidget(new OlderNote(document_, {"orebodies", "cost_model", "orebody_verdicts"}, body));
    box->addWidget(body, 1);
    connect(listed_, &QComboBox::activated, this, &AvailabilityPanel::refresh);
    connect(chart_, &charts::PlotWidget::xChosen, this, [this](double price, bool dragging) {
        document_.price().set(ui::PriceInHand::rounded(price, document_.price().range()), dragging);
    });
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        const auto n = static_cast<std::size_t>(row);
        if (listed_->currentIndex() == 1) {
            if (n >= near_.size()) return;
            ui::orebodies(document_).choose(static_cast<std::size_t>(near_[n]));
            Q_EMIT orebodyChosen();
        } else if (const auto curve = ui::orebodies(document_).curve(); curve && n < groups_.size()) {
            // Again on the group that is shown: all of them.
            const costmodel::AvailabilityKey& key = curve->groups()[groups_[n]];
            const ui::Orebodies::Part of{key.belt, key.deposit_type, key.status};
            ui::orebodies(document_).show_part(of == ui::orebodies(document_).part() ? ui::Orebodies::Part{} : of);
        }
    });
    connect(&document_.price(), &ui::PriceInHand::changed, this, [this](double, bool dragging) { refresh_price(dragging); });
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &AvailabilityPanel::refresh);
    for (const auto signal : {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged, &ui::Document::standingChanged})
        connect(&document_, signal, this, &AvailabilityPanel::refresh);
}

void AvailabilityPanel::refresh() {
    due_ = !isVisible();
    if (due_) return;
    {
        const QSignalBlocker quiet(listed_);
        const int before = std::max(listed_->currentIndex(), 0);
        listed_->clear();
        const auto study = ui::orebodies(document_).study();
        listed_->addItem(ui::words("ui.availability.groups"));
        listed_->addItem(ui::words("ui.availability.near", {{"percent", ui::number_text(document_.project().recipe.orebodies.near_percent, 3).toStdString()}}));
        listed_->setCurrentIndex(before);
        listed_->setEnabled(study != nullptr);
    }
    const bool there = ui::orebodies(document_).curve() != nullptr;
    chart_->setEnabled(there && ui::orebodies(document_).current());
    chart_->set_plot(availability_plot(document_, document_.price().range().second));
    table_->setVisible(there);
    refresh_price(false);
}

void AvailabilityPanel::refresh_price(bool dragging) {
    if (!isVisible()) return;
    const auto curve = ui::orebodies(document_).curve();
    if (!curve) {
        note_->setText(ui::words(document_.open() ? "ui.orebodies.no_verdicts" : "ui.usable.no_project"));
        return;
    }
    const double price = document_.price().value();
    chart_->set_marker(price, ui::price_text(price));
    const auto groups = ui::orebodies(document_).groups();
    const auto now = curve->at(price, groups);
    std::int64_t without = 0;
    for (const std::size_t g : groups) without += curve->without_verdict(g);
    note_->setText(ui::words("ui.availability.note", {{"count", count_text(now.orebodies).toStdString()},
                                                      {"metal", ui::tonnes_text(now.metal_tonnes).toStdString()},
                                                      {"low", ui::tonnes_text(now.metal_low).toStdString()},
                                                      {"high", ui::tonnes_text(now.metal_high).toStdString()},
                                                      {"commodity", document_.price().commodity()},
                                                      {"without", count_text(without).toStdString()}}));
    if (listed_->currentIndex() == 1) {
        if (!dragging) list_near();
    } else {
        list_groups();
    }
}

void AvailabilityPanel::list_groups() {
    const auto curve = ui::orebodies(document_).curve();
    groups_ = curve->of_commodity(document_.price().commodity());
    table_->set_headings({ui::words("report.cost.belt"), ui::words("report.cost.deposit_type"), ui::words("report.cost.status"),
                          ui::words("report.cost.usable"), ui::words("report.cost.metal"), ui::words("report.cost.low"), ui::words("report.cost.high"),
                          ui::words("report.cost.without_verdict")});
    const ui::Orebodies::Part& part = ui::orebodies(document_).part();
    std::vector<QStringList> rows;
    int shown = -1;
    for (const std::size_t g : groups_) {
        const costmodel::AvailabilityKey& key = curve->groups()[g];
        const auto now = curve->at(document_.price().value(), std::span(&g, 1));
        if (part == ui::Orebodies::Part{key.belt, key.deposit_type, key.status}) shown = static_cast<int>(rows.size());
        rows.push_back({qt(key.belt), qt(key.deposit_type), status_text(key.status), count_text(now.orebodies), ui::tonnes_text(now.metal_tonnes),
                        ui::tonnes_text(now.metal_low), ui::tonnes_text(now.metal_high), count_text(curve->without_verdict(g))});
    }
    table_->set_rows(rows);
    if (shown >= 0)
        table_->selectRow(shown);
    else
        table_->clearSelection();
}

void AvailabilityPanel::list_near() {
    const auto curve = ui::orebodies(document_).curve();
    const auto tables = ui::orebodies(document_).tables();
    const auto study = ui::orebodies(document_).study();
    const double price = document_.price().value();
    near_.clear();
    if (price > 0) near_ = curve->near(document_.price().commodity(), price, document_.project().recipe.orebodies.near_percent / 100);
    std::erase_if(near_, [&](int row) { return !ui::orebodies(document_).shows(tables->orebodies.rows[static_cast<std::size_t>(row)]); });
    if (near_.size() > most_near) near_.resize(most_near);
    table_->set_headings({ui::words("report.cost.orebody"), ui::words("report.cost.activation"), ui::words("report.cost.gap"), ui::words("report.cost.metal"),
                          ui::words("report.cost.belt")});
    std::vector<QStringList> rows;
    for (const int row : near_) {
        const costmodel::OrebodyVerdict& v = study->verdicts[static_cast<std::size_t>(row)];
        const costmodel::Orebody& o = tables->orebodies.rows[static_cast<std::size_t>(row)];
        const double gap = 100 * (v.band.price / price - 1);
        rows.push_back({qt(o.name), ui::price_text(v.band.price), (gap < 0 ? "−" : "+") + ui::number_text(std::abs(gap), 3) + " %",
                        ui::tonnes_text(v.metal_tonnes), qt(o.belt)});
    }
    table_->set_rows(rows);
}

void AvailabilityPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(due_, false)) refresh();
    refresh_price(false);
}

void AvailabilityPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
