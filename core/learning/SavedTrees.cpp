#include "core/learning/SavedTrees.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

namespace orelens::learning {
namespace {

using nlohmann::json;

/// What is wrong, as an exception of this file alone.
struct Broken {
    std::string what;
};

void require(bool holds, const char* what) {
    if (!holds) throw Broken{what};
}

/// XGBoost writes its counts as text.
int count_in(const json& object, const char* key, int least, int most) {
    const auto& text = object.at(key).get_ref<const std::string&>();
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    require(error == std::errc() && end == text.data() + text.size() && value >= least && value <= most, key);
    return value;
}

const json& array_of(const json& object, const char* key, std::size_t length) {
    const json& array = object.at(key);
    require(array.is_array() && array.size() == length, key);
    return array;
}

std::vector<std::int64_t> whole(const json& object, const char* key, std::size_t length) {
    std::vector<std::int64_t> values;
    values.reserve(length);
    for (const json& value : array_of(object, key, length)) {
        require(value.is_number_integer() || value.is_boolean(), key);
        values.push_back(value.is_boolean() ? static_cast<std::int64_t>(value.get<bool>()) : value.get<std::int64_t>());
    }
    return values;
}

json finite(const json& object, const char* key, std::size_t length) {
    constexpr double most = 3e38;  // they become floats
    for (const json& value : array_of(object, key, length))
        require(value.is_number() && std::abs(value.get<double>()) <= most, key);
    return object.at(key);
}

/// Every node that can be reached has no child or two, behind it, and one parent; the others are those that were pruned.
void check_shape(const std::vector<std::int64_t>& left, const std::vector<std::int64_t>& right,
                 const std::vector<std::int64_t>& parents, const std::vector<std::int64_t>& columns, int column_count,
                 int deleted) {
    const auto n = static_cast<std::int64_t>(left.size());
    std::vector<int> depth(left.size(), -1);
    depth[0] = 0;
    std::int64_t reached = 0;
    for (std::int64_t i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (depth[at] < 0) continue;
        ++reached;
        if (left[at] == -1) {
            require(right[at] == -1, "right_children");
            continue;
        }
        require(columns[at] >= 0 && columns[at] < column_count, "split_indices");
        require(depth[at] < deepest_tree, "depth");
        for (const std::int64_t child : {left[at], right[at]}) {
            require(child > i && child < n, "children");
            const auto below = static_cast<std::size_t>(child);
            require(depth[below] < 0 && parents[below] == i, "parents");
            depth[below] = depth[at] + 1;
        }
    }
    require(n - reached == deleted, "num_deleted");
}

json checked_tree(const json& tree, int number, int columns) {
    const json& param = tree.at("tree_param");
    const int nodes = count_in(param, "num_nodes", 1, 1'000'000), deleted = count_in(param, "num_deleted", 0, nodes - 1);
    require(count_in(param, "num_feature", columns, columns) == columns && count_in(param, "size_leaf_vector", 0, 1) >= 0, "tree_param");
    const auto length = static_cast<std::size_t>(nodes);
    const auto left = whole(tree, "left_children", length), right = whole(tree, "right_children", length),
               parents = whole(tree, "parents", length), split = whole(tree, "split_indices", length),
               side = whole(tree, "default_left", length), type = whole(tree, "split_type", length);
    for (const std::int64_t value : side) require(value == 0 || value == 1, "default_left");
    for (const std::int64_t value : type) require(value == 0, "split_type");
    for (const char* categories : {"categories", "categories_nodes", "categories_segments", "categories_sizes"})
        (void)array_of(tree, categories, 0);
    check_shape(left, right, parents, split, columns, deleted);
    return {{"base_weights", finite(tree, "base_weights", length)},
            {"categories", json::array()},
            {"categories_nodes", json::array()},
            {"categories_segments", json::array()},
            {"categories_sizes", json::array()},
            {"default_left", side},
            {"id", number},
            {"left_children", left},
            {"loss_changes", finite(tree, "loss_changes", length)},
            {"parents", parents},
            {"right_children", right},
            {"split_conditions", finite(tree, "split_conditions", length)},
            {"split_indices", split},
            {"split_type", type},
            {"sum_hessian", finite(tree, "sum_hessian", length)},
            {"tree_param",
             {{"num_deleted", std::to_string(deleted)},
              {"num_feature", std::to_string(columns)},
              {"num_nodes", std::to_string(nodes)},
              {"size_leaf_vector", "0"}}}};
}

/// "5E-1": a number and nothing else.
std::string number_text(const json& object, const char* key) {
    const auto& text = object.at(key).get_ref<const std::string&>();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    require(error == std::errc() && end == text.data() + text.size() && std::isfinite(value), key);
    return text;
}

json checked(const json& model) {
    const json& learner = model.at("learner");
    const json& param = learner.at("learner_model_param");
    const int columns = count_in(param, "num_feature", 1, most_columns);
    require(count_in(param, "num_class", 0, 0) == 0 && count_in(param, "num_target", 1, 1) == 1, "learner_model_param");
    const json& booster = learner.at("gradient_booster");
    require(booster.at("name") == "gbtree", "name");
    const json& trees = booster.at("model").at("trees");
    const json& own = booster.at("model").at("gbtree_model_param");
    const int count = count_in(own, "num_trees", 0, most_trees), together = count_in(own, "num_parallel_tree", 1, most_trees);
    require(trees.is_array() && trees.size() == static_cast<std::size_t>(count), "trees");
    for (const std::int64_t group : whole(booster.at("model"), "tree_info", trees.size())) require(group == 0, "tree_info");
    json made = json::array();
    for (const json& tree : trees) made.push_back(checked_tree(tree, static_cast<int>(made.size()), columns));
    const std::string aim = learner.at("objective").at("name");
    require(aim == "reg:squarederror" || aim == "binary:logistic", "objective");
    return {{"learner",
             {{"attributes", json::object()},
              {"feature_names", json::array()},
              {"feature_types", json::array()},
              {"gradient_booster",
               {{"model",
                 {{"gbtree_model_param",
                   {{"num_parallel_tree", std::to_string(together)},
                    {"num_trees", std::to_string(count)},
                    {"size_leaf_vector", "0"}}},
                  {"tree_info", std::vector<int>(trees.size(), 0)},
                  {"trees", std::move(made)}}},
                {"name", "gbtree"}}},
              {"learner_model_param",
               {{"base_score", number_text(param, "base_score")},
                {"boost_from_average", "1"},
                {"num_class", "0"},
                {"num_feature", std::to_string(columns)},
                {"num_target", "1"}}},
              {"objective", {{"name", aim}, {"reg_loss_param", {{"scale_pos_weight", "1"}}}}}}},
            {"version", {1, 7, 4}}};
}

}  // namespace

base::Expected<std::string> checked_trees(const std::string& saved) {
    const auto refused = [](const std::string& what) {
        return base::fail(base::ErrorKind::data, base::Message("learning.saved_trees", {{"what", what}}));
    };
    try {
        return checked(json::parse(saved)).dump();
    } catch (const json::exception& error) {
        return refused(error.what());
    } catch (const Broken& broken) {
        return refused(broken.what);
    }
}

}  // namespace orelens::learning
