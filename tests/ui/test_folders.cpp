#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>

#include "ui/Folders.h"

namespace orelens {
namespace {

TEST(Folders, NamesAreSafeOnAnySystem) {
    const auto safe = [](const char* name) { return ui::safe_file_name(QString::fromUtf8(name)).toStdString(); };
    EXPECT_EQ(safe("SYNTHETIC demonstration: porphyry Cu-Mo"), "SYNTHETIC demonstration porphyry Cu-Mo");
    EXPECT_EQ(safe("德兴 / 铜矿?"), "德兴 铜矿");
    EXPECT_EQ(safe("../../etc/passwd"), "etc passwd");
    EXPECT_EQ(safe("a\nb\tc"), "a b c");
    EXPECT_EQ(safe("CON"), "_CON");
    EXPECT_EQ(safe("nul.txt"), "_nul.txt");
    EXPECT_EQ(safe("v1.2."), "v1.2");
    EXPECT_EQ(safe("  . "), "project");
    EXPECT_EQ(safe(""), "project");
    EXPECT_LE(ui::safe_file_name(QString(500, 'x')).size(), 100);
}

TEST(Folders, TheLastOneIsRememberedWhileItIsThere) {
    QSettings().remove("files/folder");
    QTemporaryDir one;
    const QString project = QDir(one.path()).filePath("p.gpkg");
    EXPECT_EQ(ui::last_folder(project), one.path()) << "beside the project at first";
    {
        QTemporaryDir other;
        ui::remember_folder(QDir(other.path()).filePath("report.pdf"));
        EXPECT_EQ(ui::last_folder(project), other.path());
        EXPECT_EQ(ui::proposed_file("My: deposit", "pdf", project),
                  QDir(other.path()).filePath("My deposit.pdf"));
        ui::remember_folder(QString());
        EXPECT_EQ(ui::last_folder(project), other.path()) << "a dialog that was left changes nothing";
    }
    EXPECT_EQ(ui::last_folder(project), one.path()) << "it has gone";
    QSettings().remove("files/folder");
}

}  // namespace
}  // namespace orelens
