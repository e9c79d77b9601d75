#include "ui/map/Stamps.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "ui/map/MarkPaint.h"

namespace orelens::maps {
namespace {

/// Sizes of known amounts; one more is the ring of what is not known.
constexpr std::size_t known_sizes = 24;

/// Bytes of four pixels, laid at once.
constexpr int step = 16;

/// over + to × below / 255, rounded: 16-bit arithmetic that the compiler makes wide where the number of bytes is fixed.
template <int Bytes>
void lay_bytes(const std::uint8_t* __restrict over, const std::uint8_t* __restrict below, std::uint8_t* __restrict to) {
    for (int n = 0; n < Bytes; ++n) {
        const auto product = static_cast<std::uint16_t>(to[n] * below[n] + 128);
        to[n] = static_cast<std::uint8_t>(over[n] + static_cast<std::uint8_t>(static_cast<std::uint16_t>(product + (product >> 8)) >> 8));
    }
}

void lay_row(const std::uint8_t* over, const std::uint8_t* below, std::uint8_t* to, int bytes) {
    int n = 0;
    for (; n + step <= bytes; n += step) lay_bytes<step>(over + n, below + n, to + n);
    for (; n < bytes; n += 4) lay_bytes<4>(over + n, below + n, to + n);
}

}  // namespace

Stamps::Stamps(const MapMarks& marks, double zoom, const ui::ChartColors& colors, double ratio)
    : ratio_(ratio), side_(2 * static_cast<int>(std::ceil((largest_disc * zoom + 2) * ratio))) {
    for (std::size_t size = 0; size <= known_sizes; ++size) {
        const double radius = zoom * (size == known_sizes ? unknown_disc
                                                          : smallest_disc + (largest_disc - smallest_disc) * static_cast<double>(size) / (known_sizes - 1));
        sizes_.push_back({radius, std::min(static_cast<int>(std::ceil((radius + 2) * ratio)), side_ / 2)});
    }
    const auto states = static_cast<int>(marks.states.size());
    sheet_ = QImage(side_ * static_cast<int>(sizes_.size()), side_ * std::max(states, 1), QImage::Format_ARGB32_Premultiplied);
    sheet_.fill(Qt::transparent);
    sheet_.setDevicePixelRatio(ratio);
    QPainter painter(&sheet_);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int state = 0; state < states; ++state)
        for (std::size_t size = 0; size < sizes_.size(); ++size)
            paint_mark(painter, QPointF(static_cast<double>(size) + 0.5, state + 0.5) * side_ / ratio, sizes_[size].radius,
                       look_of(marks.states[static_cast<std::size_t>(state)], size < known_sizes), zoom, colors);
    painter.end();
    read_rows();
}

void Stamps::read_rows() {
    below_.resize(static_cast<std::size_t>(sheet_.sizeInBytes()));
    spans_.resize(static_cast<std::size_t>(sheet_.height()) * sizes_.size());
    for (int y = 0; y < sheet_.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgb*>(sheet_.constScanLine(y));
        std::uint8_t* below = below_.data() + static_cast<std::ptrdiff_t>(y) * sheet_.bytesPerLine();
        for (int x = 0; x < sheet_.width(); ++x) std::fill_n(below + 4 * x, 4, static_cast<std::uint8_t>(255 - qAlpha(row[x])));
        for (std::size_t size = 0; size < sizes_.size(); ++size) {
            const QRgb* square = row + static_cast<std::ptrdiff_t>(size) * side_;
            Span& span = spans_[static_cast<std::size_t>(y) * sizes_.size() + size];
            while (span.first < side_ && square[span.first] == 0) ++span.first;
            span.end = side_;
            while (span.end > span.first && square[span.end - 1] == 0) --span.end;
            // Blank pixels lay nothing over what is there; whole steps are quicker than their remainders.
            const int rest = (span.end - span.first) % (step / 4), more = rest == 0 ? 0 : step / 4 - rest;
            if (span.end + more <= side_) span.end += more;
            else if (span.first >= more && span.end > span.first) span.first -= more;
        }
    }
}

std::size_t Stamps::size_of(double radius, bool known) const {
    if (!known) return known_sizes;
    const double part = std::clamp((radius - smallest_disc) / (largest_disc - smallest_disc), 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(part * (known_sizes - 1)));
}

void Stamps::stamp(QImage& picture, const MapScene& scene, const MapFrame& frame, const QRect& part) const {
    const MapMarks& marks = scene.marks();
    const QRect reach = part.adjusted(-side_ / 2, -side_ / 2, side_ / 2, side_ / 2);
    const QRectF near(frame.plane(QPointF(reach.topLeft()) / ratio_), frame.plane(QPointF(reach.bottomRight() + QPoint(1, 1)) / ratio_));
    const QRectF shown = near.normalized();
    std::vector<Laid> laid;
    for (const std::uint32_t mark : scene.largest_first()) {
        const QPointF place = scene.place(mark);
        if (!shown.contains(place)) continue;
        const std::size_t size = size_of(scene.radius(mark), scene.known(mark));
        const QPointF at = frame.pixel(place) * ratio_;
        laid.push_back({static_cast<int>(std::lround(at.x())) - sizes_[size].half, static_cast<int>(std::lround(at.y())) - sizes_[size].half,
                        static_cast<std::uint16_t>(marks.marks[mark].state), static_cast<std::uint16_t>(size)});
    }
    // Bands of rows share no pixel, and each lays the marks in their order.
    const Canvas canvas{picture.bits(), picture.bytesPerLine()};
    const auto rows = static_cast<std::size_t>(std::max(part.height(), 0));
    base::parallel_for(rows, std::max<std::size_t>(rows / 4, 32), [&](std::size_t begin, std::size_t end) {
        const QRect band(part.left(), part.top() + static_cast<int>(begin), part.width(), static_cast<int>(end - begin));
        for (const Laid& mark : laid) lay(canvas, band, mark);
    });
}

void Stamps::lay(const Canvas& canvas, const QRect& part, const Laid& mark) const {
    const int half = sizes_[mark.size].half, margin = side_ / 2 - half;
    const int above = std::max(0, part.top() - mark.top), under = std::min(2 * half, part.bottom() + 1 - mark.top);
    // The first pixel of its square in the picture, in front of what the square leaves blank.
    const int origin = mark.left - margin;
    for (int row = above; row < under; ++row) {
        const int y = static_cast<int>(mark.state) * side_ + margin + row;
        const Span& span = spans_[static_cast<std::size_t>(y) * sizes_.size() + mark.size];
        const int first = std::max(span.first, part.left() - origin), end = std::min(span.end, part.right() + 1 - origin);
        if (first >= end) continue;
        const qsizetype from = y * sheet_.bytesPerLine() + 4 * (static_cast<qsizetype>(mark.size) * side_ + first);
        lay_row(sheet_.constBits() + from, below_.data() + from, canvas.bits + (mark.top + row) * canvas.line + 4 * (origin + first),
                4 * (end - first));
    }
}

}  // namespace orelens::maps
