// STL, text and binary. The binary form holds single precision: at map coordinates its steps are decimetres,
// which is said; a header of this program names what was taken off before.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <unordered_map>

#include "core/io/shapes/ShapeText.h"

namespace orelens::io {
namespace {

using shapes::TriangleMesh;
using shapes::Vec3;

constexpr std::size_t head_bytes = 84, facet_bytes = 50;

struct PointHash {
    std::size_t operator()(const Vec3& point) const {
        std::uint64_t hash = 0;
        for (const double x : point) {
            hash ^= std::bit_cast<std::uint64_t>(x == 0 ? 0.0 : x);
            hash *= 0x9E3779B97F4A7C15U;
            hash ^= hash >> 32;
        }
        return hash;
    }
};

/// Corners as they come, equal ones once: a solid's corner stands six times in the file.
class Corners {
  public:
    std::int32_t add(const Vec3& point) {
        const auto [at, fresh] = known_.try_emplace(point, static_cast<std::int32_t>(mesh.points.size()));
        if (fresh) mesh.points.push_back(point);
        return at->second;
    }
    TriangleMesh mesh;

  private:
    std::unordered_map<Vec3, std::int32_t, PointHash> known_;
};

std::uint32_t whole_number(const char* bytes) {
    std::uint32_t value = 0;
    for (int n = 3; n >= 0; --n) value = value << 8 | static_cast<unsigned char>(bytes[n]);
    return value;
}

/// "add x 1 y 2 z 3" in the header, as this program wrote it once; zero elsewhere.
Vec3 offset_of(std::string_view header) {
    const std::size_t found = header.find("block surface, metres, add ");
    if (found == std::string_view::npos) return {0, 0, 0};
    std::string_view rest = header.substr(found + 27);
    rest = rest.substr(0, rest.find('\0'));
    Vec3 offset{0, 0, 0};
    for (const char* axis : {"x", "y", "z"}) {
        const bool named = word(rest) == axis;
        const auto value = number_of(word(rest));
        if (!named || !value) return {0, 0, 0};
        offset[static_cast<std::size_t>(axis[0] - 'x')] = *value;
    }
    return offset;
}

base::Expected<ShapeFile> binary(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    const std::size_t count = whole_number(bytes.data() + 80);
    const std::size_t room = (bytes.size() - head_bytes) / facet_bytes;
    if (count > room) {
        auto refused = error.at(0, "shapes.stl_short");
        refused.error().what.args = {{"stated", std::to_string(count)}, {"found", std::to_string(room)}};
        return refused;
    }
    const Vec3 offset = offset_of(std::string_view(bytes).substr(0, 80));
    ShapeFile file;
    file.format = "STL";
    Corners corners;
    corners.mesh.triangles.reserve(count);
    double largest = 0;
    for (std::size_t n = 0; n < count; ++n) {
        if (n % 16384 == 0 && !progress.report(static_cast<double>(n) / static_cast<double>(count)))
            return base::cancelled();
        const char* facet = bytes.data() + head_bytes + n * facet_bytes;
        std::array<std::int32_t, 3> triangle{};
        for (std::size_t c = 0; c < 3; ++c) {
            Vec3 point{};
            for (std::size_t a = 0; a < 3; ++a) {
                const auto x = std::bit_cast<float>(whole_number(facet + 12 + c * 12 + a * 4));
                if (!std::isfinite(x)) return error.at(0, "shapes.stl_not_finite", std::to_string(n + 1));
                largest = std::max(largest, std::abs(static_cast<double>(x)));
                point[a] = static_cast<double>(x) + offset[a];
            }
            triangle[c] = corners.add(point);
        }
        corners.mesh.triangles.push_back(triangle);
    }
    if (bytes.size() > head_bytes + count * facet_bytes)
        file.findings.push_back(
            shape_finding("shape_trailing_bytes", base::Severity::warning, name, 0,
                          static_cast<std::int64_t>(bytes.size() - head_bytes - count * facet_bytes)));
    const double step = std::ldexp(std::max(largest, 1e-30), -23);
    if (step > 0.01)
        file.findings.push_back(shape_finding("shape_coarse_numbers", base::Severity::info, name, 0, 1,
                                              {{"step", base::number(step, 2)}}));
    file.meshes.push_back(std::move(corners.mesh));
    return file;
}

base::Expected<ShapeFile> text(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    ShapeFile file;
    file.format = "STL";
    Corners corners;
    Lines lines(bytes);
    std::string_view line;
    std::vector<std::int32_t> loop;
    bool ended = false;
    const auto finish = [&] {
        if (!corners.mesh.triangles.empty()) file.meshes.push_back(std::move(corners.mesh));
        corners = Corners();
    };
    while (lines.next(line)) {
        if (lines.row() % 16384 == 0 && !progress.report(lines.done())) return base::cancelled();
        const std::string_view whole = line;
        const std::string_view what = word(line);
        if (what.empty()) continue;
        if (same_word(what, "vertex")) {
            Vec3 point{};
            for (double& x : point) {
                const std::string_view cell = word(line);
                const auto value = number_of(cell);
                if (!value)
                    return error.at(lines.row(), cell.empty() ? "shapes.cut_short" : "shapes.not_a_number", cell);
                x = *value;
            }
            if (loop.size() == 3) return error.at(lines.row(), "shapes.stl_loop");
            loop.push_back(corners.add(point));
        } else if (same_word(what, "endloop")) {
            if (loop.size() != 3) return error.at(lines.row(), "shapes.stl_loop");
            corners.mesh.triangles.push_back({loop[0], loop[1], loop[2]});
            loop.clear();
        } else if (same_word(what, "solid")) {
            finish();
            ended = false;
            const std::size_t from = line.find_first_not_of(" \t");
            if (from != std::string_view::npos) corners.mesh.name = std::string(line.substr(from, 80));
        } else if (same_word(what, "endsolid")) {
            finish();
            ended = true;
        } else if (!same_word(what, "facet") && !same_word(what, "outer") && !same_word(what, "endfacet")) {
            return error.at(lines.row(), "shapes.unknown_line", whole);
        }
    }
    finish();
    if (!loop.empty() || !ended) return error.at(lines.row(), "shapes.cut_short");
    return file;
}

}  // namespace

base::Expected<ShapeFile> read_stl(const std::string& bytes, const std::string& name, const base::Progress& progress) {
    const ShapeError error{name};
    // Binary files may begin with "solid" as well: their size tells.
    const bool exact = bytes.size() >= head_bytes &&
                       bytes.size() == head_bytes + std::size_t{whole_number(bytes.data() + 80)} * facet_bytes;
    std::string_view start = std::string_view(bytes).substr(0, 1024);
    const bool printable = start.find('\0') == std::string_view::npos;
    if (!exact && printable && same_word(word(start), "solid")) return text(bytes, name, progress);
    if (bytes.size() < head_bytes || (printable && !exact)) return error.at(0, "shapes.not_stl");
    return binary(bytes, name, progress);
}

}  // namespace orelens::io
