// Broken files of all sorts: the reader stays on its feet and accounts for every row.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "core/drilling/Tools.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;

/// Bytes changed, cut, doubled and shuffled: the reader must stay on its feet and account for every row.
TEST(DrillholeCsv, mutated_files_never_crash_and_every_row_is_accounted_for) {
    std::mt19937 random(20240229);
    const auto pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    const std::string pieces[] = {"\"",
                                  ",",
                                  ";",
                                  "\n",
                                  "\r\n",
                                  "\r",
                                  "<",
                                  "-99",
                                  "\xFF",
                                  "\xBF\xD7",
                                  std::string(1, '\0'),
                                  "1e999",
                                  "\"\"",
                                  "\t",
                                  " ",
                                  "9999999999999999999999",
                                  ".",
                                  "-",
                                  "孔",
                                  "\xEF\xBB\xBF"};
    const Files clean{
        .collar = "hole,x,y,z,depth\nH1,1,2,3,100\nH2,4,5,6,\n",
        .survey = "hole,depth,azimuth,dip\nH1,0,0,-90\nH1,50,10,-80\nH2,0,0,-90\n",
        .assay = "hole,from,to,Cu,note\nH1,0,10,1,\"a, b\"\nH1,10,20,<0.01,\"x \"\"y\"\"\"\nH2,0,5,-99,\n",
        .lithology = "hole;from;to;rock\nH1;0;12,5;GR\nH2;0;5;SH\n",
        .columns = {}};
    int readable = 0;
    for (int round = 0; round < 3000; ++round) {
        Files files = clean;
        std::string* const texts[] = {&files.collar, &files.survey, &files.assay, &files.lithology};
        for (std::size_t change = pick(6) + 1; change > 0; --change) {
            std::string& text = *texts[pick(4)];
            if (text.empty()) continue;
            const std::size_t at = pick(text.size());
            switch (pick(4)) {
                case 0:
                    text.insert(at, pieces[pick(std::size(pieces))]);
                    break;
                case 1:
                    text.erase(at, pick(4) + 1);
                    break;
                case 2:
                    text[at] = static_cast<char>(pick(256));
                    break;
                case 3:
                    text.insert(at, text.substr(pick(text.size()), pick(40)));
                    break;
            }
        }
        const auto got = try_read(files);
        if (!got) {
            EXPECT_FALSE(got.error().what.empty());
            continue;
        }
        ++readable;
        std::map<std::string, std::int64_t> refused_rows;
        for (const Finding& finding : got->findings)
            if (finding.kind == FindingKind::row_refused ||
                (finding.kind == FindingKind::duplicate_collar && finding.severity == Severity::error))
                ++refused_rows[finding.file];
        std::map<std::string, std::int64_t> taken = {
            {"collar", static_cast<std::int64_t>(got->holes.collars.size())},
            {"survey", static_cast<std::int64_t>(got->holes.surveys.size())},
            {"assay", static_cast<std::int64_t>(got->holes.assays.size())},
            {"lithology", static_cast<std::int64_t>(got->holes.lithology.size())}};
        std::set<std::string> ids;
        for (const Finding& finding : drilling::validate(got->holes, got->findings))
            EXPECT_TRUE(ids.insert(finding.id()).second) << finding.id() << " twice in round " << round;
        for (const TableMapping& mapping : got->mappings) {
            EXPECT_EQ(taken[mapping.table] + mapping.refused + mapping.set_aside, mapping.rows)
                << mapping.table << " in round " << round;
            EXPECT_EQ(refused_rows[mapping.file], mapping.refused) << mapping.table << " in round " << round;
        }
    }
    EXPECT_GT(readable, 1000) << "most mutations leave a readable file, or this test tests nothing";
}

}  // namespace
}  // namespace orelens::io
