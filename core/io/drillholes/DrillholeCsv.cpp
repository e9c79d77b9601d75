#include "core/io/drillholes/DrillholeCsv.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "core/drilling/Bends.h"
#include "core/drilling/HoleNames.h"
#include "core/io/drillholes/Angles.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/Coordinates.h"
#include "core/io/drillholes/Densities.h"
#include "core/io/drillholes/DrillholeSources.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/NumberStyles.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

bool is_fault(const Cell& cell) {
    return cell.fault != Fault::none;
}

void add_all(std::vector<Finding>& to, std::vector<Finding> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Reads single cells of a record by role and notes what is doubtful about them.
class RecordReader {
  public:
    RecordReader(const OpenTable& table, const drilling::ImportRule& rule)
        : table_(table), rule_(cell_rule(rule)) {}

    /// False when the row's shape or its missing hole refuse it.
    bool open(std::size_t record) {
        record_ = record;
        fields.split(table_.csv, table_.csv.records[record]);
        if (!row_shape_fits(table_.csv, fields, record, notes)) return false;
        hole = fields[table_.columns.at("hole")];
        if (hole.empty()) notes.add(Fault::no_hole, table_.columns.at("hole"), {record, ""});
        return !hole.empty();
    }
    double number(const char* role, bool coordinate = false) {
        const auto column = table_.columns.find(role);
        if (column == table_.columns.end()) return drilling::no_value;
        const std::string_view field = fields[column->second];
        const QuantityColumn& how = table_.cells[column->second];
        const Cell cell = coordinate ? read_place(field, rule_, how) : read_cell(field, rule_, how);
        if (is_fault(cell))
            notes.add(cell.fault, column->second, {record_, std::string(field), std::string(hole)});
        return cell.fault == Fault::below_detection ? drilling::no_value : cell.value;
    }
    /// A depth without which the row is refused: NaN and one note when it is no number.
    double required_metres(const char* role) {
        const std::size_t column = table_.columns.at(role);
        const Cell cell = read_cell(fields[column], rule_, table_.cells[column]);
        if (const double metres = cell.value * table_.metres_in(column);
            cell.stated() && std::abs(metres) < deepest_row_m)
            return metres;
        notes.add(Fault::no_depth, column, {record_, std::string(fields[column]), std::string(hole)});
        return drilling::no_value;
    }
    double metres(const char* role, bool coordinate = false) {
        const auto column = table_.columns.find(role);
        if (column == table_.columns.end()) return drilling::no_value;
        return number(role, coordinate) * table_.metres_in(column->second);
    }
    /// How deep the hole is; NaN with a note for what no hole is. Zero stands for a depth that is not known.
    double hole_depth() {
        const double depth = metres("depth");
        if (!(std::abs(depth) > deepest_hole_m) && !(depth < 0)) return depth;
        const std::size_t column = table_.columns.at("depth");
        const Fault fault = std::abs(depth) >= least_giant_code ? Fault::null_code : Fault::beyond_earth;
        notes.add(fault, column, {record_, std::string(fields[column]), std::string(hole)});
        return drilling::no_value;
    }
    /// Degrees; codes for none, declared or usual, are NaN with a note.
    double angle(const char* role) {
        const auto found = table_.columns.find(role);
        if (found != table_.columns.end() && role == std::string_view("azimuth"))
            if (const auto bearing = quadrant_bearing(fields[found->second], table_.cells[found->second])) {
                if (quadrants_.count++ == 0)
                    quadrants_ = {1, table_.csv.records[record_].line, *bearing, std::string(fields[found->second])};
                return *bearing;
            }
        const double value = number(role);
        if (found == table_.columns.end()) return value;
        const std::size_t column = found->second;
        // A unit behind the number itself counts.
        const bool own_unit = !split_unit(fields[column]).unit.empty();
        if (!is_angle_code(value)) return own_unit ? value : value * table_.degrees_in(column);
        notes.add(Fault::null_code, column, {record_, std::string(fields[column]), std::string(hole)});
        return drilling::no_value;
    }
    [[nodiscard]] bool has(const char* role) const { return table_.columns.contains(role); }
    void report_quadrants(std::vector<Finding>& findings) const {
        if (quadrants_.count == 0) return;
        Finding finding;
        finding.kind = kind_name(FindingKind::cell_unit);
        finding.severity = Severity::info;
        finding.file = table_.file;
        finding.row = quadrants_.row;
        finding.column = table_.header("azimuth");
        finding.count = quadrants_.count;
        finding.what = Message("csv.azimuth_quadrant", {{"count", std::to_string(quadrants_.count)},
                                                        {"column", finding.column},
                                                        {"text", quadrants_.text},
                                                        {"value", base::number(quadrants_.azimuth_deg, 6)}});
        finding.fix = Message("csv.azimuth_quadrant_fix");
        findings.push_back(std::move(finding));
    }

    CsvFields fields;
    std::string_view hole;
    Notes notes;

  private:
    const OpenTable& table_;
    CellRule rule_;
    std::size_t record_ = 0;
    struct Quadrants {
        std::int64_t count = 0, row = 0;
        double azimuth_deg = 0;  ///< of the first, as that is written
        std::string text;
    } quadrants_;
};

/// Equal, or both not stated.
bool alike(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// The row of a collar with what it says about the hole's direction.
struct CollarRow {
    const drilling::Collar* collar = nullptr;
    double azimuth_deg = drilling::no_value, dip_deg = drilling::no_value;
};

/// Columns in which two rows of one hole differ, as the file names them.
std::string differing(const OpenTable& table, const CollarRow& a, const CollarRow& b) {
    std::string names;
    const auto compare = [&](const char* role, double x, double y) {
        if (alike(x, y) || !table.columns.contains(role)) return;
        if (!names.empty()) names += ", ";
        names += table.header(role);
    };
    compare("x", a.collar->x, b.collar->x);
    compare("y", a.collar->y, b.collar->y);
    compare("z", a.collar->z, b.collar->z);
    compare("depth", a.collar->depth_m, b.collar->depth_m);
    // Without a dip no azimuth was read.
    if (std::isfinite(a.dip_deg) && std::isfinite(b.dip_deg)) compare("azimuth", a.azimuth_deg, b.azimuth_deg);
    compare("dip", a.dip_deg, b.dip_deg);
    return names;
}

Finding duplicate_collar(const OpenTable& table, const drilling::Collar& collar, std::int64_t first_row,
                         const std::string& columns) {
    Finding finding;
    finding.kind = kind_name(FindingKind::duplicate_collar);
    finding.severity = Severity::error;
    finding.file = table.file;
    finding.row = collar.row;
    finding.hole = collar.hole;
    finding.column = table.header("hole");
    finding.what = Message("csv.duplicate_collar", {{"hole", collar.hole},
                                                    {"row", std::to_string(first_row)},
                                                    {"columns", columns}});
    finding.fix = Message("drilling.duplicate_collar_fix");
    return finding;
}

/// A table with the collar's place in the row of every sample.
Finding repeated_collars(const OpenTable& table, std::int64_t first_row, std::int64_t count) {
    Finding finding;
    finding.kind = kind_name(FindingKind::duplicate_collar);
    finding.severity = Severity::info;
    finding.file = table.file;
    finding.row = first_row;
    finding.column = table.header("hole");
    finding.count = count;
    finding.what = Message("csv.collar_repeated", {{"count", std::to_string(count)}});
    finding.fix = Message("csv.collar_repeated_fix");
    return finding;
}

/// Names that a spreadsheet turned into dates agree with one another where it did so in every table.
void report_dates(const OpenTable& table, DrillholeImport& out) {
    const auto is_date = [](const drilling::Collar& collar) { return drilling::looks_like_date(collar.hole); };
    const std::vector<drilling::Collar>& collars = out.holes.collars;
    const auto first = std::ranges::find_if(collars, is_date);
    if (first == collars.end()) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::doubtful_name);
    finding.severity = Severity::warning;
    finding.file = table.file;
    finding.row = first->row;
    finding.hole = first->hole;
    finding.column = table.header("hole");
    finding.count = std::ranges::count_if(collars, is_date);
    finding.what =
        Message("csv.hole_dates", {{"count", std::to_string(finding.count)}, {"name", first->hole}});
    finding.fix = Message("csv.hole_dates_fix");
    out.findings.push_back(std::move(finding));
}

/// A code for "no value" that is short enough to be a place stands for none where no other hole is near it.
void drop_short_codes(const OpenTable& table, const drilling::ImportRule& rule, DrillholeImport& out) {
    constexpr double near_m = 50, longest_code = 900;
    std::vector<drilling::Collar>& collars = out.holes.collars;
    for (const double code : cell_rule(rule).null_codes) {
        if (std::abs(code) >= longest_code) continue;
        const double metres = code * table.metres_in(table.columns.at("z"));
        double low = std::numeric_limits<double>::infinity(), high = -low;
        std::size_t others = 0;
        for (const drilling::Collar& collar : collars) {
            if (collar.z == metres || !std::isfinite(collar.z)) continue;
            ++others;
            low = std::min(low, collar.z);
            high = std::max(high, collar.z);
        }
        if (others < 2 || (metres >= low - near_m && metres <= high + near_m)) continue;
        for (drilling::Collar& collar : collars) {
            if (collar.z != metres) continue;
            collar.z = drilling::no_value;
            Finding finding;
            finding.kind = kind_name(FindingKind::null_code);
            finding.severity = Severity::warning;
            finding.file = table.file;
            finding.row = collar.row;
            finding.hole = collar.hole;
            finding.column = table.header("z");
            finding.what = Message("csv.null_code", {{"text", base::number(code)}});
            finding.fix = Message("csv.null_code_fix");
            out.findings.push_back(std::move(finding));
        }
    }
}

/// The collar table points another way than the survey's station at the collar.
void report_other_angles(const drilling::SurveyStation& collar, const drilling::SurveyStation& survey,
                         DrillholeImport& out) {
    constexpr double apart_deg = 10;
    const double angle = drilling::turn_deg(collar, survey);
    if (!(angle > apart_deg)) return;
    Finding finding;
    finding.kind = kind_name(FindingKind::duplicate_station);
    finding.severity = Severity::warning;
    finding.file = out.holes.survey_file;
    finding.row = survey.row;
    finding.hole = out.holes.collars[static_cast<std::size_t>(collar.hole)].hole;
    finding.what = Message("csv.collar_angles_differ", {{"azimuth", base::number(collar.azimuth_deg, 5)},
                                                        {"dip", base::number(collar.dip_deg, 4)},
                                                        {"other_azimuth", base::number(survey.azimuth_deg, 5)},
                                                        {"other_dip", base::number(survey.dip_deg, 4)},
                                                        {"depth", base::number(survey.depth_m)},
                                                        {"angle", base::number(angle, 3)}});
    finding.fix = Message("csv.collar_angles_differ_fix");
    out.findings.push_back(std::move(finding));
}

/// A survey says more than the collar table: the collar's angles stand only for holes without a usable
/// station, or for the start of those whose first station lies below it; and where there are none such, what
/// their sign means is no question.
void drop_collar_angles_of_surveyed(DrillholeImport& out) {
    drilling::DrillholeSet& holes = out.holes;
    std::vector<std::int64_t> surveyed(holes.collars.size(), -1);
    for (std::size_t n = 0; n < holes.surveys.size(); ++n) {
        const drilling::SurveyStation& station = holes.surveys[n];
        if (!station.of_collar && station.hole >= 0 && drilling::usable(station) && station.depth_m <= 0)
            surveyed[static_cast<std::size_t>(station.hole)] = static_cast<std::int64_t>(n);
    }
    const auto start_of = [&](const drilling::SurveyStation& station) {
        return station.of_collar ? surveyed[static_cast<std::size_t>(station.hole)] : -1;
    };
    for (const drilling::SurveyStation& station : holes.surveys)
        if (const std::int64_t other = start_of(station); other >= 0)
            report_other_angles(station, holes.surveys[static_cast<std::size_t>(other)], out);
    std::erase_if(holes.surveys, [&](const drilling::SurveyStation& station) { return start_of(station) >= 0; });
    if (std::ranges::any_of(holes.surveys, &drilling::SurveyStation::of_collar)) return;
    std::erase_if(out.findings, [&](const Finding& finding) {
        return finding.file == holes.collar_file &&
               (finding.kind == FindingKind::dip_unknown || finding.kind == FindingKind::dip_sign_assumed);
    });
}

}  // namespace

base::Expected<void> read_collars(const drilling::ImportRule& rule, const std::string& folder,
                                  DrillholeImport& out, const base::Progress& progress) {
    auto table = open_table("collar", rule.collar_file, rule, folder, progress);
    if (!table) return std::unexpected(table.error());
    if (auto mapped = map_roles(*table, role_wishes("collar", rule)); !mapped) return mapped;
    if (auto looked = examine_columns(*table, progress); !looked) return looked;
    if (auto settled = settle_numbers(*table, rule, {}, out.findings); !settled) return settled;
    report_table(*table, rule, out.findings);
    out.holes.collar_file = rule.collar_file;
    out.holes.max_bend_deg = rule.max_bend_deg;
    std::vector<Finding> duplicates;
    std::int64_t repeated = 0, first_repeated = 0;
    std::vector<std::int32_t> station_of;  // per collar, its own angles among the surveys; −1 = none
    RecordReader reader(*table, rule);
    for (std::size_t i = 0; i < table->csv.records.size(); ++i) {
        if (!reader.open(i)) {
            ++table->mapping.refused;
            continue;
        }
        drilling::Collar collar{std::string(reader.hole)};
        collar.row = table->csv.records[i].line;
        collar.x = reader.metres("x", true);
        collar.y = reader.metres("y", true);
        collar.z = reader.metres("z", true);
        collar.depth_m = reader.hole_depth();
        const auto index = static_cast<std::int32_t>(out.holes.collars.size());
        const auto [known, fresh] = out.holes.hole_index.emplace(collar.hole, index);
        drilling::SurveyStation station{.hole = index, .depth_m = 0, .row = collar.row};
        if (reader.has("dip")) {
            station.azimuth_deg = reader.angle("azimuth");
            station.dip_deg = reader.angle("dip");
            station.of_collar = true;
        }
        if (fresh) {
            const bool angles = std::isfinite(station.dip_deg);
            station_of.push_back(angles ? static_cast<std::int32_t>(out.holes.surveys.size()) : -1);
            if (angles) out.holes.surveys.push_back(station);
            out.holes.collars.push_back(std::move(collar));
            continue;
        }
        const auto first = static_cast<std::size_t>(known->second);
        const drilling::SurveyStation* own =
            station_of[first] < 0 ? nullptr : &out.holes.surveys[static_cast<std::size_t>(station_of[first])];
        CollarRow before{&out.holes.collars[first]};
        if (own != nullptr) {
            before.azimuth_deg = own->azimuth_deg;
            before.dip_deg = own->dip_deg;
        }
        const std::string columns = differing(*table, before, {&collar, station.azimuth_deg, station.dip_deg});
        if (columns.empty()) {
            if (repeated++ == 0) first_repeated = collar.row;
            ++table->mapping.set_aside;
        } else {
            ++table->mapping.refused;
            duplicates.push_back(duplicate_collar(*table, collar, before.collar->row, columns));
        }
    }
    if (repeated > 0) out.findings.push_back(repeated_collars(*table, first_repeated, repeated));
    report_dates(*table, out);
    drop_short_codes(*table, rule, out);
    add_all(out.findings, reader.notes.findings(table->csv, table->file));
    add_all(out.findings, std::move(duplicates));
    report_coordinates(*table, rule, out);
    reader.report_quadrants(out.findings);
    report_angle_units(*table, out.findings);
    if (table->columns.contains("dip"))
        if (auto settled = settle_dips(*table, rule, true, out); !settled) return settled;
    out.mappings.push_back(std::move(table->mapping));
    return {};
}

base::Expected<void> read_surveys(const drilling::ImportRule& rule, const std::string& folder,
                                  const HoleIndex& index, DrillholeImport& out,
                                  const base::Progress& progress) {
    auto table = open_table("survey", rule.survey_file, rule, folder, progress);
    if (!table) return std::unexpected(table.error());
    if (auto mapped = map_roles(*table, role_wishes("survey", rule)); !mapped) return mapped;
    if (auto looked = examine_columns(*table, progress); !looked) return looked;
    if (auto settled = settle_numbers(*table, rule, {}, out.findings); !settled) return settled;
    report_table(*table, rule, out.findings);
    out.holes.survey_file = rule.survey_file;
    UnknownHoles unknown;
    RecordReader reader(*table, rule);
    for (std::size_t i = 0; i < table->csv.records.size(); ++i) {
        bool taken = reader.open(i);
        if (taken) {
            drilling::SurveyStation station;
            station.row = table->csv.records[i].line;
            station.hole = index.find(reader.hole);
            station.depth_m = reader.required_metres("depth");
            station.azimuth_deg = reader.angle("azimuth");
            station.dip_deg = reader.angle("dip");
            taken = std::isfinite(station.depth_m);
            if (taken && station.hole < 0) unknown.add(reader.hole, station.row);
            if (taken) out.holes.surveys.push_back(station);
        }
        table->mapping.refused += !taken;
    }
    add_all(out.findings, reader.notes.findings(table->csv, table->file));
    add_all(out.findings, unknown.findings(table->file, index));
    reader.report_quadrants(out.findings);
    report_angle_units(*table, out.findings);
    report_radians(*table, out);
    if (auto settled = settle_dips(*table, rule, false, out); !settled) return settled;
    out.mappings.push_back(std::move(table->mapping));
    return {};
}

base::Expected<DrillholeImport> read_drillholes(
    const drilling::ImportRule& stated, const std::map<std::string, drilling::AssayColumnRule>& columns,
    const std::string& folder, base::Progress& progress, const drilling::AssayRule& stated_assays) {
    const auto [rule, assays, placed] = drillhole_sources(stated, stated_assays, folder);
    if (rule.collar_file.empty() && assays.points_file.empty())
        return base::fail(base::ErrorKind::usage, Message("csv.no_collar_file"),
                          {.field = "drillholes.collar_file"}, Message("csv.no_collar_file_fix"));
    DrillholeImport out;
    if (!rule.collar_file.empty())
        if (auto read = read_collars(rule, folder, out, progress); !read)
            return std::unexpected(read.error());
    drilling::IntervalTable points;
    if (!assays.points_file.empty()) {
        auto read = read_points(rule, assays, columns, folder, out, progress);
        if (!read) return std::unexpected(read.error());
        points = std::move(*read);
        if (placed && std::ranges::count(points.point, 0) == 0) out.findings.push_back(no_depths(assays.points_file));
    }
    const HoleIndex index(out.holes);
    if (!rule.survey_file.empty())
        if (auto read = read_surveys(rule, folder, index, out, progress); !read)
            return std::unexpected(read.error());
    drop_collar_angles_of_surveyed(out);
    base::Progress part = progress.part(0.05, 0.85);
    auto read = read_assays(rule, assays, columns, folder, index, std::move(points), out, part);
    if (!read) return std::unexpected(read.error());
    if (!rule.lithology_file.empty()) {
        if (!progress.report(0.85, Message("csv.reading", {{"file", rule.lithology_file}})))
            return base::cancelled();
        auto table = open_table("lithology", rule.lithology_file, rule, folder, progress);
        if (!table) return std::unexpected(table.error());
        if (auto mapped = map_roles(*table, role_wishes("lithology", rule)); !mapped)
            return std::unexpected(mapped.error());
        if (auto looked = examine_columns(*table, progress); !looked) return std::unexpected(looked.error());
        // A density that is logged with the rock counts too, unless there are to be none.
        static const std::string none = "-", guess;
        if (auto mapped =
                map_density(*table, assays.density == none ? none : guess, assays.density_unit, out.findings);
            !mapped)
            return std::unexpected(mapped.error());
        base::Progress last = progress.part(0.88, 0.98);
        IntervalSource source{std::move(*table), drilling::SampleKind::from_to, {}};
        if (auto logged = read_intervals(source, rule, {}, index, out.holes.lithology, out, last); !logged)
            return std::unexpected(logged.error());
    }
    if (!rule.density_file.empty()) {
        base::Progress last = progress.part(0.98, 1);
        if (auto densities = read_densities(rule, assays, folder, index, out, last); !densities)
            return std::unexpected(densities.error());
    }
    if (auto met = check_number_styles(rule, out.mappings); !met) return std::unexpected(met.error());
    report_unsaid_lengths(rule, out);
    report_crowded_plan(out);
    if (!progress.report(1)) return base::cancelled();
    return out;
}

}  // namespace orelens::io
