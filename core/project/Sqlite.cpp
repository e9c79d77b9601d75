#include "core/project/Sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <utility>

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Message;

base::Error database_error(sqlite3* database, const std::string& file) {
    return {ErrorKind::file,
            Message("project.database", {{"reason", sqlite3_errmsg(database)}}),
            {.file = file},
            Message()};
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& sql, std::string file)
    : database_(database), file_(std::move(file)) {
    note(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement_, nullptr));
}
Statement::~Statement() {
    sqlite3_finalize(statement_);
}

void Statement::note(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && !failure_)
        failure_ = database_error(database_, file_);
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

base::Expected<Database> Database::open(const std::string& path, Mode mode) {
    sqlite3* handle = nullptr;
    const int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (sqlite3_open_v2(path.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
        const base::Error error = database_error(handle, path);
        sqlite3_close(handle);
        return std::unexpected(error);
    }
    return Database(handle, path);
}
Database::~Database() {
    sqlite3_close(handle_);
}
Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), path_(std::move(other.path_)) {}

base::Expected<void> Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return std::unexpected(database_error(handle_, path_));
    return {};
}

bool Database::has_table(const std::string& name) const {
    Statement find = prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    return find.bind(1, name).step();
}

base::Expected<void> Database::close() {
    if (sqlite3_close(handle_) != SQLITE_OK) return std::unexpected(database_error(handle_, path_));
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
