// Every key that the desktop's sources name exists in the catalogue, and every "ui." key of it is used.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/Text.h"
#include "core/economics/Value.h"
#include "ui/ColumnWords.h"

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

// Columns that stages add are shown in words, in which the element or commodity is still found.
TEST(Texts, ColumnsOfStagesHaveWords) {
    using economics::CutoffTest;
    for (const std::string& column :
         {std::string(economics::nsr_column), std::string(economics::margin_full),
          std::string(economics::margin_marginal), std::string(economics::status_column),
          std::string("domain"), economics::break_even_column("Cu", CutoffTest::full),
          economics::break_even_column("Cu", CutoffTest::marginal), std::string("Cu.variance"),
          std::string("Cu.samples"), std::string("Cu.pass"), std::string("Cu.distance"),
          std::string("Cu.holes"), std::string("Cu.slope"), std::string("Cu.efficiency"),
          std::string("Cu.negative_weights"), std::string("Cu.lagrange"), std::string("Cu.above_0.3"),
          std::string("Cu.mean_above_0.3"), std::string("class")}) {
        const QString words = ui::column_words(column);
        EXPECT_NE(words.toStdString(), column);
        EXPECT_EQ(column.find("Cu") != std::string::npos, words.contains("Cu")) << column;
    }
    EXPECT_EQ(ui::column_words("Cu").toStdString(), "Cu");
    EXPECT_EQ(ui::column_words("assay.of.theirs").toStdString(), "assay.of.theirs");
    EXPECT_NE(ui::code_words("status", "usable").toStdString(), "usable");
    EXPECT_NE(ui::code_words("class", "measured").toStdString(), "measured");
    EXPECT_EQ(ui::code_words("domain", "usable").toStdString(), "usable");
}

}  // namespace
}  // namespace orelens
