#include "core/geostat/CovarianceModel.h"

#include <Eigen/Dense>
#include <cmath>

namespace orelens::geostat {
namespace {

using Eigen::Matrix3d;

Matrix3d eigen(const Matrix3& m) {
    Matrix3d out;
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) out(r, c) = m[r][c];
    return out;
}

bool sound(const Anisotropy& shape) {
    return shape.range_major_m > 0 && shape.range_semi_m > 0 && shape.range_minor_m > 0 &&
           std::isfinite(shape.range_major_m + shape.range_semi_m + shape.range_minor_m + shape.azimuth_deg +
                         shape.dip_deg + shape.plunge_deg);
}

/// h = |M·d| for d in the stored frame; M = QR leaves |R·d|, which needs six products instead of nine.
void set_frame(kernel::Term& term, const Matrix3d& from_stored) {
    const Matrix3d gram = from_stored.transpose() * from_stored;
    const double scale = gram.trace() / 3;
    term.shares_frame = (gram - scale * Matrix3d::Identity()).cwiseAbs().maxCoeff() <= 1e-13 * scale;
    // A structure in its own frame maps onto itself up to rounding; exactly 1 selects the fast kernel.
    term.scale_squared = std::abs(scale - 1) < 1e-13 ? 1.0 : scale;
    const Matrix3d r = Eigen::HouseholderQR<Matrix3d>(from_stored).matrixQR().triangularView<Eigen::Upper>();
    const double packed[6] = {r(0, 0), r(0, 1), r(0, 2), r(1, 1), r(1, 2), r(2, 2)};
    std::copy(packed, packed + 6, term.r);
}

double structure_covariance(const kernel::Term& term, const std::array<double, 3>& d) {
    const double a = term.r[0] * d[0] + term.r[1] * d[1] + term.r[2] * d[2];
    const double b = term.r[3] * d[1] + term.r[4] * d[2];
    const double c = term.r[5] * d[2];
    const double h2 = a * a + b * b + c * c;
    switch (term.type) {
        case kernel::TermType::spherical: {
            const double h = std::min(std::sqrt(h2), 1.0);
            return term.sill * (1 - h * (1.5 - 0.5 * h * h));
        }
        case kernel::TermType::exponential:
            return term.sill * std::exp(-3 * std::sqrt(h2));
        case kernel::TermType::gaussian:
            return term.sill * std::exp(-3 * h2);
    }
    return 0;
}

}  // namespace

double stabilising_nugget(const Variogram& variogram) {
    bool any = false;
    for (const Structure& structure : variogram.structures) {
        if (structure.sill <= 0) continue;
        if (structure.type != StructureType::gaussian) return 0;
        any = true;
    }
    const double sill = variogram.sill();
    return any && variogram.nugget < least_gaussian_nugget * sill ? given_nugget * sill : 0;
}

base::Expected<CovarianceModel> covariance_model(const Variogram& variogram, const Anisotropy& fallback) {
    using base::ErrorKind;
    using base::Message;
    CovarianceModel model;
    model.total_sill = variogram.sill();
    bool sills_sound = variogram.nugget >= 0 && std::isfinite(model.total_sill) && model.total_sill > 0;
    bool shapes_sound = sound(fallback);
    for (const Structure& structure : variogram.structures) {
        sills_sound = sills_sound && structure.sill >= 0;
        shapes_sound = shapes_sound && sound(structure.shape);
    }
    if (!sills_sound) return base::fail(ErrorKind::data, Message("geostat.bad_sill"));
    if (!shapes_sound) return base::fail(ErrorKind::data, Message("geostat.bad_range"));
    if (variogram.structures.size() > kernel::max_terms)
        return base::fail(ErrorKind::data, Message("geostat.too_many_structures",
                                                   {{"count", std::to_string(variogram.structures.size())},
                                                    {"limit", std::to_string(kernel::max_terms)}}));

    const Anisotropy& own = variogram.structures.empty() ? fallback : variogram.structures.front().shape;
    model.frame = isotropic_frame(own);
    const double ranges[3] = {own.range_major_m, own.range_semi_m, own.range_minor_m};
    std::copy(ranges, ranges + 3, model.table.metres);
    model.table.nugget = variogram.nugget / model.total_sill;
    const Matrix3d to_world = eigen(model.frame).inverse();
    for (const Structure& structure : variogram.structures) {
        if (structure.sill == 0) continue;
        kernel::Term& term = model.table.terms[model.table.count++];
        term.type = static_cast<kernel::TermType>(structure.type);
        term.sill = structure.sill / model.total_sill;
        set_frame(term, eigen(isotropic_frame(structure.shape)) * to_world);
    }
    return model;
}

double covariance(const CovarianceModel& model, const std::array<double, 3>& d) {
    double sum = 0;
    for (int t = 0; t < model.table.count; ++t) sum += structure_covariance(model.table.terms[t], d);
    return sum;
}

double mean_covariance(const CovarianceModel& model, const std::vector<std::array<double, 3>>& points) {
    double sum = 0;
    for (const auto& p : points)
        for (const auto& q : points) sum += covariance(model, {p[0] - q[0], p[1] - q[1], p[2] - q[2]});
    const auto pairs = static_cast<double>(points.size() * points.size());
    return sum / pairs + (points.size() == 1 ? model.table.nugget : 0);
}

}  // namespace orelens::geostat
