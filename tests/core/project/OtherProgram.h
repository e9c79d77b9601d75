// A second connection to a project file, as another program (a GIS) holds it.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace orelens::testing {

class OtherProgram {
  public:
    explicit OtherProgram(const std::string& path) {
        EXPECT_EQ(sqlite3_open(path.c_str(), &handle_), SQLITE_OK) << path;
    }
    ~OtherProgram() { close(); }
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;
    void close() {
        sqlite3_finalize(reading_);
        sqlite3_close(handle_);
        reading_ = nullptr;
        handle_ = nullptr;
    }
    /// SQLite's result code.
    int run(const std::string& statements) {
        return sqlite3_exec(handle_, statements.c_str(), nullptr, nullptr, nullptr);
    }
    /// First column of the first row; "" without one, the error's words after an error.
    std::string ask(const std::string& query) {
        sqlite3_stmt* statement = nullptr;
        std::string answer;
        int code = sqlite3_prepare_v2(handle_, query.c_str(), -1, &statement, nullptr);
        if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
            if (const unsigned char* text = sqlite3_column_text(statement, 0))
                answer = reinterpret_cast<const char*>(text);
        if (code != SQLITE_ROW && code != SQLITE_DONE) answer = sqlite3_errmsg(handle_);
        sqlite3_finalize(statement);
        return answer;
    }
    /// Leaves a query open after its first row: a read transaction.
    void keep_reading(const std::string& query) {
        ASSERT_EQ(sqlite3_prepare_v2(handle_, query.c_str(), -1, &reading_, nullptr), SQLITE_OK);
        ASSERT_EQ(sqlite3_step(reading_), SQLITE_ROW);
    }
    void stop_reading() {
        sqlite3_finalize(reading_);
        reading_ = nullptr;
    }
    std::string integrity() { return ask("PRAGMA integrity_check"); }

  private:
    sqlite3* handle_ = nullptr;
    sqlite3_stmt* reading_ = nullptr;
};

}  // namespace orelens::testing
