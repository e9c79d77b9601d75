// Inputs: parameters that differ from their defaults, files as they were understood, findings.
#include <fmt/format.h>

#include <cmath>

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
std::string unit_of(const project::Recipe& recipe, const base::ParamInfo& info, const std::string& key) {
    std::string unit = info.unit;
    replace(unit, "{currency}", recipe.economics.costs.currency);
    auto commodity = recipe.commodity.find(key);
    if (key.empty()) commodity = recipe.commodity.find(recipe.economics.main_commodity);
    if (key.empty() && commodity == recipe.commodity.end()) commodity = recipe.commodity.begin();
    if (commodity != recipe.commodity.end()) replace(unit, "{price_unit}", commodity->second.price_unit);
    // Grades stated per element are in the element's own unit.
    const bool is_grade = info.id == "element.*.top_cut" || info.id == "element.*.variogram.simple_mean";
    const auto element = recipe.element.find(key);
    if (is_grade && element != recipe.element.end()) unit = base::symbol(element->second.assay.unit);
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
    if (!context.project.model_source.empty())
        table.notes.push_back(
            context.say("report.inputs.model_file", {{"file", context.project.model_source}}));
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
            table.rows.push_back({project::concrete_id(param.info, key),
                                  param.info.label.in(context.language),
                                  value_cell(context, param.info, value), unit_of(recipe, param.info, key)});
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

Table findings(const Context& context, const std::vector<drilling::Finding>& all) {
    Table table{.id = "findings", .title = context.say("report.findings")};
    std::int64_t counts[3] = {};
    for (const drilling::Finding& finding : all) ++counts[static_cast<int>(finding.severity)];
    table.notes = {context.say("report.findings.note", {{"errors", fmt::format("{}", counts[2])},
                                                        {"warnings", fmt::format("{}", counts[1])},
                                                        {"infos", fmt::format("{}", counts[0])}})};
    for (const char* key :
         {"report.severity", "report.kind", "report.file", "report.row", "report.hole", "report.column",
          "report.from", "report.to", "report.what", "report.fix", "report.approved"})
        table.columns.push_back({context.say(key), "", 0});
    for (const std::size_t depth : {6, 7}) {
        table.columns[depth].unit = "m";
        table.columns[depth].digits = 2;
    }
    static constexpr const char* severities[] = {"report.info", "report.warning", "report.error"};
    for (const drilling::Finding& finding : all)
        table.rows.push_back({context.say(severities[static_cast<int>(finding.severity)]),
                              context.say(base::kind_words(finding.kind)), finding.file,
                              finding.row > 0 ? Cell(finding.row) : Cell(), finding.hole, finding.column,
                              cell(finding.from_m), cell(finding.to_m),
                              base::text(finding.what, context.language),
                              finding.fix.empty() ? Cell() : Cell(base::text(finding.fix, context.language)),
                              context.say(finding.approved ? "report.yes" : "report.no")});
    return table;
}

}  // namespace

void add_input_tables(const Context& context, std::vector<Table>& tables) {
    const project::Results& results = context.project.results;
    tables.push_back(inputs(context));
    if (results.drilling.import) tables.push_back(files(context, *results.drilling.import));
    if (!results.findings.empty()) tables.push_back(findings(context, context.project.findings()));
}

}  // namespace orelens::report
