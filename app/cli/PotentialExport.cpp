#include "app/cli/PotentialExport.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/potential/GeoTiffWrite.h"
#include "core/io/potential/UbcWrite.h"
#include "core/project/Delivery.h"
#include "core/project/Potential.h"
#include "core/project/Target.h"
#include "core/project/Truth.h"

namespace orelens::cli {

namespace fs = std::filesystem;
using base::Expected;

const std::vector<std::string>& voxel_formats() {
    static const std::vector<std::string> all{"geotiff", "vti", "vdb", "csv", "ubc"};
    return all;
}

Expected<void> check_voxel_formats(const std::vector<std::string>& formats) {
    for (const std::string& one : formats)
        if (std::ranges::find(voxel_formats(), one) == voxel_formats().end())
            return base::fail(base::ErrorKind::usage, base::Message("cli.potential.no_format", {{"format", one}, {"formats", fmt::format("{}", fmt::join(voxel_formats(), ", "))}}));
    return {};
}

Expected<void> write_voxels(const blocks::BlockModel& model, const std::string& crs, const std::vector<std::string>& formats, Output& output, const base::Progress& progress) {
    for (std::size_t n = 0; n < formats.size(); ++n) {
        const std::string& format = formats[n];
        base::Progress part = progress.part(static_cast<double>(n) / static_cast<double>(formats.size()), static_cast<double>(n + 1) / static_cast<double>(formats.size()));
        const std::string name = "potential." + std::string(format == "geotiff" ? "tif" : format == "ubc" ? "msh" : format);
        const bool levels = format == "geotiff", ubc = format == "ubc";
        for (const std::string& file : levels ? io::geotiff_levels(model, name) : ubc ? io::ubc_models(model, name) : io::files_beside(model, name)) (void)output.place(file);
        const std::string path = levels ? output.scratch(name) : output.place(name);
        auto done = levels ? io::write_geotiff_levels(model, path, crs, part) : ubc ? io::write_ubc(model, path, part) : io::write_blocks(model, path, part);
        if (!done) return done;
    }
    return {};
}

namespace {

/// Steps whose results are written, among those that are out of date.
Expected<void> check_current(const project::Project& project) {
    constexpr std::array steps{"evidence", "potential", "targets"};
    std::string ids;
    for (const std::string& stage : project::older_results(project))
        if (std::ranges::find(steps, stage) != steps.end()) ids += (ids.empty() ? "" : ", ") + stage;
    if (ids.empty()) return {};
    return base::fail(base::ErrorKind::data, base::Message("project.older_results", {{"stages", ids}}), {}, base::Message("project.older_results_fix"));
}

}  // namespace

int export_project(const Common& common, const std::string& project_file, const std::string& folder, const std::vector<std::string>& formats, bool older) {
    std::optional<ProgressBar> bar(common.language);
    base::Progress reading = bar->progress().part(0, 0.4, base::Message("cli.convert.reading"));
    const auto refuse = [&](const base::Error& error) {
        bar.reset();
        return report_error(common, error);
    };
    auto project = load_project(common, project_file, reading);
    if (!project) return refuse(project.error());
    const auto model = project::potential_model(project->results);
    const auto evidence = project::evidence_of(project->results);
    if (!model || !evidence) return refuse({base::ErrorKind::data, base::Message("cli.potential.no_voxels"), {.file = project_file}, base::Message("cli.potential.no_voxels_fix")});
    if (auto current = check_current(*project); !current && !older) {
        base::Error error = current.error();
        error.place.file = project_file;
        return refuse(error);
    }
    const auto inputs = project::input_files(*project, project_file);
    auto output = Output::in(folder);
    if (!output) return refuse(output.error());
    if (auto done = write_voxels(*model, evidence->crs, formats, *output, bar->progress().part(0.4, 1, base::Message("cli.convert.writing"))); !done) return refuse(output->named(done.error()));
    project::Publication publication;
    publication.set = stem_of(project_file) + " voxels";
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = inputs;
    const auto delivered = output->deliver(std::move(publication));
    if (!delivered) return refuse(delivered.error());
    bar.reset();
    if (common.json) {
        print_json({{"ok", true}, {"voxels", model->block_count()}, {"files", *delivered}});
        return ExitCode::done;
    }
    say("{}\n", words(common, base::Message("cli.potential.exported", {{"files", std::to_string(delivered->size())}, {"folder", folder}})));
    return ExitCode::done;
}

}  // namespace orelens::cli
