// The price animation: numbered frames, each at its own price, and a film where an encoder is installed.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include "tests/ui/Support.h"
#include "ui/actions/ExportActions.h"
#include "ui/output/Movie.h"
#include "ui/output/SectionsDialog.h"
#include "ui/output/SweepDialog.h"
#include "ui/viewport/VtkView.h"

#include <QListWidget>
#include <QPushButton>

namespace orelens {
namespace {

TEST(Sweep, PricesAreEvenAndKeepTheirEnds) {
    const auto prices = scene::prices_of({10, 20, 5});
    ASSERT_TRUE(prices);
    EXPECT_EQ(*prices, (std::vector<double>{10, 12.5, 15, 17.5, 20}));
    EXPECT_EQ(scene::prices_of({20, 10, 3})->at(1), 15) << "a price may fall";
    const std::vector<scene::PriceSweep> none{{0, 10, 5}, {10, 10, 5}, {10, 20, 1}, {10, 20, 10000}, {-1, 5, 3}};
    for (const scene::PriceSweep& bad : none)
        EXPECT_FALSE(scene::prices_of(bad)) << bad.low << " " << bad.high << " " << bad.frames;
    EXPECT_EQ(scene::frame_name(7), "frame_0007.png");
}

class SweepFiles : public ::testing::Test {
  protected:
    std::unique_ptr<ui::MainWindow> window = tests::window_with_project();
    QTemporaryDir folder;
    output::SweepChoice choice() {
        const double price = window->document().price().recipe_price();
        return {{0.3 * price, 1.6 * price, 4}, QSize(320, 200), 10, QString()};
    }
};

TEST_F(SweepFiles, FramesShowMoreAsThePriceRises) {
    const auto made = window->exports().write_sweep(folder.path(), choice());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_EQ(QDir(folder.path()).entryList({"frame_*.png"}).size(), 4);
    const QImage first(folder.filePath("frame_0001.png")), last(folder.filePath("frame_0004.png"));
    ASSERT_EQ(first.size(), QSize(320, 200));
    EXPECT_NE(first, last);
    EXPECT_EQ(window->view()->scene().price(), window->document().price().value()) << "the view itself stays where it is";
}

/// A stand-in for the encoder: keeps its arguments and copies the first frame.
void put_encoder(const QString& folder, const QByteArray& script) {
    QFile file(folder + "/ffmpeg");
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + script);
    file.close();
    ASSERT_TRUE(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("PATH", folder.toUtf8() + ":/usr/bin:/bin");
}

class Film : public SweepFiles {
  protected:
    QByteArray path_before = qgetenv("PATH");
    QTemporaryDir programs;
    ~Film() override { qputenv("PATH", path_before); }
};

TEST_F(Film, IsMadeByTheEncoderThatIsThere) {
    put_encoder(programs.path(), "echo \"$@\" > \"" + programs.path().toUtf8() +
                                     "/arguments\"\nfor last; do :; done\necho film > \"$last\"\n");
    auto as = choice();
    as.suffix = "mp4";
    const QString film = folder.filePath("rise.mp4");
    const auto made = window->exports().write_sweep(film, as);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    QFile arguments(programs.filePath("arguments"));
    ASSERT_TRUE(arguments.open(QIODevice::ReadOnly));
    const QByteArray said = arguments.readAll();
    EXPECT_TRUE(said.contains("-framerate 10")) << said.toStdString();
    EXPECT_TRUE(said.contains("frame_%04d.png")) << said.toStdString();
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"rise.mp4"}) << "frames and halves are gone";
}

TEST_F(Film, ThatFailsLeavesTheOldOneAndSaysWhy) {
    put_encoder(programs.path(), "echo 'no such codec'\nexit 1\n");
    QFile old(folder.filePath("rise.webm"));
    ASSERT_TRUE(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    auto as = choice();
    as.suffix = "webm";
    const auto made = window->exports().write_sweep(folder.filePath("rise.webm"), as);
    ASSERT_FALSE(made);
    EXPECT_TRUE(QString::fromStdString(base::describe(made.error(), base::Language::english)).contains("no such codec"));
    ASSERT_TRUE(old.open(QIODevice::ReadOnly));
    EXPECT_EQ(old.readAll(), "old");
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

TEST_F(Film, WithoutAnEncoderPicturesAreOffered) {
    qputenv("PATH", programs.path().toUtf8());
    EXPECT_TRUE(output::encoder().isEmpty());
    output::SweepDialog dialog(10, 20, "CNY/t", nullptr);
    EXPECT_TRUE(dialog.choice().suffix.isEmpty());
    EXPECT_EQ(dialog.choice().sweep.high, 20);
    base::Progress progress;
    EXPECT_EQ(output::write_movie(folder.path(), folder.filePath("a.mp4"), 25, progress).error().what.key, "movie.no_encoder");
}

TEST(SectionChoice, OnlyThoseThatAreTicked) {
    output::SectionsDialog dialog({"S1", "S2", "S3"}, nullptr);
    EXPECT_EQ(dialog.chosen().size(), 3U);
    dialog.list()->item(1)->setCheckState(Qt::Unchecked);
    EXPECT_EQ(dialog.chosen(), (std::vector<std::size_t>{0, 2}));
    for (const int row : {0, 2}) dialog.list()->item(row)->setCheckState(Qt::Unchecked);
    EXPECT_FALSE(dialog.go()->isEnabled()) << "no sheets are no answer";
}

}  // namespace
}  // namespace orelens
