#include "core/project/stages/BlockDensity.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"

namespace orelens::project {
namespace {

using base::Message;
using blocks::ColumnType;

constexpr const char* measured = "measured density";

class Adder {
  public:
    void add(double value) {
        if (std::isnan(value)) return;
        sum_ += value;
        sums_.low = sums_.count == 0 ? value : std::min(sums_.low, value);
        sums_.high = sums_.count == 0 ? value : std::max(sums_.high, value);
        ++sums_.count;
    }
    [[nodiscard]] DensitySum sums() const {
        DensitySum out = sums_;
        if (out.count > 0) out.mean = sum_ / static_cast<double>(out.count);
        return out;
    }

  private:
    DensitySum sums_;
    double sum_ = 0;
};

}  // namespace

base::Expected<void> add_density(blocks::BlockModel& model, const drilling::CompositeTable& samples,
                                 const geostat::ElementEstimate& element, const std::optional<DomainPlan>& domains,
                                 base::Progress& progress) {
    if (density_of(samples).count == 0)
        return base::fail(base::ErrorKind::data, Message("project.no_densities"), {.field = "estimate.density"},
                          Message("project.no_densities_fix"));
    drilling::CompositeTable only = samples;
    only.grades.assign(1, {measured, base::GradeUnit::fraction, samples.density, {}});
    only.grades.front().assayed_m.assign(samples.size(), 1);
    // What the element is estimated with besides (cuts, limits, other columns) is no business of its density.
    geostat::ElementEstimate how;
    how.element = measured;
    how.method = geostat::Method::inverse_distance;
    how.distance_power = element.distance_power;
    how.variogram = element.variogram;
    how.search = element.search;
    how.diagnostics = false;
    geostat::SearchPass pass;
    pass.factor = element.passes.back().factor;
    pass.min_samples = 1;
    pass.max_samples = element.passes.back().max_samples;
    how.passes = {pass};
    const auto done = domains ? estimate_by_domain(model, only, *domains, {how}, progress)
                              : geostat::estimate(model, only, {how}, progress);
    if (!done) return std::unexpected(done.error());
    model.add_column({economics::density_column, ColumnType::real, "t/m3", {}});
    const auto from = std::as_const(model).real_leaves(measured);
    const auto to = model.real_leaves(economics::density_column);
    base::parallel_for(model.leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end; ++leaf) std::copy_n(from[leaf], 512, to[leaf]);
    });
    model.remove_column(measured);
    if (progress.cancelled()) return base::cancelled();
    return {};
}

DensitySum density_of(const drilling::CompositeTable& samples) {
    Adder adder;
    for (const double value : samples.density) adder.add(value);
    return adder.sums();
}

DensitySum density_of(const blocks::BlockModel& model, const base::Progress& progress) {
    Adder adder;
    const auto values = model.real_leaves(economics::density_column);
    for (std::size_t leaf = 0; leaf < model.leaf_count() && !progress.cancelled(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) adder.add(static_cast<double>(values[leaf][n]));
    return adder.sums();
}

}  // namespace orelens::project
