// The map: places and pixels, discs, choosing, the lasso, files.
#include <QFileInfo>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <random>

#include "tests/ui/Support.h"
#include "ui/map/MapView.h"
#include "ui/map/MarkPaint.h"

namespace orelens {
namespace {

using maps::MapFrame;
using maps::MapMarks;
using maps::MapView;

MapMarks three() {
    MapMarks marks;
    marks.states = {{"usable", Qt::darkGreen}, {"not yet", Qt::gray}};
    marks.amount_name = "Copper";
    marks.marks = {{{100, 30}, 1e6, 0, "large"}, {{101, 30}, 1e4, 1, "small"}, {{100.5, 31}, std::nan(""), 1, "unknown"}};
    return marks;
}

TEST(MapFrame, PlacesGoToPixelsAndBack) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> longitude(-180, 180), latitude(-80, 80);
    for (int n = 0; n < 200; ++n) {
        const io::LonLat place{longitude(random), latitude(random)};
        MapFrame frame = maps::whole_world({900, 600});
        frame = frame.zoomed(1 + n, frame.pixel(maps::to_plane(place)));
        const io::LonLat back = maps::to_degrees(frame.plane(frame.pixel(maps::to_plane(place))));
        EXPECT_NEAR(back[0], place[0], 1e-9);
        EXPECT_NEAR(back[1], place[1], 1e-9);
    }
}

// A degree along the equator is 111.195 km of a sphere of the Earth's volume, half of it at 60°.
TEST(MapFrame, TheScaleIsTrueInTheMiddle) {
    MapFrame frame = maps::whole_world({1000, 800}).zoomed(50, {500, 400});
    for (const double latitude : {0.0, 60.0}) {
        frame.middle = maps::to_plane({10, latitude});
        const double pixels = frame.pixel(maps::to_plane({11, latitude})).x() - frame.pixel(maps::to_plane({10, latitude})).x();
        EXPECT_NEAR(pixels * frame.metres_per_pixel(), 111'195 * std::cos(latitude * 3.14159265358979 / 180), 5);
        const double bar = maps::bar_metres(frame, 200);
        EXPECT_LE(bar / frame.metres_per_pixel(), 200);
        EXPECT_GT(bar / frame.metres_per_pixel(), 200 / 2.5 - 1e-9);
    }
    EXPECT_EQ(maps::degrees_text(-7.5, false, 0.5), QString::fromUtf8("7°30′S"));
    EXPECT_EQ(maps::degrees_text(104, true, 2), QString::fromUtf8("104°E"));
    EXPECT_EQ(maps::degrees_text(0, true, 2), QString::fromUtf8("0°"));
}

TEST(MapView, ShowsAllItsMarksAndSizesThemByArea) {
    MapView map;
    map.resize(600, 400);
    map.set_marks(three());
    EXPECT_EQ(map.scene().marks_in_sight(map.frame()).size(), 3U);
    EXPECT_NEAR(map.scene().radius(0), maps::largest_disc, 1e-6);
    EXPECT_NEAR(map.scene().radius_of(2.5e5), maps::largest_disc / 2, 1e-6) << "a quarter of the amount, half the radius";
    EXPECT_EQ(map.scene().counts(), (std::vector<std::size_t>{1, 2}));
    const QString text = map.as_text();
    EXPECT_EQ(text.count('\n'), 4);
    EXPECT_TRUE(text.contains("\tCopper (t)\t")) << "a table keeps whole tonnes: " << text.toStdString();
    EXPECT_EQ(maps::mark_text(map.scene().marks(), 0), "large\nusable\nCopper  1.000 Mt") << "and people read scaled ones";
    EXPECT_TRUE(text.contains("100.500000\t31.000000\t\tnot yet")) << "unknown is not zero: " << text.toStdString();
    // A new price changes states alone.
    EXPECT_TRUE(map.set_states({1, 1, 0}));
    EXPECT_EQ(map.scene().counts(), (std::vector<std::size_t>{1, 2}));
    EXPECT_FALSE(map.set_states({1, 1}));
    EXPECT_FALSE(map.set_states({1, 1, 2}));
}

TEST(MapView, AClickChoosesAndALineAboutThemLassoes) {
    MapView map;
    map.resize(600, 400);
    map.set_marks(three());
    QSignalSpy chosen(&map, &MapView::markChosen), lasso(&map, &MapView::lassoChanged);
    const auto pixel = [&](std::size_t mark) { return map.frame().pixel(map.scene().place(mark)).toPoint(); };
    QTest::mouseClick(&map, Qt::LeftButton, {}, pixel(1));
    ASSERT_EQ(chosen.size(), 1);
    EXPECT_EQ(map.chosen(), 1U);
    QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(3, 3));
    EXPECT_FALSE(map.chosen());
    const QPoint middle = (pixel(0) + pixel(1)) / 2, wide = (pixel(1) - pixel(0)) * 3 / 4;
    QTest::mousePress(&map, Qt::LeftButton, Qt::ShiftModifier, middle - wide - QPoint(0, 30));
    // Moves without a window system carry no buttons: sent as the window would.
    for (const QPoint& to : {middle + QPoint(wide.x(), -30), middle + QPoint(wide.x(), 30), middle + QPoint(-wide.x(), 30)}) {
        QMouseEvent move(QEvent::MouseMove, to, map.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::ShiftModifier);
        QApplication::sendEvent(&map, &move);
    }
    QTest::mouseRelease(&map, Qt::LeftButton, Qt::ShiftModifier, middle + QPoint(-wide.x(), 30));
    EXPECT_EQ(lasso.size(), 1);
    EXPECT_EQ(map.lassoed(), (std::vector<std::size_t>{0, 1}));
}

TEST(MapView, DraggingAndZoomingKeepThePlaceUnderTheHand) {
    MapView map;
    map.resize(600, 400);
    map.set_marks(three());
    const QPointF at(150, 120);
    const QPointF before = map.frame().plane(at);
    QWheelEvent wheel(at, map.mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&map, &wheel);
    EXPECT_LT((map.frame().plane(at) - before).manhattanLength(), 1e-9);
    const QPointF from = map.frame().plane({300, 200});
    QTest::mousePress(&map, Qt::LeftButton, {}, {300, 200});
    QMouseEvent move(QEvent::MouseMove, QPointF(340, 170), map.mapToGlobal(QPointF(340, 170)), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&map, &move);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, {340, 170});
    EXPECT_LT((map.frame().plane({340, 170}) - from).manhattanLength(), 1e-9);
    EXPECT_FALSE(map.chosen()) << "a drag chooses nothing";
    // Never past the world's ends.
    for (int n = 0; n < 60; ++n) QTest::keyClick(&map, Qt::Key_Minus);
    EXPECT_NEAR(map.frame().scale, maps::whole_world(map.size()).scale, 1e-9);
    EXPECT_NEAR(map.frame().middle.x(), 0, 1e-9);
    QTest::keyClick(&map, Qt::Key_Home);
    EXPECT_EQ(map.scene().marks_in_sight(map.frame()).size(), 3U);
}

/// Many marks of every kind and size, about a place.
MapMarks many() {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> part(0, 1);
    MapMarks marks;
    marks.states = {{"usable", Qt::darkGreen}, {"not yet", Qt::gray}, {"city", Qt::darkBlue, true}};
    marks.amount_name = "Copper";
    for (std::uint8_t n = 0; n < 240; ++n)
        marks.marks.push_back({{95 + 12 * part(random), 25 + 8 * part(random)}, n % 7 == 0 ? std::nan("") : 1e6 * std::pow(part(random), 3), static_cast<std::uint8_t>(n % 3), QString::number(n)});
    return marks;
}

QImage picture_of(MapView& map) {
    QImage picture(map.size(), QImage::Format_RGB32);
    map.render(&picture);
    return picture;
}

/// The largest difference of a channel, and the mean of them.
std::pair<int, double> difference(const QImage& a, const QImage& b) {
    int worst = 0;
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            for (const int by : {qRed(p) - qRed(q), qGreen(p) - qGreen(q), qBlue(p) - qBlue(q)}) {
                worst = std::max(worst, std::abs(by));
                sum += std::abs(by);
            }
        }
    return {worst, sum / (3.0 * a.width() * a.height())};
}

// Land and marks move, only the strips that come into sight are painted: the picture is that of a map which never moved.
TEST(MapView, ADraggedMapIsThePictureOfThePlaceItIsDraggedTo) {
    MapView dragged, fresh;
    for (MapView* map : {&dragged, &fresh}) {
        map->resize(600, 400);
        map->set_marks(many());
    }
    picture_of(dragged);
    maps::MapFrame frame = dragged.frame();
    const qint64 whole = dragged.pictures().painted();
    EXPECT_EQ(whole, 2 * 600 * 400);
    qint64 strips = 0;
    for (const QPointF by : {QPointF(17, 5), QPointF(-40, 0), QPointF(3, -60), QPointF(0, 2), QPointF(-120, 90)}) {
        frame.middle += QPointF(by.x(), -by.y()) / frame.scale;
        dragged.set_frame(frame);
        picture_of(dragged);
        strips += static_cast<qint64>(600 * std::abs(by.y()) + (400 - std::abs(by.y())) * std::abs(by.x()));
        EXPECT_EQ(dragged.pictures().painted() - whole, 2 * strips);
    }
    fresh.set_frame(frame);
    const auto [worst, mean] = difference(picture_of(dragged), picture_of(fresh));
    EXPECT_LE(worst, 2);
    EXPECT_LT(mean, 0.01);
    // What changed is never shown as it was.
    dragged.set_states(std::vector<std::uint8_t>(240, 1));
    fresh.set_states(std::vector<std::uint8_t>(240, 1));
    EXPECT_LE(difference(picture_of(dragged), picture_of(fresh)).first, 2);
    fresh.set_states(std::vector<std::uint8_t>(240, 0));
    EXPECT_GT(difference(picture_of(dragged), picture_of(fresh)).first, 20);
    // Half a pixel is no move of a picture.
    frame.middle += QPointF(0.5, 0) / frame.scale;
    const qint64 before = dragged.pictures().painted();
    dragged.set_frame(frame);
    picture_of(dragged);
    EXPECT_EQ(dragged.pictures().painted() - before, whole);
}

// Stamps are drawn at whole pixels and in steps of size; laid over each other they are the discs of a drawing.
TEST(MapView, StampedMarksAreThoseOfADrawing) {
    MapView map;
    map.resize(600, 400);
    map.set_marks(many());
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    QImage stamped(600, 400, QImage::Format_RGB32), drawn = stamped, none = stamped;
    for (auto* picture : {&stamped, &drawn, &none}) {
        picture->fill(colors.background);
        if (picture == &none) continue;
        maps::MapLook look;
        look.vector = picture == &drawn;
        QPainter painter(picture);
        painter.setRenderHint(QPainter::Antialiasing);
        maps::paint_marks(painter, map.scene(), map.frame(), look, colors);
    }
    EXPECT_LT(difference(stamped, drawn).second, 0.25 * difference(none, drawn).second);
    // In the middle of the largest mark, which nothing hides the edge of, the colour is the same to rounding.
    const std::size_t last = map.scene().largest_first().back();
    const QPoint at = map.frame().pixel(map.scene().place(last)).toPoint();
    EXPECT_LE(difference(stamped.copy(at.x(), at.y(), 1, 1), drawn.copy(at.x(), at.y(), 1, 1)).first, 3);
}

TEST(MapView, TheWorldIsWhereItIs) {
    const auto on_land = [](double longitude, double latitude) {
        const QPointF at = maps::to_plane({longitude, latitude});
        static const maps::MapScene scene;
        int around = 0;
        for (const auto& ring : scene.land()) around += ring.corners.containsPoint(at, Qt::OddEvenFill) ? 1 : 0;
        return around % 2 == 1;
    };
    EXPECT_TRUE(on_land(116.4, 39.9)) << "Beijing";
    EXPECT_TRUE(on_land(121.0, 23.8)) << "Taiwan";
    EXPECT_TRUE(on_land(109.8, 19.2)) << "Hainan";
    EXPECT_TRUE(on_land(-68.9, -22.3)) << "Chuquicamata";
    EXPECT_TRUE(on_land(137, -30)) << "Olympic Dam";
    EXPECT_FALSE(on_land(51, 42)) << "Caspian Sea";
    EXPECT_FALSE(on_land(-30, 40));
    EXPECT_FALSE(on_land(113, 12));
}

TEST(MapView, FilesHoldWhatTheWindowShows) {
    MapView map;
    map.resize(640, 400);
    map.set_marks(three());
    map.choose(0);
    const QTemporaryDir folder;
    for (const char* name : {"map.png", "map.svg", "map.csv"}) {
        ASSERT_TRUE(map.save(folder.filePath(name)));
        EXPECT_GT(QFileInfo(folder.filePath(name)).size(), name[4] == 'c' ? 50 : 5000);
    }
}

}  // namespace
}  // namespace orelens
