// Reads a block table in any row and column order, in parallel: first which blocks there are, then their
// values. Errors name the file, the row and the column; of several the first row is reported.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "core/base/AtomicFile.h"
#include "core/base/Later.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/text/CsvText.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnType;
using blocks::Index3;

template <class Number>
bool parse(std::string_view text, Number& value) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc() && end == text.data() + text.size();
}

/// A value of a real column; "inf" in the table is an infinity too, as files of version 1 have it.
bool parse_real(std::string_view text, const std::optional<Infinities>& infinities, float& value) {
    if (infinities) {
        double wide = 0;
        if (!parse(text, wide)) return false;
        constexpr float infinity = std::numeric_limits<float>::infinity();
        if (wide == infinities->plus || wide == infinities->minus) {
            value = wide == infinities->plus ? infinity : -infinity;
            return true;
        }
    }
    // The text once more: a detour through double could round twice.
    return parse(text, value);
}

/// The error of the lowest row, whichever thread found it.
class FirstError {
  public:
    void offer(base::Error error) {
        const std::lock_guard lock(guard_);
        if (!error_ || error.place.row < error_->place.row) error_ = std::move(error);
        row_.store(error_->place.row, std::memory_order_relaxed);
    }
    /// Whether a row can still matter.
    [[nodiscard]] bool open(std::int64_t row) const { return row < row_.load(std::memory_order_relaxed); }
    [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }

  private:
    std::mutex guard_;
    std::atomic<std::int64_t> row_ = std::numeric_limits<std::int64_t>::max();
    std::optional<base::Error> error_;
};

/// Where in a row each thing stands; −1 = not in the table.
struct Layout {
    std::array<int, 3> index{-1, -1, -1};
    std::array<int, 3> centre{-1, -1, -1};
    std::vector<int> column;  ///< per column of the side-car
    std::vector<std::string> headers;
};

class Table {
  public:
    Table(std::string path, CsvTable csv, BlockSidecar sidecar)
        : path_(std::move(path)), csv_(std::move(csv)), sidecar_(std::move(sidecar)) {}

    base::Expected<BlockModel> read(base::Progress& progress);

  private:
    int* slot_of(const std::string& header);
    base::Expected<void> read_header();
    base::Expected<void> find_blocks(base::Progress progress);
    base::Expected<BlockModel> read_values(base::Progress progress);
    /// Rows of types and units stand between the header and the blocks of some layouts.
    [[nodiscard]] std::size_t first_record() const {
        const auto under = static_cast<std::size_t>(sidecar_.table ? sidecar_.table->lines_under_header : 0);
        return std::min(under, csv_.records.size());
    }
    bool index_of_centre(const CsvFields& fields, std::int64_t row, Index3& block);
    bool read_index(const CsvFields& fields, std::int64_t row, Index3& block);
    bool centre_agrees(const CsvFields& fields, std::int64_t row, const Index3& block);
    base::Expected<void> first_repeat(const base::Progress& progress);
    void refuse(const char* key, std::int64_t row, int field, std::string_view value,
                const char* fix = nullptr);
    template <class Take>
    base::Expected<void> each_row(base::Progress& progress, const Take& take);

    std::string path_;
    CsvTable csv_;
    BlockSidecar sidecar_;
    Layout layout_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> present_;  ///< one bit per cell of the geometry
    FirstError error_;
    std::atomic<bool> repeated_ = false;
};

void Table::refuse(const char* key, std::int64_t row, int field, std::string_view value, const char* fix) {
    base::Error error;
    error.what = Message(key, {{"value", std::string(value.substr(0, 60))}});
    error.place = {.file = path_, .row = row, .column = field + 1};
    if (field >= 0) error.place.field = layout_.headers[static_cast<std::size_t>(field)];
    if (fix) error.fix = Message(fix);
    error_.offer(std::move(error));
}

/// Where the position of a header is kept; null for one that nobody knows.
int* Table::slot_of(const std::string& header) {
    for (std::size_t n = 0; n < sidecar_.columns.size(); ++n)
        if ((sidecar_.table ? sidecar_.table->headers[n] : sidecar_.columns[n].name) == header)
            return &layout_.column[n];
    for (int a = 0; a < 3; ++a) {
        if (sidecar_.table && header == sidecar_.table->centre[a]) return &layout_.centre[a];
        if (sidecar_.table) continue;
        if (header == std::string(1, "ijk"[a])) return &layout_.index[a];
        if (header == std::string(1, "xyz"[a])) return &layout_.centre[a];
    }
    return nullptr;
}

base::Expected<void> Table::read_header() {
    layout_.headers = csv_.headers;
    layout_.column.assign(sidecar_.columns.size(), -1);
    for (std::size_t f = 0; f < layout_.headers.size(); ++f) {
        const std::string& header = layout_.headers[f];
        int* slot = slot_of(header);
        if (sidecar_.table && !slot &&
            std::ranges::find(sidecar_.table->others, header) != sidecar_.table->others.end())
            continue;
        const base::Place place{.file = path_,
                                .row = csv_.header_line,
                                .column = static_cast<std::int64_t>(f) + 1,
                                .field = header};
        if (!slot)
            return base::fail(ErrorKind::data, Message("block_file.unknown_column", {{"column", header}}),
                              place, Message("block_file.describe_column"));
        if (*slot >= 0)
            return base::fail(ErrorKind::data, Message("block_file.column_twice", {{"column", header}}),
                              place);
        *slot = static_cast<int>(f);
    }
    const auto lacking = [&](const std::string& name) {
        return base::fail(ErrorKind::data, Message("block_file.column_missing", {{"column", name}}),
                          {.file = path_, .row = csv_.header_line, .field = name});
    };
    for (int a = 0; a < 3; ++a)
        if (sidecar_.table ? layout_.centre[a] < 0 : layout_.index[a] < 0)
            return lacking(sidecar_.table ? sidecar_.table->centre[a] : std::string(1, "ijk"[a]));
    for (std::size_t n = 0; n < layout_.column.size(); ++n)
        if (layout_.column[n] < 0) return lacking(sidecar_.columns[n].name);
    return {};
}

/// take(fields, row) for every record, in parallel.
template <class Take>
base::Expected<void> Table::each_row(base::Progress& progress, const Take& take) {
    std::atomic<std::size_t> done = 0;
    const std::size_t first = first_record();
    base::parallel_for(csv_.records.size() - first, 4096, [&](std::size_t begin, std::size_t end) {
        CsvFields fields;
        for (std::size_t n = begin; n < end && !progress.cancelled(); ++n) {
            const CsvRecord& record = csv_.records[first + n];
            if (!error_.open(record.line)) break;
            fields.split(csv_, record);
            if (record.open_quote)
                refuse("block_file.open_quote", record.line, -1, fields[0]);
            else if (fields.size() != layout_.headers.size())
                refuse("block_file.field_count", record.line, -1, fmt::format("{}", fields.size()));
            else
                take(fields, record.line);
        }
        done += end - begin;
        progress.report(static_cast<double>(done) / static_cast<double>(csv_.records.size()));
    });
    if (progress.cancelled()) return base::cancelled();
    if (error_.error()) return std::unexpected(*error_.error());
    return {};
}

/// The block whose centre stands in the row, to a tenth of a block.
bool Table::index_of_centre(const CsvFields& fields, std::int64_t row, Index3& block) {
    blocks::Vec3 stated{};
    for (int a = 0; a < 3; ++a) {
        const std::string_view text = fields[static_cast<std::size_t>(layout_.centre[a])];
        if (parse(text, stated[a])) continue;
        refuse("block_file.not_a_number", row, layout_.centre[a], text);
        return false;
    }
    const blocks::Vec3 at = sidecar_.geometry.to_grid(stated);
    for (int a = 0; a < 3; ++a) {
        const double index = std::floor(at[a]);
        if (!(index >= 0 && index < sidecar_.geometry.count[a]) || std::abs(at[a] - index - 0.5) > 0.1) {
            refuse("block_file.centre_no_block", row, layout_.centre[a],
                   fields[static_cast<std::size_t>(layout_.centre[a])], "block_file.check_geometry");
            return false;
        }
        block[a] = static_cast<std::int32_t>(index);
    }
    return true;
}

bool Table::read_index(const CsvFields& fields, std::int64_t row, Index3& block) {
    if (sidecar_.table) return index_of_centre(fields, row, block);
    for (int a = 0; a < 3; ++a) {
        const int f = layout_.index[a];
        const std::string_view text = fields[static_cast<std::size_t>(f)];
        if (!parse(text, block[a])) {
            refuse("block_file.index_not_a_number", row, f, text);
            return false;
        }
        if (block[a] < 0 || block[a] >= sidecar_.geometry.count[a]) {
            refuse("block_file.index_outside", row, f, text, "block_file.check_geometry");
            return false;
        }
    }
    return true;
}

/// Stated centres must lie in their block: they catch a side-car that belongs to another table.
bool Table::centre_agrees(const CsvFields& fields, std::int64_t row, const Index3& block) {
    blocks::Vec3 stated = sidecar_.geometry.centre(block);
    for (int a = 0; a < 3; ++a) {
        const int f = layout_.centre[a];
        if (f < 0 || fields[static_cast<std::size_t>(f)].empty()) continue;
        if (!parse(fields[static_cast<std::size_t>(f)], stated[a])) {
            refuse("block_file.not_a_number", row, f, fields[static_cast<std::size_t>(f)]);
            return false;
        }
    }
    const blocks::Vec3 at = sidecar_.geometry.to_grid(stated);
    for (int a = 0; a < 3; ++a)
        if (!(std::abs(at[a] - block[a] - 0.5) < 0.5)) {
            refuse("block_file.centre_elsewhere", row, layout_.centre[a],
                   fmt::format("{}, {}, {}", block[0], block[1], block[2]), "block_file.check_geometry");
            return false;
        }
    return true;
}

base::Expected<void> Table::find_blocks(base::Progress progress) {
    const auto words = static_cast<std::size_t>((sidecar_.geometry.cell_count() + 63) / 64);
    present_ = std::make_unique<std::atomic<std::uint64_t>[]>(words);
    auto done = each_row(progress, [&](const CsvFields& fields, std::int64_t row) {
        Index3 block{};
        if (!read_index(fields, row, block) || !centre_agrees(fields, row, block)) return;
        const auto cell = static_cast<std::uint64_t>(sidecar_.geometry.linear(block));
        const std::uint64_t bit = std::uint64_t{1} << (cell % 64);
        if (present_[cell / 64].fetch_or(bit, std::memory_order_relaxed) & bit) repeated_ = true;
    });
    if (!done) return done;
    return repeated_ ? first_repeat(progress) : base::Expected<void>{};
}

/// Which of two equal rows came second depends on the threads; this looks again, in file order.
base::Expected<void> Table::first_repeat(const base::Progress& progress) {
    std::vector<bool> seen(static_cast<std::size_t>(sidecar_.geometry.cell_count()), false);
    CsvFields fields;
    for (std::size_t n = first_record(); n < csv_.records.size(); ++n) {
        const CsvRecord& record = csv_.records[n];
        if (progress.cancelled()) return base::cancelled();
        fields.split(csv_, record);
        Index3 block{};
        if (!read_index(fields, record.line, block)) continue;
        const auto cell = static_cast<std::size_t>(sidecar_.geometry.linear(block));
        if (seen[cell])
            return base::fail(ErrorKind::data,
                              Message("block_file.block_twice",
                                      {{"block", fmt::format("{}, {}, {}", block[0], block[1], block[2])}}),
                              {.file = path_,
                               .row = record.line,
                               .column = (sidecar_.table ? layout_.centre[0] : layout_.index[0]) + 1,
                               .field = sidecar_.table ? sidecar_.table->centre[0] : "i"});
        seen[cell] = true;
    }
    return {};
}

base::Expected<BlockModel> Table::read_values(base::Progress progress) {
    const auto& geometry = sidecar_.geometry;
    auto model = BlockModel::where(geometry, [&](const Index3& block) {
        const auto cell = static_cast<std::uint64_t>(geometry.linear(block));
        return (present_[cell / 64].load(std::memory_order_relaxed) >> (cell % 64) & 1U) != 0;
    });
    if (!model) return model;
    struct Target {
        int field;
        std::vector<float*> real;
        blocks::IntegerWriter integer;
        std::map<std::string, std::int32_t, std::less<>> codes;
        std::optional<Infinities> infinities;
    };
    std::vector<Target> targets;
    for (std::size_t n = 0; n < sidecar_.columns.size(); ++n) {
        const blocks::ColumnInfo& info = sidecar_.columns[n];
        model->add_column(info);
        Target target{layout_.column[n], {}, {}, {}, sidecar_.infinities[n]};
        if (info.type == ColumnType::real) target.real = model->real_leaves(info.name);
        if (info.type == ColumnType::integer) target.integer = model->integer_writer(info.name);
        if (sidecar_.as_codes[n])
            for (std::size_t c = 0; c < info.codes.size(); ++c)
                target.codes.emplace(info.codes[c], static_cast<std::int32_t>(c));
        targets.push_back(std::move(target));
    }
    const std::string missing = sidecar_.table ? sidecar_.table->missing : "";
    const auto done = each_row(progress, [&](const CsvFields& fields, std::int64_t row) {
        Index3 block{};
        if (!read_index(fields, row, block)) return;
        const std::size_t leaf = model->leaf_of(block);
        const int position = ((block[0] & 7) << 6) | ((block[1] & 7) << 3) | (block[2] & 7);
        for (const Target& target : targets) {
            const std::string_view text = fields[static_cast<std::size_t>(target.field)];
            if (text.empty() || (target.codes.empty() && !missing.empty() && text == missing)) continue;
            std::int32_t number = 0;
            if (!target.real.empty()) {
                if (!parse_real(text, target.infinities, target.real[leaf][position]))
                    refuse("block_file.not_a_number", row, target.field, text);
            } else if (const auto code = target.codes.find(text); code != target.codes.end()) {
                target.integer.set(leaf, position, code->second);
            } else if (parse(text, number)) {
                target.integer.set(leaf, position, number);
            } else {
                refuse(target.codes.empty() ? "block_file.not_an_integer" : "block_file.unknown_code", row,
                       target.field, text);
            }
        }
    });
    if (!done) return std::unexpected(done.error());
    for (const blocks::ColumnInfo& info : sidecar_.columns)
        if (info.type == ColumnType::integer) model->compact(info.name);
    return model;
}

base::Expected<BlockModel> Table::read(base::Progress& progress) {
    if (auto header = read_header(); !header) return std::unexpected(header.error());
    if (auto found = find_blocks(progress.part(0, 0.4)); !found) return std::unexpected(found.error());
    auto model = read_values(progress.part(0.4, 1));
    if (model && sidecar_.block_count >= 0 && sidecar_.block_count != model->block_count())
        return base::fail(
            ErrorKind::data,
            Message("block_file.block_count", {{"stated", std::to_string(sidecar_.block_count)},
                                               {"found", std::to_string(model->block_count())}}),
            {.file = path_});
    return model;
}

}  // namespace

base::Expected<BlockModel> read_block_csv(const std::string& path, base::Progress& progress) {
    auto text = read_text(path, &progress);
    if (!text) return std::unexpected(text.error());
    if (auto whole = without_strays(*text, path); !whole) return std::unexpected(whole.error());
    auto csv = parse_csv(std::move(text->text), path, ',', &progress);
    if (!csv) return std::unexpected(csv.error());
    auto sidecar = read_sidecar(sidecar_path(path));
    if (!sidecar) return std::unexpected(sidecar.error());
    // The same checks as a model's own, before memory is taken for the cells.
    if (const auto fine = blocks::check_geometry(sidecar->geometry); !fine) {
        base::Error error = fine.error();
        error.place.file = sidecar_path(path);
        return std::unexpected(error);
    }
    auto table = std::make_unique<Table>(path, std::move(*csv), std::move(*sidecar));
    auto model = table->read(progress);
    if (progress.cancelled()) base::drop_later(std::move(table));
    return model;
}

}  // namespace orelens::io
