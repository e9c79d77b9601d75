// Tables to fill in, written as .csv and .xlsx and read back.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/base/AtomicFile.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/report/FormFile.h"
#include "tests/support/SharedData.h"

namespace orelens::report {
namespace {

TEST(FormFile, ATemplateOfOrebodiesIsTheSameTableEitherWay) {
    const ::orelens::testing::TemporaryFolder folder;
    for (const auto language : {base::Language::english, base::Language::chinese})
        for (const bool with_costs : {true, false}) {
            const auto rows = io::orebody_template(language, with_costs);
            std::vector<std::string> hashes;
            for (const char* name : {"t.csv", "t.xlsx", "T.XLSX"}) {
                const std::string path = folder.file(name);
                const auto written = write_form(rows, "orebodies", path);
                ASSERT_TRUE(written) << base::describe(written.error(), base::Language::english);
                const auto read = io::read_orebodies(path, {});
                ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
                ASSERT_EQ(read->columns.size(), rows.front().size()) << name;
                for (const costmodel::OrebodyColumn& column : read->columns) EXPECT_FALSE(column.role.empty()) << name << ": " << column.header;
                ASSERT_EQ(read->rows.size(), 1U);
                EXPECT_EQ(read->rows[0].ore_tonnes, 120e6);
                EXPECT_EQ(std::isfinite(read->rows[0].capital), with_costs);
                EXPECT_EQ(read->rows[0].name, rows[1][0]);
                hashes.push_back(costmodel::content_hash(*read));
            }
            EXPECT_EQ(hashes[0], hashes[1]);
            EXPECT_EQ(hashes[0], hashes[2]);
        }
    // A workbook is one by its first bytes.
    const auto bytes = base::read_text_file(folder.file("t.xlsx"));
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->substr(0, 2), "PK");
}

TEST(FormFile, MarksInCellsAreKeptAndOtherKindsOfFilesRefused) {
    const ::orelens::testing::TemporaryFolder folder;
    ASSERT_TRUE(write_form({{"a,b", "c \"d\"", "e"}, {"1"}}, "s", folder.file("f.csv")));
    EXPECT_EQ(*base::read_text_file(folder.file("f.csv")), "\xEF\xBB\xBF\"a,b\",\"c \"\"d\"\"\",e\r\n1,,\r\n");
    for (const char* name : {"f.txt", "f"}) {
        const auto refused = write_form({{"a"}}, "s", folder.file(name));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().what.key, "report.form.extension");
        EXPECT_FALSE(std::ifstream(folder.file(name)).good());
    }
}

}  // namespace
}  // namespace orelens::report
