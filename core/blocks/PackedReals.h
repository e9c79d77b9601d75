// Long lists of numbers that repeat or are written with few decimals, as places and sizes of cells are: kept
// bit for bit in one to four bytes a number where that is possible, in eight where it is not. Use for what
// must wait in memory while something larger is made; not for values that are computed with again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::blocks {

class PackedReals {
  public:
    PackedReals() = default;
    PackedReals(std::initializer_list<double> values) { append(std::span(values.begin(), values.size())); }
    explicit PackedReals(std::span<const double> values) { append(values); }

    void push_back(double value);
    void append(std::span<const double> values);
    void clear() { *this = PackedReals(); }

    [[nodiscard]] std::size_t size() const { return chunks_.size() * chunk_size + tail_.size(); }
    [[nodiscard]] bool empty() const { return chunks_.empty() && tail_.empty(); }
    [[nodiscard]] double front() const { return (*this)[0]; }
    [[nodiscard]] double operator[](std::size_t n) const {
        const std::size_t chunk = n / chunk_size;
        return chunk < chunks_.size() ? chunks_[chunk].at(n % chunk_size) : tail_[n % chunk_size];
    }
    /// Values [begin, end) into `to`: much faster than one by one.
    void copy(std::size_t begin, std::size_t end, double* to) const;
    [[nodiscard]] std::vector<double> values() const;
    /// Memory of the values; what copies share counts in each.
    [[nodiscard]] std::size_t bytes() const;

    /// Every value v at n becomes change(n, v), in parallel. False: cancelled, some are changed.
    bool change(const std::function<double(std::size_t, double)>& change, const base::Progress& progress);
    /// Only the values whose place in `keep` is true stay.
    bool keep(const std::vector<bool>& keep, const base::Progress& progress);

    /// Numbers that are packed together; a piece of work over many lists best takes a multiple.
    static constexpr std::size_t chunk_size = 4096;

  private:
    struct Chunk {
        enum class Kind : std::uint8_t { constant, bytes, words, decimal, raw };
        Kind kind = Kind::constant;
        std::uint8_t decimals = 0;
        std::uint16_t words = 0;                  ///< different values, which stand before the codes
        double value = 0;                         ///< of a constant
        std::int64_t least = 0;                   ///< of a decimal, in units of the last digit
        std::shared_ptr<const std::byte[]> data;  ///< values, then codes
        [[nodiscard]] const double* values() const { return reinterpret_cast<const double*>(data.get()); }
        template <class Code>
        [[nodiscard]] const Code* codes() const {
            return reinterpret_cast<const Code*>(data.get() + words * sizeof(double));
        }
        [[nodiscard]] double at(std::size_t n) const;
        void copy(std::size_t begin, std::size_t end, double* to) const;
        [[nodiscard]] std::size_t bytes(std::size_t values) const;
    };
    class Packer;
    std::vector<Chunk> chunks_;  ///< each of chunk_size values
    std::vector<double> tail_;   ///< fewer than chunk_size
};

}  // namespace orelens::blocks
