// Tables of units: both languages, one form, and every refusal with its file, row and column.
#include <gtest/gtest.h>

#include "core/io/ledger/LedgerTable.h"

namespace orelens::io {
namespace {

using namespace ledger;

base::Expected<std::vector<ResourceUnit>> read(const std::string& text) {
    const auto table = parse_csv(text, "units.csv");
    if (!table) return std::unexpected(table.error());
    return ledger_units_from(*table, "units.csv");
}

TEST(LedgerTable, OneRowPerUnitAndSpecies) {
    const auto units = read(
        "id,tonnes,status,flags,depth,longitude,latitude,cost,currency,cost_year,species,role,grade,grade_unit,sd,carrier,lattice\n"
        "N1,1250.5,undeveloped;closed,water;overlain,600,104.5,23.25,120,CNY,2024,Cu,main,0.8,%,2,60,30\n"
        "N1,,,,,,,,,,Au,associated,0.3,g/t,,,\n"
        "N2,500,停产,,,,,,,,Zn,,5,%,,,\n");
    ASSERT_TRUE(units) << base::describe(units.error(), base::Language::english);
    ASSERT_EQ(units->size(), 2U);
    const ResourceUnit& one = units->front();
    EXPECT_DOUBLE_EQ(one.mass_t, 1250.5);
    EXPECT_EQ(one.statuses, (std::vector{Status::undeveloped, Status::closed}));
    EXPECT_EQ(one.flags, bit(Flag::water) | bit(Flag::overlain));
    EXPECT_EQ(one.costs.year, 2024);
    EXPECT_TRUE(std::isnan(one.costs.capital) && std::isnan(one.costs.closure)) << "undeveloped, closed: not written is not nothing";
    EXPECT_EQ(one.costs.restart, 0);
    ASSERT_EQ(one.assays.size(), 2U);
    EXPECT_DOUBLE_EQ(one.assays[0].grade, 0.008);
    EXPECT_DOUBLE_EQ(one.assays[1].grade, 0.3e-6);
    EXPECT_DOUBLE_EQ(one.assays[0].shares[static_cast<std::size_t>(Occurrence::carrier)], 0.6);
    EXPECT_DOUBLE_EQ(one.assays[0].sd_t, 2);
    EXPECT_EQ(one.assays[1].shares, unassigned_shares());
    EXPECT_EQ(one.place.row, 2);
    EXPECT_EQ(one.assays[1].place.row, 3);
    EXPECT_EQ((*units)[1].statuses, std::vector{Status::suspended});
}

TEST(LedgerTable, TheSameInChinese) {
    const auto units = read("编号,名称,子系统,矿石量,开发状态,元素,角色,品位,品位单位,载体矿物,类质同象\nN1,东矿体,地质,1000,未利用矿区,铜,主矿产,0.8,%,60,40\n");
    ASSERT_TRUE(units) << base::describe(units.error(), base::Language::chinese);
    EXPECT_EQ(units->front().subsystem, Subsystem::geological);
    EXPECT_EQ(units->front().statuses, std::vector{Status::undeveloped});
    EXPECT_EQ(units->front().assays[0].role, Role::main);
    EXPECT_DOUBLE_EQ(units->front().assays[0].shares[static_cast<std::size_t>(Occurrence::lattice)], 0.4);
}

TEST(LedgerTable, ASecondStatementOfAUnitStaysOne) {
    const auto units = read("id,tonnes,species,grade,grade_unit\nN1,100,Cu,1,%\nN1,200,Zn,1,%\nN1,200,Cu,1,%\nN1,,Cu,2,%\n");
    ASSERT_TRUE(units);
    ASSERT_EQ(units->size(), 2U) << "for the ledger to flag";
    EXPECT_EQ((*units)[0].assays.size(), 1U);
    EXPECT_EQ((*units)[1].mass_t, 200);
    EXPECT_EQ((*units)[1].assays.size(), 3U) << "copper twice, for the ledger to flag";
}

TEST(LedgerTable, WhatCannotBeReadIsRefusedWithItsPlace) {
    struct Case {
        const char* text;
        const char* key;
        std::int64_t row, column;
    };
    for (const Case& one : {Case{"id,tonnes\nN1,1\n", "ledger.table.no_column", 1, 0},
                            Case{"id,tonnes,species,colour\nN1,1,Cu,red\n", "ledger.table.column", 1, 4},
                            Case{"id,tonnes,species,mass\nN1,1,Cu,1\n", "ledger.table.column_twice", 1, 4},
                            Case{"id,tonnes,species\nN1,many,Cu\n", "ledger.table.number", 2, 2},
                            Case{"id,tonnes,species\nN1,-1,Cu\n", "ledger.table.negative", 2, 2},
                            Case{"id,tonnes,species\n,1,Cu\n", "ledger.table.no_id", 2, 1},
                            Case{"id,tonnes,species,status\nN1,1,Cu,open\n", "ledger.table.value", 2, 4},
                            Case{"id,tonnes,species,flags\nN1,1,Cu,wet\n", "ledger.table.value", 2, 4},
                            Case{"id,tonnes,species,grade\nN1,1,Cu,2\n", "ledger.table.no_unit", 2, 4},
                            Case{"id,tonnes,species,grade,grade_unit\nN1,1,Cu,2,carat\n", "ledger.unit.unknown", 2, 5},
                            Case{"id,tonnes,species,year\nN1,1,Cu,2024.5\n", "ledger.table.year", 2, 4},
                            Case{"id,tonnes,species\nN1,1,Cu,7\n", "ledger.table.wide", 2, 0}}) {
        const auto units = read(one.text);
        ASSERT_FALSE(units) << one.text;
        EXPECT_EQ(units.error().what.key, one.key) << one.text;
        EXPECT_EQ(units.error().place.file, "units.csv");
        EXPECT_EQ(units.error().place.row, one.row) << one.text;
        EXPECT_EQ(units.error().place.column, one.column) << one.text;
        for (const base::Language language : {base::Language::english, base::Language::chinese})
            EXPECT_EQ(base::describe(units.error(), language).find('{'), std::string::npos);
    }
    const auto near = read("id,tonnes,species,stats\nN1,1,Cu,red\n");
    ASSERT_FALSE(near);
    EXPECT_EQ(near.error().fix.args[0].second, "status");
}

TEST(LedgerTable, TemplatesAreHeadersThatAreRead) {
    for (const LedgerTemplate kind : {LedgerTemplate::orebodies, LedgerTemplate::tailings, LedgerTemplate::stockpiles, LedgerTemplate::scrap})
        for (const base::Language language : {base::Language::english, base::Language::chinese}) {
            std::string text = ledger_template(kind, language);
            ASSERT_TRUE(text.starts_with("\xEF\xBB\xBF"));
            const auto units = read(text.substr(3));
            ASSERT_TRUE(units) << text << base::describe(units.error(), language);
            EXPECT_TRUE(units->empty());
        }
}

}  // namespace
}  // namespace orelens::io
