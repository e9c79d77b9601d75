// Sinks, piles, targets, indicators and uncertain parameters of a flow system.
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

#include "core/base/AtomicFile.h"
#include "core/base/System.h"
#include "core/io/flows/NamedRows.h"
#include "core/io/flows/SystemReader.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {

using base::ErrorKind;
using base::Expected;
using base::JsonNode;
using base::Message;
using namespace recycling;

namespace {

std::vector<PileStream> piles_of(const std::string& file) {
    NamedRows rows(file, {"id", "element", "tonnes", "grade"});
    rows.only({"id", "place", "element", "origin", "year", "tonnes", "grade", "state", "share", "recovery", "reclaim_cost", "process_cost", "refine_cost", "refining", "note"});
    std::vector<Pile> piles;
    std::map<std::string, std::size_t, std::less<>> at;
    const auto state = [&](Pile& pile) {
        if (rows.text("state").empty() && rows.text("share").empty()) return;
        pile.states.push_back({rows.text("state"), rows.real("share", not_known), rows.real("recovery", not_known)});
    };
    rows.each([&] {
        const std::string id = rows.text("id");
        if (id.empty()) rows.refuse("id", Message("flows.id", {{"text", id}}));
        Pile one;
        one.id = id;
        one.place = rows.text("place");
        one.element = metal_name(rows.text("element"));
        if (const std::string origin = rows.text("origin"); !origin.empty()) one.origin = origin == "尾矿" ? "tailings" : origin == "炉渣" ? "slag" : origin;
        if (one.origin != "tailings" && one.origin != "slag") rows.refuse("origin", Message("flows.json.choice", {{"text", one.origin}, {"choices", "tailings 尾矿, slag 炉渣"}}));
        one.year = rows.year("year");
        one.tonnes = rows.real("tonnes", not_known);
        one.grade = rows.real("grade", not_known);
        one.reclaim_cost = rows.real("reclaim_cost", not_known);
        one.process_cost = rows.real("process_cost", not_known);
        one.refine_cost = rows.real("refine_cost", not_known);
        one.refining = rows.real("refining", 1);
        const auto [place, fresh] = at.try_emplace(id, piles.size());
        if (fresh) {
            state(one);
            piles.push_back(std::move(one));
        } else {
            Pile* const before = &piles[place->second];
            const auto differs = [&](const char* name, double now, double first) {
                if (!rows.text(name).empty() && now != first) rows.refuse(name, Message("flows.pile_differs", {{"id", id}}));
            };
            differs("tonnes", one.tonnes, before->tonnes);
            differs("grade", one.grade, before->grade);
            differs("reclaim_cost", one.reclaim_cost, before->reclaim_cost);
            differs("process_cost", one.process_cost, before->process_cost);
            differs("refine_cost", one.refine_cost, before->refine_cost);
            if (!rows.text("element").empty() && one.element != before->element) rows.refuse("element", Message("flows.pile_differs", {{"id", id}}));
            state(*before);
        }
        // Each pile is looked at as it stands so far, so that the row at fault is named.
        if (const auto good = stream_of(piles[place->second]); !good) rows.refuse(good.error());
    });
    std::vector<PileStream> made;
    for (const Pile& pile : piles) made.push_back(*stream_of(pile));
    for (PileStream& one : made)
        if (*one.stream.year == 0) one.stream.year.reset();
    return made;
}

}  // namespace

Expected<std::vector<Sink>> read_sinks(const std::string& file) {
    return unless_refused([&] {
        NamedRows rows(file, {"sink", "primary_t"});
        rows.only({"sink", "primary_t", "note"}, {"limit_", "primary_"});
        std::vector<Sink> made;
        rows.each([&] {
            Sink one;
            one.id = rows.text("sink");
            if (one.id.empty() || std::ranges::find(made, one.id, &Sink::id) != made.end()) rows.refuse("sink", Message("flows.id", {{"text", one.id}}));
            one.primary_t = rows.real("primary_t", 0);
            for (const std::string& head : rows.headers()) {
                const bool limit = head.starts_with("limit_"), primary = head.starts_with("primary_") && head != "primary_t";
                if (!limit && !primary) continue;
                const double value = rows.real(head, not_known);
                if (std::isnan(value)) continue;
                (limit ? one.limit[metal_name(head.substr(6))] : one.primary_tramp[metal_name(head.substr(8))]) = value;
            }
            if (const auto good = blend({}, {}, {one}); !good) rows.refuse(good.error());
            made.push_back(std::move(one));
        });
        return made;
    });
}

Expected<std::vector<PileStream>> read_piles(const std::string& file) {
    return unless_refused([&] { return piles_of(file); });
}

Expected<std::vector<TargetRead>> read_targets(const std::string& file) {
    return unless_refused([&] {
        NamedRows rows(file, {"id", "indicator", "year", "at_least", "source"});
        rows.only({"id", "element", "indicator", "year", "at_least", "source", "capacity_share", "note"});
        std::vector<TargetRead> made;
        rows.each([&] {
            TargetRead one;
            one.target = {rows.once("id"), metal_name(rows.text("element")), rows.text("indicator"), rows.year("year"), rows.real("at_least", not_known), rows.text("source")};
            one.capacity_share = rows.real("capacity_share", not_known);
            if (const auto good = judge(one.target, {}, one.capacity_share); !good) rows.refuse(good.error());
            made.push_back(std::move(one));
        });
        return made;
    });
}

void read_extras(const SystemReader& reader, const JsonNode& root, SystemRead& made) {
    const auto file = [&](const char* key) {
        const std::string name = reader.beside(reader.text(root, key));
        made.inputs.push_back(table_name(name).file);
        return name;
    };
    if (root.child("sinks")) made.sinks = or_throw(read_sinks(file("sinks")));
    if (root.child("piles")) made.piles = or_throw(read_piles(file("piles")));
    if (root.child("targets")) made.targets = or_throw(read_targets(file("targets")));
    if (root.child("places")) made.places = or_throw(read_places(file("places"), made.system));
    if (root.child("indicators"))
        for (const JsonNode& node : reader.need(root, "indicators", JsonNode::Kind::object).children) {
            if (node.key.size() != 1 || std::string_view("adeghjm").find(node.key[0]) == std::string_view::npos)
                reader.refuse(node, "flows.json.choice", {{"text", node.key}, {"choices", "a, d, e, g, h, j, m"}});
            if (node.kind != JsonNode::Kind::array) reader.refuse(node, "flows.json.type", {{"key", node.key}});
            std::vector<int>& flows = made.letters[node.key];  // an empty list says that there is none of it
            for (const JsonNode& flow : node.children)
                flows.push_back(reader.number_of(flow, made.system.flows, [](const Flow& one) { return one.id; }));
        }
    for (const JsonNode& node : reader.list(root, "uncertain", true)) {
        reader.only(node, {"parameter", "sd", "spread", "low", "high"});
        UncertainParameter one;
        one.parameter = reader.number_of(reader.need(node, "parameter", JsonNode::Kind::text), made.system.parameters, [](const Parameter& p) { return p.name; });
        one.factor.id = reader.text(node, "parameter");
        one.factor.mean = 1;
        const JsonNode* sd = node.child("sd");
        if (!sd) reader.refuse(node, "flows.json.missing", {{"key", "sd"}});
        one.factor.sd = reader.real(*sd);
        if (!(one.factor.sd >= 0)) reader.refuse(*sd, "flows.json.type", {{"key", "sd"}});
        if (node.child("spread")) one.factor.spread = reader.one_of<Spread>(node, "spread", {"normal", "lognormal", "uniform"});
        if (node.child("low")) one.factor.low = reader.real(*node.child("low"));
        if (node.child("high")) one.factor.high = reader.real(*node.child("high"));
        made.uncertain.push_back(std::move(one));
    }
}

std::vector<std::string> system_inputs(const std::string& path) {
    struct Known {
        base::FileStamp stamp;
        std::vector<std::string> files;
    };
    static std::mutex guard;
    static std::map<std::string, Known> known;
    std::vector<std::string> files{path};
    const auto now = base::file_stamp(path);
    if (!now) return files;
    {
        const std::scoped_lock lock(guard);
        if (const auto found = known.find(path); found != known.end() && found->second.stamp == *now) return found->second.files;
    }
    const auto text = base::read_text_file(path);
    if (!text) return files;
    const auto root = base::parse_json(*text, path);
    if (!root) return files;
    const SystemReader reader(path, *root);
    const auto add = [&](const JsonNode* node) {
        if (node != nullptr && node->kind == JsonNode::Kind::text) files.push_back(table_name(reader.beside(std::get<std::string>(node->value))).file);
    };
    for (const char* list : {"dimensions", "parameters"})
        if (const JsonNode* all = root->child(list))
            for (const JsonNode& one : all->children) add(one.child("file"));
    for (const char* key : {"streams", "sinks", "piles", "targets", "places"}) add(root->child(key));
    const std::scoped_lock lock(guard);
    known[path] = {*now, files};
    return files;
}

}  // namespace orelens::io
