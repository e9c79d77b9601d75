#include "ui/panels/PriceField.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/panels/NumberEntry.h"

namespace orelens::panels {
namespace {

constexpr double wheel_share = 0.1, fine_share = 0.01;
constexpr int pixels_per_percent = 6, drag_slack = 4;

/// Four significant digits: what a hand means.
double rounded(double price) {
    if (!(price > 0)) return 0;
    const double step = std::pow(10, std::floor(std::log10(price)) - 3);
    return std::round(price / step) * step;
}

QString unit_of(const ui::Document& document, const std::string& commodity) {
    const project::Recipe& recipe = document.project().recipe;
    const auto found = recipe.commodity.find(commodity);
    const std::string per = found == recipe.commodity.end() ? "t" : found->second.price_unit;
    return QString::fromStdString(recipe.economics.costs.currency + "/" + per);
}

}  // namespace

PriceField::PriceField(ui::Document& document, std::string commodity, QWidget* parent)
    : QWidget(parent),
      document_(document),
      commodity_(std::move(commodity)),
      caption_(new QLabel),
      change_(new QLabel),
      entry_(new NumberEntry) {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.82);
    caption_->setFont(small);
    change_->setFont(small);
    caption_->setCursor(Qt::SizeHorCursor);
    entry_->set_limits(0, 1e12, false);
    entry_->setFrame(false);
    entry_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    entry_->setFixedHeight(fontMetrics().height() + 2);
    auto* line = new QHBoxLayout;
    line->setSpacing(2);
    line->addWidget(entry_);
    line->addWidget(change_);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(6, 1, 6, 1);
    box->setSpacing(0);
    box->addWidget(caption_);
    box->addLayout(line);
    for (QWidget* watched : {static_cast<QWidget*>(caption_), static_cast<QWidget*>(entry_),
                             static_cast<QWidget*>(entry_->findChild<QLineEdit*>())})
        watched->installEventFilter(this);
    connect(entry_, &QDoubleSpinBox::valueChanged, this, [this] { set(entry_->number(), false); });
    refresh();
}

bool PriceField::in_hand() const {
    return commodity_ == document_.price().commodity();
}

double PriceField::base() const {
    return in_hand() ? document_.price().recipe_price() : base_;
}

QString PriceField::change() const {
    const double from = base(), now = document_.price_of(commodity_);
    if (!(from > 0) || now == from) return {};
    const double share = now / from - 1;
    return QString(share > 0 ? "▲" : "▼") +
           ui::percent_text(std::fabs(share), std::fabs(share) < 0.0995 ? 1 : 0).remove(' ');
}

void PriceField::refresh() {
    caption_->setText(QString::fromStdString(commodity_) + " " + unit_of(document_, commodity_));
    QFont shown = caption_->font();
    shown.setBold(in_hand());
    caption_->setFont(shown);
    if (!dragging_ || in_hand()) entry_->show_number(document_.price_of(commodity_));
    change_->setText(change());
    change_->setVisible(!change_->text().isEmpty());
    const QColor accent = ui::chart_colors(ui::theme()).marker;
    QPalette coloured = palette();
    coloured.setColor(QPalette::WindowText, accent);
    change_->setPalette(coloured);
    const int digits = std::max(entry_->fontMetrics().horizontalAdvance(entry_->text()),
                                entry_->fontMetrics().horizontalAdvance(QStringLiteral("00,000")));
    entry_->setFixedWidth(digits + entry_->fontMetrics().height());
    const ui::Args args{{"commodity", commodity_}, {"unit", unit_of(document_, commodity_).toStdString()}};
    entry_->setAccessibleName(ui::words("ui.price_field", args));
    const QString tip = ui::words(in_hand() ? "ui.price_field.in_hand" : "ui.price_field.other", args);
    for (QWidget* part : {static_cast<QWidget*>(entry_), static_cast<QWidget*>(caption_)})
        part->setToolTip(tip);
    entry_->setAccessibleDescription(tip);
    update();
}

void PriceField::set(double price, bool dragging) {
    if (const auto done = document_.set_price(commodity_, price, dragging); !done) {
        Q_EMIT refused(ui::words(done.error()));
        refresh();
    }
}

void PriceField::move_by(double share) {
    const double from = base() > 0 ? base() : document_.price_of(commodity_);
    set(rounded(std::max(0.0, document_.price_of(commodity_) + share * from)), false);
}

/// Sideways over the name, or over the number while it is not being typed in.
bool PriceField::drag(QMouseEvent* event) {
    const int by = event->globalPosition().toPoint().x() - pressed_.x();
    if (event->type() == QEvent::MouseButtonPress && event->button() == Qt::LeftButton) {
        pressing_ = true;
        pressed_ = event->globalPosition().toPoint();
        dragged_from_ = document_.price_of(commodity_);
        return false;
    }
    if (event->type() == QEvent::MouseMove && pressing_ && (dragging_ || std::abs(by) > drag_slack)) {
        dragging_ = true;
        const double from = base() > 0 ? base() : dragged_from_;
        const double percent = std::round(static_cast<double>(by) / pixels_per_percent);
        const double price = rounded(std::max(0.0, dragged_from_ + percent / 100 * from));
        // The picture follows the price in hand at once; another price is taken when it is let go.
        if (in_hand())
            set(price, true);
        else
            entry_->show_number(price);
        return true;
    }
    if (event->type() == QEvent::MouseButtonRelease && pressing_) {
        pressing_ = false;
        if (!dragging_) return false;
        dragging_ = false;
        set(in_hand() ? document_.price().value() : entry_->number(), false);
        return true;
    }
    return false;
}

bool PriceField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel && isEnabled()) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        // Shift turns the wheel sideways on some systems.
        const int turn = wheel->angleDelta().y() != 0 ? wheel->angleDelta().y() : wheel->angleDelta().x();
        if (turn != 0)
            move_by(std::copysign(wheel->modifiers() & Qt::ShiftModifier ? fine_share : wheel_share, turn));
        event->accept();
        return true;
    }
    const bool typing = watched != caption_ && entry_->hasFocus() && !pressing_;
    if (!typing && isEnabled() &&
        (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove ||
         event->type() == QEvent::MouseButtonRelease))
        return drag(static_cast<QMouseEvent*>(event)) || QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    return QWidget::eventFilter(watched, event);
}

void PriceField::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focus = entry_->hasFocus();
    painter.setPen(QPen(palette().color(focus ? QPalette::Highlight : QPalette::Mid), focus ? 1.5 : 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4);
}

void PriceField::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ApplicationPaletteChange)
        refresh();
    QWidget::changeEvent(event);
}

}  // namespace orelens::panels
