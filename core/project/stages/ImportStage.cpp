// Reads the drillhole tables and says what they get wrong.
#include <algorithm>
#include <cmath>

#include "core/drilling/Doubtful.h"
#include "core/drilling/Tools.h"
#include "core/economics/Value.h"
#include "core/project/Bounds.h"
#include "core/project/Crs.h"
#include "core/project/Fingerprint.h"
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

Expected<void> run_import(Project& project, base::Progress& progress) {
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

/// The unit in which the collars' coordinates were read.
base::LengthUnit unit_of_collars(const drilling::ImportRule& rule, const io::DrillholeImport& import) {
    if (rule.length_unit) return *rule.length_unit;
    for (const io::TableMapping& mapping : import.mappings)
        if (const auto unit = mapping.units.find("x"); mapping.file == import.holes.collar_file && unit != mapping.units.end())
            return base::length_unit(unit->second).value_or(base::LengthUnit::metre);
    return base::LengthUnit::metre;
}

/// A coordinate system in feet beside coordinates that were read in another unit.
void compare_with_system(const Project& project, const io::DrillholeImport& import, std::vector<base::Finding>& findings) {
    const auto unit = crs_unit(project.recipe.general.crs);
    const base::LengthUnit read = unit_of_collars(project.recipe.drillholes, import);
    // In metres a system in metres is said by nobody; a foot of one kind under the other is a metre in half a million.
    const bool metric = read == base::LengthUnit::metre && unit && unit->metres == 1;
    if (!unit || metric || import.holes.collars.empty() || std::abs(unit->metres - base::metres_in(read)) < 1e-9) return;
    base::Finding finding;
    finding.kind = drilling::kind_name(drilling::FindingKind::unit_suspicious);
    finding.severity = base::Severity::warning;
    finding.file = import.holes.collar_file;
    finding.what = Message("csv.length_crs", {{"crs", project.recipe.general.crs.substr(0, 80)},
                                              {"unit", unit->name},
                                              {"metres", base::number(unit->metres, 10)},
                                              {"ours", std::string(base::symbol(read))},
                                              {"our_metres", base::number(base::metres_in(read), 10)}});
    finding.fix = Message("csv.length_crs_fix");
    findings.push_back(std::move(finding));
}

std::vector<base::Finding> examine_import(const Project& project, base::Progress& progress) {
    const auto& import = project.results.drilling.import;
    if (!import) return {};
    std::vector<base::Finding> findings = import->findings;
    compare_with_system(project, *import, findings);
    return drilling::validate(import->holes, std::move(findings), &progress);
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
    // Of the coordinate system only its unit is compared; metres, which is most of them, add nothing.
    stage.depends = [](const Project& project, Fingerprint& print) {
        if (const auto unit = crs_unit(project.recipe.general.crs); unit && unit->metres != 1) print.add("crs unit", base::number(unit->metres, 12));
    };
    stage.model_replaces = true;
    stage.share = 0.1;
    stage.results = {archived<io::DrillholeImport>(
                         "drilling.import", [](Results & r) -> auto& { return r.drilling.import; }),
                     archived<std::vector<drilling::Trace>>(
                         "drilling.traces", [](Results & r) -> auto& { return r.drilling.traces; })};
    stage.size = import_size;
    stage.run = run_import;
    stage.examine = examine_import;
    return stage;
}

}  // namespace orelens::project
