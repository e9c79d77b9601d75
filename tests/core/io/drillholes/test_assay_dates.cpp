// Re-assays told apart by their dates: how dates are read, and which row counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/drillholes/DateColumn.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using drilling::DateOrder;
using drilling::DuplicateRule;
using ::testing::ElementsAre;

/// Days since 1970-01-01 of 2021-03-15; the others follow.
constexpr double march_15 = 18701;

TEST(AssayDates, are_read_in_every_form) {
    struct Case {
        const char* text;
        DateOrder order;
        double days;
    };
    for (const Case& c : {Case{"1970-01-02", DateOrder::day_first, 1},
                          {"2021-03-15", DateOrder::day_first, march_15},
                          {"2021/3/15", DateOrder::month_first, march_15},
                          {"20210315", DateOrder::day_first, march_15},
                          {"2021年3月15日", DateOrder::day_first, march_15},
                          {"15/03/2021", DateOrder::day_first, march_15},
                          {"03/15/2021", DateOrder::month_first, march_15},
                          {"15.3.21", DateOrder::day_first, march_15},
                          {"21-03-15", DateOrder::year_first, march_15},
                          {"15-Mar-2021", DateOrder::month_first, march_15},
                          {"Mar 15, 2021", DateOrder::day_first, march_15},
                          {"15 March 21", DateOrder::day_first, march_15},
                          {"44270", DateOrder::day_first, march_15},
                          {"44270.25", DateOrder::day_first, march_15 + 0.25},
                          {"2021-03-15 06:00", DateOrder::day_first, march_15 + 0.25},
                          {"2021-03-15T18:00:00Z", DateOrder::day_first, march_15 + 0.75},
                          {"3/15/2021 6:00 PM", DateOrder::month_first, march_15 + 0.75}}) {
        SCOPED_TRACE(c.text);
        const auto days = read_date(c.text, c.order);
        ASSERT_TRUE(days);
        EXPECT_DOUBLE_EQ(*days, c.days);
    }
    for (const char* text : {"", "-", "pending", "2021", "12", "31/02/2021", "2021-13-01", "15/03", "1/2/3/2021", "12:30",
                             "Mar Mar 2021", "0021-03-15", "99999999"})
        EXPECT_FALSE(read_date(text, DateOrder::day_first)) << text;
    EXPECT_FALSE(read_date("03/15/2021", DateOrder::day_first));
}

DrillholeImport with(const std::string& rows, DuplicateRule rule, DateOrder order = DateOrder::detect) {
    return read({.assay = "hole,from,to,Cu,Assay Date\n" + rows, .assays = {.duplicates = rule, .date_order = order}});
}

std::size_t errors(const DrillholeImport& import) {
    std::size_t count = 0;
    for (const Finding& finding : of(import, FindingKind::repeated_sample))
        count += finding.severity == Severity::error;
    return count;
}

TEST(AssayDates, the_newest_or_the_oldest_row_counts) {
    const std::string rows = "H1,0,2,1,2021-03-15\nH1,0,2,3,2022-01-01\nH1,0,2,2,2020-12-31\n";
    EXPECT_THAT(copper(with(rows, DuplicateRule::newest)), ElementsAre(3));
    EXPECT_THAT(copper(with(rows, DuplicateRule::oldest)), ElementsAre(2));
    EXPECT_EQ(errors(with(rows, DuplicateRule::newest)), 0u);
    EXPECT_EQ(with(rows, DuplicateRule::newest).mappings.back().columns.at("date"), "Assay Date");
    // A blank of the newest is filled from the next older one.
    EXPECT_THAT(copper(with("H1,0,2,1,2020-01-01\nH1,0,2,,2022-01-01\nH1,0,2,2,2021-01-01\n", DuplicateRule::newest)),
                ElementsAre(2));
    // Days and months in the order that one cell proves: 2 December is before 13 December.
    EXPECT_THAT(copper(with("H1,0,2,1,13/12/2021\nH1,0,2,3,02/12/2021\n", DuplicateRule::newest)), ElementsAre(1));
    // The order of methods comes first.
    const auto methods = read({.assay = "hole,from,to,Cu,date,method\nH1,0,2,1,2020-01-01,FA\nH1,0,2,3,2022-01-01,ICP\n",
                               .assays = {.duplicates = DuplicateRule::newest, .methods = "FA;ICP"}});
    EXPECT_THAT(copper(methods), ElementsAre(1));
}

TEST(AssayDates, that_do_not_tell_leave_an_error) {
    for (const char* rows : {"H1,0,2,1,2021-03-15\nH1,0,2,3,2021-03-15\n", "H1,0,2,1,\nH1,0,2,3,\n",
                             "H1,0,2,1,pending\nH1,0,2,3,soon\n",
                             // The two newest share their day; the oldest does not settle it.
                             "H1,0,2,1,2021-03-15\nH1,0,2,9,2019-01-01\nH1,0,2,3,2021-03-15\n"}) {
        SCOPED_TRACE(rows);
        const auto got = with(rows, DuplicateRule::newest);
        EXPECT_THAT(copper(got), ElementsAre(1));
        EXPECT_EQ(errors(got), 1u);
    }
    // Without a column of dates nothing is settled by them either.
    const auto none = read({.assay = "hole,from,to,Cu\nH1,0,2,1\nH1,0,2,3\n",
                            .assays = {.duplicates = DuplicateRule::newest}});
    EXPECT_EQ(errors(none), 1u);
    // Rows that say the same leave nothing to settle.
    EXPECT_EQ(errors(with("H1,0,2,1,\nH1,0,2,1,\n", DuplicateRule::newest)), 0u);
}

TEST(AssayDates, a_row_without_one_never_wins_silently) {
    for (const DuplicateRule rule : {DuplicateRule::newest, DuplicateRule::oldest}) {
        const auto got = with("H1,0,2,1,\nH1,0,2,3,2021-03-15\n", rule);
        EXPECT_THAT(copper(got), ElementsAre(3));
        EXPECT_EQ(errors(got), 0u);
        std::size_t said = 0;
        for (const Finding& finding : of(got, FindingKind::repeated_sample))
            said += finding.what.key == "csv.repeated_undated" && finding.row == 3 && finding.count == 1;
        EXPECT_EQ(said, 1u);
    }
    const auto unread = with("H1,0,2,1,pending\nH1,0,2,3,2021-03-15\n", DuplicateRule::newest);
    std::size_t said = 0;
    for (const Finding& finding : unread.findings)
        said += finding.what.key == "csv.date_unread" && finding.row == 2 && finding.column == "Assay Date";
    EXPECT_EQ(said, 1u);
}

TEST(AssayDates, that_could_be_read_two_ways_are_refused_with_their_rows) {
    struct Case {
        const char *rows, *key;
        std::int64_t row;
    };
    for (const Case& c : {Case{"H1,0,2,1,2021-01-01\nH1,0,2,3,03/04/2021\nH1,2,4,3,05/04/2021\n", "csv.date_open", 3},
                          {"H1,0,2,1,13/04/2021\nH1,0,2,3,04/13/2021\n", "csv.date_contradict", 3},
                          {"H1,0,2,1,44270\nH1,0,2,3,25/04/2021\n", "csv.date_serials", 3}}) {
        SCOPED_TRACE(c.rows);
        const Files files{.assay = "hole,from,to,Cu,date\n" + std::string(c.rows),
                          .assays = {.duplicates = DuplicateRule::newest}};
        const auto refused = try_read(files);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().what.key, c.key);
        EXPECT_EQ(refused.error().place.field, "date");
        EXPECT_EQ(refused.error().place.row, c.row);
        EXPECT_EQ(refused.error().fix.key, "csv.date_order_fix");
        // Where no dates decide, none need be understood.
        Files first = files;
        first.assays.duplicates = DuplicateRule::first;
        EXPECT_TRUE(try_read(first));
    }
    const std::string open = "H1,0,2,1,03/04/2021\nH1,0,2,3,04/03/2021\n";
    EXPECT_THAT(copper(with(open, DuplicateRule::newest, DateOrder::day_first)), ElementsAre(1));
    EXPECT_THAT(copper(with(open, DuplicateRule::newest, DateOrder::month_first)), ElementsAre(3));
    // The fifth of May is that day in either order.
    EXPECT_THAT(copper(with("H1,0,2,1,05/05/2021\nH1,0,2,3,06/06/2021\n", DuplicateRule::newest)), ElementsAre(3));
}

}  // namespace
}  // namespace orelens::io
