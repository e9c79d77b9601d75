// Potential in the window: without a study the panels say what is missing; voxels instead of blocks and back; the slider's
// list is that of the results; decisions are kept and undone; what is exported reads back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QUndoStack>
#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/io/potential/GeoTiffWrite.h"
#include "core/io/potential/UbcWrite.h"
#include "core/potential/Sampling.h"
#include "core/project/Potential.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/actions/PotentialActions.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/EvidencePanel.h"
#include "ui/panels/SliderField.h"
#include "ui/panels/TableView.h"
#include "ui/panels/TargetsPanel.h"
#include "ui/panels/TestHolesPanel.h"
#include "ui/panels/TrustPanel.h"
#include "ui/scene/Scene.h"
#include "ui/shell/Desk.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

/// Vertical holes on a square; ore lies east of a plane that dips.
const project::Project& studied() {
    static QTemporaryDir folder;
    static const project::Project ran = [] {
        const std::string at = folder.path().toStdString() + "/";
        std::ofstream collar(at + "collar.csv"), assay(at + "assay.csv");
        collar << "HOLE_ID,EAST,NORTH,RL,DEPTH\n";
        assay << "HOLE_ID,FROM,TO,CU_PCT\n";
        for (int i = 0; i < 8; ++i)
            for (int j = 0; j < 8; ++j) {
                const std::string hole = "H" + std::to_string(i) + std::to_string(j);
                const double x = 1013 + 50 * i, y = 2013 + 50 * j;
                collar << hole << "," << x << "," << y << ",400,150\n";
                for (int s = 0; s < 6; ++s) {
                    const double z = 400 - 12.5 - 25 * s, off = std::abs(x - 1200 - 0.4 * (z - 300)) + 7 * ((i * 5 + j * 3 + s) % 4);
                    assay << hole << "," << 25 * s << "," << 25 * s + 25 << "," << std::exp(-off / 60) << "\n";
                }
            }
        collar.close();
        assay.close();
        std::ofstream(at + "study.json") << R"json({"grid": {"origin": [1000, 2000, 150], "size": [25, 25, 25], "count": [16, 16, 10]},
 "layers": [{"id": "plane", "formula": "abs(x - 1200 - 0.4*(z - 300))"}, {"id": "height", "formula": "z"}],
 "labels": {"collar": "collar.csv", "assay": "assay.csv", "element": "Cu", "cutoff": 0.5, "barren": 0.3},
 "methods": [{"kind": "weights"}, {"kind": "logistic", "ridge": 1}],
 "validation": {"edge_m": 100, "folds": 3, "buffer_m": 0, "bootstrap": 20}, "predict": {"method": "logistic"},
 "targets": {"threshold": 0.4, "density_t_m3": 2.8},
 "drill": {"pads": [{"name": "A", "place": [1300, 2200, 405]}], "longest_m": 400}})json";
        project::Project made;
        made.recipe.folder = folder.path().toStdString();
        made.recipe.potential.study_file = "study.json";
        base::Progress progress;
        if (const auto done = made.run(progress); !done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
        return made;
    }();
    return ran;
}

std::string said(const project::TargetResult& targets) {
    std::string all;
    for (const base::Message& one : targets.said) all += base::text(one, base::Language::english) + "\n";
    return all;
}

class Potential : public ::testing::Test {
  protected:
    Potential() : window(tests::window_with_project()) {}
    void open() {
        window->document().replace(studied(), QString());
        window->actions().trigger("workspace.perspective");
        for (const char* panel : {"window.evidence", "window.trust", "window.test_holes", "window.targets"}) window->actions().trigger(panel);
        tests::settle(100);
    }
    ui::Document& document() { return window->document(); }
    ui::PotentialInHand& hand() { return window->document().potential(); }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(Potential, WithoutAStudyThePanelsSayWhatIsMissing) {
    for (const char* panel : {"window.evidence", "window.targets"}) window->actions().trigger(panel);
    tests::settle();
    EXPECT_EQ(window->panels().evidence->note()->text(), ui::words("ui.potential.no_study"));
    EXPECT_EQ(window->panels().targets->note()->text(), ui::words("ui.potential.no_study"));
    EXPECT_FALSE(window->panels().evidence->table()->isVisible());
    EXPECT_FALSE(window->actions().action("view.potential")->isEnabled());
    EXPECT_FALSE(window->actions().action("export.potential")->isEnabled());
}

/// A study of its own holes has neither blocks nor drillholes nor surfaces, and its voxels stand in the view.
TEST_F(Potential, AViewOfVoxelsIsNotSaidToBeEmpty) {
    open();
    ASSERT_FALSE(document().project().results.model());
    ASSERT_TRUE(hand().model());
    EXPECT_FALSE(window->pages().stage().nothing().isVisibleTo(&window->pages().stage()));
}

TEST_F(Potential, VoxelsStandInTheViewInsteadOfBlocksAndBack) {
    open();
    const auto deposit = document().project().results.model();
    panels::EvidencePanel& panel = *window->panels().evidence;
    tests::settle(200);
    EXPECT_TRUE(hand().shown()) << "there is nothing else to see";
    EXPECT_TRUE(panel.shown()->isChecked());
    const scene::SceneData& data = window->view()->scene().data();
    EXPECT_EQ(data.model, hand().model());
    EXPECT_TRUE(data.curve == nullptr && data.commodity.empty()) << "nothing of it has a price";
    EXPECT_EQ(window->view()->scene().look().column, project::probability_column);
    EXPECT_EQ(std::ranges::any_of(data.shapes, [](const scene::SceneShape& shape) { return shape.lines != nullptr; }), !hand().targets()->holes.empty()) << "planned holes";
    // A layer is chosen: it colours the voxels, and its values are shown by label.
    const auto rows = panel.table()->rowCount();
    for (int row = 0; row < rows; ++row)
        if (panel.table()->item(row, 0)->text() == "plane") {
            panel.table()->selectRow(row);
            panel.show_row(row);
        }
    tests::settle(100);
    EXPECT_EQ(window->view()->scene().look().column, "evidence.plane");
    EXPECT_EQ(panel.chart()->plot().series.size(), 3U);
    ASSERT_TRUE(window->actions().trigger("view.potential"));
    tests::settle(100);
    EXPECT_EQ(window->view()->scene().data().model, deposit);
}

TEST_F(Potential, AVoxelThatIsClickedTellsItsEvidence) {
    open();
    hand().show(true);
    tests::settle(200);
    scene::PickResult pick;
    pick.block_hit = true;
    pick.block = {8, 8, 6};
    Q_EMIT window->view()->picked(pick);
    tests::settle();
    EXPECT_TRUE(document().selection().empty()) << "it is no block of the deposit";
    const QString told = window->panels().block->as_text();
    for (const char* word : {"plane", "height"}) EXPECT_TRUE(told.contains(word)) << word;
    EXPECT_TRUE(told.contains(ui::words("ui.column.potential.probability")));
    EXPECT_TRUE(told.contains(ui::words("ui.potential.apart")));
}

TEST_F(Potential, TheSlidersListIsThatOfTheResultsAndOnlyTargetsAreMasked) {
    open();
    panels::TargetsPanel& panel = *window->panels().targets;
    const auto made = hand().targets();
    ASSERT_TRUE(made && !made->targets.empty());
    ASSERT_EQ(panel.table()->rowCount(), static_cast<int>(made->targets.size()));
    EXPECT_EQ(made->targets.front().has_metal, project::prediction_of(document().project().results)->calibrated) << said(*made);
    EXPECT_FALSE(panel.take()->isEnabled());
    hand().set_threshold(0.6, true);
    tests::settle();
    EXPECT_TRUE(panel.take()->isEnabled());
    ASSERT_TRUE(hand().list());
    EXPECT_LT(hand().list()->voxels, made->voxels);
    hand().set_threshold(made->threshold, false);
    ASSERT_EQ(hand().list()->targets.size(), made->targets.size());
    EXPECT_EQ(hand().list()->targets.front().voxels, made->targets.front().target.voxels);
    hand().show_only_targets(true);
    ASSERT_TRUE(hand().mask());
    std::int64_t voxels = 0;
    for (const auto& target : hand().list()->targets) voxels += static_cast<std::int64_t>(target.voxels.size());
    EXPECT_EQ(hand().mask()->kept, voxels);
    // Above everything that is predicted nothing is left, and the panel says why.
    hand().set_threshold(2, false);
    tests::settle();
    EXPECT_EQ(panel.table()->rowCount(), 0);
    EXPECT_FALSE(panel.note()->text().isEmpty());
}

TEST_F(Potential, ADecisionIsKeptWithItsReasonAndUndone) {
    open();
    panels::TargetsPanel& panel = *window->panels().targets;
    panel.table()->selectRow(0);
    panel.name()->setText("North lode");
    panel.reason()->setText("graphite schist");
    panel.decide(project::TargetDecision::Verdict::rejected);
    tests::settle();
    EXPECT_TRUE(panel.table()->item(0, 0)->text().contains("North lode"));
    EXPECT_EQ(panel.table()->item(0, 1)->text(), ui::words("ui.targets.verdict_rejected"));
    EXPECT_TRUE(document().modified());
    EXPECT_TRUE(document().project().current("targets")) << "a decision makes nothing anew";
    panel.table()->selectRow(0);
    panel.decide(project::TargetDecision::Verdict::accepted);
    ASSERT_EQ(project::target_decisions(document().project().approved_findings).size(), 1U);
    EXPECT_EQ(project::target_decisions(document().project().approved_findings).front().reason, "graphite schist");
    document().edits().undo_stack().undo();
    EXPECT_EQ(project::target_decisions(document().project().approved_findings).front().verdict, project::TargetDecision::Verdict::rejected);
    document().edits().undo_stack().undo();
    EXPECT_TRUE(project::target_decisions(document().project().approved_findings).empty());
}

TEST_F(Potential, MergesAndSplitsAreSeenAtOnceAndUndone) {
    open();
    panels::TargetsPanel& panel = *window->panels().targets;
    const int before = panel.table()->rowCount();
    ASSERT_GE(before, 1);
    const std::size_t voxels = hand().list()->targets.front().voxels.size();
    panel.table()->selectRow(0);
    tests::settle();
    EXPECT_FALSE(window->actions().action("targets.merge")->isEnabled()) << "of one there is nothing to merge";
    panel.ask_plane = [](const potential::TargetEdit& offered) { return std::optional(offered); };
    ASSERT_TRUE(window->actions().trigger("targets.split_plane"));
    tests::settle();
    ASSERT_EQ(panel.table()->rowCount(), before + 1) << document().project().recipe.potential.target_edits << " " << panel.note()->text().toStdString();
    EXPECT_FALSE(document().project().current("targets")) << "metal and holes are of the whole one";
    EXPECT_FALSE(panel.take()->isEnabled()) << "the threshold is the same";
    // The two pieces, found by their voxels, and put together again.
    panel.table()->clearSelection();
    std::size_t pieces = 0;
    const project::TargetNote& whole = hand().targets()->targets.front();
    for (int row = 0; row < panel.table()->rowCount(); ++row) {
        const auto& piece = hand().list()->targets[static_cast<std::size_t>(row)];
        if (!std::ranges::includes(whole.target.voxels, piece.voxels)) continue;
        pieces += piece.voxels.size();
        panel.table()->selectionModel()->select(panel.table()->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    EXPECT_EQ(pieces, voxels);
    tests::settle();
    ASSERT_TRUE(window->actions().trigger("targets.merge"));
    tests::settle();
    ASSERT_EQ(panel.table()->rowCount(), before);
    EXPECT_EQ(hand().list()->targets.front().voxels.size(), voxels);
    document().edits().undo_stack().undo();
    tests::settle();
    EXPECT_EQ(panel.table()->rowCount(), before + 1);
    document().edits().undo_stack().undo();
    tests::settle();
    EXPECT_EQ(panel.table()->rowCount(), before);
    EXPECT_TRUE(document().project().recipe.potential.target_edits.empty());
    EXPECT_TRUE(document().project().current("targets"));
}

TEST_F(Potential, ALostDecisionIsSaidAndTakenBack) {
    open();
    panels::TargetsPanel& panel = *window->panels().targets;
    project::TargetDecision lost;
    lost.verdict = project::TargetDecision::Verdict::accepted;
    lost.place = {1, 2, 3};
    lost.name = "Old lode";
    document().edits().approve({project::decision_id(lost)}, true);
    tests::settle();
    EXPECT_TRUE(panel.note()->text().contains("Old lode"));
    ASSERT_TRUE(window->actions().trigger("targets.forget_lost"));
    tests::settle();
    EXPECT_FALSE(panel.note()->text().contains("Old lode"));
    document().edits().undo_stack().undo();
    EXPECT_EQ(project::target_decisions(document().project().approved_findings).size(), 1U);
}

TEST_F(Potential, TrustShowsEveryMethodBesideTheBaselines) {
    open();
    window->actions().trigger("window.trust");
    tests::settle();
    panels::TrustPanel& panel = *window->panels().trust;
    EXPECT_EQ(panel.table()->rowCount(), 4);
    EXPECT_EQ(panel.tables()->count(), 4) << "methods, folds, and two layers";
    EXPECT_EQ(panel.chart()->plot().series.size(), 4U);
    const auto& result = *hand().prediction();
    for (int n = 0; n < panels::trust_curves; ++n) {
        const charts::Plot plot = panels::trust_plot(result, static_cast<panels::TrustCurve>(n), 0);
        EXPECT_FALSE(plot.series.empty()) << n;
        for (const charts::Series& series : plot.series)
            for (const QPointF& point : series.points) EXPECT_TRUE(std::isfinite(point.x()) && std::isfinite(point.y())) << n << " " << series.name.toStdString();
    }
    for (const base::Message& said : result.trust) EXPECT_TRUE(panel.note()->text().contains(ui::words(said)));
}

TEST_F(Potential, AreasWithoutHolesAreTakenFromAFileAndDrawn) {
    open();
    hand().show(true);
    tests::settle();
    EXPECT_EQ(hand().forbidden(), nullptr);
    EXPECT_TRUE(window->actions().action("test_holes.forbid")->isEnabled());
    EXPECT_FALSE(window->actions().action("test_holes.allow")->isEnabled());
    QTemporaryDir folder;
    const std::string file = folder.path().toStdString() + "/village.csv";
    std::ofstream(file) << "LINE,SEQ,EAST,NORTH,RL\nA,1,1250,2150,400\nA,2,1350,2150,400\nA,3,1350,2250,400\nA,4,1250,2250,400\nA,5,1250,2150,400\n";
    ASSERT_TRUE(document().edits().set_param("potential.forbidden_file", file));
    document().runs().run("targets");
    ASSERT_TRUE(tests::wait_until([&] { return hand().forbidden() != nullptr; }));
    tests::settle();
    const shapes::Polylines& lines = *hand().forbidden();
    ASSERT_EQ(lines.lines.size(), 1U);
    EXPECT_EQ(lines.lines.front().size(), 17U) << "100 m sides in steps of a voxel of 25 m, and closed";
    EXPECT_EQ(lines.lines.front().front(), lines.lines.front().back());
    for (const auto& point : lines.points) EXPECT_EQ(point[2], 400) << "no ground is known: on the top of the voxels";
    EXPECT_THAT(said(*hand().targets()), ::testing::HasSubstr("1 of 1"));
    EXPECT_TRUE(std::ranges::any_of(window->view()->scene().data().shapes, [&](const scene::SceneShape& shape) { return shape.lines == hand().forbidden(); })) << "drawn in the view";
    ASSERT_TRUE(window->actions().trigger("test_holes.allow"));
    ASSERT_TRUE(tests::wait_until([&] { return hand().forbidden() == nullptr && document().project().current("targets"); }));
    EXPECT_TRUE(document().project().recipe.potential.forbidden_file.empty());
}

/// One click in the context menu of the evidence list; the coverage follows, and undo takes it back.
TEST_F(Potential, ALayerIsMaskedByAnotherWithOneClickAndUndone) {
    open();
    panels::EvidencePanel& panel = *window->panels().evidence;
    panels::TableView& table = *panel.table();
    int row = -1;
    for (int n = 0; n < table.rowCount(); ++n)
        if (table.item(n, 0)->text() == "plane") row = n;
    ASSERT_GE(row, 0);
    QMenu menu;
    table.more_choices(menu, row);
    ASSERT_EQ(menu.actions().size(), 2) << "of this layer, and of all";
    QMenu* where = menu.actions().front()->menu()->actions().front()->menu();
    ASSERT_NE(where, nullptr);
    ASSERT_EQ(where->actions().size(), 1) << "the other layer, not itself";
    EXPECT_EQ(where->actions().front()->text(), "height");
    where->actions().front()->trigger();
    EXPECT_EQ(document().project().recipe.potential.masks, "plane: where height");
    ASSERT_TRUE(tests::wait_until([&] { return !document().runs().running() && document().project().current("evidence"); }));
    document().edits().undo_stack().undo();
    EXPECT_TRUE(document().project().recipe.potential.masks.empty());
    QMenu of_result;
    table.more_choices(of_result, 0);
    EXPECT_TRUE(of_result.isEmpty()) << "a result is masked by no click";
}

TEST_F(Potential, VoxelsThatAreWrittenReadBack) {
    open();
    // Every voxel near the pad is drilled: no hole is worth its metres, which is said and not left out.
    EXPECT_THAT(said(*hand().targets()), ::testing::HasSubstr("no allowed hole is worth its metres"));
    EXPECT_EQ(window->panels().test_holes->holes()->rowCount(), static_cast<int>(hand().targets()->holes.size()));
    QTemporaryDir folder;
    const std::string vti = folder.path().toStdString() + "/voxels.vdb", mesh = folder.path().toStdString() + "/mesh.msh";
    base::Progress progress;
    ASSERT_TRUE(io::write_blocks(*hand().model(), vti, progress));
    const auto back = io::read_vdb(vti);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->columns().size(), hand().model()->columns().size());
    const std::string levels = folder.path().toStdString() + "/levels.tif";
    ASSERT_TRUE(io::write_geotiff_levels(*hand().model(), levels, hand().evidence()->crs, progress));
    const auto tif = io::read_evidence(folder.path().toStdString() + "/levels_evidence.plane.tif", {});
    ASSERT_TRUE(tif) << base::describe(tif.error(), base::Language::english);
    const auto& image = std::get<potential::BandImage>(tif->data);
    ASSERT_EQ(image.bands.size(), 10U);
    EXPECT_EQ(image.bands[0].values[0], static_cast<float>(hand().model()->value("evidence.plane", {0, 15, 9}))) << "the highest level first, the north at the top";
    ASSERT_TRUE(io::write_ubc(*hand().model(), mesh, progress));
    for (const std::string& file : io::ubc_models(*hand().model(), mesh)) {
        if (!file.ends_with("_evidence.plane.mod")) continue;
        io::EvidenceRule rule;
        rule.mesh_file = mesh;
        rule.no_data = {-99999};
        const auto read = io::read_evidence(file, rule);
        ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
        const auto& cells = std::get<potential::CellModel>(read->data);
        const blocks::GridGeometry& grid = hand().model()->geometry();
        for (const blocks::Index3 at : {blocks::Index3{0, 0, 0}, {15, 3, 9}, {4, 15, 2}})
            EXPECT_NEAR(potential::sample(cells, grid.centre(at)), hand().model()->value("evidence.plane", at), 1e-3);
    }
}

}  // namespace
}  // namespace orelens
