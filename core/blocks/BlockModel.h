// A block model: geometry, one sparse OpenVDB topology, and named columns with that topology.
// Loops go leaf by leaf: a leaf is 8×8×8 blocks, its values 512 contiguous floats or integers. Copies of a
// model share topology and columns; a column is copied when one of them is first written (copy on write), so
// that a copy costs what it adds. OpenVDB stays behind BlockGrids.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

inline constexpr float missing_float = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::int32_t missing_int = std::numeric_limits<std::int32_t>::min();
/// Integer columns of one byte per block hold 0…most_small; the byte beyond stands for missing_int.
inline constexpr std::uint8_t missing_small = 255;
inline constexpr std::int32_t most_small = 254;

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

/// Reads one leaf of an integer column, whatever width it is kept in.
class IntegerLeaf {
  public:
    IntegerLeaf(const std::int32_t* wide, const std::uint8_t* small) : wide_(wide), small_(small) {}
    [[nodiscard]] std::int32_t operator[](std::ptrdiff_t at) const {
        if (wide_ != nullptr) return wide_[at];
        return small_[at] == missing_small ? missing_int : small_[at];
    }

  private:
    const std::int32_t* wide_;
    const std::uint8_t* small_;
};

/// Reads all leaves of an integer column: values[leaf][at]. Default: no column, empty.
class IntegerLeaves {
  public:
    IntegerLeaves() = default;
    IntegerLeaves(const std::int32_t* wide, const std::uint8_t* small) : wide_(wide), small_(small) {}
    [[nodiscard]] IntegerLeaf operator[](std::size_t leaf) const {
        return {wide_ != nullptr ? wide_ + leaf * 512 : nullptr,
                small_ != nullptr ? small_ + leaf * 512 : nullptr};
    }
    [[nodiscard]] bool empty() const { return wide_ == nullptr && small_ == nullptr; }

  private:
    const std::int32_t* wide_ = nullptr;
    const std::uint8_t* small_ = nullptr;
};

/// Writes an integer column of either width. The value lies in the column's stated range, or is missing_int.
class IntegerWriter {
  public:
    IntegerWriter() = default;
    IntegerWriter(std::int32_t* wide, std::uint8_t* small) : wide_(wide), small_(small) {}
    void set(std::size_t leaf, std::ptrdiff_t at, std::int32_t value) const {
        if (wide_ != nullptr)
            wide_[leaf * 512 + static_cast<std::size_t>(at)] = value;
        else
            small_[leaf * 512 + static_cast<std::size_t>(at)] =
                value == missing_int ? missing_small : static_cast<std::uint8_t>(value);
    }

  private:
    std::int32_t* wide_ = nullptr;
    std::uint8_t* small_ = nullptr;
};

class BlockModel {
  public:
    /// Every block of the geometry active. Error: a geometry out of range; cancelled.
    static base::Expected<BlockModel> full(const GridGeometry& geometry,
                                           const base::Progress* progress = nullptr);
    /// Only the blocks for which `keep` is true; called from many threads.
    static base::Expected<BlockModel> where(const GridGeometry& geometry,
                                            const std::function<bool(const Index3&)>& keep,
                                            const base::Progress* progress = nullptr);

    BlockModel();
    ~BlockModel();
    BlockModel(BlockModel&&) noexcept;
    BlockModel& operator=(BlockModel&&) noexcept;
    /// Shares topology and columns. Copies may be read, written and destroyed from different threads, each
    /// copy by one thread at a time.
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

    static constexpr std::int32_t unlimited = std::numeric_limits<std::int32_t>::max();
    /// Adds (or replaces) a column filled with NaN / missing_int. An integer column whose values are all
    /// 0…`highest` takes one byte per block where `highest` ≤ most_small, else four.
    void add_column(ColumnInfo info, std::int32_t highest = unlimited);
    /// Adds (or replaces) a column of another model without copying it. False, and nothing done, unless both
    /// have the same geometry and the same blocks.
    bool share_column(const BlockModel& from, const std::string& column);
    void remove_column(const std::string& column);
    /// An integer column with values from 0 to most_small only becomes one of a byte per block.
    void compact(const std::string& column);
    /// Whether an integer column takes one byte per block.
    [[nodiscard]] bool is_small(const std::string& column) const;

    /// 512 values of a leaf; the column must exist with that type. Values of inactive positions are
    /// missing and must stay so. Different leaves may be written from different threads.
    /// Access through a model that is not const is a write: it parts the column from copies that share it
    /// (readers take std::as_const), and its pointers are for writing until the model is copied.
    [[nodiscard]] float* real(const std::string& column, std::size_t leaf);
    [[nodiscard]] const float* real(const std::string& column, std::size_t leaf) const;
    /// Columns of four bytes only; std::logic_error for one of a byte.
    [[nodiscard]] std::int32_t* integer(const std::string& column, std::size_t leaf);
    [[nodiscard]] IntegerLeaf integer(const std::string& column, std::size_t leaf) const;
    /// For tight loops: all leaf pointers of a column at once (leaf_count() of them).
    [[nodiscard]] std::vector<float*> real_leaves(const std::string& column);
    [[nodiscard]] std::vector<const float*> real_leaves(const std::string& column) const;
    [[nodiscard]] IntegerLeaves integer_leaves(const std::string& column) const;
    [[nodiscard]] IntegerWriter integer_writer(const std::string& column);
    /// All values, leaf after leaf: those of (leaf, at) stand at leaf · 512 + at.
    [[nodiscard]] const float* real_values(const std::string& column) const;

    /// One value by block index, for picking and tests; missing where there is no block.
    [[nodiscard]] double value(const std::string& column, const Index3& ijk) const;

    /// Topology and columns themselves, for io and exported surfaces (defined in BlockGrids.h).
    struct Parts;
    [[nodiscard]] Parts& parts();
    [[nodiscard]] const Parts& parts() const;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace orelens::blocks
