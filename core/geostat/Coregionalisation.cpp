#include "core/geostat/Coregionalisation.h"

#include <Eigen/Dense>
#include <cmath>

namespace orelens::geostat {
namespace {

using base::ErrorKind;
using base::Message;

/// What fitting and text leave of an exact zero.
constexpr double rounding = 1e-9;

base::Expected<void> check_matrix(const std::vector<double>& matrix, std::size_t size,
                                  std::size_t structure) {
    const auto refuse = [&](const char* key, double least) {
        return base::fail(ErrorKind::data, Message(key, {{"structure", std::to_string(structure)},
                                                         {"least", base::number(least, 3)}}));
    };
    if (matrix.size() != size * size) return refuse("geostat.lmc_size", 0);
    const auto n = static_cast<Eigen::Index>(size);
    const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> m(
        matrix.data(), n, n);
    if (!m.allFinite()) return refuse("geostat.lmc_size", 0);
    const double trace = m.cwiseAbs().diagonal().sum();
    if ((m - m.transpose()).cwiseAbs().maxCoeff() > rounding * trace)
        return refuse("geostat.lmc_symmetry", 0);
    if (m.isZero(0)) return {};
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(Eigen::MatrixXd(m), Eigen::EigenvaluesOnly);
    const double least = solver.eigenvalues()(0);
    if (!(least >= -rounding * trace)) return refuse("geostat.lmc_not_positive", least / trace);
    return {};
}

}  // namespace

base::Expected<void> check_coregionalisation(const Coregionalisation& model) {
    const std::size_t size = model.elements.size();
    if (auto sound = check_matrix(model.nugget, size, 0); !sound) return sound;
    for (std::size_t s = 0; s < model.structures.size(); ++s)
        if (auto sound = check_matrix(model.structures[s].sills, size, s + 1); !sound) return sound;
    for (std::size_t e = 0; e < size; ++e)
        if (!(own_variogram(model, e).sill() > 0))
            return base::fail(ErrorKind::data, Message("geostat.bad_sill"), {.field = model.elements[e]});
    return {};
}

Variogram own_variogram(const Coregionalisation& model, std::size_t element) {
    const std::size_t at = element * (model.elements.size() + 1);
    Variogram own;
    own.nugget = model.nugget.at(at);
    for (const Coregionalisation::Nested& s : model.structures)
        own.structures.push_back({s.type, s.sills.at(at), s.shape});
    return own;
}

}  // namespace orelens::geostat
