// Saving under a name: the ending is put on before anybody is asked about the file that is there.
#include <gtest/gtest.h>

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QTimer>
#include <algorithm>

#include "core/costmodel/Orebodies.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "tests/ui/Support.h"
#include "ui/commands/ActionSet.h"
#include "ui/Folders.h"
#include "ui/Words.h"
#include "ui/shell/SaveFile.h"

namespace orelens::tests {
namespace {

/// Types a name into the file dialog, and answers what is asked about it; each name once, then leaves.
class Hand {
  public:
    Hand(QStringList names, QList<const char*> answers) : names_(std::move(names)), answers_(std::move(answers)) {
        looking_.setInterval(20);
        QObject::connect(&looking_, &QTimer::timeout, &looking_, [this] { look(); });
        looking_.start();
    }
    int asked = 0;
    QStringList proposed;
    QString question;

  private:
    void look() {
        QWidget* open = QApplication::activeModalWidget();
        if (open == nullptr || busy_) return;
        busy_ = true;
        if (auto* dialog = qobject_cast<QFileDialog*>(open)) {
            auto* line = dialog->findChild<QLineEdit*>("fileNameEdit");
            ASSERT_NE(line, nullptr);
            proposed << line->text();
            if (names_.isEmpty()) {
                dialog->reject();
            } else {
                line->setText(names_.takeFirst());
                QTest::keyClick(line, Qt::Key_Return);
            }
        } else if (auto* box = qobject_cast<QMessageBox*>(open)) {
            ++asked;
            question = box->text();
            const QString wanted = ui::words(answers_.isEmpty() ? "ui.cancel" : answers_.takeFirst());
            for (QAbstractButton* button : box->buttons())
                if (button->text() == wanted) button->click();
        }
        busy_ = false;
    }
    QStringList names_;
    QList<const char*> answers_;
    QTimer looking_;
    bool busy_ = false;
};

class SaveFile : public ::testing::Test {
  protected:
    void SetUp() override { ui::remember_folder(folder.path()); }
    void TearDown() override { QSettings().remove("files/folder"); }
    QString put(const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        return file.fileName();
    }
    static QByteArray bytes_of(const QString& path) {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    QTemporaryDir folder;
};

TEST_F(SaveFile, EndingsArePutOn) {
    EXPECT_EQ(shell::with_suffix("a/deposit", "gpkg", true), "a/deposit.gpkg");
    EXPECT_EQ(shell::with_suffix("a/deposit.", "gpkg", true), "a/deposit.gpkg");
    EXPECT_EQ(shell::with_suffix("a/deposit v1.2", "gpkg", true), "a/deposit v1.2.gpkg");
    EXPECT_EQ(shell::with_suffix("a/deposit.GPKG", "gpkg", true), "a/deposit.GPKG");
    EXPECT_EQ(shell::with_suffix("a/model.omf", "vdb", false), "a/model.omf");
    EXPECT_EQ(shell::with_suffix("a.b/model", "vdb", false), "a.b/model.vdb");
    EXPECT_EQ(shell::with_suffix("", "vdb", false), "");
}

/// "deposit" is deposit.gpkg, which belongs to somebody else.
TEST_F(SaveFile, AFileThatIsThereIsAskedAboutUnderItsWholeName) {
    const auto window = window_with_project();
    base::Progress progress;
    const QString theirs = folder.filePath("deposit.gpkg");
    project::Project other;
    other.recipe.general.name = "Theirs";
    ASSERT_TRUE(project::save_project(other, theirs.toStdString(), progress));
    const QByteArray before = bytes_of(theirs);
    {
        Hand hand({"deposit"}, {"ui.cancel"});
        EXPECT_FALSE(window->files().save_as());
        EXPECT_EQ(hand.asked, 1);
        EXPECT_TRUE(hand.question.contains("deposit.gpkg"));
        ASSERT_EQ(hand.proposed.size(), 2) << "back in the dialog";
        EXPECT_EQ(hand.proposed.back(), "deposit.gpkg");
    }
    EXPECT_EQ(bytes_of(theirs), before);
    {
        Hand hand({"mine"}, {});
        EXPECT_TRUE(window->files().save_as());
        EXPECT_EQ(hand.asked, 0);
    }
    EXPECT_EQ(window->document().path(), folder.filePath("mine.gpkg"));
    {
        Hand hand({"deposit"}, {"ui.replace.replace"});
        EXPECT_TRUE(window->files().save_as());
        EXPECT_EQ(hand.asked, 1);
    }
    EXPECT_EQ(window->document().path(), theirs);
    const auto now = project::open_project(theirs.toStdString(), progress);
    ASSERT_TRUE(now);
    EXPECT_NE(now->recipe.general.name, "Theirs");
}

/// What the menu writes is read back, costs where the table is of mines; another's file is never replaced by one.
TEST_F(SaveFile, TemplatesOfTablesAreWrittenAndReadBack) {
    const auto window = window_with_project();
    for (const bool mines : {true, false}) {
        const QString file = folder.filePath(mines ? "mines to fill.xlsx" : "bodies to fill.xlsx");
        Hand hand({QFileInfo(file).completeBaseName()}, {});
        window->actions().action(mines ? "file.mines_template" : "file.orebodies_template")->trigger();
        EXPECT_EQ(hand.asked, 0);
        ASSERT_EQ(hand.proposed.size(), 1);
        EXPECT_TRUE(hand.proposed.front().endsWith(".xlsx"));
        ASSERT_TRUE(QFile::exists(file));
        const auto read = io::read_orebodies(file.toStdString(), {});
        ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
        const auto of = [&](const char* role) { return std::ranges::count(read->columns, std::string(role), &costmodel::OrebodyColumn::role); };
        EXPECT_EQ(of("name"), 1);
        EXPECT_EQ(of("capital"), mines ? 1 : 0);
        for (const costmodel::OrebodyColumn& column : read->columns) EXPECT_FALSE(column.role.empty()) << column.header;
    }
}

/// The name of a project may hold what a file system refuses, and a point.
TEST_F(SaveFile, TheProposedNameIsSafe) {
    Hand hand({}, {});
    const auto choice = shell::ask_save_file(
        nullptr, {.title = "t", .name = "Mpz / v1.2", .suffix = "pdf", .filters = {"PDF (*.pdf)"}, .beside = ""});
    EXPECT_TRUE(choice.file.isEmpty());
    ASSERT_EQ(hand.proposed.size(), 1);
    EXPECT_EQ(hand.proposed.front(), "Mpz v1.2.pdf");
}

}  // namespace
}  // namespace orelens::tests
