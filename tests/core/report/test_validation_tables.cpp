// Tables of the validation and of a simulation: every number of theirs, in both languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/ModelValidation.h"
#include "core/project/Simulation.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"

namespace orelens::report {
namespace {

using namespace testing;

project::Project with_both() {
    project::Project project = small_project();
    geostat::ElementValidation e;
    e.element = "Cu";
    e.unit = "%";
    e.method = "ordinary_kriging";
    e.samples = e.drawn = 500;
    e.holes = 40;
    e.by_hole.folds = 10;
    e.by_hole.truth_mean = 0.5;
    e.by_hole.summary.count = 480;
    e.by_hole.summary.mean_error = 0.01;
    e.by_hole.summary.slope = 0.6;
    e.by_hole.summary.mean_squared_standard = 1.1;
    e.by_hole.accuracy = {{0.5}, {0.52}, 0.96};
    e.by_hole.classes = {{240, 0.1, 0.4, 0.3, 0.35, 0.2}, {240, 0.4, 2, 0.7, 0.65, 0.3}};
    e.alone = e.by_hole;
    e.alone.folds = 0;
    e.means = {3000, 500, 0.5, 0.49, 0.51, 0.6};
    geostat::SwathLine line;
    line.axis = geostat::SwathAxis::up;
    line.width_m = 10;
    line.from_m = {0, 10};
    line.blocks = {5, 6};
    line.samples = {20, 0};
    line.model = {0.5, 0.6};
    line.nearest = {0.4, 0.7};
    line.data = {0.45, NAN};
    line.judged = 1;
    e.swaths = {line};
    e.quantiles = {{0.5, 0.4, 0.45, 0.46}};
    e.support.known = true;
    e.support.block_variance = e.support.model_variance = 0.1;
    e.support.points = {{0.4, 0.5, 0.8, 0.7, 0.45, 0.75, 0.68}};
    geostat::judge(e, {});
    geostat::ModelValidation validation;
    validation.blocks = 1000;
    validation.of_blocks = 3000;
    validation.elements = {e};
    project.results.estimate.validation = shared(validation);

    project::Simulation s;
    s.element = "Cu";
    s.unit = "%";
    s.realisations = 3;
    s.mean = {0.4, 0.5, 0.6};
    s.estimate_mean = 0.5;
    s.cutoff = 0.3;
    s.note = base::Message("simulation.variogram_fitted");
    project.results.simulation.summary = shared(s);
    project::CurveBand band;
    band.commodity = band.element = "Cu";
    band.unit = "%";
    band.cutoff = 0.3;
    band.price = {60000, 70000};
    band.estimated = {1e6, 2e6};
    band.tonnes = {{0.8e6, 1e6, 1.2e6}, {1.8e6, 2e6, 2.2e6}};
    band.metal = {{8e3, 1e4, 1.2e4}, {1.8e4, 2e4, 2.2e4}};
    band.above_tonnes = {1e6, 2e6, 3e6};
    band.above_metal = {5e3, 1.2e4, 2.1e4};
    band.estimated_above_tonnes = 2.5e6;
    band.estimated_above_metal = 1.25e4;
    project.results.simulation.band = shared(band);
    return project;
}

const Table& of(const std::vector<Table>& all, const std::string& id) {
    for (const Table& one : all)
        if (one.id == id) return one;
    throw std::out_of_range("no table " + id);
}

double number(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell)) return *real;
    return static_cast<double>(std::get<std::int64_t>(cell));
}

TEST(ValidationTables, HaveWordsAndWholeRowsInBothLanguages) {
    const auto project = with_both();
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const auto all = report_tables(project, {.language = language});
        for (const char* id : {"verdict", "cross_validation", "error_classes", "accuracy", "swaths", "quantiles", "support",
                               "simulation", "realisations", "curve_band"}) {
            const Table& table = of(all, id);
            EXPECT_FALSE(table.rows.empty()) << id;
            EXPECT_FALSE(table.older) << id;
            std::vector<std::string> texts = table.notes;
            texts.push_back(table.title);
            texts.push_back(table.short_title);
            for (const Column& column : table.columns) texts.push_back(column.title);
            for (const auto& row : table.rows) {
                EXPECT_EQ(row.size(), table.columns.size()) << id;
                for (const Cell& cell : row)
                    if (const auto* words = std::get_if<std::string>(&cell)) texts.push_back(*words);
            }
            for (const std::string& text : texts)
                for (const char* sign : {"report.", "validation.", "simulation.", "{"})
                    EXPECT_EQ(text.find(sign), std::string::npos) << id << ": " << text;
        }
    }
}

TEST(ValidationTables, SayWhatTheResultsHold) {
    const auto all = report_tables(with_both(), {});
    const Table& verdict = of(all, "verdict");
    ASSERT_EQ(verdict.rows.size(), static_cast<std::size_t>(geostat::criteria));
    const auto& slope = verdict.rows.at(static_cast<std::size_t>(geostat::Criterion::slope));
    EXPECT_EQ(std::get<std::string>(slope[2]), "failed");
    EXPECT_NEAR(number(slope[3]), 0.4, 1e-12);
    EXPECT_FALSE(std::get<std::string>(slope[7]).empty()) << "what to try";
    EXPECT_THAT(verdict.notes, ::testing::Contains(::testing::HasSubstr("1,000 of 3,000 blocks")));
    const Table& swaths = of(all, "swaths");
    EXPECT_DOUBLE_EQ(number(swaths.rows[1][4]), 20) << "the end of a slice";
    EXPECT_TRUE(std::holds_alternative<std::monostate>(swaths.rows[1][9])) << "no samples, no mean";
    const Table& simulation = of(all, "simulation");
    ASSERT_EQ(simulation.rows.size(), 4U);
    EXPECT_DOUBLE_EQ(number(simulation.rows[0][3]), 0.5) << "median of the means";
    EXPECT_DOUBLE_EQ(number(simulation.rows[1][5]), 2.5e6);
    EXPECT_NEAR(number(simulation.rows[2][5]), 0.5, 1e-9) << "1.25e4 t in 2.5e6 t";
    EXPECT_NEAR(number(of(all, "realisations").rows[1][3]), 0.6, 1e-9);
    EXPECT_DOUBLE_EQ(number(of(all, "curve_band").rows[1][3]), 2e6);
}

}  // namespace
}  // namespace orelens::report
