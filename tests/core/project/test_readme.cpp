// What the README tells a stranger to copy is read without a warning, in both languages.
#include <gtest/gtest.h>

#include "core/base/AtomicFile.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/project/Recipe.h"

namespace orelens::project {
namespace {

/// Text of the fenced blocks of a language, in order.
std::vector<std::string> fenced(const std::string& page, const std::string& language) {
    std::vector<std::string> blocks;
    const std::string open = "\n```" + language + "\n", close = "\n```\n";
    for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
        at += open.size();
        const std::size_t end = page.find(close, at);
        if (end == std::string::npos) break;
        blocks.push_back(page.substr(at, end - at));
        at = end;
    }
    return blocks;
}

class Readme : public ::testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const auto page = base::read_text_file(std::string(ORELENS_SOURCE_DIR) + "/" + GetParam());
        ASSERT_TRUE(page);
        json_ = fenced(*page, "json");
        ASSERT_EQ(json_.size(), 3U) << "the recipe of a model, that of drillholes, the mine record";
    }
    std::vector<std::string> json_;
};

TEST_P(Readme, ItsRecipeIsReadWithoutAWarning) {
    const auto recipe = recipe_from_json(json_[1], GetParam());
    ASSERT_TRUE(recipe) << base::describe(recipe.error(), base::Language::english);
    for (const base::Error& warning : recipe->warnings)
        ADD_FAILURE() << base::describe(warning, base::Language::english);
    EXPECT_TRUE(recipe->unknown.empty());
}

TEST_P(Readme, ItsModelRecipeCanBeEvaluated) {
    const auto recipe = recipe_from_json(json_[0], GetParam());
    ASSERT_TRUE(recipe);
    EXPECT_TRUE(recipe->warnings.empty() && recipe->unknown.empty());
    EXPECT_FALSE(recipe->model.file.empty());
    EXPECT_GT(recipe->commodity.at("Cu").price, 0);
    EXPECT_GT(recipe->economics.costs.processing, 0);
}

TEST_P(Readme, ItsRecipeIsComplete) {
    const auto recipe = recipe_from_json(json_[1], GetParam());
    ASSERT_TRUE(recipe);
    const drilling::ImportRule& files = recipe->drillholes;
    for (const std::string& file :
         {files.collar_file, files.survey_file, files.assay_file, files.lithology_file})
        EXPECT_FALSE(file.empty());
    ASSERT_EQ(recipe->element.size(), 2U);
    EXPECT_FALSE(recipe->element.at("Au").variogram.fit) << "one stated, one fitted";
    EXPECT_TRUE(recipe->element.at("Cu").variogram.fit);
    for (const auto& [name, commodity] : recipe->commodity) {
        EXPECT_TRUE(recipe->element.contains(name)) << name;
        EXPECT_GT(commodity.price, 0) << name;
        EXPECT_GT(commodity.recovery_percent, 0) << name;
    }
    EXPECT_EQ(recipe->commodity.size(), 2U);
    EXPECT_TRUE(recipe->commodity.contains(recipe->economics.main_commodity));
    EXPECT_GT(recipe->economics.costs.processing, 0);
    EXPECT_EQ(recipe->general.mine_record_file, "mine.json");
}

TEST_P(Readme, ItsMineRecordGivesRates) {
    const auto records = io::mine_records_from_json(json_[2], "mine.json");
    ASSERT_TRUE(records) << base::describe(records.error(), base::Language::english);
    ASSERT_EQ(records->size(), 1U);
    const auto rates = utilization::rates(records->front(), utilization::PriceBasis::element);
    ASSERT_TRUE(rates);
    for (const auto& rate : rates->rates) {
        ASSERT_TRUE(rate.value) << "R" << (&rate - rates->rates.data()) + 1;
        EXPECT_GT(*rate.value, 0);
        EXPECT_LE(*rate.value, 1);
    }
}

TEST(ReadmePages, HoldTheSameRecipe) {
    const auto page = [](const char* name) {
        return fenced(base::read_text_file(std::string(ORELENS_SOURCE_DIR) + "/" + name).value(), "json");
    };
    EXPECT_EQ(page("README.md"), page("README.zh.md"));
}

INSTANTIATE_TEST_SUITE_P(Pages, Readme, ::testing::Values("README.md", "README.zh.md"), [](const auto& one) {
    return std::string(one.param) == "README.md" ? "English" : "Chinese";
});

}  // namespace
}  // namespace orelens::project
