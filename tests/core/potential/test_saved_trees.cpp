// Trees of a file that a stranger sends: what the library would follow blindly is refused before it sees it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/learning/Booster.h"
#include "core/learning/SavedTrees.h"

namespace orelens::learning {
namespace {

using nlohmann::json;

struct Grown {
    Eigen::MatrixXd x{40, 3};
    std::string saved;
};

Grown grown(BoosterRule::Aim aim) {
    Grown made;
    Eigen::VectorXd y(40);
    for (int row = 0; row < 40; ++row) {
        for (int column = 0; column < 3; ++column) made.x(row, column) = (row * (7 + column) + column) % 13;
        y(row) = made.x(row, 0) + made.x(row, 1) > 11 ? 1 : 0;
    }
    made.x(5, 1) = std::numeric_limits<double>::quiet_NaN();
    auto trees = Booster::begin(made.x, y, {Monotone::free, Monotone::free, Monotone::free},
                                {.aim = aim, .start = aim == BoosterRule::Aim::logistic ? 0.5 : 0.25, .least_rows = 0.1});
    EXPECT_TRUE(trees.has_value());
    for (int step = 0; step < 3; ++step) EXPECT_TRUE(trees->grow().has_value());
    made.saved = *trees->save();
    const auto back = Booster::load(made.saved);
    EXPECT_TRUE(back.has_value());
    EXPECT_EQ(*back->predict(made.x), *trees->predict(made.x)) << "the same bits";
    EXPECT_EQ(*back->contributions(made.x), *trees->contributions(made.x));
    return made;
}

json& tree_of(json& model) {
    return model["learner"]["gradient_booster"]["model"]["trees"][0];
}

TEST(SavedTrees, AreReadBackToTheSameBits) {
    for (const auto aim : {BoosterRule::Aim::squared, BoosterRule::Aim::logistic}) grown(aim);
}

TEST(SavedTrees, NothingIsFollowedThatIsNotThere) {
    const Grown made = grown(BoosterRule::Aim::squared);
    const json good = json::parse(made.saved);
    json probe = good;
    const int nodes = static_cast<int>(tree_of(probe)["left_children"].size());
    ASSERT_GE(nodes, 5) << "a tree with something to damage";
    const auto refused = [&](const char* what, const std::function<void(json&)>& damage) {
        json model = good;
        damage(model);
        const auto read = Booster::load(model.dump());
        ASSERT_FALSE(read.has_value()) << what;
        EXPECT_EQ(read.error().what.key, "learning.saved_trees") << what;
        EXPECT_EQ(read.error().kind, base::ErrorKind::data) << what;
    };
    for (const char* side : {"left_children", "right_children"})
        for (const int child : {nodes, 1 << 30, -2, 0, -1})
            refused(side, [&](json& model) { tree_of(model)[side][0] = child; });
    refused("a loop", [&](json& model) {
        auto& left = tree_of(model)["left_children"];
        for (std::size_t n = 1; n < left.size(); ++n)
            if (left[n] != -1) left[n] = 1;
    });
    refused("one child twice", [](json& model) { tree_of(model)["right_children"][0] = tree_of(model)["left_children"][0]; });
    refused("another parent", [](json& model) { tree_of(model)["parents"][1] = 2; });
    for (const auto column : {3LL, -1LL, 4000000000LL})
        refused("a column", [&](json& model) { tree_of(model)["split_indices"][0] = column; });
    for (const auto& [key, value] : tree_of(probe).items())
        if (value.is_array() && !value.empty()) {
            refused(key.c_str(), [&, k = key](json& model) { tree_of(model)[k].erase(0); });
            refused(key.c_str(), [&, k = key](json& model) { tree_of(model)[k][0] = "x"; });
            refused(key.c_str(), [&, k = key](json& model) { tree_of(model).erase(k); });
        }
    refused("categories", [](json& model) { tree_of(model)["categories"] = {1}; });
    refused("a split by category", [](json& model) { tree_of(model)["split_type"][0] = 1; });
    refused("a huge weight", [](json& model) { tree_of(model)["split_conditions"][0] = 1e300; });
    refused("more nodes than stand there", [](json& model) { tree_of(model)["tree_param"]["num_nodes"] = "900"; });
    refused("no number", [](json& model) { tree_of(model)["tree_param"]["num_nodes"] = "5 nodes"; });
    refused("deleted nodes", [](json& model) { tree_of(model)["tree_param"]["num_deleted"] = "1"; });
    refused("more trees", [](json& model) { model["learner"]["gradient_booster"]["model"]["gbtree_model_param"]["num_trees"] = "9"; });
    refused("of another kind", [](json& model) { model["learner"]["gradient_booster"]["name"] = "dart"; });
    refused("another aim", [](json& model) { model["learner"]["objective"]["name"] = "multi:softprob"; });
    refused("more columns", [](json& model) { model["learner"]["learner_model_param"]["num_feature"] = "4"; });
    refused("no start", [](json& model) { model["learner"]["learner_model_param"]["base_score"] = "nan"; });
    for (const char* text : {"", "{", "[]", "{}", "binf", R"({"learner": 1})"}) {
        const auto read = Booster::load(text);
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().what.key, "learning.saved_trees") << text;
    }
}

TEST(SavedTrees, WhatTheProgramDoesNotKnowIsNotPassedOn) {
    const Grown made = grown(BoosterRule::Aim::squared);
    json model = json::parse(made.saved);
    model["Config"] = "x";
    model["learner"]["attributes"]["best"] = "1";
    const auto passed = checked_trees(model.dump());
    ASSERT_TRUE(passed.has_value());
    EXPECT_EQ(passed->find("best"), std::string::npos);
    EXPECT_EQ(passed->find("Config"), std::string::npos);
}

}  // namespace
}  // namespace orelens::learning
