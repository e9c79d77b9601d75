// A cost model as a file: the rows that taught it, the rule, the scores, and what it says of its own mines, which is what
// must come out again.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/costmodel/CostModel.h"
#include "core/costmodel/TrainParts.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;
using Json = nlohmann::ordered_json;

constexpr int layout = 1;
constexpr const char* kind = "orelens cost model";

/// Columns of a row, in order: texts, then numbers. One list writes and reads.
constexpr std::pair<const char*, std::string Orebody::*> text_columns[] = {
    {"name", &Orebody::name},   {"commodity", &Orebody::commodity},       {"company", &Orebody::company},   {"country", &Orebody::country},
    {"belt", &Orebody::belt},   {"deposit_type", &Orebody::deposit_type}, {"ore_type", &Orebody::ore_type}, {"scale", &Orebody::scale},
    {"mining_method", &Orebody::mining_method}, {"processing", &Orebody::processing}, {"scope", &Orebody::scope}, {"currency", &Orebody::currency}};
constexpr std::pair<const char*, double Orebody::*> number_columns[] = {
    {"ore_tonnes", &Orebody::ore_tonnes},   {"ore_per_day", &Orebody::ore_per_day},
    {"metal_per_year", &Orebody::metal_per_year}, {"life_years", &Orebody::life_years},
    {"cover_m", &Orebody::cover_m},         {"depth_m", &Orebody::depth_m},
    {"thickness_m", &Orebody::thickness_m}, {"dip_deg", &Orebody::dip_deg},
    {"strip_ratio", &Orebody::strip_ratio}, {"dilution", &Orebody::dilution},
    {"mining_recovery", &Orebody::mining_recovery}, {"processing_recovery", &Orebody::processing_recovery},
    {"water_km", &Orebody::water_km},       {"power_km", &Orebody::power_km},
    {"road_km", &Orebody::road_km},         {"altitude_m", &Orebody::altitude_m},
    {"work_index", &Orebody::work_index},   {"capital", &Orebody::capital},
    {"operating", &Orebody::operating}};

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json row_json(const Orebody& o) {
    Json row = {{"row", o.row}, {"status", status_id(o.status)}, {"cost_year", o.cost_year}};
    for (const auto& [id, member] : text_columns)
        if (!(o.*member).empty()) row[id] = o.*member;
    for (const auto& [id, member] : number_columns)
        if (std::isfinite(o.*member)) row[id] = o.*member;
    for (const OreGrade& grade : o.grades) row["grades"][grade.commodity] = number(grade.fraction);
    return row;
}

Orebody row_from(const Json& json) {
    Orebody o;
    o.row = json.value("row", std::int64_t{0});
    o.cost_year = json.value("cost_year", 0);
    for (int s = 0; s <= static_cast<int>(OrebodyStatus::undeveloped); ++s)
        if (json.value("status", std::string()) == status_id(static_cast<OrebodyStatus>(s))) o.status = static_cast<OrebodyStatus>(s);
    for (const auto& [id, member] : text_columns) o.*member = json.value(id, std::string());
    for (const auto& [id, member] : number_columns)
        if (json.contains(id)) o.*member = json.at(id).get<double>();
    if (json.contains("grades"))
        for (const auto& [commodity, value] : json.at("grades").items())
            o.grades.push_back({commodity, value.is_number() ? value.get<double>() : not_stated});
    return o;
}

Json rule_json(const CostRule& rule) {
    Json json;
    for (const auto& param : cost_params()) {
        if (param.info.type == base::ParamType::file) continue;
        std::visit([&](const auto& value) { json[param.info.id] = value; }, param.get(rule));
    }
    return json;
}

Expected<CostRule> rule_from(const Json& json, const std::string& file) {
    CostRule rule;
    for (const auto& param : cost_params()) {
        if (!json.contains(param.info.id)) continue;
        const Json& value = json.at(param.info.id);
        base::ParamValue held;
        if (value.is_boolean())
            held = value.get<bool>();
        else if (value.is_number_integer())
            held = value.get<std::int64_t>();
        else if (value.is_number())
            held = value.get<double>();
        else
            held = value.get<std::string>();
        auto checked = base::check_value(param.info, held);
        if (!checked) {
            checked.error().place.file = file;
            return std::unexpected(checked.error());
        }
        param.set(rule, *checked);
    }
    return rule;
}

Json scores_json(const TargetModel& target) {
    Json all = Json::array();
    for (const NestedScore& score : target.scores)
        all.push_back({{"learner", score.learner}, {"r2", score.r2}, {"factor", score.factor}, {"bias", score.bias}});
    return all;
}

std::unexpected<base::Error> unlike(const std::string& file, const char* key) {
    return fail(ErrorKind::data, Message(key), {.file = file}, Message("costmodel.file.fix"));
}

/// The same numbers again, or a refusal.
Expected<TargetModel> refit(CostModel& model, const Json& json, const std::string& file, const base::Progress& progress) {
    const bool operating = json.at("target") == target_id(CostTarget::operating);
    const CostTarget of = operating ? CostTarget::operating : CostTarget::capital;
    auto prepared = prepare_target(model, of, taught_rows(model.table, of, model.rule, model.scope));
    if (!prepared) return prepared;
    TargetModel target = std::move(*prepared);
    target.learner = json.at("learner").get<std::string>();
    const auto known = [](const std::string& id) {
        constexpr std::string_view learners[] = {"median", "ridge", "xgboost", "network", "engineering"};
        return std::ranges::find(learners, id) != std::end(learners);
    };
    if (!known(target.learner)) return unlike(file, "costmodel.file.not_one");
    for (const Json& score : json.at("scores")) {
        if (!known(score.at("learner").get<std::string>())) return unlike(file, "costmodel.file.not_one");
        target.scores.push_back({score.at("learner").get<std::string>(), score.at("r2").get<std::vector<double>>(),
                                 score.at("factor").get<std::vector<double>>(), score.at("bias").get<std::vector<double>>(), {}});
    }
    if (json.at("coverage").is_number()) target.coverage = json.at("coverage").get<double>();
    if (json.contains("engineering_ratio") && json.at("engineering_ratio").is_number()) target.engineering_ratio = json.at("engineering_ratio").get<double>();
    target.without_engineering = json.value("without_engineering", std::int64_t{0});
    const auto probe = json.at("ln_cost_of_its_mines").get<std::vector<double>>();
    if (probe.size() != target.rows.size()) return unlike(file, "costmodel.file.changed");
    if (auto fitted = fit_target(target, model.rule, progress); !fitted) return std::unexpected(fitted.error());
    const auto said = target.centre(target.mines, target.rows);
    if (!said) return std::unexpected(said.error());
    for (std::size_t i = 0; i < probe.size(); ++i)
        if (!(std::abs((*said)(static_cast<Eigen::Index>(i)) - probe[i]) <= 1e-6 * (1 + std::abs(probe[i]))))
            return unlike(file, "costmodel.file.other_numbers");
    return target;
}

}  // namespace

std::string cost_model_to_json(const CostModel& model) {
    Json json = {{"kind", kind},
                 {"layout", layout},
                 {"data_hash", model.hash},
                 {"rows_hash", content_hash(model.table)},
                 {"file", model.table.file},
                 {"currency", model.currency},
                 {"scope", model.scope},
                 {"year", model.year},
                 {"operating_per", model.table.basis == OperatingBasis::ore ? "ore" : "metal"},
                 {"seed", model.rule.seed},
                 {"rule", rule_json(model.rule)}};
    for (const TargetModel& target : model.targets) {
        Json importance = Json::object(), probe = Json::array();
        for (const auto& [feature, size] : target.importance) importance[feature] = size;
        if (const auto said = target.centre(target.mines, target.rows))
            for (const double value : *said) probe.push_back(value);
        json["targets"].push_back({{"target", target_id(target.target)},
                                   {"learner", target.learner},
                                   {"mines", target.rows.size()},
                                   {"scores", scores_json(target)},
                                   {"coverage", number(target.coverage)},
                                   {"engineering_ratio", number(target.engineering_ratio)},
                                   {"without_engineering", target.without_engineering},
                                   {"importance", importance},
                                   {"ln_cost_of_its_mines", probe}});
    }
    for (const Orebody& row : model.table.rows) json["mines"].push_back(row_json(row));
    return json.dump(1) + "\n";
}

Expected<CostModel> cost_model_from_json(const std::string& text, const std::string& file, const base::Progress& progress) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object() || json.value("kind", Json()) != kind) return unlike(file, "costmodel.file.not_one");
    try {
        if (json.at("layout").get<int>() > layout) return unlike(file, "costmodel.file.newer");
        OrebodyTable table;
        table.file = json.value("file", std::string());
        table.basis = json.at("operating_per") == "metal" ? OperatingBasis::metal : OperatingBasis::ore;
        for (const Json& row : json.at("mines")) table.rows.push_back(row_from(row));
        if (content_hash(table) != json.at("rows_hash").get<std::string>()) return unlike(file, "costmodel.file.changed");
        auto rule = rule_from(json.at("rule"), file);
        if (!rule) return std::unexpected(rule.error());
        CostModel model;
        model.table = std::move(table);
        model.hash = json.at("data_hash").get<std::string>();
        model.currency = json.value("currency", std::string());
        model.scope = json.value("scope", std::string());
        model.year = json.value("year", 0);
        model.rule = std::move(*rule);
        const Json& targets = json.at("targets");
        if (!targets.is_array() || targets.empty()) return unlike(file, "costmodel.file.not_one");
        for (std::size_t n = 0; n < targets.size(); ++n) {
            auto target = refit(model, targets[n], file,
                                progress.part(static_cast<double>(n) / static_cast<double>(targets.size()),
                                              static_cast<double>(n + 1) / static_cast<double>(targets.size())));
            if (!target) return std::unexpected(target.error());
            model.targets.push_back(std::move(*target));
        }
        return model;
    } catch (const Json::exception&) {
        return unlike(file, "costmodel.file.not_one");
    }
}

}  // namespace orelens::costmodel
