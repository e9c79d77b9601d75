#include "app/cli/ScreenProbe.h"

#ifdef ORELENS_WITH_DESKTOP
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QGuiApplication>
#include <cerrno>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/cli/OwnDisplay.h"
#include "ui/output/Diagnosis.h"
#include "ui/scene/Render.h"
#endif

namespace orelens::cli {

#ifdef ORELENS_WITH_DESKTOP

namespace {

using report::DiagnosisRow;
constexpr int patience_ms = 20'000;

/// In the child: writes its rows as JSON and ends without the exit handlers of the parent.
[[noreturn]] void answer(int report, const char* platform) {
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(nothing, STDERR_FILENO);
    ::setenv("QT_QPA_PLATFORM", platform, 1);
    int count = 1;
    static char program[] = "orelens-cli";
    char* arguments[] = {program, nullptr};
    const QGuiApplication application(count, arguments);
    nlohmann::json rows = nlohmann::json::array();
    for (const DiagnosisRow& row : output::diagnose_screen())
        rows.push_back({{"id", row.id}, {"value", row.value}, {"words", row.words}});
    const std::string text = rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t now = ::write(report, text.data() + sent, text.size() - sent);
        if (now <= 0) break;
        sent += static_cast<std::size_t>(now);
    }
    ::_exit(0);
}

/// Everything the child writes until it closes, or what came when patience ended.
std::string heard(int pipe) {
    std::string text;
    pollfd waiting{pipe, POLLIN, 0};
    for (;;) {
        const int ready = ::poll(&waiting, 1, patience_ms);
        if (ready < 0 && errno == EINTR) continue;
        char buffer[1024];
        const ssize_t got = ready > 0 ? ::read(pipe, buffer, sizeof buffer) : 0;
        if (got <= 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
    }
}

/// Empty where the child said nothing that can be read.
std::vector<DiagnosisRow> ask(const char* platform) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        answer(ends[1], platform);
    }
    ::close(ends[1]);
    const std::string text = child < 0 ? "" : heard(ends[0]);
    ::close(ends[0]);
    if (child > 0) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    std::vector<DiagnosisRow> rows;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_array())
        for (const auto& one : json)
            rows.push_back({one.value("id", ""), one.value("value", ""), one.value("words", "")});
    return rows;
}

/// Graphics need a display; fonts do not.
std::vector<DiagnosisRow> screen_rows() {
    const char* given = std::getenv("DISPLAY");
    const bool had_display = given != nullptr && *given != '\0';
    std::vector<DiagnosisRow> rows;
    if (ensure_display().has_value() && scene::display_answers()) rows = ask("xcb");
    if (!rows.empty()) {
        if (!had_display) rows.front() = {"display", "", "doctor.own_display"};
        return rows;
    }
    rows.push_back({"display", "", "doctor.no_graphics"});
    for (const DiagnosisRow& row : ask("offscreen"))
        if (row.id == "fonts_chinese") rows.push_back(row);
    return rows;
}

}  // namespace

std::vector<DiagnosisRow> desktop_rows() {
    std::vector<DiagnosisRow> rows = output::diagnose_libraries();
    for (DiagnosisRow& row : screen_rows()) rows.push_back(std::move(row));
    return rows;
}

#else

std::vector<report::DiagnosisRow> desktop_rows() {
    return {{"desktop", "", "doctor.not_built"}};
}

#endif

}  // namespace orelens::cli
