#include "core/io/blocks/ModelSettle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/LengthWords.h"
#include "core/base/Parallel.h"
#include "core/base/Units.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::CellRole;
using blocks::DensityUnit;
using blocks::ModelLength;
using blocks::ModelRule;
using blocks::NegativeGrade;

constexpr std::size_t values_per_piece = std::size_t{1} << 18;
constexpr std::size_t most_sampled = 50'000;
/// More different negative numbers are no codes.
constexpr std::size_t most_negative = 1000;

/// In the order of the values, so that the same column is always settled the same.
template <class Visit>
bool each_value(std::span<float> values, const base::Progress& progress, const Visit& visit) {
    return base::ordered_pieces(values.size(), values_per_piece, progress,
                                [&](std::size_t begin, std::size_t end) {
                                    for (float& value : values.subspan(begin, end - begin)) visit(value);
                                });
}

/// Median of the values above zero, of a bounded sample; nothing where there is none.
std::optional<float> median_of(std::span<const float> values) {
    std::vector<float> some;
    const std::size_t step = std::max<std::size_t>(1, values.size() / most_sampled);
    for (std::size_t n = 0; n < values.size(); n += step)
        if (values[n] > 0) some.push_back(values[n]);
    if (some.empty()) return std::nullopt;
    const auto middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2);
    std::ranges::nth_element(some, middle);
    return *middle;
}

class Settling {
  public:
    Settling(ReadCells& cells, const ModelRule& rule) : cells_(cells), rule_(rule) {}

    bool volume(ValueColumn& column, double metre, const base::Progress& progress) const {
        if (metre == 1) return true;
        return each_value(column.values, progress,
                          [&](float& value) { value = static_cast<float>(value * metre * metre * metre); });
    }
    bool density(ValueColumn& column, const base::Progress& progress) {
        auto unit = rule_.density_unit != DensityUnit::detect ? rule_.density_unit : cells_.density_unit;
        const auto median = median_of(column.values);
        if (unit == DensityUnit::detect && median) {
            if (*median > 500) {
                unit = DensityUnit::kilogram_per_m3;
                note("model_density_unit", Severity::warning, rows(), {{"median", base::number(*median, 4)}});
            } else if (*median > 12 || *median < 0.3) {
                note("model_density_odd", Severity::error, rows(), {{"median", base::number(*median, 4)}});
            }
        }
        if (unit != DensityUnit::kilogram_per_m3) return true;
        return each_value(column.values, progress, [](float& value) { value /= 1000; });
    }
    /// Shares as percent become shares.
    bool proportion(ValueColumn& column, const base::Progress& progress) {
        float most = 0;
        if (!each_value(column.values, progress.part(0, 0.5), [&](float value) {
                if (value > most) most = value;
            }))
            return false;
        if (most <= 1.0001F) return true;
        if (most <= 100.01F) {
            note("model_proportion_percent", Severity::warning, 1, {{"most", base::number(most, 4)}});
            return each_value(column.values, progress.part(0.5, 1), [](float& value) { value /= 100; });
        }
        column.role = CellRole::number;
        note("model_proportion_odd", Severity::error, 1, {{"most", base::number(most, 4)}});
        return true;
    }
    /// What a negative grade is taken for: a code where one value repeats, else nothing.
    bool grade(ValueColumn& column, const base::Progress& progress) {
        std::int64_t count = 0;
        float lowest = 0;
        std::map<float, std::int64_t> times;
        const bool looked = each_value(column.values, progress.part(0, 0.5), [&](float value) {
            if (!(value < 0)) return;
            ++count;
            lowest = std::min(lowest, value);
            if (const auto known = times.find(value); known != times.end())
                ++known->second;
            else if (times.size() < most_negative)
                times.emplace(value, 1);
        });
        if (!looked) return false;
        if (count == 0) return true;
        // Of values that are as frequent the lowest.
        const auto often = std::ranges::max_element(times, {}, [](const auto& one) { return one.second; });
        const bool all = rule_.negative == NegativeGrade::missing;
        const bool is_code = all || (rule_.negative == NegativeGrade::detect && often->second >= 3 &&
                                     often->second * 2 >= count);
        std::int64_t missing = 0, zero = 0;
        const bool changed = each_value(column.values, progress.part(0.5, 1), [&](float& value) {
            if (!(value < 0) || rule_.negative == NegativeGrade::keep) return;
            const bool code = is_code && (all || value == often->first);
            value = code ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
            ++(code ? missing : zero);
        });
        note("model_negative", Severity::error, count,
             {{"element", column.name},
              {"lowest", base::number(lowest, 6)},
              {"value", base::number(often->first, 6)},
              {"times", std::to_string(often->second)},
              {"missing", std::to_string(missing)},
              {"zero", std::to_string(zero)}},
             column.name);
        return changed;
    }
    /// Units that nothing states, and a model without grades.
    void grade_units() {
        bool any = false;
        for (ModelColumn& column : cells_.mapping.columns) {
            if (column.use == ColumnUse::density) column.unit = "t/m3";
            if (column.use != ColumnUse::grade) continue;
            any = true;
            if (column.unit_assumed)
                note("model_unit_assumed", Severity::warning, 1,
                     {{"element", column.name}, {"unit", column.unit}}, column.header);
        }
        if (!any) note("model_no_grades", Severity::warning, 1, {});
    }

  private:
    [[nodiscard]] std::int64_t rows() const { return cells_.mapping.rows; }
    void note(const std::string& kind, Severity severity, std::int64_t count, ModelWords words,
              const std::string& column = "") {
        cells_.findings.push_back(
            model_finding(kind, severity, cells_.table.file, count, std::move(words), column));
    }
    ReadCells& cells_;
    const ModelRule& rule_;
};

bool is_foot(double metres) {
    return std::abs(metres - base::metres_in(base::LengthUnit::foot)) < 1e-6;
}

}  // namespace

double metres_left(const LengthStatement& length, ModelLength rule, const std::string& file,
                   std::vector<base::Finding>& findings) {
    // A word that is not known has been told by the reader, and states nothing.
    const std::optional<double> stated =
        length.unit.empty() ? std::nullopt : base::metres_of_unit(length.unit);
    double wanted = stated.value_or(1);
    if (rule == ModelLength::metre) wanted = 1;
    // The foot of the file may be the survey's, which is another one by two millionths.
    if (rule == ModelLength::foot && !(stated && is_foot(*stated)))
        wanted = base::metres_in(base::LengthUnit::foot);
    if (stated && rule != ModelLength::detect && std::abs(wanted - *stated) > 1e-9)
        findings.push_back(model_finding("model_length_differs", Severity::warning, file, 1,
                                         {{"unit", length.unit}, {"stated", is_foot(wanted) ? "ft" : "m"}}));
    else if (wanted != 1 && wanted != length.applied)
        findings.push_back(model_finding(
            "model_feet", Severity::info, file, 1,
            {{"unit", length.unit.empty() ? "ft" : length.unit}, {"metres", base::number(wanted, 12)}}));
    return wanted / length.applied;
}

bool to_metres(ReadCells& cells, double metre, const base::Progress& progress) {
    if (metre == 1) return true;
    blocks::CellTable& table = cells.table;
    const auto longer = [metre](std::size_t, double value) { return value * metre; };
    for (int a = 0; a < 3; ++a) {
        const base::Progress part = progress.part(a / 3.0, (a + 1) / 3.0);
        if (!table.centre[a].change(longer, part.part(0, 0.5)) ||
            !table.size[a].change(longer, part.part(0.5, 1)))
            return false;
        table.cell_size[a] *= metre;
        if (table.rotation) table.rotation->pivot[a] *= metre;
        if (table.grid && !cells.grid_of_rule) {
            table.grid->origin[a] *= metre;
            table.grid->block_size[a] *= metre;
        }
    }
    return true;
}

bool settle_values(std::vector<ValueColumn>& columns, double metre, ReadCells& cells, const ModelRule& rule,
                   const base::Progress& progress) {
    Settling settling(cells, rule);
    // Density and shares before grades: the order that findings are read in.
    for (const bool grades : {false, true})
        for (std::size_t n = 0; n < columns.size(); ++n) {
            ValueColumn& column = columns[n];
            if ((column.role == CellRole::grade) != grades) continue;
            const auto count = static_cast<double>(columns.size());
            const base::Progress part =
                progress.part(static_cast<double>(n) / count, static_cast<double>(n + 1) / count);
            const bool done = column.role == CellRole::grade        ? settling.grade(column, part)
                              : column.role == CellRole::density    ? settling.density(column, part)
                              : column.role == CellRole::proportion ? settling.proportion(column, part)
                              : column.role == CellRole::volume     ? settling.volume(column, metre, part)
                                                                    : true;
            if (!done) return false;
        }
    settling.grade_units();
    return !progress.cancelled();
}

std::vector<ValueColumn> value_columns(blocks::CellTable& table) {
    std::vector<ValueColumn> columns;
    for (blocks::CellColumn& column : table.columns)
        columns.push_back({column.role, column.name, column.values});
    return columns;
}

}  // namespace orelens::io
