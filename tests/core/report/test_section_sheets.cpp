// Section sheets of a project: columns, classes and prices as the rule asks for them, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/report/SectionPaint.h"
#include "core/report/SectionSheets.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

bool has(const sections::Drawing& sheet, const std::string& words) {
    return std::ranges::any_of(sheet.items, [&](const sections::Item& item) {
        const auto* label = std::get_if<sections::Label>(&item);
        return label != nullptr && label->words.find(words) != std::string::npos;
    });
}

TEST(SectionSheets, CarryProjectPricesAndStamp) {
    const project::Project project = testing::small_project();
    const auto sheets = section_sheets(project, {}, base::Progress());
    ASSERT_TRUE(sheets) << base::describe(sheets.error(), base::Language::english);
    ASSERT_FALSE(sheets->empty());
    for (const sections::Drawing& sheet : *sheets) {
        EXPECT_TRUE(has(sheet, "Small"));
        EXPECT_TRUE(has(sheet, "Cu "));
        EXPECT_TRUE(has(sheet, "looking"));
        EXPECT_FALSE(has(sheet, "not evaluated"));
        EXPECT_EQ(sheet.metres_per_mm, sheets->front().metres_per_mm);
    }
    SectionRequest chinese;
    chinese.language = base::Language::chinese;
    const auto translated = section_sheets(project, chinese, base::Progress());
    ASSERT_TRUE(translated);
    EXPECT_TRUE(has(translated->front(), "比例尺"));
}

// The class of every block is that of its own break-even price, whatever price the results were made at.
TEST(SectionSheets, StatusFollowsThePriceInHand) {
    const project::Project project = testing::small_project();
    const blocks::BlockModel& model = *project.results.value.model;
    const economics::PriceDeck& deck = *project.results.value.deck;
    SectionRequest request;
    request.rule.column = "status";
    const std::string column = economics::break_even_column(economics::main_commodity(deck)->name, deck.test);
    for (const double price : {0.0, 1000.0, 9000.0, 1e9}) {
        request.price = price;
        const auto paint = block_paint(project, model, request);
        ASSERT_TRUE(paint);
        int usable = 0;
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at) {
                if (!model.leaf(n).is_active(at)) continue;
                const float break_even = model.real(column, n)[at];
                const int told = paint->class_of(n, at);
                EXPECT_EQ(told == 0, !std::isnan(break_even) && static_cast<double>(break_even) <= price);
                usable += told == 0 ? 1 : 0;
            }
        EXPECT_TRUE(price < 1e9 || usable > 0);
    }
}

TEST(SectionSheets, ClassesFollowTheCutoffs) {
    const project::Project project = testing::small_project();
    const blocks::BlockModel& model = *project.results.value.model;
    SectionRequest request;
    request.rule.column = "Cu";
    request.rule.cutoffs = "0.2 0.5";
    const auto paint = block_paint(project, model, request);
    ASSERT_TRUE(paint);
    ASSERT_EQ(paint->classes.size(), 3U);
    EXPECT_EQ(paint->classes[1].label, "0.2 to 0.5");
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const float grade = model.real("Cu", n)[at];
            const int expected = std::isnan(grade) ? -1 : static_cast<double>(grade) < 0.2 ? 0 : static_cast<double>(grade) < 0.5 ? 1 : 2;
            EXPECT_EQ(paint->class_of(n, at), expected) << "≥ belongs above";
        }
}

TEST(SectionSheets, RefuseWhatIsNotThere) {
    project::Project project = testing::small_project();
    SectionRequest request;
    request.rule.column = "Unobtainium";
    EXPECT_EQ(section_sheets(project, request, base::Progress()).error().what.key, "section.no_column");
    request.rule.column.clear();
    request.rule.line = "1e6 1e6; 2e6 1e6";
    request.rule.placing = sections::Placing::along;
    const auto far = section_sheets(project, request, base::Progress());
    ASSERT_FALSE(far);
    EXPECT_EQ(far.error().what.key, "section.no_content");
    request.rule = {};
    project.results.stamps["evaluate"] = "of another recipe";
    EXPECT_FALSE(section_sheets(project, request, base::Progress())) << "older results are not drawn";
}

TEST(SectionPaint, BoundsAreRound) {
    std::vector<float> values;
    for (int n = 0; n < 1000; ++n) values.push_back(static_cast<float>(n) / 1000);
    EXPECT_EQ(round_bounds(values), (std::vector<double>{0.2, 0.4, 0.6000000000000001, 0.8}));
    for (float& v : values) v = v * 200 - 100;
    const auto both = round_bounds(values);
    EXPECT_TRUE(std::ranges::find(both, 0.0) != both.end());
    EXPECT_EQ(round_bounds({}), std::vector<double>{0});
    EXPECT_EQ(rounded_up(0.31), 0.5);
    EXPECT_EQ(rounded_up(2), 2);
    EXPECT_EQ(rounded_up(5.1), 10);
}

}  // namespace
}  // namespace orelens::report
