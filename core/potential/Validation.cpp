#include "core/potential/Validation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/base/Parallel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

std::uint64_t own_seed(std::uint64_t seed, std::uint64_t part) {
    std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (part + 1);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    return (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
}

std::vector<std::int8_t> labels_of(const Folds& folds, std::span<const std::int8_t> labels) {
    std::vector<std::int8_t> out;
    for (const std::int64_t v : folds.voxels) out.push_back(labels[static_cast<std::size_t>(v)]);
    return out;
}

}  // namespace

std::vector<std::int64_t> volume_of(const Evidence& evidence) {
    constexpr std::size_t most = 50'000;
    std::vector<std::int64_t> active;
    for (std::size_t v = 0; v < evidence.active.size(); ++v)
        if (evidence.active[v] != 0) active.push_back(static_cast<std::int64_t>(v));
    const std::size_t step = (active.size() + most - 1) / most;
    if (step < 2) return active;
    // One of each stretch, anywhere in it: a step that fits the rows of the grid would see a few columns of it only.
    std::mt19937_64 dice(1);
    std::vector<std::int64_t> part;
    for (std::size_t n = 0; n < active.size(); n += step) part.push_back(active[std::min<std::size_t>(n + dice() % step, active.size() - 1)]);
    return part;
}

namespace {

struct HeldOut {
    std::vector<double> scores;
    std::vector<RateCurve> curves;  ///< of the folds with positives, where a volume is given
};

Expected<HeldOut> held_out(const Evidence& evidence, std::span<const std::int8_t> labels, const Folds& folds, const MethodRule& rule,
                           std::uint64_t seed, int only, const std::vector<std::int64_t>& volume, const base::Progress& progress) {
    HeldOut made;
    std::vector<double>& out = made.scores;
    out.assign(folds.voxels.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t f = 0; f < folds.train.size(); ++f) {
        if (only >= 0 && static_cast<int>(f) != only) continue;
        if (progress.cancelled()) return base::cancelled();
        std::vector<std::int64_t> rows, test;
        std::vector<std::size_t> place;
        for (const std::int32_t n : folds.train[f]) rows.push_back(folds.voxels[static_cast<std::size_t>(n)]);
        for (std::size_t n = 0; n < folds.voxels.size(); ++n)
            if (folds.fold[n] == static_cast<std::int32_t>(f)) {
                test.push_back(folds.voxels[n]);
                place.push_back(n);
            }
        const auto trained = train(evidence, labels, rows, rule, own_seed(seed, f), progress);
        if (!trained) return std::unexpected(trained.error());
        const auto scores = score(*trained, evidence, test);
        if (!scores) return std::unexpected(scores.error());
        std::vector<double> ones;
        for (std::size_t n = 0; n < place.size(); ++n) {
            out[place[n]] = (*scores)[n];
            if (labels[static_cast<std::size_t>(test[n])] == positive) ones.push_back((*scores)[n]);
        }
        if (volume.empty() || ones.empty()) continue;
        const auto all = score(*trained, evidence, volume);
        if (!all) return std::unexpected(all.error());
        if (auto curve = rate_curve_of(*all, ones)) made.curves.push_back(std::move(*curve));
    }
    return made;
}

}  // namespace

Expected<std::vector<double>> out_of_fold(const Evidence& evidence, std::span<const std::int8_t> labels, const Folds& folds,
                                          const MethodRule& rule, std::uint64_t seed, int only, const base::Progress& progress) {
    auto made = held_out(evidence, labels, folds, rule, seed, only, {}, progress);
    if (!made) return std::unexpected(made.error());
    return std::move(made->scores);
}

namespace {

bool has(const std::vector<MethodRule>& methods, MethodKind kind) {
    return std::ranges::any_of(methods, [&](const MethodRule& m) { return m.kind == kind; });
}

void describe_fit(const Evidence& evidence, std::span<const std::int8_t> labels, const Folds& folds, const std::vector<std::int64_t>& volume, const MethodRule& rule,
                  std::uint64_t seed, MethodScore& made, const base::Progress& progress) {
    const auto own = labels_of(folds, labels);
    const auto trained = train(evidence, labels, folds.voxels, rule, seed, progress);
    if (!trained) {
        made.refused = trained.error();
        return;
    }
    const auto scores = score(*trained, evidence, folds.voxels);
    if (!scores) {
        made.refused = scores.error();
        return;
    }
    made.fit = area_under_roc(*scores, own);
    const auto all = score(*trained, evidence, volume);
    if (!all) return;
    std::vector<double> ones;
    for (std::size_t n = 0; n < own.size(); ++n)
        if (own[n] == positive) ones.push_back((*scores)[n]);
    if (auto curve = rate_curve_of(*all, ones)) made.success = std::move(*curve);
}

void describe_held_out(const Folds& folds, std::span<const std::int8_t> labels, const ValidationRule& rule, const std::vector<RateCurve>& curves, MethodScore& made) {
    const auto own = labels_of(folds, labels);
    const auto& scores = made.out_of_fold;
    made.scored = std::ranges::count_if(scores, [](double s) { return std::isfinite(s); });
    made.block = delong(scores, own);
    made.precision = average_precision(scores, own);
    made.interval = block_bootstrap(scores, own, folds.block, rule.bootstrap, rule.seed);
    if (!curves.empty()) {
        made.prediction = pooled(curves);
        made.capture = {made.prediction.at(0.01), made.prediction.at(0.05), made.prediction.at(0.1)};
        made.crossing = crossing_of(made.prediction);
    }
    const bool shares = std::ranges::all_of(scores, [](double s) { return std::isnan(s) || (s >= 0 && s <= 1); });
    if (!shares) return;
    if (!made.relative) made.calibration = calibration(scores, own);
    if (auto line = fit_platt(scores, own); line && line->slope > 0) made.platt = *line;
}

/// Methods that need no labels stand, as nobody has judged them; the others cannot learn.
Validation unjudged(const std::vector<MethodRule>& methods, const base::Error& why) {
    Validation made;
    made.repeats.emplace_back();
    made.not_judged = why;
    for (std::size_t m = 0; m < methods.size(); ++m) {
        MethodScore one;
        one.method = methods[m].name();
        one.baseline = methods[m].kind == MethodKind::distance || methods[m].kind == MethodKind::random;
        one.relative = is_relative(methods[m]);
        one.refused = why;
        if (methods[m].kind == MethodKind::fuzzy) {
            one.refused = base::Error{ErrorKind::data, Message("potential.not_judged"), {}, {}};
            if (!made.best) made.best = m;
        }
        made.methods.push_back(std::move(one));
    }
    return made;
}

}  // namespace

Expected<Validation> validate(const Evidence& evidence, std::span<const std::int8_t> labels, std::vector<MethodRule> methods,
                              const ValidationRule& rule, const base::Progress& progress) {
    if (methods.empty()) return fail(ErrorKind::usage, Message("potential.no_method"));
    if (rule.folds.repeats < 1) return fail(ErrorKind::usage, Message("potential.no_repeat", {{"count", std::to_string(rule.folds.repeats)}}));
    for (const MethodKind kind : {MethodKind::distance, MethodKind::random})
        if (!has(methods, kind)) {
            methods.emplace_back();
            methods.back().kind = kind;
        }
    Validation made;
    for (int r = 0; r < rule.folds.repeats; ++r) {
        auto folds = block_folds(evidence.grid, labels, rule.folds, r);
        if (!folds && std::ranges::any_of(methods, [](const MethodRule& one) { return one.kind == MethodKind::fuzzy; })) return unjudged(methods, folds.error());
        if (!folds) return std::unexpected(folds.error());
        made.repeats.push_back(std::move(*folds));
    }
    const std::vector<std::int64_t> volume = volume_of(evidence);
    std::optional<Folds> depth, bodies;
    if (rule.depth_level_m) {
        auto folds = depth_folds(evidence.grid, labels, *rule.depth_level_m);
        if (folds)
            depth = std::move(*folds);
        else
            made.depth_refused = folds.error();
    }
    if (rule.orebody_join_m) {
        auto folds = orebody_folds(evidence.grid, labels, *rule.orebody_join_m, rule.folds.buffer_m);
        if (folds)
            bodies = std::move(*folds);
        else
            made.orebody_refused = folds.error();
    }
    // Every method on every division is a piece of its own; what each returns has its place.
    const std::size_t divisions = made.repeats.size() + 2;
    std::vector<std::optional<Expected<HeldOut>>> results(methods.size() * divisions);
    const bool whole = base::parallel_pieces(results.size(), 1, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            const MethodRule& method = methods[n / divisions];
            const std::size_t d = n % divisions;
            const bool repeat = d < made.repeats.size();
            const Folds* folds = repeat ? &made.repeats[d] : d == made.repeats.size() ? (depth ? &*depth : nullptr) : (bodies ? &*bodies : nullptr);
            if (folds == nullptr) continue;
            const int only = d == made.repeats.size() ? 1 : -1;
            results[n] = held_out(evidence, labels, *folds, method, rule.seed, only, d == 0 ? volume : std::vector<std::int64_t>(), progress);
        }
    });
    if (!whole) return base::cancelled();
    for (std::size_t m = 0; m < methods.size(); ++m) {
        MethodScore one;
        one.method = methods[m].name();
        one.baseline = methods[m].kind == MethodKind::distance || methods[m].kind == MethodKind::random;
        one.relative = is_relative(methods[m]);
        describe_fit(evidence, labels, made.repeats[0], volume, methods[m], rule.seed, one, progress);
        for (std::size_t r = 0; r < made.repeats.size() && !one.refused; ++r) {
            auto& result = *results[m * divisions + r];
            if (!result) {
                one.refused = result.error();
                break;
            }
            one.repeats.push_back(area_under_roc(result->scores, labels_of(made.repeats[r], labels)));
            if (r == 0) one.out_of_fold = std::move(result->scores);
        }
        const auto apart = [&](std::size_t at, const std::optional<Folds>& folds, std::optional<double>& area, std::optional<base::Error>* why) {
            if (!folds) return;
            const auto& result = *results[m * divisions + at];
            if (result)
                area = area_under_roc(result->scores, labels_of(*folds, labels));
            else if (why != nullptr)
                *why = result.error();
        };
        apart(made.repeats.size(), depth, one.depth, &one.depth_refused);
        apart(made.repeats.size() + 1, bodies, one.orebody, nullptr);
        if (progress.cancelled()) return base::cancelled();
        if (!one.refused) {
            one.mean = std::accumulate(one.repeats.begin(), one.repeats.end(), 0.0) / static_cast<double>(one.repeats.size());
            describe_held_out(made.repeats[0], labels, rule, (*results[m * divisions])->curves, one);
            if (!one.baseline && std::isfinite(one.mean) && (!made.best || one.mean > made.methods[*made.best].mean)) made.best = m;
        }
        made.methods.push_back(std::move(one));
    }
    return made;
}

std::vector<Message> trust(const Validation& validation) {
    std::vector<Message> said;
    if (validation.not_judged) return {Message("potential.trust.not_judged", {{"why", "@" + validation.not_judged->what.key}})};
    if (!validation.best) return {Message("potential.trust.none")};
    const MethodScore& best = validation.methods[*validation.best];
    const auto three = [](double v) { return base::number(v, 3); };
    said.push_back(Message("potential.trust.best", {{"method", best.method}, {"auc", three(best.mean)}, {"low", three(best.interval.auc.low)},
                                                    {"high", three(best.interval.auc.high)}}));
    for (const MethodScore& one : validation.methods)
        if (one.baseline && !one.refused && one.mean >= best.interval.auc.low)
            said.push_back(Message("potential.trust.baseline", {{"method", best.method}, {"baseline", one.method}, {"auc", three(one.mean)}}));
    if (best.fit - best.mean > 0.05)
        said.push_back(Message("potential.trust.fit", {{"fit", three(best.fit)}, {"auc", three(best.mean)}}));
    if (best.depth && best.mean - *best.depth > 0.05)
        said.push_back(Message("potential.trust.depth", {{"depth", three(*best.depth)}, {"auc", three(best.mean)}}));
    for (const MethodScore& one : validation.methods)
        if (one.refused) said.push_back(Message("potential.trust.refused", {{"method", one.method}, {"why", "@" + one.refused->what.key}}));
    return said;
}

}  // namespace orelens::potential
