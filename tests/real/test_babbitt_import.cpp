// Real Cu–Ni–S–Fe drilling in feet with dips positive downwards. Reference numbers come from an independent
// program (textbook ratio factor, plain sums), not from this library.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using drilling::FindingKind;
using drilling::Severity;

io::DrillholeImport babbitt(const std::string& folder) {
    drilling::ImportRule rule;
    rule.collar_file = "collar_BABBITT.csv";
    rule.survey_file = "survey_BABBITT.csv";
    rule.assay_file = "assay_BABBITT.csv";
    rule.length_unit = base::LengthUnit::foot;
    base::Progress progress;
    auto read = io::read_drillholes(rule, {}, folder, progress);
    EXPECT_TRUE(read.has_value()) << (read ? "" : base::describe(read.error(), base::Language::english));
    return read ? *read : io::DrillholeImport{};
}

std::int64_t count(const std::vector<drilling::Finding>& findings, FindingKind kind) {
    return std::count_if(findings.begin(), findings.end(), [&](const auto& f) { return f.kind == kind; });
}

TEST(Babbitt, every_row_is_read_and_understood) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    const auto read = babbitt(folder);
    EXPECT_EQ(read.holes.collars.size(), 399u);
    EXPECT_EQ(read.holes.surveys.size(), 2628u);
    EXPECT_EQ(read.holes.assays.size(), 35616u);
    EXPECT_EQ(read.dip_found, drilling::DipConvention::positive_down);
    ASSERT_EQ(read.mappings.size(), 3u);
    EXPECT_EQ(read.mappings[1].columns.at("depth"), "AT");
    EXPECT_EQ(read.mappings[2].rows, 35616);
    EXPECT_EQ(read.mappings[2].refused, 0);
    const std::pair<const char*, long> blanks[] = {{"Cu", 11931}, {"Ni", 12177}, {"S", 12071}, {"Fe", 35592}};
    for (const auto& [element, blank] : blanks) {
        const drilling::GradeColumn* column = read.holes.assays.grade(element);
        ASSERT_NE(column, nullptr) << element;
        EXPECT_EQ(std::count_if(column->values.begin(), column->values.end(),
                                [](double v) { return std::isnan(v); }),
                  blank)
            << element;
    }
    EXPECT_NEAR(read.holes.collars[0].x, 2296021.09 * 0.3048, 1e-6);
}

TEST(Babbitt, findings_are_few_and_true) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    auto read = babbitt(folder);
    const auto findings = drilling::validate(read.holes, std::move(read.findings));
    EXPECT_EQ(count(findings, FindingKind::blank_interval), 198)
        << "intervals of 100 m and more without any assay";
    EXPECT_EQ(count(findings, FindingKind::dip_sign_assumed), 1);
    EXPECT_EQ(count(findings, FindingKind::unit_suspicious), 4) << "four columns whose unit nobody stated";
    EXPECT_EQ(count(findings, FindingKind::beyond_hole_depth), 1)
        << "surveys that end at 90 000 ft, one note";
    EXPECT_EQ(count(findings, FindingKind::twin_hole), 3) << "collars at one place";
    EXPECT_EQ(count(findings, FindingKind::kink), 1);
    EXPECT_EQ(count(findings, FindingKind::long_interval), 2) << "one assay for 262 ft, where 10 are usual";
    EXPECT_EQ(findings.size(), 210u) << "blank cells are no findings";
    const auto long_one = std::find_if(findings.begin(), findings.end(), [](const auto& f) {
        return f.kind == FindingKind::blank_interval && f.hole == "34873";
    });
    ASSERT_NE(long_one, findings.end());
    EXPECT_EQ(long_one->row, 2);
    EXPECT_NEAR(long_one->to_m - long_one->from_m, 2515 * 0.3048, 1e-9);
}

TEST(Babbitt, traces_agree_with_the_textbook) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    const auto read = babbitt(folder);
    const auto traces = drilling::desurvey(read.holes);
    struct Point {
        const char* hole;
        double depth, x, y, z;
    };
    for (const Point& p : {Point{"B1-137", 33.3, 701550.351732826, 127556.968271987, 457.441122670},
                           Point{"B1-137", 100, 701550.073987519, 127555.068361043, 390.771026867},
                           Point{"B1-137", 590.3976, 701484.059604211, 127599.513738090, -91.724671008},
                           Point{"B1-137", 610.3976, 701479.295698002, 127602.607454955, -110.901065705},
                           Point{"B1-002", 158.0744, 700012.296855662, 128793.536973413, 336.457953912}}) {
        const auto found = traces.at(static_cast<std::size_t>(read.holes.hole_index.at(p.hole))).at(p.depth);
        EXPECT_NEAR(found[0], p.x, 2e-8) << p.hole << " " << p.depth;
        EXPECT_NEAR(found[1], p.y, 2e-8) << p.hole << " " << p.depth;
        EXPECT_NEAR(found[2], p.z, 2e-8) << p.hole << " " << p.depth;
    }
}

TEST(Babbitt, holes_end_at_their_last_interval_not_at_the_last_station) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    const auto read = babbitt(folder);
    double deepest = 0;
    for (const drilling::Trace& trace : drilling::desurvey(read.holes))
        deepest = std::max(deepest, trace.depth_m.back());
    EXPECT_DOUBLE_EQ(deepest, 3574 * 0.3048);
}

TEST(Babbitt, composites_of_five_metres_agree) {
    ORELENS_SHARED(folder, "drillholes/babbitt");
    const auto read = babbitt(folder);
    base::Progress progress;
    const auto table = drilling::composite(read.holes, drilling::desurvey(read.holes), {}, {}, progress);
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->size(), 12386u);
    struct Sum {
        const char* element;
        long present;
        double metal;  // Σ grade·length, %·m
    };
    for (const Sum& s : {Sum{"Cu", 12341, 23170.86062056338}, Sum{"Ni", 12236, 5735.743049511682},
                         Sum{"S", 12324, 64710.404023252144}, Sum{"Fe", 6, 444.4136368910401}}) {
        const auto* grade = table->grade(s.element);
        ASSERT_NE(grade, nullptr);
        long present = 0;
        double metal = 0;
        for (std::size_t i = 0; i < table->size(); ++i) {
            if (std::isnan(grade->values[i])) continue;
            ++present;
            metal += grade->values[i] * grade->assayed_m[i];
        }
        EXPECT_EQ(present, s.present) << s.element;
        EXPECT_NEAR(metal, s.metal, 1e-9 * s.metal) << s.element;
    }
    const std::int32_t hole = read.holes.hole_index.at("B1-137");
    const auto first = static_cast<std::size_t>(std::find(table->hole.begin(), table->hole.end(), hole) -
                                                table->hole.begin());
    EXPECT_EQ(std::count(table->hole.begin(), table->hole.end(), hole), 26);
    EXPECT_NEAR(table->from_m[first], 345.6432, 1e-9);
    EXPECT_NEAR(table->grade("Cu")->values[first], 0.31198400165759993, 1e-12);
    EXPECT_NEAR(table->x[first], 701530.315255763, 2e-8);
    EXPECT_NEAR(table->z[first], 144.333358017, 2e-8);
    EXPECT_NEAR(table->to_m[first + 25] - table->from_m[first + 25], 6.6928, 1e-9) << "the merged tail";
    EXPECT_NEAR(table->grade("S")->values[first + 25], 0.3031508500585758, 1e-12);
    EXPECT_NEAR(table->y[first + 25], 127600.2691, 2e-8);
}

}  // namespace
}  // namespace orelens
