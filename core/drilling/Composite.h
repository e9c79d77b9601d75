// Samples of equal support: length-weighted composites with their place in space.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Units.h"

namespace orelens::drilling {

/// Structure of arrays; every vector has `size()` entries. The same table feeds statistics, variograms and
/// estimation, so any point samples can be put in here.
struct CompositeTable {
    struct Grade {
        std::string name;
        base::GradeUnit unit = base::GradeUnit::percent;
        std::vector<double> values;     ///< NaN = missing
        std::vector<double> assayed_m;  ///< length that carries an assay of this element
    };
    std::vector<double> x, y, z;     ///< midpoint, metres
    std::vector<std::int32_t> hole;  ///< index into hole_ids
    std::vector<double> from_m, to_m;
    std::vector<std::int32_t> domain;  ///< index into domain_codes, −1 = none
    std::vector<std::string> hole_ids;
    std::vector<std::string> domain_codes;
    std::vector<Grade> grades;
    /// Of the measurements within, t/m³; NaN = none; empty = the drilling has none (CompositeRule).
    std::vector<double> density;
    [[nodiscard]] std::size_t size() const { return x.size(); }
    [[nodiscard]] const Grade* grade(const std::string& name) const {
        for (const Grade& g : grades)
            if (g.name == name) return &g;
        return nullptr;
    }
};

}  // namespace orelens::drilling
