// Drawings as DXF, sheet beside sheet.
#include <algorithm>

#include "core/sections/DxfWriter.h"

namespace orelens::sections {
namespace {

struct Frame {
    double x = 0, y = 0, scale = 1;
    [[nodiscard]] Vec2 operator()(const Vec2& mm) const { return {x + mm[0] * scale, y + mm[1] * scale}; }
};

void write(DxfWriter& to, const Frame& frame, const Fill& fill) {
    // Solids have three or four corners, the last two in the order of a bow tie.
    for (std::size_t n = 1; n + 1 < fill.corners.size(); n += 2) {
        const bool four = n + 2 < fill.corners.size();
        to.entity("SOLID", fill.kind, fill.colour);
        to.place(10, frame(fill.corners[0]));
        to.place(11, frame(fill.corners[n]));
        to.place(12, frame(fill.corners[four ? n + 2 : n + 1]));
        to.place(13, frame(fill.corners[n + 1]));
    }
}

void write(DxfWriter& to, const Frame& frame, const Stroke& stroke) {
    if (stroke.points.size() < 2) return;
    const bool closed = stroke.points.size() > 3 && stroke.points.front() == stroke.points.back();
    to.entity("POLYLINE", stroke.kind, stroke.colour);
    if (stroke.dashed) to.group(6, "DASHED");
    to.whole(66, 1);
    to.place(10, Vec2{0, 0});
    to.whole(70, closed ? 1 : 0);
    for (std::size_t n = 0; n + (closed ? 1 : 0) < stroke.points.size(); ++n) {
        to.entity("VERTEX", stroke.kind, stroke.colour);
        to.place(10, frame(stroke.points[n]));
    }
    to.group(0, "SEQEND");
    to.group(8, kind_layers[static_cast<std::size_t>(stroke.kind)]);
}

void write(DxfWriter& to, const Frame& frame, const Label& label) {
    if (label.words.empty()) return;
    const bool on_paper = label.colour == white;  // white letters stand on dark blocks
    to.entity("TEXT", Kind::text, on_paper ? black : label.colour);
    to.place(10, frame(label.at));
    to.number(40, label.points * mm_per_point * dxf_capital * frame.scale);
    to.words(1, label.words);
    to.number(50, label.angle_deg);
    to.group(7, "STANDARD");
    to.whole(72, label.across + 1);
    to.place(11, frame(label.at));
    to.whole(73, label.along == -1 ? 1 : label.along == 0 ? 2 : 3);
}

}  // namespace

std::string dxf_text(const std::vector<Drawing>& drawings) {
    DxfWriter to;
    std::vector<Frame> frames;
    Vec2 low{1e300, 1e300}, high{-1e300, -1e300};
    double right = 0, dash = 1;
    for (std::size_t n = 0; n < drawings.size(); ++n) {
        const Drawing& d = drawings[n];
        Frame frame{n == 0 ? d.origin_m[0] : right, d.origin_m[1], d.metres_per_mm};
        const Vec2 far = frame({d.width_mm, d.height_mm});
        constexpr double between_sheets_mm = 20;
        right = far[0] + between_sheets_mm * d.metres_per_mm;
        low = {std::min(low[0], frame.x), std::min(low[1], frame.y)};
        high = {std::max(high[0], far[0]), std::max(high[1], far[1])};
        dash = d.metres_per_mm;
        frames.push_back(frame);
    }
    if (drawings.empty()) low = high = {0, 0};
    to.begin({low[0], low[1], 0}, {high[0], high[1], 0}, dash);
    for (std::size_t n = 0; n < drawings.size(); ++n)
        for (const Item& item : drawings[n].items)
            std::visit([&](const auto& one) { write(to, frames[n], one); }, item);
    to.end();
    return to.out;
}

}  // namespace orelens::sections
