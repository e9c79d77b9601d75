// Domains drawn from the holes in a project: they serve like solids of a file; contacts, variograms and directions of
// domains; what is said of how samples and blocks fit together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/project/Contacts.h"
#include "core/project/DomainMatch.h"
#include "core/project/DomainVariograms.h"
#include "core/project/LocalOrientation.h"
#include "core/project/ShapeDraw.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using testing::SmallDeposit;

class Domains : public ::testing::Test {
  protected:
    void draw(const char* name, shapes::Source source) {
        shapes::ShapeRule& shape = project.recipe.shape[name];
        shape.source = source;
        shape.role = shapes::Role::domain;
    }
    void run() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    std::vector<std::string> kinds() const {
        std::vector<std::string> all;
        for (const auto& finding : project.findings()) all.push_back(finding.kind);
        return all;
    }
    double mean(const char* column) const {
        const blocks::BlockModel& model = *project.results.estimate.model;
        double sum = 0, count = 0;
        const auto values = model.real_leaves(column);
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n) && !std::isnan(values[leaf][n])) {
                    sum += static_cast<double>(values[leaf][n]);
                    ++count;
                }
        return sum / count;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Domains, AShellServesLikeASolidOfAFile) {
    draw("rich", shapes::Source::grade_shell);
    project.recipe.shape["rich"].drawn.threshold = 0.35;
    project.recipe.estimate.boundary = geostat::Boundary::solids;
    run();
    const ShapeResults& shapes = project.results.shapes;
    ASSERT_EQ(shapes.list->size(), 1U);
    EXPECT_TRUE(shapes.list->at(0).closed);
    EXPECT_GT(shapes.list->at(0).volume_m3, 1e5);
    ASSERT_TRUE(shapes.drawn);
    const DrawnShape& drawn = shapes.drawn->at(0);
    EXPECT_EQ(drawn.report.element, "Cu") << "of the main commodity";
    EXPECT_EQ(drawn.unit, "%");
    EXPECT_DOUBLE_EQ(drawn.volume_m3, shapes.list->at(0).volume_m3);
    EXPECT_TRUE(project.results.model()->has("fraction.rich"));
    EXPECT_THAT(kinds(), IsSupersetOf({"domain_threshold_stated", "domain_drawn", "domain_match"}));
    // Every sample above lies in it, or is told of.
    base::Progress progress;
    const auto match = match_domains(project, progress);
    ASSERT_TRUE(match);
    ASSERT_EQ(match->size(), 1U);
    EXPECT_EQ(match->at(0).samples, drawn.report.above_in + drawn.report.below_in + drawn.report.unknown_in);
    EXPECT_GT(match->at(0).blocks, 100);
    EXPECT_NEAR(match->at(0).tonnes, match->at(0).m3 * project.recipe.economics.costs.density_t_per_m3, 1e-6 * match->at(0).tonnes);
    EXPECT_LE(match->at(0).m3, 1.0001 * drawn.volume_m3);
}

TEST_F(Domains, ComeBackFromTheFile) {
    draw("rich", shapes::Source::grade_shell);
    project.recipe.shape["rich"].drawn.threshold = 0.35;
    project.recipe.estimate.boundary = geostat::Boundary::solids;
    run();
    const std::string path = (deposit.folder().path() / "p.gpkg").string();
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto back = open_project(path, progress);
    ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
    ASSERT_TRUE(back->results.shapes.drawn);
    EXPECT_EQ(back->results.shapes.drawn->at(0).report.above, project.results.shapes.drawn->at(0).report.above);
    EXPECT_EQ(back->results.shapes.list->at(0).mesh.points, project.results.shapes.list->at(0).mesh.points);
    EXPECT_EQ(back->stale(), std::vector<std::string>());
    EXPECT_EQ(back->recipe.shape.at("rich").drawn.threshold, 0.35);
}

TEST_F(Domains, AreStaleWhenSamplesChange) {
    draw("rich", shapes::Source::grade_shell);
    run();
    project.recipe.composite.length_m = 4;
    EXPECT_THAT(project.stale(), ::testing::Contains("shapes"));
    run();
    project.recipe.economics.main_commodity = "Au";
    EXPECT_THAT(project.stale(), ::testing::Contains("shapes")) << "it follows the main commodity's element";
    run();
    EXPECT_EQ(project.results.shapes.drawn->at(0).report.element, "Au");
}

TEST_F(Domains, ErrorsNameTheParameter) {
    draw("rich", shapes::Source::grade_shell);
    project.recipe.shape["rich"].drawn.element = "Zn";
    base::Progress progress;
    auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "domains.no_element");
    EXPECT_EQ(ran.error().place.field, "shape.rich.threshold");
    project.recipe.shape["rich"].drawn.element = "";
    project.recipe.shape["rich"].drawn.codes = "SX";
    ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "domains.no_such_code");
    EXPECT_EQ(ran.error().place.field, "shape.rich.rock_codes");
}

TEST_F(Domains, SheetByCode) {
    project.recipe.composite.within_domain = true;
    draw("ox", shapes::Source::sheet);
    project.recipe.shape["ox"].drawn.codes = "OX";
    run();
    const DrawnShape& drawn = project.results.shapes.drawn->at(0);
    EXPECT_EQ(drawn.report.holes, 25);
    EXPECT_NEAR(drawn.report.thickness_m, 28, 1.5) << "24, 28 or 32 m from the collar down";
    // Half a spacing beyond the outermost holes: 200 m by 200 m, less rounded corners.
    EXPECT_NEAR(drawn.volume_m3 / (200 * 200 * 28.0), 0.97, 0.06);
}

TEST(Contacts, AreRead) {
    const std::vector<std::string> codes{"ore", "halo"};
    const auto both = contacts_of("ore <> halo 20", codes);
    ASSERT_TRUE(both);
    EXPECT_THAT(*both, ElementsAre(Contact{0, 1, 20}, Contact{1, 0, 20}));
    EXPECT_THAT(*contacts_of(" ore<outside 7.5 ;", codes), ElementsAre(Contact{0, -1, 7.5}));
    EXPECT_THAT(*contacts_of("ore < * 5; ore < halo 9", codes), ElementsAre(Contact{0, -1, 5}, Contact{0, 1, 9}));
    EXPECT_TRUE(contacts_of("", codes)->empty());
    for (const auto& [text, key] : {std::pair{"ore halo 20", "domains.contact_no_sign"},
                                    {"ore < halo", "domains.contact_no_distance"},
                                    {"ore < halo -3", "domains.contact_no_distance"},
                                    {"ore < hallo 3", "domains.contact_unknown"},
                                    {"ore < ore 3", "domains.contact_itself"}}) {
        const auto bad = contacts_of(text, codes);
        ASSERT_FALSE(bad) << text;
        EXPECT_EQ(bad.error().what.key, key);
        EXPECT_EQ(bad.error().place.field, "estimate.contacts");
    }
}

/// Rock codes with the grades of either far apart: what crosses the contact shows.
class ContactRuns : public Domains {
  protected:
    void SetUp() override {
        std::string assays = "hole,from,to,Cu,Au\n";
        for (int i = 0; i < 5; ++i)
            for (int j = 0; j < 5; ++j)
                for (int s = 0; s < 20; ++s)
                    assays += "H" + std::to_string(i) + std::to_string(j) + "," + std::to_string(4 * s) + "," +
                              std::to_string(4 * s + 4) + "," + (4 * s < 24 + 4 * ((i + j) % 3) ? "2" : "0.1") + ",1\n";
        deposit.folder().write("assay.csv", assays);
        project.recipe.composite.within_domain = true;
        project.recipe.composite.length_m = 4;
        project.recipe.estimate.boundary = geostat::Boundary::lithology;
        project.recipe.estimate.max_samples = 16;
    }
    /// Highest and lowest copper of blocks of a code.
    std::array<double, 2> range_of(const std::string& code) const {
        const blocks::BlockModel& model = *project.results.estimate.model;
        const auto& codes = model.info("domain")->codes;
        const auto which = static_cast<std::int32_t>(std::ranges::find(codes, code) - codes.begin());
        const auto domain = model.integer_leaves("domain");
        const auto copper = model.real_leaves("Cu");
        std::array<double, 2> range{1e9, -1e9};
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n) && domain[leaf][n] == which && !std::isnan(copper[leaf][n])) {
                    range[0] = std::min(range[0], static_cast<double>(copper[leaf][n]));
                    range[1] = std::max(range[1], static_cast<double>(copper[leaf][n]));
                }
        return range;
    }
};

TEST_F(ContactRuns, HardSoftAndOneWay) {
    run();
    EXPECT_NEAR(range_of("OX")[0], 2, 1e-5);
    EXPECT_NEAR(range_of("SU")[1], 0.1, 1e-5);
    project.recipe.estimate.contacts = "OX < SU 10";
    EXPECT_THAT(project.stale(), ::testing::Contains("estimate"));
    run();
    EXPECT_LT(range_of("OX")[0], 1.8) << "takes poor samples across the contact";
    EXPECT_NEAR(range_of("SU")[1], 0.1, 1e-5) << "and gives none back";
    EXPECT_NEAR(range_of("OX")[1], 2, 0.2) << "far from the contact little changes";
    project.recipe.estimate.contacts = "OX <> SU 10";
    run();
    EXPECT_LT(range_of("OX")[0], 1.8);
    EXPECT_GT(range_of("SU")[1], 0.3);
    EXPECT_EQ(project.results.estimate.summaries->at(1).samples, 25 * 20) << "Cu: each sample counts once";
    base::Progress progress;
    const auto match = match_domains(project, progress);
    ASSERT_TRUE(match);
    EXPECT_GT(match->at(0).borrowed, 20);
    EXPECT_EQ(match->at(0).samples + match->at(1).samples, 25 * 20);
}

TEST_F(Domains, EachHasItsOwnVariogramWhereItCarriesOne) {
    for (const char* element : {"Cu", "Au"}) project.recipe.element[element].variogram.fit = true;
    project.recipe.composite.within_domain = true;
    project.recipe.composite.length_m = 4;
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run();
    ASSERT_TRUE(project.results.estimate.domain_variograms);
    const auto& fits = project.results.estimate.domain_variograms->fits;
    ASSERT_EQ(fits.size(), 4U) << "two elements in two domains";
    for (const DomainFit& one : fits) {
        EXPECT_EQ(one.holes, 25);
        EXPECT_GT(one.samples, 100);
        EXPECT_EQ(one.own, !one.fit.is_default);
    }
    const double own = mean("Cu");
    const std::string made_from = project.results.estimate.domain_variograms->made_from;
    project.recipe.estimate.max_samples = 12;
    run();
    EXPECT_EQ(project.results.estimate.domain_variograms->made_from, made_from) << "need not be fitted again";
    project.recipe.estimate.max_samples = 8;
    for (const char* element : {"Cu", "Au"}) project.recipe.element[element].variogram.by_domain = false;
    EXPECT_FALSE(project.current("estimate"));
    EXPECT_TRUE(project.current("variogram"));
    run();
    EXPECT_TRUE(project.results.estimate.domain_variograms->fits.empty());
    EXPECT_NE(mean("Cu"), own);
}

TEST(LocalOrientation, TurnsTheShortestAxis) {
    const geostat::Anisotropy flat{0, 0, 0, 100, 60, 10};
    const double dip = 40 * std::numbers::pi / 180;
    const shapes::Vec3 across{std::sin(dip), 0, std::cos(dip)};
    const auto rows = geostat::isotropic_frame(turned(flat, across));
    const auto length = [&](const shapes::Vec3& d) {
        double square = 0;
        for (const auto& r : rows) square += std::pow(r[0] * d[0] + r[1] * d[1] + r[2] * d[2], 2);
        return std::sqrt(square);
    };
    EXPECT_NEAR(length({10 * across[0], 0, 10 * across[2]}), 1, 1e-9);
    EXPECT_NEAR(length({0, 100, 0}), 1, 1e-9) << "what lay in both planes stays";
    EXPECT_NEAR(length({60 * std::cos(dip), 0, -60 * std::sin(dip)}), 1, 1e-9);
    const geostat::Anisotropy ball{30, 20, 10, 50, 50, 50};
    EXPECT_EQ(turned(ball, across), ball);
}

TEST(LocalOrientation, FollowsAFold) {
    // A roof: two limbs that dip 40° to west and east, 20 m thick.
    shapes::TriangleMesh roof;
    const double slope = std::tan(40 * std::numbers::pi / 180);
    for (const double lift : {0.0, -20.0})
        for (const double x : {-200.0, 0.0, 200.0})
            for (const double y : {0.0, 300.0}) roof.points.push_back({x, y, lift - slope * std::abs(x)});
    for (const int base : {0, 6})
        for (const int limb : {0, 2})
            roof.triangles.insert(roof.triangles.end(), {{base + limb, base + limb + 2, base + limb + 1},
                                                         {base + limb + 1, base + limb + 2, base + limb + 3}});
    blocks::GridGeometry grid;
    grid.origin = {-200, 0, -180};
    grid.block_size = {10, 10, 10};
    grid.count = {40, 30, 18};
    const auto model = blocks::BlockModel::where(grid, [&](const blocks::Index3& block) {
        const auto c = grid.centre(block);
        const double top = -slope * std::abs(c[0]);
        return c[2] <= top && c[2] >= top - 20;
    });
    ASSERT_TRUE(model);
    base::Progress progress;
    const auto groups = orient_blocks(*model, {&roof}, 50, progress);
    ASSERT_TRUE(groups);
    std::int64_t blocks = 0, right = 0;
    for (const OrientedBlocks& group : *groups) {
        blocks += group.model.block_count();
        for (std::size_t leaf = 0; leaf < group.model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                if (!group.model.leaf(leaf).is_active(n)) continue;
                const auto c = grid.centre(group.model.leaf(leaf).index(n));
                if (!group.across) {
                    right += std::abs(c[0]) <= 75 ? 1 : 0;  // about the crest the surface faces two ways
                    continue;
                }
                const double side = c[0] > 0 ? 1 : -1, dip = 40 * std::numbers::pi / 180;
                const double same = std::abs(side * std::sin(dip) * (*group.across)[0] + std::cos(dip) * (*group.across)[2]);
                right += std::abs(c[0]) > 75 && same > std::cos(5 * std::numbers::pi / 180) ? 1 : 0;
                right += std::abs(c[0]) <= 75 ? 1 : 0;
            }
    }
    EXPECT_EQ(blocks, model->block_count()) << "each block in one group";
    EXPECT_EQ(right, blocks);
    EXPECT_LE(groups->size(), 12U);
}

TEST_F(Domains, DirectionsOfTheSurface) {
    project.recipe.composite.within_domain = true;
    draw("ox", shapes::Source::sheet);
    project.recipe.shape["ox"].drawn.codes = "OX";
    project.recipe.estimate.boundary = geostat::Boundary::solids;
    project.recipe.estimate.search_minor_m = 20;
    run();
    const double one = mean("Cu");
    const auto counted = project.results.estimate.summaries->at(1);
    project.recipe.estimate.orientation = geostat::Orientation::surface;
    run();
    EXPECT_GT(project.results.estimate.summaries->at(1).estimated, 0.9 * counted.estimated);
    EXPECT_EQ(project.results.estimate.summaries->at(1).samples, counted.samples);
    EXPECT_NEAR(mean("Cu"), one, 0.02);
}

}  // namespace
}  // namespace orelens::project
