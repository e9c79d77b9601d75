// What kind of value each key of a study takes, declared once: a number where a name is wanted is refused with its line and
// column, before anything is read.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/JsonPlaces.h"
#include "core/project/PotentialReading.h"

namespace orelens::project::reading {
namespace {

using base::Expected;
using base::JsonNode;

enum class Kind { text, number, amount, yes_no, texts, numbers, three_numbers, list, object, pairs };

struct KeyKind {
    const char* path;  ///< "*" stands for every entry of a list or object
    Kind kind;
    bool needed = false;  ///< where its parent is written
};

constexpr std::array kinds{
    KeyKind{"grid", Kind::object},
    KeyKind{"grid.origin", Kind::three_numbers},
    KeyKind{"grid.size", Kind::three_numbers},
    KeyKind{"grid.count", Kind::three_numbers},
    KeyKind{"grid.azimuth", Kind::number},
    KeyKind{"grid.extend_below", Kind::number},
    KeyKind{"grid.extend_sideways", Kind::number},
    KeyKind{"crs", Kind::text},
    KeyKind{"ground", Kind::text},
    KeyKind{"evidence", Kind::texts},
    KeyKind{"approve", Kind::texts},
    KeyKind{"masks", Kind::list},
    KeyKind{"masks.*", Kind::object},
    KeyKind{"masks.*.where", Kind::text},
    KeyKind{"masks.*.covered", Kind::text},
    KeyKind{"masks.*.inside", Kind::text},
    KeyKind{"masks.*.outside", Kind::text},
    KeyKind{"masks.*.depth", Kind::numbers},
    KeyKind{"masks.*.elevation", Kind::numbers},
    KeyKind{"layers", Kind::list, true},
    KeyKind{"layers.*", Kind::object},
    KeyKind{"layers.*.id", Kind::text, true},
    KeyKind{"layers.*.file", Kind::text},
    KeyKind{"layers.*.formula", Kind::text},
    KeyKind{"layers.*.gradient", Kind::text},
    KeyKind{"layers.*.edges", Kind::text},
    KeyKind{"layers.*.one_code", Kind::text},
    KeyKind{"layers.*.absolute", Kind::text},
    KeyKind{"layers.*.mask", Kind::text},
    KeyKind{"layers.*.masks", Kind::list},
    KeyKind{"layers.*.masks.*", Kind::object},
    KeyKind{"layers.*.masks.*.where", Kind::text},
    KeyKind{"layers.*.masks.*.covered", Kind::text},
    KeyKind{"layers.*.masks.*.inside", Kind::text},
    KeyKind{"layers.*.masks.*.outside", Kind::text},
    KeyKind{"layers.*.masks.*.depth", Kind::numbers},
    KeyKind{"layers.*.masks.*.elevation", Kind::numbers},
    KeyKind{"layers.*.sign", Kind::text},
    KeyKind{"layers.*.crs", Kind::text},
    KeyKind{"layers.*.mesh", Kind::text},
    KeyKind{"layers.*.sensitivity", Kind::text},
    KeyKind{"layers.*.index", Kind::text},
    KeyKind{"layers.*.element", Kind::text},
    KeyKind{"layers.*.code", Kind::number},
    KeyKind{"layers.*.band_m", Kind::number},
    KeyKind{"layers.*.dip_azimuth", Kind::number},
    KeyKind{"layers.*.dip", Kind::number},
    KeyKind{"layers.*.decay_m", Kind::number},
    KeyKind{"layers.*.reach_m", Kind::amount},
    KeyKind{"layers.*.background", Kind::number},
    KeyKind{"layers.*.depth_datum", Kind::number},
    KeyKind{"layers.*.power", Kind::number},
    KeyKind{"layers.*.most", Kind::number},
    KeyKind{"layers.*.search_m", Kind::amount},
    KeyKind{"layers.*.uncertainty_m", Kind::number},
    KeyKind{"layers.*.least_sensitivity", Kind::number},
    KeyKind{"layers.*.nominal", Kind::yes_no},
    KeyKind{"layers.*.no_data", Kind::numbers},
    KeyKind{"layers.*.facing", Kind::three_numbers},
    KeyKind{"layers.*.bands", Kind::texts},
    KeyKind{"layers.*.alternatives", Kind::texts},
    KeyKind{"labels", Kind::object},
    KeyKind{"labels.collar", Kind::text},
    KeyKind{"labels.survey", Kind::text},
    KeyKind{"labels.assay", Kind::text},
    KeyKind{"labels.file", Kind::text},
    KeyKind{"labels.solids", Kind::texts},
    KeyKind{"labels.element", Kind::text},
    KeyKind{"labels.cutoff", Kind::number},
    KeyKind{"labels.barren", Kind::number},
    KeyKind{"labels.least_length_m", Kind::amount},
    KeyKind{"methods", Kind::list},
    KeyKind{"methods.*", Kind::object},
    KeyKind{"methods.*.kind", Kind::text, true},
    KeyKind{"methods.*.id", Kind::text},
    KeyKind{"methods.*.layers", Kind::texts},
    KeyKind{"methods.*.ridge", Kind::number},
    KeyKind{"methods.*.trees", Kind::number},
    KeyKind{"methods.*.depth", Kind::number},
    KeyKind{"methods.*.rate", Kind::number},
    KeyKind{"methods.*.balance", Kind::yes_no},
    KeyKind{"methods.*.per_layer", Kind::object},
    KeyKind{"methods.*.per_layer.*", Kind::object},
    KeyKind{"methods.*.per_layer.*.classes", Kind::number},
    KeyKind{"methods.*.per_layer.*.edges", Kind::numbers},
    KeyKind{"methods.*.per_layer.*.order", Kind::text},
    KeyKind{"methods.*.per_layer.*.cutoff", Kind::text},
    KeyKind{"methods.*.per_layer.*.sure", Kind::number},
    KeyKind{"methods.*.per_layer.*.class", Kind::number},
    KeyKind{"methods.*.per_layer.*.monotone", Kind::number},
    KeyKind{"validation", Kind::object},
    KeyKind{"validation.edge_m", Kind::amount},
    KeyKind{"validation.folds", Kind::number},
    KeyKind{"validation.buffer_m", Kind::amount},
    KeyKind{"validation.repeats", Kind::number},
    KeyKind{"validation.depth_level_m", Kind::number},
    KeyKind{"validation.orebody_join_m", Kind::amount},
    KeyKind{"validation.bootstrap", Kind::number},
    KeyKind{"validation.seed", Kind::number},
    KeyKind{"predict", Kind::object},
    KeyKind{"predict.method", Kind::text},
    KeyKind{"predict.members", Kind::number},
    KeyKind{"predict.field_share", Kind::number},
    KeyKind{"targets", Kind::object},
    KeyKind{"targets.connectivity", Kind::number},
    KeyKind{"targets.least_volume_m3", Kind::amount},
    KeyKind{"targets.density_t_m3", Kind::amount},
    KeyKind{"targets.exclude", Kind::texts},
    KeyKind{"targets.workings", Kind::texts},
    KeyKind{"targets.edits", Kind::texts},
    KeyKind{"drill", Kind::object},
    KeyKind{"drill.keep_off", Kind::texts},
    KeyKind{"drill.holes", Kind::number},
    KeyKind{"new_holes", Kind::object},
    KeyKind{"new_holes.collar", Kind::text, true},
    KeyKind{"new_holes.assay", Kind::text, true},
    KeyKind{"new_holes.survey", Kind::text},
};

/// Of one input of a fuzzy overlay; its inputs are such nodes again.
constexpr std::array node_kinds{
    KeyKind{"layer", Kind::text},
    KeyKind{"operator", Kind::text},
    KeyKind{"gamma", Kind::number},
    KeyKind{"inputs", Kind::list},
    KeyKind{"membership", Kind::object},
    KeyKind{"membership.shape", Kind::text, true},
    KeyKind{"membership.low", Kind::number},
    KeyKind{"membership.high", Kind::number},
    KeyKind{"membership.middle", Kind::number},
    KeyKind{"membership.spread", Kind::number},
    KeyKind{"membership.floor", Kind::number},
    KeyKind{"membership.least", Kind::number},
    KeyKind{"membership.most", Kind::number},
    KeyKind{"membership.points", Kind::pairs},
};

const char* words_of(Kind kind) {
    constexpr std::array words{"@potential.study.kind.text",   "@potential.study.kind.number",        "@potential.study.not_negative", "@potential.study.yes_or_no",   "@potential.study.kind.texts", "@potential.study.kind.numbers",
                               "@potential.study.kind.three_numbers", "@potential.study.kind.list", "@potential.study.no_object", "@potential.study.kind.pairs"};
    return words[static_cast<std::size_t>(kind)];
}

bool is_number(const JsonNode& node) {
    if (node.kind == JsonNode::Kind::integer) return true;
    const double* real = std::get_if<double>(&node.value);
    return node.kind == JsonNode::Kind::real && real != nullptr && std::isfinite(*real);
}

/// A length, a volume: below zero it would be taken for none.
bool is_amount(const JsonNode& node) {
    if (!is_number(node)) return false;
    if (const auto* whole = std::get_if<std::int64_t>(&node.value)) return *whole >= 0;
    const double* real = std::get_if<double>(&node.value);
    return real == nullptr || *real >= 0;
}

bool is_text(const JsonNode& node) {
    return node.kind == JsonNode::Kind::text;
}

/// The entry of a list that is not as the list wants it; −1 = none, or the list itself is none.
std::ptrdiff_t wrong_entry(const JsonNode& node, Kind kind) {
    const bool list = kind == Kind::texts || kind == Kind::numbers || kind == Kind::three_numbers || kind == Kind::pairs;
    if (node.kind != JsonNode::Kind::array || !list) return -1;
    const auto fits = [&](const JsonNode& one) {
        if (kind == Kind::texts) return is_text(one);
        if (kind == Kind::pairs) return one.kind == JsonNode::Kind::array && one.children.size() == 2 && std::ranges::all_of(one.children, is_number);
        return is_number(one);
    };
    const auto found = std::ranges::find_if_not(node.children, fits);
    return found == node.children.end() ? -1 : found - node.children.begin();
}

bool fits(const JsonNode& node, Kind kind) {
    switch (kind) {
        case Kind::text: return is_text(node);
        case Kind::number: return is_number(node);
        case Kind::amount: return is_amount(node);
        case Kind::yes_no: return node.kind == JsonNode::Kind::boolean;
        case Kind::object: return node.kind == JsonNode::Kind::object;
        case Kind::three_numbers: return node.kind == JsonNode::Kind::array && node.children.size() == 3 && wrong_entry(node, kind) < 0;
        default: return node.kind == JsonNode::Kind::array && wrong_entry(node, kind) < 0;
    }
}

/// As it is written, cut where it is long.
std::string written(const JsonNode& node) {
    if (const auto* text = std::get_if<std::string>(&node.value)) return "\"" + text->substr(0, 40) + "\"";
    if (const auto* real = std::get_if<double>(&node.value)) return base::number(*real);
    if (const auto* whole_number = std::get_if<std::int64_t>(&node.value)) return std::to_string(*whole_number);
    if (const auto* yes = std::get_if<bool>(&node.value)) return *yes ? "true" : "false";
    return node.kind == JsonNode::Kind::array ? "[…]" : node.kind == JsonNode::Kind::object ? "{…}" : "null";
}

Expected<void> check_path(const PotentialStudy& study, const JsonNode& node, const std::string& at, std::string_view left, const KeyKind& want) {
    if (left.empty()) {
        if (fits(node, want.kind)) return {};
        const std::ptrdiff_t entry = wrong_entry(node, want.kind);
        const bool inner = entry >= 0;
        return refuse(study, inner ? at + "." + std::to_string(entry) : at, words_of(want.kind == Kind::amount && !is_number(node) ? Kind::number : want.kind), written(inner ? node.children[static_cast<std::size_t>(entry)] : node));
    }
    const std::size_t end = std::min(left.find('.'), left.size());
    const std::string step(left.substr(0, end));
    const std::string_view rest = left.substr(std::min(end + 1, left.size()));
    if (step == "*") {
        for (std::size_t n = 0; n < node.children.size(); ++n) {
            const std::string name = node.kind == JsonNode::Kind::array ? std::to_string(n) : node.children[n].key;
            if (auto ok = check_path(study, node.children[n], at + "." + name, rest, want); !ok) return ok;
        }
        return {};
    }
    const std::string path = at.empty() ? step : at + "." + step;
    const JsonNode* child = node.kind == JsonNode::Kind::object ? node.child(step) : nullptr;
    if (child != nullptr) return check_path(study, *child, path, rest, want);
    // Of a parent that is of the wrong kind itself its own row speaks.
    if (rest.empty() && want.needed && node.kind == JsonNode::Kind::object)
        return base::fail(base::ErrorKind::usage, base::Message("potential.study.missing_key", {{"key", path}}), place_in(study, path));
    return {};
}

Expected<void> check_node(const PotentialStudy& study, const JsonNode& node, const std::string& at) {
    if (node.kind != JsonNode::Kind::object) return refuse(study, at, "@potential.study.no_object", written(node));
    for (const KeyKind& want : node_kinds)
        if (auto ok = check_path(study, node, at, want.path, want); !ok) return ok;
    const bool leaf = node.child("layer") != nullptr;
    for (const char* key : leaf ? std::array{"membership", "membership"} : std::array{"operator", "inputs"})
        if (node.child(key) == nullptr) return base::fail(base::ErrorKind::usage, base::Message("potential.study.missing_key", {{"key", at + "." + key}}), place_in(study, at));
    if (leaf) return {};
    const JsonNode& inputs = *node.child("inputs");
    for (std::size_t n = 0; n < inputs.children.size(); ++n)
        if (auto ok = check_node(study, inputs.children[n], at + ".inputs." + std::to_string(n)); !ok) return ok;
    return {};
}

/// Keys that are wanted together, where one of them is written.
Expected<void> check_together(const PotentialStudy& study, const JsonNode& root, const char* part, std::initializer_list<const char*> any_of, std::initializer_list<const char*> all_of) {
    const JsonNode* node = root.child(part);
    if (node == nullptr || std::ranges::none_of(any_of, [&](const char* key) { return node->child(key) != nullptr; })) return {};
    for (const char* key : all_of)
        if (node->child(key) == nullptr) return base::fail(base::ErrorKind::usage, base::Message("potential.study.missing_key", {{"key", std::string(part) + "." + key}}), place_in(study, part));
    return {};
}

}  // namespace

Expected<void> check_kinds(const PotentialStudy& study) {
    const JsonNode& root = *study.places;
    if (root.kind != JsonNode::Kind::object) return refuse(study, "", "@potential.study.no_object", written(root));
    // No new holes yet: an empty object asks for no files.
    const JsonNode* new_holes = root.child("new_holes");
    const bool none_yet = new_holes != nullptr && new_holes->kind == JsonNode::Kind::object && new_holes->children.empty();
    for (const KeyKind& want : kinds) {
        if (none_yet && std::string_view(want.path).starts_with("new_holes.")) continue;
        if (auto ok = check_path(study, root, "", want.path, want); !ok) return ok;
    }
    if (auto ok = check_together(study, root, "grid", {"origin", "size", "count"}, {"origin", "size", "count"}); !ok) return ok;
    if (auto ok = check_together(study, root, "labels", {"collar", "survey", "assay"}, {"collar", "assay"}); !ok) return ok;
    if (const JsonNode* labels = root.child("labels"); labels != nullptr && labels->child("file") == nullptr)
        if (auto ok = check_together(study, root, "labels", {"collar", "element", "cutoff", "barren"}, {"element", "cutoff"}); !ok) return ok;
    if (const JsonNode* methods = root.child("methods"))
        for (std::size_t n = 0; n < methods->children.size(); ++n) {
            const JsonNode& method = methods->children[n];
            const std::string at = "methods." + std::to_string(n);
            const JsonNode* kind = method.child("kind");
            const std::string* name = kind != nullptr ? std::get_if<std::string>(&kind->value) : nullptr;
            const bool fuzzy = name != nullptr && *name == "fuzzy";
            if (const JsonNode* tree = method.child("tree")) {
                if (auto ok = check_node(study, *tree, at + ".tree"); !ok) return ok;
            } else if (fuzzy) {
                return base::fail(base::ErrorKind::usage, base::Message("potential.study.missing_key", {{"key", at + ".tree"}}), place_in(study, at));
            }
        }
    return {};
}

}  // namespace orelens::project::reading
