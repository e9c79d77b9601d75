#include <gtest/gtest.h>

#include "core/base/JsonPlaces.h"

namespace orelens::base {
namespace {

TEST(JsonPlaces, EveryKeyAndValueKnowsItsPlace) {
    const auto root =
        parse_json("{\n  \"a\": [10, \"x\\\"y\"],\n\t\"铜\" : {\"b\":-1.5e2 , \"c\":null}\n}", "f");
    ASSERT_TRUE(root);
    const auto expect = [](const JsonSpot& spot, std::int64_t line, std::int64_t column) {
        EXPECT_EQ(spot.line, line);
        EXPECT_EQ(spot.column, column);
    };
    expect(root->spot, 1, 1);
    const JsonNode& list = *root->child("a");
    expect(list.key_spot, 2, 3);
    expect(list.spot, 2, 8);
    ASSERT_EQ(list.children.size(), 2U);
    expect(list.children[0].spot, 2, 9);
    expect(list.children[1].spot, 2, 13);
    EXPECT_EQ(std::get<std::string>(list.children[1].value), "x\"y");
    const JsonNode& object = *root->child("铜");
    expect(object.key_spot, 3, 2);
    expect(object.spot, 3, 8);
    expect(object.child("b")->spot, 3, 13);
    EXPECT_EQ(std::get<double>(object.child("b")->value), -150);
    EXPECT_EQ(object.child("c")->kind, JsonNode::Kind::null);
    expect(object.child("c")->spot, 3, 26);
    EXPECT_EQ(root->child("nothing"), nullptr);
}

TEST(JsonPlaces, ByteOrderMarkTakesNoColumn) {
    const auto root = parse_json("\xEF\xBB\xBF{\"a\": 1}", "f");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->spot.column, 1);
    EXPECT_EQ(root->child("a")->spot.column, 7);
}

struct Broken {
    const char* name;
    std::string text;
    std::int64_t line, column;
};
void PrintTo(const Broken& broken, std::ostream* out) {
    *out << broken.name;
}
class BrokenJson : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenJson, IsRefusedAtItsPlace) {
    const auto root = parse_json(GetParam().text, "f.json");
    ASSERT_FALSE(root);
    EXPECT_EQ(root.error().kind, ErrorKind::data);
    EXPECT_EQ(root.error().place.file, "f.json");
    EXPECT_EQ(root.error().place.row, GetParam().line);
    EXPECT_EQ(root.error().place.column, GetParam().column);
}

const Broken broken[] = {
    {"missing_comma", "{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3},
    {"missing_colon", "{\"a\" 1}", 1, 6},
    {"trailing_comma", "{\"a\": 1,\n}", 2, 1},
    {"bare_word", "{\"a\": yes}", 1, 7},
    {"single_quotes", "{'a': 1}", 1, 2},
    {"comment", "{\n// why\n\"a\": 1}", 2, 1},
    {"open_text", "{\"a\": \"never ends\n}", 1, 7},
    {"bad_escape", "{\"a\": \"\\q\"}", 1, 7},
    {"bad_number", "{\"a\": 1.}", 1, 7},
    {"ends_early", "{\"a\": [1, 2", 1, 12},
    {"empty", "", 1, 1},
    {"key_twice", "{\"a\": 1,\n \"a\": 2}", 2, 2},
    {"two_values", "{}\n{}", 2, 1},
    {"too_deep", std::string(65, '['), 1, 65},
};
INSTANTIATE_TEST_SUITE_P(Json, BrokenJson, ::testing::ValuesIn(broken),
                         [](const auto& one) { return std::string(one.param.name); });

std::string object_of(std::size_t keys) {
    std::string text = "{";
    for (std::size_t n = 0; n < keys; ++n) text += (n > 0 ? ",\"k" : "\"k") + std::to_string(n) + "\":1";
    return text + "}";
}

TEST(JsonPlaces, KeysAreComparedAsOftenAsTheyAreMany) {
    std::uint64_t last = 0;
    for (std::size_t keys = 1000; keys <= 8000; keys *= 2) {
        JsonWork work;
        ASSERT_TRUE(parse_json(object_of(keys), "f", &work));
        EXPECT_LE(work.key_comparisons, 2 * keys);
        EXPECT_LE(work.key_comparisons, 3 * std::max<std::uint64_t>(last, 1000));
        last = work.key_comparisons;
    }
}

TEST(JsonPlaces, KeysAndValuesAreBounded) {
    EXPECT_TRUE(parse_json(object_of(most_json_keys), "f"));
    const auto keys = parse_json(object_of(100'000), "f");
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().what.key, "json.too_many_keys");
    EXPECT_GT(keys.error().place.column, 0);
    std::string list = "[0";
    for (std::size_t n = 0; n < most_json_values; ++n) list += ",0";
    const auto values = parse_json(list + "]", "f");
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().what.key, "json.too_many_values");
}

TEST(JsonPlaces, NestingWithoutEndIsRefused) {
    for (const char* open : {"[", "{\"a\":"}) {
        std::string text;
        for (int n = 0; n < 100'000; ++n) text += open;
        const auto root = parse_json(text, "f");
        ASSERT_FALSE(root);
        EXPECT_EQ(root.error().what.key, "json.too_deep");
    }
}

TEST(JsonPlaces, HugeWholeNumbersBecomeReals) {
    const auto root = parse_json("[9223372036854775807, 9223372036854775808]", "f");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->children[0].kind, JsonNode::Kind::integer);
    EXPECT_EQ(root->children[1].kind, JsonNode::Kind::real);
}

}  // namespace
}  // namespace orelens::base
