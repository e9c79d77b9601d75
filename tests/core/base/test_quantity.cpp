#include <gtest/gtest.h>

#include <limits>

#include "core/base/Quantity.h"

namespace orelens::base {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

TEST(Quantity, NumbersAreGroupedByCommas) {
    EXPECT_EQ(grouped_number(1234567.891, 2), "1,234,567.89");
    EXPECT_EQ(grouped_number(-1234.5, 1), "-1,234.5");
    EXPECT_EQ(grouped_number(999.96, 1), "1,000.0");
    EXPECT_EQ(grouped_number(-0.001, 1), "0.0");  // no minus before nothing
    EXPECT_EQ(grouped_number(nan, 1), "–");
    EXPECT_EQ(grouped_number(-infinity, 1), "−∞");
}

TEST(Quantity, MassesAreToldInTheUnitOfTheirSize) {
    struct Case {
        double tonnes;
        const char *en, *zh;
    };
    for (const Case& one : {Case{2358295950, "2.358 Gt", "23.58 亿吨"},
                            {841499550, "841.5 Mt", "8.415 亿吨"},
                            {12345678, "12.35 Mt", "1,235 万吨"},
                            {4321, "4.321 kt", "4,321 吨"},
                            {12.3456, "12.35 t", "12.35 吨"},
                            {0.5, "0.500 t", "0.500 吨"},
                            {0, "0 t", "0 吨"},
                            {-2.5e6, "-2.500 Mt", "-250.0 万吨"},
                            {nan, "–", "–"},
                            {infinity, "∞", "∞"}}) {
        EXPECT_EQ(mass_text(one.tonnes, Language::english), one.en);
        EXPECT_EQ(mass_text(one.tonnes, Language::chinese), one.zh);
    }
}

TEST(Quantity, VolumesAreToldAsMassesAre) {
    EXPECT_EQ(volume_text(317.7e6, Language::english), "317.7 million m³");
    EXPECT_EQ(volume_text(317.7e6, Language::chinese), "3.177 亿 m³");
    EXPECT_EQ(volume_text(4.2e9, Language::english), "4.200 billion m³");
    EXPECT_EQ(volume_text(52'340, Language::english), "52,340 m³");
    EXPECT_EQ(volume_text(52'340, Language::chinese), "5.234 万 m³");
    EXPECT_EQ(volume_text(0, Language::chinese), "0 m³");
    EXPECT_EQ(volume_text(nan, Language::english), "–");
}

}  // namespace
}  // namespace orelens::base
