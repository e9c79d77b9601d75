// CSV of a block model, our own or as another program has it: one row per active block, i fastest (Datamine's
// k fastest, as its IJK is), shortest decimals that read back bit for bit; infinities as the finite numbers
// that the side-car states.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <fstream>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::Index3;

template <class Number>
void append(std::string& out, Number value) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

/// One column ready for writing.
struct Source {
    std::vector<const float*> real;
    blocks::IntegerLeaves integer;
    std::vector<std::string> codes;  ///< quoted; empty = numbers
    std::optional<Infinities> infinities;

    void append_value(std::string& out, std::size_t leaf, int position, const std::string& missing) const {
        if (!real.empty()) {
            const float value = real[leaf][position];
            if (std::isinf(value))
                append(out, value > 0 ? infinities->plus : infinities->minus);
            else if (!std::isnan(value))
                append(out, value);
            else
                out += missing;
            return;
        }
        const std::int32_t value = integer[leaf][position];
        if (value == blocks::missing_int) {
            if (codes.empty()) out += missing;
            return;
        }
        if (value >= 0 && static_cast<std::size_t>(value) < codes.size())
            out += codes[static_cast<std::size_t>(value)];
        else
            append(out, value);
    }
};

void append_place(std::string& out, const DialectField& field, const blocks::GridGeometry& geometry,
                  const Index3& block, const blocks::Vec3& centre) {
    using Kind = DialectField::Kind;
    switch (field.kind) {
        case Kind::i:
            return append(out, block[0]);
        case Kind::j:
            return append(out, block[1]);
        case Kind::k:
            return append(out, block[2]);
        case Kind::x:
            return append(out, centre[0]);
        case Kind::y:
            return append(out, centre[1]);
        case Kind::z:
            return append(out, centre[2]);
        case Kind::cell:  // Datamine's IJK: k fastest
            return append(out, (static_cast<std::int64_t>(block[0]) * geometry.count[1] + block[1]) *
                                       geometry.count[2] +
                                   block[2]);
        case Kind::constant:
            out += field.text;
            return;
    }
}

struct Writing {
    const BlockModel& model;
    DialectTable table;
    std::vector<Source> sources;

    /// All rows with a given j and k, i ascending.
    void append_row(std::string& out, std::int32_t j, std::int32_t k) const {
        const auto& geometry = model.geometry();
        const int in_word = 8 * (j & 7) + (k & 7);
        for (std::int32_t i0 = 0; i0 < geometry.count[0]; i0 += 8) {
            const std::size_t n = model.leaf_of({i0, j, k});
            if (n == model.leaf_count()) continue;
            for (int w = 0; w < 8; ++w) {
                const int position = 64 * w + in_word;
                if (model.leaf(n).is_active(position)) append_block(out, {i0 + w, j, k}, n, position);
            }
        }
    }
    /// All rows with a given i and j, k ascending.
    void append_pile(std::string& out, std::int32_t i, std::int32_t j) const {
        const int below = 64 * (i & 7) + 8 * (j & 7);
        for (std::int32_t k0 = 0; k0 < model.geometry().count[2]; k0 += 8) {
            const std::size_t n = model.leaf_of({i, j, k0});
            if (n == model.leaf_count()) continue;
            for (int w = 0; w < 8; ++w)
                if (model.leaf(n).is_active(below + w)) append_block(out, {i, j, k0 + w}, n, below + w);
        }
    }
    void append_block(std::string& out, const Index3& block, std::size_t leaf, int position) const {
        const auto& geometry = model.geometry();
        const blocks::Vec3 centre = geometry.centre(block);
        for (const DialectField& field : table.place) {
            if (&field != table.place.data()) out += ',';
            append_place(out, field, geometry, block, centre);
        }
        for (const Source& source : sources) {
            out += ',';
            source.append_value(out, leaf, position, table.missing);
        }
        out += '\n';
    }
};

std::vector<Source> sources_of(const BlockModel& model, const std::string& missing, BlockSidecar& sidecar) {
    std::vector<Source> sources;
    for (const blocks::ColumnInfo& info : model.columns()) {
        Source source;
        if (info.type == ColumnType::real) {
            source.real = model.real_leaves(info.name);
            source.infinities = infinities_of(model, source.real);
        } else {
            source.integer = model.integer_leaves(info.name);
        }
        const bool as_codes = written_as_codes(model, info, missing);
        if (as_codes)
            for (const std::string& code : info.codes) source.codes.push_back(quoted(code));
        sidecar.columns.push_back(info);
        sidecar.as_codes.push_back(as_codes);
        sidecar.infinities.push_back(source.infinities);
        sources.push_back(std::move(source));
    }
    return sources;
}

bool write_rows(const Writing& writing, std::ostream& out, base::Progress& progress) {
    const Index3 count = writing.model.geometry().count;
    std::vector<std::string> rows(static_cast<std::size_t>(count[1]));
    // Datamine wants its rows in the order of their IJK.
    const bool piles = writing.table.dialect == BlockDialect::datamine;
    const std::int32_t slowest = count[piles ? 0 : 2];
    for (std::int32_t k = 0; k < slowest; ++k) {
        base::parallel_for(rows.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end && !progress.cancelled(); ++j) {
                rows[j].clear();
                if (piles)
                    writing.append_pile(rows[j], k, static_cast<std::int32_t>(j));
                else
                    writing.append_row(rows[j], static_cast<std::int32_t>(j), k);
            }
        });
        for (const std::string& row : rows) out.write(row.data(), static_cast<std::streamsize>(row.size()));
        if (!progress.report(static_cast<double>(k + 1) / slowest)) return false;
    }
    return true;
}

}  // namespace

base::Expected<void> write_block_csv(const BlockModel& model, const std::string& path,
                                     base::Progress& progress, BlockDialect dialect) {
    auto table = dialect_table(dialect, model,
                               wants_missing_number(dialect) ? missing_number(model, "-99") : std::string());
    if (!table) {
        base::Error error = table.error();
        error.place.file = path;
        return std::unexpected(std::move(error));
    }
    BlockSidecar sidecar;
    sidecar.geometry = model.geometry();
    sidecar.block_count = model.block_count();
    Writing writing{model, std::move(*table), {}};
    writing.sources = sources_of(model, writing.table.missing, sidecar);
    if (dialect != BlockDialect::own) sidecar.table = table_note(writing.table);
    auto done = base::AtomicFile(path).write(
        [&](std::ostream& out) -> base::Expected<void> {
            std::string header;
            for (const DialectField& field : writing.table.place)
                header += (header.empty() ? "" : ",") + field.header;
            for (const std::string& name : writing.table.headers) header += "," + quoted(name);
            out << header << '\n';
            for (const std::string& line : writing.table.under_header) out << line << '\n';
            if (!write_rows(writing, out, progress)) return base::cancelled();
            return {};
        },
        &progress);
    // The table first: a side-car without its table says less than a table without its side-car.
    if (!done) return done;
    return base::write_text_file(sidecar_path(path), sidecar_text(sidecar));
}

}  // namespace orelens::io
