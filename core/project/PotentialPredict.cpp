// How far each method of a study is to be trusted, and what the chosen one says of every voxel.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/Parallel.h"
#include "core/potential/DomainGuard.h"
#include "core/potential/Ensemble.h"
#include "core/potential/Logistic.h"
#include "core/project/PotentialWork.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;

namespace {

using base::Expected;
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Trees are explained voxel by voxel at a thousand a second: no more than the best of them.
constexpr std::size_t most_explained = 8'000;
constexpr double best_share = 0.1;
/// Curves of more points than a screen has are thinned.
constexpr std::size_t most_points = 400;

template <class Point, class Make>
std::vector<Point> thinned(std::size_t count, Make make) {
    std::vector<Point> points;
    const std::size_t step = std::max<std::size_t>(1, count / most_points);
    for (std::size_t n = 0; n < count; n += step) points.push_back(make(n));
    if (count > 0 && (count - 1) % step != 0) points.push_back(make(count - 1));
    return points;
}

std::vector<std::pair<double, double>> points_of(const potential::RateCurve& curve) {
    return thinned<std::pair<double, double>>(curve.share.size(), [&](std::size_t n) { return std::pair(curve.share[n], curve.captured[n]); });
}

MethodNote note_of(const potential::MethodScore& one, std::span<const std::int8_t> held_out) {
    MethodNote note;
    note.name = one.method;
    note.baseline = one.baseline;
    note.relative = one.relative;
    for (double* value : {&note.mean, &note.low, &note.high, &note.fit, &note.depth, &note.orebody, &note.precision, &note.captured, &note.occupied, &note.brier, &note.calibration_error}) *value = not_known;
    note.capture = {not_known, not_known, not_known};
    if (one.refused) {
        note.refused = one.refused->what;
        return note;
    }
    note.mean = one.mean;
    note.low = one.interval.auc.low;
    note.high = one.interval.auc.high;
    note.fit = one.fit;
    note.depth = one.depth.value_or(not_known);
    note.orebody = one.orebody.value_or(not_known);
    note.precision = one.precision;
    note.capture = one.capture;
    note.repeats = one.repeats;
    note.se = one.block.se;
    note.scored = one.scored;
    note.held_out = static_cast<std::int64_t>(one.out_of_fold.size());
    if (one.crossing) {
        note.captured = one.crossing->captured;
        note.occupied = one.crossing->occupied;
    }
    if (one.calibration) {
        note.brier = one.calibration->brier;
        note.calibration_error = one.calibration->error;
        for (const auto& bin : one.calibration->bins) note.reliability.push_back({static_cast<double>(bin.count), bin.mean, bin.observed});
    }
    note.prediction = points_of(one.prediction);
    note.success = points_of(one.success);
    const auto roc = potential::roc(one.out_of_fold, held_out);
    note.roc = thinned<std::array<double, 3>>(roc.size(), [&](std::size_t n) { return std::array{roc[n].false_rate, roc[n].true_rate, roc[n].precision}; });
    return note;
}

/// What the labels or the folds do not allow, with the part of the study that states them.
base::Error placed(const PotentialStudy& study, base::Error error) {
    if (!error.place.file.empty() || error.kind == base::ErrorKind::cancelled) return error;
    const bool labels = error.what.key == "potential.no_positive" || error.what.key == "potential.no_barren" || error.what.key == "potential.no_label";
    error.place = place_in(study, labels ? "labels" : "validation");
    return error;
}

/// The method that is asked for, or the best by spatial blocks.
Expected<potential::MethodRule> chosen(const PotentialStudy& study, const potential::PotentialRule& rule, const potential::Validation& validation) {
    std::string name = rule.method;
    if (name.empty()) name = study.rule.value("predict", nlohmann::json::object()).value("method", "");
    if (name.empty() && validation.best) name = validation.methods[*validation.best].method;
    for (const auto& method : study.methods)
        if (method.name() == name) {
            if (validation.not_judged && potential::needs_labels(method.kind)) return std::unexpected(placed(study, *validation.not_judged));
            return method;
        }
    return base::fail(base::ErrorKind::usage, base::Message("potential.study.no_such_method", {{"method", name}}), {.file = study.file, .field = "potential.method"});
}

/// Tables of every layer, and whether the layers may be added up; from all labels, as the chosen model learns.
void tell_weights(const PotentialStudy& study, std::span<const std::int64_t> rows, const potential::MethodRule& method, const base::Progress& progress, PredictionResult& made) {
    made.omnibus_z = made.omnibus_ratio = not_known;
    if (rows.empty()) return;
    potential::MethodRule rule;
    rule.kind = potential::MethodKind::weights;
    rule.layers = method.layers;
    for (const auto& one : study.methods)
        if (one.kind == potential::MethodKind::weights) rule = one;
    const auto trained = potential::train(study.evidence, study.labels.label, rows, rule, study.validation.seed, progress);
    const auto* weights = trained ? std::get_if<potential::WeightsModel>(&trained->model) : nullptr;
    if (weights == nullptr) return;
    std::vector<std::vector<std::int32_t>> classes;
    for (const auto& layer : weights->model.layers) {
        ContrastTable table;
        table.layer = layer.layer;
        table.edges = layer.classes.edges;
        table.missing = layer.table.missing;
        table.left_out = layer.left_out;
        if (layer.table.cutoff) table.cutoff = static_cast<std::int32_t>(*layer.table.cutoff);
        for (const auto& row : layer.table.rows)
            table.rows.push_back({row.cls, row.counts.in_positive, row.counts.out_positive, row.counts.in_other, row.counts.out_other, row.w_plus, row.w_minus, row.contrast, row.s_contrast, row.studentised, row.information, row.zero});
        made.contrasts.push_back(std::move(table));
        const potential::Layer* values = study.evidence.layer(layer.layer);
        auto& own = classes.emplace_back();
        for (const std::int64_t v : rows) own.push_back(layer.classes.of(static_cast<double>(values->values[static_cast<std::size_t>(v)])));
    }
    std::vector<std::span<const std::int32_t>> spans(classes.begin(), classes.end());
    std::vector<std::int8_t> labels;
    for (const std::int64_t v : rows) labels.push_back(study.labels.label[static_cast<std::size_t>(v)]);
    const auto test = potential::omnibus(weights->model, spans, labels);
    made.omnibus_z = test.z;
    made.omnibus_ratio = test.ratio;
    made.independence = potential::advice(test, potential::pairwise(weights->model, spans, labels));
}

/// The layer that says most, voxel by voxel.
Expected<void> find_drivers(const PotentialStudy& study, const potential::Trained& trained, const base::Progress& progress, MadePrediction& made) {
    const potential::Evidence& evidence = study.evidence;
    made.driver.assign(evidence.voxels(), -1);
    std::vector<std::int64_t> asked;
    for (std::size_t v = 0; v < evidence.voxels(); ++v)
        if (std::isfinite(made.probability[v])) asked.push_back(static_cast<std::int64_t>(v));
    if (std::holds_alternative<potential::TreesModel>(trained.model)) {
        const auto most = std::min(most_explained, static_cast<std::size_t>(best_share * static_cast<double>(asked.size())) + 1);
        if (most < asked.size()) {
            std::ranges::nth_element(asked, asked.begin() + static_cast<std::ptrdiff_t>(most), [&](std::int64_t a, std::int64_t b) {
                const float pa = made.probability[static_cast<std::size_t>(a)], pb = made.probability[static_cast<std::size_t>(b)];
                return pa != pb ? pa > pb : a < b;
            });
            asked.resize(most);
            std::ranges::sort(asked);
            made.result.drivers_of_best_only = true;
        }
    }
    const bool trees = std::holds_alternative<potential::TreesModel>(trained.model);
    const std::size_t piece = trees ? 64 : 16384;
    for (std::size_t begin = 0; begin < asked.size(); begin += piece) {
        if (!progress.report(static_cast<double>(begin) / static_cast<double>(asked.size()))) return base::cancelled();
        const std::span<const std::int64_t> part(asked.data() + begin, std::min(piece, asked.size() - begin));
        const auto parts = potential::explain(trained, evidence, part);
        if (!parts) return {};  // a method without such parts
        for (std::size_t n = 0; n < part.size(); ++n) {
            Eigen::Index strongest = 0;
            parts->row(static_cast<Eigen::Index>(n)).head(parts->cols() - 1).cwiseAbs().maxCoeff(&strongest);
            made.driver[static_cast<std::size_t>(part[n])] = static_cast<std::int32_t>(strongest);
        }
    }
    return {};
}

Expected<void> judge_domain(const PotentialStudy& study, std::span<const std::int64_t> rows, const base::Progress& progress, MadePrediction& made) {
    made.result.domain_limit = not_known;
    if (rows.empty()) return {};
    const auto guard = potential::Guard::learn(study.evidence, made.result.layers, rows);
    if (!guard) return {};  // too few rows: nothing is judged, and nothing is said to be inside
    auto bits = guard->judge(study.evidence, progress);
    if (!bits) return std::unexpected(bits.error());
    made.outside = std::move(*bits);
    made.result.domain_limit = guard->limit();
    for (std::size_t v = 0; v < made.outside.size(); ++v)
        if (study.evidence.active[v] != 0 && study.labels.label[v] == potential::unknown) {
            ++made.result.unknown;
            made.result.outside += made.outside[v] != 0;
        }
    return {};
}

double crossing_of(const PotentialStudy& study, std::span<const float> probability) {
    const std::vector<double> score(probability.begin(), probability.end());
    std::vector<std::int8_t> one(score.size());
    for (std::size_t v = 0; v < one.size(); ++v) one[v] = study.evidence.active[v] == 0 ? -1 : study.labels.label[v] == potential::positive ? 1 : 0;
    const auto curve = potential::rate_curve(score, one);
    const auto crossing = curve ? potential::crossing_of(*curve) : std::nullopt;
    return crossing ? crossing->threshold : not_known;
}

/// Share of ore that probabilities are to be true to: stated, or that of drilling; that of the labels where neither is known.
/// Training leaves out what is neither ore nor barren, and so holds too much ore (potential.md §5). Returns the words for it.
const char* find_shares(const PotentialStudy& study, PredictionResult& made) {
    const auto& labels = study.labels.label;
    const auto ore = static_cast<double>(std::ranges::count(labels, potential::positive)), barren = static_cast<double>(std::ranges::count(labels, potential::barren));
    made.training_share = ore / (ore + barren);
    const auto predict = study.rule.value("predict", nlohmann::json::object());
    made.share_stated = predict.contains("field_share");
    made.field_share = made.share_stated ? predict.at("field_share").get<double>() : drilled_share(study);
    if (made.share_stated) return "potential.trust.share_stated";
    if (std::isfinite(made.field_share)) return "potential.trust.share_drilled";
    made.field_share = made.training_share;
    return "potential.trust.share_unknown";
}

std::string share_text(double share) {
    return base::number(100 * share, 3);
}

/// Main reason that a voxel is out of the domain, as a code: 0 inside.
std::int32_t domain_code(std::uint8_t bits) {
    if (bits & potential::mostly_missing) return 4;
    if (bits & potential::unseen_code) return 3;
    if (bits & potential::beyond_range) return 2;
    return bits & potential::far_from_training ? 1 : 0;
}

}  // namespace

double drilled_share(const PotentialStudy& study) {
    const potential::Labels& labels = study.labels;
    const auto rule = study.rule.value("labels", nlohmann::json::object());
    const double stated = rule.value("least_length_m", 0.0);
    const double least = stated > 0 ? stated : 0.5 * *std::ranges::min_element(study.evidence.grid.block_size);
    // A solid tells where ore is and not where none is: what it adds to drilling says nothing about the share, not even of
    // a voxel that a hole met, whose own grade tells.
    const bool by_grade = rule.contains("solids") && rule.contains("cutoff") && std::ranges::any_of(labels.length_m, [](float one) { return std::isfinite(one); });
    const auto cutoff = by_grade ? rule.at("cutoff").get<float>() : 0.0F;
    double drilled = 0, ore = 0;
    for (std::size_t v = 0; v < labels.label.size(); ++v) {
        const bool long_enough = study.evidence.active[v] != 0 && labels.length_m[v] >= static_cast<float>(least) && std::isfinite(labels.grade[v]);
        drilled += long_enough || (!by_grade && labels.label[v] >= 0);
        ore += by_grade ? long_enough && labels.grade[v] >= cutoff : labels.label[v] == potential::positive;
    }
    return ore > 0 && ore < drilled ? ore / drilled : not_known;
}

Expected<MadeValidation> validate_study(const PotentialStudy& study, const base::Progress& progress) {
    const auto& labels = study.labels.label;
    auto validation = potential::validate(study.evidence, labels, study.methods, study.validation, progress);
    if (!validation) return std::unexpected(placed(study, validation.error()));
    MadeValidation made;
    PredictionResult& result = made.result;
    const potential::Folds& first = validation->repeats.front();
    std::vector<std::int8_t> held_out;
    for (const std::int64_t v : first.voxels) held_out.push_back(labels[static_cast<std::size_t>(v)]);
    for (const auto& one : validation->methods) result.methods.push_back(note_of(one, held_out));
    result.trust = potential::trust(*validation);
    if (validation->depth_refused) result.trust.push_back(validation->depth_refused->what);
    result.edge_m = first.edge_m;
    result.buffer_m = first.buffer_m;
    result.blocks = first.blocks;
    result.repeats = static_cast<std::int32_t>(validation->repeats.size());
    for (std::size_t f = 0; f < first.positives.size(); ++f) result.folds.push_back({first.positives[f], first.samples[f], static_cast<std::int64_t>(first.train[f].size())});
    made.validation = std::move(*validation);
    return made;
}

Expected<MadePrediction> predict_study(const PotentialStudy& study, const potential::PotentialRule& rule, const base::Progress& progress) {
    const potential::Evidence& evidence = study.evidence;
    const auto& labels = study.labels.label;
    std::vector<std::int64_t> rows;
    for (std::size_t v = 0; v < labels.size(); ++v)
        if (labels[v] >= 0) rows.push_back(static_cast<std::int64_t>(v));
    auto validated = validate_study(study, progress.part(0, 0.5));
    if (!validated) return std::unexpected(validated.error());
    const potential::Validation* validation = &validated->validation;
    const auto method = chosen(study, rule, *validation);
    if (!method) return std::unexpected(method.error());
    MadePrediction made;
    PredictionResult& result = made.result = std::move(validated->result);
    const potential::Folds& first = validation->repeats.front();
    made.fold.assign(evidence.voxels(), -1);
    for (std::size_t n = 0; n < first.voxels.size(); ++n) made.fold[static_cast<std::size_t>(first.voxels[n])] = first.fold[n];
    result.method = method->name();
    result.chosen_by_hand = !validation->best || result.method != validation->methods[*validation->best].method;

    auto trained = potential::train(evidence, labels, rows, *method, study.validation.seed, progress.part(0.5, 0.52));
    if (!trained) return std::unexpected(trained.error());
    result.layers = trained->layers;
    auto p = potential::predict(*trained, evidence, progress.part(0.52, 0.56));
    if (!p) return std::unexpected(p.error());
    made.probability = std::move(*p);
    // A score becomes a probability only by what was seen out of fold; else it stays what it is.
    result.meaning = potential::is_relative(*method) ? "potential.meaning.relative" : "potential.meaning.drilled_share";
    for (const auto& one : validation->methods)
        if (one.method == result.method && one.platt) {
            result.calibrated = true;
            result.meaning = "potential.meaning.calibrated";
            made.platt = one.platt;
            const char* share = find_shares(study, result);
            const double even = potential::prior_corrected(0.5, result.training_share, result.field_share);
            made.platt->intercept += std::log(even / (1 - even));
            result.trust.emplace_back(share, std::vector<std::pair<std::string, std::string>>{{"training", share_text(result.training_share)}, {"field", share_text(result.field_share)}});
            result.platt_slope = made.platt->slope;
            result.platt_intercept = made.platt->intercept;
            for (float& value : made.probability)
                if (!std::isnan(value)) value = static_cast<float>((*made.platt)(value));
        }
    if (potential::needs_labels(method->kind)) {
        const int stated = study.rule.value("predict", nlohmann::json::object()).value("members", 20);
        auto members = potential::ensemble(evidence, labels, *method, {.members = rule.members > 0 ? rule.members : stated, .block_m = first.edge_m, .seed = study.validation.seed, .platt = made.platt}, progress.part(0.56, 0.8));
        if (!members) return std::unexpected(members.error());
        made.member_mean = std::move(members->mean);
        made.sd = std::move(members->sd);
        made.p10 = std::move(members->p10);
        made.p90 = std::move(members->p90);
        result.members = members->members;
        result.failed_members = members->failed;
    }
    if (auto ok = judge_domain(study, rows, progress.part(0.8, 0.85), made); !ok) return std::unexpected(ok.error());
    if (auto ok = find_drivers(study, *trained, progress.part(0.85, 0.99), made); !ok) return std::unexpected(ok.error());
    tell_weights(study, rows, *method, progress.part(0.99, 1), result);
    if (progress.cancelled()) return base::cancelled();
    result.crossing = crossing_of(study, made.probability);
    made.trained = std::move(*trained);
    return made;
}

blocks::BlockModel with_prediction(const blocks::BlockModel& evidence, const PotentialStudy& study, const MadePrediction& made) {
    blocks::BlockModel model(evidence);
    const std::vector<blocks::ColumnInfo> before = model.columns();
    for (const blocks::ColumnInfo& column : before) model.remove_column(column.name);
    add_real(model, probability_column, made.probability);
    if (!made.sd.empty()) {
        add_real(model, member_mean_column, made.member_mean);
        add_real(model, member_sd_column, made.sd);
        add_real(model, p10_column, made.p10);
        add_real(model, p90_column, made.p90);
    }
    if (!made.outside.empty()) {
        std::vector<std::int32_t> codes(made.outside.size());
        std::ranges::transform(made.outside, codes.begin(), domain_code);
        add_codes(model, domain_column, codes, {"inside", "far_from_training", "beyond_range", "unseen_code", "mostly_missing"});
    }
    add_codes(model, driver_column, made.driver, made.result.layers);
    std::vector<std::int32_t> fold(made.fold);
    for (std::int32_t& one : fold) one += one >= 0 ? 1 : 0;  // counted as people do
    add_codes(model, fold_column, fold, {});
    std::vector<std::int32_t> absent(study.evidence.voxels(), 0);
    for (const std::string& id : made.result.layers)
        for (std::size_t v = 0; v < absent.size(); ++v) absent[v] += std::isnan(study.evidence.layer(id)->values[v]);
    add_codes(model, missing_layers_column, absent, {});
    return model;
}

}  // namespace orelens::project
