// The ladder of the known deposit is the one that known_deposit/reference.py computed in another way: its own
// formulas for blocks and money, every block of the cone as an arc, maximum flow by Boost.Graph.
#include <gtest/gtest.h>

#include "core/economics/Value.h"
#include "core/pits/KnownDeposit.h"
#include "core/pits/Study.h"
#include "tests/core/pits/Reference.h"

namespace orelens::pits {
namespace {

using testing::expect_close;

TEST(KnownDeposit, PitsAreThoseOfTheReferenceAtThirteenPrices) {
    const auto rows = testing::reference_ladder("ladder.csv");
    ASSERT_EQ(rows.size(), 13U);
    auto model = known_deposit();
    ASSERT_TRUE(model.has_value());
    base::Progress progress;
    const auto study = study_pits(*model, known_deposit_deck(), known_deposit_rule(), progress);
    ASSERT_TRUE(study.has_value()) << base::describe(study.error(), base::Language::english);
    ASSERT_EQ(study->rows.size(), 13U);
    for (std::size_t n = 0; n < 13; ++n) {
        SCOPED_TRACE(rows[n].at("factor"));
        const PitRow& row = study->rows[n];
        EXPECT_DOUBLE_EQ(row.factor, rows[n].at("factor"));
        expect_close(row.ore_tonnes, rows[n].at("ore"), "ore");
        expect_close(row.fed_tonnes, rows[n].at("fed"), "fed");
        expect_close(row.waste_tonnes, rows[n].at("waste"), "waste");
        expect_close(row.product_tonnes[0], rows[n].at("product_cu"), "Cu");
        expect_close(row.product_tonnes[1], rows[n].at("product_au"), "Au");
        expect_close(row.value, rows[n].at("value"), "value");
        expect_close(row.own_value, rows[n].at("own_value"), "own value");
        // The column tells the same pits.
        std::int64_t blocks = 0;
        for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
            for (int at = 0; at < 512; ++at) {
                if (!model->leaf(leaf).is_active(at)) continue;
                const int shell = std::as_const(*model).integer(shell_column, leaf)[at];
                blocks += shell > 0 && shell <= static_cast<int>(n) + 1 ? 1 : 0;
            }
        EXPECT_EQ(blocks, static_cast<std::int64_t>(rows[n].at("blocks")));
    }
    // Valued at the deck's prices, no pit beats the one found at them.
    for (const PitRow& row : study->rows) EXPECT_LE(row.value, study->rows[6].value);
    for (std::size_t n = 0; n < 13; ++n) {
        EXPECT_GE(study->rows[n].best, study->rows[n].worst);
        EXPECT_LT(study->rows[n].best, study->rows[n].value);
    }
}

TEST(KnownDeposit, UsableTonnesAndGradesAreThoseOfTheReference) {
    const auto rows = testing::reference_ladder("ladder.csv");
    ASSERT_EQ(rows.size(), 13U);
    auto model = known_deposit();
    ASSERT_TRUE(model.has_value());
    for (const auto& row : rows) {
        SCOPED_TRACE(row.at("factor"));
        const economics::PriceDeck deck = economics::at_price_factor(known_deposit_deck(), row.at("factor"));
        base::Progress progress;
        ASSERT_TRUE(economics::evaluate(*model, deck, progress).has_value());
        const economics::BlockTonnes tonnes(*model, deck.costs);
        const auto grades = economics::GradeColumns::of_deck(*model, deck);
        ASSERT_TRUE(grades.has_value());
        double sum = 0;
        double metal[2] = {0, 0};
        for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
            for (int at = 0; at < 512; ++at) {
                if (!model->leaf(leaf).is_active(at)) continue;
                if (std::as_const(*model).integer(economics::status_column, leaf)[at] !=
                    static_cast<int>(economics::Status::usable))
                    continue;
                const double t = tonnes(leaf, at);
                double fractions[2];
                grades->fractions(leaf, at, fractions);
                sum += t;
                for (int c = 0; c < 2; ++c) metal[c] += t * fractions[c];
            }
        expect_close(sum, row.at("usable_tonnes"), "tonnes");
        expect_close(metal[0] / sum * 100, row.at("usable_cu_percent"), "Cu");
        expect_close(metal[1] / sum * 1e6, row.at("usable_au_g_t"), "Au");
    }
}

}  // namespace
}  // namespace orelens::pits
