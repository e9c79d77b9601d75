#include "core/project/Fingerprint.h"

#include <sys/stat.h>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fstream>
#include <mutex>

namespace orelens::project {
namespace {

using base::ParamType;

std::string digest(std::string_view bytes) {
    return boost::uuids::to_string(
        boost::uuids::name_generator_sha1(boost::uuids::ns::oid())(bytes.data(), bytes.size()));
}

/// Raised when a stage computes something else from the same input, so that old results become stale.
constexpr std::string_view method_version = "2";

struct FileState {
    std::int64_t size = 0, seconds = 0, nanoseconds = 0;
    std::uint64_t inode = 0;
    std::string digest;
};

std::string digest_of_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return absent_file;
    // Digest of the digests of pieces: constant memory for files of any size.
    std::string all, piece(std::size_t{1} << 22, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        all += digest(std::string_view(piece.data(), static_cast<std::size_t>(in.gcount())));
    }
    return in.bad() ? absent_file : digest(all);
}

/// The parameters of one stage; with `element`, only what concerns that element or no element at all.
void add_params(Fingerprint& print, const Project& project, const std::string& stage,
                const std::string* element) {
    const Recipe& recipe = project.recipe;
    for (const RecipeParam& row : recipe_params()) {
        if (row.stage != stage) continue;
        const bool repeated = row.info.id.find('*') != std::string::npos;
        const std::string group = row.info.id.substr(0, row.info.id.find('.'));
        std::vector<std::string> keys = repeated ? group_keys(recipe, group) : std::vector<std::string>{""};
        if (repeated && element != nullptr && group == "element") keys = {*element};
        for (const std::string& key : keys) {
            std::string value = base::value_text(row.get(recipe, key));
            if (row.info.type == ParamType::file && !value.empty()) value = input_fingerprint(project, value);
            print.add(concrete_id(row.info, key), value);
        }
    }
}

void add_keys(Fingerprint& print, const Recipe& recipe, const std::string& group) {
    for (const std::string& key : group_keys(recipe, group)) print.add(group, key);
}

Fingerprint of_method(std::string_view what) {
    Fingerprint print;
    print.add(what, method_version);
    return print;
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
    static std::mutex guard;
    static std::map<std::string, FileState> known;
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return absent_file;
    const std::scoped_lock lock(guard);
    FileState& state = known[path];
    const bool same = !state.digest.empty() && state.size == now.st_size && state.inode == now.st_ino &&
                      state.seconds == now.st_mtim.tv_sec && state.nanoseconds == now.st_mtim.tv_nsec;
    if (!same)
        state = {now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec, now.st_ino, digest_of_file(path)};
    return state.digest;
}

std::string expected_fingerprint(const Project& project, Stage stage) {
    const Recipe& recipe = project.recipe;
    if (!project.model_source.empty() && stage <= Stage::estimate) return of_model_source(project);
    Fingerprint print = of_method(stage_id(stage));
    const auto after = [&](Stage input) { print.add(stage_id(input), expected_fingerprint(project, input)); };
    switch (stage) {
        case Stage::import:
            add_keys(print, recipe, "element");
            break;
        case Stage::composite:
            after(Stage::import);
            for (const std::string& id : project.approved_findings)
                if (drilling::approval_changes_samples(id)) print.add("approved", id);
            break;
        case Stage::variogram:
            after(Stage::composite);
            break;
        case Stage::grid:
            if (recipe.grid.fit_to_samples) after(Stage::composite);
            break;
        case Stage::estimate:
            after(Stage::variogram);
            after(Stage::grid);
            break;
        case Stage::evaluate:
            after(Stage::estimate);
            add_keys(print, recipe, "commodity");
            break;
        case Stage::utilization:
            break;
    }
    add_params(print, project, std::string(stage_id(stage)), nullptr);
    return print.text();
}

std::string variogram_fingerprint(const Project& project, const std::string& element) {
    Fingerprint print = of_method("element variogram");
    print.add("composite", expected_fingerprint(project, Stage::composite));
    add_params(print, project, "variogram", &element);
    return print.text();
}

std::string estimate_fingerprint(const Project& project, const std::string& element) {
    Fingerprint print = of_method("element estimate");
    print.add("variogram", variogram_fingerprint(project, element));
    print.add("grid", expected_fingerprint(project, Stage::grid));
    add_params(print, project, "estimate", &element);
    return print.text();
}

}  // namespace orelens::project
