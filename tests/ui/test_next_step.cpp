// Pages and panels without data offer the next step: a run where all is named, else the step that names it.
#include <gtest/gtest.h>

#include <QPushButton>
#include <set>

#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Desk.h"
#include "ui/shell/NextStep.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Side.h"
#include "ui/workspaces/Workspace.h"

namespace orelens {
namespace {

using shell::NextStep;
using shell::Offer;
using workspaces::Place;

Offer open_at(const char* stage) {
    return {.run = {}, .step = stage};
}
Offer run_to(const char* stage) {
    return {.run = stage, .step = {}};
}

TEST(NextStep, AnEmptyProjectIsLedToTheStepThatNamesWhatIsMissing) {
    ui::Document document;
    EXPECT_EQ(shell::offer_for(document, "targets"), Offer()) << "nothing is open";
    project::Project bare;
    document.replace(bare, QString());
    for (const char* of : {"statistics", "tables", "histogram", "filter", "variogram", "occurrence", "curve", "why", "tornado", "scenarios", "pits"})
        EXPECT_EQ(shell::offer_for(document, of), open_at("import")) << of;
    for (const char* of : {"evidence", "trust", "targets", "test_holes"}) EXPECT_EQ(shell::offer_for(document, of), open_at("evidence")) << of;
    for (const char* of : {"map", "availability", "cumulative"}) EXPECT_EQ(shell::offer_for(document, of), open_at("orebodies")) << of;
    for (const char* of : {"flows", "stocks", "scrap"}) EXPECT_EQ(shell::offer_for(document, of), open_at("flows")) << of;
    for (const char* of : {"system", "advice"}) EXPECT_EQ(shell::offer_for(document, of), open_at("ledger")) << of;
    for (const char* of : {"rates", "mines"}) EXPECT_EQ(shell::offer_for(document, of), open_at("utilization")) << of;
    for (const char* of : {"findings", "view", "project", "views", "no such panel"}) EXPECT_EQ(shell::offer_for(document, of), Offer()) << of;
    // One after the other: holes are named, then prices, then that pits are wanted at all.
    bare.recipe.drillholes.collar_file = "collars.csv";
    document.replace(bare, QString());
    EXPECT_EQ(shell::offer_for(document, "histogram"), run_to("estimate"));
    EXPECT_EQ(shell::offer_for(document, "variogram"), run_to("variogram"));
    EXPECT_EQ(shell::offer_for(document, "pits"), open_at("evaluate"));
    bare.recipe.commodity["Cu"] = {};
    document.replace(bare, QString());
    EXPECT_EQ(shell::offer_for(document, "curve"), run_to("evaluate"));
    EXPECT_EQ(shell::offer_for(document, "pits"), open_at("pits"));
    bare.recipe.pits.use = true;
    bare.recipe.potential.study_file = "study.json";
    document.replace(bare, QString());
    EXPECT_EQ(shell::offer_for(document, "pits"), run_to("pits"));
    EXPECT_EQ(shell::offer_for(document, "test_holes"), run_to("targets"));
}

TEST(NextStep, EveryOfferIsAStageAndEveryPanelOfAnEmptyProjectThatCanHaveOneHasIt) {
    // These say themselves what to do, or have always something to show.
    const std::set<std::string> quiet{"view3d", "project", "view", "views", "findings", "block", "orebody", "usable"};
    ui::Document document;
    document.replace(project::Project(), QString());
    for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table()) {
        std::vector<std::string> all = workspaces::all_panels_of(workspace);
        all.insert(all.end(), workspace.pages.begin(), workspace.pages.end());
        for (const std::string& id : all) {
            const Offer offer = shell::offer_for(document, id);
            const bool silent = quiet.contains(id);
            EXPECT_EQ(offer == Offer(), silent) << id;
            if (!silent) {
                EXPECT_NE(project::find_stage(project::stage_table(), offer.step), nullptr) << id;
            }
        }
    }
}

TEST(NextStep, TheButtonLeadsThereAndGoesWhereThereIsData) {
    const auto window = tests::window_with_project();
    shell::Desk& desk = window->desk();
    desk.enter("perspective");
    desk.bring("histogram");
    tests::settle();
    auto* beside = desk.side(Place::drawer).findChild<NextStep*>();
    ASSERT_NE(beside, nullptr);
    EXPECT_FALSE(beside->isVisible()) << "the project has blocks";
    for (const base::Language language : {base::Language::chinese, base::Language::english}) {
        ui::set_language(language);
        desk.bring("targets");
        tests::settle();
        ASSERT_TRUE(beside->isVisible());
        EXPECT_FALSE(beside->run()->isVisible()) << "no study is named";
        ASSERT_TRUE(beside->step()->isVisible());
        const project::Stage* stage = project::find_stage(project::stage_table(), "evidence");
        EXPECT_TRUE(beside->step()->text().endsWith(QString::fromStdString(stage->label.in(language)))) << beside->step()->text().toStdString();
    }
    beside->step()->click();
    tests::settle();
    auto* steps = static_cast<panels::ProjectPanel*>(desk.all().at("project"));
    EXPECT_EQ(steps->selected_stage(), "evidence");
    EXPECT_TRUE(steps->isVisible());
    // A page, too.
    ASSERT_TRUE(window->pages().centre().show("flows"));
    tests::settle();
    NextStep& above = window->pages().next_step();
    ASSERT_TRUE(above.isVisible());
    above.step()->click();
    tests::settle();
    EXPECT_EQ(steps->selected_stage(), "flows");
    ASSERT_TRUE(window->pages().centre().show("view3d"));
    tests::settle();
    EXPECT_FALSE(above.isVisible());
}

}  // namespace
}  // namespace orelens
