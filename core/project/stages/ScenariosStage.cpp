// Each scenario kept with the project against the base: what becomes usable, what no longer is, and why.
#include "core/io/blocks/BlockFiles.h"
#include "core/project/Fingerprint.h"
#include "core/project/ModelShape.h"
#include "core/project/Pipeline.h"
#include "core/project/Scenarios.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsScenarios.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;

bool of_scenarios(const std::string& column) {
    return column.starts_with(scenario_column_prefix);
}

/// One scenario against the base, and its column.
Expected<ScenarioRow> one(const Project& project, const Scenario& scenario, const ScenarioPair* pair,
                          const scenarios::Usable& now, BlockModel& model, const base::Progress& progress) {
    const BlockModel& before_prices = *project.results.unvalued();
    ScenarioRow row{scenario.name, {scenario.changes.begin(), scenario.changes.end()}, {}};
    auto compared = scenarios::compare(
        before_prices, pair->parts, [&](std::uint32_t mask) { return pair->mixed(mask); }, nullptr,
        progress.part(0, 0.9));
    if (!compared) return std::unexpected(compared.error());
    row.against_base = std::move(*compared);
    const auto usable =
        scenarios::usable_under(before_prices, price_deck(pair->second), nullptr, progress.part(0.9, 1));
    if (!usable) return std::unexpected(usable.error());
    scenarios::add_change_column(model, scenario_column(scenario.name), now, *usable);
    return row;
}

Expected<void> run_scenarios(Project& project, base::Progress& progress) {
    ScenarioResults made;
    if (!project.scenarios.empty() && project.results.valued() && project.results.value.deck) {
        BlockModel model(*project.results.valued());
        const auto now = scenarios::usable_under(*project.results.unvalued(), *project.results.value.deck, nullptr,
                                                  progress.part(0, 0.05));
        if (!now) return std::unexpected(now.error());
        ScenarioStudy study;
        const auto count = static_cast<double>(project.scenarios.size());
        for (std::size_t n = 0; n < project.scenarios.size(); ++n) {
            const auto at = static_cast<double>(n);
            // One that names a commodity which is gone, say, is told and left out: the others stand.
            const auto pair = scenario_pair(project.recipe, nullptr, &project.scenarios[n]);
            if (!pair) {
                study.left_out.emplace_back(project.scenarios[n].name, pair.error().place.field);
                continue;
            }
            auto row = one(project, project.scenarios[n], &*pair, *now, model,
                           progress.part(0.05 + 0.95 * at / count, 0.05 + 0.95 * (at + 1) / count));
            if (!row) {
                base::Error error = row.error();
                // The value may be the scenario's, not the recipe's.
                if (error.place.hole.empty()) error.place.hole = project.scenarios[n].name;
                return std::unexpected(std::move(error));
            }
            study.rows.push_back(std::move(*row));
        }
        made.model = shared(std::move(model));
        made.study = shared(std::move(study));
    }
    project.results.scenarios = std::move(made);
    return {};
}

std::vector<base::Finding> examine_scenarios(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    const auto& study = project.results.scenarios.study;
    if (!study) return findings;
    for (const auto& [name, parameter] : study->left_out)
        findings.push_back(doubt("scenarios", "scenario_left_out", base::Severity::warning, 1,
                                 {{"name", name}, {"parameter", parameter}}));
    return findings;
}

/// The columns of scenarios alone: the file holds the rest once.
Expected<void> write_columns(const Results& results, const base::ByteSink& sink, std::size_t piece) {
    BlockModel columns(*results.scenarios.model);
    const std::vector<blocks::ColumnInfo> all = columns.columns();
    for (const blocks::ColumnInfo& column : all)
        if (!of_scenarios(column.name)) columns.remove_column(column.name);
    return io::write_vdb(columns, sink, piece);
}

Expected<bool> read_columns(const base::ByteSource& source, Results& results, const base::Progress& progress) {
    if (!results.valued()) return false;
    const auto columns = io::read_vdb(source, progress);
    if (!columns) return whole_if(columns);
    const BlockModel& evaluated = *results.valued();
    if (!(columns->geometry() == evaluated.geometry()) || columns->block_count() != evaluated.block_count())
        return false;
    BlockModel model(evaluated);
    for (const blocks::ColumnInfo& column : columns->columns())
        if (of_scenarios(column.name)) copy_column(*columns, model, column.name, blocks::missing_int);
    results.scenarios.model = shared(std::move(model));
    return true;
}

ResultRow change_columns() {
    ResultRow row;
    row.name = "scenarios.columns";
    row.present = [](const Results& results) { return results.scenarios.model != nullptr; };
    row.clear = [](Results& results) { results.scenarios = ScenarioResults{}; };
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = write_columns;
    row.stream_in = read_columns;
    return row;
}

/// One without the other is half a result; each row has its column.
bool scenarios_restored(Project& project, const base::Progress& /*progress*/) {
    ScenarioResults& scenarios = project.results.scenarios;
    bool whole = (scenarios.model == nullptr) == (scenarios.study == nullptr);
    if (whole && scenarios.study)
        for (const ScenarioRow& row : scenarios.study->rows)
            whole = whole && scenarios.model->has(scenario_column(row.name));
    if (!whole) scenarios = ScenarioResults{};
    return whole;
}

}  // namespace

Stage scenarios_stage() {
    Stage stage;
    stage.id = "scenarios";
    stage.workspace = "evaluation";
    stage.label = {"Scenarios", "情景"};
    stage.doing = {"Comparing scenarios", "比较情景"};
    stage.help = {"What each scenario makes usable and unusable against the base, put down to what differs",
                  "各情景相对基准新增与不再可利用的部分，并归因到各项差异"};
    stage.inputs = {"evaluate", "pits"};
    stage.reads_input = [](const Project& project, const std::string& input) {
        return !project.scenarios.empty() && (input == "evaluate" || project.recipe.pits.use);
    };
    stage.depends = [](const Project& project, Fingerprint& print) {
        print.add("scenarios", scenarios_to_text(project.scenarios));
    };
    stage.extends = "pits";
    stage.share = 0.01;
    stage.results = {archived<ScenarioStudy>(
                         "scenarios.study", [](Results & r) -> auto& { return r.scenarios.study; }),
                     change_columns()};
    stage.size = scenarios_size;
    stage.run = run_scenarios;
    stage.examine = examine_scenarios;
    stage.restored = scenarios_restored;
    return stage;
}

}  // namespace orelens::project
