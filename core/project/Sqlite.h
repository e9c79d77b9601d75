// A thin owner of SQLite handles: prepared statements with typed binds, errors as values with the file's
// name. Use it for tables of the project file; layers with geometry go through GDAL (MapLayers.h).
// Every file may come from a stranger: triggers and views are off, functions named in the schema must be
// harmless, shadow tables cannot be written, nothing is loaded. Long statements can be cancelled.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

struct sqlite3;
struct sqlite3_stmt;

namespace orelens::project {

struct Watch;

class Statement {
  public:
    Statement(sqlite3* database, const std::string& sql, std::string file, const Watch& watch);
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
    const Watch* watch_;
    std::optional<base::Error> failure_;
};

class Database {
  public:
    enum class Mode {
        read_only,
        read_write,
        immutable  ///< read only, without locks or journals: for files that nobody writes
    };
    static base::Expected<Database> open(const std::string& path, Mode mode);
    /// For reading: what a program that died left half written is rolled back first, where the file can be
    /// written; a file and folder that cannot be written open as they are.
    static base::Expected<Database> open_to_read(const std::string& path);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&&) = delete;

    /// From now on a statement ends with an error once `progress` is cancelled (kind cancelled), and, with
    /// `steps` above 0, once all statements together took so many steps of SQLite's machine. Waiting for
    /// another program's lock ends with the cancel, or after some two seconds.
    void watch(const base::Progress& progress, std::int64_t steps = 0);
    /// From now on only plain SELECTs of these tables are prepared; all else is refused.
    void read_only_these(const std::vector<std::string>& tables);

    base::Expected<void> execute(const std::string& sql);
    [[nodiscard]] Statement prepare(const std::string& sql) const { return {handle_, sql, path_, *watch_}; }
    /// An ordinary table: no view, no virtual table. `schema` is "main" or an attached file's name.
    [[nodiscard]] bool has_table(const std::string& name, const std::string& schema = "main") const;
    /// An ordinary table of exactly these columns, none of them computed.
    [[nodiscard]] bool has_plain_table(const std::string& name,
                                       const std::vector<std::string>& columns) const;
    /// Whether the system lets nobody write here.
    [[nodiscard]] bool cannot_be_written() const;
    /// Opens a file that nobody writes under another name beside this one.
    base::Expected<void> attach(const std::string& file, const std::string& as);
    /// Takes over every page of another file, in one transaction; nothing of its text is executed.
    base::Expected<void> copy_pages_from(const Database& other, const base::Progress& progress);
    /// Moves what other programs' journals allow into the file itself; never an error.
    void checkpoint();
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Flushes and closes; an error here means that the file is not whole.
    base::Expected<void> close();

  private:
    Database(sqlite3* handle, std::string path);
    sqlite3* handle_;
    std::string path_;
    std::unique_ptr<Watch> watch_;  ///< stays where it is when the owner moves
};

/// A name as an SQL identifier, quoted.
std::string identifier(std::string_view name);

}  // namespace orelens::project
