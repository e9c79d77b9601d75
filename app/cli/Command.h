// What every subcommand shares: the options common to all, exit codes, and where its action is put.
// A subcommand is one file with one `add_…` function; main.cpp only calls them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Text.h"

// CLI11 compiles all of its checks into each file that includes it; only those that name its classes do.
namespace CLI {
class App;
class ParseError;
}

namespace orelens::cli {

enum ExitCode { done = 0, refused = 1, usage = 2, interrupted = 130 };

struct Common {
    base::Language language = base::Language::english;
    bool json = false;  ///< for machines: one JSON document on standard output
    int threads = 0;
};

/// Set by the subcommand that was chosen; returns the exit code.
using Action = std::function<int()>;

/// Words of the command line in the user's language ("cli.run.help").
std::string words(const Common& common, std::string_view key);
std::string words(const Common& common, const base::Message& message);
/// "warning: what was found [what mends it]" and the end of the line.
std::string finding_text(const Common& common, const base::Finding& finding);

/// From now on nothing is written by `note` and `report_error`: another process of the same run speaks.
void be_silent();
/// Writes to standard error, control characters as visible escapes. What cannot be written there is lost: nowhere is
/// left to tell it.
void note(std::string_view text);
/// The same with the marks of our own that move the cursor; for nothing that comes from a file.
void draw_line(std::string_view text);

/// Prints the error (or, for machines, {"ok": false, "error": …}) and returns the exit code that belongs to
/// it.
int report_error(const Common& common, const base::Error& error);

/// A file to read that exists; the message is ours, not CLI11's.
base::Expected<void> need_file(const std::string& path);

void add_run(CLI::App& app, Common& common, Action& action);
void add_check(CLI::App& app, Common& common, Action& action);
void add_stats(CLI::App& app, Common& common, Action& action);
void add_curve(CLI::App& app, Common& common, Action& action);
void add_occurrence(CLI::App& app, Common& common, Action& action);
void add_evaluate(CLI::App& app, Common& common, Action& action);
void add_scenarios(CLI::App& app, Common& common, Action& action);
void add_utilization(CLI::App& app, Common& common, Action& action);
void add_costmodel(CLI::App& app, Common& common, Action& action);
void add_potential(CLI::App& app, Common& common, Action& action);
void add_mfa(CLI::App& app, Common& common, Action& action);
void add_ledger(CLI::App& app, Common& common, Action& action);
void add_convert(CLI::App& app, Common& common, Action& action);
void add_sections(CLI::App& app, Common& common, Action& action);
void add_surface(CLI::App& app, Common& common, Action& action);
void add_render(CLI::App& app, Common& common, Action& action);
void add_parameters(CLI::App& app, Common& common, Action& action);
void add_demo(CLI::App& app, Common& common, Action& action);
void add_doctor(CLI::App& app, Common& common, Action& action);
void add_generate(CLI::App& app, Common& common, Action& action);

}  // namespace orelens::cli
