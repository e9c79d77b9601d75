#include "ui/actions/SectionActions.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/AtomicFile.h"
#include "core/project/Target.h"
#include "core/report/SectionSheets.h"
#include "ui/Document.h"
#include "ui/Job.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/output/DrawingFiles.h"
#include "ui/output/SectionsDialog.h"
#include "ui/panels/StripLogView.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

using scene::Vec3;

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

bool is_dxf(const QString& file) { return QFileInfo(file).suffix().toLower() == "dxf"; }

}  // namespace

scene::CameraState camera_along(const scene::Section& section, const Vec3& low, const Vec3& high, double aspect) {
    constexpr double radians = std::numbers::pi / 180, air = 1.06;
    const double azimuth = section.azimuth_deg * radians, dip = section.dip_deg * radians;
    const Vec3 right{std::sin(azimuth), std::cos(azimuth), 0}, left{-std::cos(azimuth), std::sin(azimuth), 0};
    // He looks to the left of strike at an upright plane, and down at a level one.
    const Vec3 look{left[0] * std::sin(dip), left[1] * std::sin(dip), -std::cos(dip)};
    const Vec3 up{left[0] * std::cos(dip), left[1] * std::cos(dip), std::sin(dip)};
    double across = 0, along = 0, deep = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        const double half = (high[a] - low[a]) / 2;
        across += std::abs(right[a]) * half;
        along += std::abs(up[a]) * half;
        deep += std::abs(look[a]) * half;
    }
    const Vec3 middle{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2};
    const Vec3 to_plane{section.point[0] - middle[0], section.point[1] - middle[1], section.point[2] - middle[2]};
    const double shift = dot(to_plane, look), back = 4 * (deep + across + along);
    scene::CameraState camera;
    for (std::size_t a = 0; a < 3; ++a) {
        camera.focal_point[a] = middle[a] + shift * look[a];
        camera.position[a] = camera.focal_point[a] - back * look[a];
        camera.view_up[a] = up[a];
    }
    camera.parallel_scale = air * std::max({along, across / std::max(aspect, 0.1), 1.0});
    return camera;
}

SectionActions::SectionActions(commands::ActionSet& actions, ui::Document& document, ui::ViewState& state,
                               viewport::VtkView& view, shell::Shell& shell)
    : actions_(actions), document_(document), state_(state), view_(view), shell_(shell) {
    ask_sections = [this](const QStringList& names) -> std::optional<std::vector<std::size_t>> {
        output::SectionsDialog dialog(names, shell_.widget());
        if (dialog.exec() != QDialog::Accepted) return std::nullopt;
        return dialog.chosen();
    };
    actions_.on("view.along_section", [this] { look_along(); });
    actions_.on("export.sections", [this] { export_sheets(); });
    actions_.on("export.strip_log", [this] { export_strip_log(); });
    connect(&document_, &ui::Document::stateChanged, this, &SectionActions::refresh);
    connect(&document_.selection(), &ui::Selection::changed, this, &SectionActions::refresh);
    refresh();
}

void SectionActions::refresh() {
    const project::Results& results = document_.project().results;
    actions_.set_enabled({"export.sections"}, document_.open() && (results.model() || results.drilling.traces));
    actions_.set_enabled({"export.strip_log"}, document_.open() && results.drilling.import && !document_.selection().hole().empty());
}

void SectionActions::look_along() {
    const auto box = view_.scene().bulk();
    state_.change([](scene::Look& look) {
        look.section.on = true;
        look.orthographic = true;
    });
    const double aspect = static_cast<double>(std::max(1, view_.width())) / std::max(1, view_.height());
    view_.fly_to(camera_along(state_.look().section, box[0], box[1], aspect));
}

base::Expected<void> SectionActions::write_sheets(const QString& file, bool in_space, std::vector<std::size_t> only) {
    const project::Project copy = document_.project();
    report::SectionRequest request{copy.recipe.section, ui::language(), std::nullopt};
    if (copy.current("evaluate")) request.price = document_.price().value();
    request.only = std::move(only);
    const std::string path = file.toStdString();
    const auto write = [&](base::Progress& progress) -> base::Expected<void> {
        if (in_space) {
            const auto drawn = report::section_dxf_in_space(copy, request, progress.part(0, 0.9));
            return drawn ? base::write_text_file(path, *drawn) : std::unexpected(drawn.error());
        }
        const auto sheets = report::section_sheets(copy, request, progress.part(0, 0.6));
        if (!sheets) return std::unexpected(sheets.error());
        if (is_dxf(file)) return base::write_text_file(path, sections::dxf_text(*sheets));
        return output::write_drawings_pdf(*sheets, copy.recipe.general.name, path, progress.part(0.6, 1));
    };
    return ui::run_modal(shell_.widget(), "ui.export.busy", write);
}

base::Expected<void> SectionActions::write_strip_log(const QString& file) {
    constexpr std::size_t most_elements = 5;
    const auto parts = panels::strip_log_parts(document_.project(), static_cast<std::size_t>(document_.selection().pick().hole),
                                               most_elements, ui::language());
    if (!parts) return base::fail(base::ErrorKind::data, base::Message("ui.strip_log.no_depth"));
    constexpr sections::StripLogPage a4{190, 277, 8};
    return output::write_drawing(parts->draw(a4), file.toStdString());
}

SectionActions::Asked SectionActions::ask_file(const char* title, const QStringList& filters, const char* suffix, const QString& name) {
    const auto [file, chosen] = shell::ask_save_file(shell_.widget(), {.title = ui::words(title),
                                                                       .name = name,
                                                                       .suffix = suffix,
                                                                       .filters = filters,
                                                                       .beside = document_.path(),
                                                                       .only = false});
    return {file, static_cast<int>(chosen)};
}

void SectionActions::tell(const base::Expected<void>& done, const QString& file) {
    if (!done) return shell_.show_error(done.error());
    shell_.say(ui::words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

void SectionActions::export_sheets() {
    constexpr int space = 2;
    const auto placed = report::placed_sections(document_.project(), document_.project().recipe.section);
    if (!placed) return shell_.show_error(placed.error());
    std::vector<std::size_t> only;
    if (placed->size() > 1) {
        QStringList names;
        for (const sections::Section& section : *placed) names << QString::fromStdString(section.name);
        auto wanted = ask_sections(names);
        if (!wanted) return;
        if (wanted->size() < placed->size()) only = std::move(*wanted);
    }
    const auto [file, chosen] = ask_file("ui.export.sections",
                                         {"PDF (*.pdf)", ui::words("ui.export.sections_dxf"), ui::words("ui.export.sections_space")},
                                         "pdf", document_.name());
    if (file.isEmpty()) return;
    const auto fine = project::check_target(file.toStdString(), is_dxf(file) ? project::Content::surface : project::Content::pdf,
                                            project::input_files(document_.project(), document_.path().toStdString()));
    tell(fine ? write_sheets(file, is_dxf(file) && chosen == space, std::move(only)) : fine, file);
}

void SectionActions::export_strip_log() {
    const QString hole = QString::fromStdString(document_.selection().hole());
    const QString file = ask_file("ui.export.strip_log", {"PDF (*.pdf)", "SVG (*.svg)", "PNG (*.png)"}, "pdf", hole).file;
    if (file.isEmpty()) return;
    const QString kind = QFileInfo(file).suffix().toLower();
    base::Expected<void> fine;
    if (kind != "svg")  // pictures of lines have no mark of ours; the file dialog asks
        fine = project::check_target(file.toStdString(), kind == "png" ? project::Content::png : project::Content::pdf,
                                     project::input_files(document_.project(), document_.path().toStdString()));
    tell(fine ? write_strip_log(file) : fine, file);
}

}  // namespace orelens::actions
