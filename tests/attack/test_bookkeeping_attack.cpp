// Bookkeeping from strangers (a project's state, heads of its results, the list of a delivery, a lock): read
// or left aside, never a crash, and never a number that was cast from one that does not fit.
#include <gtest/gtest.h>

#include <limits>

#include "core/base/System.h"
#include "core/project/Delivery.h"
#include "core/project/FileLock.h"
#include "core/project/StateJson.h"
#include "core/project/StorePack.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

const base::Progress quiet;

TEST(StateAttack, WhatIsNotUnderstoodIsLeftAside) {
    for (const char* text : {"",
                             "{",
                             "null",
                             "[]",
                             "7",
                             "\"x\"",
                             "{\"stages\": []}",
                             "{\"stages\": {\"import\": 1}}",
                             "{\"stages\": {\"import\": {\"fingerprint\": 1}}}",
                             "{\"stages\": {\"import\": {\"error\": 1}}}",
                             "{\"stages\": {\"import\": {\"error\": []}}}",
                             "{\"stages\": {\"import\": {\"error\": {\"kind\": 1e300}}}}",
                             "{\"stages\": {\"import\": {\"error\": {\"row\": 1e300}}}}",
                             "{\"stages\": {\"import\": {\"error\": {\"what\": {\"key\": 1}}}}}",
                             "{\"stages\": {\"import\": {\"error\": {\"what\": {\"args\": [[1]]}}}}}",
                             "{\"digests\": {\"a\": [[1e300, \"\"]]}}",
                             "{\"digests\": {\"a\": [1]}}",
                             "{\"digests\": {\"a\": [[]]}}",
                             "{\"digests\": []}",
                             "{\"results\": {\"import\": 1}}",
                             "{\"keys\": {\"variogram\": []}}",
                             "{\"files\": {\"a\": {}}}",
                             "{\"approved_findings\": {\"a\": 1}}",
                             "{\"model_source\": 1}",
                             "{\"model_source\": \"\xff\"}"}) {
        project::Project opened;
        const auto read = project::state_from_json(text, opened);
        EXPECT_TRUE(opened.results.stamps.empty()) << text;
        EXPECT_TRUE(read.digests.empty() || read.digests.begin()->second.empty()) << text;
        EXPECT_FALSE(opened.stale().empty()) << text;
        (void)project::state_to_json(opened, read.digests);
    }
}

TEST(StateAttack, KindsOfErrorsStayAmongThoseThereAre) {
    for (const char* kind : {"-1", "99", "9223372036854775807", "18446744073709551615"}) {
        project::Project opened;
        project::state_from_json(
            std::string("{\"stages\": {\"import\": {\"error\": {\"kind\": ") + kind + "}}}}", opened);
        ASSERT_TRUE(opened.failures.contains("import")) << kind;
        const auto read = static_cast<int>(opened.failures["import"].error.kind);
        EXPECT_TRUE(read >= 0 && read <= static_cast<int>(base::ErrorKind::internal)) << kind;
    }
}

TEST(StateAttack, WordsOfAFailureMoveNoCursor) {
    project::Project opened;
    project::state_from_json(
        R"json({"stages": {"import": {"error": {
            "what": {"key": "\u001b[2J", "args": [["\u0007", "\u009b"]]},
            "fix": {"key": "(both)", "args": [["en", "\u001b[31m"], ["zh", "\r\n"]]},
            "file": "\u001b]0;x", "hole": "\u202e", "field": "\u0008"}}}})json",
        opened);
    ASSERT_TRUE(opened.failures.contains("import"));
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const std::string line = base::describe(opened.failures["import"].error, language);
        for (const char c : line) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) << line;
        EXPECT_EQ(line.find("\xe2\x80\xae"), std::string::npos);
        EXPECT_EQ(line.find("\xc2\x9b"), std::string::npos);
    }
}

TEST(BlobAttack, HeadsAndStreamsThatPromiseWhatIsNotThere) {
    const std::string sound = *project::store::packed("s", "hello", quiet);
    ASSERT_EQ(project::store::unpacked("s", sound, quiet), "hello");
    const std::string stream = sound.substr(sound.find('\n') + 1);
    const std::string many = *project::store::packed("s", std::string(1 << 20, 'a'), quiet);
    const std::string long_stream = many.substr(many.find('\n') + 1);
    struct Bad {
        const char* name;
        std::string bytes;
    };
    const Bad bad[] = {
        {"empty", ""},
        {"no_line", "{\"shape\":\"s\",\"size\":5}"},
        {"no_json", "shape\n" + stream},
        {"no_object", "[\"s\", 5]\n" + stream},
        {"no_members", "{}\n" + stream},
        {"other_shape", "{\"shape\":\"t\",\"size\":5}\n" + stream},
        {"shape_is_a_number", "{\"shape\":5,\"size\":5}\n" + stream},
        {"negative_size", "{\"shape\":\"s\",\"size\":-5}\n" + stream},
        {"size_with_an_exponent", "{\"shape\":\"s\",\"size\":5e0}\n" + stream},
        {"size_as_text", "{\"shape\":\"s\",\"size\":\"5\"}\n" + stream},
        {"size_beyond_all_numbers", "{\"shape\":\"s\",\"size\":99999999999999999999}\n" + stream},
        {"size_of_everything", "{\"shape\":\"s\",\"size\":18446744073709551615}\n" + stream},
        {"size_too_small", "{\"shape\":\"s\",\"size\":4}\n" + stream},
        {"size_too_large", "{\"shape\":\"s\",\"size\":6}\n" + stream},
        {"a_megabyte_for_five", "{\"shape\":\"s\",\"size\":5}\n" + long_stream},
        {"no_stream", "{\"shape\":\"s\",\"size\":0}\n"},
        {"stream_of_zeros", "{\"shape\":\"s\",\"size\":5}\n" + std::string(64, '\0')},
        {"stream_with_a_dictionary", "{\"shape\":\"s\",\"size\":5}\n\x78\xbb\x01\x02\x03\x04"},
        {"deep_head", std::string(100'000, '[') + "\n" + stream},
        {"head_that_is_no_utf8", "{\"shape\":\"\xff\",\"size\":5}\n" + stream},
    };
    for (const Bad& one : bad) EXPECT_FALSE(project::store::unpacked("s", one.bytes, quiet)) << one.name;
    for (std::size_t size = 0; size < sound.size(); ++size)
        EXPECT_FALSE(project::store::unpacked("s", sound.substr(0, size), quiet)) << size;
}

TEST(BlobAttack, OneFlippedBitIsTheSameOrNothing) {
    const std::string plain = "some words, some words, some words and a number 12345";
    const std::string sound = *project::store::packed("s", plain, quiet);
    for (std::size_t bit = 0; bit < sound.size() * 8; ++bit) {
        std::string changed = sound;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto read = project::store::unpacked("s", changed, quiet);
        EXPECT_TRUE(!read || *read == plain) << bit;
    }
}

TEST(DeliveryAttack, AListOfAnotherHandIsRefusedOrStaysBelow) {
    const testing::TemporaryFolder folder;
    const auto read = [&](const std::string& text) {
        folder.write(project::delivery_list, text);
        return project::read_delivery(folder.path().string());
    };
    const auto with = [](const std::string& file) {
        return R"({"format": "orelens-delivery", "delivering": "", "program": "", "earlier": [], "files": [)" +
               file + "]}";
    };
    ASSERT_TRUE(read(with(R"({"name": "a.csv", "set": "a", "size": 1, "digest": ""})")));
    for (const char* file : {"1", "[]", "{}", R"({"name": 1, "set": "a", "size": 1, "digest": ""})",
                             R"({"name": "a", "set": "a", "size": 1e300, "digest": ""})",
                             R"({"name": "a", "set": "a", "size": 0.5, "digest": ""})",
                             R"({"name": "a", "set": "a", "size": "1", "digest": ""})",
                             R"({"name": "a", "set": null, "size": 1, "digest": ""})"})
        EXPECT_FALSE(read(with(file))) << file;
    for (const char* name : {"", "/etc/passwd", "..", "../a", "a/../../b", "a/..", "./../a"}) {
        const auto list =
            read(with(std::string(R"({"set": "a", "size": 1, "digest": "", "name": ")") + name + "\"}"));
        ASSERT_TRUE(list && *list) << name;
        EXPECT_TRUE((*list)->files.empty()) << name;
    }
    EXPECT_FALSE(read(std::string(100'000, '[')));
}

TEST(StateAttack, ASourceThatIsNotUtf8IsSavedAllTheSame) {
    project::Project opened, again;
    opened.model_source = "m\xff.vdb";
    opened.file_digests["\xfe.csv"] = "0123";
    project::state_from_json(project::state_to_json(opened, {}), again);
    EXPECT_EQ(again.model_source, "m\xef\xbf\xbd.vdb");
}

TEST(LockAttack, ALockThatIsNoneHoldsNobodyUp) {
    const testing::TemporaryFolder folder;
    const std::string file = folder.file("p.gpkg");
    const std::string host = base::host_name();
    for (const char* process : {"1e300", "-1", "0", "0.5", "4294967295", "4294967296", "9223372036854775807",
                                "\"1\"", "null", "[]"}) {
        folder.write(".p.gpkg.lock",
                     R"({"user": "a", "host": ")" + host + R"(", "since": "s", "process": )" + process + "}");
        EXPECT_FALSE(project::peek_lock(file)) << process;
        EXPECT_TRUE(project::FileLock::take(file)) << process;
    }
    EXPECT_FALSE(base::process_lives(0));
    EXPECT_FALSE(base::process_lives(-1));
    EXPECT_FALSE(base::process_lives(std::numeric_limits<std::int64_t>::max()));
    EXPECT_TRUE(base::process_lives(base::process_id()));
}

}  // namespace
}  // namespace orelens
