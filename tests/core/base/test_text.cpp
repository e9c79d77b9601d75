// Words: every key exists in both languages with the same placeholders, and every key the sources use exists.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/Error.h"
#include "core/base/Text.h"

namespace orelens::base {
namespace {
namespace fs = std::filesystem;

std::set<std::string> placeholders(const std::string& words) {
    std::set<std::string> found;
    static const std::regex pattern("\\{([a-z_0-9]+)\\}");
    for (std::sregex_iterator it(words.begin(), words.end(), pattern), end; it != end; ++it)
        found.insert((*it)[1]);
    return found;
}

std::string source_text(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return std::regex_replace(text.str(), std::regex("//[^\n]*"), "");
}

/// The wordings as they are written, forms and all.
std::map<std::string, Bilingual> catalogue_of_sources() {
    std::map<std::string, Bilingual> all;
    for (const auto& entry : fs::directory_iterator(fs::path(ORELENS_SOURCE_DIR) / "resources/texts")) {
        std::ifstream file(entry.path());
        const nlohmann::json catalogue = nlohmann::json::parse(file);
        for (const auto& [key, words] : catalogue.items())
            all[key] = {words.at("en"), words.at("zh")};
    }
    return all;
}

TEST(Text, EveryKeyHasBothLanguagesWithTheSamePlaceholders) {
    ASSERT_FALSE(text_keys().empty());
    for (const std::string& key : text_keys()) {
        const std::string en = text(key, Language::english);
        const std::string zh = text(key, Language::chinese);
        EXPECT_FALSE(en.empty()) << key;
        EXPECT_FALSE(zh.empty()) << key;
        EXPECT_EQ(placeholders(en), placeholders(zh)) << key;
    }
}

TEST(Text, NoKeyStandsTwice) {
    std::map<std::string, std::string> file_of;
    for (const auto& entry : fs::directory_iterator(fs::path(ORELENS_SOURCE_DIR) / "resources/texts")) {
        std::ifstream file(entry.path());
        const auto look = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
            if (depth == 1 && event == nlohmann::json::parse_event_t::key) {
                const auto [known, fresh] = file_of.emplace(parsed.get<std::string>(), entry.path().filename().string());
                EXPECT_TRUE(fresh) << known->first << " in " << entry.path().filename() << " and in " << known->second;
            }
            return true;
        };
        ASSERT_TRUE(nlohmann::json::parse(file, look).is_object());
    }
    EXPECT_EQ(file_of.size(), text_keys().size());
}

TEST(Text, EveryKeyNamedInTheSourcesExists) {
    const std::vector<std::string> keys = text_keys();
    const std::set<std::string> known(keys.begin(), keys.end());
    static const std::regex use("Message\\(\\s*\"([a-z_]+\\.[a-zA-Z_0-9.]+)\"(?!\\s*\\+)");
    int uses = 0;
    for (const char* room : {"core", "ui", "app"})
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(ORELENS_SOURCE_DIR) / room)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h") continue;
            const std::string source = source_text(entry.path());
            for (std::sregex_iterator it(source.begin(), source.end(), use), end; it != end; ++it, ++uses)
                EXPECT_TRUE(known.contains((*it)[1])) << entry.path() << " uses " << (*it)[1];
        }
    EXPECT_GT(uses, 3);
}

TEST(Text, ArgumentsAreFilledInAndMissingOnesStayVisible) {
    EXPECT_EQ(text(Message("param.out_of_range", {{"value", "7"}}), Language::english),
              "7 lies outside {range}");
    EXPECT_EQ(text(Message("no.such_key", {{"a", "1"}}), Language::english), "no.such_key a=1");
}

/// Findings and failures are read from project files, keys and all.
TEST(Text, KeysOfOthersBringNoControlCharacters) {
    const Message unknown("\x1b[2J\nkey", {{"\x1b]name", "\x07value"}});
    EXPECT_EQ(text(unknown, Language::english), "\\x1b[2J\nkey \\x1b]name=\\x07value");
    const Message words("(both)", {{"en", "\x1b[2Jred"}, {"zh", "\x1b[2J红"}});
    EXPECT_EQ(text(words, Language::english), "\\x1b[2Jred");
    EXPECT_EQ(text(words, Language::chinese), "\\x1b[2J红");
    const std::string line = describe({ErrorKind::data, unknown, {}, Message("\x9b\r")}, Language::english);
    EXPECT_EQ(line.find_first_of("\x1b\x07\n\r"), std::string::npos) << line;
}

TEST(Error, DescribesThePlace) {
    const Error error{ErrorKind::data, Message("param.missing"), {.file = "a.csv", .row = 3, .column = 2}, Message()};
    EXPECT_EQ(describe(error, Language::english), "a.csv:3:2: a value is needed here");
}

TEST(Text, OneOfAThingIsToldInTheSingular) {
    const auto told = [](const char* count) {
        return text(Message("cli.trust.open_errors", {{"errors", count}}), Language::english);
    };
    EXPECT_EQ(told("1"), "1 error is open: see check");
    for (const char* many : {"0", "2", "11", "1,001", "1.0", "–"})
        EXPECT_EQ(told(many), std::string(many) + " errors are open: see check");
    EXPECT_EQ(text("cli.trust.open_errors", Language::english), "{errors} errors are open: see check");
    EXPECT_EQ(text(Message("ui.badge.blocks", {{"blocks", "1"}}), Language::english), "1 block");
    EXPECT_EQ(text(Message("cli.trust.open_errors", {{"errors", "1"}}), Language::chinese).find('|'), std::string::npos);
}

/// A count before a plural noun declares its singular; both forms are there, of an argument that the text has.
TEST(Text, EveryCountDeclaresItsSingular) {
    static const std::regex counted(
        "\\{(count|blocks|cells|holes|files|errors|warnings|findings|rows|samples|pieces|faces|triangles|composites|"
        "records)\\} (?:more |empty |assay |grid )?([a-z]+s)\\b");
    static const std::regex form("\\{([a-z_0-9]+)\\|([^|{}]*)\\|([^|{}]*)\\}");
    static const std::regex opened("\\{[a-z_0-9]+\\|");
    static const std::set<std::string> verbs{"is", "has", "was", "lies", "does"};
    int forms = 0;
    for (const auto& [key, words] : catalogue_of_sources()) {
        for (std::sregex_iterator it(words.en.begin(), words.en.end(), counted), end; it != end; ++it)
            EXPECT_TRUE(verbs.contains((*it)[2])) << key << ": " << words.en;
        const std::set<std::string> known = placeholders(words.en);
        for (std::sregex_iterator it(words.en.begin(), words.en.end(), form), end; it != end; ++it, ++forms) {
            EXPECT_TRUE(known.contains((*it)[1])) << key << ": " << words.en;
            EXPECT_NE((*it)[2], (*it)[3]) << key;
        }
        const auto found = [](const std::string& text, const std::regex& what) {
            return std::distance(std::sregex_iterator(text.begin(), text.end(), what), std::sregex_iterator());
        };
        EXPECT_EQ(found(words.en, opened), found(words.en, form)) << key << ": " << words.en;
        EXPECT_EQ(found(words.zh, opened), 0) << key;
    }
    EXPECT_GT(forms, 200);
}

TEST(Text, CountsAreGroupedByThousands) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999.6), "1,000");
    EXPECT_EQ(grouped(990000), "990,000");
    EXPECT_EQ(grouped(-123456), "-123,456");
    EXPECT_EQ(grouped(1e9), "1,000,000,000");
}

/// What English counts ("{blocks} {blocks|block|blocks}") is grouped in both languages; names and what is written
/// out already stay as they are.
TEST(Text, WhatIsCountedIsGroupedInSentences) {
    const auto told = [](const char* count, Language language) {
        return text(Message("ui.badge.blocks", {{"blocks", count}}), language);
    };
    EXPECT_EQ(told("75006", Language::english), "75,006 blocks");
    EXPECT_NE(told("75006", Language::chinese).find("75,006"), std::string::npos);
    EXPECT_EQ(told("5865", Language::english), "5,865 blocks");
    EXPECT_EQ(told("999", Language::english), "999 blocks");
    EXPECT_EQ(told("75,006", Language::english), "75,006 blocks");
    EXPECT_EQ(text(Message("ui.tables.some", {{"count", "12345"}, {"all", "123456"}}), Language::english), "12,345 of 123,456 rows");
    EXPECT_EQ(told("1234567.5", Language::english), "1234567.5 blocks");
    EXPECT_EQ(text(Message("param.out_of_range", {{"value", "75006"}}), Language::english), "75006 lies outside {range}");
}

}  // namespace
}  // namespace orelens::base
