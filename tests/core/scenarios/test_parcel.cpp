#include "core/scenarios/Parcel.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/scenarios/Compare.h"
#include "core/scenarios/Waterfall.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::scenarios {
namespace {

using economics::PriceDeck;
using economics::testing::random_model;
using economics::testing::random_model_deck;

blocks::BlockModel evaluated(const PriceDeck& deck) {
    blocks::BlockModel model = random_model(7);
    model.add_column({economics::excluded_column, blocks::ColumnType::integer, "", {}});
    model.integer(economics::excluded_column, 0)[9] = 1;
    base::Progress quiet;
    EXPECT_TRUE(economics::evaluate(model, deck, quiet));
    return model;
}

TEST(Parcel, OfAllBlocksHasTheirMargin) {
    PriceDeck deck = random_model_deck();
    deck.costs.mining_recovery_percent = 92;
    const blocks::BlockModel model = evaluated(deck);
    const Parcel parcel = *parcel_of(model, deck, nullptr, Take::evaluated);
    EXPECT_EQ(parcel.usable.blocks + parcel.not_usable.blocks + parcel.no_grade.blocks + parcel.excluded.blocks,
              model.block_count());
    EXPECT_EQ(parcel.taken.blocks, parcel.usable.blocks + parcel.not_usable.blocks);
    EXPECT_GT(parcel.no_grade.blocks, 0);
    EXPECT_EQ(parcel.excluded.blocks, 1);
    EXPECT_GT(parcel.density_stated.blocks, 0);
    // The whole's margin is the sum over its blocks: margins are linear in grades and depth.
    const economics::BlockTonnes tonnes(model, deck.costs);
    double worth = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const float margin = model.real(economics::margin_full, n)[at];
            const auto status = static_cast<economics::Status>(model.integer(economics::status_column, n)[at]);
            if (model.leaf(n).is_active(at) && !std::isnan(margin) && status != economics::Status::excluded)
                worth += economics::mined_tonnes(deck.costs, tonnes(n, at)) * static_cast<double>(margin);
        }
    const Waterfall fall =
        waterfall(deck, deck.test, parcel.fractions, parcel.elevation_m, parcel.taken.tonnes);
    EXPECT_NEAR(fall.margin, worth, 1e-6 * fall.gross);
}

TEST(Parcel, TakesWhatIsAskedFor) {
    const PriceDeck deck = random_model_deck();
    const blocks::BlockModel model = evaluated(deck);
    const Usable usable = *usable_under(model, deck);
    const Parcel poor = *parcel_of(model, deck, nullptr, Take::not_usable);
    const Parcel rich = *parcel_of(model, deck, nullptr, Take::usable);
    EXPECT_EQ(rich.taken, rich.usable);
    EXPECT_EQ(poor.taken, poor.not_usable);
    EXPECT_EQ(rich.taken.blocks, usable.held.blocks);
    EXPECT_NEAR(rich.taken.tonnes, usable.held.tonnes, 1e-9 * usable.held.tonnes);
    EXPECT_NEAR(rich.fractions[0] * rich.taken.tonnes, usable.held.metal[0], 1e-9 * usable.held.metal[0]);
    const Parcel within = *parcel_of(model, deck, &usable.usable, Take::evaluated);
    EXPECT_EQ(within.taken, rich.taken);
    EXPECT_EQ(within.not_usable.blocks, 0);
    EXPECT_FALSE(parcel_of(random_model(7, {40, 40, 40}), deck, &usable.usable, Take::evaluated));
}

TEST(Parcel, ABlockIsAnsweredAsTheEvaluationDoes) {
    PriceDeck deck = random_model_deck();
    const blocks::BlockModel model = evaluated(deck);
    int seen[6] = {};
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const BlockAnswer answer = *block_answer(model, deck, model.leaf(n).index(at));
            ++seen[static_cast<int>(answer.verdict)];
            const auto status = static_cast<economics::Status>(model.integer(economics::status_column, n)[at]);
            const Verdict wanted = status == economics::Status::usable          ? Verdict::usable
                                   : status == economics::Status::technical     ? Verdict::not_usable
                                   : status == economics::Status::unrecoverable ? Verdict::unrecoverable
                                   : status == economics::Status::unassigned    ? Verdict::no_grade
                                                                                : Verdict::excluded;
            ASSERT_EQ(answer.verdict, wanted);
            if (answer.verdict != Verdict::usable && answer.verdict != Verdict::not_usable) continue;
            const Waterfall fall = waterfall(deck, deck.test, answer.parcel.fractions, answer.parcel.elevation_m,
                                             answer.parcel.taken.tonnes);
            const auto margin = static_cast<double>(model.real(economics::margin_full, n)[at]);
            ASSERT_NEAR(fall.per_tonne(fall.margin), margin, 2e-7 * std::max(100.0, std::abs(margin)));
        }
    EXPECT_GT(seen[0], 0);
    EXPECT_GT(seen[1], 0);
    EXPECT_GT(seen[static_cast<int>(Verdict::no_grade)], 0);
    EXPECT_EQ(seen[static_cast<int>(Verdict::excluded)], 1);
}

TEST(Parcel, WithoutAPriceNothingIsSaid) {
    PriceDeck deck = random_model_deck();
    const blocks::BlockModel model = evaluated(deck);
    deck.commodities[0].price = 0;
    EXPECT_EQ(parcel_of(model, deck, nullptr, Take::evaluated).error().what.key, "value.not_evaluated.no_price");
    EXPECT_FALSE(block_answer(model, deck, {0, 0, 0}));
    EXPECT_FALSE(parcel_of(random_model(7), random_model_deck(), nullptr, Take::evaluated));
}

}  // namespace
}  // namespace orelens::scenarios
