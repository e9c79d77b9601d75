// Members of a JSON file with their places; the first fault is kept. Internal to the room.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/base/JsonPlaces.h"
#include "core/base/Nearest.h"
#include "core/ledger/Unit.h"

namespace orelens::ledger {

/// Reads members of objects; the first fault is kept with its place.
class JsonReader {
  public:
    explicit JsonReader(std::string file) : file_(std::move(file)) {}
    void refuse(const base::JsonSpot& spot, base::Message what, base::Message fix = base::Message()) {
        if (!error_)
            error_ = base::Error{base::ErrorKind::data, std::move(what),
                                 {.file = file_, .row = spot.line, .column = spot.column}, std::move(fix)};
    }
    void known(const base::JsonNode& object, const std::vector<std::string>& keys) {
        for (const base::JsonNode& member : object.children) {
            if (std::ranges::find(keys, member.key) != keys.end() || member.key == "note") continue;
            const std::string near = base::nearest(member.key, keys);
            refuse(member.key_spot, base::Message("ledger.json.unknown_key", {{"key", member.key}}),
                   near.empty() ? base::Message() : base::Message("ledger.did_you_mean", {{"name", near}}));
        }
    }
    std::string text(const base::JsonNode& object, const char* key, bool needed = true) {
        const base::JsonNode* node = object.child(key);
        if (node == nullptr) {
            if (needed) refuse(object.spot, base::Message("ledger.json.missing_key", {{"key", key}}));
            return {};
        }
        if (node->kind != base::JsonNode::Kind::text) {
            refuse(node->spot, base::Message("ledger.json.not_text", {{"key", key}}));
            return {};
        }
        return std::get<std::string>(node->value);
    }
    double number(const base::JsonNode& object, const char* key) {
        const base::JsonNode* node = object.child(key);
        if (node == nullptr || node->kind == base::JsonNode::Kind::null) return unknown;
        if (node->kind == base::JsonNode::Kind::integer) return static_cast<double>(std::get<std::int64_t>(node->value));
        if (node->kind == base::JsonNode::Kind::real) return std::get<double>(node->value);
        refuse(node->spot, base::Message("ledger.json.not_number", {{"key", key}}));
        return unknown;
    }
    bool flag(const base::JsonNode& object, const char* key) {
        const base::JsonNode* node = object.child(key);
        if (node == nullptr) return false;
        if (node->kind != base::JsonNode::Kind::boolean) {
            refuse(node->spot, base::Message("ledger.json.not_bool", {{"key", key}}));
            return false;
        }
        return std::get<bool>(node->value);
    }
    [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }

  private:
    std::string file_;
    std::optional<base::Error> error_;
};

}  // namespace orelens::ledger
