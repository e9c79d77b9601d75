// GSLIB's own kt3d on its own example: simple kriging of cluster.dat on a 50×50 grid, 4 to 8 samples
// within 20. kt3d works in single precision and picks among equally distant samples by its sorting; such
// nodes must equal one of the possible choices.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/core/geostat/Reference.h"
#include "tests/support/SharedData.h"

namespace orelens::geostat {
namespace {

/// Geo-EAS: a title, the number of columns (with more numbers after it, perhaps), their names, then rows.
std::vector<std::vector<double>> read_geo_eas(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    std::getline(file, line);
    const int columns = std::stoi(line);
    for (int c = 0; c < columns; ++c) std::getline(file, line);
    std::vector<std::vector<double>> rows;
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::vector<double> row;
        for (double value; cells >> value;) row.push_back(value);
        if (static_cast<int>(row.size()) == columns) rows.push_back(std::move(row));
    }
    return rows;
}

/// Every way to fill the 8 places when several samples are as far away as the eighth.
std::vector<std::vector<std::size_t>> choices(const reference::Data& data, const std::array<double, 3>& at) {
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        const double d = std::hypot(data.x[i] - at[0], data.y[i] - at[1]);
        if (d <= 20 + 1e-9) near.emplace_back(std::round(d * 1e6) / 1e6, i);
    }
    std::sort(near.begin(), near.end());
    std::vector<std::size_t> sure, tied;
    if (near.size() <= 8) {
        for (const auto& [d, i] : near) sure.push_back(i);
        return {sure};
    }
    for (const auto& [d, i] : near) {
        if (d < near[7].first) sure.push_back(i);
        if (d == near[7].first) tied.push_back(i);
    }
    std::vector<std::vector<std::size_t>> all;
    for (unsigned mask = 0; mask < 1U << tied.size(); ++mask) {
        std::vector<std::size_t> one = sure;
        for (std::size_t t = 0; t < tied.size(); ++t)
            if (mask >> t & 1U) one.push_back(tied[t]);
        if (one.size() == 8) all.push_back(std::move(one));
    }
    return all;
}

bool close(double estimate, double variance, const std::vector<double>& printed) {
    return std::abs(estimate - printed[0]) < 2e-5 * std::max(1.0, std::abs(printed[0])) &&
           std::abs(variance - printed[1]) < 2e-5;
}

TEST(Gslib, SimpleKrigingEqualsKt3d) {
    ORELENS_SHARED(folder, "gslib");
    reference::Data data;
    for (const auto& row : read_geo_eas(folder / "cluster.dat")) {
        data.x.push_back(row[0]);
        data.y.push_back(row[1]);
        data.z.push_back(0.5);
        data.value.push_back(row[2]);
    }
    const auto printed = read_geo_eas(folder / "kt3d.out");
    ASSERT_EQ(data.x.size(), 140U);
    ASSERT_EQ(printed.size(), 2500U);

    ElementEstimate how;
    how.element = "Primary";
    how.method = Method::simple_kriging;
    how.simple_mean = 2.302;
    how.variogram = {0.2, {{StructureType::spherical, 0.8, {0, 0, 0, 10, 10, 10}}}};
    how.search = {0, 0, 0, 20, 20, 20};
    how.passes = {{1, 4, 8, 0}};
    reference::Targets t;
    for (int y = 0; y < 50; ++y) {
        for (int x = 0; x < 50; ++x) t.centres.push_back({0.5 + x, 0.5 + y, 0.5});
        t.tile_ends.push_back(t.centres.size());
    }
    for (const kernel::Table* table : usable_kernels()) {
        SCOPED_TRACE(table->name);
        const PointResults out = reference::run_one(data, how, t, *table);
        int direct = 0, tied = 0;
        for (std::size_t i = 0; i < t.centres.size(); ++i) {
            ASSERT_GT(out.pass[i], 0) << i;
            const auto possible = choices(data, t.centres[i]);
            if (possible.size() == 1) {
                ++direct;
                ASSERT_TRUE(close(out.estimate[i], out.variance[i], printed[i]))
                    << i << ": " << out.estimate[i] << " " << out.variance[i] << " against " << printed[i][0]
                    << " " << printed[i][1];
                continue;
            }
            ++tied;
            bool ours = false, theirs = false;
            for (const auto& samples : possible) {
                const auto dense = reference::krige(data, how, reference::block, t.centres[i], samples);
                theirs = theirs || close(dense.estimate, dense.variance, printed[i]);
                ours = ours || (std::abs(dense.estimate - out.estimate[i]) < 1e-10 &&
                                std::abs(dense.variance - out.variance[i]) < 1e-10);
            }
            ASSERT_TRUE(ours && theirs) << i << (ours ? " kt3d" : " ours") << " equals no choice of samples";
        }
        EXPECT_GT(direct, 1500);
        RecordProperty(std::string("tied_") + table->name, tied);
    }
}

}  // namespace
}  // namespace orelens::geostat
