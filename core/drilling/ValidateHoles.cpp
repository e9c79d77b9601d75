// Checks of collars and stations.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/drilling/Bends.h"
#include "core/drilling/Checker.h"
#include "core/drilling/DoubtfulPoints.h"
#include "core/drilling/Places.h"
#include "core/drilling/Spans.h"

namespace orelens::drilling {
namespace {

using base::number;

std::string line(std::int64_t row) {
    return std::to_string(row);
}

/// The file in which a hole's place stands: channels and single points have theirs in their own table of samples.
class PlaceFiles {
  public:
    explicit PlaceFiles(const DrillholeSet& holes) : holes_(holes) {
        for (const StatedPath& path : holes.paths) first_row_[path.hole] = holes.assays.size();
        for (std::size_t row = holes.assays.size(); row-- > 0 && !first_row_.empty();)
            if (const auto path = first_row_.find(holes.assays.hole[row]); path != first_row_.end())
                path->second = row;
    }
    [[nodiscard]] bool stated(std::size_t hole) const {
        return first_row_.contains(static_cast<std::int32_t>(hole));
    }
    [[nodiscard]] const std::string& of(std::size_t hole) const {
        const auto path = first_row_.find(static_cast<std::int32_t>(hole));
        const bool sampled = path != first_row_.end() && path->second < holes_.assays.size();
        return sampled ? holes_.assays.file_of(path->second) : holes_.collar_file;
    }

  private:
    const DrillholeSet& holes_;
    std::map<std::int32_t, std::size_t> first_row_;
};

}  // namespace

void Checker::collars() {
    std::vector<char> surveyed(holes.collars.size(), 0);
    for (const SurveyStation& station : holes.surveys)
        if (station.hole >= 0 && std::isfinite(station.dip_deg))
            surveyed[static_cast<std::size_t>(station.hole)] = 1;
    for (const StatedPath& path : holes.paths) surveyed[static_cast<std::size_t>(path.hole)] = 1;
    const PlaceFiles files(holes);
    std::map<std::string, std::int64_t> first_row;
    for (std::size_t i = 0; i < holes.collars.size() && !stopped(i); ++i) {
        const Collar& collar = holes.collars[i];
        const auto place = [&](Finding& finding) {
            finding.file = files.of(i);
            finding.row = collar.row;
            finding.hole = collar.hole;
        };
        const auto [first, fresh] = first_row.emplace(collar.hole, collar.row);
        if (!fresh)
            place(add(FindingKind::duplicate_collar, Severity::error, "drilling.duplicate_collar",
                      "drilling.duplicate_collar_fix",
                      {{"hole", collar.hole}, {"row", line(first->second)}}));
        if (!std::isfinite(collar.x) || !std::isfinite(collar.y) || !std::isfinite(collar.z))
            place(add(FindingKind::collar_coordinates_missing, Severity::error, "drilling.no_coordinates",
                      "drilling.no_coordinates_fix", {{"hole", collar.hole}}));
        if (!surveyed[i])
            place(add(FindingKind::missing_survey, Severity::warning, "drilling.missing_survey",
                      "drilling.missing_survey_fix", {{"hole", collar.hole}}));
    }
}

void Checker::station(const SurveyStation& station) {
    const auto report = [&](FindingKind kind, const char* what, const char* fix, double value) {
        at_station(station, add(kind, Severity::error, what, fix, {{"value", number(value)}}));
    };
    if (std::isfinite(station.azimuth_deg)) {
        if (!azimuth_possible(station.azimuth_deg))
            report(FindingKind::azimuth_out_of_range, "drilling.azimuth_range", "drilling.station_left_out",
                   station.azimuth_deg);
        else if (station.azimuth_deg < 0 || station.azimuth_deg > 360)
            at_station(station,
                       add(FindingKind::azimuth_out_of_range, Severity::warning, "drilling.azimuth_range",
                           "drilling.azimuth_range_fix", {{"value", number(station.azimuth_deg)}}));
    } else if (std::abs(station.dip_deg) != 90) {
        report(FindingKind::azimuth_out_of_range, "drilling.azimuth_missing", "drilling.station_left_out",
               no_value);
    }
    if (std::isnan(station.dip_deg))
        report(FindingKind::dip_out_of_range, "drilling.dip_missing", "drilling.station_left_out", no_value);
    else if (std::abs(station.dip_deg) > 90)
        report(FindingKind::dip_out_of_range, "drilling.dip_range", "drilling.station_left_out",
               station.dip_deg);
    if (station.depth_m < 0)
        report(FindingKind::station_order, "drilling.station_above_collar", "drilling.station_left_out",
               station.depth_m);
    if (station.hole < 0) return;
    const double end = holes.collars[static_cast<std::size_t>(station.hole)].depth_m;
    if (end > 0 && station.depth_m > end + depth_tolerance_m)
        at_station(station, add(FindingKind::beyond_hole_depth, Severity::warning,
                                "drilling.station_beyond_depth", "drilling.beyond_depth_fix",
                                {{"depth", number(station.depth_m, 10)}, {"end", number(end, 10)}}));
}

void Checker::stations() {
    for (std::size_t n = 0; n < holes.surveys.size() && !stopped(n); ++n) station(holes.surveys[n]);
    std::vector<std::int32_t> hole;
    for (const SurveyStation& each : holes.surveys) hole.push_back(each.hole);
    const RowsByHole by_hole(hole, holes.collars.size());
    for (std::size_t h = 0; h < holes.collars.size() && !stopped(h); ++h) {
        const SurveyStation* before = nullptr;
        std::map<double, std::int64_t> depths;
        for (const std::size_t row : by_hole.rows(h)) {
            const SurveyStation& now = holes.surveys[row];
            if (!(now.depth_m >= 0)) continue;  // reported by station()
            const auto [first, fresh] = depths.emplace(now.depth_m, now.row);
            if (!fresh) {
                at_station(now, add(FindingKind::duplicate_station, Severity::warning,
                                    "drilling.duplicate_station", "drilling.duplicate_station_fix",
                                    {{"depth", number(now.depth_m, 10)}, {"row", line(first->second)}}));
            } else if (before && now.depth_m < before->depth_m) {
                at_station(
                    now, add(FindingKind::station_order, Severity::warning, "drilling.station_order",
                             "drilling.station_order_fix",
                             {{"depth", number(now.depth_m, 10)}, {"before", number(before->depth_m, 10)}}));
            }
            before = &now;
        }
    }
}

/// Holes without a stated depth whose survey goes on far below their last interval: one note for the file,
/// since such a last station (90000, 99999) is a habit of whole databases.
void Checker::stations_below_holes() {
    const std::vector<double> ends = hole_ends(holes);
    std::set<std::int32_t> deep;
    const SurveyStation* first = nullptr;
    for (const SurveyStation& each : holes.surveys) {
        if (each.hole < 0 || std::isfinite(holes.collars[static_cast<std::size_t>(each.hole)].depth_m))
            continue;
        const double end = ends[static_cast<std::size_t>(each.hole)];
        if (!(each.depth_m > 2 * end + long_blank_m)) continue;
        deep.insert(each.hole);
        if (first == nullptr) first = &each;
    }
    if (first != nullptr)
        at_station(*first, add(FindingKind::beyond_hole_depth, Severity::info,
                               "drilling.stations_below_holes", "drilling.stations_below_holes_fix",
                               {{"depth", number(first->depth_m, 10)},
                                {"holes", line(static_cast<std::int64_t>(deep.size()))}}));
}

/// Final depths that are a code or have a digit too many: far beyond those of the other holes, with nothing on
/// record in nine tenths of the hole. The trace is drawn that long, and unsampled rock may count as barren.
void Checker::depths_beyond_records() {
    constexpr double times_usual = 10, times_recorded = 5;
    constexpr std::size_t fewest = 4;
    std::vector<double> depths, recorded(holes.collars.size(), 0);
    for (const Collar& collar : holes.collars)
        if (collar.depth_m > 0) depths.push_back(collar.depth_m);
    if (depths.size() < fewest) return;
    std::ranges::nth_element(depths, depths.begin() + static_cast<std::ptrdiff_t>(depths.size() / 2));
    const double usual = depths[depths.size() / 2];
    const auto note = [&](std::int32_t hole, double depth) {
        if (hole >= 0 && std::isfinite(depth))
            recorded[static_cast<std::size_t>(hole)] = std::max(recorded[static_cast<std::size_t>(hole)], depth);
    };
    for (const IntervalTable* table : {&holes.assays, &holes.lithology})
        for (std::size_t row = 0; row < table->size(); ++row)
            if (table->doubtful.empty() || table->doubtful[row] == 0) note(table->hole[row], table->to_m[row]);
    for (const SurveyStation& each : holes.surveys) note(each.hole, each.depth_m);
    for (std::size_t i = 0; i < holes.collars.size(); ++i) {
        const Collar& collar = holes.collars[i];
        if (!(collar.depth_m > times_usual * usual && collar.depth_m > times_recorded * recorded[i] &&
              collar.depth_m > recorded[i] + long_blank_m))
            continue;
        Finding& finding = add(FindingKind::beyond_hole_depth, Severity::warning, "drilling.depth_unlikely",
                               "drilling.depth_unlikely_fix",
                               {{"hole", collar.hole},
                                {"depth", number(collar.depth_m, 10)},
                                {"usual", number(usual, 4)},
                                {"end", number(recorded[i], 10)}});
        finding.file = holes.collar_file;
        finding.row = collar.row;
        finding.hole = collar.hole;
    }
}

/// Collars that cannot be right beside the others.
void Checker::doubtful_places() {
    struct Words {
        const char *what, *fix;
    };
    static constexpr Words words[] = {{"drilling.place_far", "drilling.place_fix"},
                                      {"drilling.place_zero", "drilling.place_fix"},
                                      {"drilling.place_swapped", "drilling.place_fix"},
                                      {"drilling.place_digit", "drilling.place_fix"},
                                      {"drilling.place_elevation", "drilling.place_fix"},
                                      {"drilling.place_apart", "drilling.place_fix"}};
    static constexpr Words near_elevation{"drilling.place_height", "drilling.place_fix"},
        digit_of_height{"drilling.place_height_digit", "drilling.place_fix"};
    const PlaceFiles files(holes);
    for (const DoubtfulHole& one : doubtful_holes(holes.collars)) {
        const Collar& collar = holes.collars[one.collar];
        const Words& say = !one.remark                    ? words[static_cast<int>(one.why)]
                           : one.why == PlaceDoubt::digit ? digit_of_height
                                                          : near_elevation;
        const bool near_zero = one.why == PlaceDoubt::zero && !one.left_out;
        const double value = one.field == "y" ? collar.y : one.field == "z" ? collar.z : collar.x;
        Finding& finding = add(FindingKind::doubtful_place,
                               one.left_out || one.certain ? Severity::error : Severity::warning,
                               near_zero ? "drilling.place_zero_near" : say.what,
                               one.left_out                     ? say.fix
                               : one.why == PlaceDoubt::apart ? "drilling.place_apart_fix"
                                                              : "drilling.place_kept_fix",
                               {{"hole", collar.hole},
                                {"count", std::to_string(one.together)},
                                {"all", std::to_string(holes.collars.size())},
                                {"distance", number(std::abs(one.distance_m) / 1000, 4)},
                                {"metres", number(std::abs(one.distance_m), 4)},
                                {"field", one.field},
                                {"value", number(value, 12)},
                                {"x", number(collar.x, 12)},
                                {"y", number(collar.y, 12)},
                                {"reads", number(one.reads_as, 12)}});
        finding.file = files.of(one.collar);
        finding.row = collar.row;
        finding.hole = collar.hole;
    }
}

/// Samples inside a channel that cannot be right beside all others.
void Checker::doubtful_samples() {
    static constexpr const char* words[] = {"drilling.sample_far", "drilling.sample_zero", "drilling.sample_swapped",
                                            "drilling.sample_digit", "drilling.sample_elevation", "drilling.sample_far"};
    for (const DoubtfulPoint& one : doubtful_points(holes)) {
        const double value = one.doubt.field == "y" ? one.y : one.doubt.field == "z" ? one.z : one.x;
        at_row(holes.assays, one.row,
               add(FindingKind::doubtful_place, Severity::error, words[static_cast<int>(one.doubt.why)],
                   "drilling.sample_place_fix",
                   {{"hole", holes.collars[static_cast<std::size_t>(holes.assays.hole[one.row])].hole},
                    {"distance", number(std::abs(one.doubt.distance_m) / 1000, 4)},
                    {"field", one.doubt.field},
                    {"value", number(value, 12)},
                    {"x", number(one.x, 12)},
                    {"y", number(one.y, 12)},
                    {"reads", number(one.doubt.reads_as, 12)}}));
    }
}

/// Holes that start at one place in one direction: one hole under two names, or a branch that repeats its
/// parent. Fans and wedges leave their collar in different directions and are none.
void Checker::twin_holes() {
    std::vector<double> x, y, z;
    for (const Collar& collar : holes.collars) {
        x.push_back(collar.x);
        y.push_back(collar.y);
        z.push_back(collar.z);
    }
    const Places places = places_of(x, y, z, progress);
    if (places.of.empty() || !places.shared()) return;
    const PlaceFiles files(holes);
    std::vector<const SurveyStation*> first(holes.collars.size(), nullptr);
    for (const SurveyStation& station : holes.surveys) {
        if (station.hole < 0) continue;
        const SurveyStation*& own = first[static_cast<std::size_t>(station.hole)];
        if (own == nullptr || station.depth_m < own->depth_m) own = &station;
    }
    for (const std::vector<std::uint32_t>& members : shared_members(places))
        for (std::size_t n = 1; n < members.size(); ++n) {
            const Collar &collar = holes.collars[members[n]], &other = holes.collars[members[0]];
            const SurveyStation *a = first[members[n]], *b = first[members[0]];
            const bool apart = a != nullptr && b != nullptr && turn_deg(*a, *b) > 0.5;
            // Where a channel goes, its own samples say: those that lie on others are found among the composites.
            if (files.stated(members[n]) || files.stated(members[0])) continue;
            if (apart || collar.doubtful || collar.hole == other.hole) continue;
            Finding& finding = add(FindingKind::twin_hole, Severity::warning, "drilling.twin_hole",
                                   "drilling.twin_hole_fix", {{"hole", collar.hole}, {"other", other.hole}});
            finding.file = holes.collar_file;
            finding.row = collar.row;
            finding.hole = collar.hole;
        }
}

void Checker::bends() {
    for (const Bend& bend : sharp_bends(holes)) {
        const SurveyStation& station = holes.surveys[bend.station];
        at_station(station, add(FindingKind::kink, Severity::warning, "drilling.kink", "drilling.kink_fix",
                                {{"angle", number(bend.angle_deg, 3)},
                                 {"length", number(bend.length_m, 4)},
                                 {"rate", number(bend.angle_deg / bend.length_m * 30, 3)},
                                 {"limit", number(holes.max_bend_deg, 4)}}));
    }
}

}  // namespace orelens::drilling
