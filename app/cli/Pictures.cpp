#include "app/cli/Pictures.h"

#ifdef ORELENS_WITH_DESKTOP
#include "app/cli/Interrupt.h"
#include "app/cli/OwnDisplay.h"
#include "ui/scene/Render.h"
#endif

namespace orelens::cli {

#ifdef ORELENS_WITH_DESKTOP

base::Expected<std::string> write_pictures(const Common& common, const project::Project& project,
                                           const std::string& name, Output& output) {
    const auto display = ensure_display();
    // A run on a machine without any X server still has its numbers: the note says what is missing.
    if (!display) return base::describe(display.error(), common.language);
    for (const scene::StandardView view :
         {scene::StandardView::iso, scene::StandardView::top, scene::StandardView::south}) {
        scene::RenderRequest request;
        request.view = view;
        request.width = 1920;
        request.height = 1200;
        request.look.language = common.language;
        request.look.caption = true;
        request.look.title = project.recipe.general.name;
        const std::string file = name + "-" + scene::view_ids[static_cast<std::size_t>(view)] + ".png";
        if (auto drawn = scene::render_png(project, request, output.place(file)); !drawn)
            return std::unexpected(drawn.error());
        if (auto go_on = unless_interrupted(); !go_on) return std::unexpected(go_on.error());
    }
    if (display->empty()) return "";
    return words(common, base::Message("cli.own_display", {{"display", *display}}));
}

#else

base::Expected<std::string> write_pictures(const Common& common, const project::Project& /*project*/,
                                           const std::string& /*name*/, Output& /*output*/) {
    return words(common, "cli.no_pictures_built");
}

#endif

}  // namespace orelens::cli
