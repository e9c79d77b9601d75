#include "core/io/blocks/ModelSettle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/base/Parallel.h"
#include "core/base/Units.h"
#include "core/io/blocks/ColumnNames.h"
#include "core/io/drillholes/UsualGrades.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::CellRole;
using blocks::DensityUnit;
using blocks::ModelRule;
using blocks::NegativeGrade;

constexpr std::size_t values_per_piece = std::size_t{1} << 18;
constexpr std::size_t most_sampled = 50'000;
/// More different negative numbers are no codes.
constexpr std::size_t most_negative = 1000;
/// What is so large stands for "missing" in one program or another (1.70141e38, 1e20, −1e32), and is no
/// value.
constexpr float no_value = 1e20F;
/// Of rock, t/m³. What weighs less than air's share of a cell is air.
constexpr float heaviest = 12, lightest = 0.3F, air_weight = 0.01F;
constexpr double tonnes_per_short_ton = 0.90718474;
/// t/m³ in a tonnage factor of one cubic foot per short ton.
constexpr double factor_density = tonnes_per_short_ton / (0.3048 * 0.3048 * 0.3048);

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
    /// Numbers that stand for "missing" whatever the codes say.
    bool beyond(ValueColumn& column, const base::Progress& progress) {
        std::int64_t count = 0;
        float first = 0;
        const bool done = each_value(column.values, progress, [&](float& value) {
            if (!(std::abs(value) >= no_value)) return;
            if (count++ == 0) first = value;
            value = std::numeric_limits<float>::quiet_NaN();
        });
        if (count > 0)
            note("model_no_value", Severity::warning, count, {{"value", base::number(first, 6)}},
                 header_of(column));
        return done;
    }
    bool density(ValueColumn& column, const base::Progress& progress) {
        if (!density_signs(column, progress.part(0, 0.5))) return false;
        auto unit = rule_.density_unit != DensityUnit::detect ? rule_.density_unit : cells_.density_unit;
        const auto median = median_of(column.values);
        const bool odd = median && (*median > 12 || *median < 0.3);
        if (unit == DensityUnit::detect && median) {
            if (*median > 500) {
                unit = DensityUnit::kilogram_per_m3;
                note("model_density_unit", Severity::warning, rows(), {{"median", base::number(*median, 4)}});
            } else if (odd) {
                note("model_density_odd", Severity::error, rows(), {{"median", base::number(*median, 4)}});
            } else if (*median > 6 || *median < 1) {
                note("model_density_unusual", Severity::warning, rows(),
                     {{"median", base::number(*median, 4)}});
            }
        }
        return to_tonnes_per_m3(column, unit, progress.part(0.5, 0.75)) && no_rock(column, unit == DensityUnit::detect && odd, progress.part(0.75, 1));
    }
    bool to_tonnes_per_m3(ValueColumn& column, DensityUnit unit, const base::Progress& part) const {
        switch (unit) {
            case DensityUnit::kilogram_per_m3:
                return each_value(column.values, part, [](float& value) { value /= 1000; });
            case DensityUnit::pound_per_ft3:
                return each_value(column.values, part, [](float& value) {
                    value = static_cast<float>(value *
                                               base::tonnes_per_m3(base::DensityUnit::pound_per_cubic_foot));
                });
            case DensityUnit::ft3_per_short_ton:
                return each_value(column.values, part, [](float& value) {
                    if (value > 0) value = static_cast<float>(factor_density / static_cast<double>(value));
                });
            case DensityUnit::detect:
            case DensityUnit::tonne_per_m3:
                break;
        }
        return true;
    }
    /// Single values that no rock has, among others that are sound: a slip of the decimal mark, another unit. Where
    /// all of them are odd that has been said already.
    bool no_rock(ValueColumn& column, bool all_odd, const base::Progress& progress) {
        if (all_odd) return true;
        std::int64_t count = 0;
        float least = 0, most = 0;
        const bool done = each_value(column.values, progress, [&](float& value) {
            if (std::isnan(value) || value <= air_weight || (value >= lightest && value <= heaviest)) return;
            least = count == 0 ? value : std::min(least, value);
            most = count == 0 ? value : std::max(most, value);
            ++count;
            value = std::numeric_limits<float>::quiet_NaN();
        });
        if (count > 0)
            note("model_density_no_rock", Severity::error, count,
                 {{"least", base::number(least, 5)}, {"most", base::number(most, 5)}}, header_of(column));
        return done;
    }
    /// No rock weighs less than nothing. 0 is air; where nothing else stands in the column, it holds none.
    bool density_signs(ValueColumn& column, const base::Progress& progress) {
        std::int64_t below = 0, zero = 0, above = 0;
        float lowest = 0;
        const bool looked = each_value(column.values, progress.part(0, 0.5), [&](float& value) {
            if (value > 0) ++above;
            if (value == 0) ++zero;
            if (!(value < 0)) return;
            ++below;
            lowest = std::min(lowest, value);
            value = std::numeric_limits<float>::quiet_NaN();
        });
        if (!looked) return false;
        if (below > 0)
            note("model_density_negative", Severity::warning, below, {{"lowest", base::number(lowest, 6)}},
                 header_of(column));
        if (zero == 0 || above > 0) return true;
        note("model_density_zero", Severity::error, zero, {}, header_of(column));
        return each_value(column.values, progress.part(0.5, 1), [](float& value) {
            if (value == 0) value = std::numeric_limits<float>::quiet_NaN();
        });
    }
    /// Tons of a model in feet may be either; others are tonnes unless stated.
    bool tonnage(ValueColumn& column, double metre, const base::Progress& progress) {
        using blocks::TonnageUnit;
        if (rule_.tonnage_unit == TonnageUnit::detect) {
            const std::string header = lower(header_of(column));
            const bool tons =
                header.find("tonne") == std::string::npos && header.find("ton") != std::string::npos;
            const bool feet = metre != 1 || cells_.length.applied != 1;
            if (tons && feet) note("model_tons", Severity::error, rows(), {}, header_of(column));
        }
        if (rule_.tonnage_unit != TonnageUnit::short_ton) return true;
        return each_value(column.values, progress,
                          [](float& value) { value = static_cast<float>(value * tonnes_per_short_ton); });
    }
    /// 0 and 1 are flags. Shares of a block that is mined or left out become the share that counts.
    bool excluded(ValueColumn& column, std::vector<ValueColumn>& columns, const base::Progress& progress) {
        bool flags = true, whole = true;
        float least = 0, most = 0;
        std::int64_t filled = 0;
        const bool looked = each_value(column.values, progress.part(0, 0.5), [&](float value) {
            if (std::isnan(value)) return;
            ++filled;
            flags = flags && (value == 0 || value == 1);
            whole = whole && value == std::floor(value);
            least = std::min(least, value);
            most = std::max(most, value);
        });
        if (!looked) return false;
        if (flags || filled == 0) return true;
        const std::string header = header_of(column);
        const ModelWords words{{"least", base::number(least, 6)}, {"most", base::number(most, 6)}};
        const bool share = least >= 0 && !whole && most <= 1;
        // Whole numbers are codes or years of mining unless something says that they are parts of a hundred.
        const std::string plain = lower(header);
        const bool said = plain.contains("pct") || plain.contains('%') || plain.contains("percent") ||
                          plain.contains("率") || plain.contains("比例") || plain.contains("frac");
        const bool percent = least >= 0 && most <= 100 && !share && (!whole || most == 100 || (said && most > 1));
        if (share || percent) {
            note("model_excluded_share", Severity::warning, filled, words, header);
            return leave_share(column, columns, share ? 1.0F : 100.0F, progress.part(0.5, 1));
        }
        if (!rule_.excluded.empty()) {
            note("model_excluded_codes", Severity::warning, filled, words, header);
            return true;
        }
        note("model_excluded_odd", Severity::error, filled, words, header);
        become(column, CellRole::number, ColumnUse::number);
        return true;
    }
    /// Air that carries a grade is rock whose density no one knows.
    bool graded_air(const std::vector<ValueColumn>& columns, const base::Progress& progress) {
        const auto dense = std::ranges::find(columns, CellRole::density, &ValueColumn::role);
        if (dense == columns.end()) return true;
        std::int64_t count = 0;
        const bool done = base::ordered_pieces(
            dense->values.size(), values_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n)
                    count += dense->values[n] == 0 &&
                                     std::ranges::any_of(columns,
                                                         [&](const ValueColumn& one) {
                                                             return one.role == CellRole::grade &&
                                                                    one.values[n] > 0;
                                                         })
                                 ? 1
                                 : 0;
            });
        if (count > 0) note("model_air_graded", Severity::error, count, {}, header_of(*dense));
        return done;
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
        note("model_proportion_odd", Severity::error, 1, {{"most", base::number(most, 4)}});
        column.role = CellRole::number;
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
    /// More metal than there is rock: the unit is another one, or the value is none.
    bool more_than_all(ValueColumn& column, const base::Progress& progress) {
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
    /// Units that nothing states, and a model without grades.
    void grade_units() {
        bool any = false;
        // Shares and volumes by names that say not of what: air or rock, left or gone.
        static const std::set<std::string, std::less<>> shares{
            "topo",    "topopct", "belowtopo", "airprop", "airpct",    "rockprop",  "rockpct",   "oreprop",
            "orepct",  "fillvol", "voidvol",   "pctrock", "pctore",    "pctair",    "voidprop",  "voidpct",
            "pcttopo", "percent", "rockperc",  "oreperc", "orevolume", "airvolume", "rockvolume"};
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

  private:
    [[nodiscard]] std::int64_t rows() const { return cells_.mapping.rows; }
    [[nodiscard]] ModelColumn* mapped(const ValueColumn& column) {
        for (ModelColumn& one : cells_.mapping.columns)
            if (one.name == column.name && one.use != ColumnUse::unused) return &one;
        return nullptr;
    }
    [[nodiscard]] std::string header_of(const ValueColumn& column) {
        const ModelColumn* one = mapped(column);
        return one == nullptr ? column.name : one->header;
    }
    /// A plain number goes by the name that the file gives it.
    void become(ValueColumn& column, CellRole role, ColumnUse use) {
        ModelColumn* one = mapped(column);
        column.role = role;
        if (one == nullptr) return;
        one->use = use;
        if (role != CellRole::number) return;
        std::set<std::string> taken;
        for (const ModelColumn& other : cells_.mapping.columns)
            if (&other != one) taken.insert(other.name);
        one->name = column.name = free_name(std::string(trimmed(one->header)), taken);
    }
    /// A share that is left out, in parts of `whole`, becomes the share that counts, of what another column
    /// leaves.
    bool leave_share(ValueColumn& column, std::vector<ValueColumn>& columns, float whole,
                     const base::Progress& progress) {
        const auto left = [whole](float out) {
            return std::isnan(out) ? 1.0F : 1 - std::clamp(out / whole, 0.0F, 1.0F);
        };
        const auto other = std::ranges::find(columns, CellRole::proportion, &ValueColumn::role);
        if (other == columns.end()) {
            become(column, CellRole::proportion, ColumnUse::proportion);
            return each_value(column.values, progress, [&](float& value) { value = left(value); });
        }
        const bool done = base::ordered_pieces(
            column.values.size(), values_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n) {
                    float& share = other->values[n];
                    share = (std::isnan(share) ? 1.0F : share) * left(column.values[n]);
                }
            });
        become(column, CellRole::number, ColumnUse::number);
        return done;
    }
    void note(const std::string& kind, Severity severity, std::int64_t count, ModelWords words,
              const std::string& column = "") {
        cells_.findings.push_back(
            model_finding(kind, severity, cells_.table.file, count, std::move(words), column));
    }
    ReadCells& cells_;
    const ModelRule& rule_;
};

}  // namespace

bool settle_values(std::vector<ValueColumn>& columns, double metre, ReadCells& cells, const ModelRule& rule,
                   const base::Progress& progress) {
    Settling settling(cells, rule);
    std::set<std::size_t> settled;
    // Density and shares before grades: the order that findings are read in. What is excluded needs the
    // shares.
    const auto turn_of = [](CellRole role) {
        return role == CellRole::grade ? 2 : role == CellRole::excluded ? 1 : 0;
    };
    for (const int turn : {0, 1, 2})
        for (std::size_t n = 0; n < columns.size(); ++n) {
            ValueColumn& column = columns[n];
            const CellRole role = column.role;
            if (turn_of(role) != turn || settled.contains(n)) continue;
            settled.insert(n);
            const auto count = static_cast<double>(columns.size());
            const base::Progress all =
                progress.part(static_cast<double>(n) / count, static_cast<double>(n + 1) / count);
            const base::Progress part = all.part(0.3, 1);
            if (!settling.beyond(column, all.part(0, 0.3))) return false;
            const bool done = role == CellRole::grade        ? settling.grade(column, part)
                              : role == CellRole::density    ? settling.density(column, part)
                              : role == CellRole::tonnage    ? settling.tonnage(column, metre, part)
                              : role == CellRole::proportion ? settling.proportion(column, part)
                              : role == CellRole::volume     ? settling.volume(column, metre, part)
                              : role == CellRole::excluded   ? settling.excluded(column, columns, part)
                                                             : true;
            if (!done) return false;
        }
    if (!settling.graded_air(columns, progress.part(1, 1))) return false;
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
