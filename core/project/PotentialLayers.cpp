#include <algorithm>
#include <cmath>
#include <set>

#include "core/potential/Distances.h"
#include "core/potential/Projection.h"
#include "core/potential/Transform.h"
#include "core/project/Fingerprint.h"
#include "core/project/PotentialMasks.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {
namespace {

using namespace reading;
using base::ErrorKind;
using base::Expected;
using base::Message;
using potential::Layer;

/// Above it, numbers of an image are no reflectance (snow and cloud reach a little above 1).
constexpr double highest_reflectance = 2;

double highest_of(const potential::BandImage& image) {
    double highest = 0;
    for (const potential::Raster& band : image.bands)
        for (const float v : band.values)
            if (std::isfinite(v)) highest = std::max(highest, static_cast<double>(v));
    return highest;
}

Expected<std::vector<float>> of_surface(PotentialStudy& study, const nlohmann::json& layer, const shapes::TriangleMesh& mesh, const base::Progress& progress) {
    potential::DistanceRule rule;
    const std::string& sign = signs()[one_of(layer, "sign", signs())];
    rule.sign = sign == "side" ? potential::DistanceSign::side : sign == "unsigned" ? potential::DistanceSign::unsigned_ : potential::DistanceSign::inside;
    rule.band_m = layer.value("band_m", 0.0);
    if (layer.contains("facing")) rule.facing = layer.at("facing").get<blocks::Vec3>();
    auto made = potential::distance_to(study.evidence.grid, mesh, rule, progress);
    if (!made) return std::unexpected(made.error());
    if (made->beyond_edge > 0)
        study.layer_findings.back().push_back(io::evidence_finding(path_in(study, layer.at("file")), "evidence.beyond_edge", {{"count", base::grouped(static_cast<double>(made->beyond_edge))}, {"of", base::grouped(static_cast<double>(made->values.size()))}}));
    return std::move(made->values);
}

Expected<potential::ProjectionRule> projection_of(const PotentialStudy& study, const nlohmann::json& layer) {
    if (!study.ground) return refuse(study, layer.at("id"), "@potential.study.needs_ground");
    if (!layer.contains("decay_m") || !layer.contains("reach_m")) return refuse(study, layer.at("id"), "@potential.study.needs_decay");
    potential::ProjectionRule rule;
    rule.dip_azimuth_deg = layer.value("dip_azimuth", 0.0);
    rule.dip_deg = layer.value("dip", 90.0);
    rule.decay_m = layer.at("decay_m");
    rule.reach_m = layer.at("reach_m");
    if (layer.contains("background")) rule.background = layer.at("background");
    return rule;
}

Expected<std::vector<float>> of_map(PotentialStudy& study, const nlohmann::json& layer, const potential::Raster& map, bool& projected, const base::Progress& progress) {
    const auto rule = projection_of(study, layer);
    if (!rule) return std::unexpected(rule.error());
    auto made = potential::project(study.evidence.grid, map, *study.ground, *rule, progress);
    if (!made) return std::unexpected(made.error());
    projected = true;
    return std::move(made->values);
}

/// Samples of the ground: what is near the outcrop, carried down as any layer of the surface.
Expected<std::vector<float>> of_soil(const PotentialStudy& study, const nlohmann::json& layer, const potential::PointSet& points, potential::NearRule near, const base::Progress& progress) {
    auto rule = projection_of(study, layer);
    if (!rule) return std::unexpected(rule.error());
    near.on_ground = true;
    near.reach_m = layer.value("search_m", 200.0);
    const auto mean = potential::near_mean(points, near);
    if (!mean) return std::unexpected(mean.error());
    if (std::isnan(rule->background)) {
        potential::Raster all;
        for (const double value : points.values) all.values.push_back(static_cast<float>(value));
        rule->background = potential::median(all);
    }
    auto made = potential::project(study.evidence.grid, [&](double x, double y) { return (*mean)({x, y, 0}); }, *study.ground, *rule, progress);
    if (!made) return std::unexpected(made.error());
    return std::move(made->values);
}

Expected<std::vector<float>> of_shape(PotentialStudy& study, const nlohmann::json& layer, const potential::Surface& shape, const base::Progress& progress) {
    if (const auto* lines = std::get_if<shapes::Polylines>(&shape)) return potential::distance_to(study.evidence.grid, *lines, progress);
    return of_surface(study, layer, std::get<shapes::TriangleMesh>(shape), progress);
}

/// What a file says in every voxel.
Expected<std::vector<float>> of_file(PotentialStudy& study, const nlohmann::json& layer, Layer& into, const base::Progress& progress) {
    const std::string path = path_in(study, layer.at("file"));
    auto file = io::read_evidence(path, rule_of(study, layer), progress);
    if (!file) return std::unexpected(file.error());
    study.layer_findings.back() = file->findings;
    into.from = {path, file->crs, file->format, layer.dump()};
    const auto& grid = study.evidence.grid;
    if (auto shape = surface_in(*file)) return of_shape(study, layer, *shape, progress);
    for (const char* key : {"uncertainty_m", "alternatives"})
        if (layer.contains(key)) return refuse(study, layer.at("id").get<std::string>() + "." + key, "@potential.study.no_surface_to_move");
    if (auto* cells = std::get_if<potential::CellModel>(&file->data)) return of_cells(study, layer, *cells);
    if (auto* nodes = std::get_if<potential::NodeModel>(&file->data)) return potential::sample(grid, *nodes);
    if (auto* image = std::get_if<potential::BandImage>(&file->data)) {
        if (!layer.contains("index")) return of_map(study, layer, image->bands.front(), into.projected, progress);
        if (const double highest = highest_of(*image); highest > highest_reflectance)
            study.layer_findings.back().push_back(io::evidence_finding(path, "evidence.digital_numbers", {{"highest", base::number(highest, 4)}}));
        auto index = potential::band_index(*image, layer.at("index"));
        if (!index) return std::unexpected(index.error());
        return of_map(study, layer, *index, into.projected, progress);
    }
    if (auto* samples = std::get_if<io::SampleTable>(&file->data)) {
        const auto* element = samples->element(layer.value("element", ""));
        if (element == nullptr) return refuse(study, layer.at("id"), "@potential.study.element", layer.value("element", ""));
        potential::PointSet points{samples->places, element->values, into.from};
        potential::NearRule rule;
        rule.reach_m = layer.value("reach_m", 200.0);
        rule.power = layer.value("power", 2.0);
        rule.most = whole(layer, "most", 12, 1, 10000);
        const auto without_z = std::ranges::count_if(points.places, [](const blocks::Vec3& at) { return std::isnan(at[2]); });
        if (without_z > 0 && without_z != static_cast<std::ptrdiff_t>(points.places.size())) return refuse(study, layer.at("id"), "@potential.study.mixed_z", std::to_string(without_z));
        into.projected = without_z > 0;
        if (into.projected) return of_soil(study, layer, points, rule, progress);
        return potential::interpolate(grid, points, rule, progress);
    }
    if (auto* cells = std::get_if<io::GridCells>(&file->data)) return of_grid_cells(study, layer, *cells);
    return refuse(study, layer.at("id"), "@potential.study.no_layer_in_file");
}

Expected<std::vector<float>> values_of(PotentialStudy& study, const nlohmann::json& layer, Layer& into, const potential::Surface* instead, const base::Progress& progress) {
    if (instead != nullptr) return of_shape(study, layer, *instead, progress);
    const auto other = [&](const char* key) -> Expected<const Layer*> {
        const Layer* found = study.evidence.layer(layer.at(key));
        if (found == nullptr) return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", layer.at(key).get<std::string>()}}), place_in(study, layer.at("id").get<std::string>() + "." + key));
        return found;
    };
    into.from.method = layer.dump();
    if (layer.contains("formula")) return potential::formula(study.evidence, layer.at("formula"), progress);
    for (const char* key : {"gradient", "edges", "one_code", "absolute"}) {
        if (!layer.contains(key)) continue;
        const auto from = other(key);
        if (!from) return std::unexpected(from.error());
        const std::string what = key;
        if (what == "gradient") return potential::gradient(study.evidence.grid, (*from)->values);
        if (what == "edges") return potential::edges(study.evidence.grid, (*from)->values);
        if (what == "one_code") return potential::one_code((*from)->values, layer.value("code", 1.0));
        std::vector<float> values = (*from)->values;
        for (float& v : values) v = std::abs(v);
        return values;
    }
    if (!layer.contains("file")) return refuse(study, layer.at("id"), "@potential.study.no_source");
    return of_file(study, layer, into, progress);
}

}  // namespace

namespace reading {

std::optional<potential::Surface> surface_in(io::EvidenceFile& file) {
    if (auto* mesh = std::get_if<shapes::TriangleMesh>(&file.data)) return std::move(*mesh);
    if (auto* lines = std::get_if<shapes::Polylines>(&file.data)) return std::move(*lines);
    return std::nullopt;
}

Expected<Layer> derived(PotentialStudy& study, const nlohmann::json& rule, const base::Progress& progress, const potential::Surface* instead) {
    Layer layer;
    layer.id = rule.at("id").get<std::string>();
    layer.nominal = rule.value("nominal", false);
    auto values = values_of(study, rule, layer, instead, progress);
    if (!values) {
        base::Error error = values.error();
        if (error.place.file.empty() && !rule.contains("file")) error.place = place_in(study, layer.id);
        if (error.place.file.empty()) error.place.file = rule.contains("file") ? path_in(study, rule.at("file")) : study.file;
        if (error.place.field.empty()) error.place.field = layer.id;
        return std::unexpected(error);
    }
    layer.values = std::move(*values);
    if (rule.contains("mask")) {
        const Layer* by = study.evidence.layer(rule.at("mask"));
        if (by == nullptr) return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", rule.at("mask").get<std::string>()}}), place_in(study, layer.id + ".mask"));
        std::vector<std::uint8_t> keep;
        for (const float v : by->values) keep.push_back(v > 0);
        potential::mask(layer, keep);
    }
    if (rule.contains("masks")) {
        const auto keep = kept_by(study, rule.at("masks"), layer.id + ".masks", progress);
        if (!keep) return std::unexpected(keep.error());
        potential::mask(layer, *keep);
    }
    return layer;
}

Expected<void> mask_all(const PotentialStudy& study, std::vector<Layer>& layers, const base::Progress& progress) {
    if (!study.rule.contains("masks")) return {};
    const auto keep = kept_by(study, study.rule.at("masks"), "masks", progress);
    if (!keep) return std::unexpected(keep.error());
    for (Layer& layer : layers) potential::mask(layer, *keep);
    return {};
}

std::vector<std::size_t> made_from(const nlohmann::json& layers, std::size_t at) {
    std::vector<std::size_t> from;
    for (std::size_t n = 0; n < at; ++n) {
        const std::string id = layers[n].at("id").get<std::string>();
        bool uses = layers[at].contains("formula") && layers[at].at("formula").get<std::string>().find(id) != std::string::npos;
        for (const char* key : {"gradient", "edges", "one_code", "absolute", "mask"}) uses = uses || (layers[at].contains(key) && layers[at].at(key) == id);
        if (layers[at].contains("masks")) uses = uses || std::ranges::count(mask_layers(layers[at].at("masks")), id) > 0;
        if (uses) from.push_back(n);
    }
    return from;
}

}  // namespace reading

namespace {

std::vector<std::string> stamps_of(const PotentialStudy& study) {
    const auto& layers = study.rule.at("layers");
    const auto& grid = study.evidence.grid;
    Fingerprint frame;
    for (const auto& [name, value] : {std::pair{"crs", study.rule.value("crs", study.context.crs)}, std::pair{"origin", nlohmann::json(grid.origin).dump()},
                                      std::pair{"size", nlohmann::json(grid.block_size).dump()}, std::pair{"count", nlohmann::json(grid.count).dump()},
                                      std::pair{"azimuth", nlohmann::json(grid.azimuth_deg).dump()}})
        frame.add(name, value);
    if (study.rule.contains("ground")) frame.add("ground", file_fingerprint(path_in(study, study.rule.at("ground"))));
    std::vector<std::string> stamps;
    for (std::size_t n = 0; n < layers.size(); ++n) {
        Fingerprint print;
        print.add("frame", frame.text());
        print.add("rule", layers[n].dump());
        for (const std::string& file : files_in(study, layers[n])) print.add(file, file_fingerprint(file));
        for (const std::size_t from : made_from(layers, n)) print.add("from", stamps[from]);
        stamps.push_back(print.text());
    }
    if (!study.rule.contains("masks")) return stamps;
    // The mask of all, and what it is made from, is part of every layer.
    const nlohmann::json& masks = study.rule.at("masks");
    const std::vector<std::string> names = mask_layers(masks), files = files_in(study, masks);
    Fingerprint base_mask;
    base_mask.add("masks", masks.dump());
    for (const std::string& file : files) base_mask.add(file, file_fingerprint(file));
    for (std::size_t n = 0; n < layers.size(); ++n)
        if (std::ranges::count(names, layers[n].at("id").get<std::string>()) > 0) base_mask.add("from", stamps[n]);
    for (std::string& stamp : stamps) {
        Fingerprint print;
        print.add("layer", stamp);
        print.add("masks", base_mask.text());
        stamp = print.text();
    }
    return stamps;
}

/// What is not there yet, and all that it is made from: earlier layers were kept of active voxels alone.
std::vector<bool> to_derive(const PotentialStudy& study, const EarlierLayers& earlier) {
    const auto& layers = study.rule.at("layers");
    std::vector<bool> again(layers.size(), false);
    for (std::size_t n = layers.size(); n-- > 0;) {
        if (!earlier.by_stamp.contains(study.layer_stamps[n])) again[n] = true;
        if (again[n])
            for (const std::size_t from : made_from(layers, n)) again[from] = true;
    }
    return again;
}

}  // namespace

Expected<std::vector<std::uint8_t>> marked(const PotentialStudy& study, const std::vector<std::string>& names, const base::Progress& progress) {
    std::vector<std::uint8_t> bits(study.evidence.voxels(), 0);
    for (const std::string& name : names) {
        if (const Layer* layer = study.evidence.layer(name)) {
            for (std::size_t v = 0; v < bits.size(); ++v) bits[v] |= layer->values[v] > 0;
            continue;
        }
        const auto file = io::read_evidence(path_in(study, name), rule_of(study, nlohmann::json::object()), progress);
        if (!file) return std::unexpected(file.error());
        const auto* solid = std::get_if<shapes::TriangleMesh>(&file->data);
        if (solid == nullptr) return refuse(study, name, "@potential.study.no_solid");
        const auto inside = potential::labels_in(study.evidence.grid, *solid, name, progress);
        if (!inside) return std::unexpected(inside.error());
        for (const auto& one : *inside) bits[static_cast<std::size_t>(one.voxel)] = 1;
    }
    return bits;
}

Expected<void> read_ground(PotentialStudy& study, const base::Progress& progress) {
    try {
        if (!study.rule.contains("ground")) {
            study.evidence.active.assign(study.evidence.voxels(), 1);
            return {};
        }
        auto file = io::read_evidence(path_in(study, study.rule.at("ground")), rule_of(study, nlohmann::json::object()), progress);
        if (!file) return std::unexpected(file.error());
        auto* image = std::get_if<potential::BandImage>(&file->data);
        if (image == nullptr) return refuse(study, "ground", "@potential.study.needs_ground");
        study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
        study.ground = std::move(image->bands.front());
        study.evidence.active = potential::below_ground(study.evidence.grid, *study.ground);
    } catch (const nlohmann::json::exception& error) {
        return refuse_json(study, error);
    }
    return {};
}

Expected<void> derive_evidence(PotentialStudy& study, const base::Progress& progress, const EarlierLayers& earlier) {
    try {
        if (auto ok = read_ground(study, progress.part(0, 0)); !ok) return ok;
        const auto& layers = study.rule.at("layers");
        study.layer_stamps = stamps_of(study);
        const std::vector<bool> again = to_derive(study, earlier);
        for (std::size_t n = 0; n < layers.size(); ++n) {
            study.layer_findings.emplace_back();
            if (!again[n]) {
                study.evidence.layers.push_back(earlier.by_stamp.at(study.layer_stamps[n]));
                if (const auto said = earlier.findings.find(study.layer_stamps[n]); said != earlier.findings.end()) study.layer_findings.back() = said->second;
                continue;
            }
            const auto whole_count = static_cast<double>(layers.size());
            auto layer = derived(study, layers[n], progress.part(static_cast<double>(n) / whole_count, static_cast<double>(n + 1) / whole_count));
            if (!layer) return std::unexpected(layer.error());
            study.evidence.layers.push_back(std::move(*layer));
        }
        if (auto ok = mask_all(study, study.evidence.layers, progress.part(1, 1)); !ok) return ok;
    } catch (const nlohmann::json::exception& error) {
        return refuse_json(study, error);
    }
    return potential::check(study.evidence);
}

std::vector<FileVerdict> examine_files(const PotentialStudy& study, const base::Progress& progress) {
    std::vector<FileVerdict> verdicts;
    for (const nlohmann::json& layer : study.rule.at("layers")) {
        if (!layer.contains("file")) continue;
        FileVerdict one{layer.at("id"), path_in(study, layer.at("file")), "", {}, {}};
        auto file = io::read_evidence(one.file, rule_of(study, layer), progress);
        if (file) {
            one.format = file->format;
            one.findings = file->findings;
        } else {
            one.refused = file.error();
        }
        verdicts.push_back(std::move(one));
    }
    return verdicts;
}

}  // namespace orelens::project
