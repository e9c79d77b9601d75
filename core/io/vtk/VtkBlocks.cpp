#include "core/io/vtk/VtkBlocks.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "core/base/Parallel.h"

namespace orelens::io {
namespace {

constexpr std::size_t blocks_at_once = 32;
constexpr int level = 4;  // half the time of the usual 6 for a twentieth more bytes

void put(std::ostream& out, std::uint64_t number) {
    out.write(reinterpret_cast<const char*>(&number), sizeof number);
}

std::string packed(const char* bytes, std::size_t size) {
    uLongf room = compressBound(size);
    std::string out(room, '\0');
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &room, reinterpret_cast<const Bytef*>(bytes), size,
                  level) != Z_OK)
        throw std::bad_alloc();
    out.resize(room);
    return out;
}

}  // namespace

VtkBlocks::VtkBlocks(std::ostream& out, std::uint64_t bytes) : out_(out), start_(out.tellp()), bytes_(bytes) {
    const std::uint64_t blocks = (bytes + block_bytes - 1) / block_bytes;
    put(out, blocks);
    put(out, block_bytes);
    put(out, bytes % block_bytes);
    for (std::uint64_t n = 0; n < blocks; ++n) put(out, 0);
}

void VtkBlocks::pour() {
    const std::size_t count = (waiting_.size() + block_bytes - 1) / block_bytes;
    std::vector<std::string> blocks(count);
    base::parallel_for(count, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            blocks[n] = packed(waiting_.data() + n * block_bytes,
                               std::min<std::size_t>(block_bytes, waiting_.size() - n * block_bytes));
    });
    for (const std::string& block : blocks) {
        out_.write(block.data(), static_cast<std::streamsize>(block.size()));
        sizes_.push_back(block.size());
        packed_ += block.size();
    }
    waiting_.clear();
}

VtkBlocks::int_type VtkBlocks::overflow(int_type c) {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

std::streamsize VtkBlocks::xsputn(const char* bytes, std::streamsize size) {
    constexpr std::size_t most = blocks_at_once * block_bytes;
    std::streamsize left = size;
    while (left > 0) {
        const auto some =
            std::min<std::streamsize>(left, static_cast<std::streamsize>(most - waiting_.size()));
        waiting_.append(bytes, static_cast<std::size_t>(some));
        bytes += some;
        left -= some;
        if (waiting_.size() == most) pour();
        if (!out_) return size - left;
    }
    given_ += static_cast<std::uint64_t>(size);
    return size;
}

bool VtkBlocks::finish(std::uint64_t& taken) {
    pour();
    const std::streampos end = out_.tellp();
    out_.seekp(start_ + static_cast<std::streamoff>(3 * sizeof(std::uint64_t)));
    for (const std::uint64_t size : sizes_) put(out_, size);
    out_.seekp(end);
    taken = (3 + sizes_.size()) * sizeof(std::uint64_t) + packed_;
    return given_ == bytes_;
}

}  // namespace orelens::io
