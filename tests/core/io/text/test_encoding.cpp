// Texts of many languages in the encodings that Windows and others write them in, as short as a lithology
// table is. The bytes are made by iconv from what is written here, so the right answer is the text itself.
#include "core/io/text/Encoding.h"

#include <iconv.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "core/io/text/TextFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using base::TextEncoding;

std::string encoded(std::string text, const char* encoding) {
    const iconv_t handle = iconv_open(encoding, "UTF-8");
    EXPECT_NE(handle, reinterpret_cast<iconv_t>(-1)) << encoding;
    std::string out(4 * text.size() + 16, '\0');
    char *from = text.data(), *to = out.data();
    std::size_t left = text.size(), room = out.size();
    EXPECT_NE(iconv(handle, &from, &left, &to, &room), static_cast<std::size_t>(-1))
        << encoding << " " << text;
    iconv_close(handle);
    out.resize(out.size() - room);
    return out;
}

/// A lithology table with the codes given, each twice.
std::string table(const std::vector<const char*>& codes) {
    std::string out = "HOLE,FROM,TO,LITH\n";
    for (int turn = 0; turn < 2; ++turn)
        for (std::size_t n = 0; n < codes.size(); ++n)
            out += "A" + std::to_string(turn) + "," + std::to_string(n * 10) + "," +
                   std::to_string(n * 10 + 10) + "," + codes[n] + "\n";
    return out;
}

struct Sample {
    const char* encoding;
    std::vector<const char*> codes;
};

const std::vector<Sample>& samples() {
    static const std::vector<Sample> all{
        {"GB18030", {"矽卡岩", "花岗岩"}},
        {"GB18030", {"砂岩"}},
        {"GB18030", {"粉砂岩", "泥岩", "含砾粗砂岩"}},
        {"GB18030", {"第四系", "灰岩", "大理岩", "闪长玢岩"}},
        {"GB18030", {"黄铁矿化", "绢云母化", "辉钼矿"}},
        {"GB18030", {"ZK1孔蚀变带", "Cu矿体", "破碎带（F1）"}},
        {"GB18030", {"煤", "矸石", "炭质泥岩"}},
        {"GB18030", {"銅礦", "鐵礦"}},
        {"GB18030", {"石英脈", "角礫岩", "斷層泥"}},
        {"BIG5", {"銅礦", "鐵礦"}},
        {"BIG5", {"花崗岩", "石灰岩", "砂岩"}},
        {"BIG5", {"斷層帶", "變質岩", "頁岩"}},
        {"CP1252", {"Formação", "Alteração"}},
        {"CP1252", {"Größe A", "Übergang"}},
        {"CP1252", {"Grès", "Marne à gypse", "Calcaire altéré"}},
        {"CP1252", {"Arenito", "Minério de ferro", "Canga", "Itabirito anfibolítico", "Filão", "Óxido"}},
        {"CP1252", {"Diorita cuarcífera", "Brecha", "Año 2020", "Óxidos"}},
        {"CP1252", {"Gänge", "Löß", "Süßwasserkalk", "Tonschiefer"}},
        {"CP1252", {"Rørvik", "Sør", "grønnstein"}},
        {"CP1252", {"Jämtland", "malmkropp å", "grönsten"}},
        {"CP1252", {"FORMAÇÃO", "ALTERAÇÃO"}},
        {"CP1250", {"Piaskowiec drobnoziarnisty", "Węgiel brunatny", "Żwir", "Ił łupkowy"}},
        {"CP1250", {"Łupek miedzionośny", "Wapień", "Złoże"}},
        {"CP1250", {"Pískovec", "Břidlice", "Žula", "Křemen", "Uhlí"}},
        {"CP1250", {"Szénréteg kőzet", "Mészkő", "Agyagpala", "Vörös"}},
        {"CP1251", {"Глубина", "Руда", "Песчаник"}},
        {"CP1251", {"известняк", "гранит", "порода"}},
        {"CP1251", {"ГРАНИТ", "ДИОРИТ", "СКАРН"}},
        {"CP1251", {"Скважина", "медь", "железо", "кварц-серицитовый сланец"}},
    };
    return all;
}

TEST(Encoding, the_text_comes_back_as_written) {
    for (const Sample& sample : samples()) {
        const std::string wanted = table(sample.codes);
        SCOPED_TRACE(std::string(sample.encoding) + " " + wanted);
        const auto read = to_utf8(encoded(wanted, sample.encoding), "f");
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->text, wanted) << read->encoding;
        EXPECT_EQ(read->doubts.strays, 0);
        EXPECT_FALSE(read->doubts.sample.empty());
        // Also with marks and byte orders that decide at once.
        EXPECT_EQ(to_utf8(wanted, "f")->encoding, "UTF-8");
        EXPECT_EQ(to_utf8("\xEF\xBB\xBF" + wanted, "f")->text, wanted);
        for (const char* wide : {"UTF-16LE", "UTF-16BE"}) {
            EXPECT_EQ(to_utf8(encoded(wanted, wide), "f")->text, wanted) << wide << " without a mark";
            EXPECT_EQ(to_utf8(encoded("\xEF\xBB\xBF" + wanted, wide), "f")->text, wanted) << wide;
        }
        EXPECT_EQ(to_utf8(encoded("\xEF\xBB\xBF" + wanted, "UTF-32LE"), "f")->text, wanted);
    }
}

/// One word alone in a file is the hardest case: nothing else to go by, and the same bytes can be two words.
TEST(Encoding, single_words) {
    const std::vector<Sample> words{
        {"GB18030",
         {"铜矿",     "铁矿石", "砂岩",   "灰岩",   "板岩",   "千枚岩",   "大理岩",   "花岗斑岩",   "石英脉",
          "矽卡岩",   "角砾岩", "断层",   "破碎带", "蚀变岩", "黄铜矿",   "闪锌矿",   "方铅矿",     "辉钼矿",
          "白钨矿",   "锡石",   "磁铁矿", "赤铁矿", "褐铁矿", "菱铁矿",   "第四系",   "表土",       "粘土",
          "泥岩",     "页岩",   "粉砂岩", "砾岩",   "煤层",   "凝灰岩",   "安山岩",   "玄武岩",     "流纹岩",
          "闪长岩",   "辉长岩", "橄榄岩", "蛇纹岩", "片麻岩", "片岩",     "石英岩",   "混合岩",     "孔号",
          "样品编号", "品位",   "工程号", "深度",   "方位角", "倾角",     "标高",     "坐标",       "围岩",
          "夹石",     "矿体",   "氧化矿", "硫化矿", "原生矿", "低品位矿", "边界品位", "岩心采取率", "备注",
          "未见矿",   "终孔"}},
        {"CP1252",
         {"Größe",
          "Übergang",
          "Gänge",
          "Löß",
          "Kalkspat führend",
          "Formação",
          "Alteração",
          "Minério",
          "Filão",
          "Óxido",
          "Grès",
          "Altéré",
          "Calcaire fossilifère",
          "Brèche",
          "Señal",
          "Cuarcífera",
          "Brecha hidrotermal ó",
          "Année",
          "Échantillon",
          "Profundidade até",
          "Médio",
          "Höhe"}},
        {"CP1250",
         {"Węgiel", "Łupek", "Żwir", "Wapień dolomityczny wąski", "Złoże", "Břidlice", "Žula", "Křemen"}},
        {"CP1251", {"Глубина", "Руда", "известняк", "песчаник", "гранит", "Скважина", "медь", "железо"}},
        {"BIG5", {"銅礦石", "花崗岩", "斷層帶", "石灰岩", "變質岩"}}};
    int tried = 0;
    std::string misread, unsaid;
    int wrong = 0;
    for (const Sample& sample : words)
        for (const char* word : sample.codes) {
            ++tried;
            const std::string wanted = table({word});
            const auto read = to_utf8(encoded(wanted, sample.encoding), "f");
            ASSERT_TRUE(read.has_value()) << word;
            if (read->text == wanted) continue;
            ++wrong;
            // Where nothing can tell, the right word is among those that are offered.
            const bool offered =
                std::ranges::any_of(read->doubts.readings, [&](const EncodingReading& reading) {
                    return reading.encoding == sample.encoding &&
                           reading.sample.find(word) != std::string::npos;
                });
            if (!offered) unsaid += std::string(sample.encoding) + " " + word + "\n";
            misread += std::string(sample.encoding) + " " + word + " read as " + read->encoding + "\n";
        }
    EXPECT_LE(wrong * 20, tried) << misread;
    EXPECT_EQ(unsaid, "");
}

TEST(Encoding, the_statement_counts) {
    const auto choices = {TextEncoding::gb18030, TextEncoding::big5,   TextEncoding::cp1250,
                          TextEncoding::cp1251,  TextEncoding::cp1252, TextEncoding::cp437,
                          TextEncoding::cp852,   TextEncoding::euc_jp, TextEncoding::macroman};
    for (const Sample& sample : samples()) {
        const std::string wanted = table(sample.codes), bytes = encoded(wanted, sample.encoding);
        for (const TextEncoding choice : choices)
            if (encoding_name(choice) == std::string(sample.encoding)) {
                const auto read = to_utf8(bytes, "f", nullptr, choice);
                EXPECT_EQ(read->text, wanted);
                EXPECT_EQ(read->encoding, sample.encoding);
                EXPECT_EQ(read->doubts.rival, "");
            }
    }
    const std::string german = encoded(
        "Gr\xC3\xB6\xC3\x9F"
        "e",
        "CP1252");
    EXPECT_EQ(to_utf8(german, "f", nullptr, TextEncoding::cp850)->encoding, "CP850");
    for (const auto& [choice, name] : {std::pair{TextEncoding::macroman, "MACINTOSH"}, {TextEncoding::cp852, "CP852"}}) {
        const std::string accents = encoded("Pr\xC3\xA9sence", name);
        EXPECT_EQ(to_utf8(accents, "f", nullptr, choice)->text, "Pr\xC3\xA9sence") << name;
    }
    EXPECT_EQ(to_utf8("孔号", "f", nullptr, TextEncoding::gb18030)->text, "孔号") << "UTF-8 beyond doubt";
    EXPECT_EQ(to_utf8("\xEF\xBB\xBFGr\xC3\xB6\xC3\x9F"
                      "e",
                      "f", nullptr, TextEncoding::gb18030)
                  ->text,
              "Größe")
        << "marked";
    EXPECT_EQ(to_utf8("plain", "f", nullptr, TextEncoding::gb18030)->encoding, "UTF-8");
    EXPECT_EQ(to_utf8("\xB0\xB0\xB0 \xFF\xFF\xFF", "f", nullptr, TextEncoding::utf8).error().what.key,
              "io.broken_encoding");
}

TEST(Encoding, japanese_and_korean_are_read_or_named) {
    for (const Sample& sample : {Sample{"CP932", {"花崗岩です", "かんらん岩", "ボーリング"}},
                                 {"EUC-JP", {"かんらん岩", "ボーリング", "れき"}},
                                 {"CP949", {"화강암", "석회암층", "광석 시료"}}}) {
        const std::string wanted = table(sample.codes);
        const auto read = to_utf8(encoded(wanted, sample.encoding), "f");
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->text, wanted) << read->encoding << "\n" << read->text;
    }
}

TEST(Encoding, a_stray_byte_does_not_change_the_encoding) {
    const std::string good = table({"矽卡岩", "花岗岩"});
    const auto one = to_utf8(good + "ZK2,20,21,\xE9\nend\n\xA0", "f");
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->encoding, "UTF-8");
    EXPECT_EQ(one->text, good + "ZK2,20,21,\xEF\xBF\xBD\nend\n\xEF\xBF\xBD");
    EXPECT_EQ(one->doubts.strays, 2);
    EXPECT_THAT(one->doubts.stray_lines, ::testing::ElementsAre(6, 8));
    EXPECT_FALSE(without_strays(*one, "f").has_value());
    EXPECT_EQ(without_strays(*one, "f").error().place.row, 6);
    const auto cut = to_utf8(encoded(good, "GB18030") + "\xB2", "f");
    EXPECT_EQ(cut->encoding, "GB18030") << "cut off inside a character";
    EXPECT_EQ(cut->doubts.strays, 1);
}

TEST(Encoding, one_stray_byte_beside_little_chinese_is_told_with_its_place) {
    for (const char* word : {"铜", "孔号", "品位", "矽卡岩", "孔號", "（%）", "Größe", "м³/т"})
        for (int byte = 0x80; byte <= 0xFF; ++byte)
            for (const char* place : {"ZK@2,0,1,2", "ZK2,0,1,@", "ZK2@,0,1,"}) {
                const std::string head = "HOLE,FROM,TO," + std::string(word) + "\nZK1,0,1,2\n";
                std::string bytes = head + place + "\nZK3,0,1,2\n", wanted = bytes;
                const std::size_t at = bytes.find('@');
                bytes[at] = static_cast<char>(byte);
                wanted.replace(at, 1, "\xEF\xBF\xBD");
                const auto read = to_utf8(bytes, "f");
                ASSERT_TRUE(read.has_value()) << word << " " << byte;
                ASSERT_EQ(read->encoding, "UTF-8") << word << " " << byte << " " << place;
                ASSERT_EQ(read->text, wanted);
                ASSERT_EQ(read->doubts.strays, 1);
                ASSERT_EQ(stray_places(read->doubts), "3:" + std::to_string(at - head.size() + 1));
            }
    // The same byte in every row is one fault, however little there is beside it.
    std::string many = "孔号,自,至,Cu\n";
    for (int n = 0; n < 30; ++n) many += "ZK1," + std::to_string(n) + "," + std::to_string(n + 1) + ",\xA0\n";
    const auto read = to_utf8(many, "f");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->encoding, "UTF-8");
    EXPECT_EQ(read->doubts.strays, 30);
    EXPECT_EQ(stray_places(read->doubts), "2:9, 3:9, 4:9, 5:9, 6:9 …");
}

TEST(Encoding, two_characters_of_gbk_may_look_like_utf8) {
    // The well-known one is 联通: its four bytes are valid UTF-8 of nothing anybody writes.
    const std::string bytes = encoded("矿体,联通\n", "GB18030");
    EXPECT_EQ(to_utf8(bytes, "f")->text, "矿体,联通\n");
    EXPECT_EQ(to_utf8("Gr\xC3\xB6\xC3\x9F"
                      "e,1\n",
                      "f")
                  ->text,
              "Größe,1\n");
    EXPECT_EQ(to_utf8("Руда,1\n", "f")->encoding, "UTF-8");
}

TEST(Encoding, two_byte_headers_of_gbk_that_are_valid_utf8) {
    for (const char* word : {"品位", "铜"}) {
        const auto read = to_utf8(encoded(table({word}), "GB18030"), "f");
        EXPECT_THAT(read->text, ::testing::HasSubstr(word)) << read->encoding;
    }
    // What people write in UTF-8 with two bytes a letter stays what it is, and without a doubt.
    for (const char* word : {"é", "Ö", "°", "µg", "m³", "±", "β", "медь", "Ł", "ș", "e\xCC\x81tage"}) {
        const auto read = to_utf8(table({word}), "f");
        EXPECT_EQ(read->encoding, "UTF-8") << word;
        EXPECT_TRUE(read->doubts.readings.empty()) << word;
    }
}

TEST(Encoding, degrees_and_powers_in_headers_are_western) {
    const std::string wanted = "hole,Azimuth (°),density t/m³,µg/g\n";
    EXPECT_EQ(to_utf8(encoded(wanted, "CP1252"), "f")->text, wanted);
    const std::string degrees = "hole,Azimuth (°),Dip (°)\n";
    EXPECT_EQ(to_utf8(encoded(degrees, "CP1252"), "f")->text, degrees);
}

TEST(Encoding, a_near_rival_is_named) {
    // One letter that is ordinary in both: nobody can say.
    const auto read = to_utf8("HOLE,NAME\n1,ab\xEA\n", "f");
    ASSERT_TRUE(read.has_value());
    EXPECT_NE(read->doubts.rival, "");
    EXPECT_THAT(read->doubts.sample, ::testing::StartsWith("1,ab"));
    ASSERT_FALSE(read->doubts.readings.empty());
    EXPECT_EQ(read->doubts.readings.front().encoding, read->doubts.rival);
    EXPECT_THAT(read->doubts.readings.front().sample, ::testing::StartsWith("1,ab"));
    EXPECT_NE(read->doubts.readings.front().sample, read->doubts.sample);
    for (const EncodingReading& reading : read->doubts.readings) EXPECT_NE(stated_name(reading.encoding), "");
    // Plenty of letters leave no doubt.
    EXPECT_TRUE(to_utf8(encoded(table({"花岗岩", "矽卡岩", "石英脉", "黄铁矿化"}), "GB18030"), "f")
                    ->doubts.readings.empty());
}

TEST(Encoding, the_shared_cases) {
    ORELENS_SHARED(folder, "cases/02-encoding");
    const std::map<std::string, std::vector<const char*>> codes{
        {"a-gbk-common", {"矽卡岩", "花岗岩"}},
        {"c-gbk-traditional", {"銅礦", "鐵礦"}},
        {"d-cp1252-portuguese", {"Formação", "Alteração"}},
        {"e-cp1252-german", {"Größe A", "Übergang"}},
        {"i-utf8-one-bad-byte", {"矽卡岩", "花岗岩"}}};
    for (const auto& [name, words] : codes) {
        const auto read = read_text((folder / (name + "_litho.csv")).string());
        ASSERT_TRUE(read.has_value()) << name;
        for (const char* word : words) EXPECT_THAT(read->text, ::testing::HasSubstr(word)) << read->encoding;
        EXPECT_EQ(read->doubts.strays, name.starts_with("i-") ? 1 : 0);
    }
}

RC_GTEST_PROP(Encoding, whatever_comes_out_is_utf8, (std::string bytes)) {
    for (const auto stated : {TextEncoding::detect, TextEncoding::gb18030, TextEncoding::cp1252}) {
        const auto read = to_utf8(bytes, "f", nullptr, stated);
        if (read) RC_ASSERT(is_utf8(read->text));
    }
}

}  // namespace
}  // namespace orelens::io
