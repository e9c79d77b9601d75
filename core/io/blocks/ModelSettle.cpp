#include "core/io/blocks/ModelSettle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/io/blocks/ColumnNames.h"
#include "core/io/blocks/Settling.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::CellRole;
using blocks::ModelRule;

constexpr std::size_t most_sampled = 50'000;
/// What is so large stands for "missing" in one program or another (1.70141e38, 1e20, −1e32), and is no
/// value.
constexpr float no_value = 1e20F;

/// "KTONNES", "Tonnes (kt)", "TONNAGE_KT", "矿石量(千吨)": the header states thousands of tonnes.
bool in_thousands(const std::string& header) {
    const std::string name = lower(header);
    return name == "kt" || name.find("ktonne") != name.npos || name.find("kilotonne") != name.npos || name.find("千吨") != name.npos ||
           name.find("(kt)") != name.npos || name.find("[kt]") != name.npos || name.ends_with("_kt") || name.ends_with(" kt");
}

}  // namespace

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

bool Settling::volume(ValueColumn& column, double metre, const base::Progress& progress) const {
    if (metre == 1) return true;
    return each_value(column.values, progress,
                      [&](float& value) { value = static_cast<float>(value * metre * metre * metre); });
}

bool Settling::beyond(ValueColumn& column, const base::Progress& progress) {
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

bool Settling::tonnage(ValueColumn& column, double metre, const base::Progress& progress) {
    using blocks::TonnageUnit;
    // A unit that is stated counts as stated.
    if (rule_.tonnage_unit == TonnageUnit::detect && in_thousands(header_of(column))) {
        note("model_kilotonnes", Severity::info, rows(), {}, header_of(column));
        return each_value(column.values, progress, [](float& value) { value = static_cast<float>(value * 1000.0); });
    }
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

bool Settling::excluded(ValueColumn& column, std::vector<ValueColumn>& columns, const base::Progress& progress) {
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

bool Settling::proportion(ValueColumn& column, const base::Progress& progress) {
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

bool Settling::leave_share(ValueColumn& column, std::vector<ValueColumn>& columns, float whole, const base::Progress& progress) {
    const auto left = [whole](float out) {
        return std::isnan(out) ? 1.0F : 1 - std::clamp(out / whole, 0.0F, 1.0F);
    };
    const auto other = std::ranges::find(columns, CellRole::proportion, &ValueColumn::role);
    if (other == columns.end()) {
        become(column, CellRole::proportion, ColumnUse::proportion);
        return each_value(column.values, progress, [&](float& value) { value = left(value); });
    }
    const bool done = base::ordered_pieces(
        column.values.size(), values_settled_at_once, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                float& share = other->values[n];
                share = (std::isnan(share) ? 1.0F : share) * left(column.values[n]);
            }
        });
    become(column, CellRole::number, ColumnUse::number);
    return done;
}

ModelColumn* Settling::mapped(const ValueColumn& column) {
    for (ModelColumn& one : cells_.mapping.columns)
        if (one.name == column.name && one.use != ColumnUse::unused) return &one;
    return nullptr;
}

std::string Settling::header_of(const ValueColumn& column) {
    const ModelColumn* one = mapped(column);
    return one == nullptr ? column.name : one->header;
}

void Settling::become(ValueColumn& column, CellRole role, ColumnUse use) {
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

void Settling::note(const std::string& kind, Severity severity, std::int64_t count, ModelWords words, const std::string& column) {
    cells_.findings.push_back(
        model_finding(kind, severity, cells_.table.file, count, std::move(words), column));
}

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
