// Laws that any correct estimate obeys (domain.md §2).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

/// A law that is tried on no block at all would hold for nothing.
std::ptrdiff_t estimated(const PointResults& out) {
    return std::count_if(out.pass.begin(), out.pass.end(), [](std::int32_t pass) { return pass > 0; });
}

ElementEstimate random_rule() {
    ElementEstimate how =
        *rc::gen::elementOf(std::vector<ElementEstimate>{reference::usual(), reference::nested()});
    how.method = *rc::gen::element(Method::ordinary_kriging, Method::inverse_distance);
    const int points = *rc::gen::inRange(1, 4);
    how.discretisation = {points, 1, points};
    const int least = *rc::gen::inRange(1, 5);
    how.passes = {{1, least, least + *rc::gen::inRange(0, 14), *rc::gen::inRange(0, 4)}};
    return how;
}

RC_GTEST_PROP(KrigingLaws, ConstantDataComeBackExactly, ()) {
    Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 8, 10);
    const double constant = *rc::gen::inRange(-1000, 1000) / 7.0;
    std::fill(data.value.begin(), data.value.end(), constant);
    const PointResults out =
        reference::run_one(data, random_rule(), reference::targets(2, 2, 1, {0, 0, 0}, {35, 30, 20}));
    RC_PRE(estimated(out) > 0);
    for (std::size_t i = 0; i < out.pass.size(); ++i)
        if (out.pass[i] > 0) RC_ASSERT(std::abs(out.estimate[i] - constant) <= 1e-13 * std::abs(constant));
}

RC_GTEST_PROP(KrigingLaws, ScalingAndShiftingDataScalesAndShiftsEstimates, ()) {
    Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 8, 10);
    const ElementEstimate how = random_rule();
    const Targets t = reference::targets(2, 2, 1, {0, 0, 0}, {35, 30, 20});
    const PointResults before = reference::run_one(data, how, t);
    RC_PRE(estimated(before) > 0);
    for (double& v : data.value) v = 40 * v - 3;
    const PointResults after = reference::run_one(data, how, t);
    for (std::size_t i = 0; i < before.pass.size(); ++i) {
        if (before.pass[i] == 0) continue;
        RC_ASSERT(std::abs(after.estimate[i] - (40 * before.estimate[i] - 3)) < 1e-10);
        if (how.method == Method::ordinary_kriging) RC_ASSERT(after.variance[i] == before.variance[i]);
    }
}

RC_GTEST_PROP(KrigingLaws, EstimatingAtASampleWithoutNuggetReturnsTheSample, ()) {
    const Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 8, 10);
    ElementEstimate how =
        *rc::gen::elementOf(std::vector<ElementEstimate>{reference::usual(), reference::nested()});
    how.variogram.nugget = 0;
    how.method = *rc::gen::element(Method::ordinary_kriging, Method::simple_kriging, Method::inverse_distance,
                                   Method::nearest_neighbour);
    Targets t;
    for (std::size_t i = 0; i < data.value.size(); ++i) t.centres.push_back(data.at(i));
    t.tile_ends = {t.centres.size()};
    const PointResults out = reference::run_one(data, how, t);
    RC_PRE(estimated(out) > 0);
    for (std::size_t i = 0; i < data.value.size(); ++i) {
        if (out.pass[i] == 0) continue;
        RC_ASSERT(std::abs(out.estimate[i] - data.value[i]) < 1e-9);
        if (how.method == Method::ordinary_kriging) RC_ASSERT(out.variance[i] < 1e-9);
    }
}

RC_GTEST_PROP(KrigingLaws, WorldCoordinatesFarFromTheOriginChangeNothing, ()) {
    Data data = reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), 8, 10);
    const ElementEstimate how = reference::usual();
    Targets t = reference::targets(2, 2, 1, {0.5, 0.25, 0}, {35, 30, 20});
    const PointResults near = reference::run_one(data, how, t);
    RC_PRE(estimated(near) > 0);
    // A power of two keeps most bits of the shifted coordinates.
    for (double& x : data.x) x += 524288;
    for (double& y : data.y) y += 4194304;
    for (auto& c : t.centres) c = {c[0] + 524288, c[1] + 4194304, c[2]};
    const PointResults far = reference::run_one(data, how, t);
    for (std::size_t i = 0; i < near.pass.size(); ++i)
        if (near.pass[i] > 0 && near.samples[i] == far.samples[i])
            RC_ASSERT(std::abs(near.estimate[i] - far.estimate[i]) < 1e-6);
    RC_ASSERT(near.pass == far.pass);
}

}  // namespace
}  // namespace orelens::geostat
