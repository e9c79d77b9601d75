// Recipes as JSON files: nested objects, only what differs from the default, unknown keys kept.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/base/FileNature.h"
#include "core/base/JsonPlaces.h"
#include "core/base/Nearest.h"
#include "core/io/text/ReadTable.h"
#include "core/project/ParamCheck.h"
#include "core/project/Recipe.h"
#include "core/project/Retired.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::JsonNode;
using base::JsonSpot;
using base::Message;
using base::ParamInfo;
using base::ParamType;
using base::ParamValue;
using Json = nlohmann::ordered_json;

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\' && i + 1 < path.size())
            parts.back() += path[++i];
        else if (path[i] == '.')
            parts.emplace_back();
        else
            parts.back() += path[i];
    }
    return parts;
}

std::string joined(const std::string& path, const std::string& key) {
    std::string escaped;
    for (const char c : key) {
        if (c == '.' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return path.empty() ? escaped : path + "." + escaped;
}

/// The declared ids as a tree of keys; "*" stands for any key.
struct Level {
    std::map<std::string, std::unique_ptr<Level>> below;
    const RecipeParam* param = nullptr;
    const RetiredParam* retired = nullptr;
    [[nodiscard]] const Level* find(const std::string& key) const {
        const auto any = below.find("*");
        const auto found = any != below.end() ? any : below.find(key);
        return found == below.end() ? nullptr : found->second.get();
    }
    [[nodiscard]] bool repeats() const { return below.contains("*"); }
};

const Level& declared() {
    static const std::unique_ptr<Level> tree = [] {
        auto root = std::make_unique<Level>();
        const auto place = [&](const std::string& id) {
            Level* at = root.get();
            for (const std::string& part : split(id)) {
                auto& next = at->below[part];
                if (!next) next = std::make_unique<Level>();
                at = next.get();
            }
            return at;
        };
        for (const RecipeParam& row : recipe_params()) place(row.info.id)->param = &row;
        for (const RetiredParam& row : retired_params()) place(row.info.id)->retired = &row;
        return root;
    }();
    return *tree;
}

class Reader {
  public:
    Reader(Recipe& recipe, const std::string& text, const std::string& file)
        : recipe_(recipe), text_(text), file_(file) {}

    base::Expected<void> object(const JsonNode& node, const Level& level, const std::string& path,
                                const std::string& key) {
        if (node.kind != JsonNode::Kind::object) return wrong_type(node, path, "@param.type.object");
        for (const JsonNode& child : node.children) {
            if (path.empty() && child.key == "schema") {
                if (auto read = schema(child); !read) return read;
                continue;
            }
            const std::string child_path = joined(path, child.key);
            const Level* below = level.find(child.key);
            if (below == nullptr) {
                keep_unknown(child, level, path, child_path);
                continue;
            }
            if (level.repeats() && child.key.empty())
                return base::fail(ErrorKind::data, Message("recipe.empty_key"), place(child.key_spot, path));
            const std::string& group_key = level.repeats() ? child.key : key;
            if (level.repeats()) make_key(path, child.key);
            auto read = below->param != nullptr     ? value(child, *below->param, child_path, group_key)
                        : below->retired != nullptr ? retired(child, *below->retired, child_path)
                                                    : object(child, *below, child_path, group_key);
            if (!read) return read;
        }
        return {};
    }

    /// What only the whole recipe can tell; once, at the end.
    void finish() { apply_retired(recipe_, retired_, stated_); }

  private:
    [[nodiscard]] base::Place place(const JsonSpot& spot, const std::string& field) const {
        return {.file = file_, .row = spot.line, .column = spot.column, .field = field};
    }
    /// The value as it stands in the file, short enough for a message.
    [[nodiscard]] std::string written(const JsonNode& node) const {
        std::string raw = text_.substr(node.spot.offset, node.end - node.spot.offset);
        if (node.kind == JsonNode::Kind::text) raw = std::get<std::string>(node.value);
        if (node.kind == JsonNode::Kind::array) raw = "[…]";
        if (node.kind == JsonNode::Kind::object) raw = "{…}";
        return raw;
    }
    base::Expected<void> wrong_type(const JsonNode& node, const std::string& path,
                                    const std::string& expected) const {
        return base::fail(ErrorKind::data,
                          Message("param.wrong_type", {{"value", written(node)}, {"expected", expected}}),
                          place(node.spot, path));
    }
    void make_key(const std::string& group, const std::string& key) {
        add_group_key(recipe_, group, key);
    }
    base::Expected<void> schema(const JsonNode& node) {
        const std::int64_t* number = std::get_if<std::int64_t>(&node.value);
        if (number == nullptr) return wrong_type(node, "schema", "@param.type.integer");
        if (*number < 1 || *number > 1'000'000)
            return base::fail(ErrorKind::data, Message("recipe.schema_range"), place(node.spot, "schema"));
        recipe_.schema = static_cast<int>(*number);
        if (recipe_.schema > recipe_schema)
            recipe_.warnings.push_back(
                {ErrorKind::data,
                 Message("recipe.newer_schema", {{"found", fmt::format("{}", *number)},
                                                 {"known", fmt::format("{}", recipe_schema)}}),
                 place(node.spot, "schema"), Message()});
        return {};
    }
    void keep_unknown(const JsonNode& node, const Level& level, const std::string& path,
                      const std::string& child_path) {
        recipe_.unknown[child_path] = text_.substr(node.spot.offset, node.end - node.spot.offset);
        std::vector<std::string> names;
        for (const auto& [name, below] : level.below)
            if (below->retired == nullptr) names.push_back(name);
        const std::string near = base::nearest(node.key, names);
        recipe_.warnings.push_back(
            {ErrorKind::data, Message("recipe.unknown_key", {{"key", child_path}}),
             place(node.key_spot, child_path),
             near.empty() ? Message() : Message("recipe.did_you_mean", {{"id", joined(path, near)}})});
    }
    base::Expected<void> value(const JsonNode& node, const RecipeParam& param, const std::string& path,
                               const std::string& key) {
        const auto read = checked(node, param.info, path);
        if (!read) return std::unexpected(read.error());
        param.set(recipe_, key, *read);
        stated_.push_back(path);
        return {};
    }
    base::Expected<void> retired(const JsonNode& node, const RetiredParam& param, const std::string& path) {
        const auto read = checked(node, param.info, path);
        if (!read) return std::unexpected(read.error());
        retired_.push_back({&param, *read, place(node.key_spot, path)});
        return {};
    }
    [[nodiscard]] base::Expected<ParamValue> checked(const JsonNode& node, const ParamInfo& info,
                                                     const std::string& path) const {
        auto read = convert(node, info);
        auto checked = read ? check_param(info, *read) : read;
        if (!checked) {
            base::Error error = checked.error();
            error.kind = ErrorKind::data;
            error.place = place(node.spot, path);
            if (error.what.key == "param.unknown_choice") {
                std::vector<std::string> ids;
                for (const base::Choice& choice : info.choices) ids.push_back(choice.id);
                if (const std::string near = base::nearest(written(node), ids); !near.empty())
                    error.fix = Message("recipe.did_you_mean", {{"id", near}});
            }
            return std::unexpected(error);
        }
        return checked;
    }
    [[nodiscard]] base::Expected<ParamValue> convert(const JsonNode& node, const ParamInfo& info) const {
        if (node.kind == JsonNode::Kind::null) {
            if (info.type == ParamType::real && info.range.optional)
                return std::numeric_limits<double>::quiet_NaN();
            return base::fail(ErrorKind::data, Message("param.missing"));
        }
        if (const bool* b = std::get_if<bool>(&node.value)) return *b;
        if (const std::int64_t* n = std::get_if<std::int64_t>(&node.value)) return *n;
        if (const double* x = std::get_if<double>(&node.value)) return *x;
        if (const std::string* s = std::get_if<std::string>(&node.value)) return *s;
        return base::fail(ErrorKind::data, Message("recipe.not_a_group", {{"value", written(node)}}));
    }

    Recipe& recipe_;
    const std::string& text_;
    const std::string& file_;
    std::vector<std::string> stated_;  ///< ids that were read
    std::vector<RetiredValue> retired_;
};

bool same(const ParamValue& a, const ParamValue& b) {
    const double* x = std::get_if<double>(&a);
    const double* y = std::get_if<double>(&b);
    return a == b || (x != nullptr && y != nullptr && std::isnan(*x) && std::isnan(*y));
}

Json to_json(const ParamValue& value) {
    if (const bool* b = std::get_if<bool>(&value)) return *b;
    if (const std::int64_t* n = std::get_if<std::int64_t>(&value)) return *n;
    if (const std::string* s = std::get_if<std::string>(&value)) return *s;
    const double x = std::get<double>(value);
    if (std::isnan(x)) return nullptr;
    const bool whole = std::abs(x) < 1e15 && x == std::trunc(x) && !(x == 0 && std::signbit(x));
    return whole ? Json(static_cast<std::int64_t>(x)) : Json(x);
}

void put(Json& root, const std::vector<std::string>& parts, Json value) {
    Json* at = &root;
    for (const std::string& part : parts) {
        if (!at->is_object()) *at = Json::object();
        at = &(*at)[part];
    }
    *at = std::move(value);
}

}  // namespace

base::Expected<Recipe> recipe_from_json(const std::string& json, const std::string& file_name) {
    const auto root = base::parse_json(json, file_name);
    if (!root) return std::unexpected(root.error());
    Recipe recipe;
    Reader reader(recipe, json, file_name);
    if (auto read = reader.object(*root, declared(), "", ""); !read) return std::unexpected(read.error());
    reader.finish();
    return recipe;
}

std::string recipe_to_json(const Recipe& recipe) {
    Json root = Json::object();
    root["schema"] = recipe.schema;
    std::map<std::string, std::vector<Json>>
        members;  // of repeated groups, by key: a key is looked up in no list
    for (const RecipeParam& row : recipe_params()) {
        const std::string group = row.info.id.substr(0, row.info.id.find('.'));
        if (row.info.id.find('*') == std::string::npos) {
            const ParamValue value = row.get(recipe, "");
            if (!same(value, row.info.default_value)) put(root, split(row.info.id), to_json(value));
            continue;
        }
        const std::vector<std::string> keys = group_keys(recipe, group);
        if (keys.empty()) continue;
        if (!root.contains(group)) root[group] = Json::object();  // in its place among the groups
        // A key with nothing but defaults still has to be there.
        std::vector<Json>& parts = members.try_emplace(group, keys.size(), Json::object()).first->second;
        const std::vector<std::string> path = split(row.info.id);
        for (std::size_t n = 0; n < keys.size(); ++n) {
            const ParamValue value = row.get(recipe, keys[n]);
            if (!same(value, row.info.default_value))
                put(parts[n], {path.begin() + 2, path.end()}, to_json(value));
        }
    }
    for (auto& [group, parts] : members) {
        const std::vector<std::string> keys = group_keys(recipe, group);
        using Pairs = std::vector<std::pair<const std::string, Json>>;
        Pairs& into = root[group].get_ref<Json::object_t&>();
        for (std::size_t n = 0; n < keys.size(); ++n) into.emplace_back(keys[n], std::move(parts[n]));
    }
    for (const auto& [path, raw] : recipe.unknown) {
        Json value = Json::parse(raw, nullptr, false);
        if (!value.is_discarded()) put(root, split(path), std::move(value));
    }
    // Keys of elements may come from a block model's columns; saving does not fail for them.
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string resolved_file(const Recipe& recipe, const std::string& name) {
    const std::string file = io::table_name(name).file;
    if (file.empty() || fs::path(file).is_absolute() || recipe.folder.empty()) return file;
    return (fs::path(recipe.folder) / file).lexically_normal().string();
}

std::string sheet_suffix(const std::string& name) {
    const std::string sheet = io::table_name(name).sheet;
    return sheet.empty() ? "" : "#" + sheet;
}

std::string resolved_table(const Recipe& recipe, const std::string& name) {
    return resolved_file(recipe, name) + sheet_suffix(name);
}

std::vector<std::string> listed_files(const std::string& text) {
    std::vector<std::string> all;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        std::string one = text.substr(at, end - at);
        const std::size_t first = one.find_first_not_of(" \t"), last = one.find_last_not_of(" \t");
        if (first != std::string::npos) all.push_back(one.substr(first, last - first + 1));
        at = end + 1;
    }
    return all;
}

namespace {

/// Parameters whose words are names of files.
bool lists_files(const base::ParamInfo& info) {
    return info.id == "ledger.tables" || info.id == "ledger.projects" || info.id == "general.map_files";
}

}  // namespace

std::vector<std::string> named_files(const base::ParamInfo& info, const std::string& text) {
    if (info.type == ParamType::file) return text.empty() ? std::vector<std::string>() : std::vector{text};
    return lists_files(info) ? listed_files(text) : std::vector<std::string>();
}

void each_file_param(const Recipe& recipe, const std::function<void(const RecipeParam&, const std::string&, const std::string&)>& visit) {
    for (const RecipeParam& row : recipe_params()) {
        const std::size_t star = row.info.id.find(".*");
        const std::vector<std::string> keys = star == std::string::npos ? std::vector<std::string>{""} : group_keys(recipe, row.info.id.substr(0, star));
        for (const std::string& key : keys) {
            const base::ParamValue value = row.get(recipe, key);
            const auto* text = std::get_if<std::string>(&value);
            if (text != nullptr && !named_files(row.info, *text).empty()) visit(row, key, *text);
        }
    }
}

std::string with_files(const base::ParamInfo& info, const std::string& text, const std::function<std::string(const std::string&)>& other) {
    const std::vector<std::string> files = named_files(info, text);
    if (files.empty()) return text;
    std::string made;
    for (const std::string& file : files) made += (made.empty() ? "" : "; ") + other(file);
    return made;
}

base::Expected<Recipe> read_recipe(const std::string& path) {
    const auto text = base::read_text_file(path);
    if (!text) return std::unexpected(text.error());
    if (auto fine = base::expect_text(*text, path, "nature.want_recipe"); !fine)
        return std::unexpected(fine.error());
    auto recipe = recipe_from_json(*text, path);
    if (!recipe) return recipe;
    recipe->folder = fs::absolute(path).lexically_normal().parent_path().string();
    recipe->file = path;
    return recipe;
}

base::Expected<void> write_recipe(const Recipe& recipe, const std::string& path) {
    const fs::path folder = fs::absolute(path).lexically_normal().parent_path();
    Recipe moved = recipe;
    if (!recipe.folder.empty() && fs::path(recipe.folder) != folder) {
        each_file_param(recipe, [&](const RecipeParam& row, const std::string& key, const std::string& text) {
            (void)row.set(moved, key, with_files(row.info, text, [&](const std::string& file) {
                if (!fs::path(file).is_relative()) return file;
                return fs::path(resolved_file(recipe, file)).lexically_relative(folder).string() + sheet_suffix(file);
            }));
        });
    }
    return base::write_text_file(path, recipe_to_json(moved));
}

}  // namespace orelens::project
