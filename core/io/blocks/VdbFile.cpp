// .vdb: the topology as a mask grid, one grid per column, geometry and column descriptions as metadata.
// Any OpenVDB tool reads the grids; the linear transform places their voxels at the block centres.
#include <openvdb/io/File.h>
#include <openvdb/io/Stream.h>

#include <fmt/format.h>
#include <array>
#include <bit>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/BlockFiles.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::BlockModel;
using blocks::ColumnInfo;
using blocks::ColumnType;
using blocks::GridGeometry;
using Grids = BlockModel::Grids;

constexpr int format_version = 1;
constexpr const char* topology_name = "orelens.topology";

std::unexpected<base::Error> refuse(Message what, const std::string& path, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {.file = path}, std::move(fix));
}

/// Order-dependent digest of the values of active blocks: OpenVDB itself does not notice damaged values.
template <class Value>
std::string checksum(const std::vector<blocks::Leaf>& leaves, const std::vector<Value*>& values) {
    std::vector<std::uint64_t> digest(leaves.size());
    base::parallel_for(leaves.size(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            std::uint64_t h = 0x9e3779b97f4a7c15U;
            for (int w = 0; w < 8; ++w)
                for (std::uint64_t word = leaves[n].active[w]; word != 0; word &= word - 1) {
                    const auto bits =
                        std::bit_cast<std::uint32_t>(values[n][64 * w + std::countr_zero(word)]);
                    h = (h ^ bits) * 0xff51afd7ed558ccdU;
                    h ^= h >> 32;
                }
            digest[n] = h;
        }
    });
    std::uint64_t all = leaves.size();
    for (const std::uint64_t h : digest) all = std::rotl(all ^ h, 23) * 0xc4ceb9fe1a85ec53U;
    return fmt::format("{:016x}", all);
}

std::string column_checksum(const Grids& grids, const Grids::Column& column) {
    return column.real ? checksum(grids.leaves, column.real_leaves)
                       : checksum(grids.leaves, column.integer_leaves);
}

openvdb::MetaMap geometry_metadata(const Grids& grids) {
    const GridGeometry& g = grids.geometry;
    openvdb::MetaMap meta;
    meta.insertMeta("creator", openvdb::StringMetadata("Orelens"));
    meta.insertMeta("orelens.format", openvdb::Int32Metadata(format_version));
    meta.insertMeta("orelens.origin", openvdb::Vec3DMetadata({g.origin[0], g.origin[1], g.origin[2]}));
    meta.insertMeta("orelens.block_size",
                    openvdb::Vec3DMetadata({g.block_size[0], g.block_size[1], g.block_size[2]}));
    meta.insertMeta("orelens.count", openvdb::Vec3IMetadata({g.count[0], g.count[1], g.count[2]}));
    meta.insertMeta("orelens.rotation", openvdb::Vec3DMetadata({g.azimuth_deg, g.dip_deg, g.roll_deg}));
    meta.insertMeta("orelens.blocks", openvdb::Int64Metadata(grids.blocks));
    return meta;
}

/// Grids to write: shallow copies, so that metadata lands in the file and not in the model.
openvdb::GridCPtrVec grids_to_write(const Grids& grids) {
    openvdb::GridCPtrVec out;
    auto topology = grids.topology->copy();
    topology->setName(topology_name);
    out.push_back(topology);
    for (std::size_t n = 0; n < grids.columns.size(); ++n) {
        const Grids::Column& column = grids.columns[n];
        const ColumnInfo& info = grids.infos[n];
        openvdb::GridBase::Ptr grid = column.real ? column.real->copyGrid() : column.integer->copyGrid();
        grid->setName(info.name);
        grid->insertMeta("orelens.column", openvdb::Int32Metadata(static_cast<int>(n)));
        grid->insertMeta("orelens.unit", openvdb::StringMetadata(info.unit));
        grid->insertMeta("orelens.codes", openvdb::StringMetadata(nlohmann::json(info.codes).dump()));
        grid->insertMeta("orelens.checksum", openvdb::StringMetadata(column_checksum(grids, column)));
        out.push_back(grid);
    }
    return out;
}

void set_compression(openvdb::io::Archive& archive) {
    const auto packer =
        openvdb::io::Archive::hasBloscCompression() ? openvdb::io::COMPRESS_BLOSC : openvdb::io::COMPRESS_ZIP;
    archive.setCompression(packer | openvdb::io::COMPRESS_ACTIVE_MASK);
}

base::Expected<GridGeometry> read_geometry(const openvdb::MetaMap& meta, const std::string& path) {
    const auto version = meta.getMetadata<openvdb::Int32Metadata>("orelens.format");
    const auto origin = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.origin");
    const auto size = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.block_size");
    const auto count = meta.getMetadata<openvdb::Vec3IMetadata>("orelens.count");
    const auto rotation = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.rotation");
    if (!version || !origin || !size || !count || !rotation)
        return refuse(Message("block_file.not_a_model"), path, Message("block_file.needs_geometry"));
    if (version->value() > format_version)
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

template <class Tree>
bool same_leaves(const Grids& grids, const Tree& tree) {
    if (tree.activeTileCount() != 0 || tree.leafCount() != grids.leaves.size()) return false;
    std::size_t n = 0;
    for (auto it = tree.cbeginLeaf(); it; ++it, ++n) {
        const blocks::Leaf& leaf = grids.leaves[n];
        if (it->origin() != openvdb::Coord(leaf.origin[0], leaf.origin[1], leaf.origin[2]) ||
            blocks::mask_words(*it) != leaf.active)
            return false;
    }
    return true;
}

/// A grid that another tool has pruned or grown is brought to the model's topology, value by value.
template <class Grid, class Value>
typename Grid::Ptr fitted(const Grids& grids, const Grid& from, typename Grid::Ptr empty,
                          const std::vector<Value*>& leaves) {
    const auto access = from.getConstAccessor();
    for (std::size_t n = 0; n < leaves.size(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!grids.leaves[n].is_active(p)) continue;
            const blocks::Index3 b = grids.leaves[n].index(p);
            Value value;
            if (access.probeValue(openvdb::Coord(b[0], b[1], b[2]), value)) leaves[n][p] = value;
        }
    return empty;
}

template <class Value>
void clear_inactive(const std::vector<blocks::Leaf>& leaves, const std::vector<Value*>& values,
                    Value missing) {
    base::parallel_for(leaves.size(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int w = 0; w < 8; ++w)
                for (std::uint64_t off = ~leaves[n].active[w]; off != 0; off &= off - 1)
                    values[n][64 * w + std::countr_zero(off)] = missing;
    });
}

base::Expected<void> add_grid(BlockModel& model, const openvdb::GridBase::Ptr& grid,
                              const std::string& path) {
    ColumnInfo info;
    info.name = grid->getName();
    const auto codes = nlohmann::json::parse(text_meta(*grid, "orelens.codes"), nullptr, false);
    info.unit = text_meta(*grid, "orelens.unit");
    if (codes.is_array())
        for (const auto& code : codes)
            if (code.is_string()) info.codes.push_back(code);
    const auto real = openvdb::gridPtrCast<openvdb::FloatGrid>(grid);
    const auto integer = openvdb::gridPtrCast<openvdb::Int32Grid>(grid);
    if (!real && !integer)
        return refuse(Message("block_file.bad_grid_type", {{"column", info.name}, {"type", grid->type()}}),
                      path);
    info.type = real ? ColumnType::real : ColumnType::integer;
    Grids& grids = model.grids();
    Grids::Column column;
    if (real && same_leaves(grids, real->tree())) {
        column.real = real;
        Grids::collect(column, grids.leaves.size());
    } else if (integer && same_leaves(grids, integer->tree())) {
        column.integer = integer;
        Grids::collect(column, grids.leaves.size());
    } else {
        column = grids.make_column(info);
        if (real) column.real = fitted(grids, *real, column.real, column.real_leaves);
        if (integer) column.integer = fitted(grids, *integer, column.integer, column.integer_leaves);
    }
    if (real) clear_inactive(grids.leaves, column.real_leaves, blocks::missing_float);
    if (integer) clear_inactive(grids.leaves, column.integer_leaves, blocks::missing_int);
    const std::string stated = text_meta(*grid, "orelens.checksum");
    if (!stated.empty() && stated != column_checksum(grids, column))
        return refuse(Message("block_file.damaged_column", {{"column", info.name}}), path,
                      Message("block_file.restore_or_strip"));
    if (model.has(info.name))
        return refuse(Message("block_file.column_twice", {{"column", info.name}}), path);
    grids.infos.push_back(std::move(info));
    grids.columns.push_back(std::move(column));
    return {};
}

base::Expected<BlockModel> assemble(const openvdb::MetaMap& meta, const openvdb::GridPtrVec& grids,
                                    const std::string& path) {
    const auto geometry = read_geometry(meta, path);
    if (!geometry) return std::unexpected(geometry.error());
    openvdb::MaskGrid::Ptr topology;
    std::vector<std::pair<int, openvdb::GridBase::Ptr>> columns;
    for (const openvdb::GridBase::Ptr& grid : grids) {
        if (!grid) continue;
        if (const auto at = grid->getMetadata<openvdb::Int32Metadata>("orelens.column"))
            columns.emplace_back(at->value(), grid);
        else if (grid->getName() == topology_name)
            topology = openvdb::gridPtrCast<openvdb::MaskGrid>(grid);
    }
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
    std::stable_sort(columns.begin(), columns.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [order, grid] : columns)
        if (auto added = add_grid(*model, grid, path); !added) return std::unexpected(added.error());
    return model;
}

std::unexpected<base::Error> unreadable(const std::exception& problem, const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_read", {{"reason", problem.what()}}),
                      {.file = path});
}
std::unexpected<base::Error> unwritable(const std::exception& problem, const std::string& path) {
    return base::fail(ErrorKind::file, Message("file.cannot_write", {{"reason", problem.what()}}),
                      {.file = path});
}

/// OpenVDB marks each file with a random number. The same model has to give the same bytes, so the mark is
/// made from the bytes themselves. It stands behind magic, versions and flag, as text.
constexpr std::size_t mark_at = 21, mark_size = 36;

bool is_mark(std::string_view text) {
    return text.size() == mark_size && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
           text[23] == '-';
}

std::string mark_of(std::string_view digests) {
    return boost::uuids::to_string(
        boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(digests.data(), digests.size()));
}

void mark_by_content(std::iostream& archive) {
    std::string mark(mark_size, '\0'), digests, piece(std::size_t{1} << 22, '\0');
    archive.seekg(mark_at);
    if (!archive.read(mark.data(), mark_size) || !is_mark(mark)) return;
    while (archive) {
        archive.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digests += mark_of(std::string_view(piece.data(), static_cast<std::size_t>(archive.gcount())));
    }
    archive.clear();
    archive.seekp(mark_at);
    archive << mark_of(digests);
}

}  // namespace

base::Expected<void> write_vdb(const BlockModel& model, const std::string& path) {
    base::AtomicFile file(path);
    try {
        openvdb::io::File archive(file.temporary());
        set_compression(archive);
        archive.write(grids_to_write(model.grids()), geometry_metadata(model.grids()));
        archive.close();
        std::fstream bytes(file.temporary(), std::ios::binary | std::ios::in | std::ios::out);
        mark_by_content(bytes);
    } catch (const std::exception& problem) {
        return unwritable(problem, path);
    }
    return file.commit();
}

base::Expected<BlockModel> read_vdb(const std::string& path) {
    blocks::initialize_openvdb();
    try {
        openvdb::io::File archive(path);
        archive.open(false);  // delayed loading would keep the file open and fail late
        const auto meta = archive.getMetadata();
        const auto grids = archive.getGrids();
        archive.close();
        return assemble(*meta, *grids, path);
    } catch (const std::exception& problem) {
        return unreadable(problem, path);
    }
}

base::Expected<std::string> vdb_bytes(const BlockModel& model) {
    try {
        std::stringstream out(std::ios::binary | std::ios::in | std::ios::out);
        openvdb::io::Stream archive(static_cast<std::ostream&>(out));
        set_compression(archive);
        archive.write(grids_to_write(model.grids()), geometry_metadata(model.grids()));
        mark_by_content(out);
        return std::move(out).str();
    } catch (const std::exception& problem) {
        return unwritable(problem, "");
    }
}

base::Expected<BlockModel> model_from_vdb_bytes(const std::string& bytes) {
    blocks::initialize_openvdb();
    try {
        std::istringstream in(bytes, std::ios::binary);
        openvdb::io::Stream archive(in, false);
        return assemble(*archive.getMetadata(), *archive.getGrids(), "");
    } catch (const std::exception& problem) {
        return unreadable(problem, "");
    }
}

}  // namespace orelens::io
