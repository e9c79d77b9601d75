#include "ui/scene/KeptPicture.h"

#include <algorithm>
#include <sstream>

#include "ui/scene/ViewJson.h"

namespace orelens::scene {

using project::SavedView;

base::Expected<std::vector<SavedView>> chosen_views(const std::vector<SavedView>& views, const std::string& choice) {
    std::vector<SavedView> chosen;
    if (choice == "all") return views;
    if (choice == "none") return chosen;
    if (choice.empty()) {
        for (const SavedView& view : views)
            if (const auto read = view_from_json(view.look); read && read->in_report) chosen.push_back(view);
        return chosen;
    }
    // A name may hold a comma itself.
    if (const SavedView* whole = project::find_view(views, choice)) return std::vector<SavedView>{*whole};
    std::vector<std::string> names;
    std::stringstream parts(choice);
    for (std::string name; std::getline(parts, name, ',');) {
        if (project::find_view(views, name) == nullptr) {
            std::string known;
            for (const SavedView& each : views) known += (known.empty() ? "" : ", ") + each.name;
            return base::fail(base::ErrorKind::usage,
                              base::Message("scene.no_kept_view", {{"view", name}, {"known", known.empty() ? "–" : known}}));
        }
        names.push_back(name);
    }
    for (const SavedView& view : views)
        if (std::ranges::find(names, view.name) != names.end()) chosen.push_back(view);
    return chosen;
}

base::Expected<RenderRequest> paper_request(const project::Project& project, const SavedView& view,
                                            base::Language language) {
    auto kept = view_from_json(view.look);
    if (!kept) return std::unexpected(kept.error());
    RenderRequest request;
    request.look = kept->look;
    request.look.dark = false;
    request.look.gradient = false;
    request.look.language = language;
    request.look.title = view.name;
    request.camera = kept->camera;
    request.filter = kept->filter;
    // Of another commodity a price says nothing here.
    if (kept->price && kept->commodity == project::price_deck(project.recipe).main_commodity)
        request.price = kept->price;
    request.width = 1920;
    request.height = 1200;
    constexpr double paper_text = 2.2;  // letters that are read on paper
    request.pixel_ratio = paper_text;
    return request;
}

}  // namespace orelens::scene
