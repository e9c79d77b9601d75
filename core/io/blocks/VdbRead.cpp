// .vdb in, grid by grid: a grid becomes a column and goes before the next one is read, so that reading never
// holds a second model. Integer columns become one byte per block where their values allow it.
#include <openvdb/io/Archive.h>
#include <openvdb/io/File.h>
#include <openvdb/io/GridDescriptor.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <istream>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/VdbFormat.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::GridGeometry;

std::unexpected<base::Error> refuse(Message what, const std::string& path, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {.file = path}, std::move(fix));
}

base::Expected<GridGeometry> read_geometry(const openvdb::MetaMap& meta, const std::string& path) {
    const auto version = meta.getMetadata<openvdb::Int32Metadata>("orelens.format");
    const auto origin = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.origin");
    const auto size = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.block_size");
    const auto count = meta.getMetadata<openvdb::Vec3IMetadata>("orelens.count");
    const auto rotation = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.rotation");
    if (!version || !origin || !size || !count || !rotation)
        return refuse(Message("block_file.not_a_model"), path, Message("block_file.needs_geometry"));
    if (version->value() > vdb::format_version)
        return refuse(Message("block_file.newer_version", {{"version", std::to_string(version->value())}}),
                      path, Message("block_file.update_program"));
    GridGeometry g;
    for (int a = 0; a < 3; ++a) {
        g.origin[a] = origin->value()[a];
        g.block_size[a] = size->value()[a];
        g.count[a] = count->value()[a];
    }
    g.azimuth_deg = rotation->value()[0];
    g.dip_deg = rotation->value()[1];
    g.roll_deg = rotation->value()[2];
    return g;
}

std::string text_meta(const openvdb::MetaMap& meta, const char* key) {
    const auto found = meta.getMetadata<openvdb::StringMetadata>(key);
    return found ? found->value() : std::string();
}

/// Leaves of a grid in the model's order; nothing when a tool has pruned or grown it.
template <class LeafNode, class Tree>
std::optional<std::vector<const LeafNode*>> same_leaves(const BlockModel& model, const Tree& tree) {
    if (tree.activeTileCount() != 0 || tree.leafCount() != model.leaf_count()) return std::nullopt;
    std::vector<const LeafNode*> nodes;
    nodes.reserve(model.leaf_count());
    for (auto it = tree.cbeginLeaf(); it; ++it) {
        const blocks::Leaf& leaf = model.leaf(nodes.size());
        if (it->origin() != openvdb::Coord(leaf.origin[0], leaf.origin[1], leaf.origin[2]) ||
            blocks::mask_words(*it) != leaf.active)
            return std::nullopt;
        nodes.push_back(&*it);
    }
    return nodes;
}

/// Values of active blocks to `put(leaf, at, value)`; inactive positions are left alone.
template <class Grid, class Put>
void each_value(const BlockModel& model, const Grid& grid, const Put& put) {
    using LeafNode = typename Grid::TreeType::LeafNodeType;
    const auto nodes = same_leaves<LeafNode>(model, grid.tree());
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        const auto access = grid.getConstAccessor();
        for (std::size_t n = begin; n < end; ++n) {
            const blocks::Leaf& leaf = model.leaf(n);
            const auto* values = nodes ? (*nodes)[n]->buffer().data() : nullptr;
            for (int at = 0; at < 512; ++at) {
                if (!leaf.is_active(at)) continue;
                const blocks::Index3 b = leaf.index(at);
                typename Grid::ValueType value;
                if (values != nullptr)
                    put(n, at, values[at]);
                else if (access.probeValue(openvdb::Coord(b[0], b[1], b[2]), value))
                    put(n, at, value);
            }
        }
    });
}

void fill_real(BlockModel& model, ColumnInfo info, const openvdb::FloatGrid& grid) {
    const std::string name = info.name;
    model.add_column(std::move(info));
    const auto leaves = model.real_leaves(name);
    each_value(model, grid, [&](std::size_t n, int at, float value) { leaves[n][at] = value; });
}

void fill_integer(BlockModel& model, ColumnInfo info, const openvdb::Int32Grid& grid) {
    std::atomic<bool> small = true;
    each_value(model, grid, [&](std::size_t, int, std::int32_t value) {
        if (value != blocks::missing_int && (value < 0 || value > blocks::most_small))
            small.store(false, std::memory_order_relaxed);
    });
    const std::string name = info.name;
    model.add_column(std::move(info), small ? blocks::most_small : BlockModel::unlimited);
    const blocks::IntegerWriter writer = model.integer_writer(name);
    each_value(model, grid, [&](std::size_t n, int at, std::int32_t value) { writer.set(n, at, value); });
}

base::Expected<void> add_grid(BlockModel& model, const openvdb::GridBase& grid, const std::string& path) {
    ColumnInfo info;
    info.name = grid.getName();
    const auto codes = nlohmann::json::parse(text_meta(grid, "orelens.codes"), nullptr, false);
    info.unit = text_meta(grid, "orelens.unit");
    if (codes.is_array())
        for (const auto& code : codes)
            if (code.is_string()) info.codes.push_back(code);
    if (model.has(info.name))
        return refuse(Message("block_file.column_twice", {{"column", info.name}}), path);
    const auto* real = dynamic_cast<const openvdb::FloatGrid*>(&grid);
    const auto* integer = dynamic_cast<const openvdb::Int32Grid*>(&grid);
    if (!real && !integer)
        return refuse(Message("block_file.bad_grid_type", {{"column", info.name}, {"type", grid.type()}}),
                      path);
    info.type = real ? ColumnType::real : ColumnType::integer;
    const std::string name = info.name;
    if (real)
        fill_real(model, std::move(info), *real);
    else
        fill_integer(model, std::move(info), *integer);
    const std::string stated = text_meta(grid, "orelens.checksum");
    if (!stated.empty() && stated != vdb::column_checksum(model, name))
        return refuse(Message("block_file.damaged_column", {{"column", name}}), path,
                      Message("block_file.restore_or_strip"));
    return {};
}

base::Expected<BlockModel> begin(const openvdb::MetaMap& meta, const openvdb::GridBase::Ptr& mask,
                                 const std::string& path) {
    const auto geometry = read_geometry(meta, path);
    if (!geometry) return std::unexpected(geometry.error());
    const auto topology = mask ? openvdb::gridPtrCast<openvdb::MaskGrid>(mask) : nullptr;
    if (!topology)
        return refuse(Message("block_file.not_a_model"), path, Message("block_file.needs_geometry"));
    auto model = blocks::model_of(*geometry, topology);
    if (!model) {
        base::Error error = model.error();
        error.place.file = path;
        return std::unexpected(error);
    }
    const auto stated = meta.getMetadata<openvdb::Int64Metadata>("orelens.blocks");
    if (stated && stated->value() != model->block_count()) return refuse(Message("block_file.damaged"), path);
    return model;
}

std::optional<int> column_order(const openvdb::GridBase& grid) {
    const auto at = grid.getMetadata<openvdb::Int32Metadata>("orelens.column");
    return at ? std::optional(at->value()) : std::nullopt;
}

/// Grids of a file by the names it finds them under, columns in their order.
struct Contents {
    std::string topology;
    std::vector<std::pair<int, std::string>> columns;
};

Contents contents_of(openvdb::io::File& archive) {
    Contents contents;
    for (auto name = archive.beginName(); name != archive.endName(); ++name) {
        const auto grid = archive.readGridMetadata(*name);
        if (const auto order = column_order(*grid))
            contents.columns.emplace_back(*order, *name);
        else if (grid->getName() == vdb::topology_name)
            contents.topology = *name;
    }
    std::stable_sort(contents.columns.begin(), contents.columns.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    return contents;
}

/// The archive's own steps, one grid at a time, in the order of the stream: the topology comes first.
class Reader : public openvdb::io::Archive {
  public:
    [[nodiscard]] Ptr copy() const override { return std::make_shared<Reader>(); }

    base::Expected<BlockModel> run(std::istream& in) {
        auto tags = std::make_shared<openvdb::io::StreamMetadata>();
        openvdb::io::setStreamMetadataPtr(in, tags, false);
        readHeader(in);
        setFormatVersion(in);
        setLibraryVersion(in);
        setDataCompression(in);
        openvdb::MetaMap meta;
        meta.readMeta(in);
        const std::int32_t count = readGridCount(in);
        std::optional<BlockModel> model;
        for (std::int32_t n = 0; n < count; ++n) {
            openvdb::io::GridDescriptor descriptor;
            const openvdb::GridBase::Ptr grid = descriptor.read(in);
            readGrid(grid, descriptor, in);
            if (!model) {
                auto begun = begin(meta, grid, "");
                if (!begun) return begun;
                model = std::move(*begun);
            } else if (column_order(*grid)) {
                if (auto added = add_grid(*model, *grid, ""); !added) return std::unexpected(added.error());
            }
        }
        if (!model) return begin(meta, nullptr, "");
        return std::move(*model);
    }
};

std::unexpected<base::Error> unreadable(const std::exception& problem, const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_read", {{"reason", problem.what()}}),
                      {.file = path});
}
}  // namespace

base::Expected<BlockModel> read_vdb(const std::string& path) {
    blocks::initialize_openvdb();
    try {
        openvdb::io::File archive(path);
        archive.open(false);  // delayed loading would keep the file open and fail late
        const auto meta = archive.getMetadata();
        const Contents contents = contents_of(archive);
        auto model =
            begin(*meta, contents.topology.empty() ? nullptr : archive.readGrid(contents.topology), path);
        if (!model) return model;
        for (const auto& [order, name] : contents.columns)
            if (auto added = add_grid(*model, *archive.readGrid(name), path); !added)
                return std::unexpected(added.error());
        return model;
    } catch (const std::exception& problem) {
        return unreadable(problem, path);
    }
}

base::Expected<BlockModel> read_vdb(const base::ByteSource& source) {
    blocks::initialize_openvdb();
    base::SourceBuffer buffer(source);
    try {
        std::istream in(&buffer);
        in.exceptions(std::ios::badbit | std::ios::failbit);  // a cut stream ends here, not in wild values
        return Reader().run(in);
    } catch (const std::exception& problem) {
        if (buffer.failure()) return std::unexpected(*buffer.failure());
        return unreadable(problem, "");
    }
}

base::Expected<BlockModel> model_from_vdb_bytes(const std::string& bytes) {
    return read_vdb([rest = std::string_view(bytes)]() mutable -> base::Expected<std::string_view> {
        return std::exchange(rest, std::string_view());
    });
}

}  // namespace orelens::io
