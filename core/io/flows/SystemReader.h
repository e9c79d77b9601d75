// Reading of the JSON that describes systems, with places in every refusal. Internal to the folder.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/JsonPlaces.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/text/ReadTable.h"

namespace orelens::io {

/// JSON with places; the first thing that is wrong ends the reading by this.
struct Refused {
    base::Error error;
};

class SystemReader {
  public:
    SystemReader(std::string file, const base::JsonNode& root) : file_(std::move(file)), root_(root) {}

    [[noreturn]] void refuse(const base::JsonNode& node, const char* key, std::vector<std::pair<std::string, std::string>> args = {}) const {
        throw Refused{{base::ErrorKind::data, base::Message(key, std::move(args)), {.file = file_, .row = node.spot.line, .column = node.spot.column, .field = node.key}, {}}};
    }
    const base::JsonNode& need(const base::JsonNode& of, const char* key, base::JsonNode::Kind kind) const {
        const base::JsonNode* found = of.child(key);
        if (!found) refuse(of, "flows.json.missing", {{"key", key}});
        if (found->kind != kind) refuse(*found, "flows.json.type", {{"key", key}});
        return *found;
    }
    std::string text(const base::JsonNode& of, const char* key) const { return std::get<std::string>(need(of, key, base::JsonNode::Kind::text).value); }
    std::string text_or(const base::JsonNode& of, const char* key, const std::string& otherwise) const { return of.child(key) ? text(of, key) : otherwise; }
    double real(const base::JsonNode& node) const {
        if (node.kind == base::JsonNode::Kind::integer) return static_cast<double>(std::get<std::int64_t>(node.value));
        if (node.kind == base::JsonNode::Kind::real) return std::get<double>(node.value);
        refuse(node, "flows.json.type", {{"key", node.key}});
    }
    const std::vector<base::JsonNode>& list(const base::JsonNode& of, const char* key, bool may_lack = false) const {
        static const std::vector<base::JsonNode> none;
        if (may_lack && !of.child(key)) return none;
        return need(of, key, base::JsonNode::Kind::array).children;
    }
    std::string item(const base::JsonNode& node) const {
        if (node.kind == base::JsonNode::Kind::text) return std::get<std::string>(node.value);
        if (node.kind == base::JsonNode::Kind::integer) return std::to_string(std::get<std::int64_t>(node.value));
        refuse(node, "flows.json.type", {{"key", node.key}});
    }
    void only(const base::JsonNode& of, const std::vector<std::string>& keys) const {
        for (const base::JsonNode& node : of.children)
            if (std::ranges::find(keys, node.key) == keys.end()) refuse(node, "flows.json.unknown", {{"key", node.key}});
    }
    template <class T, class Name>
    int number_of(const base::JsonNode& node, const std::vector<T>& all, Name name) const {
        const std::string wanted = item(node);
        for (std::size_t n = 0; n < all.size(); ++n)
            if (name(all[n]) == wanted) return static_cast<int>(n);
        refuse(node, "flows.json.absent", {{"name", wanted}});
    }
    template <class E>
    E one_of(const base::JsonNode& of, const char* key, const std::vector<std::string>& ids) const {
        const base::JsonNode& node = need(of, key, base::JsonNode::Kind::text);
        const auto found = std::ranges::find(ids, std::get<std::string>(node.value));
        if (found == ids.end()) {
            std::string all;
            for (const std::string& id : ids) all += (all.empty() ? "" : ", ") + id;
            refuse(node, "flows.json.choice", {{"text", std::get<std::string>(node.value)}, {"choices", all}});
        }
        return static_cast<E>(found - ids.begin());
    }
    recycling::RecyclingRule rule() const {
        recycling::RecyclingRule made;
        const base::JsonNode* options = root_.child("options");
        if (!options) return made;
        if (options->kind != base::JsonNode::Kind::object) refuse(*options, "flows.json.type", {{"key", "options"}});
        const auto params = recycling::recycling_params();
        for (const base::JsonNode& node : options->children) {
            const auto found = std::ranges::find(params, node.key, [](const auto& param) { return param.info.id; });
            if (found == params.end()) refuse(node, "flows.json.unknown", {{"key", node.key}});
            base::ParamValue value;
            if (node.kind == base::JsonNode::Kind::boolean) value = std::get<bool>(node.value);
            else if (node.kind == base::JsonNode::Kind::integer) value = std::get<std::int64_t>(node.value);
            else if (node.kind == base::JsonNode::Kind::real) value = std::get<double>(node.value);
            else if (node.kind == base::JsonNode::Kind::text) value = std::get<std::string>(node.value);
            else refuse(node, "flows.json.type", {{"key", node.key}});
            auto checked = base::check_value(found->info, value);
            if (!checked) {
                base::Error error = checked.error();
                error.place.file = file_;
                error.place.row = node.spot.line;
                error.place.column = node.spot.column;
                throw Refused{error};
            }
            found->set(made, *checked);
        }
        return made;
    }
    /// Names by which other parts of the file ask: each once.
    template <class T, class Name>
    void once(const base::JsonNode& node, const std::string& id, const std::vector<T>& all, Name name) const {
        if (std::ranges::any_of(all, [&](const T& other) { return name(other) == id; })) refuse(node, "flows.json.twice", {{"id", id}});
    }
    std::string beside(const std::string& name) const {
        const std::filesystem::path path(table_name(name).file);
        return path.is_absolute() ? name : (std::filesystem::path(file_).parent_path() / name).string();
    }

  private:
    std::string file_;
    const base::JsonNode& root_;
};

/// What stands beside flows and stocks: sinks, piles, targets, indicators, uncertain parameters.
void read_extras(const SystemReader& reader, const base::JsonNode& root, SystemRead& made);

template <class T>
T or_throw(base::Expected<T> made) {
    if (!made) throw Refused{made.error()};
    return std::move(*made);
}

}  // namespace orelens::io
