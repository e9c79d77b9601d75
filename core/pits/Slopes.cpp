#include "core/pits/Slopes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace orelens::pits {
namespace {

using base::Expected;
using base::Message;

constexpr double degree = std::numbers::pi / 180;
constexpr int widest = 100;  // blocks from the middle of the cone to its side

double around(double azimuth_deg) {
    const double turned = std::fmod(azimuth_deg, 360.0);
    return turned < 0 ? turned + 360 : turned;
}

std::unexpected<base::Error> refuse(Message what, const std::string& field) {
    return base::fail(base::ErrorKind::data, std::move(what), {.field = field}, Message("pits.slope.fix"));
}

/// Compass direction of a horizontal vector in the grid's own axes.
double azimuth_of(double along_i, double along_j, double grid_azimuth_deg) {
    return std::atan2(along_i, along_j) / degree + grid_azimuth_deg;
}

/// A square of blocks about a cone's axis.
class Disc {
  public:
    explicit Disc(int radius)
        : radius_(radius),
          held_(static_cast<std::size_t>(2 * radius + 1) * static_cast<std::size_t>(2 * radius + 1)) {}
    [[nodiscard]] bool holds(int i, int j) const {
        return std::abs(i) <= radius_ && std::abs(j) <= radius_ && held_[at(i, j)] != 0;
    }
    void add(int i, int j) { held_[at(i, j)] = 1; }
    /// Adds another disc, moved.
    void add(const Disc& other, int di, int dj) {
        for (int j = -other.radius_; j <= other.radius_; ++j)
            for (int i = -other.radius_; i <= other.radius_; ++i)
                if (other.held_[other.at(i, j)] != 0 && std::abs(i + di) <= radius_ &&
                    std::abs(j + dj) <= radius_)
                    add(i + di, j + dj);
    }
    [[nodiscard]] int radius() const { return radius_; }

  private:
    [[nodiscard]] std::size_t at(int i, int j) const {
        return static_cast<std::size_t>((j + radius_) * (2 * radius_ + 1) + i + radius_);
    }
    int radius_;
    std::vector<std::uint8_t> held_;
};

/// How far the convex hull of the steps, each per metre of height, reaches in a direction: linear programming
/// in the plane, by trying each edge.
double reach(const std::vector<std::array<double, 2>>& hull, double east, double north) {
    double far = 0;
    for (std::size_t n = 0; n < hull.size(); ++n) {
        const auto& a = hull[n];
        const auto& b = hull[(n + 1) % hull.size()];
        // t·(east, north) = a + s·(b − a), s in [0, 1]
        const double bx = b[0] - a[0];
        const double by = b[1] - a[1];
        const double det = east * -by + north * bx;
        if (std::abs(det) < 1e-15) continue;
        const double t = (a[0] * -by + a[1] * bx) / det;
        const double s = (east * a[1] - north * a[0]) / det;
        if (s > -1e-9 && s < 1 + 1e-9) far = std::max(far, t);
    }
    return far;
}

std::vector<std::array<double, 2>> convex_hull(std::vector<std::array<double, 2>> points) {
    std::ranges::sort(points);
    const auto last = std::ranges::unique(points);
    points.erase(last.begin(), last.end());
    if (points.size() < 3) return points;
    const auto left = [](const auto& a, const auto& b, const auto& c) {
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
    };
    std::vector<std::array<double, 2>> hull;
    for (int side = 0; side < 2; ++side) {
        const std::size_t first = hull.size();
        for (const auto& point : points) {
            while (hull.size() >= first + 2 && !left(hull[hull.size() - 2], hull.back(), point))
                hull.pop_back();
            hull.push_back(point);
        }
        hull.pop_back();
        std::ranges::reverse(points);
    }
    return hull;
}

SlopeError error_of(const std::vector<Step>& steps, const SlopeRose& rose, const blocks::Vec3& size,
                    double grid_azimuth_deg) {
    std::vector<std::array<double, 2>> per_metre;
    for (const Step& step : steps)
        per_metre.push_back(
            {step.di * size[0] / (step.dk * size[2]), step.dj * size[1] / (step.dk * size[2])});
    const auto hull = convex_hull(std::move(per_metre));
    SlopeError error;
    for (int n = 0; n < 360; ++n) {
        const double i = std::sin(n * degree);
        const double j = std::cos(n * degree);
        const double made = std::atan2(1.0, reach(hull, i, j)) / degree;
        const double off = made - slope_at(rose, azimuth_of(i, j, grid_azimuth_deg));
        error.steeper_deg = std::max(error.steeper_deg, off);
        error.flatter_deg = std::max(error.flatter_deg, -off);
        error.mean_deg += std::abs(off) / 360;
    }
    return error;
}

}  // namespace

Expected<void> check_rose(const SlopeRose& rose, const std::string& field) {
    if (rose.empty()) return refuse(Message("pits.no_slope"), field);
    for (const SlopeAt& at : rose)
        if (!(at.slope_deg > 0 && at.slope_deg < 90) || !std::isfinite(at.azimuth_deg))
            return refuse(Message("pits.slope_range", {{"slope", base::number(at.slope_deg)}}), field);
    std::vector<double> azimuths;
    for (const SlopeAt& at : rose) azimuths.push_back(around(at.azimuth_deg));
    std::ranges::sort(azimuths);
    if (const auto twice = std::ranges::adjacent_find(azimuths); twice != azimuths.end())
        return refuse(Message("pits.slope_twice", {{"azimuth", base::number(*twice)}}), field);
    return {};
}

double slope_at(const SlopeRose& rose, double azimuth_deg) {
    if (rose.size() == 1) return rose.front().slope_deg;
    const double wanted = around(azimuth_deg);
    // The nearest on either side, going round.
    double below = std::numeric_limits<double>::infinity();
    double above = below;
    double slope_below = 0;
    double slope_above = 0;
    for (const SlopeAt& at : rose) {
        const double back = around(wanted - at.azimuth_deg);
        const double on = around(at.azimuth_deg - wanted);
        if (back < below) {
            below = back;
            slope_below = at.slope_deg;
        }
        if (on < above) {
            above = on;
            slope_above = at.slope_deg;
        }
    }
    const double span = below + above;
    return span > 0 ? slope_below + (slope_above - slope_below) * below / span : slope_below;
}

Expected<Pattern> minimal_pattern(const SlopeRose& rose, const blocks::Vec3& size, double grid_azimuth_deg,
                                  int benches) {
    if (auto good = check_rose(rose, "pits.slopes"); !good) return std::unexpected(good.error());
    if (benches < 1 || benches > 64)
        return base::fail(base::ErrorKind::data,
                          Message("pits.benches_range", {{"benches", std::to_string(benches)}}),
                          {.field = "pits.benches"});
    double flattest = 90;
    for (const SlopeAt& at : rose) flattest = std::min(flattest, at.slope_deg);
    const double most = benches * size[2] / std::tan(flattest * degree) / std::min(size[0], size[1]);
    if (most > widest)
        return refuse(Message("pits.slope_flat", {{"slope", base::number(flattest)},
                                                  {"blocks", base::grouped(most)},
                                                  {"most", std::to_string(widest)}}),
                      "pits.slopes");
    Pattern pattern;
    pattern.benches = benches;
    std::vector<Disc> reached;  // by bench, from the block itself
    reached.emplace_back(0);
    reached.back().add(0, 0);
    for (int k = 1; k <= benches; ++k) {
        const double height = k * size[2];
        const double widest_here = height / std::tan(flattest * degree) * (1 + 1e-9);
        const int radius = static_cast<int>(widest_here / std::min(size[0], size[1]));
        Disc disc(radius);
        for (const Step& step : pattern.steps)
            disc.add(reached[static_cast<std::size_t>(k - step.dk)], step.di, step.dj);
        for (int j = -radius; j <= radius; ++j)
            for (int i = -radius; i <= radius; ++i) {
                const double x = i * size[0];
                const double y = j * size[1];
                const double slope = slope_at(rose, azimuth_of(x, y, grid_azimuth_deg));
                if (std::hypot(x, y) > height / std::tan(slope * degree) * (1 + 1e-9)) continue;
                if (disc.holds(i, j)) continue;
                disc.add(i, j);
                pattern.steps.push_back({static_cast<std::int16_t>(i), static_cast<std::int16_t>(j),
                                         static_cast<std::int16_t>(k)});
            }
        reached.push_back(std::move(disc));
    }
    pattern.error = error_of(pattern.steps, rose, size, grid_azimuth_deg);
    return pattern;
}

}  // namespace orelens::pits
