// Units of length: one rule for every format, and one conversion. What the rule states counts, else what the
// file states, else metres.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/io/geoh5/Geoh5File.h"
#include "core/io/omf/OmfFile.h"
#include "tests/core/io/blocks/ImportedModel.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::ModelLength;
using namespace testing_models;

constexpr double foot = 0.3048;

blocks::ModelRule in(ModelLength unit) {
    blocks::ModelRule rule;
    rule.length_unit = unit;
    return rule;
}

struct Case {
    const char* name;
    const char* unit;  ///< that the file states
    ModelLength rule;
    double metres;     ///< that a unit of the file becomes
    const char* told;  ///< kind of the finding; empty: none
};
constexpr double survey_foot = 1200.0 / 3937;
const Case cases[] = {{"nothing", "", ModelLength::detect, 1, ""},
                      {"file", "ft", ModelLength::detect, foot, "feet"},
                      {"rule", "", ModelLength::foot, foot, "feet"},
                      {"both", "ft", ModelLength::foot, foot, "feet"},
                      {"survey", "", ModelLength::survey_foot, survey_foot, "feet"},
                      {"survey_over", "ft", ModelLength::survey_foot, survey_foot, "differs"},
                      {"metres_twice", "m", ModelLength::metre, 1, ""},
                      {"rule_undoes", "ft", ModelLength::metre, 1, "differs"},
                      {"rule_makes", "m", ModelLength::foot, foot, "differs"}};

class TableLengths : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(ModelLengths, TableLengths, ::testing::ValuesIn(cases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(TableLengths, AreConvertedOnce) {
    const Case& c = GetParam();
    const std::string unit = *c.unit != 0 ? std::string(" (") + c.unit + ")" : "";
    const testing::TemporaryFolder folder;
    const auto made =
        import(folder.write("model.csv", "X" + unit + ",Y" + unit + ",Z" + unit + ",Cu_pct,volume\n" +
                                             lines([](const blocks::Index3&, const blocks::Vec3& at) {
                                                 return fmt::format("{},{},{},1,250", at[0], at[1], at[2]);
                                             })),
               in(c.rule));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.geometry().block_size[0], 10 * c.metres, 1e-9);
    EXPECT_NEAR(made->model.geometry().origin[1], 2000 * c.metres, 1e-6);
    // Half of each block, whatever the unit.
    EXPECT_NEAR(made->model.value("fraction", {1, 1, 1}), 0.5, 1e-6);
    EXPECT_EQ(finding(*made, "model_feet") != nullptr, std::string(c.told) == "feet");
    EXPECT_EQ(finding(*made, "model_length_differs") != nullptr, std::string(c.told) == "differs");
}

OmfProject grid_in_metres() {
    OmfProject project;
    project.elements.push_back(
        {"blocks",
         "",
         std::nullopt,
         OmfVolume{{1000, 2000, 100}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10}, {10, 10}, {5, 5}},
         {{"Cu_pct", "", OmfPlace::cells, OmfReals{std::vector<double>(8, 1.5), std::nullopt}}}});
    return project;
}

class OmfLengths : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(ModelLengths, OmfLengths, ::testing::ValuesIn(cases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST_P(OmfLengths, AreConvertedOnceThoughTheReaderConvertsThem) {
    const Case& c = GetParam();
    const auto bytes = omf_bytes(grid_in_metres(), c.unit);
    ASSERT_TRUE(bytes);
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.omf", *bytes), in(c.rule));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.geometry().block_size[0], 10 * c.metres, 1e-9);
    EXPECT_NEAR(made->model.geometry().origin[1], 2000 * c.metres, 1e-6);
    EXPECT_EQ(finding(*made, "model_length_differs") != nullptr, std::string(c.told) == "differs");
    // Feet are told once: by the reader where they stand in the file, else here; never what is not true.
    const bool by_file = std::string(c.unit) == "ft" && c.metres == foot;
    EXPECT_EQ(finding(*made, "model_feet") != nullptr, std::string(c.told) == "feet" && !by_file);
    if (by_file) {
        ASSERT_TRUE(finding(*made, "omf_units"));
        EXPECT_EQ(finding(*made, "omf_units")->what.key, "finding.what.omf_units_converted");
    }
    if (std::string(c.told) == "differs") {
        EXPECT_FALSE(finding(*made, "omf_units"));
    }
}

TEST(ModelLengths, TheSurveyFootOfAFileIsNotTakenForTheInternationalOne) {
    const auto bytes = omf_bytes(grid_in_metres(), "US survey feet");
    ASSERT_TRUE(bytes);
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("model.omf", *bytes);
    for (const ModelLength unit : {ModelLength::detect, ModelLength::foot}) {
        const auto made = import(path, in(unit));
        ASSERT_TRUE(made) << why(made);
        EXPECT_NEAR(made->model.geometry().origin[1], 2000 * 1200.0 / 3937, 1e-9);
        EXPECT_FALSE(finding(*made, "model_length_differs"));
    }
}

}  // namespace
}  // namespace orelens::io
