#include "core/base/ChildMain.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <istream>
#include <ostream>
#include <string_view>

#include "core/base/DescriptorBuffer.h"

namespace orelens::base {
namespace {

constexpr std::string_view called_by_us = "--for-orelens";

void limit_to(int resource, double most) {
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return;
    const auto wanted = static_cast<rlim_t>(most);
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, limit.rlim_max);
    limit.rlim_max = limit.rlim_cur;
    ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ORELENS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ORELENS_SANITIZED
#endif
#endif

#ifndef ORELENS_SANITIZED
double address_space() {
    double pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}
#endif

void take_limits(const ChildLimit& limit) {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit_to(RLIMIT_CORE, 0);
    limit_to(RLIMIT_CPU, limit.cpu_seconds);
#ifndef ORELENS_SANITIZED  // whose shadow memory has no bounds, and which write reports to files
    if (limit.memory_bytes > 0) limit_to(RLIMIT_AS, address_space() + limit.memory_bytes);
    limit_to(RLIMIT_FSIZE, 0);
    limit_to(RLIMIT_NOFILE, 3);  // what is open stays; nothing is opened any more
#endif
}

bool read_number(std::string_view text, double& number) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::vector<std::string> child_arguments(const ChildLimit& limit) {
    return {std::string(called_by_us), fmt::format("{:.0f}", limit.memory_bytes),
            fmt::format("{}", limit.cpu_seconds), fmt::format("{}", ::getpid())};
}

int live_as_child(int argc, const char* const* argv, const ChildWork& work) {
    constexpr int wrong_call = 2;
    double memory = 0, seconds = 0, parent = 0;
    if (argc != 5 || argv[1] != called_by_us || !read_number(argv[2], memory) ||
        !read_number(argv[3], seconds) || !read_number(argv[4], parent))
        return wrong_call;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (static_cast<double>(::getppid()) != parent) return 1;
    take_limits({.memory_bytes = memory, .cpu_seconds = static_cast<int>(seconds)});
    try {
        DescriptorInput in_buffer(0);
        DescriptorOutput out_buffer(1);
        std::istream in(&in_buffer);
        std::ostream out(&out_buffer);
        in.exceptions(std::ios::badbit | std::ios::failbit);
        out.exceptions(std::ios::badbit | std::ios::failbit);
        work(in, out);
        out.flush();
        return 0;
    } catch (...) {
        return 1;
    }
}

}  // namespace orelens::base
