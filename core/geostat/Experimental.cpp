#include "core/geostat/Experimental.h"

#include <algorithm>
#include <numbers>

#include "core/geostat/PairedValues.h"
#include "core/geostat/Pairs.h"

namespace orelens::geostat {
namespace {

/// Sums of one lag. `first` and `second` are of tails and heads; semivariograms use `product` alone.
struct Bin {
    std::int64_t pairs = 0;
    double distance = 0, product = 0;
    double first = 0, second = 0, first_square = 0, second_square = 0;
    void add(const Bin& other) {
        pairs += other.pairs;
        distance += other.distance;
        product += other.product;
        first += other.first;
        second += other.second;
        first_square += other.first_square;
        second_square += other.second_square;
    }
};

/// One rule made ready: which pairs it takes, and to which lags.
class Curve {
  public:
    explicit Curve(const LagRule& rule) : rule_(rule), bins(static_cast<std::size_t>(rule.lags) + 1) {
        constexpr double radians = std::numbers::pi / 180;
        if (!rule.direction) return;
        const double azimuth = (*rule.direction)[0] * radians, dip = (*rule.direction)[1] * radians;
        east_ = std::sin(azimuth);
        north_ = std::cos(azimuth);
        flat_ = std::cos(dip);
        up_ = -std::sin(dip);
        const auto cosine = [&](double tolerance) {
            return tolerance >= 90 ? -1 : std::cos(tolerance * radians);
        };
        least_ = cosine(rule.angle_tolerance_deg);
        least_dip_ = cosine(rule.dip_tolerance_deg);
    }
    /// Pairs along no direction count in both orders where order matters.
    [[nodiscard]] bool both_orders() const {
        return !rule_.direction || (rule_.sector == Sector::plan_and_dip && rule_.angle_tolerance_deg >= 90);
    }
    /// 0: not taken; 1: the pair points along the direction; −1: against it.
    [[nodiscard]] int takes(double dx, double dy, double dz, double h) const {
        if (!rule_.direction) return 1;
        if (rule_.sector == Sector::cone) {
            const double along = dx * east_ * flat_ + dy * north_ * flat_ + dz * up_;
            if (std::abs(along) < h * least_ - 1e-12 * h) return 0;
            if (h * h - along * along > rule_.bandwidth_m * rule_.bandwidth_m) return 0;
            return along < 0 ? -1 : 1;
        }
        const double plan = std::sqrt(dx * dx + dy * dy);
        const double cosine = plan < 1e-20 ? 1 : (dx * east_ + dy * north_) / plan;
        if (std::abs(cosine) < least_) return 0;
        if (std::abs(east_ * dy - north_ * dx) > rule_.bandwidth_m) return 0;
        const double forward = cosine < 0 ? -plan : plan;
        const double along = (forward * flat_ + dz * up_) / h;
        if (std::abs(along) < least_dip_) return 0;
        if (std::abs(flat_ * dz - up_ * forward) > rule_.vertical_bandwidth_m) return 0;
        return cosine >= 0 && along >= 0 ? 1 : -1;
    }
    /// Calls visit(bin) for every lag that a distance belongs to.
    template <class Visit>
    void lags_of(double h, Visit visit) {
        if (h > rule_.longest_m) return;
        if (rule_.classes) {
            const double k = std::ceil(h / rule_.lag_m);
            // Division may round across the end of a class; the ends themselves decide.
            for (double lag = std::max(k - 1, 1.0); lag <= std::min<double>(k + 1, rule_.lags); ++lag)
                if (h > (lag - 1) * rule_.lag_m && h <= lag * rule_.lag_m) visit(bins[static_cast<std::size_t>(lag)]);
            return;
        }
        const double first = std::floor((h - rule_.tolerance_m) / rule_.lag_m);
        const double last = std::ceil((h + rule_.tolerance_m) / rule_.lag_m);
        for (double lag = std::max(first, 0.0); lag <= std::min<double>(last, rule_.lags); ++lag)
            if (h >= lag * rule_.lag_m - rule_.tolerance_m && h <= lag * rule_.lag_m + rule_.tolerance_m)
                visit(bins[static_cast<std::size_t>(lag)]);
    }

  private:
    LagRule rule_;
    double east_ = 0, north_ = 1, flat_ = 1, up_ = 0, least_ = -1, least_dip_ = -1;

  public:
    std::vector<Bin> bins;
};

struct Tally {
    const ValueSamples* samples = nullptr;
    const std::vector<double>* value = nullptr;   ///< as they are paired
    const std::vector<double>* second = nullptr;  ///< of the other element
    Measure measure = Measure::semivariogram;
    std::vector<Curve> curves;

    void add(double dx, double dy, double dz, double h2, std::size_t i, std::size_t j) {
        if (samples->at_one_place(h2, i, j)) return;
        const double h = std::sqrt(h2), a = (*value)[i], b = (*value)[j];
        double product = (b - a) * (b - a);
        if (measure == Measure::cross) product = (b - a) * ((*second)[j] - (*second)[i]);
        if (measure == Measure::pairwise_relative) {
            if (a + b == 0) return;
            product *= 4 / ((a + b) * (a + b));
        }
        for (Curve& curve : curves) {
            const int sign = curve.takes(dx, dy, dz, h);
            if (sign == 0) continue;
            Bin one{1, h, product};
            if (measure == Measure::correlogram) {
                one.product = a * b;
                one.first = sign > 0 ? a : b;
                one.second = sign > 0 ? b : a;
                one.first_square = one.first * one.first;
                one.second_square = one.second * one.second;
            }
            curve.lags_of(h, [&](Bin& bin) { bin.add(one); });
        }
    }
    void merge(const Tally& other) {
        for (std::size_t c = 0; c < curves.size(); ++c)
            for (std::size_t k = 0; k < curves[c].bins.size(); ++k) curves[c].bins[k].add(other.curves[c].bins[k]);
    }
};

double value_of(const Bin& bin, Measure measure, bool both_orders) {
    const auto n = static_cast<double>(bin.pairs);
    if (measure != Measure::correlogram) return bin.product / (2 * n);
    double a = bin.first / n, b = bin.second / n, aa = bin.first_square / n, bb = bin.second_square / n;
    if (both_orders) {
        a = b = (a + b) / 2;
        aa = bb = (aa + bb) / 2;
    }
    const double spread = (aa - a * a) * (bb - b * b);
    return spread > 0 ? (bin.product / n - a * b) / std::sqrt(spread) : std::numeric_limits<double>::quiet_NaN();
}

bool sound(const LagRule& rule) {
    return rule.lag_m > 0 && rule.lags >= 1 && rule.lags <= 100000 && (rule.classes || rule.tolerance_m > 0) &&
           rule.angle_tolerance_deg > 0 && rule.bandwidth_m > 0 && rule.dip_tolerance_deg > 0 &&
           rule.vertical_bandwidth_m > 0 && rule.longest_m > 0;
}

double reach_of(const LagRule& rule) {
    return std::min(rule.longest_m, rule.lag_m * rule.lags + (rule.classes ? 0 : rule.tolerance_m));
}

}  // namespace

base::Expected<std::vector<ExperimentalVariogram>> experimental_variograms(const drilling::CompositeTable& samples,
                                                                           const VariogramRequest& request,
                                                                           base::Progress& progress) {
    if (!std::ranges::all_of(request.rules, sound)) 
        return base::fail(base::ErrorKind::usage, base::Message("geostat.bad_lag", {{"element", request.element}}));
    auto paired = paired_samples(samples, request, progress);
    if (!paired) return std::unexpected(paired.error());
    const ValueSamples* const valid = &paired->samples;
    const std::vector<double>& second = paired->second;
    // A correlogram does not depend on the mean, and its sums are exact about it.
    const double mean = request.measure == Measure::correlogram ? valid->mean : 0;
    std::vector<double> value = valid->value;
    for (double& v : value) v -= mean;

    std::vector<ExperimentalVariogram> out;
    for (const LagRule& rule : request.rules)
        out.push_back({request.element, rule, valid->variance, 1, {}, request.measure,
                       request.scale, request.second});
    // Pairs of one hole are met in another walk than all pairs.
    for (const bool downhole : {false, true}) {
        Tally zero{&*valid, &value, &second, request.measure, {}};
        std::vector<std::size_t> which;
        double reach = 0;
        for (std::size_t r = 0; r < request.rules.size(); ++r)
            if (request.rules[r].downhole == downhole) {
                which.push_back(r);
                zero.curves.emplace_back(request.rules[r]);
                reach = std::max(reach, reach_of(request.rules[r]));
            }
        if (which.empty()) continue;
        Tally total = zero;
        const double share = walk_pairs(*valid, reach, downhole, zero, total, progress);
        if (share < 0) return base::cancelled();
        const PlacePairs at = request.measure == Measure::semivariogram ? pairs_at_one_place(*valid, downhole) : PlacePairs{};
        for (std::size_t c = 0; c < which.size(); ++c) {
            ExperimentalVariogram& curve = out[which[c]];
            curve.head_share = share;
            if (at.pairs > 0) curve.points.push_back({0, at.gamma, at.pairs});
            for (const Bin& bin : total.curves[c].bins) {
                if (bin.pairs == 0) continue;
                curve.points.push_back({bin.distance / static_cast<double>(bin.pairs),
                                        value_of(bin, request.measure, total.curves[c].both_orders()), bin.pairs});
            }
        }
        progress.report(downhole ? 1 : 0.5);
    }
    if (progress.cancelled()) return base::cancelled();
    progress.report(1);
    return out;
}

base::Expected<ExperimentalVariogram> experimental_variogram(const drilling::CompositeTable& samples,
                                                             const std::string& element, const LagRule& rule,
                                                             base::Progress& progress) {
    VariogramRequest request;
    request.element = element;
    request.rules = {rule};
    auto curves = experimental_variograms(samples, request, progress);
    if (!curves) return std::unexpected(curves.error());
    return std::move(curves->front());
}

}  // namespace orelens::geostat
