// A block table of another program; a model that is taken has as many values as blocks, and loses no tonnes.
#include <bit>
#include <cmath>

#include "core/io/blocks/ModelImport.h"
#include "tests/fuzz/Input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    blocks::ModelRule rule;
    rule.file = fuzz::scratch_file("model.csv", text);
    rule.format = blocks::ModelFormat::table;
    if ((data[0] & 1) != 0) rule.size_u_m = rule.size_v_m = rule.size_w_m = 10;
    if ((data[0] & 2) != 0) rule.parent_u_m = rule.parent_v_m = 25;
    base::Progress progress;
    const auto made = io::import_model(rule, (data[0] & 4) != 0 ? 2.7 : std::nan(""), "", progress);
    if (!made) return 0;
    std::int64_t blocks = 0;
    for (std::size_t n = 0; n < made->model.leaf_count(); ++n)
        for (const std::uint64_t word : made->model.leaf(n).active) blocks += std::popcount(word);
    fuzz::require(blocks == made->model.block_count() && blocks > 0, "a model counts its blocks");
    const double before = made->report.tonnes_before, after = made->report.tonnes_after;
    if (std::isfinite(before) && std::isfinite(after) && made->report.volume_after_m3 > 0)
        fuzz::require(std::abs(before - after) <= 1e-9 * std::abs(before), "tonnes are kept");
    return 0;
}
