// The tables beside a deposit (prices, phases, mine records, orebodies, evidence, places, targets): what a stray comma, a number
// beyond all or a doubled heading makes of them is an error that names file, row and column, never another number.
#include <gtest/gtest.h>

#include <functional>

#include "core/base/AtomicFile.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/ledger/LedgerTable.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/occurrence/OccurrenceFile.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/ledger/OutsideJson.h"
#include "core/project/PriceHistoryFile.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using Refused = std::optional<base::Error>;

template <class Read>
Refused refused(const Read& read) {
    if (read) return std::nullopt;
    return read.error();
}

Refused prices(const std::string& path) { return refused(project::read_price_history(path, "Cu")); }
Refused phases(const std::string& path) { return refused(io::read_occurrence(path, "")); }
Refused records(const std::string& path) { return refused(io::read_mine_records(path)); }
Refused orebodies(const std::string& path) { return refused(io::read_orebodies(path, {}, nullptr)); }
Refused evidence(const std::string& path) { return refused(io::read_evidence_table(path, {})); }

Refused targets(const std::string& path) { return refused(io::read_targets(path)); }

Refused units(const std::string& path) { return refused(io::read_ledger_table(path, "t")); }

Refused outside(const std::string& path) {
    const auto text = base::read_text_file(path);
    return text ? refused(ledger::outside_from_json(*text, path)) : Refused(text.error());
}

Refused grid(const std::string& path) { return refused(io::read_evidence_raster(path, {})); }

struct BadTable {
    const char* name;
    Refused (*read)(const std::string&);
    std::string text;
    const char* key;
    std::int64_t row, column;  // 0 = not told
};

class TablesOfStrangers : public ::testing::TestWithParam<BadTable> {};

TEST_P(TablesOfStrangers, AreRefusedWithTheirPlace) {
    const BadTable& bad = GetParam();
    const testing::TemporaryFolder folder;
    const auto error = bad.read(folder.write("of a stranger.csv", bad.text));
    ASSERT_TRUE(error) << bad.name;
    EXPECT_EQ(error->what.key, bad.key) << base::describe(*error, base::Language::english);
    EXPECT_TRUE(error->place.file.ends_with("of a stranger.csv")) << error->place.file;
    EXPECT_EQ(error->place.row, bad.row);
    EXPECT_EQ(error->place.column, bad.column);
}

const std::string phase_head = "element,ore_type,phase,share %,samples\n";
const std::string target_head = "id,element,indicator,year,at_least,source\n";
const std::string unit_head = "id,subsystem,ground,tonnes,longitude,latitude,species,role,grade,grade_unit\n";
const std::string orebody_head = "name,commodity,ore_t,cu_pct,longitude,latitude\n";

INSTANTIATE_TEST_SUITE_P(
    Each, TablesOfStrangers,
    ::testing::Values(
        BadTable{"decimal_comma_in_prices", prices, "date,Cu\n2020,9000\n2021,1,500\n", "csv.beyond", 3, 3},
        BadTable{"infinite_price", prices, "date,Cu\n2020,inf\n", "price_history.no_number", 2, 0},
        BadTable{"price_beyond_all", prices, "date,Cu\n2020,1e308\n", "price_history.no_number", 2, 0},
        BadTable{"two_columns_of_prices", prices, "date,Cu,Cu\n2020,5,7000\n", "price_history.column_twice", 1, 3},
        BadTable{"prices_without_any", prices, "date,Cu\n", "price_history.none", 1, 0},
        BadTable{"decimal_comma_in_phases", phases, phase_head + "Cu,a,sulfide,99,5,3\n", "csv.beyond", 2, 6},
        BadTable{"samples_below_none", phases, phase_head + "Cu,a,sulfide,100,-1\n", "occurrence.table.samples", 2, 5},
        BadTable{"samples_beyond_all", phases, phase_head + "Cu,a,sulfide,100,1e308\n", "occurrence.table.samples", 2, 5},
        BadTable{"decimal_comma_in_orebodies", orebodies, orebody_head + "A,Cu,1000,0,75,101,30\n", "csv.beyond", 2, 7},
        BadTable{"decimal_comma_in_evidence", evidence, "x,y,Cu\n1,2,30\n1,3,4,5\n", "csv.beyond", 3, 4},
        BadTable{"a_grid_without_width", grid, "DSAA\n4 3\n10000 10000\n20000 20600\n1 12\n1 2 3 4\n5 6 7 8\n9 10 11 12\n", "evidence.grid_no_place", 0, 0},
        BadTable{"a_cell_beyond_all", evidence, "cell,label\n1,1\n1e300,0\n", "evidence.label_outside", 3, 1},
        BadTable{"the_same_target_twice", targets, target_head + "a,Cu,end_of_life_rate,2040,0.5,b\na,Cu,end_of_life_rate,2040,0.6,b\n", "flows.id", 3, 1},
        BadTable{"tonnes_beyond_all", units, unit_head + "a,geological,orebody,1e308,101,30,Cu,product,1,%\n", "ledger.table.number", 2, 4},
        BadTable{"longitude_beyond_the_globe", units, unit_head + "a,geological,orebody,5,3.6e5,30,Cu,product,1,%\n", "ledger.table.degrees", 2, 5},
        BadTable{"latitude_beyond_the_pole", units, unit_head + "a,geological,orebody,5,101,-90.5,Cu,product,1,%\n", "ledger.table.degrees", 2, 6},
        BadTable{"demand_beyond_all", outside, "{\"chain\": {\"species\": \"Cu\"}, \"years\": [\n{\"year\": 2026, \"demand_t\": 1e308}]}", "ledger.json.beyond", 2, 28},
        BadTable{"demand_below_none", outside, "{\"chain\": {\"species\": \"Cu\"}, \"years\": [\n{\"year\": 2026, \"demand_t\": -1}]}", "ledger.json.negative", 2, 28},
        BadTable{"decimal_comma_in_records", records, "row,mine\nore,A\nore,B,5\n", "csv.beyond", 3, 3}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace orelens
