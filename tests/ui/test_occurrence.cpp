// The panel of phases: a bar for each ore type that adds up to the whole, a click that shows the blocks of a phase.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QTest>
#include <cmath>

#include "core/occurrence/Study.h"
#include "tests/ui/Support.h"
#include "ui/ViewState.h"
#include "ui/charts/StackedBars.h"
#include "ui/panels/OccurrencePanel.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

class Phases : public ::testing::Test {
  protected:
    void SetUp() override {
        window = tests::window_with_project();
        window->raise_panel("occurrence");
        tests::settle();
        panel = window->panels().occurrence;
        panel->elements()->setCurrentText("Cu");
        Q_EMIT panel->elements()->activated(panel->elements()->currentIndex());
    }
    std::unique_ptr<ui::MainWindow> window;
    panels::OccurrencePanel* panel = nullptr;
};

TEST_F(Phases, BarsAddUpAndSayWhereTheyComeFrom) {
    const charts::StackedBars& bars = panel->chart()->bars();
    ASSERT_GE(bars.bars.size(), 3U) << "ore types of the demonstration";
    for (const charts::StackedBar& bar : bars.bars) {
        double sum = 0;
        for (const charts::BarPart& part : bar.parts) {
            sum += part.share;
            if (part.share > 0) {
                EXPECT_FALSE(part.note.isEmpty());
            }
            EXPECT_FALSE(part.marked) << "the demonstration brings its own table";
        }
        EXPECT_NEAR(sum, 1, 1e-6) << bar.label.toStdString();
        EXPECT_EQ(bar.parts.size(), bars.names.size());
    }
    EXPECT_TRUE(panel->chart()->as_text().contains(bars.bars[0].label));
}

TEST_F(Phases, AClickShowsTheBlocksThatHoldThePhase) {
    const charts::StackedBars& bars = panel->chart()->bars();
    const auto area = [&](std::size_t part) { return panel->chart()->part_area(0, part); };
    std::size_t part = 0;
    while (part + 1 < bars.names.size() && area(part).width() < 8) ++part;
    ASSERT_GE(area(part).width(), 8);
    QTest::mouseClick(panel->chart(), Qt::LeftButton, {}, area(part).center().toPoint());
    ui::Document& document = window->document();
    EXPECT_EQ(document.filter().rows().size(), 2U);
    ASSERT_TRUE(tests::wait_until([&] { return document.filter().kept().has_value(); }));
    EXPECT_GT(document.filter().kept()->blocks, 0);
    const auto& study = *document.project().results.occurrence.study;
    const auto& model = *document.project().results.model();
    const occurrence::ElementPlan& plan = study.plan.elements[static_cast<std::size_t>(study.plan.element_index("Cu"))];
    const std::string column = occurrence::phase_column("Cu", plan.phases[part].phase);
    std::int64_t expected = 0;
    const std::string type = bars.bars[0].label.toStdString();
    const auto& codes = model.info(study.plan.type_column)->codes;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const std::int32_t code = model.integer(study.plan.type_column, n)[at];
            expected += model.leaf(n).is_active(at) && model.real(column, n)[at] > 0 && code >= 0 &&
                        codes.at(static_cast<std::size_t>(code)) == type;
        }
    EXPECT_EQ(document.filter().kept()->blocks, expected);
    tests::settle();
    EXPECT_EQ(window->view()->scene().look().column, column);
}

}  // namespace
}  // namespace orelens
