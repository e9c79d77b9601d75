// What the process that reads a .vdb hands over: should a hostile file take that process over, these bytes
// are its too. A model that is taken has leaves inside its geometry and the values its columns promise.
#include <sstream>

// The reading end is the file's own affair and stays so.
#include "core/io/blocks/VdbRead.cpp"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
    in.exceptions(std::ios::failbit | std::ios::badbit | std::ios::eofbit);
    const base::Progress progress;
    io::Read read{progress};
    try {
        if (!io::take_all(in, read)) return 0;
    } catch (const std::ios_base::failure&) {  // ended too early
        return 0;
    }
    const blocks::BlockModel& model = *read.model;
    std::int64_t blocks = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            ++blocks;
            const auto index = model.leaf(n).index(at);
            for (int a = 0; a < 3; ++a)
                fuzz::require(index[a] >= 0 && index[a] < model.geometry().count[a], "blocks are inside");
        }
    fuzz::require(blocks == model.block_count(), "a model counts its blocks");
    return 0;
}
