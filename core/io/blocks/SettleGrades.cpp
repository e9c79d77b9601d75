// Grades of a block model: what negative ones stand for, more metal than there is rock, units that nothing states.
#include <limits>
#include <map>
#include <set>

#include "core/base/Units.h"
#include "core/io/blocks/ColumnNames.h"
#include "core/io/blocks/Settling.h"
#include "core/io/drillholes/UsualGrades.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::NegativeGrade;

/// More different negative numbers are no codes.
constexpr std::size_t most_negative = 1000;

}  // namespace

bool Settling::grade(ValueColumn& column, const base::Progress& progress) {
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
    if (count == 0) return more_than_all(column, progress.part(0.5, 1));
    // Of values that are as frequent the lowest.
    const auto often = std::ranges::max_element(times, {}, [](const auto& one) { return one.second; });
    const bool all = rule_.negative == NegativeGrade::missing;
    const bool is_code = all || (rule_.negative == NegativeGrade::detect && often->second >= 3 &&
                                 often->second * 2 >= count);
    std::int64_t missing = 0, zero = 0;
    const bool changed = each_value(column.values, progress.part(0.5, 0.7), [&](float& value) {
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
    return changed && more_than_all(column, progress.part(0.7, 1));
}

bool Settling::more_than_all(ValueColumn& column, const base::Progress& progress) {
    const auto named = std::ranges::find_if(cells_.mapping.columns, [&](const ModelColumn& one) {
        return one.use == ColumnUse::grade && one.name == column.name;
    });
    if (named == cells_.mapping.columns.end()) return true;
    const auto unit = base::grade_unit(named->unit);
    if (!unit) return true;
    const auto whole = static_cast<float>(1 / base::fraction_of(*unit) * (1 + 1e-6));
    std::int64_t filled = 0, above = 0;
    float most = 0;
    const bool looked = each_value(column.values, progress.part(0, 0.5), [&](float value) {
        if (std::isnan(value)) return;
        ++filled;
        above += value > whole ? 1 : 0;
        most = std::max(most, value);
    });
    if (!looked) return false;
    const bool all = named->unit_assumed && above * 100 > filled;
    const auto usual = named->unit_assumed ? usual_most(column.name) : std::nullopt;
    const auto middle = usual ? median_of(column.values) : std::nullopt;
    if (!all && middle && static_cast<double>(*middle) * base::fraction_of(*unit) > *usual) {
        note("model_unit_unlikely", Severity::error, filled,
             {{"element", column.name}, {"unit", named->unit}, {"median", base::number(*middle, 4)}}, named->header);
        return each_value(column.values, progress.part(0.5, 1),
                          [](float& value) { value = std::numeric_limits<float>::quiet_NaN(); });
    }
    if (above == 0) return true;
    note(all ? "model_unit_impossible" : "model_more_than_all", Severity::error, all ? filled : above,
         {{"element", column.name},
          {"unit", named->unit},
          {"above", base::grouped(static_cast<double>(above))},
          {"most", base::number(most, 6)}},
         named->header);
    return each_value(column.values, progress.part(0.5, 1), [&](float& value) {
        if (all || value > whole) value = std::numeric_limits<float>::quiet_NaN();
    });
}

void Settling::grade_units() {
    bool any = false;
    // Shares and volumes by names that say not of what: air or rock, left or gone.
    static const std::set<std::string, std::less<>> shares{
        "topo",    "topopct", "belowtopo", "airprop", "airpct",    "rockprop",  "rockpct",   "oreprop",
        "orepct",  "fillvol", "voidvol",   "pctrock", "pctore",    "pctair",    "voidprop",  "voidpct",
        "pcttopo", "percent", "rockperc",  "oreperc", "orevolume", "airvolume", "rockvolume",
        "propore", "proprock",  "propair", "oreprop",   "fracore",   "orefrac",   "fracrock",
        "rockfrac", "airfrac",  "fracair", "percore",   "percrock",  "percair",   "air"};
    bool dense = false;
    for (ModelColumn& column : cells_.mapping.columns) {
        std::string plain = plain_header(column.header);
        if (column.use == ColumnUse::category && !column.stated &&
            std::ranges::find(column_names::excluded, plain) != column_names::excluded.end())
            note("model_excluded_words", Severity::error, 1, {}, column.header);
        // The first by name counts; of another nobody knows whether it is wet, dry or of waste.
        if (column.use == ColumnUse::density) dense = true;
        if (dense && column.use == ColumnUse::number && !column.stated &&
            std::ranges::find(column_names::density, plain) != column_names::density.end())
            note("model_density_twice", Severity::warning, 1, {}, column.header);
        if (const std::size_t sign = plain.find('%'); sign != std::string::npos) plain.replace(sign, 1, "pct");
        if (column.use == ColumnUse::number && !column.stated && shares.contains(plain))
            note("model_share_named", Severity::warning, 1, {}, column.header);
        if (column.use == ColumnUse::density) column.unit = "t/m3";
        if (column.use != ColumnUse::grade) continue;
        any = true;
        if (column.unit_assumed)
            note("model_unit_assumed", Severity::warning, 1,
                 {{"element", column.name}, {"unit", column.unit}}, column.header);
    }
    if (!any) note("model_no_grades", Severity::warning, 1, {});
}

}  // namespace orelens::io
