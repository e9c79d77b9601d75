// Each subcommand on a small demonstration deposit.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/AtomicFile.h"
#include "core/project/stages/Stage.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using testing::demonstration;
using testing::demonstration_project;
using testing::has_terminals;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_program;
using testing::TemporaryFolder;

std::vector<std::string> all_files(const fs::path& folder) {
    std::vector<std::string> names;
    if (fs::exists(folder))
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            names.push_back(entry.path().lexically_relative(folder).string());
    return names;
}

TEST(Stats, WhatCannotBeAnsweredIsRefusedFromEverySource) {
    for (const char* source : {"samples", "composites", "blocks"}) {
        const auto wrong = run_program({"stats", demonstration_project(), "--of", source, "--by", "orebodies"});
        EXPECT_NE(wrong.exit_code, 0) << source;
        EXPECT_THAT(wrong.err, HasSubstr("orebodies")) << source;
        EXPECT_EQ(wrong.out, "") << source;
        const auto right = run_program({"stats", demonstration_project(), "--of", source, "--json"});
        ASSERT_EQ(right.exit_code, 0) << right.err;
        EXPECT_EQ(right.json().at("of"), source);
    }
    const auto vain = run_program({"stats", demonstration_project(), "--ternary", "Cu,Mo,Au"});
    EXPECT_EQ(vain.exit_code, 2);
    EXPECT_THAT(vain.err, HasSubstr("--json"));
}

TEST(Run, TonnesOfASimulationAreToldInUnits) {
    const TemporaryFolder folder;
    const auto ran = run_program({"run", demonstration(), "--out", folder.file("out"), "--no-pictures", "--set", "simulate.realisations=2"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const std::size_t at = ran.out.find("P10");
    ASSERT_NE(at, std::string::npos) << ran.out;
    EXPECT_THAT(ran.out.substr(at), HasSubstr("Mt")) << ran.out;
    EXPECT_THAT(ran.out.substr(at), Not(HasSubstr("e+0"))) << ran.out;
}

TEST(Run, WritesProjectBlocksReportAndSummary) {
    const TemporaryFolder folder;
    const auto ran = run_program({"run", demonstration(), "--out", folder.file("out"), "--blocks",
                                  "vdb,csv,vti", "--no-pictures", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    EXPECT_EQ(ran.err, "");
    const auto json = ran.json();
    EXPECT_EQ(json.at("ok"), true);
    EXPECT_EQ(json.at("stages_run").size(), project::stage_table().size());
    for (const char* file :
         {"demonstration.gpkg", "demonstration.vdb", "demonstration.csv", "demonstration.csv.json",
          "demonstration.vti", "demonstration.xlsx", "summary.json", "tables.json"}) {
        EXPECT_THAT(json.at("files"), Contains(file));
        EXPECT_GT(fs::file_size(folder.path() / "out" / file), 0U) << file;
    }
    EXPECT_THAT(all_files(folder.path() / "out"), Contains("tables"));
    EXPECT_THAT(all_files(folder.path() / "out"), Not(Contains(HasSubstr(".orelens-"))));
    const auto summary = json.at("summary");
    EXPECT_GT(summary.at("blocks").at("count").get<std::int64_t>(), 1000);
    EXPECT_EQ(summary.at("economics").at("main_commodity"), "Cu");
    EXPECT_GT(summary.at("economics").at("usable").at("tonnes").get<double>(), 0);
    EXPECT_LE(summary.at("economics").at("usable").at("tonnes").get<double>(),
              summary.at("economics").at("total").at("tonnes").get<double>());
    EXPECT_EQ(nlohmann::json::parse(*base::read_text_file(folder.file("out/summary.json"))), summary);
}

TEST(Run, AgainOnlyWhatChangedIsDone) {
    const TemporaryFolder folder;
    const auto run = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"run",           demonstration(), "--out",    folder.file("out"),
                                           "--no-pictures", "--no-report",   "--blocks", "none",
                                           "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto ran = run_program(arguments);
        EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        return ran.json();
    };
    const auto first = run({});
    EXPECT_EQ(first.at("stages_run").size(), project::stage_table().size());
    EXPECT_EQ(first.at("files"), nlohmann::json::parse(R"(["demonstration.gpkg", "summary.json"])"));
    EXPECT_EQ(run({}).at("stages_run").size(), 0U);
    const auto dearer = run({"--set", "commodity.Cu.price=1e6"});
    EXPECT_EQ(dearer.at("stages_run"), nlohmann::json::parse(R"(["evaluate","pits","scenarios"])"));
    EXPECT_GT(dearer.at("summary").at("economics").at("usable").at("tonnes").get<double>(),
              first.at("summary").at("economics").at("usable").at("tonnes").get<double>());
    // Back at the old price, from scratch and on one thread: the same numbers.
    const auto fresh = run({"--fresh", "--threads", "1"});
    EXPECT_EQ(fresh.at("stages_run").size(), project::stage_table().size());
    EXPECT_EQ(fresh.at("summary"), first.at("summary"));
}

TEST(Run, WithoutOutItWritesBesideTheRecipe) {
    const TemporaryFolder folder;
    const std::string recipe =
        folder.write("rates.orelens.json", R"({"general": {"mine_record_file": "m.csv"}})");
    fs::copy_file(fs::path(demonstration()).parent_path() / "synthetic_mine_record.json",
                  folder.file("m.json"));
    const auto ran =
        run_program({"run", recipe, "--set", "general.mine_record_file=m.json", "--no-pictures"});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_TRUE(fs::exists(folder.file("results/rates.gpkg")));
}

TEST(Run, RefusedDataLeavesNothing) {
    const TemporaryFolder folder;
    const std::string recipe =
        folder.write("r.json", R"({"drillholes": {"collar_file": "no.csv", "assay_file": "no.csv"}})");
    const auto ran = run_program({"run", recipe, "--out", folder.file("out")});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, HasSubstr("no.csv"));
    EXPECT_FALSE(fs::exists(folder.file("out")));
}

TEST(Run, CtrlCAtAnyMomentLeavesNoHalfFile) {
    int stopped = 0;
    for (const int after_ms : {5, 40, 120, 250, 400, 700}) {
        const TemporaryFolder folder;
        const auto ran = run_program({"run", demonstration(), "--out", folder.file("out"), "--no-pictures"},
                                     {.interrupt_after_ms = after_ms});
        if (ran.exit_code == 0) continue;  // it was done already
        // Before the handler is in place the signal ends the program by itself.
        EXPECT_TRUE(ran.exit_code == 130) << ran.exit_code << " after " << after_ms << " ms: " << ran.err;
        EXPECT_THAT(all_files(folder.path()), ::testing::IsEmpty()) << after_ms;
        ++stopped;
    }
    EXPECT_GE(stopped, 2);
}

TEST(Run, CtrlCWhileWritingLeavesTheEarlierFilesWhole) {
    const TemporaryFolder folder;
    const std::vector<std::string> arguments{"run", demonstration(), "--out", folder.file("out"),
                                             "--no-pictures"};
    ASSERT_EQ(run_program(arguments).exit_code, 0);
    const auto before = all_files(folder.path());
    const std::string project = *base::read_text_file(folder.file("out/demonstration.gpkg"));
    std::vector<std::string> dearer = arguments;
    dearer.insert(dearer.end(), {"--set", "commodity.Cu.price=12345"});
    const auto ran = run_program(dearer, {.interrupt_when_exists = folder.file("out/.orelens-")});
    EXPECT_EQ(ran.exit_code, 130) << ran.err;
    EXPECT_EQ(all_files(folder.path()), before);
    EXPECT_TRUE(*base::read_text_file(folder.file("out/demonstration.gpkg")) == project);
}

TEST(Run, ProgressBarOnATerminalOnly) {
    if (!has_terminals()) GTEST_SKIP() << "no pseudo-terminals on this machine";
    const TemporaryFolder folder;
    const std::vector<std::string> arguments{"run",     demonstration(), "--out", folder.file("out"),
                                             "--fresh", "--no-pictures"};
    EXPECT_THAT(run_program(arguments).err, Not(HasSubstr("█")));
    const auto shown = run_program(arguments, {.terminal = true});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.err, HasSubstr(" %"));
    EXPECT_THAT(shown.err, HasSubstr("░"));
    // Quick work shows no bar even there.
    EXPECT_EQ(run_program({"parameters"}, {.terminal = true}).err, "");
}

TEST(Run, UntilAStageWritesWhatExistsThen) {
    const TemporaryFolder folder;
    const auto run = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"run",           demonstration(), "--out", folder.file("out"),
                                           "--no-pictures", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto ran = run_program(arguments);
        EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        return ran.json();
    };
    const auto json = run({"--until", "composite"});
    EXPECT_EQ(json.at("stages_run"), nlohmann::json::parse(R"(["import", "composite"])"));
    EXPECT_THAT(json.at("files"), Contains("demonstration.gpkg"));
    EXPECT_THAT(json.at("files"), Contains("tables/left_out.csv"));
    EXPECT_THAT(json.at("files"), Not(Contains("demonstration.vdb")));
    EXPECT_GT(json.at("summary").at("composites").get<int>(), 0);
    EXPECT_FALSE(json.at("summary").contains("blocks"));
    // The rest is done later, from where this one stopped.
    EXPECT_EQ(run({}).at("stages_run").size(), project::stage_table().size() - 2);
    // What later stages made of other composites is no part of a shorter run.
    const auto other = run({"--until", "composite", "--set", "composite.length=7"});
    EXPECT_FALSE(other.at("summary").contains("blocks"));
    EXPECT_FALSE(other.at("summary").contains("economics"));
}

TEST(Run, SaysWhatIsOpenAndRefusesItWhenStrict) {
    const TemporaryFolder folder;
    const std::vector<std::string> plain{"run",     demonstration(), "--out",        folder.file("out"),
                                         "--until", "composite",     "--no-pictures"};
    const auto with = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments = plain;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(arguments);
    };
    const auto refused = with({"--strict", "--json"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_FALSE(fs::exists(folder.file("out"))) << "nothing is delivered";
    const auto json = refused.json();
    EXPECT_EQ(json.at("ok"), false);
    EXPECT_GT(json.at("unapproved_errors").get<int>(), 0);
    std::set<std::string> kinds;
    for (const auto& one : json.at("trust").at("open"))
        if (one.at("severity") == "error") kinds.insert(one.at("kind").get<std::string>());
    ASSERT_FALSE(kinds.empty());
    EXPECT_THAT(with({"--strict"}).out, HasSubstr("Not approved:"));

    const auto text = with({});
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_THAT(text.out, HasSubstr("Not approved:"));
    EXPECT_THAT(text.out, HasSubstr("Assays left out"));
    EXPECT_THAT(with({"--lang", "zh"}).out, HasSubstr("未认可"));

    std::vector<std::string> approve{"--strict", "--json"};
    for (const std::string& kind : kinds) approve.insert(approve.end(), {"--approve", kind});
    const auto passed = with(approve);
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    const auto trust = passed.json().at("trust");
    for (const auto& one : trust.at("open")) EXPECT_EQ(one.at("severity"), "warning");
    const auto mistyped = with({"--approve", "negativ_grade", "--json"}).json();
    bool said = false;
    for (const auto& one : mistyped.at("trust").at("open"))
        said = said || one.at("kind") == "approval_matches_nothing";
    EXPECT_TRUE(said);
}

TEST(Check, ApprovalsOnTheCommandLineCount) {
    std::vector<std::string> arguments{"check", demonstration(), "--json"};
    const auto before = run_program(arguments).json();
    for (const auto& finding : before.at("findings"))
        if (finding.at("severity") == "error")
            arguments.insert(arguments.end(), {"--approve", finding.at("kind").get<std::string>()});
    ASSERT_GT(arguments.size(), 3U);
    const auto after = run_program(arguments);
    EXPECT_EQ(after.exit_code, 0);
    EXPECT_EQ(after.json().at("unapproved_errors"), 0);
}

TEST(Check, ListsFindingsAndRefusesUnapprovedErrors) {
    const auto ran = run_program({"check", demonstration(), "--json"});
    const auto json = ran.json();
    const auto errors = json.at("unapproved_errors").get<int>();
    EXPECT_EQ(ran.exit_code, errors > 0 ? 1 : 0);
    EXPECT_GT(json.at("findings").size(), 3U);  // the demonstration has planted ones
    std::set<std::string> ids;
    for (const auto& finding : json.at("findings")) {
        EXPECT_FALSE(finding.at("what").get<std::string>().empty());
        ids.insert(finding.at("id").get<std::string>());
    }
    EXPECT_EQ(ids.size(), json.at("findings").size());
    EXPECT_GE(json.at("tables").size(), 3U);
    const auto text = run_program({"check", demonstration(), "--lang", "zh"});
    EXPECT_EQ(text.exit_code, ran.exit_code);
    EXPECT_THAT(text.out, HasSubstr("级别"));
}

TEST(Check, TellsHowTheTablesWereRead) {
    const TemporaryFolder folder;
    folder.write("collar.csv", "hole;x;y;z\nA;100,5;200,25;50,5\n");
    folder.write("assay.csv",
                 "sample,hole,from,to,Cu,lot\n,,m,m,ppm,\n1,A,0,1.5,5000,q\n2,A,1.5,3,<100 ppm,r\n");
    folder.write(
        "r.orelens.json",
        R"({"drillholes": {"collar_file": "collar.csv", "assay_file": "assay.csv"}, "element": {"Cu": {}}})");
    const std::string recipe = folder.file("r.orelens.json");
    const auto tables = run_program({"check", recipe, "--json"}).json().at("tables");
    EXPECT_EQ(tables.at(0).at("marks").at("x"), ",");
    EXPECT_EQ(tables.at(0).at("encoding"), "UTF-8");
    EXPECT_EQ(tables.at(1).at("units").at("Cu"), "ppm");
    EXPECT_EQ(tables.at(1).at("unused").at(0).at("column"), "sample");
    EXPECT_EQ(tables.at(1).at("unused").at(1).at("why"), "words");
    const auto text = run_program({"check", recipe}).out;
    for (const char* words :
         {"x, y, z with decimal ,", "Cu ← Cu [ppm]", "not used: sample (sample numbers), lot (words)",
          "read as the units of the columns"})
        EXPECT_THAT(text, HasSubstr(words));
}

TEST(Check, PreviewsTheGridBeforeAnythingIsEstimated) {
    const auto grid = run_program({"check", demonstration(), "--json"}).json().at("grid");
    EXPECT_TRUE(grid.at("fits").get<bool>());
    EXPECT_EQ(grid.at("box").at("low"), (std::vector<double>{10000, 20000, 1240}));
    EXPECT_EQ(grid.at("corners").size(), 8U);
    EXPECT_GT(grid.at("bytes").get<double>(), 0);
    const auto large = run_program({"check", demonstration(), "--json", "--set", "general.memory_limit=1",
                                    "--set", "grid.size_u=1", "--set", "grid.size_v=1"});
    EXPECT_EQ(large.exit_code, 1);
    const auto refused = large.json();
    EXPECT_FALSE(refused.at("ok").get<bool>());
    EXPECT_FALSE(refused.at("grid").at("fits").get<bool>());
    EXPECT_EQ(refused.at("grid").at("parameter"), "grid.size_u");
    // The extent stays; the box grows by less than a block.
    EXPECT_EQ(refused.at("grid").at("box").at("low"), grid.at("box").at("low"));
    for (std::size_t axis = 0; axis < 3; ++axis)
        EXPECT_NEAR(refused.at("grid").at("box").at("high")[axis].get<double>(),
                    grid.at("box").at("high")[axis].get<double>(), 40);
    EXPECT_THAT(run_program({"check", demonstration()}).out, HasSubstr(" blocks of "));
    EXPECT_THAT(run_program({"check", demonstration(), "--lang", "zh"}).out, HasSubstr("约需内存"));
}

TEST(Run, CountsOfBlocksOfOlderRecipesAreUnderstoodAndTold) {
    const auto ran = run_program(
        {"check", demonstration(), "--json", "--set", "grid.count_u=7", "--set", "grid.size_u=100"});
    EXPECT_EQ(ran.json().at("grid").at("count").at(0), 7);
    EXPECT_THAT(ran.err, HasSubstr("grid.extent_u"));
}

TEST(Curve, TableAndJsonAgreeAndGrowWithThePrice) {
    const auto ran = run_program({"curve", demonstration_project(), "--points", "7", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto json = ran.json();
    EXPECT_EQ(json.at("commodity"), "Cu");
    ASSERT_EQ(json.at("points").size(), 7U);
    double last = -1, last_price = -1;
    for (const auto& point : json.at("points")) {
        EXPECT_GE(point.at("tonnes").get<double>(), last);
        EXPECT_GT(point.at("price").get<double>(), last_price);
        last = point.at("tonnes").get<double>();
        last_price = point.at("price").get<double>();
    }
    EXPECT_GT(last, 0);
    const auto text = run_program({"curve", demonstration_project(), "--points", "7"});
    EXPECT_EQ(std::count(text.out.begin(), text.out.end(), '\n'), 8);
    const auto stated = run_program({"curve", demonstration_project(), "--low", "10", "--high", "20",
                                     "--points", "3", "--test", "marginal", "--json"})
                            .json();
    EXPECT_EQ(stated.at("test"), "marginal");
    EXPECT_EQ(stated.at("points").at(1).at("price"), 15);
    EXPECT_EQ(run_program({"curve", demonstration_project(), "--low", "5", "--high", "4"}).exit_code, 2);
    // From the recipe itself the numbers are the same.
    EXPECT_EQ(run_program({"curve", demonstration(), "--points", "7", "--json"}).json(), json);
}

TEST(Curve, PartsOfAColumnAddUpToTheWhole) {
    const auto ran = run_program({"curve", demonstration_project(), "--points", "5", "--by", "domain", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto json = ran.json();
    ASSERT_GE(json.at("parts").size(), 2U);
    for (std::size_t p = 0; p < 5; ++p) {
        double tonnes = 0;
        for (const auto& part : json.at("parts")) tonnes += part.at("points").at(p).at("tonnes").get<double>();
        const double whole = json.at("points").at(p).at("tonnes").get<double>();
        EXPECT_NEAR(tonnes, whole, 1e-9 * (1 + whole));
    }
    const auto wrong = run_program({"curve", demonstration_project(), "--by", "domian"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("domain"));
    EXPECT_EQ(run_program({"curve", demonstration_project(), "--by", "domain", "--slide", "all"}).exit_code, 2);
}

TEST(Utilization, GivesTheReferenceRates) {
    const TemporaryFolder folder;
    const std::string record = folder.write("m.json", R"([{"mine": "M", "period": "2025",
        "consumed_tonnes": 1000000, "mining_recovery": 0.92, "dilution": 0.08, "main_component": "Cu", "currency": "CNY",
        "components": [{"name": "Cu", "in_situ_grade": {"grade": 0.8, "unit": "%"},
                        "price": {"price": 70000, "per": "t"}, "theoretical_recovery": 0.95},
                       {"name": "S", "in_situ_grade": {"grade": 12, "unit": "%"},
                        "price": {"price": 1000, "per": "t"}, "theoretical_recovery": 0.9}],
        "products": [{"name": "Cu conc", "tonnes": 29440, "grades": [{"component": "Cu", "grade": {"grade": 22, "unit": "%"}}]}]}])");
    const auto ran = run_program({"utilization", record, "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto rates = ran.json().at("mines").at(0).at("rates");
    EXPECT_NEAR(rates.at("R1").at("value").get<double>(), 6476.8 * 70000 / (8000 * 70000.0 + 120000 * 1000.0),
                1e-12);
    EXPECT_EQ(rates.at("R2").at("value"), 0.5);
    EXPECT_NEAR(rates.at("R3").at("value").get<double>(), 6476.8 / 128000, 1e-12);
    EXPECT_THAT(run_program({"utilization", record}).out, HasSubstr("R4"));
    const auto refused = run_program({"utilization", folder.write("bad.json", "[{\"mine\": 5}]")});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("bad.json"));
}

TEST(Convert, RoundTripsAndRefusesUnknownFormats) {
    const TemporaryFolder folder;
    for (const auto& [in, out] : {std::pair(demonstration_project(), folder.file("a.vdb")),
                                  std::pair(folder.file("a.vdb"), folder.file("b.csv")),
                                  std::pair(folder.file("b.csv"), folder.file("c.csv")),
                                  std::pair(folder.file("b.csv"), folder.file("sub/d.vti"))}) {
        const auto ran = run_program({"convert", in, out, "--json"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        EXPECT_GT(ran.json().at("blocks").get<std::int64_t>(), 1000);
        EXPECT_GT(fs::file_size(out), 0U);
    }
    EXPECT_TRUE(*base::read_text_file(folder.file("b.csv")) == *base::read_text_file(folder.file("c.csv")));
    EXPECT_TRUE(fs::exists(folder.file("b.csv.json")));
    const auto refused = run_program({"convert", folder.file("a.vdb"), folder.file("x.obj")});
    EXPECT_THAT(refused.err, ::testing::HasSubstr(folder.file("x.obj")));  // as written, no temporary name
    EXPECT_NE(refused.exit_code, 0);
    EXPECT_FALSE(fs::exists(folder.file("x.obj")));
    EXPECT_EQ(run_program({"convert", folder.file("none.vdb"), folder.file("x.csv")}).exit_code, 1);
}

TEST(Convert, ErrorsOfTheFileAreToldAndStrictWritesNothing) {
    const TemporaryFolder folder;
    // Centres that lie half a block off the corners beside them.
    std::string text = "XC,YC,ZC,XMIN,XMAX,cu_pct,density\n";
    for (int n = 0; n < 8; ++n)
        text += fmt::format("{},{},{},{},{},1,2.7\n", 5 + 10 * (n & 1), 5 + 10 * (n >> 1 & 1), 5 + 10 * (n >> 2),
                            5 + 10 * (n & 1), 15 + 10 * (n & 1));
    const std::string model = folder.write("model.csv", text), out = folder.file("out.csv");
    const auto strict = run_program({"convert", model, out, "--strict"});
    EXPECT_EQ(strict.exit_code, 1) << strict.out;
    EXPECT_THAT(strict.err, HasSubstr("nothing was written"));
    EXPECT_FALSE(fs::exists(out));
    const auto written = run_program({"convert", model, out, "--json"});
    EXPECT_EQ(written.exit_code, 0) << written.err;
    EXPECT_GT(written.json().at("unapproved_errors").get<int>(), 0);
    EXPECT_TRUE(fs::exists(out));
}

TEST(Demo, SameSeedSameBytes) {
    const TemporaryFolder folder;
    for (const char* name : {"a", "b"}) {
        const auto ran = run_program({"demo", folder.file(name), "--holes", "24"});
        ASSERT_EQ(ran.exit_code, 0) << ran.err;
        EXPECT_THAT(ran.out, HasSubstr("orelens-cli run"));
    }
    const auto files = all_files(folder.path() / "a");
    EXPECT_GE(files.size(), 6U);
    EXPECT_EQ(files.size(), all_files(folder.path() / "b").size());
    for (const std::string& file : files)
        EXPECT_TRUE(*base::read_text_file(folder.file("a/" + file)) ==
                    *base::read_text_file(folder.file("b/" + file)))
            << file;
    EXPECT_EQ(run_program({"demo", "/proc/nowhere"}).exit_code, 1);
}

/// As it comes, it has a ground with pits under it and scenarios to compare.
TEST(Demo, BringsPitsAndScenarios) {
    const TemporaryFolder folder;
    const auto made = run_program({"demo", folder.file("demo"), "--holes", "24", "--block-scale", "4", "--json"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    const auto ran = run_program({"run", made.json().at("recipe"), "--out", folder.file("out"), "--no-pictures", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    ASSERT_EQ(run_program({"convert", folder.file("out/demonstration.gpkg"), folder.file("blocks.csv")}).exit_code, 0);
    const auto blocks = base::read_text_file(folder.file("blocks.csv"));
    ASSERT_TRUE(blocks);
    EXPECT_THAT(blocks->substr(0, blocks->find('\n')), HasSubstr("pit.shell"));
    const auto listed = run_program({"scenarios", "list", folder.file("out/demonstration.gpkg"), "--json"});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    ASSERT_EQ(listed.json().at("scenarios").size(), 3U);
    const auto compared = run_program({"scenarios", "compare", folder.file("out/demonstration.gpkg"), "--to", "Cu +20 %", "--json"});
    ASSERT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_GT(compared.json().at("activated").at("tonnes"), 0);
    EXPECT_EQ(compared.json().at("deactivated").at("tonnes"), 0);
}

}  // namespace
}  // namespace orelens
