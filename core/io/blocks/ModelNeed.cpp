#include "core/io/blocks/ModelNeed.h"

#include <algorithm>
#include <cmath>

#include "core/base/Memory.h"
#include "core/blocks/PackedReals.h"
#include "core/io/blocks/TableColumns.h"
#include "core/io/blocks/TableLines.h"

namespace orelens::io {
namespace {

/// Pieces of text, what is parsed of them, and the libraries.
constexpr double fixed_bytes = 60e6;
/// Blocks are kept in bricks of 8 × 8 × 8, which are not full at the borders.
constexpr double bricks = 1.15;
constexpr double bytes_per_second = 6e7;

bool beside(ColumnUse use) {
    return use == ColumnUse::tonnage || use == ColumnUse::volume || use == ColumnUse::proportion ||
           use == ColumnUse::excluded;
}

}  // namespace

ModelNeed need_of(const ModelMapping& mapping, double rows, double place_bytes, bool sub_blocked) {
    double kept = 0, held = 0, values = 0;
    for (const ModelColumn& column : mapping.columns) {
        // Codes take one byte where they are few, as they nearly always are; four while sub-blocks are read.
        if (column.use == ColumnUse::category) kept += 1;
        if (column.use == ColumnUse::category || is_value(column.use)) values += 4;
        if (!is_value(column.use)) continue;
        (beside(column.use) ? held : kept) += 4;
    }
    ModelNeed need;
    need.rows = rows;
    need.model_bytes = kept * rows * bricks;
    // Beside their values, sub-blocks are listed by block, with the share of each that lies there.
    const double filling = sub_blocked ? need.model_bytes + (values + 28 + place_bytes) * rows
                                       : need.model_bytes + held * rows * bricks + 4 * rows;
    need.bytes = std::max(filling, (place_bytes + 4) * rows) + fixed_bytes;
    return need;
}

base::Expected<void> check_need(double bytes, const std::string& file) {
    const double memory = base::machine_memory();
    if (memory <= 0 || bytes + base::process_memory() < memory) return {};
    return base::fail(base::ErrorKind::data,
                      base::Message("block_file.too_large", {{"size", base::memory_text(bytes)}}),
                      {.file = file});
}

ModelNeed need_of(const TableStart& table) {
    const auto& sample = table.head.sample;
    double place_bytes = 0;
    bool sub_blocked = false;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const ScanColumn& column = table.columns[c];
        if (column.kind != ScanKind::place && column.kind != ScanKind::size && column.kind != ScanKind::index)
            continue;
        blocks::PackedReals packed;
        // As long as a chunk, so that it is packed as the rows will be.
        std::vector<double> values;
        for (const auto& row : sample)
            if (const auto value = table_number(row[c], column.how.marks)) values.push_back(*value);
        for (std::size_t n = 0; n < blocks::PackedReals::chunk_size && !values.empty(); ++n)
            packed.push_back(values[n % values.size()]);
        place_bytes += static_cast<double>(packed.bytes()) / blocks::PackedReals::chunk_size;
        const auto corner = std::ranges::find(table.columns, static_cast<int>(c), &ScanColumn::upper);
        if (corner != table.columns.end()) {
            const auto low = static_cast<std::size_t>(corner - table.columns.begin());
            values.clear();
            for (const auto& row : sample) {
                const auto from = table_number(row[low], corner->how.marks), to = table_number(row[c], column.how.marks);
                if (from && to) values.push_back(*to - *from);
            }
        }
        if (column.kind != ScanKind::size || values.empty()) continue;
        const auto [low, high] = std::ranges::minmax(values);
        sub_blocked = sub_blocked || high > low * (1 + 1e-4);
    }
    const auto bytes = static_cast<double>(table.source.bytes());
    const std::string_view start = table.source.start();
    const auto lines = static_cast<double>(std::ranges::count(start, '\n')) + 1;
    const double rows = bytes * lines / std::max(1.0, static_cast<double>(table.source.start_bytes()));
    ModelNeed need = need_of(table.mapping, rows, place_bytes, sub_blocked);
    // A sheet is held whole, and unpacked from its file.
    if (!table.source.sheet().empty()) need.bytes += 2 * bytes;
    need.seconds = bytes / bytes_per_second;
    return need;
}

}  // namespace orelens::io
