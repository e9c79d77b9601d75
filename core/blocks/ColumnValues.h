// The memory of one block column: leaf after leaf, 512 values each, in one piece. One piece, because that way
// a column of a large model goes back to the system as soon as nobody holds it, and because position
// leaf · 512 + at then finds any value. Inside blocks/ only; other rooms go through BlockModel.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include "core/base/Parallel.h"

namespace orelens::blocks {

inline constexpr std::size_t leaf_size = 512;

template <class T>
class LeafValues {
  public:
    LeafValues() = default;
    /// Values are not set.
    explicit LeafValues(std::size_t leaves)
        : leaves_(leaves),
          data_(static_cast<T*>(::operator new(sizeof(T) * leaf_size * leaves, alignment))) {}
    LeafValues(std::size_t leaves, T everywhere) : LeafValues(leaves) {
        each_piece([&](std::size_t begin, std::size_t end) {
            std::fill(data() + begin * leaf_size, data() + end * leaf_size, everywhere);
        });
    }
    [[nodiscard]] LeafValues copy() const {
        if (!*this) return {};
        LeafValues same(leaves_);
        each_piece([&](std::size_t begin, std::size_t end) {
            std::memcpy(same.data() + begin * leaf_size, data() + begin * leaf_size,
                        (end - begin) * leaf_size * sizeof(T));
        });
        return same;
    }
    explicit operator bool() const { return data_ != nullptr; }
    [[nodiscard]] T* data() const { return data_.get(); }
    [[nodiscard]] T* leaf(std::size_t n) const { return data() + n * leaf_size; }

  private:
    static constexpr std::align_val_t alignment{64};
    struct Free {
        void operator()(T* data) const { ::operator delete(data, alignment); }
    };
    template <class Body>
    void each_piece(const Body& body) const {
        base::parallel_for(leaves_, 256, body);
    }
    std::size_t leaves_ = 0;
    std::unique_ptr<T, Free> data_;
};

/// One of the three holds values: real columns, integer columns of four bytes, integer columns of one.
struct Column {
    LeafValues<float> real;
    LeafValues<std::int32_t> wide;
    LeafValues<std::uint8_t> small;
    [[nodiscard]] Column copy() const { return {real.copy(), wide.copy(), small.copy()}; }
};

}  // namespace orelens::blocks
