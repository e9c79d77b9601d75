// Every key that the desktop's sources name exists in the catalogue, and every "ui." key of it is used.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/Text.h"

namespace orelens {
namespace {

std::set<std::string> literals() {
    std::set<std::string> found;
    const std::regex literal("\"(ui\\.[A-Za-z0-9_.]+)\"");
    for (const char* room : {"ui", "app"})
        for (const auto& file : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path(ORELENS_SOURCE_DIR) / room)) {
            if (file.path().extension() != ".cpp" && file.path().extension() != ".h") continue;
            std::stringstream text;
            text << std::ifstream(file.path()).rdbuf();
            const std::string whole = text.str();
            for (std::sregex_iterator at(whole.begin(), whole.end(), literal), end; at != end; ++at)
                found.insert((*at)[1]);
        }
    return found;
}

TEST(Texts, EveryKeyOfTheSourcesExists) {
    const auto all = base::text_keys();
    const std::set<std::string> keys(all.begin(), all.end());
    const auto used = literals();
    EXPECT_GT(used.size(), 200U);
    for (const std::string& key : used)
        if (!key.ends_with('.')) {
            EXPECT_TRUE(keys.contains(key)) << key;
        }
}

TEST(Texts, EveryKeyIsUsed) {
    const auto used = literals();
    for (const std::string& key : base::text_keys()) {
        if (!key.starts_with("ui.")) continue;
        bool known =
            used.contains(key) || (key.ends_with(".tip") && used.contains(key.substr(0, key.size() - 4)));
        for (const std::string& prefix : used)
            known = known || (prefix.ends_with('.') && key.starts_with(prefix));
        EXPECT_TRUE(known) << key << " is in the catalogue but nowhere in the sources";
    }
}

}  // namespace
}  // namespace orelens
