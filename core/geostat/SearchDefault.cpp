#include "core/geostat/SearchDefault.h"

#include <algorithm>

namespace orelens::geostat {

Anisotropy default_search(const drilling::DrillSpacing& spacing, const Variogram& variogram, bool shape) {
    const double radius = spacing.between_m > 0  ? 1.5 * spacing.between_m
                          : spacing.along_m > 0  ? 10 * spacing.along_m
                          : spacing.extent_m > 0 ? spacing.extent_m / 4
                                                 : 100;
    Anisotropy search{0, 0, 0, radius, radius, radius};
    if (!shape) return search;
    double longest = 0;
    Anisotropy model = search;
    for (const Structure& s : variogram.structures) {
        const double range = std::max({s.shape.range_major_m, s.shape.range_semi_m, s.shape.range_minor_m});
        if (!(s.sill > 0) || range <= longest) continue;
        longest = range;
        model = s.shape;
    }
    if (!(longest > 0)) return search;
    for (double* range : {&model.range_major_m, &model.range_semi_m, &model.range_minor_m})
        *range = radius * std::max(0.2, *range / longest);
    return model;
}

}  // namespace orelens::geostat
