#include "core/project/PotentialMasks.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/io/text/Numbers.h"
#include "core/potential/Labels.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;
using base::ErrorKind;
using base::Expected;
using base::Message;

namespace {

const std::vector<std::string>& kinds_of_masks() {
    static const std::vector<std::string> kinds{"where", "covered", "inside", "outside", "depth", "elevation"};
    return kinds;
}

bool of_range(const std::string& kind) {
    return kind == "depth" || kind == "elevation";
}

bool of_layer(const std::string& kind) {
    return kind == "where" || kind == "covered";
}

std::string trimmed_text(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\n"), end = text.find_last_not_of(" \t\n");
    return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

/// "0 300" as two numbers, the lower first.
std::optional<std::array<double, 2>> range_of(const std::string& text) {
    const std::size_t gap = text.find_first_of(" \t");
    if (gap == std::string::npos) return std::nullopt;
    const auto low = io::parse_number(trimmed_text(text.substr(0, gap))), high = io::parse_number(trimmed_text(text.substr(gap)));
    if (!low || !high || !std::isfinite(*low) || !std::isfinite(*high) || !(*low < *high)) return std::nullopt;
    return std::array{*low, *high};
}

nlohmann::json json_of(const MaskStatement& one, const std::function<std::string(const std::string&)>& resolve) {
    if (of_range(one.kind)) {
        const auto range = *range_of(one.value);
        return {{one.kind, {range[0], range[1]}}};
    }
    return {{one.kind, of_layer(one.kind) ? one.value : resolve(one.value)}};
}

bool has_layer(const PotentialStudy& study, const std::string& id) {
    return std::ranges::any_of(study.rule.at("layers"), [&](const nlohmann::json& layer) { return layer.at("id") == id; });
}

Expected<void> check_list(const PotentialStudy& study, const nlohmann::json& masks, const std::string& at) {
    for (std::size_t n = 0; n < masks.size(); ++n) {
        const std::string here = at + "." + std::to_string(n);
        if (auto ok = only(study, masks[n], here, kinds_of_masks()); !ok) return ok;
        if (masks[n].size() != 1) return refuse(study, here, "@potential.study.one_mask");
        const auto& [kind, value] = *masks[n].items().begin();
        if (of_layer(kind) && !has_layer(study, value.get<std::string>()))
            return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", value.get<std::string>()}}), place_in(study, here + "." + kind));
        if (of_range(kind) && (value.size() != 2 || !(value[0].get<double>() < value[1].get<double>()))) return refuse(study, here + "." + kind, "@potential.study.mask_range", value.dump());
        if (kind == "depth" && !study.rule.contains("ground")) return refuse(study, here + ".depth", "@potential.study.needs_ground");
    }
    return {};
}

/// Layers that one is made from or masked by, in whatever order they stand.
std::vector<std::size_t> needs_of(const nlohmann::json& layers, std::size_t at) {
    std::vector<std::size_t> needed = made_from(layers, at);
    if (layers[at].contains("masks"))
        for (const std::string& name : mask_layers(layers[at].at("masks")))
            for (std::size_t n = 0; n < layers.size(); ++n)
                if (layers[n].at("id") == name) needed.push_back(n);
    return needed;
}

}  // namespace

Expected<std::vector<MaskStatement>> mask_statements(const std::string& text) {
    std::vector<MaskStatement> all;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        const std::string one = trimmed_text(text.substr(at, end - at));
        at = end + 1;
        if (one.empty()) continue;
        const auto bad = [&] { return base::fail(ErrorKind::usage, Message("potential.mask_statement", {{"statement", one}}), {.field = "potential.masks"}, Message("potential.mask_statement_fix")); };
        const std::size_t colon = one.find(": ");
        if (colon == std::string::npos) return bad();
        MaskStatement made{trimmed_text(one.substr(0, colon)), "", trimmed_text(one.substr(colon + 2))};
        const std::size_t gap = std::min(made.value.find(' '), made.value.size());
        made.kind = made.value.substr(0, gap);
        made.value = trimmed_text(made.value.substr(gap));
        if (made.layer.empty() || made.value.empty() || std::ranges::find(kinds_of_masks(), made.kind) == kinds_of_masks().end()) return bad();
        if (of_range(made.kind) && !range_of(made.value)) return bad();
        all.push_back(std::move(made));
    }
    return all;
}

std::string text_of(const std::vector<MaskStatement>& statements) {
    std::string text;
    for (const MaskStatement& one : statements) text += (text.empty() ? "" : "; ") + one.layer + ": " + one.kind + " " + one.value;
    return text;
}

Expected<void> add_masks(PotentialStudy& study, const std::string& statements, const std::function<std::string(const std::string&)>& resolve) {
    const auto all = mask_statements(statements);
    if (!all) return std::unexpected(all.error());
    const auto no_layer = [](const std::string& id) { return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", id}}), {.field = "potential.masks"}); };
    for (const MaskStatement& one : *all) {
        if (one.layer != "*" && !has_layer(study, one.layer)) return no_layer(one.layer);
        if (of_layer(one.kind) && !has_layer(study, one.value)) return no_layer(one.value);
        if (one.kind == "depth" && !study.rule.contains("ground"))
            return base::fail(ErrorKind::usage, Message("potential.study.bad", {{"key", one.layer}, {"why", "@potential.study.needs_ground"}, {"value", "depth"}}), {.field = "potential.masks"});
        if (one.layer == "*") study.rule["masks"].push_back(json_of(one, resolve));
        for (nlohmann::json& layer : study.rule.at("layers"))
            if (layer.at("id") == one.layer) layer["masks"].push_back(json_of(one, resolve));
    }
    return order_layers(study);
}

namespace reading {

Expected<void> check_masks(const PotentialStudy& study) {
    if (auto ok = check_list(study, study.rule.value("masks", nlohmann::json::array()), "masks"); !ok) return ok;
    const auto& layers = study.rule.at("layers");
    for (std::size_t n = 0; n < layers.size(); ++n)
        if (layers[n].contains("masks"))
            if (auto ok = check_list(study, layers[n].at("masks"), "layers." + std::to_string(n) + ".masks"); !ok) return ok;
    return {};
}

Expected<void> order_layers(PotentialStudy& study) {
    const nlohmann::json& layers = study.rule.at("layers");
    nlohmann::json ordered = nlohmann::json::array();
    std::vector<bool> placed(layers.size(), false);
    while (ordered.size() < layers.size()) {
        std::size_t next = layers.size(), waiting = layers.size();
        for (std::size_t n = 0; n < layers.size() && next == layers.size(); ++n) {
            if (placed[n]) continue;
            waiting = std::min(waiting, n);
            if (std::ranges::all_of(needs_of(layers, n), [&](std::size_t from) { return placed[from]; })) next = n;
        }
        if (next == layers.size()) {
            const std::string id = layers[waiting].at("id").get<std::string>();
            return base::fail(ErrorKind::usage, Message("potential.mask_circle", {{"layer", id}}), place_in(study, id + ".masks"));
        }
        placed[next] = true;
        ordered.push_back(layers[next]);
    }
    study.rule["layers"] = std::move(ordered);
    return {};
}

std::vector<std::string> mask_layers(const nlohmann::json& masks) {
    std::vector<std::string> names;
    for (const nlohmann::json& mask : masks)
        for (const auto& [kind, value] : mask.items())
            if (of_layer(kind)) names.push_back(value.get<std::string>());
    return names;
}

Expected<std::vector<std::uint8_t>> kept_by(const PotentialStudy& study, const nlohmann::json& masks, const std::string& at, const base::Progress& progress) {
    const auto& grid = study.evidence.grid;
    std::vector<std::uint8_t> keep(study.evidence.voxels(), 1);
    for (const nlohmann::json& mask : masks) {
        if (progress.cancelled()) return base::cancelled();
        const auto& [kind, value] = *mask.items().begin();
        if (of_layer(kind)) {
            const potential::Layer* by = study.evidence.layer(value.get<std::string>());
            if (by == nullptr) return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", value.get<std::string>()}}), place_in(study, at));
            const bool covered = kind == "covered";
            for (std::size_t v = 0; v < keep.size(); ++v) keep[v] &= static_cast<std::uint8_t>(covered ? !std::isnan(by->values[v]) : by->values[v] > 0);
        } else if (of_range(kind)) {
            const double low = value[0].get<double>(), high = value[1].get<double>();
            const bool depth = kind == "depth";
            if (depth && !study.ground) return refuse(study, at, "@potential.study.needs_ground");
            for (std::size_t v = 0; v < keep.size(); ++v) {
                const auto centre = potential::centre_of(grid, static_cast<std::int64_t>(v));
                // Where the ground is not known no depth is: NaN lies in no range.
                const double is = depth ? study.ground->bilinear(centre[0], centre[1]) - centre[2] : centre[2];
                keep[v] &= static_cast<std::uint8_t>(is >= low && is <= high);
            }
        } else {
            const std::string path = path_in(study, value);
            const auto file = io::read_evidence(path, rule_of(study, nlohmann::json::object()), progress);
            if (!file) return std::unexpected(file.error());
            const auto* solid = std::get_if<shapes::TriangleMesh>(&file->data);
            if (solid == nullptr) return refuse(study, at, "@potential.study.no_solid", value.get<std::string>());
            const auto inside = potential::labels_in(grid, *solid, path, progress);
            if (!inside) return std::unexpected(inside.error());
            std::vector<std::uint8_t> within(keep.size(), 0);
            for (const potential::GivenLabel& one : *inside) within[static_cast<std::size_t>(one.voxel)] = 1;
            for (std::size_t v = 0; v < keep.size(); ++v) keep[v] &= static_cast<std::uint8_t>((within[v] != 0) == (kind == "inside"));
        }
    }
    return keep;
}

}  // namespace reading

}  // namespace orelens::project
