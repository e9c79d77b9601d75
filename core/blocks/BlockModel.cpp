#include "core/blocks/BlockModel.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <mutex>
#include <stdexcept>

#include "core/base/Parallel.h"
#include "core/base/Text.h"
#include "core/blocks/BlockGrids.h"

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

template <class Grid, class Value>
typename Grid::Ptr filled_grid(const GridGeometry& geometry, const ColumnInfo& info,
                               const std::vector<Leaf>& leaves, Value missing) {
    auto grid = Grid::create(missing);
    grid->setName(info.name);
    grid->setTransform(grid_transform(geometry));
    add_leaves(grid->tree(), leaves.size(), [&](std::size_t n) {
        const Index3& o = leaves[n].origin;
        auto* leaf = new typename Grid::TreeType::LeafNodeType(openvdb::Coord(o[0], o[1], o[2]), missing);
        typename Grid::TreeType::LeafNodeType::NodeMaskType mask(false);
        for (openvdb::Index w = 0; w < 8; ++w) mask.template getWord<std::uint64_t>(w) = leaves[n].active[w];
        leaf->setValueMask(mask);
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

openvdb::MaskGrid::Ptr build_topology(const GridGeometry& geometry,
                                      const std::function<bool(const Index3&)>* keep) {
    auto topology = openvdb::MaskGrid::create(false);
    topology->setName("topology");
    topology->setTransform(grid_transform(geometry));
    const auto bricks = bricks_of(geometry);
    const auto count = static_cast<std::size_t>(bricks[0]) * bricks[1] * bricks[2];
    add_leaves(topology->tree(), count, [&](std::size_t n) -> MaskLeaf* {
        const auto k = static_cast<std::int32_t>(n % bricks[2]);
        const auto j = static_cast<std::int32_t>(n / bricks[2] % bricks[1]);
        const auto i = static_cast<std::int32_t>(n / bricks[2] / bricks[1]);
        const Index3 origin{8 * i, 8 * j, 8 * k};
        const auto words = brick_mask(geometry, origin, keep);
        if (std::all_of(words.begin(), words.end(), [](std::uint64_t w) { return w == 0; })) return nullptr;
        auto* leaf = new MaskLeaf(openvdb::Coord(origin[0], origin[1], origin[2]), false);
        MaskLeaf::NodeMaskType mask(false);
        for (openvdb::Index w = 0; w < 8; ++w) mask.getWord<std::uint64_t>(w) = words[w];
        leaf->setValueMask(mask);
        return leaf;
    });
    return topology;
}

base::Expected<BlockModel> build(const GridGeometry& geometry,
                                 const std::function<bool(const Index3&)>* keep) {
    if (auto fine = check_geometry(geometry); !fine) return std::unexpected(fine.error());
    initialize_openvdb();
    BlockModel model;
    model.grids().set_topology(geometry, build_topology(geometry, keep));
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
        if (!(geometry.block_size[a] > 0) || !std::isfinite(geometry.block_size[a]))
            return refuse("block_size", geometry.block_size[a]);
        if (geometry.count[a] < 1) return refuse("count", geometry.count[a]);
        if (!std::isfinite(geometry.origin[a])) return refuse("origin", geometry.origin[a]);
    }
    for (const double angle : {geometry.azimuth_deg, geometry.dip_deg, geometry.roll_deg})
        if (!std::isfinite(angle)) return refuse("angle", angle);
    if (geometry.cell_count() > max_cells) return refuse("cells", static_cast<double>(geometry.cell_count()));
    return {};
}

void BlockModel::Grids::set_topology(const GridGeometry& where, openvdb::MaskGrid::Ptr mask) {
    geometry = where;
    topology = std::move(mask);
    bricks = bricks_of(geometry);
    leaves.clear();
    leaves.reserve(topology->tree().leafCount());
    brick_leaf.assign(static_cast<std::size_t>(bricks[0]) * bricks[1] * bricks[2], no_leaf);
    blocks = 0;
    for (auto it = topology->tree().cbeginLeaf(); it; ++it) {
        const openvdb::Coord o = it->origin();
        Leaf leaf;
        leaf.origin = {o.x(), o.y(), o.z()};
        leaf.active = mask_words(*it);
        for (const std::uint64_t word : leaf.active) blocks += std::popcount(word);
        const auto brick =
            (static_cast<std::size_t>(o.x() / 8) * bricks[1] + o.y() / 8) * bricks[2] + o.z() / 8;
        brick_leaf[brick] = static_cast<std::uint32_t>(leaves.size());
        leaves.push_back(leaf);
    }
}

int BlockModel::Grids::find(const std::string& name) const {
    for (std::size_t n = 0; n < infos.size(); ++n)
        if (infos[n].name == name) return static_cast<int>(n);
    return -1;
}

BlockModel::Grids::Column BlockModel::Grids::make_column(const ColumnInfo& info) const {
    Column column;
    if (info.type == ColumnType::real)
        column.real = filled_grid<openvdb::FloatGrid>(geometry, info, leaves, missing_float);
    else
        column.integer = filled_grid<openvdb::Int32Grid>(geometry, info, leaves, missing_int);
    collect(column, leaves.size());
    return column;
}

void BlockModel::Grids::collect(Column& column, std::size_t leaf_count) {
    column.real_leaves.clear();
    column.integer_leaves.clear();
    if (column.real) {
        column.real_leaves.reserve(leaf_count);
        for (auto it = column.real->tree().beginLeaf(); it; ++it)
            column.real_leaves.push_back(it->buffer().data());
    } else {
        column.integer_leaves.reserve(leaf_count);
        for (auto it = column.integer->tree().beginLeaf(); it; ++it)
            column.integer_leaves.push_back(it->buffer().data());
    }
    assert(column.real_leaves.size() + column.integer_leaves.size() == leaf_count);
}

base::Expected<BlockModel> model_of(const GridGeometry& geometry, openvdb::MaskGrid::Ptr topology) {
    if (auto fine = check_geometry(geometry); !fine) return std::unexpected(fine.error());
    // Active tiles stand for whole bricks of blocks; leaves are what columns and loops need.
    topology->tree().voxelizeActiveTiles();
    const openvdb::CoordBBox box = topology->evalActiveVoxelBoundingBox();
    if (!topology->empty())
        for (int a = 0; a < 3; ++a)
            if (box.min()[a] < 0 || box.max()[a] >= geometry.count[a])
                return base::fail(base::ErrorKind::data, base::Message("blocks.outside_geometry"));
    BlockModel model;
    model.grids().set_topology(geometry, std::move(topology));
    return model;
}

base::Expected<BlockModel> BlockModel::full(const GridGeometry& geometry) {
    return build(geometry, nullptr);
}

base::Expected<BlockModel> BlockModel::where(const GridGeometry& geometry,
                                             const std::function<bool(const Index3&)>& keep) {
    return build(geometry, &keep);
}

BlockModel::BlockModel() : grids_(std::make_unique<Grids>()) {
    initialize_openvdb();
    auto none = openvdb::MaskGrid::create(false);
    none->setTransform(grid_transform(GridGeometry{}));
    grids_->set_topology(GridGeometry{}, std::move(none));
}
BlockModel::~BlockModel() = default;
BlockModel::BlockModel(BlockModel&&) noexcept = default;
BlockModel& BlockModel::operator=(BlockModel&&) noexcept = default;

BlockModel::BlockModel(const BlockModel& other) : grids_(std::make_unique<Grids>(*other.grids_)) {
    grids_->topology = other.grids_->topology->deepCopy();
    for (Grids::Column& column : grids_->columns) {
        if (column.real) column.real = column.real->deepCopy();
        if (column.integer) column.integer = column.integer->deepCopy();
        Grids::collect(column, grids_->leaves.size());
    }
}
BlockModel& BlockModel::operator=(const BlockModel& other) {
    if (this != &other) *this = BlockModel(other);
    return *this;
}

const GridGeometry& BlockModel::geometry() const {
    return grids_->geometry;
}
std::int64_t BlockModel::block_count() const {
    return grids_->blocks;
}
std::size_t BlockModel::leaf_count() const {
    return grids_->leaves.size();
}
const Leaf& BlockModel::leaf(std::size_t n) const {
    return grids_->leaves[n];
}

std::size_t BlockModel::leaf_of(const Index3& ijk) const {
    if (!grids_->geometry.contains(ijk)) return leaf_count();
    const auto& bricks = grids_->bricks;
    const auto brick =
        (static_cast<std::size_t>(ijk[0] / 8) * bricks[1] + ijk[1] / 8) * bricks[2] + ijk[2] / 8;
    const std::uint32_t leaf = grids_->brick_leaf[brick];
    return leaf == Grids::no_leaf ? leaf_count() : leaf;
}

const std::vector<ColumnInfo>& BlockModel::columns() const {
    return grids_->infos;
}
bool BlockModel::has(const std::string& column) const {
    return grids_->find(column) >= 0;
}
const ColumnInfo* BlockModel::info(const std::string& column) const {
    const int n = grids_->find(column);
    return n < 0 ? nullptr : &grids_->infos[n];
}

void BlockModel::add_column(ColumnInfo info) {
    Grids::Column column = grids_->make_column(info);
    if (const int n = grids_->find(info.name); n >= 0) {
        grids_->infos[n] = std::move(info);
        grids_->columns[n] = std::move(column);
        return;
    }
    grids_->infos.push_back(std::move(info));
    grids_->columns.push_back(std::move(column));
}

void BlockModel::remove_column(const std::string& column) {
    const int n = grids_->find(column);
    if (n < 0) return;
    grids_->infos.erase(grids_->infos.begin() + n);
    grids_->columns.erase(grids_->columns.begin() + n);
}

namespace {
/// Asking for a column that is not there, or as the other type, is a mistake of the caller.
const BlockModel::Grids::Column& wanted(const BlockModel::Grids& grids, const std::string& name,
                                        ColumnType type) {
    const int n = grids.find(name);
    if (n < 0 || grids.infos[n].type != type)
        throw std::logic_error("block model has no such column: " + name);
    return grids.columns[n];
}
}  // namespace

float* BlockModel::real(const std::string& column, std::size_t leaf) {
    return wanted(*grids_, column, ColumnType::real).real_leaves[leaf];
}
const float* BlockModel::real(const std::string& column, std::size_t leaf) const {
    return wanted(*grids_, column, ColumnType::real).real_leaves[leaf];
}
std::int32_t* BlockModel::integer(const std::string& column, std::size_t leaf) {
    return wanted(*grids_, column, ColumnType::integer).integer_leaves[leaf];
}
const std::int32_t* BlockModel::integer(const std::string& column, std::size_t leaf) const {
    return wanted(*grids_, column, ColumnType::integer).integer_leaves[leaf];
}
std::vector<float*> BlockModel::real_leaves(const std::string& column) {
    return wanted(*grids_, column, ColumnType::real).real_leaves;
}
std::vector<const float*> BlockModel::real_leaves(const std::string& column) const {
    const auto& leaves = wanted(*grids_, column, ColumnType::real).real_leaves;
    return {leaves.begin(), leaves.end()};
}
std::vector<std::int32_t*> BlockModel::integer_leaves(const std::string& column) {
    return wanted(*grids_, column, ColumnType::integer).integer_leaves;
}
std::vector<const std::int32_t*> BlockModel::integer_leaves(const std::string& column) const {
    const auto& leaves = wanted(*grids_, column, ColumnType::integer).integer_leaves;
    return {leaves.begin(), leaves.end()};
}

double BlockModel::value(const std::string& column, const Index3& ijk) const {
    const std::size_t n = leaf_of(ijk);
    const int at = grids_->find(column);
    if (n == leaf_count() || at < 0) return std::numeric_limits<double>::quiet_NaN();
    const int position = ((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7);
    if (!leaf(n).is_active(position)) return std::numeric_limits<double>::quiet_NaN();
    const Grids::Column& values = grids_->columns[at];
    if (values.real) return static_cast<double>(values.real_leaves[n][position]);
    const std::int32_t code = values.integer_leaves[n][position];
    return code == missing_int ? std::numeric_limits<double>::quiet_NaN() : code;
}

BlockModel::Grids& BlockModel::grids() {
    return *grids_;
}
const BlockModel::Grids& BlockModel::grids() const {
    return *grids_;
}

}  // namespace orelens::blocks
