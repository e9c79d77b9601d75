#include "core/io/drillholes/Densities.h"

#include <algorithm>
#include <cmath>

#include "core/io/drillholes/DensityHeader.h"

namespace orelens::io {
namespace {

using base::DensityUnit;
using base::Message;
using base::number;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;

constexpr std::size_t records_looked_at = 4000;

std::optional<DensityUnit> stated_unit(drilling::SampleDensityUnit unit) {
    if (unit == drilling::SampleDensityUnit::detect) return std::nullopt;
    return static_cast<DensityUnit>(static_cast<int>(unit) - 1);
}

/// By the header or the row of units.
std::optional<DensityUnit> unit_in_table(const OpenTable& table, std::size_t column) {
    if (const auto unit = read_density_header(table.csv.headers[column]).unit) return unit;
    return table.units.empty() ? std::nullopt : base::density_unit(table.units[column]);
}

/// The column's values as they stand; none where they cannot be read without its column's marks.
std::vector<double> values_of(const OpenTable& table, std::size_t column) {
    const std::size_t step = std::max<std::size_t>(1, table.csv.records.size() / records_looked_at);
    std::vector<double> values;
    CsvFields fields;
    for (std::size_t i = 0; i < table.csv.records.size(); i += step) {
        fields.split(table.csv, table.csv.records[i]);
        const NumberAndUnit cell = split_unit(fields[column]);
        const NumberRead read = read_number(cell.number, {});
        if (!cell.unit.empty()) continue;  // speaks for itself
        if (read.value && *read.value > 0) values.push_back(*read.value);
    }
    return values;
}

double middle_of(std::vector<double> values) {
    if (values.empty()) return drilling::no_value;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

bool is_density(double t_per_m3) {
    return t_per_m3 >= least_density && t_per_m3 <= most_density;
}

/// In which most of the values are densities of rock, t/m³ where as many are in another; none where the middle
/// is in no unit. The ranges of the units do not meet.
std::optional<DensityUnit> unit_by_values(const std::vector<double>& values, double middle) {
    std::optional<DensityUnit> best;
    std::ptrdiff_t most = 0;
    bool likely = false;
    for (const DensityUnit unit :
         {DensityUnit::tonne_per_m3, DensityUnit::kilogram_per_m3, DensityUnit::pound_per_cubic_foot}) {
        const auto fits = [&](double value) { return is_density(value * base::tonnes_per_m3(unit)); };
        likely = likely || fits(middle);
        const auto count = std::ranges::count_if(values, fits);
        if (count <= most) continue;
        most = count;
        best = unit;
    }
    return likely ? best : std::nullopt;
}

Finding about(const OpenTable& table, std::size_t column, FindingKind kind, Severity severity) {
    Finding finding;
    finding.kind = kind_name(kind);
    finding.severity = severity;
    finding.file = table.file;
    finding.row = table.csv.header_line;
    finding.column = table.csv.headers[column];
    return finding;
}

/// The first column that is called a density and holds numbers, behind `after`.
std::optional<std::size_t> guessed(const OpenTable& table, std::optional<std::size_t> after = std::nullopt) {
    for (std::size_t c = after ? *after + 1 : 0; c < table.csv.headers.size(); ++c) {
        const bool taken =
            std::ranges::any_of(table.columns, [&](const auto& role) { return role.second == c; });
        if (!taken && table.seen[c].filled > 0 && table.seen[c].numeric() &&
            read_density_header(table.csv.headers[c]).density)
            return c;
    }
    return std::nullopt;
}

/// A second column of densities with another middle value.
void report_second(const OpenTable& table, std::size_t column, double middle,
                   std::vector<Finding>& findings) {
    const auto other = guessed(table, column);
    if (!other) return;
    const double second = middle_of(values_of(table, *other));
    if (std::isnan(second) || std::isnan(middle) || std::abs(second - middle) < 1e-6 * middle) return;
    Finding finding = about(table, column, FindingKind::header_doubtful, Severity::warning);
    finding.what = Message("csv.density_second", {{"column", finding.column},
                                                  {"other", table.csv.headers[*other]},
                                                  {"value", number(middle, 4)},
                                                  {"second", number(second, 4)}});
    finding.fix = Message("csv.density_second_fix");
    findings.push_back(std::move(finding));
}

}  // namespace

base::Expected<void> map_density(OpenTable& table, const std::string& stated,
                                 drilling::SampleDensityUnit rule, std::vector<Finding>& findings) {
    if (stated == "-") return {};
    if (!stated.empty()) {
        static constexpr const char* role = "density";
        if (auto mapped = map_roles(table, {{role, stated, true}}); !mapped) return mapped;
    }
    const auto column = stated.empty() ? guessed(table) : std::optional(table.columns.at("density"));
    if (!column) return {};
    const std::vector<double> values = values_of(table, *column);
    const double middle = middle_of(values);
    const auto known = stated_unit(rule) ? stated_unit(rule) : unit_in_table(table, *column);
    const auto by_value = unit_by_values(values, middle);
    // Values that can be read only by the marks of their column are looked at once they are read.
    const bool unlikely = !std::isnan(middle) && !by_value;
    if (unlikely && stated.empty()) {
        Finding finding = about(table, *column, FindingKind::header_doubtful, Severity::warning);
        finding.what =
            Message("csv.density_unlikely", {{"column", finding.column}, {"value", number(middle, 5)}});
        finding.fix = Message("csv.density_unlikely_fix");
        findings.push_back(std::move(finding));
        return {};
    }
    if (stated.empty()) report_second(table, *column, middle, findings);
    table.columns["density"] = *column;
    table.mapping.columns["density"] = table.csv.headers[*column];
    table.density = {*column, known.value_or(by_value.value_or(DensityUnit::tonne_per_m3)), !known};
    table.mapping.units["density"] = base::symbol(table.density->unit);
    if (known && by_value && *known != *by_value) {
        // The header is believed, and its values then are no densities: said once here, not row by row.
        Finding finding = about(table, *column, FindingKind::unit_suspicious, Severity::error);
        finding.what = Message("csv.density_unit", {{"column", finding.column},
                                                    {"unit", std::string(base::symbol(*known))},
                                                    {"other", std::string(base::symbol(*by_value))},
                                                    {"value", number(middle, 5)}});
        finding.fix = Message("csv.density_unit_fix");
        findings.push_back(std::move(finding));
    }
    return {};
}

void settle_densities(const OpenTable& table, drilling::IntervalTable& intervals,
                      std::vector<Finding>& findings) {
    if (!table.density) return;
    const double factor = base::tonnes_per_m3(table.density->unit);
    double sum = 0, low = drilling::no_value, high = drilling::no_value;
    std::int64_t count = 0, odd = 0;
    std::size_t first_odd = 0;
    double odd_value = 0;
    for (std::size_t row = 0; row < intervals.density.size(); ++row) {
        double& value = intervals.density[row];
        if (std::isnan(value)) continue;
        const double as_read = value;
        value *= factor;
        if (is_density(value)) {
            ++count;
            sum += value;
            low = std::fmin(low, value);
            high = std::fmax(high, value);
            continue;
        }
        if (odd++ == 0) {
            first_odd = row;
            odd_value = as_read;
        }
        value = drilling::no_value;
    }
    const std::string unit(base::symbol(table.density->unit));
    if (count > 0) {
        const bool assumed = table.density->unit_assumed;
        const bool sure = !assumed || table.density->unit == DensityUnit::tonne_per_m3;
        Finding finding = about(table, table.density->column, FindingKind::density_measured,
                                sure ? Severity::info : Severity::warning);
        finding.count = count;
        finding.what = Message(assumed ? "csv.density_assumed" : "csv.density_read",
                               {{"count", std::to_string(count)},
                                {"column", finding.column},
                                {"unit", unit},
                                {"mean", number(sum / static_cast<double>(count), 4)},
                                {"low", number(low, 4)},
                                {"high", number(high, 4)}});
        finding.fix = Message(assumed ? "csv.density_assumed_fix" : "csv.density_read_fix");
        findings.push_back(std::move(finding));
    }
    if (odd == 0) return;
    Finding finding = about(table, table.density->column, FindingKind::density_doubtful, Severity::warning);
    finding.row = intervals.row[first_odd];
    finding.count = odd;
    finding.what = Message("csv.density_odd", {{"count", std::to_string(odd)},
                                               {"column", finding.column},
                                               {"value", number(odd_value, 6)},
                                               {"unit", unit}});
    finding.fix = Message("csv.density_odd_fix");
    findings.push_back(std::move(finding));
}

base::Expected<void> read_densities(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                    const std::string& folder, const HoleIndex& index, DrillholeImport& out,
                                    base::Progress& progress) {
    auto table = open_table("density", rule.density_file, rule, folder, progress);
    if (!table) return std::unexpected(table.error());
    std::vector<RoleWish> wishes = role_wishes("density", rule);
    wishes.pop_back();  // the densities themselves are found by their values too
    if (auto mapped = map_roles(*table, wishes); !mapped) return mapped;
    const bool interval = table->columns.contains("from") && table->columns.contains("to");
    // What is not needed is not read: a depth beside from and to says nothing more.
    for (const char* role : {"from", "to", "depth"})
        if (interval == (std::string_view(role) == "depth")) {
            table->columns.erase(role);
            table->mapping.columns.erase(role);
        }
    if (!interval)
        if (auto mapped = map_roles(*table, {{"depth", rule.density_depth, true}}); !mapped) return mapped;
    if (auto looked = examine_columns(*table, progress); !looked) return looked;
    if (auto mapped = map_density(*table, rule.density_value, assays.density_unit, out.findings); !mapped)
        return mapped;
    if (!table->density)
        return base::fail(base::ErrorKind::data,
                          Message("csv.no_density", {{"headers", header_list(table->csv.headers)}}),
                          {.file = table->csv.file, .row = table->csv.header_line, .field = "density"},
                          Message("csv.column_unknown_fix", {{"parameter", "drillholes.density_value"}}));
    IntervalSource source{
        std::move(*table), interval ? drilling::SampleKind::from_to : drilling::SampleKind::points, {}};
    return read_intervals(source, rule, {}, index, out.holes.densities, out, progress);
}

}  // namespace orelens::io
