// A block model: geometry, one sparse OpenVDB topology, and named columns that share it.
// Loops go leaf by leaf: a leaf is 8×8×8 blocks, its values 512 contiguous floats or ints. OpenVDB stays
// behind BlockModel.cpp; rooms that need the grids themselves include blocks/BlockGrids.h.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

inline constexpr float missing_float = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::int32_t missing_int = std::numeric_limits<std::int32_t>::min();

enum class ColumnType { real, integer };

struct ColumnInfo {
    std::string name;  ///< unique in the model: "Cu", "Cu.variance", "margin", "break_even.Cu"
    ColumnType type = ColumnType::real;
    std::string unit;                ///< "%", "g/t", "CNY/t", "" …
    std::vector<std::string> codes;  ///< for integer columns that are categories: value → code
    bool operator==(const ColumnInfo&) const = default;
};

/// One leaf as raw memory. Position n in [0, 512): i = n >> 6, j = (n >> 3) & 7, k = n & 7 within the leaf
/// (OpenVDB's order: k fastest). Bit n of `active` (word n >> 6) says whether the block exists.
struct Leaf {
    Index3 origin{};  ///< grid index of position 0, a multiple of 8
    std::array<std::uint64_t, 8> active{};
    [[nodiscard]] bool is_active(int n) const { return (active[n >> 6] >> (n & 63)) & 1U; }
    [[nodiscard]] Index3 index(int n) const {
        return {origin[0] + (n >> 6), origin[1] + ((n >> 3) & 7), origin[2] + (n & 7)};
    }
};

class BlockModel {
  public:
    /// Every block of the geometry active.
    static base::Expected<BlockModel> full(const GridGeometry& geometry);
    /// Only the blocks for which `keep` is true; called from many threads.
    static base::Expected<BlockModel> where(const GridGeometry& geometry,
                                            const std::function<bool(const Index3&)>& keep);

    BlockModel();
    ~BlockModel();
    BlockModel(BlockModel&&) noexcept;
    BlockModel& operator=(BlockModel&&) noexcept;
    /// Columns are copied deeply.
    BlockModel(const BlockModel&);
    BlockModel& operator=(const BlockModel&);

    [[nodiscard]] const GridGeometry& geometry() const;
    [[nodiscard]] std::int64_t block_count() const;  ///< active blocks
    [[nodiscard]] std::size_t leaf_count() const;
    [[nodiscard]] const Leaf& leaf(std::size_t n) const;  ///< fixed order for one topology
    /// Leaf that holds a block, or leaf_count() when there is none.
    [[nodiscard]] std::size_t leaf_of(const Index3& ijk) const;

    [[nodiscard]] const std::vector<ColumnInfo>& columns() const;
    [[nodiscard]] bool has(const std::string& column) const;
    [[nodiscard]] const ColumnInfo* info(const std::string& column) const;

    /// Adds (or replaces) a column filled with NaN / missing_int.
    void add_column(ColumnInfo info);
    void remove_column(const std::string& column);

    /// 512 values of a leaf; the column must exist with that type. Values of inactive positions are
    /// missing and must stay so. Different leaves may be written from different threads.
    [[nodiscard]] float* real(const std::string& column, std::size_t leaf);
    [[nodiscard]] const float* real(const std::string& column, std::size_t leaf) const;
    [[nodiscard]] std::int32_t* integer(const std::string& column, std::size_t leaf);
    [[nodiscard]] const std::int32_t* integer(const std::string& column, std::size_t leaf) const;
    /// For tight loops: all leaf pointers of a column at once (leaf_count() of them).
    [[nodiscard]] std::vector<float*> real_leaves(const std::string& column);
    [[nodiscard]] std::vector<const float*> real_leaves(const std::string& column) const;
    [[nodiscard]] std::vector<const std::int32_t*> integer_leaves(const std::string& column) const;
    [[nodiscard]] std::vector<std::int32_t*> integer_leaves(const std::string& column);

    /// One value by block index, for picking and tests; missing where there is no block.
    [[nodiscard]] double value(const std::string& column, const Index3& ijk) const;

    /// The grids behind the columns, for io and exported surfaces (defined in BlockGrids.h).
    struct Grids;
    [[nodiscard]] Grids& grids();
    [[nodiscard]] const Grids& grids() const;

  private:
    std::unique_ptr<Grids> grids_;
};

}  // namespace orelens::blocks
