// Samples that have a place instead of a hole: channels, trenches, grab samples. Rows with the same id, one
// after the other, are a channel: a hole whose path is stated, so that everything that counts samples by hole
// counts it as one. A row that reaches over a length (PointCourses.h) is an interval of that hole.
#include <array>
#include <cmath>
#include <unordered_map>

#include "core/io/drillholes/ColumnGuess.h"
#include "core/io/drillholes/Densities.h"
#include "core/io/drillholes/Detection.h"
#include "core/io/drillholes/DrillholeTables.h"
#include "core/io/drillholes/IntervalFindings.h"
#include "core/io/drillholes/PointCourses.h"
#include "core/io/drillholes/SampleLimits.h"

namespace orelens::io {
namespace {

using base::Message;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

class PointReader {
  public:
    PointReader(const OpenTable& table, const std::vector<GradeSource>& grades,
                const PointCourse& course, const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                DrillholeImport& out)
        : table_(table),
          grades_(grades),
          course_(course),
          rule_(cell_rule(rule)),
          words_(limit_words(assays)),
          out_(out),
          first_own_(out.holes.collars.size()) {
        points.name = "points";
        points.file = table.file;
        for (const GradeSource& grade : grades)
            points.grades.push_back({grade.name, table.csv.headers[grade.column], grade.unit, {}, {}});
    }

    bool read(std::size_t record);
    drilling::IntervalTable points;
    Notes notes;
    std::vector<LimitCell> limits;
    std::vector<std::string> texts;
    std::int64_t renamed = 0;  ///< ids that are names of holes
    std::int64_t reached = 0, without_length = 0, first_without = 0;  ///< intervals; rows that stay points

  private:
    double coordinate(const char* role, std::size_t record);
    std::size_t hole_of(std::string_view id, std::size_t record, const std::array<double, 3>& place);
    void read_grade(std::size_t g, std::size_t record, std::size_t row);
    void read_density(std::size_t record);

    const OpenTable& table_;
    const std::vector<GradeSource>& grades_;
    const PointCourse& course_;
    CellRule rule_;
    LimitWords words_;
    DrillholeImport& out_;
    std::size_t first_own_;  ///< collars before are real ones
    CsvFields fields_;
    std::unordered_map<std::string, std::size_t> paths_;  ///< by id: index into the set's paths
};

double PointReader::coordinate(const char* role, std::size_t record) {
    const std::size_t column = table_.columns.at(role);
    // Null codes hold here: −999 is no place of a sample that has no collar to be checked against.
    const Cell cell = read_cell(fields_[column], rule_, table_.cells[column]);
    if (cell.stated() && std::abs(cell.value) < largest_place) return cell.value * table_.metres_in(column);
    notes.add(Fault::no_place, column, {record, std::string(fields_[column]), ""});
    return drilling::no_value;
}

void extend(drilling::StatedPath& path, const std::array<double, 3>& place) {
    const std::array<double, 3>& last = path.place.back();
    // Starts and ends are rounded: where they all but meet there is no gap.
    constexpr double met_m = 0.011;
    const double step = std::hypot(place[0] - last[0], place[1] - last[1], place[2] - last[2]);
    path.depth_m.push_back(path.depth_m.back() + (step < met_m ? 0 : step));
    path.place.push_back(place);
}

/// The hole that a row belongs to, made or made longer; returns the path's index.
std::size_t PointReader::hole_of(std::string_view id, std::size_t record,
                                 const std::array<double, 3>& place) {
    drilling::DrillholeSet& set = out_.holes;
    const std::int64_t line = table_.csv.records[record].line;
    std::string name = id.empty() ? table_.file + ":" + std::to_string(line) : std::string(id);
    const auto known = paths_.find(name);
    if (known != paths_.end()) {
        extend(set.paths[known->second], place);
        return known->second;
    }
    const std::size_t at = set.paths.size();
    paths_.emplace(name, at);
    const auto hole = static_cast<std::int32_t>(set.collars.size());
    if (!set.hole_index.emplace(name, hole).second) {
        ++renamed;
        do name = table_.file + ":" + name;
        while (!set.hole_index.emplace(name, hole).second);
    }
    set.collars.push_back({name, place[0], place[1], place[2], drilling::no_value, line});
    set.paths.push_back({hole, {0}, {place}});
    return at;
}

void PointReader::read_grade(std::size_t g, std::size_t record, std::size_t row) {
    const std::string_view field = fields_[grades_[g].column];
    const QuantityColumn& how = table_.cells[grades_[g].column];
    const GradeCell cell = read_grade_cell(field, rule_, how, words_);
    drilling::GradeColumn& column = points.grades[g];
    column.values.push_back(cell.limit ? drilling::no_value : cell.cell.value);
    column.flags.push_back(cell.limit ? std::uint8_t{0} : cell.cell.flags());
    if (cell.limit) {
        limits.push_back({row, g, cell.above, cell.cell.value, static_cast<std::int32_t>(texts.size())});
        texts.emplace_back(field);
    } else if (cell.cell.fault != Fault::none) {
        notes.add(cell.cell.fault, grades_[g].column, {record, std::string(field), ""});
    }
}

void PointReader::read_density(std::size_t record) {
    const std::size_t column = table_.density->column;
    const Cell cell = read_cell(fields_[column], rule_, table_.cells[column]);
    points.density.push_back(cell.stated() ? cell.value : drilling::no_value);
    if (cell.fault != Fault::none) notes.add(cell.fault, column, {record, std::string(fields_[column]), ""});
}

bool PointReader::read(std::size_t record) {
    fields_.split(table_.csv, table_.csv.records[record]);
    if (!row_shape_fits(table_.csv, fields_, record, notes)) return false;
    std::array<double, 3> place{};
    static constexpr const char* axes[] = {"x", "y", "z"};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        place[axis] = coordinate(axes[axis], record);
        if (std::isnan(place[axis])) return false;
    }
    std::optional<Reach> reach;
    if (course_.reaches()) reach = reach_of(course_, read_course(table_, fields_, rule_, place));
    const auto id = table_.columns.find("hole");
    const std::size_t at = hole_of(id == table_.columns.end() ? std::string_view() : fields_[id->second], record,
                                   reach ? reach->start : place);
    drilling::StatedPath& path = out_.holes.paths[at];
    const std::size_t row = points.size();
    points.hole.push_back(path.hole);
    points.from_m.push_back(path.depth_m.back());
    if (reach) extend(path, reach->end);
    points.to_m.push_back(path.depth_m.back());
    points.row.push_back(table_.csv.records[record].line);
    points.point.push_back(reach && points.to_m.back() > points.from_m.back() ? 0 : 1);
    reached += points.point.back() == 0;
    if (course_.reaches() && points.point.back() != 0 && without_length++ == 0) first_without = points.row.back();
    for (std::size_t g = 0; g < grades_.size(); ++g) read_grade(g, record, row);
    if (table_.density) read_density(record);
    return true;
}

Finding about_points(const OpenTable& table, std::size_t samples, std::size_t holes) {
    Finding finding;
    finding.kind = kind_name(FindingKind::sample_kind);
    finding.severity = Severity::info;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.count = static_cast<std::int64_t>(samples);
    finding.what =
        Message("csv.point_samples", {{"count", std::to_string(samples)}, {"holes", std::to_string(holes)}});
    finding.fix = Message("csv.point_samples_fix");
    return finding;
}

/// Depths and directions beside the places: the places may be those of the starts of channels.
void report_depths(const OpenTable& table, std::vector<Finding>& findings) {
    std::string columns;
    for (const char* role : {"from", "to", "azimuth", "dip", "length"})
        if (const auto column = guess_column("assay", role, table.csv.headers); column && table.seen[*column].numeric())
            columns += (columns.empty() ? "" : ", ") + table.csv.headers[*column];
    if (columns.empty()) return;
    Finding finding = about_points(table, 1, 0);
    finding.severity = Severity::warning;
    finding.what = Message("csv.points_with_depths", {{"columns", columns}});
    finding.fix = Message("csv.points_with_depths_fix");
    findings.push_back(std::move(finding));
}

}  // namespace

base::Expected<drilling::IntervalTable> read_points(
    const drilling::ImportRule& rule, const drilling::AssayRule& assays,
    const std::map<std::string, drilling::AssayColumnRule>& columns, const std::string& folder,
    DrillholeImport& out, const base::Progress& progress) {
    auto table = open_table("points", assays.points_file, rule, folder, progress);
    if (!table) return std::unexpected(table.error());
    const std::vector<RoleWish> wishes = {{"hole", assays.points_id, false},
                                          {"x", assays.points_x, true},
                                          {"y", assays.points_y, true},
                                          {"z", assays.points_z, true}};
    if (auto mapped = map_roles(*table, wishes); !mapped) return std::unexpected(mapped.error());
    PointCourse course = map_course(*table);
    if (auto looked = examine_columns(*table, progress); !looked) return std::unexpected(looked.error());
    // The elements may be those of the drillholes: a channel need not have all of them.
    const bool beside_holes = !rule.assay_file.empty();
    static const std::string none = "-";
    const bool lacks = beside_holes && !assays.density.empty() && !table->csv.column(assays.density);
    if (auto mapped = map_density(*table, lacks ? none : assays.density, assays.density_unit, out.findings);
        !mapped)
        return std::unexpected(mapped.error());
    auto grades = map_grades(*table, columns, beside_holes);
    if (!grades) return std::unexpected(grades.error());
    if (beside_holes) take_own_units(*table, *grades);
    if (auto settled = settle_numbers(*table, rule, *grades, out.findings); !settled)
        return std::unexpected(settled.error());
    report_table(*table, rule, out.findings);
    settle_course(course, *table, rule, out.findings);
    if (!course.reaches()) report_depths(*table, out.findings);
    PointReader reader(*table, *grades, course, rule, assays, out);
    const std::size_t before = out.holes.collars.size();
    for (std::size_t record = 0; record < table->csv.records.size(); ++record) {
        if (record % 4096 == 0 && progress.cancelled()) return base::cancelled();
        table->mapping.refused += !reader.read(record);
    }
    drilling::IntervalTable points = std::move(reader.points);
    settle_limits(points, std::move(reader.limits), reader.texts, stated_limits(*table, *grades),
                  out.holes.collars, rule, assays, out.findings);
    report_units(*table, *grades, points, out.findings);
    report_rivals(*table, *grades, out.findings);
    report_not_taken(*table, *grades, out.findings);
    settle_densities(*table, points, out.findings);
    if (reader.reached == 0)
        out.findings.push_back(about_points(*table, points.size(), out.holes.collars.size() - before));
    if (reader.without_length > 0) {
        Finding finding = about_points(*table, points.size(), 0);
        finding.severity = Severity::warning;
        finding.row = reader.first_without;
        finding.count = reader.without_length;
        finding.what = Message("csv.channel_points", {{"count", std::to_string(reader.without_length)},
                                                      {"all", std::to_string(points.size())}});
        finding.fix = Message("csv.channel_points_fix");
        out.findings.push_back(std::move(finding));
    }
    if (reader.renamed > 0) {
        Finding finding = about_points(*table, points.size(), 0);
        finding.severity = Severity::warning;
        finding.column = table->header("hole");
        finding.count = reader.renamed;
        finding.what =
            Message("csv.point_ids", {{"count", std::to_string(reader.renamed)}, {"file", table->file}});
        finding.fix = Message("csv.point_ids_fix");
        out.findings.push_back(std::move(finding));
    }
    for (Finding& finding : reader.notes.findings(table->csv, table->file))
        out.findings.push_back(std::move(finding));
    out.mappings.push_back(std::move(table->mapping));
    return points;
}

}  // namespace orelens::io
