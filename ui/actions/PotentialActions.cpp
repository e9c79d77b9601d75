#include "ui/actions/PotentialActions.h"

#include <QFileDialog>
#include <QFileInfo>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/potential/GeoTiffWrite.h"
#include "core/io/potential/UbcWrite.h"
#include "core/project/PotentialWork.h"
#include "core/project/Target.h"
#include "ui/Document.h"
#include "ui/Folders.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/TargetsPanel.h"
#include "ui/panels/TestHolesPanel.h"
#include "ui/shell/SaveFile.h"
#include "ui/shell/Shell.h"
#include "ui/viewport/VtkView.h"

namespace orelens::actions {
namespace {

/// "collar.csv" → "collar_survey.csv".
QString beside(const QString& file, const char* what) {
    const QFileInfo info(file);
    return info.path() + "/" + info.completeBaseName() + "_" + what + ".csv";
}

}  // namespace

PotentialActions::PotentialActions(commands::ActionSet& actions, ui::Document& document, const shell::Panels& panels, viewport::VtkView& view, shell::Shell& shell)
    : actions_(actions), document_(document), shell_(shell), targets_(panels.targets) {
    actions_.on("view.potential", [this](bool on) { document_.potential().show(on); });
    actions_.on("export.potential", [this] { export_voxels(); });
    actions_.on("export.test_holes", [this] { export_holes(); });
    actions_.on("targets.merge", [this] { targets_->merge(); });
    actions_.on("targets.split_parts", [this] { targets_->split_parts(); });
    actions_.on("targets.split_plane", [this] { targets_->split_plane(); });
    actions_.on("targets.forget_lost", [this] { targets_->forget_lost(); });
    actions_.on("test_holes.forbid", [this] { ask_forbidden(); });
    actions_.on("test_holes.allow", [this] { forbid({}); });
    connect(panels.targets, &panels::TargetsPanel::choiceChanged, this, &PotentialActions::refresh);
    const auto fly = [&view](const scene::Vec3& low, const scene::Vec3& high) { view.fly_to(view.scene().box_camera(low, high)); };
    connect(panels.targets, &panels::TargetsPanel::boxWanted, &view, fly);
    connect(panels.test_holes, &panels::TestHolesPanel::boxWanted, &view, fly);
    connect(panels.test_holes, &panels::TestHolesPanel::exportWanted, this, &PotentialActions::export_holes);
    connect(panels.test_holes, &panels::TestHolesPanel::forbidWanted, this, &PotentialActions::ask_forbidden);
    connect(&document_, &ui::Document::stateChanged, this, &PotentialActions::refresh);
    connect(&document_.potential(), &ui::PotentialInHand::changed, this, &PotentialActions::refresh);
    refresh();
}

void PotentialActions::refresh() {
    const ui::PotentialInHand& hand = document_.potential();
    actions_.set_enabled({"view.potential", "export.potential"}, hand.model() != nullptr);
    actions_.set_enabled({"export.test_holes"}, hand.targets() && !hand.targets()->holes.empty());
    const std::size_t chosen = hand.targets() ? targets_->selected_rows().size() : 0;
    actions_.set_enabled({"targets.merge"}, chosen > 1);
    actions_.set_enabled({"targets.split_parts", "targets.split_plane"}, chosen == 1);
    actions_.set_enabled({"targets.forget_lost"}, hand.targets() && !targets_->lost().empty());
    const potential::PotentialRule& rule = document_.project().recipe.potential;
    actions_.set_enabled({"test_holes.forbid"}, document_.open() && !rule.study_file.empty());
    actions_.set_enabled({"test_holes.allow"}, document_.open() && !rule.forbidden_file.empty());
    actions_.set_checked("view.potential", hand.shown());
}

base::Expected<void> PotentialActions::write_voxels(const QString& file) {
    const std::string path = file.toStdString();
    const auto model = document_.potential().model();
    const auto inputs = project::input_files(document_.project(), document_.path().toStdString());
    const QString suffix = QFileInfo(file).suffix().toLower();
    const bool ubc = suffix == "msh", levels = suffix == "tif" || suffix == "tiff";
    if (!ubc && !levels)
        if (auto known = io::check_block_extension(path); !known) return known;
    const auto check = [&](const std::string& one, project::Content content) { return project::check_target(one, content, inputs); };
    // Levels stand beside the name that was given, one file per layer, and nothing under it.
    if (!levels)
        if (auto fine = check(path, ubc ? project::Content::table : project::block_content(path)); !fine) return fine;
    for (const std::string& one : levels ? io::geotiff_levels(*model, path) : ubc ? io::ubc_models(*model, path) : io::files_beside(*model, path))
        if (auto fine = check(one, levels ? project::Content::geotiff : ubc ? project::Content::table : io::has_block_sidecar(path) ? project::Content::block_sidecar : project::block_content(path)); !fine) return fine;
    const std::string crs = document_.potential().evidence() ? document_.potential().evidence()->crs : std::string();
    const auto write = [&](base::Progress& progress) {
        if (levels) return io::write_geotiff_levels(*model, path, crs, progress);
        return ubc ? io::write_ubc(*model, path, progress) : io::write_blocks(*model, path, progress);
    };
    return ui::run_modal(shell_.widget(), "ui.export.busy", write, {});
}

base::Expected<void> PotentialActions::write_holes(const QString& file) {
    const auto targets = document_.potential().targets();
    std::vector<std::string> layers;
    for (const project::EvidenceLayer& layer : document_.potential().evidence()->layers) layers.push_back(layer.id);
    const auto campaign = project::campaign_of(*targets);
    const auto inputs = project::input_files(document_.project(), document_.path().toStdString());
    std::vector<std::pair<QString, std::string>> all{{file, potential::collar_csv(campaign)}, {beside(file, "survey"), potential::survey_csv(campaign)}, {beside(file, "prognosis"), project::prognosis_csv(*targets, layers)}};
    if (targets->drilled_since) all.emplace_back(beside(file, "campaign"), project::campaign_csv(*targets));
    for (const auto& [name, text] : all)
        if (auto fine = project::check_target(name.toStdString(), project::Content::table, inputs); !fine) return fine;
    for (const auto& [name, text] : all)
        if (auto ok = base::write_text_file(name.toStdString(), text); !ok) return ok;
    return {};
}

void PotentialActions::forbid(const QString& file) {
    if (auto set = document_.edits().set_param("potential.forbidden_file", file.toStdString()); !set) return shell_.show_error(set.error());
    document_.runs().run("targets");
}

void PotentialActions::ask_forbidden() {
    const QString file = QFileDialog::getOpenFileName(shell_.widget(), ui::words("ui.test_holes.forbid_title"), ui::last_folder(document_.path()), ui::words("ui.test_holes.forbid_filter"));
    ui::remember_folder(file);
    if (!file.isEmpty()) forbid(file);
}

void PotentialActions::export_voxels() {
    const QStringList filters{ui::words("ui.export.blocks_as.vti") + " (*.vti)", ui::words("ui.export.blocks_as.vdb") + " (*.vdb)", ui::words("ui.export.blocks_as.csv") + " (*.csv)", ui::words("ui.export.potential_geotiff") + " (*.tif)", ui::words("ui.export.potential_ubc") + " (*.msh)"};
    const QString file = shell::ask_save_file(shell_.widget(), {.title = ui::words("ui.export.potential"), .name = document_.name() + "_potential", .suffix = "vti", .filters = filters, .beside = document_.path(), .only = false}).file;
    if (file.isEmpty()) return;
    const auto done = write_voxels(file);
    if (!done) return shell_.show_error(done.error());
    shell_.say(ui::words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

void PotentialActions::export_holes() {
    const QString file = shell::ask_save_file(shell_.widget(), {.title = ui::words("ui.export.test_holes"), .name = document_.name() + "_planned", .suffix = "csv", .filters = {ui::words("ui.export.rows_filter")}, .beside = document_.path(), .only = true}).file;
    if (file.isEmpty()) return;
    const auto done = write_holes(file);
    if (!done) return shell_.show_error(done.error());
    shell_.say(ui::words("ui.export.done", {{"file", file.toStdString()}}), 8000);
}

}  // namespace orelens::actions
