#include "ui/shell/ViewHandles.h"

#include <algorithm>
#include <cmath>

#include "core/base/Vectors.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/VariogramPanel.h"
#include "ui/viewport/VtkView.h"

namespace orelens::shell {
namespace {

using scene::Vec3;

constexpr const char* section_id = "section";
constexpr const char* clip_id = "clip.";
constexpr const char* filter_id = "filter.";
constexpr const char* body_id = "variogram.";

std::string said(const char* key, double value, int digits = 0) {
    return ui::words(key, {{"value", ui::plain_number(value, digits).toStdString()}}).toStdString();
}

/// Degrees from 0 to 360.
double around(double degrees) {
    const double turned = std::fmod(std::round(degrees), 360);
    return turned < 0 ? turned + 360 : turned;
}

/// Three digits: what a hand means.
double steady(double metres) {
    const double step = std::pow(10.0, std::floor(std::log10(std::max(metres, 1e-6))) - 2);
    return std::max(step, std::round(metres / step) * step);
}

double& range_of(geostat::Anisotropy& shape, std::size_t axis) {
    return axis == 0 ? shape.range_major_m : axis == 1 ? shape.range_semi_m : shape.range_minor_m;
}

}  // namespace

ViewHandles::ViewHandles(ui::Document& document, ui::ViewState& state, panels::VariogramPanel& variogram,
                         viewport::VtkView& view, commands::ActionSet& actions)
    : document_(document), state_(state), variogram_(variogram), view_(view), actions_(actions) {
    actions_.set_checked("view.handles", shown_);
    actions_.on("view.handles", [this](bool on) {
        shown_ = on;
        renew();
    });
    connect(&state_, &ui::ViewState::changed, this, &ViewHandles::renew);
    connect(&document_, &ui::Document::stateChanged, this, &ViewHandles::renew);
    connect(&document_.filter(), &ui::Filter::rowsChanged, this, &ViewHandles::renew);
    connect(&variogram_, &panels::VariogramPanel::bodyChanged, this, &ViewHandles::renew);
    connect(&view_, &viewport::VtkView::handleTaken, this, &ViewHandles::take);
    connect(&view_, &viewport::VtkView::handleMoved, this, &ViewHandles::move);
}

void ViewHandles::renew() {
    scene::HandleSet set;
    if (shown_ && document_.open())
        for (scene::HandleSet part : {section(), clip(), filter(), body()}) set.add(std::move(part));
    view_.set_handles(std::move(set));
}

scene::HandleSet ViewHandles::section() const {
    const scene::Section& now = state_.look().section;
    scene::HandleSet set = scene::section_handles(now, state_.low(), state_.high());
    for (scene::Handle& handle : set.handles)
        handle.words = handle.id == section_id          ? said("ui.handle.section", state_.section_metres(), 1)
                       : handle.id == "section.strike" ? said("ui.handle.strike", now.azimuth_deg)
                                                       : said("ui.handle.dip", now.dip_deg);
    return set;
}

scene::HandleSet ViewHandles::clip() const {
    const auto& model = view_.scene().data().model;
    const scene::ClipBox& now = state_.look().clip;
    if (!now.on || model == nullptr) return {};
    const blocks::GridGeometry& grid = model->geometry();
    Vec3 low{}, high{};
    for (std::size_t a = 0; a < 3; ++a) {
        const double length = grid.count[a] * grid.block_size[a];
        low[a] = now.low[a] * length;
        high[a] = now.high[a] * length;
    }
    scene::HandleSet set = scene::box_handles(clip_id, grid.origin, grid.axes(), low, high);
    for (std::size_t n = 0; n < set.handles.size(); ++n)
        set.handles[n].words = said("ui.handle.clip", 100 * (n % 2 == 0 ? now.low[n / 2] : now.high[n / 2]), 1);
    return set;
}

/// Of the first box that is on: more of them would be a thicket.
scene::HandleSet ViewHandles::filter() const {
    const auto& rows = document_.filter().rows();
    const auto box = std::ranges::find_if(rows, [](const blocks::FilterRow& row) { return row.on && row.kind == blocks::FilterRow::Kind::box; });
    if (box == rows.end()) return {};
    scene::HandleSet set = scene::box_handles(filter_id, {0, 0, 0}, {Vec3{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, box->box_low, box->box_high);
    constexpr std::array keys{"ui.handle.x", "ui.handle.y", "ui.handle.z"};
    for (std::size_t n = 0; n < set.handles.size(); ++n)
        set.handles[n].words = said(keys[n / 2], n % 2 == 0 ? box->box_low[n / 2] : box->box_high[n / 2]);
    return set;
}

scene::HandleSet ViewHandles::body() const {
    const auto shape = variogram_.body();
    if (!shape) return {};
    scene::Ellipsoid drawn;
    for (std::size_t a = 0; a < 3; ++a) drawn.centre[a] = (state_.low()[a] + state_.high()[a]) / 2;
    const auto frame = geostat::isotropic_frame(*shape);
    for (std::size_t a = 0; a < 3; ++a) {
        drawn.half[a] = 1 / base::length(frame[a]);
        drawn.axis[a] = base::scaled(frame[a], drawn.half[a]);
    }
    // Ranges that are the same number are the same length.
    drawn.half = {shape->range_major_m, shape->range_semi_m, shape->range_minor_m};
    scene::HandleSet set = scene::ellipsoid_handles(body_id, drawn);
    constexpr std::array keys{"ui.handle.major", "ui.handle.semi", "ui.handle.minor"};
    // Of a ball no axis is the longest, and its number stands once.
    const bool ball = drawn.half[0] == drawn.half[1] && drawn.half[1] == drawn.half[2];
    for (std::size_t n = 0; n < set.handles.size(); ++n) {
        scene::Handle& handle = set.handles[n];
        if (n < 3) handle.words = said(ball ? "ui.handle.range" : keys[n], drawn.half[n]);
        if (n < 3 && (!ball || n == 0)) handle.tag = handle.words;
        if (handle.id.ends_with("azimuth")) handle.words = said("ui.handle.azimuth", shape->azimuth_deg);
        if (handle.id.ends_with("dip")) handle.words = said("ui.handle.body_dip", shape->dip_deg);
        if (handle.id.ends_with("plunge")) handle.words = said("ui.handle.plunge", shape->plunge_deg);
    }
    return set;
}

void ViewHandles::take(const QString& id) {
    section_ = state_.look().section;
    for (const scene::Handle& handle : view_.scene().handles().handles)
        if (id == "section.strike" || id == "section.dip")
            if (handle.id == section_id) section_.point = handle.at;  // it turns about the middle of what is seen of it
    clip_ = state_.look().clip;
    const auto& rows = document_.filter().rows();
    const auto box = std::ranges::find_if(rows, [](const blocks::FilterRow& row) { return row.on && row.kind == blocks::FilterRow::Kind::box; });
    if (box != rows.end()) {
        row_ = static_cast<std::size_t>(box - rows.begin());
        filter_ = *box;
    }
    if (const auto shape = variogram_.body()) body_ = *shape;
}

void ViewHandles::move(const QString& id, double by, bool dragging) {
    const std::string name = id.toStdString();
    if (name.starts_with(section_id)) return move_section(name, by);
    if (name.starts_with(body_id)) return move_body(name.substr(std::string(body_id).size()), by, dragging);
    const auto face = static_cast<std::size_t>(name.back() - '0');
    if (name.starts_with(filter_id)) return move_filter(face, by, dragging);
    const auto& model = view_.scene().data().model;
    if (!name.starts_with(clip_id) || model == nullptr || face > 5) return;
    const double length = model->geometry().count[face / 2] * model->geometry().block_size[face / 2];
    state_.set_clip(face, (face % 2 == 0 ? clip_.low[face / 2] : clip_.high[face / 2]) + by / length);
}

void ViewHandles::move_section(const std::string& part, double by) {
    if (part == section_id) {
        const Vec3 normal = scene::section_normal(section_);
        Vec3 middle{};
        for (std::size_t a = 0; a < 3; ++a) middle[a] = section_.point[a] - (state_.low()[a] + state_.high()[a]) / 2;
        return state_.set_section_metres(std::round(10 * (base::dot(normal, middle) + by)) / 10);
    }
    const bool strike = part == "section.strike";
    // Seen from above a turn to the left is against the compass.
    state_.turn_section(section_.point, strike ? around(section_.azimuth_deg - by) : section_.azimuth_deg,
                        strike ? section_.dip_deg : std::round(section_.dip_deg + by));
}

void ViewHandles::move_filter(std::size_t face, double by, bool dragging) {
    const auto& rows = document_.filter().rows();
    if (face > 5 || row_ >= rows.size() || rows[row_].kind != blocks::FilterRow::Kind::box) return;
    blocks::FilterRow row = filter_;
    const std::size_t axis = face / 2;
    double& end = face % 2 == 0 ? row.box_low[axis] : row.box_high[axis];
    end = std::round(end + by);
    // The faces push each other, as those of the clipping box do.
    if (row.box_low[axis] > row.box_high[axis]) (face % 2 == 0 ? row.box_high : row.box_low)[axis] = end;
    document_.filter().set_row(row_, row, dragging);
}

void ViewHandles::move_body(const std::string& part, double by, bool dragging) {
    geostat::Anisotropy shape = body_;
    if (part.starts_with("range.")) {
        const auto axis = static_cast<std::size_t>(part.back() - '0');
        if (axis > 2) return;
        range_of(shape, axis) = steady(range_of(shape, axis) + by);
    } else if (part == "azimuth") {
        shape.azimuth_deg = around(shape.azimuth_deg - by);
    } else if (part == "dip") {
        shape.dip_deg = std::clamp(std::round(shape.dip_deg + by), -90.0, 90.0);
    } else {
        shape.plunge_deg = around(shape.plunge_deg + by);
        if (shape.plunge_deg > 180) shape.plunge_deg -= 360;
    }
    if (shape == body_ && !dragging) return renew();  // let go where it was taken: no step
    variogram_.shape(shape, dragging);
}

}  // namespace orelens::shell
