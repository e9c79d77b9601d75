// Every numeric parameter with numbers that nobody means: refused where they are written, or the run ends in
// an answer or an error. What is not a finite number never gets in.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/project/ParamCheck.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

TEST(ParamExtremes, NoRangeLetsThroughWhatIsNotANumber) {
    Recipe recipe = testing::SmallDeposit().recipe();
    for (const RecipeParam& row : recipe_params()) {
        if (row.info.type != base::ParamType::real && row.info.type != base::ParamType::integer) continue;
        const std::string id = concrete_id(row.info, "Cu");
        for (const char* typed : {"nan", "NaN", "-nan", "inf", "-inf", "infinity", "1e999", "-1e999", "0x10"})
            EXPECT_FALSE(set_param(recipe, id, typed)) << id << " " << typed;
        if (row.info.type != base::ParamType::real) continue;
        const double infinite = std::numeric_limits<double>::infinity();
        EXPECT_FALSE(check_param(row.info, infinite)) << id;
        EXPECT_FALSE(check_param(row.info, -infinite)) << id;
        EXPECT_EQ(check_param(row.info, std::nan("")).has_value(), row.info.range.optional) << id;
        if (const double least = least_beside_zero(row.info.id); least > 0) {
            EXPECT_TRUE(check_param(row.info, least)) << id;
            EXPECT_TRUE(check_param(row.info, 0.0)) << id;
            EXPECT_FALSE(check_param(row.info, least / 2)) << id;
        }
    }
}

TEST(ParamExtremes, AnExtremeIsRefusedOrTheRunEnds) {
    const testing::SmallDeposit deposit;
    // What runs before the changed parameter stands, as it does for who changes one in the window. A few hundred blocks
    // are enough for what a number breaks.
    Project before = deposit.project();
    before.recipe.grid.size_u_m = before.recipe.grid.size_v_m = before.recipe.grid.size_w_m = 20;
#ifdef __SANITIZE_ADDRESS__  // holds freed memory back, which counts as held
    before.recipe.general.memory_limit_gb = 8;
#else
    before.recipe.general.memory_limit_gb = 1;
#endif
    {
        base::Progress progress;
        ASSERT_TRUE(before.run(progress));
    }
    int ran = 0, refused = 0;
    for (const RecipeParam& row : recipe_params()) {
        if (row.info.type != base::ParamType::real && row.info.type != base::ParamType::integer) continue;
        const std::string id = concrete_id(row.info, "Cu");
        for (const char* typed : {"1e308", "1e15", "-1", "0", "1e-9", "2147483647"}) {
            Project project = before;
            if (!set_param(project.recipe, id, typed)) {
                ++refused;
                continue;
            }
            base::Progress progress;
            (void)project.run(progress);
            ++ran;
        }
    }
    EXPECT_GT(refused, ran / 4);
    EXPECT_GT(ran, 50);
}

}  // namespace
}  // namespace orelens::project
