// The linear model of coregionalisation: how several elements vary together in space.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// γ_pq(h) = nugget_pq + Σ sills_pq·structure(|A·h|), with the structures of Variogram. Matrices are
/// symmetric, elements × elements, row by row, in the order of `elements`; units are products of two grades'
/// units.
struct Coregionalisation {
    struct Nested {
        StructureType type = StructureType::spherical;
        Anisotropy shape;
        std::vector<double> sills;
        bool operator==(const Nested&) const = default;
    };
    std::vector<std::string> elements;
    std::vector<double> nugget;
    std::vector<Nested> structures;
    bool operator==(const Coregionalisation&) const = default;
};

/// As a run fitted it.
struct KnownCoregionalisation {
    Coregionalisation model;
    double moved = 0;  ///< CoregionalisationSills::moved
};

/// Error: a matrix of another size, not symmetric or not positive semidefinite (with the number of the
/// structure, 0 = nugget, and its smallest eigenvalue over its trace); an element whose total sill is 0.
base::Expected<void> check_coregionalisation(const Coregionalisation& model);

/// One element's own variogram.
Variogram own_variogram(const Coregionalisation& model, std::size_t element);

}  // namespace orelens::geostat
