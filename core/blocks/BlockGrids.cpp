// Topologies made and indexed, and columns turned into OpenVDB grids.
#include "core/blocks/BlockGrids.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <set>
#include <utility>

#include "core/base/Parallel.h"
#include "core/base/Text.h"

namespace orelens::blocks {
namespace {

using MaskLeaf = openvdb::MaskTree::LeafNodeType;

/// New leaves of any tree type, made in parallel and hung into the tree in the order given.
template <class Tree, class Make>
void add_leaves(Tree& tree, std::size_t count, const Make& make) {
    std::vector<typename Tree::LeafNodeType*> made(count, nullptr);
    base::parallel_for(count, 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) made[n] = make(n);
    });
    for (auto* leaf : made)
        if (leaf) tree.addLeaf(leaf);
}

/// `value(leaf, at)` for every position.
template <class Grid, class Get>
typename Grid::Ptr filled_grid(const Topology& topology, const std::string& name,
                               typename Grid::ValueType missing, const Get& value) {
    using LeafNode = typename Grid::TreeType::LeafNodeType;
    auto grid = Grid::create(missing);
    grid->setName(name);
    grid->setTransform(grid_transform(topology.geometry));
    add_leaves(grid->tree(), topology.leaves.size(), [&](std::size_t n) {
        const Index3& o = topology.leaves[n].origin;
        auto* leaf = new LeafNode(openvdb::Coord(o[0], o[1], o[2]), missing);
        typename LeafNode::NodeMaskType mask(false);
        for (openvdb::Index w = 0; w < 8; ++w)
            mask.template getWord<std::uint64_t>(w) = topology.leaves[n].active[w];
        leaf->setValueMask(mask);
        auto* values = leaf->buffer().data();
        for (std::size_t at = 0; at < leaf_size; ++at) values[at] = value(n, at);
        return leaf;
    });
    return grid;
}

/// The mask of one brick: bits inside the geometry for which `keep` holds (all of them without `keep`).
std::array<std::uint64_t, 8> brick_mask(const GridGeometry& geometry, const Index3& origin,
                                        const std::function<bool(const Index3&)>* keep) {
    std::array<std::uint64_t, 8> words{};
    const int ni = std::min(8, geometry.count[0] - origin[0]);
    const int nj = std::min(8, geometry.count[1] - origin[1]);
    const int nk = std::min(8, geometry.count[2] - origin[2]);
    for (int i = 0; i < ni; ++i)
        for (int j = 0; j < nj; ++j)
            for (int k = 0; k < nk; ++k)
                if (!keep || (*keep)({origin[0] + i, origin[1] + j, origin[2] + k}))
                    words[i] |= std::uint64_t{1} << (8 * j + k);
    return words;
}

std::array<std::int32_t, 3> bricks_of(const GridGeometry& geometry) {
    return {(geometry.count[0] + 7) / 8, (geometry.count[1] + 7) / 8, (geometry.count[2] + 7) / 8};
}

/// A mask of `count` leaves that `get` gives as origin and words; those without blocks are left out.
template <class Get>
openvdb::MaskGrid::Ptr mask_of(const GridGeometry& geometry, std::size_t count, const Get& get) {
    auto topology = openvdb::MaskGrid::create(false);
    topology->setName("topology");
    topology->setTransform(grid_transform(geometry));
    add_leaves(topology->tree(), count, [&](std::size_t n) -> MaskLeaf* {
        const auto [origin, words] = get(n);
        if (std::all_of(words.begin(), words.end(), [](std::uint64_t w) { return w == 0; })) return nullptr;
        auto* leaf = new MaskLeaf(openvdb::Coord(origin[0], origin[1], origin[2]), false);
        MaskLeaf::NodeMaskType mask(false);
        for (openvdb::Index w = 0; w < 8; ++w) mask.getWord<std::uint64_t>(w) = words[w];
        leaf->setValueMask(mask);
        return leaf;
    });
    return topology;
}

/// Once cancelled, the bricks that are left count as empty.
openvdb::MaskGrid::Ptr build_topology(const GridGeometry& geometry,
                                      const std::function<bool(const Index3&)>* keep,
                                      const base::Progress* progress) {
    constexpr std::size_t bricks_per_report = 64;
    std::atomic<std::size_t> done = 0;
    const auto bricks = bricks_of(geometry);
    const auto count = static_cast<std::size_t>(bricks[0]) * bricks[1] * bricks[2];
    return mask_of(geometry, count, [&](std::size_t n) {
        const auto k = static_cast<std::int32_t>(n % bricks[2]);
        const auto j = static_cast<std::int32_t>(n / bricks[2] % bricks[1]);
        const auto i = static_cast<std::int32_t>(n / bricks[2] / bricks[1]);
        const Index3 origin{8 * i, 8 * j, 8 * k};
        if (progress != nullptr) {
            if (progress->cancelled()) return std::pair(origin, std::array<std::uint64_t, 8>{});
            if (const std::size_t now = ++done; now % bricks_per_report == 0)
                progress->report(static_cast<double>(now) / static_cast<double>(count));
        }
        return std::pair(origin, brick_mask(geometry, origin, keep));
    });
}

base::Expected<BlockModel> build(const GridGeometry& geometry, const std::function<bool(const Index3&)>* keep,
                                 const base::Progress* progress) {
    if (auto fine = check_geometry(geometry); !fine) return std::unexpected(fine.error());
    initialize_openvdb();
    BlockModel model;
    openvdb::MaskGrid::Ptr mask = build_topology(geometry, keep, progress);
    if (progress != nullptr && progress->cancelled()) return base::cancelled();
    model.parts().topology = index_topology(geometry, std::move(mask));
    return model;
}

}  // namespace

void initialize_openvdb() {
    static std::once_flag once;
    std::call_once(once, [] { openvdb::initialize(); });
}

openvdb::math::Transform::Ptr grid_transform(const GridGeometry& geometry) {
    const std::array<Vec3, 3> axis = geometry.axes();
    const Vec3 first = geometry.centre({0, 0, 0});
    openvdb::Mat4d matrix = openvdb::Mat4d::identity();
    for (int a = 0; a < 3; ++a)
        for (int c = 0; c < 3; ++c) matrix[a][c] = axis[a][c] * geometry.block_size[a];
    for (int c = 0; c < 3; ++c) matrix[3][c] = first[c];
    return openvdb::math::Transform::createLinearTransform(matrix);
}

base::Expected<void> check_geometry(const GridGeometry& geometry) {
    const auto refuse = [](const char* what, double value) {
        return base::fail(
            base::ErrorKind::data,
            base::Message("blocks.bad_geometry", {{"what", what}, {"value", base::number(value)}}));
    };
    for (int a = 0; a < 3; ++a) {
        if (!(geometry.block_size[a] >= 1e-6 && geometry.block_size[a] <= 1e9))
            return refuse("block_size", geometry.block_size[a]);
        if (geometry.count[a] < 1 || geometry.count[a] > most_along)
            return refuse("count", geometry.count[a]);
        if (!(std::abs(geometry.origin[a]) <= 1e12)) return refuse("origin", geometry.origin[a]);
    }
    for (const double angle : {geometry.azimuth_deg, geometry.dip_deg, geometry.roll_deg})
        if (!(std::abs(angle) <= 1e6)) return refuse("angle", angle);
    if (geometry.cell_count() > max_cells) return refuse("cells", static_cast<double>(geometry.cell_count()));
    return {};
}

std::shared_ptr<const Topology> index_topology(const GridGeometry& geometry, openvdb::MaskGrid::Ptr mask) {
    auto made = std::make_shared<Topology>();
    Topology& topology = *made;
    topology.geometry = geometry;
    topology.bricks = bricks_of(geometry);
    const auto& bricks = topology.bricks;
    topology.leaves.reserve(mask->tree().leafCount());
    topology.brick_leaf.assign(static_cast<std::size_t>(bricks[0]) * bricks[1] * bricks[2],
                               Topology::no_leaf);
    for (auto it = mask->tree().cbeginLeaf(); it; ++it) {
        const openvdb::Coord o = it->origin();
        Leaf leaf;
        leaf.origin = {o.x(), o.y(), o.z()};
        leaf.active = mask_words(*it);
        for (const std::uint64_t word : leaf.active) topology.blocks += std::popcount(word);
        const auto brick =
            (static_cast<std::size_t>(o.x() / 8) * bricks[1] + o.y() / 8) * bricks[2] + o.z() / 8;
        topology.brick_leaf[brick] = static_cast<std::uint32_t>(topology.leaves.size());
        topology.leaves.push_back(leaf);
    }
    topology.grid = std::move(mask);
    return made;
}

openvdb::GridBase::Ptr column_grid(const BlockModel& model, std::size_t column) {
    const BlockModel::Parts& parts = model.parts();
    const std::string& name = parts.infos[column].name;
    if (const Column& values = *parts.columns[column]; values.real)
        return filled_grid<openvdb::FloatGrid>(
            *parts.topology, name, missing_float,
            [&](std::size_t n, std::size_t at) { return values.real.leaf(n)[at]; });
    const IntegerLeaves values = model.integer_leaves(name);
    return filled_grid<openvdb::Int32Grid>(
        *parts.topology, name, missing_int,
        [&](std::size_t n, std::size_t at) { return values[n][static_cast<std::ptrdiff_t>(at)]; });
}

base::Expected<BlockModel> model_of_leaves(const GridGeometry& geometry, const std::vector<Leaf>& leaves) {
    if (auto fine = check_geometry(geometry); !fine) return std::unexpected(fine.error());
    const auto outside = [] {
        return base::fail(base::ErrorKind::data, base::Message("blocks.outside_geometry"));
    };
    std::set<Index3> seen;
    for (const Leaf& leaf : leaves) {
        for (int a = 0; a < 3; ++a)
            if (leaf.origin[a] < 0 || leaf.origin[a] >= geometry.count[a] || leaf.origin[a] % 8 != 0)
                return outside();
        const auto room = brick_mask(geometry, leaf.origin, nullptr);
        bool any = false;
        for (std::size_t w = 0; w < room.size(); ++w) {
            any = any || leaf.active[w] != 0;
            if ((leaf.active[w] & ~room[w]) != 0) return outside();
        }
        if (!any || !seen.insert(leaf.origin).second) return outside();
    }
    initialize_openvdb();
    BlockModel model;
    model.parts().topology = index_topology(geometry, mask_of(geometry, leaves.size(), [&](std::size_t n) {
                                                return std::pair(leaves[n].origin, leaves[n].active);
                                            }));
    for (std::size_t n = 0; n < leaves.size(); ++n)
        if (model.leaf(n).origin != leaves[n].origin) return outside();
    return model;
}

base::Expected<BlockModel> BlockModel::full(const GridGeometry& geometry, const base::Progress* progress) {
    return build(geometry, nullptr, progress);
}

base::Expected<BlockModel> BlockModel::where(const GridGeometry& geometry,
                                             const std::function<bool(const Index3&)>& keep,
                                             const base::Progress* progress) {
    return build(geometry, &keep, progress);
}

}  // namespace orelens::blocks
