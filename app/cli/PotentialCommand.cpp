// orelens-cli potential STEP STUDY.json --out FOLDER: where else the ore could be, how sure that is, and which hole would
// test it. Every step does those before it. Quantities are potential: they are written to files of their own and never
// added to resources.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/Output.h"
#include "app/cli/PotentialStudy.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Guard.h"
#include "core/base/Printable.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/potential/DomainGuard.h"
#include "core/potential/Ensemble.h"
#include "core/potential/ModelFile.h"
#include "core/project/Delivery.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;
using base::Expected;

const std::vector<std::string> steps{"import", "derive", "label", "train", "validate", "predict", "targets", "drill", "run"};

struct Options {
    std::string step, study, out, method;
};

/// What the steps leave for those after them.
struct Work {
    const Common& common;
    const Options& options;
    PotentialStudy study;
    Output& output;
    base::Progress progress;
    std::optional<potential::Validation> validation;
    std::optional<potential::Trained> trained;
    std::vector<std::int64_t> rows;
    std::vector<float> probability;
    std::vector<std::uint8_t> domain;
    bool calibrated = false;
    const char* meaning = "cli.potential.relative";  ///< of the scores
    std::optional<potential::TargetList> targets;
    double threshold = 0;
    Json json = Json::object();
    std::string said = {}, notes = {};  ///< printed when the bar is gone

    [[nodiscard]] bool wants(const char* step) const {
        const auto asked = std::ranges::find(steps, options.step) - steps.begin();
        return asked >= std::ranges::find(steps, std::string(step)) - steps.begin();
    }
    Expected<void> write(const std::string& name, const std::string& text) { return base::write_text_file(output.place(name), text); }
};

std::string cell(double value, int digits = 6) {
    return std::isfinite(value) ? base::number(value, digits) : "";
}

void say(Work& work, const TextTable& table) {
    if (!work.common.json) work.said += to_text(table) + "\n";
}

void tell(Work& work, const base::Message& message) {
    if (!work.common.json) work.said += words(work.common, message) + "\n";
}

/// A table as text on the terminal and as CSV in the folder.
Expected<void> tell(Work& work, const std::string& name, const TextTable& table) {
    say(work, table);
    std::string text;
    const auto line = [&](const std::vector<std::string>& row) {
        for (std::size_t n = 0; n < row.size(); ++n) {
            std::string field = row[n];
            if (field.find_first_of(",\"\n") != std::string::npos) {
                std::string quoted;
                for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
                field = "\"" + quoted + "\"";
            }
            text += (n == 0 ? "" : ",") + field;
        }
        text += "\n";
    };
    line(table.header);
    for (const auto& row : table.rows) line(row);
    return work.write(name, text);
}

Expected<blocks::BlockModel> model_of(const Work& work, base::Progress part) {
    const auto& active = work.study.evidence.active;
    const auto& grid = work.study.evidence.grid;
    return blocks::BlockModel::where(grid, [&](const blocks::Index3& at) { return active[static_cast<std::size_t>(grid.linear(at))] != 0; }, &part);
}

void add_column(blocks::BlockModel& model, const std::string& name, std::span<const float> values) {
    model.add_column({.name = name, .type = blocks::ColumnType::real, .unit = "", .codes = {}});
    const auto leaves = model.real_leaves(name);
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) leaves[leaf][n] = values[static_cast<std::size_t>(model.geometry().linear(model.leaf(leaf).index(n)))];
}

std::vector<float> as_floats(std::span<const std::uint8_t> values) {
    return {values.begin(), values.end()};
}

int import_files(const Common& common, const PotentialStudy& study, const base::Progress& progress) {
    const auto verdicts = examine_files(study, progress);
    bool bad = false;
    Json list = Json::array();
    TextTable table{{words(common, "cli.potential.layer"), words(common, "cli.potential.format"), words(common, "cli.potential.verdict")}, {}, {}};
    for (const FileVerdict& one : verdicts) {
        bad = bad || one.refused.has_value();
        std::string said = one.refused ? base::describe(*one.refused, common.language) : words(common, "cli.potential.accepted");
        for (const auto& finding : one.findings) said += "; " + words(common, finding.what);
        table.rows.push_back({one.layer, one.format, base::printable(said)});
        list.push_back({{"layer", one.layer}, {"file", one.file}, {"accepted", !one.refused}, {"said", said}});
    }
    if (common.json)
        print_json({{"ok", !bad}, {"files", list}});
    else
        fmt::print("{}", to_text(table));
    return bad ? ExitCode::refused : ExitCode::done;
}

Expected<void> derive(Work& work) {
    if (auto ok = derive_evidence(work.study, work.progress.part(0, 0.2)); !ok) return ok;
    auto model = model_of(work, work.progress.part(0.2, 0.2));
    if (!model) return std::unexpected(model.error());
    for (const auto& layer : work.study.evidence.layers) add_column(*model, layer.id, layer.values);
    base::Progress writing = work.progress.part(0.2, 0.2);
    return io::write_vti(*model, work.output.place("evidence.vti"), &writing);
}

Expected<void> label(Work& work) {
    base::Progress part = work.progress.part(0.2, 0.22);
    if (auto ok = make_labels(work.study, part); !ok) return ok;
    const auto& labels = work.study.labels;
    std::string text = "CELL,LABEL,LENGTH_M,GRADE\n";
    for (std::size_t v = 0; v < labels.label.size(); ++v)
        if (labels.label[v] != potential::unknown || std::isfinite(labels.length_m[v]))
            text += fmt::format("{},{},{},{}\n", v, static_cast<int>(labels.label[v]), cell(labels.length_m[v]), cell(labels.grade[v]));
    if (auto ok = work.write("labels.csv", text); !ok) return ok;
    work.json["labels"] = {{"positive", labels.positives}, {"barren", labels.barrens}, {"weak_or_short", labels.weak}};
    TextTable table{{words(work.common, "cli.potential.layer"), words(work.common, "cli.potential.labelled"), words(work.common, "cli.potential.predicted"), words(work.common, "cli.potential.remarks")}, {}, {false, true, true, false}};
    for (const auto& row : potential::coverage(work.study.evidence, labels.label)) {
        std::string remarks;
        const auto add = [&](bool is, const char* key) { remarks += is ? (remarks.empty() ? "" : "; ") + words(work.common, key) : ""; };
        add(row.all_missing, "cli.potential.all_missing");
        add(row.constant && !row.all_missing, "cli.potential.constant");
        add(row.only_labelled, "cli.potential.only_labelled");
        add(row.leaks, "cli.potential.leaks");
        add(work.study.evidence.layer(row.layer)->projected, "cli.potential.projected");
        if (!row.same_as.empty()) remarks += (remarks.empty() ? "" : "; ") + words(work.common, base::Message("cli.potential.same_as", {{"layer", row.same_as}}));
        table.rows.push_back({row.layer, fmt::format("{:.1f} %", 100 * row.labelled_share()), fmt::format("{:.1f} %", 100 * row.predicted_share()), remarks});
    }
    if (auto ok = tell(work, "coverage.csv", table); !ok) return ok;
    const auto advice = potential::judge(work.study.evidence, labels);
    for (const auto& said : advice.said) work.notes += words(work.common, said) + "\n";
    for (std::size_t v = 0; v < labels.label.size(); ++v)
        if (labels.label[v] >= 0) work.rows.push_back(static_cast<std::int64_t>(v));
    return {};
}

Expected<void> train_all(Work& work) {
    for (const auto& rule : work.study.methods) {
        const auto trained = potential::train(work.study.evidence, work.study.labels.label, work.rows, rule, work.study.validation.seed, work.progress.part(0.22, 0.22));
        if (!trained) {
            if (trained.error().kind == base::ErrorKind::cancelled) return std::unexpected(trained.error());
            work.notes += rule.name() + ": " + base::describe(trained.error(), work.common.language) + "\n";
            continue;
        }
        const auto text = potential::save_model(*trained, work.study.evidence, {work.study.file, "", std::nan(""), std::nan(""), std::nan(""), words(work.common, "cli.potential.limits")});
        if (!text) continue;  // what is not learned is not saved
        if (auto ok = work.write("model_" + rule.name() + ".json", *text); !ok) return ok;
    }
    return {};
}

Expected<void> validate_all(Work& work) {
    auto made = potential::validate(work.study.evidence, work.study.labels.label, work.study.methods, work.study.validation, work.progress.part(0.22, 0.6));
    if (!made) return std::unexpected(made.error());
    TextTable table{{words(work.common, "cli.potential.method"), words(work.common, "cli.potential.block_auc"), "95 %", words(work.common, "cli.potential.fit"), words(work.common, "cli.potential.depth_auc"),
                     "1 %", "5 %", "10 %", "P-A", words(work.common, "cli.potential.brier"), words(work.common, "cli.potential.scored")}, {}, {false, true, true, true, true, true, true, true, true, true, true}};
    std::string curves = "METHOD,SHARE,CAPTURED\n", folds = "CELL,FOLD\n";
    Json list = Json::array();
    for (const auto& one : made->methods) {
        if (one.refused) {
            table.rows.push_back({one.method, words(work.common, one.refused->what), "", "", "", "", "", "", "", "", ""});
            list.push_back({{"method", one.method}, {"refused", words(work.common, one.refused->what)}});
            continue;
        }
        const double crossing = one.crossing ? one.crossing->captured : std::nan(""), depth = one.depth.value_or(std::nan("")), brier = one.calibration ? one.calibration->brier : std::nan("");
        table.rows.push_back({one.method + (one.relative && !one.baseline ? " (" + words(work.common, "cli.potential.relative") + ")" : ""), cell(one.mean, 4), cell(one.interval.auc.low, 3) + " – " + cell(one.interval.auc.high, 3),
                              cell(one.fit, 4), cell(depth, 4), cell(one.capture[0], 3), cell(one.capture[1], 3), cell(one.capture[2], 3), cell(crossing, 4), cell(brier, 4), fmt::format("{}/{}", one.scored, one.out_of_fold.size())});
        list.push_back({{"method", one.method}, {"relative", one.relative}, {"baseline", one.baseline}, {"block_auc", number_json(one.mean)}, {"scored", one.scored}, {"repeats", one.repeats}, {"delong_se", number_json(one.block.se)},
                        {"low", number_json(one.interval.auc.low)}, {"high", number_json(one.interval.auc.high)}, {"fit_auc", number_json(one.fit)}, {"depth_auc", number_json(depth)},
                        {"average_precision", number_json(one.precision)}, {"capture", one.capture}, {"crossing", number_json(crossing)}, {"brier", number_json(brier)}});
        for (std::size_t n = 0; n < one.prediction.share.size(); ++n) curves += fmt::format("{},{},{}\n", one.method, one.prediction.share[n], one.prediction.captured[n]);
    }
    const auto& first = made->repeats.front();
    for (std::size_t n = 0; n < first.voxels.size(); ++n) folds += fmt::format("{},{}\n", first.voxels[n], first.fold[n]);
    work.json["validation"] = {{"edge_m", first.edge_m}, {"buffer_m", first.buffer_m}, {"blocks", first.blocks}, {"repeats", made->repeats.size()}, {"methods", list}};
    if (auto ok = tell(work, "validation.csv", table); !ok) return ok;
    if (auto ok = work.write("prediction_rate.csv", curves); !ok) return ok;
    if (auto ok = work.write("folds.csv", folds); !ok) return ok;
    std::string trust;
    for (const auto& said : potential::trust(*made)) trust += words(work.common, said) + "\n";
    if (made->depth_refused) trust += words(work.common, made->depth_refused->what) + "\n";
    if (!work.common.json) work.said += trust + "\n";
    work.validation = std::move(*made);
    return work.write("trust.txt", trust);
}

/// The method that is asked for, or the best by spatial blocks.
Expected<potential::MethodRule> chosen(const Work& work) {
    std::string name = work.options.method;
    if (name.empty()) name = work.study.rule.value("predict", nlohmann::json::object()).value("method", "");
    if (name.empty() && work.validation->best) name = work.validation->methods[*work.validation->best].method;
    for (const auto& rule : work.study.methods)
        if (rule.name() == name) return rule;
    return base::fail(base::ErrorKind::usage, base::Message("cli.potential.no_such_method", {{"method", name}}), {.file = work.study.file});
}

Expected<void> predict_all(Work& work) {
    const auto rule = chosen(work);
    if (!rule) return std::unexpected(rule.error());
    auto& evidence = work.study.evidence;
    const auto& labels = work.study.labels.label;
    auto trained = potential::train(evidence, labels, work.rows, *rule, work.study.validation.seed, work.progress.part(0.6, 0.6));
    if (!trained) return std::unexpected(trained.error());
    auto p = potential::predict(*trained, evidence, work.progress.part(0.6, 0.65));
    if (!p) return std::unexpected(p.error());
    work.probability = std::move(*p);
    // A score becomes a probability only by what was seen out of fold; else it stays what it is.
    work.meaning = potential::is_relative(*rule) ? "cli.potential.relative" : "cli.potential.drilled_share";
    std::optional<potential::Platt> platt;
    for (const auto& one : work.validation->methods)
        if (one.method == rule->name() && one.platt) {
            work.calibrated = true;
            work.meaning = "cli.potential.calibrated";
            platt = one.platt;
            for (float& value : work.probability)
                if (!std::isnan(value)) value = static_cast<float>((*one.platt)(value));
        }
    auto model = model_of(work, work.progress.part(0.65, 0.65));
    if (!model) return std::unexpected(model.error());
    add_column(*model, "potential", work.probability);
    if (potential::needs_labels(rule->kind)) {
        const auto members = potential::ensemble(evidence, labels, *rule, {.members = work.study.rule.value("predict", nlohmann::json::object()).value("members", 20), .block_m = work.validation->repeats.front().edge_m, .seed = work.study.validation.seed, .platt = platt}, work.progress.part(0.65, 0.8));
        if (!members) return std::unexpected(members.error());
        add_column(*model, "potential.member_mean", members->mean);
        add_column(*model, "potential.sd", members->sd);
        add_column(*model, "potential.p10", members->p10);
        add_column(*model, "potential.p90", members->p90);
    }
    if (const auto guard = potential::Guard::learn(evidence, trained->layers, work.rows)) {
        auto bits = guard->judge(evidence, work.progress.part(0.8, 0.85));
        if (!bits) return std::unexpected(bits.error());
        work.domain = std::move(*bits);
        add_column(*model, "potential.out_of_domain", as_floats(work.domain));
        std::int64_t out = 0, all = 0;
        for (std::size_t v = 0; v < work.domain.size(); ++v)
            if (evidence.active[v] != 0 && labels[v] == potential::unknown) {
                ++all;
                out += work.domain[v] != 0;
            }
        work.json["domain"] = {{"limit", guard->limit()}, {"outside", out}, {"of", all}};
        tell(work, base::Message("cli.potential.domain", {{"share", fmt::format("{:.1f}", 100.0 * static_cast<double>(out) / static_cast<double>(std::max<std::int64_t>(all, 1)))}}));
    }
    std::vector<float> absent(evidence.voxels(), 0);
    for (const std::string& id : trained->layers)
        for (std::size_t v = 0; v < absent.size(); ++v) absent[v] += std::isnan(evidence.layer(id)->values[v]);
    add_column(*model, "potential.missing_layers", absent);
    work.json["prediction"] = {{"method", rule->name()}, {"calibrated", work.calibrated}};
    tell(work, base::Message("cli.potential.meaning", {{"method", rule->name()}, {"meaning", "@" + std::string(work.meaning)}}));
    work.trained = std::move(*trained);
    base::Progress writing = work.progress.part(0.85, 0.85);
    return io::write_vti(*model, work.output.place("prediction.vti"), &writing);
}

std::string drivers_of(Work& work, const potential::Target& target) {
    const auto parts = potential::explain(*work.trained, work.study.evidence, target.voxels);
    if (!parts) return "";
    std::vector<std::pair<double, std::string>> mean;
    for (std::size_t l = 0; l < work.trained->layers.size(); ++l) mean.emplace_back(parts->col(static_cast<Eigen::Index>(l)).mean(), work.trained->layers[l]);
    std::ranges::sort(mean, [](const auto& a, const auto& b) { return std::abs(a.first) > std::abs(b.first); });
    const auto* trees = std::get_if<potential::TreesModel>(&work.trained->model);
    std::string text;
    for (std::size_t n = 0; n < std::min<std::size_t>(3, mean.size()); ++n)
        text += (text.empty() ? "" : "; ") + mean[n].second + (trees != nullptr && trees->forest ? fmt::format(" {:+.3f}", mean[n].first) : fmt::format(" x{:.2f}", std::exp(mean[n].first)));
    return text;
}

Expected<void> find_all(Work& work) {
    const auto rule_json = work.study.rule.value("targets", nlohmann::json::object());
    potential::TargetRule rule;
    rule.connectivity = rule_json.value("connectivity", 6);
    rule.least_volume_m3 = rule_json.value("least_volume_m3", 0.0);
    if (rule_json.contains("threshold") && rule_json.at("threshold").is_number()) {
        rule.threshold = rule_json.at("threshold");
    } else {
        // Where captured positives and occupied volume cross, over everything that is predicted.
        std::vector<double> score(work.probability.begin(), work.probability.end());
        std::vector<std::int8_t> one(score.size(), 0);
        for (std::size_t v = 0; v < one.size(); ++v) one[v] = work.study.evidence.active[v] == 0 ? -1 : work.study.labels.label[v] == potential::positive ? 1 : 0;
        const auto curve = potential::rate_curve(score, one);
        const auto crossing = curve ? potential::crossing_of(*curve) : std::nullopt;
        if (!crossing) return base::fail(base::ErrorKind::data, base::Message("cli.potential.no_crossing"), {.file = work.study.file});
        rule.threshold = crossing->threshold;
    }
    work.threshold = rule.threshold;
    potential::TargetData data;
    data.probability = work.probability;
    data.labels = work.study.labels.label;
    data.out_of_domain = work.domain;
    data.ground = work.study.ground ? &*work.study.ground : nullptr;
    std::vector<std::uint8_t> excluded;
    if (rule_json.contains("exclude")) {
        auto bits = marked(work.study, rule_json.at("exclude").get<std::vector<std::string>>(), work.progress.part(0.85, 0.85));
        if (!bits) return std::unexpected(bits.error());
        excluded = std::move(*bits);
        data.excluded = excluded;
    } else {
        tell(work, base::Message("cli.potential.nothing_excluded"));
    }
    auto list = potential::find_targets(work.study.evidence, data, rule);
    if (!list) return std::unexpected(list.error());
    std::vector<std::pair<std::string, double>> uncertain;
    for (const auto& layer : work.study.rule.at("layers"))
        if (layer.contains("uncertainty_m")) uncertain.emplace_back(layer.at("id").get<std::string>(), layer.at("uncertainty_m").get<double>());
    std::vector<potential::Stability> moved;
    if (potential::needs_labels(work.trained->rule.kind)) {
        auto all = potential::stability(work.study.evidence, work.study.labels.label, work.trained->rule, work.study.validation.seed, *list, work.probability, rule.threshold,
                                        potential::usual_changes(work.study.evidence, work.trained->layers, uncertain), work.progress.part(0.85, 0.95));
        if (!all) return std::unexpected(all.error());
        moved = std::move(*all);
    }
    const auto w = [&](const char* key) { return words(work.common, key); };
    TextTable table{{w("cli.potential.target"), w("cli.potential.voxels"), w("cli.potential.volume"), "x", "y", "z", w("cli.potential.depth_from"), w("cli.potential.depth_to"), w("cli.potential.mean"), w("cli.potential.highest"),
                     w("cli.potential.expected"), w("cli.potential.out_of_domain"), w("cli.potential.to_ore"), w("cli.potential.plane"), w("cli.potential.stands"), w("cli.potential.status"), w("cli.potential.drivers")}, {}, {}};
    static constexpr const char* statuses[] = {"cli.potential.status_new", "cli.potential.status_extension", "cli.potential.status_drilled"};
    for (std::size_t n = 0; n < list->targets.size(); ++n) {
        const auto& t = list->targets[n];
        table.rows.push_back({fmt::format("T{}", n + 1), std::to_string(t.voxels.size()), fmt::format("{:.0f}", t.volume_m3), fmt::format("{:.1f}", t.centroid[0]), fmt::format("{:.1f}", t.centroid[1]), fmt::format("{:.1f}", t.centroid[2]),
                              cell(std::round(t.depth_min)), cell(std::round(t.depth_max)), cell(t.mean, 3), cell(t.highest, 3), work.calibrated ? fmt::format("{:.0f}", t.expected_in_domain_m3) : w(work.meaning),
                              std::isnan(t.out_of_domain) ? "" : fmt::format("{:.0f} %", 100 * t.out_of_domain), cell(std::round(t.to_ore_m)), t.has_plane ? fmt::format("{:.0f}/{:.0f}", t.dip_azimuth_deg, t.dip_deg) : "",
                              cell(potential::stands(moved, n), 2), w(statuses[static_cast<int>(t.status)]), drivers_of(work, t)});
    }
    work.json["targets"] = {{"threshold", rule.threshold}, {"voxels", list->voxels}, {"components", list->components}, {"too_small", list->too_small}, {"listed", list->targets.size()}, {"excluded_voxels", std::ranges::count(excluded, 1)}};
    tell(work, base::Message("cli.potential.threshold", {{"threshold", base::number(rule.threshold, 4)}, {"small", std::to_string(list->too_small)}}));
    work.targets = std::move(*list);
    return tell(work, "targets.csv", table);
}

Expected<void> drill_all(Work& work) {
    const auto j = work.study.rule.value("drill", nlohmann::json::object());
    potential::DrillRule rule = potential::usual_drill_rule();
    if (j.contains("azimuths")) rule.azimuths_deg = j.at("azimuths").get<std::vector<double>>();
    if (j.contains("dips")) rule.dips_deg = j.at("dips").get<std::vector<double>>();
    rule.longest_m = j.value("longest_m", rule.longest_m);
    rule.overshoot_m = j.value("overshoot_m", rule.overshoot_m);
    rule.kappa = j.value("kappa", rule.kappa);
    rule.influence_m = j.value("influence_m", rule.influence_m);
    rule.holes = j.value("holes", 1);
    rule.budget_m = j.value("budget_m", 0.0);
    if (j.contains("keep_off")) {
        const auto bits = marked(work.study, j.at("keep_off").get<std::vector<std::string>>(), work.progress.part(0.95, 0.95));
        if (!bits) return std::unexpected(bits.error());
        for (std::size_t v = 0; v < bits->size(); ++v)
            if ((*bits)[v] != 0) rule.keep_off.push_back(potential::centre_of(work.study.evidence.grid, static_cast<std::int64_t>(v)));
        rule.keep_off_m = j.at("keep_off_m");
    } else {
        tell(work, base::Message("cli.potential.no_keep_off"));
    }
    std::vector<potential::Collar> collars;
    for (const auto& pad : j.value("pads", nlohmann::json::array())) collars.push_back({pad.at("name"), pad.at("place").get<blocks::Vec3>()});
    if (j.contains("grid") && work.study.ground) {
        const auto& g = j.at("grid");
        const auto more = potential::ground_collars(*work.study.ground, g.at("x"), g.at("y"), g.at("step_m"), g.at("columns"), g.at("rows"));
        collars.insert(collars.end(), more.begin(), more.end());
    }
    const auto campaign = potential::propose(work.study.evidence, *work.targets, work.probability, collars, rule, work.study.ground ? &*work.study.ground : nullptr, j.value("underground", false), work.progress.part(0.95, 1));
    if (!campaign) return std::unexpected(campaign.error());
    TextTable table{{words(work.common, "cli.potential.hole"), "x", "y", "z", words(work.common, "cli.potential.azimuth"), words(work.common, "cli.potential.dip"), words(work.common, "cli.potential.length"), words(work.common, "cli.potential.enters"),
                     words(work.common, "cli.potential.leaves"), words(work.common, "cli.potential.metres"), "J"}, {}, {false, true, true, true, true, true, true, true, true, true, true}};
    std::string prognosis = "HOLE_ID,FROM,TO,IN_TARGET,MEAN_P,HIGHEST_P";
    for (const auto& layer : work.study.evidence.layers) prognosis += "," + layer.id;
    prognosis += "\n";
    for (const auto& hole : campaign->holes) {
        table.rows.push_back({hole.name, fmt::format("{:.1f}", hole.collar[0]), fmt::format("{:.1f}", hole.collar[1]), fmt::format("{:.1f}", hole.collar[2]), cell(hole.azimuth_deg), cell(hole.dip_deg), fmt::format("{:.1f}", hole.length_m),
                              fmt::format("{:.1f}", hole.enters_m), fmt::format("{:.1f}", hole.leaves_m), fmt::format("{:.1f}", hole.probability_metres), fmt::format("{:.1f}", hole.objective)});
        for (const auto& row : potential::prognosis(work.study.evidence, work.targets->targets[hole.target], work.probability, hole)) {
            prognosis += fmt::format("{},{:.2f},{:.2f},{},{},{}", hole.name, row.from_m, row.to_m, row.in_target ? 1 : 0, cell(row.mean), cell(row.highest));
            for (const double value : row.evidence) prognosis += "," + cell(value);
            prognosis += "\n";
        }
    }
    for (const auto& said : campaign->left_out) work.notes += words(work.common, said) + "\n";
    work.json["holes"] = {{"count", campaign->holes.size()}, {"metres", campaign->length_m}};
    if (auto ok = tell(work, "holes.csv", table); !ok) return ok;
    if (auto ok = work.write("planned_collar.csv", potential::collar_csv(*campaign)); !ok) return ok;
    if (auto ok = work.write("planned_survey.csv", potential::survey_csv(*campaign)); !ok) return ok;
    return work.write("prognosis.csv", prognosis);
}

Expected<void> work_through(Work& work) {
    if (auto ok = derive(work); !ok) return ok;
    if (work.wants("label"))
        if (auto ok = label(work); !ok) return ok;
    if (work.wants("train"))
        if (auto ok = train_all(work); !ok) return ok;
    if (work.wants("validate"))
        if (auto ok = validate_all(work); !ok) return ok;
    if (work.wants("predict"))
        if (auto ok = predict_all(work); !ok) return ok;
    if (work.wants("targets"))
        if (auto ok = find_all(work); !ok) return ok;
    if (work.wants("drill") && work.study.rule.contains("drill"))
        if (auto ok = drill_all(work); !ok) return ok;
    for (const auto& finding : work.study.findings) work.notes += finding_text(work.common, finding);
    return {};
}

/// Everything that any step may write.
std::vector<std::string> names_to_write(const PotentialStudy& study) {
    std::vector<std::string> names{"potential.json", "evidence.vti", "labels.csv", "coverage.csv", "validation.csv", "prediction_rate.csv", "folds.csv", "trust.txt",
                                   "prediction.vti", "targets.csv", "holes.csv", "planned_collar.csv", "planned_survey.csv", "prognosis.csv"};
    for (const auto& method : study.methods) names.push_back("model_" + method.name() + ".json");
    return names;
}

int run(const Common& common, const Options& options) {
    if (std::ranges::find(steps, options.step) == steps.end())
        return report_error(common, {base::ErrorKind::usage, base::Message("cli.potential.no_step", {{"step", options.step}}), {}, {}});
    if (auto there = need_file(options.study); !there) return report_error(common, there.error());
    auto study = read_potential_study(options.study);
    if (!study) return report_error(common, study.error());
    if (options.step == "import") {
        const base::Progress progress;
        cancel_on_interrupt(progress);
        return import_files(common, *study, progress);
    }
    const auto inputs = input_files(*study);
    if (auto fine = project::check_replaceable(options.out, names_to_write(*study), inputs); !fine) return report_error(common, fine.error());
    auto output = Output::in(options.out);
    if (!output) return report_error(common, output.error());
    std::optional<ProgressBar> bar(common.language);
    Work work{common, options, std::move(*study), *output, bar->progress(), {}, {}, {}, {}, {}, false, "cli.potential.relative", {}, 0, Json::object()};
    const auto done = base::guarded([&]() -> Expected<void> {
        try {
            return work_through(work);
        } catch (const nlohmann::json::exception& error) {
            return base::fail(base::ErrorKind::usage, base::Message("cli.potential.json", {{"why", error.what()}}), {.file = options.study});
        }
    });
    bar.reset();
    fmt::print("{}", work.said);
    if (!work.notes.empty()) note(work.notes);
    if (!done) return report_error(common, output->named(done.error()));
    if (auto ok = work.write("potential.json", work.json.dump(1) + "\n"); !ok) return report_error(common, ok.error());
    project::Publication publication;
    publication.set = fs::path(options.study).stem().string();
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = inputs;
    const auto delivered = output->deliver(std::move(publication));
    if (!delivered) return report_error(common, delivered.error());
    if (common.json) {
        work.json["ok"] = true;
        work.json["files"] = *delivered;
        print_json(work.json);
    }
    return ExitCode::done;
}

}  // namespace

void add_potential(CLI::App& app, Common& common, Action& action) {
    static Options options;
    CLI::App* command = app.add_subcommand("potential", words(common, "cli.potential.about"));
    command->add_option("STEP", options.step, words(common, "cli.potential.step"))->required();
    command->add_option("STUDY", options.study, words(common, "cli.potential.study"))->required();
    command->add_option("--out", options.out, words(common, "cli.potential.out"))->default_val("potential");
    command->add_option("--method", options.method, words(common, "cli.potential.take"));
    command->callback([&] { action = [&] { return run(common, options); }; });
}

}  // namespace orelens::cli
