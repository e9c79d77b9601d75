// Pit shells at rising prices: which blocks a pit would take, and what each pit holds and is worth.
#include "core/economics/Value.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/pits/Study.h"
#include "core/project/ModelShape.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsPits.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Finding;
using base::Severity;
using blocks::BlockModel;

Expected<void> run(Project& project, base::Progress& progress) {
    PitResults made;
    const ValueResults& value = project.results.value;
    const pits::PitRule& rule = project.recipe.pits;
    if (rule.use && value.model && value.deck) {
        BlockModel model(*value.model);
        auto study = pits::study_pits(model, *value.deck, rule, progress);
        if (study) {
            made.model = shared(std::move(model));
            made.study = shared(std::move(*study));
        } else if (pits::does_not_apply(study.error())) {
            // A deposit that no pit suits is no fault of the recipe: the rest of it stands, and the reason is
            // said.
            pits::PitStudy none;
            none.why_not = study.error().what.key;
            made.study = shared(std::move(none));
        } else {
            return std::unexpected(study.error());
        }
    }
    project.results.pits = std::move(made);
    return {};
}

std::vector<Finding> examine(const Project& project, base::Progress& /*progress*/) {
    std::vector<Finding> findings;
    const auto& study = project.results.pits.study;
    if (!study) return findings;
    const pits::GroundNotes& ground = study->ground;
    if (!study->why_not.empty()) {
        findings.push_back(
            doubt("pits", "pit_does_not_apply", Severity::warning, 1, {{"why", "@" + study->why_not}}));
        return findings;
    }
    if (study->rows.empty() || !(study->rows.back().ore_tonnes + study->rows.back().waste_tonnes > 0))
        findings.push_back(doubt("pits", "pit_none", Severity::warning, 1, {}));
    if (study->side_columns > 0)
        findings.push_back(doubt("pits", "pit_at_side", Severity::warning, study->side_columns, {}));
    if (ground.columns_without_air > 0)
        findings.push_back(doubt("pits", "pit_ground_unknown", Severity::warning, ground.columns_without_air,
                                 {{"all", base::grouped(static_cast<double>(ground.columns))}}));
    if (ground.waste_cells > 0)
        findings.push_back(doubt("pits", "pit_missing_cells", Severity::info, ground.waste_cells,
                                 {{"tonnes", tonnes_text(ground.waste_cell_tonnes)}}));
    if (ground.stated_density > 0)
        findings.push_back(
            doubt("pits", "pit_density_stated", Severity::info, ground.stated_density,
                  {{"all", base::grouped(static_cast<double>(project.results.pits.model->block_count()))},
                   {"density", base::number(study->density_t_per_m3, 4)}}));
    return findings;
}

/// The shells alone: the file holds the rest once.
Expected<void> write_column(const Results& results, const base::ByteSink& sink, std::size_t piece) {
    BlockModel columns(*results.pits.model);
    const std::vector<blocks::ColumnInfo> all = columns.columns();
    for (const blocks::ColumnInfo& column : all)
        if (column.name != pits::shell_column) columns.remove_column(column.name);
    return io::write_vdb(columns, sink, piece);
}

Expected<bool> read_column(const base::ByteSource& source, Results& results, const base::Progress& progress) {
    if (!results.value.model) return false;
    const auto column = io::read_vdb(source, progress);
    if (!column) return whole_if(column);
    const BlockModel& evaluated = *results.value.model;
    if (!(column->geometry() == evaluated.geometry()) || column->block_count() != evaluated.block_count() ||
        !column->has(pits::shell_column))
        return false;
    BlockModel model(evaluated);
    copy_column(*column, model, pits::shell_column, blocks::missing_int);
    results.pits.model = shared(std::move(model));
    return true;
}

ResultRow shells() {
    ResultRow row;
    row.name = "pits.columns";
    row.present = [](const Results& results) { return results.pits.model != nullptr; };
    row.clear = [](Results& results) { results.pits = PitResults{}; };
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = write_column;
    row.stream_in = read_column;
    return row;
}

/// One without the other is half a result, but where a pit does not apply.
bool restored(Project& project, const base::Progress& /*progress*/) {
    PitResults& pits = project.results.pits;
    const bool shells = pits.study && pits.study->why_not.empty();
    if (shells == (pits.model != nullptr)) return true;
    pits = PitResults{};
    return false;
}

}  // namespace

Stage pits_stage() {
    Stage stage;
    stage.id = "pits";
    stage.workspace = "evaluation";
    stage.label = {"Pit shells", "露天境界"};
    stage.doing = {"Making pits", "求解露天坑"};
    stage.help = {"The pit that pays most at each price factor: which blocks it takes, ore, waste and value",
                  "各价格系数下价值最大的露天坑：所含块体、矿石、废石与价值"};
    stage.inputs = {"evaluate"};
    stage.reads_input = [](const Project& project, const std::string& /*input*/) {
        return project.recipe.pits.use;
    };
    stage.parameters = {"pits."};
    stage.extends = "evaluate";
    stage.share = 0.04;
    stage.results = {archived<pits::PitStudy>(
                         "pits.study", [](Results & r) -> auto& { return r.pits.study; }),
                     shells()};
    stage.size = pits_size;
    stage.run = run;
    stage.examine = examine;
    stage.restored = restored;
    return stage;
}

}  // namespace orelens::project
