// The strip log of a hole: every interval at its depth and length, composites in the unit of the bars, marks of its own.
#include <gtest/gtest.h>

#include <cmath>

#include "core/sections/StripLog.h"
#include "tests/core/sections/Ground.h"

namespace orelens::sections {
namespace {

struct Log {
    testing::Holes holes = testing::straight_holes({{0, 0, 0}, {50, 0, 0}}, 0, -90);
    drilling::CompositeTable composites;
    std::vector<base::Finding> findings;
    StripLogInput input;

    Log() {
        composites.hole_ids = {"ZK2", "ZK1"};
        composites.hole = {1, 1, 0};
        composites.x = composites.y = composites.z = {0, 0, 0};
        composites.from_m = {20, 0, 0};
        composites.to_m = {40, 20, 30};
        composites.grades = {{"Cu", base::GradeUnit::gram_per_tonne, {5000, 1000, 9000}, {20, 20, 30}}};
        input.holes = &holes.set;
        input.hole = 0;
        input.end_m = 120;
        input.composites = &composites;
        input.rocks = {holes.set.lithology.codes[0].codes, {category_colour(1), category_colour(2)}, {1, 0}};
        input.assays = {{"Cu", "%", {178, 24, 43}, 1.0, false, holes.set.assays.grades[0].values}};
        base::Finding finding;
        finding.hole = "ZK1";
        finding.from_m = 30;
        finding.to_m = 60;
        findings = {finding, finding};
        findings[1].hole = "ZK2";
        input.findings = &findings;
    }
};

std::vector<Fill> fills(const Drawing& drawing, Kind kind) {
    std::vector<Fill> out;
    for (const Item& item : drawing.items)
        if (const Fill* fill = std::get_if<Fill>(&item); fill != nullptr && fill->kind == kind) out.push_back(*fill);
    return out;
}

TEST(StripLog, CompositesStandInTheUnitOfTheAssays) {
    const Log log;
    const auto steps = composite_steps(log.input, log.input.assays[0]);
    ASSERT_EQ(steps.size(), 2U) << "the other hole's is not shown";
    EXPECT_EQ(steps[0].from_m, 0);
    EXPECT_NEAR(steps[0].value, 0.1, 1e-12) << "1000 g/t";
    EXPECT_NEAR(steps[1].value, 0.5, 1e-12);
}

TEST(StripLog, IntervalsHaveTheirDepthsAndLengths) {
    const Log log;
    const Drawing drawing = strip_log(log.input, {});
    const std::vector<Fill> bars = fills(drawing, Kind::intervals);
    ASSERT_EQ(bars.size(), 2U + 11U) << "two rocks, and the assays above zero";
    // Rocks: 0–50 and 50–120 of 120 m, one below the other.
    const auto height = [](const Fill& fill) { return fill.corners[2][1] - fill.corners[0][1]; };
    EXPECT_NEAR(height(bars[0]) / height(bars[1]), 50.0 / 70.0, 1e-9);
    EXPECT_NEAR(bars[0].corners[0][1], bars[1].corners[2][1], 1e-9);
    // Assays grow by a tenth of the full length each; all equally high.
    const auto width = [](const Fill& fill) { return fill.corners[1][0] - fill.corners[0][0]; };
    for (std::size_t n = 2; n + 1 < bars.size() - 1; ++n) {
        EXPECT_NEAR(width(bars[n]) / width(bars[2]), static_cast<double>(n - 1), 1e-9);
        EXPECT_NEAR(height(bars[n]), height(bars[2]), 1e-9);
    }
    EXPECT_NEAR(width(bars.back()), width(bars[bars.size() - 2]), 1e-9) << "1.1 is cut at the full length";
}

TEST(StripLog, MarksOnlyItsOwnFindings) {
    Log log;
    EXPECT_EQ(fills(strip_log(log.input, {}), Kind::frame).size(), 1U);
    log.findings[0].approved = true;
    EXPECT_TRUE(fills(strip_log(log.input, {}), Kind::frame).empty());
}

TEST(StripLog, StaysOnItsPageAtEverySize) {
    for (const auto language : {base::Language::english, base::Language::chinese})
        for (const auto& [width, height] : {std::pair(60.0, 70.0), {90.0, 150.0}, {180.0, 260.0}}) {
            Log log;
            log.input.language = language;
            const Drawing drawing = strip_log(log.input, {width, height, 8});
            for (const Item& item : drawing.items) {
                if (const Label* label = std::get_if<Label>(&item)) {
                    const double letters = text_width_mm(label->words, label->points);
                    EXPECT_GE(label->at[0] - letters * (label->across + 1) / 2, -0.5) << label->words << " " << width;
                    EXPECT_LE(label->at[0] + letters * (1 - label->across) / 2, width + 0.5) << label->words << " " << width;
                    EXPECT_EQ(label->words.find("section."), std::string::npos) << label->words;
                }
                if (const Fill* fill = std::get_if<Fill>(&item))
                    for (const Vec2& c : fill->corners) {
                        EXPECT_GE(c[0], 0);
                        EXPECT_LE(c[0], width);
                        EXPECT_GE(c[1], 0);
                        EXPECT_LE(c[1], height);
                    }
            }
        }
}

TEST(StripLog, OfAHoleWithoutDepthIsEmpty) {
    Log log;
    log.input.end_m = 0;
    EXPECT_TRUE(strip_log(log.input, {}).items.empty());
    log.input.end_m = std::nan("");
    EXPECT_TRUE(strip_log(log.input, {}).items.empty());
}

}  // namespace
}  // namespace orelens::sections
