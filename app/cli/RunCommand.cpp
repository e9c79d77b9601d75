// orelens-cli run RECIPE: from drillhole files to project, block model, report and pictures. What an earlier
// run into the same folder made and nothing has changed is taken from its project file.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Output.h"
#include "app/cli/Pictures.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "app/cli/Together.h"
#include "app/cli/Trust.h"
#include "app/cli/ValidationText.h"
#include "core/base/AtomicFile.h"
#include "core/base/Memory.h"
#include "core/base/Quantity.h"
#include "core/base/Ranks.h"
#include "core/geostat/Simd.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/project/Delivery.h"
#include "core/project/Fingerprint.h"
#include "core/project/OpenFindings.h"
#include "core/project/RecipePlace.h"
#include "core/project/Target.h"
#include "core/project/Truth.h"
#include "core/report/Report.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Message;
using project::Project;

struct RunOptions {
    std::string recipe, out;
    std::vector<std::string> settings;
    std::vector<std::string> blocks{"vdb"};
    std::vector<std::string> approve;
    std::string until;  ///< empty = every stage
    std::string views;  ///< see draw_pictures
    std::string sheets = "none";  ///< see write_pdf
    bool fresh = false, no_pictures = false, no_report = false, strict = false;
};

struct Made {
    std::vector<std::string> files;
    std::vector<std::string> notes;  ///< in the user's language
    std::map<std::string, int> ran;  ///< by stage
};

/// What an earlier run into the same folder left: the project goes on under its name, so that what others
/// added to the file stays, and its results are taken under the new recipe; only what the changes concern is
/// then stale. `fresh` takes no results.
void take_earlier_run(Project& now, const std::string& earlier_file, bool fresh, base::Progress& progress) {
    std::error_code code;
    if (!fs::exists(earlier_file, code)) return;
    auto earlier = project::open_project(earlier_file, progress);
    if (!earlier) return;
    if (fresh || earlier->recipe.folder != now.recipe.folder) {
        now.id = earlier->id;
        now.save_id = earlier->save_id;
        now.opened_from = earlier->opened_from;
        return;
    }
    earlier->recipe = std::move(now.recipe);
    now = std::move(*earlier);
}

/// With --until: what an earlier run made of later stages, and what is not made from this recipe, is not part
/// of this run.
void forget_later_stages(Project& project, const std::string& until) {
    const std::vector<std::string> needed = project::needed_for(project, until);
    for (const project::Stage& stage : project.stages()) {
        if (std::ranges::find(needed, stage.id) != needed.end() || project.current(stage.id)) continue;
        for (const project::ResultRow& row : stage.results) row.clear(project.results);
        project.results.stamps.erase(stage.id);
        project.results.key_stamps.erase(stage.id);
        project.results.findings.erase(stage.id);
    }
}

/// With --strict: nothing is delivered over errors that nobody has approved.
int refuse_open_errors(const Common& common, const Project& project, std::int64_t errors) {
    base::Error error;
    error.kind = base::ErrorKind::data;
    error.what = Message("cli.run.strict_refused", {{"errors", fmt::format("{}", errors)}});
    error.fix = Message("cli.run.strict_fix");
    if (common.json) {
        print_json({{"ok", false},
                    {"error",
                     {{"kind", "data"},
                      {"key", error.what.key},
                      {"message", words(common, error.what)},
                      {"fix", words(common, error.fix)}}},
                    {"unapproved_errors", errors},
                    {"trust", trust_json(project, common.language)}});
        return ExitCode::refused;
    }
    print_trust(common, project);
    return report_error(common, error);
}

Expected<void> write_models(const Project& project, const RunOptions& options, const std::string& name,
                            Output& output, base::Progress& progress) {
    if (!project.results.model()) return {};
    for (const std::string& extension : options.blocks) {
        if (extension == "none") continue;
        const std::string path = output.place(fmt::format("{}.{}", name, extension));
        for (const std::string& beside : io::files_beside(*project.results.model(), name + "." + extension))
            (void)output.place(beside);
        if (auto written = io::write_blocks(*project.results.model(), path, progress); !written)
            return written;
        if (auto go_on = unless_interrupted(); !go_on) return go_on;
    }
    return {};
}

Expected<void> write_report(const Common& common, const Project& project, const std::string& name,
                            Output& output, const base::Progress& progress) {
    report::ReportRequest request{common.language};
    request.project_file = name + ".gpkg";
    auto tables = report::report_tables(project, request, progress.part(0, 0.7));
    if (!tables) return std::unexpected(tables.error());
    // A run that stops early may leave older results behind: they stay in the project, and out of reports.
    std::erase_if(*tables, [](const report::Table& table) { return table.older; });
    std::string folder;
    for (const std::string& file : report::csv_table_files(*tables))
        folder = fs::path(output.place("tables/" + file)).parent_path().string();
    const base::Progress plain = progress.part(0.7, 0.8), books = progress.part(0.8, 0.9);
    constexpr auto older = report::OlderResults::refuse;
    if (!folder.empty())
        if (auto written = report::write_csv_tables(*tables, folder, older, &plain); !written) return written;
    const std::string title = project.recipe.general.name;
    if (auto written = report::write_xlsx(*tables, title, output.place(name + ".xlsx"),
                                          common.language, older, &books);
        !written)
        return written;
    const auto json = report::tables_to_json(*tables, progress.part(0.9, 1));
    if (!json) return std::unexpected(json.error());
    if (auto written = base::write_text_file(output.place("tables.json"), *json); !written) return written;
    return unless_interrupted();
}

/// What is made from the results, in the hidden folder.
Expected<void> stage_files(const Common& common, const Project& project, const RunOptions& options,
                           const std::string& name, base::Progress& progress, Output& output, Made& made) {
    const std::vector<std::string> older = project::older_results(project);
    if (!older.empty())
        made.notes.push_back(words(
            common,
            Message("cli.run.older", {{"stages", project::stage_labels(project, older, common.language)}})));
    base::Progress models = progress.part(0, 0.3, Message("cli.run.blocks"));
    if (older.empty())
        if (auto written = write_models(project, options, name, output, models); !written) return written;
    if (!options.no_report) {
        if (!progress.report(0.3, Message("cli.run.report"))) return base::cancelled();
        const base::Progress tables = progress.part(0.3, 0.5, Message("cli.run.report"));
        if (auto written = write_report(common, project, name, output, tables); !written) return written;
    }
    Drawn drawn;
    if (!options.no_pictures && older.empty() && project.results.model()) {
        if (!progress.report(0.5, Message("cli.run.pictures"))) return base::cancelled();
        base::Progress drawing = progress.part(0.5, 0.6, Message("cli.run.pictures"));
        auto pictures = draw_pictures(common, project, name, options.views, output, drawing);
        if (!pictures) return std::unexpected(pictures.error());
        drawn = std::move(*pictures);
        if (!drawn.note.empty()) made.notes.push_back(drawn.note);
    }
    if (!options.no_report && older.empty()) {
        if (!progress.report(0.6, Message("cli.run.report"))) return base::cancelled();
        base::Progress composing = progress.part(0.6, 1, Message("cli.run.report"));
        if (auto written = write_pdf(common, project, drawn, output.place(name + ".pdf"), name + ".gpkg", options.sheets, composing);
            !written)
            return written;
    }
    const Json summary = summary_json(project, common.language);
    return base::write_text_file(output.place("summary.json"),
                                 summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Expected<void> write_all(const Common& common, Project& project, const RunOptions& options,
                         const std::string& name, base::Progress& progress, Made& made,
                         LeaveOnInterrupt& guard) {
    auto output = Output::in(options.out);
    if (!output) return std::unexpected(output.error());
    guard.clean_with(output->remover());
    if (project::is_unfinished(options.out)) made.notes.push_back(words(common, "cli.run.unfinished"));
    base::Progress staging = progress.part(0, 0.65);
    if (auto staged = stage_files(common, project, options, name, staging, *output, made); !staged)
        return std::unexpected(output->named(std::move(staged.error())));
    project::Publication publication;
    publication.project_file = name + ".gpkg";
    publication.set = name;
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = project::input_files(project, options.recipe);
    base::Progress saving = progress.part(0.65, 1, Message("cli.run.saving"));
    publication.progress = saving.part(0, 0);
    // The list says that a project of this name is of an earlier run; one that cannot be opened is replaced.
    const project::SaveOptions into{.replace_other = project.opened_from.empty()};
    publication.save = [&](const std::string& path) -> Expected<void> {
        auto saved = project::save_project(project, path, saving, into);
        if (!saved) return std::unexpected(saved.error());
        return {};
    };
    guard.disarm();
    auto files = output->deliver(std::move(publication));
    if (!files) return std::unexpected(files.error());
    made.files = std::move(*files);
    progress.report(1);
    return {};
}

/// Names this run may write, as far as they are known before it; the rest is looked at before files move.
std::vector<std::string> names_to_write(const RunOptions& options, const std::string& name) {
    std::vector<std::string> names{name + ".gpkg", "summary.json"};
    for (const std::string& extension : options.blocks)
        if (extension != "none") names.push_back(name + "." + extension);
    for (const char* with_sidecar : {"csv", "gslib"})
        if (std::ranges::find(options.blocks, with_sidecar) != options.blocks.end())
            names.push_back(fmt::format("{}.{}.json", name, with_sidecar));
    if (!options.no_report)
        for (const std::string& one : {name + ".xlsx", name + ".pdf", std::string("tables.json")})
            names.push_back(one);
    if (!options.no_pictures)
        for (const char* view : {"iso", "top", "south"}) names.push_back(name + "-" + view + ".png");
    return names;
}

/// "1204 (3.1 %)"
std::string without_text(std::int64_t without, std::int64_t blocks) {
    return fmt::format(
        "{} ({} %)", without,
        base::number(
            100 * static_cast<double>(without) / static_cast<double>(std::max<std::int64_t>(blocks, 1)), 3));
}

void print_elements(const Common& common, const Project& project) {
    TextTable table{{words(common, "cli.run.element"), words(common, "cli.run.unit"),
                     words(common, "cli.run.samples"), words(common, "cli.curve.blocks"),
                     words(common, "cli.run.sample_mean"), words(common, "cli.run.sample_mean_by_length"),
                     words(common, "cli.run.block_mean"), words(common, "cli.run.blocks_without")},
                    {},
                    {false, false, true, true, true, true, true, true}};
    const std::int64_t blocks = project.results.model()->block_count();
    for (const geostat::EstimateSummary& summary : *project.results.estimate.summaries) {
        const blocks::ColumnInfo* info = project.results.model()->info(summary.element);
        table.rows.push_back(
            {summary.element, info == nullptr ? "" : info->unit, fmt::format("{}", summary.samples),
             fmt::format("{}", summary.estimated), base::number(summary.sample_mean, 4),
             base::number(project::mean_of_composites(project, summary.element).by_length, 4),
             base::number(summary.estimate_mean, 4), without_text(blocks - summary.estimated, blocks)});
    }
    say("{}", to_text(table));
}

void print_usable(const Common& common, const Json& economics) {
    if (!economics.contains("usable")) return;
    const Json& usable = economics["usable"];
    say(
        "{}\n",
        words(common,
              Message(
                  "cli.run.usable",
                  {{"commodity", economics["main_commodity"].get<std::string>()},
                   {"price", base::number(usable["price"].is_null() ? 0 : usable["price"].get<double>(), 8)},
                   {"unit", fmt::format("{}/{}", economics["currency"].get<std::string>(),
                                        economics["price_unit"].get<std::string>())},
                   {"blocks", base::grouped(static_cast<double>(usable["blocks"].get<std::int64_t>()))},
                   {"tonnes", base::mass_text(usable["tonnes"].get<double>(), common.language)},
                   {"total", base::mass_text(economics["total"]["tonnes"].get<double>(), common.language)}})));
    for (const Json& one : economics["unassayed"])
        if (one["blocks"].get<std::int64_t>() > 0)
            say(
                "{}\n",
                words(common, Message("cli.run.unassayed",
                                      {{"commodity", one["commodity"].get<std::string>()},
                                       {"blocks", base::grouped(static_cast<double>(one["blocks"].get<std::int64_t>()))},
                                       {"tonnes", base::mass_text(one["tonnes"].get<double>(), common.language)},
                                       {"share", base::number(100 * one["share"].get<double>(), 3)}})));
}

void print_orebodies(const Common& common, const Json& summary) {
    if (!summary.contains("orebodies") || !summary["orebodies"].contains("usable")) return;
    const Json& said = summary["orebodies"];
    const auto count = [](const Json& n) { return std::to_string(n.get<std::int64_t>()); };
    say("{}\n", words(common, Message("cli.run.orebodies", {{"usable", count(said["usable"])},
                                                                  {"all", count(said["orebodies"])},
                                                                  {"without", count(said["without_verdict"])},
                                                                  {"mines", count(said["mines"])}})));
}

void print_made(const Common& common, const Project& project, const RunOptions& options, const Made& made) {
    Json summary = summary_json(project, common.language);
    if (common.json) {
        Json ran = Json::array();
        for (const std::string& stage : project::run_order(project.stages()))
            if (made.ran.contains(stage)) ran.push_back(stage);
        Json json = {{"ok", true},
                     {"folder", options.out},
                     {"files", made.files},
                     {"stages_run", ran},
                     {"notes", made.notes},
                     {"summary", summary},
                     {"trust", trust_json(project, common.language)}};
        print_json(json);
        return;
    }
    print_trust(common, project);
    if (project.results.estimate.summaries && project.results.model()) print_elements(common, project);
    print_verdict(common, project);
    if (summary.contains("economics")) print_usable(common, summary["economics"]);
    print_simulation(common, project);
    print_orebodies(common, summary);
    if (summary.contains("not_evaluated"))
        say("{}\n", words(common, Message("cli.run.not_evaluated",
                                                 {{"why", summary["not_evaluated"].get<std::string>()}})));
    for (const std::string& note : made.notes) say("{}\n", note);
    say("{}\n",
               words(common, Message("cli.run.done", {{"folder", options.out},
                                                      {"files", fmt::format("{}", made.files.size())}})));
}

std::string stage_ids() {
    std::string ids;
    for (const std::string& id : project::run_order(project::stage_table()))
        ids += (ids.empty() ? "" : ", ") + id;
    return ids;
}

/// The project with settings and approvals, and what an earlier run left; everything that is wrong with the request.
Expected<Project> loaded(const Common& common, const RunOptions& options, const std::string& name, base::Progress& progress) {
    if (!options.until.empty())
        if (auto known = project::check_stage(project::stage_table(), options.until); !known)
            return std::unexpected(known.error());
    auto project = load_project(common, options.recipe, progress);
    if (!project) return project;
    if (auto set = apply_settings(common, project->recipe, options.settings); !set) return std::unexpected(set.error());
    if (auto set = apply_approvals(project->recipe, options.approve); !set) return std::unexpected(set.error());
    if (auto reads = project::at_recipe(project->recipe, project::check_reads_something(*project)); !reads) return std::unexpected(reads.error());
    if (auto fine = project::check_replaceable(options.out, names_to_write(options, name),
                                               project::input_files(*project, options.recipe), progress);
        !fine)
        return std::unexpected(fine.error());
    const std::string earlier = (fs::path(options.out) / (name + ".gpkg")).string();
    if (project->opened_from.empty()) take_earlier_run(*project, earlier, options.fresh, progress);
    if (options.no_pictures) return project;
    if (auto known = check_views(*project, options.views); !known) return std::unexpected(known.error());
    std::vector<std::string> views;
    for (std::size_t n = 1; n <= project->views.size(); ++n) views.push_back(fmt::format("{}-view-{}.png", name, n));
    if (auto fine = project::check_replaceable(options.out, views, project::input_files(*project, options.recipe), progress);
        !fine)
        return std::unexpected(fine.error());
    return project;
}

/// What every rank must hold alike before they share work: program, recipe, input files, kept results, kernels.
Expected<std::uint64_t> state_of(const Project& project, const base::Progress& progress) {
    if (auto read = project::read_fingerprints(project, progress); !read) return std::unexpected(read.error());
    const auto kernel = geostat::selected_kernel();
    if (!kernel) return std::unexpected(kernel.error());
    project::Fingerprint print;
    print.add("program", ORELENS_VERSION);
    print.add("kernel", (*kernel)->name);
    for (const project::Stage& stage : project.stages()) {
        print.add(stage.id, project::expected_fingerprint(project, stage));
        const auto stamp = project.results.stamps.find(stage.id);
        print.add("stamp", stamp == project.results.stamps.end() ? "" : stamp->second);
    }
    return std::hash<std::string>()(print.text());
}

/// Loads on every rank, and sees to it that all have read the same.
Expected<Project> loaded_alike(const Common& common, const RunOptions& options, const std::string& name, base::Ranks& ranks,
                               base::Progress& progress) {
    auto project = loaded(common, options, name, progress);
    if (ranks.alone()) return project;
    Expected<void> own;
    std::uint64_t state = 0;
    if (!project) own = std::unexpected(project.error());
    if (project) {
        const auto held = state_of(*project, progress);
        if (held) state = *held;
        if (!held) own = std::unexpected(held.error());
    }
    if (auto alike = ranks.agree(own, progress, state); !alike) return std::unexpected(alike.error());
    return project;
}

int run_recipe(const Common& common, RunOptions options) {
    if (options.out.empty()) {
        const fs::path folder = fs::path(options.recipe).parent_path();
        options.out = (folder / "results").string();
    }
    const std::string name = stem_of(options.recipe);
    const auto joined = join_ranks(common, base::Progress());
    if (!joined) return follows() ? static_cast<int>(ExitCode::done) : report_error(common, joined.error());
    base::Ranks& ranks = **joined;
    const base::SharedWork shared(ranks);
    Made made;
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, stopped(ranks)); });
    base::Expected<Project> project;
    std::int64_t open_errors = 0;
    {
        ProgressBar bar(common.language);
        const auto refuse = [&](const base::Error& error) {
            const bool by_signal = error.kind == base::ErrorKind::cancelled && !ranks.alone();
            return own_exit_code(ranks, cli::refuse(guard, common, by_signal ? stopped(ranks) : error));
        };
        base::Progress loading = bar.progress().part(0, 0.05, Message("cli.run.loading"));
        project = loaded_alike(common, options, name, ranks, loading);
        if (!project) return refuse(project.error());
        base::Progress working = bar.progress().part(0.05, 0.8);
        if (auto ran = ranks.agree(project->run(working, options.until), working); !ran) return refuse(ran.error());
        made.ran = project->executions;
        if (!options.until.empty()) forget_later_stages(*project, options.until);
        open_errors = project::open_errors(project->findings());
        Expected<void> written;
        if (ranks.rank() == 0 && (!options.strict || open_errors == 0)) {
            base::Progress writing = bar.progress().part(0.8, 1);
            written = write_all(common, *project, options, name, writing, made, guard);
        }
        if (ranks.rank() != 0) {
            *project = Project();  // room for the one that writes
            base::release_memory();
        }
        const auto ended = ranks.agree(written, bar.progress());
        // What rank 0 has written is there, whatever becomes of the others now.
        if (ranks.rank() == 0 && !written) return refuse(written.error());
        if (ranks.rank() != 0 && !ended) return refuse(ended.error());
    }
    guard.disarm();
    if (ranks.rank() != 0) return ExitCode::done;
    if (options.strict && open_errors > 0) return refuse_open_errors(common, *project, open_errors);
    print_made(common, *project, options, made);
    return ExitCode::done;
}

}  // namespace

void add_run(CLI::App& app, Common& common, Action& action) {
    static RunOptions options;
    CLI::App* command = app.add_subcommand("run", words(common, "cli.run.about"));
    command->add_option("RECIPE", options.recipe, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--out", options.out, words(common, "cli.run.out"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->add_option("--blocks", options.blocks, words(common, "cli.run.block_formats"))
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"vdb", "csv", "vti", "pvti", "gslib", "omf", "geoh5", "none"}));
    command->add_option("--approve", options.approve, words(common, "cli.approve"))->allow_extra_args(false);
    command->add_option("--until", options.until,
                        words(common, Message("cli.run.until", {{"stages", stage_ids()}})));
    command->add_flag("--strict", options.strict, words(common, "cli.run.strict"));
    command->add_flag("--fresh", options.fresh, words(common, "cli.run.fresh"));
    command->add_flag("--no-report", options.no_report, words(common, "cli.run.no_report"));
    command->add_option("--views", options.views, words(common, "cli.run.views"));
    command->add_option("--sheets", options.sheets, words(common, "cli.run.sheets"))->check(CLI::IsMember({"none", "middle", "all"}));
    command->add_flag("--no-pictures", options.no_pictures, words(common, "cli.run.no_pictures"));
    command->callback([&] { action = [&] { return run_recipe(common, options); }; });
}

}  // namespace orelens::cli
