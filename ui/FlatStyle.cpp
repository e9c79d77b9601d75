// Sizes and hints of the style, and its plain elements; controls with parts are in FlatControls.cpp.
#include "ui/FlatStyle.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QSlider>
#include <QSplitterHandle>
#include <QStyleFactory>
#include <QTabBar>
#include <algorithm>

#include "ui/FlatPaint.h"
#include "ui/Theme.h"

namespace orelens::ui {

using namespace flat;

int control_height(const QFontMetrics& metrics) {
    constexpr int usual = 28, room = 8;
    return std::max(usual, metrics.height() + room);
}

FlatStyle::FlatStyle() : QProxyStyle(QStyleFactory::create("Fusion")) {}

void FlatStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QLineEdit*>(widget) ||
        qobject_cast<QAbstractSlider*>(widget) || qobject_cast<QTabBar*>(widget) ||
        qobject_cast<QSplitterHandle*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
        qobject_cast<QSlider*>(widget)) {
        if (widget->focusPolicy() == Qt::WheelFocus) widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(this);
    }
}

void FlatStyle::unpolish(QWidget* widget) {
    widget->removeEventFilter(this);
    QProxyStyle::unpolish(widget);
}

bool FlatStyle::eventFilter(QObject* watched, QEvent* event) {
    const auto* control = event->type() == QEvent::Wheel ? qobject_cast<const QWidget*>(watched) : nullptr;
    if (control == nullptr || control->hasFocus()) return QProxyStyle::eventFilter(watched, event);
    for (const QWidget* around = control->parentWidget(); around != nullptr; around = around->parentWidget())
        if (qobject_cast<const QAbstractScrollArea*>(around) != nullptr) {
            event->ignore();
            return true;
        }
    return QProxyStyle::eventFilter(watched, event);
}

int FlatStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_LayoutLeftMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutBottomMargin:
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing:
            return 8;
        case PM_DefaultFrameWidth:
        case PM_MenuPanelWidth:
            return 1;
        case PM_ButtonDefaultIndicator:
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
        case PM_MenuBarPanelWidth:
        case PM_MenuBarVMargin:
        case PM_MenuBarItemSpacing:
        case PM_TabBarBaseOverlap:
        case PM_TabBarTabOverlap:
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabShiftVertical:
        case PM_ScrollView_ScrollBarSpacing:
            return 0;
        case PM_MenuBarHMargin:
        case PM_MenuHMargin:
        case PM_MenuVMargin:
            return 4;
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
        case PM_SliderLength:
        case PM_SliderControlThickness:
            return 16;
        case PM_SliderThickness:
            return 20;
        case PM_ScrollBarExtent:
            return 12;
        case PM_ScrollBarSliderMin:
            return 24;
        case PM_TabBarTabHSpace:
            return 20;
        case PM_TabBarTabVSpace:
            return 12;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int FlatStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* data) const {
    switch (hint) {
        case SH_Slider_AbsoluteSetButtons:
            return Qt::LeftButton;  // a click on the groove takes the handle there, and the drag goes on
        case SH_EtchDisabledText:
        case SH_Widget_Animation_Duration:
        case SH_ComboBox_Popup:
            return 0;
        default:
            return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize FlatStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                  const QWidget* widget) const {
    const int high = option != nullptr ? control_height(option->fontMetrics) : contents.height();
    switch (type) {
        case CT_PushButton:
            return {contents.width() + 24, std::max(high, contents.height() + 8)};
        case CT_ComboBox:
            return {contents.width() + 36, high};
        case CT_LineEdit:
            if (const auto* edit = qobject_cast<const QLineEdit*>(widget);
                edit != nullptr && !edit->hasFrame())
                return contents;
            return {contents.width() + 12, high};
        case CT_SpinBox:
            if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(widget);
                spin != nullptr && !spin->hasFrame())
                return contents;
            return {contents.width() + 32, high};
        case CT_ToolButton:
            return {std::max(high, contents.width() + 12), std::max(high, contents.height() + 8)};
        case CT_MenuBarItem:
            return {contents.width() + 16, high};
        case CT_TabBarTab: {
            const QSize usual = QProxyStyle::sizeFromContents(type, option, contents, widget);
            return {usual.width(), std::max(usual.height(), high + 4)};
        }
        case CT_HeaderSection:
        case CT_CheckBox:
        case CT_RadioButton:
        case CT_MenuItem: {
            const QSize usual = QProxyStyle::sizeFromContents(type, option, contents, widget);
            return {usual.width(), std::max(usual.height(), high - (type == CT_MenuItem ? 0 : 4))};
        }
        case CT_ItemViewItem: {
            const QSize usual = QProxyStyle::sizeFromContents(type, option, contents, widget);
            return {usual.width(), usual.height() + 4};
        }
        default:
            return QProxyStyle::sizeFromContents(type, option, contents, widget);
    }
}

QRect FlatStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents)
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget); edit != nullptr && edit->hasFrame())
            return option->rect.adjusted(4, 1, -4, -1);
    return QProxyStyle::subElementRect(element, option, widget);
}

namespace {

void draw_mark(QPainter& painter, const QStyleOption& option, bool round) {
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool some = option.state.testFlag(QStyle::State_NoChange);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const QColor accent = enabled ? option.palette.color(QPalette::Highlight)
                                  : option.palette.color(QPalette::Disabled, QPalette::Text);
    // An empty box must be seen on any ground: its frame is of the text's colour, not of the window's.
    const QColor frame = with_alpha(ink_of(option), enabled ? 0.7 : 0.45);
    const QRectF rect = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on || some ? accent : frame, 1));
    painter.setBrush(on || some ? accent : option.palette.color(QPalette::Base));
    if (round)
        painter.drawEllipse(rect);
    else
        painter.drawRoundedRect(rect, 3, 3);
    // Not the palette's: in a list the letters of a chosen row stand on a paler ground than the mark does.
    const QColor mark = ui::letters_on(accent);
    painter.setPen(QPen(mark, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = rect.center();
    const double s = rect.width() / 16;
    if (on && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark);
        painter.drawEllipse(c, 3 * s, 3 * s);
    } else if (on) {
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(
            QPolygonF({c + QPointF(-4, 0) * s, c + QPointF(-1.2, 3) * s, c + QPointF(4, -3.2) * s}));
    } else if (some) {
        painter.drawLine(c - QPointF(3.5 * s, 0), c + QPointF(3.5 * s, 0));
    }
    painter.restore();
}

void draw_button(QPainter& painter, const QStyleOptionButton& option) {
    const bool flat = option.features.testFlag(QStyleOptionButton::Flat);
    const bool main = option.features.testFlag(QStyleOptionButton::DefaultButton);
    const bool focus = option.state.testFlag(QStyle::State_HasFocus);
    const QColor ground = flat ? QColor(Qt::transparent) : option.palette.color(QPalette::Button);
    QPen pen(Qt::NoPen);
    if (main || focus) pen = QPen(option.palette.color(QPalette::Highlight), 1.5);
    box(painter, option.rect, pen, ground);
    box(painter, option.rect, Qt::NoPen, touch(option));
}

/// Chosen rows are tinted, so that what is written on them keeps its colour.
void draw_row(QPainter& painter, const QStyleOptionViewItem& option) {
    if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter.fillRect(option.rect, option.palette.color(QPalette::AlternateBase));
    if (option.backgroundBrush.style() != Qt::NoBrush) painter.fillRect(option.rect, option.backgroundBrush);
    const QColor accent = option.palette.color(QPalette::Highlight);
    if (option.state.testFlag(QStyle::State_Selected)) {
        const bool active = option.state.testFlag(QStyle::State_Active);
        painter.fillRect(option.rect, with_alpha(accent, active ? 0.2 : 0.12));
        // A table does not say where in its row a cell stands.
        if (option.viewItemPosition == QStyleOptionViewItem::Beginning ||
            option.viewItemPosition == QStyleOptionViewItem::OnlyOne ||
            (option.viewItemPosition == QStyleOptionViewItem::Invalid && option.index.column() <= 0))
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), accent);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter.fillRect(option.rect, with_alpha(option.palette.color(QPalette::Text), 0.05));
    }
}

}  // namespace

void FlatStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const auto edge = [&](Qt::Edge at) {
        painter->setPen(option->palette.color(QPalette::Mid));
        const QRect r = option->rect;
        at == Qt::TopEdge ? painter->drawLine(r.topLeft(), r.topRight())
                          : painter->drawLine(r.bottomLeft(), r.bottomRight());
    };
    switch (element) {
        case PE_PanelButtonCommand:
            if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option))
                return draw_button(*painter, *button);
            break;
        case PE_PanelButtonTool:
            if (option->state.testFlag(State_On))
                box(*painter, option->rect, Qt::NoPen,
                    with_alpha(option->palette.color(QPalette::Highlight), 0.22));
            else if (!option->state.testFlag(State_AutoRaise))
                box(*painter, option->rect, Qt::NoPen, option->palette.color(QPalette::Button));
            return box(*painter, option->rect, Qt::NoPen, touch(*option));
        case PE_FrameFocusRect:
            return box(*painter, option->rect, QPen(option->palette.color(QPalette::Highlight), 1.5),
                       Qt::NoBrush);
        case PE_PanelLineEdit:
        case PE_FrameLineEdit:
            if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
                frame != nullptr && frame->lineWidth <= 0) {
                if (element == PE_PanelLineEdit && widget != nullptr && widget->parentWidget() == nullptr)
                    painter->fillRect(option->rect, option->palette.color(QPalette::Base));
                return;
            }
            return box(*painter, option->rect, border(*option, option->state.testFlag(State_HasFocus)),
                       option->palette.color(option->state.testFlag(State_Enabled) ? QPalette::Base
                                                                                   : QPalette::Window));
        case PE_Frame:
        case PE_FrameMenu:
        case PE_FrameTabWidget:
            painter->setPen(option->palette.color(QPalette::Mid));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        case PE_FrameTabBarBase:
            return edge(Qt::BottomEdge);
        case PE_PanelStatusBar:
            return edge(Qt::TopEdge);
        case PE_FrameStatusBarItem:
            return;
        case PE_PanelTipLabel:
            painter->fillRect(option->rect, option->palette.color(QPalette::ToolTipBase));
            painter->setPen(option->palette.color(QPalette::Mid));
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            return draw_mark(*painter, *option, false);
        case PE_IndicatorRadioButton:
            return draw_mark(*painter, *option, true);
        case PE_IndicatorArrowDown:
            return chevron(*painter, option->rect, ink_of(*option, QPalette::ButtonText), 0);
        case PE_IndicatorArrowUp:
            return chevron(*painter, option->rect, ink_of(*option, QPalette::ButtonText), 180);
        case PE_IndicatorArrowLeft:
            return chevron(*painter, option->rect, ink_of(*option, QPalette::ButtonText), 90);
        case PE_IndicatorArrowRight:
            return chevron(*painter, option->rect, ink_of(*option, QPalette::ButtonText), -90);
        case PE_PanelItemViewItem:
            if (const auto* row = qstyleoption_cast<const QStyleOptionViewItem*>(option))
                return draw_row(*painter, *row);
            break;
        case PE_PanelItemViewRow:
            if (const auto* row = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
                if (row->features.testFlag(QStyleOptionViewItem::Alternate))
                    painter->fillRect(row->rect, row->palette.color(QPalette::AlternateBase));
                return;
            }
            break;
        default:
            break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

}  // namespace orelens::ui
