#include "core/drilling/Composite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numbers>
#include "core/base/Parallel.h"

#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using orelens::testing::fill;
using orelens::testing::Row;
using orelens::testing::vertical_holes;
using ::testing::ElementsAre;

const double nan = no_value;

CompositeTable made(const DrillholeSet& set, const CompositeRule& rule,
                    const std::map<std::string, AssayColumnRule>& columns = {}) {
    base::Progress progress;
    auto table = composite(set, desurvey(set), rule, columns, progress);
    EXPECT_TRUE(table.has_value());
    return table ? *table : CompositeTable{};
}

CompositeTable copper(const std::vector<Row>& assays, const CompositeRule& rule,
                      const std::vector<Row>& lithology = {}) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu"}, assays);
    if (!lithology.empty()) fill(set.lithology, {}, lithology);
    return made(set, rule);
}

void expect_near(const std::vector<double>& found, const std::vector<double>& wanted) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], wanted[i], 1e-12) << "composite " << i;
}

TEST(Composite, length_weighted_mean_at_the_midpoint) {
    const auto table = copper({{0, 10, 12, {1}}, {0, 12, 15, {2}}, {0, 15, 20, {4}}}, {.length_m = 5});
    ASSERT_EQ(table.size(), 2u);
    expect_near(table.grades[0].values, {(2 * 1 + 3 * 2) / 5.0, 4});
    expect_near(table.grades[0].assayed_m, {5, 5});
    EXPECT_THAT(table.from_m, ElementsAre(10, 15));
    EXPECT_THAT(table.to_m, ElementsAre(15, 20));
    EXPECT_THAT(table.z, ElementsAre(987.5, 982.5));
    EXPECT_THAT(table.hole_ids, ElementsAre("H1", "H2"));
    EXPECT_THAT(table.domain, ElementsAre(-1, -1));
}

struct TailCase {
    TailRule tail;
    double end;
    std::vector<double> to;
    std::vector<double> grades;
};

TEST(Composite, tails_follow_the_named_rule) {
    // 0–10 at 1 %, then up to `end` at 3 %, composites of 5 m.
    for (const TailCase& c : {TailCase{TailRule::keep, 12, {5, 10, 12}, {1, 1, 3}},
                              TailCase{TailRule::merge, 12, {5, 12}, {1, (5 * 1 + 2 * 3) / 7.0}},
                              TailCase{TailRule::drop, 12, {5, 10}, {1, 1}},
                              TailCase{TailRule::merge, 15, {5, 10, 15}, {1, 1, 3}}}) {
        const auto table = copper({{0, 0, 10, {1}}, {0, 10, c.end, {3}}}, {.length_m = 5, .tail = c.tail});
        EXPECT_EQ(table.to_m, c.to);
        expect_near(table.grades[0].values, c.grades);
    }
    // A run shorter than one composite.
    EXPECT_EQ(copper({{0, 0, 2, {1}}}, {.length_m = 5, .tail = TailRule::merge}).size(), 1u);
    EXPECT_EQ(copper({{0, 0, 2, {1}}}, {.length_m = 5, .tail = TailRule::keep}).size(), 1u);
    EXPECT_EQ(copper({{0, 0, 2, {1}}}, {.length_m = 5, .tail = TailRule::drop}).size(), 0u);
}

TEST(Composite, rounding_of_feet_makes_no_tail) {
    std::vector<Row> rows;
    for (int i = 0; i < 50; ++i) rows.push_back({0, i * 10 * 0.3048, (i + 1) * 10 * 0.3048, {1}});
    for (const TailRule tail : {TailRule::keep, TailRule::merge, TailRule::drop})
        EXPECT_EQ(copper(rows, {.length_m = 3.048, .tail = tail}).size(), 50u);
}

TEST(Composite, breaks_at_lithology_and_keeps_wanted_codes) {
    const std::vector<Row> assays = {{0, 0, 30, {1}}};
    const std::vector<Row> rocks = {{0, 0, 12, {}, "A"}, {0, 12, 18, {}, "B"}, {0, 20, 30, {}, "A"}};
    const auto broken = copper(assays, {.length_m = 5, .tail = TailRule::keep}, rocks);
    EXPECT_THAT(broken.to_m, ElementsAre(5, 10, 12, 17, 18, 20, 25, 30));
    EXPECT_THAT(broken.domain, ElementsAre(0, 0, 0, 1, 1, -1, 0, 0));
    EXPECT_THAT(broken.domain_codes, ElementsAre("A", "B"));

    const auto through =
        copper(assays, {.length_m = 5, .within_domain = false, .tail = TailRule::keep}, rocks);
    EXPECT_THAT(through.to_m, ElementsAre(5, 10, 15, 20, 25, 30));
    EXPECT_THAT(through.domain, ElementsAre(0, 0, 1, 1, 0, 0)) << "code of most of the length";

    const auto only_a = copper(assays, {.length_m = 5, .tail = TailRule::keep, .domains = " A ; "}, rocks);
    EXPECT_THAT(only_a.from_m, ElementsAre(0, 5, 10, 20, 25));
    const auto through_ab = copper(
        assays, {.length_m = 5, .within_domain = false, .tail = TailRule::keep, .domains = "A;B"}, rocks);
    EXPECT_THAT(through_ab.from_m, ElementsAre(0, 5, 10, 15, 20, 25));
    EXPECT_THAT(through_ab.to_m, ElementsAre(5, 10, 15, 18, 25, 30));
}

TEST(Composite, unknown_domain_is_refused) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 10, {1}, "A"}});
    base::Progress progress;
    const auto refused = composite(set, desurvey(set), {.domains = "A;C"}, {}, progress);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().what.key, "drilling.unknown_domain");
    EXPECT_EQ(refused.error().what.args.at(0).second, "C");
}

TEST(Composite, codes_of_the_assay_table_serve_without_lithology) {
    const auto table = copper({{0, 0, 4, {1}, "A"}, {0, 4, 8, {3}, "B"}}, {.length_m = 8});
    EXPECT_THAT(table.domain, ElementsAre(0, 1));
    EXPECT_THAT(table.to_m, ElementsAre(4, 8));
}

TEST(Composite, a_long_gap_starts_anew_and_a_short_one_lowers_coverage) {
    for (const double next : {10.0, 12.0, 17.0}) {
        const auto anew = copper({{0, 0, 5, {1}}, {0, next, next + 5, {3}}}, {.length_m = 5});
        EXPECT_THAT(anew.from_m, ElementsAre(0, next));
    }
    // 0–3 and 7–10: each composite of 5 m is assayed over 3 m.
    const std::vector<Row> gap = {{0, 0, 3, {1}}, {0, 7, 10, {3}}};
    const auto enough = copper(gap, {.length_m = 5, .min_coverage = 0.6});
    expect_near(enough.grades[0].values, {1, 3});
    expect_near(enough.grades[0].assayed_m, {3, 3});
    EXPECT_EQ(copper(gap, {.length_m = 5, .min_coverage = 0.61}).size(), 0u);
}

TEST(Composite, what_is_not_logged_breaks_like_a_code_and_a_code_that_returns_starts_anew) {
    // Logged A 0–4, nothing 4–6, A 6–10: three runs, each of one short composite.
    const auto table = copper({{0, 0, 10, {1}}}, {.length_m = 10}, {{0, 0, 4, {}, "A"}, {0, 6, 10, {}, "A"}});
    EXPECT_THAT(table.from_m, ElementsAre(0, 4, 6));
    EXPECT_THAT(table.to_m, ElementsAre(4, 6, 10));
    EXPECT_THAT(table.domain, ElementsAre(0, -1, 0));
    // Of overlapping logs the earlier row counts.
    const auto logs = copper({{0, 0, 10, {1}}}, {.length_m = 10}, {{0, 0, 6, {}, "A"}, {0, 4, 10, {}, "B"}});
    EXPECT_THAT(logs.to_m, ElementsAre(6, 10));
}

TEST(Composite, a_run_goes_on_while_any_element_is_assayed) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu", "S"}, {{0, 0, 5, {1, 10}}, {0, 5, 12, {nan, 20}}, {0, 12, 15, {3, nan}}});
    const auto table = made(set, {.length_m = 5, .min_coverage = 0});
    EXPECT_THAT(table.from_m, ElementsAre(0, 5, 10)) << "copper's gap of 7 m breaks nothing";
}

TEST(Composite, coverage_is_judged_per_element) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu", "S"}, {{0, 0, 2, {1, 10}}, {0, 2, 5, {2, nan}}});
    const auto table = made(set, {.length_m = 5, .min_coverage = 0.5});
    ASSERT_EQ(table.size(), 1u);
    EXPECT_DOUBLE_EQ(table.grade("Cu")->values[0], 1.6);
    EXPECT_TRUE(std::isnan(table.grade("S")->values[0]));
    EXPECT_DOUBLE_EQ(table.grade("S")->assayed_m[0], 2);
}

TEST(Composite, overlaps_count_once_and_the_earlier_row_wins) {
    const auto table = copper({{0, 0, 6, {1}}, {0, 4, 10, {3}}}, {.length_m = 10});
    ASSERT_EQ(table.size(), 1u);
    EXPECT_DOUBLE_EQ(table.grades[0].values[0], (6 * 1 + 4 * 3) / 10.0);
    EXPECT_DOUBLE_EQ(table.grades[0].assayed_m[0], 10);
    // The earlier row wins even when it starts deeper, and a blank row does not hide a filled one.
    const auto inside = copper({{0, 4, 6, {5}}, {0, 0, 10, {1}}, {0, 0, 10, {nan}}}, {.length_m = 10});
    EXPECT_DOUBLE_EQ(inside.grades[0].values[0], (8 * 1 + 2 * 5) / 10.0);
}

TEST(Composite, what_cannot_be_used_takes_no_part) {
    const auto table =
        copper({{0, 0, 5, {1}}, {-1, 0, 5, {50}}, {0, 9, 7, {50}}, {0, 5, 10, {-2}}, {0, 10, 15, {120}}},
               {.length_m = 5});
    ASSERT_EQ(table.size(), 1u);
    EXPECT_DOUBLE_EQ(table.grades[0].values[0], 1);

    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 5, {-2}}});
    set.assays.grades[0].flags[0] = static_cast<std::uint8_t>(CellFlag::approved);
    EXPECT_EQ(made(set, {.length_m = 5}).grades[0].values, std::vector<double>{-2}) << "approved by the user";
    set.collars[0].x = nan;
    EXPECT_EQ(made(set, {.length_m = 5}).size(), 0u) << "a hole without coordinates";
}

TEST(Composite, units_become_those_of_the_column_rule) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 5, {2}}});
    const auto table = made(set, {.length_m = 5}, {{"Cu", {.unit = base::GradeUnit::ppm}}});
    EXPECT_NEAR(table.grades[0].values[0], 20000, 1e-9);
    EXPECT_EQ(table.grades[0].unit, base::GradeUnit::ppm);
}

TEST(Composite, lies_on_the_arc_not_on_its_chord) {
    DrillholeSet set = vertical_holes(1);
    const double radius = 100, length = radius * std::numbers::pi / 2;
    set.surveys = {{0, 0, 90, -90, 2}, {0, length, 90, 0, 3}};
    fill(set.assays, {"Cu"}, {{0, 0, length, {1}}});
    const auto table = made(set, {.length_m = length});
    ASSERT_EQ(table.size(), 1u);
    EXPECT_NEAR(table.x[0], radius * (1 - std::sqrt(0.5)), 1e-9);
    EXPECT_NEAR(table.z[0], 1000 - radius * std::sqrt(0.5), 1e-9);
}

TEST(Composite, cancel_and_bad_length_are_errors) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{0, 0, 5, {2}}});
    base::Progress progress;
    EXPECT_EQ(composite(set, desurvey(set), {.length_m = 0}, {}, progress).error().what.key,
              "drilling.length_not_positive");
    progress.cancel();
    EXPECT_EQ(composite(set, desurvey(set), {}, {}, progress).error().kind, base::ErrorKind::cancelled);
}

/// Rows of several holes with gaps, overlaps, blanks and three codes; depths in tenths of a metre.
std::vector<Row> any_rows(bool overlaps) {
    std::vector<Row> rows;
    for (std::int32_t hole = 0; hole < 2; ++hole) {
        int depth = *rc::gen::inRange(0, 50);
        for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
            const int length = *rc::gen::inRange(1, 60);
            const double cu = *rc::gen::inRange(0, 1000) / 100.0;
            const double s = *rc::gen::inRange(0, 4) == 0 ? nan : *rc::gen::inRange(0, 3000) / 100.0;
            rows.push_back({hole,
                            depth / 10.0,
                            (depth + length) / 10.0,
                            {cu, s},
                            std::string(1, *rc::gen::element('A', 'B', 'C'))});
            depth += *rc::gen::inRange(overlaps ? -20 : 0, 40) + length;
            depth = std::max(depth, 0);
        }
    }
    return rows;
}

RC_GTEST_PROP(Composite, metal_is_conserved, ()) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu", "S"}, any_rows(false));
    const CompositeRule rule{.length_m = *rc::gen::inRange(5, 200) / 10.0,
                             .within_domain = *rc::gen::arbitrary<bool>(),
                             .tail = *rc::gen::element(TailRule::keep, TailRule::merge),
                             .min_coverage = 0};
    const auto table = made(set, rule);
    for (std::size_t g = 0; g < 2; ++g) {
        double before = 0, after = 0;
        for (std::size_t i = 0; i < set.assays.size(); ++i) {
            const double value = set.assays.grades[g].values[i];
            if (!std::isnan(value)) before += value * (set.assays.to_m[i] - set.assays.from_m[i]);
        }
        for (std::size_t i = 0; i < table.size(); ++i) {
            const double value = table.grades[g].values[i];
            if (!std::isnan(value)) after += value * table.grades[g].assayed_m[i];
        }
        RC_ASSERT(std::abs(after - before) <= 1e-9 * std::max(before, 1e-6));
    }
}

/// What a plain reading of the rules gives on a grid of 0.1 m: per cell the first row that holds the element.
RC_GTEST_PROP(Composite, agrees_with_a_walk_in_decimetres, ()) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu", "S"}, any_rows(true));
    const CompositeRule rule{.length_m = *rc::gen::inRange(5, 200) / 10.0,
                             .within_domain = *rc::gen::arbitrary<bool>(),
                             .tail = *rc::gen::element(TailRule::keep, TailRule::merge, TailRule::drop),
                             .min_coverage = *rc::gen::inRange(0, 10) / 10.0};
    const auto table = made(set, rule);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const long first = std::lround(table.from_m[i] * 10), last = std::lround(table.to_m[i] * 10);
        for (std::size_t g = 0; g < 2; ++g) {
            double metal = 0, metres = 0;
            for (long cell = first; cell < last; ++cell) {
                const double depth = (static_cast<double>(cell) + 0.5) / 10;
                for (std::size_t row = 0; row < set.assays.size(); ++row) {
                    const double value = set.assays.grades[g].values[row];
                    if (set.assays.hole[row] != table.hole[i] || std::isnan(value) ||
                        set.assays.from_m[row] > depth || set.assays.to_m[row] < depth)
                        continue;
                    metal += 0.1 * value;
                    metres += 0.1;
                    break;
                }
            }
            RC_ASSERT(std::abs(metres - table.grades[g].assayed_m[i]) < 1e-9);
            const bool present =
                metres > 0 && metres / (table.to_m[i] - table.from_m[i]) >= rule.min_coverage - 1e-9;
            RC_ASSERT(present != std::isnan(table.grades[g].values[i]));
            if (present) RC_ASSERT(std::abs(metal / metres - table.grades[g].values[i]) < 1e-9);
        }
        if (i > 0 && table.hole[i] == table.hole[i - 1])
            RC_ASSERT(table.from_m[i] >= table.to_m[i - 1] - 1e-9);
    }
}

RC_GTEST_PROP(Composite, does_not_depend_on_threads, ()) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu", "S"}, any_rows(true));
    base::set_thread_limit(1);
    const auto one = made(set, {});
    base::set_thread_limit(0);
    const auto many = made(set, {});
    RC_ASSERT(one.from_m == many.from_m);
    RC_ASSERT(one.grades[0].assayed_m == many.grades[0].assayed_m);
    RC_ASSERT(one.z == many.z);
}

}  // namespace
}  // namespace orelens::drilling
