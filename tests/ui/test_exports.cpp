// Exports run behind a box that can be cancelled: the window goes on, and the file that was there stays until
// the new one is whole.
#include <gtest/gtest.h>

#include <QFile>
#include <QProgressDialog>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <future>
#include <thread>

#include "core/io/blocks/BlockFiles.h"
#include "tests/support/CancelAt.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/actions/ExportActions.h"
#include "ui/panels/NumberEntry.h"
#include "ui/output/PdfReport.h"
#include "ui/output/ScreenshotDialog.h"
#include "ui/output/SurfaceDialog.h"
#include "ui/viewport/VtkView.h"

namespace orelens::tests {
namespace {

using base::Expected;
using testing::CancelAt;
using ui::Job;

QByteArray bytes_of(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

QProgressDialog* box() {
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* found = qobject_cast<QProgressDialog*>(widget)) return found;
    return nullptr;
}

struct Export {
    const char* name;
    const char* file;
    std::function<Expected<void>(actions::ExportActions&, const QString& file)> write;
};

std::ostream& operator<<(std::ostream& out, const Export& which) {
    return out << which.name;
}

const Export pdf{"Pdf", "report.pdf",
                 [](auto& exports, const QString& file) { return exports.write_pdf(file); }};
const Export workbook{"Workbook", "report.xlsx",
                      [](auto& exports, const QString& file) { return exports.write_workbook(file); }};
const Export blocks{"Blocks", "model.vdb",
                    [](auto& exports, const QString& file) { return exports.write_blocks(file); }};
const Export surface{"Surface", "usable.obj",
                     [](auto& exports, const QString& file) { return exports.write_surface(file, {}); }};
const Export picture{"Picture", "view.png", [](auto& exports, const QString& file) {
                         return exports.write_picture(file, {QSize(300, 200), true});
                     }};

class Exports : public ::testing::TestWithParam<Export> {
  protected:
    std::unique_ptr<ui::MainWindow> window = window_with_project();
    actions::ExportActions& exports = window->exports();
    QTemporaryDir folder;
};

TEST_P(Exports, ACancelLeavesTheOldFileAtWhateverMoment) {
    const QString file = folder.filePath(GetParam().file);
    ASSERT_TRUE(GetParam().write(exports, file));
    const QByteArray old = bytes_of(file);
    ASSERT_FALSE(old.isEmpty());
    int reports = 0;
    const auto with_cancel_at = [&](int n) {
        exports.run_job = [&reports, n](const Job::Work& work, const Job::Work& here) -> Expected<void> {
            // How many bands a picture has depends on the machine; a cancel in it has a test of its own.
            CancelAt cancel(n), drawing(0);
            Expected<void> done;
            if (here) done = here(drawing.progress);
            if (done) done = work(cancel.progress);
            reports = cancel.reports;
            return done;
        };
        return GetParam().write(exports, file);
    };
    ASSERT_TRUE(with_cancel_at(0));
    const int all = reports;
    ASSERT_GE(all, 1);
    for (const int n : {1, (all + 1) / 2, all}) {
        QFile kept(file);
        ASSERT_TRUE(kept.open(QIODevice::WriteOnly | QIODevice::Truncate));
        kept.write(old);
        kept.close();
        const auto done = with_cancel_at(n);
        ASSERT_FALSE(done) << "report " << n << " of " << all;
        EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
        EXPECT_EQ(bytes_of(file), old);
        EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1)
            << "nothing is left over";
    }
}

TEST_P(Exports, TheWindowGoesOnAndTheBoxCancels) {
    const QString file = folder.filePath(GetParam().file);
    ASSERT_TRUE(GetParam().write(exports, file));
    const QByteArray old = bytes_of(file);
    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    std::thread::id worker;
    exports.run_job = [&](const Job::Work& work, const Job::Work& here) {
        return ui::run_modal(
            window.get(), "ui.export.busy",
            [&, opened](base::Progress& progress) {
                worker = std::this_thread::get_id();
                opened.wait();
                return work(progress);
            },
            here);
    };
    int ticks = 0;
    bool cancelled = false;
    QTimer clock;
    clock.setInterval(5);
    QObject::connect(&clock, &QTimer::timeout, &clock, [&] {
        ++ticks;
        QProgressDialog* shown = box();
        if (shown == nullptr || !shown->isVisible() || cancelled) return;
        cancelled = true;
        auto* button = shown->findChild<QPushButton*>();
        ASSERT_NE(button, nullptr);
        button->click();
        gate.set_value();
    });
    clock.start();
    const auto done = GetParam().write(exports, file);
    EXPECT_TRUE(cancelled) << "the box appeared and its button was there";
    EXPECT_GE(ticks, 1);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    EXPECT_NE(worker, std::this_thread::get_id());
    EXPECT_EQ(bytes_of(file), old);
    EXPECT_EQ(box(), nullptr);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Exports, ::testing::Values(pdf, workbook, blocks, surface, picture),
                         [](const auto& param) { return param.param.name; });

TEST(ExportsBlocks, EveryWayThatIsOfferedReadsBackAsTheSameModel) {
    const auto window = window_with_project();
    const QTemporaryDir folder;
    const auto& model = *window->document().project().results.model();
    for (const char* name : {"m.vdb", "m.gslib", "m.omf", "m.geoh5", "m.csv"})
        for (const io::BlockDialect dialect :
             {io::BlockDialect::own, io::BlockDialect::vulcan, io::BlockDialect::micromine,
              io::BlockDialect::leapfrog, io::BlockDialect::datamine, io::BlockDialect::surpac,
              io::BlockDialect::deswik}) {
            if (std::string_view(name) != "m.csv" && dialect != io::BlockDialect::own) continue;
            const QString file = folder.filePath(name);
            const auto done = window->exports().write_blocks(file, dialect);
            ASSERT_TRUE(done) << name << base::describe(done.error(), base::Language::english);
            base::Progress progress;
            const auto back = io::read_blocks(file.toStdString(), progress);
            ASSERT_TRUE(back) << name << base::describe(back.error(), base::Language::english);
            EXPECT_EQ(back->block_count(), model.block_count()) << name;
            EXPECT_EQ(back->columns().size(), model.columns().size()) << name;
        }
}

TEST(ExportsSurface, IsRefusedWhereResultsAreOlderAndSaysSoWhereTheyAreTaken) {
    const auto window = window_with_project();
    window->document().runs().set_auto_economics(false);
    const QTemporaryDir folder;
    const QString file = folder.filePath("shell.obj");
    const std::string commodity = window->document().price().commodity();
    ASSERT_TRUE(window->document().edits().set_param("commodity." + commodity + ".price",
                                                     window->document().price().recipe_price() * 1.5));
    const auto refused = window->exports().write_surface(file, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.older_results");
    EXPECT_FALSE(QFile::exists(file));
    ASSERT_TRUE(window->exports().write_surface(file, {}, report::OlderResults::allow));
    EXPECT_TRUE(bytes_of(file).left(2000).contains("older than"));
}

TEST(ExportsSurface, TheDialogCountsWhatWillBeInside) {
    const auto window = window_with_project();
    ui::Document& document = window->document();
    output::SurfaceDialog dialog(document, window.get());
    dialog.count_now();
    EXPECT_EQ(dialog.inside(), document.price().curve()->at(document.price().value()).blocks);
    auto* by_grade = dialog.findChildren<QRadioButton*>().at(1);
    by_grade->click();
    EXPECT_EQ(dialog.inside(), 0) << "counted aside, after a pause";
    dialog.count_now();
    const project::ShellRequest request = dialog.request();
    ASSERT_FALSE(request.column.empty());
    EXPECT_GT(dialog.inside(), 0);
    EXPECT_EQ(dialog.inside(), project::block_shell(document.project(), request, base::Progress())->blocks);
    // A cutoff that nothing reaches offers nothing to save.
    dialog.findChild<panels::NumberEntry*>()->setValue(1e9);
    dialog.count_now();
    EXPECT_EQ(dialog.inside(), 0);
    for (const QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text() == ui::words("ui.surface.save")) {
            EXPECT_FALSE(button->isEnabled());
        }
}

TEST(ExportsDrawing, ServesEventsAndSeesTheCancelBetweenBands) {
    const auto window = window_with_project();
    const QTemporaryDir folder;
    const QString file = folder.filePath("view.png");
    bool wrote = false;
    window->exports().run_job = [&](const Job::Work&, const Job::Work& here) {
        return ui::run_modal(
            window.get(), "ui.export.busy",
            [&](base::Progress&) -> Expected<void> {
                wrote = true;
                return {};
            },
            here);
    };
    bool served = false;
    QTimer::singleShot(0, [&] {
        served = true;
        ASSERT_NE(box(), nullptr);
        Q_EMIT box()->canceled();
    });
    const auto done = window->exports().write_picture(file, {QSize(800, 600)});
    EXPECT_TRUE(served);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    EXPECT_FALSE(wrote);
    EXPECT_FALSE(QFile::exists(file));
}

TEST(ExportsDrawing, AStillIsThePictureOfTheViewAndTheViewMayGoOn) {
    const auto window = window_with_project();
    viewport::VtkView& view = *window->view();
    const QImage wanted = view.screenshot(QSize(640, 400), false, true);
    int pieces = 0;
    // What the events between two bands may do: another price, another look, a frame of the window.
    base::Progress progress([&](double, const base::Message&) {
        ++pieces;
        view.set_price(pieces % 2 == 0 ? 1 : 1e9, scene::PriceMotion::settled);
        QApplication::processEvents();
    });
    const double price = view.scene().price();
    const auto still = view.still(
        QSize(640, 400), false,
        [&](scene::Scene& apart) {
            scene::Look look = apart.look();
            look.caption = true;
            apart.set_look(look);
            apart.set_price(price);
        },
        progress);
    ASSERT_TRUE(still);
    EXPECT_GE(pieces, 2);
    const QImage got = viewport::image_of(*still);
    ASSERT_EQ(got.size(), wanted.size());
    int differ = 0;
    for (int y = 0; y < got.height(); ++y)
        for (int x = 0; x < got.width(); ++x) differ += got.pixel(x, y) != wanted.pixel(x, y);
    EXPECT_EQ(differ, 0);
    view.set_price(price, scene::PriceMotion::settled);
    EXPECT_EQ(view.screenshot(QSize(640, 400), false, true), wanted) << "the view is as it was";
}

TEST(ExportsPdf, EveryReportMayBeTheLast) {
    const QTemporaryDir folder;
    const QString file = folder.filePath("report.pdf");
    CancelAt never(0);
    ASSERT_TRUE(output::write_pdf_report(small_project(), {}, {}, file.toStdString(), never.progress));
    const QByteArray old = bytes_of(file);
    for (int n = 1; n <= never.reports; n += 7) {
        CancelAt cancel(n);
        const auto done =
            output::write_pdf_report(small_project(), {}, {}, file.toStdString(), cancel.progress);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    }
    EXPECT_EQ(bytes_of(file), old);
}

TEST(ExportsWords, TheLanguageOfAReportIsThatOfItsThread) {
    const QString here = ui::words("ui.cancel");
    QString there;
    std::thread task([&] {
        const ui::LanguageScope scope(base::Language::chinese);
        there = ui::words("ui.cancel");
    });
    task.join();
    EXPECT_NE(there, here);
    EXPECT_EQ(ui::words("ui.cancel"), here);
}

}  // namespace
}  // namespace orelens::tests
