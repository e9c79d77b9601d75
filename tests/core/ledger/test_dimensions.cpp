// Closed enumerations: words of both languages, precedence, and what belongs where.
#include <gtest/gtest.h>

#include <set>

#include "core/ledger/Ledger.h"
#include "core/ledger/Pivot.h"
#include "core/ledger/Scenario.h"
#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

template <class Enum>
void each_word_reads_back() {
    std::set<std::string_view> seen;
    for (std::size_t n = 0; n < values<Enum>().size(); ++n) {
        const Value& value = values<Enum>()[n];
        for (const std::string_view word : {value.code, value.en, value.zh}) {
            ASSERT_FALSE(word.empty());
            const auto found = read_value<Enum>(word);
            ASSERT_TRUE(found) << word;
            EXPECT_EQ(static_cast<std::size_t>(*found), n) << word;
        }
        EXPECT_TRUE(seen.insert(value.code).second) << value.code;
    }
}

TEST(LedgerDimensions, WordsOfBothLanguagesReadBack) {
    each_word_reads_back<Subsystem>();
    each_word_reads_back<Role>();
    each_word_reads_back<Occurrence>();
    each_word_reads_back<GradeClass>();
    each_word_reads_back<Status>();
    each_word_reads_back<Stage>();
    each_word_reads_back<Confidence>();
    each_word_reads_back<Flag>();
    each_word_reads_back<Ground>();
    each_word_reads_back<Field>();
    each_word_reads_back<State>();
    each_word_reads_back<Part>();
    EXPECT_EQ(read_value<Status>("停产"), Status::suspended);
    EXPECT_EQ(read_value<Status>("Producing"), Status::producing);
    EXPECT_FALSE(read_value<Status>("produced"));
    EXPECT_EQ(values<Occurrence>().size(), occurrences);
}

TEST(LedgerDimensions, TheFirstStatusByPrecedenceWins) {
    const Status all[] = {Status::potential, Status::undeveloped, Status::developed, Status::closed, Status::suspended, Status::producing};
    for (std::size_t n = 0; n < std::size(all); ++n) EXPECT_EQ(first_of({all, n + 1}), all[n]);
    EXPECT_EQ(first_of({}), Status::unknown);
    const Status with_unknown[] = {Status::unknown, Status::closed};
    EXPECT_EQ(first_of(with_unknown), Status::closed);
}

TEST(LedgerDimensions, ExplorationAndConstructionOwnInSituUnitsOnly) {
    for (const Stage stage : {Stage::exploration, Stage::construction}) {
        EXPECT_TRUE(belongs(stage, Subsystem::geological));
        EXPECT_FALSE(belongs(stage, Subsystem::social));
    }
    for (const Stage stage : {Stage::mining, Stage::dressing, Stage::smelting, Stage::fabrication, Stage::use, Stage::recycling}) {
        EXPECT_FALSE(belongs(stage, Subsystem::geological));
        EXPECT_TRUE(belongs(stage, Subsystem::social));
    }
    EXPECT_FALSE(belongs(Status::tailings, Subsystem::geological));
    EXPECT_TRUE(belongs(Status::undeveloped, Subsystem::geological));
    EXPECT_FALSE(belongs(Occurrence::slag, Subsystem::geological));
}

TEST(LedgerDimensions, SharesAreNeverNormalisedUp) {
    Shares shares{};
    shares[static_cast<std::size_t>(Occurrence::carrier)] = 0.7;
    ASSERT_TRUE(settle_shares(shares));
    EXPECT_DOUBLE_EQ(shares[0], 0.3);
    shares = {};
    shares[1] = 0.6;
    shares[2] = 0.404;
    ASSERT_TRUE(settle_shares(shares));
    EXPECT_NEAR(shares[1] + shares[2], 1, 1e-15);
    shares = {};
    shares[1] = 0.6;
    shares[2] = 0.406;
    EXPECT_FALSE(settle_shares(shares));
    shares = {};
    shares[1] = -0.1;
    EXPECT_FALSE(settle_shares(shares));
}

TEST(LedgerDimensions, ResourcesAndReservesAreKindsApart) {
    EXPECT_EQ(kind_of(Confidence::measured), Kind::resource);
    EXPECT_EQ(kind_of(Confidence::proved), Kind::reserve);
    EXPECT_EQ(kind_of(Confidence::potential), Kind::potential);
    EXPECT_EQ(kind_of(Confidence::unknown), Kind::unknown);
}

TEST(LedgerSpecies, SymbolsNamesAndWordsOfBothLanguages) {
    EXPECT_EQ(species_name("Cu"), "Cu");
    EXPECT_EQ(species_name("铜"), "Cu");
    EXPECT_EQ(species_name("Copper"), "Cu");
    EXPECT_EQ(species_name("li2o"), "Li2O");
    EXPECT_FALSE(species_name("CO")) << "carbon monoxide is not cobalt";
    EXPECT_FALSE(species_name("Xx"));
    EXPECT_EQ(species_word("In", base::Language::chinese), "铟");
    std::set<std::string> names;
    for (const std::string& name : species_names()) EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_GE(names.size(), 92U);
}

}  // namespace
}  // namespace orelens::ledger
