#include "core/io/drillholes/Coordinates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "core/drilling/Bends.h"
#include "core/io/NorthingFirst.h"
#include "core/io/drillholes/ColumnGuess.h"

namespace orelens::io {
namespace {

using base::Message;
using base::number;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

Finding about(const OpenTable& table, const std::string& column, Severity severity, Message what,
              Message fix) {
    Finding finding;
    finding.kind = kind_name(FindingKind::axes_suspicious);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = column;
    finding.what = std::move(what);
    finding.fix = std::move(fix);
    return finding;
}

/// Chinese survey tables call north X and east Y. Grid coordinates of China tell: a northing of 2 to 6
/// million, and an easting of 6 digits, or of 8 with the zone in front.
void report_axes(const OpenTable& table, DrillholeImport& out) {
    const bool chinese = has_han(table.header("x")) || has_han(table.header("y"));
    std::size_t swapped = 0, plain = 0;
    for (const drilling::Collar& collar : out.holes.collars) {
        swapped += northing_first(collar.x, collar.y, chinese);
        plain += temperate_northing_first(collar.x, collar.y);
    }
    const bool all = plain > 0 && plain == out.holes.collars.size();
    if (!all && (swapped == 0 || 2 * swapped < out.holes.collars.size())) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::axes_suspicious);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.header("x");
    finding.what = Message("csv.axes_swapped", {{"x", table.header("x")}, {"y", table.header("y")}});
    finding.fix = Message("csv.axes_swapped_fix", {{"x", table.header("x")}, {"y", table.header("y")}});
    out.findings.push_back(std::move(finding));
}

/// "39452310" beside "452310": the number of the zone stands in front of some eastings only.
void report_zones(const OpenTable& table, DrillholeImport& out) {
    for (const char* role : {"x", "y"}) {
        std::map<int, std::int64_t> zones;
        std::int64_t plain = 0, with = 0, first_plain = 0;
        std::string hole;
        for (const drilling::Collar& collar : out.holes.collars) {
            const double value = role[0] == 'x' ? collar.x : collar.y;
            if (value > 1.3e7 && value < 6.1e7) {
                ++with;
                ++zones[static_cast<int>(value / 1e6)];
            } else if (value > 1e5 && value < 1e6 && plain++ == 0) {
                first_plain = collar.row;
                hole = collar.hole;
            }
        }
        if (with == 0 || plain == 0) continue;
        std::string names;
        for (const auto& [zone, count] : zones)
            names += (names.empty() ? "" : ", ") + std::to_string(zone) + " (" + std::to_string(count) + ")";
        Finding finding = about(table, table.header(role), Severity::error,
                                Message("csv.zone_in_some", {{"column", table.header(role)},
                                                             {"zones", names},
                                                             {"with", std::to_string(with)},
                                                             {"plain", std::to_string(plain)},
                                                             {"hole", hole}}),
                                Message("csv.zone_in_some_fix"));
        finding.row = first_plain;
        finding.hole = hole;
        finding.count = plain;
        out.findings.push_back(std::move(finding));
    }
}

/// How far the numbers of two columns are apart at most; nothing where the second has none.
std::optional<double> farthest_apart(const OpenTable& table, std::size_t first, std::size_t second) {
    std::optional<double> most;
    CsvFields fields;
    for (const CsvRecord& record : table.csv.records) {
        fields.split(table.csv, record);
        const auto here = parse_number(fields[first], table.cells[first].marks),
                   there = parse_number(fields[second], table.cells[first].marks);
        if (here && there) most = std::max(most.value_or(0), std::abs(*here - *there));
    }
    return most;
}

/// A second pair of coordinates: of another grid, or of the mine's own.
void report_second_pair(const OpenTable& table, DrillholeImport& out) {
    std::vector<std::size_t> taken;
    for (const auto& [role, column] : table.columns) taken.push_back(column);
    const auto other_x = guess_column("collar", "x", table.csv.headers, taken);
    if (other_x) taken.push_back(*other_x);
    const auto other_y = guess_column("collar", "y", table.csv.headers, taken);
    if (!other_x || !other_y) return;
    const std::size_t x = table.columns.at("x"), y = table.columns.at("y");
    const auto east = farthest_apart(table, x, *other_x), north = farthest_apart(table, y, *other_y);
    if (!east || !north || (*east == 0 && *north == 0)) return;
    out.findings.push_back(about(table, table.header("x"), Severity::warning,
                                 Message("csv.second_pair", {{"x", table.header("x")},
                                                             {"y", table.header("y")},
                                                             {"other_x", table.csv.headers[*other_x]},
                                                             {"other_y", table.csv.headers[*other_y]},
                                                             {"apart_x", number(*east, 8)},
                                                             {"apart_y", number(*north, 8)}}),
                                 Message("csv.second_pair_fix")));
}

/// More than two decimals, which metres hardly ever have in plan.
bool fine_decimals(double value) {
    return std::abs(value * 100 - std::round(value * 100)) > 1e-6;
}

struct Extent {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] double size() const { return std::max(std::abs(low), std::abs(high)); }
};

/// The middle of the depths that are stated or sampled; 0 where there are none.
double middle_depth(const drilling::DrillholeSet& holes) {
    std::vector<double> depths;
    for (const drilling::Collar& collar : holes.collars) depths.push_back(std::fmax(0, collar.depth_m));
    for (const drilling::IntervalTable* table : {&holes.assays, &holes.lithology})
        for (std::size_t row = 0; row < table->size(); ++row)
            if (table->hole[row] >= 0) {
                double& depth = depths[static_cast<std::size_t>(table->hole[row])];
                depth = std::fmax(depth, table->to_m[row]);
            }
    if (depths.empty()) return 0;
    const auto middle = depths.begin() + static_cast<std::ptrdiff_t>(depths.size() / 2);
    std::nth_element(depths.begin(), middle, depths.end());
    return *middle;
}

/// "ft" says nothing of which foot; far from the origin of a grid that is metres.
void report_which_foot(const OpenTable& table, const drilling::ImportRule& rule, DrillholeImport& out) {
    if (rule.length_unit || said_length_unit(table, "x") != base::LengthUnit::foot) return;
    const double more = base::metres_in(base::LengthUnit::survey_foot) / base::metres_in(base::LengthUnit::foot) - 1;
    double shift = 0;
    for (const drilling::Collar& collar : out.holes.collars)
        if (const double far = std::hypot(collar.x, collar.y) * more; std::isfinite(far)) shift = std::max(shift, far);
    if (shift < 0.1) return;
    Finding finding = about(table, table.header("x"), shift < 1 ? Severity::info : Severity::warning,
                            Message("csv.which_foot", {{"shift", number(shift, 2)}}), Message("csv.which_foot_fix"));
    finding.kind = kind_name(FindingKind::unit_suspicious);
    out.findings.push_back(std::move(finding));
}

}  // namespace

void report_coordinates(const OpenTable& table, const drilling::ImportRule& rule, DrillholeImport& out) {
    report_axes(table, out);
    report_zones(table, out);
    report_second_pair(table, out);
    report_which_foot(table, rule, out);
}

namespace {

/// Holes that go the same way, as those of one campaign from the surface do; from one place underground they fan out.
bool alike_directions(const drilling::DrillholeSet& holes) {
    constexpr double least_resultant = 0.97;  // within some 14 degrees
    std::vector<std::array<double, 3>> ways(holes.collars.size(), {0, 0, -1});
    std::vector<double> from(holes.collars.size(), std::numeric_limits<double>::infinity());
    for (const drilling::SurveyStation& station : holes.surveys) {
        if (station.hole < 0 || !drilling::usable(station)) continue;
        const auto hole = static_cast<std::size_t>(station.hole);
        if (station.depth_m >= from[hole]) continue;
        from[hole] = station.depth_m;
        const double azimuth = station.azimuth_deg * std::numbers::pi / 180, dip = station.dip_deg * std::numbers::pi / 180;
        ways[hole] = {std::cos(dip) * std::sin(azimuth), std::cos(dip) * std::cos(azimuth), std::sin(dip)};
    }
    std::array<double, 3> sum{};
    for (const auto& way : ways)
        for (std::size_t a = 0; a < 3; ++a) sum[a] += way[a];
    const double resultant = std::hypot(sum[0], sum[1], sum[2]);
    return resultant >= least_resultant * static_cast<double>(ways.size());
}

}  // namespace

void report_crowded_plan(DrillholeImport& out) {
    // Degrees make a deposit of a kilometre a hundredth wide, kilometres one metre; holes in metres are far deeper.
    constexpr double deeper_than_wide = 10;
    constexpr std::size_t fewest_in_kilometres = 3;
    Extent x, y;
    std::size_t fine = 0, known = 0;
    for (const drilling::Collar& collar : out.holes.collars) {
        if (!std::isfinite(collar.x + collar.y)) continue;
        ++known;
        x.add(collar.x);
        y.add(collar.y);
        fine += fine_decimals(collar.x) || fine_decimals(collar.y);
    }
    if (known < 2 || 2 * fine < known) return;
    const bool degrees = std::max(x.size(), y.size()) <= 180 && std::min(x.size(), y.size()) <= 90;
    const double wide = std::hypot(x.high - x.low, y.high - y.low), deep = middle_depth(out.holes);
    if (wide == 0 || deeper_than_wide * wide > deep) return;
    if (!degrees && (known < fewest_in_kilometres || !alike_directions(out.holes))) return;
    Finding finding;
    finding.kind = kind_name(degrees ? FindingKind::axes_suspicious : FindingKind::unit_suspicious);
    finding.severity = Severity::error;
    finding.file = out.holes.collar_file;
    finding.count = static_cast<std::int64_t>(known);
    finding.what = Message(degrees ? "csv.geographic" : "csv.kilometres", {{"low_x", number(x.low, 7)},
                                                                          {"high_x", number(x.high, 7)},
                                                                          {"low_y", number(y.low, 7)},
                                                                          {"high_y", number(y.high, 7)},
                                                                          {"wide", number(wide, 3)},
                                                                          {"deep", number(deep, 3)}});
    finding.fix = Message(degrees ? "csv.geographic_fix" : "csv.kilometres_fix");
    out.findings.push_back(std::move(finding));
}

void report_unsaid_lengths(const drilling::ImportRule& rule, DrillholeImport& out) {
    if (rule.length_unit) return;
    const auto says = [](const TableMapping& mapping, std::string_view unit) {
        for (const char* role : {"x", "y", "z", "depth", "from", "to", "length"}) {
            const auto stated = mapping.units.find(role);
            if (mapping.columns.contains(role) &&
                (stated == mapping.units.end() ? "" : stated->second) == unit)
                return true;
        }
        return false;
    };
    const auto in_feet = [&](const TableMapping& one) { return says(one, "ft") || says(one, "ftUS"); };
    const auto feet = std::ranges::find_if(out.mappings, in_feet);
    if (feet == out.mappings.end()) return;
    for (const TableMapping& mapping : out.mappings) {
        if (!says(mapping, "")) continue;
        // A table that states a unit somewhere is likely in it; one that states none may be in feet as well.
        const bool silent = !says(mapping, "m") && !in_feet(mapping);
        Finding finding;
        finding.kind = kind_name(FindingKind::unit_suspicious);
        finding.severity = silent ? Severity::error : Severity::warning;
        finding.file = mapping.file;
        finding.what = Message("csv.length_unsaid", {{"other", feet->file}});
        finding.fix = Message("csv.length_unsaid_fix");
        out.findings.push_back(std::move(finding));
    }
}

}  // namespace orelens::io
