#include "app/cli/Output.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/cli/Interrupt.h"
#include "core/base/AtomicFile.h"
#include "core/base/Owner.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hidden_prefix = ".orelens-";
/// A folder that is not yet held by its maker.
constexpr std::string_view new_prefix = ".orelens-new-";

std::unexpected<base::Error> cannot_write(const std::string& path, const std::error_code& code) {
    return base::fail(base::ErrorKind::file, base::Message("file.cannot_write", {{"reason", code.message()}}),
                      {.file = path});
}

/// Hidden folders of programs that were killed. A lock tells life; one that was not taken yet, the maker's
/// name.
void remove_leftovers(const std::string& folder) {
    std::error_code ignored;
    std::vector<fs::path> dead;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        const std::string_view view(name);
        if (entry.is_symlink(ignored) || !entry.is_directory(ignored)) continue;
        if (view.starts_with(new_prefix)) {
            if (base::owner_is_dead(view.substr(new_prefix.size()))) dead.push_back(entry.path());
        } else if (view.starts_with(hidden_prefix) && base::is_owner_tag(view.substr(hidden_prefix.size())) &&
                   base::FolderLock::take(entry.path().string())) {
            dead.push_back(entry.path());
        }
    }
    for (const fs::path& path : dead) fs::remove_all(path, ignored);
}

}  // namespace

base::Expected<Output> Output::in(const std::string& folder) {
    const std::string where = folder.empty() ? "." : folder;
    std::error_code code;
    const bool there = fs::is_directory(where, code);
    const std::string tag = base::owner_tag();
    Output output(where, (fs::path(where) / (std::string(new_prefix) + tag)).string());
    output.made_folder_ = !there;
    fs::create_directories(output.hidden_, code);
    if (code) return cannot_write(where, code);
    output.life_ = base::FolderLock::take(output.hidden_);
    const std::string held = (fs::path(where) / (std::string(hidden_prefix) + tag)).string();
    fs::rename(output.hidden_, held, code);
    if (code) return cannot_write(where, code);
    output.hidden_ = held;
    if (there) remove_leftovers(where);
    return output;
}

Output::~Output() {
    if (!hidden_.empty()) remover()();
}

std::function<void()> Output::remover() const {
    return [hidden = hidden_, folder = made_folder_ ? folder_ : ""] {
        std::error_code ignored;
        fs::remove_all(hidden, ignored);
        if (!folder.empty())
            fs::remove(folder, ignored);  // only when nothing was delivered: it must be empty
    };
}

Output::Output(Output&& other) noexcept
    : folder_(std::move(other.folder_)),
      hidden_(std::exchange(other.hidden_, "")),
      names_(std::move(other.names_)),
      life_(std::move(other.life_)),
      made_folder_(other.made_folder_) {}

std::string Output::scratch(const std::string& name) {
    const fs::path path = fs::path(hidden_) / name;
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    return path.string();
}

std::string Output::place(const std::string& name) {
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
    return scratch(name);
}

std::vector<std::string> Output::written() const {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const std::string& name : names_)
        if (fs::is_regular_file(fs::path(hidden_) / name, ignored)) names.push_back(name);
    std::ranges::sort(names);
    return names;
}

base::Expected<std::vector<std::string>> Output::deliver() {
    if (was_interrupted()) return std::unexpected(base::cancelled().error());
    std::vector<std::string> names = written();
    for (const std::string& name : names) {
        const std::string from = (fs::path(hidden_) / name).string();
        std::string target = (fs::path(folder_) / name).string();
        std::error_code code;
        fs::create_directories(fs::path(target).parent_path(), code);
        if (auto moved = base::replace_file(from, target); !moved)
            return std::unexpected(named(std::move(moved.error())));
    }
    return names;
}

base::Expected<std::vector<std::string>> Output::deliver(project::Publication publication) {
    if (was_interrupted()) return std::unexpected(base::cancelled().error());
    publication.folder = folder_;
    publication.staging = hidden_;
    publication.names = written();
    auto names = project::publish(publication);
    if (!names) return std::unexpected(named(std::move(names.error())));
    return names;
}

base::Error Output::named(base::Error error) const {
    const fs::path hidden(hidden_), file(error.place.file);
    const fs::path below = file.lexically_relative(hidden);
    if (!below.empty() && *below.begin() != "..") {
        error.place.file = below == "." ? folder_ : (fs::path(folder_) / below).string();
        // A folder that was not named: "./model.vdb" is not what the user wrote.
        if (folder_ == ".") error.place.file = below.string();
    }
    return error;
}

}  // namespace orelens::cli
