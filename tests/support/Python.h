// Python of this machine, for tests that let an independent program read what was written. It is no part of
// what the tests need: they skip where it, or the module they ask for, is absent.
#pragma once

#include <optional>
#include <string>

namespace orelens::testing {

/// The command of a Python that has these modules ("vtk", "h5py, numpy").
std::optional<std::string> python_with(const std::string& modules);

struct PythonRun {
    bool ran = false;
    std::string output;  ///< both streams
};
/// `arguments` are file names of ours, without quotes.
PythonRun run_python(const std::string& python, const std::string& script, const std::string& arguments);

}  // namespace orelens::testing
