// The arrows of the design: reads every #include and fails when a room knows one it must not know.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {
namespace fs = std::filesystem;

// What each room may include besides itself:
// app → ui → report → project → economics, utilization → geostat → blocks, drilling → base; io fills plain
// structs.
const std::map<std::string, std::set<std::string>> allowed = {
    {"core/base", {}},
    {"core/drilling", {"core/base"}},
    {"core/blocks", {"core/base"}},
    {"core/geostat", {"core/base", "core/drilling", "core/blocks"}},
    {"core/economics", {"core/base", "core/blocks"}},
    {"core/utilization", {"core/base"}},
    {"core/io", {"core/base", "core/drilling", "core/blocks", "core/utilization"}},
    {"core/project",
     {"core/base", "core/drilling", "core/blocks", "core/geostat", "core/economics", "core/utilization",
      "core/io"}},
    {"core/demonstration", {"core/base", "core/drilling", "core/economics", "core/geostat", "core/project"}},
    {"core/report",
     {"core/base", "core/drilling", "core/blocks", "core/geostat", "core/economics", "core/utilization",
      "core/io", "core/project"}},
};

struct Include {
    fs::path file;
    int line;
    std::string what;
};

std::vector<Include> includes_below(const std::string& folder) {
    std::vector<Include> found;
    static const std::regex pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    const fs::path root(ORELENS_SOURCE_DIR);
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp" && extension != ".inl") continue;
        std::ifstream in(entry.path());
        std::string line;
        for (int n = 1; std::getline(in, line); ++n) {
            std::smatch match;
            if (std::regex_search(line, match, pattern))
                found.push_back({fs::relative(entry.path(), root), n, match[1]});
        }
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

TEST(Arrows, CoreRoomsKnowOnlyRoomsBelow) {
    int seen = 0;
    for (const Include& include : includes_below("core")) {
        if (!include.what.starts_with("core/")) continue;
        const std::string from = room_of(include.file.generic_string());
        const std::string to = room_of(include.what);
        ASSERT_TRUE(allowed.contains(from))
            << from << " is not a room of the design (" << include.file << ")";
        ++seen;
        if (from == to) continue;
        EXPECT_TRUE(allowed.at(from).contains(to))
            << include.file << ":" << include.line << ": " << from << " must not know " << to;
    }
    EXPECT_GT(seen, 20);
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
