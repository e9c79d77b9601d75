// Recoveries and costs by a code of the blocks: the ladder is that of known_deposit/reference.py, and what types cannot
// change is refused.
#include <gtest/gtest.h>

#include "core/pits/KnownDeposit.h"
#include "core/pits/Study.h"
#include "core/pits/UsableLadder.h"
#include "tests/core/pits/Reference.h"

namespace orelens::pits {
namespace {

/// As reference.py states them.
OreTypes by_rock() {
    OreTypes types{.column = "rock", .types = {{"oxide", known_deposit_deck()}}};
    economics::PriceDeck& oxide = types.types[0].deck;
    oxide.commodities[0].recovery_percent = 55;
    oxide.commodities[1].recovery_percent = 71;
    oxide.costs.processing = 6.5;
    oxide.costs.mining = 2.1;
    return types;
}

TEST(OreTypes, GiveThePitsAndUsableTonnesOfTheReference) {
    const auto rows = testing::reference_ladder("ladder_by_rock.csv");
    ASSERT_EQ(rows.size(), 13U);
    auto model = known_deposit();
    ASSERT_TRUE(model.has_value());
    base::Progress progress;
    std::vector<double> factors;
    for (const auto& row : rows) factors.push_back(row.at("factor"));
    const auto usable = usable_ladder(*model, known_deposit_deck(), by_rock(), factors, std::nullopt, progress);
    ASSERT_TRUE(usable.has_value()) << base::describe(usable.error(), base::Language::english);
    const auto study = study_pits(*model, known_deposit_deck(), known_deposit_rule(), progress, by_rock());
    ASSERT_TRUE(study.has_value()) << base::describe(study.error(), base::Language::english);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        SCOPED_TRACE(factors[n]);
        const PitRow& pit = study->rows[n];
        testing::expect_close((*usable)[n].tonnes, rows[n].at("usable_tonnes"), "usable");
        testing::expect_close((*usable)[n].grade[0] * 100, rows[n].at("usable_cu_percent"), "Cu");
        testing::expect_close((*usable)[n].grade[1] * 1e6, rows[n].at("usable_au_g_t"), "Au");
        testing::expect_close(pit.ore_tonnes, rows[n].at("ore"), "ore");
        testing::expect_close(pit.fed_tonnes, rows[n].at("fed"), "fed");
        testing::expect_close(pit.waste_tonnes, rows[n].at("waste"), "waste");
        testing::expect_close(pit.product_tonnes[0], rows[n].at("product_cu"), "product");
        testing::expect_close(pit.value, rows[n].at("value"), "value");
        testing::expect_close(pit.own_value, rows[n].at("own_value"), "own value");
    }
}

TEST(OreTypes, AreRefusedWithTheirPlaceWhereTheyCannotBe) {
    const auto model = known_deposit();
    ASSERT_TRUE(model.has_value());
    const auto key = [&](const OreTypes& types) {
        const auto made = TypedWorth::of(*model, known_deposit_deck(), types);
        return made ? std::string("fine") : made.error().what.key;
    };
    EXPECT_EQ(key(by_rock()), "fine");
    OreTypes types = by_rock();
    types.column = "absent";
    EXPECT_EQ(key(types), "pits.no_column");
    types.column = "Cu";
    EXPECT_EQ(key(types), "pits.column_type");
    types = by_rock();
    types.types[0].code = "laterite";
    EXPECT_EQ(key(types), "pits.no_code");
    types = by_rock();
    types.types.push_back(types.types[0]);
    EXPECT_EQ(key(types), "pits.ore_type_twice");
    types.types[1].code = "0";
    EXPECT_EQ(key(types), "pits.ore_type_twice") << "a number and its word are one code";
    types = by_rock();
    types.types[0].deck.costs.currency = "CNY";
    EXPECT_EQ(key(types), "pits.ore_type_differs");
    types = by_rock();
    types.types[0].deck.commodities.pop_back();
    EXPECT_EQ(key(types), "pits.ore_type_differs");
}

}  // namespace
}  // namespace orelens::pits
