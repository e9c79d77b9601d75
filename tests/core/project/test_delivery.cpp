#include "core/project/Delivery.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/base/FolderLock.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

class Deliveries : public ::testing::Test {
  protected:
    /// Publishes files of the names given, each holding `text`.
    base::Expected<std::vector<std::string>> deliver(const std::vector<std::string>& names,
                                                     const std::string& text, const std::string& set = "a") {
        fs::create_directories(folder_.path() / ".staging/tables");
        for (const std::string& name : names) folder_.write(".staging/" + name, text);
        Publication publication;
        publication.folder = folder_.path().string();
        publication.staging = folder_.file(".staging");
        publication.names = names;
        publication.set = set;
        publication.save = save;
        if (save) publication.project_file = set + ".gpkg";
        return publish(publication);
    }
    std::string text(const std::string& name) {
        return base::read_text_file(folder_.file(name)).value_or("absent");
    }
    std::optional<Delivery> list() { return read_delivery(folder_.path().string()).value(); }

    testing::TemporaryFolder folder_;
    std::function<base::Expected<void>(const std::string&)> save;
};

TEST_F(Deliveries, ReplaceTheirOwnAndRemoveWhatIsNoMoreMade) {
    ASSERT_TRUE(deliver({"a.vdb", "tables/t.csv"}, "one"));
    ASSERT_TRUE(deliver({"b.vdb"}, "other", "b"));
    folder_.write("notes.txt", "mine");
    ASSERT_TRUE(deliver({"a.pdf", "a.vdb"}, "two"));
    EXPECT_EQ(text("a.vdb"), "two");
    EXPECT_EQ(text("a.pdf"), "two");
    EXPECT_FALSE(fs::exists(folder_.file("tables/t.csv")));
    EXPECT_EQ(text("b.vdb"), "other");
    EXPECT_EQ(text("notes.txt"), "mine");
    ASSERT_TRUE(list());
    EXPECT_EQ(list()->unfinished, "");
    EXPECT_EQ(list()->files.size(), 3U);
}

TEST_F(Deliveries, ForeignAndChangedFilesAreLeftAlone) {
    folder_.write("a.vdb", "mine");
    const auto foreign = deliver({"a.vdb", "b.vdb"}, "one");
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().what.key, "target.foreign");
    EXPECT_EQ(foreign.error().place.file, folder_.file("a.vdb"));
    EXPECT_EQ(text("a.vdb"), "mine");
    EXPECT_FALSE(fs::exists(folder_.file("b.vdb")));
    fs::remove(folder_.file("a.vdb"));
    ASSERT_TRUE(deliver({"a.vdb", "c.vdb"}, "one"));
    folder_.write("a.vdb", "edited");
    folder_.write("c.vdb", "edited");
    const auto changed = deliver({"a.vdb"}, "two");
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().what.key, "target.changed");
    ASSERT_TRUE(deliver({"d.vdb"}, "two"));  // neither is made any more, both are the user's now
    EXPECT_EQ(text("a.vdb"), "edited");
    EXPECT_EQ(text("c.vdb"), "edited");
}

TEST_F(Deliveries, AFailedSaveLeavesTheEarlierOne) {
    ASSERT_TRUE(deliver({"a.vdb"}, "one"));
    save = [](const std::string&) -> base::Expected<void> { return base::cancelled(); };
    ASSERT_FALSE(deliver({"a.vdb", "a.pdf"}, "two"));
    EXPECT_EQ(text("a.vdb"), "one");
    EXPECT_FALSE(fs::exists(folder_.file("a.pdf")));
    EXPECT_EQ(list()->unfinished, "");
    EXPECT_TRUE(check_delivered(folder_.file("a.vdb")));
}

TEST_F(Deliveries, OneBrokenOffIsToldAndMadeAgain) {
    ASSERT_TRUE(deliver({"a.vdb", "tables/t.csv"}, "one"));
    // The program ends while it saves: what stands on the disk then.
    std::string moving;
    save = [&](const std::string& path) -> base::Expected<void> {
        moving = text(delivery_list);
        return base::write_text_file(path, "SQLite format 3");
    };
    ASSERT_TRUE(deliver({"a.vdb", "tables/t.csv"}, "two"));
    folder_.write(delivery_list, moving);
    EXPECT_TRUE(is_unfinished(folder_.path().string()));
    for (const char* name : {"a.vdb", "tables/t.csv"}) {
        const auto refused = check_delivered(folder_.file(name));
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().what.key, "delivery.unfinished");
        EXPECT_EQ(refused.error().place.file, folder_.file(name));
    }
    EXPECT_TRUE(check_delivered(folder_.write("other.vdb", "x")));
    ASSERT_TRUE(deliver({"a.vdb", "tables/t.csv"}, "three"));
    EXPECT_EQ(text("a.vdb"), "three");
    EXPECT_FALSE(is_unfinished(folder_.path().string()));
    EXPECT_TRUE(check_delivered(folder_.file("tables/t.csv")));
}

TEST_F(Deliveries, AForeignListIsNoList) {
    for (const char* words : {"{}", "not JSON", "{\"format\": \"orelens-delivery\"}", "[1]"}) {
        folder_.write(delivery_list, words);
        EXPECT_FALSE(deliver({"a.vdb"}, "one")) << words;
        EXPECT_EQ(text(delivery_list), words);
    }
}

TEST_F(Deliveries, ASizeThatIsNoWholeNumberIsNoSize) {
    ASSERT_TRUE(deliver({"a.vdb"}, "one"));
    const std::string written = text(delivery_list);
    const std::size_t value = written.find("\"size\": ") + 8;
    const std::size_t length = written.find_first_of(",}\n", value) - value;
    for (const char* size : {"1e300", "-1e300", "1.5", "null", "\"3\""}) {
        folder_.write(delivery_list, std::string(written).replace(value, length, size));
        EXPECT_FALSE(read_delivery(folder_.path().string())) << size;
    }
    folder_.write(delivery_list, std::string(written).replace(value, length, "3"));
    EXPECT_TRUE(read_delivery(folder_.path().string()));
}

TEST_F(Deliveries, AListFromAnotherHandReachesNothingOutside) {
    ASSERT_TRUE(deliver({"a.vdb"}, "one"));
    std::string written = text(delivery_list);
    const std::size_t at = written.find("a.vdb");
    folder_.write(delivery_list, written.replace(at, 5, "../a.vdb"));
    EXPECT_TRUE(list()->files.empty());
}

TEST_F(Deliveries, TwoAtOnceAreToldApart) {
    const auto held = base::FolderLock::take(folder_.path().string());
    ASSERT_TRUE(held);
    const auto second = deliver({"a.vdb"}, "one");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().what.key, "delivery.busy");
}

}  // namespace
}  // namespace orelens::project
