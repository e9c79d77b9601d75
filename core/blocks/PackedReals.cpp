#include "core/blocks/PackedReals.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

/// More different values are not worth a list of them.
constexpr std::size_t most_words = 2048;
constexpr double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
/// Chunks that are changed between two looks at the progress.
constexpr std::size_t chunks_per_piece = 16;

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

double PackedReals::Chunk::at(std::size_t n) const {
    switch (kind) {
        case Kind::constant:
            return value;
        case Kind::bytes:
            return values()[codes<std::uint8_t>()[n]];
        case Kind::words:
            return values()[codes<std::uint16_t>()[n]];
        case Kind::decimal:
            return static_cast<double>(least + codes<std::uint32_t>()[n]) / tens[decimals];
        case Kind::raw:
            break;
    }
    return values()[n];
}

void PackedReals::Chunk::copy(std::size_t begin, std::size_t end, double* to) const {
    switch (kind) {
        case Kind::constant:
            std::fill(to, to + (end - begin), value);
            return;
        case Kind::bytes:
            std::transform(codes<std::uint8_t>() + begin, codes<std::uint8_t>() + end, to,
                           [list = values()](std::uint8_t code) { return list[code]; });
            return;
        case Kind::words:
            std::transform(codes<std::uint16_t>() + begin, codes<std::uint16_t>() + end, to,
                           [list = values()](std::uint16_t code) { return list[code]; });
            return;
        case Kind::decimal:
            std::transform(
                codes<std::uint32_t>() + begin, codes<std::uint32_t>() + end, to,
                [this](std::uint32_t code) { return static_cast<double>(least + code) / tens[decimals]; });
            return;
        case Kind::raw:
            std::copy(values() + begin, values() + end, to);
    }
}

std::size_t PackedReals::Chunk::bytes(std::size_t count) const {
    static constexpr std::size_t width[] = {0, 1, 2, 4, 8};
    return sizeof(Chunk) + words * sizeof(double) + count * width[static_cast<std::size_t>(kind)];
}

/// Finds the shortest form of a chunk.
class PackedReals::Packer {
  public:
    Chunk pack(std::span<const double> values) {
        if (std::ranges::all_of(values, [&](double v) { return same(v, values.front()); })) {
            Chunk chunk;
            chunk.value = values.front();
            return chunk;
        }
        const bool listed = list(values);
        if (listed && words_.size() <= 256) return coded<std::uint8_t>(Chunk::Kind::bytes, values.size());
        // Two bytes and eight for every different value, against four.
        if (listed && words_.size() <= values.size() / 4)
            return coded<std::uint16_t>(Chunk::Kind::words, values.size());
        if (Chunk chunk; decimal(values, chunk)) return chunk;
        if (listed) return coded<std::uint16_t>(Chunk::Kind::words, values.size());
        Chunk chunk;
        chunk.kind = Chunk::Kind::raw;
        fill(chunk, values, values.size_bytes());
        return chunk;
    }

  private:
    /// Gives a chunk memory with `values` at its start; returns the place behind them.
    static std::byte* fill(Chunk& chunk, std::span<const double> values, std::size_t bytes) {
        std::shared_ptr<std::byte[]> data(new std::byte[bytes]);
        std::ranges::copy(std::as_bytes(values), data.get());
        std::byte* behind = data.get() + values.size_bytes();
        chunk.data = std::move(data);
        return behind;
    }
    /// The different values and the code of each one; false where they are too many.
    bool list(std::span<const double> values) {
        words_.clear();
        table_.fill(0);
        std::uint16_t code = 0;
        for (std::size_t n = 0; n < values.size(); ++n) {
            if (n == 0 || !same(values[n], values[n - 1])) {
                const auto bits = std::bit_cast<std::uint64_t>(values[n]);
                std::size_t at = (bits * 0x9E3779B97F4A7C15ULL) >> 52;
                while (table_[at] != 0 && !same(words_[table_[at] - 1], values[n]))
                    at = (at + 1) % table_.size();
                if (table_[at] == 0) {
                    if (words_.size() == most_words) return false;
                    words_.push_back(values[n]);
                    table_[at] = static_cast<std::uint16_t>(words_.size());
                }
                code = static_cast<std::uint16_t>(table_[at] - 1);
            }
            codes_[n] = code;
        }
        return true;
    }

    template <class Code>
    Chunk coded(Chunk::Kind kind, std::size_t count) const {
        Chunk chunk;
        chunk.kind = kind;
        chunk.words = static_cast<std::uint16_t>(words_.size());
        auto* codes = reinterpret_cast<Code*>(
            fill(chunk, words_, words_.size() * sizeof(double) + count * sizeof(Code)));
        for (std::size_t n = 0; n < count; ++n) codes[n] = static_cast<Code>(codes_[n]);
        return chunk;
    }

    /// Numbers with at most six decimals that lie close enough together for four bytes.
    static bool decimal(std::span<const double> values, Chunk& chunk) {
        std::uint8_t decimals = 0;
        std::int64_t low = std::numeric_limits<std::int64_t>::max(), high = -low;
        const auto whole = [&](double value, std::int64_t& digits) {
            const double scaled = std::nearbyint(value * tens[decimals]);
            if (!(std::abs(scaled) < 9e15)) return false;
            digits = static_cast<std::int64_t>(scaled);
            return same(static_cast<double>(digits) / tens[decimals], value);
        };
        std::int64_t digits = 0;
        for (const double value : values)
            while (!whole(value, digits))
                if (++decimals == std::size(tens)) return false;
        for (const double value : values) {
            if (!whole(value, digits)) return false;
            low = std::min(low, digits);
            high = std::max(high, digits);
        }
        if (high - low > std::int64_t{std::numeric_limits<std::uint32_t>::max()}) return false;
        chunk.kind = Chunk::Kind::decimal;
        chunk.decimals = decimals;
        chunk.least = low;
        auto* codes =
            reinterpret_cast<std::uint32_t*>(fill(chunk, {}, values.size() * sizeof(std::uint32_t)));
        for (const double value : values) {
            (void)whole(value, digits);
            *codes++ = static_cast<std::uint32_t>(digits - low);
        }
        return true;
    }

    std::vector<double> words_;
    std::array<std::uint16_t, 4096> table_{};
    std::array<std::uint16_t, chunk_size> codes_{};
};

void PackedReals::push_back(double value) {
    append(std::span(&value, 1));
}

void PackedReals::append(std::span<const double> values) {
    if (tail_.size() + values.size() < chunk_size) {
        tail_.insert(tail_.end(), values.begin(), values.end());
        return;
    }
    const auto packer = std::make_unique<Packer>();
    if (!tail_.empty()) {
        const std::size_t some = chunk_size - tail_.size();
        tail_.insert(tail_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(some));
        values = values.subspan(some);
        chunks_.push_back(packer->pack(tail_));
        tail_.clear();
    }
    for (; values.size() >= chunk_size; values = values.subspan(chunk_size))
        chunks_.push_back(packer->pack(values.first(chunk_size)));
    tail_.assign(values.begin(), values.end());
}

void PackedReals::copy(std::size_t begin, std::size_t end, double* to) const {
    while (begin < end) {
        const std::size_t chunk = begin / chunk_size, from = begin % chunk_size;
        const std::size_t some = std::min(end - begin, chunk_size - from);
        if (chunk < chunks_.size())
            chunks_[chunk].copy(from, from + some, to);
        else
            std::copy_n(tail_.begin() + static_cast<std::ptrdiff_t>(from), some, to);
        begin += some;
        to += some;
    }
}

std::vector<double> PackedReals::values() const {
    std::vector<double> out(size());
    copy(0, size(), out.data());
    return out;
}

std::size_t PackedReals::bytes() const {
    std::size_t sum = tail_.size() * sizeof(double);
    for (const Chunk& chunk : chunks_) sum += chunk.bytes(chunk_size);
    return sum;
}

bool PackedReals::change(const std::function<double(std::size_t, double)>& change,
                         const base::Progress& progress) {
    const bool done = base::parallel_pieces(chunks_.size(), chunks_per_piece, progress,
                                            [&](std::size_t begin, std::size_t end) {
                                                std::vector<double> values(chunk_size);
                                                const auto packer = std::make_unique<Packer>();
                                                for (std::size_t c = begin; c < end; ++c) {
                                                    chunks_[c].copy(0, chunk_size, values.data());
                                                    for (std::size_t n = 0; n < chunk_size; ++n)
                                                        values[n] = change(c * chunk_size + n, values[n]);
                                                    chunks_[c] = packer->pack(values);
                                                }
                                            });
    if (!done) return false;
    for (std::size_t n = 0; n < tail_.size(); ++n)
        tail_[n] = change(chunks_.size() * chunk_size + n, tail_[n]);
    return true;
}

bool PackedReals::keep(const std::vector<bool>& keep, const base::Progress& progress) {
    PackedReals kept;
    std::vector<double> values;
    const bool done = base::ordered_pieces(size(), chunks_per_piece * chunk_size, progress,
                                           [&](std::size_t begin, std::size_t end) {
                                               values.resize(end - begin);
                                               copy(begin, end, values.data());
                                               std::size_t to = 0;
                                               for (std::size_t n = begin; n < end; ++n)
                                                   if (keep[n]) values[to++] = values[n - begin];
                                               kept.append(std::span(values).first(to));
                                           });
    if (!done) return false;
    *this = std::move(kept);
    return true;
}

}  // namespace orelens::blocks
