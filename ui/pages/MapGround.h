// Orebodies and mines of the commodity in hand as marks of the map: discs sized by metal in the ground, coloured by what the
// price in hand makes of them; how much of them, or of those that are circled, is usable.
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/costmodel/Availability.h"
#include "ui/map/MapScene.h"

namespace orelens::ui {
class Document;
}

namespace orelens::pages {

class MapGround {
  public:
    explicit MapGround(ui::Document& document);

    /// Whether the project has tables of mines or orebodies.
    [[nodiscard]] static bool any(const ui::Document& document);
    [[nodiscard]] static std::vector<maps::MapState> states();

    /// Marks of the commodity in hand and of the part; none where they are not `shown`. Nothing is circled any more.
    std::vector<maps::MapMark> refresh(bool shown);
    /// Of what refresh made.
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    /// The orebody or mine in hand, where it is shown.
    [[nodiscard]] std::optional<std::size_t> chosen() const;
    void choose(std::size_t mark);
    /// Marks whose state another price changes, with the state at `to`.
    [[nodiscard]] std::vector<std::pair<std::size_t, std::uint8_t>> between(double from, double to) const;
    void circle(const std::vector<std::size_t>& marks);
    [[nodiscard]] QString headline() const;

  private:
    struct Row {
        bool mine = false;
        std::size_t row = 0;  ///< of its table
    };
    ui::Document& document_;
    std::vector<Row> rows_;
    std::vector<int> mark_of_;  ///< by orebody; −1 = not shown
    std::unique_ptr<costmodel::AvailabilityCurve> circled_;  ///< of what is circled; null while nothing is
};

}  // namespace orelens::pages
