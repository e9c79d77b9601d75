// Reads the drillhole tables and says what they get wrong.
#include <algorithm>

#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"
#include "core/economics/Value.h"
#include "core/project/Bounds.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/EstimateColumns.h"
#include "core/project/stages/EvaluateColumns.h"
#include "core/project/stages/FieldsDrilling.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Samples.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using base::Message;

/// An element is a block column of its own: one named like a column that a stage writes or reads would be
/// lost, or taken for something else.
Expected<void> check_element_names(const Recipe& recipe) {
    for (const auto& [name, rule] : recipe.element) {
        bool beside_a_grade = false;
        for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
            beside_a_grade = beside_a_grade || (recipe.element.contains(name.substr(0, dot)) &&
                                                is_estimate_suffix(std::string_view(name).substr(dot)));
        // i … z are the places of a block in tables.
        const bool place = name.size() == 1 && std::string_view("ijkxyz").contains(name);
        if (!place && !beside_a_grade && !is_economic_column(name) && name != domain_column &&
            name != geostat::class_column && name != economics::density_column && !is_bound_column(name))
            continue;
        return base::fail(base::ErrorKind::data, Message("project.reserved_element", {{"element", name}}),
                          {.field = "element." + name}, Message("project.reserved_element_fix"));
    }
    return {};
}

Expected<void> run(Project& project, base::Progress& progress) {
    const Recipe& recipe = project.recipe;
    if (auto good = check_element_names(recipe); !good) return good;
    DrillingResults& drilling = project.results.drilling;
    if (recipe.drillholes.collar_file.empty() && recipe.drillholes.assay_file.empty() &&
        recipe.assays.points_file.empty()) {
        drilling.import.reset();
        drilling.traces.reset();
        return {};
    }
    base::Progress reading = progress.part(0, 0.9);
    auto import = io::read_drillholes(recipe.drillholes, assay_rules(recipe), recipe.folder, reading,
                                      recipe.assays);
    if (!import) return std::unexpected(import.error());
    if (!progress.report(0.9)) return base::cancelled();
    drilling::mark_doubtful(import->holes);
    auto traces = drilling::desurvey(import->holes);
    if (!progress.report(1)) return base::cancelled();
    drilling.import = shared(std::move(*import));
    drilling.traces = shared(std::move(traces));
    return {};
}

std::vector<base::Finding> examine(const Project& project, base::Progress& progress) {
    const auto& import = project.results.drilling.import;
    if (!import) return {};
    return drilling::validate(import->holes, import->findings, &progress);
}

}  // namespace

Stage import_stage() {
    Stage stage;
    stage.id = "import";
    stage.workspace = "data";
    stage.label = {"Read drillholes", "读取钻孔"};
    stage.doing = {"Reading drillholes", "读取钻孔数据"};
    stage.help = {"Read collar, survey, assay and lithology tables, and check them",
                  "读取并检查孔口、测斜、化验和岩性表"};
    stage.parameters = {"drillholes.", "assays.", "element.*."};
    stage.model_replaces = true;
    stage.share = 0.1;
    stage.results = {archived<io::DrillholeImport>(
                         "drilling.import", [](Results & r) -> auto& { return r.drilling.import; }),
                     archived<std::vector<drilling::Trace>>(
                         "drilling.traces", [](Results & r) -> auto& { return r.drilling.traces; })};
    stage.size = import_size;
    stage.run = run;
    stage.examine = examine;
    return stage;
}

}  // namespace orelens::project
