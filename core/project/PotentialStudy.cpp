#include "core/project/PotentialStudy.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>

#include "core/base/JsonPlaces.h"
#include "core/base/Nearest.h"
#include "core/io/text/TextFile.h"
#include "core/project/PotentialFiles.h"
#include "core/project/PotentialMasks.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {
namespace reading {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;

base::Place place_in(const PotentialStudy& study, const std::string& path) {
    base::Place place{.file = study.file, .field = path};
    const base::JsonNode* node = study.places.get();
    // What is said of a layer names it by its id.
    if (const base::JsonNode* layers = node != nullptr ? node->child("layers") : nullptr; layers != nullptr) {
        const std::string first = path.substr(0, path.find('.'));
        for (const base::JsonNode& layer : layers->children) {
            const base::JsonNode* id = layer.child("id");
            const auto* name = id != nullptr ? std::get_if<std::string>(&id->value) : nullptr;
            if (node->child(first) != nullptr || name == nullptr || *name != first) continue;
            place.row = layer.spot.line;
            place.column = layer.spot.column;
            node = &layer;
            break;
        }
    }
    const bool of_layer = node != nullptr && node != study.places.get();
    for (std::size_t at = of_layer ? std::min(path.find('.'), path.size()) + 1 : 0; node != nullptr && at <= path.size();) {
        const std::size_t end = std::min(path.find('.', at), path.size());
        const std::string step = path.substr(at, end - at);
        const base::JsonNode* next = nullptr;
        if (node->kind == base::JsonNode::Kind::array) {
            const auto number = static_cast<std::size_t>(std::strtoull(step.c_str(), nullptr, 10));
            if (!step.empty() && step.find_first_not_of("0123456789") == std::string::npos && number < node->children.size()) next = &node->children[number];
        } else {
            next = node->child(step);
        }
        if (next == nullptr) break;
        place.row = next->spot.line;
        place.column = next->spot.column;
        node = next;
        at = end + 1;
    }
    return place;
}

std::unexpected<base::Error> refuse(const PotentialStudy& study, const std::string& key, const char* why, const std::string& value) {
    return base::fail(ErrorKind::usage, Message("potential.study.bad", {{"key", key}, {"why", why}, {"value", value}}), place_in(study, key));
}

Expected<void> only(const PotentialStudy& study, const nlohmann::json& object, const std::string& where, const std::vector<std::string>& known) {
    if (!object.is_object()) return refuse(study, where, "@potential.study.no_object");
    for (const auto& [key, value] : object.items())
        if (std::ranges::find(known, key) == known.end())
{
            base::Place place = place_in(study, where.empty() ? key : where + "." + key);
            place.field = key;
            return base::fail(ErrorKind::usage, Message("potential.study.unknown_key", {{"key", where.empty() ? key : where + "." + key}, {"nearest", base::nearest(key, known)}}), place);
        }
    return {};
}

int whole(const nlohmann::json& object, const std::string& key, int otherwise, int low, int high) {
    if (!object.contains(key)) return otherwise;
    const double value = object.at(key).get<double>();
    if (!(value >= low) || !(value <= high) || value != std::floor(value))
        throw nlohmann::json::other_error::create(501, key + ": " + object.at(key).dump() + ", " + std::to_string(low) + " … " + std::to_string(high), nullptr);
    return static_cast<int>(value);
}

std::size_t one_of(const nlohmann::json& object, const std::string& key, const std::vector<std::string>& words) {
    const std::string word = object.value(key, words.front());
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) {
        std::string all;
        for (const std::string& one : words) all += (all.empty() ? "" : " | ") + one;
        throw nlohmann::json::other_error::create(501, key + ": " + word + ", " + all, nullptr);
    }
    return static_cast<std::size_t>(found - words.begin());
}

std::string path_in(const PotentialStudy& study, const nlohmann::json& value) {
    const fs::path path(value.get<std::string>());
    return path.is_absolute() ? path.string() : (fs::path(study.folder) / path).string();
}

io::EvidenceRule rule_of(const PotentialStudy& study, const nlohmann::json& layer) {
    io::EvidenceRule rule;
    rule.crs = study.rule.value("crs", study.context.crs);
    rule.file_crs = layer.value("crs", "");
    rule.voxels = study.evidence.grid.cell_count();
    rule.grid = study.evidence.grid;
    if (layer.contains("depth_datum")) rule.depth_datum_m = layer.at("depth_datum").get<double>();
    if (layer.contains("no_data")) rule.no_data = layer.at("no_data").get<std::vector<double>>();
    if (layer.contains("mesh")) rule.mesh_file = path_in(study, layer.at("mesh"));
    if (layer.contains("sensitivity")) rule.sensitivity_file = path_in(study, layer.at("sensitivity"));
    if (layer.contains("bands")) rule.bands = layer.at("bands").get<std::vector<std::string>>();
    rule.side_of_surface = layer.value("sign", "inside") != "inside";
    for (const int i : {0, 1})
        for (const int j : {0, 1})
            for (const int k : {0, 1}) {
                const auto& n = study.evidence.grid.count;
                rule.area.include(study.evidence.grid.to_world({double(i) * n[0], double(j) * n[1], double(k) * n[2]}));
            }
    return rule;
}

namespace {

/// The first value that stands under a key and is written so; else the first key that is called so itself.
const base::JsonNode* node_of(const base::JsonNode& from, const std::string& key, const std::string& value) {
    for (const base::JsonNode& node : from.children) {
        const auto* text = std::get_if<std::string>(&node.value);
        const auto* real = std::get_if<double>(&node.value);
        const auto* number = std::get_if<std::int64_t>(&node.value);
        const std::string written = text != nullptr ? *text : real != nullptr ? nlohmann::json(*real).dump() : number != nullptr ? std::to_string(*number) : std::string();
        if (value.empty() ? node.key == key : node.key == key && written == value) return &node;
        if (const base::JsonNode* found = node_of(node, key, value)) return found;
    }
    return nullptr;
}

}  // namespace

std::unexpected<base::Error> refuse_json(const PotentialStudy& study, const nlohmann::json::exception& error) {
    // "[json.exception.other_error.501] members: 5.5, 20 … 10000"; the name of the library's class helps nobody.
    std::string why = error.what();
    if (const std::size_t end = why.find("] "); why.starts_with("[") && end != std::string::npos) why = why.substr(end + 2);
    base::Place place{.file = study.file};
    constexpr int own = 501;
    const std::size_t colon = why.find(": ");
    if (error.id == own && colon != std::string::npos && study.places) {
        place.field = why.substr(0, colon);
        const std::string value = why.substr(colon + 2, why.find(", ", colon) - colon - 2);
        const base::JsonNode* node = node_of(*study.places, place.field, value);
        if (node == nullptr) node = node_of(*study.places, value, "");
        if (node != nullptr) {
            place.row = node->spot.line;
            place.column = node->spot.column;
        }
    }
    return base::fail(ErrorKind::usage, Message("potential.study.json", {{"why", why}}), place);
}

const std::vector<std::string>& layer_keys() {
    static const std::vector<std::string> keys{"id", "file", "formula", "gradient", "edges", "one_code", "code", "absolute", "sign", "band_m", "facing", "crs", "no_data", "mesh", "sensitivity",
                                          "bands", "index", "element", "dip_azimuth", "dip", "decay_m", "reach_m", "background", "depth_datum", "nominal", "mask", "masks", "power", "most", "search_m", "uncertainty_m", "alternatives", "least_sensitivity"};
    return keys;
}

const std::vector<std::string>& signs() {
    static const std::vector<std::string> known{"inside", "side", "unsigned"};
    return known;
}

}  // namespace reading

namespace {

using namespace reading;

/// The project's block model where the study states no corner of its own.
Expected<blocks::GridGeometry> stated_grid(PotentialStudy& study, const nlohmann::json& g, std::array<double, 3>& count) {
    blocks::GridGeometry grid;
    if (!g.contains("origin") && !g.contains("size") && !g.contains("count")) {
        if (!study.context.grid) return refuse(study, "grid", "@potential.study.no_grid");
        if (g.contains("azimuth")) return refuse(study, "grid.azimuth", "@potential.study.grid_of_model");
        for (std::size_t a = 0; a < 3; ++a) count[a] = study.context.grid->count[a];
        return *study.context.grid;
    }
    grid.origin = g.at("origin").get<blocks::Vec3>();
    grid.block_size = g.at("size").get<blocks::Vec3>();
    grid.azimuth_deg = g.value("azimuth", 0.0);
    count = g.at("count").get<std::array<double, 3>>();
    return grid;
}

Expected<void> read_grid(PotentialStudy& study) {
    const nlohmann::json g = study.rule.value("grid", nlohmann::json::object());
    if (auto ok = only(study, g, "grid", {"origin", "size", "count", "azimuth", "extend_below", "extend_sideways"}); !ok) return ok;
    std::array<double, 3> count{};
    auto stated = stated_grid(study, g, count);
    if (!stated) return std::unexpected(stated.error());
    blocks::GridGeometry grid = *stated;
    // In doubles: no count may wrap before it is looked at.
    constexpr double most = 1e9;
    const double below = g.value("extend_below", 0.0), sideways = g.value("extend_sideways", 0.0);
    for (const double more : {below, sideways})
        if (!(more >= 0) || !(more <= most) || more != std::floor(more)) return refuse(study, "grid", "@potential.study.extend");
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        if (!(count[a] >= 1) || !(count[a] <= most) || count[a] != std::floor(count[a])) return refuse(study, "grid", "@potential.study.grid");
        cells *= count[a] + (a == 2 ? below : 2 * sideways);
        if (count[a] + 2 * sideways + below > most || cells > static_cast<double>(blocks::max_cells)) return refuse(study, "grid", "@potential.study.many_cells");
        grid.count[a] = static_cast<std::int32_t>(count[a]);
    }
    for (std::size_t a = 0; a < 3; ++a)
        if (!(grid.block_size[a] > 0)) return refuse(study, "grid", "@potential.study.grid");
    study.evidence.grid = potential::extended(grid, static_cast<int>(below), static_cast<int>(sideways));
    return potential::check_size(study.evidence.grid, study.rule.at("layers").size() + 4);
}

/// What is used only by later steps is asked for now, before hours of work.
Expected<void> read_later(PotentialStudy& study) {
    const auto part = [&](const char* key) -> nlohmann::json { return study.rule.value(key, nlohmann::json::object()); };
    const nlohmann::json labels = part("labels"), predict = part("predict"), targets = part("targets"), drill = part("drill");
    if (auto ok = only(study, labels, "labels", {"collar", "survey", "assay", "element", "cutoff", "barren", "least_length_m", "file", "solids"}); !ok) return ok;
    if (auto ok = only(study, predict, "predict", {"method", "members", "field_share"}); !ok) return ok;
    (void)whole(predict, "members", 20, 20, 10000);
    if (const double share = predict.value("field_share", 0.5); !(share > 0 && share < 1)) return refuse(study, "predict.field_share", "@potential.study.field_share", predict.at("field_share").dump());
    if (auto ok = only(study, targets, "targets", {"threshold", "connectivity", "least_volume_m3", "exclude", "workings", "density_t_m3", "edits"}); !ok) return ok;
    if (auto edits = study_edits(study); !edits) return std::unexpected(edits.error());
    if (const int connectivity = whole(targets, "connectivity", 6, 6, 26); connectivity != 6 && connectivity != 18 && connectivity != 26)
        return refuse(study, "targets.connectivity", "6 | 18 | 26;", std::to_string(connectivity));
    if (targets.contains("threshold") && !targets.at("threshold").is_number() && targets.at("threshold") != "crossing")
        return refuse(study, "targets.threshold", "@potential.study.threshold_kind", targets.at("threshold").dump());
    if (auto ok = check_drill(study); !ok) return ok;
    if (const nlohmann::json since = part("new_holes"); !since.empty()) {
        if (auto ok = only(study, since, "new_holes", {"collar", "survey", "assay"}); !ok) return ok;
        for (const char* key : {"collar", "assay"}) (void)since.at(key).get<std::string>();
        if (!labels.contains("element") || !labels.contains("cutoff")) return refuse(study, "new_holes", "@potential.study.new_holes");
    }
    for (const nlohmann::json& names : {targets.value("exclude", nlohmann::json::array()), targets.value("workings", nlohmann::json::array()), drill.value("keep_off", nlohmann::json::array())}) (void)names.get<std::vector<std::string>>();
    for (std::size_t n = 0; n < study.rule.at("layers").size(); ++n) {
        const nlohmann::json& layer = study.rule.at("layers")[n];
        const std::string at = "layers." + std::to_string(n) + ".";
        (void)one_of(layer, "sign", signs());
        (void)whole(layer, "most", 12, 1, 10000);
        if (!(layer.value("uncertainty_m", 1.0) > 0)) return refuse(study, at + "uncertainty_m", "@potential.study.uncertainty", layer.at("uncertainty_m").dump());
        (void)layer.value("alternatives", std::vector<std::string>());
        for (const char* key : {"uncertainty_m", "alternatives"})
            if (layer.contains(key) && !layer.contains("file")) return refuse(study, at + key, "@potential.study.no_surface_to_move");
    }
    return {};
}

}  // namespace

Expected<std::vector<potential::TargetEdit>> study_edits(const PotentialStudy& study) {
    std::vector<potential::TargetEdit> all;
    const auto statements = study.rule.value("targets", nlohmann::json::object()).value("edits", std::vector<std::string>());
    for (std::size_t n = 0; n < statements.size(); ++n) {
        auto some = potential::target_edits(statements[n]);
        if (!some) {
            base::Error error = some.error();
            error.place = place_in(study, "targets.edits." + std::to_string(n));
            return std::unexpected(error);
        }
        all.insert(all.end(), some->begin(), some->end());
    }
    return all;
}

std::vector<std::string> files_in(const PotentialStudy& study, const nlohmann::json& part) {
    std::vector<std::string> files;
    const std::function<void(const nlohmann::json&)> add = [&](const nlohmann::json& value) {
        if (value.is_structured())
            for (const nlohmann::json& inner : value) add(inner);
        if (!value.is_string()) return;
        const fs::path path = path_in(study, value);
        std::error_code ignored;
        if (!fs::is_regular_file(path, ignored)) return;
        files.push_back(path.string());
        const fs::path mesh = fs::path(path).replace_extension(".msh");
        if (mesh != path && fs::is_regular_file(mesh, ignored)) files.push_back(mesh.string());
    };
    add(part);
    return files;
}

std::vector<std::string> input_files(const PotentialStudy& study) {
    std::vector<std::string> files = files_in(study, study.rule);
    files.insert(files.begin(), study.file);
    return files;
}

std::vector<std::string> potential_files(const std::string& file) {
    PotentialStudy study;
    study.file = file;
    study.folder = fs::path(file).parent_path().string();
    const auto text = io::read_text(file);
    if (text) study.rule = nlohmann::json::parse(text->text, nullptr, false);
    return study.rule.is_object() ? input_files(study) : std::vector<std::string>{file};
}

Expected<PotentialStudy> read_potential_study(const std::string& file, const StudyContext& context) {
    PotentialStudy study;
    study.context = context;
    study.file = file;
    study.folder = fs::path(file).parent_path().string();
    const auto text = io::read_text(file);
    if (!text) return std::unexpected(text.error());
    // First by the reader that knows lines and columns.
    auto places = base::parse_json(text->text, file);
    if (!places) return std::unexpected(places.error());
    study.places = std::make_shared<const base::JsonNode>(std::move(*places));
    try {
        study.rule = nlohmann::json::parse(text->text);
        if (!study.rule.is_object()) return refuse(study, "", "@potential.study.no_object");
        if (auto ok = only(study, study.rule, "", {"grid", "crs", "ground", "approve", "masks", "layers", "evidence", "labels", "methods", "validation", "predict", "targets", "drill", "new_holes"}); !ok) return std::unexpected(ok.error());
        // An empty list of new holes says that there are none yet, as a study does before its campaign.
        if (study.rule.contains("new_holes") && study.rule.at("new_holes").is_object() && study.rule.at("new_holes").empty()) study.rule.erase("new_holes");
        if (auto ok = check_kinds(study); !ok) return std::unexpected(ok.error());
        if (auto ok = read_grid(study); !ok) return std::unexpected(ok.error());
        for (std::size_t n = 0; n < study.rule.at("layers").size(); ++n)
            if (auto ok = only(study, study.rule.at("layers")[n], "layers." + std::to_string(n), layer_keys()); !ok) return std::unexpected(ok.error());
        if (auto ok = read_methods(study); !ok) return std::unexpected(ok.error());
        if (auto ok = read_later(study); !ok) return std::unexpected(ok.error());
        if (auto ok = check_masks(study); !ok) return std::unexpected(ok.error());
        if (auto ok = order_layers(study); !ok) return std::unexpected(ok.error());
    } catch (const nlohmann::json::exception& error) {
        return refuse_json(study, error);
    }
    return study;
}

}  // namespace orelens::project
