// Distances, projections, samplings, chords and labels against the reference of potential.md §1–§3 and §9.
#include <gtest/gtest.h>

#include <fstream>

#include "core/potential/Distances.h"
#include "core/potential/GridWalk.h"
#include "core/potential/Labels.h"
#include "core/potential/Projection.h"
#include "core/potential/Sampling.h"
#include "core/potential/Transform.h"
#include "core/potential/Folds.h"
#include "tests/core/potential/Case3d.h"

namespace orelens::potential {
namespace {

using nlohmann::json;

std::optional<json> geometry() {
    const auto path = testing::shared_data("potential/geometry/expected_geometry.json");
    if (!path) return std::nullopt;
    return json::parse(std::ifstream(*path));
}
#define POTENTIAL_GEOMETRY(e)              \
    const auto e##_found = geometry();     \
    if (!e##_found) GTEST_SKIP() << "shared data not present: potential/geometry"; \
    const json& e = *e##_found

Vec3 point(const json& p) {
    return {p[0].get<double>(), p[1].get<double>(), p[2].get<double>()};
}

/// A grid of one voxel whose centre is the point.
GridGeometry around(const Vec3& at) {
    return {.origin = {at[0] - 1, at[1] - 1, at[2] - 1}, .block_size = {2, 2, 2}, .count = {1, 1, 1}};
}

/// A plane of two triangles; all points of a column are one raster cell apart.
Raster tilted(double level, double east, double north) {
    Raster ground;
    ground.to = {0, 100, 0, 5000, 0, -100};
    ground.columns = 40;
    ground.rows = 50;
    for (int j = 0; j < 50; ++j)
        for (int i = 0; i < 40; ++i)
            ground.values.push_back(static_cast<float>(level + east * ((i + 0.5) * 100 - 1000) + north * (5000 - (j + 0.5) * 100 - 2000)));
    return ground;
}

TEST(Geometry, TurnedGridPutsCentroidsWhereTheyBelong) {
    POTENTIAL_GEOMETRY(e);
    const GridGeometry grid{.origin = {512000, 4396000, 100}, .block_size = {20, 20, 10}, .count = {6, 5, 4}, .azimuth_deg = 20};
    for (std::size_t a = 0; a < 3; ++a) {
        EXPECT_NEAR(grid.centre({0, 0, 0})[a], e["rotated_grid"]["centroid_000"][a].get<double>(), 1e-6);
        EXPECT_NEAR(grid.centre({5, 3, 1})[a], e["rotated_grid"]["centroid_531"][a].get<double>(), 1e-6);
        EXPECT_NEAR(centre_of(grid, 5 + 6 * (3 + 5 * 1))[a], e["rotated_grid"]["centroid_531"][a].get<double>(), 1e-6);
    }
    const GridGeometry larger = extended(grid, 2, 1);
    EXPECT_EQ(larger.count, (blocks::Index3{8, 7, 6}));
    for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(larger.centre({1, 1, 2})[a], grid.centre({0, 0, 0})[a], 1e-9);
}

TEST(Geometry, PlaneOfAFault) {
    POTENTIAL_GEOMETRY(e);
    const json& f = e["fault_plane"];
    const Plane plane = plane_of(110, 70, point(f["through"]));
    for (std::size_t a = 0; a < 3; ++a) {
        EXPECT_NEAR(plane.normal[a], f["normal_up"][a].get<double>(), 1e-6);
        EXPECT_NEAR(plane.down[a], f["down"][a].get<double>(), 1e-6);
    }
    for (std::size_t n = 0; n < f["points"].size(); ++n)
        EXPECT_NEAR(plane.distance(point(f["points"][n])), f["signed_distance"][n].get<double>(), 1e-6);
    POTENTIAL_CASE(c);
    const auto mesh = read_obj(c.folder / "fault.obj");
    for (std::size_t n = 0; n < f["points"].size(); ++n) {
        if (std::abs(f["signed_distance"][n].get<double>()) < 1) continue;  // a point on the plane has no side
        const auto d = distance_to(around(point(f["points"][n])), mesh, {.sign = DistanceSign::side}, base::Progress());
        ASSERT_TRUE(d);
        EXPECT_NEAR(d->values[0], f["signed_distance"][n].get<double>(), 2e-4);
    }
}

TEST(Geometry, SolidsAreNegativeInside) {
    POTENTIAL_GEOMETRY(e);
    POTENTIAL_CASE(c);
    for (const auto& [key, file] : {std::pair{"box", "../formats/box.obj"}, std::pair{"intrusion", "intrusion.obj"}}) {
        const auto mesh = read_obj(c.folder / file);
        for (std::size_t n = 0; n < e[key]["points"].size(); ++n)
            for (const double band : {0.0, 500.0}) {
                const auto d = distance_to(around(point(e[key]["points"][n])), mesh, {.sign = DistanceSign::inside, .band_m = band}, base::Progress());
                ASSERT_TRUE(d);
                const double expected = e[key]["signed_distance"][n].get<double>();
                EXPECT_NEAR(d->values[0], expected, 1e-6 + 4e-8 * std::abs(expected)) << key << ' ' << n;  // stored as float
            }
    }
    const auto open = read_obj(c.folder / "../formats/box_open.obj");
    const auto refused = distance_to(around({512350, 4396340, 130}), open, {.sign = DistanceSign::inside}, base::Progress());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "potential.open_solid");
    EXPECT_EQ(refused.error().what.args[0].second, "4");
}

TEST(Geometry, NarrowBandIsTheSameWhereItReachesAndMissingBeyond) {
    POTENTIAL_CASE(c);
    const auto mesh = read_obj(c.folder / "intrusion.obj");
    const GridGeometry grid{.origin = {512100, 4395900, -400}, .block_size = {20, 25, 30}, .count = {50, 40, 30}, .azimuth_deg = 15};
    const auto all = distance_to(grid, mesh, {.sign = DistanceSign::inside}, base::Progress());
    const auto near = distance_to(grid, mesh, {.sign = DistanceSign::inside, .band_m = 60}, base::Progress());
    ASSERT_TRUE(all && near);
    std::int64_t inside = 0;
    for (std::size_t v = 0; v < all->values.size(); ++v) {
        if (std::abs(all->values[v]) > 60.001) {
            EXPECT_TRUE(std::isnan(near->values[v]));
        } else if (std::abs(all->values[v]) < 59.999) {
            ++inside;
            EXPECT_NEAR(near->values[v], all->values[v], 1e-4);
        }
    }
    EXPECT_GT(inside, 100);
}

TEST(Geometry, BeyondTheEdgeOfASurfaceThereIsNoSide) {
    shapes::TriangleMesh square;
    square.points = {{0, 0, 0}, {100, 0, 0}, {100, 100, 0}, {0, 100, 0}};
    square.triangles = {{0, 1, 2}, {0, 2, 3}};
    const GridGeometry grid{.origin = {40, 40, -30}, .block_size = {20, 20, 20}, .count = {6, 1, 1}};
    const auto d = distance_to(grid, square, {.sign = DistanceSign::side}, base::Progress());
    ASSERT_TRUE(d);
    EXPECT_NEAR(d->values[0], -20, 1e-5);  // below it, as triangles face up
    EXPECT_NEAR(d->values[5], std::hypot(50, 20), 1e-4);
    EXPECT_GT(d->beyond_edge, 0);
    const auto turned = distance_to(grid, square, {.sign = DistanceSign::side, .facing = {0, 0, -1}}, base::Progress());
    EXPECT_NEAR(turned->values[0], 20, 1e-5);
}

TEST(Geometry, LinesHaveDistancesWithoutSign) {
    POTENTIAL_GEOMETRY(e);
    shapes::Polylines line;
    line.points = {{512347.0, 4396218.0, 480}, {512450.0, 4396500.0, 480}, {512552.6, 4396781.9, 480}};
    line.lines = {{0, 1, 2}};
    for (std::size_t n = 0; n < 3; ++n)
        EXPECT_NEAR(distance_to(line, point(e["polyline"]["points"][n])), e["polyline"]["distance"][n].get<double>(), 1e-6);
    line.lines = {{0}};
    EXPECT_EQ(distance_to(around({0, 0, 0}), line, base::Progress()).error().what.key, "potential.short_line");
}

TEST(Geometry, SurfaceLayersGoDownByDeclaration) {
    POTENTIAL_GEOMETRY(e);
    for (const json& p : e["projection"]) {
        const std::string name = p["case"];
        ProjectionRule rule{.dip_azimuth_deg = p["dip_azimuth"].get<double>(), .dip_deg = p["dip"].get<double>(), .decay_m = p["decay_m"].get<double>(), .background = 1.2};
        const Raster ground = name == "slope" ? tilted(500, -0.1, 0) : name == "oblique" ? tilted(500, 0, 0.05) : tilted(500, 0, 0);
        const Outcrop up = outcrop_of(point(p["voxel"]), ground, rule);
        EXPECT_NEAR(up.x, p["source"][0].get<double>(), 2e-5) << name;  // heights are kept as floats
        EXPECT_NEAR(up.y, p["source"][1].get<double>(), 2e-5) << name;
        EXPECT_NEAR(up.depth_m, p["depth"].get<double>(), 2e-5) << name;
        EXPECT_NEAR(projected_value(1.8, up.depth_m, 1.2, rule), p["value_from_1_8_background_1_2"].get<double>(), 1e-7) << name;
    }
}

TEST(Geometry, NothingIsProjectedBelowItsReachOrAboveTheGround) {
    const Raster ground = tilted(500, 0, 0);
    Raster clay = ground;
    std::ranges::fill(clay.values, 1.8F);
    const GridGeometry grid{.origin = {1000, 2000, 0}, .block_size = {50, 50, 100}, .count = {1, 1, 7}};
    const auto layer = project(grid, clay, ground, {.reach_m = 300, .background = 1.2}, base::Progress());
    ASSERT_TRUE(layer);
    EXPECT_TRUE(layer->projected);
    EXPECT_TRUE(std::isnan(layer->values[0]));   // 450 m below
    EXPECT_TRUE(std::isnan(layer->values[6]));   // above the ground
    EXPECT_NEAR(layer->values[4], 1.2 + 0.6 * std::exp(-50 / 150.0), 1e-6);
    EXPECT_EQ(project(grid, clay, ground, {.decay_m = 0}, base::Progress()).error().what.key, "potential.projection");
}

TEST(Geometry, RatiosTakeReflectancesAndLeaveOutWhatHasNoData) {
    BandImage image{{"swir1", "swir2"}, {}};
    for (const std::array<float, 3>& values : {std::array{0.26F, missing, 0.3F}, std::array{0.22F, 0.2F, 0.0F}}) {
        Raster band;
        band.columns = 3;
        band.rows = 1;
        band.values.assign(values.begin(), values.end());
        image.bands.push_back(band);
    }
    const auto clay = band_index(image, "clay");
    ASSERT_TRUE(clay);
    EXPECT_NEAR(clay->values[0], 1.181818, 1e-6);
    EXPECT_TRUE(std::isnan(clay->values[1]));
    EXPECT_TRUE(std::isnan(clay->values[2]));
    EXPECT_EQ(band_index(image, "ndvi").error().what.key, "potential.no_band");
    EXPECT_EQ(band_index(image, "cley").error().what.args[1].second, "clay");
}

TEST(Geometry, HoleFromOnePointToAnother) {
    POTENTIAL_GEOMETRY(e);
    const HoleDirection hole = hole_between({1000, 2000, 500}, {1060, 2080, 240});
    EXPECT_NEAR(hole.azimuth_deg, 36.869898, 1e-6);
    EXPECT_NEAR(hole.dip_deg, 68.962489, 1e-6);
    EXPECT_NEAR(hole.length_m, 278.567766, 1e-6);
    for (std::size_t a = 0; a < 3; ++a)
        EXPECT_NEAR(hole_vector(hole.azimuth_deg, hole.dip_deg)[a], e["hole_from_to"]["vector"][a].get<double>(), 1e-6);
}

TEST(Geometry, ChordsOfAHole) {
    POTENTIAL_GEOMETRY(e);
    const GridGeometry grid{.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {4, 4, 4}};
    const auto chords = walk(grid, {5, 8, 38}, hole_vector(60, 50), 45);
    ASSERT_EQ(chords.size(), e["traverse"]["chords"].size());
    double sum = 0;
    for (std::size_t n = 0; n < chords.size(); ++n) {
        EXPECT_EQ(chords[n].voxel, e["traverse"]["chords"][n][0].get<std::int64_t>());
        EXPECT_NEAR(chords[n].length_m, e["traverse"]["chords"][n][1].get<double>(), 1e-6);
        EXPECT_NEAR(chords[n].from_m, sum, 1e-9);
        sum += chords[n].length_m;
    }
    EXPECT_NEAR(sum, 45, 1e-9);
    EXPECT_TRUE(walk(grid, {5, 8, 80}, {1, 0, 0}, 100).empty());
    EXPECT_EQ(walk(grid, {-20, 5, 5}, {1, 0, 0}, 100).size(), 4U);
}

TEST(Geometry, LatticeIsTrilinearAndKnowsItsHull) {
    NodeModel nodes{.origin = {512050, 4396050, 0}, .step = {100, 100, 100}, .count = {3, 3, 2}};
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i) nodes.values.push_back(static_cast<float>(1 + i + 10 * j + 100 * k));
    EXPECT_NEAR(sample(nodes, {512100, 4396150, 50}), 61.5, 1e-9);
    EXPECT_NEAR(sample(nodes, {512225, 4396225, 25}), 45.25, 1e-9);
    EXPECT_TRUE(std::isnan(sample(nodes, {512049, 4396150, 50})));
    nodes.values[0] = missing;
    EXPECT_TRUE(std::isnan(sample(nodes, {512060, 4396060, 10})));
    EXPECT_TRUE(std::isfinite(sample(nodes, {512150, 4396060, 0})));  // the missing node has no weight there
}

TEST(Geometry, CellsAreTakenWholeAndAveragedByVolume) {
    CellModel cells;
    cells.edge = {std::vector<double>{0, 10, 30}, std::vector<double>{0, 20}, std::vector<double>{0, 20}};
    cells.values = {1, 4};
    EXPECT_EQ(sample(cells, {9.9, 5, 5}), 1);
    EXPECT_EQ(sample(cells, {10, 5, 5}), 4);
    EXPECT_TRUE(std::isnan(sample(cells, {31, 5, 5})));
    const GridGeometry grid{.origin = {0, 0, 0}, .block_size = {20, 20, 40}, .count = {1, 1, 1}};
    const auto mean = average(grid, cells);
    EXPECT_NEAR(mean->values[0], 2.5, 1e-6);
    EXPECT_NEAR(mean->covered[0], 0.5, 1e-6);
    // What the survey does not see is no part of the mean.
    cells.sensitivity = {0, 1};
    EXPECT_TRUE(std::isnan(sample(cells, {5, 5, 5})));
    const auto seen = average(grid, cells);
    EXPECT_NEAR(seen->values[0], 4, 1e-6);
    EXPECT_NEAR(seen->covered[0], 0.25, 1e-6);
    std::vector<float> values{1, -99999, 1e-8F, -99999};
    EXPECT_EQ(drop_codes(values, std::array{-99999.0, 1e-8}), (std::vector<std::int64_t>{2, 1}));
    EXPECT_TRUE(std::isnan(values[3]));
}

TEST(Geometry, PointsReachAsFarAsTheyAreAllowed) {
    const GridGeometry grid{.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {30, 1, 1}};
    PointSet points;
    points.places = {{5, 5, 5}, {45, 5, 5}};
    points.values = {1, 3};
    const auto values = interpolate(grid, points, {.reach_m = 60}, base::Progress());
    ASSERT_TRUE(values);
    EXPECT_EQ((*values)[0], 1);
    EXPECT_NEAR((*values)[2], 2, 1e-6);
    EXPECT_TRUE(std::isnan((*values)[20]));
}

TEST(Geometry, SamplesOfTheGroundFadeDownward) {
    const GridGeometry grid{.origin = {0, 0, -100}, .block_size = {10, 10, 10}, .count = {3, 3, 10}};
    Raster ground;
    ground.to = {-50, 100, 0, 150, 0, -100};
    ground.columns = ground.rows = 2;
    ground.values.assign(4, 0);
    const PointSet soil{{{15, 15, missing}}, {8}, {}};
    const auto mean = near_mean(soil, {.on_ground = true});
    ASSERT_TRUE(mean);
    const auto layer = project(grid, [&](double x, double y) { return (*mean)({x, y, 0}); }, ground, {.decay_m = 20, .reach_m = 50, .background = 0}, base::Progress());
    ASSERT_TRUE(layer) << base::describe(layer.error(), base::Language::english);
    EXPECT_NEAR(layer->values[4 + 9 * 9], 8 * std::exp(-5.0 / 20), 1e-5);
    EXPECT_NEAR(layer->values[4 + 9 * 5], 8 * std::exp(-45.0 / 20), 1e-5);
    EXPECT_TRUE(std::isnan(layer->values[4 + 9 * 4])) << "deeper than its reach";
}

TEST(Geometry, LayersOfLayers) {
    Evidence evidence;
    evidence.grid = {.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {5, 5, 5}};
    evidence.active.assign(125, 1);
    Layer slope{.id = "slope", .values = {}, .nominal = false, .projected = false, .from = {}};
    for (int v = 0; v < 125; ++v) slope.values.push_back(static_cast<float>(3 * (v % 5) + 4 * (v / 5 % 5)));
    slope.values[0] = missing;
    evidence.layers.push_back(slope);
    const auto steep = gradient(evidence.grid, evidence.layers[0].values);
    EXPECT_NEAR(steep[62], 0.5, 1e-6);
    EXPECT_TRUE(std::isnan(steep[0]));
    const auto twice = formula(evidence, "2 * slope + 1", base::Progress());
    ASSERT_TRUE(twice);
    EXPECT_TRUE(std::isnan((*twice)[0]));
    EXPECT_EQ((*twice)[1], 7);
    EXPECT_FALSE(formula(evidence, "2 * slop", base::Progress()));
    const std::vector<float> as{2, 4, 8}, mo{1, 0, 2};
    EXPECT_EQ(ratio(as, mo)[0], 2);
    EXPECT_TRUE(std::isnan(ratio(as, mo)[1]));
    const auto clr = centred_log_ratio({as, mo}, 0);
    EXPECT_NEAR(clr[0], 0.5 * std::log(2.0), 1e-6);
    EXPECT_TRUE(std::isnan(clr[1]));
    EXPECT_TRUE(std::isfinite(halo_zonality({as}, {mo})[0]));
    EXPECT_EQ(one_code(std::vector<float>{1, 2, missing}, 2)[1], 1);
}

TEST(Case3dLayers, DistancesSamplesAndLabelsAreMadeAgain) {
    POTENTIAL_CASE(c);
    const auto& grid = c.evidence.grid;
    const auto active = below_ground(grid, c.ground);
    EXPECT_EQ(active, c.evidence.active);
    const auto fault = distance_to(grid, read_obj(c.folder / "fault.obj"), {.sign = DistanceSign::side}, base::Progress());
    const auto contact = distance_to(grid, read_obj(c.folder / "contact.obj"), {.sign = DistanceSign::side}, base::Progress());
    const auto intrusion = distance_to(grid, read_obj(c.folder / "intrusion.obj"), {.sign = DistanceSign::inside}, base::Progress());
    ASSERT_TRUE(fault && contact && intrusion);
    // Beside the surface's edge there is no sign here; the reference takes that of the plane, far beyond the triangles.
    double worst = 0;
    const auto compare = [&](const DistanceLayer& mine, const char* name) {
        std::int64_t other_side = 0;
        for (std::size_t v = 0; v < 48000; ++v) {
            const double a = mine.values[v], b = c.column.at(name)[v];
            worst = std::max(worst, std::abs(std::abs(a) - std::abs(b)));
            other_side += std::abs(a - b) > 0.0511;
        }
        EXPECT_LE(other_side, mine.beyond_edge) << name;
    };
    compare(*fault, "d_fault");
    compare(*contact, "d_contact");
    compare(*intrusion, "d_intrusion");
    EXPECT_EQ(intrusion->beyond_edge, 0);
    EXPECT_LE(worst, 0.0511);
}

TEST(Labels, UnassayedIsNotBarrenAndShortIsUnknown) {
    Evidence evidence;
    evidence.grid = {.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {4, 1, 1}};
    evidence.active.assign(4, 1);
    const std::vector<Sample> samples{{{0, 5, 5}, {10, 5, 5}, 0.5, 0}, {{10, 5, 5}, {20, 5, 5}, std::nan(""), 0},
                                      {{20, 5, 5}, {24, 5, 5}, 0.01, 0}, {{30, 5, 5}, {40, 5, 5}, 0.01, 1}};
    auto labels = label_samples(evidence, samples, {.cutoff = 0.2});
    ASSERT_TRUE(labels);
    EXPECT_EQ(labels->label, (std::vector<std::int8_t>{positive, unknown, unknown, barren}));
    EXPECT_EQ(labels->weak, 1);
    EXPECT_EQ(labels->hole[3], 1);
    const auto conflicts = add_labels(*labels, {{0, barren, 3, "map.csv"}, {1, positive, 4, "map.csv"}, {1, barren, 5, "map.csv"}}, "drilling");
    ASSERT_TRUE(conflicts);
    ASSERT_EQ(conflicts->size(), 2U);
    EXPECT_EQ((*conflicts)[0].first, "drilling");
    EXPECT_EQ((*conflicts)[1].first, "map.csv");
    EXPECT_EQ(labels->positives, 2);
    EXPECT_EQ(add_labels(*labels, {{4, positive, 9, "map.csv"}}, "drilling").error().place.row, 9);
    EXPECT_EQ(label_samples(evidence, samples, {.cutoff = 0.2, .barren = 0.3}).error().what.key, "potential.label_limits");
    EXPECT_EQ(judge(evidence, *labels).said.front().key, "potential.few_positives");
}

TEST(Case3dLayers, LabelsOfTheDrillingExactly) {
    POTENTIAL_CASE(c);
    const auto rows = [&](const char* file) {
        std::vector<std::vector<std::string>> list;
        std::ifstream in(c.folder / file);
        std::string line;
        std::getline(in, line);
        while (std::getline(in, line)) {
            auto& fields = list.emplace_back(1);
            for (const char ch : line)
                if (ch == ',')
                    fields.emplace_back();
                else
                    fields.back().push_back(ch);
        }
        return list;
    };
    drilling::DrillholeSet holes;
    for (const auto& f : rows("drill_collar.csv")) {
        holes.hole_index[f[0]] = static_cast<std::int32_t>(holes.collars.size());
        holes.collars.push_back({.hole = f[0], .x = std::stod(f[1]), .y = std::stod(f[2]), .z = std::stod(f[3]), .depth_m = std::stod(f[4])});
    }
    for (const auto& f : rows("drill_survey.csv"))
        holes.surveys.push_back({.hole = holes.hole_index[f[0]], .depth_m = std::stod(f[1]), .azimuth_deg = std::stod(f[2]), .dip_deg = -std::stod(f[3])});
    drilling::GradeColumn copper;
    copper.name = "Cu";
    for (const auto& f : rows("drill_assay.csv")) {
        holes.assays.hole.push_back(holes.hole_index[f[0]]);
        holes.assays.from_m.push_back(std::stod(f[1]));
        holes.assays.to_m.push_back(std::stod(f[2]));
        copper.values.push_back(f[3].empty() ? std::nan("") : std::stod(f[3]));
    }
    holes.assays.grades.push_back(copper);
    const auto samples = samples_of(holes, "Cu");
    ASSERT_TRUE(samples);
    const auto labels = label_samples(c.evidence, *samples, {.cutoff = 0.2, .barren = 0.1, .least_length_m = 12.5});
    ASSERT_TRUE(labels);
    EXPECT_EQ(labels->positives, 40);
    EXPECT_EQ(labels->barrens, 953);
    EXPECT_EQ(labels->weak, 477);
    EXPECT_EQ(labels->label, c.label);
    double metal = 0, length = 0;
    for (std::size_t v = 0; v < labels->label.size(); ++v)
        if (labels->label[v] == positive) {
            length += static_cast<double>(labels->length_m[v]);
            metal += static_cast<double>(labels->length_m[v]) * static_cast<double>(labels->grade[v]);
        }
    EXPECT_NEAR(metal / length, 0.7958606766, 1e-6);
    EXPECT_EQ(samples_of(holes, "Zn").error().what.key, "potential.no_element");
}

}  // namespace
}  // namespace orelens::potential
