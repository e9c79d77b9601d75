// Experimental variograms of every measure against GSLIB's gamv and R gstat (shared/data/geostat, section 6): pair
// counts exact, values and mean distances to 1e-10.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/geostat/Experimental.h"
#include "tests/support/NumberTable.h"
#include "tests/support/SharedData.h"

namespace orelens::geostat {
namespace {

using testing::NumberTable;

drilling::CompositeTable table_of(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& z,
                                  const std::vector<double>& first, const std::vector<double>& second) {
    drilling::CompositeTable t;
    t.x = x;
    t.y = y;
    t.z = z;
    t.hole.assign(x.size(), -1);
    t.grades = {{"A", base::GradeUnit::percent, first, {}}, {"B", base::GradeUnit::percent, second, {}}};
    return t;
}

/// GSLIB's direction; its dip is positive up.
LagRule gslib(double lag, double tolerance, double azimuth, double azimuth_tolerance, double band, double dip_up,
              double dip_tolerance, double dip_band) {
    LagRule rule;
    rule.lag_m = lag;
    rule.tolerance_m = tolerance;
    rule.lags = 10;
    rule.longest_m = 10.5 * lag;
    rule.direction = {azimuth, -dip_up};
    rule.sector = Sector::plan_and_dip;
    rule.angle_tolerance_deg = azimuth_tolerance;
    rule.bandwidth_m = band;
    rule.dip_tolerance_deg = dip_tolerance;
    rule.vertical_bandwidth_m = dip_band;
    return rule;
}

LagRule gstat(double width, double azimuth, double tolerance, double dip_tolerance) {
    LagRule rule = gslib(width, width, azimuth, tolerance, 1e30, 0, dip_tolerance, 1e30);
    rule.classes = true;
    rule.longest_m = 1e30;
    return rule;
}

void compare(const drilling::CompositeTable& samples, const std::vector<LagRule>& directions, const NumberTable& reference) {
    constexpr Measure measures[] = {Measure::semivariogram, Measure::cross, Measure::correlogram, Measure::pairwise_relative};
    std::map<int, std::vector<ExperimentalVariogram>> found;
    std::map<std::pair<int, int>, std::size_t> next;
    for (std::size_t n = 0; n < reference.rows(); ++n) {
        const int measure = static_cast<int>(reference["measure"][n]), direction = static_cast<int>(reference["direction"][n]);
        if (!found.contains(measure)) {
            VariogramRequest request;
            request.element = "A";
            request.second = "B";
            request.measure = measures[measure - 1];
            request.rules = directions;
            base::Progress progress;
            auto curves = experimental_variograms(samples, request, progress);
            ASSERT_TRUE(curves) << curves.error().what.key;
            found[measure] = std::move(*curves);
        }
        const auto& points = found[measure].at(static_cast<std::size_t>(direction - 1)).points;
        const std::size_t at = next[{measure, direction}]++;
        ASSERT_LT(at, points.size()) << measure << " " << direction;
        SCOPED_TRACE(::testing::Message() << "measure " << measure << " direction " << direction << " lag " << reference["lag"][n]);
        EXPECT_EQ(static_cast<double>(points[at].pairs), reference["pairs"][n]);
        EXPECT_NEAR(points[at].distance_m, reference["mean_distance"][n], 1e-10);
        // A correlogram of one pair has no spread to divide by.
        ASSERT_EQ(std::isnan(points[at].gamma), std::isnan(reference["value"][n]));
        if (std::isnan(points[at].gamma)) continue;
        EXPECT_NEAR(points[at].gamma, reference["value"][n], 1e-10 * std::max(1.0, std::abs(reference["value"][n])));
    }
    for (const auto& [key, count] : next)
        EXPECT_EQ(found[key.first][static_cast<std::size_t>(key.second - 1)].points.size(), count) << "lags that the reference lacks";
}

class VariogramReference : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto folder = testing::shared_data("geostat");
        const auto cluster = testing::shared_data("gslib");
        if (!folder || !cluster) GTEST_SKIP() << "shared data not present: geostat, gslib";
        folder_ = *folder;
        const NumberTable flat = testing::read_geo_eas(*cluster / "cluster.dat");
        cluster_ = table_of(flat["Xlocation"], flat["Ylocation"], std::vector<double>(flat.rows(), 0), flat["Primary"], flat["Secondary"]);
        const NumberTable samples = testing::read_numbers(*folder / "samples3d.csv");
        samples_ = table_of(samples["x"], samples["y"], samples["z"], samples["cu"], samples["au"]);
    }
    std::filesystem::path folder_;
    drilling::CompositeTable cluster_, samples_;
};

TEST_F(VariogramReference, ClusterAsGslib) {
    compare(cluster_,
            {gslib(5, 3, 0, 90, 1e21, 0, 90, 1e21), gslib(5, 3, 0, 22.5, 25, 0, 22.5, 25), gslib(5, 3, 90, 22.5, 25, 0, 22.5, 25)},
            testing::read_numbers(folder_ / "variogram_cluster_gslib.csv"));
}

TEST_F(VariogramReference, SamplesAsGslib) {
    compare(samples_,
            {gslib(12, 6, 0, 90, 1e21, 0, 90, 1e21), gslib(12, 6, 35, 22.5, 40.0005, -20, 22.5, 15.0005),
             gslib(12, 6, 125, 30, 60.0005, 0, 20, 20.0005), gslib(12, 6, 0, 90, 1e21, -90, 20, 20.0005)},
            testing::read_numbers(folder_ / "variogram_3d_gslib.csv"));
}

TEST_F(VariogramReference, ClusterAsGstat) {
    compare(cluster_, {gstat(5, 0, 90, 90), gstat(5, 0, 22.5, 90), gstat(5, 90, 22.5, 90)},
            testing::read_numbers(folder_ / "variogram_cluster_gstat.csv"));
}

TEST_F(VariogramReference, SamplesAsGstat) {
    compare(samples_, {gstat(12, 0, 90, 90), gstat(12, 35, 22.5, 20), gstat(12, 125, 30, 20)},
            testing::read_numbers(folder_ / "variogram_3d_gstat.csv"));
}

}  // namespace
}  // namespace orelens::geostat
