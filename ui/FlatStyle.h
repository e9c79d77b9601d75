// How controls look: flat, 28 pixels high or as high as their text needs, on a grid of 4 and 8 pixels, with one
// accent, the palette's highlight. Built over Fusion; colours come from the palette alone and sizes from the
// font, so that theme, font size and scale hold.
#pragma once

#include <QProxyStyle>

namespace orelens::ui {

class FlatStyle : public QProxyStyle {
    Q_OBJECT
  public:
    FlatStyle();

    /// Boxes and sliders in a form that scrolls leave the wheel to it until they have the focus.
    void polish(QWidget* widget) override;
    void unpolish(QWidget* widget) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    using QProxyStyle::polish;
    using QProxyStyle::unpolish;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option,
                                  const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* data) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                         const QWidget* widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                       const QWidget* widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                       SubControl part, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

/// Least height of a control with this font.
int control_height(const QFontMetrics& metrics);

}  // namespace orelens::ui
