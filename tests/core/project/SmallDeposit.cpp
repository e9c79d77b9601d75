#include "tests/core/project/SmallDeposit.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>

namespace orelens::testing {
namespace {

constexpr int side = 5, samples_per_hole = 20;
constexpr double spacing_m = 40, sample_m = 4;

std::string hole_name(int i, int j) {
    return fmt::format("H{}{}", i, j);
}

const char* mine_record =
    R"([{"mine": "Small", "period": "2025", "consumed_tonnes": 1000000, "main_component": "Cu",
 "currency": "CNY",
 "components": [{"name": "Cu", "in_situ_grade": {"grade": 0.8, "unit": "%"}, "price": {"price": 70000, "per": "t"},
                 "theoretical_recovery": 0.95, "usable": "yes"}],
 "products": [{"name": "concentrate", "tonnes": 29440,
               "grades": [{"component": "Cu", "grade": {"grade": 22, "unit": "%"}}]}]}])";

}  // namespace

SmallDeposit::SmallDeposit() {
    std::string collars = "hole,x,y,z,depth\n", surveys = "hole,depth,azimuth,dip\n";
    std::string lithology = "hole,from,to,code\n";
    for (int i = 0; i < side; ++i) {
        for (int j = 0; j < side; ++j) {
            const std::string hole = hole_name(i, j);
            collars += fmt::format("{},{},{},100,80\n", hole, 1000 + spacing_m * i, 2000 + spacing_m * j);
            surveys += fmt::format("{},0,0,-90\n", hole);
            lithology += fmt::format("{0},0,{1},OX\n{0},{1},80,SU\n", hole, 24 + 4 * ((i + j) % 3));
        }
    }
    folder_.write("collar.csv", collars);
    folder_.write("survey.csv", surveys);
    folder_.write("lithology.csv", lithology);
    folder_.write("mine.json", mine_record);
    write_assays(1);

    recipe_.folder = folder_.path().string();
    recipe_.general.name = "Small";
    recipe_.general.mine_record_file = "mine.json";
    recipe_.drillholes.collar_file = "collar.csv";
    recipe_.drillholes.survey_file = "survey.csv";
    recipe_.drillholes.assay_file = "assay.csv";
    recipe_.drillholes.lithology_file = "lithology.csv";
    recipe_.composite.length_m = 8;
    recipe_.grid.size_u_m = recipe_.grid.size_v_m = 10;
    recipe_.grid.size_w_m = 8;
    recipe_.grid.margin_m = 20;
    recipe_.estimate.search_major_m = recipe_.estimate.search_semi_m = recipe_.estimate.search_minor_m = 60;
    recipe_.estimate.max_samples = 8;
    recipe_.estimate.discretise_u = recipe_.estimate.discretise_v = recipe_.estimate.discretise_w = 1;
    for (const char* element : {"Cu", "Au"}) recipe_.element[element].variogram.fit = false;
    recipe_.element["Cu"].assay.unit = base::GradeUnit::percent;
    recipe_.element["Au"].assay.unit = base::GradeUnit::gram_per_tonne;
    recipe_.economics.main_commodity = "Cu";
    recipe_.economics.costs.processing = 60;
    recipe_.economics.costs.mining = 12;
    recipe_.commodity["Cu"].price = 70000;
    recipe_.commodity["Cu"].recovery_percent = 88;
    recipe_.commodity["Au"].price = 550;
    recipe_.commodity["Au"].price_unit = "g";
    recipe_.commodity["Au"].recovery_percent = 60;
}

void SmallDeposit::write_assays(double factor) const {
    std::string assays = "hole,from,to,Cu,Au\n";
    for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j)
            for (int s = 0; s < samples_per_hole; ++s) {
                const double copper =
                    factor * (0.3 + 0.2 * std::sin(0.9 * i + 0.05 * s) + 0.1 * std::cos(1.3 * j));
                const double gold = 0.2 + 0.1 * std::cos(0.7 * i - 0.4 * j + 0.1 * s);
                assays += fmt::format("{},{},{},{:.4f},{:.4f}\n", hole_name(i, j), sample_m * s,
                                      sample_m * (s + 1), copper, gold);
            }
    folder_.write("assay.csv", assays);
}

::testing::AssertionResult same_bits(const blocks::BlockModel& a, const blocks::BlockModel& b) {
    using ::testing::AssertionFailure;
    if (!(a.geometry() == b.geometry()) || a.leaf_count() != b.leaf_count() ||
        a.block_count() != b.block_count())
        return AssertionFailure() << "shapes differ";
    if (a.columns() != b.columns()) {
        std::string names;
        for (const auto* model : {&a, &b}) {
            names += "; ";
            for (const blocks::ColumnInfo& column : model->columns())
                names += fmt::format(" {} [{}] {},", column.name, column.unit, column.codes.size());
        }
        return AssertionFailure() << "columns differ" << names;
    }
    for (std::size_t leaf = 0; leaf < a.leaf_count(); ++leaf) {
        if (a.leaf(leaf).origin != b.leaf(leaf).origin || a.leaf(leaf).active != b.leaf(leaf).active)
            return AssertionFailure() << "leaf " << leaf << " differs";
        for (const blocks::ColumnInfo& column : a.columns()) {
            bool same = true;
            if (column.type == blocks::ColumnType::real)
                same = std::memcmp(a.real(column.name, leaf), b.real(column.name, leaf), 512 * 4) == 0;
            else
                for (int at = 0; at < 512; ++at)
                    same = same && a.integer(column.name, leaf)[at] == b.integer(column.name, leaf)[at];
            if (!same) return AssertionFailure() << column.name << " differs in leaf " << leaf;
        }
    }
    return ::testing::AssertionSuccess();
}

}  // namespace orelens::testing
