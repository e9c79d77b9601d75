// What leaves the window as files: pictures, the report as PDF, workbook or CSV, the block model.
#include <QFileDialog>
#include <QFileInfo>
#include <QStatusBar>

#include "core/io/blocks/BlockFiles.h"
#include "core/report/Report.h"
#include "ui/Document.h"
#include "ui/MainWindow.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/output/PdfReport.h"
#include "ui/output/ScreenshotDialog.h"
#include "ui/viewport/VtkView.h"

namespace orelens::ui {
namespace {

constexpr QSize report_picture(2000, 1200);

QString with_suffix(QString file, const char* suffix) {
    return QFileInfo(file).suffix().isEmpty() ? file + "." + suffix : file;
}

}  // namespace

void MainWindow::wire_export_actions() {
    actions_->on("export.pdf", [this] { export_pdf(); });
    actions_->on("export.xlsx", [this] { export_tables(true); });
    actions_->on("export.csv", [this] { export_tables(false); });
    actions_->on("export.blocks", [this] { export_blocks(); });
    actions_->on("export.screenshot", [this] {
        output::ScreenshotDialog dialog(view_->size() * view_->devicePixelRatioF(), this);
        if (dialog.exec() != QDialog::Accepted) return;
        const output::ScreenshotChoice choice = dialog.choice();
        const QString file = QFileDialog::getSaveFileName(
            this, words("ui.shot.title"), document_->name() + ".png", words("ui.shot.filter"));
        if (file.isEmpty()) return;
        const scene::Look shown = view_->scene().look();
        scene::Look wanted = shown;
        wanted.legend = choice.legend;
        view_->set_look(wanted);
        const auto done =
            view_->save_screenshot(with_suffix(file, "png"), choice.size, choice.transparent, choice.caption);
        view_->set_look(shown);
        if (!done) return show_error(done.error());
        statusBar()->showMessage(words("ui.export.done", {{"file", file.toStdString()}}), 8000);
    });
}

void MainWindow::export_pdf() {
    QString file = QFileDialog::getSaveFileName(this, words("ui.export.pdf"), document_->name() + ".pdf",
                                                words("ui.export.pdf_filter"));
    if (file.isEmpty()) return;
    file = with_suffix(file, "pdf");
    if (const auto done = write_pdf(file); !done) return show_error(done.error());
    statusBar()->showMessage(words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

base::Expected<void> MainWindow::write_pdf(const QString& file) {
    std::vector<output::PdfPicture> pictures;
    if (document_->project().results.model() || document_->project().results.drilling.traces) {
        // Paper is white: the light ground, whatever the screen shows.
        const scene::Look shown = view_->scene().look();
        const scene::CameraState camera = view_->scene().camera();
        scene::Look light = shown;
        light.dark = false;
        light.gradient = false;
        view_->set_look(light);
        pictures.push_back({view_->screenshot(report_picture, false, true), words("ui.pdf.picture_now")});
        view_->scene().set_view(scene::StandardView::top);
        pictures.push_back({view_->screenshot(report_picture, false, true), words("ui.pdf.picture_top")});
        view_->scene().set_camera(camera);
        view_->set_look(shown);
    }
    return output::write_pdf_report(document_->project(), {language(), document_->price()}, pictures,
                                    file.toStdString());
}

void MainWindow::export_tables(bool workbook) {
    const auto tables = report::report_tables(document_->project(), {language(), document_->price()});
    base::Expected<void> done;
    QString target;
    if (workbook) {
        target = QFileDialog::getSaveFileName(this, words("ui.export.xlsx"), document_->name() + ".xlsx",
                                              words("ui.export.xlsx_filter"));
        if (target.isEmpty()) return;
        target = with_suffix(target, "xlsx");
        done = report::write_xlsx(tables, document_->name().toStdString(), target.toStdString());
    } else {
        target = QFileDialog::getExistingDirectory(this, words("ui.export.csv"));
        if (target.isEmpty()) return;
        done = report::write_csv_tables(tables, target.toStdString());
    }
    if (!done) return show_error(done.error());
    statusBar()->showMessage(words("ui.export.done", {{"file", target.toStdString()}}), 8000);
}

void MainWindow::export_blocks() {
    QString file = QFileDialog::getSaveFileName(this, words("ui.export.blocks"), document_->name() + ".vdb",
                                                words("ui.export.blocks_filter"));
    if (file.isEmpty()) return;
    file = with_suffix(file, "vdb");
    const auto model = document_->project().results.model();
    const auto done = run_modal(this, "ui.export.busy", [&](base::Progress& progress) {
        return io::write_blocks(*model, file.toStdString(), progress);
    });
    if (!done) return show_error(done.error());
    statusBar()->showMessage(words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

}  // namespace orelens::ui
