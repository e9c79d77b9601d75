// Small block models as other programs write them: one deposit of 3 × 3 × 2 blocks of 10 × 10 × 5 m, whose
// copper grade is (i + 3 j + 9 k + 1) / 10 %, for the tests of imports.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>

#include "core/blocks/GridGeometry.h"

namespace orelens::io::testing_models {

inline const blocks::GridGeometry grid{{1000, 2000, 100}, {10, 10, 5}, {3, 3, 2}};

inline double copper(const blocks::Index3& at) {
    return (at[0] + 3 * at[1] + 9 * at[2] + 1) / 10.0;
}
inline const char* rock(const blocks::Index3& at) {
    return at[2] == 0 ? "GRD" : "QMP";
}

/// A line per block, i fastest.
inline std::string lines(const std::function<std::string(const blocks::Index3&, const blocks::Vec3&)>& line) {
    std::string out;
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i) out += line({i, j, k}, grid.centre({i, j, k})) + "\n";
    return out;
}

inline std::string plain_lines(const char* format = "{},{},{},{},{}") {
    return lines([&](const blocks::Index3& at, const blocks::Vec3& c) {
        return fmt::format(fmt::runtime(format), c[0], c[1], c[2], copper(at), rock(at));
    });
}

}  // namespace orelens::io::testing_models
