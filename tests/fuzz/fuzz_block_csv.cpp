// A block table and its side-car; a model that is taken has as many values as blocks.
#include <bit>

#include "core/io/blocks/BlockFiles.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const auto parts = fuzz::parts(data, size);
    if (parts.size() < 2) return 0;
    const std::string path = fuzz::scratch_file("blocks.csv", parts[0]);
    fuzz::scratch_file("blocks.csv.json", parts[1]);
    base::Progress progress;
    const auto model = io::read_block_csv(path, progress);
    if (!model) return 0;
    std::int64_t blocks = 0;
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (const std::uint64_t word : model->leaf(n).active) blocks += std::popcount(word);
    fuzz::require(blocks == model->block_count(), "a model counts its blocks");
    return 0;
}
