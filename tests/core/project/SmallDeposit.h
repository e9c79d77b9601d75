// A small made-up deposit on disk: 25 holes in a square, two elements, two rock codes, a recipe that runs in
// well under a second.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/project/Pipeline.h"
#include "tests/support/SharedData.h"

namespace orelens::testing {

class SmallDeposit {
  public:
    SmallDeposit();
    [[nodiscard]] project::Recipe recipe() const { return recipe_; }
    [[nodiscard]] project::Project project() const {
        project::Project made;
        made.recipe = recipe_;
        return made;
    }
    [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }
    /// Writes the assay file again; `factor` scales its copper.
    void write_assays(double factor) const;

  private:
    TemporaryFolder folder_;
    project::Recipe recipe_;
};

/// Every column of two models is the same, bit for bit.
::testing::AssertionResult same_bits(const blocks::BlockModel& a, const blocks::BlockModel& b);

}  // namespace orelens::testing
