#include "core/io/blocks/FarRows.h"

#include <algorithm>
#include <array>

#include "core/base/Parallel.h"

namespace orelens::io {
namespace {

constexpr double extents_away = 5, least_extent_m = 50;
constexpr std::size_t most_looked_at = 20'000, most_slips = 20, one_in = 20, fewest = 12;

/// The value below which a share of them lies.
double at_share(std::vector<double>& values, double share) {
    const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::ranges::nth_element(values, values.begin() + n);
    return values[static_cast<std::size_t>(n)];
}

}  // namespace

base::Expected<std::vector<std::uint32_t>> far_rows(const blocks::CellTable& table,
                                                    const std::vector<std::uint32_t>& gone,
                                                    const std::array<blocks::ValueRange, 3>& range,
                                                    const base::Progress& progress) {
    std::vector<std::uint32_t> far;
    const std::size_t count = table.cells(), step = std::max<std::size_t>(1, count / most_looked_at);
    if (count < gone.size() + fewest) return far;
    const auto is_gone = [&](std::size_t n) {
        return std::ranges::binary_search(gone, static_cast<std::uint32_t>(n));
    };
    std::array<double, 3> low{}, high{};
    bool suspect = false;
    for (std::size_t a = 0; a < 3; ++a) {
        std::vector<double> some;
        for (std::size_t n = 0; n < count; n += step)
            if (!is_gone(n)) some.push_back(table.centre[a][n]);
        if (some.empty()) return far;
        const double from = at_share(some, 0.05), to = at_share(some, 0.95);
        const double reach = extents_away * std::max(least_extent_m, to - from);
        low[a] = from - reach;
        high[a] = to + reach;
        suspect = suspect || range[a].low < low[a] || range[a].high > high[a];
    }
    if (!suspect) return far;
    const std::size_t most = std::min(most_slips, std::max<std::size_t>(1, count / one_in));
    std::vector<std::vector<std::uint32_t>> parts((count + blocks::axis_piece - 1) / blocks::axis_piece);
    const bool looked = base::parallel_pieces(
        count, blocks::axis_piece, progress, [&](std::size_t begin, std::size_t end) {
            std::vector<double> at(end - begin);
            std::vector<bool> out(end - begin, false);
            for (std::size_t a = 0; a < 3; ++a) {
                table.centre[a].copy(begin, end, at.data());
                for (std::size_t n = 0; n < at.size(); ++n) out[n] = out[n] || at[n] < low[a] || at[n] > high[a];
            }
            std::vector<std::uint32_t>& part = parts[begin / blocks::axis_piece];
            for (std::size_t n = 0; n < out.size() && part.size() <= most; ++n)
                if (out[n] && !is_gone(begin + n)) part.push_back(static_cast<std::uint32_t>(begin + n));
        });
    if (!looked) return base::cancelled();
    for (const std::vector<std::uint32_t>& part : parts) far.insert(far.end(), part.begin(), part.end());
    if (far.size() > most) far.clear();
    return far;
}

}  // namespace orelens::io
