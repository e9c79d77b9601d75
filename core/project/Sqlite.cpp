#include "core/project/Sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/base/FileKind.h"

namespace orelens::project {

/// What the callbacks of one connection know.
struct Watch {
    base::Progress progress;
    std::int64_t steps_left = 0;
    bool limited = false, exhausted = false;
    std::vector<std::string> readable;  ///< tables; empty = no rule
};

namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Message;

/// Between two looks at the cancel flag: well below a millisecond.
constexpr int steps_per_look = 1000;
constexpr int wait_ms = 20, most_waits = 100;

base::Error database_error(sqlite3* database, const std::string& file, const Watch& watch) {
    const int code = sqlite3_errcode(database);
    if (watch.progress.cancelled() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY))
        return base::cancelled().error();
    if (code == SQLITE_INTERRUPT && watch.exhausted)
        return {ErrorKind::data, Message("project.too_much_work"), {.file = file}, Message()};
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return {ErrorKind::file, Message("project.busy"), {.file = file}, Message("project.busy_fix")};
    if (code == SQLITE_READONLY)
        return {ErrorKind::file, Message("project.read_only"), {.file = file}, Message("project.save_copy")};
    return {ErrorKind::file,
            Message("project.database", {{"reason", sqlite3_errmsg(database)}}),
            {.file = file},
            Message()};
}

int go_on(void* context) {
    auto& watch = *static_cast<Watch*>(context);
    if (watch.progress.cancelled()) return 1;
    if (!watch.limited) return 0;
    watch.steps_left -= steps_per_look;
    watch.exhausted = watch.steps_left < 0;
    return watch.exhausted ? 1 : 0;
}

int wait_for_lock(void* context, int waited) {
    if (waited >= most_waits || static_cast<Watch*>(context)->progress.cancelled()) return 0;
    sqlite3_sleep(wait_ms);
    return 1;
}

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sqlite3_strnicmp(a.data(), b.data(), static_cast<int>(a.size())) == 0;
}

/// `through`: the view or trigger on whose behalf something is read.
int allow_reading(void* context, int action, const char* first, const char* /*column*/,
                  const char* /*schema*/, const char* through) {
    const auto& watch = *static_cast<Watch*>(context);
    if (through != nullptr) return SQLITE_DENY;
    if (action == SQLITE_SELECT) return SQLITE_OK;
    const bool known = first != nullptr && std::ranges::any_of(watch.readable, [&](const std::string& table) {
                           return same_name(table, first);
                       });
    return action == SQLITE_READ && known ? SQLITE_OK : SQLITE_DENY;
}

/// What SQLite recommends for files of unknown origin.
void harden(sqlite3* handle, Watch& watch) {
    for (const auto& [option, value] : {std::pair(SQLITE_DBCONFIG_DEFENSIVE, 1),
                                        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                        {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
                                        {SQLITE_DBCONFIG_DQS_DML, 0},
                                        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}})
        sqlite3_db_config(handle, option, value, nullptr);
    sqlite3_exec(handle, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", nullptr, nullptr, nullptr);
    sqlite3_extended_result_codes(handle, 0);
    sqlite3_progress_handler(handle, steps_per_look, go_on, &watch);
    sqlite3_busy_handler(handle, wait_for_lock, &watch);
}

/// As a URI: a name may hold any character.
std::string uri_of(const std::string& path, const char* options) {
    std::string out = "file:";
    for (const char c : fs::absolute(path).string()) {
        const bool plain =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == '.' || c == '-' || c == '_';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out + options;
}

bool has_content(const std::string& path) {
    std::error_code code;
    return fs::file_size(path, code) > 0 && !code;
}

/// Whether the file is in write-ahead mode, which its header says.
bool keeps_log(const std::string& path) {
    constexpr std::size_t version_byte = 18;
    if (base::file_kind(path) != base::FileKind::regular) return false;
    char head[version_byte + 1] = {};
    std::ifstream(path, std::ios::binary).read(head, sizeof head);
    return head[version_byte] == 2;
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& sql, std::string file, const Watch& watch)
    : database_(database), file_(std::move(file)), watch_(&watch) {
    note(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement_, nullptr));
}
Statement::~Statement() {
    sqlite3_finalize(statement_);
}

void Statement::note(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && !failure_)
        failure_ = database_error(database_, file_, *watch_);
}

Statement& Statement::bind(int at, std::string_view text) {
    note(sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
    return *this;
}
Statement& Statement::bind(int at, std::int64_t number) {
    note(sqlite3_bind_int64(statement_, at, number));
    return *this;
}
Statement& Statement::bind(int at, double number) {
    note(std::isnan(number) ? sqlite3_bind_null(statement_, at)
                            : sqlite3_bind_double(statement_, at, number));
    return *this;
}
Statement& Statement::bind_blob(int at, const void* bytes, std::size_t size) {
    note(sqlite3_bind_blob64(statement_, at, bytes, size, SQLITE_STATIC));
    return *this;
}

bool Statement::step() {
    if (failure_) return false;
    const int code = sqlite3_step(statement_);
    note(code);
    return code == SQLITE_ROW;
}

base::Expected<void> Statement::run() {
    step();
    reset();
    if (failure_) return std::unexpected(*failure_);
    return {};
}

void Statement::reset() {
    if (statement_ == nullptr) return;  // SQLite takes it for misuse
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}
std::string_view Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Database::Database(sqlite3* handle, std::string path)
    : handle_(handle), path_(std::move(path)), watch_(std::make_unique<Watch>()) {
    harden(handle_, *watch_);
}

base::Expected<Database> Database::open(const std::string& path, Mode mode) {
    // SQLite would wait for ever at a pipe that nobody writes to.
    const base::FileKind kind = base::file_kind(path);
    if (kind == base::FileKind::other || kind == base::FileKind::folder)
        return base::fail(base::ErrorKind::file, base::Message("file.not_regular"), {.file = path});
    sqlite3* handle = nullptr;
    const int flags =
        (mode == Mode::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_URI;
    const std::string name = uri_of(path, mode == Mode::immutable ? "?immutable=1" : "");
    if (sqlite3_open_v2(name.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
        const base::Error error = database_error(handle, path, Watch{});
        sqlite3_close(handle);
        return std::unexpected(error);
    }
    return Database(handle, path);
}

base::Expected<Database> Database::open_to_read(const std::string& path) {
    const bool unfinished = has_content(path + "-journal") || has_content(path + "-wal");
    // In write-ahead mode a reader needs files beside this one, which only a writer takes away again.
    auto file = open(path, unfinished || keeps_log(path) ? Mode::read_write : Mode::read_only);
    if (!file) return file;
    const char* first_look = "SELECT count(*) FROM sqlite_master";
    if (unfinished || (!file->cannot_be_written() && file->prepare(first_look).run())) return file;
    if (!keeps_log(path)) return file;
    auto still = open(path, Mode::immutable);
    return still && still->prepare(first_look).run() ? std::move(still) : std::move(file);
}

Database::~Database() {
    sqlite3_close(handle_);
}
Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      path_(std::move(other.path_)),
      watch_(std::move(other.watch_)) {}

void Database::watch(const base::Progress& progress, std::int64_t steps) {
    watch_->progress = progress.part(0, 1);
    watch_->steps_left = steps;
    watch_->limited = steps > 0;
}

void Database::read_only_these(const std::vector<std::string>& tables) {
    watch_->readable = tables;
    sqlite3_set_authorizer(handle_, allow_reading, watch_.get());
}

base::Expected<void> Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return std::unexpected(database_error(handle_, path_, *watch_));
    return {};
}

bool Database::has_table(const std::string& name, const std::string& schema) const {
    // Virtual tables and views have no page of their own.
    Statement find = prepare(fmt::format(
        "SELECT 1 FROM {}.sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ? COLLATE NOCASE",
        schema));
    return find.bind(1, name).step();
}

bool Database::has_plain_table(const std::string& name, const std::vector<std::string>& columns) const {
    if (!has_table(name)) return false;
    Statement rows = prepare(fmt::format("PRAGMA main.table_xinfo({})", identifier(name)));
    std::vector<std::string> found;
    while (rows.step()) {
        constexpr int name_column = 1, hidden_column = 6;
        if (rows.integer(hidden_column) != 0) return false;
        found.push_back(rows.text(name_column));
    }
    return !rows.failure() && std::ranges::is_permutation(found, columns);
}

bool Database::cannot_be_written() const {
    return sqlite3_db_readonly(handle_, "main") == 1;
}

base::Expected<void> Database::attach(const std::string& file, const std::string& as) {
    Statement attach = prepare(fmt::format("ATTACH DATABASE ? AS {}", identifier(as)));
    const std::string name = uri_of(file, "?mode=ro&immutable=1");
    return attach.bind(1, name).run();
}

base::Expected<void> Database::copy_pages_from(const Database& other, const base::Progress& progress) {
    sqlite3_backup* copy = sqlite3_backup_init(handle_, "main", other.handle_, "main");
    if (copy == nullptr) return std::unexpected(database_error(handle_, path_, *watch_));
    constexpr int pages = 1000;
    int code = SQLITE_OK;
    for (int waits = 0; code != SQLITE_DONE && !progress.cancelled();) {
        code = sqlite3_backup_step(copy, pages);
        if (code == SQLITE_OK || code == SQLITE_DONE) continue;
        if ((code != SQLITE_BUSY && code != SQLITE_LOCKED) || ++waits > most_waits) break;
        sqlite3_sleep(wait_ms);
    }
    const int finished = sqlite3_backup_finish(copy);
    if (code == SQLITE_DONE && finished == SQLITE_OK) return {};
    if (progress.cancelled()) return base::cancelled();
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return base::fail(ErrorKind::file, Message("project.busy"), {.file = path_},
                          Message("project.busy_fix"));
    return base::fail(ErrorKind::file, Message("project.database", {{"reason", sqlite3_errstr(code)}}),
                      {.file = path_});
}

void Database::checkpoint() {
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

base::Expected<void> Database::close() {
    if (sqlite3_close(handle_) != SQLITE_OK) return std::unexpected(database_error(handle_, path_, *watch_));
    handle_ = nullptr;
    return {};
}

std::string identifier(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

}  // namespace orelens::project
