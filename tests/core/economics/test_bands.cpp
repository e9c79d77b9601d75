#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Bands.h"
#include "core/economics/Impurities.h"

namespace orelens::economics {
namespace {

TEST(Bands, ReadsLimitsAndValues) {
    const auto bands = read_bands(" 0: 2 ;50000:4; 80000 : 6 ;", "f", 0, 100);
    ASSERT_TRUE(bands);
    ASSERT_EQ(bands->size(), 3U);
    EXPECT_EQ(band_value(*bands, 49999.99, 1), 2);
    EXPECT_EQ(band_value(*bands, 50000, 1), 4);
    EXPECT_EQ(band_value(*bands, -1, 1), 1);
    EXPECT_EQ(band_value(*bands, 1e9, 1), 6);
    EXPECT_TRUE(read_bands("", "f", 0, 1)->empty());
}

TEST(Bands, ErrorsNameParameterAndEntry) {
    struct Case {
        const char *text, *key;
        int row;
    };
    for (const Case& one : {Case{"0: 2; 50000: 4; 40000: 6", "economics.bands_overlap", 3},
                            Case{"0: 2; 0: 3", "economics.bands_overlap", 2}, Case{"0: 2; x: 3", "economics.not_a_band", 2},
                            Case{"0 2", "economics.not_a_band", 1}, Case{"0: 2; 5: 101", "economics.entry_range", 2},
                            Case{"0: nan", "economics.not_a_band", 1}}) {
        const auto bands = read_bands(one.text, "commodity.Cu.royalty_tiers", 0, 100);
        ASSERT_FALSE(bands) << one.text;
        EXPECT_EQ(bands.error().what.key, one.key) << one.text;
        EXPECT_EQ(bands.error().place.row, one.row) << one.text;
        EXPECT_EQ(bands.error().place.field, "commodity.Cu.royalty_tiers");
    }
    const auto twice = read_named("granite: 14; marble: 11; granite: 2", "cost.mining_by_rock", 0, 100);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().what.key, "economics.name_twice");
    EXPECT_EQ(twice.error().place.row, 3);
}

TEST(Response, ConstantsTablesAndFunctions) {
    EXPECT_EQ(read_response("88", "f")->at(0.1), 88);
    const auto table = read_response("0.2: 80; 0.5: 86; 1: 90", "f");
    ASSERT_TRUE(table);
    EXPECT_DOUBLE_EQ(table->at(0.35), 83);
    EXPECT_DOUBLE_EQ(table->at(0.1), 80);  // kept at its end, and told of:
    EXPECT_TRUE(table->beyond(0.1));
    EXPECT_FALSE(table->beyond(0.2));
    EXPECT_DOUBLE_EQ(table->at(7), 90);
    const auto logarithm = read_response("ln 90 4.5 from 0.2 to 3", "f");
    ASSERT_TRUE(logarithm);
    EXPECT_NEAR(logarithm->at(0.5), 86.8808376, 1e-6);  // 90 + 4.5 ln 0.5
    EXPECT_NEAR(logarithm->at(0.01), 90 + 4.5 * std::log(0.2), 1e-12);
    EXPECT_NEAR(read_response("residual 0.05 95 from 0.1 to 5", "f")->at(0.5), 85.5, 1e-12);
    EXPECT_NEAR(read_response("power 88 0.05 from 0.1 to 2", "f")->at(0.5), 85.0023969, 1e-6);  // 88·0.5^0.05
    EXPECT_EQ(read_response("column Cu.recovery_percent", "f")->column, "Cu.recovery_percent");
    EXPECT_EQ(read_response("  ", "f")->kind, Response::Kind::none);
}

TEST(Response, RefusesWhatItCannotHold) {
    for (const char* text : {"101", "-1", "0.2: 80; 0.1: 90", "0.2: 80", "ln 90 4.5", "ln 90 4.5 from 3 to 1",
                             "ln 99 4.5 from 0.2 to 3", "residual 0.5 95 from 0.1 to 5", "about 90"})
        EXPECT_FALSE(read_response(text, "payable.Cu.recovery")) << text;
    EXPECT_EQ(read_response("101", "payable.Cu.recovery").error().place.field, "payable.Cu.recovery");
}

TEST(Impurities, InProportionAndByBands) {
    const auto read = read_impurities(
        "As grade 0.35 free 0.2 step 0.1 charge 3; F grade 0.06 above 0.05 charge 20 above 0.1 charge 60 reject 0.3", "f");
    ASSERT_TRUE(read);
    const Impurity &arsenic = (*read)[0], &fluorine = (*read)[1];
    EXPECT_NEAR(arsenic.charge(0.35), 4.5, 1e-12);
    EXPECT_EQ(arsenic.charge(0.1), 0);
    EXPECT_EQ(fluorine.charge(0.05), 0);
    EXPECT_EQ(fluorine.charge(0.06), 20);
    EXPECT_EQ(fluorine.charge(0.2), 60);
    EXPECT_FALSE(fluorine.refused(0.3));
    EXPECT_TRUE(fluorine.refused(0.31));
    EXPECT_FALSE(arsenic.refused(99));
}

TEST(Impurities, ErrorsNameTheEntry) {
    for (const char* text : {"As grade 0.3; F grade x", "As grade 0.3; F above 0.1 charge 2",
                             "As grade 0.3; F grade 0.1 above 0.2 charge 1 above 0.1 charge 2",
                             "As grade 0.3; F grade 0.1 above 0.2", "As grade 0.3; F grade 0.1 tax 5",
                             "As grade 0.3; As grade 0.4"}) {
        const auto read = read_impurities(text, "product.c.impurities");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().place.row, 2) << text;
        EXPECT_EQ(read.error().place.field, "product.c.impurities");
    }
}

}  // namespace
}  // namespace orelens::economics
