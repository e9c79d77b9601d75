// Against R gstat on a stored problem; data/make_gstat_reference.R says how it was made.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using Rows = std::vector<std::vector<double>>;

Rows read_rows(const std::string& name) {
    std::ifstream file(std::string(ORELENS_SOURCE_DIR) + "/tests/core/geostat/data/" + name);
    std::string line, cell;
    std::getline(file, line);
    Rows rows;
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        while (std::getline(cells, cell, ',')) rows.back().push_back(std::stod(cell));
    }
    return rows;
}

class Gstat : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const auto& row : read_rows("gstat_samples.csv")) {
            data_.hole.push_back(static_cast<std::int32_t>(row[0]));
            data_.x.push_back(row[1]);
            data_.y.push_back(row[2]);
            data_.z.push_back(row[3]);
            data_.value.push_back(row[4]);
        }
        expected_ = read_rows("gstat_blocks.csv");
        ASSERT_EQ(data_.x.size(), 900U);
        ASSERT_EQ(expected_.size(), 14U * 12 * 13);
        for (int z = 0; z < 13; ++z)
            for (int y = 0; y < 12; ++y) {
                for (int x = 0; x < 14; ++x)
                    targets_.centres.push_back({-12.5 + 25 * x, -12.5 + 25 * y, 5.0 + 10 * z});
                targets_.tile_ends.push_back(targets_.centres.size());
            }
        shape_ = {35, 20, 15, 110, 80, 30};
        how_.element = "Cu";
        how_.variogram = {0.1, {{StructureType::spherical, 0.9, shape_}}};
        how_.search = shape_;
        how_.passes = {{1, 3, 12, 0}};
    }

    /// gstat answers with the mean where simple kriging has too few samples; ours stays empty there.
    void compare(std::size_t column) {
        const BlockEdges edges{{{25, 0, 0}, {0, 25, 0}, {0, 0, 10}}};
        for (const kernel::Table* table : usable_kernels()) {
            SCOPED_TRACE(table->name);
            const PointResults out = reference::run_one(data_, how_, targets_, *table, edges);
            int estimated = 0;
            for (std::size_t i = 0; i < expected_.size(); ++i) {
                ASSERT_EQ(out.pass[i] == 0, std::isnan(expected_[i][0])) << i;
                if (out.pass[i] == 0) continue;
                ++estimated;
                ASSERT_NEAR(out.estimate[i], expected_[i][column], 1e-10) << i;
                ASSERT_NEAR(out.variance[i], expected_[i][column + 1], 1e-10) << i;
            }
            EXPECT_EQ(estimated, 2132);
        }
    }

    reference::Data data_;
    Rows expected_;
    reference::Targets targets_;
    Anisotropy shape_;
    ElementEstimate how_;
};

TEST_F(Gstat, OrdinaryKrigingOfPoints) {
    compare(0);
}

TEST_F(Gstat, OrdinaryKrigingOfBlocks) {
    how_.discretisation = {2, 2, 2};
    compare(2);
}

TEST_F(Gstat, SimpleKrigingWithNestedExponentialAndGaussian) {
    const auto scaled = [&](double by) {
        Anisotropy s = shape_;
        s.range_major_m *= by;
        s.range_semi_m *= by;
        s.range_minor_m *= by;
        return s;
    };
    how_.method = Method::simple_kriging;
    how_.simple_mean = 0.55;
    how_.variogram = {
        0.2, {{StructureType::exponential, 0.5, scaled(1.4)}, {StructureType::gaussian, 0.3, scaled(0.8)}}};
    compare(4);
}

}  // namespace
}  // namespace orelens::geostat
