// Tables and JSON from strangers: every reader ends with a table, findings or an error that has a place;
// never with a crash, and never with work beyond measure.
#include <gtest/gtest.h>

#include <functional>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/project/Recipe.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens {
namespace {

std::string times(std::size_t count, const std::string& piece) {
    std::string out;
    out.reserve(count * piece.size());
    for (std::size_t n = 0; n < count; ++n) out += piece;
    return out;
}

struct BadText {
    const char* name;
    std::string text;
};

std::vector<BadText> bad_tables() {
    return {
        {"empty", ""},
        {"only_a_header", "hole,from,to,Cu\n"},
        {"unclosed_quote_per_field", "hole,from,to,Cu\n" + times(60'000, "\"x,")},
        {"quotes_only", "hole,from,to,Cu\n" + times(300'000, "\"")},
        {"quoted_quotes", "hole,from,to,Cu\n" + times(60'000, "\"\"\",\"\"")},
        {"one_endless_line", times(300'000, "x")},
        {"delimiters_only", "hole,from,to,Cu\n" + times(300'000, ",")},
        {"wide_header", "hole,from,to,Cu" + times(20'000, ",c") + "\nH1,0,1,2\n"},
        {"many_short_lines", "hole,from,to,Cu\n" + times(100'000, "\n")},
        {"nul_bytes", std::string("hole,from,to,Cu\nH1,0,\0\0,1\n", 26)},
        {"control_characters", "hole,from,to,Cu\nH1\x1b[31m,0,1,\x07\n"},
        {"invalid_utf8", "hole,from,to,Cu\nH1,0,1,\xff\xfe\n"},
        {"half_a_utf16_file", std::string("\xFF\xFEh\0o\0l", 7)},
        {"numbers_beyond_all",
         "hole,from,to,Cu\nH1,0,1e999,1\nH1,1,2,-1e999\nH2,nan,inf,NaN\nH2,1e308,1e309,0x10\n"},
        {"giant_number", "hole,from,to,Cu\nH1,0,1," + times(200'000, "9") + "\n"},
        {"giant_name", "hole,from,to,Cu\n" + times(200'000, "H") + ",0,1,2\n"},
        {"many_unknown_holes", "hole,from,to,Cu\n" +
                                   [] {
                                       std::string rows;
                                       for (int n = 0; n < 20'000; ++n)
                                           rows += "Z" + std::to_string(n) + ",0,1,1\n";
                                       return rows;
                                   }()},
        {"all_overlap", "hole,from,to,Cu\n" + times(20'000, "H1,0,90,1\n")},
        {"separator_is_a_quote", "sep=\"\nhole\"from\"to\"Cu\nH1\"0\"1\"2\n"},
        {"comments_only", times(50'000, "# nothing\n")},
        {"comments_below", "hole,from,to,Cu\n" + times(50'000, "# nothing\n") + "H1,0,1,2\n"},
        {"units_only", "hole,from,to,Cu\n" + times(50'000, ",m,m,ppm\n")},
        {"certificates_only", times(50'000, "Certificate,VA24,,\n")},
        {"either_mark", "hole\tfrom\tto\tCu\n" + times(50'000, "H1\t1,250\t2.500\t1.250\n")},
        {"marks_only", "hole\tfrom\tto\tCu\n" + times(50'000, "H1\t,.,\t' '\t. .\n")},
        {"endless_groups", "hole\tfrom\tto\tCu\nH1\t0\t1\t1" + times(100'000, ",250") + "\n"},
        {"endless_unit", "hole,from,to,Cu\nH1,0,1,5 " + times(200'000, "p") + "\n"},
        {"every_byte_astray", "hole,from,to,Cu\n" + times(100'000, "\xFF,") + "\n"},
        {"letters_of_many_encodings",
         "hole,\xE9\xE8,\xB5\xF3,\x83\x5C\nH1," + times(100'000, "\xC4\xE3\x81 ")},
        {"spaces_between_quotes", "hole,from,to,Cu\n" + times(50'000, "\" ")},
    };
}

TEST(CsvAttack, AnyDrillholeTableEndsInATableOrAnErrorWithPlace) {
    for (const BadText& bad : bad_tables())
        for (const int which : {0, 1, 2, 3}) {
            testing::Files files;
            if (which == 3) files.lithology = bad.text;
            (which == 0   ? files.collar
             : which == 1 ? files.survey
             : which == 2 ? files.assay
                          : files.lithology) = bad.text;
            const auto read = testing::try_read(files);
            EXPECT_TRUE(read || !base::describe(read.error(), base::Language::english).empty())
                << bad.name << which;
        }
}

TEST(CsvAttack, AnyMineRecordTableEndsInRecordsOrAnErrorWithPlace) {
    for (const BadText& bad : bad_tables()) {
        const auto read = io::mine_records_from_csv(bad.text, "m.csv");
        ASSERT_FALSE(read) << bad.name;
        EXPECT_EQ(read.error().place.file, "m.csv") << bad.name;
    }
    const std::string head = "mine,period,row,component,product,tonnes,grade,unit,price,price_unit\n";
    for (const char* number : {"nan", "inf", "-inf", "1e999", "1e309", "0x1p3", "1,5,2", "--1", "+-1"}) {
        EXPECT_FALSE(io::mine_records_from_csv(head + "A,,ore,,," + number + ",,,,\n", "m.csv")) << number;
        EXPECT_FALSE(io::mine_records_from_csv(
            head + "A,,ore,,,10,,,,\nA,,component,Cu,,,1,%," + number + ",t\n", "m.csv"))
            << number;
    }
}

TEST(CsvAttack, ManyMinesAndProductsAreReadRowByRow) {
    std::string text = "mine,period,row,component,product,tonnes,grade,unit\n";
    for (int n = 0; n < 5'000; ++n) text += "M" + std::to_string(n) + ",,ore,,,10,,\n";
    text += "M0,,component,Cu,,,1,%\n";
    for (int n = 0; n < 20'000; ++n) text += "M0,,product,Cu,P" + std::to_string(n) + ",1,1,%\n";
    (void)io::mine_records_from_csv(text, "m.csv");
}

std::vector<BadText> bad_json() {
    std::vector<BadText> all = {
        {"empty", ""},
        {"nothing_but_brackets", times(100'000, "[")},
        {"nothing_but_objects", times(100'000, "{\"a\":")},
        {"a_word", "recipe"},
        {"a_number", "1e999"},
        {"nan", "{\"general\": {\"bench_height\": NaN}}"},
        {"infinity", "{\"general\": {\"bench_height\": 1e999}}"},
        {"giant_key", "{\"" + times(200'000, "k") + "\": 1}"},
        {"giant_text", "{\"schema\": \"" + times(200'000, "k") + "\"}"},
        {"broken_utf8", "{\"general\": {\"name\": \"\xff\xfe\"}}"},
        {"lone_surrogate", "{\"general\": {\"name\": \"\\ud800\"}}"},
        {"nul", std::string("{\"general\": \0}", 14)},
        {"key_twice", "{\"grid\": {}, \"grid\": {}}"},
        {"schema_below", "{\"schema\": -1}"},
        {"schema_beyond", "{\"schema\": 99999999999999999999}"},
        {"wrong_kinds", "{\"grid\": [], \"element\": 3, \"commodity\": \"Cu\"}"},
        {"empty_key", "{\"element\": {\"\": {}}}"},
        {"two_values", "{}{}"},
        {"ends_in_a_text", "{\"general\": {\"name\": \"never"},
    };
    std::string many = "{\"schema\": 1";
    for (int n = 0; n < 100'000; ++n) many += ",\"k" + std::to_string(n) + "\":" + std::to_string(n);
    all.push_back({"100_000_keys", many + "}"});
    std::string elements = "{\"element\": {\"E\": {}";
    for (int n = 0; n < 3'000; ++n) elements += ",\"E" + std::to_string(n) + "\":{}";
    all.push_back({"many_elements", elements + "}}"});
    return all;
}

TEST(JsonAttack, AnyRecipeEndsInARecipeOrAnErrorWithPlace) {
    for (const BadText& bad : bad_json()) {
        const auto read = project::recipe_from_json(bad.text, "r.json");
        if (read)
            (void)project::recipe_to_json(*read);
        else {
            EXPECT_EQ(read.error().place.file, "r.json") << bad.name;
        }
    }
}

TEST(JsonAttack, AnyMineRecordEndsInAnErrorWithPlace) {
    for (const BadText& bad : bad_json()) {
        const auto read = io::mine_records_from_json(bad.text, "m.json");
        ASSERT_FALSE(read) << bad.name;
        EXPECT_EQ(read.error().place.file, "m.json") << bad.name;
    }
}

TEST(JsonAttack, EveryCutOfARecipeIsRefused) {
    const std::string recipe = R"({"schema": 1, "general": {"name": "a \"b\" 铜", "bench_height": 1.5e1},)"
                               R"( "element": {"Cu": {"column": "Cu"}}, "grid": {"size_u": 10}})";
    ASSERT_TRUE(project::recipe_from_json(recipe, "r.json"));
    for (std::size_t size = 0; size < recipe.size(); ++size)
        EXPECT_FALSE(project::recipe_from_json(recipe.substr(0, size), "r.json")) << size;
}

TEST(JsonAttack, CoordinateSystemsAreCodesOrWkt) {
    const auto read = [](const std::string& crs) {
        return project::recipe_from_json("{\n \"general\": {\n  \"crs\": \"" + crs + "\"}}", "r.json");
    };
    for (const char* good : {"", "EPSG:4547", "epsg:32650", "ESRI:102012", "EPSG:32650+5773",
                             "LOCAL_CS[\\\"mine\\\",UNIT[\\\"metre\\\",1]]"})
        EXPECT_TRUE(read(good)) << good;
    for (const char* bad : {"http://127.0.0.1:9/crs",
                            "https://spatialreference.org/ref/epsg/4326/",
                            "/etc/passwd",
                            "file.prj",
                            "./x.prj",
                            "/vsicurl/http://127.0.0.1:9/x",
                            "ESRI::/etc/passwd",
                            "+proj=utm +zone=50",
                            "+proj=longlat +nadgrids=@/etc/passwd",
                            "proj=utm zone=50",
                            "+init=epsg:4326",
                            "EPSG:99999999",
                            "EPSG:",
                            "EPSG:4547;x",
                            "not a system",
                            "urn:ogc:def:crs:EPSG::4326",
                            "{\\\"type\\\":\\\"GeographicCRS\\\"}",
                            "IGNF:../../x",
                            "WGS84",
                            "GEOGCS[\\\"x\\\",EXTENSION[\\\"PROJ4\\\",\\\"+nadgrids=@x\\\"]]",
                            "GEOGCS[",
                            "PROJCS[\\\"x\\\"]"}) {
        const auto refused = read(bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().place.file, "r.json") << bad;
        EXPECT_EQ(refused.error().place.row, 3) << bad;
        EXPECT_EQ(refused.error().place.field, "general.crs") << bad;
    }
}

TEST(BlockTableAttack, AnySideCarOrTableEndsInAnErrorWithPlace) {
    const testing::TemporaryFolder folder;
    base::Progress progress;
    const std::string sound =
        R"({"format": "orelens-blocks", "version": 1, "geometry": {"origin": [0, 0, 0],)"
        R"( "block_size": [5, 5, 5], "count": [2, 2, 2], "azimuth_deg": 0, "dip_deg": 0,)"
        R"( "roll_deg": 0}, "columns": [{"name": "Cu", "type": "real", "unit": "%"}]})";
    const std::string table = "i,j,k,Cu\n0,0,0,1\n1,1,1,2\n";
    const auto read = [&](const std::string& csv, const std::string& sidecar) {
        folder.write("m.csv", csv);
        folder.write("m.csv.json", sidecar);
        return io::read_blocks(folder.file("m.csv"), progress);
    };
    ASSERT_TRUE(read(table, sound));
    for (const BadText& bad : bad_json()) EXPECT_FALSE(read(table, bad.text)) << bad.name;
    for (const BadText& bad : bad_tables()) EXPECT_FALSE(read(bad.text, sound)) << bad.name;
    const auto with = [&](const std::string& what, const std::string& instead) {
        std::string changed = sound;
        return changed.replace(changed.find(what), what.size(), instead);
    };
    for (const char* count :
         {"[0, 2, 2]", "[-2, 2, 2]", "[2147483647, 2147483647, 2147483647]", "[65536, 65536, 65536]",
          "[2000000000, 1, 1]", "[1e9, 1, 1]", "[9223372036854775807, 1, 1]", "[2, 2]", "7", "null"})
        EXPECT_FALSE(read(table, with("[2, 2, 2]", count))) << count;
    for (const char* size : {"[0, 5, 5]", "[-5, 5, 5]", "[1e-300, 5, 5]", "[1e300, 5, 5]", "[\"5\", 5, 5]"})
        EXPECT_FALSE(read(table, with("[5, 5, 5]", size))) << size;
    for (const char* row : {"2,0,0,1", "-1,0,0,1", "0,0,0", "0,0,0,1,2", "a,0,0,1", "99999999999,0,0,1",
                            "0,0,0,x", "0,0,0,1e999", "0.5,0,0,1", "\"0,0,0,1"})
        EXPECT_FALSE(read("i,j,k,Cu\n" + std::string(row) + "\n", sound)) << row;
}

}  // namespace
}  // namespace orelens
