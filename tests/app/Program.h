// Runs the built command-line program as a user would, with pipes, a pseudo-terminal or a signal.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orelens::testing {

struct Ran {
    int exit_code = -1;  ///< 128 + signal when a signal ended it
    std::string out, err;
    /// Standard output as JSON; fails the test when it is none.
    [[nodiscard]] nlohmann::json json() const;
};

struct HowToRun {
    int interrupt_after_ms = -1;           ///< send SIGINT then; −1 = never
    std::string interrupt_when_exists;     ///< …or as soon as a path that starts so exists
    int interrupt_delay_ms = 0;            ///< …and so much later
    bool terminal = false;                 ///< standard error is a pseudo-terminal
    std::vector<std::string> environment;  ///< "NAME=value"; "NAME" alone removes it
    int limit_s = 300;
    double address_space = 0;  ///< bytes of RLIMIT_AS; 0 = no limit
    double file_size = 0;      ///< bytes of RLIMIT_FSIZE; 0 = no limit
    enum class Output { pipe, full_disk, closed, nobody_reads };
    Output output = Output::pipe;  ///< what standard output is
    bool kill = false;             ///< send SIGKILL instead of SIGINT
    /// What starts the program, with its arguments: "mpirun", "-np", "2". A signal goes to it.
    std::vector<std::string> launcher;
    /// Arguments of the program in further processes of the launcher, as mpirun takes them after a colon.
    std::vector<std::string> beside;
    /// Called again and again while it runs, with the process started and the milliseconds since.
    std::function<void(int process, std::int64_t milliseconds)> meanwhile;
};

/// Whether `terminal` can be had here.
bool has_terminals();

/// LANG is C.UTF-8 unless `how` says otherwise.
Ran run_program(const std::vector<std::string>& arguments, const HowToRun& how = {});

/// A small demonstration written once per test program; the recipe's path.
const std::string& demonstration();
/// Its project file after one `run`, made once per test program.
const std::string& demonstration_project();

}  // namespace orelens::testing
