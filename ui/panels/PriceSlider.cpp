#include "ui/panels/PriceSlider.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/document/Orebodies.h"
#include "ui/panels/AvailabilityPanel.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/ScrapAnswer.h"
#include "ui/panels/SliderField.h"

namespace orelens::panels {
namespace {

constexpr int slider_steps = 10000;
constexpr double headline_scale = 20.0 / 13.0;

/// With a mark below the groove: the recipe's price.
class MarkedSlider : public QSlider {
  public:
    MarkedSlider() : QSlider(Qt::Horizontal) {}
    void mark(int at) {
        mark_ = at;
        update();
    }
    /// Places of a low, a middle and a high price of the past; empty = none.
    void band(std::vector<int> steps) {
        band_ = std::move(steps);
        update();
    }

  protected:
    void paintEvent(QPaintEvent* event) override {
        QStyleOptionSlider option;
        initStyleOption(&option);
        const QRect grip = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        const int room = std::max(1, width() - grip.width());
        const auto place = [&](int step) {
            return grip.width() / 2 + QStyle::sliderPositionFromValue(minimum(), maximum(), step, room);
        };
        if (band_.size() == 3) {
            QPainter below(this);
            QColor wash = ui::chart_colors(ui::theme()).marker;
            wash.setAlphaF(0.35F);
            const double middle = height() / 2.0;
            below.fillRect(QRectF(place(band_[0]), middle - 6, std::max(1, place(band_[2]) - place(band_[0])), 12), wash);
            wash.setAlphaF(0.9F);
            below.fillRect(QRectF(place(band_[1]) - 0.75, middle - 8, 1.5, 16), wash);
        }
        QSlider::paintEvent(event);
        if (mark_ < minimum() || mark_ > maximum()) return;
        const int x = place(mark_);
        QPainter painter(this);
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
        painter.drawLine(QPointF(x, height() / 2.0 + 5), QPointF(x, height() / 2.0 + 9));
    }

  private:
    int mark_ = -1;
    std::vector<int> band_;
};

QString signed_percent(double percent) {
    return (percent < 0 ? "−" : "+") + ui::number_text(std::fabs(percent), 3) + " %";
}

}  // namespace

QFont headline_font(const QFont& text) {
    QFont font = text;
    font.setPointSizeF(font.pointSizeF() * headline_scale);
    font.setBold(true);
    return font;
}

QString change_from_recipe(const ui::Document& document) {
    const ui::Answer answer = document.price().answer();
    if (!answer.curve && ui::orebodies(document).current()) {
        const double by = ui::orebodies(document).at(document.price().value()).metal_tonnes - ui::orebodies(document).at(document.price().recipe_price()).metal_tonnes;
        if (document.price().value() == document.price().recipe_price() || !ui::orebodies(document).curve()) return {};
        if (by == 0) return "= " + ui::tonnes_text(0);
        return (by > 0 ? "▲ +" : "▼ −") + ui::tonnes_text(std::fabs(by));
    }
    if (!answer.curve || answer.older || answer.price == document.price().recipe_price()) return {};
    const economics::UsableCurve& curve = *answer.counted();
    const double by = curve.at(answer.price).tonnes - curve.at(document.price().recipe_price()).tonnes;
    if (by == 0) return "= " + ui::tonnes_text(0);
    return (by > 0 ? "▲ +" : "▼ −") + ui::tonnes_text(std::fabs(by));
}

void show_change(QLabel& label, const ui::Document& document) {
    const QString text = change_from_recipe(document);
    label.setText(text);
    label.setVisible(!text.isEmpty());
    const ui::ChartColors colours = ui::chart_colors(ui::theme());
    QPalette shown = QGuiApplication::palette();
    shown.setColor(QPalette::Active, QPalette::WindowText, text.startsWith("▼") ? colours.bad : colours.good);
    shown.setColor(QPalette::Inactive, QPalette::WindowText,
                   text.startsWith("▼") ? colours.bad : colours.good);
    label.setPalette(shown);
    label.setToolTip(ui::words("ui.usable.change.tip"));
}

PriceSlider::PriceSlider(ui::Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      commodity_(ui::tell(new QComboBox, "ui.usable.commodity")),
      field_(new SliderField("ui.usable.slider", new MarkedSlider)),
      low_label_(new QLabel),
      high_label_(new QLabel),
      headline_(new QLabel),
      change_(new QLabel),
      history_(new QLabel),
      answer_(new QWidget) {
    field_->set_range(0, 1, slider_steps);
    slider()->setPageStep(slider_steps / 20);
    slider()->setSingleStep(slider_steps / 200);
    commodity_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    commodity_->setFocusPolicy(Qt::StrongFocus);
    headline_->setFont(headline_font(font()));
    QFont bold = font();
    bold.setBold(true);
    entry()->setFont(bold);
    change_->setFont(bold);
    auto* said = new QHBoxLayout(answer_);
    said->setContentsMargins(4, 0, 4, 0);
    said->setSpacing(8);
    said->addWidget(headline_);
    said->addWidget(change_);
    said->addStretch(1);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(commodity_);
    line->addWidget(low_label_);
    line->addWidget(field_, 1);
    field_->put_between(high_label_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(8, 4, 12, 4);
    box->setSpacing(0);
    box->addWidget(answer_);
    box->addLayout(line);
    history_->setWordWrap(true);
    history_->setContentsMargins(4, 0, 4, 0);
    history_->hide();
    box->addWidget(history_);
    connect(field_, &SliderField::moved, this,
            [this](double to, bool dragging) { document_.price().set(quoted(to), dragging); });
    connect(commodity_, &QComboBox::activated, this, &PriceSlider::choose);
    connect(&document_.price(), &ui::PriceInHand::allPricesChanged, this, &PriceSlider::refresh_all);
    connect(&document_.price(), &ui::PriceInHand::historyChanged, this, &PriceSlider::refresh_all);
    connect(&document_.price(), &ui::PriceInHand::changed, this, &PriceSlider::refresh_price);
    connect(&ui::orebodies(document_), &ui::Orebodies::partChanged, this, &PriceSlider::refresh_price);
    for (const auto signal :
         {&ui::Document::replaced, &ui::Document::recipeChanged, &ui::Document::resultsChanged,
          &ui::Document::standingChanged})
        connect(&document_, signal, this, &PriceSlider::refresh_all);
    refresh_all();
}

QSlider* PriceSlider::slider() const { return field_->slider(); }

NumberEntry* PriceSlider::entry() const { return field_->entry(); }

bool PriceSlider::ready() const {
    return document_.open() && !document_.price().commodity().empty() && (document_.price().curve() || ui::orebodies(document_).answers() || (of_scrap_ && scrap_answers(document_)));
}

void PriceSlider::set_headline(bool shown) {
    if (shown == !answer_->isHidden()) return;
    answer_->setVisible(shown);
    Q_EMIT reshaped();
}

void PriceSlider::set_large(bool large) {
    constexpr double larger = 1.6;
    QFont plain = QGuiApplication::font();
    if (large) plain.setPointSizeF(plain.pointSizeF() * larger);
    QFont bold = plain;
    bold.setBold(true);
    setFont(plain);
    headline_->setFont(headline_font(plain));
    for (QWidget* strong : {static_cast<QWidget*>(change_), static_cast<QWidget*>(entry())}) strong->setFont(bold);
    refresh_all();
}

double PriceSlider::shown(double quoted) const {
    // Per cent to a millionth: what is left of a division is no digit of a price.
    return document_.price().all_prices() ? std::round(1e8 * (quoted / document_.price().recipe_price() - 1)) / 1e6
                                          : quoted;
}

double PriceSlider::quoted(double shown) const {
    return document_.price().all_prices() ? document_.price().recipe_price() * (1 + shown / 100) : shown;
}

void PriceSlider::choose(int row) {
    const std::string wanted = commodity_->itemData(row).toString().toStdString();
    document_.price().set_all_prices(wanted.empty());
    if (wanted.empty() || wanted == document_.price().commodity()) return;
    document_.edits().change_recipe(
        ui::words("ui.edit.commodity", {{"what", wanted}}), "",
        [&](project::Recipe& recipe) { recipe.economics.main_commodity = wanted; });
}

void PriceSlider::refresh_all() {
    {
        const QSignalBlocker quiet(commodity_);
        commodity_->clear();
        for (const std::string& key : project::group_keys(document_.project().recipe, "commodity"))
            commodity_->addItem(QString::fromStdString(key), QString::fromStdString(key));
        // With one commodity that is the slider there is.
        if (commodity_->count() > 1 && document_.price().curve()) commodity_->addItem(ui::words("ui.usable.all_prices"), QString());
        commodity_->setCurrentIndex(
            commodity_->findData(document_.price().wants_all_prices() ? QString() : QString::fromStdString(document_.price().commodity())));
    }
    const bool all = document_.price().all_prices();
    std::tie(low_, high_) = document_.price().range();
    low_ = shown(low_);
    high_ = shown(high_);
    low_label_->setText(all ? signed_percent(low_) : ui::price_text(low_));
    high_label_->setText(all ? signed_percent(high_) : ui::price_text(high_));
    field_->set_range(low_, high_, slider_steps);
    field_->set_limits(all ? -100 : 0, 1e15);
    field_->set_decimals(-1);
    field_->set_rounding([range = std::pair(low_, high_)](double price) { return ui::PriceInHand::rounded(price, range); });
    // Room for the widest price of the range, so that nothing moves under the hand.
    field_->set_unit(all ? QStringLiteral(" %") : " " + QString::fromStdString(document_.price().unit()),
                     all ? QStringLiteral("−100") : ui::price_text(high_));
    const double stated = shown(document_.price().recipe_price());
    static_cast<MarkedSlider*>(slider())->mark(stated >= low_ && stated <= high_ ? field_->step_of(stated) : -1);
    field_->setEnabled(ready());
    refresh_price();
    refresh_history();
    Q_EMIT reshaped();
}

void PriceSlider::refresh_price() {
    field_->show_value(shown(document_.price().value()));
    refresh_history();
    const ui::Answer answer = document_.price().answer();
    headline_->setText(
        answer.curve
            ? ui::words(!answer.only_inside                         ? "ui.usable.headline"
                        : inside_stopes(document_.project()) ? "ui.usable.headline_stopes"
                                                             : "ui.usable.headline_inside",
                        {{"tonnes", ui::tonnes_text(answer.counted()->at(answer.price).tonnes).toStdString()}})
            : orebodies_headline(document_));
    headline_->setEnabled(answer.curve ? !answer.older : ui::orebodies(document_).current());
    show_change(*change_, document_);
}

void PriceSlider::refresh_history() {
    const auto& past = document_.price().history();
    const bool known = !past.empty() && !document_.price().all_prices();
    auto* marked = static_cast<MarkedSlider*>(slider());
    if (!known) {
        marked->band({});
        history_->hide();
        return;
    }
    const economics::PriceStanding standing = economics::standing(past, document_.price().value());
    if (!std::isfinite(standing.percentile)) return;
    marked->band({field_->step_of(standing.p10), field_->step_of(standing.median), field_->step_of(standing.p90)});
    history_->setText(ui::words("ui.usable.history", {{"percentile", ui::number_text(standing.percentile, 3).toStdString()},
                                                      {"count", std::to_string(standing.count)},
                                                      {"from", standing.from},
                                                      {"to", standing.to},
                                                      {"low", ui::price_text(standing.p10).toStdString()},
                                                      {"high", ui::price_text(standing.p90).toStdString()}}));
    history_->setVisible(true);
}

void PriceSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(palette().color(QPalette::Mid), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void PriceSlider::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange)
        refresh_all();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
