// Cities and industries of the flow system as marks of the map: squares sized by the metal in use there, coloured by what of
// the scrap that they offer in the year pays at the price in hand. Metal in use is no scrap and is told beside it.
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/project/FlowPlaces.h"
#include "ui/map/MapScene.h"

namespace orelens::panels {
class FlowChoice;
}
namespace orelens::ui {
class Document;
}

namespace orelens::pages {

class MapPlaces {
  public:
    explicit MapPlaces(ui::Document& document);

    /// Whether the project has places with longitude and latitude.
    [[nodiscard]] static bool any(const ui::Document& document);
    [[nodiscard]] static std::vector<maps::MapState> states();

    /// Adds up what stands at each place, of the commodity in hand and the year chosen; none where they are not `shown`.
    void refresh(bool shown);
    /// Of what refresh saw.
    [[nodiscard]] std::size_t size() const { return amounts_.size(); }
    /// Their states count from `first`.
    [[nodiscard]] std::vector<maps::MapMark> marks(std::uint8_t first) const;
    [[nodiscard]] std::uint8_t state(std::size_t place) const;
    [[nodiscard]] double in_use(std::size_t place) const { return amounts_[place].in_use_t; }
    /// Kind, region, stocks, and what of the scrap is usable at the price in hand.
    [[nodiscard]] QString note(std::size_t place) const;
    /// "In 2030, at 9,000 USD/t: 12 places offer …"; empty where none is shown.
    [[nodiscard]] QString headline() const;
    /// The page of flows shows the region of a place.
    void choose(std::size_t place) const;

  private:
    ui::Document& document_;
    panels::FlowChoice& choice_;
    std::shared_ptr<const project::FlowStudy> study_;
    std::vector<project::PlaceAmounts> amounts_;
};

}  // namespace orelens::pages
