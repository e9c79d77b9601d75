#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/base/FileNature.h"
#include "core/base/Text.h"

namespace orelens::base {
namespace {

using namespace std::string_literals;

struct Case {
    const char* name;
    std::string head;
    FileNature nature;
};
const std::vector<Case>& cases() {
    static const std::vector<Case> list{
        {"nothing", "", FileNature::empty},
        {"table", "HOLE,FROM,TO,Cu\nA,0,1,0.5\n", FileNature::text},
        {"Chinese GBK", "\xBF\xD7\xBA\xC5,\xB6\xAB,\xB1\xB1\n", FileNature::text},
        {"UTF-16 with a mark", "\xFF\xFEH\0O\0L\0E\0"s, FileNature::text},
        {"UTF-16 without", "H\0O\0L\0E\0,\0F\0R\0O\0M\0\n\0"s, FileNature::text},
        {"BM as a word", "BM,FROM,TO\nBM-1,0,1\n", FileNature::text},
        {"a column of LASF", "LASF,ZONE\n1,2\n", FileNature::text},
        {"PNG", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, FileNature::png},
        {"JPEG", "\xFF\xD8\xFF\xE0\0\x10JFIF"s, FileNature::jpeg},
        {"bitmap", "BM\x36\0\0\0\0\0\0\0\x36\0\0\0"s, FileNature::bmp},
        {"PDF", "%PDF-1.7\n%\xE2\xE3", FileNature::pdf},
        {"GeoTIFF", "II*\0\x08\0\0\0"s, FileNature::tiff},
        {"workbook", "PK\x03\x04\x14\0\x06\0\x08\0\0\0[Content_Types].xml"s, FileNature::xlsx},
        {"document", "PK\x03\x04\x14\0\0\0\0\0word/document.xml"s, FileNature::docx},
        {"archive", "PK\x03\x04\x14\0\0\0\0\0data/collar.csv"s, FileNature::zip},
        {"old workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"s, FileNature::ole},
        {"Access", "\0\1\0\0Standard ACE DB\0"s, FileNature::access},
        {"database", "SQLite format 3\0\x10\0"s, FileNature::sqlite},
        {"geoh5", "\x89HDF\r\n\x1A\n\0"s, FileNature::hdf5},
        {"OMF", "\x84\x83\x82\x81OMF-v0.9.0", FileNature::omf},
        {"VDB", " BDV\0\0\0\0\xE0\0\0\0"s, FileNature::vdb},
        {"program", "\x7F\x45LF\2\1\1\0"s, FileNature::program},
        {"drawing", "AC1027\0\0\0\0\0\1"s, FileNature::dwg},
        {"VTK of the old kind", "# vtk DataFile Version 4.2\nmodel\nASCII\n", FileNature::legacy_vtk},
        {"a comment on vtk", "# vtk model, exported\nx,y,z\n", FileNature::text},
        {"anything", "\1\2\3\0\4\5\6\7"s, FileNature::binary}};
    return list;
}

TEST(FileNature, IsToldByTheFirstBytes) {
    for (const Case& one : cases()) EXPECT_EQ(nature_of(one.head), one.nature) << one.name;
}

TEST(FileNature, EveryOneHasWordsInBothLanguages) {
    std::set<std::string> keys;
    for (int n = 1; n <= static_cast<int>(FileNature::binary); ++n) {
        const Message words = nature_words(static_cast<FileNature>(n));
        ASSERT_FALSE(words.key.empty()) << n;
        EXPECT_TRUE(keys.insert(words.key).second) << words.key;
        for (const Language language : {Language::english, Language::chinese})
            EXPECT_NE(text(words, language), words.key) << words.key;
    }
    EXPECT_TRUE(nature_words(FileNature::text).key.empty());
}

TEST(FileNature, OnlyTextPassesForText) {
    EXPECT_TRUE(expect_text("a,b\n", "t.csv", "nature.want_table").has_value());
    const auto refused = expect_text("\x89PNG\r\n\x1A\n"s, "t.csv", "nature.want_table");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().what.key, "nature.png");
    EXPECT_EQ(refused.error().place.file, "t.csv");
    EXPECT_EQ(refused.error().fix.key, "nature.want_table");
}

TEST(FileNature, DatabasesSayHowLargeTheyAre) {
    std::string head(100, '\0');
    head.replace(0, 16, "SQLite format 3\0"s);
    head.replace(16, 2, "\x10\0"s);      // pages of 4096
    head.replace(24, 4, "\0\0\0\7"s);    // counter
    head.replace(28, 4, "\0\0\0\3"s);    // three pages
    head.replace(92, 4, "\0\0\0\7"s);    // the count is of this counter
    EXPECT_EQ(sqlite_size(head), 3U * 4096);
    head.replace(16, 2, "\0\1"s);
    EXPECT_EQ(sqlite_size(head), 3U * 65536);
    head.replace(92, 4, "\0\0\0\6"s);
    EXPECT_FALSE(sqlite_size(head).has_value());
    EXPECT_FALSE(sqlite_size(head.substr(0, 50)).has_value());
    EXPECT_FALSE(sqlite_size("HOLE,FROM").has_value());
}

}  // namespace
}  // namespace orelens::base
