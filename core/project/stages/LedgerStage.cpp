// The total ledger of a project: its blocks, tables of units, other projects by reference, orebodies and scrap.
#include <filesystem>

#include "core/base/Nearest.h"
#include "core/base/RegularFile.h"
#include "core/base/Text.h"
#include "core/io/text/ReadTable.h"
#include "core/project/Fingerprint.h"
#include "core/project/LedgerJudges.h"
#include "core/project/LedgerOutside.h"
#include "core/project/LedgerParts.h"
#include "core/project/LedgerStudy.h"
#include "core/project/SavedScenarios.h"
#include "core/project/Truth.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsLedger.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// A file the recipe names; an error where it is not there.
Expected<std::string> needed_text(const Project& project, const std::string& file, const char* field) {
    auto text = base::read_regular_file(resolved_file(project.recipe, file), {.most = base::most_text_bytes});
    if (!text) text.error().place.field = field;
    return text;
}

Expected<ledger::IndicatorSet> indicators_of(const Project& project, std::string& text) {
    const std::string& file = project.recipe.ledger.indicators_file;
    if (file.empty()) {
        auto shipped = ledger::shipped_indicators();
        if (shipped) text = ledger::indicators_to_json(*shipped);
        return shipped;
    }
    auto read = needed_text(project, file, "ledger.indicators_file");
    if (!read) return std::unexpected(read.error());
    text = std::move(*read);
    return ledger::indicators_from_json(text, file);
}

/// The id that the recipe asks for, else the scenario at `otherwise`.
Expected<std::string> scenario_id(const ledger::Assumptions& assumptions, const std::string& asked, const char* field, std::size_t otherwise) {
    if (asked.empty()) return otherwise < assumptions.scenarios.size() ? assumptions.scenarios[otherwise].id : std::string();
    if (ledger::find_scenario(assumptions, asked) != nullptr) return asked;
    std::vector<std::string> known;
    for (const ledger::Scenario& one : assumptions.scenarios) known.push_back(one.id);
    const std::string near = base::nearest(asked, known);
    return base::fail(ErrorKind::usage, Message("cli.ledger.unknown_scenario", {{"name", asked}}), {.field = field},
                      near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
}

Expected<LedgerParts> gather(const Project& project, const ledger::IndicatorSet& indicators, const base::Progress& progress) {
    const ledger::LedgerRule& rule = project.recipe.ledger;
    LedgerParts parts;
    parts.judged = rule.assumptions_file.empty();
    const auto before = ledger_study(project.results);
    const ledger::Ledger* earlier = before ? &before->file.built.ledger : nullptr;
    if (rule.blocks && project.results.unvalued()) {
        const std::string id = parts.free_source(ground_name(project));
        // Its own blocks change with the project: what they are of is the stamp of the stage that made them.
        const auto stamp = project.results.stamps.find("bounds");
        parts.sources.push_back({id, "block_model", "", stamp == project.results.stamps.end() ? std::string() : stamp->second, {}, {}});
        // Kept scenarios are the file's to state, where one judges.
        const auto answers = block_answers(project, parts.judged, progress.part(0, 0.2));
        if (!answers) return std::unexpected(answers.error());
        if (auto done = add_block_part(parts, project, id, project.opened_from, rule.group_by, indicators, *answers, progress.part(0.2, 0.4)); !done)
            return std::unexpected(done.error());
    }
    for (const std::string& table : listed_files(rule.tables)) {
        const std::string path = resolved_table(project.recipe, table);
        if (file_fingerprint(resolved_file(project.recipe, table)) == absent_file) {
            add_missing_part(parts, path, earlier);
            continue;
        }
        if (auto done = add_table_part(parts, path); !done) return std::unexpected(done.error());
        if (progress.cancelled()) return base::cancelled();
    }
    const std::vector<std::string> projects = listed_files(rule.projects);
    for (std::size_t n = 0; n < projects.size(); ++n) {
        const auto share = [&](std::size_t at) { return 0.4 + 0.3 * static_cast<double>(at) / static_cast<double>(projects.size()); };
        if (auto done = add_project_part(parts, resolved_file(project.recipe, projects[n]), project.opened_from, rule.group_by, indicators, earlier,
                                         progress.part(share(n), share(n + 1)));
            !done)
            return std::unexpected(done.error());
    }
    if (auto done = add_joined_parts(parts, project, progress.part(0.7, 0.75)); !done) return std::unexpected(done.error());
    return parts;
}

Expected<void> run_ledger(Project& project, base::Progress& progress) {
    const ledger::LedgerRule& rule = project.recipe.ledger;
    if (!rule.use) {
        project.results.more.erase(ledger_study_name);
        return {};
    }
    // Read again where years are asked for; refused here, before anything is made.
    if (const auto outside = outside_of(project.recipe); !outside) return std::unexpected(outside.error());
    LedgerStudy study;
    LedgerFile& file = study.file;
    auto indicators = indicators_of(project, file.indicators_text);
    if (!indicators) return std::unexpected(indicators.error());
    file.indicators = std::move(*indicators);
    auto parts = gather(project, file.indicators, progress);
    if (!parts) return std::unexpected(parts.error());
    // A file's routes and prices judge every unit; what the project's own made of them is another answer.
    if (!rule.assumptions_file.empty()) forget_judgements(*parts);
    study.own_assumptions = rule.assumptions_file.empty();
    if (study.own_assumptions) {
        file.assumptions = assumptions_of(project, parts->routes, parts->findings);
        file.assumptions_text = ledger::assumptions_to_json(file.assumptions);
    } else {
        auto text = needed_text(project, rule.assumptions_file, "ledger.assumptions_file");
        if (!text) return std::unexpected(text.error());
        file.assumptions_text = std::move(*text);
        auto read = ledger::assumptions_from_json(file.assumptions_text, rule.assumptions_file);
        if (!read) return std::unexpected(read.error());
        file.assumptions = std::move(*read);
    }
    auto scenario = scenario_id(file.assumptions, rule.scenario, "ledger.scenario", 0);
    if (!scenario) return std::unexpected(scenario.error());
    auto other = scenario_id(file.assumptions, rule.compared_with, "ledger.compared_with", 1);
    if (!other) return std::unexpected(other.error());
    study.scenario = std::move(*scenario);
    study.compared_with = *other == study.scenario ? std::string() : std::move(*other);
    auto built = ledger::build_ledger(std::move(parts->units), std::move(parts->sources), {file.assumptions.basis, file.indicators, std::move(parts->references)}, progress.part(0.75, 1));
    if (!built) return std::unexpected(built.error());
    file.built = std::move(*built);
    for (base::Finding& finding : file.built.findings) finding.stage = "ledger";
    if (!study.own_assumptions)
        if (auto told = tell_judges(file.built, parts->heard, file.assumptions, scenario_of(study), rule.assumptions_file, progress.part(1, 1)); !told) return told;
    for (base::Finding& finding : parts->findings) file.built.findings.push_back(std::move(finding));
    // A source that is gone stands with what it last said.
    ledger::Ledger& made = file.built.ledger;
    for (std::size_t n = 0; n < made.sources.size(); ++n)
        if (!made.sources[n].file.empty() && file_fingerprint(io::table_name(made.sources[n].file).file) == absent_file) made.source_states[n] = ledger::SourceState::missing;
    project.results.more[ledger_study_name] = shared(std::move(study));
    return {};
}

std::vector<base::Finding> examine_ledger(const Project& project, base::Progress& /*progress*/) {
    const auto study = ledger_study(project.results);
    return study ? study->file.built.findings : std::vector<base::Finding>();
}

/// What stands outside of its parameters and of the files that they name.
void ledger_depends(const Project& project, Fingerprint& print) {
    const ledger::LedgerRule& rule = project.recipe.ledger;
    if (!rule.use) return;
    print.add("bench_height", base::number(project.recipe.general.bench_height_m, 17));
    if (rule.assumptions_file.empty()) print.add("scenarios", scenarios_to_text(project.scenarios));
    if (rule.assumptions_file.empty()) print.add("discount", base::number(project.recipe.orebodies.discount_percent, 12));
    print.add("record", project.recipe.general.mine_record_file.empty() ? "" : "producing");
    print.add("name", project.recipe.general.name);
}

Expected<WorkSize> size_of_ledger(const Project& project) {
    WorkSize work;
    const ledger::LedgerRule& rule = project.recipe.ledger;
    const auto& model = project.results.unvalued();
    if (!rule.use) return work;
    double units = 0, files = 0;
    if (rule.blocks && model) {
        work.cells = static_cast<double>(model->block_count());
        double groups = 1;
        for (const std::string& name : listed_files(rule.group_by)) {
            const blocks::ColumnInfo* info = model->info(name);
            if (name == "bench") groups *= model->geometry().count[2];
            else if (info != nullptr) groups *= info->codes.empty() ? 100 : static_cast<double>(info->codes.size());
        }
        // Each is parted by the states and by the bands of break-even prices that its blocks have.
        // Where a file judges, the recipe's own answer is heard, without those of the scenarios.
        const double answers = rule.assumptions_file.empty() ? static_cast<double>(project.scenarios.size() + 1) : 1;
        constexpr double parts_of_a_group = 24, bytes_per_answer = 16;
        units = std::min(groups * parts_of_a_group, work.cells);
        if (not_evaluated(project).empty()) work.bytes += bytes_per_answer * work.cells * answers;
    }
    for (const std::string* list : {&rule.tables, &rule.projects})
        for (const std::string& name : listed_files(*list)) {
            std::error_code code;
            const auto bytes = std::filesystem::file_size(resolved_file(project.recipe, name), code);
            if (!code) files += static_cast<double>(bytes);
        }
    const double rows = units * std::max<double>(1, static_cast<double>(project.elements().size()));
    // Units once as rows and once in columns; a table or file by reference is held while it is read.
    work.bytes += 3 * ledger::ledger_bytes(static_cast<std::size_t>(units), static_cast<std::size_t>(rows)) + 4 * files;
    work.seconds = 3e-7 * work.cells + 1e-8 * files;
    work.fix = Message("project.size.fewer_groups");
    work.place.field = "ledger.group_by";
    return work;
}

}  // namespace

Shared<LedgerStudy> ledger_study(const Results& results) {
    return more<LedgerStudy>(results, ledger_study_name);
}
const ledger::Scenario& scenario_of(const LedgerStudy& study) {
    const ledger::Scenario* found = ledger::find_scenario(study.file.assumptions, study.scenario);
    return found == nullptr ? study.file.assumptions.scenarios.front() : *found;
}
const ledger::Scenario* compared_with(const LedgerStudy& study) {
    return study.compared_with.empty() ? nullptr : ledger::find_scenario(study.file.assumptions, study.compared_with);
}

Stage ledger_stage() {
    Stage stage;
    stage.id = "ledger";
    stage.workspace = "utilisation";
    stage.label = {"Total ledger", "全量台账"};
    stage.doing = {"Building the total ledger", "建立全量台账"};
    stage.help = {"Blocks, orebodies, tailings, stockpiles and scrap as units of one ledger, each tonne once",
                  "将块体、矿体、尾矿、堆存与废旧金属作为资源单元列入同一台账，每吨只计一次"};
    stage.inputs = {"bounds", "occurrence", "evaluate"};
    for (std::string& other : joined_stages()) stage.inputs.push_back(std::move(other));
    stage.parameters = {"ledger."};
    stage.reads_input = [](const Project& project, const std::string& input) {
        const ledger::LedgerRule& rule = project.recipe.ledger;
        if (!rule.use) return false;
        if (input == "orebodies" || input == "orebody_verdicts") return rule.orebodies;
        if (input == "flows" || input == "scrap") return rule.streams;
        // Prices of the recipe make the scenario where no file states any.
        return rule.blocks || (input == "evaluate" && rule.assumptions_file.empty());
    };
    stage.spares_inputs = true;
    stage.depends = ledger_depends;
    stage.share = 0.01;
    stage.results = {archived_more<LedgerStudy>(ledger_study_name)};
    stage.size = size_of_ledger;
    stage.run = run_ledger;
    stage.examine = examine_ledger;
    return stage;
}

}  // namespace orelens::project
