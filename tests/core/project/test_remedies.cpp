// What a finding's advice would change: the parameters it names, the values it states, and nothing it does not.
#include "core/project/Remedies.h"

#include <gtest/gtest.h>

#include <set>

#include "core/base/Param.h"

namespace orelens::project {
namespace {

base::Finding advised(const std::string& key, std::vector<std::pair<std::string, std::string>> args = {}) {
    base::Finding finding;
    finding.fix = base::Message(key, std::move(args));
    return finding;
}

TEST(Remedies, NameTheParametersOfTheAdvice) {
    const auto found = remedies({}, advised("csv.negative_limit_fix"));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, "drillholes.null_codes");
    EXPECT_EQ(found[1].id, "assays.negative");
    EXPECT_TRUE(found[0].value.empty()) << "the choice is the user's";
    EXPECT_TRUE(remedies({}, advised("")).empty());
    EXPECT_TRUE(remedies({}, advised("finding.fix.redundant_samples")).empty()) << "names none";
}

TEST(Remedies, FillTheKeyOfTheGroup) {
    const auto found = remedies({}, advised("csv.unit_fix", {{"grade", "Au"}}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, "element.Au.unit");
    EXPECT_TRUE(remedies({}, advised("csv.unit_fix")).empty()) << "of which element is not known";
}

TEST(Remedies, ProposeWhatTheFindingSupplies) {
    const auto parents = remedies({}, advised("finding.fix.model_parent_coarse", {{"u", "5"}, {"v", "5"}, {"w", "2.5"}}));
    ASSERT_EQ(parents.size(), 3U);
    EXPECT_EQ(parents[2], (Remedy{"model.parent_w", "2.5"}));
    const auto odd = remedies({}, advised("finding.fix.model_excluded_odd", {{"column", "MINED IN"}}));
    ASSERT_EQ(odd.size(), 2U);
    EXPECT_EQ(odd[0], (Remedy{"model.excluded", "MINED IN"}));
    EXPECT_EQ(odd[1], (Remedy{"model.numbers", "MINED IN"}));
    // A number that the parameter does not take is no proposal.
    const auto wrong = remedies({}, advised("finding.fix.model_parent_coarse", {{"u", "five"}, {"v", "5"}, {"w", "5"}}));
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_TRUE(wrong[0].value.empty());
    EXPECT_EQ(wrong[1].value, "5");
}

TEST(Remedies, ReadWhatIsToBeSet) {
    const auto axes = remedies({}, advised("csv.axes_swapped_fix", {{"x", "X坐标"}, {"y", "Y坐标"}}));
    ASSERT_EQ(axes.size(), 2U);
    EXPECT_EQ(axes[0], (Remedy{"drillholes.collar_x", "Y坐标"}));
    EXPECT_EQ(axes[1], (Remedy{"drillholes.collar_y", "X坐标"}));
    const auto density = remedies({}, advised("finding.fix.density_not_used"));
    ASSERT_EQ(density.size(), 2U);
    EXPECT_EQ(density[0], (Remedy{"estimate.density", "samples"}));
    EXPECT_EQ(density[1].id, "economics.density");
    EXPECT_EQ(density[1].value, "");
}

TEST(Remedies, KeepWhatAListHolds) {
    Recipe recipe;
    ASSERT_TRUE(set_param(recipe, "model.numbers", "HARDNESS"));
    const base::Finding finding = advised("finding.fix.model_share_named", {{"column", "PCT"}});
    const auto value_of = [&](const std::string& id) {
        for (const Remedy& remedy : remedies(recipe, finding))
            if (remedy.id == id) return remedy.value;
        return std::string("not named");
    };
    EXPECT_EQ(value_of("model.numbers"), "HARDNESS;PCT");
    EXPECT_EQ(value_of("model.volume"), "PCT");
    ASSERT_TRUE(set_param(recipe, "model.numbers", "HARDNESS; PCT"));
    EXPECT_EQ(value_of("model.numbers"), "") << "it is there already";
    const auto marked = remedies(recipe, advised("finding.fix.model_share_named", {{"column", "A;B"}}));
    ASSERT_EQ(marked.size(), 3U);
    EXPECT_EQ(marked[2].value, "") << "would be two entries";
}

TEST(Remedies, ListsAreWhatTheHelpSays) {
    for (const RecipeParam& param : recipe_params()) {
        const std::string& help = param.info.help.en;
        const bool said = help.contains("separated by semicolons") || help.contains("separated by ;");
        EXPECT_EQ(is_list(param.info.id), said) << param.info.id << ": " << help;
    }
}

/// A parameter that is renamed must be renamed in the advice, or the window has nothing to open.
TEST(Remedies, AdviceNamesParametersThatExist) {
    std::set<std::string> rooms;
    for (const RecipeParam& param : recipe_params()) rooms.insert(param.info.id.substr(0, param.info.id.find('.')));
    for (const std::string& key : base::text_keys()) {
        if (!key.starts_with("finding.fix.") && !key.ends_with("_fix")) continue;
        const std::string words = base::text(key, base::Language::english);
        std::size_t named = 0;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = std::min(words.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.", at), words.size());
            std::string word = words.substr(at, end - at);
            at = std::max(end, at + 1);
            while (word.ends_with('.')) word.pop_back();
            const std::size_t dot = word.find('.');
            if (dot == std::string::npos || !rooms.contains(word.substr(0, dot))) continue;
            if (word == "model.xlsx") continue;  // the name of a workbook in an example
            if (end < words.size() && (words[end] == '{' || words[end] == '*')) continue;  // with a key of its own
            ++named;
            EXPECT_TRUE(find_param(word)) << key << ": " << word;
        }
        EXPECT_LE(remedies({}, advised(key)).size(), named + 1) << key;
    }
}

}  // namespace
}  // namespace orelens::project
