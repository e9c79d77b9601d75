#include "core/blocks/FormulaValues.h"

#include <array>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/blocks/FilterFormula.h"

namespace orelens::blocks {

base::Expected<std::vector<float>> formula_values(const BlockModel& model, const std::string& formula,
                                                  const base::Progress& progress) {
    const auto read = FilterFormula::read(model, formula);
    if (!read) return std::unexpected(read.error());
    const GridGeometry& grid = model.geometry();
    std::vector<float> out(static_cast<std::size_t>(grid.cell_count()), missing_float);
    const bool whole = base::parallel_pieces(model.leaf_count(), 64, progress, [&](std::size_t begin, std::size_t end) {
        FilterFormula own = *read;
        std::array<double, 512> values{};
        for (std::size_t n = begin; n < end; ++n) {
            own.evaluate(n, values.data());
            const Leaf& leaf = model.leaf(n);
            for (int at = 0; at < 512; ++at)
                if (leaf.is_active(at) && std::isfinite(values[static_cast<std::size_t>(at)]))
                    out[static_cast<std::size_t>(grid.linear(leaf.index(at)))] = static_cast<float>(values[static_cast<std::size_t>(at)]);
        }
    });
    if (!whole) return base::cancelled();
    return out;
}

}  // namespace orelens::blocks
