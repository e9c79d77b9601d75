// Bytes that pass by in pieces: for results too large to be held twice, between a format that wants a stream
// and a store that takes parts. Small things go as one std::string.
#pragma once

#include <functional>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>

#include "core/base/Error.h"

namespace orelens::base {

/// Takes the next piece, which is valid during the call only. Pieces come in order.
using ByteSink = std::function<Expected<void>(std::string_view)>;
/// Gives the next piece, valid until the next call; an empty one is the end.
using ByteSource = std::function<Expected<std::string_view>()>;

/// An output stream's buffer that hands its sink pieces of `piece` bytes, and the rest when it is finished.
class SinkBuffer : public std::streambuf {
  public:
    SinkBuffer(ByteSink sink, std::size_t piece);
    /// Hands over the last piece. The first refusal of the sink, if there was one.
    Expected<void> finish();

  protected:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* bytes, std::streamsize size) override;

  private:
    bool hand_over();
    ByteSink sink_;
    std::size_t piece_;
    std::string buffer_;
    std::optional<Error> failure_;
};

/// An input stream's buffer that reads a source's pieces in place; forward only.
class SourceBuffer : public std::streambuf {
  public:
    explicit SourceBuffer(ByteSource source);
    /// What the source refused, if that ended the stream.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  protected:
    int_type underflow() override;

  private:
    ByteSource source_;
    std::optional<Error> failure_;
};

}  // namespace orelens::base
