// Declustering, normal scores, discrete Gaussian model, enrichment and contacts against answers computed by
// other programs (shared/data/geostat, sections 5, 9 and 11, with its tolerances).
#include <gtest/gtest.h>

#include <cmath>

#include "core/statistics/Contact.h"
#include "core/statistics/Decluster.h"
#include "core/statistics/Enrichment.h"
#include "core/statistics/Gaussian.h"
#include "core/statistics/Hermite.h"
#include "core/statistics/NormalScore.h"
#include "core/statistics/Overview.h"
#include "tests/support/NumberTable.h"
#include "tests/support/SharedData.h"

namespace orelens::statistics {
namespace {

using testing::NumberTable;
using testing::read_geo_eas;
using testing::read_numbers;

void expect_relative(double value, double reference, double tolerance, const std::string& where) {
    EXPECT_NEAR(value, reference, tolerance * std::max(std::abs(reference), 1e-300)) << where;
}

std::vector<double> whole_sizes(double low, double high, double step) {
    std::vector<double> sizes;
    for (double size = low; size <= high + 1e-9; size += step) sizes.push_back(size);
    return sizes;
}

class ClusterReference : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto folder = testing::shared_data("geostat");
        const auto gslib = testing::shared_data("gslib");
        if (!folder || !gslib) GTEST_SKIP() << "shared data not present: geostat, gslib";
        folder_ = *folder;
        data_ = read_geo_eas(*gslib / "cluster.dat");
        ASSERT_EQ(data_.rows(), 140U);
        flat_.assign(140, 0);
    }
    [[nodiscard]] PlaceSpans places() const { return {data_["Xlocation"], data_["Ylocation"], flat_}; }
    [[nodiscard]] std::vector<double> weights4() const { return cell_weights(places(), {5, 5, 5}, 4); }
    std::filesystem::path folder_;
    NumberTable data_;
    std::vector<double> flat_;
};

TEST_F(ClusterReference, ScanOfCells) {
    const NumberTable scan = read_numbers(folder_ / "decluster_cluster_scan.csv");
    for (const int origins : {4, 5}) {
        DeclusterRule rule;
        rule.sizes_m = whole_sizes(1, 25, 1);
        rule.origins = origins;
        base::Progress progress;
        const auto found = scan_cells(places(), data_["Primary"], rule, progress);
        ASSERT_TRUE(found);
        const auto& means = scan[origins == 4 ? "mean_4_offsets" : "mean_5_offsets"];
        ASSERT_EQ(scan.rows(), 26U);
        expect_relative(found->plain_mean, means[0], 1e-12, "plain");
        for (std::size_t n = 0; n < 25; ++n) expect_relative(found->mean[n], means[n + 1], 1e-12, std::to_string(n + 1));
        EXPECT_EQ(found->best_size_m, 5);
        EXPECT_FALSE(found->last_is_best);
        EXPECT_NEAR(found->best_mean, origins == 4 ? 2.4875515761 : 2.5238903349, 1e-10);
    }
}

TEST_F(ClusterReference, WeightsAndScores) {
    const NumberTable table = read_numbers(folder_ / "normal_score_cluster.csv");
    const std::vector<double> w4 = weights4(), w5 = cell_weights(places(), {5, 5, 5}, 5);
    const auto& primary = data_["Primary"];
    const NormalScores own = normal_scores(primary, w4, Ties::in_order), shared = normal_scores(primary, w4, Ties::shared);
    double sum = 0;
    for (std::size_t n = 0; n < 140; ++n) {
        const std::string at = std::to_string(n);
        expect_relative(w4[n], table["weight_4_offsets_sum_n"][n], 1e-12, at);
        expect_relative(w5[n], table["weight_5_offsets_sum_n"][n], 1e-12, at);
        EXPECT_NEAR(own.score[n], table["score"][n], 1e-10) << n;
        EXPECT_NEAR(shared.score[n], table["score_ties_shared"][n], 1e-10) << n;
        sum += w4[n];
    }
    EXPECT_NEAR(sum, 140, 1e-10);
}

TEST_F(ClusterReference, BackTransform) {
    const NumberTable table = read_numbers(folder_ / "back_transform_cluster.csv");
    const NormalScores scores = normal_scores(data_["Primary"], weights4(), Ties::in_order);
    Tails linear, hyperbolic;
    linear.high = 60;
    hyperbolic.upper = Tails::Upper::hyperbolic;
    hyperbolic.exponent = 1.5;
    ASSERT_TRUE(check_tails(scores.table, linear));
    ASSERT_TRUE(check_tails(scores.table, hyperbolic));
    ASSERT_EQ(table.rows(), 81U);
    for (std::size_t n = 0; n < table.rows(); ++n) {
        const double y = table["score"][n];
        expect_relative(back_transform(scores.table, linear, y), table["value_upper_linear_60"][n], 1e-10, std::to_string(y));
        expect_relative(back_transform(scores.table, hyperbolic, y), table["value_upper_hyperbolic_1.5"][n], 1e-10, std::to_string(y));
    }
}

TEST_F(ClusterReference, DiscreteGaussianModel) {
    const NumberTable coefficients = read_numbers(folder_ / "dgm_coefficients.csv");
    const NumberTable constants = read_numbers(folder_ / "dgm_constants.csv");
    const NumberTable curve = read_numbers(folder_ / "dgm_grade_tonnage.csv");
    const auto& primary = data_["Primary"];
    const std::vector<double> weights = weights4();
    const auto phi = hermite_coefficients(primary, weights, 30);
    ASSERT_TRUE(phi);
    for (std::size_t n = 0; n <= 30; ++n) EXPECT_NEAR((*phi)[n], coefficients["phi"][n], 1e-9) << n;
    EXPECT_NEAR((*phi)[0], constants["mean"][0], 1e-9);
    EXPECT_NEAR(hermite_variance(*phi, 1), constants["variance_of_30_terms"][0], 1e-9);
    EXPECT_NEAR(moments(primary, weights).variance, constants["variance_of_sample"][0], 1e-9);
    const auto r = support_coefficient(*phi, constants["block_variance"][0]);
    ASSERT_TRUE(r);
    EXPECT_NEAR(*r, constants["r"][0], 1e-9);
    const RisingRange rising = rising_range(*phi, *r);
    EXPECT_NEAR(rising.low, constants["increasing_from_y"][0], 1e-9);
    EXPECT_NEAR(rising.high, constants["increasing_to_y"][0], 1e-9);
    const auto points = grade_tonnage(*phi, *r, curve["cutoff"]);
    for (std::size_t n = 0; n < points.size(); ++n) {
        EXPECT_NEAR(points[n].score, curve["y"][n], 1e-9) << n;
        EXPECT_NEAR(points[n].tonnage, curve["tonnage"][n], 1e-9) << n;
        EXPECT_NEAR(points[n].metal, curve["metal"][n], 1e-9) << n;
        EXPECT_NEAR(points[n].mean, curve["mean_grade"][n], 1e-9) << n;
    }
}

TEST(SampleReference, DeclusteringInThreeDimensionsEndsAtTheLastSizeAndSaysSo) {
    ORELENS_SHARED(folder, "geostat");
    const NumberTable samples = read_numbers(folder / "samples3d.csv");
    const NumberTable scan = read_numbers(folder / "decluster_3d_scan.csv"), weights = read_numbers(folder / "decluster_3d_ref.csv");
    const PlaceSpans places{samples["x"], samples["y"], samples["z"]};
    DeclusterRule rule;
    rule.sizes_m = whole_sizes(20, 120, 10);
    rule.ratio = {1, 1, 0.25};
    rule.origins = 4;
    base::Progress progress;
    const auto found = scan_cells(places, samples["cu"], rule, progress);
    ASSERT_TRUE(found);
    for (std::size_t n = 0; n < found->mean.size(); ++n) expect_relative(found->mean[n], scan["mean"][n + 1], 1e-12, std::to_string(n));
    EXPECT_EQ(found->best_size_m, 120);
    EXPECT_NEAR(found->best_mean, 0.4542311003, 1e-10);
    EXPECT_TRUE(found->last_is_best);
    const std::vector<double> own = cell_weights(places, {120, 120, 30}, 4);
    for (std::size_t n = 0; n < own.size(); ++n) expect_relative(own[n], weights["weight_sum_n"][n], 1e-12, std::to_string(n));
}

TEST(SampleReference, EnrichmentByDomainAndByDistance) {
    ORELENS_SHARED(folder, "geostat");
    const NumberTable points = read_numbers(folder / "enrichment_points.csv");
    const NumberTable by_domain = read_numbers(folder / "enrichment_domain.csv"), by_distance = read_numbers(folder / "enrichment_distance.csv");
    std::vector<std::int32_t> domain;
    for (const double d : points["domain"]) domain.push_back(static_cast<std::int32_t>(d) - 1);
    const auto rows = enrichment_by_group(points["grade"], points["length"], domain, 3, 0);
    ASSERT_EQ(rows.size(), 4U);
    for (std::size_t n = 0; n < 4; ++n) {
        EXPECT_EQ(static_cast<double>(rows[n].points), by_domain["points"][n]);
        EXPECT_EQ(static_cast<double>(rows[n].assayed), by_domain["assayed"][n]);
        EXPECT_NEAR(rows[n].support, by_domain["length"][n], 1e-10);
        EXPECT_NEAR(rows[n].mean, by_domain["mean"][n], 1e-10);
        EXPECT_NEAR(rows[n].factor_to_all, by_domain["factor_to_all"][n], 1e-10);
        if (n == 0) {
            EXPECT_TRUE(std::isnan(rows[n].factor_to_reference));
        } else {
            EXPECT_NEAR(rows[n].factor_to_reference, by_domain["factor_to_domain_1"][n], 1e-10);
        }
    }
    std::vector<double> edges = by_distance["from"];
    edges.push_back(by_distance["to"].back());
    const auto classes = enrichment_by_distance(points["grade"], points["length"], points["signed_distance"], edges);
    ASSERT_TRUE(classes);
    ASSERT_EQ(classes->size(), by_distance.rows() + 1);
    for (std::size_t n = 0; n < by_distance.rows(); ++n) {
        const EnrichmentRow& row = (*classes)[n + 1];
        EXPECT_EQ(static_cast<double>(row.assayed), by_distance["assayed"][n]) << n;
        EXPECT_NEAR(row.support, by_distance["length"][n], 1e-10) << n;
        EXPECT_NEAR(row.mean, by_distance["mean"][n], 1e-10) << n;
        EXPECT_NEAR(row.factor_to_all, by_distance["factor_to_all"][n], 1e-10) << n;
    }
}

TEST(SampleReference, ContactProfile) {
    ORELENS_SHARED(folder, "geostat");
    const NumberTable samples = read_numbers(folder / "samples3d.csv");
    const NumberTable distances = read_numbers(folder / "contact_distance.csv"), profile = read_numbers(folder / "contact_profile.csv");
    std::vector<std::int32_t> hole, domain;
    for (const double h : samples["hole"]) hole.push_back(static_cast<std::int32_t>(h));
    for (const double d : samples["domain"]) domain.push_back(static_cast<std::int32_t>(d));
    const HoleSamples holes{samples["x"], samples["y"], samples["z"], hole, domain, {}};
    const std::vector<double> found = contact_distances(holes, 1, 2);
    int without = 0;
    for (std::size_t n = 0; n < found.size(); ++n) {
        const double reference = distances["along_hole_distance"][n];
        ASSERT_EQ(std::isnan(found[n]), std::isnan(reference)) << n;
        without += std::isnan(reference);
        if (!std::isnan(reference)) {
            EXPECT_NEAR(found[n], reference, 1e-10) << n;
        }
    }
    EXPECT_LT(without, static_cast<int>(found.size()) / 2);
    const auto bins = contact_profile(found, samples["cu"], 10, 50);
    ASSERT_TRUE(bins);
    ASSERT_EQ(bins->size(), profile.rows());
    for (std::size_t n = 0; n < bins->size(); ++n) {
        EXPECT_EQ((*bins)[n].from_m, profile["from"][n]);
        EXPECT_EQ((*bins)[n].to_m, profile["to"][n]);
        EXPECT_EQ(static_cast<double>((*bins)[n].count), profile["count"][n]);
        EXPECT_NEAR((*bins)[n].mean, profile["mean"][n], 1e-10);
        EXPECT_NEAR((*bins)[n].sd, profile["sd"][n], 1e-10);
    }
    const auto pairs = domain_contacts(holes);
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].a, 1);
    EXPECT_EQ(pairs[0].b, 2);
}

}  // namespace
}  // namespace orelens::statistics
