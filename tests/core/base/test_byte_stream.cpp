#include "core/base/ByteStream.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <istream>
#include <ostream>

namespace orelens::base {
namespace {

ByteSource pieces_of(const std::string& bytes, std::size_t piece) {
    return [&bytes, piece, at = std::size_t{0}]() mutable -> Expected<std::string_view> {
        const auto now = std::string_view(bytes).substr(std::min(at, bytes.size()), piece);
        at += now.size();
        return now;
    };
}

RC_GTEST_PROP(ByteStream, WhatGoesInPiecesComesOutWhole, ()) {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
    std::string taken;
    std::size_t largest = 0;
    SinkBuffer sink(
        [&](std::string_view part) -> Expected<void> {
            taken += part;
            largest = std::max(largest, part.size());
            return {};
        },
        piece);
    std::ostream out(&sink);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size() / 2));
    for (std::size_t n = bytes.size() / 2; n < bytes.size(); ++n) out.put(bytes[n]);
    RC_ASSERT(out.good());
    RC_ASSERT(sink.finish().has_value());
    RC_ASSERT(taken == bytes);
    RC_ASSERT(largest <= piece);

    SourceBuffer source(pieces_of(bytes, piece));
    std::istream in(&source);
    std::string read(bytes.size(), '\0');
    in.read(read.data(), static_cast<std::streamsize>(read.size()));
    RC_ASSERT(read == bytes);
    RC_ASSERT(in.get() == std::istream::traits_type::eof());
    RC_ASSERT(!source.failure());
}

TEST(ByteStream, TheFirstRefusalEndsTheStreamAndComesBack) {
    int asked = 0;
    SinkBuffer sink(
        [&](std::string_view) -> Expected<void> {
            ++asked;
            return fail(ErrorKind::file, Message("file.cannot_write", {{"reason", "full"}}));
        },
        4);
    std::ostream out(&sink);
    out << "more than four bytes";
    EXPECT_FALSE(out.good());
    out.clear();
    out << "again";
    const auto done = sink.finish();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::file);
    EXPECT_EQ(asked, 1);

    SourceBuffer source([]() -> Expected<std::string_view> {
        return fail(ErrorKind::file, Message("file.cannot_read", {{"reason", "gone"}}));
    });
    std::istream in(&source);
    EXPECT_EQ(in.get(), std::istream::traits_type::eof());
    ASSERT_TRUE(source.failure());
    EXPECT_EQ(source.failure()->what.key, "file.cannot_read");
}

}  // namespace
}  // namespace orelens::base
