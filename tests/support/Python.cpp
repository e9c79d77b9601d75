#include "tests/support/Python.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/SharedData.h"

namespace orelens::testing {

std::optional<std::string> python_with(const std::string& modules) {
    for (const char* python : {"python3", "/usr/bin/python3"}) {
        const std::string command = std::string(python) + " -c 'import " + modules + "' >/dev/null 2>&1";
        if (std::system(command.c_str()) == 0) return python;
    }
    return std::nullopt;
}

PythonRun run_python(const std::string& python, const std::string& script, const std::string& arguments) {
    const TemporaryFolder folder;
    const std::string file = folder.write("script.py", script);
    const std::string output = folder.file("output.txt");
    const std::string command = python + " '" + file + "' " + arguments + " >'" + output + "' 2>&1";
    PythonRun run;
    run.ran = std::system(command.c_str()) == 0;
    std::ostringstream text;
    text << std::ifstream(output).rdbuf();
    run.output = text.str();
    return run;
}

}  // namespace orelens::testing
