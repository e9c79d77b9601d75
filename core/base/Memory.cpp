#include "core/base/Memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace orelens::base {
namespace {

namespace fs = std::filesystem;

std::atomic<int> sharing = 1;

constexpr double no_limit = std::numeric_limits<double>::infinity();

/// The first word of a file as a number; no limit where it is none ("max") or the file is not there.
double number_in(const fs::path& file) {
    std::ifstream in(file);
    std::string word;
    double value = no_limit;
    if (in >> word) std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
}

/// The lowest limit on the way from a group up to the root.
double lowest_limit(const fs::path& root, std::string group, const char* file) {
    double limit = number_in(root / file);
    while (group.size() > 1) {
        limit = std::min(limit, number_in(root / group.substr(1) / file));
        group.erase(group.rfind('/'));
    }
    return limit;
}

/// Lines are "id:controllers:group"; version 2 has no controllers.
double container_limit() {
    double limit = no_limit;
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const std::string group = line.substr(second + 1);
        if (controllers.empty()) limit = std::min(limit, lowest_limit("/sys/fs/cgroup", group, "memory.max"));
        if (("," + controllers + ",").find(",memory,") != std::string::npos)
            limit = std::min(limit, lowest_limit("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
    }
    return limit;
}

}  // namespace

void release_memory() {
#ifdef __GLIBC__
    // Every thread's arena keeps what was freed into it; trimming returns whole free pages of all of them.
    malloc_trim(0);
#endif
}

double machine_memory() {
    const double machine =
        static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
    const double least = std::min(machine > 0 ? machine : no_limit, container_limit());
    return std::isfinite(least) ? least / sharing : 0;
}

void share_machine(int processes) {
    sharing = std::max(1, processes);
}

double process_memory() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0, resident = 0;
    if (!(statm >> pages >> resident)) return 0;
    return resident * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

std::string memory_text(double bytes) {
    static constexpr const char* units[] = {"B", "KB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < std::size(units)) {
        bytes /= 1000;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", bytes, bytes < 9.95 && unit > 0 ? 1 : 0, units[unit]);
}

}  // namespace orelens::base
