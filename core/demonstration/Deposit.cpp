#include "core/demonstration/Deposit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orelens::demonstration {
namespace {

using Point = Deposit::Point;

std::uint64_t scrambled(std::uint64_t x) {  // SplitMix64's finaliser (Steele, Lea and Flood, 2014)
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

double unit(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// exp(−x²).
double bell(double x) {
    return std::exp(-x * x);
}

/// 0 below low, 1 above high, smooth between.
double ramp(double x, double low, double high) {
    const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

/// Distance from the centre in units of the semi-axes.
double ellipsoid(const Point& p, const Point& centre, const Point& axes) {
    double sum = 0;
    for (int a = 0; a < 3; ++a) sum += (p[a] - centre[a]) * (p[a] - centre[a]) / (axes[a] * axes[a]);
    return std::sqrt(sum);
}

// Where things are before the fault moves the eastern block.
constexpr Point stock_centre{10560, 20550, 1640};
constexpr Point shell_axes{320, 285, 440};
constexpr Point stock_axes{190, 165, 540};
constexpr Point late_centre{10625, 20600, 1500};
constexpr Point late_axes{75, 60, 470};
constexpr Point breccia_centre{10430, 20430, 1760};
constexpr Point breccia_axes{60, 50, 190};

// The fault: strike 20°, dip 65° to the east, through this point; the eastern side went down and south.
constexpr Point fault_point{10790, 20550, 2000};
constexpr double fault_strike_deg = 20;
constexpr double fault_dip_deg = 65;
constexpr double throw_m = 95;
constexpr double strike_slip_m = 45;
constexpr double gouge_m = 3.5;

struct FaultFrame {
    Point normal, down_dip, strike;
};
const FaultFrame& fault_frame() {
    static const FaultFrame frame = [] {
        const double strike = fault_strike_deg * std::numbers::pi / 180;
        const double dip = fault_dip_deg * std::numbers::pi / 180;
        const Point along{std::sin(strike), std::cos(strike), 0};
        const Point across{std::cos(strike), -std::sin(strike), 0};  // towards the dip
        return FaultFrame{{across[0] * std::sin(dip), across[1] * std::sin(dip), std::cos(dip)},
                          {across[0] * std::cos(dip), across[1] * std::cos(dip), -std::sin(dip)},
                          along};
    }();
    return frame;
}

}  // namespace

double Dice::uniform() {
    state_ += 0x9e3779b97f4a7c15U;
    return unit(scrambled(state_));
}
double Dice::between(double low, double high) {
    return low + (high - low) * uniform();
}
double Dice::normal() {
    double sum = -6;  // twelve uniforms have variance 1
    for (int n = 0; n < 12; ++n) sum += uniform();
    return sum;
}

std::string_view rock_code(Rock rock) {
    static constexpr std::string_view codes[] = {"OVB", "LCH", "SUP", "AND", "QMP", "BXH", "LDP", "FLT"};
    return codes[static_cast<int>(rock)];
}

double Deposit::surface(double x, double y) const {
    const double u = (x - corner[0]) / extent[0];
    const double v = (y - corner[1]) / extent[1];
    // At most some tens of metres above the top of the estimated box, so that no block of it hangs in the
    // air.
    return corner[2] + extent[2] + 3 + 14 * bell((u - 0.35) / 0.3) * bell((v - 0.6) / 0.35) + 8 * u * v +
           2.5 * std::max(0.0, 1 + 0.5 * field({x, y, 0}, 90, 140));
}

/// Correlated Gaussian noise: normals on a lattice, smooth between, variance 1 everywhere.
double Deposit::field(const Point& p, int which, double spacing) const {
    std::array<std::int64_t, 3> cell{};
    std::array<double, 3> part{};
    for (int a = 0; a < 3; ++a) {
        const double scaled = p[a] / spacing;
        cell[a] = static_cast<std::int64_t>(std::floor(scaled));
        part[a] = ramp(scaled - std::floor(scaled), 0, 1);
    }
    double value = 0;
    double squares = 0;
    for (int corner_of_cell = 0; corner_of_cell < 8; ++corner_of_cell) {
        double weight = 1;
        std::uint64_t key = scrambled(seed_ + 0x632be59bd9b4e019U * static_cast<std::uint64_t>(which + 1));
        for (int a = 0; a < 3; ++a) {
            const int high = corner_of_cell >> a & 1;
            weight *= high ? part[a] : 1 - part[a];
            key = scrambled(key ^ static_cast<std::uint64_t>(cell[a] + high)) + 0x9e3779b97f4a7c15U;
        }
        value += weight * Dice(key).normal();
        squares += weight * weight;
    }
    return value / std::sqrt(squares);
}

double Deposit::fault_distance(const Point& p) const {
    double along = 0;
    for (int a = 0; a < 3; ++a) along += (p[a] - fault_point[a]) * fault_frame().normal[a];
    return along;
}

Point Deposit::before_faulting(const Point& p) const {
    if (fault_distance(p) < 0) return p;
    Point back = p;
    for (int a = 0; a < 3; ++a)
        back[a] -= throw_m * fault_frame().down_dip[a] - strike_slip_m * fault_frame().strike[a];
    return back;
}

/// 0 in the centre of the hydrothermal system, 1 about the edge of the copper shell; wavy.
double Deposit::shell(const Point& restored) const {
    return ellipsoid(restored, stock_centre, shell_axes) * (1 + 0.10 * field(restored, 80, 170));
}

Rock Deposit::rock(const Point& p) const {
    using enum Rock;
    const double depth = surface(p[0], p[1]) - p[2];
    if (depth < 6 + 3 * field({p[0], p[1], 0}, 91, 120)) return overburden;
    if (std::abs(fault_distance(p)) < gouge_m) return fault;
    const Point q = before_faulting(p);
    const double r = shell(q);
    // Weathering came after the fault: its depth follows today's surface and the sulphides below it.
    const double reach = 1 - ramp(r, 1.25, 1.7);
    const double leached = reach * (38 + 9 * field({p[0], p[1], 0}, 92, 130));
    if (depth < leached) return leached_cap;
    if (depth < leached + reach * (34 + 8 * field({p[0], p[1], 0}, 93, 130))) return supergene;
    if (ellipsoid(q, late_centre, late_axes) * (1 + 0.08 * field(q, 81, 120)) < 1) return late_dacite;
    if (ellipsoid(q, breccia_centre, breccia_axes) * (1 + 0.12 * field(q, 82, 60)) < 1) return breccia;
    if (ellipsoid(q, stock_centre, stock_axes) * (1 + 0.10 * field(q, 83, 150)) < 1) return porphyry;
    return andesite;
}

std::string_view Deposit::alteration(const Point& p) const {
    const double r = shell(before_faulting(p));
    if (r < 0.8) return "potassic";
    if (r < 1.35) return "phyllic";
    return r < 2.0 ? "propylitic" : "fresh";
}

Deposit::Grades Deposit::grades(const Point& p) const {
    using enum Rock;
    const Rock here = rock(p);
    const Point q = before_faulting(p);
    const double r = shell(q);
    const double height = (q[2] - stock_centre[2]) / shell_axes[2];
    Grades mean{};
    mean[cu] = 0.012 + 0.56 * bell((r - 0.55) / 0.38) + 0.13 * bell(r / 0.5) + 0.12 * bell((r - 1.1) / 0.55);
    mean[mo] = 0.0008 + 0.026 * bell((r - 0.72) / 0.30) * (1 - 0.3 * height);
    mean[au] = 0.012 + 0.30 * bell(r / 0.72) * (1 + 0.35 * height) + 0.06 * bell((r - 1.1) / 0.3);
    mean[ag] = 0.35 + 1.7 * bell((r - 0.75) / 0.45) + 1.1 * bell((r - 1.45) / 0.35);
    const double pyrite_s = 0.12 + 3.6 * bell((r - 1.28) / 0.34) + 0.6 * bell((r - 0.8) / 0.4);
    mean[mfe] = 0.55 + 3.4 * bell(r / 0.78) - 0.45 * bell((r - 1.25) / 0.3);
    if (here == breccia) {
        mean[cu] *= 1.35;
        mean[mo] *= 2.6;
    }
    // Spread of the logarithms, and how much each follows the copper.
    static constexpr Grades sigma{0.52, 0.75, 0.62, 0.58, 0.40, 0.0, 0.55};
    static constexpr Grades follows{1.0, 0.35, 0.75, 0.65, 0.30, 0.0, 0.25};
    const auto noise = [&](int e) {
        return std::sqrt(0.68) * field(q, e, 85) + std::sqrt(0.32) * field(q, 20 + e, 28);
    };
    const double copper_noise = noise(cu);
    Grades factor{};
    for (int e = 0; e < demonstration_elements; ++e) {
        const double z =
            follows[e] * copper_noise + (e == cu ? 0 : std::sqrt(1 - follows[e] * follows[e]) * noise(e));
        factor[e] = std::exp(sigma[e] * z - sigma[e] * sigma[e] / 2);
    }
    Grades grade{};
    for (const int e : {cu, mo, au, ag, mfe}) grade[e] = mean[e] * factor[e];
    grade[s] = pyrite_s * factor[s] + 0.7 * grade[cu];
    if (here == late_dacite)
        for (const int e : {cu, mo, au, ag, s}) grade[e] *= 0.07;
    if (here == leached_cap) {
        grade[cu] *= 0.13;
        grade[s] *= 0.12;
        grade[ag] *= 0.6;
        grade[mfe] *= 0.35;
    }
    if (here == supergene) grade[cu] = 1.55 * grade[cu] + 0.05;
    if (here == fault)
        for (const int e : {cu, mo, au, ag}) grade[e] *= 0.4;
    if (here == overburden)
        for (const int e : {cu, mo, au, ag, s}) grade[e] *= 0.05;
    const double silicate_fe = here == late_dacite ? 1.6 : here == porphyry ? 2.1 : 3.9;
    grade[tfe] = grade[mfe] + 0.75 * grade[s] + silicate_fe * std::exp(0.12 * noise(tfe));
    return grade;
}

}  // namespace orelens::demonstration
