// The kernels against dense systems, on every instruction set; degenerate data; several elements in one run.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

struct Case {
    std::string name;
    ElementEstimate how;
};

std::vector<Case> cases() {
    std::vector<Case> all{{"usual", reference::usual()}, {"nested", reference::nested()}};
    const auto add = [&](const std::string& name, auto change) {
        all.push_back({name, reference::nested()});
        change(all.back().how);
    };
    add("block", [](ElementEstimate& h) { h.discretisation = {3, 2, 4}; });
    add("simple", [](ElementEstimate& h) {
        h.method = Method::simple_kriging;
        h.simple_mean = 1.7;
    });
    add("simple block", [](ElementEstimate& h) {
        h.method = Method::simple_kriging;
        h.simple_mean = -3;
        h.discretisation = {2, 2, 2};
    });
    add("holes", [](ElementEstimate& h) { h.passes = {{1, 2, 9, 2}}; });
    add("passes", [](ElementEstimate& h) { h.passes = {{0.2, 5, 7, 3}, {0.6, 4, 13, 3}, {1.5, 2, 20, 0}}; });
    add("many samples", [](ElementEstimate& h) { h.passes = {{2, 1, 70, 0}}; });
    add("one sample", [](ElementEstimate& h) { h.passes = {{1, 1, 1, 0}}; });
    add("nugget only", [](ElementEstimate& h) { h.variogram = {2.5, {}}; });
    add("top cut", [](ElementEstimate& h) { h.top_cut = 2; });
    all.push_back({"spherical block", reference::usual()});
    all.back().how.discretisation = {2, 2, 2};
    return all;
}

/// Samples where the centres are, too: rounding then decides nothing.
Data data_with_hits(const Targets& t) {
    Data data = reference::random_data(7, 14, 12);
    for (std::size_t i = 0; i < t.centres.size(); i += 97) {
        data.x.push_back(t.centres[i][0]);
        data.y.push_back(t.centres[i][1]);
        data.z.push_back(t.centres[i][2]);
        data.value.push_back(0.1 * static_cast<double>(i % 31));
        data.hole.push_back(100 + static_cast<int>(i % 3));
    }
    for (std::size_t i = 5; i < data.value.size(); i += 11) data.value[i] = std::nan("");
    return data;
}

/// What every centre should get.
struct Expected {
    reference::Chosen chosen;
    reference::Kriged kriged{};
    double metres = 0;
};

std::vector<Expected> expect(const Data& data, const ElementEstimate& how, const Targets& t) {
    std::vector<Expected> all;
    for (const auto& centre : t.centres) {
        Expected e{reference::search(data, how, centre)};
        if (e.chosen.pass > 0)
            e.kriged = reference::krige(data, how, reference::block, centre, e.chosen.samples);
        for (const std::size_t s : e.chosen.samples)
            e.metres += std::hypot(data.x[s] - centre[0], data.y[s] - centre[1], data.z[s] - centre[2]) /
                        static_cast<double>(e.chosen.samples.size());
        all.push_back(std::move(e));
    }
    return all;
}

TEST(Kriging, AgreesWithDenseSystemsOnEveryInstructionSet) {
    const Targets t = reference::targets(4, 3, 2, {-30.3, -20.2, -10.1}, {30, 30, 19});
    const Data data = data_with_hits(t);
    for (const Case& c : cases()) {
        const std::vector<Expected> expected = expect(data, c.how, t);
        for (const kernel::Table* table : usable_kernels()) {
            SCOPED_TRACE(std::string(table->name) + " " + c.name);
            const PointResults out = reference::run_one(data, c.how, t, *table);
            int estimated = 0;
            for (std::size_t i = 0; i < t.centres.size(); ++i) {
                const Expected& e = expected[i];
                ASSERT_EQ(out.pass[i], e.chosen.pass) << i;
                ASSERT_EQ(out.samples[i], static_cast<int>(e.chosen.samples.size())) << i;
                if (e.chosen.pass == 0) {
                    EXPECT_TRUE(std::isnan(out.estimate[i]) && std::isnan(out.variance[i]) &&
                                std::isnan(out.distance[i]));
                    continue;
                }
                ++estimated;
                ASSERT_NEAR(out.estimate[i], e.kriged.estimate, 1e-10) << i;
                ASSERT_NEAR(out.variance[i], std::max(0.0, e.kriged.variance), 1e-10) << i;
                ASSERT_NEAR(out.distance[i], e.metres, 1e-9) << i;
            }
            EXPECT_GT(estimated, 300);
        }
    }
}

TEST(Kriging, InstructionSetsAgree) {
    const Targets t = reference::targets(4, 3, 2, {-30.3, -20.2, -10.1}, {30, 30, 19});
    const Data data = data_with_hits(t);
    const auto tables = usable_kernels();
    if (tables.size() == 1) GTEST_SKIP() << "this processor has the portable kernels only";
    for (const Case& c : cases()) {
        SCOPED_TRACE(c.name);
        const PointResults first = reference::run_one(data, c.how, t, *tables.back());
        for (const kernel::Table* table : tables) {
            const PointResults other = reference::run_one(data, c.how, t, *table);
            EXPECT_EQ(first.samples, other.samples);
            EXPECT_EQ(first.pass, other.pass);
            for (std::size_t i = 0; i < t.centres.size(); ++i) {
                if (first.pass[i] == 0) continue;
                ASSERT_NEAR(first.estimate[i], other.estimate[i], 1e-12);
                ASSERT_NEAR(first.variance[i], other.variance[i], 1e-12);
            }
        }
    }
}

TEST(Kriging, EnvironmentForcesAnInstructionSet) {
    for (const kernel::Table* table : usable_kernels()) {
        setenv("ORELENS_SIMD", table->name, 1);
        const auto selected = selected_kernel();
        ASSERT_TRUE(selected);
        EXPECT_STREQ((*selected)->name, table->name);
    }
    setenv("ORELENS_SIMD", "sse9", 1);
    const auto refused = selected_kernel();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "geostat.unknown_simd");
    unsetenv("ORELENS_SIMD");
    EXPECT_EQ(*selected_kernel(), usable_kernels().front());
}

// ----------------------------------------------------------------------------------------- degenerate data

// Numerically singular: a nugget just too large to be raised leaves samples out, as their pivots vanish.
TEST(Kriging, SamplesThatOthersDetermineAreLeftOut) {
    const Data data = reference::random_data(5, 6, 60);  // 2 m apart, range 3000 m
    ElementEstimate how = reference::usual();
    how.variogram = {0,
                     {{StructureType::gaussian, 1, {0, 0, 0, 3000, 3000, 3000}},
                      {StructureType::spherical, 1e-10, {0, 0, 0, 300, 300, 300}}}};
    how.search = {0, 0, 0, 300, 300, 300};
    how.passes = {{1, 3, 40, 0}};
    const Targets t = reference::targets(2, 2, 1, {50, 50, 10}, {30, 25, 20});
    for (const kernel::Table* table : usable_kernels()) {
        const PointResults out = reference::run_one(data, how, t, *table);
        EXPECT_GT(out.redundant, 200);
        for (std::size_t i = 0; i < t.centres.size(); ++i) {
            ASSERT_TRUE(std::isfinite(out.estimate[i]));
            ASSERT_GE(out.variance[i], 0);
            ASSERT_LE(out.variance[i], 2);
            ASSERT_GT(out.samples[i], 2);
        }
    }
}

TEST(Kriging, NoSamplesNoEstimate) {
    const Data data{};
    const PointResults out =
        reference::run_one(data, reference::usual(), reference::targets(1, 1, 1, {}, {1, 1, 1}));
    for (std::size_t i = 0; i < 64; ++i) EXPECT_TRUE(std::isnan(out.estimate[i]) && out.pass[i] == 0);
    EXPECT_TRUE(reference::run_one(reference::random_data(1, 2, 2), reference::usual(), {}).estimate.empty());
}

// ------------------------------------------------------------------------------------- several in one run

TEST(Kriging, ElementsShareASearchWhereTheirSamplesAndRulesCoincide) {
    const Data data = reference::random_data(9, 12, 12);
    std::vector<double> other = data.value, gappy = data.value;
    for (double& v : other) v = 5 - v * v;
    for (std::size_t i = 0; i < gappy.size(); i += 3) gappy[i] = std::nan("");
    ElementEstimate cu = reference::usual(), mo = reference::usual(), au = reference::usual(),
                    ag = reference::usual();
    mo.variogram = reference::nested().variogram;  // another model, the same search
    mo.method = Method::inverse_distance;
    ag.passes.front().max_samples = 5;
    const std::vector<ElementSamples> all{
        {cu, data.value, {}}, {mo, other, {}}, {au, gappy, {}}, {ag, other, {}}};
    const auto plan = plan_estimation(data.places(), all, reference::block, *usable_kernels().front());
    ASSERT_TRUE(plan);
    EXPECT_EQ(search_count(**plan), 3U);

    const Targets t = reference::targets(2, 2, 1, {20, 20, 10}, {30, 30, 20});
    const auto together = reference::run(data.places(), all, t);
    for (std::size_t e = 0; e < all.size(); ++e) {
        const PointResults alone = reference::run(data.places(), {all[e]}, t).front();
        EXPECT_EQ(together[e].samples, alone.samples);
        for (std::size_t i = 0; i < t.centres.size(); ++i)
            if (alone.pass[i] > 0) {
                EXPECT_EQ(together[e].estimate[i], alone.estimate[i]);
            }
    }
}

TEST(Kriging, InverseDistanceWeighsInTheSearchFrame) {
    const Data data{{0, 30, 0}, {0, 0, 10}, {0, 0, 0}, {1, 2, 4}, {0, 1, 2}};
    ElementEstimate how;
    how.element = "Cu";
    how.method = Method::inverse_distance;
    how.search = {90, 0, 0, 100, 50, 50};  // along x
    how.passes = {{1, 1, 8, 0}};
    for (const double power : {1.0, 2.0, 2.5, 3.0, 4.0}) {
        how.distance_power = power;
        const PointResults out = reference::run_one(data, how, {{{10, 0, 0}}, {1}});
        const double w[3] = {std::pow(0.1, -power), std::pow(0.2, -power),
                             std::pow(std::hypot(0.1, 0.2), -power)};
        EXPECT_NEAR(out.estimate[0], (w[0] + 2 * w[1] + 4 * w[2]) / (w[0] + w[1] + w[2]), 1e-12) << power;
        EXPECT_TRUE(std::isnan(out.variance[0]));
        EXPECT_NEAR(out.distance[0], (10 + 20 + std::hypot(10, 10)) / 3, 1e-10);
    }
}

TEST(Kriging, NearestNeighbourTakesOneSampleWhateverTheNumbers) {
    const Data data = reference::random_data(4, 10, 10);
    ElementEstimate how = reference::usual();
    how.method = Method::nearest_neighbour;
    how.passes = {{0.3, 5, 12, 2}, {1, 5, 12, 2}};
    const Targets t = reference::targets(2, 2, 2, {0, 0, 0}, {45, 33, 15});
    const PointResults out = reference::run_one(data, how, t);
    const Matrix3 frame = isotropic_frame(how.search);
    int first = 0;
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        std::size_t nearest = 0;
        for (std::size_t s = 1; s < data.value.size(); ++s)
            if (reference::search_distance(frame, data.at(s), t.centres[i]) <
                reference::search_distance(frame, data.at(nearest), t.centres[i]))
                nearest = s;
        const double distance = reference::search_distance(frame, data.at(nearest), t.centres[i]);
        EXPECT_EQ(out.pass[i], distance <= 0.3 ? 1 : distance <= 1 ? 2 : 0);
        first += out.pass[i] == 1;
        if (out.pass[i] > 0) {
            EXPECT_EQ(out.estimate[i], data.value[nearest]);
        }
    }
    EXPECT_GT(first, 10);
}

struct BadRule {
    const char* key;
    void (*change)(ElementEstimate&);
};

TEST(Kriging, RefusesRulesWithoutMeaning) {
    const Data data = reference::random_data(2, 4, 4);
    const std::vector<BadRule> cases{
        {"geostat.no_pass", [](ElementEstimate& h) { h.passes.clear(); }},
        {"geostat.bad_pass",
         [](ElementEstimate& h) {
             h.passes = {{0, 1, 2, 0}};
         }},
        {"geostat.bad_pass",
         [](ElementEstimate& h) {
             h.passes = {{1, 0, 2, 0}};
         }},
        {"geostat.bad_pass",
         [](ElementEstimate& h) {
             h.passes = {{1, 5, 2, 0}};
         }},
        {"geostat.bad_discretisation",
         [](ElementEstimate& h) {
             h.discretisation = {1, 0, 1};
         }},
        {"geostat.bad_range", [](ElementEstimate& h) { h.search.range_minor_m = 0; }},
        {"geostat.bad_sill", [](ElementEstimate& h) { h.variogram = {}; }},
        {"geostat.bad_mean",
         [](ElementEstimate& h) {
             h.method = Method::simple_kriging;
             h.simple_mean = std::nan("");
         }},
        {"geostat.bad_power",
         [](ElementEstimate& h) {
             h.method = Method::inverse_distance;
             h.distance_power = 0;
         }},
    };
    for (const BadRule& c : cases) {
        ElementEstimate how = reference::usual();
        c.change(how);
        const auto plan =
            plan_estimation(data.places(), {{how, data.value, {}}}, reference::block, *usable_kernels().front());
        ASSERT_FALSE(plan) << c.key;
        EXPECT_EQ(plan.error().what.key, c.key);
    }
    const std::vector<double> few(3, 1.0);
    EXPECT_EQ(plan_estimation(data.places(), {{reference::usual(), few, {}}}, reference::block,
                              *usable_kernels().front())
                  .error()
                  .what.key,
              "geostat.unequal_lengths");
}

}  // namespace
}  // namespace orelens::geostat
