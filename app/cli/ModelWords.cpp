#include "app/cli/ModelWords.h"

#include <fmt/format.h>

namespace orelens::cli {
namespace {

const char* use_id(io::ColumnUse use) {
    static constexpr const char* ids[] = {"place",  "index",      "size",     "density", "tonnage",
                                          "volume", "proportion", "excluded", "grade",   "category",
                                          "number", "definition", "unused"};
    return ids[static_cast<int>(use)];
}

std::string shown(char delimiter) {
    return delimiter == ' ' ? "space" : delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

}  // namespace

Json model_mapping_json(const io::ModelMapping& mapping) {
    Json json = {{"file", mapping.file},
                 {"program", mapping.program},
                 {"encoding", mapping.encoding},
                 {"delimiter", shown(mapping.delimiter)},
                 {"decimal_comma", mapping.decimal_comma},
                 {"header_line", mapping.header_line},
                 {"rows", mapping.rows}};
    json["columns"] = Json::array();
    for (const io::ModelColumn& column : mapping.columns)
        json["columns"].push_back({{"header", column.header},
                                   {"use", use_id(column.use)},
                                   {"name", column.name},
                                   {"unit", column.unit},
                                   {"stated", column.stated},
                                   {"unit_assumed", column.unit_assumed},
                                   {"by_mass", column.by_mass}});
    return json;
}

std::string model_mapping_text(const Common& common, const io::ModelMapping& mapping) {
    std::string out =
        words(common, base::Message("cli.check.model", {{"file", mapping.file},
                                                        {"program", mapping.program},
                                                        {"rows", fmt::format("{}", mapping.rows)},
                                                        {"delimiter", shown(mapping.delimiter)},
                                                        {"mark", mapping.decimal_comma ? "," : "."}})) +
        "\n";
    for (const io::ModelColumn& column : mapping.columns) {
        const std::string use = words(common, std::string("cli.check.use.") + use_id(column.use));
        std::string line = fmt::format("  {} → {}", column.header, use);
        if (!column.name.empty() && column.use != io::ColumnUse::definition) line += " " + column.name;
        if (!column.unit.empty()) line += fmt::format(" [{}]", column.unit);
        if (column.use == io::ColumnUse::unused && !column.why.empty())
            line += fmt::format(" ({})", words(common, column.why));
        if (column.use == io::ColumnUse::number && column.by_mass)
            line += fmt::format(" ({})", words(common, "cli.check.by_mass"));
        if (column.stated) line += fmt::format(" ({})", words(common, "cli.check.stated"));
        if (column.unit_assumed) line += fmt::format(" ({})", words(common, "cli.check.unit_assumed"));
        out += line + "\n";
    }
    return out;
}

}  // namespace orelens::cli
