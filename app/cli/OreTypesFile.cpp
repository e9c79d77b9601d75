#include "app/cli/OreTypesFile.h"

#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"

namespace orelens::cli {
namespace {

using Json = nlohmann::ordered_json;

std::unexpected<base::Error> wrong(const std::string& file, const std::string& part) {
    return base::fail(base::ErrorKind::data, base::Message("cli.evaluate.ore_types_form", {{"part", part}}),
                      {.file = file});
}

/// As typed on the command line.
std::string typed(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

base::Expected<pits::OreType> type_of(const std::string& file, const std::string& code, const Json& values,
                                      project::Recipe recipe) {
    if (!values.is_object()) return wrong(file, code);
    std::vector<std::pair<std::string, std::string>> settings;
    for (const auto& [id, value] : values.items()) {
        const bool of_deck = id.starts_with("economics.") || id.starts_with("commodity.");
        if (!of_deck || value.is_structured() || value.is_null()) return wrong(file, code + ": " + id);
        settings.emplace_back(id, typed(value));
    }
    if (auto set = project::set_params(recipe, settings); !set) {
        base::Error error = set.error();
        error.place.file = file;
        return std::unexpected(std::move(error));
    }
    return pits::OreType{code, project::price_deck(recipe)};
}

}  // namespace

base::Expected<pits::OreTypes> read_ore_types(const std::string& file, const project::Recipe& recipe) {
    pits::OreTypes read;
    if (file.empty()) return read;
    const auto text = base::read_text_file(file);
    if (!text) return std::unexpected(text.error());
    const Json json = Json::parse(*text, nullptr, false);
    if (!json.is_object()) return wrong(file, "JSON");
    for (const auto& [key, value] : json.items())
        if (key != "column" && key != "types") return wrong(file, key);
    if (!json.contains("column") || !json["column"].is_string()) return wrong(file, "column");
    if (!json.contains("types") || !json["types"].is_object() || json["types"].empty()) return wrong(file, "types");
    read.column = json["column"].get<std::string>();
    for (const auto& [code, values] : json["types"].items()) {
        auto type = type_of(file, code, values, recipe);
        if (!type) return std::unexpected(type.error());
        read.types.push_back(std::move(*type));
    }
    return read;
}

}  // namespace orelens::cli
