#include "core/base/Owner.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "core/base/System.h"

namespace orelens::base {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Host, boot and process namespace: process numbers mean something within these only.
std::uint32_t machine() {
    static const std::uint32_t hash = [] {
        char host[256] = {};
        ::gethostname(host, sizeof host - 1);
        struct stat space {};
        ::stat("/proc/self/ns/pid", &space);
        std::uint32_t sum = 2166136261U;
        for (const char c : fmt::format("{} {}", host, space.st_ino))
            sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
        return sum;
    }();
    return hash;
}

/// In ticks since the machine started; 0 where it is not known.
std::uint64_t start_of(std::int64_t process) {
    const std::string text = text_of(fmt::format("/proc/{}/stat", process));
    std::size_t at = text.rfind(')');  // the program's name before it may hold anything
    for (int field = 2; field < 22 && at != std::string::npos; ++field) at = text.find(' ', at + 1);
    std::uint64_t ticks = 0;
    if (at != std::string::npos) std::from_chars(text.data() + at + 1, text.data() + text.size(), ticks);
    return ticks;
}

/// Machine, process, start and chance; what follows the last one (an extension) is left alone.
std::optional<std::array<std::uint64_t, 4>> parts_of(std::string_view tag) {
    std::array<std::uint64_t, 4> parts{};
    const char* at = tag.data();
    const char* const end = tag.data() + tag.size();
    for (std::size_t n = 0; n < parts.size(); ++n) {
        const auto [stop, code] = std::from_chars(at, end, parts[n], 16);
        const bool last = n + 1 == parts.size();
        if (code != std::errc() || (!last && (stop == end || *stop != '-'))) return std::nullopt;
        at = last ? stop : stop + 1;
    }
    return parts;
}

}  // namespace

std::string owner_tag() {
    std::random_device chance;
    return fmt::format("{:x}-{:x}-{:x}-{:08x}{:08x}", machine(), process_id(), start_of(process_id()),
                       chance(), chance());
}

bool is_owner_tag(std::string_view words) {
    return parts_of(words).has_value();
}

bool owner_is_dead(std::string_view tag) {
    const auto parts = parts_of(tag);
    if (!parts || (*parts)[0] != machine() || (*parts)[1] == 0) return false;
    const auto process = static_cast<std::int64_t>((*parts)[1]);
    if (!process_lives(process)) return true;
    const std::uint64_t started = start_of(process);
    return started != 0 && (*parts)[2] != 0 && started != (*parts)[2];
}

}  // namespace orelens::base
