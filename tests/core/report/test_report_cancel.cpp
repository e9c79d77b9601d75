// A cancel at any report of making tables or writing them ends in `cancelled` and leaves the files of before.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/AtomicFile.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::report {
namespace {

namespace fs = std::filesystem;
using orelens::testing::CancelAt;
using orelens::testing::TemporaryFolder;

/// Cancels `work(progress)` at each of its `reports`; calls `after` every time.
template <class Work, class After>
void cancel_everywhere(int reports, Work work, After after) {
    for (int n = 1; n <= reports; ++n) {
        CancelAt at(n);
        const auto made = work(at.progress);
        ASSERT_FALSE(made) << n;
        EXPECT_EQ(made.error().kind, base::ErrorKind::cancelled) << n;
        after(n);
    }
}

TEST(ReportCancel, TablesAreMadeWholeOrNotAtAll) {
    const auto project = testing::small_project();
    CancelAt never(0);
    const auto whole = report_tables(project, {}, never.progress);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->size(), report_tables(project, {}).size());
    ASSERT_GE(never.reports, 15);
    cancel_everywhere(
        never.reports, [&](const base::Progress& progress) { return report_tables(project, {}, progress); },
        [](int) {});
}

class ReportFilesCancel : public ::testing::Test {
  protected:
    ReportFilesCancel() {
        fs::create_directories(folder.path() / "out");
        for (const Table& table : tables) {
            folder.write("out/" + table.id + ".csv", "old");
            folder.write("out/" + table.id + ".txt", "old");
        }
        folder.write("out/book.xlsx", "old");
        count = files();
    }
    [[nodiscard]] std::ptrdiff_t files() const {
        return std::distance(fs::directory_iterator(folder.path() / "out"), fs::directory_iterator());
    }
    void expect_old(const std::string& name, int n) const {
        EXPECT_EQ(base::read_text_file(folder.file("out/" + name)).value_or("absent"), "old") << name << n;
    }
    const std::vector<Table> tables = report_tables(testing::small_project(), {});
    TemporaryFolder folder;
    std::ptrdiff_t count = 0;
};

TEST_F(ReportFilesCancel, CsvTablesAppearTogether) {
    CancelAt never(0);
    const TemporaryFolder counted;
    ASSERT_TRUE(write_csv_tables(tables, counted.file("out"), OlderResults::allow, &never.progress));
    ASSERT_EQ(never.reports, static_cast<int>(tables.size()) + 1);
    cancel_everywhere(
        never.reports,
        [&](const base::Progress& progress) {
            return write_csv_tables(tables, folder.file("out"), OlderResults::allow, &progress);
        },
        [&](int n) {
            for (const Table& table : tables) {
                expect_old(table.id + ".csv", n);
                expect_old(table.id + ".txt", n);
            }
            EXPECT_EQ(files(), count) << n;
        });
}

TEST_F(ReportFilesCancel, WorkbooksAreWrittenWholeOrNotAtAll) {
    CancelAt never(0);
    const TemporaryFolder counted;
    const auto write = [&](const std::string& path, const base::Progress& progress) {
        return write_xlsx(tables, "t", path, base::Language::english, OlderResults::allow, &progress);
    };
    ASSERT_TRUE(write(counted.file("book.xlsx"), never.progress));
    ASSERT_GE(never.reports, static_cast<int>(tables.size()) + 1);
    cancel_everywhere(
        never.reports,
        [&](const base::Progress& progress) { return write(folder.file("out/book.xlsx"), progress); },
        [&](int n) {
            expect_old("book.xlsx", n);
            EXPECT_EQ(files(), count) << n;
        });
}

TEST_F(ReportFilesCancel, AWorkbookBeingPackedIsLeftBehind) {
    std::vector<Table> long_ones(1);
    long_ones[0].id = "rows";
    long_ones[0].columns.resize(4);
    long_ones[0].rows.assign(100'000, {Cell(1.5), Cell(2.5), Cell(3.5), Cell(4.5)});
    std::atomic<bool> stop = false;
    const base::Progress progress;
    // Whenever it comes: the old file or the new one, and nothing half made that stays.
    std::thread later([&] {
        while (!stop) {
            for (const auto& entry : fs::directory_iterator(folder.path() / "out"))
                if (entry.path().filename().string().starts_with(".")) progress.cancel();
            std::this_thread::yield();
        }
    });
    const auto written = write_xlsx(long_ones, "t", folder.file("out/book.xlsx"), base::Language::english,
                                    OlderResults::allow, &progress);
    stop = true;
    later.join();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, base::ErrorKind::cancelled);
    expect_old("book.xlsx", 0);
    for (int n = 0; n < 6000 && files() > count; ++n)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(files(), count);
}

TEST_F(ReportFilesCancel, JsonIsMadeWholeOrNotAtAll) {
    CancelAt never(0);
    ASSERT_TRUE(tables_to_json(tables, never.progress));
    ASSERT_EQ(never.reports, static_cast<int>(tables.size()));
    cancel_everywhere(
        never.reports, [&](const base::Progress& progress) { return tables_to_json(tables, progress); },
        [](int) {});
}

TEST(ReportJson, MadeRowByRowIsTheTextOfOneDump) {
    using Json = nlohmann::ordered_json;
    std::vector<Table> tables = report_tables(testing::small_project(), {});
    tables.push_back(Table{.id = "empty"});
    tables.push_back(Table{.id = "lines", .notes = {"two\nlines", "\xff"}});
    tables.back().rows = {{std::string("a\nb \xff"), 1.0, Cell()}, {}};
    for (const std::vector<Table>& some : {tables, std::vector<Table>{}, std::vector<Table>{tables[0]}}) {
        const std::string text = tables_to_json(some);
        EXPECT_EQ(text, Json::parse(text).dump(1, ' ', false, Json::error_handler_t::replace));
    }
}

}  // namespace
}  // namespace orelens::report
