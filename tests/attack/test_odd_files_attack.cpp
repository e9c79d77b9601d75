// A name that a stranger wrote into a recipe, a study or a command may be a pipe that never begins, a device that never
// ends, a folder, or a link to itself. Every reader says so, with the name, before it reads.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>

#include "core/io/flows/SystemFile.h"
#include "core/io/ledger/LedgerTable.h"
#include "core/io/map/MapFile.h"
#include "core/io/mine_records/MineRecordFile.h"
#include "core/io/occurrence/OccurrenceFile.h"
#include "core/io/orebodies/OrebodyFile.h"
#include "core/io/potential/EvidenceFile.h"
#include "core/project/LedgerOutside.h"
#include "core/project/LedgerPackage.h"
#include "core/project/PriceHistoryFile.h"
#include "core/project/Sqlite.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;

struct Reader {
    const char* name;
    std::function<std::optional<base::Error>(const std::string&)> read;
};

template <class Read>
std::optional<base::Error> refused(const Read& read) {
    if (read) return std::nullopt;
    return read.error();
}

std::vector<Reader> readers() {
    const base::Progress none;
    return {
        {"prices", [](const std::string& file) { return refused(project::read_price_history(file, "Cu")); }},
        {"phases", [](const std::string& file) { return refused(io::read_occurrence(file, "")); }},
        {"records", [](const std::string& file) { return refused(io::read_mine_records(file)); }},
        {"orebodies", [](const std::string& file) { return refused(io::read_orebodies(file, {}, nullptr)); }},
        {"evidence", [](const std::string& file) { return refused(io::read_evidence_table(file, {})); }},
        {"units", [](const std::string& file) { return refused(io::read_ledger_table(file, "t")); }},
        {"targets", [](const std::string& file) { return refused(io::read_targets(file)); }},
        {"places", [](const std::string& file) { return refused(io::read_places(file, {})); }},
        {"reconciliation", [](const std::string& file) { return refused(io::read_reconciliation(file)); }},
        {"database", [](const std::string& file) { return refused(project::Database::open_to_read(file)); }},
        {"ledger", [none](const std::string& file) { return refused(project::read_ledger_package(file, none)); }},
        {"assumptions", [none](const std::string& file) { return refused(project::build_ledger_from_tables({}, file, "", none, {}, "")); }},
        {"outside",
         [](const std::string& file) {
             project::Recipe recipe;
             recipe.ledger.outside_file = file;
             return refused(project::outside_of(recipe));
         }},
    };
}

TEST(OddFiles, AreRefusedBeforeTheyAreRead) {
    const testing::TemporaryFolder folder;
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    fs::create_directory(folder.file("folder"));
    fs::create_symlink("loop", folder.file("loop"));
    fs::create_symlink("pipe", folder.file("link to a pipe"));
    for (const std::string& odd : {folder.file("pipe"), folder.file("folder"), folder.file("loop"), folder.file("link to a pipe"),
                                   std::string("/dev/zero"), std::string("http://127.0.0.1:9/x.csv")})
        for (const Reader& reader : readers()) {
            SCOPED_TRACE(std::string(reader.name) + " " + odd);
            const auto error = reader.read(odd);
            if (!error) {
                ADD_FAILURE() << "was read";
                continue;
            }
            EXPECT_NE(base::describe(*error, base::Language::english).find(odd), std::string::npos) << base::describe(*error, base::Language::english);
        }
}

}  // namespace
}  // namespace orelens
