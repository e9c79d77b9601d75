#include "core/drilling/Doubtful.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>

#include "core/drilling/DoubtfulPoints.h"
#include "core/drilling/HoleGap.h"

namespace orelens::drilling {
namespace {

constexpr double diagonals_away = 3;  ///< step-out holes of real drilling stay well below
/// A slip that explains itself is left out beyond this; a hole that is merely far, beyond the other.
constexpr double explained_beyond_m = 1000, far_beyond_m = 10000;
constexpr double least_diagonal_m = 50;
constexpr std::size_t fewest_for_remark = 5;

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] double length() const { return high - low; }
    [[nodiscard]] double beyond(double value) const {
        return value > high ? value - high : value < low ? value - low : 0;
    }
};

struct PlanBox {
    Range x, y;
    [[nodiscard]] double diagonal() const {
        return std::max(least_diagonal_m, std::hypot(x.length(), y.length()));
    }
    [[nodiscard]] double distance(double east, double north) const {
        return std::hypot(x.beyond(east), y.beyond(north));
    }
    /// Among the others or as near to them as their own extent.
    [[nodiscard]] bool holds(double east, double north) const { return distance(east, north) <= diagonal(); }
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<std::size_t> with_coordinates(const std::vector<Collar>& collars) {
    std::vector<std::size_t> known;
    for (std::size_t n = 0; n < collars.size(); ++n)
        if (std::isfinite(collars[n].x + collars[n].y + collars[n].z)) known.push_back(n);
    return known;
}

/// Numbers that one slip of the keyboard turns into `value`: a digit taken out, or put in anywhere; the
/// decimals as they are.
std::vector<double> slips(double value) {
    std::vector<double> out;
    const double whole = std::floor(std::abs(value));
    if (!(whole < 1e15)) return out;
    const double rest = std::abs(value) - whole, sign = value < 0 ? -1 : 1;
    const std::string digits = std::to_string(static_cast<std::int64_t>(whole));
    const auto add = [&](const std::string& text) {
        if (!text.empty()) out.push_back(sign * (static_cast<double>(std::stoll(text)) + rest));
    };
    for (std::size_t at = 0; at < digits.size(); ++at) add(digits.substr(0, at) + digits.substr(at + 1));
    for (std::size_t at = 0; at <= digits.size(); ++at)
        for (char digit = '0'; digit <= '9'; ++digit) add(digits.substr(0, at) + digit + digits.substr(at));
    return out;
}

/// The slip that brings the number closest to the middle of where it belongs.
std::optional<double> slip_into(double value, const Range& range, double margin) {
    const double middle = (range.low + range.high) / 2;
    std::optional<double> best;
    for (const double one : slips(value))
        if (std::abs(range.beyond(one)) <= margin &&
            (!best || std::abs(one - middle) < std::abs(*best - middle)))
            best = one;
    return best;
}

DoubtfulHole explain(const Collar& collar, std::size_t number, const PlanBox& box) {
    DoubtfulHole found{.collar = number, .distance_m = box.distance(collar.x, collar.y)};
    if (collar.x == 0 && collar.y == 0) {
        found.why = PlaceDoubt::zero;
    } else if (box.holds(collar.y, collar.x)) {
        found.why = PlaceDoubt::swapped;
    } else {
        const bool x_fits = std::abs(box.x.beyond(collar.x)) <= box.diagonal();
        const bool y_fits = std::abs(box.y.beyond(collar.y)) <= box.diagonal();
        if (x_fits == y_fits) return found;
        const auto slip =
            x_fits ? slip_into(collar.y, box.y, box.diagonal()) : slip_into(collar.x, box.x, box.diagonal());
        found.field = x_fits ? "y" : "x";
        if (!slip) return found;
        found.why = PlaceDoubt::digit;
        found.reads_as = *slip;
    }
    return found;
}

/// The box around the believable half of the collars and what joins it; the rest goes to `far`.
PlanBox core_of(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
                std::vector<std::size_t>& far) {
    std::vector<double> x, y;
    for (const std::size_t n : known) {
        x.push_back(collars[n].x);
        y.push_back(collars[n].y);
    }
    const double east = median(x), north = median(y);
    std::vector<std::pair<double, std::size_t>> outward;
    for (const std::size_t n : known)
        outward.emplace_back(std::hypot(collars[n].x - east, collars[n].y - north), n);
    std::sort(outward.begin(), outward.end());
    PlanBox box;
    const std::size_t half = known.size() / 2 + 1;
    for (std::size_t n = 0; n < outward.size(); ++n) {
        const Collar& collar = collars[outward[n].second];
        if (n >= half && box.distance(collar.x, collar.y) > diagonals_away * box.diagonal()) {
            far.push_back(outward[n].second);
            continue;
        }
        box.x.add(collar.x);
        box.y.add(collar.y);
    }
    return box;
}

/// Few enough to be slips among the rest.
bool few(std::size_t some, std::size_t all, std::size_t share) {
    return some <= std::max<std::size_t>(1, all / share);
}

/// Another far hole beside it, not at the same place: a prospect of its own.
bool has_company(const std::vector<Collar>& collars, const std::vector<std::size_t>& far, std::size_t hole,
                 const PlanBox& box) {
    constexpr std::size_t many = 1000;  // no slips; and comparing all with all would take too long
    if (far.size() > many) return true;
    return std::ranges::any_of(far, [&](std::size_t other) {
        const double away =
            std::hypot(collars[other].x - collars[hole].x, collars[other].y - collars[hole].y);
        return other != hole && away > 1 && away <= box.diagonal();
    });
}

void judge_plan(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
                std::vector<DoubtfulHole>& found) {
    std::vector<std::size_t> far;
    const PlanBox box = core_of(collars, known, far);
    std::size_t other = 0;
    std::vector<DoubtfulHole> all;
    for (const std::size_t n : far) {
        all.push_back(explain(collars[n], n, box));
        other += all.back().why != PlaceDoubt::zero;
    }
    for (DoubtfulHole& one : all) {
        const bool explained = one.why != PlaceDoubt::far;
        if (!explained && one.distance_m < far_beyond_m && has_company(collars, far, one.collar, box))
            continue;
        one.left_out = one.distance_m > (explained ? explained_beyond_m : far_beyond_m) &&
                       (one.why == PlaceDoubt::zero || few(other, known.size(), 4));
        const bool slips = few(other, known.size(), 4);
        one.certain =
            !one.left_out && !slips && one.why == PlaceDoubt::swapped && one.distance_m > explained_beyond_m;
        if (one.left_out || (known.size() >= fewest_for_remark && (slips || one.certain)))
            found.push_back(one);
    }
}

/// The middle of the elevations (`core`), and with whatever joins it without a wide gap (`all`).
struct Heights {
    Range core, all;
};

/// What is unusual about an elevation; nothing where it is not.
std::optional<DoubtfulHole> explain_elevation(const Collar& collar, const Heights& heights) {
    constexpr double least_range_m = 20;
    const double wide = heights.all.length(), off = heights.all.beyond(collar.z);
    DoubtfulHole found{.why = PlaceDoubt::elevation, .distance_m = off, .field = "z"};
    // Zero stands for unknown; holes below ground are real, holes in the air are not.
    const bool zero = collar.z == 0 && std::abs(off) > std::max(wide, 100.0);
    if (zero || std::abs(off) > std::max(3 * wide, 500.0)) {
        found.left_out = zero || off > 0 || off < -5000;
        return found;
    }
    const double range = heights.core.length(), beyond = heights.core.beyond(collar.z);
    if (std::abs(beyond) <= std::max(3 * range, 100.0)) return std::nullopt;
    found.left_out = false;
    found.remark = true;
    found.distance_m = beyond;
    if (const auto slip = slip_into(collar.z, heights.core, std::max(range, least_range_m))) {
        found.why = PlaceDoubt::digit;
        found.reads_as = *slip;
    }
    return found;
}

/// Another one beside it in elevation: a level underground, a hill. `elevations`: of all, its own included, in order.
bool on_a_level(const std::vector<double>& elevations, double z) {
    constexpr double level_m = 20;
    const auto own = std::ranges::lower_bound(elevations, z);
    const bool below = own != elevations.begin() && z - own[-1] <= level_m;
    return below || (elevations.end() - own > 1 && own[1] - z <= level_m);
}

void judge_elevation(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
                     std::vector<DoubtfulHole>& found) {
    std::vector<double> z;
    for (const std::size_t n : known) z.push_back(collars[n].z);
    const double middle = median(z);
    std::vector<std::pair<double, std::size_t>> outward;
    for (const std::size_t n : known) outward.emplace_back(std::abs(collars[n].z - middle), n);
    std::sort(outward.begin(), outward.end());
    Heights heights;
    std::vector<DoubtfulHole> wild, near;
    const std::size_t half = known.size() / 2 + 1;
    for (std::size_t n = 0; n < outward.size(); ++n) {
        const Collar& collar = collars[outward[n].second];
        auto doubt = n < half ? std::nullopt : explain_elevation(collar, heights);
        const bool remark = doubt && doubt->remark;
        if (!doubt || remark) heights.all.add(collar.z);
        if (!doubt) heights.core.add(collar.z);
        if (!doubt) continue;
        doubt->collar = outward[n].second;
        (remark ? near : wild).push_back(std::move(*doubt));
    }
    const bool slips = few(wild.size(), known.size(), 4);
    for (DoubtfulHole& one : wild) {
        if (!slips) {
            if (collars[one.collar].z != 0) continue;
            one.left_out = false;
            one.certain = true;
        }
        found.push_back(one);
    }
    if (known.size() < fewest_for_remark || !few(near.size(), known.size(), 4)) return;
    std::vector<double> levels;
    for (const DoubtfulHole& one : near) levels.push_back(collars[one.collar].z);
    std::ranges::sort(levels);
    for (const DoubtfulHole& one : near) {
        const bool told = one.why == PlaceDoubt::digit || one.distance_m > 0;
        if (told && !on_a_level(levels, collars[one.collar].z)) found.push_back(one);
    }
}

/// Two holes that are far apart: one of them is wrong, or they are two deposits; which, the file does not say.
void judge_two(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
               std::vector<DoubtfulHole>& found) {
    const Collar &a = collars[known[0]], &b = collars[known[1]];
    const double apart = std::hypot(a.x - b.x, a.y - b.y), rise = std::abs(a.z - b.z);
    if (apart > far_beyond_m)
        found.push_back({.collar = known[1], .left_out = false, .certain = true, .distance_m = apart});
    else if (rise > far_beyond_m)
        found.push_back({.collar = known[1],
                         .why = PlaceDoubt::elevation,
                         .left_out = false,
                         .certain = true,
                         .distance_m = rise,
                         .field = "z"});
}

/// Two fields of holes: two deposits, or two systems of coordinates.
void judge_fields(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
                  std::vector<DoubtfulHole>& found) {
    std::vector<HoleBox> boxes;
    for (const std::size_t n : known) {
        const std::array<double, 3> place{collars[n].x, collars[n].y, 0};
        boxes.push_back({place, place});
    }
    const auto gap = hole_gap(boxes);
    if (!gap || gap->distance_m <= far_beyond_m) return;
    const std::size_t first = known[gap->fewer.front()];
    if (std::ranges::any_of(found, [&](const DoubtfulHole& one) { return one.certain; })) return;
    found.push_back({.collar = first,
                     .why = PlaceDoubt::apart,
                     .left_out = false,
                     .certain = true,
                     .distance_m = gap->distance_m,
                     .together = gap->fewer.size()});
}

/// A collar at 0, 0, 0 that is not far from the others is remarked on where no other has a 0.
void remark_on_zero(const std::vector<Collar>& collars, const std::vector<std::size_t>& known,
                    std::vector<DoubtfulHole>& found) {
    std::optional<std::size_t> zero;
    for (const std::size_t n : known) {
        const Collar& collar = collars[n];
        if (collar.x == 0 && collar.y == 0 && collar.z == 0 && !zero)
            zero = n;
        else if (collar.x == 0 || collar.y == 0 || collar.z == 0)
            return;
    }
    if (!zero || known.size() < 2) return;
    const bool told =
        std::any_of(found.begin(), found.end(), [&](const DoubtfulHole& one) { return one.collar == *zero; });
    if (!told) found.push_back({.collar = *zero, .why = PlaceDoubt::zero, .left_out = false});
}

/// Whether starting so far below the final depth is a slip: where many holes do, the depths are to blame.
bool slips_below(const DrillholeSet& holes, const IntervalTable& table) {
    std::set<std::int32_t> below, all;
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.hole[row] < 0) continue;
        const double end = holes.collars[static_cast<std::size_t>(table.hole[row])].depth_m;
        if (!(end > 0)) continue;
        all.insert(table.hole[row]);
        if (table.from_m[row] > end + std::max(10.0, 0.1 * end)) below.insert(table.hole[row]);
    }
    return few(below.size(), all.size(), 10);
}

}  // namespace

std::vector<DoubtfulHole> doubtful_holes(const std::vector<Collar>& collars) {
    std::vector<DoubtfulHole> found;
    std::vector<std::size_t> known = with_coordinates(collars);
    if (known.size() >= 3) {
        judge_plan(collars, known, found);
        std::vector<char> out(collars.size(), 0);
        for (const DoubtfulHole& one : found) out[one.collar] = one.left_out ? 1 : 0;
        std::erase_if(known, [&](std::size_t n) { return out[n] != 0; });
        if (known.size() >= 3) judge_elevation(collars, known, found);
        judge_fields(collars, known, found);
    }
    if (known.size() == 2) judge_two(collars, known, found);
    remark_on_zero(collars, known, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const DoubtfulHole& a, const DoubtfulHole& b) { return a.collar < b.collar; });
    return found;
}

std::vector<DoubtfulInterval> doubtful_intervals(const DrillholeSet& holes, const IntervalTable& table) {
    std::vector<DoubtfulInterval> found;
    if (table.grades.empty() && table.density.empty()) return found;
    std::vector<double> lengths;
    for (std::size_t row = 0; row < table.size(); ++row)
        if (table.from_m[row] < table.to_m[row]) lengths.push_back(table.to_m[row] - table.from_m[row]);
    if (lengths.empty()) return found;
    const double usual = median(lengths);
    const bool judge_length = lengths.size() >= 4, slips = slips_below(holes, table);
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.hole[row] < 0 || !(table.from_m[row] < table.to_m[row])) continue;
        const double length = table.to_m[row] - table.from_m[row];
        const double end = holes.collars[static_cast<std::size_t>(table.hole[row])].depth_m;
        const bool assayed = std::any_of(table.grades.begin(), table.grades.end(),
                                         [&](const auto& grade) { return !std::isnan(grade.values[row]); }) ||
                             (!table.density.empty() && !std::isnan(table.density[row]));
        const bool inside = end > 0 && table.to_m[row] <= end + 0.01 && table.from_m[row] >= 0;
        if (judge_length && assayed && length > std::max(100 * usual, 50.0)) {
            found.push_back({row, IntervalDoubt::long_interval, !inside, usual});
        } else if (judge_length && assayed && !inside && length > std::max(20 * usual, 20.0)) {
            // A digit too many would make it ten times as long; a mean over a barren stretch may be as long.
            found.push_back({row, IntervalDoubt::long_interval, false, usual});
        } else if (end > 0 && table.from_m[row] > end + std::max(10.0, 0.1 * end)) {
            found.push_back({row, IntervalDoubt::outside_hole, slips, usual});
        }
    }
    return found;
}

std::vector<std::size_t> logs_beyond_belief(const DrillholeSet& holes) {
    constexpr double least_m = 50;
    std::vector<double> ends(holes.collars.size(), 0);
    for (std::size_t n = 0; n < ends.size(); ++n) ends[n] = std::fmax(0, holes.collars[n].depth_m);
    for (std::size_t row = 0; row < holes.assays.size(); ++row) {
        if (holes.assays.hole[row] < 0 || !std::isfinite(holes.assays.to_m[row])) continue;
        if (!holes.assays.doubtful.empty() && holes.assays.doubtful[row] != 0) continue;
        double& end = ends[static_cast<std::size_t>(holes.assays.hole[row])];
        end = std::fmax(end, holes.assays.to_m[row]);
    }
    const IntervalTable& logs = holes.lithology;
    std::vector<std::size_t> order, found;
    for (std::size_t row = 0; row < logs.size(); ++row)
        if (logs.hole[row] >= 0 && logs.from_m[row] < logs.to_m[row]) order.push_back(row);
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return logs.to_m[row]; });
    for (const std::size_t row : order) {
        double& end = ends[static_cast<std::size_t>(logs.hole[row])];
        if (!(end > 0)) continue;
        if (logs.to_m[row] > 2 * end && logs.to_m[row] - end > least_m)
            found.push_back(row);
        else
            end = std::fmax(end, logs.to_m[row]);
    }
    std::ranges::sort(found);
    return found;
}

void mark_doubtful(DrillholeSet& holes) {
    for (const DoubtfulHole& one : doubtful_holes(holes.collars))
        holes.collars[one.collar].doubtful = one.left_out;
    for (IntervalTable* table : {&holes.assays, &holes.densities}) {
        table->doubtful.clear();
        for (const DoubtfulInterval& one : doubtful_intervals(holes, *table)) {
            if (!one.left_out) continue;
            table->doubtful.resize(table->size(), 0);
            table->doubtful[one.row] = 1;
        }
    }
    for (const DoubtfulPoint& one : doubtful_points(holes)) {
        holes.assays.doubtful.resize(holes.assays.size(), 0);
        holes.assays.doubtful[one.row] = 1;
    }
}

bool believed(const DrillholeSet& holes, const IntervalTable& table, std::size_t row) {
    if (table.hole[row] < 0 || holes.collars[static_cast<std::size_t>(table.hole[row])].doubtful)
        return false;
    return table.doubtful.empty() || table.doubtful[row] == 0;
}

}  // namespace orelens::drilling
