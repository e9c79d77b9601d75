// A thin owner of SQLite handles: prepared statements with typed binds, errors as values with the file's
// name. Use it for tables of the project file; layers with geometry go through GDAL (MapLayers.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/Error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace orelens::project {

class Statement {
  public:
    Statement(sqlite3* database, const std::string& sql, std::string file);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds by position, 1-based; NaN becomes NULL. The bytes must live until the next step.
    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, std::int64_t number);
    Statement& bind(int at, double number);
    Statement& bind_blob(int at, const void* bytes, std::size_t size);
    /// True: a row is there. False: done. After an error `failure` holds it and the answer is false.
    bool step();
    /// Runs a statement without rows and makes it ready for the next binds.
    base::Expected<void> run();
    void reset();
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;  ///< valid until the next step
    [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }

  private:
    void note(int code);
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
    std::string file_;
    std::optional<base::Error> failure_;
};

class Database {
  public:
    enum class Mode { read_only, read_write };
    static base::Expected<Database> open(const std::string& path, Mode mode);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&&) = delete;

    base::Expected<void> execute(const std::string& sql);
    [[nodiscard]] Statement prepare(const std::string& sql) const { return {handle_, sql, path_}; }
    [[nodiscard]] bool has_table(const std::string& name) const;
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Flushes and closes; an error here means that the file is not whole.
    base::Expected<void> close();

  private:
    Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
    sqlite3* handle_;
    std::string path_;
};

/// A name as an SQL identifier, quoted.
std::string identifier(std::string_view name);

}  // namespace orelens::project
