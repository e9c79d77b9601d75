#include "core/project/LocalOrientation.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/base/Vectors.h"
#include "core/geostat/FitModel.h"

namespace orelens::project {
namespace {

using Cell = std::array<std::int32_t, 3>;
using Tensor = Eigen::Matrix3d;
using shapes::Vec3;

Eigen::Vector3d eigen(const Vec3& v) { return {v[0], v[1], v[2]}; }

/// Σ area·n·nᵀ of the surface by cells.
class Normals {
  public:
    explicit Normals(double step) : step_(step) {}

    void add(const Vec3& a, const Vec3& b, const Vec3& c) {
        const Vec3 twice = base::cross(base::minus(b, a), base::minus(c, a));
        const double size = std::sqrt(base::dot(twice, twice));
        if (!(size > 0)) return;
        const Eigen::Vector3d normal = eigen(twice) / size;
        double longest = 0;
        for (const Vec3& edge : {base::minus(b, a), base::minus(c, b), base::minus(a, c)})
            longest = std::max(longest, std::sqrt(base::dot(edge, edge)));
        // A triangle larger than a cell counts in all that it crosses.
        const int pieces = std::clamp(static_cast<int>(std::ceil(longest / step_)), 1, 1000);
        const Tensor part = normal * normal.transpose() * (0.5 * size / (pieces * pieces));
        for (int i = 0; i < pieces; ++i)
            for (int j = 0; j < 2 * (pieces - i) - 1; ++j) {
                const double third = j % 2 == 0 ? 1.0 / 3 : 2.0 / 3;
                const double u = (i + third) / pieces, v = (j / 2 + third) / pieces;
                Vec3 at{};
                for (std::size_t k = 0; k < 3; ++k) at[k] = a[k] + u * (b[k] - a[k]) + v * (c[k] - a[k]);
                cells_.try_emplace(cell(at), Tensor::Zero()).first->second += part;
            }
    }

    [[nodiscard]] Cell cell(const Vec3& at) const {
        return {static_cast<std::int32_t>(std::floor(at[0] / step_)), static_cast<std::int32_t>(std::floor(at[1] / step_)),
                static_cast<std::int32_t>(std::floor(at[2] / step_))};
    }

    /// Across the surface about a cell; none where it faces every way.
    [[nodiscard]] std::optional<Eigen::Vector3d> across(const Cell& at) const {
        Tensor sum = Tensor::Zero();
        for (std::int32_t d = 0; d < 125; ++d) {
            const auto found = cells_.find({at[0] + d % 5 - 2, at[1] + d / 5 % 5 - 2, at[2] + d / 25 - 2});
            if (found != cells_.end()) sum += found->second;
        }
        if (!(sum.trace() > 0)) return std::nullopt;
        const Eigen::SelfAdjointEigenSolver<Tensor> solver(sum);
        if (solver.eigenvalues()[2] < 2 * solver.eigenvalues()[1]) return std::nullopt;
        return Eigen::Vector3d(solver.eigenvectors().col(2));
    }

  private:
    double step_;
    std::map<Cell, Tensor> cells_;
};

/// Axes in groups, in the order of cells.
std::vector<Tensor> group(const std::vector<Eigen::Vector3d>& axes, std::vector<int>& of) {
    for (double limit = one_direction_deg;; limit *= 1.3) {
        const double least = std::cos(limit * std::numbers::pi / 180);
        std::vector<Eigen::Vector3d> first;
        std::vector<Tensor> sums;
        of.clear();
        for (const Eigen::Vector3d& axis : axes) {
            std::size_t best = first.size();
            double closest = least;
            for (std::size_t n = 0; n < first.size(); ++n)
                if (const double same = std::abs(axis.dot(first[n])); same >= closest) {
                    closest = same;
                    best = n;
                }
            if (best == first.size()) {
                first.push_back(axis);
                sums.push_back(Tensor::Zero());
            }
            sums[best] += axis * axis.transpose();
            of.push_back(static_cast<int>(best));
        }
        if (sums.size() <= most_directions) return sums;
    }
}

Tensor matrix_of(const geostat::Stretch& s) {
    Tensor m;
    m << s[0], s[2], s[3], s[2], s[1], s[4], s[3], s[4], -s[0] - s[1];
    return m;
}

}  // namespace

base::Expected<std::vector<OrientedBlocks>> orient_blocks(const blocks::BlockModel& model,
                                                          const std::vector<const shapes::TriangleMesh*>& surfaces,
                                                          double within_m, const base::Progress& progress) {
    Normals normals(within_m / 2);
    for (const shapes::TriangleMesh* mesh : surfaces)
        for (std::size_t n = 0; n < mesh->triangles.size(); ++n) {
            if (n % 1024 == 0 && progress.cancelled()) return base::cancelled();
            const auto& t = mesh->triangles[n];
            const auto at = [&](std::size_t k) { return mesh->points[static_cast<std::size_t>(t[k])]; };
            normals.add(at(0), at(1), at(2));
        }
    // Cells that blocks lie in, in order, and the axis of each.
    std::map<Cell, int> number;
    const auto cell_of = [&](const blocks::Index3& block) {
        const blocks::Vec3 centre = model.geometry().centre(block);
        return normals.cell({centre[0], centre[1], centre[2]});
    };
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf) {
        if (progress.cancelled()) return base::cancelled();
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) number.try_emplace(cell_of(model.leaf(leaf).index(n)), -1);
    }
    std::vector<Eigen::Vector3d> axes;
    std::vector<Cell> with;
    for (const auto& [cell, none] : number) {
        if (progress.cancelled()) return base::cancelled();
        if (const auto axis = normals.across(cell)) {
            axes.push_back(*axis);
            with.push_back(cell);
        }
    }
    std::vector<int> of;
    const std::vector<Tensor> sums = group(axes, of);
    for (std::size_t n = 0; n < with.size(); ++n) number[with[n]] = of[n];
    std::vector<OrientedBlocks> all;
    for (int which = -1; which < static_cast<int>(sums.size()); ++which) {
        auto some = blocks::BlockModel::where(
            model.geometry(),
            [&](const blocks::Index3& block) {
                const std::size_t leaf = model.leaf_of(block);
                if (leaf == model.leaf_count()) return false;
                const int n = ((block[0] & 7) << 6) | ((block[1] & 7) << 3) | (block[2] & 7);
                return model.leaf(leaf).is_active(n) && number.at(cell_of(block)) == which;
            },
            &progress);
        if (!some) return std::unexpected(some.error());
        if (some->block_count() == 0) continue;
        OrientedBlocks one{std::nullopt, std::move(*some)};
        if (which >= 0) {
            const Eigen::SelfAdjointEigenSolver<Tensor> solver(sums[static_cast<std::size_t>(which)]);
            const Eigen::Vector3d axis = solver.eigenvectors().col(2);
            one.across = Vec3{axis[0], axis[1], axis[2]};
        }
        all.push_back(std::move(one));
    }
    return all;
}

geostat::Anisotropy turned(const geostat::Anisotropy& shape, const Vec3& across) {
    if (shape.range_minor_m > 0.999 * shape.range_major_m) return shape;
    geostat::Anisotropy unit = shape;
    unit.range_major_m = unit.range_semi_m = unit.range_minor_m = 1;
    const auto rows = geostat::isotropic_frame(unit);
    const Eigen::Vector3d minor(rows[2][0], rows[2][1], rows[2][2]);
    Eigen::Vector3d to = eigen(across).normalized();
    if (to.dot(minor) < 0) to = -to;
    const Tensor turn = Eigen::Quaterniond::FromTwoVectors(minor, to).toRotationMatrix();
    const Tensor stretch = turn * matrix_of(geostat::stretch_of(shape)) * turn.transpose();
    const double mean = std::cbrt(shape.range_major_m * shape.range_semi_m * shape.range_minor_m);
    return geostat::ellipsoid({stretch(0, 0), stretch(1, 1), stretch(0, 1), stretch(0, 2), stretch(1, 2)}, mean);
}

geostat::ElementEstimate turned(const geostat::ElementEstimate& how, const Vec3& across) {
    geostat::ElementEstimate rule = how;
    rule.search = turned(how.search, across);
    for (geostat::Structure& structure : rule.variogram.structures) structure.shape = turned(structure.shape, across);
    return rule;
}

}  // namespace orelens::project
