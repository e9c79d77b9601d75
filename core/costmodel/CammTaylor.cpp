#include "core/costmodel/CammTaylor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::Message;

/// Y = a · X^b.
struct PowerLaw {
    double a = 0, b = 0;
    double operator()(double x) const { return a * std::pow(x, b); }
};
struct MineLaw {
    PowerLaw capital, operating;
    double dilution = 0, recovery = 0;
};
struct MillLaw {
    PowerLaw capital, operating;
};

// Order as in MineMethod; the open pit is the smaller one.
constexpr std::array<MineLaw, 6> mines = {{
    {{160000, 0.515}, {71.0, -0.414}, 0.05, 0.90},
    {{64800, 0.759}, {48.4, -0.217}, 0.15, 0.95},
    {{97600, 0.644}, {35.5, -0.171}, 0.05, 0.85},
    {{179000, 0.620}, {74.9, -0.160}, 0.10, 0.90},
    {{115000, 0.552}, {41.9, -0.181}, 0.15, 0.85},
    {{45200, 0.747}, {51.0, -0.206}, 0.10, 0.90},
}};
constexpr MineLaw large_pit = {{2670, 0.917}, {5.14, -0.148}, 0.05, 0.90};
constexpr double blend_from = 15000, blend_to = 25000;
// Order as in MillMethod.
constexpr std::array<MillLaw, 6> mills = {{
    {{92600, 0.667}, {121, -0.336}},
    {{82500, 0.702}, {149, -0.356}},
    {{83600, 0.708}, {153, -0.344}},
    {{50000, 0.745}, {84.2, -0.281}},
    {{372000, 0.540}, {105, -0.303}},
    {{296500, 0.512}, {31.5, -0.223}},
}};

const MineLaw& law(MineMethod method) {
    return mines[static_cast<std::size_t>(method)];
}
const MillLaw& law(MillMethod method) {
    return mills[static_cast<std::size_t>(method)];
}

/// Between the laws of a small and of a large pit, straight in the logarithms.
double blended(const PowerLaw& small, const PowerLaw& large, double x) {
    const double t = std::clamp((std::log(x) - std::log(blend_from)) / (std::log(blend_to) - std::log(blend_from)), 0.0, 1.0);
    return std::exp((1 - t) * std::log(small(x)) + t * std::log(large(x)));
}

std::unexpected<base::Error> out_of_range(const char* what, double value) {
    return base::fail(ErrorKind::data, Message("costmodel.camm.range", {{"value", fmt::format("{}", value)}}), {.field = what});
}

}  // namespace

MineShares mine_shares(MineMethod method) {
    return {law(method).dilution, law(method).recovery};
}

double mine_capital(MineMethod method, double short_tons, double depth_ft) {
    if (method == MineMethod::open_pit) return blended(law(method).capital, large_pit.capital, short_tons);
    return law(method).capital(short_tons) + 371 * short_tons + 180 * depth_ft * std::pow(short_tons, 0.404);
}

double mine_operating(MineMethod method, double short_tons, double depth_ft) {
    if (method == MineMethod::open_pit) return blended(law(method).operating, large_pit.operating, short_tons);
    return law(method).operating(short_tons) + 2343 / short_tons + 0.44 * depth_ft / short_tons + 0.00163 * depth_ft;
}

double mill_capital(MillMethod method, double short_tons) {
    return law(method).capital(short_tons);
}

double mill_operating(MillMethod method, double short_tons) {
    return law(method).operating(short_tons);
}

base::Expected<CammCost> camm_cost(const CammInput& input) {
    const auto positive = [](double value) { return std::isfinite(value) && value > 0; };
    if (!positive(input.ore_tonnes)) return out_of_range("ore_tonnes", input.ore_tonnes);
    if (!std::isfinite(input.strip_ratio) || input.strip_ratio < 0) return out_of_range("strip_ratio", input.strip_ratio);
    if (!std::isfinite(input.depth_m) || input.depth_m < 0) return out_of_range("depth_m", input.depth_m);
    if (!positive(input.days_per_year) || input.days_per_year > 366) return out_of_range("days_per_year", input.days_per_year);
    if (!positive(input.index)) return out_of_range("index", input.index);

    CammCost cost;
    cost.dilution = law(input.mine).dilution;
    cost.recovery = law(input.mine).recovery;
    cost.mined_tonnes = input.ore_tonnes * (1 + cost.dilution) * cost.recovery;
    const double mined = cost.mined_tonnes / tonnes_per_short_ton;
    cost.life_years = 0.2 * std::pow(mined, 0.25);
    const double ore = mined / (cost.life_years * input.days_per_year);
    const bool open = input.mine == MineMethod::open_pit;
    const double material = open ? ore * (1 + input.strip_ratio) : ore;
    const double depth = input.depth_m / metres_per_foot;
    cost.ore_per_day = ore * tonnes_per_short_ton;
    cost.material_per_day = material * tonnes_per_short_ton;
    cost.mine_capital = input.index * mine_capital(input.mine, material, depth);
    cost.mill_capital = input.index * mill_capital(input.mill, ore);
    cost.mine_operating =
        input.index * mine_operating(input.mine, material, depth) * (material / ore) / tonnes_per_short_ton;
    cost.mill_operating = input.index * mill_operating(input.mill, ore) / tonnes_per_short_ton;
    return cost;
}

}  // namespace orelens::costmodel
