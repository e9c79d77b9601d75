// Collars and intervals beyond belief, and ordinary drilling that must not be doubted.
#include "core/drilling/Doubtful.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using orelens::testing::fill;
using orelens::testing::vertical_holes;
using ::testing::IsEmpty;

using Place = std::array<double, 3>;

std::vector<Collar> collars_at(const std::vector<Place>& places) {
    std::vector<Collar> collars;
    for (const auto& [x, y, z] : places)
        collars.push_back({"H" + std::to_string(collars.size()), x, y, z, no_value, 0});
    return collars;
}

/// A grid of holes 40 m apart in UTM coordinates on rolling ground, and one more.
std::vector<Collar> grid_and(const std::vector<Place>& more, int side = 5) {
    std::vector<Place> places;
    for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j)
            places.push_back({452310.0 + 40 * i, 4412345.0 + 40 * j, 1350.0 + 3 * ((i * 7 + j * 3) % 5)});
    places.insert(places.end(), more.begin(), more.end());
    return collars_at(places);
}

struct Case {
    const char* name;
    std::vector<Place> more;
    PlaceDoubt why;
    bool left_out;
    const char* field = "";
    double reads_as = 0;
};

TEST(DoubtfulHoles, SlipsAreNamedForWhatTheyAre) {
    const std::vector<Case> cases = {
        {"no-data code", {{-9999, -9999, -9999}}, PlaceDoubt::far, true},
        {"zero", {{0, 0, 0}}, PlaceDoubt::zero, true},
        {"zero with an elevation", {{0, 0, 1350}}, PlaceDoubt::zero, true},
        {"exchanged", {{4412385, 452390, 1350}}, PlaceDoubt::swapped, true},
        {"a digit too many", {{4523900, 4412385, 1350}}, PlaceDoubt::digit, true, "x", 452390},
        {"a digit too few", {{452390, 441238, 1350}}, PlaceDoubt::digit, true, "y", 4412389},
        {"elevation zero", {{452390, 4412385, 0}}, PlaceDoubt::elevation, true, "z"},
        {"elevation ten times", {{452390, 4412385, 13500}}, PlaceDoubt::elevation, true, "z"},
        {"somewhere else", {{700000, 5000000, 1350}}, PlaceDoubt::far, true},
        {"a wildcat", {{455000, 4412385, 1350}}, PlaceDoubt::far, false, "x"},
        {"deep below ground", {{452390, 4412385, 350}}, PlaceDoubt::elevation, false, "z"}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        const auto found = doubtful_holes(grid_and(c.more));
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].collar, 25U);
        EXPECT_EQ(found[0].why, c.why);
        EXPECT_EQ(found[0].left_out, c.left_out);
        EXPECT_EQ(found[0].field, c.field);
        EXPECT_NEAR(found[0].reads_as, c.reads_as, 100);
    }
}

TEST(DoubtfulHoles, OrdinaryDrillingIsNotDoubted) {
    const std::vector<std::vector<Place>> fine = {
        {{452900, 4412345, 1340}},                            // a step-out hole
        {{452390, 4412385, 1100}, {452350, 4412385, 1100}},   // underground
        {{453300, 4413300, 1300}, {453340, 4413300, 1301}}};  // a second prospect
    for (const auto& more : fine) EXPECT_THAT(doubtful_holes(grid_and(more)), IsEmpty());
    // Corners of a wide triangle, two clusters, two holes, a line of holes.
    EXPECT_THAT(doubtful_holes(collars_at({{5, 5, 1}, {5000, 5, 1}, {5, 5000, 1}})), IsEmpty());
    EXPECT_THAT(doubtful_holes(collars_at({{1, 1, 1}, {9, 1, 1}, {9000, 1, 1}, {9009, 1, 1}})), IsEmpty());
    EXPECT_THAT(doubtful_holes(collars_at({{1, 1, 1}, {-9999, 1, 1}})), IsEmpty());
    EXPECT_THAT(doubtful_holes(collars_at({{1, 1, 1}, {500, 1, 1}, {1000, 1, 1}, {1500, 1, 1}})), IsEmpty());
    EXPECT_THAT(doubtful_holes({}), IsEmpty());
}

TEST(DoubtfulHoles, AThirdOfTheHolesAtZeroIsStillZero) {
    const auto found = doubtful_holes(grid_and({{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, 3));
    ASSERT_EQ(found.size(), 3U);
    for (const DoubtfulHole& one : found) EXPECT_TRUE(one.left_out);
}

TEST(DoubtfulHoles, TooManyToBeSlipsAreErrorsThatLeaveNothingOut) {
    // Four of ten with x and y exchanged.
    std::vector<Place> places;
    for (int n = 0; n < 10; ++n) {
        const double x = 452310 + 40 * n, y = 4412345 + 25 * n;
        places.push_back(n < 6 ? Place{x, y, 1350} : Place{y, x, 1350});
    }
    auto found = doubtful_holes(collars_at(places));
    ASSERT_EQ(found.size(), 4U);
    for (const DoubtfulHole& one : found) {
        EXPECT_EQ(one.why, PlaceDoubt::swapped);
        EXPECT_TRUE(one.certain);
        EXPECT_FALSE(one.left_out);
    }
    for (int n = 6; n < 10; ++n) places[static_cast<std::size_t>(n)] = {470000.0 + 40 * n, 4412345, 1350};
    // Two prospects are a question about the smaller one, and nothing is left out.
    found = doubtful_holes(collars_at(places));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].why, PlaceDoubt::apart);
    EXPECT_EQ(found[0].together, 4U);
    EXPECT_NEAR(found[0].distance_m, 470240 - 452510, 1e-9);
    EXPECT_TRUE(found[0].certain);
    EXPECT_FALSE(found[0].left_out);
    // Elevations that were not known in four of ten.
    for (int n = 6; n < 10; ++n) places[static_cast<std::size_t>(n)] = {452310.0 + 40 * n, 4412345, 0};
    found = doubtful_holes(collars_at(places));
    ASSERT_EQ(found.size(), 4U);
    for (const DoubtfulHole& one : found) EXPECT_TRUE(one.certain);
}

TEST(DoubtfulHoles, ElevationsNearTheOthersAreRemarks) {
    std::vector<Place> places;
    for (int n = 0; n < 10; ++n) places.push_back({452310.0 + 40 * n, 4412345, 340.0 + 2 * n});
    const auto last = [&](double z) {
        places.push_back({452390, 4412385, z});
        auto found = doubtful_holes(collars_at(places));
        places.pop_back();
        return found;
    };
    const auto digit = last(35);
    ASSERT_EQ(digit.size(), 1U);
    EXPECT_EQ(digit[0].why, PlaceDoubt::digit);
    EXPECT_EQ(digit[0].field, "z");
    EXPECT_NEAR(digit[0].reads_as, 350, 5);
    EXPECT_FALSE(digit[0].left_out);
    const auto above = last(500);
    ASSERT_EQ(above.size(), 1U);
    EXPECT_EQ(above[0].why, PlaceDoubt::elevation);
    EXPECT_FALSE(above[0].left_out || above[0].certain);
    EXPECT_THAT(last(120), IsEmpty()) << "underground";
    EXPECT_THAT(last(420), IsEmpty()) << "a hill";
}

TEST(DoubtfulHoles, ZeroNearTheOthersIsARemark) {
    const auto found = doubtful_holes(collars_at({{100, 200, 50}, {0, 0, 0}}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].left_out);
    EXPECT_EQ(found[0].why, PlaceDoubt::zero);
    EXPECT_THAT(doubtful_holes(collars_at({{100, 0, 50}, {0, 0, 0}})), IsEmpty()) << "a local grid";
}

std::vector<DoubtfulInterval> intervals(double depth, const std::vector<orelens::testing::Row>& rows) {
    DrillholeSet set = vertical_holes(2);
    set.collars[0].depth_m = depth;
    fill(set.assays, {"Cu"}, rows);
    return doubtful_intervals(set, set.assays);
}

TEST(DoubtfulIntervals, FarLongerThanTheRest) {
    const std::vector<orelens::testing::Row> rows = {
        {0, 0, 10, {1}}, {0, 10, 20, {1}}, {0, 20, 9999, {3.5}}, {1, 0, 10, {1}}, {1, 10, 20, {1}}};
    const auto found = intervals(no_value, rows);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].row, 2U);
    EXPECT_TRUE(found[0].left_out);
    EXPECT_EQ(found[0].usual_m, 10);
    EXPECT_TRUE(intervals(30, rows).at(0).left_out);
    EXPECT_FALSE(intervals(10000, rows).at(0).left_out) << "the final depth agrees";
}

TEST(DoubtfulIntervals, ADigitTooManyIsARemark) {
    const std::vector<orelens::testing::Row> rows = {
        {0, 7, 8, {1}}, {0, 8, 9, {1}}, {0, 9, 10, {1}}, {0, 10, 110, {1}}, {1, 0, 1, {1}}};
    const auto found = intervals(no_value, rows);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].row, 3U);
    EXPECT_FALSE(found[0].left_out);
    EXPECT_THAT(intervals(110, rows), IsEmpty()) << "the final depth agrees";
}

TEST(Lithology, LogsFarBelowTheirHoleDoNotMakeItDeep) {
    DrillholeSet set = vertical_holes(2);
    for (Collar& collar : set.collars) collar.depth_m = no_value;
    fill(set.assays, {"Cu"}, {{0, 0, 50, {1}}, {0, 50, 95, {1}}, {1, 0, 100, {1}}});
    fill(set.lithology, {},
         {{0, 0, 95, {}, "A"},
          {0, 95, 9999, {}, "A"},
          {1, 0, 90, {}, "A"},
          {1, 90, 190, {}, "B"},
          {1, 190, 350, {}, "C"}});
    EXPECT_THAT(logs_beyond_belief(set), ::testing::ElementsAre(1));
    EXPECT_EQ(desurvey(set)[0].depth_m.back(), 95);
    EXPECT_EQ(desurvey(set)[1].depth_m.back(), 350) << "logged step by step";
    const auto findings = validate(set, {});
    const auto told =
        std::ranges::find_if(findings, [](const Finding& f) { return f.what.key == "drilling.deep_log"; });
    ASSERT_NE(told, findings.end());
    EXPECT_EQ(told->hole, "H1");
    EXPECT_EQ(told->severity, Severity::warning);
}

TEST(DoubtfulIntervals, LongBlanksAndLongMeansAreFine) {
    const double none = no_value;
    EXPECT_THAT(intervals(none, {{0, 0, 1, {1}}, {0, 1, 2, {1}}, {0, 2, 900, {none}}, {1, 0, 1, {1}}}),
                IsEmpty());
    EXPECT_THAT(intervals(none, {{0, 0, 10, {1}}, {0, 10, 20, {1}}, {0, 20, 120, {1}}, {1, 0, 9, {1}}}),
                IsEmpty());
}

TEST(DoubtfulIntervals, BelowTheFinalDepth) {
    const auto found = intervals(100, {{0, 90, 102, {1}}, {0, 190, 200, {1}}, {1, 0, 10, {1}}});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].row, 1U);
    EXPECT_EQ(found[0].why, IntervalDoubt::outside_hole);
    EXPECT_TRUE(found[0].left_out);
    EXPECT_THAT(intervals(0, {{0, 90, 102, {1}}}), IsEmpty()) << "a depth of 0 is none";
    // Where most holes go on below their final depth, the depths are to blame.
    DrillholeSet set = vertical_holes(3);
    fill(set.assays, {"Cu"}, {{0, 300, 310, {1}}, {1, 300, 310, {1}}, {2, 0, 10, {1}}});
    for (const DoubtfulInterval& one : doubtful_intervals(set, set.assays)) EXPECT_FALSE(one.left_out);
}

TEST(DoubtfulIntervals, TakeNoPartUntilApproved) {
    DrillholeSet set = vertical_holes(2);
    set.collars[0].depth_m = no_value;
    fill(set.assays, {"Cu"},
         {{0, 0, 10, {1}}, {0, 10, 20, {1}}, {0, 20, 9999, {3.5}}, {1, 0, 10, {1}}, {1, 10, 20, {1}}});
    mark_doubtful(set);
    EXPECT_EQ(desurvey(set)[0].depth_m.back(), 20);
    base::Progress progress;
    const CompositeRule rule{.length_m = 10, .within_domain = false};
    EXPECT_EQ(composite(set, desurvey(set), rule, {}, progress)->size(), 4U);
    auto findings = validate(set, {});
    const auto told =
        std::ranges::find_if(findings, [](const Finding& f) { return f.kind == FindingKind::long_interval; });
    ASSERT_NE(told, findings.end());
    EXPECT_EQ(told->severity, Severity::error);
    EXPECT_EQ(told->row, 4);
    EXPECT_TRUE(approval_changes_samples(told->id()));
    approve(set, findings, std::set<std::string>{told->id()});
    EXPECT_EQ(composite(set, desurvey(set), rule, {}, progress)->size(), 1001U);
}

TEST(DoubtfulHoles, OfTwoHolesFarApartOneIsWrongAndTheFileDoesNotSayWhich) {
    const auto two = [](const Place& other) { return doubtful_holes(collars_at({{452310, 4412345, 1350}, other})); };
    EXPECT_THAT(two({452510, 4412345, 1350}), IsEmpty());
    EXPECT_THAT(two({457310, 4412345, 1350}), IsEmpty()) << "5 km: two targets of one property";
    for (const Place& other : {Place{552310, 4412345, 1350}, Place{452310, 4412345, 135000}}) {
        const auto found = two(other);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_TRUE(found[0].certain);
        EXPECT_FALSE(found[0].left_out) << "either could be the wrong one";
    }
}

}  // namespace
}  // namespace orelens::drilling
