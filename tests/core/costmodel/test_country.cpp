// The whole chain on a made-up country whose true costs are known, and what a model of it does when it is kept, changed,
// or asked about other data.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/base/Parallel.h"
#include "core/costmodel/Examine.h"
#include "core/costmodel/Features.h"
#include "core/costmodel/Verdict.h"
#include "core/demonstration/Country.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/report/CostTables.h"
#include "tests/support/SharedData.h"

namespace orelens::costmodel {
namespace {

using demonstration::make_country;

/// Learned once for all tests of this file.
struct Learned {
    demonstration::Country country = make_country({});
    testing::TemporaryFolder folder;
    OrebodyTable mines, orebodies;
    economics::PriceDeck deck = project::price_deck(demonstration::country_recipe());
    CostRule rule;
    CostModel model;
    std::vector<OrebodyVerdict> verdicts;
    Learned() {
        mines = io::read_orebodies(folder.write("mines.csv", country.mines_csv), {}).value();
        orebodies = io::read_orebodies(folder.write("orebodies.csv", country.orebodies_csv), {}).value();
        rule.repeats = 1;
        model = train(mines, rule, &deck, base::Progress()).value();
        verdicts = costmodel::verdicts(model, orebodies, deck, rule, base::Progress()).value();
    }
};
const Learned& learned() {
    // Never taken down: the trees' library may be gone before.
    static const auto* const made = new Learned;
    return *made;
}

TEST(Country, ItsTablesAreReadWithoutAWordOfHelp) {
    const Learned& l = learned();
    EXPECT_EQ(l.mines.rows.size(), 40U);
    EXPECT_EQ(l.orebodies.rows.size(), 200U);
    EXPECT_EQ(l.orebodies.crs, "EPSG:4326");
    for (const OrebodyColumn& column : l.mines.columns) EXPECT_FALSE(column.role.empty()) << column.header;
    OrebodyTable examined = l.mines;
    examine_orebodies(examined);
    for (const base::Finding& finding : examined.findings) ADD_FAILURE() << base::text(finding.what, base::Language::english);
    std::set<std::string> belts, commodities;
    for (const Orebody& o : l.orebodies.rows) {
        belts.insert(o.belt);
        commodities.insert(o.commodity);
    }
    EXPECT_EQ(belts.size(), 6U);
    EXPECT_EQ(commodities, (std::set<std::string>{"Cu", "Fe", "Li"}));
}

TEST(Country, LearnsCostsThatTheTruthAgreesWith) {
    const Learned& l = learned();
    EXPECT_TRUE(l.model.only_producing);
    EXPECT_EQ(l.model.group, GroupBy::company);
    for (const CostTarget target : {CostTarget::operating, CostTarget::capital}) {
        const TargetModel* model = l.model.target(target);
        ASSERT_NE(model, nullptr);
        const NestedScore* chosen = model->score(model->learner);
        const NestedScore* median = model->score("median");
        ASSERT_TRUE(chosen != nullptr && median != nullptr);
        EXPECT_GT(chosen->mean_r2(), 0.6) << target_id(target);
        EXPECT_LT(median->mean_r2(), 0.1);
        EXPECT_GT(model->coverage, 0.75) << "of 40 mines, promised 0.9";
        double squared = 0, around = 0, mean = 0;
        int inside = 0, judged = 0;
        for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
            const auto& v = l.verdicts[i];
            if (v.state == OrebodyState::outside) continue;
            mean += std::log(target == CostTarget::operating ? l.country.truth[i].operating : l.country.truth[i].capital);
            ++judged;
        }
        ASSERT_GT(judged, 60);
        mean /= judged;
        for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
            const auto& v = l.verdicts[i];
            if (v.state == OrebodyState::outside) continue;
            const CostAnswer& said = target == CostTarget::operating ? v.operating : v.capital;
            const double truth = target == CostTarget::operating ? l.country.truth[i].operating : l.country.truth[i].capital;
            squared += std::pow(std::log(said.middle / truth), 2);
            around += std::pow(std::log(truth) - mean, 2);
            inside += truth >= said.lower && truth <= said.upper ? 1 : 0;
        }
        RecordProperty(std::string("r2_") + target_id(target), std::to_string(1 - squared / around));
        RecordProperty(std::string("inside_") + target_id(target), std::to_string(static_cast<double>(inside) / judged));
        EXPECT_GT(1 - squared / around, 0.7) << target_id(target);
        EXPECT_GT(static_cast<double>(inside) / judged, 0.85) << target_id(target);
    }
}

TEST(Country, ActivationPricesAndQuantitiesAreThoseOfTheTruthWithinTheirBand) {
    const Learned& l = learned();
    std::map<std::string, std::pair<double, double>> sums;  // usable metal: said, true
    std::map<std::string, std::pair<double, double>> ends;
    int inside = 0, judged = 0, right = 0;
    for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
        const OrebodyVerdict& v = l.verdicts[i];
        if (v.state == OrebodyState::outside || v.state == OrebodyState::unknown) continue;
        const auto worth = worth_of(l.orebodies.rows[i], v.plan, l.deck);
        ASSERT_TRUE(worth);
        const double truth = activation_price(l.rule.cash_flow(), l.rule.criterion, *worth, v.plan, {l.country.truth[i].operating, l.country.truth[i].capital},
                                              l.rule.days_per_year);
        ++judged;
        inside += truth >= v.band.lower && truth <= v.band.upper ? 1 : 0;
        right += (truth <= v.price) == (v.state == OrebodyState::usable) ? 1 : 0;
        const std::string& commodity = l.orebodies.rows[i].commodity;
        sums[commodity].first += v.band.price <= v.price ? v.metal_tonnes : 0;
        sums[commodity].second += truth <= v.price ? v.metal_tonnes : 0;
        ends[commodity].first += v.band.upper <= v.price ? v.metal_tonnes : 0;
        ends[commodity].second += v.band.lower <= v.price ? v.metal_tonnes : 0;
    }
    RecordProperty("judged", judged);
    RecordProperty("inside", inside);
    RecordProperty("right", right);
    EXPECT_GT(static_cast<double>(inside) / judged, 0.8);
    EXPECT_GT(static_cast<double>(right) / judged, 0.85);
    for (const auto& [commodity, sum] : sums) {
        EXPECT_GE(sum.second, ends[commodity].first) << commodity;
        EXPECT_LE(sum.second, ends[commodity].second) << commodity;
    }
}

TEST(Country, OrebodiesDeeperThanAnyMineGetNoVerdictUnlessAskedFor) {
    const Learned& l = learned();
    for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
        if (!l.country.truth[i].deeper) continue;
        EXPECT_EQ(l.verdicts[i].state, OrebodyState::outside) << i;
        EXPECT_TRUE(std::isnan(l.verdicts[i].band.price));
        EXPECT_FALSE(l.verdicts[i].why.empty());
    }
    CostRule rule = l.rule;
    rule.use_outside = true;
    const auto all = verdicts(l.model, l.orebodies, l.deck, rule, base::Progress());
    ASSERT_TRUE(all);
    for (std::size_t i = 0; i < all->size(); ++i) {
        EXPECT_NE((*all)[i].state, OrebodyState::outside);
        if (l.country.truth[i].deeper) {
            EXPECT_TRUE((*all)[i].override_used);
        }
    }
}

TEST(Country, EveryVerdictHoldsTogether) {
    const Learned& l = learned();
    for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
        const OrebodyVerdict& v = l.verdicts[i];
        EXPECT_EQ(v.analogues.size(), 3U);
        EXPECT_NE(v.state, OrebodyState::unknown) << base::text(v.why, base::Language::english);
        if (v.state == OrebodyState::outside) continue;
        EXPECT_EQ(v.state == OrebodyState::usable, v.band.price <= v.price);
        EXPECT_EQ(v.state == OrebodyState::usable, v.npv >= 0);
        EXPECT_EQ(v.state == OrebodyState::usable, v.internal_rate.value_or(-1) >= 0.08 - 1e-9);
        EXPECT_EQ(v.why.empty(), v.state == OrebodyState::usable);
        for (std::size_t n = 1; n < v.levers.size(); ++n) EXPECT_LE(std::abs(v.levers[n - 1].change), std::abs(v.levers[n].change));
        double ln = 0;
        for (const auto& [feature, factor] : v.operating.factors) ln += std::log(factor);
        const auto mines = columns_like(features(l.orebodies.rows, CostTarget::operating, l.model.group, 350), l.model.target(CostTarget::operating)->mines);
        const int row = static_cast<int>(i);
        const auto factors = explain(*l.model.target(CostTarget::operating), mines, std::span(&row, 1), 1);
        ASSERT_TRUE(factors);
        EXPECT_NEAR(factors->base(0) + ln, std::log(v.operating.middle), 1e-5) << "factors add up to the cost";
        if (i > 40) break;
    }
}

TEST(Country, EveryBandHoldsItsMiddle) {
    const Learned& l = learned();
    int judged = 0, at_an_end = 0;
    for (const OrebodyVerdict& v : l.verdicts) {
        if (v.state == OrebodyState::outside || v.state == OrebodyState::unknown) continue;
        ++judged;
        ASSERT_FALSE(std::isnan(v.band.lower)) << v.row;
        EXPECT_LE(v.band.lower, v.band.price) << v.row;
        EXPECT_GE(v.band.upper, v.band.price) << v.row;
        at_an_end += v.band.lower == v.band.price || v.band.upper == v.band.price ? 1 : 0;
        for (const CostAnswer* cost : {&v.operating, &v.capital}) {
            if (cost->stated) continue;
            EXPECT_LE(cost->lower, cost->middle) << v.row;
            EXPECT_GE(cost->upper, cost->middle) << v.row;
        }
    }
    EXPECT_GT(judged, 150);
    EXPECT_GT(at_an_end, 0) << "the country has orebodies whose draws all but miss the middle; without one this test says nothing";
}

TEST(Activation, TheBandIsWidenedToItsMiddleAndNoFarther) {
    // 1 t of ore brings 0.01 t of metal at the quoted price: price = cost / 0.01.
    Worth worth;
    worth.main.metal_per_tonne = 0.01;
    worth.main.per_price = 0.01;
    worth.recovered = 1;
    MiningPlan plan;
    plan.life_years = 10;
    plan.ore_per_day = 1000;
    CashFlowRule rule;
    const auto at = [&](double cost) { return activation_price(rule, Criterion::margin, worth, plan, {cost, 0}, 350); };
    const std::vector<CostPair> draws{{20, 0}, {30, 0}, {40, 0}};
    for (const double middle : {10.0, 30.0, 50.0}) {
        const ActivationBand band = activation_band(rule, Criterion::margin, worth, plan, {middle, 0}, draws, 0.9, 350);
        EXPECT_EQ(band.lower, at(std::min(middle, 20.0)));
        EXPECT_EQ(band.upper, at(std::max(middle, 40.0)));
    }
}

TEST(Country, UsableWithASmallProbabilityIsDoubtful) {
    EXPECT_TRUE(in_doubt(OrebodyState::usable, 0.15));
    EXPECT_FALSE(in_doubt(OrebodyState::usable, 0.5));
    EXPECT_FALSE(in_doubt(OrebodyState::usable, not_stated));
    EXPECT_FALSE(in_doubt(OrebodyState::technical, 0.15));
    const Learned& l = learned();
    const auto tables = report::orebody_tables({l.model, l.orebodies, l.verdicts, l.deck, l.rule}, base::Language::english);
    const auto& bodies = tables.front();
    ASSERT_EQ(bodies.id, "cost_orebodies");
    const auto why = std::ranges::find(bodies.columns, base::text("report.cost.why", base::Language::english), &report::Column::title) - bodies.columns.begin();
    ASSERT_LT(static_cast<std::size_t>(why), bodies.columns.size());
    int doubtful = 0;
    for (std::size_t i = 0; i < l.verdicts.size(); ++i) {
        const OrebodyVerdict& v = l.verdicts[i];
        const std::string said = std::get<std::string>(bodies.rows[i][static_cast<std::size_t>(why)]);
        const bool doubt = v.state == OrebodyState::usable && v.probability < 0.5;
        doubtful += doubt ? 1 : 0;
        EXPECT_EQ(said == report::doubt_words(v.state, v.probability, base::Language::english) && !said.empty(), doubt) << i;
        EXPECT_EQ(said.empty(), v.state == OrebodyState::usable && !doubt) << i;
    }
    EXPECT_GT(doubtful, 0) << "the country has such orebodies";
    EXPECT_EQ(report::doubt_words(OrebodyState::usable, 0.15, base::Language::english), "Usable by the middle of the estimate, but with a probability of 15 %");
    EXPECT_EQ(report::doubt_words(OrebodyState::usable, 0.15, base::Language::chinese), "按估算中值可利用，但概率仅为 15%");
}

TEST(Country, OneSeedOneResultWhateverTheThreads) {
    const Learned& l = learned();
    base::set_thread_limit(1);
    CostRule rule = l.rule;
    const auto alone = train(l.mines, rule, &l.deck, base::Progress());
    base::set_thread_limit(0);
    ASSERT_TRUE(alone);
    EXPECT_EQ(cost_model_to_json(*alone), cost_model_to_json(l.model));
}

TEST(CostModelFile, ComesBackWithTheSameNumbersAndRefusesWhatWasChanged) {
    const Learned& l = learned();
    const std::string json = cost_model_to_json(l.model);
    const auto back = cost_model_from_json(json, "model.json", base::Progress());
    ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
    EXPECT_EQ(cost_model_to_json(*back), json);
    const auto again = verdicts(*back, l.orebodies, l.deck, l.rule, base::Progress());
    ASSERT_TRUE(again);
    for (std::size_t i = 0; i < again->size(); ++i)
        if (!std::isnan(l.verdicts[i].band.price)) {
            EXPECT_EQ((*again)[i].band.price, l.verdicts[i].band.price);
        }
    EXPECT_TRUE(check_trained_on(*back, l.mines));
    OrebodyTable other = l.mines;
    other.rows[7].capital *= 1.01;
    const auto refused = check_trained_on(*back, other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "costmodel.other_data");
    const auto changed = [&](const std::string& from, const std::string& to) {
        std::string text = json;
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    };
    const std::pair<std::string, const char*> wrong[] = {
        {"{}", "costmodel.file.not_one"},
        {"not json", "costmodel.file.not_one"},
        {changed("\"layout\": 1", "\"layout\": 9"), "costmodel.file.newer"},
        {changed("\"name\": \"Synthetic mine 01\"", "\"name\": \"Synthetic mine 99\""), "costmodel.file.changed"},
        {changed("\"seed\": 1,\n  \"level\"", "\"seed\": 2,\n  \"level\""), "costmodel.file.other_numbers"},
        {changed("\"targets\": [", "\"targets\": [], \"other\": ["), "costmodel.file.not_one"},
        {changed("\"target\": \"operating\",\n   \"learner\": \"", "\"target\": \"operating\",\n   \"learner\": \"un"), "costmodel.file.not_one"},
        {changed("\"mines\": [", "\"mined\": ["), "costmodel.file.not_one"}};
    for (const auto& [text, key] : wrong) {
        const auto read = cost_model_from_json(text, "model.json", base::Progress());
        ASSERT_FALSE(read) << key;
        EXPECT_EQ(read.error().what.key, key);
        EXPECT_EQ(read.error().place.file, "model.json");
    }
}

/// Bad tables: what is asked for is refused or flagged with its place, never learned from silently.
TEST(CostModel, BadTablesAreRefusedOrFlagged) {
    const Learned& l = learned();
    const struct {
        const char* name;
        void (*spoil)(OrebodyTable&);
        const char* error;    ///< key of the refusal, or null
        const char* finding;  ///< kind, or null
    } wrong[] = {
        {"one mine", [](OrebodyTable& t) { t.rows.resize(1); }, "costmodel.too_few_costs", nullptr},
        {"all the same mine", [](OrebodyTable& t) { const Orebody first = t.rows.front(); for (Orebody& o : t.rows) o = first; }, "costmodel.all_the_same", "orebody_twice"},
        {"target missing", [](OrebodyTable& t) { for (Orebody& o : t.rows) o.capital = o.operating = not_stated; }, "costmodel.too_few_costs", nullptr},
        {"zero and negative costs", [](OrebodyTable& t) { for (Orebody& o : t.rows) { o.capital = 0; o.operating = -5; } }, "costmodel.too_few_costs", "orebody_cost"},
        {"mixed currencies without a rate", [](OrebodyTable& t) { for (std::size_t i = 0; i < t.rows.size(); ++i) t.rows[i].currency = i % 2 == 0 ? "XXA" : "XXB"; },
         "costmodel.too_few_costs", "orebody_currency"},
        {"NaN everywhere", [](OrebodyTable& t) { for (Orebody& o : t.rows) { Orebody bare; bare.name = o.name; bare.row = o.row; o = bare; } }, "costmodel.too_few_costs", "orebody_empty"},
        {"a feature constant", [](OrebodyTable& t) { for (Orebody& o : t.rows) o.dip_deg = 30; }, nullptr, nullptr},
        {"a capex ten times its peers", [](OrebodyTable& t) { t.rows[6].capital *= 100; }, nullptr, "orebody_slip"},
        {"another scope", [](OrebodyTable& t) { t.rows[3].scope = "mine, mill and smelter"; }, nullptr, "orebody_scope"},
        {"upside down", [](OrebodyTable& t) { t.rows[3].cover_m = t.rows[3].depth_m + 1; }, nullptr, "orebody_impossible"},
    };
    for (const auto& w : wrong) {
        OrebodyTable table = l.mines;
        w.spoil(table);
        OrebodyTable examined = table;
        examine_orebodies(examined);
        if (w.finding != nullptr) {
            const auto found = std::ranges::find(examined.findings, w.finding, &base::Finding::kind);
            EXPECT_NE(found, examined.findings.end()) << w.name;
        }
        CostRule rule = l.rule;
        rule.repeats = 1;
        rule.folds = 3;
        if (w.error == nullptr && std::string_view(w.name) != "a feature constant") continue;
        const auto model = train(examined, rule, &l.deck, base::Progress());
        ASSERT_EQ(model.has_value(), w.error == nullptr) << w.name;
        if (w.error != nullptr) {
            EXPECT_EQ(model.error().what.key, w.error) << w.name;
            EXPECT_FALSE(model.error().place.file.empty()) << w.name;
            continue;
        }
        for (const char* target : {"@costmodel.target.operating", "@costmodel.target.capital"}) {
            const base::Message wanted("costmodel.note.alike", {{"target", target}, {"feature", "@costmodel.feature.dip"}});
            EXPECT_EQ(std::ranges::count(model->notes, wanted), 1) << base::text(wanted, base::Language::english);
        }
        EXPECT_TRUE(std::ranges::none_of(l.model.notes, [](const base::Message& note) { return note.key == "costmodel.note.alike"; })) << "all vary here";
    }
}

TEST(CostModel, ACategoryThatNoMineHasIsNamed) {
    const Learned& l = learned();
    OrebodyTable other = l.orebodies;
    other.rows.resize(3);
    other.rows[0].processing.assign("bioleaching on the moon");
    const auto all = verdicts(l.model, other, l.deck, l.rule, base::Progress());
    ASSERT_TRUE(all);
    EXPECT_EQ((*all)[0].state, OrebodyState::outside);
    EXPECT_EQ((*all)[0].why.key, "costmodel.why.unseen");
}

TEST(CostModel, WithoutARateNothingIsUsable) {
    const Learned& l = learned();
    economics::PriceDeck deck = l.deck;
    deck.commodities.front().currency.assign("XYZ");
    deck.commodities.front().currency_rate = not_stated;
    EXPECT_FALSE(verdicts(l.model, l.orebodies, deck, l.rule, base::Progress()));
}

TEST(CostModel, ACostOfAnotherScopeIsNotTaken) {
    const Learned& l = learned();
    OrebodyTable one = l.orebodies;
    one.rows.resize(1);
    one.rows[0].operating = 1;
    CostModel model = l.model;
    model.scope.assign("site");
    for (const char* scope : {"site", "all-in"}) {
        one.rows[0].scope.assign(scope);
        const auto said = verdicts(model, one, l.deck, l.rule, base::Progress());
        ASSERT_TRUE(said);
        EXPECT_EQ((*said)[0].operating.stated, one.rows[0].scope == "site");
    }
}

TEST(CostModel, AnOpenStopeIsNoPit) {
    EXPECT_EQ(mine_method("sublevel open stoping"), MineMethod::sublevel_longhole);
    EXPECT_EQ(mine_method("open pit"), MineMethod::open_pit);
    EXPECT_EQ(mine_method("open cut"), MineMethod::open_pit);
}

TEST(CostModel, StopsWhenAskedTo) {
    const Learned& l = learned();
    base::Progress progress;
    progress.cancel();
    const auto model = train(l.mines, l.rule, &l.deck, progress);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().kind, base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::costmodel
