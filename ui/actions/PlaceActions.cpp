#include "ui/actions/PlaceActions.h"

#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMenu>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/project/Pipeline.h"
#include "core/shapes/PointMeasure.h"
#include "ui/ColumnWords.h"
#include "ui/Document.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/FilterPanel.h"
#include "ui/shell/Shell.h"
#include "ui/shell/ViewFeed.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

std::string number(double value, int digits) {
    return ui::plain_number(value, digits).toStdString();
}

QString coordinates(const scene::Vec3& at) {
    return QString("%1 %2 %3").arg(at[0], 0, 'f', 2).arg(at[1], 0, 'f', 2).arg(at[2], 0, 'f', 2);
}

}  // namespace

std::vector<std::string> measured_words(const std::vector<scene::Vec3>& points) {
    const auto told = shapes::measure(points);
    if (!told) return {};
    std::vector<std::string> lines;
    const auto add = [&](const char* key, ui::Args args) { lines.push_back(ui::words(key, std::move(args)).toStdString()); };
    add("ui.measure.length", {{"length", number(told->line.length_m, 2)},
                              {"flat", number(told->line.horizontal_m, 2)},
                              {"rise", number(told->line.rise_m, 2)}});
    add("ui.measure.direction",
        {{"bearing", number(told->line.bearing_deg, 1)}, {"plunge", number(told->line.plunge_deg, 1)}});
    if (told->plan_area_m2)
        add("ui.measure.path", {{"path", number(told->path_m, 1)}, {"area", number(*told->plan_area_m2, 0)}});
    // As flat as it can be told: a millimetre, or a ten-thousandth of the outline.
    if (told->area_m2) {
        const double flat = std::max(0.001, 1e-4 * std::sqrt(*told->area_m2));
        const bool bent = told->off_plane_m && *told->off_plane_m > flat;
        if (bent)
            add("ui.measure.bent_area",
                {{"area", number(*told->area_m2, 0)}, {"off", number(*told->off_plane_m, 2)}});
        else
            add("ui.measure.area", {{"area", number(*told->area_m2, 0)}});
    }
    if (told->plane)
        add("ui.measure.plane", {{"dip", number(told->plane->dip_deg, 1)},
                                 {"direction", number(told->plane->dip_direction_deg, 1)}});
    if (told->thickness_m) add("ui.measure.thickness", {{"thickness", number(*told->thickness_m, 2)}});
    return lines;
}

PlaceActions::PlaceActions(commands::ActionSet& actions, ui::Document& document, ui::ViewState& state,
                           panels::FilterPanel& filter, viewport::VtkView& view, shell::ViewFeed& feed,
                           shell::Shell& shell)
    : actions_(actions), document_(document), state_(state), filter_(filter), view_(view), feed_(feed), shell_(shell) {
    actions_.on("view.measure", [this](bool on) {
        if (on) return start(false);
        view_.set_tool(viewport::VtkView::Tool::look);
    });
    actions_.on("view.go_to", [this] { ask_where(); });
    connect(&filter_, &panels::FilterPanel::polygonWanted, this, [this] { start(true); });
    connect(&view_, &viewport::VtkView::pointsChanged, this, [this] {
        if (!polygon_) view_.tell_points(measured_words(view_.points()));
    });
    connect(&view_, &viewport::VtkView::pointsEnded, this, &PlaceActions::ended);
    connect(&view_, &viewport::VtkView::menuWanted, this, &PlaceActions::ask_menu);
    connect(&document_, &ui::Document::replaced, this, [this] {
        view_.set_tool(viewport::VtkView::Tool::look);
        actions_.set_checked("view.measure", false);
    });
}

void PlaceActions::start(bool polygon) {
    polygon_ = polygon;
    view_.set_tool(viewport::VtkView::Tool::points, polygon);
    actions_.set_checked("view.measure", !polygon);
    view_.setFocus();
    shell_.say(ui::words("ui.measure.start"), 15000);
}

void PlaceActions::ended(bool taken) {
    if (polygon_) {
        std::vector<std::array<double, 2>> corners;
        for (const scene::Vec3& point : view_.points()) corners.push_back({point[0], point[1]});
        view_.set_tool(viewport::VtkView::Tool::look);
        if (taken && corners.size() >= 3) filter_.add_polygon(corners);
        return;
    }
    if (!taken) {
        view_.set_tool(viewport::VtkView::Tool::look);
        actions_.set_checked("view.measure", false);
    }
}

void PlaceActions::go_near(const scene::Vec3& place) {
    const auto extent = view_.scene().bulk();
    double across = 0;
    for (std::size_t a = 0; a < 3; ++a) across = std::max(across, extent[1][a] - extent[0][a]);
    scene::Vec3 low = place, high = place;
    for (std::size_t a = 0; a < 3; ++a) {
        low[a] -= across / 10;
        high[a] += across / 10;
    }
    view_.fly_to(view_.scene().box_camera(low, high));
}

base::Expected<void> PlaceActions::go_to(const QString& where) {
    const QString what = where.trimmed();
    if (const auto& import = document_.project().results.drilling.import)
        for (const drilling::Collar& collar : import->holes.collars)
            if (QString::fromStdString(collar.hole).compare(what, Qt::CaseInsensitive) == 0) {
                feed_.show_hole(QString::fromStdString(collar.hole), std::nan(""), std::nan(""));
                return {};
            }
    const QStringList parts = what.split(QRegularExpression("[\\s;,]+"), Qt::SkipEmptyParts);
    scene::Vec3 place{};
    bool numbers = parts.size() == 2 || parts.size() == 3;
    for (qsizetype n = 0; numbers && n < parts.size(); ++n) place[static_cast<std::size_t>(n)] = parts[n].toDouble(&numbers);
    if (!numbers)
        return base::fail(base::ErrorKind::usage, base::Message("ui.go_to.unknown", {{"what", what.toStdString()}}));
    const auto extent = view_.scene().extent();
    if (parts.size() == 2) place[2] = (extent[0][2] + extent[1][2]) / 2;
    for (std::size_t a = 0; a < 3; ++a) {
        const double wide = std::max(extent[1][a] - extent[0][a], 1.0);
        if (place[a] < extent[0][a] - wide || place[a] > extent[1][a] + wide)
            return base::fail(base::ErrorKind::usage,
                              base::Message("ui.go_to.beyond", {{"x", number(place[0], 1)},
                                                                {"y", number(place[1], 1)},
                                                                {"z", number(place[2], 1)}}));
    }
    go_near(place);
    return {};
}

void PlaceActions::ask_where() {
    bool taken = false;
    const QString where = QInputDialog::getText(shell_.widget(), ui::plain_words("ui.go_to"),
                                                ui::words("ui.go_to.what"), QLineEdit::Normal, {}, &taken);
    if (!taken || where.trimmed().isEmpty()) return;
    if (auto gone = go_to(where); !gone) shell_.show_error(gone.error());
}

void PlaceActions::add_block_choices(QMenu& menu, const scene::PickResult& under) {
    const auto& model = view_.scene().data().model;
    const scene::Look& look = state_.look();
    if (model == nullptr || look.colour_by != scene::ColourBy::column) return;
    const blocks::ColumnInfo* info = model->info(look.column);
    if (info == nullptr || info->type != blocks::ColumnType::real) return;
    const double value = model->value(look.column, under.block);
    if (!std::isfinite(value)) return;
    menu.addAction(ui::words("ui.place.filter", {{"column", ui::column_words(look.column).toStdString()},
                                                 {"value", ui::number_text(value).toStdString()}}),
                   this, [this, column = look.column, value] {
                       document_.filter().set_range(column, value, std::numeric_limits<double>::infinity(), false);
                   });
}

void PlaceActions::ask_menu(const scene::PickResult& under, const QPoint& at) {
    QMenu menu(&view_);
    if (!under.empty()) {
        const scene::Vec3 place = under.point;
        menu.addAction(ui::words("ui.place.near"), this, [this, place] { go_near(place); });
        menu.addAction(ui::words("ui.place.turn"), this, [this, place] { view_.scene().set_pivot(place); });
        menu.addAction(ui::words("ui.place.section"), this, [this, place] {
            scene::Look look = state_.look();
            look.section.on = true;
            look.section.point = place;
            state_.put(look);
        });
        menu.addAction(ui::words("ui.place.quarter"), this, [this, place] {
            state_.change([&](scene::Look& look) {
                look.quarter.on = true;
                look.quarter.point = place;
            });
        });
        if (under.block_hit) add_block_choices(menu, under);
        if (under.hole >= 0 && document_.project().results.drilling.import) {
            const auto& collars = document_.project().results.drilling.import->holes.collars;
            if (static_cast<std::size_t>(under.hole) < collars.size()) {
                const QString hole = QString::fromStdString(collars[static_cast<std::size_t>(under.hole)].hole);
                menu.addAction(ui::words("ui.place.hole", {{"hole", hole.toStdString()}}), this,
                               [this, hole] { feed_.show_hole(hole, std::nan(""), std::nan("")); });
            }
        }
        menu.addAction(ui::words("ui.place.copy"), this,
                       [place] { QApplication::clipboard()->setText(coordinates(place)); });
        menu.addSeparator();
    }
    for (const char* id : {"view.deposit", "view.go_to", "view.measure", "views.keep"})
        menu.addAction(actions_.action(id));
    menu.exec(at);
}

}  // namespace orelens::actions
