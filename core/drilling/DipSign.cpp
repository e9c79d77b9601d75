#include "core/drilling/DipSign.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace orelens::drilling {
namespace {

constexpr double flat_deg = 20;   ///< surface holes are hardly ever flatter
constexpr double steep_deg = 50;  ///< fans underground always have flatter holes
/// Medians below and above which an "inclination" is surely from the vertical, or surely a dip.
constexpr double surely_from_vertical_deg = 35, surely_dip_deg = 55;
/// Wells turn a little above the horizon; beyond this an angle from straight down is one from straight up.
constexpr double steeply_up_deg = 120;
constexpr double below_ground_m = 30;

/// Mean dip of one hole, as the file writes it.
struct Hole {
    std::int32_t hole = -1;
    double mean = 0;
};

std::vector<Hole> mean_dips(const std::vector<const SurveyStation*>& stations) {
    std::map<std::int32_t, std::pair<double, double>> sums;
    for (const SurveyStation* station : stations) {
        if (!std::isfinite(station->dip_deg) || station->hole < 0) continue;
        auto& [sum, count] = sums[station->hole];
        sum += station->dip_deg;
        ++count;
    }
    std::vector<Hole> holes;
    for (const auto& [hole, sum] : sums) holes.push_back({hole, sum.first / sum.second});
    return holes;
}

double median_steepness(const std::vector<Hole>& holes) {
    std::vector<double> all;
    for (const Hole& hole : holes) all.push_back(std::abs(hole.mean));
    if (all.empty()) return no_value;
    std::sort(all.begin(), all.end());
    const std::size_t half = all.size() / 2;
    return all.size() % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2;
}

/// All but a tenth of the holes are steep, as surface drilling is.
bool steep(const std::vector<Hole>& holes) {
    const auto flat =
        std::ranges::count_if(holes, [](const Hole& h) { return std::abs(h.mean) < steep_deg; });
    return !holes.empty() && 10 * static_cast<std::size_t>(flat) <= holes.size();
}

/// At least half of the holes would lie flat; holes of exactly 0 may be trenches and say nothing unless they
/// are to be counted.
bool mostly_flat(const std::vector<Hole>& holes, bool with_zeros) {
    std::size_t flat = 0, all = 0;
    for (const Hole& hole : holes) {
        if (hole.mean == 0 && !with_zeros) continue;
        ++all;
        flat += std::abs(hole.mean) < flat_deg;
    }
    return all > 0 && 2 * flat >= all;
}

/// Whether the collars have the relief of ground: drives are level, or lie on a few levels.
bool on_ground(const std::vector<Collar>& collars, const std::vector<Hole>& holes) {
    std::set<std::int64_t> levels;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    std::size_t known = 0;
    for (const Hole& hole : holes) {
        const double z = collars[static_cast<std::size_t>(hole.hole)].z;
        if (!(std::abs(z) < 1e9)) continue;
        ++known;
        levels.insert(std::llround(z));
        low = std::min(low, z);
        high = std::max(high, z);
    }
    return known >= 5 && high - low >= 5 && 2 * levels.size() >= known;
}

/// Inclined holes whose collars lie level: flat ground, or the floor of a drive, from which steep holes rise
/// too.
bool inclined_on_one_level(const std::vector<Collar>& collars, const std::vector<Hole>& holes) {
    constexpr double level_m = 5, upright_deg = 85;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    bool inclined = false;
    for (const Hole& hole : holes) {
        const double z = collars[static_cast<std::size_t>(hole.hole)].z;
        if (!std::isfinite(z)) return false;
        low = std::min(low, z);
        high = std::max(high, z);
        inclined = inclined || std::abs(hole.mean) < upright_deg;
    }
    return holes.size() >= 2 && inclined && high - low < level_m;
}

/// Median elevation of the three nearest collars of `others` less the hole's own.
double below_others(const std::vector<Collar>& collars, const Hole& hole, const std::vector<Hole>& others) {
    const Collar& own = collars[static_cast<std::size_t>(hole.hole)];
    std::vector<std::pair<double, double>> near;
    const std::size_t step = others.size() / 2000 + 1;  // a few thousand tell the ground well enough
    for (std::size_t n = 0; n < others.size(); n += step) {
        const Collar& collar = collars[static_cast<std::size_t>(others[n].hole)];
        const double away = std::hypot(collar.x - own.x, collar.y - own.y);
        if (std::isfinite(away + collar.z + own.z)) near.emplace_back(away, collar.z);
    }
    if (near.empty()) return no_value;
    const std::size_t count = std::min<std::size_t>(3, near.size());
    std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(count), near.end());
    std::vector<double> z;
    for (std::size_t n = 0; n < count; ++n) z.push_back(near[n].second);
    std::sort(z.begin(), z.end());
    return z[count / 2] - own.z;
}

void judge_mixed(const std::vector<Collar>& collars, const std::vector<Hole>& positive,
                 const std::vector<Hole>& negative, DipJudgement& judged) {
    const bool more_positive = judged.positive > judged.negative;
    const std::vector<Hole>&most = more_positive ? positive : negative,
          &fewer = more_positive ? negative : positive;
    judged.convention = more_positive ? DipConvention::positive_down : DipConvention::negative_down;
    judged.known = false;
    judged.why = "csv.dip_unknown_mixed";
    if (!on_ground(collars, most)) return;
    std::size_t underground = 0;
    for (const Hole& hole : fewer) {
        if (below_others(collars, hole, most) > below_ground_m)
            ++underground;
        else
            judged.other.push_back(hole.hole);
    }
    judged.known = true;
    judged.why = judged.other.empty() ? "csv.dip_up_holes" : "csv.dip_two_signs";
}

void count_stations(const std::vector<const SurveyStation*>& stations, DipJudgement& judged) {
    for (const SurveyStation* station : stations) {
        judged.positive += station->dip_deg > 0;
        judged.negative += station->dip_deg < 0;
    }
    const bool fewer_positive = judged.positive <= judged.negative;
    for (const SurveyStation* station : stations)
        if (judged.example == nullptr && (fewer_positive ? station->dip_deg > 0 : station->dip_deg < 0))
            judged.example = station;
    if (judged.example == nullptr && !stations.empty()) judged.example = stations.front();
}

}  // namespace

DipJudgement judge_dips(const std::vector<Collar>& collars, const std::vector<const SurveyStation*>& stations,
                        DipHeader header) {
    DipJudgement judged;
    count_stations(stations, judged);
    std::vector<Hole> positive, negative;
    const std::vector<Hole> holes = mean_dips(stations);
    for (const Hole& hole : holes) {
        if (hole.mean > 0) positive.push_back(hole);
        if (hole.mean < 0) negative.push_back(hole);
    }
    judged.holes_positive = static_cast<std::int64_t>(positive.size());
    judged.holes_negative = static_cast<std::int64_t>(negative.size());
    const auto settle = [&](DipConvention convention, bool known, const char* why) {
        judged.convention = convention;
        judged.known = known;
        judged.why = why;
        return judged;
    };
    const bool above_90 =
        std::ranges::any_of(stations, [](const SurveyStation* station) { return station->dip_deg > 90; });
    if (header != DipHeader::dip && judged.negative == 0) {
        const auto rising = std::ranges::count_if(holes, [](const Hole& hole) { return hole.mean > steeply_up_deg; });
        if (2 * static_cast<std::size_t>(rising) > holes.size())
            return settle(DipConvention::from_vertical, false, "csv.dip_unknown_rising");
    }
    if (header == DipHeader::zenith)
        return settle(DipConvention::from_vertical, true, "csv.dip_from_vertical");
    if (header == DipHeader::inclination && judged.negative == 0) {
        const double median = median_steepness(holes);
        if (above_90 || median < surely_from_vertical_deg)
            return settle(DipConvention::from_vertical, true, "csv.dip_inclination");
        if (median <= surely_dip_deg)
            return settle(DipConvention::positive_down, false, "csv.dip_unknown_inclination");
    }
    // A column of zeros is the default of a database more often than drilling along the horizon.
    judged.all_zero = judged.negative == 0 && judged.positive == 0 && !holes.empty();
    const bool flat_on_ground = mostly_flat(holes, true) && on_ground(collars, holes);
    if (judged.positive == 0 && flat_on_ground)
        return settle(DipConvention::negative_down, false, "csv.dip_unknown_flat");
    if (judged.negative == 0 && judged.positive == 0)
        return settle(DipConvention::negative_down, true,
                      judged.all_zero ? "csv.dip_all_zero" : "csv.dip_negative_down");
    if (judged.negative == 0 && (flat_on_ground || mostly_flat(holes, false)))
        return settle(DipConvention::positive_down, false, "csv.dip_unknown_flat");
    if (negative.empty() && steep(holes) && inclined_on_one_level(collars, holes))
        return settle(DipConvention::positive_down, true, "csv.dip_positive_level");
    if (negative.empty())
        return steep(holes) || on_ground(collars, holes)
                   ? settle(DipConvention::positive_down, true, "csv.dip_positive_down")
                   : settle(DipConvention::positive_down, false, "csv.dip_unknown_positive");
    if (positive.empty()) return settle(DipConvention::negative_down, true, "csv.dip_negative_down");
    if (flat_on_ground)
        return settle(
            judged.positive > judged.negative ? DipConvention::positive_down : DipConvention::negative_down,
            false, "csv.dip_unknown_flat");
    judge_mixed(collars, positive, negative, judged);
    return judged;
}

base::Expected<std::vector<DipOf>> dips_of(std::string_view list) {
    static const std::map<std::string, DipConvention, std::less<>> names = {
        {"negative_down", DipConvention::negative_down},
        {"positive_down", DipConvention::positive_down},
        {"from_vertical", DipConvention::from_vertical}};
    std::vector<DipOf> out;
    for (const std::string& item : list_items(list)) {
        const std::size_t sign = item.rfind('=');
        const auto named = [&](std::size_t at) {
            const std::string name = item.substr(at);
            const std::size_t first = name.find_first_not_of(' ');
            return first == std::string::npos ? names.end() : names.find(name.substr(first));
        };
        const auto convention = sign == std::string::npos ? names.end() : named(sign + 1);
        const std::size_t last = sign == std::string::npos ? sign : item.find_last_not_of(" =", sign);
        if (convention == names.end() || last == std::string::npos)
            return base::fail(base::ErrorKind::usage, base::Message("csv.dip_of_bad", {{"item", item}}),
                              {.field = "drillholes.dip_of"}, base::Message("csv.dip_of_bad_fix"));
        out.push_back({item.substr(0, last + 1), convention->second});
    }
    return out;
}

bool name_fits(std::string_view pattern, std::string_view name) {
    // The last * is tried again further on whenever what follows it does not fit.
    std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

double as_negative_down(double dip_deg, DipConvention convention) {
    if (convention == DipConvention::positive_down) return -dip_deg;
    return convention == DipConvention::from_vertical ? dip_deg - 90 : dip_deg;
}

}  // namespace orelens::drilling
