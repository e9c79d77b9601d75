#include <algorithm>

#include "core/base/Nearest.h"
#include "core/project/PotentialReading.h"

namespace orelens::project::reading {

using namespace reading;
using base::Expected;

namespace {

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

}  // namespace

Expected<void> read_methods(PotentialStudy& study) {
    const nlohmann::json methods = study.rule.value("methods", nlohmann::json::array());
    for (std::size_t n = 0; n < methods.size(); ++n) {
        const nlohmann::json& m = methods[n];
        const std::string at = "methods." + std::to_string(n);
        if (auto ok = only(study, m, at, {"kind", "id", "layers", "ridge", "trees", "depth", "rate", "balance", "tree", "per_layer"}); !ok) return ok;
        potential::MethodRule rule;
        const std::string kind = m.at("kind");
        const auto found = std::ranges::find(potential::method_ids(), kind);
        if (found == potential::method_ids().end())
            return refuse(study, at + ".kind", "@potential.study.no_method", base::nearest(kind, potential::method_ids()));
        rule.kind = static_cast<potential::MethodKind>(found - potential::method_ids().begin());
        rule.id = m.value("id", "");
        // It becomes a name of a file.
        if (rule.id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
            return refuse(study, at + ".id", "@potential.study.id_letters", rule.id);
        if (rule.name() != kind && std::ranges::find(potential::method_ids(), rule.name()) != potential::method_ids().end())
            return refuse(study, at + ".id", "@potential.study.id_twice", rule.name());
        for (const auto& other : study.methods)
            if (other.name() == rule.name()) return refuse(study, at + ".id", "@potential.study.id_twice", rule.name());
        rule.layers = m.value("layers", study.rule.value("evidence", std::vector<std::string>()));
        rule.ridge = m.value("ridge", 0.0);
        rule.trees = whole(m, "trees", 0, 0, 100000);
        rule.depth = whole(m, "depth", 0, 0, 30);
        rule.rate = m.value("rate", 0.1);
        rule.balance = m.value("balance", false);
        const nlohmann::json per_layer = m.value("per_layer", nlohmann::json::object());  // outlives its items
        for (const auto& [layer, l] : per_layer.items()) {
            if (auto ok = only(study, l, at + ".per_layer." + layer, {"classes", "edges", "order", "cutoff", "sure", "class", "monotone"}); !ok) return ok;
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
    // Blocks of a millimetre hold one voxel each; smaller ones could not be counted.
    const double stated = v.value("edge_m", 0.0), edge = stated > 0 ? std::max(stated, 1e-3) : 0;
    study.validation.folds = {.edge_m = edge, .folds = whole(v, "folds", 5, 2, 1000), .buffer_m = v.value("buffer_m", 50.0), .repeats = whole(v, "repeats", 1, 1, 1000)};
    study.validation.bootstrap = whole(v, "bootstrap", 200, 1, 1000000);
    study.validation.seed = v.value("seed", std::uint64_t{1});
    if (v.contains("depth_level_m")) study.validation.depth_level_m = v.at("depth_level_m").get<double>();
    if (v.contains("orebody_join_m")) study.validation.orebody_join_m = v.at("orebody_join_m").get<double>();
    return {};
}

}  // namespace orelens::project::reading
