// "Where is what, and what of it is usable at this price?": orebodies and mines of the commodity in hand on a map, sized by
// metal, coloured by what the slider's price makes of them. Above it which part is shown, below it how much is usable and
// the slider. A move of the slider asks sums and changes the marks between the two prices, no others.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/costmodel/Availability.h"
#include "core/io/map/MapFile.h"
#include "ui/LatestJob.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace orelens::maps {
class MapView;
}
namespace orelens::panels {
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
    /// Whether the open project has tables to show here.
    [[nodiscard]] static bool answers(const ui::Document& document);
    /// Map files of the user's, over the land and under the marks.
    void add_layers(const QStringList& files);
    void remove_layers();
    void settle() { job_.wait(); }
    /// What the last move of the price cost: marks that got another state. For tests, which count work.
    [[nodiscard]] std::size_t changed_marks() const { return changed_marks_; }

  Q_SIGNALS:
    void orebodyChosen();
    void refused(const QString& why);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QLayout* make_bar();
    void refresh();
    void fill_parts();
    void fill_marks();
    void take_part();
    void choose(std::size_t mark);
    /// Of the orebody or mine in hand, where it is shown.
    [[nodiscard]] std::optional<std::size_t> chosen_mark() const;
    void circle();
    void follow_price();
    void refresh_headline();
    void show_layers();

    struct Mark {
        bool mine = false;
        std::size_t row = 0;
    };
    ui::Document& document_;
    QComboBox *belt_, *type_, *status_;
    QToolButton *layers_, *borders_, *all_, *picture_;
    maps::MapView* map_;
    QLabel* headline_;
    panels::PriceSlider* slider_;
    std::vector<Mark> marks_;
    std::vector<int> mark_of_;  ///< by orebody; −1 = not shown
    double shown_price_ = 0;    ///< that the marks have their states at
    std::size_t changed_marks_ = 0;
    std::unique_ptr<costmodel::AvailabilityCurve> circled_;  ///< of what is circled; null while nothing is
    std::vector<io::MapLayer> files_;
    ui::LatestJob job_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::pages
