// OMF files from strangers: cut, changed and hostile ones end in elements or in an error that names the file,
// never in a crash, a hang or memory without end.
#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>
#include <fstream>
#include <random>

#include "core/base/AtomicFile.h"
#include "core/base/Memory.h"
#include "core/io/omf/OmfBlocks.h"
#include "core/io/omf/OmfShapes.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"
#include "tests/support/Tries.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;

struct Victim {
    testing::TemporaryFolder folder;
    std::string bytes;

    Victim() {
        GridGeometry g;
        g.origin = {500000, 4000000, 100};
        g.count = {20, 17, 9};
        EXPECT_TRUE(write_omf_blocks(sample_model(g, 3, 12), folder.file("m.omf")));
        bytes = *base::read_text_file(folder.file("m.omf"));
    }
    /// An error with the file's name, or elements that can be used.
    void try_out(const std::string& changed, const std::string& what) const {
        const std::string path = folder.write("bad.omf", changed);
        auto project = read_omf(path);
        if (!project) {
            EXPECT_EQ(project.error().place.file, path) << what;
            EXPECT_EQ(base::describe(project.error(), base::Language::chinese).find('{'), std::string::npos);
            return;
        }
        (void)shapes_of_omf(*project);
        if (auto volume = take_omf_volume(std::move(*project), "")) (void)model_of_omf(std::move(*volume));
    }
};

TEST(OmfAttack, CutAnywhere) {
    const Victim victim;
    for (int part = 0; part < 60; ++part)
        victim.try_out(victim.bytes.substr(0, victim.bytes.size() * static_cast<std::size_t>(part) / 60),
                       "cut at " + std::to_string(part) + "/60");
}

TEST(OmfAttack, OneFlippedBit) {
    const Victim victim;
    std::mt19937 random(20261130);
    for (int n = 0; n < testing::tries(400); ++n) {
        std::string changed = victim.bytes;
        // Half of them in the list of objects, at the end.
        const std::size_t from =
            n % 2 == 0 ? 0 : changed.size() - std::min<std::size_t>(changed.size(), 4000);
        const std::size_t at = from + random() % (changed.size() - from);
        changed[at] = static_cast<char>(changed[at] ^ (1 << (random() % 8)));
        victim.try_out(changed, "bit at " + std::to_string(at));
    }
}

std::string packed(const std::string& bytes) {
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
              bytes.size(), 9);
    out.resize(size);
    return out;
}

std::string file_of(const std::string& arrays, const std::string& json) {
    std::string bytes = "\x84\x83\x82\x81OMF-v0.9.0";
    bytes.resize(36, '\0');
    bytes.append(16, '\x11');
    const std::uint64_t at = 60 + arrays.size();
    bytes.append(reinterpret_cast<const char*>(&at), 8);
    return bytes + arrays + json;
}

constexpr const char* root = R"("11111111-1111-1111-1111-111111111111":{"__class__":"Project","elements":[)";

TEST(OmfAttack, ABombStandsStillAtWhatTheElementNeeds) {
    // 256 MB of zeros in 250 kB, where three numbers are wanted.
    const std::string bomb = packed(std::string(256 << 20, '\0'));
    const std::string json =
        std::string("{") + root +
        R"("e"]},"e":{"name":"E","geometry":"g","data":["d"]},"g":{"__class__":"PointSetGeometry","vertices":)"
        R"([[0,0,0],[1,1,1],[2,2,2]]},"d":{"__class__":"ScalarData","location":"vertices","array":)"
        R"({"start":60,"dtype":"<f8","length":)" +
        std::to_string(bomb.size()) + "}}}";
    const double before = base::process_memory();
    const auto project = omf_from_bytes(file_of(bomb, json));
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().what.key, "omf.damaged");
    EXPECT_LT(base::process_memory() - before, 100e6);
}

TEST(OmfAttack, AThousandElementsThatShareALargeArray) {
    const std::string array = packed(std::string(24 << 20, '\0'));
    std::string list, elements;
    for (int n = 0; n < 2000; ++n) {
        list += (n > 0 ? ",\"" : "\"") + std::to_string(n) + "\"";
        elements += ",\"" + std::to_string(n) + R"(":{"name":"E","geometry":"g"})";
    }
    const std::string json =
        std::string("{") + root + list + "]}" + elements +
        R"(,"g":{"__class__":"PointSetGeometry","vertices":{"start":60,"dtype":"<f8","length":)" +
        std::to_string(array.size()) + "}}}";
    const auto project = omf_from_bytes(file_of(array, json));
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().what.key, "omf.too_large");
}

TEST(OmfAttack, ObjectsThatReferToThemselvesAndDeepNesting) {
    const std::string self = std::string("{") + root + R"("11111111-1111-1111-1111-111111111111"]}})";
    EXPECT_FALSE(omf_from_bytes(file_of("", self)));
    const std::string circle =
        std::string("{") + root + R"("e"]},"e":{"name":"E","geometry":"e","data":["e"]}})";
    const auto project = omf_from_bytes(file_of("", circle));
    EXPECT_TRUE(!project || project->elements.empty());
    std::string deep(1'000'000, '[');
    EXPECT_FALSE(omf_from_bytes(file_of("", deep)));
    deep = "{\"a\":" + deep + std::string(1'000'000, ']') + "}";
    EXPECT_FALSE(omf_from_bytes(file_of("", deep)));
}

TEST(OmfAttack, AGridOfMoreCellsThanThereAreNumbers) {
    std::string widths = "1";
    for (int n = 1; n < 3000; ++n) widths += ",1";
    const std::string json =
        std::string("{") + root +
        R"("e"]},"e":{"name":"E","geometry":"g"},"g":{"__class__":"VolumeGridGeometry","tensor_u":[)" +
        widths + R"(],"tensor_v":[)" + widths + R"(],"tensor_w":[)" + widths + "]}}";
    const auto project = omf_from_bytes(file_of("", json));
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().what.key, "omf.too_many_cells");
}

}  // namespace
}  // namespace orelens::io
