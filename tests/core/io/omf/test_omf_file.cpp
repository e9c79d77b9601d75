#include "core/io/omf/OmfFile.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/AtomicFile.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using testing::TemporaryFolder;

OmfProject read(const std::filesystem::path& file) {
    auto project = read_omf(file.string());
    EXPECT_TRUE(project) << base::describe(project.error(), base::Language::english);
    return project ? std::move(*project) : OmfProject();
}

const std::vector<double>& reals(const OmfElement& element, std::size_t n) {
    return std::get<OmfReals>(element.data.at(n).values).values;
}

// The numbers below were read out of the files by a Python script with zlib and struct.
TEST(OmfRead, EveryKindOfElementOfARealFile) {
    ORELENS_SHARED(file, "omf/test_file_v1.omf");
    const OmfProject project = read(file);
    EXPECT_EQ(project.name, "Test project");
    EXPECT_EQ(project.description, "Just some assorted elements");
    ASSERT_EQ(project.elements.size(), 5U);

    const OmfElement& points = project.elements[0];
    EXPECT_EQ(points.name, "Random Points");
    EXPECT_EQ(points.color, (OmfColor{0, 128, 0}));
    ASSERT_EQ(std::get<OmfPoints>(points.geometry).points.size(), 100U);
    EXPECT_EQ(std::get<OmfPoints>(points.geometry).points[0],
              (OmfVec3{0.022818273948950307, 0.6018914284572072, 0.09682581726225747}));
    ASSERT_EQ(points.data.size(), 2U);
    EXPECT_EQ(points.data[1].name, "More rand data");
    EXPECT_EQ(reals(points, 1).back(), 0.03769814598765153);

    const auto& lines = std::get<OmfLines>(project.elements[1].geometry);
    ASSERT_EQ(lines.segments.size(), 50U);
    EXPECT_EQ(lines.segments.front(), (std::array<std::int64_t, 2>{76, 97}));
    EXPECT_EQ(lines.segments.back(), (std::array<std::int64_t, 2>{92, 30}));
    EXPECT_EQ(project.elements[1].data[1].place, OmfPlace::segments);
    EXPECT_EQ(reals(project.elements[1], 1)[1], 0.3813564677642508);

    const auto& surface = std::get<OmfSurface>(project.elements[2].geometry);
    ASSERT_EQ(surface.triangles.size(), 50U);
    EXPECT_EQ(surface.triangles[0], (std::array<std::int64_t, 3>{82, 89, 70}));

    const auto& sheet = std::get<OmfGridSurface>(project.elements[3].geometry);
    EXPECT_EQ(sheet.origin, (OmfVec3{50, 50, 50}));
    EXPECT_EQ(sheet.axis_v, (OmfVec3{0, 0, 1}));
    ASSERT_EQ(sheet.offsets.size(), 11U * 16U);
    EXPECT_EQ(sheet.offsets[1], 0.3790259286455182);
    EXPECT_EQ(reals(project.elements[3], 1).size(), 150U);

    const auto& volume = std::get<OmfVolume>(project.elements[4].geometry);
    EXPECT_EQ(volume.origin, (OmfVec3{10, 10, -10}));
    EXPECT_EQ(volume.widths_w, std::vector<double>(20, 1.0));
    EXPECT_EQ(project.elements[4].data[0].place, OmfPlace::cells);
    EXPECT_EQ(reals(project.elements[4], 0)[(3 * 15 + 7) * 20 + 11], 0.528083824194275);

    // Three pictures and a unit that is not stated.
    std::size_t left_out = 0, units = 0;
    for (const base::Finding& finding : project.findings) {
        left_out += finding.kind == "omf_left_out";
        units += finding.kind == "omf_units";
        EXPECT_EQ(finding.file, file.string());
        EXPECT_FALSE(base::text(finding.what, base::Language::chinese).empty());
    }
    EXPECT_EQ(left_out, 3U);
    EXPECT_EQ(units, 1U);
}

TEST(OmfRead, CategoriesAndColourScalesOfRealFiles) {
    ORELENS_SHARED(folder, "omf");
    const OmfProject mapped = read(folder / "omf1_test_proj.omf");
    ASSERT_EQ(mapped.elements.size(), 2U);
    const auto& codes = std::get<OmfMapped>(mapped.elements[0].data[0].values);
    ASSERT_EQ(codes.indices.size(), 7U);
    EXPECT_EQ(codes.indices.front(), 0);
    EXPECT_EQ(codes.indices.back(), 2);
    ASSERT_EQ(codes.legends.size(), 2U);
    EXPECT_EQ(std::get<std::vector<std::string>>(codes.legends[0].values),
              (std::vector<std::string>{"granite", "sandstone", "ovb"}));
    EXPECT_EQ(std::get<std::vector<OmfColor>>(codes.legends[1].values)[1], (OmfColor{0, 128, 0}));
    const auto& scale = std::get<OmfReals>(mapped.elements[1].data[0].values).scale;
    ASSERT_TRUE(scale);
    EXPECT_EQ(scale->low, 1.5);
    EXPECT_EQ(scale->high, 5.5);
    EXPECT_EQ(scale->gradient.size(), 128U);

    const OmfProject plane = read(folder / "omf1_plane_surface.omf");
    EXPECT_EQ(plane.elements[0].data[2].name, "Au");
    EXPECT_EQ(reals(plane.elements[0], 2).back(), 0.3992632240228041);
}

TEST(OmfRead, VersionTwoIsNamedAndRefusedWithTheWayRound) {
    ORELENS_SHARED(file, "omf/bunny_blocks_bunny_blocks.omf");
    const auto project = read_omf(file.string());
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().what.key, "omf.version_2");
    EXPECT_EQ(project.error().fix.key, "omf.save_as_version_1");
    EXPECT_EQ(project.error().place.file, file.string());
}

/// One of everything, with the numbers that formats like to lose.
OmfProject everything(std::uint32_t seed) {
    auto random = [state = seed * 2654435761U + 1]() mutable {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state / 4294967296.0;
    };
    const auto points = [&](std::size_t count) {
        std::vector<OmfVec3> list(count);
        for (OmfVec3& point : list) point = {512345.678 + random(), 4e6 / 3 + random(), -random()};
        return list;
    };
    OmfProject project;
    project.name = "矿区";
    project.author = "A \"quoted\" author";
    project.revision = "2";
    const std::size_t n = 3 + seed % 40;

    OmfElement cloud{"collars", "", OmfColor{1, 2, 255}, OmfPoints{points(n)}, {}};
    OmfReals reals;
    for (std::size_t i = 0; i < n; ++i) reals.values.push_back(random() * 1e-7);
    reals.values[0] = std::numeric_limits<double>::quiet_NaN();
    reals.values[1] = -std::numeric_limits<double>::infinity();
    reals.scale = OmfColorScale{{{0, 0, 0}, {255, 255, 255}}, -0.5, 1.0 / 3};
    cloud.data.push_back({"Au", "unit: g/t", OmfPlace::vertices, reals});
    OmfTexts texts;
    for (std::size_t i = 0; i < n; ++i) texts.values.push_back(i % 2 == 0 ? "ZK-1" : "");
    cloud.data.push_back({"hole", "", OmfPlace::vertices, texts});
    cloud.data.push_back({"drilled", "", OmfPlace::vertices,
                          OmfTexts{std::vector<std::string>(n, "2024-02-29T23:59:59Z"), true}});
    cloud.data.push_back(
        {"colour", "", OmfPlace::vertices, OmfColors{std::vector<OmfColor>(n, OmfColor{9, 8, 7})}});
    cloud.data.push_back({"flow", "", OmfPlace::vertices, OmfVectors{3, std::vector<double>(3 * n, 0.1)}});
    cloud.data.push_back({"slope", "", OmfPlace::vertices, OmfVectors{2, std::vector<double>(2 * n, -0.1)}});
    project.elements.push_back(cloud);

    OmfLines lines{points(n), {}};
    for (std::size_t i = 1; i < n; ++i)
        lines.segments.push_back({static_cast<std::int64_t>(i - 1), static_cast<std::int64_t>(i)});
    OmfElement strings{"pit", "outline", OmfColor{}, lines, {}};
    OmfIntegers integers;
    for (std::size_t i = 1; i < n; ++i) integers.values.push_back((std::int64_t{1} << 60) - 7);
    strings.data.push_back({"big", "", OmfPlace::segments, integers});
    project.elements.push_back(strings);

    OmfElement solid{"ore", "", OmfColor{}, OmfSurface{points(4), {{0, 1, 2}, {0, 2, 3}}}, {}};
    OmfMapped mapped{{-1, 1}, {}};
    mapped.legends.push_back({"rock", std::vector<std::string>{"waste", "ore, rich"}, false});
    mapped.legends.push_back({"density", std::vector<double>{2.7, 3.1}, false});
    mapped.legends.push_back({"colour", std::vector<OmfColor>{{1, 1, 1}, {2, 2, 2}}, false});
    mapped.legends.push_back({"logged", std::vector<std::string>{"2020-01-01T00:00:00Z", ""}, true});
    solid.data.push_back({"rock", "", OmfPlace::faces, mapped});
    project.elements.push_back(solid);

    OmfGridSurface sheet{{1, 2, 3}, {0, 1, 0}, {0, 0, 1}, {1, 2}, {3}, {}};
    for (int i = 0; i < 6; ++i) sheet.offsets.push_back(random());
    project.elements.push_back({"topography", "", OmfColor{}, sheet, {}});
    OmfElement grid{
        "model", "", OmfColor{}, OmfVolume{{9, 9, 9}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 2}, {3}, {4}}, {}};
    grid.data.push_back({"Cu", "", OmfPlace::cells, OmfReals{{0.1, 0.2}, {}}});
    project.elements.push_back(grid);
    return project;
}

template <class Values>
bool same_bits(const std::vector<Values>& a, const std::vector<Values>& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Values)) == 0);
}

struct SameValues {
    const OmfData& other;
    bool operator()(const OmfReals& a) const {
        const auto& b = std::get<OmfReals>(other.values);
        return same_bits(a.values, b.values) && a.scale == b.scale;
    }
    bool operator()(const OmfIntegers& a) const {
        return a.values == std::get<OmfIntegers>(other.values).values;
    }
    bool operator()(const OmfVectors& a) const {
        const auto& b = std::get<OmfVectors>(other.values);
        return a.components == b.components && same_bits(a.values, b.values);
    }
    bool operator()(const OmfColors& a) const { return a.values == std::get<OmfColors>(other.values).values; }
    bool operator()(const OmfTexts& a) const {
        const auto& b = std::get<OmfTexts>(other.values);
        return a.values == b.values && a.times == b.times;
    }
    bool operator()(const OmfMapped& a) const {
        const auto& b = std::get<OmfMapped>(other.values);
        if (a.indices != b.indices || a.legends.size() != b.legends.size()) return false;
        for (std::size_t n = 0; n < a.legends.size(); ++n)
            if (a.legends[n].name != b.legends[n].name || a.legends[n].times != b.legends[n].times ||
                a.legends[n].values != b.legends[n].values)
                return false;
        return true;
    }
    bool operator()(const OmfStreamed&) const { return false; }
};

struct SameGeometry {
    const OmfElement& other;
    bool operator()(const OmfPoints& a) const {
        return a.points == std::get<OmfPoints>(other.geometry).points;
    }
    bool operator()(const OmfLines& a) const {
        const auto& b = std::get<OmfLines>(other.geometry);
        return a.points == b.points && a.segments == b.segments;
    }
    bool operator()(const OmfSurface& a) const {
        const auto& b = std::get<OmfSurface>(other.geometry);
        return a.points == b.points && a.triangles == b.triangles;
    }
    bool operator()(const OmfGridSurface& a) const {
        const auto& b = std::get<OmfGridSurface>(other.geometry);
        return a.origin == b.origin && a.axis_u == b.axis_u && a.axis_v == b.axis_v &&
               a.widths_u == b.widths_u && a.widths_v == b.widths_v && a.offsets == b.offsets;
    }
    bool operator()(const OmfVolume& a) const {
        const auto& b = std::get<OmfVolume>(other.geometry);
        return a.origin == b.origin && a.axis_u == b.axis_u && a.axis_v == b.axis_v && a.axis_w == b.axis_w &&
               a.widths_u == b.widths_u && a.widths_v == b.widths_v && a.widths_w == b.widths_w;
    }
};

std::string difference(const OmfProject& a, const OmfProject& b) {
    if (a.name != b.name || a.author != b.author || a.revision != b.revision) return "project";
    if (a.elements.size() != b.elements.size()) return "elements";
    for (std::size_t n = 0; n < a.elements.size(); ++n) {
        const OmfElement &x = a.elements[n], &y = b.elements[n];
        if (x.name != y.name || x.description != y.description || x.color != y.color) return x.name;
        if (x.geometry.index() != y.geometry.index() || !std::visit(SameGeometry{y}, x.geometry))
            return x.name + " geometry";
        if (x.data.size() != y.data.size()) return x.name + " data";
        for (std::size_t d = 0; d < x.data.size(); ++d) {
            const OmfData &p = x.data[d], &q = y.data[d];
            if (p.name != q.name || p.description != q.description || p.place != q.place ||
                p.values.index() != q.values.index() || !std::visit(SameValues{q}, p.values))
                return x.name + "/" + p.name;
        }
    }
    return "";
}

RC_GTEST_PROP(OmfFile, WhatIsWrittenIsReadBackBitForBit, (std::uint32_t seed)) {
    const OmfProject project = everything(seed % 1000);
    const TemporaryFolder folder;
    const auto written = write_omf(project, folder.file("all.omf"));
    RC_ASSERT(written.has_value());
    const auto back = read_omf(folder.file("all.omf"));
    RC_ASSERT(back.has_value());
    RC_ASSERT(difference(project, *back) == "");
    RC_ASSERT(back->findings.empty());
}

TEST(OmfFile, RealFilesSurviveBeingWrittenAgain) {
    ORELENS_SHARED(folder, "omf");
    const TemporaryFolder own;
    for (const char* name : {"test_file_v1.omf", "omf1_test_proj.omf", "omf1_plane_surface.omf"}) {
        const OmfProject project = read(folder / name);
        ASSERT_TRUE(write_omf(project, own.file(name)));
        EXPECT_EQ(difference(project, read(own.file(name))), "") << name;
    }
}

/// A file of one point set, with whatever header, JSON and numbers a test wants.
std::string file_of(const std::string& json, const std::string& numbers = "",
                    const std::string& version = "OMF-v0.9.0") {
    std::string bytes = "\x84\x83\x82\x81" + version;
    bytes.resize(36, '\0');
    for (int n = 0; n < 16; ++n) bytes += static_cast<char>(0x11);
    const std::uint64_t at = 60 + numbers.size();
    bytes.append(reinterpret_cast<const char*>(&at), 8);
    return bytes + numbers + json;
}

constexpr const char* root_uid = "11111111-1111-1111-1111-111111111111";

std::string project_json(const std::string& geometry, const std::string& project_rest = "",
                         const std::string& element_rest = "", const std::string& objects = "") {
    return std::string("{\"") + root_uid + R"(":{"__class__":"Project","elements":["e"])" + project_rest +
           R"(},"e":{"__class__":"PointSetElement","name":"E","geometry":"g")" + element_rest + R"(},"g":)" +
           geometry + objects + "}";
}

TEST(OmfRead, OriginsAddUpAndFeetBecomeMetres) {
    const TemporaryFolder folder;
    const std::string json = project_json(
        R"({"__class__":"PointSetGeometry","origin":[10,20,30],"vertices":{"start":60,"dtype":"<f8","length":0}})",
        R"(,"units":"Feet","origin":[100,200,300])");
    std::string inline_points = json;
    const std::string packed = R"({"start":60,"dtype":"<f8","length":0})";
    inline_points.replace(inline_points.find(packed), packed.size(), "[[1,2,3],[0.5,0,-1]]");
    const OmfProject project = read(folder.write("feet.omf", file_of(inline_points)));
    const auto& points = std::get<OmfPoints>(project.elements.at(0).geometry).points;
    ASSERT_EQ(points.size(), 2U);
    EXPECT_EQ(points[0], (OmfVec3{111 * 0.3048, 222 * 0.3048, 333 * 0.3048}));
    EXPECT_EQ(points[1], (OmfVec3{110.5 * 0.3048, 220 * 0.3048, 329 * 0.3048}));
    ASSERT_EQ(project.findings.size(), 1U);
    EXPECT_EQ(project.findings[0].what.key, "finding.what.omf_units_converted");
    EXPECT_TRUE(std::get<OmfPoints>(read(folder.write("none.omf", file_of(json))).elements.at(0).geometry)
                    .points.empty());
}

TEST(OmfRead, UnknownKindsAreNamedAndTheRestIsRead) {
    const TemporaryFolder folder;
    const OmfProject project = read(folder.write(
        "future.omf", file_of(project_json(R"({"__class__":"OctreeGeometry"})", R"(,"units":"m")"))));
    EXPECT_TRUE(project.elements.empty());
    ASSERT_EQ(project.findings.size(), 1U);
    EXPECT_EQ(project.findings[0].kind, "omf_left_out");
}

TEST(OmfRead, WhatIsWrongIsNamed) {
    const std::string vertices = R"({"__class__":"PointSetGeometry","vertices":[[1,2,3]]})";
    const auto with_data = [&](const std::string& data) {
        return file_of(project_json(vertices, "", R"(,"data":["d"])", R"(,"d":)" + data));
    };
    const struct {
        const char* name;
        std::string bytes;
        const char* key;
    } cases[] = {
        {"empty", "", "omf.not_omf"},
        {"other program's .omf", "# OOMMF: rectangular mesh v1.0\n", "omf.not_omf"},
        {"zip", std::string("PK\x03\x04 and more", 13), "omf.version_2"},
        {"cut header", std::string("\x84\x83\x82\x81OMF-v0.9.0", 14), "omf.cut"},
        {"later version", file_of("{}", "", "OMF-v1.5.0"), "omf.other_version"},
        {"no JSON", file_of("{\"a\": nonsense"), "omf.damaged"},
        {"no project", file_of("{}"), "omf.damaged"},
        {"uid twice",
         file_of(std::string("{\"") + root_uid + R"(":{"__class__":"Project"},")" + root_uid +
                 R"(":{"__class__":"Project"}})"),
         "omf.damaged"},
        {"element missing",
         file_of(std::string("{\"") + root_uid + R"(":{"__class__":"Project","elements":["x"]}})"),
         "omf.object_missing"},
        {"no geometry",
         file_of(std::string("{\"") + root_uid +
                 R"(":{"__class__":"Project","elements":["e"]},"e":{"name":"E"}})"),
         "omf.wrong_member"},
        {"outside",
         file_of(project_json(
             R"({"__class__":"PointSetGeometry","vertices":{"start":60,"dtype":"<f8","length":99999}})")),
         "omf.array_outside"},
        {"start at the end of numbers",
         file_of(project_json(
             R"({"__class__":"PointSetGeometry","vertices":{"start":18446744073709551615,"dtype":"<f8","length":8}})")),
         "omf.array_outside"},
        {"not zlib",
         file_of(project_json(
                     R"({"__class__":"PointSetGeometry","vertices":{"start":60,"dtype":"<f8","length":4}})"),
                 "abcd"),
         "omf.damaged"},
        {"type of number",
         file_of(project_json(
                     R"({"__class__":"PointSetGeometry","vertices":{"start":60,"dtype":">f4","length":4}})"),
                 "abcd"),
         "omf.number_type"},
        {"no triples", file_of(project_json(R"({"__class__":"PointSetGeometry","vertices":[1,2]})")),
         "omf.wrong_length"},
        {"segment outside",
         file_of(project_json(R"({"__class__":"LineSetGeometry","vertices":[[1,2,3]],"segments":[[0,1]]})")),
         "omf.index_outside"},
        {"triangle below zero",
         file_of(
             project_json(R"({"__class__":"SurfaceGeometry","vertices":[[1,2,3]],"triangles":[[0,0,-1]]})")),
         "omf.index_outside"},
        {"axis of no length",
         file_of(project_json(
             R"({"__class__":"VolumeGridGeometry","axis_u":[0,0,0],"tensor_u":[1],"tensor_v":[1],"tensor_w":[1]})")),
         "omf.wrong_member"},
        {"width of zero",
         file_of(project_json(
             R"({"__class__":"VolumeGridGeometry","tensor_u":[1],"tensor_v":[0],"tensor_w":[1]})")),
         "omf.wrong_member"},
        {"offsets",
         file_of(project_json(
             R"({"__class__":"SurfaceGridGeometry","tensor_u":[1],"tensor_v":[1],"offset_w":[1,2,3]})")),
         "omf.wrong_length"},
        {"values", with_data(R"({"__class__":"ScalarData","location":"vertices","array":[1.5,2]})"),
         "omf.wrong_length"},
        {"place", with_data(R"({"__class__":"ScalarData","location":"faces","array":[1.5]})"),
         "omf.wrong_member"},
        {"legend",
         with_data(
             R"({"__class__":"MappedData","location":"vertices","array":[1],"legends":["l"]},"l":{"values":"v"},"v":{"__class__":"StringArray","array":["a"]})"),
         "omf.index_outside"},
        {"texts", with_data(R"({"__class__":"StringData","location":"vertices","array":[3]})"),
         "omf.wrong_member"},
    };
    const TemporaryFolder folder;
    for (const auto& one : cases) {
        const std::string path = folder.write("bad.omf", one.bytes);
        const auto project = read_omf(path);
        ASSERT_FALSE(project) << one.name;
        EXPECT_EQ(project.error().what.key, one.key) << one.name;
        EXPECT_EQ(project.error().place.file, path) << one.name;
        EXPECT_EQ(base::describe(project.error(), base::Language::chinese).find('{'), std::string::npos)
            << one.name;
    }
    EXPECT_EQ(read_omf(folder.path().string()).error().kind, base::ErrorKind::file);
    EXPECT_EQ(read_omf("/dev/zero").error().kind, base::ErrorKind::file);
}

TEST(OmfFile, ACancelLeavesTheOldFile) {
    const TemporaryFolder folder;
    const std::string path = folder.write("m.omf", "old");
    base::Progress cancelled;
    cancelled.cancel();
    const auto written = write_omf(everything(7), path, cancelled);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(*base::read_text_file(path), "old");
    ASSERT_TRUE(write_omf(everything(7), path));
    EXPECT_EQ(read_omf(path, cancelled).error().kind, base::ErrorKind::cancelled);
}

TEST(OmfFile, DataOfAnotherLengthAreNotWritten) {
    OmfProject project = everything(7);
    std::get<OmfReals>(project.elements[0].data[0].values).values.pop_back();
    const TemporaryFolder folder;
    EXPECT_EQ(write_omf(project, folder.file("m.omf")).error().what.key, "omf.wrong_length");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace orelens::io
