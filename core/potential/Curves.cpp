#include "core/potential/Curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "core/potential/Logistic.h"
#include "core/potential/WeightModel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Voxels of one score, positives among them.
struct Step {
    double score = 0, voxels = 0, positives = 0;
};

/// Distinct scores, highest first.
std::vector<Step> steps_of(std::span<const double> score, std::span<const std::int8_t> label) {
    std::vector<std::pair<double, bool>> rows;
    rows.reserve(score.size());
    for (std::size_t v = 0; v < score.size(); ++v)
        if (label[v] >= 0 && !std::isnan(score[v])) rows.emplace_back(score[v], label[v] == 1);
    std::ranges::sort(rows, std::greater<>());
    std::vector<Step> steps;
    for (const auto& [s, in] : rows) {
        if (steps.empty() || steps.back().score != s) steps.push_back({s, 0, 0});
        steps.back().voxels += 1;
        steps.back().positives += in;
    }
    return steps;
}

struct Totals {
    double voxels = 0, positives = 0;
};
Totals totals_of(const std::vector<Step>& steps) {
    Totals t;
    for (const Step& s : steps) {
        t.voxels += s.voxels;
        t.positives += s.positives;
    }
    return t;
}

double roc_area(const std::vector<Step>& steps) {
    const Totals t = totals_of(steps);
    const double others = t.voxels - t.positives;
    if (!(t.positives > 0) || !(others > 0)) return no_number;
    double above = 0, sum = 0;  // positives with a higher score than the others of this step
    for (const Step& s : steps) {
        const double n0 = s.voxels - s.positives;
        sum += n0 * (above + s.positives / 2);
        above += s.positives;
    }
    return sum / (t.positives * others);
}

double precision_area(const std::vector<Step>& steps) {
    const Totals t = totals_of(steps);
    if (!(t.positives > 0)) return no_number;
    double seen = 0, found = 0, sum = 0;
    for (const Step& s : steps) {
        seen += s.voxels;
        found += s.positives;
        sum += s.positives / t.positives * (found / seen);
    }
    return sum;
}

}  // namespace

double RateCurve::at(double volume_share) const {
    const auto high = std::ranges::lower_bound(share, volume_share);
    if (high == share.begin()) return captured.front();
    if (high == share.end()) return captured.back();
    const auto n = static_cast<std::size_t>(high - share.begin());
    return captured[n - 1] + (captured[n] - captured[n - 1]) * (volume_share - share[n - 1]) / (share[n] - share[n - 1]);
}

namespace {

base::Expected<RateCurve> curve_of(const std::vector<Step>& steps) {
    const Totals t = totals_of(steps);
    if (steps.empty()) return fail(ErrorKind::data, Message("potential.no_score"));
    if (!(t.positives > 0)) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    RateCurve curve;
    curve.voxels = static_cast<std::int64_t>(t.voxels);
    curve.positives = static_cast<std::int64_t>(t.positives);
    curve.share = {0};
    curve.captured = {0};
    double voxels = 0, positives = 0;
    for (const Step& s : steps) {
        voxels += s.voxels;
        positives += s.positives;
        curve.share.push_back(voxels / t.voxels);
        curve.captured.push_back(positives / t.positives);
        curve.threshold.push_back(s.score);
        const std::size_t n = curve.share.size() - 1;
        curve.area += (curve.share[n] - curve.share[n - 1]) * (curve.captured[n] + curve.captured[n - 1]) / 2;
    }
    return curve;
}

}  // namespace

base::Expected<RateCurve> rate_curve(std::span<const double> score, std::span<const std::int8_t> label) {
    return curve_of(steps_of(score, label));
}

base::Expected<RateCurve> rate_curve_of(std::span<const double> volume, std::span<const double> positives) {
    std::vector<std::pair<double, bool>> rows;
    for (const double score : volume)
        if (!std::isnan(score)) rows.emplace_back(score, false);
    if (rows.empty()) return fail(ErrorKind::data, Message("potential.no_score"));
    for (const double score : positives)
        if (!std::isnan(score)) rows.emplace_back(score, true);
    std::ranges::sort(rows, std::greater<>());
    std::vector<Step> steps;
    for (const auto& [score, in] : rows) {
        if (steps.empty() || steps.back().score != score) steps.push_back({score, 0, 0});
        (in ? steps.back().positives : steps.back().voxels) += 1;
    }
    return curve_of(steps);
}

RateCurve pooled(const std::vector<RateCurve>& curves) {
    RateCurve made;
    double positives = 0;
    for (const RateCurve& one : curves) {
        made.share.insert(made.share.end(), one.share.begin(), one.share.end());
        made.voxels = std::max(made.voxels, one.voxels);
        made.positives += one.positives;
        positives += static_cast<double>(one.positives);
    }
    std::ranges::sort(made.share);
    const auto twice = std::ranges::unique(made.share);
    made.share.erase(twice.begin(), twice.end());
    made.captured.assign(made.share.size(), 0);
    for (const RateCurve& one : curves) {
        std::size_t at = 1;  // the stretch that holds the share
        for (std::size_t n = 0; n < made.share.size(); ++n) {
            const double x = made.share[n];
            while (at + 1 < one.share.size() && one.share[at] < x) ++at;
            const double width = one.share[at] - one.share[at - 1];
            const double y = width > 0 ? one.captured[at - 1] + (one.captured[at] - one.captured[at - 1]) * std::clamp((x - one.share[at - 1]) / width, 0.0, 1.0) : one.captured[at];
            made.captured[n] += y * static_cast<double>(one.positives) / positives;
        }
    }
    for (std::size_t n = 1; n < made.share.size(); ++n) made.area += (made.share[n] - made.share[n - 1]) * (made.captured[n] + made.captured[n - 1]) / 2;
    made.threshold.assign(made.share.empty() ? 0 : made.share.size() - 1, 0);
    return made;
}

std::optional<Crossing> crossing_of(const RateCurve& curve) {
    if (curve.threshold.size() < 2) return std::nullopt;
    std::size_t n = 1;
    while (curve.captured[n] + curve.share[n] < 1) ++n;
    const auto gap = [&](std::size_t at) { return curve.captured[at] + curve.share[at] - 1; };
    const double part = -gap(n - 1) / (gap(n) - gap(n - 1));
    Crossing made;
    made.occupied = curve.share[n - 1] + part * (curve.share[n] - curve.share[n - 1]);
    if (!(made.occupied > 0) || !(made.occupied < 1)) return std::nullopt;
    made.captured = 1 - made.occupied;
    made.density = made.captured / made.occupied;
    made.weight = std::log(made.density);
    made.threshold = curve.threshold[n - 1];
    if (n > 1) made.threshold = curve.threshold[n - 2] + part * (curve.threshold[n - 1] - curve.threshold[n - 2]);
    return made;
}

double area_under_roc(std::span<const double> score, std::span<const std::int8_t> label) {
    return roc_area(steps_of(score, label));
}

std::vector<RocPoint> roc(std::span<const double> score, std::span<const std::int8_t> label) {
    const std::vector<Step> steps = steps_of(score, label);
    const Totals t = totals_of(steps);
    std::vector<RocPoint> points{{0, 0, 1}};
    double seen = 0, found = 0;
    for (const Step& s : steps) {
        seen += s.voxels;
        found += s.positives;
        points.push_back({(seen - found) / (t.voxels - t.positives), found / t.positives, found / seen});
    }
    return points;
}

double average_precision(std::span<const double> score, std::span<const std::int8_t> label) {
    return precision_area(steps_of(score, label));
}

RocArea delong(std::span<const double> score, std::span<const std::int8_t> label) {
    std::vector<double> of[2];
    for (std::size_t v = 0; v < score.size(); ++v)
        if (label[v] >= 0 && !std::isnan(score[v])) of[label[v] == 1].push_back(score[v]);
    if (of[0].size() < 2 || of[1].size() < 2) return {area_under_roc(score, label), no_number};
    for (auto& list : of) std::ranges::sort(list);
    // Share of the other class below each score, ties half.
    const auto places = [](const std::vector<double>& mine, const std::vector<double>& other) {
        std::vector<double> share;
        for (const double s : mine)
            share.push_back(static_cast<double>((std::ranges::lower_bound(other, s) - other.begin()) +
                                                (std::ranges::upper_bound(other, s) - other.begin())) /
                            2 / static_cast<double>(other.size()));
        return share;
    };
    const auto variance = [](const std::vector<double>& v, double mean) {
        double sum = 0;
        for (const double x : v) sum += (x - mean) * (x - mean);
        return sum / static_cast<double>(v.size() - 1) / static_cast<double>(v.size());
    };
    const auto mean = [](const std::vector<double>& v) {
        return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    };
    const auto of_ones = places(of[1], of[0]), of_zeros = places(of[0], of[1]);
    return {mean(of_ones), std::sqrt(variance(of_ones, mean(of_ones)) + variance(of_zeros, mean(of_zeros)))};
}

namespace {

Interval middle(std::vector<double> values) {
    std::erase_if(values, [](double v) { return std::isnan(v); });
    Interval made{no_number, no_number, static_cast<int>(values.size())};
    if (values.size() < 10) return made;
    std::ranges::sort(values);
    const auto at = [&](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto low = static_cast<std::size_t>(place);
        const double part = place - static_cast<double>(low);
        return values[low] + part * (values[std::min(low + 1, values.size() - 1)] - values[low]);
    };
    made.low = at(0.025);
    made.high = at(0.975);
    return made;
}

}  // namespace

BlockIntervals block_bootstrap(std::span<const double> score, std::span<const std::int8_t> label,
                               std::span<const std::int32_t> block, int draws, std::uint64_t seed) {
    std::map<std::int32_t, std::vector<std::size_t>> rows;
    for (std::size_t v = 0; v < score.size(); ++v)
        if (label[v] >= 0 && !std::isnan(score[v])) rows[block[v]].push_back(v);
    std::vector<const std::vector<std::size_t>*> list;
    for (const auto& [number, of] : rows) list.push_back(&of);
    std::mt19937_64 random(seed);
    std::vector<double> areas, precisions;
    std::vector<double> s;
    std::vector<std::int8_t> y;
    for (int draw = 0; draw < draws && !list.empty(); ++draw) {
        s.clear();
        y.clear();
        for (std::size_t n = 0; n < list.size(); ++n)
            for (const std::size_t v : *list[random() % list.size()]) {
                s.push_back(score[v]);
                y.push_back(label[v]);
            }
        const auto steps = steps_of(s, y);
        const double area = roc_area(steps);
        areas.push_back(area);
        precisions.push_back(std::isnan(area) ? no_number : precision_area(steps));
    }
    return {middle(std::move(areas)), middle(std::move(precisions))};
}

Calibration calibration(std::span<const double> probability, std::span<const std::int8_t> label) {
    Calibration made;
    std::vector<double> sum(10, 0), hits(10, 0);
    made.bins.resize(10);
    double n = 0;
    for (std::size_t v = 0; v < probability.size(); ++v) {
        if (label[v] < 0 || std::isnan(probability[v])) continue;
        const double p = probability[v], y = label[v] == 1 ? 1 : 0;
        const auto bin = static_cast<std::size_t>(std::clamp(static_cast<int>(p * 10), 0, 9));
        ++made.bins[bin].count;
        sum[bin] += p;
        hits[bin] += y;
        made.brier += (p - y) * (p - y);
        const double kept = std::clamp(p, 0.0005, 0.9995);
        made.log_loss -= y * std::log(kept) + (1 - y) * std::log(1 - kept);
        ++n;
    }
    for (std::size_t b = 0; b < 10; ++b) {
        const double count = static_cast<double>(made.bins[b].count);
        made.bins[b].mean = count > 0 ? sum[b] / count : no_number;
        made.bins[b].observed = count > 0 ? hits[b] / count : no_number;
        if (count > 0) made.error += count * std::abs(made.bins[b].mean - made.bins[b].observed) / n;
    }
    made.brier = n > 0 ? made.brier / n : no_number;
    made.log_loss = n > 0 ? made.log_loss / n : no_number;
    return made;
}

double Platt::operator()(double probability) const {
    const double kept = std::clamp(probability, 1e-9, 1 - 1e-9);
    return logistic(intercept + slope * std::log(kept / (1 - kept)));
}

base::Expected<Platt> fit_platt(std::span<const double> probability, std::span<const std::int8_t> label) {
    std::vector<double> odds, truth;
    for (std::size_t v = 0; v < probability.size(); ++v) {
        if (label[v] < 0 || std::isnan(probability[v])) continue;
        const double kept = std::clamp(probability[v], 1e-9, 1 - 1e-9);
        odds.push_back(std::log(kept / (1 - kept)));
        truth.push_back(label[v] == 1);
    }
    const auto n = static_cast<Eigen::Index>(odds.size());
    auto fit = fit_logistic(Eigen::Map<const Eigen::VectorXd>(odds.data(), n), Eigen::Map<const Eigen::VectorXd>(truth.data(), n), 0);
    if (!fit) return std::unexpected(fit.error());
    return Platt{fit->beta[1], fit->beta[0]};
}

}  // namespace orelens::potential
