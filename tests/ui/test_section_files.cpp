// Looking along a section, and drawings as files: pages of their own size, text that can be searched.
#define POINTERHOLDER_TRANSITION 4  // qpdf: its smart pointers are the standard ones
#include <gtest/gtest.h>

#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cmath>
#include <set>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "core/report/SectionSheets.h"
#include "tests/ui/Support.h"
#include "ui/actions/SectionActions.h"
#include "ui/commands/ActionSet.h"
#include "ui/output/DrawingFiles.h"
#include "ui/output/PdfReport.h"
#include "ui/output/SectionsDialog.h"
#include "ui/panels/BlockPanel.h"
#include "ui/panels/StripLogView.h"

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

TEST(DrawingFiles, AStripLogLeavesAsDrawingToo) {
    QTemporaryDir folder;
    auto window = tests::window_with_project();
    scene::PickResult pick;
    pick.hole = 0;
    window->document().selection().take(pick);
    tests::settle();
    auto* logs = window->panels().block->findChild<panels::StripLogView*>();
    ASSERT_NE(logs, nullptr);
    actions::SectionActions* group = nullptr;
    for (const auto& each : window->groups())
        if (auto* found = qobject_cast<actions::SectionActions*>(each.get())) group = found;
    ASSERT_NE(group, nullptr);
    const QString file = folder.filePath("log.svg");
    ASSERT_TRUE(group->write_strip_log(file));
    QFile drawing(file);
    ASSERT_TRUE(drawing.open(QIODevice::ReadOnly));
    const QString svg = QString::fromUtf8(drawing.readAll());
    EXPECT_TRUE(svg.contains("<svg"));
    EXPECT_TRUE(svg.contains(QString::fromStdString(window->document().selection().hole()))) << "words stay words";
}

/// The hole in hand shows its log: made of its own data, gone with the selection, in the colours of the theme.
TEST(StripLogView, ShowsTheHoleInHand) {
    auto window = tests::window_with_project();
    window->raise_panel("block");
    auto* logs = window->panels().block->findChild<panels::StripLogView*>();
    ASSERT_NE(logs, nullptr);
    EXPECT_FALSE(logs->isVisible());
    scene::PickResult pick;
    pick.hole = 0;
    window->document().selection().take(pick);
    tests::settle();
    EXPECT_TRUE(logs->has_log());
    EXPECT_TRUE(logs->isVisible());
    EXPECT_FALSE(logs->accessibleName().isEmpty());
    const QImage first = logs->grab().toImage();
    const auto inked = [](const QImage& image) {
        std::set<QRgb> colours;
        for (int y = 0; y < image.height(); y += 2)
            for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
        return colours.size();
    };
    EXPECT_GT(inked(first), 20U) << "rocks, bars and letters";
    // Another hole is another log.
    pick.hole = 7;
    window->document().selection().take(pick);
    tests::settle();
    EXPECT_NE(logs->grab().toImage(), first);
    // The paper is the theme's.
    ASSERT_TRUE(window->actions().trigger("window.dark"));
    tests::settle();
    EXPECT_LT(logs->grab().toImage().pixelColor(2, 2).lightness(), 80);
    ASSERT_TRUE(window->actions().trigger("window.dark"));
    // A block has none.
    pick = {};
    pick.block_hit = true;
    pick.block = {1, 1, 1};
    window->document().selection().take(pick);
    tests::settle();
    EXPECT_FALSE(logs->isVisible());
    EXPECT_FALSE(logs->has_log());
    // As narrow as the panel allows, every letter is drawn at its least size or not at all.
    const auto parts = panels::strip_log_parts(tests::small_project(), 0, 3, base::Language::chinese);
    ASSERT_TRUE(parts);
    for (const sections::Item& item : parts->draw({42, 60, 8}).items)
        if (const auto* label = std::get_if<sections::Label>(&item)) {
            EXPECT_GE(label->points, sections::least_points);
        }
    EXPECT_FALSE(panels::strip_log_parts(tests::small_project(), 99999, 3, base::Language::english));
}

/// Answers the two dialogs of an export: which sections, and into which file.
class SheetHand {
  public:
    SheetHand(std::vector<int> wanted, QString file) : wanted_(std::move(wanted)), file_(std::move(file)) {
        looking_.setInterval(20);
        QObject::connect(&looking_, &QTimer::timeout, &looking_, [this] { look(); });
        looking_.start();
    }
    QStringList offered;

  private:
    void look() {
        QWidget* open = QApplication::activeModalWidget();
        if (open == nullptr || busy_) return;
        busy_ = true;
        if (auto* choice = qobject_cast<output::SectionsDialog*>(open); choice != nullptr && offered.isEmpty()) {
            for (int row = 0; row < choice->list()->count(); ++row) {
                offered << choice->list()->item(row)->text();
                EXPECT_EQ(choice->list()->item(row)->checkState(), Qt::Checked) << "all of them at first";
                choice->list()->item(row)->setCheckState(Qt::Unchecked);
            }
            EXPECT_FALSE(choice->go()->isEnabled()) << "none is no export";
            for (const int row : wanted_) choice->list()->item(row)->setCheckState(Qt::Checked);
            choice->go()->click();
        } else if (auto* dialog = qobject_cast<QFileDialog*>(open); dialog != nullptr && !file_.isEmpty()) {
            auto* line = dialog->findChild<QLineEdit*>("fileNameEdit");
            ASSERT_NE(line, nullptr);
            line->setText(std::exchange(file_, {}));
            QTest::keyClick(line, Qt::Key_Return);
        }
        busy_ = false;
    }
    std::vector<int> wanted_;
    QString file_;
    QTimer looking_;
    bool busy_ = false;
};

/// From the action over both dialogs to the file: the chosen sections and no others.
TEST(SectionsExport, ASubsetIsChosenInTheDialogAndOnlyItsSheetsAreWritten) {
    QTemporaryDir folder;
    auto window = tests::window_with_project();
    const project::Project& project = window->document().project();
    const auto placed = report::placed_sections(project, project.recipe.section);
    ASSERT_TRUE(placed);
    ASSERT_GE(placed->size(), 3U);
    // Words on the sheets are found in the DXF: the names of those chosen, and of no other.
    const std::vector<int> wanted{0, 2};
    const QString drawing = folder.filePath("some.dxf");
    {
        const SheetHand hand(wanted, drawing);
        ASSERT_TRUE(window->actions().trigger("export.sections"));
        ASSERT_EQ(static_cast<std::size_t>(hand.offered.size()), placed->size());
        for (std::size_t n = 0; n < placed->size(); ++n)
            EXPECT_EQ(hand.offered[static_cast<qsizetype>(n)].toStdString(), (*placed)[n].name);
    }
    base::Progress progress;
    report::SectionRequest request{project.recipe.section, base::Language::english, window->document().price().value()};
    request.only = {0, 2};
    const auto some = report::section_sheets(project, request, progress);
    ASSERT_TRUE(some);
    ASSERT_EQ(some->size(), 2U);
    QFile file(drawing);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll().toStdString(), sections::dxf_text(*some));
    const QString pages = folder.filePath("some.pdf");
    {
        const SheetHand hand(wanted, pages);
        ASSERT_TRUE(window->actions().trigger("export.sections"));
    }
    QPDF pdf;
    pdf.processFile(pages.toStdString().c_str());
    EXPECT_EQ(QPDFPageDocumentHelper(pdf).getAllPages().size(), 2U);
}

/// Sheets stand behind the report on pages of their own size; without them it is as it was.
TEST(PdfReport, HoldsSectionSheetsWhereTheyAreAskedFor) {
    QTemporaryDir folder;
    base::Progress progress;
    const auto& project = tests::small_project();
    const auto sheets = report::section_sheets(project, {project.recipe.section, base::Language::english, std::nullopt}, progress);
    ASSERT_TRUE(sheets);
    ASSERT_GT(sheets->size(), 1U);
    const auto pages_of = [&](const std::vector<sections::Drawing>& with, const char* name) {
        const std::string file = folder.filePath(name).toStdString();
        EXPECT_TRUE(output::write_pdf_report(project, {base::Language::english, 0}, {}, file, progress, report::OlderResults::refuse, with));
        QPDF pdf;
        pdf.processFile(file.c_str());
        std::vector<double> widths;
        for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages())
            widths.push_back(page.getMediaBox().getArrayAsRectangle().urx * 25.4 / 72);
        return widths;
    };
    const auto plain = pages_of({}, "plain.pdf"), with = pages_of(*sheets, "with.pdf");
    ASSERT_EQ(with.size(), plain.size() + sheets->size());
    EXPECT_LE(plain.size(), 12U);
    for (std::size_t n = 0; n < plain.size(); ++n) EXPECT_NEAR(with[n], plain[n], 0.1);
    for (std::size_t n = 0; n < sheets->size(); ++n) EXPECT_NEAR(with[plain.size() + n], (*sheets)[n].width_mm, 0.5);
}

}  // namespace
}  // namespace orelens
