// Areas in proportion to quantities: groups side by side, tiles in them. A tile is chosen by a click, or by arrow keys and Enter;
// its words stand in the tooltip.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct Tile {
    QString label, value;  ///< written on it where there is room
    QString note;          ///< behind them in the tooltip
    double size = 0;
    int colour = 0;        ///< number of the series; −1 = not known: grey
    bool chosen = false;   ///< framed
};
struct TileGroup {
    QString label;  ///< above its tiles
    std::vector<Tile> tiles;
};
struct Treemap {
    QString unit;  ///< of the sizes, for the table
    std::vector<TileGroup> groups;
    QString empty_note;
};

class TreemapWidget : public PaintedChart {
    Q_OBJECT
  public:
    explicit TreemapWidget(QWidget* parent = nullptr);
    void set_map(Treemap map);
    [[nodiscard]] const Treemap& map() const { return map_; }
    [[nodiscard]] QString as_text() const override;
    /// Where a tile is; empty where it has no size.
    [[nodiscard]] QRectF tile_area(std::size_t group, std::size_t tile) const;

  Q_SIGNALS:
    void tileChosen(std::size_t group, std::size_t tile);

  protected:
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;
    [[nodiscard]] QRectF in_hand() const override;
    void click(const QPointF& where) override;
    bool key(Key key) override;

  private:
    using At = std::pair<std::size_t, std::size_t>;
    [[nodiscard]] std::optional<At> tile_at(const QPointF& where) const;
    [[nodiscard]] QString tile_text(At at) const;
    [[nodiscard]] std::vector<At> drawn() const;

    Treemap map_;
    std::size_t in_hand_ = 0;  ///< tile for keys, counted over the groups
};

/// Rectangles of areas in proportion to `sizes` (none negative) that fill `area`, as square as they get; in the order given, which
/// should fall. Empty for a size of 0.
std::vector<QRectF> squarified(const std::vector<double>& sizes, const QRectF& area);

}  // namespace orelens::charts
