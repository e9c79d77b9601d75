// Two windows, one project file: the later one is told, and nothing of the other is lost without a word.
#include <gtest/gtest.h>

#include <QFile>

#include "core/project/FileLock.h"
#include "tests/ui/Support.h"

namespace orelens {
namespace {

class TwoWritersTest : public ::testing::Test {
  protected:
    TwoWritersTest() {
        first->files().save_to(file);
        EXPECT_TRUE(second->files().open(file));
        second->files().ask_newer = [this](const QString& what) {
            told = what;
            return answer;
        };
    }
    double stored() const {
        base::Progress progress;
        const auto project = project::open_project(file.toStdString(), progress);
        return project ? project->recipe.economics.costs.processing : -1;
    }
    static void edit(ui::MainWindow& window, double value) {
        ASSERT_TRUE(window.document().edits().set_param("economics.processing", base::ParamValue(value)));
    }
    QTemporaryDir folder;
    QString file = folder.filePath("project.gpkg");
    std::unique_ptr<ui::MainWindow> first = tests::window_with_project(),
                                    second = tests::window_with_project();
    QString told;
    shell::NewerAnswer answer = shell::NewerAnswer::cancel;
};

TEST_F(TwoWritersTest, TheLaterOneIsAsked) {
    edit(*first, 71);
    ASSERT_TRUE(first->files().save());
    edit(*second, 72);
    EXPECT_FALSE(second->files().save());
    EXPECT_FALSE(told.isEmpty());
    EXPECT_EQ(stored(), 71);
    EXPECT_TRUE(second->document().modified()) << "what was not saved stays unsaved";
    answer = shell::NewerAnswer::overwrite;
    EXPECT_TRUE(second->files().save());
    EXPECT_EQ(stored(), 72);
    told.clear();
    edit(*second, 73);
    EXPECT_TRUE(second->files().save());
    EXPECT_TRUE(told.isEmpty()) << "nobody else has saved since";
    EXPECT_EQ(stored(), 73);
}

TEST_F(TwoWritersTest, AnOpenProjectIsMarkedAndTheMarkGoes) {
    EXPECT_TRUE(project::peek_lock(file.toStdString()).has_value());
    first->document().close();
    second->document().close();
    EXPECT_FALSE(project::peek_lock(file.toStdString()).has_value());
}

}  // namespace
}  // namespace orelens
