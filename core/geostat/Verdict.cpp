#include "core/geostat/Verdict.h"
#include "core/statistics/Missing.h"

#include <algorithm>
#include <cmath>

namespace orelens::geostat {
namespace {

using base::Message;

using statistics::missing;

const char* const criterion_ids[criteria] = {"mean_error",   "slope",     "spread", "accuracy",
                                             "nearest_bias", "data_bias", "swaths", "grade_tonnage"};
const char* const verdict_ids[] = {"not_judged", "passed", "marginal", "failed"};

std::string text(double value, int digits = 3) {
    return base::number(value, digits);
}

class Judge {
  public:
    Judge(ElementValidation& element, const ValidationRule& rule) : e_(element), r_(rule) {}

    void all() {
        cross_validation();
        bias();
        swaths();
        support();
    }

  private:
    using Args = std::vector<std::pair<std::string, std::string>>;

    void add(Criterion criterion, double value, double pass, double marginal, Verdict verdict, Message reason) {
        Judged one{criterion, value, pass, marginal, verdict, std::move(reason), {}};
        if (verdict == Verdict::marginal || verdict == Verdict::failed)
            one.advice = Message("validation.advice." + std::string(criterion_ids[static_cast<int>(criterion)]));
        e_.judged.push_back(std::move(one));
    }

    void not_judged(Criterion criterion, double pass, double marginal, const char* why, Args args = {}) {
        add(criterion, missing, pass, marginal, Verdict::not_judged,
            Message("validation.not_judged." + std::string(why), std::move(args)));
    }

    /// The smaller the better.
    void at_most(Criterion criterion, double value, double pass, double marginal, Args args) {
        const double last = std::max(pass, marginal);
        say(criterion, value, pass, last, value <= pass ? Verdict::passed : value <= last ? Verdict::marginal : Verdict::failed,
            std::move(args));
    }

    void at_least(Criterion criterion, double value, double pass, double marginal, Args args) {
        const double last = std::min(pass, marginal);
        say(criterion, value, pass, last, value >= pass ? Verdict::passed : value >= last ? Verdict::marginal : Verdict::failed,
            std::move(args));
    }

    void say(Criterion criterion, double value, double pass, double marginal, Verdict verdict, Args args) {
        add(criterion, value, pass, marginal, verdict,
            Message("validation.found." + std::string(criterion_ids[static_cast<int>(criterion)]), std::move(args)));
    }

    /// Why a cross-validation by holes tells nothing; empty where it does.
    [[nodiscard]] const char* no_ground() const {
        if (e_.holes < r_.least_holes) return "holes";
        if (e_.by_hole.summary.count < r_.least_samples) return "samples";
        return "";
    }

    Args ground() const {
        return {{"samples", std::to_string(e_.by_hole.summary.count)},
                {"least_samples", std::to_string(r_.least_samples)},
                {"holes", std::to_string(e_.holes)},
                {"least_holes", std::to_string(r_.least_holes)}};
    }

    void cross_validation() {
        const ValidationSummary& s = e_.by_hole.summary;
        if (const char* why = no_ground(); *why != 0) {
            not_judged(Criterion::mean_error, r_.mean_error_pass, r_.mean_error_marginal, why, ground());
            not_judged(Criterion::slope, r_.slope_pass, r_.slope_marginal, why, ground());
        } else {
            const double share = 100 * std::abs(s.mean_error / e_.by_hole.truth_mean);
            if (std::isfinite(share) && e_.by_hole.truth_mean > 0)
                at_most(Criterion::mean_error, share, r_.mean_error_pass, r_.mean_error_marginal,
                        {{"error", text(s.mean_error)}, {"unit", e_.unit}, {"share", text(share)},
                         {"mean", text(e_.by_hole.truth_mean, 4)}, {"samples", std::to_string(s.count)}});
            else
                not_judged(Criterion::mean_error, r_.mean_error_pass, r_.mean_error_marginal, "no_mean");
            if (std::isfinite(s.slope))
                at_most(Criterion::slope, std::abs(s.slope - 1), r_.slope_pass, r_.slope_marginal,
                        {{"slope", text(s.slope)}, {"correlation", text(s.correlation)}});
            else
                not_judged(Criterion::slope, r_.slope_pass, r_.slope_marginal, "no_variation");
        }
        variances(s);
    }

    void variances(const ValidationSummary& s) {
        const char* why = no_ground();
        if (*why == 0 && !(s.mean_squared_standard > 0)) why = "no_variance";
        if (*why != 0) {
            not_judged(Criterion::spread, r_.spread_pass, r_.spread_marginal, why, ground());
            not_judged(Criterion::accuracy, r_.accuracy_pass, r_.accuracy_marginal, why, ground());
            return;
        }
        const double ratio = s.mean_squared_standard;
        at_most(Criterion::spread, std::max(ratio, 1 / ratio), r_.spread_pass, r_.spread_marginal,
                {{"ratio", text(ratio)}});
        at_least(Criterion::accuracy, e_.by_hole.accuracy.goodness, r_.accuracy_pass, r_.accuracy_marginal,
                 {{"goodness", text(e_.by_hole.accuracy.goodness)},
                  {"inside_50", text(100 * s.inside_50)},
                  {"inside_90", text(100 * s.inside_90)}});
        if (e_.judged.back().verdict != Verdict::passed) advise_scores();
    }

    /// Whether what is advised in place of the kriging variance would be any better.
    void advise_scores() {
        const AccuracyPlot& scores = e_.by_scores;
        if (scores.probability.empty() || !std::isfinite(scores.goodness)) return;
        const auto share = [&](double p) {
            const auto at = std::ranges::min_element(scores.probability, {}, [&](double q) { return std::abs(q - p); });
            return text(100 * scores.share[static_cast<std::size_t>(at - scores.probability.begin())]);
        };
        const bool holds = scores.goodness >= r_.accuracy_pass;
        e_.judged.back().advice =
            Message(holds ? "validation.advice.accuracy.scores_hold" : "validation.advice.accuracy.scores_fail",
                    {{"goodness", text(scores.goodness)}, {"inside_50", share(0.5)}, {"inside_90", share(0.9)}});
    }

    void mean_against(Criterion criterion, double other, double pass, double marginal) {
        const MeanCheck& m = e_.means;
        if (m.samples < r_.least_samples)
            return not_judged(criterion, pass, marginal, "few",
                              {{"samples", std::to_string(m.samples)}, {"least_samples", std::to_string(r_.least_samples)}});
        if (m.blocks == 0) return not_judged(criterion, pass, marginal, "no_blocks");
        if (!(other > 0)) return not_judged(criterion, pass, marginal, "no_mean");
        const double off = 100 * (m.model / other - 1);
        at_most(criterion, std::abs(off), pass, marginal,
                {{"model", text(m.model, 4)}, {"other", text(other, 4)}, {"unit", e_.unit},
                 {"off", (off > 0 ? "+" : "") + text(off)}, {"plain", text(m.plain, 4)}});
    }

    void bias() {
        mean_against(Criterion::nearest_bias, e_.means.nearest, r_.nearest_pass, r_.nearest_marginal);
        mean_against(Criterion::data_bias, e_.means.data, r_.data_pass, r_.data_marginal);
    }

    void swaths() {
        const SwathLine* worst = nullptr;
        for (const SwathLine& line : e_.swaths)
            if (line.judged >= 3 && std::isfinite(line.deviation) && (worst == nullptr || line.deviation > worst->deviation))
                worst = &line;
        if (worst == nullptr)
            return not_judged(Criterion::swaths, r_.swath_pass, r_.swath_marginal, "slices",
                              {{"least", std::to_string(r_.slice_samples)}});
        static const char* const axes[] = {".east", ".north", ".up", ".stated"};
        const double off = 100 * worst->deviation;
        at_most(Criterion::swaths, off, r_.swath_pass, r_.swath_marginal,
                {{"off", text(off)}, {"slices", std::to_string(worst->judged)}, {"width", text(worst->width_m, 4)}});
        // A direction is a word of the language: each has a sentence of its own.
        e_.judged.back().reason.key += axes[static_cast<int>(worst->axis)];
    }

    void support() {
        const SupportCheck& s = e_.support;
        const char* why = "";
        if (e_.means.samples < r_.least_samples) why = "few";
        if (e_.assumed_variogram) why = "assumed";
        if (*why == 0 && !s.known) why = "no_support";
        if (*why != 0)
            return not_judged(Criterion::grade_tonnage, r_.support_pass, r_.support_marginal, why,
                              {{"samples", std::to_string(e_.means.samples)},
                               {"least_samples", std::to_string(r_.least_samples)}});
        at_most(Criterion::grade_tonnage, 100 * s.most_off, r_.support_pass, r_.support_marginal,
                {{"off", text(100 * s.most_off)},
                 {"cutoff", text(s.at_cutoff)},
                 {"unit", e_.unit},
                 {"kept", text(100 * s.model_variance / s.block_variance)}});
    }

    ElementValidation& e_;
    const ValidationRule& r_;
};

}  // namespace

void judge(ElementValidation& element, const ValidationRule& rule) {
    element.judged.clear();
    Judge(element, rule).all();
    element.verdict = Verdict::not_judged;
    for (const Judged& one : element.judged) {
        // Estimates do not rest on their variance: what it gets wrong is no ground to refuse them.
        const bool of_variance = one.criterion == Criterion::spread || one.criterion == Criterion::accuracy;
        const Verdict counted = of_variance ? std::min(one.verdict, Verdict::marginal) : one.verdict;
        element.verdict = std::max(element.verdict, counted);
    }
}

int count_of(const ElementValidation& element, Verdict verdict) {
    return static_cast<int>(std::ranges::count(element.judged, verdict, &Judged::verdict));
}

std::string verdict_key(Verdict verdict) {
    return std::string("validation.verdict.") + verdict_ids[static_cast<int>(verdict)];
}

std::string criterion_key(Criterion criterion) {
    return std::string("validation.criterion.") + criterion_ids[static_cast<int>(criterion)];
}

}  // namespace orelens::geostat
