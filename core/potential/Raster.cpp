#include "core/potential/Raster.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Nearest.h"
#include "core/base/Parallel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

std::array<double, 2> Raster::place(double x, double y) const {
    const double det = to[1] * to[5] - to[2] * to[4], dx = x - to[0], dy = y - to[3];
    return {(to[5] * dx - to[2] * dy) / det, (to[1] * dy - to[4] * dx) / det};
}

double Raster::cell(double x, double y) const {
    const auto at = place(x, y);
    if (!(at[0] >= 0 && at[0] < columns && at[1] >= 0 && at[1] < rows)) return missing;
    return values[static_cast<std::size_t>(at[1]) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(at[0])];
}

double Raster::bilinear(double x, double y) const {
    auto at = place(x, y);
    at[0] -= 0.5;
    at[1] -= 0.5;
    constexpr double edge = 1e-9;  // of a cell: rounding of what lies on the outermost centres
    if (!(at[0] >= -edge && at[0] <= columns - 1 + edge && at[1] >= -edge && at[1] <= rows - 1 + edge)) return missing;
    const auto low = [](double v, std::int32_t count) { return std::clamp(static_cast<std::int32_t>(std::floor(v)), 0, std::max(count - 2, 0)); };
    const std::int32_t i = low(at[0], columns), j = low(at[1], rows);
    const double u = at[0] - i, v = at[1] - j;
    double sum = 0;
    for (int b = 0; b < 2; ++b)
        for (int a = 0; a < 2; ++a) {
            const double weight = (a != 0 ? u : 1 - u) * (b != 0 ? v : 1 - v);
            if (std::abs(weight) <= edge) continue;
            const std::int32_t ii = std::min(i + a, columns - 1), jj = std::min(j + b, rows - 1);
            sum += weight * static_cast<double>(values[static_cast<std::size_t>(jj) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(ii)]);
        }
    return sum;
}

double median(const Raster& raster) {
    std::vector<double> known;
    for (const float value : raster.values)
        if (std::isfinite(value)) known.push_back(value);
    if (known.empty()) return missing;
    std::ranges::sort(known);
    const std::size_t half = known.size() / 2;
    return known.size() % 2 == 1 ? known[half] : (known[half - 1] + known[half]) / 2;
}

std::vector<std::uint8_t> below_ground(const GridGeometry& grid, const Raster& ground) {
    std::vector<std::uint8_t> active(static_cast<std::size_t>(grid.cell_count()), 0);
    const std::int32_t nx = grid.count[0], ny = grid.count[1];
    base::parallel_for(static_cast<std::size_t>(ny) * static_cast<std::size_t>(grid.count[2]), 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t line = begin; line < end; ++line)
            for (std::int32_t i = 0; i < nx; ++i) {
                const auto j = static_cast<std::int32_t>(line % static_cast<std::size_t>(ny)), k = static_cast<std::int32_t>(line / static_cast<std::size_t>(ny));
                const Vec3 at = grid.centre({i, j, k});
                active[static_cast<std::size_t>(grid.linear({i, j, k}))] = at[2] < ground.bilinear(at[0], at[1]) ? 1 : 0;
            }
    });
    return active;
}

const Raster* BandImage::band(const std::string& role) const {
    for (std::size_t n = 0; n < roles.size() && n < bands.size(); ++n)
        if (roles[n] == role) return &bands[n];
    return nullptr;
}

namespace {

/// (Σ over · + Σ over_minus) / (Σ under): what each index adds up.
struct Index {
    std::vector<std::string> over, over_minus, under;
};
const std::map<std::string, Index>& indices() {
    static const std::map<std::string, Index> all{
        {"iron_oxide", {{"red"}, {}, {"blue"}}},
        {"ferrous", {{"swir1"}, {}, {"nir"}}},
        {"clay", {{"swir1"}, {}, {"swir2"}}},
        {"ndvi", {{"nir"}, {"red"}, {"nir", "red"}}},
        {"white_mica", {{"B5", "B7"}, {}, {"B6"}}},
        {"epidote_chlorite", {{"B6", "B9"}, {}, {"B7", "B8"}}},
        {"carbonate", {{"B7", "B9"}, {}, {"B8"}}},
    };
    return all;
}

}  // namespace

const std::vector<std::string>& band_indices() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const auto& [name, index] : indices()) list.push_back(name);
        return list;
    }();
    return names;
}

base::Expected<Raster> band_index(const BandImage& image, const std::string& index) {
    const auto found = indices().find(index);
    if (found == indices().end())
        return fail(ErrorKind::usage, Message("potential.no_index", {{"index", index}, {"nearest", base::nearest(index, band_indices())}}));
    const auto gather = [&](const std::vector<std::string>& roles) -> base::Expected<std::vector<const Raster*>> {
        std::vector<const Raster*> list;
        for (const std::string& role : roles) {
            list.push_back(image.band(role));
            if (list.back() == nullptr)
                return fail(ErrorKind::usage, Message("potential.no_band", {{"index", index}, {"band", role}}));
        }
        return list;
    };
    const auto over = gather(found->second.over), minus = gather(found->second.over_minus), under = gather(found->second.under);
    for (const auto* list : {&over, &minus, &under})
        if (!*list) return std::unexpected(list->error());
    Raster made = *over->front();
    made.from.method = index;
    for (std::size_t n = 0; n < made.values.size(); ++n) {
        double top = 0, bottom = 0;
        for (const Raster* band : *over) top += band->values[n];
        for (const Raster* band : *minus) top -= band->values[n];
        for (const Raster* band : *under) bottom += band->values[n];
        made.values[n] = bottom > 0 ? static_cast<float>(top / bottom) : missing;
    }
    return made;
}

}  // namespace orelens::potential
