#include "core/base/DescriptorBuffer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace orelens::base {
namespace {
constexpr std::size_t piece = std::size_t{1} << 18;
constexpr int look_ms = 50;
}  // namespace

DescriptorInput::DescriptorInput(int file, int silent_seconds, const Progress* progress)
    : file_(file), silent_seconds_(silent_seconds), progress_(progress), buffer_(piece) {}

/// Whether there is something to read. Looks are counted, not the clock, which may jump on machines that
/// sleep.
bool DescriptorInput::wait() const {
    if (silent_seconds_ == 0 && progress_ == nullptr) return true;
    for (int looks = 0; silent_seconds_ == 0 || looks < silent_seconds_ * (1000 / look_ms);) {
        if (progress_ != nullptr && progress_->cancelled()) return false;
        pollfd ready{file_, POLLIN, 0};
        const int count = ::poll(&ready, 1, look_ms);
        if (count > 0) return true;
        if (count < 0 && errno != EINTR) return false;
        if (count == 0) ++looks;
    }
    return false;
}

DescriptorInput::int_type DescriptorInput::underflow() {
    if (!wait()) return traits_type::eof();
    ssize_t got = 0;
    while ((got = ::read(file_, buffer_.data(), buffer_.size())) < 0 && errno == EINTR) {
    }
    if (got <= 0) return traits_type::eof();
    setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
    return traits_type::to_int_type(buffer_.front());
}

DescriptorOutput::DescriptorOutput(int file) : file_(file), buffer_(piece) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
}

DescriptorOutput::int_type DescriptorOutput::overflow(int_type c) {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
}

int DescriptorOutput::sync() {
    const char* at = pbase();
    while (at < pptr()) {
        const ssize_t put = ::write(file_, at, static_cast<std::size_t>(pptr() - at));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return -1;
        at += put;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return 0;
}

}  // namespace orelens::base
