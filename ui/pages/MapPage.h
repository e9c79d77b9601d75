// "Where is what, and what of it is usable at this price?": orebodies and mines of the commodity in hand on a map, and the
// cities and industries where it is in use, sized by metal, coloured by what the slider's price makes of them. Above it which
// part is shown, below it how much is usable and the slider. A move of the slider asks sums and changes the marks between the
// two prices, no others.
#pragma once

#include <QWidget>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ui/LatestJob.h"
#include "ui/pages/MapGround.h"
#include "ui/pages/MapPlaces.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace orelens::maps {
class MapView;
}
namespace orelens::project {
struct MapFilesRead;
struct Recipe;
}
namespace orelens::panels {
class FlowSliders;
class PriceSlider;
}
namespace orelens::ui {
class Document;
}

namespace orelens::pages {

class MapPage : public QWidget {
    Q_OBJECT
  public:
    explicit MapPage(ui::Document& document, QWidget* parent = nullptr);

    [[nodiscard]] maps::MapView& map() const { return *map_; }
    [[nodiscard]] panels::PriceSlider& slider() const { return *slider_; }
    [[nodiscard]] QLabel* headline() const { return headline_; }
    [[nodiscard]] QComboBox* belts() const { return belt_; }
    [[nodiscard]] QComboBox* deposit_types() const { return type_; }
    [[nodiscard]] QComboBox* statuses() const { return status_; }
    /// Ground, places, or both; hidden where the project has one of them.
    [[nodiscard]] QComboBox* kinds() const { return kind_; }
    [[nodiscard]] panels::FlowSliders* years() const { return years_; }
    /// Whether the open project has tables to show here.
    [[nodiscard]] static bool answers(const ui::Document& document);
    /// Map files of the user's, over the land and under the marks; the recipe keeps their names. All or none.
    void add_layers(const QStringList& files);
    void remove_layers();
    void settle() { job_.wait(); }
    /// What the last move of the price cost: marks that got another state. For tests, which count work.
    [[nodiscard]] std::size_t changed_marks() const { return changed_marks_; }

  Q_SIGNALS:
    void orebodyChosen();
    void placeOpened();  ///< a place by a double click: its flows are chosen
    void refused(const QString& why);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QLayout* make_bar();
    QLayout* make_places_bar();
    void refresh();
    void fill_parts();
    void fill_marks();
    void follow_year();
    void tell_places();
    void take_part();
    void choose(std::size_t mark);
    /// Marks are those of the ground, then the places.
    [[nodiscard]] std::optional<std::size_t> place_of(std::size_t mark) const;
    void circle();
    void follow_price();
    void refresh_headline();
    /// Those of the recipe, where others are shown.
    void follow_layers();
    /// `take` says whether they are shown.
    void read_layers(const project::Recipe& recipe, const std::function<bool(const project::MapFilesRead&)>& take);
    [[nodiscard]] bool shows_ground() const;
    [[nodiscard]] bool shows_places() const;

    ui::Document& document_;
    MapGround ground_;
    MapPlaces places_;
    std::uint8_t first_place_state_ = 0;
    QComboBox *belt_, *type_, *status_, *kind_;
    panels::FlowSliders* years_;
    QWidget* place_bar_;
    QToolButton *layers_, *borders_, *all_, *picture_;
    maps::MapView* map_;
    QLabel* headline_;
    panels::PriceSlider* slider_;
    double shown_price_ = 0;    ///< that the marks have their states at
    std::size_t changed_marks_ = 0;
    std::string layers_shown_, layers_crs_;  ///< names and system of what was read last
    ui::LatestJob job_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::pages
