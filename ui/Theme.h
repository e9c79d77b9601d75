// Light and dark: the palette of the widgets, the colours of charts and of the 3D background, and icons that
// are tinted with the palette when they are drawn. No style sheets, so that the system's font size and scale
// hold.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>
#include <array>

namespace orelens::ui {

enum class Theme { light, dark };

Theme theme();
/// Our flat style with the theme's palette; widgets get PaletteChange and charts follow.
void apply_theme(Theme theme);
/// Colours of the widgets: every text stands out from its ground by 4.5 to 1 and more.
QPalette palette_of(Theme theme);
/// A font with Chinese glyphs of the simplified form, where the system has one.
void apply_font();
/// The family reports are set in: embedded in the PDF, with Chinese glyphs where the system has one.
QString report_font_family();

/// Colours of charts; distinguishable without red-green sight and in print.
struct ChartColors {
    QColor background, ink, faint, grid, accent, marker, warning, good, bad, caution, caution_text;
    std::array<QColor, 8> series;
};
ChartColors chart_colors(Theme theme);
/// The colour of the n-th of many: beyond those there are the same again, half way to the ground, so that none is another's
/// nor white.
QColor series_colour(const ChartColors& colors, std::size_t n);
/// Black or white, whichever is read better on it; never less than 4.5 : 1.
QColor letters_on(const QColor& ground);
/// How much is left of a chart that does not speak for the present parameters.
inline constexpr double greyed = 0.35;

/// A line icon of resources/icons, in the palette's text colour of the moment.
QIcon icon(const QString& name);

}  // namespace orelens::ui
