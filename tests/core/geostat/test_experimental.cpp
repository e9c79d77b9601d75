// Experimental variograms against hand-counted pairs, and the automatic fit on fields of known structure.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "core/base/Parallel.h"
#include "core/geostat/CovarianceModel.h"
#include "core/geostat/Fit.h"
#include "core/geostat/FitModel.h"
#include "core/geostat/Pairs.h"
#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

drilling::CompositeTable table(const std::vector<double>& x, const std::vector<double>& y,
                               const std::vector<double>& z, const std::vector<std::int32_t>& hole,
                               const std::vector<double>& values) {
    drilling::CompositeTable t;
    t.x = x;
    t.y = y;
    t.z = z;
    t.hole = hole;
    t.grades = {{"Cu", base::GradeUnit::percent, values, {}}};
    return t;
}

ExperimentalVariogram variogram_of(const drilling::CompositeTable& t, const LagRule& rule) {
    base::Progress progress;
    const auto v = experimental_variogram(t, "Cu", rule, progress);
    if (!v) throw std::runtime_error(base::describe(v.error(), base::Language::english));
    return *v;
}

// Five samples 10 m apart along x, one missing: values 1 2 . 4 8 at 0 10 20 30 40.
// h 10: (1−2)², (4−8)² → 17/4; h 20: (2−4)² → 2; h 30: (1−4)², (2−8)² → 45/4; h 40: (1−8)² → 24.5.
TEST(Experimental, CountsPairsByHand) {
    const auto t = table({0, 10, 20, 30, 40}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 1, 1},
                         {1, 2, std::nan(""), 4, 8});
    LagRule rule;
    rule.lag_m = 10;
    rule.lags = 4;
    rule.tolerance_m = 4;
    const auto v = variogram_of(t, rule);
    ASSERT_EQ(v.points.size(), 4U);
    const double gamma[4] = {4.25, 2, 11.25, 24.5};
    const std::int64_t pairs[4] = {2, 1, 2, 1};
    for (int k = 0; k < 4; ++k) {
        EXPECT_DOUBLE_EQ(v.points[k].distance_m, 10 * (k + 1));
        EXPECT_DOUBLE_EQ(v.points[k].gamma, gamma[k]);
        EXPECT_EQ(v.points[k].pairs, pairs[k]);
    }
    EXPECT_NEAR(v.variance, (1 + 4 + 16 + 64 - 4 * 3.75 * 3.75) / 3, 1e-12);
    rule.downhole = true;
    const auto down = variogram_of(t, rule);
    ASSERT_EQ(down.points.size(), 1U);
    EXPECT_EQ(down.points[0].pairs, 2);
    EXPECT_DOUBLE_EQ(down.points[0].gamma, 4.25);
}

TEST(Experimental, DirectionToleranceAndBandwidth) {
    // From the origin: north 10, north-east 14.1, down 10, up-north 14.1.
    const auto t = table({0, 0, 10, 0, 0}, {0, 10, 10, 0, 10}, {0, 0, 0, -10, 10}, {}, {0, 1, 2, 3, 4});
    LagRule rule;
    rule.lag_m = 10;
    rule.lags = 3;
    rule.tolerance_m = 5;
    const auto pairs = [&](double azimuth, double dip, double tolerance, double bandwidth) {
        rule.direction = {azimuth, dip};
        rule.angle_tolerance_deg = tolerance;
        rule.bandwidth_m = bandwidth;
        std::int64_t n = 0;
        for (const LagPoint& p : variogram_of(t, rule).points) n += p.pairs;
        return n;
    };
    EXPECT_EQ(pairs(0, 0, 10, 1e30), 1);    // 0–1
    EXPECT_EQ(pairs(180, 0, 10, 1e30), 1);  // the same line
    EXPECT_EQ(pairs(90, 0, 10, 1e30), 1);   // 1–2
    EXPECT_EQ(pairs(0, 90, 10, 1e30), 2);   // 0–3 and 1–4
    EXPECT_EQ(pairs(45, 0, 10, 1e30), 1);   // 0–2
    EXPECT_EQ(pairs(0, -45, 10, 1e30), 2);  // 0–4 and 1–3
    EXPECT_EQ(pairs(0, -45, 10, 0.5), 2);
    EXPECT_EQ(pairs(0, 0, 50, 1e30), 4);  // adds 0–2, 0–4 and 1–3 …
    EXPECT_EQ(pairs(0, 0, 50, 9), 1);     // … whose ends lie 10 m off the axis
}

RC_GTEST_PROP(Experimental, EqualsADoubleLoop, ()) {
    const auto data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 10, 12);
    const auto t = table(data.x, data.y, data.z, data.hole, data.value);
    LagRule rule;
    rule.lag_m = *rc::gen::inRange(5, 60);
    rule.tolerance_m = rule.lag_m * *rc::gen::inRange(1, 10) / 7.0;
    rule.lags = *rc::gen::inRange(1, 12);
    rule.downhole = *rc::gen::arbitrary<bool>();
    const auto v = variogram_of(t, rule);
    std::size_t at = 0;
    for (int k = 0; k <= rule.lags; ++k) {
        double squares = 0, distance = 0;
        std::int64_t pairs = 0;
        for (std::size_t i = 0; i < data.x.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const double h =
                    std::hypot(data.x[i] - data.x[j], data.y[i] - data.y[j], data.z[i] - data.z[j]);
                if (std::abs(h - k * rule.lag_m) > rule.tolerance_m || h == 0) continue;
                if (rule.downhole && data.hole[i] != data.hole[j]) continue;
                ++pairs;
                distance += h;
                squares += (data.value[i] - data.value[j]) * (data.value[i] - data.value[j]);
            }
        if (pairs == 0) continue;
        RC_ASSERT(at < v.points.size());
        RC_ASSERT(v.points[at].pairs == pairs);
        RC_ASSERT(std::abs(v.points[at].gamma - squares / (2.0 * static_cast<double>(pairs))) < 1e-10);
        RC_ASSERT(std::abs(v.points[at].distance_m - distance / static_cast<double>(pairs)) < 1e-9);
        ++at;
    }
    RC_ASSERT(at == v.points.size());
}

TEST(Experimental, RefusesLagsWithoutMeaning) {
    const auto t = table({0}, {0}, {0}, {0}, {1});
    base::Progress progress;
    LagRule rule;
    rule.lag_m = 0;
    EXPECT_EQ(experimental_variogram(t, "Cu", rule, progress).error().what.key, "geostat.bad_lag");
    EXPECT_EQ(experimental_variogram(t, "Zn", LagRule{}, progress).error().what.key,
              "geostat.no_such_element");
    progress.cancel();
    EXPECT_EQ(experimental_variogram(t, "Cu", LagRule{}, progress).error().kind, base::ErrorKind::cancelled);
}

// ----------------------------------------------------------------------------------------------------- fit

/// A field with an exponential-like covariance of the given ellipsoid: a sum of random waves in its frame.
drilling::CompositeTable field(const Anisotropy& shape, double nugget, int holes, int per_hole,
                               std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(0, 1);
    const Matrix3 frame = isotropic_frame(shape);
    std::vector<std::array<double, 4>> waves(600);
    for (auto& w : waves) {
        const double chi = normal(random);
        for (int a = 0; a < 3; ++a) w[a] = 3 * normal(random) / std::abs(chi);
        w[3] = 2 * M_PI * uniform(random);
    }
    drilling::CompositeTable t = table({}, {}, {}, {}, {});
    for (int h = 0; h < holes; ++h) {
        const double x = 800 * uniform(random), y = 800 * uniform(random);
        const double azimuth = 2 * M_PI * uniform(random), dip = (60 + 30 * uniform(random)) * M_PI / 180;
        for (int k = 0; k < per_hole; ++k) {
            const std::array<double, 3> p{x + 5 * k * std::sin(azimuth) * std::cos(dip),
                                          y + 5 * k * std::cos(azimuth) * std::cos(dip),
                                          -5 * k * std::sin(dip)};
            const auto u = transform(frame, p);
            double value = 0;
            for (const auto& w : waves) value += std::cos(u[0] * w[0] + u[1] * w[1] + u[2] * w[2] + w[3]);
            value *= std::sqrt(2.0 / 600 * (1 - nugget));
            t.x.push_back(p[0]);
            t.y.push_back(p[1]);
            t.z.push_back(p[2]);
            t.hole.push_back(h);
            t.grades[0].values.push_back(value + std::sqrt(nugget) * normal(random));
        }
    }
    return t;
}

VariogramFit fit_of(const drilling::CompositeTable& t) {
    base::Progress progress;
    auto fit = fit_variogram(t, "Cu", {}, progress);
    if (!fit) throw std::runtime_error(base::describe(fit.error(), base::Language::english));
    return *fit;
}

/// Range of the fitted ellipsoid along a world direction.
double range_along(const Anisotropy& shape, const std::array<double, 3>& unit) {
    const auto d = transform(isotropic_frame(shape), unit);
    return 1 / std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
}

TEST(Fit, RangesInWordsAreMetresNotPowersOfTen) {
    EXPECT_EQ(range_text(31.46), "31.5");
    EXPECT_EQ(range_text(999.4), "999");
    EXPECT_EQ(range_text(2440.3), "2440");
    EXPECT_EQ(range_text(123456.7), "123457");
    drilling::CompositeTable few;
    for (int n = 0; n < 10; ++n) {
        few.x.push_back(6000.0 * n);
        few.y.push_back(0);
        few.z.push_back(0);
        few.hole.push_back(n);
    }
    few.grades.push_back({"Cu", {}});
    for (int n = 0; n < 10; ++n) few.grades[0].values.push_back(n);
    const VariogramFit fit = fit_of(few);
    ASSERT_TRUE(fit.is_default);
    ASSERT_GT(fit.model.structures.front().shape.range_major_m, 1000);
    EXPECT_EQ(base::text(fit.note, base::Language::english).find("e+"), std::string::npos);
}

TEST(Fit, FindsAnInclinedEllipsoid) {
    const Anisotropy truth{40, 25, 0, 240, 140, 60};
    const VariogramFit fit = fit_of(field(truth, 0.15, 110, 60, 5));
    ASSERT_FALSE(fit.is_default);
    const Anisotropy& found = fit.model.structures.back().shape;
    const Matrix3 frame = isotropic_frame(truth);
    const double ranges[3] = {240, 140, 60};
    for (int a = 0; a < 3; ++a) {
        std::array<double, 3> axis{};
        for (int c = 0; c < 3; ++c) axis[c] = frame[a][c] * ranges[a];
        const double along = range_along(found, axis);
        EXPECT_GT(along, 0.4 * ranges[a]) << a;
        EXPECT_LT(along, 2 * ranges[a]) << a;
    }
    EXPECT_GT(found.range_major_m, 1.5 * found.range_minor_m);
    EXPECT_GT(fit.model.nugget / fit.model.sill(), 0.03);
    EXPECT_LT(fit.model.nugget / fit.model.sill(), 0.4);
    EXPECT_NEAR(fit.model.sill(), 1, 0.35);
    EXPECT_EQ(fit.note.key, "geostat.fit_scores_directions");
    EXPECT_EQ(fit.directions, Directions::data);
    ASSERT_EQ(fit.experimental.size(), 4U);
    EXPECT_TRUE(fit.experimental[0].rule.downhole);
    EXPECT_LT(fit.weighted_error, 0.05);
    for (std::size_t a = 0; a < 3; ++a) EXPECT_LE(fit.range_low_m[a], fit.range_high_m[a]);
    // The three shown directions are the model's axes.
    for (int a = 0; a < 3; ++a) {
        const auto& direction = *fit.experimental[static_cast<std::size_t>(a) + 1].rule.direction;
        const double azimuth = direction[0] * M_PI / 180, dip = direction[1] * M_PI / 180;
        const std::array<double, 3> axis{std::sin(azimuth) * std::cos(dip), std::cos(azimuth) * std::cos(dip),
                                         -std::sin(dip)};
        const double expected = a == 0   ? found.range_major_m
                                : a == 1 ? found.range_semi_m
                                         : found.range_minor_m;
        EXPECT_NEAR(range_along(found, axis), expected, 1e-6 * expected);
        EXPECT_GE(dip, 0);
    }
}

TEST(Fit, PrefersAnIsotropicModelWhereNoDirectionStandsOut) {
    const VariogramFit fit = fit_of(field({0, 0, 0, 150, 150, 150}, 0.2, 90, 50, 8));
    const Anisotropy& found = fit.model.structures.back().shape;
    EXPECT_LE(found.range_major_m, 1.6 * found.range_minor_m)
        << found.range_major_m << " " << found.range_minor_m;
    EXPECT_GT(found.range_semi_m, 50);
    EXPECT_LT(found.range_semi_m, 300);
}

// The law the fit was made for: a thousandth of the samples changed, however wildly, turns nothing over.
TEST(Fit, AThousandthOfTheSamplesDoesNotTurnTheModel) {
    const auto before = field({40, 25, 0, 240, 140, 60}, 0.15, 110, 60, 5);
    const VariogramFit fit = fit_of(before);
    std::mt19937_64 random(3);
    for (int trial = 0; trial < 4; ++trial) {
        auto changed = before;
        auto& values = changed.grades[0].values;
        for (std::size_t n = 0; n < values.size() / 1000; ++n) {
            double& value = values[random() % values.size()];
            value = trial == 0 ? std::nan("") : trial == 1 ? value + 50 : trial == 2 ? -value : values[random() % values.size()];
        }
        const VariogramFit other = fit_of(changed);
        EXPECT_EQ(other.model.structures.size(), fit.model.structures.size()) << trial;
        EXPECT_EQ(other.directions, fit.directions) << trial;
        const Anisotropy &a = fit.model.structures.back().shape, &b = other.model.structures.back().shape;
        for (const auto& [one, two] : {std::pair(a.range_major_m, b.range_major_m), std::pair(a.range_minor_m, b.range_minor_m)}) {
            EXPECT_LT(two, 1.5 * one) << trial;
            EXPECT_GT(two, one / 1.5) << trial;
        }
        // The shortest axis points the same way.
        const auto axis = [](const Anisotropy& shape) {
            auto row = isotropic_frame(shape)[2];
            for (double& part : row) part *= shape.range_minor_m;
            return row;
        };
        const auto u = axis(a), v = axis(b);
        EXPECT_GT(std::abs(u[0] * v[0] + u[1] * v[1] + u[2] * v[2]), std::cos(25 * M_PI / 180)) << trial;
    }
}

TEST(Fit, PureNuggetHasNoStructureWorthTheName) {
    const VariogramFit fit = fit_of(field({0, 0, 0, 150, 150, 150}, 1, 60, 40, 9));
    const Structure& s = fit.model.structures.back();
    const double at_spacing = semivariance(fit.model, {0, 0, 5}) / fit.model.sill();
    EXPECT_GT(at_spacing, 0.7) << fit.model.nugget << " " << s.sill << " " << s.shape.range_major_m;
}

TEST(Fit, IsDeterministicWhateverTheThreads) {
    const auto t = field({40, 25, 0, 240, 140, 60}, 0.15, 60, 40, 6);
    base::set_thread_limit(1);
    const VariogramFit one = fit_of(t);
    base::set_thread_limit(0);
    const VariogramFit all = fit_of(t);
    EXPECT_EQ(one.model, all.model);
    EXPECT_EQ(one.note, all.note);
    EXPECT_EQ(one.weighted_error, all.weighted_error);
}

TEST(Fit, FallsBackWithANote) {
    const auto few = table({0, 30, 60}, {0, 0, 40}, {0, 0, 0}, {0, 1, 2}, {1, 2, 4});
    const VariogramFit default_fit = fit_of(few);
    EXPECT_EQ(default_fit.note.key, "geostat.fit_few");
    EXPECT_TRUE(default_fit.is_default);
    EXPECT_FALSE(fit_of(field({0, 0, 0, 100, 100, 100}, 0.1, 60, 40, 3)).is_default);
    EXPECT_NEAR(default_fit.model.sill(), 7.0 / 3, 1e-12);
    EXPECT_TRUE(covariance_model(default_fit.model, {}));

    auto constant = field({0, 0, 0, 100, 100, 100}, 0.1, 10, 20, 3);
    std::fill(constant.grades[0].values.begin(), constant.grades[0].values.end(), 0.3);
    EXPECT_EQ(fit_of(constant).note.key, "geostat.fit_constant");
    EXPECT_TRUE(covariance_model(fit_of(constant).model, {}));

    const VariogramFit none = fit_of(table({}, {}, {}, {}, {}));
    EXPECT_EQ(none.note.key, "geostat.fit_few");
    EXPECT_TRUE(covariance_model(none.model, {}));

    base::Progress progress;
    EXPECT_EQ(fit_variogram(few, "Zn", {}, progress).error().what.key, "geostat.no_such_element");
    progress.cancel();
    const auto t = field({0, 0, 0, 100, 100, 100}, 0.1, 10, 20, 3);
    EXPECT_EQ(fit_variogram(t, "Cu", {}, progress).error().kind, base::ErrorKind::cancelled);
}

TEST(Fit, SamplesWithoutHolesTakeTheNuggetFromAllDirections) {
    auto t = field({0, 0, 0, 150, 150, 150}, 0.2, 40, 40, 12);
    t.hole.clear();
    const VariogramFit fit = fit_of(t);
    EXPECT_FALSE(fit.is_default);
    EXPECT_FALSE(fit.experimental.front().rule.downhole);
}

TEST(Fit, LargeTablesAreThinnedEvenlyAndSaySo) {
    EXPECT_EQ(head_stride(most_pairs), 1U);
    EXPECT_EQ(head_stride(10 * most_pairs), 20U);
    // Thinned or not, every pair that is used is used once: a constant step gives its exact semivariance.
    // Two values by turns along a line of 15 000 steps of a metre: pairs an odd number of steps apart differ by 1.
    drilling::CompositeTable t = table({}, {}, {}, {}, {});
    for (std::size_t i = 0; i < 15'000; ++i) {
        t.x.push_back(static_cast<double>(i));
        t.y.push_back(0);
        t.z.push_back(0);
        t.grades[0].values.push_back(static_cast<double>(i % 2));
    }
    LagRule rule;
    rule.lag_m = 1;
    rule.tolerance_m = 0.25;
    rule.lags = 14'999;
    const auto v = variogram_of(t, rule);
    EXPECT_LT(v.head_share, 1);
    EXPECT_GT(v.head_share, 0.2);
    for (const LagPoint& point : v.points) ASSERT_DOUBLE_EQ(point.gamma, std::lround(point.distance_m) % 2 == 1 ? 0.5 : 0);
    // A near lag alone needs no thinning, however many samples there are.
    rule.lags = 2;
    const auto near = variogram_of(t, rule);
    EXPECT_EQ(near.head_share, 1);
    ASSERT_EQ(near.points.size(), 2U);
    EXPECT_EQ(near.points[0].pairs, 14'999);
}

RC_GTEST_PROP(FitModel, OrderingAnEllipsoidKeepsIt, ()) {
    const auto angle = [](int most) { return *rc::gen::inRange(-most, most + 1) * 1.0; };
    const auto length = [] { return *rc::gen::inRange(1, 500) * 1.0; };
    const Anisotropy any{angle(400), angle(180), angle(360), length(), length(), length()};
    const Anisotropy sorted = ordered(any);
    RC_ASSERT(sorted.range_major_m >= sorted.range_semi_m && sorted.range_semi_m >= sorted.range_minor_m);
    RC_ASSERT(sorted.dip_deg >= 0 && sorted.dip_deg <= 90);
    RC_ASSERT(sorted.azimuth_deg >= 0 && sorted.azimuth_deg < 360);
    RC_ASSERT(sorted.plunge_deg > -90.0000001 && sorted.plunge_deg <= 90);
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    for (int n = 0; n < 10; ++n) {
        const std::array<double, 3> d{normal(random), normal(random), normal(random)};
        const double before = range_along(any, d), after = range_along(sorted, d);
        RC_ASSERT(std::abs(before - after) < 1e-6 * before);
    }
}

}  // namespace
}  // namespace orelens::geostat
