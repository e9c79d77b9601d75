// Sequential Gaussian simulation: ../shared/data/geostat §10, exactness at data, and what repeats.
#include <gtest/gtest.h>

#include <fstream>
#include <numeric>
#include <sstream>

#include "core/base/Parallel.h"
#include "core/geostat/Simulation.h"
#include "core/geostat/SimulationPath.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;

blocks::GridGeometry grid_of_section_10() {
    blocks::GridGeometry grid;
    grid.block_size = {10, 10, 5};
    grid.count = {20, 20, 3};
    return grid;
}

SimulationRule rule_of_section_10() {
    const Anisotropy shape = reference::shape(30, -10, 0, 60, 40, 15);
    SimulationRule rule;
    rule.variogram = {0.1, {{StructureType::spherical, 0.9, shape}}};
    rule.search = {0, 0, 0, 1000, 1000, 1000};
    rule.realisations = 200;
    rule.seed = 7;
    return rule;
}

struct Scores {
    std::vector<double> x, y, z, score;
    [[nodiscard]] SamplePlaces places() const { return {x, y, z, {}, {}}; }
};

Scores data_of(const std::filesystem::path& folder) {
    const testing::NumberTable table = testing::read_numbers(folder / "sgs_data.csv");
    return {table["x"], table["y"], table["z"], table["score"]};
}

SimulationNodes nodes_of(const blocks::GridGeometry& grid) {
    const auto model = BlockModel::full(grid);
    if (!model) throw std::runtime_error("no model");
    return simulation_nodes(*model);
}

Realisations simulated(const SimulationNodes& nodes, const Scores& data, const SimulationRule& rule) {
    base::Progress progress;
    auto done = simulate_all(nodes, data.places(), data.score, rule, progress);
    if (!done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
    return std::move(*done);
}

/// Values by cell, x fastest.
std::vector<double> by_cell(const SimulationNodes& nodes, const std::vector<float>& scores) {
    std::vector<double> cells(static_cast<std::size_t>(nodes.geometry.cell_count()));
    for (std::size_t n = 0; n < scores.size(); ++n)
        cells[static_cast<std::size_t>(nodes.geometry.linear(nodes.block[n]))] = scores[n];
    return cells;
}

double gamma(const std::vector<double>& cells, const blocks::GridGeometry& grid, int axis, int lag) {
    double sum = 0, pairs = 0;
    for (int k = 0; k < grid.count[2]; ++k)
        for (int j = 0; j < grid.count[1]; ++j)
            for (int i = 0; i < grid.count[0]; ++i) {
                blocks::Index3 to{i, j, k};
                to[axis] += lag;
                if (!grid.contains(to)) continue;
                const double d = cells[static_cast<std::size_t>(grid.linear(to))] -
                                 cells[static_cast<std::size_t>(grid.linear({i, j, k}))];
                sum += d * d / 2;
                ++pairs;
            }
    return sum / pairs;
}

double statistic(const std::string& name, const std::vector<double>& cells,
                 const blocks::GridGeometry& grid) {
    const auto n = static_cast<double>(cells.size());
    if (name == "grid_mean") return std::accumulate(cells.begin(), cells.end(), 0.0) / n;
    if (name == "grid_mean_square")
        return std::inner_product(cells.begin(), cells.end(), cells.begin(), 0.0) / n;
    if (name.starts_with("share_le_")) {
        const double level = std::stod(name.substr(9));
        return static_cast<double>(
                   std::count_if(cells.begin(), cells.end(), [&](double v) { return v <= level; })) /
               n;
    }
    return gamma(cells, grid, name[6] - 'x', std::stoi(name.substr(8)));
}

/// Names of the first column, numbers of the others.
std::vector<std::pair<std::string, std::vector<double>>> ensemble(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line, cell;
    std::getline(file, line);
    std::vector<std::pair<std::string, std::vector<double>>> rows;
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::getline(cells, cell, ',');
        rows.emplace_back(cell, std::vector<double>());
        while (std::getline(cells, cell, ',')) rows.back().second.push_back(std::stod(cell));
    }
    return rows;
}

TEST(Simulation, TwoHundredRealisationsOfTheReference) {
    ORELENS_SHARED(folder, "geostat");
    const Scores data = data_of(folder);
    const SimulationNodes nodes = nodes_of(grid_of_section_10());
    // All data and 60 nodes, paths shared by many and by none; and fewer of both, which the multigrid makes enough.
    const struct {
        int together, data, nodes;
    } ways[] = {{32, 40, 60}, {1, 40, 60}, {32, 16, 24}};
    for (const auto& way : ways) {
        SCOPED_TRACE(::testing::Message() << way.together << " " << way.data << " " << way.nodes);
        SimulationRule rule = rule_of_section_10();
        rule.together = way.together;
        rule.max_data = way.data;
        rule.max_nodes = way.nodes;
        const Realisations out = simulated(nodes, data, rule);
        ASSERT_EQ(out.scores.size(), 200U);
        std::vector<std::vector<double>> cells;
        for (const auto& one : out.scores) cells.push_back(by_cell(nodes, one));

        const testing::NumberTable picked = testing::read_numbers(folder / "sgs_nodes.csv");
        for (std::size_t p = 0; p < picked.rows(); ++p) {
            const auto at = static_cast<std::size_t>(picked["node"][p]) - 1;
            double mean = 0, square = 0;
            for (const auto& one : cells) mean += one[at] / 200;
            for (const auto& one : cells) square += (one[at] - mean) * (one[at] - mean) / 199;
            EXPECT_GE(mean, picked["mean_lo"][p]) << at;
            EXPECT_LE(mean, picked["mean_hi"][p]) << at;
            EXPECT_GE(square, picked["var_lo"][p]) << at;
            EXPECT_LE(square, picked["var_hi"][p]) << at;
        }
        const auto expected = ensemble(folder / "sgs_ensemble.csv");
        EXPECT_EQ(expected.size(), 21U);
        for (const auto& [name, limits] : expected) {
            double mean = 0;
            for (const auto& one : cells) mean += statistic(name, one, nodes.geometry) / 200;
            EXPECT_GE(mean, limits[2]) << name;
            EXPECT_LE(mean, limits[3]) << name;
        }
    }
}

Scores some_data() {
    const reference::Data data = reference::random_data(3, 8, 5);
    Scores scores;
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    for (std::size_t n = 0; n < data.x.size(); ++n) {
        scores.x.push_back(data.x[n] / 2);
        scores.y.push_back(data.y[n] * 2 / 3);
        scores.z.push_back(data.z[n] / 8);
        scores.score.push_back(normal(random));
    }
    return scores;
}

TEST(Simulation, TheSameSeedGivesTheSameFieldsWhateverTheThreads) {
    const SimulationNodes nodes = nodes_of(grid_of_section_10());
    SimulationRule rule = rule_of_section_10();
    rule.realisations = 21;
    rule.together = 10;
    rule.max_data = 6;
    rule.max_nodes = 9;
    std::vector<Realisations> runs;
    for (const int threads : {1, 2, 0}) {
        base::set_thread_limit(threads);
        runs.push_back(simulated(nodes, some_data(), rule));
    }
    base::set_thread_limit(0);
    EXPECT_EQ(runs[0].scores, runs[1].scores);
    EXPECT_EQ(runs[0].scores, runs[2].scores);
    rule.seed = 8;
    const Realisations other = simulated(nodes, some_data(), rule);
    for (std::size_t r = 0; r < 21; ++r)
        for (std::size_t s = 0; s < r; ++s) ASSERT_NE(runs[0].scores[r], runs[0].scores[s]);
    EXPECT_NE(other.scores, runs[0].scores);
    // A longer list begins with the shorter one.
    rule.seed = 7;
    rule.realisations = 10;
    const Realisations few = simulated(nodes, some_data(), rule);
    EXPECT_TRUE(std::equal(few.scores.begin(), few.scores.end(), runs[0].scores.begin()));
}

TEST(Simulation, NodesAtASampleAreTheSampleInEveryRealisation) {
    const blocks::GridGeometry grid = grid_of_section_10();
    const SimulationNodes nodes = nodes_of(grid);
    Scores data = some_data();
    const blocks::Index3 at{7, 11, 1};
    const auto centre = grid.centre(at);
    data.x.push_back(centre[0]);
    data.y.push_back(centre[1]);
    data.z.push_back(centre[2]);
    data.score.push_back(1.75);
    SimulationRule rule = rule_of_section_10();
    rule.realisations = 40;
    const Realisations out = simulated(nodes, data, rule);
    for (const auto& one : out.scores)
        ASSERT_NEAR(by_cell(nodes, one)[static_cast<std::size_t>(grid.linear(at))], 1.75, 1e-6);
}

TEST(Simulation, WithoutDataTheFieldHasTheVariogramAndNothingElse) {
    const SimulationNodes nodes = nodes_of(grid_of_section_10());
    SimulationRule rule = rule_of_section_10();
    rule.variogram = {0.2, {{StructureType::exponential, 0.8, {0, 0, 0, 60, 60, 20}}}};
    const Realisations out = simulated(nodes, {}, rule);
    double mean = 0, variance = 0, near = 0, far = 0;
    for (const auto& one : out.scores) {
        const auto cells = by_cell(nodes, one);
        mean += statistic("grid_mean", cells, nodes.geometry) / 200;
        variance += statistic("grid_mean_square", cells, nodes.geometry) / 200;
        near += gamma(cells, nodes.geometry, 0, 1) / 200;
        far += gamma(cells, nodes.geometry, 0, 4) / 200;
    }
    EXPECT_NEAR(mean, 0, 0.04);
    EXPECT_NEAR(variance, 1, 0.03);
    EXPECT_NEAR(near, 0.2 + 0.8 * (1 - std::exp(-3.0 / 6)), 0.02);
    EXPECT_NEAR(far, 0.2 + 0.8 * (1 - std::exp(-3.0 * 4 / 6)), 0.03);
}

TEST(Simulation, OnlyBlocksOfTheModelAreNodes) {
    const blocks::GridGeometry grid = grid_of_section_10();
    const auto model =
        BlockModel::where(grid, [](const blocks::Index3& b) { return (b[0] + b[1]) % 3 != 0; });
    ASSERT_TRUE(model);
    const SimulationNodes nodes = simulation_nodes(*model);
    ASSERT_EQ(static_cast<std::int64_t>(nodes.block.size()), model->block_count());
    SimulationRule rule = rule_of_section_10();
    rule.realisations = 3;
    const Realisations out = simulated(nodes, some_data(), rule);
    for (const auto& one : out.scores)
        for (const float value : one) ASSERT_TRUE(std::isfinite(value));
}

TEST(Simulation, ThePathIsAPermutationWithCoarseNodesFirst) {
    const SimulationNodes nodes = nodes_of(grid_of_section_10());
    const SimulationRule rule = rule_of_section_10();
    const auto model = covariance_model(rule.variogram, rule.search);
    ASSERT_TRUE(model);
    const NodeTemplate steps = node_template(nodes.geometry, rule, *model);
    EXPECT_EQ(steps.spacing.back(), (std::array<std::int32_t, 3>{2, 2, 1}));
    SimulationPath path, other;
    base::Progress progress;
    make_path(nodes, steps, 7, 0, path, progress);
    make_path(nodes, steps, 7, 1, other, progress);
    std::vector<std::uint32_t> sorted = path.node;
    std::ranges::sort(sorted);
    for (std::size_t n = 0; n < sorted.size(); ++n) ASSERT_EQ(sorted[n], n);
    EXPECT_NE(path.node, other.node);
    for (std::size_t n = 1; n < path.level.size(); ++n) ASSERT_LE(path.level[n], path.level[n - 1]);
    for (const auto& level : steps.levels) {
        const Matrix3 frame = isotropic_frame(rule.search);
        double last = 0;
        for (const NodeTemplate::Step& step : level) {
            const auto d =
                transform(frame, {10.0 * step.cells[0], 10.0 * step.cells[1], 5.0 * step.cells[2]});
            const double far = std::hypot(d[0], d[1], d[2]);
            ASSERT_GE(far, last * (1 - 1e-6));
            ASSERT_LE(far, 1);
            last = far;
        }
    }
}

TEST(Simulation, NormalNumbersAreNormal) {
    double mean = 0, square = 0, cube = 0, fourth = 0, below = 0;
    constexpr int n = 400000;
    for (int k = 0; k < n; ++k) {
        const double v = normal_of(mixed(static_cast<std::uint64_t>(k)));
        mean += v / n;
        square += v * v / n;
        cube += v * v * v / n;
        fourth += v * v * v * v / n;
        below += (v < -2.5) / double{n};
    }
    EXPECT_NEAR(mean, 0, 5 / std::sqrt(n));
    EXPECT_NEAR(square, 1, 5 * std::sqrt(2.0 / n));
    EXPECT_NEAR(cube, 0, 5 * std::sqrt(15.0 / n));
    EXPECT_NEAR(fourth, 3, 5 * std::sqrt(96.0 / n));
    EXPECT_NEAR(below, 0.00620967, 5 * std::sqrt(0.0062 / n));
}

TEST(Simulation, SharesAndQuantilesOfNodes) {
    Realisations r;
    r.nodes = 2;
    const float missing = std::nanf("");
    for (const float v : {3.0F, 1.0F, 4.0F, 2.0F}) r.scores.push_back({v, missing});
    const auto share = share_above(r, 2);
    EXPECT_EQ(share[0], 0.5F);
    EXPECT_TRUE(std::isnan(share[1]));
    const double probabilities[] = {0.1, 0.5, 0.75, 0.9};
    const auto quantiles = node_quantiles(r, probabilities);
    EXPECT_EQ(quantiles[0][0], 1);
    EXPECT_EQ(quantiles[1][0], 2.5F);
    EXPECT_EQ(quantiles[2][0], 3.5F);
    EXPECT_EQ(quantiles[3][0], 4);
    EXPECT_TRUE(std::isnan(quantiles[1][1]));
}

TEST(Simulation, RefusesAndStops) {
    const SimulationNodes nodes = nodes_of(grid_of_section_10());
    const Scores data = some_data();
    const auto key = [&](void (*change)(SimulationRule&)) {
        SimulationRule rule = rule_of_section_10();
        rule.realisations = 2;
        change(rule);
        base::Progress progress;
        const auto done = simulate_all(nodes, data.places(), data.score, rule, progress);
        return done ? std::string() : done.error().what.key;
    };
    EXPECT_EQ(key([](SimulationRule& r) { r.realisations = 0; }), "geostat.bad_simulation");
    EXPECT_EQ(key([](SimulationRule& r) { r.together = 0; }), "geostat.bad_simulation");
    EXPECT_EQ(key([](SimulationRule& r) { r.max_data = -1; }), "geostat.bad_simulation");
    EXPECT_EQ(key([](SimulationRule& r) { r.variogram = {}; }), "geostat.bad_sill");
    EXPECT_EQ(key([](SimulationRule& r) { r.search.range_semi_m = 0; }), "geostat.bad_range");
    EXPECT_EQ(key([](SimulationRule& r) { r.max_data = r.max_nodes = 0; }), "");
    SimulationRule rule = rule_of_section_10();
    base::Progress progress;
    const std::vector<double> few(3, 0.0);
    EXPECT_EQ(simulate_all(nodes, data.places(), few, rule, progress).error().what.key,
              "geostat.unequal_lengths");
    int taken = 0;
    const auto stopped = simulate(
        nodes, data.places(), data.score, rule,
        [&](int, std::span<const float>) -> base::Expected<void> {
            if (++taken == 3) return base::fail(base::ErrorKind::file, base::Message("full"));
            return {};
        },
        progress);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().what.key, "full");
    EXPECT_EQ(taken, 3);
    progress.cancel();
    EXPECT_EQ(simulate_all(nodes, data.places(), data.score, rule, progress).error().kind,
              base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::geostat
