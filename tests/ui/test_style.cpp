// How controls look, computed from the palette and measured on the widgets themselves.
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <cmath>

#include "tests/ui/Support.h"
#include "ui/FlatStyle.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/Plot.h"
#include "ui/panels/NumberEntry.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Sheet.h"

namespace orelens {
namespace {

using ui::Theme;

double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// As the guidelines for accessible content define it: 1 to 21.
double contrast(const QColor& a, const QColor& b) {
    const double light = std::max(luminance(a), luminance(b)), dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

QColor over(const QColor& ground, const QColor& tint, double alpha) {
    return QColor::fromRgbF(static_cast<float>(ground.redF() + alpha * (tint.redF() - ground.redF())),
                            static_cast<float>(ground.greenF() + alpha * (tint.greenF() - ground.greenF())),
                            static_cast<float>(ground.blueF() + alpha * (tint.blueF() - ground.blueF())));
}

TEST(Style, TheMeasureOfContrastIsTheGuidelines) {
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21, 1e-9);
    EXPECT_NEAR(contrast(QColor("#777777"), Qt::white), 4.48, 0.01);
}

TEST(Style, LettersOnEveryColourOfAChartAreRead) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const ui::ChartColors colors = ui::chart_colors(theme);
        for (std::size_t n = 0; n < 3 * colors.series.size(); ++n) {
            const QColor ground = ui::series_colour(colors, n);
            EXPECT_GE(contrast(ui::letters_on(ground), ground), 4.5) << n << " " << ground.name().toStdString();
        }
        for (std::size_t a = 0; a < 2 * colors.series.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                EXPECT_NE(ui::series_colour(colors, a), ui::series_colour(colors, b)) << a << " and " << b << " of one chart";
        EXPECT_EQ(ui::series_colour(colors, 3), colors.series[3]);
    }
    EXPECT_EQ(ui::letters_on(Qt::white), QColor(Qt::black));
    EXPECT_EQ(ui::letters_on(QColor("#0072b2")), QColor(Qt::white));
}

TEST(Style, EveryTextStandsOutFromItsGroundInBothThemes) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const QPalette p = ui::palette_of(theme);
        const std::string name = theme == Theme::light ? "light" : "dark";
        const auto check = [&](const char* what, const QColor& text, const QColor& ground) {
            EXPECT_GE(contrast(text, ground), 4.5) << name << ": " << what << " " << text.name().toStdString()
                                                   << " on " << ground.name().toStdString();
        };
        const QColor window = p.color(QPalette::Window), base = p.color(QPalette::Base);
        const QColor alternate = p.color(QPalette::AlternateBase), accent = p.color(QPalette::Highlight);
        check("window text", p.color(QPalette::WindowText), window);
        check("text of the rail", p.color(QPalette::ButtonText), alternate);
        check("text", p.color(QPalette::Text), base);
        check("text of other rows", p.color(QPalette::Text), alternate);
        check("button", p.color(QPalette::ButtonText), p.color(QPalette::Button));
        check("chosen text", p.color(QPalette::HighlightedText), accent);
        check("chosen row", p.color(QPalette::Text), over(base, accent, 0.2));
        check("switch that is on", p.color(QPalette::ButtonText), over(window, accent, 0.22));
        check("link", p.color(QPalette::Link), window);
        check("link", p.color(QPalette::Link), base);
        check("placeholder", p.color(QPalette::PlaceholderText), base);
        check("tooltip", p.color(QPalette::ToolTipText), p.color(QPalette::ToolTipBase));
        const ui::ChartColors c = ui::chart_colors(theme);
        for (const auto& [what, colour] : {std::pair("ink", c.ink),
                                           {"faint", c.faint},
                                           {"marker", c.marker},
                                           {"accent", c.accent},
                                           {"warning", c.warning},
                                           {"good", c.good},
                                           {"bad", c.bad}}) {
            check(what, colour, c.background);
            check(what, colour, window);
            check(what, colour, base);
        }
        check("faint of a chosen step", c.faint, over(base, accent, 0.2));
        check("banner", c.caution_text, c.caution);
        const scene::Theme& stage = scene::theme(theme == Theme::dark);
        const auto colour = [](const scene::Rgb& rgb) { return QColor::fromRgbF(rgb[0], rgb[1], rgb[2]); };
        for (const scene::Rgb& ground : {stage.plate, stage.background_low, stage.background_high})
            check("words in the view", colour(stage.text), colour(ground));
        // A frame that has the keyboard, and an empty box, are no text: 3 to 1.
        EXPECT_GE(contrast(accent, window), 3) << name;
        EXPECT_GE(contrast(over(base, p.color(QPalette::Text), 0.7), base), 3) << name;
    }
}

TEST(Style, ControlsAreOneHeight) {
    QLineEdit line;
    QComboBox combo;
    combo.addItem("x");
    QDoubleSpinBox spin;
    QPushButton button("x");
    QToolButton tool;
    tool.setText("x");
    const int high = ui::control_height(line.fontMetrics());
    EXPECT_GE(high, 28);
    for (const QWidget* each : std::initializer_list<const QWidget*>{&line, &combo, &spin, &button, &tool})
        EXPECT_EQ(each->sizeHint().height(), high) << each->metaObject()->className();
    QCheckBox box("x");
    EXPECT_LE(box.sizeHint().height(), high);
    // A larger font makes them higher, never the words cut.
    QFont large = line.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    line.setFont(large);
    EXPECT_GT(line.sizeHint().height(), line.fontMetrics().height());
}

/// Who scrolls a form by the wheel changes nothing under the cursor; who is in a box, its value.
TEST(Style, TheWheelScrollsAFormAndTurnsOnlyTheBoxInHand) {
    QScrollArea area;
    auto* form = new QWidget;
    auto* box = new QVBoxLayout(form);
    auto* combo = new QComboBox;
    combo->addItems({"a", "b", "c"});
    auto* spin = new QDoubleSpinBox;
    auto* slider = new QSlider(Qt::Horizontal);
    for (QWidget* each : std::initializer_list<QWidget*>{combo, spin, slider}) box->addWidget(each);
    form->setMinimumHeight(2000);
    area.setWidget(form);
    area.resize(200, 200);
    area.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&area));
    QApplication::setActiveWindow(&area);
    const auto turn = [](QWidget& over, int by) {
        const QPointF at = QRectF(over.rect()).center();
        QWheelEvent event(at, over.mapToGlobal(at), {}, {0, by}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&over, &event);
        return event.isAccepted();
    };
    area.setFocus();
    combo->setCurrentIndex(1);
    for (QWidget* each : std::initializer_list<QWidget*>{combo, spin, slider})
        EXPECT_FALSE(turn(*each, 120)) << "left to the form";
    EXPECT_EQ(combo->currentIndex(), 1);
    EXPECT_EQ(spin->value(), 0);
    EXPECT_EQ(slider->value(), 0);
    EXPECT_TRUE(turn(*area.viewport(), -120));
    EXPECT_GT(area.verticalScrollBar()->value(), 0);
    combo->setFocus();
    EXPECT_TRUE(turn(*combo, 120));
    EXPECT_EQ(combo->currentIndex(), 0);
}

TEST(Style, AnIndicatorIsSeenOnAnyGround) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        ui::apply_theme(theme);
        for (const bool on : {false, true}) {
            QCheckBox box;
            box.setChecked(on);
            box.resize(24, 24);
            const QImage drawn = box.grab().toImage();
            const QColor ground = box.palette().color(QPalette::Window);
            double best = 1;
            for (int x = 0; x < drawn.width(); ++x)
                best = std::max(best, contrast(drawn.pixelColor(x, drawn.height() / 2), ground));
            EXPECT_GE(best, 3) << on;
        }
    }
    ui::apply_theme(Theme::light);
}

/// The mark in its box, in a form as in a list, where the letters of a chosen row are those of the text.
TEST(Style, ATickIsSeenInItsBox) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        ui::apply_theme(theme);
        QCheckBox box;
        box.setChecked(true);
        box.resize(24, 24);
        QListWidget list;
        list.setFrameShape(QFrame::NoFrame);
        auto* item = new QListWidgetItem(&list);
        item->setCheckState(Qt::Checked);
        list.resize(24, 24);
        list.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        const QColor accent = box.palette().color(QPalette::Highlight);
        for (QWidget* each : std::initializer_list<QWidget*>{&box, &list}) {
            const QImage drawn = each->grab().toImage();
            double best = 1;
            int of_accent = 0;
            // Between the first and the last pixel of the box, row by row: what is not of its colour is the mark.
            for (int y = 0; y < drawn.height(); ++y) {
                int first = -1, last = -1;
                for (int x = 0; x < drawn.width(); ++x)
                    if (drawn.pixelColor(x, y).rgb() == accent.rgb()) {
                        if (first < 0) first = x;
                        last = x;
                        ++of_accent;
                    }
                for (int x = first; first >= 0 && x <= last; ++x) best = std::max(best, contrast(drawn.pixelColor(x, y), accent));
            }
            EXPECT_GT(of_accent, 60);
            EXPECT_GE(best, 3) << each->metaObject()->className();
        }
    }
    ui::apply_theme(Theme::light);
}

TEST(Style, NumbersAreGroupedAlikeEverywhere) {
    panels::NumberEntry entry;
    entry.show_number(1234567);
    for (const base::Language language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        EXPECT_EQ(ui::plain_number(1234567, 0), "1,234,567");
        EXPECT_EQ(ui::price_text(1234567), "1,234,567");
        EXPECT_EQ(ui::number_text(1234567, 7), "1,234,567");
        EXPECT_EQ(charts::tick_text(1234567, 1), "1,234,567");
        EXPECT_EQ(scene::pretty(1234567, 0), "1,234,567");
        EXPECT_EQ(entry.text(), "1,234,567");
    }
    EXPECT_EQ(ui::tonnes_text(858.6e6), "8.586 亿吨");
    EXPECT_EQ(ui::tonnes_text(32350), "3.235 万吨");
    EXPECT_EQ(ui::tonnes_text(999), "999.0 吨");
    ui::set_language(base::Language::english);
    EXPECT_EQ(ui::tonnes_text(858.6e6), "858.6 Mt");
}

}  // namespace
}  // namespace orelens
