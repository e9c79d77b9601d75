#include "core/base/ByteStream.h"

#include <algorithm>
#include <utility>

namespace orelens::base {

SinkBuffer::SinkBuffer(ByteSink sink, std::size_t piece) : sink_(std::move(sink)), piece_(piece) {
    buffer_.reserve(piece_);
}

bool SinkBuffer::hand_over() {
    if (!failure_ && !buffer_.empty())
        if (auto taken = sink_(buffer_); !taken) failure_ = taken.error();
    buffer_.clear();
    return !failure_;
}

SinkBuffer::int_type SinkBuffer::overflow(int_type c) {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
}

std::streamsize SinkBuffer::xsputn(const char* bytes, std::streamsize size) {
    if (failure_) return 0;
    for (auto left = static_cast<std::size_t>(size); left > 0;) {
        const std::size_t now = std::min(left, piece_ - buffer_.size());
        buffer_.append(bytes, now);
        bytes += now;
        left -= now;
        if (buffer_.size() == piece_ && !hand_over()) return 0;
    }
    return size;
}

Expected<void> SinkBuffer::finish() {
    hand_over();
    if (failure_) return std::unexpected(*failure_);
    return {};
}

SourceBuffer::SourceBuffer(ByteSource source) : source_(std::move(source)) {}

SourceBuffer::int_type SourceBuffer::underflow() {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    if (failure_) return traits_type::eof();
    const auto piece = source_();
    if (!piece) failure_ = piece.error();
    if (!piece || piece->empty()) return traits_type::eof();
    // The get area is never written: this buffer puts nothing back.
    char* first = const_cast<char*>(piece->data());
    setg(first, first, first + piece->size());
    return traits_type::to_int_type(*first);
}

}  // namespace orelens::base
