#include "core/blocks/BlockModel.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <stdexcept>

#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"

namespace orelens::blocks {
namespace {

std::shared_ptr<Column> missing_column(const ColumnInfo& info, std::size_t leaves, std::int32_t highest) {
    auto column = std::make_shared<Column>();
    if (info.type == ColumnType::real)
        column->real = LeafValues<float>(leaves, missing_float);
    else if (highest <= most_small)
        column->small = LeafValues<std::uint8_t>(leaves, missing_small);
    else
        column->wide = LeafValues<std::int32_t>(leaves, missing_int);
    return column;
}

bool same_blocks(const Topology& a, const Topology& b) {
    if (&a == &b) return true;
    return a.geometry == b.geometry &&
           std::ranges::equal(a.leaves, b.leaves, [](const Leaf& x, const Leaf& y) {
               return x.origin == y.origin && x.active == y.active;
           });
}

/// Asking for a column that is not there, or as the other type, is a mistake of the caller.
std::size_t wanted(const BlockModel::Parts& parts, const std::string& name, ColumnType type) {
    const int n = parts.find(name);
    if (n < 0 || parts.infos[static_cast<std::size_t>(n)].type != type)
        throw std::logic_error("block model has no such column: " + name);
    return static_cast<std::size_t>(n);
}

}  // namespace

int BlockModel::Parts::find(const std::string& name) const {
    for (std::size_t n = 0; n < infos.size(); ++n)
        if (infos[n].name == name) return static_cast<int>(n);
    return -1;
}

void BlockModel::Parts::put(ColumnInfo info, std::shared_ptr<Column> column) {
    if (const int n = find(info.name); n >= 0) {
        infos[static_cast<std::size_t>(n)] = std::move(info);
        columns[static_cast<std::size_t>(n)] = std::move(column);
        return;
    }
    infos.push_back(std::move(info));
    columns.push_back(std::move(column));
}

Column& BlockModel::Parts::writable(std::size_t n) {
    const std::lock_guard lock(parting);
    std::shared_ptr<Column>& column = columns[n];
    if (column.use_count() > 1) column = std::make_shared<Column>(column->copy());
        // A copy in another thread that has just let go has also finished reading.
#ifdef __SANITIZE_THREAD__
    const std::shared_ptr<Column> hand = column;  // the thread sanitizer knows no fences: it sees this order
#else
    std::atomic_thread_fence(std::memory_order_acquire);
#endif
    return *column;
}

BlockModel::BlockModel() : parts_(std::make_unique<Parts>()) {
    initialize_openvdb();
    static const std::shared_ptr<const Topology> nothing = [] {
        auto none = openvdb::MaskGrid::create(false);
        none->setTransform(grid_transform(GridGeometry{}));
        return index_topology(GridGeometry{}, std::move(none));
    }();
    parts_->topology = nothing;
}
BlockModel::~BlockModel() = default;
BlockModel::BlockModel(BlockModel&&) noexcept = default;
BlockModel& BlockModel::operator=(BlockModel&&) noexcept = default;

BlockModel::BlockModel(const BlockModel& other) : parts_(std::make_unique<Parts>()) {
    parts_->topology = other.parts_->topology;
    parts_->infos = other.parts_->infos;
    parts_->columns = other.parts_->columns;
}
BlockModel& BlockModel::operator=(const BlockModel& other) {
    if (this != &other) *this = BlockModel(other);
    return *this;
}

const GridGeometry& BlockModel::geometry() const {
    return parts_->topology->geometry;
}
std::int64_t BlockModel::block_count() const {
    return parts_->topology->blocks;
}
std::size_t BlockModel::leaf_count() const {
    return parts_->topology->leaves.size();
}
const Leaf& BlockModel::leaf(std::size_t n) const {
    return parts_->topology->leaves[n];
}

std::size_t BlockModel::leaf_of(const Index3& ijk) const {
    const Topology& topology = *parts_->topology;
    if (!topology.geometry.contains(ijk)) return leaf_count();
    const auto& bricks = topology.bricks;
    const auto brick =
        (static_cast<std::size_t>(ijk[0] / 8) * bricks[1] + ijk[1] / 8) * bricks[2] + ijk[2] / 8;
    const std::uint32_t leaf = topology.brick_leaf[brick];
    return leaf == Topology::no_leaf ? leaf_count() : leaf;
}

const std::vector<ColumnInfo>& BlockModel::columns() const {
    return parts_->infos;
}
bool BlockModel::has(const std::string& column) const {
    return parts_->find(column) >= 0;
}
const ColumnInfo* BlockModel::info(const std::string& column) const {
    const int n = parts_->find(column);
    return n < 0 ? nullptr : &parts_->infos[static_cast<std::size_t>(n)];
}

void BlockModel::add_column(ColumnInfo info, std::int32_t highest) {
    auto column = missing_column(info, leaf_count(), highest);
    parts_->put(std::move(info), std::move(column));
}

bool BlockModel::share_column(const BlockModel& from, const std::string& column) {
    const int n = from.parts_->find(column);
    if (n < 0) throw std::logic_error("block model has no such column: " + column);
    if (!same_blocks(*parts_->topology, *from.parts_->topology)) return false;
    parts_->put(from.parts_->infos[static_cast<std::size_t>(n)],
                from.parts_->columns[static_cast<std::size_t>(n)]);
    return true;
}

void BlockModel::remove_column(const std::string& column) {
    const int n = parts_->find(column);
    if (n < 0) return;
    parts_->infos.erase(parts_->infos.begin() + n);
    parts_->columns.erase(parts_->columns.begin() + n);
}

void BlockModel::compact(const std::string& column) {
    const std::size_t n = wanted(*parts_, column, ColumnType::integer);
    const LeafValues<std::int32_t>& wide = parts_->columns[n]->wide;
    if (!wide) return;
    std::atomic<bool> fits = true;
    base::parallel_for(leaf_count(), 256, [&](std::size_t begin, std::size_t end) {
        const bool all = std::all_of(wide.leaf(begin), wide.leaf(end), [](std::int32_t value) {
            return value == missing_int || (value >= 0 && value <= most_small);
        });
        if (!all) fits = false;
    });
    if (!fits) return;
    LeafValues<std::uint8_t> small(leaf_count());
    base::parallel_for(leaf_count(), 256, [&](std::size_t begin, std::size_t end) {
        std::transform(wide.leaf(begin), wide.leaf(end), small.leaf(begin), [](std::int32_t value) {
            return value == missing_int ? missing_small : static_cast<std::uint8_t>(value);
        });
    });
    parts_->columns[n] = std::make_shared<Column>(Column{{}, {}, std::move(small)});
}

bool BlockModel::is_small(const std::string& column) const {
    return static_cast<bool>(parts_->columns[wanted(*parts_, column, ColumnType::integer)]->small);
}

float* BlockModel::real(const std::string& column, std::size_t leaf) {
    return parts_->writable(wanted(*parts_, column, ColumnType::real)).real.leaf(leaf);
}
const float* BlockModel::real(const std::string& column, std::size_t leaf) const {
    return real_values(column) + leaf * leaf_size;
}
std::int32_t* BlockModel::integer(const std::string& column, std::size_t leaf) {
    if (is_small(column)) throw std::logic_error("column of one byte per block: " + column);
    return parts_->writable(wanted(*parts_, column, ColumnType::integer)).wide.leaf(leaf);
}
IntegerLeaf BlockModel::integer(const std::string& column, std::size_t leaf) const {
    return integer_leaves(column)[leaf];
}

std::vector<float*> BlockModel::real_leaves(const std::string& column) {
    const Column& values = parts_->writable(wanted(*parts_, column, ColumnType::real));
    std::vector<float*> leaves(leaf_count());
    for (std::size_t n = 0; n < leaves.size(); ++n) leaves[n] = values.real.leaf(n);
    return leaves;
}
std::vector<const float*> BlockModel::real_leaves(const std::string& column) const {
    const float* values = real_values(column);
    std::vector<const float*> leaves(leaf_count());
    for (std::size_t n = 0; n < leaves.size(); ++n) leaves[n] = values + n * leaf_size;
    return leaves;
}
IntegerLeaves BlockModel::integer_leaves(const std::string& column) const {
    const Column& values = *parts_->columns[wanted(*parts_, column, ColumnType::integer)];
    return {values.wide.data(), values.small.data()};
}
IntegerWriter BlockModel::integer_writer(const std::string& column) {
    const Column& values = parts_->writable(wanted(*parts_, column, ColumnType::integer));
    return {values.wide.data(), values.small.data()};
}
const float* BlockModel::real_values(const std::string& column) const {
    return parts_->columns[wanted(*parts_, column, ColumnType::real)]->real.data();
}

double BlockModel::value(const std::string& column, const Index3& ijk) const {
    const std::size_t n = leaf_of(ijk);
    const int at = parts_->find(column);
    if (n == leaf_count() || at < 0) return std::numeric_limits<double>::quiet_NaN();
    const int position = ((ijk[0] & 7) << 6) | ((ijk[1] & 7) << 3) | (ijk[2] & 7);
    if (!leaf(n).is_active(position)) return std::numeric_limits<double>::quiet_NaN();
    if (parts_->infos[static_cast<std::size_t>(at)].type == ColumnType::real)
        return static_cast<double>(real(column, n)[position]);
    const std::int32_t code = integer(column, n)[position];
    return code == missing_int ? std::numeric_limits<double>::quiet_NaN() : code;
}

BlockModel::Parts& BlockModel::parts() {
    return *parts_;
}
const BlockModel::Parts& BlockModel::parts() const {
    return *parts_;
}

}  // namespace orelens::blocks
