#include "core/base/Printable.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/Error.h"

namespace orelens::base {
namespace {

TEST(Printable, ControlCharactersAreShown) {
    EXPECT_EQ(printable("plain ZK-01 钻孔 µ € 😀"), "plain ZK-01 钻孔 µ € 😀");
    EXPECT_EQ(printable("a\x1b[31mb\a\r\n\tc\x7f"), "a\\x1b[31mb\\x07\\x0d\\x0a\\x09c\\x7f");
    EXPECT_EQ(printable_lines("a\n\tb\r"), "a\n\tb\\x0d");
    EXPECT_EQ(printable("\u202Egpj.exe\u2066\u2028\u009b\ufeff"), "\\u202egpj.exe\\u2066\\u2028\\x9b\\ufeff");
    EXPECT_EQ(printable("\xff\xc0\x80|\xe4\xb8"), "\\xff\\xc0\\x80|\\xe4\\xb8");
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}

TEST(Printable, ErrorsStayInOneLine) {
    const Error error{ErrorKind::data,
                      Message("file.cannot_read", {{"reason", "x\nfake: all is well\x1b[2J"}}),
                      {.file = "a\nb\x1b.csv", .row = 3, .hole = "ZK\u202E\a"},
                      {}};
    const std::string words = describe(error, Language::english);
    for (const char c : words) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << words;
    EXPECT_EQ(words.find("\u202E"), std::string::npos);
    EXPECT_TRUE(words.starts_with("a\\x0ab\\x1b.csv:3: ZK\\u202e\\x07: "));
}

TEST(Printable, JsonKeepsItsMeaning) {
    const nlohmann::json json = {{"hole", "\u202E\x1b\x7f\u0085 钻孔"}};
    const std::string text = printable_json(json.dump());
    EXPECT_EQ(text.find("\u202E"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(text), json);
}

RC_GTEST_PROP(Printable, WhatIsShownSpeaksToNoTerminal, (const std::string& bytes)) {
    const std::string shown = printable(bytes);
    RC_ASSERT(std::ranges::none_of(shown, [](unsigned char c) { return c < 0x20 || c == 0x7f; }));
    RC_ASSERT(printable(shown) == shown);
}

}  // namespace
}  // namespace orelens::base
