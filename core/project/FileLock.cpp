#include "core/project/FileLock.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/AtomicFile.h"
#include "core/base/JsonWhole.h"
#include "core/base/System.h"
#include "core/project/Pipeline.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Message;

std::string to_text(const LockHolder& holder) {
    return nlohmann::json{
        {"user", holder.user}, {"host", holder.host}, {"process", holder.process}, {"since", holder.since}}
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<LockHolder> read(const std::string& lock) {
    std::error_code code;
    constexpr std::uintmax_t most_bytes = 4096;
    const auto size = fs::file_size(lock, code);
    if (code || size > most_bytes) return std::nullopt;
    const auto text = base::read_text_file(lock);
    if (!text) return std::nullopt;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    try {
        return LockHolder{json.at("user"), json.at("host"), base::whole_number(json.at("process")),
                          json.at("since")};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

bool there(const LockHolder& holder) {
    return holder.host != base::host_name() || (holder.process > 0 && base::process_lives(holder.process));
}

/// Puts a finished lock file into place; false when one is there already. `made` is gone afterwards.
bool put(const std::string& made, const std::string& lock) {
    std::error_code code;
    fs::create_hard_link(made, lock, code);
    const bool taken = !code;
    // Not every file system knows hard links; there the last of two at the very same moment wins.
    std::error_code unknown;
    const bool unable = code && !fs::exists(lock, unknown);
    if (unable) fs::rename(made, lock, code);
    std::error_code ignored;
    fs::remove(made, ignored);
    return taken || (unable && !code);
}

/// Takes away a lock whose owner is gone, unless another one has done so and put his own there meanwhile.
void take_away(const std::string& lock) {
    const std::string aside = lock + "." + new_project_id();
    std::error_code code;
    fs::rename(lock, aside, code);
    if (code) return;
    const auto moved = read(aside);
    if (moved && there(*moved))
        put(aside, lock);
    else
        fs::remove(aside, code);
}

}  // namespace

std::string lock_file_of(const std::string& project_file) {
    const fs::path file = fs::absolute(project_file).lexically_normal();
    return (file.parent_path() / ("." + file.filename().string() + ".lock")).string();
}

std::optional<LockHolder> peek_lock(const std::string& project_file) {
    auto holder = read(lock_file_of(project_file));
    if (holder && !there(*holder)) holder.reset();
    return holder;
}

base::Expected<FileLock> FileLock::take(const std::string& project_file) {
    const std::string lock = lock_file_of(project_file);
    LockHolder self{base::user_name(), base::host_name(), base::process_id(),
                    fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(std::time(nullptr)))};
    constexpr int most_tries = 5;
    for (int n = 0; n < most_tries; ++n) {
        const std::string made = lock + "." + new_project_id();
        if (auto written = base::write_text_file(made, to_text(self)); !written)
            return std::unexpected(written.error());
        if (put(made, lock)) return FileLock(lock, std::move(self));
        if (const auto other = read(lock); other && there(*other))
            return base::fail(ErrorKind::data,
                              Message("project.open_elsewhere",
                                      {{"who", other->user + "@" + other->host}, {"when", other->since}}),
                              {.file = project_file}, Message("project.open_elsewhere_fix"));
        take_away(lock);
    }
    return base::fail(ErrorKind::file, Message("project.busy"), {.file = project_file},
                      Message("project.busy_fix"));
}

FileLock::FileLock(std::string file, LockHolder holder)
    : file_(std::move(file)), holder_(std::move(holder)) {}

FileLock::~FileLock() {
    release();
}

FileLock::FileLock(FileLock&& other) noexcept
    : file_(std::exchange(other.file_, {})), holder_(std::move(other.holder_)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(holder_, other.holder_);
    return *this;
}

void FileLock::release() {
    std::error_code code;
    if (!file_.empty() && read(file_) == holder_) fs::remove(file_, code);
    file_.clear();
}

}  // namespace orelens::project
