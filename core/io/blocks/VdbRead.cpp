// .vdb in. OpenVDB was not written for hostile files: a cut or changed one makes it crash, loop or ask for
// terabytes, and a digest only helps against accidents, since whoever changes a file can state a new one. So
// it parses in a process of its own (app/vdb) and this side builds the model from a plain form that it
// checks. A column at a time: neither side holds the model twice. Integer columns become one byte per block
// where their values allow it.
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/Child.h"
#include "core/base/JsonPlaces.h"
#include "core/base/Memory.h"
#include "core/base/RegularFile.h"
#include "core/base/System.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/VdbFormat.h"
#include "core/io/blocks/VdbPlain.h"
#include "core/io/text/TextFile.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;

std::unexpected<base::Error> refuse(Message what, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {}, std::move(fix));
}

/// What has come so far.
struct Read {
    const base::Progress& progress;
    std::optional<BlockModel> model;
    std::string mark;
    std::vector<std::string> checksums = {};  ///< as the columns state them
    std::int32_t grids = 0;                   ///< columns and some more, for the progress

    [[nodiscard]] base::Expected<void> report(double share_of_column) const {
        const double columns = static_cast<double>(checksums.size()) + share_of_column;
        if (!progress.report(std::min(1.0, columns / std::max(1, grids)))) return base::cancelled();
        return {};
    }
};
/// Between two reports.
constexpr std::size_t some_leaves = 512;

base::Expected<BlockModel> take_model(std::istream& in, Read& read) {
    const auto geometry = vdb::take<blocks::GridGeometry>(in);
    const auto stated = vdb::take<std::int64_t>(in);
    read.grids = vdb::take<std::int32_t>(in);
    const auto count = vdb::take<std::uint64_t>(in);
    if (auto fine = blocks::check_geometry(geometry); !fine) return std::unexpected(fine.error());
    std::vector<blocks::Leaf> leaves;
    for (std::uint64_t n = 0; n < count; ++n) {  // grows with what comes, whatever was announced
        blocks::Leaf leaf;
        leaf.origin = vdb::take<blocks::Index3>(in);
        leaf.active = vdb::take<std::array<std::uint64_t, 8>>(in);
        leaves.push_back(leaf);
    }
    auto model = blocks::model_of_leaves(geometry, leaves);
    if (model && stated >= 0 && stated != model->block_count()) return refuse(Message("block_file.damaged"));
    return model;
}

base::Expected<ColumnInfo> take_info(std::istream& in) {
    ColumnInfo info;
    info.name = vdb::take_text(in);
    info.unit = vdb::take_text(in);
    if (!is_utf8(info.name) || !is_utf8(info.unit)) return refuse(Message("block_file.damaged"));
    if (const std::string codes = vdb::take_text(in); !codes.empty()) {
        const auto list = base::parse_json(codes, "");
        if (!list) return refuse(Message("block_file.damaged"));
        for (const base::JsonNode& code : list->children)
            if (const auto* text = std::get_if<std::string>(&code.value)) info.codes.push_back(*text);
    }
    return info;
}

base::Expected<void> take_column(std::istream& in, Read& read) {
    BlockModel& model = *read.model;
    auto info = take_info(in);
    if (!info) return std::unexpected(info.error());
    const std::string checksum = vdb::take_text(in);
    info->type = vdb::take<std::uint8_t>(in) != 0 ? ColumnType::real : ColumnType::integer;
    const std::string name = info->name;
    if (model.has(name)) return refuse(Message("block_file.column_twice", {{"column", name}}));
    constexpr std::size_t leaf_bytes = 2048;
    const double bytes = static_cast<double>(model.columns().size() + 1) *
                         static_cast<double>(model.leaf_count()) * static_cast<double>(leaf_bytes);
    if (const double memory = base::machine_memory(); memory > 0 && bytes > memory)
        return refuse(Message("block_file.too_large", {{"size", base::memory_text(bytes)}}));
    const bool real = info->type == ColumnType::real;
    model.add_column(std::move(*info));
    const auto go_on = [&](std::size_t n) -> base::Expected<void> {
        if (n % some_leaves != 0) return {};
        return read.report(static_cast<double>(n) / static_cast<double>(model.leaf_count()));
    };
    if (real) {
        const auto leaves = model.real_leaves(name);
        for (std::size_t n = 0; n < leaves.size(); ++n) {
            if (auto on = go_on(n); !on) return on;
            in.read(reinterpret_cast<char*>(leaves[n]), leaf_bytes);
        }
    } else {
        const blocks::IntegerWriter writer = model.integer_writer(name);
        for (std::size_t n = 0; n < model.leaf_count(); ++n) {
            if (auto on = go_on(n); !on) return on;
            const auto values = vdb::take<std::array<std::int32_t, 512>>(in);
            for (int at = 0; at < 512; ++at) writer.set(n, at, values[static_cast<std::size_t>(at)]);
        }
        model.compact(name);
    }
    read.checksums.push_back(checksum);
    if (!checksum.empty() && checksum != vdb::column_checksum(model, name))
        return refuse(Message("block_file.damaged_column", {{"column", name}}),
                      Message("block_file.restore_or_strip"));
    return {};
}

base::Expected<void> take_all(std::istream& in, Read& read) {
    while (true) {
        const char what = vdb::take<char>(in);
        if (what == 'E') return std::unexpected(vdb::take_error(in));
        if (what == 'Z' && read.model) {
            if (vdb::is_own_mark(read.mark) && read.mark != vdb::mark_of(*read.model, read.checksums))
                return refuse(Message("block_file.damaged"));
            return {};
        }
        if (what == 'M' && !read.model) {
            read.mark = vdb::take_text(in);
            auto begun = take_model(in, read);
            if (!begun) return std::unexpected(begun.error());
            read.model = std::move(*begun);
        } else if (what == 'C' && read.model) {
            if (auto added = take_column(in, read); !added) return added;
        } else {
            return refuse(Message("block_file.damaged"));
        }
    }
}

/// What OpenVDB makes of a file is some tens of times its size; a damaged length asks for any number.
base::ChildLimit limit_of(double file_bytes) {
    base::ChildLimit limit;
    const double machine = base::machine_memory();
    limit.memory_bytes = machine > 0 ? 0.7 * machine : 0;
    if (file_bytes >= 0) {
        const double enough = 512e6 + 64 * file_bytes;
        limit.memory_bytes = machine > 0 ? std::min(limit.memory_bytes, enough) : enough;
        limit.cpu_seconds = static_cast<int>(std::min(20 + file_bytes / 1e6, 1e6));
    } else {
        limit.cpu_seconds = 36'000;
    }
    return limit;
}

base::Expected<BlockModel> read(const base::ChildInput& input, const base::ChildLimit& limit,
                                const std::string& path, const base::Progress& progress) {
    const auto program = base::own_program("orelens-read-vdb");
    if (!program) return std::unexpected(program.error());
    Read found{progress};
    const auto done = base::run_child(
        *program, input, limit, [&](std::istream& in) { return take_all(in, found); }, progress);
    if (done) return std::move(*found.model);
    base::Error error = done.error();
    if (error.what.key == "child.died") error.what = Message("block_file.unsafe");
    if (error.place.file.empty()) error.place.file = path;
    return std::unexpected(std::move(error));
}

}  // namespace

base::Expected<BlockModel> read_vdb(const std::string& path, const base::Progress& progress) {
    const auto stamp = base::file_stamp(path);
    return read(path, limit_of(stamp ? static_cast<double>(stamp->size) : 0), path, progress);
}

base::Expected<BlockModel> read_vdb(const base::ByteSource& source, const base::Progress& progress) {
    return read(source, limit_of(-1), "", progress);
}

base::Expected<BlockModel> model_from_vdb_bytes(const std::string& bytes) {
    return read_vdb([rest = std::string_view(bytes)]() mutable -> base::Expected<std::string_view> {
        return std::exchange(rest, std::string_view());
    });
}

}  // namespace orelens::io
