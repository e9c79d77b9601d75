#include "app/cli/Pictures.h"

#ifdef ORELENS_WITH_DESKTOP
#include <array>

#include "app/cli/Interrupt.h"
#include "app/cli/OffscreenQt.h"
#include "app/cli/OwnDisplay.h"
#include "core/report/SectionSheets.h"
#include "ui/output/PdfReport.h"
#include "ui/scene/KeptPicture.h"
#include "ui/scene/PaperSection.h"
#include "ui/scene/Render.h"
#endif

namespace orelens::cli {

#ifdef ORELENS_WITH_DESKTOP

namespace {

/// Letters of the views are read on paper and on screens, where two legends must stand one above the other.
constexpr double paper_text = 2.2;

base::Expected<void> draw_section(const Common& common, const project::Project& project, const std::string& file,
                                  Drawn& drawn, base::Progress& progress) {
    scene::RenderRequest request;
    request.section = true;
    request.width = scene::section_width;
    request.height = scene::section_height;
    request.pixel_ratio = scene::paper_ratio(request.width, scene::least_points, scene::most_shrunk);
    request.look.language = common.language;
    base::Progress drawing = progress.part(0, 0.7), packing = progress.part(0.7, 1);
    auto picture = scene::render_picture(project, request, drawing);
    if (!picture) return std::unexpected(picture.error());
    if (auto written = scene::write_png(*picture, file, packing); !written) return written;
    drawn.section = file;
    drawn.section_caption = picture->words;
    return unless_interrupted();
}

base::Expected<void> draw_kept(const Common& common, const project::Project& project, const std::string& name,
                               const std::string& kept_views, Output& output, Drawn& drawn, base::Progress& progress) {
    const auto views = scene::chosen_views(project.views, kept_views);
    if (!views) return std::unexpected(views.error());
    for (std::size_t n = 0; n < views->size(); ++n) {
        const auto request = scene::paper_request(project, (*views)[n], common.language);
        if (!request) return std::unexpected(request.error());
        const double of = static_cast<double>(views->size());
        base::Progress one = progress.part(static_cast<double>(n) / of, static_cast<double>(n + 1) / of);
        base::Progress drawing = one.part(0, 0.7), packing = one.part(0.7, 1);
        auto picture = scene::render_picture(project, *request, drawing);
        if (!picture) return std::unexpected(picture.error());
        const std::string file = output.place(fmt::format("{}-view-{}.png", name, n + 1));
        if (auto written = scene::write_png(*picture, file, packing); !written) return written;
        drawn.kept.push_back({file, picture->words});
        if (auto go_on = unless_interrupted(); !go_on) return go_on;
    }
    return {};
}

}  // namespace

base::Expected<void> check_views(const project::Project& project, const std::string& kept_views) {
    if (auto views = scene::chosen_views(project.views, kept_views); !views) return std::unexpected(views.error());
    return {};
}

base::Expected<Drawn> draw_pictures(const Common& common, const project::Project& project,
                                    const std::string& name, const std::string& kept_views, Output& output,
                                    base::Progress& progress) {
    using scene::StandardView;
    Drawn drawn;
    const auto display = ensure_display();
    if (!display) {
        // A machine without any X server still gets its numbers: the note says what is missing.
        drawn.note = base::describe(display.error(), common.language);
        return drawn;
    }
    const std::array views{StandardView::iso, StandardView::top, StandardView::south};
    base::Progress cut = progress.part(0, 0.2), whole = progress.part(0.2, 0.7), last = progress.part(0.7, 1);
    if (auto made = draw_section(common, project, output.place(name + "-section.png"), drawn, cut); !made)
        return std::unexpected(made.error());
    for (const StandardView view : views) {
        scene::RenderRequest request;
        request.view = view;
        request.width = 1920;
        request.height = 1200;
        request.pixel_ratio = paper_text;
        request.look.language = common.language;
        request.look.title = project.recipe.general.name;
        const std::string id = scene::view_ids[static_cast<std::size_t>(view)];
        const std::string file = output.place(name + "-" + id + ".png");
        const double n = static_cast<double>(drawn.files.size());
        base::Progress one = whole.part(n / views.size(), (n + 1) / views.size());
        if (auto made = scene::render_png(project, request, file, one); !made)
            return std::unexpected(made.error());
        if (auto go_on = unless_interrupted(); !go_on) return std::unexpected(go_on.error());
        drawn.files.push_back(file);
        drawn.captions.push_back(words(common, "cli.view." + id));
    }
    if (auto made = draw_kept(common, project, name, kept_views, output, drawn, last); !made)
        return std::unexpected(made.error());
    if (!display->empty())
        drawn.note = words(common, base::Message("cli.own_display", {{"display", *display}}));
    return drawn;
}

base::Expected<void> write_pdf(const Common& common, const project::Project& project, const Drawn& drawn,
                               const std::string& path, const std::string& project_file, const std::string& sheets,
                               base::Progress& progress) {
    const OffscreenQt qt;
    std::vector<output::PdfPicture> pictures;
    if (!drawn.section.empty())
        pictures.push_back({QImage(QString::fromStdString(drawn.section)),
                            QString::fromStdString(drawn.section_caption), true});
    // Of the views the section stands for the one from the side.
    for (std::size_t n = 0; n + 1 < drawn.files.size(); ++n)
        pictures.push_back(
            {QImage(QString::fromStdString(drawn.files[n])), QString::fromStdString(drawn.captions[n])});
    for (const Drawn::Kept& view : drawn.kept)
        pictures.push_back({QImage(QString::fromStdString(view.file)), QString::fromStdString(view.caption)});
    report::ReportRequest request{common.language};
    request.project_file = project_file;
    std::vector<sections::Drawing> behind;
    if (sheets != "none") {
        auto made = report::section_sheets(project, {project.recipe.section, common.language, std::nullopt}, progress.part(0, 0.3));
        if (!made) return std::unexpected(made.error());
        behind = std::move(*made);
        if (sheets == "middle") behind = {behind[behind.size() / 2]};
    }
    base::Progress rest = progress.part(sheets == "none" ? 0 : 0.3, 1);
    return output::write_pdf_report(project, request, pictures, path, rest, report::OlderResults::refuse, behind);
}

#else

base::Expected<Drawn> draw_pictures(const Common& common, const project::Project& /*project*/,
                                    const std::string& /*name*/, const std::string& /*kept_views*/,
                                    Output& /*output*/, base::Progress& /*progress*/) {
    Drawn drawn;
    drawn.note = words(common, "cli.no_pictures_built");
    return drawn;
}

base::Expected<void> check_views(const project::Project& /*project*/, const std::string& /*kept_views*/) {
    return {};
}

base::Expected<void> write_pdf(const Common& /*common*/, const project::Project& /*project*/,
                               const Drawn& /*drawn*/, const std::string& /*path*/, const std::string& /*project_file*/,
                               const std::string& /*sheets*/, base::Progress& /*progress*/) {
    return {};
}

#endif

}  // namespace orelens::cli
