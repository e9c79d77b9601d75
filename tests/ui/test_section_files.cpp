// Looking along a section, and drawings as files: pages of their own size, text that can be searched.
#define POINTERHOLDER_TRANSITION 4  // qpdf: its smart pointers are the standard ones
#include <gtest/gtest.h>

#include <QImage>
#include <QTemporaryDir>
#include <cmath>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "ui/actions/SectionActions.h"
#include "ui/output/DrawingFiles.h"

namespace orelens {
namespace {

TEST(SectionView, LooksSquareOntoThePlane) {
    scene::Section section;
    section.point = {100, 250, 0};
    section.azimuth_deg = 90;  // east–west: looking north
    const auto camera = actions::camera_along(section, {0, 0, -100}, {400, 300, 100}, 2);
    EXPECT_NEAR(camera.focal_point[1], 250, 1e-9) << "on the plane";
    EXPECT_NEAR(camera.focal_point[0], 200, 1e-9) << "in the middle of the deposit";
    EXPECT_LT(camera.position[1], 0) << "from the south, outside of the deposit";
    EXPECT_NEAR(camera.position[0], 200, 1e-6);
    EXPECT_NEAR(camera.view_up[2], 1, 1e-9);
    EXPECT_GE(camera.parallel_scale, 100) << "400 m wide at an aspect of 2, 200 m high";
    section.dip_deg = 0;  // a level plan: looking down
    const auto plan = actions::camera_along(section, {0, 0, -100}, {400, 300, 100}, 2);
    EXPECT_GT(plan.position[2], 100);
    EXPECT_NEAR(plan.view_up[1], 1, 1e-9) << "north is up";
}

sections::Drawing small_drawing() {
    sections::Drawing drawing;
    drawing.name = "剖面";
    drawing.width_mm = 210;
    drawing.height_mm = 148;
    drawing.rectangle(sections::Kind::blocks, 0, 0, 105, 148, {200, 0, 0});
    drawing.label({.at = {20, 100}, .words = "用 Cu 0.45", .points = 10, .colour = sections::white});
    return drawing;
}

TEST(DrawingFiles, PdfHasOnePagePerDrawingOfItsSize) {
    QTemporaryDir folder;
    const std::string file = folder.filePath("sheets.pdf").toStdString();
    sections::Drawing wide = small_drawing();
    wide.width_mm = 420;
    ASSERT_TRUE(output::write_drawings_pdf({small_drawing(), wide}, "Sheets", file, base::Progress()));
    QPDF pdf;
    pdf.processFile(file.c_str());
    auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    ASSERT_EQ(pages.size(), 2U);
    const auto width_mm = [&](std::size_t n) { return pages[n].getMediaBox().getArrayAsRectangle().urx * 25.4 / 72; };
    EXPECT_NEAR(width_mm(0), 210, 0.5);
    EXPECT_NEAR(width_mm(1), 420, 0.5);
}

TEST(DrawingFiles, PictureIsPaintedFromTheLowerLeft) {
    QTemporaryDir folder;
    const QString file = folder.filePath("log.png");
    ASSERT_TRUE(output::write_drawing(small_drawing(), file.toStdString()));
    const QImage image(file);
    EXPECT_NEAR(image.width(), 210 / 25.4 * 300, 1);
    EXPECT_EQ(image.pixelColor(100, image.height() - 100), QColor(200, 0, 0));
    EXPECT_EQ(image.pixelColor(image.width() - 100, 100), QColor(Qt::white));
    EXPECT_EQ(output::write_drawing(small_drawing(), folder.filePath("log.bmp").toStdString()).error().what.key, "section.extension");
}

}  // namespace
}  // namespace orelens
