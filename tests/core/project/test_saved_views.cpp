#include "core/project/SavedViews.h"

#include <gtest/gtest.h>

namespace orelens::project {
namespace {

std::vector<SavedView> some_views() {
    return {{"Centre of metal", R"({"waste":"ghosted"})", std::string("\x89PNG\0\1\2", 7)},
            {"剖面 3", "{}", ""},
            {"\"quoted\" \\ name", R"({"price":70000})", std::string(5000, '\xFF')}};
}

TEST(SavedViews, ReadBackAsTheyWere) {
    EXPECT_EQ(views_to_text({}), "");
    EXPECT_EQ(*views_from_text(""), std::vector<SavedView>());
    EXPECT_EQ(*views_from_text(views_to_text(some_views())), some_views());
}

TEST(SavedViews, AChangedByteIsSeenWhereverItIs) {
    const std::string text = views_to_text(some_views());
    for (std::size_t at = 0; at < text.size(); at += 7) {
        std::string other = text;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_FALSE(views_from_text(other)) << at;
    }
    EXPECT_FALSE(views_from_text(text.substr(0, text.size() - 1)));
    EXPECT_FALSE(views_from_text("[]"));
}

TEST(SavedViews, NamesAreOneOfAKind) {
    const auto views = some_views();
    EXPECT_EQ(free_view_name(views, "Plan"), "Plan");
    EXPECT_EQ(free_view_name(views, "剖面 3"), "剖面 3 2");
    auto twice = views;
    twice.push_back(views[0]);
    EXPECT_FALSE(views_from_text(views_to_text(twice)));
    EXPECT_EQ(find_view(views, "剖面 3"), &views[1]);
    EXPECT_EQ(find_view(views, "nowhere"), nullptr);
}

}  // namespace
}  // namespace orelens::project
