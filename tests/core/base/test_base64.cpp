#include "core/base/Base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace orelens::base {
namespace {

TEST(Base64, TextsOfTheStandard) {
    // RFC 4648, section 10.
    const std::pair<const char*, const char*> known[] = {{"", ""},         {"f", "Zg=="},     {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},  {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : known) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
}

TEST(Base64, OtherTextsAreNone) {
    for (const char* text : {"Zg=", "Zg", "Z===", "====", "Zm9v Zg==", "Zm9*", "Zg==Zg==", "Zh==", "Zm9=", "Zm\n8="})
        EXPECT_FALSE(from_base64(text)) << text;
}

RC_GTEST_PROP(Base64, EveryTextReadsBackAsItWas, (const std::string& bytes)) {
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
}

}  // namespace
}  // namespace orelens::base
