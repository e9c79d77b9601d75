#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/base/AtomicFile.h"
#include "core/project/Recipe.h"
#include "core/project/stages/Stage.h"

namespace orelens::project {
namespace {

using base::Language;
using base::ParamInfo;
using base::ParamType;
using base::ParamValue;

/// A value that differs from the default and that the parameter accepts.
ParamValue other_value(const ParamInfo& info) {
    switch (info.type) {
        case ParamType::boolean:
            return !std::get<bool>(info.default_value);
        case ParamType::integer: {
            const auto now = std::get<std::int64_t>(info.default_value);
            return static_cast<double>(now) + 1 <= info.range.max ? now + 1 : now - 1;
        }
        case ParamType::real: {
            const double now = std::get<double>(info.default_value);
            if (std::isnan(now)) return std::max(info.range.min, 0.0) + 0.125;
            const double low = std::max(info.range.min, now - 1.5),
                         high = std::min(info.range.max, now + 1.5);
            return high > now ? now + (high - now) / 2 : now - (now - low) / 2;
        }
        case ParamType::choice:
            for (const base::Choice& choice : info.choices)
                if (ParamValue(choice.id) != info.default_value) return choice.id;
            return info.default_value;
        default:
            if (info.id == "general.crs") return std::string("EPSG:4547");
            return std::string("folder/a \"quoted\" 名称.csv");
    }
}

std::string example_id(const RecipeParam& row) {
    return concrete_id(row.info, "Cu");
}

TEST(RecipeParams, IdsAreUniqueAndEveryRoomIsThere) {
    std::set<std::string> ids, groups;
    for (const RecipeParam& row : recipe_params()) {
        EXPECT_TRUE(ids.insert(row.info.id).second) << row.info.id;
        groups.insert(row.info.id.substr(0, row.info.id.find('.')));
    }
    EXPECT_EQ(groups, (std::set<std::string>{"general", "drillholes", "assays", "model", "shape", "bounds", "classes", "statistics",
                                             "element", "composite", "grid", "estimate", "validate", "simulate",
                                             "economics", "cost", "fiscal", "route", "product", "payable", "occurrence", "pits", "section", "commodity",
                                             "orebodies", "flows", "potential", "ledger"}));
    EXPECT_TRUE(ids.contains("element.*.variogram.nugget"));
    EXPECT_TRUE(ids.contains("commodity.*.price"));
    EXPECT_GT(ids.size(), 100U);
}

TEST(RecipeParams, StagesAreKnown) {
    std::set<std::string> stages{"report"};
    for (const Stage& stage : stage_table()) stages.insert(stage.id);
    for (const RecipeParam& row : recipe_params()) EXPECT_TRUE(stages.contains(row.stage)) << row.info.id;
}

TEST(RecipeParams, WordsInBothLanguages) {
    const auto both = [](const base::Bilingual& words, const std::string& what) {
        EXPECT_FALSE(words.en.empty()) << what;
        EXPECT_FALSE(words.zh.empty()) << what;
        const bool has_chinese =
            std::any_of(words.zh.begin(), words.zh.end(), [](char c) { return (c & 0x80) != 0; });
        return has_chinese;
    };
    for (const RecipeParam& row : recipe_params()) {
        EXPECT_TRUE(both(row.info.label, row.info.id + " label")) << row.info.id;
        EXPECT_TRUE(both(row.info.help, row.info.id + " help")) << row.info.id;
        EXPECT_NE(row.info.label.en, row.info.label.zh) << row.info.id;
        EXPECT_NE(row.info.help.en, row.info.help.zh) << row.info.id;
        EXPECT_NE(row.info.label.en, row.info.help.en) << row.info.id;
        for (const base::Choice& choice : row.info.choices) both(choice.label, row.info.id + "=" + choice.id);
    }
}

TEST(RecipeParams, ChoicesAreDistinctAndHoldTheDefault) {
    for (const RecipeParam& row : recipe_params()) {
        if (row.info.type != ParamType::choice) continue;
        std::set<std::string> ids, labels, labels_zh;
        for (const base::Choice& choice : row.info.choices) {
            EXPECT_TRUE(ids.insert(choice.id).second) << row.info.id;
            EXPECT_TRUE(labels.insert(choice.label.en).second) << row.info.id;
            EXPECT_TRUE(labels_zh.insert(choice.label.zh).second) << row.info.id;
        }
        EXPECT_GE(ids.size(), 2U) << row.info.id;
        EXPECT_TRUE(ids.contains(std::get<std::string>(row.info.default_value))) << row.info.id;
    }
}

TEST(RecipeParams, DefaultsPassTheirOwnCheckAndAreWhatAFreshRecipeHolds) {
    const Recipe fresh;
    for (const RecipeParam& row : recipe_params()) {
        EXPECT_TRUE(base::check_value(row.info, row.info.default_value)) << row.info.id;
        EXPECT_EQ(base::value_text(row.get(fresh, "Cu")), base::value_text(row.info.default_value))
            << row.info.id;
    }
}

TEST(RecipeParams, EachIsReachedBySetAndByJsonAndReadBackTheSame) {
    for (const RecipeParam& row : recipe_params()) {
        const ParamValue value = other_value(row.info);
        ASSERT_TRUE(base::check_value(row.info, value)) << row.info.id;
        Recipe recipe;
        const auto set = set_param(recipe, example_id(row), base::value_text(value));
        ASSERT_TRUE(set) << row.info.id << ": " << base::describe(set.error(), Language::english);
        EXPECT_EQ(get_param(recipe, example_id(row)).value(), value) << row.info.id;

        const auto again = recipe_from_json(recipe_to_json(recipe), "round trip");
        ASSERT_TRUE(again) << row.info.id << ": " << base::describe(again.error(), Language::english);
        EXPECT_EQ(get_param(*again, example_id(row)).value(), value) << row.info.id;
        EXPECT_TRUE(again->warnings.empty()) << row.info.id;
        // Nothing else changed on the way.
        for (const RecipeParam& other : recipe_params())
            EXPECT_EQ(base::value_text(other.get(*again, "Cu")), base::value_text(other.get(recipe, "Cu")))
                << row.info.id << " changed " << other.info.id;
    }
}

// The help of --set promises these words; every parameter of the type takes them.
TEST(RecipeParams, TypedValuesAreWhatTheHelpOfSetSays) {
    const std::string help = base::text("cli.set", Language::english);
    const std::string chinese = base::text("cli.set", Language::chinese);
    const std::map<std::string, bool> words{{"true", true},   {"yes", true}, {"on", true},   {"1", true},
                                            {"false", false}, {"no", false}, {"off", false}, {"0", false}};
    int switches = 0, empties = 0, needed = 0;
    for (const RecipeParam& row : recipe_params()) {
        Recipe recipe;
        const std::string id = example_id(row);
        const bool number = row.info.type == ParamType::real || row.info.type == ParamType::integer;
        if (row.info.type == ParamType::boolean) {
            ++switches;
            for (const auto& [word, meaning] : words) {
                EXPECT_NE(help.find(word), std::string::npos) << word;
                EXPECT_NE(chinese.find(word), std::string::npos) << word;
                ASSERT_TRUE(set_param(recipe, id, word)) << id << "=" << word;
                EXPECT_EQ(get_param(recipe, id).value(), ParamValue(meaning)) << id << "=" << word;
            }
            for (const char* other : {"", "2", "Yes", "TRUE", "y", " true"})
                EXPECT_FALSE(set_param(recipe, id, other)) << id << "=" << other;
        } else if (number) {
            for (const char* other : {"1,5", "5 m", " 5", "five"})
                EXPECT_FALSE(set_param(recipe, id, other)) << id << "=" << other;
            EXPECT_EQ(set_param(recipe, id, "").has_value(), row.info.range.optional) << id;
            ++(row.info.range.optional ? empties : needed);
        } else if (row.info.type == ParamType::choice) {
            for (const base::Choice& choice : row.info.choices)
                EXPECT_TRUE(set_param(recipe, id, choice.id)) << id << "=" << choice.id;
            EXPECT_FALSE(set_param(recipe, id, "")) << id;
        } else if (row.info.id != "general.crs") {
            for (const char* any : {"", "a;b", "a=b", "a b"}) {
                ASSERT_TRUE(set_param(recipe, id, any)) << id << "=" << any;
                EXPECT_EQ(get_param(recipe, id).value(), ParamValue(std::string(any))) << id;
            }
        }
    }
    EXPECT_GT(switches, 3);
    EXPECT_GT(empties, 1);
    EXPECT_GT(needed, 30);
}

TEST(RecipeParams, NumbersOutsideTheirRangeAreRefused) {
    int checked = 0;
    for (const RecipeParam& row : recipe_params()) {
        if (row.info.type != ParamType::real && row.info.type != ParamType::integer) continue;
        Recipe recipe;
        for (const char* infinite : {"inf", "-inf"})
            EXPECT_FALSE(set_param(recipe, example_id(row), infinite));
        if (!std::isfinite(row.info.range.max)) continue;
        const double above = row.info.range.max * 2 + 1;
        const std::string typed = base::value_text(row.info.type == ParamType::integer
                                                       ? ParamValue(static_cast<std::int64_t>(above))
                                                       : ParamValue(above));
        const auto set = set_param(recipe, example_id(row), typed);
        ASSERT_FALSE(set) << row.info.id;
        EXPECT_EQ(set.error().what.key, "param.out_of_range") << row.info.id;
        EXPECT_EQ(set.error().place.field, example_id(row));
        ++checked;
    }
    EXPECT_GT(checked, 50);
}

TEST(RecipeParams, UnknownIdsSuggestTheNearest) {
    struct Case {
        const char* typed;
        const char* suggested;
    };
    for (const Case& c :
         {Case{"commodity.Cu.pricee", "commodity.Cu.price"}, Case{"comosite.length", "composite.length"},
          Case{"element.Au.variogram.nuget", "element.Au.variogram.nugget"},
          Case{"estimate.max_sample", "estimate.max_samples"}}) {
        const auto found = find_param(c.typed);
        ASSERT_FALSE(found) << c.typed;
        EXPECT_EQ(found.error().kind, base::ErrorKind::usage);
        ASSERT_EQ(found.error().fix.key, "recipe.did_you_mean") << c.typed;
        EXPECT_EQ(found.error().fix.args.at(0).second, c.suggested);
    }
    EXPECT_EQ(find_param("zzzzzzzzzzzzzzzz").error().fix.key, "recipe.list_parameters");
}

TEST(RecipeParams, KeysOfGroupsMayHoldDots) {
    Recipe recipe;
    ASSERT_TRUE(set_param(recipe, "element.Fe.mag.top_cut", "70"));
    EXPECT_EQ(group_keys(recipe, "element"), std::vector<std::string>{"Fe.mag"});
    ASSERT_TRUE(set_param(recipe, "element.Cu.variogram.nugget", "0.25"));
    EXPECT_EQ(recipe.element.at("Cu").variogram.nugget, 0.25);
    const auto again = recipe_from_json(recipe_to_json(recipe), "round trip");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->element.at("Fe.mag").assay.top_cut, 70);
}

TEST(RecipeParams, DeckTakesNamesFromKeysAndTheFirstAsMain) {
    Recipe recipe;
    ASSERT_TRUE(set_param(recipe, "commodity.Cu.price", "70000"));
    ASSERT_TRUE(set_param(recipe, "commodity.Au.price", "550"));
    economics::PriceDeck deck = price_deck(recipe);
    ASSERT_EQ(deck.commodities.size(), 2U);
    EXPECT_EQ(deck.commodities[0].name, "Au");
    EXPECT_EQ(deck.commodities[1].price, 70000);
    EXPECT_EQ(deck.main_commodity, "Au");
    recipe.economics.main_commodity = "Cu";
    EXPECT_EQ(price_deck(recipe).main_commodity, "Cu");
}

TEST(Reference, CommittedPagesAreTheGeneratedOnes) {
    for (const auto& [language, suffix] :
         {std::pair(Language::english, "en"), std::pair(Language::chinese, "zh")}) {
        const std::string path =
            std::string(ORELENS_SOURCE_DIR) + "/resources/docs/parameters." + suffix + ".md";
        const auto committed = base::read_text_file(path);
        ASSERT_TRUE(committed) << path;
        EXPECT_TRUE(*committed == parameter_reference(language))
            << path
            << " is out of date; renew it with: orelens-cli parameters --write-reference resources/docs";
        const std::string stages =
            std::string(ORELENS_SOURCE_DIR) + "/resources/docs/stages." + suffix + ".md";
        EXPECT_TRUE(base::read_text_file(stages).value_or("") == stage_reference(language))
            << stages << " is out of date; renew it the same way";
    }
}

TEST(Reference, NamesEveryParameterOnce) {
    const std::string page = parameter_reference(Language::chinese);
    for (const RecipeParam& row : recipe_params()) {
        const std::string title = "### `" + row.info.id + "`";
        const std::size_t first = page.find(title + "\n");
        ASSERT_NE(first, std::string::npos) << row.info.id;
        EXPECT_EQ(page.find(title + "\n", first + 1), std::string::npos) << row.info.id;
        EXPECT_NE(page.find(row.info.help.zh), std::string::npos) << row.info.id;
    }
}

}  // namespace
}  // namespace orelens::project
