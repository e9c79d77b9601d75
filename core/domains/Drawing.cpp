#include "core/domains/Drawing.h"

#include <algorithm>

namespace orelens::domains {

base::Expected<std::vector<Mark>> begin_drawing(const drilling::CompositeTable& samples, const BodyRule& rule,
                                                BodyReport& report, const base::Progress& progress) {
    auto marks = mark_samples(samples, rule, report);
    if (!marks) return marks;
    const drilling::DrillSpacing spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    report.spacing_m = spacing.between_m;
    report.reach_m = reach_of(rule, spacing);
    return marks;
}

base::Expected<void> check_cells(double cells, double cell_m, const BodyRule& rule) {
    if (cells <= rule.most_cells) return {};
    return base::fail(base::ErrorKind::data,
                      base::Message("domains.too_many_cells", {{"cells", base::grouped(cells)},
                                                               {"most", base::grouped(rule.most_cells)},
                                                               {"cell", base::number(cell_m, 4)}}),
                      {}, base::Message("domains.too_many_cells_fix"));
}

base::Expected<Body> finish_drawing(const drilling::CompositeTable& samples, const std::vector<Mark>& marks,
                                    const Continuity& frame, shapes::TriangleMesh mesh, BodyReport report,
                                    const base::Progress& progress) {
    Body body{std::move(mesh), std::move(report)};
    for (shapes::Vec3& p : body.mesh.points) p = frame.to_world(p);
    if (auto counted = count_inside(samples, marks, body.mesh, body.report, progress); !counted)
        return std::unexpected(counted.error());
    return body;
}

double median(std::vector<double> all) {
    if (all.empty()) return 0;
    std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
    return all[all.size() / 2];
}

std::vector<double> lengths_of(const drilling::CompositeTable& samples) {
    std::vector<double> all;
    for (std::size_t n = 0; n < samples.size(); ++n) all.push_back(samples.to_m[n] - samples.from_m[n]);
    return all;
}

}  // namespace orelens::domains
