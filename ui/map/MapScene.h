// What a map shows, brought to its plane once: marks with their discs and an index of squares, outlines, layers of the
// user's. Marks are sized by area for an amount and coloured by a state. Knows nothing of what a mark stands for.
#pragma once

#include <QColor>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/io/map/MapFile.h"
#include "ui/map/MapFrame.h"

namespace orelens::maps {

struct MapMark {
    io::LonLat place{};
    double amount = std::numeric_limits<double>::quiet_NaN();  ///< tonnes, what its area stands for; NaN = not known, a ring
    std::uint8_t state = 0;                                    ///< index into MapMarks::states
    QString label;
    QString note = {};  ///< further lines of the tooltip, and a column of the table
};

struct MapState {
    QString name;
    QColor colour;
    bool square = false;  ///< marks of this state are squares: another kind of thing than discs
};

struct MapMarks {
    std::vector<MapMark> marks;
    std::vector<MapState> states;
    QString amount_name;  ///< of tonnes: "Copper in the ground"
    QString empty_note;   ///< shown while there are neither marks nor layers
};

/// Largest and smallest disc, for the largest amount and for a hundredth of it and less; of what is not known.
inline constexpr double largest_disc = 18, smallest_disc = 3.5, unknown_disc = 5;

class MapScene {
  public:
    struct Outline {
        QPolygonF corners;  ///< on the plane
        QRectF box;
    };
    struct Shape {
        Outline outline;
        io::MapKind kind = io::MapKind::points;
        std::size_t layer = 0;
        std::uint32_t feature = 0;
    };

    MapScene();
    /// Marks without a place keep their numbers and are not shown.
    void set_marks(MapMarks marks);
    /// Of the same marks; false and no change where there are more or fewer, or one that does not exist.
    bool set_states(const std::vector<std::uint8_t>& states);
    /// Of some marks: what a step of a slider changes. The same.
    bool set_states(const std::vector<std::pair<std::size_t, std::uint8_t>>& changed);
    /// Of the same marks: sizes follow. Nothing for a mark that does not exist.
    void set_amounts(const std::vector<std::pair<std::size_t, double>>& changed);
    /// Further lines of one mark; nothing where there is no such mark.
    void set_note(std::size_t mark, const QString& note);
    void set_layers(std::vector<io::MapLayer> layers);

    [[nodiscard]] const MapMarks& marks() const { return marks_; }
    [[nodiscard]] const std::vector<io::MapLayer>& layers() const { return layers_; }
    [[nodiscard]] const std::vector<Outline>& land() const { return land_; }
    [[nodiscard]] const std::vector<Outline>& borders() const { return borders_; }
    [[nodiscard]] const std::vector<Shape>& shapes() const { return shapes_; }
    [[nodiscard]] const QPointF& place(std::size_t mark) const { return places_[mark]; }
    [[nodiscard]] double radius(std::size_t mark) const { return radii_[mark]; }
    [[nodiscard]] bool known(std::size_t mark) const { return std::isfinite(marks_.marks[mark].amount); }
    /// Marks that have a place in order of drawing: small ones lie on large ones and are seen; equal ones as they came.
    [[nodiscard]] const std::vector<std::uint32_t>& largest_first() const { return order_; }
    [[nodiscard]] double largest_amount() const { return largest_; }
    [[nodiscard]] bool empty() const { return marks_.marks.empty() && shapes_.empty(); }
    /// Of all marks and shapes on the plane; null where there are none.
    [[nodiscard]] QRectF extent() const;
    /// Radius of a disc for an amount, in pixels at ordinary letters.
    [[nodiscard]] double radius_of(double amount) const;

    /// The mark whose disc is at a pixel, the smallest of several.
    [[nodiscard]] std::optional<std::size_t> mark_at(const MapFrame& frame, const QPointF& pixel) const;
    /// The label of a layer's shape at a pixel, with its layer's name; empty where there is none.
    [[nodiscard]] QString shape_at(const MapFrame& frame, const QPointF& pixel) const;
    /// Marks whose middle is within a polygon of pixels, in order.
    [[nodiscard]] std::vector<std::size_t> marks_within(const MapFrame& frame, const QPolygonF& pixels) const;
    /// Marks whose middle is in sight, in order.
    [[nodiscard]] std::vector<std::size_t> marks_in_sight(const MapFrame& frame) const;
    /// How many marks are in each state.
    [[nodiscard]] std::vector<std::size_t> counts() const;

  private:
    /// Marks near each other.
    struct Cell {
        QRectF box;
        std::vector<std::uint32_t> marks;
    };
    void size_marks();
    void order_marks();

    MapMarks marks_;
    std::vector<QPointF> places_;
    std::vector<float> radii_;
    double largest_ = 0;
    std::vector<std::uint32_t> order_;
    std::vector<Cell> cells_;
    std::vector<Outline> land_, borders_;
    std::vector<io::MapLayer> layers_;
    std::vector<Shape> shapes_;
};

}  // namespace orelens::maps
