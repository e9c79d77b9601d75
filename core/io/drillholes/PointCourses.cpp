#include "core/io/drillholes/PointCourses.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/io/drillholes/Coordinates.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;
using By = PointCourse::By;
using Dips = PointCourse::Dips;
using Place = std::array<double, 3>;

constexpr const char* end_roles[] = {"x2", "y2", "z2"};
/// Rows that are looked at to judge a sign.
constexpr std::size_t most_judged = 20'000;

bool has(const OpenTable& table, const char* role) {
    return table.columns.contains(role);
}

void forget(OpenTable& table, const std::vector<const char*>& roles) {
    for (const char* role : roles) {
        table.columns.erase(role);
        table.mapping.columns.erase(role);
    }
}

double number(const OpenTable& table, const CsvFields& fields, const CellRule& rule, const char* role) {
    const auto column = table.columns.find(role);
    if (column == table.columns.end()) return drilling::no_value;
    const Cell cell = read_cell(fields[column->second], rule, table.cells[column->second]);
    return cell.stated() ? cell.value : drilling::no_value;
}

double metres(const OpenTable& table, const CsvFields& fields, const CellRule& rule, const char* role) {
    const auto column = table.columns.find(role);
    return column == table.columns.end() ? drilling::no_value
                                         : number(table, fields, rule, role) * table.metres_in(column->second);
}

double degrees(const OpenTable& table, const CsvFields& fields, const CellRule& rule, const char* role) {
    const auto column = table.columns.find(role);
    return column == table.columns.end() ? drilling::no_value
                                         : number(table, fields, rule, role) * table.degrees_in(column->second);
}

/// Negative down.
double dip_of(const PointCourse& course, double written) {
    switch (course.dips) {
        case Dips::other_sign:
            return -written;
        case Dips::from_vertical:
            return written - 90;
        case Dips::as_written:
            break;
    }
    return written;
}

Place along(const Place& start, double azimuth_deg, double dip_deg, double metres) {
    constexpr double radians = std::numbers::pi / 180;
    if (std::abs(dip_deg) == 90) return {start[0], start[1], start[2] + (dip_deg > 0 ? metres : -metres)};
    const double flat = metres * std::cos(dip_deg * radians);
    return {start[0] + flat * std::sin(azimuth_deg * radians), start[1] + flat * std::cos(azimuth_deg * radians),
            start[2] + metres * std::sin(dip_deg * radians)};
}

double between(const Place& a, const Place& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// How well the rows' ends meet the next start of their channel with the dips as written and with the other sign.
struct Chain {
    std::int64_t steep = 0, up = 0, met_as_written = 0, met_other = 0;
};

Chain chain_of(const PointCourse& course, const OpenTable& table, const CellRule& rule) {
    constexpr double steep_deg = 5, met_m = 0.25;
    Chain out;
    CsvFields fields;
    std::string last;
    std::optional<Reach> written, other;
    PointCourse turned = course;
    turned.dips = Dips::other_sign;
    const auto id = table.columns.find("hole");
    for (std::size_t n = 0; n < std::min(most_judged, table.csv.records.size()); ++n) {
        fields.split(table.csv, table.csv.records[n]);
        Place place{};
        for (std::size_t a = 0; a < 3; ++a)
            place[a] = metres(table, fields, rule, std::array{"x", "y", "z"}[a]);
        const CourseRow row = read_course(table, fields, rule, place);
        const bool steep = std::abs(row.dip_deg) > steep_deg;
        out.steep += steep;
        out.up += steep && row.dip_deg > 0;
        const std::string hole(id == table.columns.end() ? std::string_view() : fields[id->second]);
        if (course.by == By::length && !hole.empty() && hole == last && written && other && steep) {
            const bool as_written = between(written->end, place) < met_m, as_other = between(other->end, place) < met_m;
            out.met_as_written += as_written && !as_other;
            out.met_other += as_other && !as_written;
        }
        last = hole;
        written = reach_of(course, row);
        other = reach_of(turned, row);
    }
    return out;
}

std::string columns_of(const OpenTable& table, const std::vector<const char*>& roles) {
    std::string out;
    for (const char* role : roles)
        if (has(table, role)) out += (out.empty() ? "" : ", ") + table.header(role);
    return out;
}

std::vector<const char*> roles_of(By by) {
    switch (by) {
        case By::ends:
            return {end_roles[0], end_roles[1], end_roles[2]};
        case By::length:
            return {"azimuth", "dip", "length"};
        case By::depths:
            return {"azimuth", "dip", "from", "to"};
        case By::place:
            break;
    }
    return {};
}

/// Rows of a channel that start elsewhere than its first, and rows that go another way.
struct Channels {
    std::int64_t repeated = 0;  ///< rows of a channel behind its first
    std::int64_t moved = 0, first_moved = 0;
    std::int64_t turned = 0, first_turned = 0;  ///< line
    std::string channel, turned_channel;        ///< of the first
    /// One place in all rows of a channel: its start. A slip here and there is no other kind of table.
    [[nodiscard]] bool have_starts() const { return repeated > 0 && 10 * moved <= repeated; }
};

Channels channels_of(const OpenTable& table) {
    Channels out;
    if (!has(table, "hole")) return out;
    struct First {
        std::array<std::string, 3> place;
        std::array<std::string, 2> way;
    };
    std::map<std::string, First, std::less<>> firsts;
    CsvFields fields;
    for (std::size_t n = 0; n < std::min(most_judged, table.csv.records.size()); ++n) {
        fields.split(table.csv, table.csv.records[n]);
        const auto cell = [&](const char* role) {
            const auto column = table.columns.find(role);
            return column == table.columns.end() ? std::string() : std::string(fields[column->second]);
        };
        const First row{{cell("x"), cell("y"), cell("z")}, {cell("azimuth"), cell("dip")}};
        const auto [known, fresh] = firsts.emplace(cell("hole"), row);
        if (fresh) continue;
        ++out.repeated;
        if (known->second.place != row.place && out.moved++ == 0) {
            out.first_moved = table.csv.records[n].line;
            out.channel = known->first;
        }
        if (known->second.way != row.way && out.turned++ == 0) {
            out.first_turned = table.csv.records[n].line;
            out.turned_channel = known->first;
        }
    }
    return out;
}

}  // namespace

std::optional<Reach> reach_of(const PointCourse& course, const CourseRow& row) {
    Reach reach{row.place, row.end};
    const double dip = std::isnan(row.dip_deg) ? drilling::no_value : dip_of(course, row.dip_deg);
    if (course.by == By::length) reach.end = along(row.place, row.azimuth_deg, dip, row.length_m);
    if (course.by == By::depths) {
        reach.start = along(row.place, row.azimuth_deg, dip, row.from_m);
        reach.end = along(row.place, row.azimuth_deg, dip, row.to_m);
    }
    const double metres = between(reach.start, reach.end);
    if (course.by == By::place || !(metres > 0) || !(metres < largest_place)) return std::nullopt;
    if (course.by == By::length && !(row.length_m > 0)) return std::nullopt;
    if (course.by == By::depths && !(row.to_m > row.from_m)) return std::nullopt;
    return reach;
}

CourseRow read_course(const OpenTable& table, const CsvFields& fields, const CellRule& rule, const Place& place) {
    CourseRow row;
    row.place = place;
    for (std::size_t a = 0; a < 3; ++a) row.end[a] = metres(table, fields, rule, end_roles[a]);
    row.azimuth_deg = degrees(table, fields, rule, "azimuth");
    // A table without dips is of channels along the level.
    row.dip_deg = has(table, "dip") ? degrees(table, fields, rule, "dip") : 0;
    row.length_m = metres(table, fields, rule, "length");
    row.from_m = metres(table, fields, rule, "from");
    row.to_m = metres(table, fields, rule, "to");
    return row;
}

PointCourse map_course(OpenTable& table) {
    static const std::string guessed;
    std::vector<RoleWish> wishes;
    for (const char* role : {"x2", "y2", "z2", "azimuth", "dip", "length", "from", "to"})
        wishes.push_back({role, guessed, false});
    static_cast<void>(map_roles(table, wishes));  // guesses refuse nothing
    PointCourse course;
    // The width of a vein and the dip of its wall are no length and no direction of a sample.
    const bool length = has(table, "length") && plain_name(table.header("length")).find("width") == std::string::npos;
    if (has(table, "x2") && has(table, "y2") && has(table, "z2"))
        course.by = By::ends;
    else if (has(table, "azimuth") && has(table, "from") && has(table, "to") && channels_of(table).have_starts())
        course.by = By::depths;
    else if (has(table, "azimuth") && length && !has(table, "from"))
        course.by = By::length;
    const std::vector<const char*> kept = roles_of(course.by);
    for (const RoleWish& wish : wishes)
        if (std::ranges::find(kept, std::string_view(wish.role)) == kept.end()) forget(table, {wish.role});
    return course;
}

namespace {

/// Channels that start at one place and go one way; the rows that do not are errors. False: some turn, so that depths
/// along them cannot be placed.
bool straight(const Channels& channels, const OpenTable& table, std::vector<Finding>& findings) {
    const auto say = [&](std::int64_t count, std::int64_t line, const std::string& channel, const char* what,
                         const char* fix) {
        Finding finding;
        finding.kind = kind_name(FindingKind::sample_kind);
        finding.severity = Severity::error;
        finding.file = table.file;
        finding.row = line;
        finding.hole = channel;
        finding.count = count;
        finding.what = Message(what, {{"channel", channel}, {"count", std::to_string(count)}});
        finding.fix = Message(fix);
        findings.push_back(std::move(finding));
    };
    if (channels.moved > 0) say(channels.moved, channels.first_moved, channels.channel, "csv.channel_moved",
                                "csv.channel_moved_fix");
    if (channels.turned > 0) say(channels.turned, channels.first_turned, channels.turned_channel, "csv.channel_turned",
                                 "csv.channel_turned_fix");
    return channels.turned == 0;
}

}  // namespace

void settle_course(PointCourse& course, const OpenTable& table, const drilling::ImportRule& rule,
                   std::vector<Finding>& findings) {
    if (!course.reaches()) return;
    if (course.by == By::depths && !straight(channels_of(table), table, findings)) {
        course.by = By::place;
        return;
    }
    Finding finding;
    finding.kind = kind_name(FindingKind::sample_kind);
    finding.severity = course.by == By::ends ? Severity::info : Severity::warning;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = columns_of(table, roles_of(course.by));
    const bool dips = course.by != By::ends && has(table, "dip");
    if (dips) {
        const Chain chain = chain_of(course, table, cell_rule(rule));
        using drilling::DipConvention;
        if (rule.dip == DipConvention::from_vertical)
            course.dips = Dips::from_vertical;
        else if (rule.dip == DipConvention::positive_down)
            course.dips = Dips::other_sign;
        else if (rule.dip == DipConvention::detect && chain.met_other > chain.met_as_written)
            course.dips = Dips::other_sign;
        const bool told = rule.dip != DipConvention::detect || chain.up == 0 || chain.met_other != chain.met_as_written;
        if (!told) {
            finding.kind = kind_name(FindingKind::dip_unknown);
            finding.severity = Severity::error;
            finding.column = table.header("dip");
            finding.count = chain.up;
            finding.what = Message("csv.channel_dips_unknown", {{"column", finding.column},
                                                                {"count", std::to_string(chain.up)},
                                                                {"all", std::to_string(chain.steep)}});
            finding.fix = Message("csv.channel_dips_unknown_fix");
            course.by = By::place;
            findings.push_back(std::move(finding));
            return;
        }
    }
    static constexpr const char* said[] = {"", "csv.channel_ends", "csv.channel_length", "csv.channel_depths"};
    finding.what = Message(said[static_cast<int>(course.by)],
                           {{"columns", finding.column},
                            {"place", columns_of(table, {"x", "y", "z"})},
                            {"dip", !dips                               ? "0"
                                    : course.dips == Dips::as_written   ? "negative_down"
                                    : course.dips == Dips::from_vertical ? "from_vertical"
                                                                        : "positive_down"}});
    finding.fix = Message(course.by == By::ends ? "csv.channel_ends_fix" : "csv.channel_fix");
    findings.push_back(std::move(finding));
}

}  // namespace orelens::io
