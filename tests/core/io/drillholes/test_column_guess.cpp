#include "core/io/drillholes/ColumnGuess.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace orelens::io {
namespace {

using base::GradeUnit;

TEST(ColumnGuess, roles) {
    struct Case {
        const char *table, *role;
        std::vector<std::string> headers;
        std::optional<std::size_t> found;
    };
    for (const Case& c : {Case{"survey", "depth", {"BHID", "AT", "AZ", "DIP"}, 1},
                          {"survey", "azimuth", {"BHID", "AT", "BRG", "DIP"}, 2},
                          {"collar", "depth", {"BHID", "Depth (m)"}, 1},
                          {"collar", "hole", {"X", "Hole_ID"}, 1},
                          {"assay", "from", {"hole", "FROM_M", "TO_M"}, 1},
                          {"assay", "to", {"hole", "采样起", "采样止"}, 2},
                          {"assay", "from", {"孔号", "样品起始位置(m)", "样品终止位置(m)"}, 1},
                          {"lithology", "code", {"孔号", "自", "至", "岩性代码"}, 3},
                          {"collar", "z", {"a", "RL"}, 1},
                          {"collar", "x", {"工程号", "开孔坐标E", "开孔坐标N", "开孔坐标R", "最大孔深"}, 1},
                          {"collar", "y", {"工程号", "开孔坐标E", "开孔坐标N", "开孔坐标R", "最大孔深"}, 2},
                          {"collar", "z", {"工程号", "开孔坐标E", "开孔坐标N", "开孔坐标R", "最大孔深"}, 3},
                          {"collar", "depth", {"工程号", "开孔坐标E", "开孔坐标N", "开孔坐标R", "最大孔深"}, 4},
                          {"assay", "x", {"CHANNEL", "MID_X", "MID_Y", "MID_Z"}, 1},
                          {"collar", "x", {"a", "b"}, {}}}) {
        EXPECT_EQ(guess_column(c.table, c.role, c.headers), c.found) << c.table << " " << c.role;
    }
    EXPECT_EQ(guess_column("collar", "x", {"X", "East"}, {0}), 1u) << "taken columns are passed over";
}

TEST(ColumnGuess, assay_headers) {
    struct Case {
        const char *header, *name;
        std::optional<GradeUnit> unit;
        bool element;
    };
    for (const Case& c : {Case{"Cu", "Cu", {}, true},
                          {"CU", "Cu", {}, true},
                          {"CU_PCT", "Cu", GradeUnit::percent, true},
                          {"Cu_ppm", "Cu", GradeUnit::ppm, true},
                          {"Cu(%)", "Cu", GradeUnit::percent, true},
                          {"Cu%", "Cu", GradeUnit::percent, true},
                          {"AU_GPT", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au (g/t)", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au g/t", "Au", GradeUnit::gram_per_tonne, true},
                          {"AUGPT", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au_ppb_FA", "Au", GradeUnit::ppb, true},
                          {"金品位（g/t）", "Au", GradeUnit::gram_per_tonne, true},
                          {"铜", "Cu", {}, true},
                          {"全铁(%)", "TFe", GradeUnit::percent, true},
                          {"mFe", "mFe", {}, true},
                          {"Fe2O3", "Fe2O3", {}, true},
                          {"S_total", "S", {}, true},
                          {"Copper_pct", "Cu", GradeUnit::percent, true},
                          {"Gold (g/t)", "Au", GradeUnit::gram_per_tonne, true},
                          {"IRON", "Fe", {}, true},
                          {"Total Sulphur %", "S", GradeUnit::percent, true},
                          {"Copper (Cu) ppm", "Cu", GradeUnit::ppm, true},
                          {"Oro g/t", "Au", GradeUnit::gram_per_tonne, true},
                          {"铋(%)", "Bi", GradeUnit::percent, true},
                          {"三氧化钨(%)", "WO3", GradeUnit::percent, true},
                          {"Soluble copper", "Solublecopper", {}, false},
                          {"or", "or", {}, false},
                          {"Comment", "Comment", {}, false},
                          {"SampleID", "SampleID", {}, false},
                          {"%", "", {}, false},
                          {"", "", {}, false}}) {
        const AssayHeader read = read_assay_header(c.header);
        EXPECT_EQ(read.name, c.name) << c.header;
        EXPECT_EQ(read.unit, c.unit) << c.header;
        EXPECT_EQ(read.element, c.element) << c.header;
    }
}

}  // namespace
}  // namespace orelens::io
