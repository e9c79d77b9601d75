// The slider of the commodity in hand, or of all prices together in per cent, slim enough to float on the view:
// commodity, range, handle with a mark at the recipe's price, and the price. Above it, where asked for, how much is usable
// and how much that is more or less than at the recipe's price; below it, where past prices are known, where this one
// stands among them. A move asks the curve once; nothing is recomputed.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QSlider;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class NumberEntry;
class SliderField;

class PriceSlider : public QWidget {
    Q_OBJECT
  public:
    explicit PriceSlider(ui::Document& document, QWidget* parent = nullptr);

    [[nodiscard]] QSlider* slider() const;
    [[nodiscard]] NumberEntry* entry() const;
    [[nodiscard]] QComboBox* commodity() const { return commodity_; }
    [[nodiscard]] QLabel* headline() const { return headline_; }
    [[nodiscard]] QLabel* history() const { return history_; }
    /// Whether there is a price to slide and blocks or orebodies to answer, or scrap where that is told beside it.
    [[nodiscard]] bool ready() const;
    void set_of_scrap(bool told) { of_scrap_ = told; }
    /// The line above; off where a panel beside it says the same.
    void set_headline(bool shown);
    /// Letters for a room full of people.
    void set_large(bool large);

  Q_SIGNALS:
    /// Its need for room, or whether it is ready, has changed.
    void reshaped();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh_all();
    void refresh_price();
    void choose(int row);
    void refresh_history();
    /// What the field says of a quoted price: itself, or per cent more than the recipe's.
    [[nodiscard]] double shown(double quoted) const;
    [[nodiscard]] double quoted(double shown) const;

    ui::Document& document_;
    QComboBox* commodity_;
    SliderField* field_;
    QLabel *low_label_, *high_label_, *headline_, *change_, *history_;
    QWidget* answer_;
    double low_ = 0, high_ = 1;
    bool of_scrap_ = false;
};

/// "▲ +81.5 Mt": usable at the price in hand less usable at the recipe's; empty where they are the same, and
/// for results of older parameters.
QString change_from_recipe(const ui::Document& document);
/// Shows that text in the colour of more or less; hides the label while it is empty.
void show_change(QLabel& label, const ui::Document& document);
/// The font of a headline number: 20 pixels high beside a text of 13.
QFont headline_font(const QFont& text);

}  // namespace orelens::panels
