#include "ui/Theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>
#include <QToolTip>
#include <cmath>

#include "ui/FlatStyle.h"

static void load_icons() {
    Q_INIT_RESOURCE(icons);
}

namespace orelens::ui {
namespace {

Theme current = Theme::light;

/// Draws an SVG as a mask and fills it with the palette's text colour, so one file serves both themes.
class TintedIcon : public QIconEngine {
  public:
    explicit TintedIcon(QString file) : file_(std::move(file)) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, drawn(rect.size() * scale, mode));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return drawn(size, mode); }
    QIconEngine* clone() const override { return new TintedIcon(file_); }

  private:
    QPixmap drawn(const QSize& size, QIcon::Mode mode) const {
        if (size.isEmpty()) return {};
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        QSvgRenderer renderer(file_);
        renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        // What is selected in a list lies on a pale ground (FlatStyle), the text of which is as elsewhere.
        painter.fillRect(picture.rect(), QGuiApplication::palette().color(group, QPalette::ButtonText));
        return picture;
    }
    QString file_;
};

struct Shades {
    const char *window, *base, *alternate, *text, *button, *line, *strong_line, *highlight, *highlighted, *link,
        *placeholder, *disabled, *tip;
};

}  // namespace

QPalette palette_of(Theme theme) {
    static constexpr Shades light{"#f4f5f7", "#ffffff", "#eceef2", "#1b1f24", "#e4e7ec", "#d0d5dc", "#9aa3ae",
                                  "#1f5fa8", "#ffffff", "#0b57a4", "#666e78", "#8a9099", "#fffbe6"};
    static constexpr Shades dark{"#23272d", "#181b1f", "#1d2126", "#e6e8eb", "#363d46", "#3d444d", "#69727d",
                                 "#3275bb", "#ffffff", "#7db4ee", "#8f969f", "#7f868f", "#333942"};
    const Shades& s = theme == Theme::dark ? dark : light;
    QPalette p;
    p.setColor(QPalette::Window, s.window);
    p.setColor(QPalette::Base, s.base);
    p.setColor(QPalette::AlternateBase, s.alternate);
    p.setColor(QPalette::Button, s.button);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        p.setColor(role, s.text);
    p.setColor(QPalette::BrightText, "#ffffff");
    p.setColor(QPalette::Highlight, s.highlight);
    p.setColor(QPalette::HighlightedText, s.highlighted);
    p.setColor(QPalette::Link, s.link);
    p.setColor(QPalette::LinkVisited, s.link);
    p.setColor(QPalette::ToolTipBase, s.tip);
    p.setColor(QPalette::PlaceholderText, s.placeholder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, s.disabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, s.disabled);
    const QColor button(s.button);
    p.setColor(QPalette::Light, theme == Theme::dark ? button.lighter(140) : button.lighter(108));
    p.setColor(QPalette::Midlight, theme == Theme::dark ? button.lighter(120) : button.lighter(104));
    p.setColor(QPalette::Mid, s.line);
    p.setColor(QPalette::Dark, s.strong_line);
    p.setColor(QPalette::Shadow, theme == Theme::dark ? QColor("#0c0e10") : QColor("#7c828a"));
    return p;
}

Theme theme() {
    return current;
}

void apply_theme(Theme wanted) {
    current = wanted;
    QApplication::setStyle(new FlatStyle);
    const QPalette palette = palette_of(wanted);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

QString report_font_family() {
    const QStringList families = QFontDatabase::families();
    for (const char* family :
         {"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei"})
        if (families.contains(family)) return family;
    return QGuiApplication::font().family();
}

void apply_font() {
    QFont font = QApplication::font();
    font.setFamily(report_font_family());
    if (font.pointSizeF() > 0 && font.pointSizeF() < 9.5) font.setPointSizeF(9.5);
    QApplication::setFont(font);
}

ChartColors chart_colors(Theme wanted) {
    ChartColors c;
    const bool dark = wanted == Theme::dark;
    c.background = dark ? QColor("#1b1e22") : QColor("#ffffff");
    c.ink = dark ? QColor("#e6e8eb") : QColor("#1b1f24");
    c.faint = dark ? QColor("#a3abb5") : QColor("#5a626c");
    c.grid = dark ? QColor("#353b43") : QColor("#e2e5e9");
    c.accent = dark ? QColor("#6ab0f3") : QColor("#1f5fa8");
    c.marker = dark ? QColor("#ffb454") : QColor("#c2410c");
    c.warning = dark ? QColor("#ffb454") : QColor("#9a5b00");
    c.caution = dark ? QColor("#4a3a12") : QColor("#fff1cc");
    c.caution_text = dark ? QColor("#ffd98a") : QColor("#5c3d00");
    c.good = dark ? QColor("#5fd0a5") : QColor("#0b7a53");
    c.bad = dark ? QColor("#ff8a80") : QColor("#b3261e");
    // Okabe and Ito's set, lightened or darkened for contrast with the background.
    if (dark)
        c.series = {QColor("#6ab0f3"), QColor("#ffb454"), QColor("#4fd1a1"), QColor("#f291c7"),
                    QColor("#f2e46b"), QColor("#9fd8ff"), QColor("#ff8f66"), QColor("#c9ced6")};
    else
        c.series = {QColor("#0072b2"), QColor("#d55e00"), QColor("#009e73"), QColor("#b0578d"),
                    QColor("#8a7500"), QColor("#56b4e9"), QColor("#7a3b00"), QColor("#4b5563")};
    return c;
}

QColor series_colour(const ChartColors& colors, std::size_t n) {
    const QColor& own = colors.series[n % colors.series.size()];
    const double part = n < colors.series.size() ? 1 : n < 2 * colors.series.size() ? 0.5 : 0.7;
    const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(part * a + (1 - part) * b)); };
    const QColor& ground = colors.background;
    return {mix(own.red(), ground.red()), mix(own.green(), ground.green()), mix(own.blue(), ground.blue())};
}

QColor letters_on(const QColor& ground) {
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    const double luminance = 0.2126 * linear(ground.redF()) + 0.7152 * linear(ground.greenF()) + 0.0722 * linear(ground.blueF());
    // Where contrast with black and with white is the same: (L + 0.05)² = 1.05 · 0.05.
    return luminance > 0.179 ? QColor(Qt::black) : QColor(Qt::white);
}

QIcon icon(const QString& name) {
    static const bool loaded = (load_icons(), true);
    static_cast<void>(loaded);
    return QIcon(new TintedIcon(":/icons/" + name + ".svg"));
}

}  // namespace orelens::ui
