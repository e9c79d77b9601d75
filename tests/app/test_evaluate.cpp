// orelens-cli evaluate: the known deposit's ladder through the program, from a plain table of blocks and a recipe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "core/base/AtomicFile.h"
#include "core/pits/KnownDeposit.h"
#include "core/project/Recipe.h"
#include "tests/app/Program.h"
#include "tests/core/pits/Reference.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using ::testing::HasSubstr;
using pits::testing::expect_close;
using pits::testing::reference_ladder;
using testing::run_program;
using testing::TemporaryFolder;

/// As another program would write it: centroids or indices, grades with their units in the headings.
std::string table_of(const blocks::BlockModel& model, bool indices) {
    std::ostringstream out;
    out.precision(17);
    out << (indices ? "I,J,K" : "X,Y,Z") << ",Cu_pct,Au_gpt,density,proportion,rock\n";
    const char* const codes[] = {"oxide", "sulphide"};
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const blocks::Index3 ijk = model.leaf(n).index(at);
            const blocks::Vec3 centre = model.geometry().centre(ijk);
            for (std::size_t a = 0; a < 3; ++a) out << (indices ? ijk[a] : centre[a]) << ",";
            for (const char* name : {"Cu", "Au", "density", "fraction"}) {
                const float value = model.real(name, n)[at];
                if (!std::isnan(value)) out << static_cast<double>(value);
                out << ",";
            }
            out << codes[model.integer("rock", n)[at]] << "\n";
        }
    return out.str();
}

class Evaluate : public ::testing::Test {
  protected:
    Evaluate() {
        project::Recipe recipe;
        const economics::PriceDeck deck = pits::known_deposit_deck();
        for (const economics::Commodity& commodity : deck.commodities) {
            recipe.commodity[commodity.name] = commodity;
            recipe.commodity[commodity.name].name.clear();
        }
        recipe.economics.main_commodity = "Cu";
        recipe.economics.costs = deck.costs;
        recipe.pits = pits::known_deposit_rule();
        EXPECT_TRUE(base::write_text_file(recipe_file, project::recipe_to_json(recipe)));
    }
    std::string table(bool indices) const {
        const blocks::BlockModel model = pits::known_deposit().value();
        return folder.write(indices ? "indices.csv" : "blocks.csv", table_of(model, indices));
    }
    TemporaryFolder folder;
    const std::string recipe_file = folder.file("known.json");
};

TEST_F(Evaluate, a_header_in_place_of_the_column_is_refused_with_the_names_and_the_column_that_it_became) {
    auto recipe = nlohmann::json::parse(base::read_text_file(recipe_file).value());
    recipe["commodity"]["Au"]["grade_column"] = "Au_gpt";
    ASSERT_TRUE(base::write_text_file(recipe_file, recipe.dump()));
    const auto run = run_program({"evaluate", table(false), recipe_file, "--json"});
    EXPECT_NE(run.exit_code, 0);
    EXPECT_THAT(run.out + run.err, HasSubstr("Cu, Au"));
    EXPECT_THAT(run.out + run.err, HasSubstr("Au_gpt is read as Au"));
}

void expect_ladder(const nlohmann::json& json, const std::string& file) {
    const auto rows = reference_ladder(file);
    ASSERT_EQ(rows.size(), 13U);
    ASSERT_EQ(json.at("rows").size(), 13U);
    static const std::pair<const char*, const char*> same[] = {
        {"factor", "factor"},
        {"usable_tonnes", "usable_tonnes"},
        {"usable_Cu_percent", "usable_cu_percent"},
        {"usable_Au_g_t", "usable_au_g_t"},
        {"pit_ore_tonnes", "ore"},
        {"pit_fed_tonnes", "fed"},
        {"pit_waste_tonnes", "waste"},
        {"pit_product_Cu_tonnes", "product_cu"},
        {"pit_product_Au_tonnes", "product_au"},
        {"pit_value", "value"},
        {"pit_value_at_own_prices", "own_value"}};
    for (std::size_t n = 0; n < rows.size(); ++n)
        for (const auto& [ours, theirs] : same)
            expect_close(json["rows"][n].at(ours).get<double>(), rows[n].at(theirs), ours);
}

TEST_F(Evaluate, ReproducesTheKnownDepositsLadderFromATable) {
    const auto ran = run_program({"evaluate", table(false), recipe_file, "--out", folder.file("rows.csv"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    expect_ladder(ran.json(), "ladder.csv");
    const auto csv = base::read_text_file(folder.file("rows.csv"));
    ASSERT_TRUE(csv);
    EXPECT_THAT(*csv, HasSubstr("factor,price,usable_blocks,usable_tonnes,usable_Au_g_t,usable_Cu_percent,pit_cells"));
    EXPECT_EQ(std::ranges::count(*csv, '\n'), 14);
}

TEST_F(Evaluate, TakesIndicesWithTheGridStated) {
    const auto ran = run_program({"evaluate", table(true), recipe_file, "--json", "--set", "model.size_u=20", "--set",
                                  "model.size_v=25", "--set", "model.size_w=15", "--set", "model.origin_x=0", "--set",
                                  "model.origin_y=0", "--set", "model.origin_z=0"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto rows = reference_ladder("ladder.csv");
    const auto json = ran.json();
    for (std::size_t n = 0; n < rows.size(); ++n)
        expect_close(json["rows"][n].at("pit_ore_tonnes").get<double>(), rows[n].at("ore"), "ore");
}

/// In the form of public benchmark models: a number of the block, indices, tonnage, grades and a rock code, set apart by
/// blanks. Tonnages go through the densities of the blocks, which are single floats.
TEST_F(Evaluate, TakesATableOfIndicesTonnageGradesAndRockCode) {
    const blocks::BlockModel model = pits::known_deposit().value();
    const double volume = model.geometry().block_size[0] * model.geometry().block_size[1] * model.geometry().block_size[2];
    std::ostringstream out;
    out.precision(17);
    out << "id x_index y_index z_index tonnes Cu_pct Au_gpt rock\n";
    int id = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const blocks::Index3 ijk = model.leaf(n).index(at);
            out << id++ << ' ' << ijk[0] << ' ' << ijk[1] << ' ' << ijk[2] << ' '
                << volume * static_cast<double>(model.real("density", n)[at]) * static_cast<double>(model.real("fraction", n)[at]);
            for (const char* name : {"Cu", "Au"}) {
                const float value = model.real(name, n)[at];
                out << ' ' << (std::isnan(value) ? -99 : static_cast<double>(value));
            }
            out << ' ' << model.integer("rock", n)[at] << '\n';
        }
    const std::string types = folder.write("types.json", R"({"column": "rock", "types": {"0": {
        "commodity.Cu.recovery_percent": 55, "commodity.Au.recovery_percent": 71, "economics.processing": 6.5, "economics.mining": 2.1}}})");
    const auto ran = run_program({"evaluate", folder.write("known.blocks.txt", out.str()), recipe_file, "--ore-types", types,
                                  "--json", "--set", "model.size_u=20", "--set", "model.size_v=25", "--set", "model.size_w=15",
                                  "--set", "model.origin_x=0", "--set", "model.origin_y=0", "--set", "model.origin_z=0", "--set",
                                  "pits.slopes_by_code=0 = 38"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto rows = reference_ladder("ladder_by_rock.csv");
    const auto json = ran.json();
    ASSERT_EQ(json.at("rows").size(), rows.size());
    static const std::pair<const char*, const char*> same[] = {
        {"usable_tonnes", "usable_tonnes"}, {"usable_Cu_percent", "usable_cu_percent"}, {"usable_Au_g_t", "usable_au_g_t"},
        {"pit_ore_tonnes", "ore"},          {"pit_waste_tonnes", "waste"},             {"pit_value", "value"}};
    for (std::size_t n = 0; n < rows.size(); ++n)
        for (const auto& [ours, theirs] : same)
            EXPECT_NEAR(json["rows"][n].at(ours).get<double>(), rows[n].at(theirs), 1e-6 * std::abs(rows[n].at(theirs))) << ours;
}

TEST_F(Evaluate, GoesByOreTypes) {
    const std::string types = folder.write("types.json", R"({"column": "rock", "types": {"oxide": {
        "commodity.Cu.recovery_percent": 55, "commodity.Au.recovery_percent": 71, "economics.processing": 6.5, "economics.mining": 2.1}}})");
    const auto ran = run_program({"evaluate", table(false), recipe_file, "--ore-types", types, "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    expect_ladder(ran.json(), "ladder_by_rock.csv");
}

TEST_F(Evaluate, TestsTheWidthOfAnUndergroundMineAndSaysThatAPitDoesNotApply) {
    const auto ran = run_program({"evaluate", table(false), recipe_file, "--underground", "40", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto json = ran.json();
    EXPECT_THAT(json.at("no_pit").get<std::string>(), HasSubstr("underground"));
    EXPECT_EQ(json.at("stopes").at("box"), nlohmann::json::parse("[2,2,3]"));
    for (const auto& row : json.at("rows")) {
        EXPECT_FALSE(row.contains("pit_value"));
        EXPECT_LE(row.at("usable_in_stopes_tonnes").get<double>(), row.at("usable_tonnes").get<double>());
    }
    EXPECT_LT(json["rows"][6]["usable_in_stopes_tonnes"].get<double>(), json["rows"][6]["usable_tonnes"].get<double>());
}

TEST_F(Evaluate, SaysWhatEarnsNothingAndWhatWeighsMoreThanItsOre) {
    const std::string model = table(false);
    auto ran = run_program({"evaluate", model, recipe_file, "--json"});
    EXPECT_FALSE(ran.json().contains("doubts"));
    ran = run_program({"evaluate", model, recipe_file, "--json", "--set", "commodity.Au.price=0"});
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_THAT(ran.json().at("doubts").dump(), HasSubstr("Au has a grade but no price"));
    ran = run_program({"evaluate", model, recipe_file, "--json", "--set", "route.mill.processing=9", "--set",
                       "product.rough.route=mill", "--set", "product.rough.host=Cu", "--set", "product.rough.grade=0.2", "--set",
                       "payable.copper.product=rough", "--set", "payable.copper.commodity=Cu", "--set", "payable.copper.recovery=88"});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.json().at("doubts").dump(), HasSubstr("rough"));
}

TEST_F(Evaluate, RefusesWhatCannotBeWithItsPlace) {
    const std::string model = table(false);
    const auto error = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"evaluate", model, recipe_file, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto ran = run_program(arguments);
        EXPECT_NE(ran.exit_code, 0);
        return ran.json().at("error");
    };
    EXPECT_EQ(error({"--set", "pits.slopes=95"}).at("field"), "pits.slopes");
    EXPECT_EQ(error({"--set", "pits.slope_column=rok"}).at("field"), "pits.slope_column");
    EXPECT_EQ(error({"--underground", "0"}).at("key"), "pits.width");
    EXPECT_EQ(error({"--underground", "5", "--solid", "none"}).at("key"), "blocks.filter_solid");
    EXPECT_EQ(error({"--set", "commodity.Cu.price=0"}).at("field"), "commodity.Cu.price");
    EXPECT_EQ(error({"--out", folder.file("rows.txt")}).at("key"), "section.extension");
    const auto form = error({"--ore-types", folder.write("bad.json", R"({"column": "rock", "types": {"oxide": {"grid.size_u": 5}}})")});
    EXPECT_EQ(form.at("key"), "cli.evaluate.ore_types_form");
    EXPECT_THAT(form.at("file").get<std::string>(), HasSubstr("bad.json"));
}

TEST_F(Evaluate, PlacesARefusedValueInTheRecipe) {
    auto text = base::read_text_file(recipe_file);
    ASSERT_TRUE(text);
    auto recipe = nlohmann::ordered_json::parse(*text);
    recipe["pits"]["slopes"] = "95";
    const std::string written = recipe.dump(2);
    const std::string bad = folder.write("bad_recipe.json", written);
    const std::size_t at = written.find("\"95\"");
    const auto line = 1 + std::count(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto error = run_program({"evaluate", table(false), bad, "--json"}).json().at("error");
    EXPECT_EQ(error.at("field"), "pits.slopes");
    EXPECT_EQ(error.at("file"), bad);
    EXPECT_EQ(error.at("line"), line);
    EXPECT_EQ(error.at("column"), static_cast<std::int64_t>(at - written.rfind('\n', at)));
}

}  // namespace
}  // namespace orelens
