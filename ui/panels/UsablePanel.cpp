#include "ui/panels/UsablePanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/Quantity.h"
#include "core/pits/Study.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/AvailabilityPanel.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

QLabel* line_label() {
    auto* label = new QLabel;
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

}  // namespace

UsablePanel::UsablePanel(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      quantity_(new QComboBox),
      headline_(line_label()),
      change_(line_label()),
      detail_(line_label()),
      add_(ui::tell(new QPushButton, "ui.usable.add")),
      table_(ui::tell(new TableView, "ui.usable.table")),
      chart_(ui::tell(new charts::PlotWidget, "ui.usable.chart")) {
    table_->share_width();
    headline_->setFont(headline_font(font()));
    headline_->setWordWrap(false);
    QFont bold = font();
    bold.setBold(true);
    change_->setFont(bold);
    change_->setWordWrap(false);
    change_->hide();
    add_->setIcon(ui::icon("plus"));
    auto* said = new QHBoxLayout;
    said->addWidget(headline_);
    said->addWidget(change_, 1);
    choice_ = new QWidget;
    auto* shown = new QHBoxLayout(choice_);
    shown->setContentsMargins(0, 0, 0, 0);
    shown->addWidget(ui::label_for(quantity_, "ui.usable.quantity"));
    shown->addWidget(quantity_, 1);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addLayout(said);
    told->addWidget(detail_);
    told->addWidget(table_, 4);
    told->addWidget(choice_);
    told->addWidget(chart_, 3);
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->addWidget(ui::tell(line_label(), "ui.dock.usable"));
    box->addWidget(add_);
    box->addWidget(new OlderNote(
        document_, {"import", "composite", "variogram", "grid", "estimate", "evaluate", "orebody_verdicts"}, answer));
    box->addWidget(answer, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new Scroller(body));

    connect(chart_, &charts::PlotWidget::xChosen, this, [this](double price, bool dragging) {
        document_.price().set(ui::PriceInHand::rounded(price, {low_, high_}), dragging);
    });
    connect(quantity_, &QComboBox::activated, this, &UsablePanel::refresh_curve);
    connect(add_, &QPushButton::clicked, this, &UsablePanel::add_commodity);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &UsablePanel::refresh_price);
    connect(&document_.price(), &ui::PriceInHand::onlyInsideChanged, this, &UsablePanel::refresh_price);
    connect(&document_.filter(), &ui::Filter::changed, this, &UsablePanel::refresh_curve);
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &UsablePanel::refresh_curve);
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
          &ui::Document::standingChanged})
        connect(&document_, signal, this, &UsablePanel::refresh_all);
    refresh_all();
}

/// What the reader does not see; empty when all of it is there.
QString UsablePanel::caution(const ui::Answer& answer) const {
    if (answer.older || (answer.price >= low_ && answer.price <= high_)) return {};
    return "\n⚠ " + ui::words("ui.usable.beyond", {{"low", ui::price_text(low_).toStdString()},
                                                   {"high", ui::price_text(high_).toStdString()},
                                                   {"unit", answer.unit}});
}

/// Where there are pits, the other of the two answers, and of which price the pit is.
QString UsablePanel::beside(const ui::Answer& answer) const {
    if (answer.inside == nullptr || answer.older) return {};
    const double other = (answer.only_inside ? answer.curve : answer.inside)->at(answer.price).tonnes;
    const std::vector<double>& prices = document_.project().results.pits.study->main_prices;
    if (prices.empty())  // underground
        return "\n" + ui::words(answer.only_inside ? "ui.usable.wide_all" : "ui.usable.wide",
                                {{"tonnes", ui::tonnes_text(other).toStdString()}});
    const auto above = std::ranges::upper_bound(prices, answer.price);
    const ui::Args args{{"tonnes", ui::tonnes_text(other).toStdString()},
                        {"price", above == prices.begin() ? "" : ui::price_text(*(above - 1)).toStdString()},
                        {"lowest", ui::price_text(prices.front()).toStdString()},
                        {"unit", answer.unit}};
    if (above == prices.begin()) return "\n" + ui::words("ui.usable.pit_below", args);
    return "\n" + ui::words(answer.only_inside ? "ui.usable.pit_all" : "ui.usable.pit_inside", args);
}

void UsablePanel::add_commodity() {
    QStringList elements;
    for (const std::string& key : project::group_keys(document_.project().recipe, "element"))
        elements << QString::fromStdString(key);
    // Of an imported model the recipe names no elements.
    for (const std::string& element : document_.project().elements())
        if (const QString name = QString::fromStdString(element); !elements.contains(name)) elements << name;
    bool taken = false;
    const QString name = QInputDialog::getItem(this, ui::plain_words("ui.usable.add"),
                                               ui::words("ui.usable.add.which"), elements, 0, true, &taken)
                             .trimmed();
    if (!taken || name.isEmpty()) return;
    if (document_.edits().add_group_key("commodity", name.toStdString())) Q_EMIT commodityAdded(name);
}

void UsablePanel::refresh_all() {
    std::tie(low_, high_) = document_.price().range();
    const bool priced = document_.open() && !document_.price().commodity().empty();
    add_->setVisible(document_.open() && !priced);
    chart_->setEnabled(priced && (document_.price().curve() || ui::orebodies(document_).answers()));
    quantity_->setEnabled(priced && document_.price().curve());
    choice_->setVisible(document_.price().curve() || !ui::orebodies(document_).answers());
    fill_quantities(*quantity_, document_);
    refresh_curve();
}

void UsablePanel::refresh_curve() {
    // The curve of another commodity keeps its own scale: the slider's is that of the commodity of now.
    const ui::Answer shown = document_.price().answer();
    const bool other = shown.curve && shown.commodity != document_.price().commodity();
    const auto [low, high] = other ? shown.curve->useful_range(shown.price) : std::pair(low_, high_);
    // Without blocks it is orebodies that the price decides about.
    const bool of_orebodies = !shown.curve && ui::orebodies(document_).curve();
    chart_->set_plot(of_orebodies ? availability_plot(document_, high) : curve_plot(document_, quantity_->currentData().toInt(), low, high));
    const auto& curve = shown.curve;
    if (curve)
        table_->set_headings({ui::words("ui.usable.element"), ui::words("ui.usable.grade"),
                              ui::words("ui.usable.metal"), ui::words("ui.usable.share")},
                             {ui::words("ui.usable.element.tip"), ui::words("ui.usable.grade.tip"),
                              ui::words("ui.usable.metal.tip"), ui::words("ui.usable.share.tip")});
    table_->setRowCount(curve ? static_cast<int>(curve->elements().size()) : 0);
    refresh_price();
    if (curve) table_->fit_at_most(curve->elements().size());
    table_->setVisible(curve != nullptr);
}

/// Why there is no answer.
QString UsablePanel::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (document_.price().commodity().empty()) return ui::words("ui.usable.no_commodity");
    const base::Message why = project::not_evaluated(document_.project());
    if (!document_.standing().current("evaluate") || why.empty()) return ui::words("ui.usable.not_run");
    return ui::words("ui.usable.not_evaluated", {{"why", ui::words(why).toStdString()}});
}

void UsablePanel::refresh_price() {
    const ui::Answer answer = document_.price().answer();
    show_change(*change_, document_);
    if (!answer.curve) {
        headline_->setText(orebodies_headline(document_));
        detail_->setText(ui::orebodies(document_).curve() ? ui::words("ui.usable.of_orebodies") : silence());
        if (ui::orebodies(document_).curve()) chart_->set_marker(document_.price().value(), ui::price_text(document_.price().value()));
        return;
    }
    const economics::UsableCurve& curve = *answer.counted();
    const economics::UsableTotals now = curve.at(answer.price);
    const economics::UsableTotals all = curve.total();
    headline_->setText(ui::words(!answer.only_inside                         ? "ui.usable.headline"
                                 : inside_stopes(document_.project()) ? "ui.usable.headline_stopes"
                                                                      : "ui.usable.headline_inside",
                                 {{"tonnes", ui::tonnes_text(now.tonnes).toStdString()}}));
    const double share = all.tonnes > 0 ? now.tonnes / all.tonnes : 0;
    const bool full = answer.test == economics::CutoffTest::full;
    detail_->setText(
        ui::words("ui.usable.about",
                  {{"commodity", answer.commodity},
                   {"price", ui::price_text(answer.price).toStdString()},
                   {"unit", answer.unit},
                   {"test", ui::words(full ? "ui.usable.with_full" : "ui.usable.with_marginal").toStdString()}}) +
        "\n" +
        ui::words("ui.usable.detail",
                  {{"share", ui::percent_text(share, 1).toStdString()},
                   {"all", ui::tonnes_text(all.tonnes).toStdString()},
                   {"blocks", ui::plain_number(static_cast<double>(now.blocks), 0).toStdString()},
                   {"volume", base::volume_text(now.volume_m3, ui::language())}}) +
        beside(answer) + caution(answer));
    for (std::size_t n = 0; n < curve.elements().size(); ++n)
        table_->set_row(static_cast<int>(n), usable_row(curve, now, all, n));
    chart_->set_marker(answer.price, ui::price_text(answer.price));
}

void UsablePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange)
        refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
