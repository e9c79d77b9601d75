// Packed numbers come back bit for bit, whatever they are, and take little where they can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "core/blocks/PackedReals.h"
#include "tests/support/CancelAt.h"

namespace orelens::blocks {
namespace {

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> out;
    for (const double value : values) out.push_back(std::bit_cast<std::uint64_t>(value));
    return out;
}

void expect_same(const PackedReals& packed, const std::vector<double>& values) {
    ASSERT_EQ(packed.size(), values.size());
    EXPECT_EQ(bits(packed.values()), bits(values));
    std::vector<double> one_by_one;
    for (std::size_t n = 0; n < packed.size(); ++n) one_by_one.push_back(packed[n]);
    EXPECT_EQ(bits(one_by_one), bits(values));
}

struct Kind {
    const char* name;
    std::function<double(std::size_t, std::mt19937_64&)> value;
    double most_bytes;  ///< per value
};
class PackedKinds : public ::testing::TestWithParam<Kind> {};
TEST_P(PackedKinds, ComeBackAndTakeWhatIsStated) {
    constexpr std::size_t count = 10 * PackedReals::chunk_size;
    std::mt19937_64 random(7);
    std::vector<double> values;
    for (std::size_t n = 0; n < count; ++n) values.push_back(GetParam().value(n, random));
    const PackedReals packed{std::span<const double>(values)};
    expect_same(packed, values);
    EXPECT_LE(static_cast<double>(packed.bytes()) / count, GetParam().most_bytes);
}
INSTANTIATE_TEST_SUITE_P(
    PackedReals, PackedKinds,
    ::testing::Values(
        Kind{"sizes", [](std::size_t, std::mt19937_64&) { return 12.5; }, 0.05},
        Kind{"levels", [](std::size_t n, std::mt19937_64&) { return 850.0 + 5.0 * double(n / 900); }, 1.1},
        Kind{"columns", [](std::size_t n, std::mt19937_64&) { return 431202.5 + 5.0 * double(n % 293); },
             2.7},
        Kind{"millimetres",
             [](std::size_t, std::mt19937_64& r) { return double(431'000'000 + r() % 4'000'000) / 1000; },
             4.1},
        Kind{"any", [](std::size_t, std::mt19937_64& r) { return std::bit_cast<double>(r()); }, 8.1},
        Kind{"edges",
             [](std::size_t n, std::mt19937_64&) {
                 const double odd[] = {
                     0.0, -0.0, std::nan(""), std::numeric_limits<double>::infinity(), 5e-324, -1.7e308,
                     0.1, 1e16, 1e-7};
                 return odd[n % std::size(odd)];
             },
             1.1},
        Kind{"six_decimals",
             [](std::size_t, std::mt19937_64& r) { return double(r() % 4'000'000'000) / 1e6; }, 4.1},
        Kind{"far_apart",
             [](std::size_t, std::mt19937_64& r) { return double(r() % 1'000'000'000'000'000) / 1000; },
             8.1}),
    [](const auto& kind) { return std::string(kind.param.name); });

RC_GTEST_PROP(PackedReals, GrowByAnyPiecesToTheSame, ()) {
    const auto seed = *rc::gen::arbitrary<unsigned>();
    std::mt19937 random(seed);
    std::vector<double> values;
    PackedReals packed;
    while (values.size() < 20000) {
        std::vector<double> piece(random() % 6000);
        const auto kind = random() % 3;
        for (double& value : piece)
            value = kind == 0   ? 5.0
                    : kind == 1 ? static_cast<double>(random() % 500)
                                : std::bit_cast<double>(std::uint64_t{random()} << 31);
        values.insert(values.end(), piece.begin(), piece.end());
        if (piece.size() == 1)
            packed.push_back(piece.front());
        else
            packed.append(piece);
    }
    RC_ASSERT(bits(packed.values()) == bits(values));
    const std::size_t begin = random() % values.size(), end = begin + random() % (values.size() - begin);
    std::vector<double> part(end - begin);
    packed.copy(begin, end, part.data());
    RC_ASSERT(bits(part) ==
              bits({values.begin() + std::ptrdiff_t(begin), values.begin() + std::ptrdiff_t(end)}));
}

TEST(PackedReals, AreChangedAndThinnedOutInPlace) {
    std::vector<double> values;
    for (int n = 0; n < 9000; ++n) values.push_back(n % 700);
    PackedReals packed{std::span<const double>(values)};
    const PackedReals before = packed;
    const base::Progress progress;
    ASSERT_TRUE(packed.change([](std::size_t n, double v) { return 0.3048 * v + double(n); }, progress));
    expect_same(before, values);  // a copy shares nothing that changes
    std::vector<bool> keep;
    std::vector<double> kept;
    for (std::size_t n = 0; n < values.size(); ++n) {
        values[n] = 0.3048 * values[n] + double(n);
        keep.push_back(n % 3 != 0);
        if (keep.back()) kept.push_back(values[n]);
    }
    expect_same(packed, values);
    ASSERT_TRUE(packed.keep(keep, progress));
    expect_same(packed, kept);
    packed.clear();
    EXPECT_TRUE(packed.empty());
    base::Progress cancelled;
    cancelled.cancel();
    PackedReals again = before;
    EXPECT_FALSE(again.change([](std::size_t, double v) { return v; }, cancelled));
    EXPECT_FALSE(again.keep(std::vector<bool>(again.size(), true), cancelled));
    EXPECT_EQ(again.size(), before.size());
}

}  // namespace
}  // namespace orelens::blocks
