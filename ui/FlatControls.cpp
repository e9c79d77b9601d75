// Controls with parts: tabs, headers, splitters, progress, combo boxes, spin boxes, sliders and scroll bars.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <algorithm>

#include "ui/FlatPaint.h"
#include "ui/FlatStyle.h"
#include "ui/Theme.h"

namespace orelens::ui {

using namespace flat;

namespace {

constexpr int arrow_wide = 22, spin_wide = 18;
constexpr double groove_high = 4;

void draw_tab(QPainter& painter, const QStyleOptionTab& tab) {
    const bool chosen = tab.state.testFlag(QStyle::State_Selected);
    if (!chosen) box(painter, QRectF(tab.rect).adjusted(2, 4, -2, -4), Qt::NoPen, touch(tab));
    if (!chosen) return;
    const QRect r = tab.rect;
    painter.fillRect(QRect(r.left() + 8, r.bottom() - 2, r.width() - 16, 3),
                     tab.palette.color(QPalette::Highlight));
}

void draw_progress(QPainter& painter, const QStyleOptionProgressBar& bar, bool contents) {
    QRectF rect(bar.rect);
    const double high = std::min(rect.height(), 6.0);
    rect = QRectF(rect.left(), rect.center().y() - high / 2, rect.width(), high);
    if (contents) {
        const double range = std::max(1, bar.maximum - bar.minimum);
        rect.setWidth(rect.width() * std::clamp((bar.progress - bar.minimum) / range, 0.0, 1.0));
        if (rect.width() < 1) return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(bar.palette.color(contents ? QPalette::Highlight : QPalette::Mid));
    painter.drawRoundedRect(rect, high / 2, high / 2);
    painter.restore();
}

}  // namespace

void FlatStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    switch (element) {
        case CE_TabBarTabShape:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
                return draw_tab(*painter, *tab);
            break;
        case CE_TabBarTabLabel:
            if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
                QStyleOptionTab plain = *tab;
                if (!tab->state.testFlag(State_Selected))
                    plain.palette.setColor(QPalette::WindowText, chart_colors(theme()).faint);
                return QProxyStyle::drawControl(element, &plain, painter, widget);
            }
            break;
        case CE_HeaderSection:
        case CE_HeaderEmptyArea:
            painter->fillRect(option->rect, option->palette.color(QPalette::Window));
            painter->setPen(option->palette.color(QPalette::Mid));
            painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
            return;
        case CE_Splitter: {
            const QRect r = option->rect;
            const bool upright = option->state.testFlag(State_Horizontal);
            painter->fillRect(r, option->palette.color(QPalette::Window));
            painter->setPen(option->palette.color(
                option->state.testFlag(State_MouseOver) ? QPalette::Highlight : QPalette::Mid));
            upright ? painter->drawLine(r.center().x(), r.top(), r.center().x(), r.bottom())
                    : painter->drawLine(r.left(), r.center().y(), r.right(), r.center().y());
            return;
        }
        case CE_MenuBarEmptyArea:
            painter->fillRect(option->rect, option->palette.color(QPalette::Window));
            return;
        case CE_MenuBarItem:
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                painter->fillRect(item->rect, item->palette.color(QPalette::Window));
                const bool open = item->state.testFlag(State_Sunken) || item->state.testFlag(State_Selected);
                if (open)
                    box(*painter, QRectF(item->rect).adjusted(1, 2, -1, -2), Qt::NoPen,
                        with_alpha(item->palette.color(QPalette::ButtonText), 0.1));
                const int flags =
                    Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine |
                    (styleHint(SH_UnderlineShortcut, item, widget, nullptr) != 0 ? Qt::TextShowMnemonic
                                                                                 : Qt::TextHideMnemonic);
                drawItemText(painter, item->rect, flags, item->palette, item->state.testFlag(State_Enabled),
                             item->text, QPalette::ButtonText);
                return;
            }
            break;
        case CE_ItemViewItem:
            if (const auto* row = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
                QStyleOptionViewItem plain = *row;
                plain.palette.setColor(QPalette::HighlightedText, row->palette.color(QPalette::Text));
                plain.state.setFlag(State_HasFocus, row->state.testFlag(State_HasFocus) &&
                                                        row->state.testFlag(State_KeyboardFocusChange));
                return QProxyStyle::drawControl(element, &plain, painter, widget);
            }
            break;
        case CE_MenuItem:
            // Chosen as in lists: on a pale ground, with the text and icons of everywhere.
            if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
                QStyleOptionMenuItem plain = *item;
                const QColor accent = item->palette.color(QPalette::Highlight), base = item->palette.color(QPalette::Base);
                const auto between = [](int a, int b) { return (78 * a + 22 * b) / 100; };
                plain.palette.setColor(QPalette::Highlight, QColor(between(base.red(), accent.red()),
                                                                   between(base.green(), accent.green()),
                                                                   between(base.blue(), accent.blue())));
                plain.palette.setColor(QPalette::HighlightedText, item->palette.color(QPalette::Text));
                return QProxyStyle::drawControl(element, &plain, painter, widget);
            }
            break;
        case CE_ProgressBarGroove:
        case CE_ProgressBarContents:
            if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option))
                return draw_progress(*painter, *bar, element == CE_ProgressBarContents);
            break;
        default:
            break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

QRect FlatStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                const QWidget* widget) const {
    const QRect r = option->rect;
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxArrow)
            return visualRect(option->direction, r,
                              {r.right() - arrow_wide, r.top(), arrow_wide, r.height()});
        if (part == SC_ComboBoxEditField)
            return visualRect(option->direction, r, r.adjusted(7, 1, -arrow_wide - 2, -1));
    }
    if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        const bool frame = spin == nullptr || spin->frame;
        const bool buttons = spin == nullptr || spin->buttonSymbols != QAbstractSpinBox::NoButtons;
        const int wide = buttons ? spin_wide : 0, half = r.height() / 2;
        if (part == SC_SpinBoxUp)
            return buttons ? visualRect(option->direction, r, {r.right() - wide, r.top(), wide, half})
                           : QRect();
        if (part == SC_SpinBoxDown)
            return buttons ? visualRect(option->direction, r,
                                        {r.right() - wide, r.top() + half, wide, r.height() - half})
                           : QRect();
        if (part == SC_SpinBoxEditField)
            return visualRect(option->direction, r,
                              frame ? r.adjusted(4, 1, -wide - 2, -1) : r.adjusted(0, 0, -wide, 0));
    }
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar == nullptr) return {};
        const bool across = bar->orientation == Qt::Horizontal;
        const int length = across ? r.width() : r.height();
        const int range = bar->maximum - bar->minimum;
        int handle = length;
        if (range > 0)
            handle = std::clamp(
                static_cast<int>(static_cast<double>(bar->pageStep) * length / (range + bar->pageStep)),
                std::min(length, pixelMetric(PM_ScrollBarSliderMin, option, widget)), length);
        const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                               length - handle, bar->upsideDown);
        const auto piece = [&](int from, int size) {
            return across ? QRect(r.left() + from, r.top(), size, r.height())
                          : QRect(r.left(), r.top() + from, r.width(), size);
        };
        switch (part) {
            case SC_ScrollBarSubPage:
                return visualRect(option->direction, r, piece(0, at));
            case SC_ScrollBarAddPage:
                return visualRect(option->direction, r, piece(at + handle, length - at - handle));
            case SC_ScrollBarSlider:
                return visualRect(option->direction, r, piece(at, handle));
            case SC_ScrollBarGroove:
                return r;
            default:
                return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

namespace {

void draw_combo(QPainter& painter, const FlatStyle& style, const QStyleOptionComboBox& combo,
                const QWidget* widget) {
    const bool focus = combo.state.testFlag(QStyle::State_HasFocus);
    if (combo.frame)
        box(painter, combo.rect, border(combo, focus),
            combo.palette.color(combo.editable ? QPalette::Base : QPalette::Button));
    const QRect arrow = style.subControlRect(QStyle::CC_ComboBox, &combo, QStyle::SC_ComboBoxArrow, widget);
    chevron(painter, arrow, ink_of(combo, QPalette::ButtonText), 0);
}

void draw_spin(QPainter& painter, const FlatStyle& style, const QStyleOptionSpinBox& spin,
               const QWidget* widget) {
    if (spin.frame)
        box(painter, spin.rect, border(spin, spin.state.testFlag(QStyle::State_HasFocus)),
            spin.palette.color(spin.state.testFlag(QStyle::State_Enabled) ? QPalette::Base
                                                                          : QPalette::Window));
    if (spin.buttonSymbols == QAbstractSpinBox::NoButtons) return;
    for (const auto& [part, step, turn] :
         {std::tuple(QStyle::SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, 180.0),
          std::tuple(QStyle::SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, 0.0)}) {
        const QRect rect = style.subControlRect(QStyle::CC_SpinBox, &spin, part, widget);
        QStyleOption one = spin;
        one.state.setFlag(QStyle::State_Enabled,
                          spin.state.testFlag(QStyle::State_Enabled) && spin.stepEnabled.testFlag(step));
        one.state.setFlag(QStyle::State_MouseOver, spin.activeSubControls == part);
        one.state.setFlag(QStyle::State_Sunken,
                          spin.activeSubControls == part && spin.state.testFlag(QStyle::State_Sunken));
        box(painter, QRectF(rect).adjusted(1, 1, -1, -1), Qt::NoPen, touch(one));
        chevron(painter, rect, ink_of(one, QPalette::ButtonText), turn);
    }
}

void draw_slider(QPainter& painter, const FlatStyle& style, const QStyleOptionSlider& slider,
                 const QWidget* widget) {
    const QRectF handle = style.subControlRect(QStyle::CC_Slider, &slider, QStyle::SC_SliderHandle, widget);
    const bool across = slider.orientation == Qt::Horizontal;
    const QRectF rect(slider.rect);
    const bool enabled = slider.state.testFlag(QStyle::State_Enabled);
    const QColor accent = enabled ? slider.palette.color(QPalette::Highlight)
                                  : slider.palette.color(QPalette::Disabled, QPalette::Text);
    const QRectF groove =
        across ? QRectF(rect.left() + 2, rect.center().y() - groove_high / 2, rect.width() - 4, groove_high)
               : QRectF(rect.center().x() - groove_high / 2, rect.top() + 2, groove_high, rect.height() - 4);
    QRectF done = groove;
    const bool from_far = slider.upsideDown;
    if (across)
        from_far ? done.setLeft(handle.center().x()) : done.setRight(handle.center().x());
    else
        from_far ? done.setTop(handle.center().y()) : done.setBottom(handle.center().y());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(slider.palette.color(QPalette::Mid));
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(accent);
    painter.drawRoundedRect(done, 2, 2);
    const bool held =
        slider.state.testFlag(QStyle::State_Sunken) && slider.activeSubControls == QStyle::SC_SliderHandle;
    const bool near = slider.state.testFlag(QStyle::State_MouseOver);
    const double reach = std::min(handle.width(), handle.height()) / 2;
    if (slider.state.testFlag(QStyle::State_HasFocus) || held) {
        painter.setBrush(with_alpha(accent, 0.25));
        painter.drawEllipse(handle.center(), reach + 1, reach + 1);
    }
    painter.setPen(QPen(accent, 2));
    painter.setBrush(held || near ? accent : slider.palette.color(QPalette::Base));
    painter.drawEllipse(handle.center(), reach - 2, reach - 2);
    painter.restore();
}

void draw_scroll_bar(QPainter& painter, const FlatStyle& style, const QStyleOptionSlider& bar,
                     const QWidget* widget) {
    const QRectF handle =
        style.subControlRect(QStyle::CC_ScrollBar, &bar, QStyle::SC_ScrollBarSlider, widget);
    if (bar.maximum <= bar.minimum) return;
    const bool busy = bar.state.testFlag(QStyle::State_MouseOver) || bar.state.testFlag(QStyle::State_Sunken);
    const QRectF thin =
        bar.orientation == Qt::Horizontal ? handle.adjusted(2, 3, -2, -3) : handle.adjusted(3, 2, -3, -2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(with_alpha(bar.palette.color(QPalette::Text), busy ? 0.5 : 0.28));
    painter.drawRoundedRect(thin, 3, 3);
    painter.restore();
}

}  // namespace

void FlatStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                   QPainter* painter, const QWidget* widget) const {
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        control == CC_ComboBox && combo)
        return draw_combo(*painter, *this, *combo, widget);
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        control == CC_SpinBox && spin)
        return draw_spin(*painter, *this, *spin, widget);
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option); slider != nullptr) {
        if (control == CC_Slider) return draw_slider(*painter, *this, *slider, widget);
        if (control == CC_ScrollBar) return draw_scroll_bar(*painter, *this, *slider, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

}  // namespace orelens::ui
