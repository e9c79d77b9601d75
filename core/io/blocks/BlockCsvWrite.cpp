// CSV of a block model: one row per active block, i fastest, shortest decimals that read back bit for bit;
// infinities as the finite numbers that the side-car states.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <fstream>
#include <set>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/BlockSidecar.h"
#include "core/io/text/CsvText.h"

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

/// The index and centre columns keep their names to themselves.
bool can_be_header(const std::string& name) {
    static const std::set<std::string> taken{"", "i", "j", "k", "x", "y", "z"};
    return !taken.contains(name) && name.find_first_of("\r\n") == std::string::npos && trimmed(name) == name;
}

/// One column ready for writing.
struct Source {
    std::vector<const float*> real;
    blocks::IntegerLeaves integer;
    std::vector<std::string> codes;  ///< quoted; empty = numbers
    std::optional<Infinities> infinities;

    void append_value(std::string& out, std::size_t leaf, int position) const {
        if (!real.empty()) {
            const float value = real[leaf][position];
            if (std::isinf(value))
                append(out, value > 0 ? infinities->plus : infinities->minus);
            else if (!std::isnan(value))
                append(out, value);
            return;
        }
        const std::int32_t value = integer[leaf][position];
        if (value == blocks::missing_int) return;
        if (value >= 0 && static_cast<std::size_t>(value) < codes.size())
            out += codes[static_cast<std::size_t>(value)];
        else
            append(out, value);
    }
};

/// All rows with a given j and k, i ascending.
void append_row(std::string& out, const BlockModel& model, const std::vector<Source>& sources, std::int32_t j,
                std::int32_t k) {
    const auto& geometry = model.geometry();
    const int in_word = 8 * (j & 7) + (k & 7);
    for (std::int32_t i0 = 0; i0 < geometry.count[0]; i0 += 8) {
        const std::size_t n = model.leaf_of({i0, j, k});
        if (n == model.leaf_count()) continue;
        for (int w = 0; w < 8; ++w) {
            const int position = 64 * w + in_word;
            if (!model.leaf(n).is_active(position)) continue;
            const Index3 block{i0 + w, j, k};
            for (const std::int32_t index : block) {
                append(out, index);
                out += ',';
            }
            const blocks::Vec3 centre = geometry.centre(block);
            for (int a = 0; a < 3; ++a) {
                if (a > 0) out += ',';
                append(out, centre[a]);
            }
            for (const Source& source : sources) {
                out += ',';
                source.append_value(out, n, position);
            }
            out += '\n';
        }
    }
}

/// The numbers for the infinities of a column; nothing when it has none.
std::optional<Infinities> infinities_of(const BlockModel& model, const std::vector<const float*>& leaves) {
    std::atomic<bool> infinite = false;
    std::vector<float> largest(leaves.size(), 0);
    base::parallel_for(leaves.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int p = 0; p < 512; ++p) {
                const float size = std::abs(leaves[n][p]);
                if (std::isnan(size) || !model.leaf(n).is_active(p)) continue;
                if (std::isinf(size))
                    infinite.store(true, std::memory_order_relaxed);
                else
                    largest[n] = std::max(largest[n], size);
            }
    });
    if (!infinite) return std::nullopt;
    return infinities_beyond(*std::max_element(largest.begin(), largest.end()));
}

std::vector<Source> sources_of(const BlockModel& model, BlockSidecar& sidecar) {
    std::vector<Source> sources;
    for (const blocks::ColumnInfo& info : model.columns()) {
        Source source;
        if (info.type == ColumnType::real) {
            source.real = model.real_leaves(info.name);
            source.infinities = infinities_of(model, source.real);
        } else {
            source.integer = model.integer_leaves(info.name);
        }
        const bool as_codes = info.type == ColumnType::integer && codes_are_readable(info.codes);
        if (as_codes)
            for (const std::string& code : info.codes) source.codes.push_back(quoted(code));
        sidecar.columns.push_back(info);
        sidecar.as_codes.push_back(as_codes);
        sidecar.infinities.push_back(source.infinities);
        sources.push_back(std::move(source));
    }
    return sources;
}

bool write_rows(const BlockModel& model, const std::vector<Source>& sources, std::ostream& out,
                base::Progress& progress) {
    const Index3 count = model.geometry().count;
    std::vector<std::string> rows(static_cast<std::size_t>(count[1]));
    for (std::int32_t k = 0; k < count[2]; ++k) {
        base::parallel_for(rows.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t j = begin; j < end && !progress.cancelled(); ++j) {
                rows[j].clear();
                append_row(rows[j], model, sources, static_cast<std::int32_t>(j), k);
            }
        });
        for (const std::string& row : rows) out.write(row.data(), static_cast<std::streamsize>(row.size()));
        if (!progress.report(static_cast<double>(k + 1) / count[2])) return false;
    }
    return true;
}

}  // namespace

base::Expected<void> write_block_csv(const BlockModel& model, const std::string& path,
                                     base::Progress& progress) {
    for (const blocks::ColumnInfo& info : model.columns())
        if (!can_be_header(info.name))
            return base::fail(base::ErrorKind::data,
                              base::Message("block_file.header_name", {{"column", info.name}}),
                              {.file = path});
    BlockSidecar sidecar;
    sidecar.geometry = model.geometry();
    sidecar.block_count = model.block_count();
    const std::vector<Source> sources = sources_of(model, sidecar);
    auto done = base::AtomicFile(path).write(
        [&](std::ostream& out) -> base::Expected<void> {
            std::string header = "i,j,k,x,y,z";
            for (const blocks::ColumnInfo& info : model.columns()) header += "," + quoted(info.name);
            out << header << '\n';
            if (!write_rows(model, sources, out, progress)) return base::cancelled();
            return {};
        },
        &progress);
    // The table first: a side-car without its table says less than a table without its side-car.
    if (!done) return done;
    return base::write_text_file(sidecar_path(path), sidecar_text(sidecar));
}

}  // namespace orelens::io
