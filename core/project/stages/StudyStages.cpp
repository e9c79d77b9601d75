#include "core/project/stages/StudyStages.h"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/text/TextFile.h"
#include "core/project/Approvals.h"
#include "core/project/Fingerprint.h"
#include "core/project/Pipeline.h"
#include "core/project/PotentialFiles.h"
#include "core/project/PotentialMasks.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Samples.h"
#include "core/project/PotentialReading.h"

namespace orelens::project {

using namespace reading;

namespace {

namespace fs = std::filesystem;

StudyNames names_in(const std::string& path) {
    StudyNames names;
    names.folder = fs::path(path).parent_path().string();
    const auto text = io::read_text(path);
    if (!text) return names;
    const auto rule = nlohmann::json::parse(text->text, nullptr, false);
    names.readable = rule.is_object();
    if (!names.readable) return names;
    const auto has = [&](const char* part, const char* key) { return rule.contains(part) && rule.at(part).is_object() && rule.at(part).contains(key); };
    names.own_grid = has("grid", "origin") || has("grid", "count");
    names.own_holes = has("labels", "collar") || has("labels", "assay") || has("labels", "file") || (has("labels", "solids") && !has("labels", "element")) || !rule.contains("labels");
    for (const std::string& file : potential_files(path))
        if (file != path) names.files.push_back(fs::path(file).lexically_relative(names.folder).string());
    return names;
}

}  // namespace

bool study_in_use(const Project& project) {
    return !project.recipe.potential.study_file.empty();
}

/// Solids of the recipe's masks, beside the files of the study.
StudyNames with_masks(const Project& project, StudyNames names) {
    if (const auto masks = mask_statements(project.recipe.potential.masks))
        for (const MaskStatement& one : *masks)
            if (one.kind == "inside" || one.kind == "outside") {
                const std::string file = fs::path(resolved_file(project.recipe, one.value)).lexically_relative(names.folder).string();
                if (std::ranges::find(names.files, file) == names.files.end()) names.files.push_back(file);
            }
    return names;
}

StudyNames study_names(const Project& project) {
    static std::mutex guard;
    static std::map<std::string, std::pair<std::string, StudyNames>> known;
    const std::string path = resolved_file(project.recipe, project.recipe.potential.study_file);
    const std::string digest = file_fingerprint(path);
    if (digest == absent_file) {
        // The project was mailed: what was read then stands.
        StudyNames names;
        names.folder = fs::path(path).parent_path().string();
        if (const auto evidence = evidence_of(project.results)) {
            names.readable = true;
            names.own_grid = !evidence->grid_of_model;
            names.own_holes = !evidence->holes_of_project;
            for (const auto& [file, print] : evidence->files) names.files.push_back(file);
        }
        return with_masks(project, std::move(names));
    }
    const std::scoped_lock lock(guard);
    auto& [of, names] = known[path];
    if (of != digest) {
        names = names_in(path);
        of = digest;
    }
    return with_masks(project, names);
}

base::Expected<PotentialStudy> read_study(const Project& project) {
    StudyContext context;
    context.crs = project.recipe.general.crs;
    const Results& results = project.results;
    if (results.estimate.geometry)
        context.grid = *results.estimate.geometry;
    else if (results.estimate.model)
        context.grid = results.estimate.model->geometry();
    if (const auto import = approved_import(project)) {
        context.holes = &import->holes;
        context.kept = import;
    }
    context.agreed = [approvals = approvals_of(project)](const base::Finding& finding) { return approvals.covers(finding); };
    auto study = read_potential_study(resolved_file(project.recipe, project.recipe.potential.study_file), context);
    if (!study) return study;
    if (auto masked = add_masks(*study, project.recipe.potential.masks, [&](const std::string& file) { return resolved_file(project.recipe, file); }); !masked) return std::unexpected(masked.error());
    return study;
}

base::Expected<PotentialStudy> study_with_evidence(const Project& project) {
    const auto evidence = evidence_of(project.results);
    const auto model = more<blocks::BlockModel>(project.results, "evidence.columns");
    if (!evidence || !model) return base::fail(base::ErrorKind::internal, base::Message("potential.no_evidence"));
    auto study = read_study(project);
    if (study) take_evidence(*study, *evidence, *model);
    return study;
}

ResultRow kept_model(const std::string& name) {
    ResultRow row;
    row.name = name;
    row.present = [name](const Results& results) { return results.more.contains(name); };
    row.clear = [name](Results& results) { results.more.erase(name); };
    row.shape = [] { return std::string("vdb"); };
    row.stream_out = [name](const Results& results, const base::ByteSink& sink, std::size_t piece) { return io::write_vdb(*more<blocks::BlockModel>(results, name), sink, piece); };
    row.stream_in = [name](const base::ByteSource& source, Results& results, const base::Progress& progress) -> base::Expected<bool> {
        auto model = io::read_vdb(source, progress);
        if (!model) return whole_if(model);
        results.more[name] = shared(std::move(*model));
        return true;
    };
    return row;
}

bool both_or_neither(Results& results, const std::string& study, const std::string& columns) {
    const bool whole = results.more.contains(study) == results.more.contains(columns);
    if (!whole) {
        results.more.erase(study);
        results.more.erase(columns);
    }
    return whole;
}

}  // namespace orelens::project
