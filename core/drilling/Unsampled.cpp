#include "core/drilling/Unsampled.h"

#include <cmath>

#include "core/drilling/Doubtful.h"

namespace orelens::drilling {
namespace {

std::vector<Span> covered(const DrillholeSet& holes, const RowsByHole& rows, std::size_t hole) {
    std::vector<Span> spans;
    for (const std::size_t row : rows.rows(hole))
        if (believed(holes, holes.assays, row))
            spans.push_back({holes.assays.from_m[row], holes.assays.to_m[row], 0});
    // Depths rounded from feet leave slits of a millimetre or so: nobody left those unsampled.
    constexpr double slit_m = 0.011;
    return join_touching(resolve_overlaps(std::move(spans)), slit_m);
}

}  // namespace

std::vector<Span> unsampled(const DrillholeSet& holes, const RowsByHole& rows, std::size_t hole) {
    const std::vector<Span> all = covered(holes, rows, hole);
    std::vector<Span> gaps;
    for (std::size_t n = 1; n < all.size(); ++n) gaps.push_back({all[n - 1].to, all[n].from, -1});
    return gaps;
}

std::vector<UnsampledSum> barren_metres(const DrillholeSet& holes,
                                        const std::map<std::string, AssayColumnRule>& columns) {
    const RowsByHole rows(holes.assays.hole, holes.collars.size());
    UnsampledSum sum;
    for (std::size_t hole = 0; hole < holes.collars.size(); ++hole) {
        const std::vector<Span> gaps = unsampled(holes, rows, hole);
        for (const Span& gap : gaps) sum.metres += gap.to - gap.from;
        for (const Span& span : covered(holes, rows, hole)) sum.assayed_m += span.to - span.from;
        sum.holes += gaps.empty() ? 0 : 1;
    }
    std::vector<UnsampledSum> sums;
    for (const GradeColumn& grade : holes.assays.grades) {
        const auto rule = columns.find(grade.name);
        if (sum.holes == 0 || rule == columns.end() || rule->second.unsampled != Unsampled::barren) continue;
        sums.push_back(sum);
        sums.back().element = grade.name;
    }
    return sums;
}

}  // namespace orelens::drilling
