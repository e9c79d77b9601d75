#include "ui/shell/KeptViews.h"

#include <QBuffer>
#include <QImage>

#include "ui/Document.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/scene/ViewJson.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {
namespace {

constexpr QSize thumbnail(240, 150);

}  // namespace

KeptViews::KeptViews(ui::Document& document, ui::ViewState& state, viewport::VtkView& view)
    : document_(document), state_(state), view_(view) {
    connect(&document_, &ui::Document::replaced, this, [this] { set_current(-1); });
    connect(&document_.edits(), &ui::Edits::viewsChanged, this, [this] {
        if (current_ >= count()) set_current(-1);
    });
}

int KeptViews::count() const {
    return static_cast<int>(document_.project().views.size());
}

void KeptViews::set_current(int at) {
    if (at == current_) return;
    current_ = at;
    Q_EMIT currentChanged();
}

std::string KeptViews::look_now() const {
    scene::KeptView kept;
    kept.look = state_.look();
    kept.look.caption = false;
    kept.look.dark = false;
    kept.look.language = base::Language::english;
    kept.look.title.clear();
    kept.camera = view_.scene().camera();
    kept.commodity = document_.price().commodity();
    if (!kept.commodity.empty()) kept.price = document_.price().value();
    kept.filter = document_.filter().rows();
    return scene::view_to_json(kept);
}

std::string KeptViews::picture_now() const {
    // Small pictures of large ones: what frames the view would not be read in one of their own size.
    const QImage picture = view_.screenshot(2 * thumbnail, false, false);
    if (picture.isNull()) return {};
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.scaled(thumbnail, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation).save(&buffer, "PNG");
    return bytes.toStdString();
}

void KeptViews::keep(const QString& name) {
    auto views = document_.project().views;
    const std::string wanted =
        name.trimmed().isEmpty() ? ui::words("ui.views.unnamed").toStdString() : name.trimmed().toStdString();
    views.push_back({project::free_view_name(views, wanted), look_now(), picture_now()});
    document_.edits().change_views(ui::words("ui.views.edit_keep"), std::move(views));
    set_current(count() - 1);
}

void KeptViews::replace(int at) {
    if (at < 0 || at >= count()) return;
    auto views = document_.project().views;
    project::SavedView& kept = views[static_cast<std::size_t>(at)];
    const bool printed = in_report(at);
    kept.look = look_now();
    kept.png = picture_now();
    if (auto read = scene::view_from_json(kept.look); read && printed) {
        read->in_report = true;
        kept.look = scene::view_to_json(*read);
    }
    document_.edits().change_views(ui::words("ui.views.edit_replace"), std::move(views));
    set_current(at);
}

bool KeptViews::in_report(int at) const {
    if (at < 0 || at >= count()) return false;
    const auto kept = scene::view_from_json(document_.project().views[static_cast<std::size_t>(at)].look);
    return kept && kept->in_report;
}

void KeptViews::set_in_report(int at, bool print) {
    if (at < 0 || at >= count()) return;
    auto views = document_.project().views;
    project::SavedView& view = views[static_cast<std::size_t>(at)];
    auto kept = scene::view_from_json(view.look);
    if (!kept || kept->in_report == print) return;
    kept->in_report = print;
    view.look = scene::view_to_json(*kept);
    document_.edits().change_views(ui::words("ui.views.edit_report"), std::move(views));
}

void KeptViews::rename(int at, const QString& name) {
    if (at < 0 || at >= count() || name.trimmed().isEmpty()) return;
    auto views = document_.project().views;
    std::string& now = views[static_cast<std::size_t>(at)].name;
    const std::string wanted = name.trimmed().toStdString();
    if (wanted == now) return;
    now.clear();  // its own name is not taken
    now = project::free_view_name(views, wanted);
    document_.edits().change_views(ui::words("ui.views.edit_rename"), std::move(views));
}

void KeptViews::remove(int at) {
    if (at < 0 || at >= count()) return;
    auto views = document_.project().views;
    views.erase(views.begin() + at);
    set_current(-1);
    document_.edits().change_views(ui::words("ui.views.edit_remove"), std::move(views));
}

void KeptViews::move(int from, int to) {
    if (from < 0 || from >= count() || to < 0 || to >= count() || from == to) return;
    auto views = document_.project().views;
    project::SavedView moved = std::move(views[static_cast<std::size_t>(from)]);
    views.erase(views.begin() + from);
    views.insert(views.begin() + to, std::move(moved));
    document_.edits().change_views(ui::words("ui.views.edit_move"), std::move(views));
    set_current(to);
}

base::Expected<void> KeptViews::show(int at) {
    if (at < 0 || at >= count()) return {};
    const auto kept = scene::view_from_json(document_.project().views[static_cast<std::size_t>(at)].look);
    if (!kept) return std::unexpected(kept.error());
    document_.filter().set_rows(kept->filter);
    // Of another commodity a price says nothing here.
    if (kept->price && kept->commodity == document_.price().commodity()) document_.price().set(*kept->price, false);
    state_.put(kept->look);
    view_.fly_to(kept->camera);
    set_current(at);
    return {};
}

base::Expected<void> KeptViews::step(int way) {
    if (count() == 0) return {};
    const int from = current_ < 0 ? (way > 0 ? -1 : count()) : current_;
    return show((from + way + count()) % count());
}

}  // namespace orelens::shell
