#include "core/base/Child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <istream>
#include <iterator>

#include "tests/support/SharedData.h"

namespace orelens::base {
namespace {

namespace fs = std::filesystem;

/// A program that does what its shell text says.
class ChildProcess : public ::testing::Test {
  protected:
    std::string program(const std::string& text) const {
        const std::string path = folder.write("child.sh", "#!/bin/sh\n" + text + "\n");
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }
    ChildReader keep() {
        return [this](std::istream& in) -> Expected<void> {
            in.exceptions(std::ios::goodbit);
            answer.assign(std::istreambuf_iterator<char>(in), {});
            return {};
        };
    }
    /// Wants more than any child here says.
    static ChildReader demand() {
        return [](std::istream& in) -> Expected<void> {
            char bytes[64];
            in.read(bytes, sizeof bytes);
            return {};
        };
    }
    static ByteSource source(std::string bytes, int pieces) {
        return [bytes = std::move(bytes), pieces]() mutable -> Expected<std::string_view> {
            return pieces-- > 0 ? std::string_view(bytes) : std::string_view();
        };
    }
    testing::TemporaryFolder folder;
    std::string answer;
};

TEST_F(ChildProcess, ReadsAFileOrASourceAndAnswers) {
    const std::string echo = program("exec cat");
    const std::string file = folder.write("in.txt", "seven words");
    ASSERT_TRUE(run_child(echo, file, {}, keep(), {}));
    EXPECT_EQ(answer, "seven words");
    // More than the pipes hold, in both directions at once.
    const std::string piece(100'000, 'x');
    ASSERT_TRUE(run_child(echo, source(piece, 50), {}, keep(), {}));
    EXPECT_EQ(answer.size(), 50 * piece.size());
}

TEST_F(ChildProcess, HasNoOtherFileThanItsInputAndOutput) {
    const std::string held = folder.write("held.txt", "private");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open(std::fopen(held.c_str(), "r"), std::fclose);
    const std::string file = folder.write("in.txt", "");
    ASSERT_TRUE(
        run_child(program("for n in /proc/self/fd/*; do readlink \"$n\"; done"), file, {}, keep(), {}));
    EXPECT_THAT(answer, ::testing::Not(::testing::HasSubstr("held.txt")));
    EXPECT_THAT(answer, ::testing::HasSubstr("in.txt"));
}

TEST_F(ChildProcess, ThatEndsTooEarlyIsAnErrorOfTheBytes) {
    const std::string file = folder.write("in.txt", "abc");
    for (const char* text : {"exit 0", "exit 1", "exec cat", "kill -SEGV $$"}) {
        const auto done = run_child(program(text), file, {}, demand(), {});
        ASSERT_FALSE(done) << text;
        EXPECT_EQ(done.error().what.key, "child.died") << text;
        EXPECT_EQ(done.error().kind, ErrorKind::data) << text;
        // Who feeds it comes back as well.
        EXPECT_EQ(run_child(program(text), source(std::string(100'000, 'x'), 1000), {},
                            [](std::istream& in) -> Expected<void> {
                                in.ignore(1'000'000'000);
                                if (in.gcount() < 1'000'000'000) throw std::ios_base::failure("end");
                                return {};
                            },
                            {})
                      .error()
                      .what.key,
                  "child.died")
            << text;
    }
}

TEST_F(ChildProcess, ThatSaysNothingIsEnded) {
    const std::string file = folder.write("in.txt", "abc");
    const auto done = run_child(program("exec sleep 1000"), file, {.silent_seconds = 1}, demand(), {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what.key, "child.died");
}

TEST_F(ChildProcess, ACancelEndsIt) {
    const Progress progress;
    progress.cancel();
    const std::string file = folder.write("in.txt", "abc");
    const std::string sleeper = program("exec sleep 1000");
    EXPECT_EQ(run_child(sleeper, file, {}, demand(), progress).error().kind, ErrorKind::cancelled);
    EXPECT_EQ(
        run_child(sleeper, source(std::string(100'000, 'x'), 1000), {}, demand(), progress).error().kind,
        ErrorKind::cancelled);
}

TEST_F(ChildProcess, WhatSourceOrReaderRefuseComesBack) {
    const auto refuse = [] { return fail(ErrorKind::data, Message("test.refused")); };
    const std::string echo = program("exec cat");
    EXPECT_EQ(run_child(echo, ByteSource([&]() -> Expected<std::string_view> { return refuse(); }), {},
                        demand(), {})
                  .error()
                  .what.key,
              "test.refused");
    EXPECT_EQ(run_child(echo, source(std::string(100'000, 'x'), 1000), {},
                        [&](std::istream&) -> Expected<void> { return refuse(); }, {})
                  .error()
                  .what.key,
              "test.refused");
}

TEST_F(ChildProcess, AMissingProgramSaysNothingOfTheBytes) {
    const std::string file = folder.write("in.txt", "abc");
    const auto done = run_child(folder.file("nothing"), file, {}, demand(), {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what.key, "child.cannot_start");
    EXPECT_EQ(done.error().kind, ErrorKind::internal);
    const auto found = own_program("nothing-of-ours");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().what.key, "child.missing");
    EXPECT_EQ(found.error().kind, ErrorKind::internal);
}

TEST_F(ChildProcess, OnlyRegularFilesAreRead) {
    EXPECT_EQ(run_child(program("exec cat"), folder.path(), {}, keep(), {}).error().kind, ErrorKind::file);
    EXPECT_EQ(run_child(program("exec cat"), std::string("/dev/null"), {}, keep(), {}).error().what.key,
              "file.not_regular");
}

}  // namespace
}  // namespace orelens::base
