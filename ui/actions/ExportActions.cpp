#include "ui/actions/ExportActions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <array>

#include "core/io/blocks/BlockFiles.h"
#include "core/project/Truth.h"
#include "core/report/Report.h"
#include "core/report/SectionSheets.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/output/PdfReport.h"
#include "ui/output/ScreenshotDialog.h"
#include "ui/output/SurfaceDialog.h"
#include "ui/output/Movie.h"
#include "ui/output/SweepDialog.h"
#include "ui/scene/KeptPicture.h"
#include "ui/scene/PaperSection.h"
#include "ui/shell/Question.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

using ui::words;

constexpr QSize report_picture(2000, 1200);
constexpr double report_text = 2.2;  // read on paper; two legends must stand one above the other

/// A way to write a block model: what the file dialog offers.
struct BlockKind {
    const char* words;
    const char* suffix;
    io::BlockDialect dialect = io::BlockDialect::own;
};
using io::BlockDialect;
constexpr std::array block_kinds{
    BlockKind{"ui.export.blocks_as.vdb", "vdb"},
    BlockKind{"ui.export.blocks_as.vti", "vti"},
    BlockKind{"ui.export.blocks_as.pvti", "pvti"},
    BlockKind{"ui.export.blocks_as.csv", "csv"},
    BlockKind{"ui.export.blocks_as.vulcan", "csv", BlockDialect::vulcan},
    BlockKind{"ui.export.blocks_as.datamine", "csv", BlockDialect::datamine},
    BlockKind{"ui.export.blocks_as.surpac", "csv", BlockDialect::surpac},
    BlockKind{"ui.export.blocks_as.micromine", "csv", BlockDialect::micromine},
    BlockKind{"ui.export.blocks_as.leapfrog", "csv", BlockDialect::leapfrog},
    BlockKind{"ui.export.blocks_as.deswik", "csv", BlockDialect::deswik},
    BlockKind{"ui.export.blocks_as.gslib", "gslib"},
    BlockKind{"ui.export.blocks_as.omf", "omf"},
    BlockKind{"ui.export.blocks_as.geoh5", "geoh5"}};

QStringList block_filters() {
    QStringList filters;
    for (const BlockKind& kind : block_kinds) filters << words(kind.words) + " (*." + kind.suffix + ")";
    return filters;
}

double aspect(const QSize& size) {
    return static_cast<double>(size.width()) / size.height();
}

}  // namespace

ExportActions::ExportActions(commands::ActionSet& actions, ui::Document& document, viewport::VtkView& view,
                             shell::Shell& shell)
    : actions_(actions), document_(document), view_(view), shell_(shell) {
    ask_older = [this] { return ask_with_box(); };
    run_job = [this](const ui::Job::Work& work, const ui::Job::Work& here) {
        return ui::run_modal(shell_.widget(), "ui.export.busy", work, here);
    };
    using report::OlderResults;
    actions_.on("export.pdf", [this] { with_leave([this](OlderResults older) { export_pdf(older); }); });
    actions_.on("export.pdf_sheets", [this] { with_leave([this](OlderResults older) { export_pdf(older, true); }); });
    actions_.on("export.xlsx",
                [this] { with_leave([this](OlderResults older) { export_workbook(older); }); });
    actions_.on("export.csv", [this] { with_leave([this](OlderResults older) { export_csv(older); }); });
    actions_.on("export.blocks", [this] { with_leave([this](OlderResults) { export_blocks(); }); });
    actions_.on("export.surface",
                [this] { with_leave([this](OlderResults older) { export_surface(older); }); });
    actions_.on("export.sweep", [this] { with_leave([this](OlderResults) { export_sweep(); }); });
    actions_.on("export.screenshot", [this] { with_leave([this](OlderResults) { export_picture(); }); });
    connect(&document_, &ui::Document::stateChanged, this, &ExportActions::refresh);
    refresh();
}

OlderAnswer ExportActions::ask_with_box() {
    const auto answer = ui::ask(
        shell_.widget(),
        {QMessageBox::Warning,
         words("ui.older.ask",
               {{"stages",
                 project::stage_labels(document_.project(), document_.standing().older(), ui::language())}}),
         "ui.older.ask_detail", "ui.older.run", "ui.older.export"});
    if (answer == ui::Choice::leave) return OlderAnswer::cancel;
    return answer == ui::Choice::safe ? OlderAnswer::run : OlderAnswer::export_older;
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
    actions_.set_enabled({"export.pdf", "export.pdf_sheets", "export.xlsx", "export.csv", "export.screenshot"}, open);
    actions_.set_enabled({"export.sweep"}, open && document_.price().curve() != nullptr);
    actions_.set_enabled({"export.blocks", "export.surface"}, open && document_.project().results.model());
}

base::Expected<void> ExportActions::check(const QString& file, project::Content content) const {
    return project::check_target(file.toStdString(), content,
                                 project::input_files(document_.project(), document_.path().toStdString()));
}

bool ExportActions::may_write(const QString& file, project::Content content) {
    if (file.isEmpty()) return false;
    const auto fine = check(file, content);
    if (!fine) shell_.show_error(fine.error());
    return fine.has_value();
}

QString ExportActions::ask_file(const std::string& what, const char* suffix) {
    const std::string key = "ui.export." + what;
    return ask_file(words(key.c_str()), words((key + "_filter").c_str()), suffix);
}

QString ExportActions::ask_file(const QString& title, const QString& filters, const char* suffix) {
    const QStringList each = filters.split(";;");
    return shell::ask_save_file(shell_.widget(), {.title = title,
                                                  .name = document_.name(),
                                                  .suffix = suffix,
                                                  .filters = each,
                                                  .beside = document_.path(),
                                                  .only = each.size() == 1 && each.front().count("*.") == 1})
        .file;
}

void ExportActions::tell(const base::Expected<void>& done, const QString& file) {
    if (!done) return shell_.show_error(done.error());
    shell_.say(words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

void ExportActions::export_pdf(report::OlderResults older, bool with_sheets) {
    const QString file = ask_file("pdf", "pdf");
    if (may_write(file, project::Content::pdf)) tell(write_pdf(file, older, with_sheets), file);
}

base::Expected<void> ExportActions::write_pdf(const QString& file, report::OlderResults older, bool with_sheets) {
    const project::Project copy = document_.project();
    const report::ReportRequest request{ui::language(), document_.price().value(), document_.path().toStdString()};
    std::vector<output::PdfPicture> pictures;
    const auto draw = [&](base::Progress& progress) -> base::Expected<void> {
        const auto add_section = [&](base::Progress part) -> base::Expected<void> {
            constexpr QSize size(scene::section_width, scene::section_height);
            std::string where;
            const double ratio = scene::paper_ratio(size.width(), scene::least_points, scene::most_shrunk);
            auto drawn = view_.still(
                size, false,
                [&](scene::Scene& still) {
                    still.set_canvas(size.width(), size.height(), ratio);
                    const scene::PaperSection section = scene::paper_section(still);
                    scene::show(still, section, aspect(size));
                    where = scene::words_of(still, section, request.language);
                },
                part, ratio);
            if (!drawn) return std::unexpected(drawn.error());
            pictures.push_back({viewport::image_of(*drawn), QString::fromStdString(where), true});
            return {};
        };
        const auto add = [&](const char* caption, bool from_above,
                             base::Progress part) -> base::Expected<void> {
            auto drawn = view_.still(
                report_picture, false,
                [&](scene::Scene& still) {
                    // Paper is white: the light ground, whatever the screen shows.
                    scene::Look look = still.look();
                    look.dark = false;
                    look.gradient = false;
                    look.caption = true;
                    still.set_look(look);
                    still.set_canvas(report_picture.width(), report_picture.height(), report_text);
                    if (from_above) still.set_view(scene::StandardView::top, aspect(report_picture));
                },
                part, report_text);
            if (!drawn) return std::unexpected(drawn.error());
            pictures.push_back({viewport::image_of(*drawn), words(caption)});
            return {};
        };
        // Views that are marked for it, each with its own price and filter.
        const auto add_kept = [&](base::Progress part) -> base::Expected<void> {
            const auto chosen = scene::chosen_views(copy.views, {});
            if (!chosen) return std::unexpected(chosen.error());
            for (std::size_t n = 0; n < chosen->size(); ++n) {
                const auto wanted = scene::paper_request(copy, (*chosen)[n], request.language);
                if (!wanted) return std::unexpected(wanted.error());
                const double of = static_cast<double>(chosen->size());
                base::Progress one = part.part(static_cast<double>(n) / of, static_cast<double>(n + 1) / of);
                auto drawn = view_.apart([&] { return scene::render_picture(copy, *wanted, one); });
                if (!drawn) return std::unexpected(drawn.error());
                pictures.push_back({viewport::image_of(*drawn), QString::fromStdString(drawn->words)});
            }
            return {};
        };
        if (auto cut = add_section(progress.part(0, 0.3)); !cut) return cut;
        if (auto now = add("ui.pdf.picture_now", false, progress.part(0.3, 0.5)); !now) return now;
        if (auto top = add("ui.pdf.picture_top", true, progress.part(0.5, 0.7)); !top) return top;
        return add_kept(progress.part(0.7, 1));
    };
    const auto write = [&](base::Progress& progress) -> base::Expected<void> {
        std::vector<sections::Drawing> sheets;
        if (with_sheets) {
            report::SectionRequest wanted{copy.recipe.section, request.language, std::nullopt};
            if (copy.current("evaluate")) wanted.price = request.price;
            auto drawn = report::section_sheets(copy, wanted, progress.part(0, 0.3));
            if (!drawn) return std::unexpected(drawn.error());
            sheets = std::move(*drawn);
        }
        base::Progress rest = progress.part(with_sheets ? 0.3 : 0, 1);
        return output::write_pdf_report(copy, request, pictures, file.toStdString(), rest, older, sheets);
    };
    const bool drawable = copy.results.model() || copy.results.drilling.traces;
    return run_job(write, drawable ? ui::Job::Work(draw) : ui::Job::Work());
}

void ExportActions::export_workbook(report::OlderResults older) {
    const QString file = ask_file("xlsx", "xlsx");
    if (may_write(file, project::Content::xlsx)) tell(write_workbook(file, older), file);
}

base::Expected<void> ExportActions::write_workbook(const QString& file, report::OlderResults older) {
    const project::Project copy = document_.project();
    const report::ReportRequest request{ui::language(), document_.price().value(), document_.path().toStdString()};
    const std::string title = document_.name().toStdString();
    return run_job(
        [&](base::Progress& progress) -> base::Expected<void> {
            const auto tables = report::report_tables(copy, request, progress.part(0, 0.5));
            if (!tables) return std::unexpected(tables.error());
            const base::Progress writing = progress.part(0.5, 1);
            return report::write_xlsx(*tables, title, file.toStdString(), request.language, older, &writing);
        },
        nullptr);
}

void ExportActions::export_csv(report::OlderResults older) {
    const QString folder = QFileDialog::getExistingDirectory(shell_.widget(), words("ui.export.csv"),
                                                             ui::last_folder(document_.path()));
    ui::remember_folder(folder);
    if (!folder.isEmpty()) tell(write_tables(folder, older), folder);
}

base::Expected<void> ExportActions::write_tables(const QString& folder, report::OlderResults older) {
    const project::Project copy = document_.project();
    const report::ReportRequest request{ui::language(), document_.price().value(), document_.path().toStdString()};
    const std::vector<std::string> inputs = project::input_files(copy, document_.path().toStdString());
    return run_job(
        [&](base::Progress& progress) -> base::Expected<void> {
            const auto tables = report::report_tables(copy, request, progress.part(0, 0.5));
            if (!tables) return std::unexpected(tables.error());
            if (auto fine = report::check_csv_tables(*tables, folder.toStdString(), inputs); !fine) return fine;
            const base::Progress writing = progress.part(0.5, 1);
            return report::write_csv_tables(*tables, folder.toStdString(), older, &writing);
        },
        nullptr);
}

void ExportActions::export_rows(const panels::ListedRows& rows) {
    with_leave([&](report::OlderResults) {
        const QString file = ask_file("rows", "csv");
        if (may_write(file, project::Content::table)) tell(write_rows(file, rows), file);
    });
}

base::Expected<void> ExportActions::write_rows(const QString& file, const panels::ListedRows& rows) {
    if (auto fine = check(file, project::Content::table); !fine) return fine;
    return run_job([&](base::Progress& progress) { return panels::write_rows(rows, file.toStdString(), progress); }, {});
}

void ExportActions::export_blocks() {
    const QStringList filters = block_filters();
    const auto [file, chosen] = shell::ask_save_file(shell_.widget(), {.title = words("ui.export.blocks"),
                                                                       .name = document_.name(),
                                                                       .suffix = block_kinds.front().suffix,
                                                                       .filters = filters,
                                                                       .beside = document_.path(),
                                                                       .only = false});
    if (file.isEmpty()) return;
    const BlockKind& kind = block_kinds.at(static_cast<std::size_t>(chosen));
    // Who types another ending than that of the kind means the ending.
    const bool as_chosen = QFileInfo(file).suffix() == kind.suffix;
    tell(write_blocks(file, as_chosen ? kind.dialect : BlockDialect::own), file);
}

base::Expected<void> ExportActions::write_blocks(const QString& file, io::BlockDialect dialect) {
    if (auto known = io::check_block_extension(file.toStdString()); !known) return known;
    const project::Content content = project::block_content(file.toStdString());
    if (auto fine = check(file, content); !fine) return fine;
    const auto model = document_.project().results.model();
    const auto of_beside = io::has_block_sidecar(file.toStdString()) ? project::Content::block_sidecar : content;
    for (const std::string& beside : io::files_beside(*model, file.toStdString()))
        if (auto fine = check(QString::fromStdString(beside), of_beside); !fine) return fine;
    return run_job(
        [&](base::Progress& progress) { return io::write_blocks(*model, file.toStdString(), progress, dialect); },
        nullptr);
}

void ExportActions::export_surface(report::OlderResults older) {
    output::SurfaceDialog dialog(document_, shell_.widget());
    if (dialog.exec() != QDialog::Accepted) return;
    const QString file = ask_file("surface", "stl");
    if (!file.isEmpty()) tell(write_surface(file, dialog.request(), older), file);
}

base::Expected<void> ExportActions::write_surface(const QString& file, const project::ShellRequest& request,
                                                  report::OlderResults older) {
    if (auto known = io::check_surface_extension(file.toStdString()); !known) return known;
    if (auto fine = check(file, project::surface_content(file.toStdString())); !fine) return fine;
    const project::Project copy = document_.project();
    if (older == report::OlderResults::refuse)
        if (auto fine = project::check_no_older_blocks(copy); !fine) return fine;
    return run_job(
        [&](base::Progress& progress) -> base::Expected<void> {
            const auto shell = project::block_shell(copy, request, progress.part(0, 0.5));
            if (!shell) return std::unexpected(shell.error());
            return io::write_surface(shell->surface, file.toStdString(), shell->notes, progress.part(0.5, 1));
        },
        nullptr);
}

void ExportActions::export_picture() {
    output::ScreenshotDialog dialog(view_.size() * view_.devicePixelRatioF(), shell_.widget());
    if (dialog.exec() != QDialog::Accepted) return;
    const QString file = ask_file(words("ui.shot.title"), words("ui.shot.filter"), "png");
    if (may_write(file, project::Content::png)) tell(write_picture(file, dialog.choice()), file);
}

void ExportActions::export_sweep() {
    const auto [low, high] = document_.price().range();
    output::SweepDialog dialog(low, high, QString::fromStdString(document_.price().unit()), shell_.widget());
    if (dialog.exec() != QDialog::Accepted) return;
    const output::SweepChoice choice = dialog.choice();
    const QString title = words("ui.sweep.title");
    const QString to =
        choice.suffix.isEmpty()
            ? QFileDialog::getExistingDirectory(shell_.widget(), title,
                                                ui::last_folder(document_.path()))
            : ask_file(title, choice.suffix.toUpper() + " (*." + choice.suffix + ")", choice.suffix.toUtf8().constData());
    if (to.isEmpty()) return;
    if (choice.suffix.isEmpty()) {
        if (auto fine = project::check_folder(to.toStdString()); !fine) return shell_.show_error(fine.error());
        for (int n = 1; n <= choice.sweep.frames; ++n)
            if (!may_write(to + "/" + QString::fromStdString(scene::frame_name(n)), project::Content::png)) return;
    } else if (!may_write(to, project::Content::movie)) {
        return;
    }
    tell(write_sweep(to, choice), to);
}

base::Expected<void> ExportActions::write_sweep(const QString& to, const output::SweepChoice& choice) {
    QTemporaryDir frames;
    const bool film = !choice.suffix.isEmpty();
    const QString folder = film ? frames.path() : to;
    const auto draw = [&](base::Progress& progress) -> base::Expected<void> {
        scene::Scene copy;
        copy.copy_from(view_.scene());
        scene::Look look = copy.look();
        look.caption = true;
        copy.set_look(look);
        base::Expected<void> drawn;
        (void)view_.apart([&]() -> base::Expected<scene::Picture> {
            drawn = scene::render_sweep(
                copy, choice.sweep, choice.size.width(), choice.size.height(), 0,
                [&](const std::string& name) { return folder.toStdString() + "/" + name; }, progress);
            return scene::Picture{};
        });
        return drawn;
    };
    return run_job(
        [&](base::Progress& progress) {
            return film ? output::write_movie(folder, to, choice.frames_per_second, progress) : base::Expected<void>();
        },
        draw);
}

base::Expected<void> ExportActions::write_picture(const QString& file,
                                                  const output::ScreenshotChoice& choice) {
    scene::Picture picture;
    const auto draw = [&](base::Progress& progress) -> base::Expected<void> {
        auto drawn = view_.still(
            choice.size, choice.transparent,
            [&](scene::Scene& still) {
                scene::Look look = still.look();
                look.legend = choice.legend;
                look.caption = choice.caption;
                still.set_look(look);
            },
            progress);
        if (!drawn) return std::unexpected(drawn.error());
        picture = std::move(*drawn);
        return {};
    };
    return run_job(
        [&](base::Progress& progress) { return scene::write_png(picture, file.toStdString(), progress); },
        draw);
}

}  // namespace orelens::actions
