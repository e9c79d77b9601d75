#include "core/project/RecipePlace.h"

#include <cmath>
#include <string_view>

#include "core/base/AtomicFile.h"
#include "core/base/JsonPlaces.h"

namespace orelens::project {
namespace {

using base::JsonNode;
using base::ParamValue;

/// What of an id stands in the text: the node it led to, and whether the whole id did.
struct Way {
    const JsonNode* node = nullptr;
    std::size_t length = 0;  ///< characters of the id that were found
};

/// The longest way into the text; keys may hold dots of their own.
Way way_of(const JsonNode& node, std::string_view id, std::size_t walked) {
    Way best{&node, walked};
    for (const JsonNode& child : node.children) {
        const std::string_view rest = id.substr(walked);
        if (child.key.empty() || !rest.starts_with(child.key)) continue;
        const std::size_t end = walked + child.key.size();
        if (end < id.size() && id[end] != '.') continue;
        const Way way = way_of(child, id, std::min(end + 1, id.size()));
        if (way.length > best.length) best = way;
    }
    return best;
}

double number_of(const ParamValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    const auto* real = std::get_if<double>(&value);
    return real != nullptr ? *real : std::nan("");
}

bool same_value(const ParamValue& a, const ParamValue& b) {
    if (a == b) return true;
    const auto is_number = [](const ParamValue& v) {
        return std::holds_alternative<double>(v) || std::holds_alternative<std::int64_t>(v);
    };
    if (!is_number(a) || !is_number(b)) return false;
    return number_of(a) == number_of(b) || (std::isnan(number_of(a)) && std::isnan(number_of(b)));
}

/// The value as it was written; null is a number that is not stated.
ParamValue written(const JsonNode& node) {
    if (const bool* b = std::get_if<bool>(&node.value)) return *b;
    if (const std::int64_t* n = std::get_if<std::int64_t>(&node.value)) return *n;
    if (const double* x = std::get_if<double>(&node.value)) return *x;
    if (const std::string* s = std::get_if<std::string>(&node.value)) return *s;
    return std::nan("");
}

bool is_group(const std::string& field) {
    const std::string group = field.substr(0, field.find('.'));
    for (const RecipeParam& row : recipe_params())
        if (row.info.id.starts_with(group + ".")) return true;
    return false;
}

}  // namespace

base::Error at_recipe(const Recipe& recipe, base::Error error) {
    const base::Place& said = error.place;
    if (recipe.file.empty() || said.field.empty() || !said.file.empty() || !said.hole.empty()) return error;
    const auto param = find_param(said.field);
    if (!param && !is_group(said.field)) return error;
    const auto text = base::read_text_file(recipe.file);
    if (!text) return error;
    const auto root = base::parse_json(*text, recipe.file);
    if (!root) return error;
    const Way way = way_of(*root, said.field, 0);
    const bool whole = way.length == said.field.size();
    if (param) {
        const ParamValue now = param->param->get(recipe, param->key);
        if (!same_value(now, whole ? written(*way.node) : param->param->info.default_value)) return error;
    }
    error.place.file = recipe.file;
    if (way.node == &*root) return error;
    const base::JsonSpot& spot = whole && param ? way.node->spot : way.node->key_spot;
    error.place.row = spot.line;
    error.place.column = spot.column;
    return error;
}

}  // namespace orelens::project
