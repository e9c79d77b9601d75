#include "app/cli/Command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/Printable.h"

namespace orelens::cli {
namespace {

std::atomic<bool> silent = false;

const char* kind_name(base::ErrorKind kind) {
    static constexpr const char* names[] = {"data", "usage", "file", "cancelled", "internal"};
    return names[static_cast<int>(kind)];
}

int exit_code(base::ErrorKind kind) {
    if (kind == base::ErrorKind::cancelled) return ExitCode::interrupted;
    return kind == base::ErrorKind::usage ? ExitCode::usage : ExitCode::refused;
}

}  // namespace

std::string words(const Common& common, std::string_view key) {
    return base::text(key, common.language);
}
std::string words(const Common& common, const base::Message& message) {
    base::Message plain = message;
    for (auto& [name, value] : plain.args) value = base::printable(value);
    return base::text(plain, common.language);
}

std::string finding_text(const Common& common, const base::Finding& finding) {
    static constexpr const char* severities[] = {"cli.check.info", "cli.check.warning", "cli.check.error"};
    const std::string place =
        finding.row > 0 ? fmt::format("{}:{}: ", base::printable(finding.file), finding.row) : std::string();
    return fmt::format("{}: {}{}{}\n", words(common, severities[static_cast<int>(finding.severity)]), place,
                       words(common, finding.what),
                       finding.fix.empty() ? "" : fmt::format(" [{}]", words(common, finding.fix)));
}

void be_silent() {
    silent = true;
}

void note(std::string_view text) {
    draw_line(base::printable_lines(text));
}

void draw_line(std::string_view text) {
    if (silent) return;
    std::fwrite(text.data(), 1, text.size(), stderr);
}

int report_error(const Common& common, const base::Error& error) {
    if (silent) return exit_code(error.kind);
    if (common.json) {
        const base::Place& place = error.place;
        const nlohmann::ordered_json json = {
            {"ok", false},
            {"error",
             {{"kind", kind_name(error.kind)},
              {"key", error.what.key},
              {"message", base::text(error.what, common.language)},
              {"fix", error.fix.empty() ? "" : base::text(error.fix, common.language)},
              {"file", place.file},
              {"line", place.row},
              {"column", place.column},
              {"field", place.field},
              {"hole", place.hole}}}};
        // Not by fmt::print, which throws: a failure here is found when the program ends (main.cpp).
        std::fputs(
            (base::printable_json(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace)) + "\n")
                .c_str(),
            stdout);
    } else {
        note(fmt::format("orelens-cli: {}\n", base::describe(error, common.language)));
    }
    return exit_code(error.kind);
}

base::Expected<void> need_file(const std::string& path) {
    if (::access(path.c_str(), R_OK) == 0) return {};
    return base::fail(base::ErrorKind::file,
                      base::Message("file.cannot_read", {{"reason", std::strerror(errno)}}), {.file = path});
}

}  // namespace orelens::cli
