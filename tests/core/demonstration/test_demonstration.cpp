#include "core/demonstration/Demonstration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Deposit.h"
#include "core/drilling/Tools.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/text/CsvText.h"
#include "core/project/Pipeline.h"
#include "core/project/Scenarios.h"
#include "core/project/ScenariosFile.h"
#include "tests/support/SharedData.h"

namespace orelens::demonstration {
namespace {

using project::Project;
using project::read_recipe;
using project::Recipe;
using project::recipe_params;
using project::RecipeParam;

using drilling::FindingKind;
using testing::TemporaryFolder;

std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files[entry.path().filename().string()] = *base::read_text_file(entry.path().string());
    return files;
}

io::DrillholeImport import_of(const Recipe& recipe) {
    std::map<std::string, drilling::AssayColumnRule> columns;
    for (const auto& [name, element] : recipe.element) columns[name] = element.assay;
    base::Progress progress;
    auto import = io::read_drillholes(recipe.drillholes, columns, recipe.folder, progress);
    if (!import) throw std::runtime_error(base::describe(import.error(), base::Language::english));
    return std::move(*import);
}

TEST(Demonstration, FlowsInChineseAreTheSameNumbersUnderChineseNames) {
    const TemporaryFolder english, chinese;
    ASSERT_TRUE(write_demonstration(english.path().string(), {.flows = true}));
    ASSERT_TRUE(write_demonstration(chinese.path().string(), {.flows = true, .flow_names = base::Language::chinese}));
    const auto en = io::read_system((english.path() / flow_system_file).string()), zh = io::read_system((chinese.path() / flow_system_file).string());
    ASSERT_TRUE(en && zh) << (zh ? "" : base::describe(zh.error(), base::Language::english));
    ASSERT_EQ(en->system.flows.size(), zh->system.flows.size());
    const auto ascii = [](const std::string& text) { return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }); };
    for (const auto& flow : zh->system.flows) EXPECT_FALSE(ascii(flow.id)) << flow.id;
    for (const std::string& process : zh->system.processes) EXPECT_FALSE(ascii(process)) << process;
    for (const auto& stock : zh->system.stocks) EXPECT_FALSE(ascii(stock.id)) << stock.id;
    const auto one = recycling::solve(en->system), other = recycling::solve(zh->system);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->flows, other->flows);
    const auto streams = io::read_streams(zh->streams_file, &zh->system, &*other, zh->sinks);
    ASSERT_TRUE(streams) << base::describe(streams.error(), base::Language::english);
    EXPECT_EQ(streams->size(), 108U);
}

TEST(Demonstration, SameSeedSameBytesOtherSeedOtherBytes) {
    const TemporaryFolder a, b, c;
    ASSERT_TRUE(write_demonstration(a.path().string(), {}));
    ASSERT_TRUE(write_demonstration(b.path().string(), {}));
    ASSERT_TRUE(write_demonstration(c.path().string(), {.seed = 7}));
    const auto first = contents(a.path());
    EXPECT_EQ(first.size(), 11U);
    EXPECT_EQ(first, contents(b.path()));
    const auto other = contents(c.path());
    for (const char* table :
         {"synthetic_collar.csv", "synthetic_survey.csv", "synthetic_assay.csv", "synthetic_lithology.csv"})
        EXPECT_NE(first.at(table), other.at(table)) << table;
}

TEST(Demonstration, FlowsAreReadBalanceAndDifferByScenario) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_demonstration(folder.path().string(), {.flows = true}));
    EXPECT_EQ(contents(folder.path()).size(), demonstration_files({.flows = true}).size());
    std::map<std::string, double> stock, primary;
    for (const std::string scenario : {"base", "growth", "circular"}) {
        const auto read = io::read_system(folder.file("synthetic_flows_" + scenario + ".json"));
        ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
        const auto solved = recycling::solve(read->system);
        ASSERT_TRUE(solved) << base::describe(solved.error(), base::Language::english);
        EXPECT_LT(solved->largest_residual, 1e-9);
        EXPECT_TRUE(solved->negative.empty()) << "no city recycles more than it makes";
        const auto streams = io::read_streams(read->streams_file, &read->system, &*solved);
        ASSERT_TRUE(streams) << base::describe(streams.error(), base::Language::english);
        EXPECT_EQ(streams->size(), 12U * 3 * 3);
        for (const auto& [state, tonnes] : recycling::stock_by_state(read->system, *solved, 80))
            if (state == "in_use") stock[scenario] = tonnes;
        for (std::size_t u = 0; u < solved->tuples; ++u) primary[scenario] += solved->at(0, u, 80);
    }
    EXPECT_GT(stock.at("growth"), stock.at("base"));
    EXPECT_LT(primary.at("circular"), primary.at("base"));
}

TEST(Demonstration, IsLabelledSyntheticWhereverAUserLooks) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_demonstration(folder.path().string(), {.flows = true}));
    for (const auto& [name, text] : contents(folder.path())) {
        if (name == demonstration_recipe_file || name == "demonstration.scenarios.json" || name.ends_with(".md")) {
            EXPECT_TRUE(text.find("SYNTHETIC") != std::string::npos ||
                        text.find("合成数据") != std::string::npos)
                << name;
        } else {
            EXPECT_TRUE(name.starts_with("synthetic_")) << name;
        }
    }
}

TEST(Demonstration, RecipeReadsBackWithoutWarnings) {
    const TemporaryFolder folder;
    const auto path = write_demonstration(folder.path().string(), {});
    ASSERT_TRUE(path);
    const auto recipe = read_recipe(*path);
    ASSERT_TRUE(recipe) << base::describe(recipe.error(), base::Language::english);
    EXPECT_TRUE(recipe->warnings.empty());
    EXPECT_TRUE(recipe->unknown.empty());
    for (const RecipeParam& param : recipe_params()) {
        const auto& id = param.info.id;
        const std::string key = id.starts_with("element.") ? "Au" : id.starts_with("commodity.") ? "Fe" : "";
        const auto read = param.get(*recipe, key);
        const auto meant = param.get(demonstration_recipe({}), key);
        EXPECT_EQ(base::value_text(read), base::value_text(meant)) << id;
    }
    const auto geometry = blocks::make_geometry(recipe->grid, {}, {}, {});
    ASSERT_TRUE(geometry);
    EXPECT_EQ(geometry->count, (blocks::Index3{120, 110, 75}));
    EXPECT_EQ(geometry->origin, (blocks::Vec3{10000, 20000, 1250}));
}

TEST(Demonstration, BlockSizeChangesTheNumberOfBlocksNotTheGround) {
    Recipe recipe = demonstration_recipe({});
    const auto coarse = blocks::make_geometry(recipe.grid, {}, {}, {});
    for (const char* size : {"grid.size_u", "grid.size_v", "grid.size_w"})
        ASSERT_TRUE(set_param(recipe, size, "5"));
    const auto fine = blocks::make_geometry(recipe.grid, {}, {}, {});
    ASSERT_TRUE(coarse && fine);
    EXPECT_EQ(fine->count, (blocks::Index3{240, 220, 150}));
    const auto volume = [](const blocks::GridGeometry& g) {
        return static_cast<double>(g.cell_count()) * g.block_volume();
    };
    EXPECT_EQ(volume(*fine), volume(*coarse));
}

TEST(Demonstration, CoarserBlocksCoverTheSameGround) {
    const Recipe coarse = demonstration_recipe({.block_scale = 4});
    EXPECT_EQ(coarse.grid.size_u_m, 40);
    const auto geometry = blocks::make_geometry(coarse.grid, {}, {}, {});
    ASSERT_TRUE(geometry);
    EXPECT_EQ(geometry->count, (blocks::Index3{30, 28, 19}));
    EXPECT_EQ(coarse.grid.origin_z + geometry->count[2] * 40, 2000);
}

TEST(Demonstration, NoEstimatedBlockStandsAboveTheGround) {
    const Deposit deposit(20260101);
    const double top = Deposit::corner[2] + Deposit::extent[2];
    for (double x = 10000; x <= 11200; x += 25)
        for (double y = 20000; y <= 21100; y += 25) {
            EXPECT_GT(deposit.surface(x, y), top);
            EXPECT_LT(deposit.surface(x, y), top + 60);
        }
}

TEST(Demonstration, WithAGroundTheGridReachesAboveItAndPitsApply) {
    const Options options{.holes = 40, .ground = true, .block_scale = 4};
    const Recipe recipe = demonstration_recipe(options);
    EXPECT_TRUE(recipe.pits.use);
    EXPECT_FALSE(recipe.pits.top_is_ground);
    EXPECT_EQ(recipe.shape.at("topography").role, shapes::Role::topography);
    const Deposit deposit(options.seed);
    const double top = recipe.grid.origin_z + recipe.grid.extent_w_m;
    for (double x = 10000; x <= 11200; x += 50)
        for (double y = 20000; y <= 21100; y += 50) EXPECT_LT(deposit.surface(x, y), top);
    // The lower levels are those of the demonstration without a ground.
    EXPECT_EQ(recipe.grid.origin_z, demonstration_recipe({.block_scale = 4}).grid.origin_z);
    EXPECT_TRUE(demonstration_recipe({}).shape.empty());
    const TemporaryFolder folder;
    const auto file = write_demonstration(folder.path().string(), options);
    ASSERT_TRUE(file);
    const auto read = read_recipe(*file);
    ASSERT_TRUE(read);
    Project project;
    project.recipe = *read;
    base::Progress progress;
    const auto run = project.run(progress, "pits");
    ASSERT_TRUE(run) << base::describe(run.error(), base::Language::english);
    ASSERT_TRUE(project.results.bounds.model) << "air is left out";
    EXPECT_TRUE(project.results.pits.model) << "pits apply";
}

TEST(Demonstration, ScenariosLieBesideTheRecipeAndCanBeTaken) {
    const TemporaryFolder folder;
    const auto path = write_demonstration(folder.path().string(), {});
    ASSERT_TRUE(path);
    const auto project = project::project_of_recipe(*path);
    ASSERT_TRUE(project) << base::describe(project.error(), base::Language::english);
    ASSERT_EQ(project->scenarios.size(), 3U);
    for (const project::Scenario& scenario : project->scenarios) {
        EXPECT_FALSE(scenario.changes.empty()) << scenario.name;
        EXPECT_TRUE(project::under(project->recipe, scenario)) << scenario.name;
    }
}

TEST(Demonstration, ZonesAreWhereAPorphyryHasThem) {
    const Deposit deposit(20260101);
    Dice dice(3);
    const auto mean = [&](const Deposit::Point& at, double around, auto take) {
        double sum = 0;
        for (int n = 0; n < 2000; ++n)
            sum += take(
                deposit.grades({at[0] + dice.between(-around, around), at[1] + dice.between(-around, around),
                                at[2] + dice.between(-around, around)}));
        return sum / 2000;
    };
    const auto grade = [](int e) { return [e](const Deposit::Grades& g) { return g[e]; }; };
    const Deposit::Point core{10450, 20550, 1640}, halo{10140, 20550, 1640}, late{10625, 20600, 1500},
        far{10060, 20060, 1300};
    EXPECT_GT(mean(core, 60, grade(cu)), 3 * mean(halo, 40, grade(cu)));
    EXPECT_GT(mean(core, 60, grade(mfe)), 2 * mean(halo, 40, grade(mfe)));
    EXPECT_GT(mean(halo, 40, grade(s)), 1.5 * mean(core, 60, grade(s)));
    EXPECT_LT(mean(late, 25, grade(cu)), 0.2 * mean(core, 60, grade(cu)));
    EXPECT_LT(mean(far, 50, grade(cu)), 0.05);
    EXPECT_EQ(mean(core, 60, [](const auto& g) { return g[tfe] < g[mfe] ? 1.0 : 0.0; }), 0.0);
}

TEST(Demonstration, TablesHaveTheShapeOfRealOnes) {
    const TemporaryFolder folder;
    const auto recipe = read_recipe(*write_demonstration(folder.path().string(), {}));
    ASSERT_TRUE(recipe);
    const io::DrillholeImport import = import_of(*recipe);
    const auto& holes = import.holes;
    EXPECT_EQ(holes.collars.size(), 120U);
    EXPECT_EQ(import.dip_found, drilling::DipConvention::negative_down);
    EXPECT_GT(holes.assays.size(), 25000U);
    EXPECT_LT(holes.assays.size(), 35000U);
    EXPECT_GE(holes.lithology.codes.at(0).codes.size(), 7U);
    struct Expected {
        const char* name;
        double low_mean, high_mean, low_blank, high_blank;
    };
    const Expected expected[] = {{"Cu", 0.15, 0.30, 0, 0.001},  {"Mo", 0.004, 0.012, 0.15, 0.3},
                                 {"Au", 0.04, 0.12, 0.15, 0.3}, {"Ag", 0.8, 2.5, 0.16, 0.4},
                                 {"S", 1.0, 2.5, 0, 0.001},     {"TFe", 4.5, 8, 0, 0.001},
                                 {"mFe", 0.6, 2.0, 0, 0.001}};
    for (const Expected& e : expected) {
        const auto* column = holes.assays.grade(e.name);
        ASSERT_TRUE(column) << e.name;
        double sum = 0;
        std::size_t known = 0;
        std::size_t below = 0;
        for (std::size_t n = 0; n < column->values.size(); ++n) {
            below += (column->flags[n] & static_cast<std::uint8_t>(drilling::CellFlag::below_detection)) != 0;
            if (std::isnan(column->values[n])) continue;
            sum += column->values[n];
            ++known;
        }
        EXPECT_GT(sum / known, e.low_mean) << e.name;
        EXPECT_LT(sum / known, e.high_mean) << e.name;
        const double blank = 1 - static_cast<double>(known) / column->values.size();
        EXPECT_GE(blank, e.low_blank) << e.name;
        EXPECT_LE(blank, e.high_blank) << e.name;
        if (std::string(e.name) != "TFe") {
            EXPECT_GT(below, 50U) << e.name;
        }
    }
}

TEST(Demonstration, EveryPlantedMistakeIsFoundAndNothingWorse) {
    const TemporaryFolder folder;
    const auto recipe = read_recipe(*write_demonstration(folder.path().string(), {}));
    ASSERT_TRUE(recipe);
    const io::DrillholeImport import = import_of(*recipe);
    const auto findings = drilling::validate(import.holes, import.findings);
    const auto tables = drill_demonstration(Options{}.seed, 120);
    std::set<FindingKind> kinds;
    for (const PlantedError& planted : tables.planted) {
        kinds.insert(planted.kind);
        const bool found = std::any_of(findings.begin(), findings.end(), [&](const drilling::Finding& f) {
            const bool same_place =
                planted.row == 0 || (f.row == planted.row && f.file.find(planted.table) != std::string::npos);
            return f.kind == planted.kind && f.hole == planted.hole && same_place;
        });
        EXPECT_TRUE(found) << drilling::kind_name(planted.kind) << " in " << planted.table << " row "
                           << planted.row;
    }
    EXPECT_GE(kinds.size(), 12U);
    const std::vector<FindingKind> natural{FindingKind::gap, FindingKind::below_detection,
                                           FindingKind::dip_sign_assumed, FindingKind::blank_interval};
    for (const drilling::Finding& f : findings) {
        if (std::ranges::any_of(natural, [&](FindingKind kind) { return f.kind == kind; })) continue;
        // A wrong station bends its hole as well.
        const bool bent = f.kind == FindingKind::kink;
        // What codes for missing do to the mean of their column is told from the first of them on.
        const bool of_column = f.what.key == "csv.nulls";
        const bool planted = std::any_of(tables.planted.begin(), tables.planted.end(), [&](const PlantedError& p) {
            return (bent || f.kind == p.kind) && (of_column ? p.row == f.row : p.hole == f.hole);
        });
        EXPECT_TRUE(planted) << f.kind << " " << f.file << " " << f.row << " " << f.hole;
    }
}

TEST(Demonstration, PlantedRowsNameTheLinesOfTheFiles) {
    const auto tables = drill_demonstration(1, 60);
    const auto line = [](const std::string& text, std::int64_t row) {
        std::size_t at = 0;
        for (; row > 1; --row) at = text.find('\n', at) + 1;
        return text.substr(at, text.find('\n', at) - at);
    };
    for (const PlantedError& planted : tables.planted) {
        if (planted.row == 0) continue;
        const std::string& text = planted.table == "collar"   ? tables.collar
                                  : planted.table == "survey" ? tables.survey
                                  : planted.table == "assay"  ? tables.assay
                                                              : tables.lithology;
        EXPECT_TRUE(line(text, planted.row).starts_with(planted.hole + ",")) << planted.what;
        if (planted.kind == FindingKind::azimuth_out_of_range) {
            EXPECT_NE(line(text, planted.row).find(",375.0,"), std::string::npos);
        }
        if (planted.kind == FindingKind::non_numeric) {
            EXPECT_NE(line(text, planted.row).find(",see log,"), std::string::npos);
        }
    }
}

TEST(Demonstration, MineRecordBalancesAndGivesTheRates) {
    const TemporaryFolder folder;
    const auto records = io::read_mine_records(folder.write("r.json", demonstration_mine_record()));
    ASSERT_TRUE(records) << base::describe(records.error(), base::Language::english);
    ASSERT_EQ(records->size(), 2U);
    std::vector<double> first_rate;
    for (const auto& record : *records) {
        for (const auto basis : {utilization::PriceBasis::element, utilization::PriceBasis::realised}) {
            const auto result = utilization::rates(record, basis);
            ASSERT_TRUE(result) << base::describe(result.error(), base::Language::english);
            for (const auto& rate : result->rates) {
                ASSERT_TRUE(rate.value) << rate.id;
                EXPECT_GT(*rate.value, 0.4) << rate.id;
                EXPECT_LT(*rate.value, 0.95) << rate.id;
            }
            if (basis == utilization::PriceBasis::element) first_rate.push_back(*result->rates.front().value);
        }
        // Copper: used = consumed · grade · K · ε.
        const auto result = utilization::rates(record, utilization::PriceBasis::element);
        const auto& copper = result->components.front();
        EXPECT_NEAR(*copper.recovery, *record.mining_recovery * *record.components.front().dressing_recovery,
                    1e-6);
    }
    EXPECT_GT(first_rate[1], first_rate[0]);
}

TEST(Demonstration, SlidingTheCopperPriceMovesTheUsableShare) {
    const TemporaryFolder folder;
    const auto recipe = read_recipe(*write_demonstration(folder.path().string(), {.block_scale = 3}));
    ASSERT_TRUE(recipe);
    Project project;
    project.recipe = *recipe;
    base::Progress progress;
    const auto run = project.run(progress);
    ASSERT_TRUE(run) << base::describe(run.error(), base::Language::english);
    ASSERT_TRUE(project.results.value.curve_full);
    const auto& curve = *project.results.value.curve_full;
    const auto share = [&](double price) {
        return static_cast<double>(curve.at(price).blocks) / curve.total().blocks;
    };
    EXPECT_GT(share(9000), 0.25);
    EXPECT_LT(share(9000), 0.45);
    EXPECT_GT(share(14000) - share(9000), 0.05);
    EXPECT_GT(share(9000) - share(4000), 0.08);
    ASSERT_TRUE(project.results.estimate.summaries);
    EXPECT_EQ(project.results.estimate.summaries->size(), 7U);
    ASSERT_TRUE(project.results.utilization.rates);
    EXPECT_EQ(project.results.utilization.rates->size(), 2U);
}

TEST(Demonstration, SmallerBlocksHoldTheSameTonnes) {
    const TemporaryFolder folder;
    const auto recipe = read_recipe(*write_demonstration(folder.path().string(), {.block_scale = 5}));
    ASSERT_TRUE(recipe);
    const auto tonnes = [&](const char* size) {
        Project project;
        project.recipe = *recipe;
        for (const char* id : {"grid.size_u", "grid.size_v", "grid.size_w"})
            EXPECT_TRUE(set_param(project.recipe, id, size));
        base::Progress progress;
        const auto run = project.run(progress, "evaluate");
        EXPECT_TRUE(run) << base::describe(run.error(), base::Language::english);
        return run ? project.results.value.curve_full->total().tonnes : 0;
    };
    const double coarse = tonnes("50"), fine = tonnes("25");
    EXPECT_GT(coarse, 1e9);
    // One layer of coarse blocks on each side.
    EXPECT_NEAR(fine, coarse, coarse * (50.0 / 1200 + 50.0 / 1100 + 50.0 / 750));
}

}  // namespace
}  // namespace orelens::demonstration
