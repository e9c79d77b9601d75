#include "core/potential/ModelFile.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

namespace orelens::potential {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;
using nlohmann::json;

namespace {

constexpr const char* model_format = "orelens potential model";
constexpr int model_version = 1;

json list_of(const Eigen::VectorXd& v) {
    json out = json::array();
    for (Eigen::Index n = 0; n < v.size(); ++n) out.push_back(v[n]);
    return out;
}
Eigen::VectorXd vector_of(const json& list) {
    Eigen::VectorXd v(static_cast<Eigen::Index>(list.size()));
    for (std::size_t n = 0; n < list.size(); ++n) v[static_cast<Eigen::Index>(n)] = list[n].get<double>();
    return v;
}

/// NaN has no form in JSON: null.
json finite(double v) {
    return std::isfinite(v) ? json(v) : json();
}
double number_in(const json& v) {
    return v.is_null() ? std::numeric_limits<double>::quiet_NaN() : v.get<double>();
}

json written(const LogisticModel& m) {
    return {{"mean", list_of(m.standard.mean)}, {"sd", list_of(m.standard.sd)}, {"beta", list_of(m.fit.beta)}, {"se", list_of(m.fit.se)}, {"ridge", m.fit.ridge}};
}
LogisticModel read_logistic(const json& j) {
    LogisticModel m;
    m.standard.mean = vector_of(j.at("mean"));
    m.standard.sd = vector_of(j.at("sd"));
    m.fit.beta = vector_of(j.at("beta"));
    m.fit.se = vector_of(j.at("se"));
    m.fit.ridge = j.at("ridge");
    return m;
}

json written(const WeightsModel& m) {
    json layers = json::array();
    for (const LayerWeights& layer : m.model.layers) {
        json rows = json::array(), groups = json::array();
        for (const ClassWeight& row : layer.table.rows)
            rows.push_back({row.cls, row.counts.in_positive, row.counts.out_positive, row.counts.in_other, row.counts.out_other});
        for (const auto& g : layer.groups) groups.push_back({g.cls, g.weight, g.variance, g.share});
        layers.push_back({{"layer", layer.layer}, {"nominal", layer.classes.nominal}, {"edges", layer.classes.edges}, {"left_out", layer.left_out},
                          {"accumulate", static_cast<int>(layer.table.rule.accumulate)}, {"zero", static_cast<int>(layer.table.rule.zero)},
                          {"rows", rows}, {"groups", groups}, {"cutoff", layer.table.cutoff ? json(*layer.table.cutoff) : json()}});
    }
    return {{"prior_logit", m.model.prior_logit}, {"positives", m.model.positives}, {"voxels", m.model.voxels}, {"information", m.information}, {"layers", layers}};
}
WeightsModel read_weights(const json& j) {
    WeightsModel m;
    m.information = j.at("information");
    m.model.prior_logit = j.at("prior_logit");
    m.model.positives = j.at("positives");
    m.model.voxels = j.at("voxels");
    for (const json& l : j.at("layers")) {
        LayerWeights layer;
        layer.layer = l.at("layer");
        layer.classes.nominal = l.at("nominal");
        layer.classes.edges = l.at("edges").get<std::vector<double>>();
        layer.left_out = l.at("left_out");
        layer.table.rule.accumulate = static_cast<Accumulate>(l.at("accumulate").get<int>());
        layer.table.rule.zero = static_cast<ZeroRule>(l.at("zero").get<int>());
        for (const json& r : l.at("rows")) {
            layer.table.rows.push_back(weight_of({r.at(1), r.at(2), r.at(3), r.at(4)}, layer.table.rule.zero));
            layer.table.rows.back().cls = r.at(0);
        }
        for (const json& g : l.at("groups")) layer.groups.push_back({g.at(0), g.at(1), g.at(2), g.at(3)});
        if (!l.at("cutoff").is_null()) layer.table.cutoff = l.at("cutoff").get<std::size_t>();
        if (layer.table.rule.accumulate != Accumulate::unique && !layer.left_out && (!layer.table.cutoff || *layer.table.cutoff >= layer.table.rows.size()))
            throw json::other_error::create(501, "cutoff", nullptr);
        m.model.layers.push_back(std::move(layer));
    }
    return m;
}

std::string hex(std::uint64_t digest) {
    return fmt::format("{:016x}", digest);
}

}  // namespace

std::uint64_t digest_of(const Layer& layer) {
    std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a over the bits, every NaN alike
    for (const float value : layer.values) {
        const std::uint32_t bits = std::isnan(value) ? 0x7fc00000U : std::bit_cast<std::uint32_t>(value == 0 ? 0.0F : value);
        for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ ((bits >> shift) & 0xffU)) * 1099511628211ULL;
    }
    return hash;
}

Expected<std::string> save_model(const Trained& trained, const Evidence& evidence, const ModelCard& card) {
    json layers = json::array();
    for (const std::string& id : trained.layers) layers.push_back({{"id", id}, {"digest", hex(digest_of(*evidence.layer(id)))}});
    json model;
    if (const auto* line = std::get_if<LogisticModel>(&trained.model)) {
        model = written(*line);
    } else if (const auto* weights = std::get_if<WeightsModel>(&trained.model)) {
        model = written(*weights);
    } else if (const auto* trees = std::get_if<TreesModel>(&trained.model)) {
        auto saved = trees->trees->save();
        if (!saved) return std::unexpected(saved.error());
        model = {{"forest", trees->forest}, {"trees", *saved}};
    } else {
        return fail(ErrorKind::usage, Message("potential.not_saved", {{"method", trained.rule.name()}}));
    }
    const json out = {{"format", model_format}, {"version", model_version}, {"kind", method_ids()[static_cast<std::size_t>(trained.rule.kind)]}, {"id", trained.rule.name()},
                      {"balance", trained.rule.balance},
                      {"rows", trained.rows}, {"positives", trained.positives},
                      {"card", {{"study", card.study}, {"trained_on", card.trained_on}, {"block_auc", finite(card.block_auc)}, {"low", finite(card.low)}, {"high", finite(card.high)}, {"limits", card.limits}}},
                      {"layers", layers}, {"model", model}};
    return out.dump(1) + "\n";
}

Expected<LoadedModel> load_model(const std::string& text, const std::string& file, const Evidence& evidence) {
    const auto broken = [&](const std::string& why) { return fail(ErrorKind::data, Message("potential.model_broken", {{"why", why}}), {.file = file}); };
    try {
        const json j = json::parse(text);
        if (!j.is_object() || j.value("format", "") != model_format) return fail(ErrorKind::data, Message("potential.no_model"), {.file = file});
        if (j.at("version").get<int>() != model_version)
            return fail(ErrorKind::data, Message("potential.model_version", {{"version", j.at("version").dump()}}), {.file = file});
        LoadedModel made;
        for (const json& layer : j.at("layers")) {
            const std::string id = layer.at("id");
            const Layer* own = evidence.layer(id);
            if (own == nullptr) return fail(ErrorKind::data, Message("potential.no_layer", {{"layer", id}}), {.file = file, .field = id});
            if (hex(digest_of(*own)) != layer.at("digest").get<std::string>())
                return fail(ErrorKind::data, Message("potential.model_other_evidence", {{"layer", id}}), {.file = file, .field = id}, Message("potential.model_other_evidence_fix"));
            made.trained.layers.push_back(id);
        }
        const std::string kind = j.at("kind");
        const auto at = std::ranges::find(method_ids(), kind);
        if (at == method_ids().end()) return broken(kind);
        made.trained.rule.kind = static_cast<MethodKind>(at - method_ids().begin());
        made.trained.rule.id = j.at("id");
        made.trained.rule.balance = j.at("balance");
        made.trained.rows = j.at("rows");
        made.trained.positives = j.at("positives");
        const json& card = j.at("card");
        made.card = {card.at("study"), card.at("trained_on"), number_in(card.at("block_auc")), number_in(card.at("low")), number_in(card.at("high")), card.at("limits")};
        const json& model = j.at("model");
        switch (made.trained.rule.kind) {
            case MethodKind::logistic: made.trained.model = read_logistic(model); break;
            case MethodKind::weights:
            case MethodKind::information: made.trained.model = read_weights(model); break;
            case MethodKind::forest:
            case MethodKind::boosting: {
                auto trees = learning::Booster::load(model.at("trees").get<std::string>());
                if (!trees) return std::unexpected(trees.error());
                made.trained.model = TreesModel{std::make_shared<learning::Booster>(std::move(*trees)), model.at("forest")};
                break;
            }
            default: return broken(kind);
        }
        const auto columns = static_cast<Eigen::Index>(made.trained.layers.size());
        if (const auto* line = std::get_if<LogisticModel>(&made.trained.model))
            if (line->standard.mean.size() != columns || line->standard.sd.size() != columns || line->fit.beta.size() != columns + 1) return broken("beta");
        return made;
    } catch (const json::exception& error) {
        return broken(error.what());
    }
}

}  // namespace orelens::potential
