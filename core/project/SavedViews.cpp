#include "core/project/SavedViews.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/Base64.h"
#include "core/project/StorePack.h"

namespace orelens::project {
namespace {

using Json = nlohmann::json;
constexpr std::size_t most_views = 1000;

}  // namespace

std::string views_to_text(const std::vector<SavedView>& views) {
    if (views.empty()) return {};
    Json list = Json::array();
    for (const SavedView& view : views)
        list.push_back({{"name", view.name}, {"look", view.look}, {"picture", base::to_base64(view.png)}});
    const std::string body = list.dump(-1, ' ', false, Json::error_handler_t::replace);
    return store::digest_of(body).digest + " " + body;
}

base::Expected<std::vector<SavedView>> views_from_text(const std::string& text) {
    std::vector<SavedView> views;
    if (text.empty()) return views;
    const auto damaged = [] {
        return base::fail(base::ErrorKind::data, base::Message("project.damaged", {{"part", "views"}}));
    };
    const auto space = text.find(' ');
    if (space == std::string::npos) return damaged();
    const std::string body = text.substr(space + 1);
    if (store::digest_of(body).digest != text.substr(0, space)) return damaged();
    const Json list = Json::parse(body, nullptr, false);
    if (!list.is_array() || list.size() > most_views) return damaged();
    std::set<std::string> names;
    for (const Json& each : list) {
        if (!each.is_object()) return damaged();
        for (const char* key : {"name", "look", "picture"})
            if (!each.contains(key) || !each[key].is_string()) return damaged();
        auto png = base::from_base64(each["picture"].get_ref<const std::string&>());
        SavedView view{each["name"], each["look"], std::move(png).value_or("")};
        if (view.name.empty() || !names.insert(view.name).second) return damaged();
        views.push_back(std::move(view));
    }
    return views;
}

std::string free_view_name(const std::vector<SavedView>& views, const std::string& wanted) {
    std::string name = wanted;
    for (int n = 2; find_view(views, name) != nullptr; ++n) name = wanted + " " + std::to_string(n);
    return name;
}

const SavedView* find_view(const std::vector<SavedView>& views, const std::string& name) {
    const auto found = std::ranges::find(views, name, &SavedView::name);
    return found == views.end() ? nullptr : &*found;
}

}  // namespace orelens::project
