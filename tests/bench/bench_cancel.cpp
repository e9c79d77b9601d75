// How long every long call of the core goes on after it was cancelled. Makes a project of three elements with
// a model, its value and its curves, then runs each call whole once for its time, and again for each of some
// moments of that time at which another thread cancels it. Prints the delays from cancel to return in
// milliseconds and the worst of each call; nothing is asserted. A call that ended before its moment shows a
// dash. The estimate takes the nearest sample: what is cancelled is the same for every method.
//   bench_cancel [millions of blocks, default 8] [folder for files, default the temporary one] [only calls
//   whose name contains this]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/base/Memory.h"
#include "core/economics/PriceOrder.h"
#include "core/economics/Value.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/Simd.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "core/project/Delivery.h"
#include "core/project/Fingerprint.h"
#include "core/project/ModelShape.h"
#include "core/project/Pipeline.h"
#include "core/report/Report.h"

namespace {

using namespace orelens;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
namespace fs = std::filesystem;

const char* const elements[] = {"Cu", "Au", "Ag"};
const std::vector<std::string> element_names(std::begin(elements), std::end(elements));

void stop(const base::Error& error) {
    fmt::print("{}\n", base::describe(error, base::Language::english));
    std::exit(1);
}
template <class T>
T need(base::Expected<T> made) {
    if (!made) stop(made.error());
    return std::move(*made);
}

blocks::GridGeometry grid_of(double millions) {
    // A slab twice as long and wide as it is deep.
    const auto depth = static_cast<std::int32_t>(std::lround(std::cbrt(millions * 1e6 / 4)));
    blocks::GridGeometry grid;
    grid.block_size = {5, 5, 5};
    grid.count = {2 * depth, 2 * depth, depth};
    return grid;
}

/// Vertical holes on a square pattern, a composite every `step` metres.
drilling::CompositeTable composites_of(const blocks::GridGeometry& grid, int along, double step) {
    drilling::CompositeTable table;
    table.domain_codes = {"oxide", "mixed", "sulphide"};
    for (const char* element : elements)
        table.grades.push_back({.name = element,
                                .unit = std::string(element) == "Cu" ? base::GradeUnit::percent
                                                                     : base::GradeUnit::gram_per_tonne});
    const double length = grid.count[0] * grid.block_size[0], depth = grid.count[2] * grid.block_size[2];
    std::mt19937 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < along; ++i)
        for (int j = 0; j < along; ++j) {
            table.hole_ids.push_back(fmt::format("H{:03}{:03}", i, j));
            for (double z = step / 2; z < depth; z += step) {
                table.x.push_back((i + 0.5) * length / along);
                table.y.push_back((j + 0.5) * length / along);
                table.z.push_back(z);
                table.hole.push_back(along * i + j);
                table.from_m.push_back(depth - z - step / 2);
                table.to_m.push_back(depth - z + step / 2);
                table.domain.push_back(z > 0.8 * depth ? 0 : z > 0.7 * depth ? 1 : 2);
                for (auto& grade : table.grades) {
                    grade.values.push_back(-std::log(1 - unit(random)));
                    grade.assayed_m.push_back(step);
                }
            }
        }
    return table;
}

project::Project project_of(const blocks::GridGeometry& grid) {
    project::Project project;
    project.recipe.estimate.method = geostat::Method::nearest_neighbour;
    project.recipe.estimate.passes = 1;
    project.recipe.estimate.min_samples = 1;
    const double reach = grid.count[0] * grid.block_size[0] / 10;
    project.recipe.estimate.search_major_m = reach;
    project.recipe.estimate.search_semi_m = reach;
    project.recipe.estimate.search_minor_m = reach;
    project.recipe.general.category_column = "domain";
    project.recipe.commodity["Cu"] = {.name = "Cu", .price = 70000, .recovery_percent = 88};
    project.recipe.commodity["Au"] = {.name = "Au", .price = 550, .price_unit = "g", .recovery_percent = 60};
    project.recipe.economics.main_commodity = "Cu";
    project.recipe.economics.costs.mining = 12;
    project.recipe.economics.costs.processing = 60;
    project.results.drilling.composites =
        std::make_shared<const drilling::CompositeTable>(composites_of(grid, 20, 10));
    project.results.estimate.geometry = std::make_shared<const blocks::GridGeometry>(grid);
    std::vector<geostat::VariogramFit> variograms(std::size(elements));
    for (geostat::VariogramFit& fit : variograms) fit.model = {0.1, {geostat::Structure{}}};
    project.results.estimate.variograms =
        std::make_shared<const std::vector<geostat::VariogramFit>>(std::move(variograms));
    return project;
}

using Body = std::function<base::Expected<void>(base::Progress&)>;
template <class T>
base::Expected<void> done(const base::Expected<T>& made) {
    if (!made) return std::unexpected(made.error());
    return {};
}

class Table {
  public:
    explicit Table(std::string only) : only_(std::move(only)) {
        fmt::print("{:<28}{:>9}", "call", "whole s");
        for (const double at : moments) fmt::print("{:>9}", fmt::format("{:.0f} %", 100 * at));
        fmt::print("{:>9}\n", "worst");
    }
    void row(const std::string& name, const Body& body) const {
        if (name.find(only_) == std::string::npos) return;
        const auto began = Clock::now();
        base::Progress whole;
        if (const auto made = body(whole); !made) stop(made.error());
        const Seconds total = Clock::now() - began;
        fmt::print("{:<28}{:>9.3f}", name, total.count());
        double worst = 0;
        for (const double at : moments) {
            const double delay = delay_at(body, at * total);
            fmt::print("{:>9}", delay < 0 ? "-" : fmt::format("{:.1f}", delay));
            std::fflush(stdout);
            worst = std::max(worst, delay);
        }
        fmt::print("{:>9.1f}\n", worst);
        std::fflush(stdout);
    }

  private:
    static constexpr double moments[] = {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98};
    /// Milliseconds; negative where the call was over before.
    static double delay_at(const Body& body, Seconds when) {
        base::Progress progress;
        std::optional<Clock::time_point> cancelled;
        std::thread other([&] {
            std::this_thread::sleep_for(when);
            cancelled = Clock::now();
            progress.cancel();
        });
        const auto made = body(progress);
        const auto returned = Clock::now();
        other.join();
        if (!made && made.error().kind != base::ErrorKind::cancelled) stop(made.error());
        return 1e3 * Seconds(returned - *cancelled).count();
    }
    std::string only_;
};

void stages(const Table& table, project::Project& project) {
    for (const char* id : {"estimate", "evaluate"}) {
        const project::Stage& stage = *project::find_stage(project.stages(), id);
        table.row(fmt::format("stage {}", id), [&](base::Progress& p) { return stage.run(project, p); });
        if (!project.results.estimate.model ||
            (std::string(id) == "evaluate" && !project.results.value.model)) {
            base::Progress progress;
            if (auto ran = stage.run(project, progress); !ran) stop(ran.error());
        }
        table.row(fmt::format("examine {}", id), [&](base::Progress& p) -> base::Expected<void> {
            (void)project::examined(project, stage, p);
            return {};
        });
    }
    for (const project::Stage& stage : project.stages())
        project.results.stamps[stage.id] = project::expected_fingerprint(project, stage);
}

void model_shapes(const Table& table, const project::Project& project) {
    const blocks::BlockModel& model = *project.results.estimate.model;
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    table.row("BlockModel::where", [&](base::Progress& p) {
        return done(blocks::BlockModel::where(
            model.geometry(), [](const blocks::Index3& block) { return (block[0] + block[2]) % 3 == 0; },
            &p));
    });
    table.row("within_reach", [&](base::Progress& p) {
        return done(project::within_reach(model.geometry(), samples, 15, &p));
    });
    // A third of the blocks carries values, so that it is made smaller.
    blocks::BlockModel sparse(model);
    for (const std::string& element : element_names)
        for (std::size_t n = 0; n < sparse.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if ((n + static_cast<std::size_t>(at)) % 3 != 0)
                    sparse.real(element, n)[at] = blocks::missing_float;
    table.row("without_empty", [&](base::Progress& p) {
        return done(project::without_empty(blocks::BlockModel(sparse), element_names, &p));
    });
}

void estimation(const Table& table, const project::Project& project) {
    const auto samples = composites_of(*project.results.estimate.geometry, 200, 25);
    const auto* kernel = need(geostat::selected_kernel());
    std::vector<geostat::ElementSamples> inputs;
    for (const auto& grade : samples.grades) {
        geostat::ElementEstimate how;
        how.element = grade.name;
        how.search = {0, 0, 0, 100, 100, 100};
        how.passes = {{1, 1, 16, 0}};
        how.variogram = {0.1, {geostat::Structure{}}};
        inputs.push_back({how, grade.values});
    }
    table.row(fmt::format("plan of {} k samples", samples.size() / 1000), [&](base::Progress& p) {
        return done(geostat::plan_estimation({samples.x, samples.y, samples.z, samples.hole}, inputs, {},
                                             *kernel, &p));
    });
}

void value(const Table& table, const project::Project& project) {
    using economics::CutoffTest;
    using economics::UsableCurve;
    const blocks::BlockModel& model = *project.results.value.model;
    const economics::PriceDeck& deck = *project.results.value.deck;
    table.row("evaluate", [&](base::Progress& p) {
        blocks::BlockModel copy(*project.results.estimate.model);
        return economics::evaluate(copy, deck, p);
    });
    table.row("price_order", [&](base::Progress& p) -> base::Expected<void> {
        (void)economics::price_order(model, economics::break_even_column("Cu", CutoffTest::full), p);
        return {};
    });
    table.row("UsableCurve::build", [&](base::Progress& p) {
        return done(UsableCurve::build(model, deck, CutoffTest::full, element_names, p));
    });
    table.row("UsableCurve::build_by", [&](base::Progress& p) {
        return done(UsableCurve::build_by(model, deck, CutoffTest::full, element_names, "domain", p));
    });
}

/// As long as the findings of a large, bad drillhole file.
report::Table long_table() {
    report::Table table{.id = "findings", .title = "Findings"};
    table.columns = {{"file", "", 0}, {"row", "", 0}, {"from", "m", 2}, {"what", "", 0}};
    for (std::int64_t n = 0; n < 300'000; ++n)
        table.rows.push_back({std::string("assay.csv"), n, 0.1 * static_cast<double>(n),
                              fmt::format("The interval of row {} overlaps the one before", n)});
    return table;
}

void reports(const Table& table, const project::Project& project, const fs::path& folder) {
    table.row("report_tables",
              [&](base::Progress& p) { return done(report::report_tables(project, {}, p)); });
    std::vector<report::Table> tables = report::report_tables(project, {});
    std::vector<report::Table> long_ones{long_table()};
    constexpr auto any = report::OlderResults::allow;
    for (const auto& [name, list] : {std::pair("", &tables), std::pair(" 300 k rows", &long_ones)}) {
        table.row(fmt::format("write_csv_tables{}", name), [&, list = list](base::Progress& p) {
            return report::write_csv_tables(*list, (folder / "tables").string(), any, &p);
        });
        table.row(fmt::format("write_xlsx{}", name), [&, list = list](base::Progress& p) {
            return report::write_xlsx(*list, "t", (folder / "tables.xlsx").string(), base::Language::english,
                                      any, &p);
        });
        table.row(fmt::format("tables_to_json{}", name),
                  [&, list = list](base::Progress& p) { return done(report::tables_to_json(*list, p)); });
    }
}

void files(const Table& table, const project::Project& project, const fs::path& folder) {
    const blocks::BlockModel& model = *project.results.value.model;
    for (const char* extension : {"vdb", "vti", "csv"}) {
        const std::string path = (folder / fmt::format("model.{}", extension)).string();
        table.row(fmt::format("write {}", extension),
                  [&](base::Progress& p) { return io::write_blocks(model, path, p); });
    }
    for (const char* extension : {"vdb", "csv"}) {
        const std::string path = (folder / fmt::format("model.{}", extension)).string();
        if (!fs::exists(path)) continue;
        table.row(fmt::format("read {}", extension),
                  [&](base::Progress& p) { return done(io::read_blocks(path, p)); });
    }
    // As another program writes it: its text is gone through twice, its grid is found.
    blocks::ModelRule rule;
    rule.file = (folder / "datamine.csv").string();
    base::Progress writing;
    if (auto written = io::write_blocks(model, rule.file, writing, io::BlockDialect::datamine); !written)
        stop(written.error());
    table.row("import table",
              [&](base::Progress& p) { return done(io::import_model(rule, 2.7, "", p)); });
    const std::string large = (folder / "large.bin").string();
    std::ofstream(large) << std::string(std::size_t{1} << 30, 'x');
    table.row("file_fingerprint 1 GiB", [&](base::Progress& p) {
        fs::last_write_time(large, fs::file_time_type::clock::now());  // else it is remembered
        return done(project::file_fingerprint(large, p));
    });
    const fs::path target = folder / "delivery";
    fs::create_directories(target / "staging");
    table.row("publish 1 GiB", [&](base::Progress& p) {
        std::error_code ignored;
        fs::copy_file(large, target / "staging" / "large.bin", fs::copy_options::overwrite_existing, ignored);
        project::Publication publication;
        publication.folder = target.string();
        publication.staging = (target / "staging").string();
        publication.names = {"large.bin"};
        publication.set = "bench";
        publication.progress = p;
        return done(project::publish(publication));
    });
    fs::remove(large);
}

void store(const Table& table, const project::Project& project, const fs::path& folder) {
    const std::string path = (folder / "project.gpkg").string();
    table.row("save_project, new", [&](base::Progress& p) {
        fs::remove(path);
        return done(project::save_project(project, path, p));
    });
    base::Progress progress;
    fs::remove(path);
    (void)need(project::save_project(project, path, progress));
    table.row("save_project, over", [&](base::Progress& p) {
        return done(project::save_project(project, path, p, {.overwrite_newer = true}));
    });
    table.row("open_project", [&](base::Progress& p) { return done(project::open_project(path, p)); });
}

}  // namespace

int main(int argc, char** argv) {
    const double millions = argc > 1 ? std::strtod(argv[1], nullptr) : 8;
    const fs::path folder = (argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path()) / "bench_cancel";
    const blocks::GridGeometry grid = grid_of(millions);
    fs::create_directories(folder);
    fmt::print("{} × {} × {} blocks, {} elements; delays from cancel to return in ms\n", grid.count[0],
               grid.count[1], grid.count[2], std::size(elements));
    const Table table(argc > 3 ? argv[3] : "");
    project::Project project = project_of(grid);
    stages(table, project);
    model_shapes(table, project);
    estimation(table, project);
    value(table, project);
    reports(table, project, folder);
    files(table, project, folder);
    store(table, project, folder);
    fs::remove_all(folder);
}
