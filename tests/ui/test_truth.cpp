// Nothing on screen or paper comes from inputs other than those shown beside it: what belongs to other
// parameters is greyed and named, a curve answers for its own commodity only, exports refuse unless asked.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <algorithm>
#include <random>

#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "core/project/Truth.h"
#include "tests/ui/Support.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/actions/ExportActions.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/OlderNote.h"
#include "ui/panels/UsablePanel.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using base::ParamValue;

class Truth : public ::testing::Test {
  protected:
    Truth() : window(tests::window_with_project()), document(window->document()) {
        document.runs().set_auto_economics(false);
    }
    [[nodiscard]] panels::UsablePanel& usable() const { return *window->panels().usable; }
    [[nodiscard]] const scene::Scene& scene() const { return window->view()->scene(); }
    [[nodiscard]] bool noted() const {
        const auto notes = window->findChildren<panels::OlderNote*>();
        return !notes.isEmpty() &&
               std::ranges::any_of(notes, [](const auto* note) { return !note->isHidden(); });
    }
    [[nodiscard]] bool answer_greyed() const { return !usable().headline()->isEnabledTo(&usable()); }
    static QString headline(double tonnes) {
        return ui::words("ui.usable.headline", {{"tonnes", ui::tonnes_text(tonnes).toStdString()}});
    }
    void run() {
        QSignalSpy finished(&document.runs(), &ui::Runs::finished);
        document.runs().run();
        ASSERT_TRUE(tests::wait_until([&] { return !finished.isEmpty(); }, 60000));
        tests::settle(20);
    }
    /// Usable tonnes of the present recipe at the price in hand, block by block from the grades.
    [[nodiscard]] double usable_tonnes() const {
        const project::Project& project = document.project();
        const blocks::BlockModel& model = *project.results.estimate.model;
        economics::PriceDeck deck = project::price_deck(project.recipe);
        const std::string commodity = document.price().commodity();
        const auto grades = economics::GradeColumns::of_deck(model, deck);
        const economics::BlockTonnes tonnes(model, deck.costs);
        std::vector<double> fractions(grades->count());
        double sum = 0;
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int at = 0; at < 512; ++at) {
                if (!model.leaf(leaf).is_active(at)) continue;
                grades->fractions(leaf, at, fractions.data());
                const double z = model.geometry().centre(model.leaf(leaf).index(at))[2];
                const auto even =
                    static_cast<float>(economics::break_even(deck, commodity, deck.test, fractions, z));
                if (static_cast<double>(even) <= document.price().value()) sum += tonnes(leaf, at);
            }
        return sum;
    }
    /// Whatever happened before: each number shown is that of the parameters shown, or it is marked.
    void expect_truth(const std::string& after) {
        const project::Project& project = document.project();
        const bool older = !project::older_results(project).empty();
        EXPECT_EQ(scene().data().older, older) << after;
        EXPECT_EQ(noted(), older) << after;
        const bool evaluated = project.current("evaluate") && project.results.value.curve_full;
        if (project.results.value.curve_full && !project.current("evaluate")) {
            EXPECT_TRUE(answer_greyed()) << after;
            EXPECT_FALSE(document.price().curve()) << after;
            const economics::PriceDeck& deck = *project.results.value.deck;
            EXPECT_TRUE(usable().detail()->text().startsWith(QString::fromStdString(deck.main_commodity)))
                << after << ": an older number stands under its own name";
            return;
        }
        if (!evaluated) {
            EXPECT_TRUE(usable().headline()->text().isEmpty()) << after;
            return;
        }
        EXPECT_FALSE(answer_greyed()) << after;
        EXPECT_EQ(usable().headline()->text(), headline(usable_tonnes())) << after;
        EXPECT_EQ(scene().data().commodity, document.price().commodity()) << after;
        EXPECT_EQ(scene().usable_blocks(), document.price().curve()->at(document.price().value()).blocks)
            << after;
    }
    std::unique_ptr<ui::MainWindow> window;
    ui::Document& document;
};

TEST_F(Truth, AFreshProjectSpeaksForItself) {
    expect_truth("opening");
    EXPECT_FALSE(noted());
}

TEST_F(Truth, AnEditWithoutARunGreysTheAnswerAndTheRunBringsItBack) {
    const QString before = usable().headline()->text();
    ASSERT_TRUE(document.edits().set_param("economics.mining", ParamValue(40.0)));
    tests::settle(20);
    expect_truth("mining cost 40");
    EXPECT_TRUE(noted());
    EXPECT_EQ(usable().headline()->text(), before) << "the old number is greyed, not told under new costs";
    document.edits().undo_stack().undo();
    tests::settle(20);
    expect_truth("undo");
    EXPECT_FALSE(noted());
    document.edits().undo_stack().redo();
    run();
    expect_truth("run");
    EXPECT_NE(usable().headline()->text(), before);
}

TEST_F(Truth, ACurveAnswersForItsOwnCommodityOnly) {
    const auto names = project::group_keys(document.project().recipe, "commodity");
    ASSERT_GE(names.size(), 2U);
    const std::string first = document.price().commodity();
    const std::string other = names.front() == first ? names.back() : names.front();
    ASSERT_TRUE(document.edits().set_param("economics.main_commodity", ParamValue(other)));
    tests::settle(20);
    EXPECT_EQ(document.price().commodity(), other);
    EXPECT_FALSE(document.price().curve());
    EXPECT_EQ(document.price().answer().commodity, first);
    EXPECT_EQ(scene().data().commodity, first);
    expect_truth("another commodity");
    run();
    EXPECT_EQ(document.price().answer().commodity, other);
    expect_truth("its evaluation");
}

TEST_F(Truth, WithoutCostsNothingIsUsable) {
    document.edits().change_recipe("costs", "", [](project::Recipe& recipe) {
        recipe.economics.costs.mining = recipe.economics.costs.mining_per_metre = 0;
        recipe.economics.costs.processing = recipe.economics.costs.general = 0;
        recipe.economics.costs.sustaining = recipe.economics.costs.ore_mining_difference = 0;
    });
    run();
    EXPECT_TRUE(document.project().current("evaluate"));
    EXPECT_FALSE(document.price().answer().curve);
    EXPECT_TRUE(usable().headline()->text().isEmpty());
    EXPECT_NE(scene().data().evaluated(), economics::Evaluated::yes);
    EXPECT_EQ(scene().usable_blocks(), 0);
    const auto findings = document.project().findings();
    EXPECT_TRUE(std::ranges::any_of(findings, [](const auto& f) { return f.kind == "not_evaluated"; }));
}

TEST_F(Truth, ExportsAskAboutOlderResultsAndSayWhatTheyAre) {
    QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    ASSERT_TRUE(document.edits().set_param("economics.mining", ParamValue(40.0)));
    const auto refused = window->exports().write_pdf(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.older_results");
    EXPECT_FALSE(QFile::exists(file));
    EXPECT_TRUE(window->exports().write_pdf(file, report::OlderResults::allow));
    EXPECT_TRUE(QFile::exists(file));
    int asked = 0;
    window->exports().ask_older = [&] {
        ++asked;
        return actions::OlderAnswer::cancel;
    };
    for (const char* id : {"export.pdf", "export.xlsx", "export.csv", "export.blocks", "export.screenshot"})
        window->actions().trigger(id);
    EXPECT_EQ(asked, 5);
}

TEST_F(Truth, WhatIsCopiedSaysSoToo) {
    window->actions().trigger("window.usable");
    const QString mark = "⚠ " + ui::words("ui.older.short");
    const auto copied = [&](const char* action) {
        QApplication::clipboard()->clear();
        EXPECT_TRUE(window->actions().trigger(action));
        return QApplication::clipboard()->text();
    };
    const QString before = copied("edit.copy_table");
    EXPECT_FALSE(before.isEmpty());
    EXPECT_FALSE(before.startsWith(mark));
    copied("edit.copy_chart");
    const QImage chart = QApplication::clipboard()->image();
    ASSERT_TRUE(document.edits().set_param("economics.mining", ParamValue(40.0)));
    tests::settle(20);
    EXPECT_EQ(copied("edit.copy_table"), mark + "\n" + before);
    copied("edit.copy_chart");
    const QColor corner = QApplication::clipboard()->image().pixelColor(2, 2);
    EXPECT_EQ(corner, ui::chart_colors(ui::Theme::light).caution);
    EXPECT_NE(chart.pixelColor(2, 2), corner);
}

TEST_F(Truth, WhateverIsDoneEachNumberIsThatOfTheParametersShownOrMarked) {
    const auto names = project::group_keys(document.project().recipe, "commodity");
    constexpr int steps = 40;
    std::mt19937 dice(20261125);
    const auto pick = [&](int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); };
    for (int step = 0; step < steps; ++step) {
        std::string what;
        switch (pick(10)) {
            case 0:
                what = "cost";
                ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(5.0 + pick(40))));
                break;
            case 1:
                what = "price of the recipe";
                ASSERT_TRUE(document.edits().set_param("commodity." + document.price().commodity() + ".price",
                                                       ParamValue(1000.0 + 100 * pick(100))));
                break;
            case 2:
                what = "commodity";
                ASSERT_TRUE(document.edits().set_param(
                    "economics.main_commodity",
                    ParamValue(names[static_cast<std::size_t>(pick(static_cast<int>(names.size())))])));
                break;
            case 3:
                what = "test";
                document.edits().set_test(pick(2) == 0 ? economics::CutoffTest::full
                                                       : economics::CutoffTest::marginal);
                break;
            case 4:
                what = "search";
                ASSERT_TRUE(document.edits().set_param("estimate.max_samples",
                                                       ParamValue(std::int64_t{6 + pick(3)})));
                break;
            case 5:
                what = "undo";
                document.edits().undo_stack().undo();
                break;
            case 6:
                what = "redo";
                document.edits().undo_stack().redo();
                break;
            case 7:
                what = "slider";
                document.price().set(document.price().recipe_price() * (0.5 + 0.1 * pick(10)), pick(2) == 0);
                break;
            case 8: {
                what = "run and stop";
                QSignalSpy finished(&document.runs(), &ui::Runs::finished);
                document.runs().run();
                tests::settle(pick(30));
                document.runs().cancel();
                ASSERT_TRUE(tests::wait_until([&] { return !finished.isEmpty(); }, 60000));
                break;
            }
            default:
                what = "run";
                run();
        }
        document.price().set(document.price().value(), false);
        tests::settle(20);
        expect_truth("step " + std::to_string(step) + ", " + what);
        if (HasFailure()) return;
    }
    run();
    project::Project fresh;
    fresh.recipe = document.project().recipe;
    base::Progress progress;
    ASSERT_TRUE(fresh.run(progress));
    const auto price = document.price().value();
    ASSERT_EQ(fresh.results.value.curve_full != nullptr, document.price().curve() != nullptr);
    if (document.price().curve()) {
        EXPECT_EQ(document.price().curve()->at(price).tonnes,
                  fresh.results.value.curve(fresh.recipe.economics.test)->at(price).tonnes);
    }
}

}  // namespace
}  // namespace orelens
