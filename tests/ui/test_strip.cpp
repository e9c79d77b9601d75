// The strip of prices and the slider on the view: one deck for all, typed, turned or dragged; what the status
// bar and the steps say beside it.
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/PriceField.h"
#include "ui/panels/PriceFields.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/StageBadge.h"
#include "ui/panels/UsablePanel.h"
#include "ui/shell/StatusLine.h"
#include "ui/shell/Strip.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

class StripTest : public ::testing::Test {
  protected:
    StripTest() { document.runs().set_auto_economics(false); }
    [[nodiscard]] panels::PriceField& field(const std::string& commodity) {
        return *window->strip().prices().field(commodity);
    }
    [[nodiscard]] std::string other() const {
        for (const std::string& name : project::group_keys(document.project().recipe, "commodity"))
            if (name != document.price().commodity()) return name;
        return {};
    }
    void turn(panels::PriceField& over, int notches, Qt::KeyboardModifiers keys = Qt::NoModifier) {
        const QPointF at = over.entry()->rect().center();
        QWheelEvent event(at, over.entry()->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(over.entry(), &event);
    }
    std::unique_ptr<ui::MainWindow> window = tests::window_with_project();
    ui::Document& document = window->document();
};

TEST_F(StripTest, FoldsNoPriceThatHasRoom) {
    panels::PriceFields prices(document);
    prices.resize(prices.sizeHint());
    prices.show();
    tests::settle();
    ASSERT_GT(prices.fields().size(), 1U);
    int wide = 0;
    for (const panels::PriceField* one : prices.fields()) wide += one->sizeHint().width() + 4;
    prices.resize(wide - 4, prices.height());  // no gap behind the last one
    tests::settle();
    for (const panels::PriceField* one : prices.fields()) EXPECT_TRUE(one->isVisible()) << one->commodity();
}

TEST_F(StripTest, HasAFieldForEveryCommodityTheOneInHandFirst) {
    const auto names = project::group_keys(document.project().recipe, "commodity");
    ASSERT_EQ(window->strip().prices().fields().size(), names.size());
    EXPECT_EQ(window->strip().prices().fields().front()->commodity(), document.price().commodity());
    for (const std::string& name : names)
        EXPECT_EQ(field(name).entry()->number(), document.project().recipe.commodity.at(name).price) << name;
}

TEST_F(StripTest, TheWheelMovesAPriceByTenPerCentAndShiftByOne) {
    const std::string in_hand = document.price().commodity();
    const double stated = document.price().recipe_price();
    turn(field(in_hand), 1);
    EXPECT_NEAR(document.price().value(), 1.1 * stated, 1e-9 * stated);
    EXPECT_EQ(field(in_hand).change(), "▲10%");
    turn(field(in_hand), -1);
    EXPECT_EQ(document.price().value(), stated);
    EXPECT_EQ(field(in_hand).change(), "");
    turn(field(in_hand), -1, Qt::ShiftModifier);
    EXPECT_NEAR(document.price().value(), 0.99 * stated, 1e-9 * stated);
    EXPECT_EQ(document.price().recipe_price(), stated) << "the recipe keeps its own";
    EXPECT_EQ(field(in_hand).change(), "▼1.0%");
}

TEST_F(StripTest, AnotherCommoditysPriceIsAnEditThatCanBeUndone) {
    const std::string name = other();
    ASSERT_FALSE(name.empty());
    const double before = document.price_of(name);
    turn(field(name), 1);
    EXPECT_NEAR(document.project().recipe.commodity.at(name).price, 1.1 * before, 1e-3 * before);
    EXPECT_TRUE(document.modified());
    EXPECT_FALSE(document.standing().current("evaluate")) << "blocks have to be valued again";
    EXPECT_EQ(field(name).change(), "▲10%") << "since it was opened";
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price_of(name), before);
    EXPECT_EQ(field(name).entry()->number(), before);
    EXPECT_TRUE(document.standing().current("evaluate"));
}

TEST_F(StripTest, DraggingOverANameSlidesThePriceAsOneStep) {
    const std::string in_hand = document.price().commodity();
    const double stated = document.price().recipe_price();
    auto* name = field(in_hand).findChild<QLabel*>();
    const int steps = document.edits().undo_stack().count();
    const QPoint from = name->rect().center();
    const auto send = [&](QEvent::Type type, int by, Qt::MouseButton button, Qt::MouseButtons held) {
        QMouseEvent event(type, from + QPoint(by, 0), name->mapToGlobal(from + QPoint(by, 0)), button, held,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(name, &event);
    };
    send(QEvent::MouseButtonPress, 0, Qt::LeftButton, Qt::LeftButton);
    for (int by = 6; by <= 60; by += 6) send(QEvent::MouseMove, by, Qt::NoButton, Qt::LeftButton);
    EXPECT_NEAR(document.price().value(), 1.1 * stated, 1e-3 * stated) << "60 pixels, ten per cent";
    send(QEvent::MouseButtonRelease, 60, Qt::LeftButton, Qt::NoButton);
    EXPECT_NEAR(document.price().value(), 1.1 * stated, 1e-3 * stated);
    EXPECT_EQ(document.edits().undo_stack().count(), steps + 1);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), stated);
}

TEST_F(StripTest, TheScenarioSaysWhetherThePriceIsTheRecipes) {
    EXPECT_EQ(window->strip().scenario()->text(), ui::words("ui.strip.base"));
    document.price().set(document.price().value() * 1.2, false);
    EXPECT_EQ(window->strip().scenario()->text(), ui::words("ui.strip.what_if"));
    const auto choices = window->strip().scenario()->menu()->actions();
    EXPECT_TRUE(choices.contains(window->actions().action("price.recipe")));
    EXPECT_TRUE(choices.contains(window->actions().action("price.take")));
    ASSERT_TRUE(window->actions().trigger("price.take"));
    EXPECT_EQ(window->strip().scenario()->text(), ui::words("ui.strip.base"));
}

TEST_F(StripTest, PricesWithoutRoomAreBehindAButton) {
    window->resize(900, 600);
    tests::settle();
    panels::PriceFields& prices = window->strip().prices();
    int shown = 0;
    for (const panels::PriceField* each : prices.fields()) shown += each->isVisible() ? 1 : 0;
    EXPECT_GE(shown, 1);
    ASSERT_TRUE(prices.more()->isVisible());
    EXPECT_EQ(prices.more()->text(), QString("+%1").arg(static_cast<int>(prices.fields().size()) - shown));
    prices.more()->click();
    auto* box = QApplication::activePopupWidget();
    ASSERT_NE(box, nullptr);
    EXPECT_EQ(box->findChildren<panels::PriceField*>().size(),
              static_cast<qsizetype>(prices.fields().size()) - shown);
    box->close();
    window->resize(1600, 1000);
    tests::settle();
    EXPECT_FALSE(prices.more()->isVisible());
}

TEST_F(StripTest, TheAnswerTellsItsChangeFromTheRecipesPrice) {
    const panels::UsablePanel& answer = *window->panels().usable;
    EXPECT_TRUE(answer.change()->text().isEmpty());
    const auto curve = document.price().curve();
    const double stated = document.price().value();
    for (const double share : {1.2, 0.8}) {
        document.price().set(stated * share, false);
        const double by = curve->at(stated * share).tonnes - curve->at(stated).tonnes;
        ASSERT_NE(by, 0);
        EXPECT_EQ(answer.change()->text(), (by > 0 ? "▲ +" : "▼ −") + ui::tonnes_text(std::fabs(by)));
        EXPECT_FALSE(answer.change()->isHidden());
    }
    document.price().back_to_recipe();
    EXPECT_TRUE(answer.change()->isHidden());
    EXPECT_EQ(panels::headline_font(answer.font()).pixelSize(), answer.font().pixelSize());
    EXPECT_NEAR(answer.headline()->font().pointSizeF() / answer.font().pointSizeF(), 20.0 / 13, 0.01);
}

TEST_F(StripTest, NoShortcutIsSwallowedByANumberField) {
    panels::NumberEntry& entry = *field(document.price().commodity()).entry();
    int asked = 0;
    for (const commands::ActionInfo& info : commands::action_table())
        for (const QKeySequence& keys : window->actions().action(info.id)->shortcuts()) {
            const QKeyCombination one = keys[0];
            QKeyEvent event(QEvent::ShortcutOverride, one.key(), one.keyboardModifiers());
            event.ignore();
            QCoreApplication::sendEvent(&entry, &event);
            EXPECT_FALSE(event.isAccepted()) << info.id << ": " << keys.toString().toStdString();
            ++asked;
        }
    EXPECT_GT(asked, 40);
    // What every field has stays its own.
    QKeyEvent copy(QEvent::ShortcutOverride, Qt::Key_C, Qt::ControlModifier);
    copy.ignore();
    QCoreApplication::sendEvent(&entry, &copy);
    EXPECT_TRUE(copy.isAccepted());
}

TEST_F(StripTest, TheStatusBarTellsSelectionAndPlace) {
    shell::StatusLine& status = window->status();
    EXPECT_TRUE(status.selection()->text().isEmpty());
    const blocks::BlockModel& model = *document.project().results.model();
    scene::PickResult pick;
    pick.block_hit = true;
    for (int n = 0; n < 512 && !model.leaf(0).is_active(n); ++n) pick.block = model.leaf(0).index(n + 1);
    pick.point = model.geometry().centre(pick.block);
    document.selection().take(pick);
    const auto& costs = document.project().results.value.deck->costs;
    EXPECT_NEAR(document.selection().tonnes(), model.geometry().block_volume() * costs.density_t_per_m3, 1);
    EXPECT_TRUE(status.selection()->text().contains(ui::tonnes_text(document.selection().tonnes())));
    Q_EMIT window->view()->hovered(pick);
    EXPECT_TRUE(status.place()->text().contains(ui::plain_number(pick.point[0], 1)));
    EXPECT_TRUE(status.place()->text().contains(ui::plain_number(pick.point[2], 1)));
    Q_EMIT window->view()->hovered({});
    EXPECT_TRUE(status.place()->text().isEmpty());
    // The coordinate system by its name; the code stands in the tooltip.
    EXPECT_EQ(status.crs()->text(), ui::words("ui.status.crs_local"));
    ASSERT_TRUE(document.edits().set_param("general.crs", base::ParamValue(std::string("EPSG:32618"))));
    EXPECT_EQ(status.crs()->text(), "WGS 84 / UTM zone 18N");
    EXPECT_TRUE(status.crs()->toolTip().contains("EPSG:32618"));
    document.close();
    EXPECT_TRUE(status.selection()->isHidden());
    EXPECT_TRUE(status.crs()->isHidden());
}

TEST_F(StripTest, StepsShowFiguresFindingsAndWhatRunsNow) {
    for (const project::Stage& stage : project::stage_table()) {
        if (!project::holds_results(document.project(), stage)) continue;
        // Holes and no model, shapes, bounds, realisations or pits of anybody: these have run and made nothing.
        if (stage.id == "model" || stage.id == "shapes" || stage.id == "bounds" || stage.id == "simulate" ||
            stage.id == "uncertainty" || stage.id == "pits" || stage.id == "scenarios")
            continue;
        const panels::StageBadge badge = panels::stage_badge(document, stage.id);
        EXPECT_FALSE(badge.figures.isEmpty()) << stage.id << " has results and nothing to say of them";
        for (const double bar : badge.bars) {
            EXPECT_GE(bar, 0) << stage.id;
            EXPECT_LE(bar, 1) << stage.id;
        }
    }
    const panels::StageBadge value = panels::stage_badge(document, "evaluate");
    EXPECT_TRUE(value.figures.contains(
        ui::tonnes_text(document.price().curve()->at(document.price().recipe_price()).tonnes)));
    const panels::StageBadge import = panels::stage_badge(document, "import");
    int errors = 0, warnings = 0;
    for (const base::Finding& finding : document.project().findings())
        if (finding.stage == "import") {
            errors += finding.severity == base::Severity::error ? 1 : 0;
            warnings += finding.severity == base::Severity::warning ? 1 : 0;
        }
    EXPECT_EQ(import.errors, errors);
    EXPECT_EQ(import.warnings, warnings);
    EXPECT_GT(import.errors + import.warnings, 0) << "the demonstration has faults";
    // While it runs, the stage that is at work says so.
    std::vector<std::string> ran;
    QObject::connect(&document.runs(), &ui::Runs::stageChanged, window.get(), [&] {
        const std::string now = document.runs().running_stage();
        if (now.empty()) return;
        ran.push_back(now);
        for (int row = 0; row < window->panels().project->stages()->count(); ++row) {
            const QListWidgetItem* item = window->panels().project->stages()->item(row);
            if (item->toolTip().startsWith(ui::words("ui.state.running"))) ran.push_back("shown");
        }
    });
    ASSERT_TRUE(document.edits().set_param("composite.length", base::ParamValue(4.0)));
    QSignalSpy finished(&document.runs(), &ui::Runs::finished);
    document.runs().run();
    ASSERT_TRUE(tests::wait_until([&] { return !finished.isEmpty(); }));
    EXPECT_GE(ran.size(), 2U) << "no stage was seen running";
    EXPECT_NE(std::ranges::find(ran, "shown"), ran.end());
    EXPECT_TRUE(document.runs().running_stage().empty());
}

}  // namespace
}  // namespace orelens
