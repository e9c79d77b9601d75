// Inputs: parameters that differ from their defaults, files as they were understood, findings.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "core/base/System.h"
#include "core/base/Units.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/flows/SystemFile.h"
#include "core/project/Fingerprint.h"
#include "core/project/OpenFindings.h"
#include "core/project/PotentialFiles.h"
#include "core/report/TableParts.h"

namespace orelens::report {
namespace {

using base::ParamType;
using base::ParamValue;

void replace(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// "{currency}/{price_unit}" with the recipe's own words.
std::string unit_of(const project::Project& project, const base::ParamInfo& info, const std::string& key) {
    const project::Recipe& recipe = project.recipe;
    std::string unit = info.unit;
    replace(unit, "{currency}", recipe.economics.costs.currency);
    auto commodity = recipe.commodity.find(key);
    if (key.empty()) commodity = recipe.commodity.find(recipe.economics.main_commodity);
    if (key.empty() && commodity == recipe.commodity.end()) commodity = recipe.commodity.begin();
    if (commodity != recipe.commodity.end()) replace(unit, "{price_unit}", commodity->second.price_unit);
    // Grades stated per element are in the element's own unit.
    const bool is_grade = project::in_element_unit(info.id);
    const auto element = recipe.element.find(key);
    if (is_grade && element != recipe.element.end()) {
        unit = element->second.assay.unit ? base::symbol(*element->second.assay.unit) : "";
        if (const auto& made = project.results.drilling.composites; unit.empty() && made)
            for (const auto& grade : made->grades)
                if (grade.name == key) unit = base::symbol(grade.unit);
    }
    return unit;
}

Cell value_cell(const Context& context, const base::ParamInfo& info, const ParamValue& value) {
    if (const double* real = std::get_if<double>(&value)) return cell(*real);
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return *whole;
    if (const bool* yes = std::get_if<bool>(&value)) return context.say(*yes ? "report.yes" : "report.no");
    const std::string& word = std::get<std::string>(value);
    for (const base::Choice& choice : info.choices)
        if (choice.id == word) return choice.label.in(context.language);
    return word;
}

bool same(const ParamValue& a, const ParamValue& b) {
    const double* x = std::get_if<double>(&a);
    const double* y = std::get_if<double>(&b);
    return x && y && std::isnan(*x) && std::isnan(*y) ? true : a == b;
}

Table inputs(const Context& context) {
    const project::Recipe& recipe = context.project.recipe;
    Table table{.id = "inputs", .title = context.say("report.inputs")};
    table.notes = {context.say("report.inputs.note")};
    if (!context.project.model_file().empty())
        table.notes.push_back(
            context.say("report.inputs.model_file", {{"file", context.project.model_file()}}));
    table.columns = {{context.say("report.parameter"), "", 0},
                     {context.say("report.meaning"), "", 0},
                     {context.say("report.value"), "", -1},
                     {context.say("report.unit"), "", 0}};
    for (const project::RecipeParam& param : project::recipe_params()) {
        std::vector<std::string> keys{""};
        if (const std::size_t star = param.info.id.find('*'); star != std::string::npos)
            keys = project::group_keys(recipe, param.info.id.substr(0, param.info.id.find('.')));
        for (const std::string& key : keys) {
            const ParamValue value = param.get(recipe, key);
            if (same(value, param.info.default_value)) continue;
            table.rows.push_back(
                {project::concrete_id(param.info, key), param.info.label.in(context.language),
                 value_cell(context, param.info, value), unit_of(context.project, param.info, key)});
        }
    }
    return table;
}

Table files(const Context& context, const io::DrillholeImport& import) {
    Table table{.id = "files", .title = context.say("report.files"), .stage = "import"};
    const bool down = import.dip_found == drilling::DipConvention::positive_down;
    table.notes = {context.say(down ? "report.files.dip_positive" : "report.files.dip_negative")};
    for (const char* key : {"report.table", "report.file", "report.rows", "report.refused", "report.encoding",
                            "report.column_in_file", "report.read_as"})
        table.columns.push_back({context.say(key), "", 0});
    for (const io::TableMapping& mapping : import.mappings)
        for (const auto& [role, header] : mapping.columns)
            table.rows.push_back({context.say("report.table." + mapping.table), mapping.file, mapping.rows,
                                  mapping.refused, mapping.encoding, header, role});
    return table;
}

/// Every file that the recipe or the project names and reading opened, with what tells one content from
/// another.
Table files_read(const Context& context) {
    Table table{.id = "files_read", .title = context.say("report.files_read")};
    table.notes = {context.say("report.files_read.note")};
    for (const char* key : {"report.role", "report.file", "report.bytes", "report.digest"})
        table.columns.push_back({context.say(key), "", 0});
    const project::Project& project = context.project;
    const auto add = [&](const std::string& role, const std::string& file) {
        if (file.empty()) return;
        const auto stamp = base::file_stamp(project::resolved_file(project.recipe, file));
        table.rows.push_back(
            {role, file, stamp ? Cell(stamp->size) : Cell(), project::input_fingerprint(project, file)});
    };
    project::each_file_param(project.recipe, [&](const project::RecipeParam& param, const std::string& key, const std::string& text) {
        const std::string role = param.info.label.in(context.language) + (key.empty() ? "" : " (" + key + ")");
        for (const std::string& file : project::named_files(param.info, text)) add(role, file);
    });
    // Tables that only such a file names.
    const auto beside = [&](const char* role, const std::string& owner, const std::vector<std::string>& files) {
        const std::filesystem::path folder = std::filesystem::path(owner).parent_path();
        for (const std::string& file : files)
            if (file != owner) add(context.say(role), std::filesystem::path(file).lexically_proximate(project.recipe.folder.empty() ? folder : std::filesystem::path(project.recipe.folder)).string());
    };
    if (const std::string& name = project.recipe.flows.system_file; !name.empty()) {
        const std::string owner = project::resolved_file(project.recipe, name);
        beside("report.role.flows", owner, io::system_inputs(owner));
    }
    if (const std::string& name = project.recipe.potential.study_file; !name.empty()) {
        const std::string owner = project::resolved_file(project.recipe, name);
        beside("report.role.potential", owner, project::potential_files(owner));
    }
    add(context.say("report.role.model"), project.model_source);
    const std::string sidecar = io::sidecar_path(project.model_file());
    if (project.model_file().ends_with(".csv") &&
        base::file_stamp(project::resolved_file(project.recipe, sidecar)))
        add(context.say("report.role.sidecar"), sidecar);
    return table;
}

std::string stage_label(const Context& context, const std::string& id) {
    const project::Stage* stage = project::find_stage(context.project.stages(), id);
    return stage == nullptr ? id : stage->label.in(context.language);
}

Table findings(const Context& context, const std::vector<drilling::Finding>& all) {
    Table table{.id = "findings", .title = context.say("report.findings")};
    std::int64_t counts[3] = {};
    for (const drilling::Finding& finding : all) ++counts[static_cast<int>(finding.severity)];
    table.notes = {context.say("report.findings.note", {{"errors", fmt::format("{}", counts[2])},
                                                        {"warnings", fmt::format("{}", counts[1])},
                                                        {"infos", fmt::format("{}", counts[0])}})};
    for (const char* key : {"report.severity", "report.kind", "report.file", "report.row", "report.hole",
                            "report.column", "report.from", "report.to", "report.what", "report.fix",
                            "report.approved", "report.stage", "report.count", "report.tonnes"})
        table.columns.push_back({context.say(key), "", 0});
    for (const std::size_t depth : {6, 7}) {
        table.columns[depth].unit = "m";
        table.columns[depth].digits = 2;
    }
    table.columns.back().unit = "t";
    table.paper.shown = false;  // by the groups of the table above; one by one in the workbook
    static constexpr const char* severities[] = {"report.info", "report.warning", "report.error"};
    for (const drilling::Finding& finding : all) {
        if (context.progress.cancelled()) break;
        table.rows.push_back({context.say(severities[static_cast<int>(finding.severity)]),
                              context.say(base::kind_words(finding.kind)), finding.file,
                              finding.row > 0 ? Cell(finding.row) : Cell(), finding.hole, finding.column,
                              cell(finding.from_m), cell(finding.to_m),
                              base::text(finding.what, context.language),
                              finding.fix.empty() ? Cell() : Cell(base::text(finding.fix, context.language)),
                              context.say(finding.approved ? "report.yes" : "report.no"),
                              stage_label(context, finding.stage), finding.count, cell(finding.tonnes)});
    }
    return table;
}

Table open_findings(const Context& context, const std::vector<base::Finding>& all) {
    Table table{.id = "open_findings", .title = context.say("report.open_findings")};
    std::int64_t counts[3] = {};
    for (const base::Finding& finding : all) ++counts[static_cast<int>(finding.severity)];
    table.notes = {context.say("report.open_findings.note"),
                   context.say("report.findings.note", {{"errors", fmt::format("{}", counts[2])},
                                                        {"warnings", fmt::format("{}", counts[1])},
                                                        {"infos", fmt::format("{}", counts[0])}})};
    for (const char* key :
         {"report.severity", "report.kind", "report.stage", "report.file", "report.findings_count",
          "report.count", "report.tonnes", "report.first", "report.column", "report.value",
          "report.share_of_rows", "report.effect", "report.fix"})
        table.columns.push_back({context.say(key), "", 0});
    table.columns[6].unit = "t";
    table.columns[10].unit = "%";
    table.columns[10].digits = 1;
    for (const project::FindingGroup& one :
         project::open_groups(all, project::rows_of_files(context.project)))
        table.rows.push_back(
            {context.say(one.severity == base::Severity::error ? "report.error" : "report.warning"),
             context.say(base::kind_words(one.kind)), stage_label(context, one.stage), one.file, one.findings,
             one.count, cell(one.tonnes), base::text(one.first.what, context.language), one.column, one.value,
             cell(100 * one.share),
             one.effect.empty() ? Cell() : Cell(base::text(one.effect, context.language)),
             one.first.fix.empty() ? Cell() : Cell(base::text(one.first.fix, context.language))});
    return table;
}

Table left_out(const Context& context, const std::vector<drilling::ColumnUse>& all) {
    Table table{.id = "left_out", .title = context.say("report.left_out_cells")};
    table.notes = {context.say("report.left_out_cells.note")};
    for (const char* key :
         {"report.file", "report.column", "report.element", "report.unit", "report.rows", "report.cells_used",
          "report.cells_blank", "report.cells_null", "report.cells_text", "report.cells_below_detection",
          "report.cells_above_limit", "report.cells_negative", "report.cells_above_total", "report.cells_place", "report.mean_used",
          "report.mean_all"})
        table.columns.push_back({context.say(key), "", 0});
    table.columns[14].digits = table.columns[15].digits = 4;
    for (const drilling::ColumnUse& one : all)
        table.rows.push_back({one.file, one.column, one.grade, std::string(base::symbol(one.unit)), one.rows,
                              one.used, one.blank, one.null_code, one.not_a_number, one.below_detection,
                              one.above_limit, one.negative, one.above_total, one.place, cell(one.mean_used),
                              cell(one.mean_all)});
    return table;
}

}  // namespace

void add_input_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    tables.push_back(inputs(context));
    if (Table read = files_read(context); !read.rows.empty()) tables.push_back(std::move(read));
    if (results.drilling.import) tables.push_back(files(context, *results.drilling.import));
    if (!results.findings.empty()) {
        const std::vector<base::Finding> all = context.project.findings();
        Table open = open_findings(context, all);
        if (!open.rows.empty()) tables.push_back(std::move(open));
        tables.push_back(findings(context, all));
    }
    const std::vector<drilling::ColumnUse> use = project::column_use(context.project);
    if (!use.empty()) tables.push_back(left_out(context, use));
}

}  // namespace orelens::report
