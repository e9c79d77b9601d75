#include "app/cli/PotentialStudy.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>

#include "core/base/JsonPlaces.h"
#include "core/base/Nearest.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/io/text/TextFile.h"
#include "core/potential/Distances.h"
#include "core/potential/Projection.h"
#include "core/potential/Transform.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Expected;
using base::Message;
using potential::Layer;

std::unexpected<base::Error> refuse(const PotentialStudy& study, const std::string& key, const char* why, const std::string& value = "") {
    return base::fail(ErrorKind::usage, Message("cli.potential.bad", {{"key", key}, {"why", why}, {"value", value}}), {.file = study.file, .field = key});
}

/// Unknown keys are mistakes, not wishes.
Expected<void> only(const PotentialStudy& study, const nlohmann::json& object, const std::string& where, const std::vector<std::string>& known) {
    if (!object.is_object()) return refuse(study, where, "@cli.potential.no_object");
    for (const auto& [key, value] : object.items())
        if (std::ranges::find(known, key) == known.end())
            return base::fail(ErrorKind::usage, Message("cli.potential.unknown_key", {{"key", where.empty() ? key : where + "." + key}, {"nearest", base::nearest(key, known)}}),
                              {.file = study.file, .field = key});
    return {};
}

/// A whole number between two others; thrown like what the library says of a value of another kind.
int whole(const nlohmann::json& object, const std::string& key, int otherwise, int low, int high) {
    if (!object.contains(key)) return otherwise;
    const double value = object.at(key).get<double>();
    if (!(value >= low) || !(value <= high) || value != std::floor(value))
        throw nlohmann::json::other_error::create(501, key + ": " + object.at(key).dump() + ", " + std::to_string(low) + " … " + std::to_string(high), nullptr);
    return static_cast<int>(value);
}

/// The place of a word in its list.
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

Expected<void> read_grid(PotentialStudy& study) {
    const nlohmann::json& g = study.rule.at("grid");
    if (auto ok = only(study, g, "grid", {"origin", "size", "count", "azimuth", "extend_below", "extend_sideways"}); !ok) return ok;
    blocks::GridGeometry grid;
    grid.origin = g.at("origin").get<blocks::Vec3>();
    grid.block_size = g.at("size").get<blocks::Vec3>();
    // In doubles: no count may wrap before it is looked at.
    constexpr double most = 1e9;
    const auto count = g.at("count").get<std::array<double, 3>>();
    const double below = g.value("extend_below", 0.0), sideways = g.value("extend_sideways", 0.0);
    for (const double more : {below, sideways})
        if (!(more >= 0) || !(more <= most) || more != std::floor(more)) return refuse(study, "grid", "@cli.potential.extend");
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        if (!(count[a] >= 1) || !(count[a] <= most) || count[a] != std::floor(count[a])) return refuse(study, "grid", "@cli.potential.grid");
        cells *= count[a] + (a == 2 ? below : 2 * sideways);
        if (count[a] + 2 * sideways + below > most || cells > static_cast<double>(blocks::max_cells)) return refuse(study, "grid", "@cli.potential.many_cells");
        grid.count[a] = static_cast<std::int32_t>(count[a]);
    }
    grid.azimuth_deg = g.value("azimuth", 0.0);
    for (std::size_t a = 0; a < 3; ++a)
        if (!(grid.block_size[a] > 0)) return refuse(study, "grid", "@cli.potential.grid");
    study.evidence.grid = potential::extended(grid, static_cast<int>(below), static_cast<int>(sideways));
    return potential::check_size(study.evidence.grid, study.rule.at("layers").size() + 4);
}

io::EvidenceRule rule_of(const PotentialStudy& study, const nlohmann::json& layer) {
    io::EvidenceRule rule;
    rule.crs = study.rule.value("crs", "");
    rule.file_crs = layer.value("crs", "");
    rule.voxels = study.evidence.grid.cell_count();
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

const std::vector<std::string> layer_keys{"id", "file", "formula", "gradient", "edges", "one_code", "code", "absolute", "sign", "band_m", "facing", "crs", "no_data", "mesh", "sensitivity",
                                          "bands", "index", "element", "dip_azimuth", "dip", "decay_m", "reach_m", "background", "depth_datum", "nominal", "mask", "power", "most", "search_m", "uncertainty_m"};

const std::vector<std::string> signs{"inside", "side", "unsigned"};

Expected<std::vector<float>> of_surface(const PotentialStudy& study, const nlohmann::json& layer, const shapes::TriangleMesh& mesh, const base::Progress& progress) {
    potential::DistanceRule rule;
    const std::string& sign = signs[one_of(layer, "sign", signs)];
    rule.sign = sign == "side" ? potential::DistanceSign::side : sign == "unsigned" ? potential::DistanceSign::unsigned_ : potential::DistanceSign::inside;
    rule.band_m = layer.value("band_m", 0.0);
    if (layer.contains("facing")) rule.facing = layer.at("facing").get<blocks::Vec3>();
    auto made = potential::distance_to(study.evidence.grid, mesh, rule, progress);
    if (!made) return std::unexpected(made.error());
    return std::move(made->values);
}

Expected<potential::ProjectionRule> projection_of(const PotentialStudy& study, const nlohmann::json& layer) {
    if (!study.ground) return refuse(study, layer.at("id"), "@cli.potential.needs_ground");
    if (!layer.contains("decay_m") || !layer.contains("reach_m")) return refuse(study, layer.at("id"), "@cli.potential.needs_decay");
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

/// What a file says in every voxel.
Expected<std::vector<float>> of_file(PotentialStudy& study, const nlohmann::json& layer, Layer& into, const base::Progress& progress) {
    const std::string path = path_in(study, layer.at("file"));
    auto file = io::read_evidence(path, rule_of(study, layer), progress);
    if (!file) return std::unexpected(file.error());
    study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
    into.from = {path, file->crs, file->format, layer.dump()};
    const auto& grid = study.evidence.grid;
    if (auto* cells = std::get_if<potential::CellModel>(&file->data)) return potential::sample(grid, *cells);
    if (auto* nodes = std::get_if<potential::NodeModel>(&file->data)) return potential::sample(grid, *nodes);
    if (auto* lines = std::get_if<shapes::Polylines>(&file->data)) return potential::distance_to(grid, *lines, progress);
    if (auto* mesh = std::get_if<shapes::TriangleMesh>(&file->data)) return of_surface(study, layer, *mesh, progress);
    if (auto* image = std::get_if<potential::BandImage>(&file->data)) {
        if (!layer.contains("index")) return of_map(study, layer, image->bands.front(), into.projected, progress);
        auto index = potential::band_index(*image, layer.at("index"));
        if (!index) return std::unexpected(index.error());
        return of_map(study, layer, *index, into.projected, progress);
    }
    if (auto* samples = std::get_if<io::SampleTable>(&file->data)) {
        const auto* element = samples->element(layer.value("element", ""));
        if (element == nullptr) return refuse(study, layer.at("id"), "@cli.potential.element", layer.value("element", ""));
        potential::PointSet points{samples->places, element->values, into.from};
        potential::NearRule rule;
        rule.reach_m = layer.value("reach_m", 200.0);
        rule.power = layer.value("power", 2.0);
        rule.most = whole(layer, "most", 12, 1, 10000);
        const auto without_z = std::ranges::count_if(points.places, [](const blocks::Vec3& at) { return std::isnan(at[2]); });
        if (without_z > 0 && without_z != static_cast<std::ptrdiff_t>(points.places.size())) return refuse(study, layer.at("id"), "@cli.potential.mixed_z", std::to_string(without_z));
        into.projected = without_z > 0;
        if (into.projected) return of_soil(study, layer, points, rule, progress);
        return potential::interpolate(grid, points, rule, progress);
    }
    if (auto* cells = std::get_if<io::GridCells>(&file->data)) {
        std::vector<float> values(static_cast<std::size_t>(grid.cell_count()));
        for (std::size_t v = 0; v < values.size(); ++v) {
            const auto at = cells->grid.to_grid(potential::centre_of(grid, static_cast<std::int64_t>(v)));
            const blocks::Index3 cell{static_cast<std::int32_t>(std::floor(at[0])), static_cast<std::int32_t>(std::floor(at[1])), static_cast<std::int32_t>(std::floor(at[2]))};
            values[v] = cells->grid.contains(cell) ? cells->values[static_cast<std::size_t>(cells->grid.linear(cell))] : potential::missing;
        }
        return values;
    }
    return refuse(study, layer.at("id"), "@cli.potential.no_layer_in_file");
}

Expected<std::vector<float>> values_of(PotentialStudy& study, const nlohmann::json& layer, Layer& into, const base::Progress& progress) {
    const auto other = [&](const char* key) -> Expected<const Layer*> {
        const Layer* found = study.evidence.layer(layer.at(key));
        if (found == nullptr) return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", layer.at(key).get<std::string>()}}), {.file = study.file, .field = key});
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
    if (!layer.contains("file")) return refuse(study, layer.at("id"), "@cli.potential.no_source");
    return of_file(study, layer, into, progress);
}

potential::Membership membership_of(const nlohmann::json& m) {
    for (const auto& [key, value] : m.items()) (void)one_of({{"membership", key}}, "membership", {"shape", "low", "high", "middle", "spread", "floor", "least", "most", "points"});
    static const std::vector<std::string> shapes{"linear", "large", "small", "gaussian", "near", "sigmoid", "table"};
    potential::Membership made;
    made.shape = static_cast<potential::Membership::Shape>(std::ranges::find(shapes, m.at("shape").get<std::string>()) - shapes.begin());
    if (static_cast<std::size_t>(made.shape) >= shapes.size()) throw nlohmann::json::other_error::create(501, "shape: " + m.at("shape").get<std::string>(), nullptr);
    made.low = m.value("low", 0.0);
    made.high = m.value("high", 1.0);
    made.middle = m.value("middle", 0.0);
    made.spread = m.value("spread", 1.0);
    made.floor = m.value("floor", -1e300);
    made.least = m.value("least", 0.0);
    made.most = m.value("most", 1.0);
    if (m.contains("points")) made.points = m.at("points").get<std::vector<std::pair<double, double>>>();
    return made;
}

std::int32_t add_node(potential::FuzzyTree& tree, const nlohmann::json& n) {
    static const std::vector<std::string> kinds{"layer", "and", "or", "product", "sum", "gamma"};
    for (const auto& [key, value] : n.items()) (void)one_of({{"tree", key}}, "tree", {"layer", "membership", "operator", "gamma", "inputs"});
    const auto at = tree.size();
    tree.emplace_back();
    const std::string kind = n.contains("layer") ? "layer" : n.at("operator").get<std::string>();
    const auto found = std::ranges::find(kinds, kind);
    if (found == kinds.end()) throw nlohmann::json::other_error::create(501, "operator: " + kind, nullptr);
    tree[at].kind = static_cast<potential::FuzzyNode::Kind>(found - kinds.begin());
    if (kind == "layer") {
        tree[at].layer = n.at("layer");
        tree[at].membership = membership_of(n.at("membership"));
    } else {
        tree[at].gamma = n.value("gamma", 0.85);
        for (const nlohmann::json& input : n.at("inputs")) {
            const std::int32_t child = add_node(tree, input);
            tree[at].takes.push_back(child);
        }
    }
    return static_cast<std::int32_t>(at);
}

Expected<void> read_methods(PotentialStudy& study) {
    for (const nlohmann::json& m : study.rule.value("methods", nlohmann::json::array())) {
        if (auto ok = only(study, m, "methods", {"kind", "id", "layers", "ridge", "trees", "depth", "rate", "balance", "tree", "per_layer"}); !ok) return ok;
        potential::MethodRule rule;
        const std::string kind = m.at("kind");
        const auto found = std::ranges::find(potential::method_ids(), kind);
        if (found == potential::method_ids().end())
            return refuse(study, "methods.kind", "@cli.potential.no_method", base::nearest(kind, potential::method_ids()));
        rule.kind = static_cast<potential::MethodKind>(found - potential::method_ids().begin());
        rule.id = m.value("id", "");
        // It becomes a name of a file.
        if (rule.id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
            return refuse(study, "methods.id", "@cli.potential.id_letters", rule.id);
        if (rule.name() != kind && std::ranges::find(potential::method_ids(), rule.name()) != potential::method_ids().end())
            return refuse(study, "methods.id", "@cli.potential.id_twice", rule.name());
        for (const auto& other : study.methods)
            if (other.name() == rule.name()) return refuse(study, "methods.id", "@cli.potential.id_twice", rule.name());
        rule.layers = m.value("layers", study.rule.value("evidence", std::vector<std::string>()));
        rule.ridge = m.value("ridge", 0.0);
        rule.trees = whole(m, "trees", 0, 0, 100000);
        rule.depth = whole(m, "depth", 0, 0, 30);
        rule.rate = m.value("rate", 0.1);
        rule.balance = m.value("balance", false);
        for (const auto& [layer, l] : m.value("per_layer", nlohmann::json::object()).items()) {
            if (auto ok = only(study, l, "methods.per_layer", {"classes", "edges", "order", "cutoff", "sure", "class", "monotone"}); !ok) return ok;
            potential::LayerRule one;
            one.layer = layer;
            one.classes = whole(l, "classes", 5, 2, 10000);
            one.edges = l.value("edges", std::vector<double>());
            one.weights.accumulate = static_cast<potential::Accumulate>(one_of(l, "order", {"unique", "ascending", "descending"}));
            one.weights.cutoff = static_cast<potential::CutoffRule>(one_of(l, "cutoff", {"studentised", "contrast", "contrast_sure", "by_hand"}));
            one.weights.sure = l.value("sure", 2.0);
            one.weights.hand = whole(l, "class", 0, 0, 2147483646);
            one.sign = static_cast<learning::Monotone>(whole(l, "monotone", 0, -1, 1));
            rule.per_layer.push_back(one);
        }
        if (rule.kind == potential::MethodKind::fuzzy) add_node(rule.fuzzy, m.at("tree"));
        study.methods.push_back(std::move(rule));
    }
    const nlohmann::json& v = study.rule.value("validation", nlohmann::json::object());
    if (auto ok = only(study, v, "validation", {"edge_m", "folds", "buffer_m", "repeats", "depth_level_m", "orebody_join_m", "bootstrap", "seed"}); !ok) return ok;
    study.validation.folds = {.edge_m = v.value("edge_m", 0.0), .folds = whole(v, "folds", 5, 2, 1000), .buffer_m = v.value("buffer_m", 50.0), .repeats = whole(v, "repeats", 1, 1, 1000)};
    study.validation.bootstrap = whole(v, "bootstrap", 200, 1, 1000000);
    study.validation.seed = v.value("seed", std::uint64_t{1});
    if (v.contains("depth_level_m")) study.validation.depth_level_m = v.at("depth_level_m").get<double>();
    if (v.contains("orebody_join_m")) study.validation.orebody_join_m = v.at("orebody_join_m").get<double>();
    return {};
}

/// What is used only by later steps is asked for now, before hours of work.
Expected<void> read_later(PotentialStudy& study) {
    const auto part = [&](const char* key) -> nlohmann::json { return study.rule.value(key, nlohmann::json::object()); };
    const nlohmann::json labels = part("labels"), predict = part("predict"), targets = part("targets"), drill = part("drill");
    if (auto ok = only(study, labels, "labels", {"collar", "survey", "assay", "element", "cutoff", "barren", "least_length_m", "file"}); !ok) return ok;
    if (auto ok = only(study, predict, "predict", {"method", "members"}); !ok) return ok;
    (void)whole(predict, "members", 20, 20, 10000);
    if (auto ok = only(study, targets, "targets", {"threshold", "connectivity", "least_volume_m3", "exclude"}); !ok) return ok;
    if (const int connectivity = whole(targets, "connectivity", 6, 6, 26); connectivity != 6 && connectivity != 18 && connectivity != 26)
        return refuse(study, "targets.connectivity", "6 | 18 | 26;", std::to_string(connectivity));
    if (targets.contains("threshold") && !targets.at("threshold").is_number() && targets.at("threshold") != "crossing")
        return refuse(study, "targets.threshold", "@cli.potential.threshold_kind", targets.at("threshold").dump());
    if (auto ok = only(study, drill, "drill", {"azimuths", "dips", "longest_m", "overshoot_m", "kappa", "influence_m", "holes", "budget_m", "pads", "grid", "underground", "keep_off", "keep_off_m"}); !ok) return ok;
    (void)whole(drill, "holes", 1, 1, 1000);
    if (drill.contains("grid")) {
        if (auto ok = only(study, drill.at("grid"), "drill.grid", {"x", "y", "step_m", "columns", "rows"}); !ok) return ok;
        for (const char* key : {"columns", "rows"}) (void)whole(drill.at("grid"), key, 1, 1, 10000);
    }
    for (const nlohmann::json& pad : drill.value("pads", nlohmann::json::array()))
        if (auto ok = only(study, pad, "drill.pads", {"name", "place"}); !ok) return ok;
    if (drill.contains("keep_off") && !(drill.value("keep_off_m", 0.0) > 0)) return refuse(study, "drill.keep_off_m", "@cli.potential.keep_off_m");
    for (const nlohmann::json& names : {targets.value("exclude", nlohmann::json::array()), drill.value("keep_off", nlohmann::json::array())}) (void)names.get<std::vector<std::string>>();
    for (const nlohmann::json& layer : study.rule.at("layers")) {
        (void)one_of(layer, "sign", signs);
        (void)whole(layer, "most", 12, 1, 10000);
    }
    return {};
}

}  // namespace

std::vector<std::string> input_files(const PotentialStudy& study) {
    std::vector<std::string> files{study.file};
    const std::function<void(const nlohmann::json&)> add = [&](const nlohmann::json& value) {
        if (value.is_structured())
            for (const nlohmann::json& part : value) add(part);
        if (!value.is_string()) return;
        const fs::path path = path_in(study, value);
        std::error_code ignored;
        if (!fs::is_regular_file(path, ignored)) return;
        files.push_back(path.string());
        files.push_back(fs::path(path).replace_extension(".msh").string());
    };
    add(study.rule);
    return files;
}

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
        if (solid == nullptr) return refuse(study, name, "@cli.potential.no_solid");
        const auto inside = potential::labels_in(study.evidence.grid, *solid, name, progress);
        if (!inside) return std::unexpected(inside.error());
        for (const auto& one : *inside) bits[static_cast<std::size_t>(one.voxel)] = 1;
    }
    return bits;
}

Expected<PotentialStudy> read_potential_study(const std::string& file) {
    PotentialStudy study;
    study.file = file;
    study.folder = fs::path(file).parent_path().string();
    const auto text = io::read_text(file);
    if (!text) return std::unexpected(text.error());
    // First by the reader that knows lines and columns.
    if (const auto places = base::parse_json(text->text, file); !places) return std::unexpected(places.error());
    try {
        study.rule = nlohmann::json::parse(text->text);
        if (auto ok = only(study, study.rule, "", {"grid", "crs", "ground", "layers", "evidence", "labels", "methods", "validation", "predict", "targets", "drill"}); !ok) return std::unexpected(ok.error());
        if (auto ok = read_grid(study); !ok) return std::unexpected(ok.error());
        for (const nlohmann::json& layer : study.rule.at("layers"))
            if (auto ok = only(study, layer, "layers", layer_keys); !ok) return std::unexpected(ok.error());
        if (auto ok = read_methods(study); !ok) return std::unexpected(ok.error());
        if (auto ok = read_later(study); !ok) return std::unexpected(ok.error());
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorKind::usage, Message("cli.potential.json", {{"why", error.what()}}), {.file = file});
    }
    return study;
}

Expected<void> derive_evidence(PotentialStudy& study, const base::Progress& progress) {
    try {
        if (study.rule.contains("ground")) {
            nlohmann::json as_layer = nlohmann::json::object();
            auto file = io::read_evidence(path_in(study, study.rule.at("ground")), rule_of(study, as_layer), progress);
            if (!file) return std::unexpected(file.error());
            auto* image = std::get_if<potential::BandImage>(&file->data);
            if (image == nullptr) return refuse(study, "ground", "@cli.potential.needs_ground");
            study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
            study.ground = std::move(image->bands.front());
            study.evidence.active = potential::below_ground(study.evidence.grid, *study.ground);
        } else {
            study.evidence.active.assign(study.evidence.voxels(), 1);
        }
        const auto& layers = study.rule.at("layers");
        for (std::size_t n = 0; n < layers.size(); ++n) {
            Layer layer;
            layer.id = layers[n].at("id").get<std::string>();
            layer.nominal = layers[n].value("nominal", false);
            auto values = values_of(study, layers[n], layer, progress.part(static_cast<double>(n) / static_cast<double>(layers.size()), static_cast<double>(n + 1) / static_cast<double>(layers.size())));
            if (!values) {
                base::Error error = values.error();
                if (error.place.file.empty()) error.place.file = layers[n].contains("file") ? path_in(study, layers[n].at("file")) : study.file;
                if (error.place.field.empty()) error.place.field = layer.id;
                return std::unexpected(error);
            }
            layer.values = std::move(*values);
            if (layers[n].contains("mask")) {
                const Layer* by = study.evidence.layer(layers[n].at("mask"));
                if (by == nullptr) return base::fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", layers[n].at("mask").get<std::string>()}}), {.file = study.file, .field = "mask"});
                std::vector<std::uint8_t> keep;
                for (const float v : by->values) keep.push_back(v > 0);
                potential::mask(layer, keep);
            }
            study.evidence.layers.push_back(std::move(layer));
        }
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorKind::usage, Message("cli.potential.json", {{"why", error.what()}}), {.file = study.file});
    }
    return potential::check(study.evidence);
}

Expected<void> make_labels(PotentialStudy& study, base::Progress& progress) {
    try {
        const nlohmann::json& l = study.rule.at("labels");
        if (l.contains("file")) {
            io::EvidenceRule rule = rule_of(study, nlohmann::json::object());
            auto file = io::read_evidence(path_in(study, l.at("file")), rule, progress);
            if (!file) return std::unexpected(file.error());
            auto* given = std::get_if<std::vector<potential::GivenLabel>>(&file->data);
            if (given == nullptr) return refuse(study, "labels.file", "@cli.potential.no_labels");
            study.findings.insert(study.findings.end(), file->findings.begin(), file->findings.end());
            study.labels.label.assign(study.evidence.voxels(), potential::unknown);
            study.labels.length_m.assign(study.evidence.voxels(), potential::missing);
            study.labels.grade = study.labels.length_m;
            study.labels.hole.assign(study.evidence.voxels(), -1);
            if (auto added = potential::add_labels(study.labels, *given, ""); !added) return std::unexpected(added.error());
            return {};
        }
        drilling::ImportRule rule;
        rule.collar_file = l.at("collar").get<std::string>();
        rule.survey_file = l.value("survey", "");
        rule.assay_file = l.at("assay").get<std::string>();
        auto holes = io::read_drillholes(rule, {}, study.folder, progress);
        if (!holes) return std::unexpected(holes.error());
        const auto samples = potential::samples_of(holes->holes, l.at("element").get<std::string>());
        if (!samples) return std::unexpected(samples.error());
        auto labels = potential::label_samples(study.evidence, *samples, {.cutoff = l.at("cutoff"), .barren = l.value("barren", 0.0), .least_length_m = l.value("least_length_m", 0.0)});
        if (!labels) return std::unexpected(labels.error());
        study.labels = std::move(*labels);
        return {};
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorKind::usage, Message("cli.potential.json", {{"why", error.what()}}), {.file = study.file});
    }
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

}  // namespace orelens::cli
