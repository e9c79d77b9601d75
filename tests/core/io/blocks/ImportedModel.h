// Imports a file and looks at what came of it, for the tests of block models of other programs.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/io/blocks/ModelImport.h"
#include "tests/core/io/blocks/ModelFiles.h"

namespace orelens::io::testing_models {

inline base::Expected<ModelImport> import(const std::string& path, blocks::ModelRule rule = {}, double density = 2.7) {
    base::Progress progress;
    rule.file = path;
    return import_model(rule, density, "", progress);
}
inline std::string why(const base::Expected<ModelImport>& result) {
    return result ? "" : base::describe(result.error(), base::Language::english);
}
inline const ModelColumn* column(const ModelImport& made, const std::string& header) {
    for (const ModelColumn& one : made.mapping.columns)
        if (one.header == header) return &one;
    return nullptr;
}
inline const base::Finding* finding(const ModelImport& made, const std::string& kind,
                             const std::string& header = "") {
    for (const base::Finding& one : made.findings)
        if (one.kind == kind && (header.empty() || one.column == header)) return &one;
    return nullptr;
}
/// The deposit of ModelFiles.h.
inline void expect_deposit(const ModelImport& made, const std::string& grade = "Cu") {
    const blocks::GridGeometry& found = made.model.geometry();
    EXPECT_EQ(found.count, (blocks::Index3{3, 3, 2}));
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(found.block_size[a], grid.block_size[a], 1e-6);
        EXPECT_NEAR(found.origin[a], grid.origin[a], 1e-6);
    }
    EXPECT_EQ(made.model.block_count(), 18);
    for (int k = 0; k < 2; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 3; ++i)
                EXPECT_NEAR(made.model.value(grade, {i, j, k}), copper({i, j, k}), 1e-6) << i << j << k;
}

}  // namespace orelens::io::testing_models
