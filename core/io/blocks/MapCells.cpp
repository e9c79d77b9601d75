// Columns that come without text get their roles, names and units; and what tables of cells are changed by.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/Parallel.h"
#include "core/drilling/Rules.h"
#include "core/io/blocks/ModelCells.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableColumns.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

using base::Expected;
using blocks::ModelRule;

constexpr std::size_t values_per_piece = std::size_t{1} << 18;
constexpr std::size_t most_sampled = 20'000;

ColumnFacts facts_of(const blocks::CellColumn& column) {
    ColumnFacts facts;
    facts.header = column.name;
    facts.unit = column.unit;
    facts.has_category = column.role == blocks::CellRole::category;
    facts.empty = !facts.has_category;
    bool whole = true;
    const std::size_t step = std::max<std::size_t>(1, column.values.size() / most_sampled);
    for (std::size_t n = 0; n < column.values.size(); n += step) {
        if (std::isnan(column.values[n])) continue;
        facts.empty = false;
        whole = whole && column.values[n] == std::floor(column.values[n]);
    }
    facts.whole = whole && !facts.empty;
    return facts;
}

/// Codes for missing become NaN; how many there were, nothing where it is cancelled.
std::optional<std::int64_t> drop_nulls(std::vector<float>& values, const std::vector<double>& nulls,
                                       const base::Progress& progress) {
    std::int64_t found = 0;
    const auto is_null = [&](float value) {
        return std::ranges::any_of(nulls, [&](double null) { return value == static_cast<float>(null); });
    };
    const bool done = base::ordered_pieces(values.size(), values_per_piece, progress,
                                           [&](std::size_t begin, std::size_t end) {
                                               for (std::size_t n = begin; n < end; ++n) {
                                                   if (!is_null(values[n])) continue;
                                                   values[n] = std::numeric_limits<float>::quiet_NaN();
                                                   ++found;
                                               }
                                           });
    return done ? std::optional(found) : std::nullopt;
}

}  // namespace

Expected<void> map_cells(ReadCells& cells, const ModelRule& rule, bool placed, base::Progress& progress,
                         Questions* questions) {
    std::vector<ColumnFacts> facts;
    for (const blocks::CellColumn& column : cells.table.columns) facts.push_back(facts_of(column));
    if (progress.cancelled()) return base::cancelled();
    auto mapped = map_columns(facts, rule, placed, cells.table.file, questions);
    if (!mapped) return std::unexpected(mapped.error());
    std::vector<blocks::CellColumn> kept;
    for (std::size_t c = 0; c < mapped->size(); ++c) {
        const ModelColumn& how = (*mapped)[c];
        blocks::CellColumn& column = cells.table.columns[c];
        if (how.use != ColumnUse::category && !is_value(how.use)) continue;
        const auto found = drop_nulls(column.values, null_codes(rule, how.header).numbers, progress);
        if (!found) return base::cancelled();
        if (*found > 0)
            cells.findings.push_back(model_finding("model_null_codes", base::Severity::info, cells.table.file,
                                                   *found, {}, how.header));
        column.name = how.name;
        column.unit = how.unit;
        column.by_mass = how.by_mass;
        if (how.use != ColumnUse::category)
            column.role = role_of(how.use);
        else if (column.role != blocks::CellRole::category)
            column = codes_of(std::move(column));
        kept.push_back(std::move(column));
    }
    cells.table.columns = std::move(kept);
    cells.mapping.columns = std::move(*mapped);
    cells.mapping.file = cells.table.file;
    cells.mapping.rows = static_cast<std::int64_t>(cells.table.cells());
    return {};
}

blocks::CellColumn codes_of(blocks::CellColumn column) {
    std::map<float, std::int32_t> codes;
    for (const float value : column.values)
        if (!std::isnan(value) && codes.size() <= most_codes) codes.emplace(value, 0);
    if (codes.size() > most_codes) return column;
    std::int32_t next = 0;
    for (auto& [value, code] : codes) {
        code = next++;
        column.names.push_back(base::number(value, 9));
    }
    column.codes.reserve(column.values.size());
    for (const float value : column.values) column.codes.push_back(std::isnan(value) ? -1 : codes.at(value));
    column.values = {};
    column.role = blocks::CellRole::category;
    return column;
}

bool keep_cells(blocks::CellTable& table, const std::vector<bool>& keep, const base::Progress& progress) {
    const std::size_t count = table.cells();
    if (table.centre[0].empty() && table.cell.empty()) {
        table.cell.resize(count);
        for (std::size_t n = 0; n < count; ++n) table.cell[n] = static_cast<std::uint32_t>(n);
    }
    const auto take = [&](auto& values) {
        if (values.empty()) return true;
        std::size_t to = 0;
        const bool done =
            base::ordered_pieces(count, values_per_piece, progress, [&](std::size_t begin, std::size_t end) {
                for (std::size_t n = begin; n < end; ++n)
                    if (keep[n]) values[to++] = values[n];
            });
        values.resize(to);
        values.shrink_to_fit();
        return done;
    };
    for (blocks::CellColumn& column : table.columns)
        if (!take(column.values) || !take(column.codes)) return false;
    for (int a = 0; a < 3; ++a)
        for (blocks::PackedReals* list : {&table.centre[a], &table.size[a]})
            if (!list->empty() && !list->keep(keep, progress)) return false;
    return take(table.cell);
}

namespace {

void add_codes(NullCodes& codes, const std::vector<std::string>& items) {
    for (const std::string& item : items) {
        if (const auto value = table_number(item))
            codes.numbers.push_back(*value);
        else
            codes.words.push_back(lower(item));
    }
}

}  // namespace

NullCodes null_codes(const ModelRule& rule) {
    NullCodes codes{{}, {"-", "nan", "null", "n/a", "na", "#n/a", "none", "*", "absent", "缺失", "无"}};
    add_codes(codes, drilling::list_items(rule.null_codes));
    return codes;
}

NullCodes null_codes(const ModelRule& rule, const std::string& header) {
    NullCodes codes = null_codes(rule);
    for (const ColumnNulls& one : column_nulls(rule))
        if (lower(one.header) == lower(header)) add_codes(codes, one.codes);
    return codes;
}

}  // namespace orelens::io
