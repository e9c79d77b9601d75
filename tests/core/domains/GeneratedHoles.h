// Holes through bodies of known volume: samples hold the mean over their length of what a body says of places.
#pragma once

#include <cmath>
#include <functional>
#include <string>

#include "core/drilling/Composite.h"
#include "core/shapes/Mesh.h"

namespace orelens::testing {

class GeneratedHoles {
  public:
    GeneratedHoles() {
        table.grades.push_back({"Cu", base::GradeUnit::percent, {}, {}});
    }
    /// Straight from `start` along `direction`; `grade` is asked twenty times a sample.
    void drill(const shapes::Vec3& start, const shapes::Vec3& direction, double depth, double length,
               const std::function<double(const shapes::Vec3&)>& grade) {
        const auto hole = static_cast<std::int32_t>(table.hole_ids.size());
        table.hole_ids.push_back("H" + std::to_string(hole));
        const double size = std::hypot(direction[0], direction[1], direction[2]);
        const auto at = [&](double d) {
            return shapes::Vec3{start[0] + direction[0] * d / size, start[1] + direction[1] * d / size,
                                start[2] + direction[2] * d / size};
        };
        for (double from = 0; from + length <= depth + 1e-9; from += length) {
            double sum = 0;
            for (int n = 0; n < 20; ++n) sum += grade(at(from + length * (n + 0.5) / 20));
            const shapes::Vec3 middle = at(from + length / 2);
            table.x.push_back(middle[0]);
            table.y.push_back(middle[1]);
            table.z.push_back(middle[2]);
            table.hole.push_back(hole);
            table.from_m.push_back(from);
            table.to_m.push_back(from + length);
            table.domain.push_back(-1);
            table.grades[0].values.push_back(sum / 20);
            table.grades[0].assayed_m.push_back(length);
        }
    }
    drilling::CompositeTable table;
};

}  // namespace orelens::testing
