// The prices of all commodities in a row, the one in hand first. Those that find no room are behind a button
// at its end. Follows the recipe; remembers the prices at which the project was opened.
#pragma once

#include <QWidget>
#include <map>
#include <string>
#include <vector>

class QHBoxLayout;
class QToolButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class PriceField;

class PriceFields : public QWidget {
    Q_OBJECT
  public:
    explicit PriceFields(ui::Document& document, QWidget* parent = nullptr);
    /// Null for a commodity that the recipe does not price.
    [[nodiscard]] PriceField* field(const std::string& commodity) const;
    [[nodiscard]] const std::vector<PriceField*>& fields() const { return fields_; }
    [[nodiscard]] QToolButton* more() const { return more_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void refused(const QString& why);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void rebuild();
    void refresh();
    void fit();
    void show_more();
    PriceField* make_field(const std::string& commodity);

    ui::Document& document_;
    QHBoxLayout* row_;
    QToolButton* more_;
    std::vector<PriceField*> fields_;
    std::map<std::string, double> opened_;
    std::size_t hidden_ = 0;
};

}  // namespace orelens::panels
