// The command line: options common to all subcommands, and the way from a parse error to words and exit code.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string_view>

#include "app/cli/Command.h"
#include "app/cli/Suggestion.h"
#include "app/cli/Together.h"
#include "core/base/Guard.h"
#include "core/base/Parallel.h"
#include "core/base/System.h"

namespace {

using orelens::base::Language;
using orelens::cli::Common;

/// Before parsing, so that help comes in the right language too: --lang, else the environment.
Language wanted_language(int argc, char** argv) {
    for (int n = 1; n < argc; ++n) {
        const std::string_view arg = argv[n];
        if (arg == "--lang=zh" || (arg == "--lang" && n + 1 < argc && std::string_view(argv[n + 1]) == "zh"))
            return Language::chinese;
        if (arg == "--lang=en" || (arg == "--lang" && n + 1 < argc && std::string_view(argv[n + 1]) == "en"))
            return Language::english;
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? Language::chinese : Language::english;
    }
    return Language::english;
}

void add_common(CLI::App& app, Common& common) {
    using orelens::cli::words;
    app.add_flag("--json", common.json, words(common, "cli.json"));
    app.add_option("--threads", common.threads, words(common, "cli.threads"))->check(CLI::Range(0, 4096));
    static std::string language;
    app.add_option("--lang", language, words(common, "cli.lang"))->check(CLI::IsMember({"en", "zh"}));
    app.set_version_flag("--version", "orelens-cli " ORELENS_VERSION, words(common, "cli.version"));
    app.set_help_flag("-h,--help", words(common, "cli.help"));
}

int command_line(int argc, char** argv, Common& common) {
    using namespace orelens::cli;
    CLI::App app(words(common, "cli.about"), "orelens-cli");
    Action action;
    add_common(app, common);
    app.require_subcommand(1);
    app.fallthrough();
    for (const auto add : {add_run, add_check, add_stats, add_curve, add_evaluate, add_scenarios, add_occurrence, add_utilization, add_costmodel, add_potential,
                           add_mfa, add_ledger, add_convert, add_surface, add_sections,
                           add_render, add_parameters, add_demo, add_doctor, add_generate})
        add(app, common, action);
    for (CLI::App* command : app.get_subcommands(nullptr))
        command->set_help_flag("-h,--help", words(common, "cli.help"));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (follows()) return ExitCode::done;
        if (error.get_exit_code() == 0) {
            app.exit(error);
            return ExitCode::done;
        }
        return report_parse_error(common, app, error, argc, argv);
    }
    orelens::base::set_thread_limit(common.threads);
    if (launched().size > 1 && !app.got_subcommand("run")) {
        if (follows()) return ExitCode::done;
        return report_error(common, {orelens::base::ErrorKind::usage, orelens::base::Message("ranks.run_only"), {}, {}});
    }
    return action();
}

/// What was printed is part of what was asked for: a full disk or a reader that is gone makes a failure of
/// it.
int after_printing(const Common& common, int code, int reason) {
    using namespace orelens;
    errno = reason;
    std::cout.flush();
    const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout;
    if (failed) {
        Common plain = common;
        plain.json = false;
        const int why = errno != 0 ? errno : EIO;
        cli::report_error(plain, {base::ErrorKind::file,
                                  base::Message("cli.no_standard_output", {{"reason", std::strerror(why)}}),
                                  {},
                                  {}});
        return code == cli::ExitCode::done ? cli::ExitCode::refused : code;
    }
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace orelens;
    base::make_output_failures_errors();
    Common common;
    int code = cli::ExitCode::refused, reason = 0;
    try {
        common.language = wanted_language(argc, argv);
        if (cli::follows()) cli::be_silent();
        code = command_line(argc, argv, common);
    } catch (...) {
        // What no command turned into an error of its own ends it as one, never as an abort.
        reason = errno;
        if (std::ferror(stdout) == 0) code = cli::report_error(common, base::thrown_error());
    }
    return after_printing(common, code, reason);
}
