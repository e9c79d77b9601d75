#include "core/report/Diagnosis.h"

#include <fmt/format.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <openvdb/version.h>
#include <sqlite3.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "core/base/Memory.h"
#include "core/geostat/Simd.h"

namespace orelens::report {
namespace {

/// What follows "name" and a separator in the first line of a file that begins so; empty where there is none.
std::string value_in(const char* file, std::string_view name, char separator) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(name)) continue;
        const std::size_t at = line.find(separator);
        if (at == std::string::npos) continue;
        std::string value = line.substr(at + 1);
        const std::size_t begin = value.find_first_not_of(" \t\"");
        const std::size_t end = value.find_last_not_of(" \t\"\r");
        return begin == std::string::npos ? "" : value.substr(begin, end - begin + 1);
    }
    return "";
}

std::string first_line(const char* file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

DiagnosisRow row(std::string id, std::string value) {
    DiagnosisRow made{std::move(id), std::move(value), ""};
    if (made.value.empty()) made.words = "doctor.unknown";
    return made;
}

std::string proj_version() {
    int major = 0, minor = 0, patch = 0;
    OSRGetPROJVersion(&major, &minor, &patch);
    return fmt::format("{}.{}.{}", major, minor, patch);
}

std::string instructions() {
    const auto selected = geostat::selected_kernel();
    std::string text = selected ? (*selected)->name : "";
    std::string usable;
    for (const geostat::kernel::Table* table : geostat::usable_kernels())
        usable += (usable.empty() ? "" : ", ") + std::string(table->name);
    return fmt::format("{} ({})", text.empty() ? "-" : text, usable);
}

std::string available_memory() {
    const std::string text = value_in("/proc/meminfo", "MemAvailable", ':');  // "123456 kB"
    double kilobytes = 0;
    std::from_chars(text.data(), text.data() + text.size(), kilobytes);
    return kilobytes > 0 ? base::memory_text(kilobytes * 1024) : "";
}

std::string locale() {
    std::string text;
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LC_NUMERIC", "LANG"})
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0')
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
    return text;
}

}  // namespace

std::vector<DiagnosisRow> diagnose(std::string_view version) {
    const double memory = base::machine_memory();
    return {row("program", fmt::format("Orelens {}", version)),
            row("compiler", fmt::format("GCC-compatible {}", __VERSION__)),
            row("openvdb", OPENVDB_LIBRARY_VERSION_STRING),
            row("gdal", GDALVersionInfo("RELEASE_NAME")),
            row("proj", proj_version()),
            row("sqlite", sqlite3_libversion()),
            row("system", value_in("/etc/os-release", "PRETTY_NAME", '=')),
            row("kernel", first_line("/proc/sys/kernel/osrelease")),
            row("processor", value_in("/proc/cpuinfo", "model name", ':')),
            row("threads", fmt::format("{}", std::thread::hardware_concurrency())),
            row("instructions", instructions()),
            row("memory", memory > 0 ? base::memory_text(memory) : ""),
            row("memory_free", available_memory()),
            row("locale", locale())};
}

std::string diagnosis_text(const std::vector<DiagnosisRow>& rows, base::Language language) {
    std::string text;
    for (const DiagnosisRow& one : rows)
        text += fmt::format("{}: {}\n", base::text("doctor." + one.id, language), one.shown(language));
    return text;
}

std::string without_home(const std::string& path) {
    const char* home = std::getenv("HOME");
    const std::string_view start = home == nullptr ? "" : home;
    if (start.size() < 2 || !path.starts_with(start)) return path;
    if (path.size() > start.size() && path[start.size()] != '/') return path;
    return "~" + path.substr(start.size());
}

}  // namespace orelens::report
