#include "core/drilling/Desurvey.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

constexpr double pi = std::numbers::pi;

struct Station {
    double depth, azimuth, dip;
};

DrillholeSet hole(const std::vector<Station>& stations) {
    DrillholeSet set;
    set.collars.push_back({"H1", 0, 0, 0, no_value, 2});
    set.hole_index["H1"] = 0;
    for (const Station& s : stations) set.surveys.push_back({0, s.depth, s.azimuth, s.dip, 0});
    return set;
}

Trace trace(const std::vector<Station>& stations) {
    return desurvey(hole(stations)).at(0);
}

void expect_at(const Trace& trace, double depth, std::array<double, 3> wanted, double tolerance = 1e-9) {
    const auto found = trace.at(depth);
    for (int i = 0; i < 3; ++i)
        EXPECT_NEAR(found[i], wanted[i], tolerance) << "axis " << i << " at depth " << depth;
}

double distance(const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(Desurvey, straight_holes_are_straight) {
    expect_at(trace({{0, 0, -90}}), 100, {0, 0, -100});
    expect_at(trace({{0, 90, 0}}), 100, {100, 0, 0});
    expect_at(trace({{0, 0, 0}, {50, 0, 0}}), 100, {0, 100, 0});
    const double half = 0.5, root = std::sqrt(3) / 2;
    expect_at(trace({{0, 90, -60}, {30, 90, -60}, {60, 90, -60}}), 80, {80 * half, 0, -80 * root});
    expect_at(trace({{0, 180, 30}}), 10, {0, -10 * root, 10 * half});
}

TEST(Desurvey, a_quarter_circle_ends_at_radius_radius) {
    const double radius = 100, length = radius * pi / 2;
    // Down to horizontal east: the centre lies 100 m east of the collar.
    const Trace down = trace({{0, 90, -90}, {length, 90, 0}});
    expect_at(down, length, {radius, 0, -radius});
    for (const double share : {0.1, 0.25, 0.5, 0.9}) {
        const double angle = share * pi / 2;
        expect_at(down, share * length, {radius * (1 - std::cos(angle)), 0, -radius * std::sin(angle)});
    }
    // In the horizontal plane, north to east.
    expect_at(trace({{0, 0, 0}, {length, 90, 0}}), length, {radius, radius, 0});
    expect_at(down, length + 10, {radius + 10, 0, -radius});
}

TEST(Desurvey, a_trace_ends_where_the_hole_ends_and_keeps_to_its_arc) {
    const double radius = 100, length = radius * pi / 2;
    const std::vector<Station> stations = {{0, 90, -90}, {length, 90, 0}, {90000, 90, 0}};
    const Trace whole = trace(stations);
    EXPECT_EQ(whole.depth_m.back(), 90000);
    for (const double end : {0.3 * length, length, 1.2 * length, 5000.0}) {
        DrillholeSet set = hole(stations);
        set.collars[0].depth_m = end;
        const Trace cut = desurvey(set).at(0);
        EXPECT_DOUBLE_EQ(cut.depth_m.back(), end);
        for (const double share : {0.1, 0.5, 0.99, 1.0})
            expect_at(cut, share * end, whole.at(share * end), 1e-8);
    }
    // Beyond the last station a hole goes on straight to its stated depth.
    DrillholeSet longer = hole({{0, 90, -90}});
    longer.collars[0].depth_m = 40;
    EXPECT_EQ(desurvey(longer).at(0).depth_m, (std::vector<double>{0, 40}));
}

TEST(Desurvey, agrees_with_the_ratio_factor) {
    // 30° at 0, 45° at 100, azimuths 20 and 40: the textbook formula with inclination from the vertical.
    const double i1 = 30 * pi / 180, i2 = 45 * pi / 180, a1 = 20 * pi / 180, a2 = 40 * pi / 180;
    const double beta = std::acos(std::cos(i2 - i1) - std::sin(i1) * std::sin(i2) * (1 - std::cos(a2 - a1)));
    const double factor = 100 / 2.0 * 2 / beta * std::tan(beta / 2);
    expect_at(trace({{0, 20, -60}, {100, 40, -45}}), 100,
              {factor * (std::sin(i1) * std::sin(a1) + std::sin(i2) * std::sin(a2)),
               factor * (std::sin(i1) * std::cos(a1) + std::sin(i2) * std::cos(a2)),
               -factor * (std::cos(i1) + std::cos(i2))});
}

TEST(Desurvey, a_full_reversal_stays_finite_and_keeps_its_length) {
    const Trace turned = trace({{0, 90, 0}, {100, 270, 0}});
    // A half circle of length 100 upwards: its diameter is 200/π.
    expect_at(turned, 100, {0, 0, 200 / pi}, 1e-6);
    expect_at(turned, 50, {100 / pi, 0, 100 / pi}, 1e-6);
    const Trace vertical = trace({{0, 0, -90}, {100, 0, 90}});
    expect_at(vertical, 100, {0, 200 / pi, 0}, 1e-6);
}

TEST(Desurvey, a_tiny_bend_is_no_numerical_accident) {
    for (const double bend : {0.0, 1e-13, 1e-9, 1e-6}) {
        const auto end = trace({{0, 45, -60}, {1000, 45, -60 + bend}}).at(1000);
        const auto straight = trace({{0, 45, -60}}).at(1000);
        EXPECT_NEAR(distance(end, straight), 1000 * bend * pi / 180 / 2, 1e-8) << bend;
    }
}

TEST(Desurvey, first_station_below_the_collar_extends_back_straight) {
    const Trace late = trace({{50, 90, -45}, {100, 90, -90}});
    EXPECT_EQ(late.depth_m, (std::vector<double>{0, 50, 100}));
    const double c = std::sqrt(0.5);
    expect_at(late, 50, {50 * c, 0, -50 * c});
}

TEST(Desurvey, order_and_duplicates_do_not_matter) {
    const Trace sorted = trace({{0, 10, -80}, {50, 20, -70}, {100, 30, -60}});
    const Trace mixed = trace({{100, 30, -60}, {0, 10, -80}, {50, 20, -70}, {50, 200, -5}, {0, 0, 0}});
    EXPECT_EQ(mixed.depth_m, sorted.depth_m);
    EXPECT_EQ(mixed.position, sorted.position);
}

TEST(Desurvey, stations_that_cannot_be_used_are_left_out) {
    const Trace clean = trace({{0, 10, -80}, {100, 30, -60}});
    const Trace dirty = trace({{0, 10, -80},
                               {20, no_value, -70},
                               {30, 20, no_value},
                               {40, 20, -120},
                               {no_value, 20, -70},
                               {-5, 20, -70},
                               {100, 30, -60}});
    EXPECT_EQ(dirty.position, clean.position);
    EXPECT_EQ(trace({{0, no_value, -90}}).at(10), (std::array<double, 3>{0, 0, -10}));
}

TEST(Desurvey, no_survey_is_vertical_and_flagged_and_no_coordinates_is_empty) {
    const Trace none = trace({});
    EXPECT_TRUE(none.vertical_assumed);
    expect_at(none, 25, {0, 0, -25});
    EXPECT_FALSE(trace({{0, 0, -90}}).vertical_assumed);

    DrillholeSet set = hole({{0, 0, -90}});
    set.collars[0].y = no_value;
    const Trace nowhere = desurvey(set).at(0);
    EXPECT_TRUE(nowhere.depth_m.empty());
    EXPECT_TRUE(std::isnan(nowhere.at(5)[0]));
}

std::vector<Station> any_stations() {
    std::vector<Station> stations;
    double depth = 0;
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
        stations.push_back({depth, *rc::gen::inRange(0, 360) * 1.0, *rc::gen::inRange(-90, 91) * 1.0});
        depth += *rc::gen::inRange(1, 200);
    }
    return stations;
}

RC_GTEST_PROP(Desurvey, path_length_is_depth, ()) {
    const Trace path = trace(any_stations());
    const double end = path.depth_m.back() + 10;
    // Chords of a fine walk add up to the arc, from below; positions are continuous.
    const int steps = 4000;
    double length = 0;
    for (int i = 0; i < steps; ++i)
        length += distance(path.at(end * i / steps), path.at(end * (i + 1) / steps));
    RC_ASSERT(length <= end * (1 + 1e-9));
    RC_ASSERT(length > end * (1 - 1e-4));
}

RC_GTEST_PROP(Desurvey, at_a_station_the_trace_is_there, ()) {
    const Trace path = trace(any_stations());
    for (std::size_t i = 0; i < path.depth_m.size(); ++i)
        RC_ASSERT(distance(path.at(path.depth_m[i]), path.position[i]) < 1e-9);
}

RC_GTEST_PROP(Desurvey, a_station_in_the_middle_of_an_arc_changes_nothing, ()) {
    // The tangent half way along a circular arc, stated as a station, must give the same path.
    const double azimuth = *rc::gen::inRange(0, 360), dip = *rc::gen::inRange(-80, -10);
    const double bend = *rc::gen::inRange(1, 60);
    const Trace whole = trace({{0, azimuth, dip}, {100, azimuth, dip - bend / 10}});
    const Trace halves =
        trace({{0, azimuth, dip}, {50, azimuth, dip - bend / 20}, {100, azimuth, dip - bend / 10}});
    for (const double depth : {10.0, 50.0, 75.0, 100.0})
        RC_ASSERT(distance(whole.at(depth), halves.at(depth)) < 1e-9);
}

}  // namespace
}  // namespace orelens::drilling
