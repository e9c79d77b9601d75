// Files that leave the desktop: the PDF report and the pictures.
#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QSpinBox>

#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/actions/ExportActions.h"
#include "ui/output/PdfReport.h"
#include "ui/output/ScreenshotDialog.h"
#include "ui/scene/PaperSection.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

QByteArray bytes_of(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

int pages_of(const QByteArray& pdf) {
    int pages = 0;
    auto found = QRegularExpression("/Type\\s*/Page[^s]").globalMatch(QString::fromLatin1(pdf));
    while (found.hasNext()) {
        found.next();
        ++pages;
    }
    return pages;
}

TEST(Pdf, HoldsPagesPicturesAndItsFonts) {
    const QTemporaryDir folder;
    QImage picture(400, 300, QImage::Format_RGB32);
    picture.fill(Qt::darkCyan);
    base::Progress progress;
    const QString with = folder.filePath("with.pdf"), without = folder.filePath("without.pdf");
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        ASSERT_TRUE(output::write_pdf_report(tests::small_project(), {language, 0}, {{picture, "A picture"}},
                                             with.toStdString(), progress));
        const QByteArray pdf = bytes_of(with);
        EXPECT_TRUE(pdf.startsWith("%PDF"));
        EXPECT_TRUE(pdf.trimmed().endsWith("%%EOF"));
        EXPECT_GE(pages_of(pdf), 3);
        EXPECT_TRUE(pdf.contains("/FontFile")) << "fonts must travel with the file";
        EXPECT_TRUE(pdf.contains("/Subtype /Image"));
    }
    ASSERT_TRUE(output::write_pdf_report(tests::small_project(), {base::Language::english, 0}, {},
                                         without.toStdString(), progress));
    EXPECT_FALSE(bytes_of(without).contains("/Subtype /Image"));
}

TEST(Pdf, AnErrorLeavesNoHalfFile) {
    const QTemporaryDir folder;
    const QString nowhere = folder.filePath("missing/report.pdf");
    base::Progress progress;
    const auto done =
        output::write_pdf_report(tests::small_project(), {}, {}, nowhere.toStdString(), progress);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::file);
    EXPECT_FALSE(QFile::exists(nowhere));
}

TEST(PaperPictures, CarryTheTonnesAndCountsOfThePanel) {
    const project::Project& project = tests::small_project();
    const scene::SceneData data = scene::SceneData::of(project);
    ASSERT_TRUE(data.curve);
    for (const double price : {6000.0, 9000.0}) {
        const economics::UsableTotals now = data.curve->at(price);
        for (const auto language : {base::Language::english, base::Language::chinese}) {
            const ui::LanguageScope scope(language);
            const auto lines = scene::price_lines(data, price, language);
            ASSERT_EQ(lines.size(), 2U);
            const QString told = QString::fromStdString(lines[1]);
            EXPECT_TRUE(told.contains(ui::tonnes_text(now.tonnes))) << lines[1];
            EXPECT_TRUE(told.contains(ui::plain_number(static_cast<double>(now.blocks), 0))) << lines[1];
            EXPECT_TRUE(told.contains(ui::tonnes_text(data.curve->total().tonnes))) << lines[1];
        }
    }
    scene::SceneData other = data;
    other.deck = {economics::Evaluated::no_price, economics::Evaluated::no_price};
    EXPECT_TRUE(scene::price_lines(other, 9000, base::Language::english).empty());
}

TEST(PaperPictures, LettersOfTheSectionAreLargeEnoughForPaper) {
    // 11 pixels at ratio 1 are the smallest; the page may shrink the picture.
    const double ratio = scene::paper_ratio(scene::section_width, scene::least_points, scene::most_shrunk);
    const double millimetres = 11 * ratio * scene::paper_width_mm * scene::most_shrunk / scene::section_width;
    EXPECT_NEAR(millimetres / 25.4 * 72, 8, 1e-9);
}

TEST(Pdf, TheWindowAddsItsViewAndGivesTheCameraBack) {
    auto window = tests::window_with_project();
    const scene::CameraState before = window->view()->scene().camera();
    const QTemporaryDir folder;
    const QString file = folder.filePath("window.pdf");
    ASSERT_TRUE(window->exports().write_pdf(file));
    EXPECT_TRUE(bytes_of(file).contains("/Subtype /Image"));
    const scene::CameraState after = window->view()->scene().camera();
    for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(after.position[a], before.position[a], 1e-6);
    const QByteArray keep = qgetenv("ORELENS_KEEP_PDF");
    if (!keep.isEmpty()) {
        QFile::remove(keep);
        QFile::copy(file, keep);
    }
}

TEST(Screenshot, TheDialogKeepsPresetAndSizeInStep) {
    output::ScreenshotDialog dialog(QSize(801, 601), nullptr);
    EXPECT_EQ(dialog.choice().size, QSize(801, 601));
    const auto boxes = dialog.findChildren<QSpinBox*>();
    ASSERT_EQ(boxes.size(), 2);
    boxes[0]->setValue(3840);
    boxes[1]->setValue(2160);
    EXPECT_EQ(dialog.choice().size, QSize(3840, 2160));
    EXPECT_FALSE(dialog.choice().transparent);
    boxes[0]->setValue(1);
    EXPECT_GE(dialog.choice().size.width(), 16);
}

TEST(Screenshot, TwoPicturesOfOneViewAreEqual) {
    auto window = tests::window_with_project();
    const QImage first = window->view()->screenshot(QSize(900, 540), false, true);
    EXPECT_EQ(window->view()->screenshot(QSize(900, 540), false, true), first);
    window->view()->scene().set_view(scene::StandardView::top);
    EXPECT_NE(window->view()->screenshot(QSize(900, 540), false, true), first);
}

TEST(Screenshot, TheViewGivesTheSizeAskedFor) {
    auto window = tests::window_with_project();
    const QImage picture = window->view()->screenshot(QSize(640, 400), false, true);
    ASSERT_EQ(picture.size(), QSize(640, 400));
    std::set<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 7)
        for (int x = 0; x < picture.width(); x += 7) colours.insert(picture.pixel(x, y));
    EXPECT_GT(colours.size(), 40U) << "an empty picture";
}

}  // namespace
}  // namespace orelens
