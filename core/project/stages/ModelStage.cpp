// Reads the block model of another program and says what it understood. The estimate takes it in place of its own.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/base/System.h"
#include "core/economics/Value.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/blocks/ModelImport.h"
#include "core/project/Crs.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Expected;
using blocks::BlockModel;
using blocks::ModelFormat;

/// Files of ours are whole models: nothing to map, nothing to find out.
bool reads_own(const Recipe& recipe) {
    const std::string path = resolved_file(recipe, recipe.model.file);
    if (recipe.model.format == ModelFormat::own) return true;
    return recipe.model.format == ModelFormat::detect && io::is_own_model(path);
}

Expected<void> run_model(Project& project, base::Progress& progress) {
    const Recipe& recipe = project.recipe;
    ModelResults& results = project.results.model_import;
    if (recipe.model.file.empty()) {
        results = {};
        return {};
    }
    ModelResults made;
    if (reads_own(recipe)) {
        auto model = io::read_blocks(resolved_file(recipe, recipe.model.file), progress);
        if (!model) return std::unexpected(model.error());
        made.model = shared(std::move(*model));
        made.findings = shared(std::vector<base::Finding>{});
    } else {
        auto import = io::import_model(recipe.model, recipe.economics.costs.density_t_per_m3, recipe.folder, progress);
        if (!import) return std::unexpected(import.error());
        // As the recipe names it: the same wherever the project lies.
        for (base::Finding& finding : import->findings) finding.file = recipe.model.file;
        made.model = shared(std::move(import->model));
        made.findings = shared(std::move(import->findings));
        made.mapping = shared(std::move(import->mapping));
    }
    if (progress.cancelled()) return base::cancelled();
    results = std::move(made);
    return {};
}

/// Feet of one kind under a coordinate system of the other: a metre at two million feet, which no place tells.
std::optional<base::Finding> other_foot(const base::Finding& feet, const std::string& crs) {
    const auto unit = crs_unit(crs);
    const auto said = std::ranges::find(feet.what.args, "metres", [](const auto& arg) { return arg.first; });
    if (!unit || said == feet.what.args.end()) return std::nullopt;
    const double metres = std::strtod(said->second.c_str(), nullptr);
    if (std::abs(unit->metres - metres) < 1e-9 || std::abs(unit->metres - metres) > 1e-5) return std::nullopt;
    base::Finding finding;
    finding.kind = "model_other_foot";
    finding.severity = base::Severity::warning;
    finding.file = feet.file;
    finding.what = base::Message("finding.what.model_other_foot", {{"crs", crs.substr(0, 80)},
                                                                   {"unit", unit->name},
                                                                   {"metres", base::number(unit->metres, 10)},
                                                                   {"ours", said->second}});
    finding.fix = base::Message("finding.fix.model_other_foot");
    return finding;
}

std::vector<base::Finding> examine_model(const Project& project, base::Progress& /*progress*/) {
    const auto& found = project.results.model_import.findings;
    if (!found) return {};
    std::vector<base::Finding> all = *found;
    for (const base::Finding& finding : *found)
        if (finding.kind == "model_feet" || finding.kind == "omf_units")
            if (auto other = other_foot(finding, project.recipe.general.crs)) all.push_back(std::move(*other));
    return all;
}

/// What lies beside the file, and the density that weights cells without one.
void model_depends(const Project& project, Fingerprint& print) {
    const Recipe& recipe = project.recipe;
    if (recipe.model.file.empty()) return;
    if (const auto unit = crs_unit(recipe.general.crs); unit && unit->metres != 1)
        print.add("crs unit", base::number(unit->metres, 12));
    print.add("density", base::number(recipe.economics.costs.density_t_per_m3, 17));
    const std::string sidecar = io::sidecar_path(resolved_file(recipe, recipe.model.file));
    if (base::file_stamp(sidecar)) print.add("sidecar", file_fingerprint(sidecar));
}

ResultRow model_row() {
    ResultRow row;
    row.name = "model.blocks";
    row.present = [](const Results& results) { return results.model_import.model != nullptr; };
    row.clear = [](Results& results) { results.model_import = {}; };
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = [](const Results& results, const base::ByteSink& sink, std::size_t piece) {
        return io::write_vdb(*results.model_import.model, sink, piece);
    };
    row.stream_in = [](const base::ByteSource& source, Results& results, const base::Progress& progress) {
        auto model = io::read_vdb(source, progress);
        if (model) results.model_import.model = shared(std::move(*model));
        return whole_if(model);
    };
    return row;
}

}  // namespace

void model_instead(const Project& project, Fingerprint& print) {
    if (!project.recipe.model.file.empty()) print.add("model", "instead");
}

Stage model_stage() {
    Stage stage;
    stage.id = "model";
    stage.workspace = "data";
    stage.label = {"Read block model", "读取块体模型"};
    stage.doing = {"Reading the block model", "读取块体模型"};
    stage.help = {"Read the block model of another program, find its grid and check it",
                  "读取其他软件的块体模型，推算其网格并检查"};
    stage.parameters = {"model."};
    stage.depends = model_depends;
    stage.model_replaces = true;
    stage.share = 0.1;
    stage.results = {model_row()};
    stage.size = model_size;
    stage.run = run_model;
    stage.examine = examine_model;
    return stage;
}

}  // namespace orelens::project
