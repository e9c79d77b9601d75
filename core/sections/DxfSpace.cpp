// Sections as DXF where they lie in space: faces of blocks, holes at their true places, surfaces as lines.
#include <algorithm>
#include <cmath>

#include "core/sections/DxfWriter.h"
#include "core/sections/Sheet.h"

namespace orelens::sections {
namespace {

using Line = std::vector<Vec3>;

Vec3 placed(const Section& section, const Spot& spot) {
    const Vec2 out = section.to_reader();
    const Vec3 on = section.world(spot.s, spot.z);
    return {on[0] + spot.off * out[0], on[1] + spot.off * out[1], on[2]};
}

class Space {
  public:
    void line(Kind kind, const Line& points, const Colour& colour) {
        if (points.size() < 2) return;
        const bool closed = points.size() > 3 && points.front() == points.back();
        constexpr int in_space = 8, closes = 1, vertex_in_space = 32;
        to.entity("POLYLINE", kind, colour);
        to.whole(66, 1);
        to.place(10, Vec3{0, 0, 0});
        to.whole(70, in_space + (closed ? closes : 0));
        for (std::size_t n = 0; n + (closed ? 1 : 0) < points.size(); ++n) {
            to.entity("VERTEX", kind, colour);
            to.place(10, points[n]);
            to.whole(70, vertex_in_space);
            include(points[n]);
        }
        to.group(0, "SEQEND");
        to.group(8, kind_layers[static_cast<std::size_t>(kind)]);
    }
    /// Convex; edges between the pieces of one are invisible.
    void face(const std::vector<Vec3>& corners, const Colour& colour) {
        for (std::size_t n = 1; n + 1 < corners.size(); n += 2) {
            const bool four = n + 2 < corners.size();
            const std::size_t last = four ? n + 2 : n + 1;
            to.entity("3DFACE", Kind::blocks, colour);
            to.place(10, corners[0]);
            to.place(11, corners[n]);
            to.place(12, corners[n + 1]);
            to.place(13, corners[last]);
            to.whole(70, (n > 1 ? 1 : 0) + (last + 1 < corners.size() ? 8 : 0));
            for (const Vec3& corner : corners) include(corner);
        }
    }
    /// Upright on the section's plane, read from where the reader stands.
    void words(const Section& section, const Vec3& at, const std::string& text, double height) {
        if (text.empty()) return;
        const Vec2 out = section.to_reader();
        to.entity("TEXT", Kind::text, black);
        // In the coordinates of its own plane: along the section, up, towards the reader.
        to.place(10, Vec3{at[0] * section.along[0] + at[1] * section.along[1], at[2], at[0] * out[0] + at[1] * out[1]});
        to.number(40, height);
        to.words(1, text);
        to.group(7, "STANDARD");
        to.number(210, out[0]);
        to.number(220, out[1]);
        to.number(230, 0);
    }
    [[nodiscard]] std::string finished() {
        DxfWriter whole;
        whole.begin(low_[0] > high_[0] ? Vec3{0, 0, 0} : low_, low_[0] > high_[0] ? Vec3{0, 0, 0} : high_, 1);
        whole.out += to.out;
        whole.end();
        return whole.out;
    }

  private:
    void include(const Vec3& p) {
        for (std::size_t a = 0; a < 3; ++a) {
            low_[a] = std::min(low_[a], p[a]);
            high_[a] = std::max(high_[a], p[a]);
        }
    }
    DxfWriter to;
    Vec3 low_{1e300, 1e300, 1e300}, high_{-1e300, -1e300, -1e300};
};

void write_hole(Space& space, const SheetInput& input, const Section& section, const HolePiece& piece, double letters) {
    Line trace;
    for (const Spot& spot : piece.spots) trace.push_back(placed(section, spot));
    space.line(Kind::holes, trace, black);
    if (piece.from_collar)
        space.words(section, {trace.front()[0], trace.front()[1], trace.front()[2] + letters}, input.holes->collars[piece.hole].hole, letters);
    const drilling::IntervalTable& table = input.holes->lithology;
    if (table.codes.empty()) return;
    const drilling::CodeColumn& rock = table.codes.front();
    for (std::size_t row = 0; row < table.size(); ++row) {
        const double from = std::max(table.from_m[row], piece.depth_m.front()), to = std::min(table.to_m[row], piece.depth_m.back());
        const std::int32_t code = rock.values[row];
        if (table.hole[row] != static_cast<std::int32_t>(piece.hole) || !(to > from) || code < 0 ||
            static_cast<std::size_t>(code) >= input.rocks.colours.size())
            continue;
        Line part{placed(section, piece.at(from))};
        for (std::size_t n = 0; n < piece.depth_m.size(); ++n)
            if (piece.depth_m[n] > from && piece.depth_m[n] < to) part.push_back(placed(section, piece.spots[n]));
        part.push_back(placed(section, piece.at(to)));
        space.line(Kind::intervals, part, input.rocks.colours[static_cast<std::size_t>(code)]);
    }
}

}  // namespace

std::string dxf_in_space(const SheetInput& input, const std::vector<SectionContent>& contents) {
    Space space;
    const std::optional<Window> window = common_window(contents);
    for (const SectionContent& content : contents) {
        const Section& section = content.section;
        double letters = 1;
        if (window) {
            constexpr double share = 0.012;
            letters = share * std::max(window->width(), window->height());
            const auto corner = [&](double s, double z) { return section.world(s, z); };
            const double left = std::max(0.0, window->s_low), right = std::min(section.length_m, window->s_high);
            space.line(Kind::frame, {corner(left, window->z_low), corner(right, window->z_low), corner(right, window->z_high),
                                     corner(left, window->z_high), corner(left, window->z_low)}, black);
            space.words(section, corner(left, window->z_high + letters), section.name, 1.5 * letters);
        }
        for (const BlockFace& face : content.faces) {
            const int of = input.paint.class_of ? input.paint.class_of(face.leaf, face.at) : -1;
            if (of < 0) continue;
            std::vector<Vec3> corners;
            for (const Vec2& corner : face.corners) corners.push_back(section.world(corner[0], corner[1]));
            space.face(corners, input.paint.classes[static_cast<std::size_t>(of)].colour);
        }
        for (std::size_t n = 0; n < content.surfaces.size(); ++n)
            for (const auto& line : content.surfaces[n]) {
                Line drawn;
                for (const Vec2& at : line) drawn.push_back(section.world(at[0], at[1]));
                space.line(Kind::surfaces, drawn, input.surfaces[n].colour);
            }
        if (input.holes != nullptr)
            for (const HolePiece& piece : content.holes) write_hole(space, input, section, piece, letters);
    }
    return space.finished();
}

}  // namespace orelens::sections
