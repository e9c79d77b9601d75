// Estimating a real deposit (resources/docs/real-deposit.md): Babbitt within its mineralised zone, with a top cut and two
// passes, held against its samples, copper simulated. Prints the figures of the page.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "core/geostat/ModelValidation.h"
#include "core/project/Pipeline.h"
#include "core/project/Simulation.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using geostat::Criterion;
using geostat::ElementValidation;

TEST(BabbittSound, AsThePageHasIt) {
    ORELENS_SHARED(data, "drillholes/babbitt");
    auto recipe = project::read_recipe(std::string(ORELENS_SOURCE_DIR) + "/tests/real/babbitt_sound.orelens.json");
    ASSERT_TRUE(recipe);
    recipe->drillholes.collar_file = (data / "collar_BABBITT.csv").string();
    recipe->drillholes.survey_file = (data / "survey_BABBITT.csv").string();
    recipe->drillholes.assay_file = (data / "assay_BABBITT.csv").string();
    recipe->shape.at("MPZ").file = (data / "Mpz.stl").string();
    auto made = std::make_unique<project::Project>();
    made->recipe = *recipe;
    base::Progress progress;
    const auto ran = made->run(progress);
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);

    const geostat::ModelValidation& validation = *made->results.estimate.validation;
    for (const ElementValidation& one : validation.elements) {
        std::cout << one.element << ": " << base::text(geostat::verdict_key(one.verdict), base::Language::english) << ", "
                  << one.samples << " composites in " << one.holes << " holes\n";
        for (const geostat::Judged& judged : one.judged)
            std::cout << "  " << base::text(geostat::criterion_key(judged.criterion), base::Language::english) << ": "
                      << base::text(geostat::verdict_key(judged.verdict), base::Language::english) << ": "
                      << base::text(judged.reason, base::Language::english) << "\n";
        EXPECT_EQ(geostat::count_of(one, geostat::Verdict::not_judged), 0);
        // By holes is harder than by samples, whatever the deposit.
        EXPECT_GT(one.by_hole.summary.mean_squared, one.alone.summary.mean_squared);
        EXPECT_LT(std::abs(one.means.model / one.means.nearest - 1), 0.1) << "no gross bias";
    }
    const project::Simulation& s = *made->results.simulation.summary;
    const project::CurveBand& band = *made->results.simulation.band;
    const project::Spread mean = project::spread_of(s.mean), tonnes = project::spread_of(band.above_tonnes),
                          metal = project::spread_of(band.above_metal);
    std::cout << s.blocks << " blocks simulated from " << s.samples << " samples; mean P10 " << mean.p10 << ", P50 " << mean.p50
              << ", P90 " << mean.p90 << "; estimate " << s.estimate_mean << "; samples " << s.data_mean << "\n"
              << "at or above " << s.cutoff << " %: Mt P10 " << tonnes.p10 / 1e6 << ", P50 " << tonnes.p50 / 1e6 << ", P90 "
              << tonnes.p90 / 1e6 << "; estimate " << band.estimated_above_tonnes / 1e6 << "; kt Cu P10 " << metal.p10 / 1e3
              << ", P50 " << metal.p50 / 1e3 << ", P90 " << metal.p90 / 1e3 << "; estimate "
              << band.estimated_above_metal / 1e3 << "\n";
    for (std::size_t n = 0; n < band.price.size(); n += 10)
        std::cout << "  " << band.price[n] << " USD/t: " << band.estimated[n] / 1e6 << " Mt estimated; " << band.tonnes[n].p10 / 1e6
                  << ", " << band.tonnes[n].p50 / 1e6 << ", " << band.tonnes[n].p90 / 1e6 << "\n";
    EXPECT_EQ(s.domains, 1);
    EXPECT_NEAR(mean.p50 / s.data_mean, 1, 0.15) << "realisations give back the mean of the samples";
    EXPECT_LT(tonnes.p10, tonnes.p90);
}

}  // namespace
}  // namespace orelens
