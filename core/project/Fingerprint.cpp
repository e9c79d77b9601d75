#include "core/project/Fingerprint.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fstream>
#include <mutex>

#include "core/base/System.h"

namespace orelens::project {
namespace {

using base::ParamType;

std::string digest(std::string_view bytes) {
    return boost::uuids::to_string(
        boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(bytes.data(), bytes.size()));
}

/// Raised when a stage computes something else from the same input, so that old results become stale.
constexpr std::string_view method_version = "10";

struct FileState {
    base::FileStamp stamp;
    std::string digest;
};

base::Expected<std::string> digest_of_file(const std::string& path, const base::Progress& progress) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return absent_file;
    // Digest of the digests of pieces: constant memory for files of any size.
    std::string all, piece(std::size_t{1} << 22, '\0');
    while (in) {
        if (progress.cancelled()) return base::cancelled();
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        all += digest(std::string_view(piece.data(), static_cast<std::size_t>(in.gcount())));
    }
    return in.bad() ? absent_file : digest(all);
}

/// Calls visit(row, key) for each parameter of the stage in this recipe; with `only`, repeated parameters of
/// the group the stage works by are visited for that key alone.
template <class Visit>
void each_param(const Project& project, const Stage& stage, const std::string* only, Visit visit) {
    const Recipe& recipe = project.recipe;
    for (const RecipeParam& row : recipe_params()) {
        const bool reads = std::ranges::find(stage.reads_parameters, row.info.id) != stage.reads_parameters.end();
        if (!reads && !owns_param(project.stages(), stage, row.info.id)) continue;
        const auto names = [&](const std::string& start) { return row.info.id.starts_with(start); };
        if (only != nullptr && std::ranges::any_of(stage.beside_keys, names)) continue;
        const bool repeated = row.info.id.find('*') != std::string::npos;
        const std::string group = row.info.id.substr(0, row.info.id.find('.'));
        std::vector<std::string> keys = repeated ? group_keys(recipe, group) : std::vector<std::string>{""};
        if (repeated && only != nullptr && group == stage.keys) keys = {*only};
        for (const std::string& key : keys) visit(row, key);
    }
}

void add_params(Fingerprint& print, const Project& project, const Stage& stage, const std::string* only) {
    for (const std::string& pattern : stage.parameters) {
        if (only != nullptr || !pattern.ends_with(".*.")) continue;
        const std::string group = pattern.substr(0, pattern.size() - 3);
        for (const std::string& key : group_keys(project.recipe, group)) print.add(group, key);
    }
    each_param(project, stage, only, [&](const RecipeParam& row, const std::string& key) {
        const std::string value = base::value_text(row.get(project.recipe, key));
        const std::vector<std::string> files = named_files(row.info, value);
        // What the files hold counts, not what they are called.
        std::string held;
        for (const std::string& file : files) held += (held.empty() ? "" : " ") + input_fingerprint(project, file);
        print.add(concrete_id(row.info, key), files.empty() ? value : held);
    });
}

Fingerprint of_method(std::string_view what) {
    Fingerprint print;
    print.add(what, method_version);
    return print;
}

bool reads(const Project& project, const Stage& stage, const std::string& input) {
    return !stage.reads_input || stage.reads_input(project, input);
}

std::string of_model_source(const Project& project) {
    Fingerprint print = of_method("model");
    print.add("file", input_fingerprint(project, project.model_source));
    return print.text();
}

}  // namespace

void Fingerprint::add(std::string_view name, std::string_view value) {
    // Lengths in front make the parts unmistakable whatever they hold.
    parts_ += std::to_string(name.size()) + ":" + std::to_string(value.size()) + ":";
    parts_ += name;
    parts_ += value;
}

std::string Fingerprint::text() const {
    return digest(parts_);
}

std::string input_fingerprint(const Project& project, const std::string& file) {
    std::string print = file_fingerprint(resolved_file(project.recipe, file));
    const auto known = project.file_digests.find(file);
    return print == absent_file && known != project.file_digests.end() ? known->second : print;
}

std::string file_fingerprint(const std::string& path) {
    return *file_fingerprint(path, base::Progress());
}

base::Expected<std::string> file_fingerprint(const std::string& path, const base::Progress& progress) {
    static std::mutex guard;
    static std::map<std::string, FileState> known;
    const auto now = base::file_stamp(path);
    if (!now) return absent_file;
    {
        const std::scoped_lock lock(guard);
        const auto state = known.find(path);
        if (state != known.end() && state->second.stamp == *now) return state->second.digest;
    }
    // Read outside the lock: whoever asks for another file does not wait for a large one.
    auto read = digest_of_file(path, progress);
    if (!read) return read;
    const std::scoped_lock lock(guard);
    known[path] = {*now, *read};
    return read;
}

base::Expected<void> read_fingerprints(const Project& project, const base::Progress& progress) {
    std::vector<std::string> files;
    for (const Stage& stage : project.stages())
        for (std::string& file : stage_files(project, stage)) files.push_back(std::move(file));
    if (!project.model_source.empty()) files.push_back(project.model_source);
    for (std::size_t n = 0; n < files.size(); ++n) {
        const auto read = file_fingerprint(resolved_file(project.recipe, files[n]), progress);
        if (!read) return std::unexpected(read.error());
        if (!progress.report(static_cast<double>(n + 1) / static_cast<double>(files.size())))
            return base::cancelled();
    }
    return {};
}

std::string expected_fingerprint(const Project& project, const Stage& stage) {
    if (!project.model_source.empty() && stage.model_replaces) return of_model_source(project);
    Fingerprint print = of_method(stage.id);
    for (const std::string& input : stage.inputs)
        if (reads(project, stage, input))
            print.add(input, expected_fingerprint(project, *find_stage(project.stages(), input)));
    if (stage.depends) stage.depends(project, print);
    add_params(print, project, stage, nullptr);
    return print.text();
}

std::string key_fingerprint(const Project& project, const Stage& stage, const std::string& key) {
    Fingerprint print = of_method(stage.id + " of one key");
    for (const std::string& id : stage.inputs) {
        if (!reads(project, stage, id)) continue;
        const Stage& input = *find_stage(project.stages(), id);
        const bool same_keys = !input.keys.empty() && input.keys == stage.keys;
        print.add(id,
                  same_keys ? key_fingerprint(project, input, key) : expected_fingerprint(project, input));
    }
    if (stage.depends) stage.depends(project, print);
    add_params(print, project, stage, &key);
    return print.text();
}

std::vector<std::string> stage_files(const Project& project, const Stage& stage) {
    std::vector<std::string> files;
    each_param(project, stage, nullptr, [&](const RecipeParam& row, const std::string& key) {
        const base::ParamValue value = row.get(project.recipe, key);
        const std::string* text = std::get_if<std::string>(&value);
        if (text == nullptr) return;
        for (std::string& file : named_files(row.info, *text)) files.push_back(std::move(file));
    });
    return files;
}

}  // namespace orelens::project
