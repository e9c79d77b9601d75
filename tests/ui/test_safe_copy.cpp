// Unsaved work after the program has died: nothing that was kept is lost, and nothing is offered that was
// saved or given up.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/Support.h"
#include "ui/document/SafeCopy.h"
#include "ui/shell/UnsavedWork.h"

namespace orelens {
namespace {

using base::ParamValue;

constexpr const char* edited_id = "economics.processing";

class SafeCopyTest : public ::testing::Test {
  protected:
    SafeCopyTest() {
        document.runs().set_auto_economics(false);
        document.replace(tests::small_project(), QString());
    }
    QString folder() const { return state.filePath("unsaved"); }
    /// The program dies: what it wrote stays, its locks go.
    void die() {
        // A lock that lives would hide the folder, as it should; a dead one is a file without its process.
        dead = std::exchange(copy, nullptr);
        dead.reset();
    }
    static double processing(const project::Project& project) {
        return project.recipe.economics.costs.processing;
    }
    ui::Restored restored(const ui::LeftBehind& left) {
        base::Progress progress;
        auto read = ui::restore(left, progress);
        EXPECT_TRUE(read) << (read ? "" : base::describe(read.error(), base::Language::english));
        return read ? std::move(*read) : ui::Restored{project::Project(), QString()};
    }
    QTemporaryDir state;
    ui::Document document;
    std::unique_ptr<ui::SafeCopy> copy = std::make_unique<ui::SafeCopy>(document, folder());
    std::unique_ptr<ui::SafeCopy> dead;
};

TEST_F(SafeCopyTest, NothingIsWrittenWhileNothingIsUnsaved) {
    copy->write_now();
    EXPECT_TRUE(copy->own_folder().isEmpty());
    EXPECT_FALSE(QDir(folder()).exists());
}

TEST_F(SafeCopyTest, AtMostAMinuteIsAtRiskByDefault) {
    const ui::SafeCopyTimes times;
    EXPECT_LE(times.pause_ms + times.at_most_ms, 60000);
}

TEST_F(SafeCopyTest, EditsAndApprovalsComeBack) {
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    const auto findings = document.project().findings();
    ASSERT_FALSE(findings.empty());
    document.edits().approve({findings.front().id()}, true);
    copy->write_now();
    EXPECT_TRUE(ui::left_behind(folder()).empty()) << "the program still runs";
    die();
    const auto found = ui::left_behind(folder());
    ASSERT_EQ(found.size(), 1u);
    const ui::Restored back = restored(found[0]);
    EXPECT_EQ(processing(back.project), 77.5);
    EXPECT_EQ(back.project.approved_findings, document.project().approved_findings);
    EXPECT_EQ(back.project.recipe.folder, document.project().recipe.folder);
    EXPECT_EQ(found[0].name, document.name());
}

TEST_F(SafeCopyTest, ResultsOfARunComeBackWithTheirStanding) {
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    document.runs().run();
    document.runs().job().wait();
    copy->write_now();
    ASSERT_TRUE(document.edits().set_param("grid.margin", ParamValue(55.0)));
    copy->write_now();
    die();
    const auto found = ui::left_behind(folder());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].results);
    const ui::Restored back = restored(found[0]);
    EXPECT_FALSE(back.results_lost);
    EXPECT_EQ(back.project.results.stamps, document.project().results.stamps);
    EXPECT_EQ(back.project.stale(), document.project().stale());
}

TEST_F(SafeCopyTest, WhatWasReadInAndNeverSavedIsKept) {
    document.replace_unsaved(tests::small_project(), QString());
    EXPECT_TRUE(document.modified());
    copy->write_now();
    die();
    const auto found = ui::left_behind(folder());
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].results);
    EXPECT_EQ(restored(found[0]).project.results.stamps, document.project().results.stamps);
}

TEST_F(SafeCopyTest, DamagedResultsLeaveTheParametersAndSaySo) {
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    document.runs().run();
    document.runs().job().wait();
    copy->write_now();
    die();
    const auto found = ui::left_behind(folder());
    ASSERT_EQ(found.size(), 1u);
    QFile results(QDir(found[0].folder).filePath("results.gpkg"));
    ASSERT_TRUE(results.open(QIODevice::WriteOnly));
    results.write("not a database");
    results.close();
    const ui::Restored back = restored(found[0]);
    EXPECT_TRUE(back.results_lost);
    EXPECT_EQ(processing(back.project), 77.5);
}

TEST_F(SafeCopyTest, WhatIsSavedOrGivenUpIsNotKept) {
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    copy->write_now();
    ASSERT_FALSE(copy->own_folder().isEmpty());
    document.saved_as(state.filePath("saved.gpkg"), "");
    EXPECT_TRUE(copy->own_folder().isEmpty());
    ASSERT_TRUE(document.edits().set_param("grid.margin", ParamValue(55.0)));
    copy->write_now();
    document.edits().undo_stack().undo();
    EXPECT_TRUE(copy->own_folder().isEmpty()) << "undone: nothing is unsaved";
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(79.5)));
    copy->write_now();
    document.close();
    die();
    EXPECT_TRUE(ui::left_behind(folder()).empty());
    EXPECT_TRUE(QDir(folder()).isEmpty());
}

TEST_F(SafeCopyTest, ARestoredProjectIsKeptBeforeTheOlderCopyGoes) {
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    copy->write_now();
    die();
    const auto found = ui::left_behind(folder());
    ASSERT_EQ(found.size(), 1u);
    ui::Document other;
    ui::SafeCopy own(other, folder());
    ui::Restored back = restored(found[0]);
    EXPECT_TRUE(ui::left_behind(folder()).empty()) << "it is being restored";
    other.replace_unsaved(std::move(back.project), back.path);
    EXPECT_TRUE(other.modified());
    EXPECT_TRUE(QDir(found[0].folder).exists());
    own.take_over(found[0], std::move(back.claim));
    own.write_now();
    EXPECT_FALSE(QDir(found[0].folder).exists());
    EXPECT_TRUE(QFile::exists(QDir(own.own_folder()).filePath("edits.json")));
}

TEST_F(SafeCopyTest, AFolderThatCannotBeMadeIsToldOnce) {
    QFile in_the_way(state.filePath("file"));
    ASSERT_TRUE(in_the_way.open(QIODevice::WriteOnly));
    ui::SafeCopy nowhere(document, in_the_way.fileName() + "/unsaved");
    QSignalSpy failed(&nowhere, &ui::SafeCopy::failed);
    ASSERT_TRUE(document.edits().set_param(edited_id, ParamValue(77.5)));
    nowhere.write_now();
    nowhere.write_now();
    EXPECT_EQ(failed.count(), 1);
}

TEST_F(SafeCopyTest, TheOfferNamesTheWork) {
    const std::vector<ui::LeftBehind> found{
        {"/a", "North pit", "/data/north.gpkg", QDateTime::currentDateTime(), true},
        {"/b", "南矿", "", QDateTime::currentDateTime(), false}};
    shell::UnsavedWorkDialog dialog(found, nullptr);
    dialog.show();
    tests::settle();
    EXPECT_EQ(dialog.chosen(), 0u);
    EXPECT_EQ(dialog.answer(), shell::UnsavedAnswer::later) << "closing it throws nothing away";
    QTest::keyClick(&dialog, Qt::Key_Return);
    EXPECT_EQ(dialog.answer(), shell::UnsavedAnswer::restore) << "Return restores";
}

/// Kills a program that edits, at random moments. ORELENS_KILLS sets how often; 200 takes some minutes.
TEST(SafeCopyKill, NothingThatWasKeptIsLost) {
    QTemporaryDir state;
    const QString file = state.filePath("project.gpkg");
    base::Progress progress;
    ASSERT_TRUE(project::save_project(tests::small_project(), file.toStdString(), progress));
    const int kills = qEnvironmentVariable("ORELENS_KILLS", "8").toInt();
    QRandomGenerator random(20);
    int with_results = 0;
    for (int n = 0; n < kills; ++n) {
        const QString folder = state.filePath(QString("unsaved%1").arg(n));
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), {"--edit-forever", file, folder});
        ASSERT_TRUE(program.waitForReadyRead(60000));
        program.waitForFinished(random.bounded(2500));
        ASSERT_EQ(program.state(), QProcess::Running);
        program.kill();
        program.waitForFinished();
        double kept = 0, edited = 0;
        for (const QByteArray& line : program.readAllStandardOutput().split('\n')) {
            if (line.startsWith("kept ")) kept = line.mid(5).toDouble();
            if (line.startsWith("edited ")) edited = line.mid(7).toDouble();
        }
        const auto found = ui::left_behind(folder);
        if (kept == 0 && found.empty()) continue;
        ASSERT_EQ(found.size(), 1u) << "kept " << kept;
        with_results += found[0].results ? 1 : 0;
        auto back = ui::restore(found[0], progress);
        ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
        EXPECT_FALSE(back->results_lost);
        const double value = back->project.recipe.economics.costs.processing;
        EXPECT_GE(value, kept);
        EXPECT_LE(value, edited + 1);
        EXPECT_NE(back->project.results.model(), nullptr);
    }
    RecordProperty("with_results", with_results);
}

}  // namespace
}  // namespace orelens
