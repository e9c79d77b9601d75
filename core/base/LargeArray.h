// Arrays of millions of plain values that are read here and there: on large pages where the system has them,
// which halves what finding a page costs. Nothing is written when they are made; write before reading.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace orelens::base {

/// Memory for `bytes`, on large pages where it is worth it. Throws std::bad_alloc.
void* large_memory(std::size_t bytes);
void free_large_memory(void* memory) noexcept;

template <class T>
class LargeArray {
    static_assert(std::is_trivial_v<T>);

  public:
    LargeArray() = default;
    explicit LargeArray(std::size_t size)
        : data_(static_cast<T*>(large_memory(size * sizeof(T)))), size_(size) {}
    [[nodiscard]] T& operator[](std::size_t n) { return data_.get()[n]; }
    [[nodiscard]] const T& operator[](std::size_t n) const { return data_.get()[n]; }
    [[nodiscard]] T* data() const { return data_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    struct Free {
        void operator()(T* data) const { free_large_memory(data); }
    };
    std::unique_ptr<T, Free> data_;
    std::size_t size_ = 0;
};

}  // namespace orelens::base
