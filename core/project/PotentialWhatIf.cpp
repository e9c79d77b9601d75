// What-if on the surfaces of a study: each moved by its uncertainty, or replaced by another opinion of where it lies, and
// every layer that rests on it measured anew.
#include <algorithm>
#include <filesystem>

#include "core/project/PotentialReading.h"

namespace orelens::project::reading {

namespace {

using base::Expected;
using potential::Surface;

/// Layers that rest on layer `at`, itself among them.
std::vector<bool> resting_on(const nlohmann::json& layers, std::size_t at) {
    std::vector<bool> rests(layers.size(), false);
    rests[at] = true;
    for (std::size_t n = at + 1; n < layers.size(); ++n)
        rests[n] = std::ranges::any_of(made_from(layers, n), [&](std::size_t from) { return rests[from]; });
    return rests;
}

/// They, as they are with another surface under layer `at`; derived from files alone, as they were at first.
Expected<std::vector<potential::Layer>> measured_anew(const PotentialStudy& study, std::size_t at, const Surface& surface, const base::Progress& progress) {
    const auto& layers = study.rule.at("layers");
    const std::vector<bool> rests = resting_on(layers, at);
    std::vector<bool> needed = rests;
    for (std::size_t n = layers.size(); n-- > 0;)
        if (needed[n])
            for (const std::size_t from : made_from(layers, n)) needed[from] = true;
    PotentialStudy own;
    own.rule = study.rule;
    own.file = study.file;
    own.folder = study.folder;
    own.context = study.context;
    own.evidence.grid = study.evidence.grid;
    if (auto ok = project::read_ground(own, progress); !ok) return std::unexpected(ok.error());
    std::vector<potential::Layer> made;
    for (std::size_t n = 0; n < layers.size(); ++n) {
        if (!needed[n]) continue;
        own.layer_findings.emplace_back();
        auto layer = derived(own, layers[n], progress, n == at ? &surface : nullptr);
        if (!layer) return std::unexpected(layer.error());
        if (rests[n]) made.push_back(*layer);
        own.evidence.layers.push_back(std::move(*layer));
    }
    if (auto ok = mask_all(study, made, progress); !ok) return std::unexpected(ok.error());
    return made;
}

Expected<Surface> read_surface(const PotentialStudy& study, const nlohmann::json& layer, const std::string& file, const base::Progress& progress) {
    auto read = io::read_evidence(file, rule_of(study, layer), progress);
    if (!read) return std::unexpected(read.error());
    auto surface = surface_in(*read);
    if (!surface) return refuse(study, layer.at("id"), "@potential.study.no_surface_to_move", file);
    return std::move(*surface);
}

}  // namespace

Expected<std::vector<potential::Change>> moved_surfaces(const PotentialStudy& study, const std::vector<std::string>& used, std::vector<base::Message>& said, const base::Progress& progress) {
    std::vector<potential::Change> changes;
    const auto& layers = study.rule.at("layers");
    for (std::size_t n = 0; n < layers.size(); ++n) {
        const nlohmann::json& layer = layers[n];
        if (!layer.contains("uncertainty_m") && !layer.contains("alternatives")) continue;
        const std::vector<bool> rests = resting_on(layers, n);
        bool matters = false;
        for (std::size_t m = n; m < layers.size(); ++m) matters = matters || (rests[m] && std::ranges::find(used, layers[m].at("id").get<std::string>()) != used.end());
        if (!matters) continue;
        const std::string id = layer.at("id");
        const auto add = [&](const std::string& by, Surface surface) {
            const auto kept = std::make_shared<const Surface>(std::move(surface));
            changes.push_back({id + " " + by, "", [&study, n, kept](const base::Progress& work) { return measured_anew(study, n, *kept, work); }});
        };
        /// False where the work was cancelled.
        const auto missing = [&](const std::string& file, const base::Error& error) {
            said.emplace_back(base::Message("potential.what_if_unread", {{"layer", id}, {"file", std::filesystem::path(file).filename().string()}, {"why", "@" + error.what.key}}));
            return error.kind != base::ErrorKind::cancelled;
        };
        if (layer.contains("uncertainty_m")) {
            const std::string file = path_in(study, layer.at("file"));
            auto surface = read_surface(study, layer, file, progress);
            auto moved = surface ? potential::displaced(*surface, layer.at("uncertainty_m"), progress) : Expected<std::vector<potential::Displaced>>(std::unexpected(surface.error()));
            if (!moved && !missing(file, moved.error())) return base::cancelled();
            if (moved)
                for (potential::Displaced& one : *moved) add(one.by, std::move(one.surface));
        }
        for (const std::string& name : layer.value("alternatives", std::vector<std::string>())) {
            const std::string file = path_in(study, name);
            auto surface = read_surface(study, layer, file, progress);
            if (!surface && !missing(file, surface.error())) return base::cancelled();
            if (surface) add("= " + std::filesystem::path(file).filename().string(), std::move(*surface));
        }
    }
    return changes;
}

}  // namespace orelens::project::reading
