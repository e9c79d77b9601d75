#include "app/cli/Pictures.h"

#ifdef ORELENS_WITH_DESKTOP
#include <fmt/format.h>

#include <QGuiApplication>
#include <array>
#include <clocale>

#include "app/cli/Interrupt.h"
#include "app/cli/OwnDisplay.h"
#include "core/base/Printable.h"
#include "ui/output/PdfReport.h"
#include "ui/scene/Render.h"
#endif

namespace orelens::cli {

#ifdef ORELENS_WITH_DESKTOP

base::Expected<Drawn> draw_pictures(const Common& common, const project::Project& project,
                                    const std::string& name, Output& output, base::Progress& progress) {
    using scene::StandardView;
    Drawn drawn;
    const auto display = ensure_display();
    if (!display) {
        // A machine without any X server still gets its numbers: the note says what is missing.
        drawn.note = base::describe(display.error(), common.language);
        return drawn;
    }
    const std::array views{StandardView::iso, StandardView::top, StandardView::south};
    for (const StandardView view : views) {
        scene::RenderRequest request;
        request.view = view;
        request.width = 1920;
        request.height = 1200;
        request.look.language = common.language;
        request.look.title = project.recipe.general.name;
        const std::string id = scene::view_ids[static_cast<std::size_t>(view)];
        const std::string file = output.place(name + "-" + id + ".png");
        const double n = static_cast<double>(drawn.files.size());
        base::Progress one = progress.part(n / views.size(), (n + 1) / views.size());
        if (auto made = scene::render_png(project, request, file, one); !made)
            return std::unexpected(made.error());
        if (auto go_on = unless_interrupted(); !go_on) return std::unexpected(go_on.error());
        drawn.files.push_back(file);
        drawn.captions.push_back(words(common, "cli.view." + id));
    }
    if (!display->empty())
        drawn.note = words(common, base::Message("cli.own_display", {{"display", *display}}));
    return drawn;
}

/// Qt remarks on the environment of a server (no runtime folder, no theme) are nothing the user can use.
void only_grave(QtMsgType type, const QMessageLogContext& /*place*/, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        note(fmt::format("{}\n", base::printable_lines(text.toStdString())));
}

base::Expected<void> write_pdf(const Common& common, const project::Project& project, const Drawn& drawn,
                               const std::string& path, base::Progress& progress) {
    qInstallMessageHandler(only_grave);
    // Fonts and painting need Qt's application object, though no screen.
    static int argument_count = 1;
    static char program[] = "orelens-cli";
    static char* arguments[] = {program, nullptr};
    ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
    const QGuiApplication application(argument_count, arguments);
    std::setlocale(LC_NUMERIC, "C");
    std::vector<output::PdfPicture> pictures;
    for (std::size_t n = 0; n < drawn.files.size(); ++n)
        pictures.push_back(
            {QImage(QString::fromStdString(drawn.files[n])), QString::fromStdString(drawn.captions[n])});
    return output::write_pdf_report(project, {common.language}, pictures, path, progress);
}

#else

base::Expected<Drawn> draw_pictures(const Common& common, const project::Project& /*project*/,
                                    const std::string& /*name*/, Output& /*output*/,
                                    base::Progress& /*progress*/) {
    return Drawn{{}, {}, words(common, "cli.no_pictures_built")};
}

base::Expected<void> write_pdf(const Common& /*common*/, const project::Project& /*project*/,
                               const Drawn& /*drawn*/, const std::string& /*path*/,
                               base::Progress& /*progress*/) {
    return {};
}

#endif

}  // namespace orelens::cli
