// The arrows of the design: reads every #include and fails when a room knows one it must not know.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {
namespace fs = std::filesystem;

// The house from the bottom up. A room may know the rooms of the floors below it, never one of its own floor
// or above. Rooms that are not built yet stand here so that they fall into place.
const std::vector<std::set<std::string>> floors = {
    {"core/base"},
    {"core/drilling", "core/blocks", "core/learning"},
    {"core/shapes"},
    {"core/statistics", "core/sections"},
    {"core/geostat", "core/occurrence"},
    {"core/domains"},
    {"core/economics"},
    {"core/pits", "core/scenarios", "core/costmodel", "core/recycling", "core/potential", "core/utilization"},
    {"core/ledger"},
    {"core/project"},
    {"core/demonstration", "core/report"},
};

// Rooms that know less than their floor would let them. To widen one is a decision: do it here.
const std::map<std::string, std::set<std::string>> narrow = {
    {"core/drilling", {"core/base"}},
    {"core/blocks", {"core/base"}},
    // Rows and columns of numbers: what they mean, the rooms that learn from them know.
    {"core/learning", {"core/base"}},
    {"core/shapes", {"core/base", "core/blocks"}},
    // Numbers, wherever they come from: what a surface or a domain is, the caller says.
    {"core/statistics", {"core/base", "core/blocks", "core/drilling"}},
    // Drawings of what it is given: what a colour means for use, the caller says.
    {"core/sections", {"core/base", "core/shapes", "core/blocks", "core/drilling"}},
    {"core/domains", {"core/base", "core/blocks", "core/drilling", "core/shapes", "core/statistics", "core/geostat"}},
    // Phases and their routes; what they are worth is for economics, which knows their columns by name alone.
    {"core/occurrence", {"core/base", "core/blocks"}},
    {"core/economics", {"core/base", "core/blocks", "core/geostat"}},
    {"core/utilization", {"core/base", "core/economics"}},
    // Scrap joins the curve of the blocks; what is in the ground is for the others.
    {"core/recycling", {"core/base", "core/economics"}},
    // io fills the plain structs of the rooms it names and computes nothing.
    {"core/io",
     {"core/base", "core/shapes", "core/drilling", "core/blocks", "core/occurrence", "core/utilization",
      "core/costmodel", "core/recycling", "core/potential", "core/ledger"}},
};
// Files are read and written for a project; what computes takes structs.
const std::set<std::string> may_know_io = {"core/project", "core/demonstration", "core/report"};

// The desktop's folders. Single files of ui/ belong to "words" or "document" as listed, everything else to
// the window, which may know all and is known by nobody.
const std::map<std::string, std::string> ui_files = {
    {"ui/Words", "ui/words"},        {"ui/Numbers", "ui/words"},     {"ui/Theme", "ui/words"},
    {"ui/ColumnWords", "ui/document"},  {"ui/FlatStyle", "ui/words"},    {"ui/FlatControls", "ui/words"},
    {"ui/FlatPaint", "ui/words"},    {"ui/Document", "ui/document"},  {"ui/Job", "ui/document"},
    {"ui/LatestJob", "ui/document"},
    {"ui/ViewState", "ui/document"}, {"ui/Folders", "ui/words"},
};
const std::map<std::string, std::set<std::string>> ui_allowed = {
    {"ui/words", {}},
    {"ui/scene", {}},
    {"ui/viewport", {"ui/scene"}},
    {"ui/charts", {"ui/words"}},
    {"ui/map", {"ui/words", "ui/charts"}},
    {"ui/commands", {"ui/words"}},
    {"ui/document", {"ui/words", "ui/scene"}},
    // A dialog shows the model that it is about in a view of its own.
    {"ui/panels", {"ui/words", "ui/document", "ui/charts", "ui/scene", "ui/viewport"}},
    // A central page may hold what a panel holds.
    {"ui/pages", {"ui/words", "ui/document", "ui/charts", "ui/map", "ui/panels", "ui/scene"}},
    {"ui/output", {"ui/words", "ui/document", "ui/charts", "ui/panels", "ui/scene"}},
    {"ui/shell",
     {"ui/words", "ui/document", "ui/charts", "ui/scene", "ui/viewport", "ui/panels", "ui/pages", "ui/commands",
      "ui/workspaces"}},
    {"ui/actions",
     {"ui/words", "ui/document", "ui/charts", "ui/scene", "ui/viewport", "ui/panels", "ui/pages", "ui/commands",
      "ui/output", "ui/shell", "ui/workspaces"}},
    // The table of workspaces names panels and pages by id; who shows them reads it.
    {"ui/workspaces", {"ui/words"}},
};
// Folders of ui that draw or list what they are given: of core they know no more than this.
const std::map<std::string, std::set<std::string>> ui_core = {
    {"ui/charts", {"core/base"}},
    {"ui/map", {"core/base", "core/io"}},
    {"ui/commands", {"core/base"}},
    {"ui/workspaces", {"core/base"}},
    {"ui/viewport", {"core/base"}},
};

int floor_of(const std::string& room) {
    for (std::size_t n = 0; n < floors.size(); ++n)
        if (floors[n].contains(room)) return static_cast<int>(n);
    return -1;
}

bool may_know(const std::string& from, const std::string& to) {
    if (to == "core/io") return may_know_io.contains(from);
    if (const auto own = narrow.find(from); own != narrow.end()) return own->second.contains(to);
    return floor_of(from) > floor_of(to) && floor_of(to) >= 0;
}

struct Line {
    fs::path file;
    int number;
    std::string text;
};
struct Include {
    fs::path file;
    int line;
    std::string what;
};

std::vector<Line> lines_below(const std::string& folder) {
    std::vector<Line> found;
    const fs::path root(ORELENS_SOURCE_DIR);
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp" && extension != ".inl") continue;
        std::ifstream in(entry.path());
        std::string line;
        for (int n = 1; std::getline(in, line); ++n)
            found.push_back({fs::relative(entry.path(), root), n, line});
    }
    return found;
}

std::vector<Include> includes_below(const std::string& folder) {
    static const std::regex pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    std::vector<Include> found;
    for (const Line& line : lines_below(folder)) {
        if (line.text.find('#') == std::string::npos) continue;
        std::smatch match;
        if (std::regex_search(line.text, match, pattern)) found.push_back({line.file, line.number, match[1]});
    }
    return found;
}

std::string room_of(const std::string& path) {
    const auto first = path.find('/');
    const auto second = path.find('/', first + 1);
    return second == std::string::npos ? path.substr(0, first) : path.substr(0, second);
}

TEST(Arrows, CoreKnowsNeitherQtNorVtk) {
    static const std::regex gui("^(Q[A-Z][A-Za-z]*|vtk[A-Za-z0-9]+(\\.h)?|Qt[A-Za-z]*/.*|ui/.*|app/.*)$");
    for (const Include& include : includes_below("core"))
        EXPECT_FALSE(std::regex_match(include.what, gui))
            << include.file << ":" << include.line << " includes " << include.what;
}

/// Before C++23's range-for of later compilers, what a temporary holds is gone when the loop over it begins.
TEST(Arrows, NoLoopRunsOverTheItemsOfATemporary) {
    static const std::regex gone(R"(for \(.*: .*\b(value|object|array|parse)\(.*\)\.items\(\)\))");
    EXPECT_TRUE(std::regex_search(R"(for (const auto& [a, b] : m.value("x", json::object()).items()) {)", gone));
    EXPECT_FALSE(std::regex_search(R"(for (const auto& [a, b] : m.at("x").items()) {)", gone));
    int seen = 0;
    for (const char* folder : {"core", "app", "ui"})
        for (const Line& line : lines_below(folder)) {
            if (line.text.find(".items()") == std::string::npos) continue;
            ++seen;
            EXPECT_FALSE(std::regex_search(line.text, gone)) << line.file << ":" << line.number;
        }
    EXPECT_GT(seen, 10);
}

TEST(Arrows, CoreRoomsKnowOnlyRoomsBelow) {
    int seen = 0;
    for (const Include& include : includes_below("core")) {
        if (!include.what.starts_with("core/")) continue;
        const std::string from = room_of(include.file.generic_string());
        const std::string to = room_of(include.what);
        ASSERT_TRUE(from == "core/io" || floor_of(from) >= 0)
            << from << " is not a room of the design (" << include.file << ")";
        ++seen;
        if (from == to) continue;
        EXPECT_TRUE(may_know(from, to))
            << include.file << ":" << include.line << ": " << from << " must not know " << to;
    }
    EXPECT_GT(seen, 20);
}

TEST(Arrows, FloorsAndNarrowRoomsAgree) {
    EXPECT_TRUE(may_know("core/ledger", "core/costmodel"));
    EXPECT_TRUE(may_know("core/pits", "core/economics"));
    EXPECT_FALSE(may_know("core/economics", "core/pits"));
    EXPECT_FALSE(may_know("core/pits", "core/recycling")) << "neighbours on one floor";
    EXPECT_FALSE(may_know("core/geostat", "core/io")) << "what computes reads no files";
    EXPECT_FALSE(may_know("core/project", "core/demonstration"));
    EXPECT_FALSE(may_know("core/report", "core/demonstration"));
    for (const auto& [room, known] : narrow)
        for (const std::string& below : known)
            EXPECT_TRUE(room == "core/io" || floor_of(room) > floor_of(below)) << room << " → " << below;
}

/// "ui/panels/X.h" is of ui/panels; single files and unlisted folders as said at `ui_files`.
std::string ui_room_of(const std::string& path) {
    const std::string folder = room_of(path);
    if (ui_allowed.contains(folder)) return folder;
    const auto file = ui_files.find(path.substr(0, path.rfind('.')));
    return file == ui_files.end() ? "ui/window" : file->second;
}

TEST(Arrows, FoldersOfTheDesktopKnowOnlyWhatTheyDraw) {
    int seen = 0;
    for (const Include& include : includes_below("ui")) {
        const std::string from = ui_room_of(include.file.generic_string());
        if (include.what.starts_with("core/")) {
            const auto own = ui_core.find(from);
            EXPECT_TRUE(own == ui_core.end() || own->second.contains(room_of(include.what)))
                << include.file << ":" << include.line << ": " << from << " must not know " << include.what;
        }
        if (!include.what.starts_with("ui/") || from == "ui/window") continue;
        const std::string to = ui_room_of(include.what);
        ++seen;
        EXPECT_TRUE(from == to || ui_allowed.at(from).contains(to))
            << include.file << ":" << include.line << ": " << from << " must not know " << to;
    }
    EXPECT_GT(seen, 20);
}

// The command line runs without a window: of the desktop it knows what makes pictures and the PDF.
// …and the table of actions, plain data that manual pages and completions are made from.
TEST(Arrows, TheCommandLineKnowsOfTheDesktopTheSceneAndTheReport) {
    for (const Include& include : includes_below("app/cli"))
        if (include.what.starts_with("ui/")) {
            EXPECT_TRUE(include.what.starts_with("ui/scene/") || include.what.starts_with("ui/output/") ||
                        include.what == "ui/commands/Action.h")
                << include.file << ":" << include.line << " includes " << include.what;
        }
}

/// A call of a function: its name, not part of a longer one and not a member or of a namespace, and a
/// bracket.
bool calls(const std::string& line, const std::string& function) {
    const std::string text = line.substr(0, line.find("//"));
    const auto part_of_a_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    };
    for (std::size_t at = text.find(function); at != std::string::npos; at = text.find(function, at + 1)) {
        std::string before = text.substr(0, at);
        if (before.ends_with("::")) before.resize(before.size() - 2);
        const bool alone = before.empty() || !(part_of_a_name(before.back()) || before.back() == '.' ||
                                               before.back() == '>' || before.back() == '"');
        if (alone && text.substr(at + function.size()).starts_with("(")) return true;
    }
    return false;
}

// A port to another system is core/base and app (resources/docs/windows.md).
TEST(Arrows, PosixStaysInBaseAndApp) {
    const std::set<std::string> headers = {
        "unistd.h", "fcntl.h",  "signal.h", "dlfcn.h",   "poll.h",   "pthread.h", "termios.h", "spawn.h",
        "pwd.h",    "grp.h",    "glob.h",   "fnmatch.h", "dirent.h", "sched.h",   "ftw.h",     "semaphore.h",
        "utime.h",  "syslog.h", "netdb.h",  "libgen.h",  "mqueue.h", "wordexp.h", "strings.h", "execinfo.h"};
    const std::set<std::string> folders = {"sys", "netinet", "arpa", "linux", "X11"};
    const std::vector<std::string> functions = {
        "setenv",    "unsetenv", "putenv", "getpid",   "mkstemp",  "mkdtemp",     "fork",     "dlopen",
        "dlsym",     "fsync",    "isatty", "sysconf",  "fileno",   "popen",       "readlink", "kill",
        "sigaction", "usleep",   "mmap",   "realpath", "gmtime_r", "localtime_r", "ioctl",    "strerror_r"};
    const auto own = [](const fs::path& file) { return file.generic_string().starts_with("core/base/"); };
    for (const char* folder : {"core", "ui"}) {
        for (const Include& include : includes_below(folder)) {
            const bool posix = headers.contains(include.what) ||
                               folders.contains(include.what.substr(0, include.what.find('/')));
            EXPECT_TRUE(own(include.file) || !posix)
                << include.file << ":" << include.line << " includes " << include.what;
        }
        for (const Line& line : lines_below(folder))
            for (const std::string& function : functions)
                EXPECT_FALSE(!own(line.file) && calls(line.text, function))
                    << line.file << ":" << line.number << ": " << line.text;
    }
    EXPECT_TRUE(calls("    if (::getpid() == 1)", "getpid"));
    EXPECT_FALSE(calls("    job.kill();  // not kill()", "kill"));
    EXPECT_FALSE(calls("    base::popen(x)", "popen"));
}

// Names and cells of others reach the terminal through say, note and print_json only, which leave no control character.
TEST(Arrows, CommandsPrintThroughSay) {
    const std::set<std::string> printers = {"app/cli/Say.h", "app/cli/Json.cpp", "app/cli/Command.cpp"};
    const std::vector<std::string> ways = {"fmt::print(", "std::printf(", "std::puts(", "std::fputs(", "std::fwrite(", "std::cout <<", "std::cerr <<"};
    std::size_t lines = 0;
    for (const Line& line : lines_below("app/cli")) {
        ++lines;
        if (printers.contains(line.file.generic_string())) continue;
        for (const std::string& way : ways)
            EXPECT_EQ(line.text.find(way), std::string::npos) << line.file << ":" << line.number << ": " << line.text;
    }
    EXPECT_GT(lines, 1000U);
}

// A file that somebody else has named may be a pipe or a device: it is opened through read_regular_file. Those named here
// ask what the file is first, or read the machine's own.
TEST(Arrows, FilesOfOthersAreOpenedAsRegularFiles) {
    const std::set<std::string> asking = {"core/report/Diagnosis.cpp", "core/project/Target.cpp", "core/project/Sqlite.cpp", "core/project/StoreSave.cpp",
                                          "core/project/Fingerprint.cpp", "core/io/blocks/TableSource.cpp"};
    for (const char* folder : {"core", "app", "ui"})
        for (const Line& line : lines_below(folder)) {
            const std::string file = line.file.generic_string();
            if (file.starts_with("core/base/") || asking.contains(file)) continue;
            EXPECT_EQ(line.text.find("std::ifstream"), std::string::npos) << file << ":" << line.number << ": " << line.text;
        }
}

TEST(Arrows, SceneKnowsNoQtAndUiKnowsNoApp) {
    static const std::regex qt("^(Q[A-Z][A-Za-z]*|Qt[A-Za-z]*/.*)$");
    for (const Include& include : includes_below("ui")) {
        EXPECT_FALSE(include.what.starts_with("app/")) << include.file << ":" << include.line;
        if (!include.file.generic_string().starts_with("ui/scene/")) continue;
        EXPECT_FALSE(std::regex_match(include.what, qt))
            << include.file << ":" << include.line << " includes " << include.what;
    }
}

}  // namespace
