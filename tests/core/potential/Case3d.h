// The mine with a known answer (shared data, potential/case3d), read as plainly as possible: not through the readers of
// the program, so that both can be compared.
#pragma once

#include <zlib.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>

#include "core/base/Progress.h"
#include "core/potential/Model.h"
#include "core/potential/Raster.h"
#include "core/shapes/Mesh.h"
#include "tests/support/SharedData.h"

namespace orelens::potential {

struct Case3d {
    std::filesystem::path folder;
    Evidence evidence;  ///< six layers: abs_d_fault, abs_d_contact, d_intrusion, sus, dens, clay
    std::map<std::string, std::vector<float>> column;
    std::vector<std::int8_t> label, truth;  ///< truth over active unlabelled voxels; −1 elsewhere
    std::vector<std::int64_t> training, hidden;
    nlohmann::json expected;
    Raster ground;
};

inline Raster read_ascii_grid(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::map<std::string, double> head;
    for (int n = 0; n < 6; ++n) {
        std::string name;
        in >> name >> head[name];
    }
    Raster raster;
    raster.columns = static_cast<std::int32_t>(head["ncols"]);
    raster.rows = static_cast<std::int32_t>(head["nrows"]);
    const double cell = head["cellsize"];
    raster.to = {head["xllcorner"], cell, 0, head["yllcorner"] + cell * raster.rows, 0, -cell};
    for (float value = 0; in >> value;) raster.values.push_back(value);
    return raster;
}

inline shapes::TriangleMesh read_obj(const std::filesystem::path& path) {
    shapes::TriangleMesh mesh;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "v") {
            auto& p = mesh.points.emplace_back();
            words >> p[0] >> p[1] >> p[2];
        } else if (kind == "f") {
            auto& t = mesh.triangles.emplace_back();
            for (auto& corner : t) {
                words >> corner;
                --corner;
            }
        }
    }
    return mesh;
}

/// Arrays of cells of an image file: appended, raw, packed by zlib in blocks behind a table of their sizes.
inline std::map<std::string, std::vector<float>> read_image(const std::filesystem::path& path, std::size_t cells) {
    std::ifstream in(path, std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::size_t data = all.find('_', all.find("<AppendedData")) + 1;
    const auto attribute = [&](std::size_t at, const std::string& name) {
        const std::size_t begin = all.find(name + "=\"", at) + name.size() + 2;
        return all.substr(begin, all.find('"', begin) - begin);
    };
    std::map<std::string, std::vector<float>> out;
    for (std::size_t at = all.find("<DataArray"); at < data; at = all.find("<DataArray", at + 1)) {
        const std::size_t offset = data + std::stoul(attribute(at, "offset"));
        std::uint32_t head[3];
        std::memcpy(head, &all[offset], sizeof head);
        std::string raw;
        std::size_t packed = offset + 4 * (3 + head[0]);
        for (std::uint32_t b = 0; b < head[0]; ++b) {
            std::uint32_t size = 0;
            std::memcpy(&size, &all[offset + 4 * (3 + b)], 4);
            std::string block(head[1], 0);
            uLongf made = head[1];
            uncompress(reinterpret_cast<Bytef*>(block.data()), &made, reinterpret_cast<const Bytef*>(&all[packed]), size);
            raw.append(block, 0, made);
            packed += size;
        }
        auto& values = out[attribute(at, "Name")];
        const std::string type = attribute(at, "type");
        for (std::size_t n = 0; n < cells; ++n) {
            float value = 0;
            if (type == "Float32") std::memcpy(&value, &raw[4 * n], 4);
            if (type == "UInt8") value = static_cast<float>(static_cast<std::uint8_t>(raw[n]));
            if (type == "Int8") value = static_cast<float>(static_cast<std::int8_t>(raw[n]));
            values.push_back(value);
        }
    }
    return out;
}

/// Read once; nothing where shared data is absent.
inline const Case3d* case3d() {
    static const std::optional<Case3d> made = []() -> std::optional<Case3d> {
        const auto folder = testing::shared_data("potential/case3d");
        if (!folder) return std::nullopt;
        Case3d c;
        c.folder = *folder;
        c.column = read_image(*folder / "case3d.vti", 48000);
        c.evidence.grid = {.origin = {512000, 4396000, -250}, .block_size = {25, 25, 25}, .count = {40, 40, 30}};
        const auto absolute = [](std::vector<float> values) {
            for (float& v : values) v = std::abs(v);
            return values;
        };
        const auto add = [&](const std::string& id, std::vector<float> values) {
            c.evidence.layers.push_back({.id = id, .values = std::move(values), .nominal = false, .projected = false, .from = {}});
        };
        add("abs_d_fault", absolute(c.column["d_fault"]));
        add("abs_d_contact", absolute(c.column["d_contact"]));
        for (const char* id : {"d_intrusion", "sus", "dens", "clay"}) add(id, c.column[id]);
        for (std::size_t v = 0; v < 48000; ++v) {
            const bool active = c.column["active"][v] == 1;
            c.evidence.active.push_back(active);
            c.label.push_back(static_cast<std::int8_t>(c.column["label"][v]));
            c.truth.push_back(active && c.label[v] == unknown ? static_cast<std::int8_t>(c.column["truth"][v]) : std::int8_t{-1});
            if (active && c.label[v] >= 0) c.training.push_back(static_cast<std::int64_t>(v));
            if (c.truth[v] >= 0) c.hidden.push_back(static_cast<std::int64_t>(v));
        }
        c.expected = nlohmann::json::parse(std::ifstream(*folder / "expected.json"));
        c.ground = read_ascii_grid(*folder / "dem.asc");
        return c;
    }();
    return made ? &*made : nullptr;
}

}  // namespace orelens::potential

#define POTENTIAL_CASE(c)                                     \
    const auto* c##_found = orelens::potential::case3d();     \
    if (c##_found == nullptr) GTEST_SKIP() << "shared data not present: potential/case3d"; \
    const auto& c = *c##_found
