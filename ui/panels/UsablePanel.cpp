#include "ui/panels/UsablePanel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QProxyStyle>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/Scroller.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

constexpr int slider_steps = 10000;

/// A click on the groove takes the handle there, and the drag goes on from it.
class JumpStyle : public QProxyStyle {
  public:
    using QProxyStyle::QProxyStyle;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_Slider_AbsoluteSetButtons) return Qt::LeftButton;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

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
      commodity_(new QComboBox),
      quantity_(new QComboBox),
      test_(new QComboBox),
      slider_(ui::tell(new QSlider(Qt::Horizontal), "ui.usable.slider")),
      entry_(new NumberEntry),
      headline_(line_label()),
      detail_(line_label()),
      range_low_(new QLabel),
      range_high_(new QLabel),
      take_(ui::tell(new QPushButton, "ui.usable.take")),
      back_(ui::tell(new QPushButton, "ui.usable.back")),
      add_(ui::tell(new QPushButton, "ui.usable.add")),
      table_(ui::tell(new TableView, "ui.usable.table")),
      chart_(ui::tell(new charts::PlotWidget, "ui.usable.chart")) {
    slider_->setRange(0, slider_steps);
    table_->share_width();
    slider_->setPageStep(slider_steps / 20);
    auto* jump = new JumpStyle("Fusion");
    jump->setParent(slider_);
    slider_->setStyle(jump);
    slider_->setSingleStep(slider_steps / 200);
    entry_->set_limits(0, 1e12, false);
    QFont big = headline_->font();
    big.setPointSizeF(big.pointSizeF() * 1.35);
    big.setBold(true);
    headline_->setFont(big);

    auto* top = new QHBoxLayout;
    top->addWidget(ui::label_for(commodity_, "ui.usable.commodity"));
    top->addWidget(commodity_);
    top->addWidget(ui::label_for(entry_, "ui.usable.price"));
    top->addWidget(entry_, 1);
    auto* range = new QHBoxLayout;
    range->addWidget(range_low_);
    range->addWidget(slider_, 1);
    range->addWidget(range_high_);
    auto* test = new QHBoxLayout;
    test->addWidget(ui::label_for(test_, "ui.usable.test"));
    test->addWidget(test_, 1);
    auto* prices = new QHBoxLayout;
    prices->addWidget(back_, 1);
    prices->addWidget(take_, 1);
    auto* shown = new QHBoxLayout;
    shown->addWidget(ui::label_for(quantity_, "ui.usable.quantity"));
    shown->addWidget(quantity_, 1);
    auto* body = new QWidget;
    auto* box = new QVBoxLayout(body);
    box->addLayout(top);
    box->addLayout(range);
    box->addLayout(prices);
    box->addLayout(test);
    add_->setIcon(ui::icon("plus"));
    box->addWidget(add_);
    auto* answer = new QWidget;
    auto* told = new QVBoxLayout(answer);
    told->setContentsMargins(0, 0, 0, 0);
    told->addWidget(headline_);
    told->addWidget(detail_);
    told->addWidget(table_, 4);
    told->addLayout(shown);
    told->addWidget(chart_, 3);
    box->addWidget(new OlderNote(
        document_, {"import", "composite", "variogram", "grid", "estimate", "evaluate"}, answer));
    box->addWidget(answer, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new Scroller(body));

    connect(slider_, &QSlider::valueChanged, this,
            [this] { document_.price().set(slider_price(), slider_->isSliderDown()); });
    connect(slider_, &QSlider::sliderReleased, this,
            [this] { document_.price().set(document_.price().value(), false); });
    connect(entry_, &QDoubleSpinBox::valueChanged, this,
            [this] { document_.price().set(entry_->number(), false); });
    connect(chart_, &charts::PlotWidget::xChosen, this,
            [this](double price, bool dragging) { document_.price().set(rounded(price), dragging); });
    connect(commodity_, &QComboBox::activated, this, [this] { choose_commodity(commodity_->currentText()); });
    connect(quantity_, &QComboBox::activated, this, &UsablePanel::refresh_curve);
    connect(test_, &QComboBox::activated, this, [this](int row) {
        document_.edits().set_test(row == 0 ? economics::CutoffTest::full : economics::CutoffTest::marginal);
    });
    connect(add_, &QPushButton::clicked, this, &UsablePanel::add_commodity);
    connect(back_, &QPushButton::clicked, this, [this] { document_.price().back_to_recipe(); });
    connect(take_, &QPushButton::clicked, this, [this] { static_cast<void>(document_.take_price()); });
    connect(&document_.price(), &ui::PriceInHand::changed, this, &UsablePanel::refresh_price);
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged})
        connect(&document_, signal, this, &UsablePanel::refresh_all);
    refresh_all();
}

/// A hand on a slider means 18 000, not 18 000.9: prices come in round steps no wider than the hand is
/// steady.
double UsablePanel::rounded(double price) const {
    if (price <= low_ || price >= high_) return std::clamp(price, low_, high_);
    const double step = std::pow(10, std::floor(std::log10((high_ - low_) / 1000)));
    return std::clamp(std::round(price / step) * step, low_, high_);
}

double UsablePanel::slider_price() const {
    return rounded(low_ + (high_ - low_) * slider_->value() / static_cast<double>(slider_steps));
}

void UsablePanel::choose_commodity(const QString& name) {
    const std::string wanted = name.toStdString();
    if (wanted == document_.price().commodity()) return;
    document_.edits().change_recipe(
        ui::words("ui.edit.commodity", {{"what", wanted}}), "",
        [&](project::Recipe& recipe) { recipe.economics.main_commodity = wanted; });
}

/// What the reader does not see; empty when all of it is there.
QString UsablePanel::caution(const ui::Answer& answer) const {
    if (answer.older || (answer.price >= low_ && answer.price <= high_)) return {};
    return "\n⚠ " + ui::words("ui.usable.beyond", {{"low", ui::price_text(low_).toStdString()},
                                                   {"high", ui::price_text(high_).toStdString()},
                                                   {"unit", answer.unit}});
}

void UsablePanel::add_commodity() {
    QStringList elements;
    for (const std::string& key : project::group_keys(document_.project().recipe, "element"))
        elements << QString::fromStdString(key);
    bool taken = false;
    const QString name = QInputDialog::getItem(this, ui::words("ui.usable.add").remove('&'),
                                               ui::words("ui.usable.add.which"), elements, 0, true, &taken)
                             .trimmed();
    if (!taken || name.isEmpty()) return;
    if (document_.edits().add_group_key("commodity", name.toStdString())) Q_EMIT commodityAdded(name);
}

void UsablePanel::refresh_all() {
    const QSignalBlocker quiet_commodity(commodity_);
    commodity_->clear();
    for (const std::string& key : project::group_keys(document_.project().recipe, "commodity"))
        commodity_->addItem(QString::fromStdString(key));
    commodity_->setCurrentText(QString::fromStdString(document_.price().commodity()));
    {
        const QSignalBlocker quiet(test_);
        test_->clear();
        for (const char* key : {"ui.usable.full", "ui.usable.marginal"}) {
            test_->addItem(ui::words(key));
            test_->setItemData(test_->count() - 1, ui::words((std::string(key) + ".tip").c_str()),
                               Qt::ToolTipRole);
        }
        test_->setCurrentIndex(document_.price().test() == economics::CutoffTest::full ? 0 : 1);
    }
    std::tie(low_, high_) = document_.price().range();
    const QString unit = QString::fromStdString(document_.price().unit());
    {
        const QSignalBlocker quiet(entry_);
        entry_->setSuffix(" " + unit);
        entry_->setSingleStep((high_ - low_) / 100);
    }
    range_low_->setText(ui::price_text(low_));
    range_high_->setText(ui::price_text(high_));
    const bool priced = document_.open() && !document_.price().commodity().empty();
    add_->setVisible(document_.open() && !priced);
    const bool ready = priced && document_.price().curve();
    for (QWidget* control : {static_cast<QWidget*>(slider_), static_cast<QWidget*>(entry_),
                             static_cast<QWidget*>(chart_), static_cast<QWidget*>(quantity_)})
        control->setEnabled(ready);
    for (QWidget* control : {static_cast<QWidget*>(commodity_), static_cast<QWidget*>(test_)})
        control->setEnabled(priced);
    fill_quantities(*quantity_, document_);
    refresh_curve();
}

void UsablePanel::refresh_curve() {
    // The curve of another commodity keeps its own scale: the slider's is that of the commodity of now.
    const ui::Answer shown = document_.price().answer();
    const bool other = shown.curve && shown.commodity != document_.price().commodity();
    const auto [low, high] = other ? shown.curve->useful_range(shown.price) : std::pair(low_, high_);
    chart_->set_plot(curve_plot(document_, quantity_->currentData().toInt(), low, high));
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

void UsablePanel::refresh_price() {
    const double price = document_.price().value();
    {
        const QSignalBlocker quiet_slider(slider_), quiet_entry(entry_);
        const double share = high_ > low_ ? (price - low_) / (high_ - low_) : 0;
        const int step = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * slider_steps));
        if (!slider_->isSliderDown()) slider_->setValue(step);
        entry_->show_number(price);
    }
    const bool moved = document_.open() && price != document_.price().recipe_price();
    take_->setEnabled(moved);
    back_->setEnabled(moved);
    show_answer();
}

/// Why there is no answer.
QString UsablePanel::silence() const {
    if (!document_.open()) return ui::words("ui.usable.no_project");
    if (document_.price().commodity().empty()) return ui::words("ui.usable.no_commodity");
    const base::Message why = project::not_evaluated(document_.project());
    if (!document_.standing().current("evaluate") || why.empty()) return ui::words("ui.usable.not_run");
    return ui::words("ui.usable.not_evaluated", {{"why", ui::words(why).toStdString()}});
}

void UsablePanel::show_answer() {
    const ui::Answer answer = document_.price().answer();
    if (!answer.curve) {
        headline_->setText(QString());
        detail_->setText(silence());
        return;
    }
    const economics::UsableCurve& curve = *answer.curve;
    const economics::UsableTotals now = curve.at(answer.price);
    const economics::UsableTotals all = curve.total();
    headline_->setText(
        ui::words("ui.usable.headline", {{"tonnes", ui::tonnes_text(now.tonnes).toStdString()}}));
    const double share = all.tonnes > 0 ? now.tonnes / all.tonnes : 0;
    const bool full = answer.test == economics::CutoffTest::full;
    detail_->setText(
        ui::words("ui.usable.about",
                  {{"commodity", answer.commodity},
                   {"price", ui::price_text(answer.price).toStdString()},
                   {"unit", answer.unit},
                   {"test", ui::words(full ? "ui.usable.full" : "ui.usable.marginal").toStdString()}}) +
        "\n" +
        ui::words("ui.usable.detail",
                  {{"share", ui::percent_text(share, 1).toStdString()},
                   {"all", ui::tonnes_text(all.tonnes).toStdString()},
                   {"blocks", ui::plain_number(static_cast<double>(now.blocks), 0).toStdString()},
                   {"volume", ui::number_text(now.volume_m3 / 1e6).toStdString()}}) +
        caution(answer));
    for (std::size_t n = 0; n < curve.elements().size(); ++n)
        table_->set_row(static_cast<int>(n), usable_row(curve, now, all, n));
    chart_->set_marker(answer.price, ui::price_text(answer.price));
}

void UsablePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
