// One thing has one name: every text of the catalogues, the parameters, the stages and the reference page
// keeps to resources/glossary.json. The actions of the desktop are held to it by
// tests/ui/test_action_words.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include "core/project/Recipe.h"
#include "core/project/stages/Stage.h"
#include "tests/support/Glossary.h"

namespace orelens::project {
namespace {

using base::Bilingual;
using base::Language;
using testing::faults;
using ::testing::IsEmpty;

std::vector<std::pair<std::string, Bilingual>> every_text() {
    std::vector<std::pair<std::string, Bilingual>> all;
    for (const std::string& key : base::text_keys())
        all.push_back({key, {base::text(key, Language::english), base::text(key, Language::chinese)}});
    for (const RecipeParam& row : recipe_params()) {
        all.push_back({row.info.id + " label", row.info.label});
        all.push_back({row.info.id + " help", row.info.help});
        for (const base::Choice& choice : row.info.choices)
            all.push_back({row.info.id + "=" + choice.id, choice.label});
    }
    for (const Stage& stage : stage_table()) {
        all.push_back({stage.id + " label", stage.label});
        all.push_back({stage.id + " doing", stage.doing});
        all.push_back({stage.id + " help", stage.help});
    }
    return all;
}

TEST(Glossary, EveryTextKeepsToIt) {
    const auto all = every_text();
    EXPECT_GT(all.size(), 1000U);
    for (const auto& [key, words] : all) EXPECT_THAT(faults(key, words), IsEmpty());
}

/// A number stands apart from the words on both of its sides, not on one alone: "未利用的 32 个".
TEST(Glossary, ChineseCountsStandApartOnBothSides) {
    for (const auto& [key, words] : every_text())
        for (std::size_t at = words.zh.find("{count} "); at != std::string::npos; at = words.zh.find("{count} ", at + 1)) {
            if (at < 3) continue;
            // Lead bytes of Han characters; marks of punctuation lie below and above.
            const auto lead = static_cast<unsigned char>(words.zh[at - 3]);
            EXPECT_FALSE(lead >= 0xE4 && lead <= 0xE9) << key << ": " << words.zh;
        }
}

/// Headings of the reference page stand in the same order in both languages.
TEST(Glossary, HeadingsOfTheReferencePageKeepToIt) {
    const auto headings = [](Language language) {
        const std::string page = parameter_reference(language);
        static const std::regex heading("(^|\n)#+ ([^\n`]+)");
        std::vector<std::string> out;
        for (std::sregex_iterator at(page.begin(), page.end(), heading), end; at != end; ++at)
            out.push_back((*at)[2]);
        return out;
    };
    const auto en = headings(Language::english), zh = headings(Language::chinese);
    ASSERT_EQ(en.size(), zh.size());
    EXPECT_GT(en.size(), 5U);
    for (std::size_t n = 0; n < en.size(); ++n) EXPECT_THAT(faults(en[n], {en[n], zh[n]}), IsEmpty());
}

TEST(Glossary, FindsWhatBreaksIt) {
    EXPECT_THAT(faults("k", {"Break-even price of a block", "块体的盈亏平衡价格"}), IsEmpty());
    EXPECT_EQ(faults("k", {"Break-even price", "保本价格"}).size(), 1U) << "another word for the thing";
    EXPECT_EQ(faults("k", {"Profit per tonne", "每吨利润"}).size(), 1U) << "and in the other language";
    EXPECT_THAT(faults("k", {"{commodity} at {price}", "矿种价格"}), IsEmpty()) << "placeholders are words";
    EXPECT_THAT(faults("k", {"set grid.margin", "设定 grid.margin"}), IsEmpty()) << "identifiers are not";
    EXPECT_THAT(faults("k", {"Blocks &not usable", "不可利用块体(&N)"}), IsEmpty()) << "nor mnemonics";
    EXPECT_EQ(faults("k", {"cost", "费用"}).size(), 1U);
    EXPECT_THAT(faults("k", {"costly", "昂贵"}), IsEmpty()) << "whole words only";
}

TEST(Glossary, IsSoundItself) {
    std::set<std::string> en, zh;
    for (const testing::Term& term : testing::glossary().terms) {
        ASSERT_FALSE(term.en.empty() || term.zh.empty());
        for (const std::string& form : term.en) EXPECT_TRUE(en.insert(form).second) << form << " twice";
        // Two English words may share a Chinese one only as forms of one entry.
        if (!term.both_ways) continue;
        for (const std::string& form : term.zh) EXPECT_TRUE(zh.insert(form).second) << form << " twice";
    }
    EXPECT_GT(en.size(), 150U);
}

/// An exception that nothing needs any more goes.
TEST(Glossary, ExceptionsAreFewReasonedAndNeeded) {
    const auto& exceptions = testing::glossary().exceptions;
    EXPECT_LE(exceptions.size(), 25U);
    std::set<std::string> keys;
    for (const auto& [key, words] : every_text()) keys.insert(key);
    for (const auto& exception : exceptions) {
        EXPECT_GT(exception.reason.size(), 10U) << exception.key;
        EXPECT_TRUE(keys.contains(exception.key)) << exception.key;
        EXPECT_TRUE(std::ranges::any_of(testing::glossary().terms, [&](const testing::Term& term) {
            return term.en.front() == exception.term;
        })) << exception.term;
    }
}

/// British spelling in what people read; identifiers (utilization, color of a library) are no texts.
TEST(Glossary, EnglishIsSpelledTheBritishWay) {
    static const std::vector<std::string> starts{
        "utiliz", "normaliz", "discretiz", "standardiz", "recogniz", "optimiz", "initializ", "visualiz", "summariz",
        "minimiz", "maximiz", "organiz", "color", "center", "behavior", "analyz", "neighbor", "gray", "favor", "catalog\\b",
        "fiber", "labeled", "modeled", "canceled", "traveled", "meter\\b", "meters\\b", "kilometer\\b", "kilometers\\b", "aluminum", "sulfur"};
    std::string any;
    for (const std::string& start : starts) any += (any.empty() ? "" : "|") + start;
    const std::regex american("\\b(" + any + ")", std::regex::icase);
    const std::regex identifier("[A-Za-z0-9*]+([._][A-Za-z0-9*]+)+|'[^']*'|\\{[^}]*\\}");
    // Most texts have not even the letters, which is told in a fraction of the time.
    const auto has_letters = [&](std::string text) {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return std::ranges::any_of(starts, [&](const std::string& start) {
            return text.find(start.substr(0, start.find('\\'))) != std::string::npos;
        });
    };
    EXPECT_TRUE(has_letters("The Color") && has_letters("100 METER") && has_letters("Catalog"));
    for (const auto& [key, words] : every_text())
        if (has_letters(words.en)) {
            EXPECT_FALSE(std::regex_search(std::regex_replace(words.en, identifier, " "), american))
                << key << ": " << words.en;
        }
}

}  // namespace
}  // namespace orelens::project
