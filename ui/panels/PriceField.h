// The price of one commodity as a field of the strip: name and unit over the number. Type it, turn the wheel
// over it (10 % of the price it started from, 1 % with Shift), or drag it sideways. Knows the document only
// to read and set its price.
#pragma once

#include <QPoint>
#include <QWidget>
#include <string>

class QLabel;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class NumberEntry;

class PriceField : public QWidget {
    Q_OBJECT
  public:
    PriceField(ui::Document& document, std::string commodity, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& commodity() const { return commodity_; }
    [[nodiscard]] NumberEntry* entry() const { return entry_; }
    /// The price that changes are counted from: the recipe's for the price in hand, else that of the opening.
    void set_base(double price) { base_ = price; }
    /// How far the price is from there, in words; empty while it stands there.
    [[nodiscard]] QString change() const;
    /// Shows the price, unit and change of now.
    void refresh();

  Q_SIGNALS:
    void refused(const QString& why);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    [[nodiscard]] double base() const;
    [[nodiscard]] bool in_hand() const;
    bool drag(QMouseEvent* event);
    void set(double price, bool dragging);
    void move_by(double share);

    ui::Document& document_;
    std::string commodity_;
    QLabel *caption_, *change_;
    NumberEntry* entry_;
    double base_ = 0;
    QPoint pressed_;
    double dragged_from_ = 0;
    bool pressing_ = false, dragging_ = false;
};

}  // namespace orelens::panels
