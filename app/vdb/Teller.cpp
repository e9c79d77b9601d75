#include "app/vdb/Teller.h"

#include <openvdb/io/Archive.h>
#include <openvdb/io/GridDescriptor.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "core/blocks/BlockGrids.h"
#include "core/io/blocks/VdbFormat.h"
#include "core/io/blocks/VdbPlain.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Message;
using blocks::GridGeometry;

std::unexpected<base::Error> refuse(Message what, Message fix = Message()) {
    return base::fail(ErrorKind::data, std::move(what), {}, std::move(fix));
}
std::unexpected<base::Error> no_model() {
    return refuse(Message("block_file.not_a_model"), Message("block_file.needs_geometry"));
}

base::Expected<GridGeometry> read_geometry(const openvdb::MetaMap& meta) {
    const auto version = meta.getMetadata<openvdb::Int32Metadata>("orelens.format");
    const auto origin = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.origin");
    const auto size = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.block_size");
    const auto count = meta.getMetadata<openvdb::Vec3IMetadata>("orelens.count");
    const auto rotation = meta.getMetadata<openvdb::Vec3DMetadata>("orelens.rotation");
    if (!version || !origin || !size || !count || !rotation) return no_model();
    if (version->value() > vdb::format_version)
        return refuse(Message("block_file.newer_version", {{"version", std::to_string(version->value())}}),
                      Message("block_file.update_program"));
    GridGeometry g;
    for (int a = 0; a < 3; ++a) {
        g.origin[a] = origin->value()[a];
        g.block_size[a] = size->value()[a];
        g.count[a] = count->value()[a];
    }
    g.azimuth_deg = rotation->value()[0];
    g.dip_deg = rotation->value()[1];
    g.roll_deg = rotation->value()[2];
    if (auto fine = blocks::check_geometry(g); !fine) return std::unexpected(fine.error());
    return g;
}

std::string text_meta(const openvdb::MetaMap& meta, const char* key) {
    const auto found = meta.getMetadata<openvdb::StringMetadata>(key);
    return found ? found->value() : std::string();
}

std::optional<int> column_order(const openvdb::GridBase& grid) {
    const auto at = grid.getMetadata<openvdb::Int32Metadata>("orelens.column");
    return at ? std::optional(at->value()) : std::nullopt;
}

struct SentLeaf {
    openvdb::Coord origin;
    std::array<std::uint64_t, 8> active;
};

class Teller : public openvdb::io::Archive {
  public:
    explicit Teller(std::ostream& out) : out_(out) {}
    [[nodiscard]] Ptr copy() const override { return std::make_shared<Teller>(out_); }

    base::Expected<void> run(std::istream& in) {
        auto tags = std::make_shared<openvdb::io::StreamMetadata>();
        openvdb::io::setStreamMetadataPtr(in, tags, false);
        readHeader(in);
        setFormatVersion(in);
        setLibraryVersion(in);
        setDataCompression(in);
        openvdb::MetaMap meta;
        meta.readMeta(in);
        grids_ = readGridCount(in);
        for (std::int32_t n = 0; n < grids_; ++n) {
            openvdb::io::GridDescriptor descriptor;
            const openvdb::GridBase::Ptr grid = descriptor.read(in);
            if (!grid || descriptor.isInstance()) return no_model();
            readGrid(grid, descriptor, in);
            if (auto told = take(meta, grid); !told) return told;
        }
        if (!topology_) return begin(meta, nullptr);
        for (const auto& [order, grid] : waiting_)
            if (auto told = tell_column(*grid); !told) return told;
        return {};
    }

  private:
    /// Our own files have the topology first and the columns in their order; others wait for their turn.
    base::Expected<void> take(const openvdb::MetaMap& meta, const openvdb::GridBase::Ptr& grid) {
        const auto order = column_order(*grid);
        if (!order) {
            if (!topology_ && grid->getName() == vdb::topology_name) return begin(meta, grid);
            return {};
        }
        if (topology_ && waiting_.empty() && *order == next_) {
            ++next_;
            return tell_column(*grid);
        }
        waiting_.emplace(*order, grid);
        return {};
    }

    base::Expected<void> begin(const openvdb::MetaMap& meta, const openvdb::GridBase::Ptr& mask) {
        const auto geometry = read_geometry(meta);
        if (!geometry) return std::unexpected(geometry.error());
        topology_ = mask ? openvdb::gridPtrCast<openvdb::MaskGrid>(mask) : nullptr;
        if (!topology_) return no_model();
        auto& tree = topology_->tree();
        // The box first: a tile or a leaf far away would be given memory block by block.
        openvdb::CoordBBox box;
        if (tree.evalActiveVoxelBoundingBox(box))
            for (int a = 0; a < 3; ++a)
                if (box.min()[a] < 0 || box.max()[a] >= geometry->count[a])
                    return refuse(Message("blocks.outside_geometry"));
        // Active tiles stand for whole bricks of blocks; leaves are what columns and loops need.
        tree.voxelizeActiveTiles(false);
        for (auto leaf = tree.cbeginLeaf(); leaf; ++leaf)
            if (!leaf->isEmpty()) leaves_.push_back({leaf->origin(), blocks::mask_words(*leaf)});
        const auto stated = meta.getMetadata<openvdb::Int64Metadata>("orelens.blocks");
        out_.put('M');
        vdb::put_text(out_, getUniqueTag());
        vdb::put(out_, *geometry);
        vdb::put(out_, stated ? stated->value() : std::int64_t{-1});
        vdb::put(out_, grids_);
        vdb::put(out_, static_cast<std::uint64_t>(leaves_.size()));
        for (const SentLeaf& leaf : leaves_) {
            for (int a = 0; a < 3; ++a) vdb::put(out_, static_cast<std::int32_t>(leaf.origin[a]));
            vdb::put(out_, leaf.active);
        }
        return {};
    }

    base::Expected<void> tell_column(const openvdb::GridBase& grid) {
        const auto* real = dynamic_cast<const openvdb::FloatGrid*>(&grid);
        const auto* whole = dynamic_cast<const openvdb::Int32Grid*>(&grid);
        if (!real && !whole)
            return refuse(
                Message("block_file.bad_grid_type", {{"column", grid.getName()}, {"type", grid.type()}}));
        out_.put('C');
        vdb::put_text(out_, grid.getName());
        vdb::put_text(out_, text_meta(grid, "orelens.unit"));
        vdb::put_text(out_, text_meta(grid, "orelens.codes"));
        vdb::put_text(out_, text_meta(grid, "orelens.checksum"));
        vdb::put(out_, static_cast<std::uint8_t>(real ? 1 : 0));
        if (real)
            tell_values(*real, blocks::missing_float);
        else
            tell_values(*whole, blocks::missing_int);
        return {};
    }

    /// Leaves of a column in the order of the topology; nothing when a tool has pruned or grown it.
    template <class Tree>
    std::optional<std::vector<const typename Tree::LeafNodeType*>> same_leaves(const Tree& tree) const {
        std::vector<const typename Tree::LeafNodeType*> nodes;
        for (auto leaf = tree.cbeginLeaf(); leaf; ++leaf) {
            if (leaf->isEmpty()) continue;
            if (nodes.size() == leaves_.size() || leaf->origin() != leaves_[nodes.size()].origin ||
                blocks::mask_words(*leaf) != leaves_[nodes.size()].active)
                return std::nullopt;
            nodes.push_back(&*leaf);
        }
        if (nodes.size() != leaves_.size()) return std::nullopt;
        return nodes;
    }

    template <class Grid>
    void tell_values(const Grid& grid, typename Grid::ValueType missing) {
        using Value = typename Grid::ValueType;
        const auto nodes = same_leaves(grid.tree());
        const auto access = grid.getConstAccessor();
        std::array<Value, 512> values;
        for (std::size_t n = 0; n < leaves_.size(); ++n) {
            values.fill(missing);
            const auto* stored = nodes ? (*nodes)[n]->buffer().data() : nullptr;
            for (int at = 0; at < 512; ++at) {
                if ((leaves_[n].active[at / 64] >> (at % 64) & 1U) == 0) continue;
                const openvdb::Coord block = leaves_[n].origin + openvdb::Coord(at >> 6, at >> 3 & 7, at & 7);
                Value value;
                if (stored != nullptr)
                    values[at] = stored[at];
                else if (access.probeValue(block, value))
                    values[at] = value;
            }
            out_.write(reinterpret_cast<const char*>(values.data()), sizeof values);
        }
    }

    std::ostream& out_;
    openvdb::MaskGrid::Ptr topology_;
    std::vector<SentLeaf> leaves_;
    std::multimap<int, openvdb::GridBase::Ptr> waiting_;
    std::int32_t grids_ = 0;
    int next_ = 0;
};

}  // namespace

void vdb::tell_content(std::istream& archive, std::ostream& plain) {
    base::Expected<void> told;
    try {
        told = Teller(plain).run(archive);
    } catch (const std::ios_base::failure&) {
        if (!plain) throw;
        told = base::fail(ErrorKind::file, Message("block_file.unsafe"));
    } catch (const std::bad_alloc&) {
        told = base::fail(ErrorKind::file, Message("block_file.unsafe"));
    } catch (const std::exception& problem) {
        told = base::fail(ErrorKind::file, Message("file.cannot_read", {{"reason", problem.what()}}));
    }
    if (told) {
        plain.put('Z');
    } else {
        plain.put('E');
        put_error(plain, told.error());
    }
}

}  // namespace orelens::io
