#include "app/cli/Output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/cli/Interrupt.h"

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;

std::unexpected<base::Error> cannot_write(const std::string& path, const std::error_code& code) {
    return base::fail(base::ErrorKind::file, base::Message("file.cannot_write", {{"reason", code.message()}}),
                      {.file = path});
}

}  // namespace

base::Expected<Output> Output::in(const std::string& folder) {
    const std::string where = folder.empty() ? "." : folder;
    std::error_code code;
    const bool there = fs::is_directory(where, code);
    Output output(where, (fs::path(where) / fmt::format(".orelens-{}", ::getpid())).string());
    output.made_folder_ = !there;
    fs::create_directories(output.hidden_, code);
    if (code) return cannot_write(where, code);
    return output;
}

Output::~Output() {
    if (hidden_.empty()) return;
    std::error_code ignored;
    fs::remove_all(hidden_, ignored);
    if (made_folder_) fs::remove(folder_, ignored);  // only when nothing was delivered: it must be empty
}

Output::Output(Output&& other) noexcept
    : folder_(std::move(other.folder_)),
      hidden_(std::exchange(other.hidden_, "")),
      made_folder_(other.made_folder_) {}

std::string Output::place(const std::string& name) {
    const fs::path path = fs::path(hidden_) / name;
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    return path.string();
}

base::Expected<std::vector<std::string>> Output::deliver() {
    if (was_interrupted()) return std::unexpected(base::cancelled().error());
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(hidden_))
        if (entry.is_regular_file())
            names.push_back(fs::path(entry.path()).lexically_relative(hidden_).string());
    std::ranges::sort(names);
    for (const std::string& name : names) {
        std::error_code code;
        const fs::path target = fs::path(folder_) / name;
        fs::create_directories(target.parent_path(), code);
        if (!code) fs::rename(fs::path(hidden_) / name, target, code);
        if (code) return cannot_write(target.string(), code);
    }
    return names;
}

}  // namespace orelens::cli
