#include "ui/actions/ExportActions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include "core/io/blocks/BlockFiles.h"
#include "core/report/Report.h"
#include "ui/Document.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/output/PdfReport.h"
#include "ui/output/ScreenshotDialog.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

using ui::words;

constexpr QSize report_picture(2000, 1200);

QString with_suffix(const QString& file, const char* suffix) {
    return file.isEmpty() || !QFileInfo(file).suffix().isEmpty() ? file : file + "." + suffix;
}

}  // namespace

ExportActions::ExportActions(commands::ActionSet& actions, ui::Document& document, viewport::VtkView& view,
                             shell::Shell& shell)
    : actions_(actions), document_(document), view_(view), shell_(shell) {
    ask_older = [this] { return ask_with_box(); };
    using report::OlderResults;
    actions_.on("export.pdf", [this] { with_leave([this](OlderResults older) { export_pdf(older); }); });
    actions_.on("export.xlsx",
                [this] { with_leave([this](OlderResults older) { export_workbook(older); }); });
    actions_.on("export.csv", [this] { with_leave([this](OlderResults older) { export_csv(older); }); });
    actions_.on("export.blocks", [this] { with_leave([this](OlderResults) { export_blocks(); }); });
    actions_.on("export.screenshot", [this] { with_leave([this](OlderResults) { export_picture(); }); });
    connect(&document_, &ui::Document::stateChanged, this, &ExportActions::refresh);
    refresh();
}

OlderAnswer ExportActions::ask_with_box() {
    QMessageBox box(QMessageBox::Warning, words("ui.app"),
                    words("ui.older.ask",
                          {{"stages", project::stage_labels(document_.project(), document_.standing().older(),
                                                            ui::language())}}),
                    QMessageBox::NoButton, shell_.widget());
    box.setInformativeText(words("ui.older.ask_detail"));
    QPushButton* run = box.addButton(words("ui.older.run"), QMessageBox::AcceptRole);
    QPushButton* older = box.addButton(words("ui.older.export"), QMessageBox::DestructiveRole);
    QPushButton* cancel = box.addButton(words("ui.cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(run);
    box.setEscapeButton(cancel);
    box.exec();
    if (box.clickedButton() == run) return OlderAnswer::run;
    return box.clickedButton() == older ? OlderAnswer::export_older : OlderAnswer::cancel;
}

void ExportActions::with_leave(const std::function<void(report::OlderResults)>& write) {
    if (document_.standing().older().empty()) return write(report::OlderResults::refuse);
    switch (ask_older()) {
        case OlderAnswer::run:
            return document_.runs().run();
        case OlderAnswer::export_older:
            return write(report::OlderResults::allow);
        case OlderAnswer::cancel:
            return;
    }
}

void ExportActions::refresh() {
    const bool open = document_.open();
    actions_.set_enabled({"export.pdf", "export.xlsx", "export.csv", "export.screenshot"}, open);
    actions_.set_enabled({"export.blocks"}, open && document_.project().results.model());
}

bool ExportActions::may_write(const QString& file, project::Content content) {
    if (file.isEmpty()) return false;
    const auto fine =
        project::check_target(file.toStdString(), content,
                              project::input_files(document_.project(), document_.path().toStdString()));
    if (!fine) shell_.show_error(fine.error());
    return fine.has_value();
}

QString ExportActions::ask_file(const std::string& what, const char* suffix) {
    const std::string key = "ui.export." + what;
    return with_suffix(
        QFileDialog::getSaveFileName(shell_.widget(), words(key.c_str()), document_.name() + "." + suffix,
                                     words((key + "_filter").c_str())),
        suffix);
}

void ExportActions::tell(const base::Expected<void>& done, const QString& file) {
    if (!done) return shell_.show_error(done.error());
    shell_.say(words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

void ExportActions::export_pdf(report::OlderResults older) {
    const QString file = ask_file("pdf", "pdf");
    if (may_write(file, project::Content::pdf)) tell(write_pdf(file, older), file);
}

base::Expected<void> ExportActions::write_pdf(const QString& file, report::OlderResults older) {
    std::vector<output::PdfPicture> pictures;
    if (document_.project().results.model() || document_.project().results.drilling.traces) {
        // Paper is white: the light ground, whatever the screen shows.
        const scene::Look shown = view_.scene().look();
        const scene::CameraState camera = view_.scene().camera();
        scene::Look light = shown;
        light.dark = false;
        light.gradient = false;
        view_.set_look(light);
        pictures.push_back({view_.screenshot(report_picture, false, true), words("ui.pdf.picture_now")});
        view_.scene().set_view(scene::StandardView::top);
        pictures.push_back({view_.screenshot(report_picture, false, true), words("ui.pdf.picture_top")});
        view_.scene().set_camera(camera);
        view_.set_look(shown);
    }
    return output::write_pdf_report(document_.project(), {ui::language(), document_.price().value()},
                                    pictures, file.toStdString(), older);
}

void ExportActions::export_workbook(report::OlderResults older) {
    const QString file = ask_file("xlsx", "xlsx");
    if (!may_write(file, project::Content::xlsx)) return;
    const auto tables =
        report::report_tables(document_.project(), {ui::language(), document_.price().value()});
    tell(
        report::write_xlsx(tables, document_.name().toStdString(), file.toStdString(), ui::language(), older),
        file);
}

void ExportActions::export_csv(report::OlderResults older) {
    const QString folder = QFileDialog::getExistingDirectory(shell_.widget(), words("ui.export.csv"));
    if (folder.isEmpty()) return;
    const auto tables =
        report::report_tables(document_.project(), {ui::language(), document_.price().value()});
    for (const std::string& name : report::csv_table_files(tables)) {
        const bool table = name.ends_with(".csv");
        if (!may_write(folder + "/" + QString::fromStdString(name),
                       table ? project::Content::table : project::Content::notes))
            return;
    }
    tell(report::write_csv_tables(tables, folder.toStdString(), older), folder);
}

void ExportActions::export_blocks() {
    const QString file = ask_file("blocks", "vdb");
    if (file.isEmpty()) return;
    if (const auto known = io::check_block_extension(file.toStdString()); !known)
        return shell_.show_error(known.error());
    const project::Content content = project::block_content(file.toStdString());
    if (!may_write(file, content)) return;
    if (content == project::Content::block_csv && !may_write(file + ".json", project::Content::block_sidecar))
        return;
    const auto model = document_.project().results.model();
    tell(ui::run_modal(shell_.widget(), "ui.export.busy",
                       [&](base::Progress& progress) {
                           return io::write_blocks(*model, file.toStdString(), progress);
                       }),
         file);
}

void ExportActions::export_picture() {
    output::ScreenshotDialog dialog(view_.size() * view_.devicePixelRatioF(), shell_.widget());
    if (dialog.exec() != QDialog::Accepted) return;
    const output::ScreenshotChoice choice = dialog.choice();
    const QString file =
        with_suffix(QFileDialog::getSaveFileName(shell_.widget(), words("ui.shot.title"),
                                                 document_.name() + ".png", words("ui.shot.filter")),
                    "png");
    if (!may_write(file, project::Content::png)) return;
    const scene::Look shown = view_.scene().look();
    scene::Look wanted = shown;
    wanted.legend = choice.legend;
    view_.set_look(wanted);
    const auto done = view_.save_screenshot(file, choice.size, choice.transparent, choice.caption);
    view_.set_look(shown);
    tell(done, file);
}

}  // namespace orelens::actions
