// Targets of a prediction, what each rests on and is expected to hold, and the holes that test them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "core/potential/Ensemble.h"
#include "core/potential/Folds.h"
#include "core/project/PotentialReading.h"
#include "core/project/PotentialWork.h"

namespace orelens::project {

using namespace reading;

namespace {

using base::Expected;
using base::Message;
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

nlohmann::json part(const PotentialStudy& study, const char* key) {
    return study.rule.value(key, nlohmann::json::object());
}

const potential::MethodRule* method_of(const TargetWork& work) {
    for (const auto& method : work.study.methods)
        if (method.name() == work.prediction.method) return &method;
    return nullptr;
}

std::vector<std::int64_t> labelled(const PotentialStudy& study) {
    std::vector<std::int64_t> rows;
    for (std::size_t v = 0; v < study.labels.label.size(); ++v)
        if (study.labels.label[v] >= 0) rows.push_back(static_cast<std::int64_t>(v));
    return rows;
}

/// Positives by hole: grade times length, and length.
std::vector<std::array<double, 2>> positives_by_hole(const potential::Labels& labels) {
    std::map<std::int32_t, std::array<double, 2>> holes;
    for (std::size_t v = 0; v < labels.label.size(); ++v) {
        if (labels.label[v] != potential::positive || !std::isfinite(labels.grade[v])) continue;
        auto& one = holes[labels.hole[v]];
        one[0] += static_cast<double>(labels.grade[v]) * static_cast<double>(labels.length_m[v]);
        one[1] += static_cast<double>(labels.length_m[v]);
    }
    std::vector<std::array<double, 2>> list;
    for (const auto& [hole, one] : holes) list.push_back(one);
    return list;
}

/// Expected metal with its band over members of the ensemble and grades drawn by hole.
Expected<void> reckon_metal(const TargetWork& work, const potential::MethodRule& method, const base::Progress& progress, TargetResult& made) {
    made.grade = made.density_t_m3 = not_known;
    const auto holes = positives_by_hole(work.study.labels);
    const double density = part(work.study, "targets").value("density_t_m3", work.density_t_m3);
    if (!work.prediction.calibrated || holes.empty() || !(work.study.grade_fraction > 0) || !(density > 0) || made.targets.empty()) return {};
    // The members are learned again, as they were, and asked of the targets alone.
    potential::Evidence only = work.study.evidence;
    std::ranges::fill(only.active, std::uint8_t{0});
    for (const TargetNote& one : made.targets)
        for (const std::int64_t v : one.target.voxels) only.active[static_cast<std::size_t>(v)] = 1;
    std::vector<std::vector<float>> members;
    std::vector<double> grades;
    std::array<double, 2> all{};
    for (const auto& hole : holes)
        for (std::size_t a = 0; a < 2; ++a) all[a] += hole[a];
    if (work.prediction.members > 0 && potential::needs_labels(method.kind)) {
        // These draw their background from all voxels that nobody has labelled.
        const bool draws = method.kind == potential::MethodKind::bagging || method.kind == potential::MethodKind::elkan_noto;
        auto again = potential::ensemble(draws ? work.study.evidence : only, work.study.labels.label, method, {.members = work.prediction.members + work.prediction.failed_members, .block_m = work.prediction.edge_m, .seed = work.study.validation.seed, .platt = std::nullopt}, progress);
        if (!again) return std::unexpected(again.error());
        std::mt19937_64 random(work.study.validation.seed * 7919 + 1);
        const potential::Platt platt{work.prediction.platt_slope, work.prediction.platt_intercept};
        for (const potential::Trained& member : again->trained) {
            auto p = potential::predict(member, only, base::Progress());
            if (!p) return std::unexpected(p.error());
            for (float& value : *p)
                if (!std::isnan(value)) value = static_cast<float>(platt(value));
            members.push_back(std::move(*p));
            std::array<double, 2> drawn{};
            for (std::size_t n = 0; n < holes.size(); ++n) {
                const auto& hole = holes[random() % holes.size()];
                for (std::size_t a = 0; a < 2; ++a) drawn[a] += hole[a];
            }
            grades.push_back(drawn[0] / drawn[1] * work.study.grade_fraction);
            if (progress.cancelled()) return base::cancelled();
        }
    }
    made.grade = all[0] / all[1];
    made.density_t_m3 = density;
    for (TargetNote& one : made.targets) {
        one.has_metal = true;
        one.metal = potential::expected_metal(one.target, work.study.evidence.grid.block_volume(), work.probability, density, made.grade * work.study.grade_fraction, members, grades);
    }
    return {};
}

/// What each target rests on: mean parts of its voxels, of no more than a screenful of them where trees are asked.
Expected<void> find_drivers(const TargetWork& work, const potential::Trained& trained, const base::Progress& progress, TargetResult& made) {
    const auto* trees = std::get_if<potential::TreesModel>(&trained.model);
    constexpr std::size_t most = 512, piece = 64;
    for (std::size_t t = 0; t < made.targets.size(); ++t) {
        TargetNote& note = made.targets[t];
        const auto& voxels = note.target.voxels;
        std::vector<std::int64_t> asked;
        const std::size_t step = trees != nullptr ? voxels.size() / most + 1 : 1;
        for (std::size_t n = 0; n < voxels.size(); n += step) asked.push_back(voxels[n]);
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(trained.layers.size()));
        for (std::size_t begin = 0; begin < asked.size(); begin += piece) {
            if (!progress.report(static_cast<double>(t) / static_cast<double>(made.targets.size()))) return base::cancelled();
            const auto parts = potential::explain(trained, work.study.evidence, std::span(asked).subspan(begin, std::min(piece, asked.size() - begin)));
            if (!parts) return {};
            sum += parts->leftCols(sum.size()).colwise().sum().transpose();
        }
        for (Eigen::Index l = 0; l < sum.size(); ++l) note.drivers.emplace_back(trained.layers[static_cast<std::size_t>(l)], sum[l] / static_cast<double>(asked.size()));
        std::ranges::stable_sort(note.drivers, [](const auto& a, const auto& b) { return std::abs(a.second) > std::abs(b.second); });
        note.factors = trees == nullptr || !trees->forest;
    }
    return {};
}

/// Layers that a method rests on.
std::vector<std::string> used_by(const potential::Trained& trained) {
    const auto* fuzzy = std::get_if<potential::FuzzyModel>(&trained.model);
    if (fuzzy == nullptr) return trained.layers;
    std::vector<std::string> layers;
    for (const potential::FuzzyNode& node : fuzzy->tree)
        if (!node.layer.empty() && std::ranges::find(layers, node.layer) == layers.end()) layers.push_back(node.layer);
    return layers;
}

Expected<void> find_stability(const TargetWork& work, const potential::MethodRule& method, const potential::TargetList& list, double threshold, const potential::Trained& trained, const base::Progress& progress, TargetResult& made) {
    for (TargetNote& note : made.targets) note.stands = not_known;
    if (list.targets.empty()) return {};
    const std::vector<std::string> used = used_by(trained);
    auto changes = potential::dropped_one_by_one(used);
    auto moved = moved_surfaces(work.study, used, made.said, progress.part(0, 0.1));
    if (!moved) return std::unexpected(moved.error());
    changes.insert(changes.end(), moved->begin(), moved->end());
    const auto all = potential::stability(work.study.evidence, work.study.labels.label, method, work.study.validation.seed, list, work.probability, threshold, changes, progress.part(0.1, 1));
    if (!all) return std::unexpected(all.error());
    for (const potential::Stability& one : *all)
        if (one.refused) made.said.emplace_back(Message("potential.what_if_refused", {{"change", one.change}, {"why", "@" + one.refused->what.key}}));
    for (std::size_t n = 0; n < made.targets.size(); ++n) made.targets[n].stands = potential::stands(*all, n);
    return {};
}

/// New holes beside what was predicted before them.
void tell_hits(const TargetWork& work, TargetResult& made) {
    made.drilled_since = !work.around.met.empty();
    made.known_before = work.around.known_before;
    if (!made.drilled_since) return;
    made.hits = potential::hit_rates(work.probability, work.around.new_labels);
    std::int64_t voxels = 0, hits = 0;
    double expected = 0;
    for (const potential::HitRate& one : made.hits) {
        voxels += one.voxels;
        hits += one.hits;
        expected += one.mean * static_cast<double>(one.voxels);
    }
    // Scores that are ranks say nothing about how many.
    made.said.emplace_back(Message(work.prediction.calibrated ? "potential.hits" : "potential.hits_ranked", {{"voxels", std::to_string(voxels)}, {"hits", std::to_string(hits)}, {"expected", base::number(expected, 3)}, {"known", std::to_string(made.known_before)}}));
}

}  // namespace

Expected<std::vector<std::uint8_t>> excluded_voxels(const PotentialStudy& study, const base::Progress& progress) {
    const auto targets = part(study, "targets");
    auto names = targets.value("exclude", std::vector<std::string>());
    for (const std::string& mined : targets.value("workings", std::vector<std::string>())) names.push_back(mined);
    if (names.empty()) return std::vector<std::uint8_t>();
    return marked(study, names, progress);
}

std::vector<blocks::Vec3> Surroundings::places(const blocks::GridGeometry& grid) const {
    std::vector<blocks::Vec3> list;
    for (std::size_t v = 0; v < workings.size(); ++v)
        if (workings[v] != 0) list.push_back(potential::centre_of(grid, static_cast<std::int64_t>(v)));
    return list;
}

Expected<Surroundings> surroundings_of(const PotentialStudy& study, base::Progress& progress) {
    Surroundings made;
    try {
        const auto targets = part(study, "targets");
        if (targets.contains("workings")) {
            auto marks = marked(study, targets.at("workings").get<std::vector<std::string>>(), progress);
            if (!marks) return std::unexpected(marks.error());
            made.workings = std::move(*marks);
        }
        if (!study.rule.contains("new_holes")) return made;
        // Below the cutoff is no hit, however near to it: what was predicted is the share of ore among all that is drilled.
        nlohmann::json limits = part(study, "labels");
        limits["barren"] = limits.at("cutoff");
        auto made_of = label_holes(study, study.rule.at("new_holes"), limits, false, progress);
        if (!made_of) return std::unexpected(made_of.error());
        const potential::Labels* labels = &made_of->labels;
        made.drilled = std::move(made_of->holes);
        made.findings = std::move(made_of->findings);
        // Turned into the unit of the labels where both are known; else as they were read.
        made.grade_fraction = made_of->grade_fraction > 0 && study.grade_fraction > 0 ? study.grade_fraction : made_of->grade_fraction;
        made.new_labels.assign(study.evidence.voxels(), potential::unknown);
        made.met.assign(study.evidence.voxels(), 0);
        for (std::size_t v = 0; v < made.met.size(); ++v) {
            if (std::isnan(labels->length_m[v]) || study.evidence.active[v] == 0) continue;
            if (study.labels.label[v] >= 0 || std::isfinite(study.labels.length_m[v])) {
                ++made.known_before;
                continue;
            }
            made.met[v] = 1;
            made.new_labels[v] = labels->label[v];
        }
    } catch (const nlohmann::json::exception& error) {
        return reading::refuse_json(study, error);
    }
    return made;
}

Expected<potential::TargetRule> target_rule(const PotentialStudy& study, const potential::PotentialRule& rule, const PredictionResult& prediction) {
    const auto targets = part(study, "targets");
    potential::TargetRule made;
    made.connectivity = targets.value("connectivity", 6);
    made.least_volume_m3 = targets.value("least_volume_m3", 0.0);
    if (rule.threshold > 0)
        made.threshold = rule.threshold;
    else if (targets.contains("threshold") && targets.at("threshold").is_number())
        made.threshold = targets.at("threshold");
    else if (std::isfinite(prediction.crossing))
        made.threshold = prediction.crossing;
    else if (std::ranges::none_of(study.labels.label, [](std::int8_t one) { return one == potential::positive; }))
        return base::fail(base::ErrorKind::data, Message("potential.study.no_labels_threshold"), {.file = study.file, .field = "potential.threshold"}, Message("potential.study.no_labels_threshold_fix"));
    else
        return base::fail(base::ErrorKind::data, Message("potential.study.no_crossing"), {.file = study.file, .field = "potential.threshold"}, Message("potential.study.no_labels_threshold_fix"));
    return made;
}

Expected<TargetResult> find_and_drill(const TargetWork& work, const potential::PotentialRule& rule, const base::Progress& progress) {
    try {
        const auto put = target_rule(work.study, rule, work.prediction);
        if (!put) return std::unexpected(put.error());
        const potential::MethodRule* method = method_of(work);
        if (method == nullptr) return base::fail(base::ErrorKind::usage, Message("potential.study.no_such_method", {{"method", work.prediction.method}}), {.file = work.study.file});
        TargetResult made;
        made.threshold = put->threshold;
        made.connectivity = put->connectivity;
        made.least_volume_m3 = put->least_volume_m3;
        made.by_crossing = put->threshold == work.prediction.crossing;
        potential::TargetData data;
        data.probability = work.probability;
        data.labels = work.study.labels.label;
        data.out_of_domain = work.outside;
        data.ground = work.study.ground ? &*work.study.ground : nullptr;
        data.excluded = work.excluded;
        data.drilled_since = work.around.met;
        data.workings = work.around.places(work.study.evidence.grid);
        if (!part(work.study, "targets").contains("exclude")) made.said.emplace_back("potential.nothing_excluded");
        made.excluded = std::ranges::count(work.excluded, 1);
        made.findings = work.around.findings;
        for (base::Finding& finding : made.findings) finding.stage = "targets";
        auto list = potential::find_targets(work.study.evidence, data, *put);
        if (!list) {
            base::Error error = list.error();
            if (error.place.file.empty()) error.place = rule.threshold > 0 ? base::Place{.file = work.study.file, .field = "potential.threshold"} : reading::place_in(work.study, "targets.threshold");
            return std::unexpected(error);
        }
        const auto of_study = study_edits(work.study);
        if (!of_study) return std::unexpected(of_study.error());
        const auto of_recipe = potential::target_edits(rule.target_edits);
        if (!of_recipe) return std::unexpected(of_recipe.error());
        made.study_edits = potential::text_of(*of_study);
        made.edits = potential::text_of(*of_recipe);
        for (const auto* some : {&*of_study, &*of_recipe}) potential::edit_targets(work.study.evidence, data, *put, *some, *list, made.said);
        made.voxels = list->voxels;
        made.components = list->components;
        made.too_small = list->too_small;
        made.too_small_m3 = list->too_small_m3;
        for (const potential::Target& target : list->targets) {
            TargetNote note;
            note.target = target;
            for (const std::int64_t v : target.voxels) {
                if (work.around.met.empty()) break;
                note.met += work.around.met[static_cast<std::size_t>(v)];
                note.found += work.around.new_labels[static_cast<std::size_t>(v)] == potential::positive;
            }
            made.targets.push_back(std::move(note));
        }
        tell_hits(work, made);
        const auto trained = potential::train(work.study.evidence, work.study.labels.label, labelled(work.study), *method, work.study.validation.seed, progress.part(0, 0.05));
        if (!trained) return std::unexpected(trained.error());
        if (auto ok = find_drivers(work, *trained, progress.part(0.05, 0.3), made); !ok) return std::unexpected(ok.error());
        if (auto ok = find_stability(work, *method, *list, put->threshold, *trained, progress.part(0.3, 0.55), made); !ok) return std::unexpected(ok.error());
        if (auto ok = reckon_metal(work, *method, progress.part(0.55, 0.8), made); !ok) return std::unexpected(ok.error());
        if (auto ok = propose_holes(work, *list, progress.part(0.8, 1), made); !ok) return std::unexpected(ok.error());
        follow_up(work, *list, made);
        return made;
    } catch (const nlohmann::json::exception& error) {
        return reading::refuse_json(work.study, error);
    }
}

}  // namespace orelens::project
