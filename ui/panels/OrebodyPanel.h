// "What would it cost to open this deposit?": the orebody that was picked, at the price in hand: whether it is usable, from
// which price with its band, how likely that is, what drives its cost, the cheapest lever, the cash flow in figures, and the
// producing mines most like it.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace orelens::costmodel {
struct Orebody;
}
namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class TableView;

class OrebodyPanel : public QWidget {
    Q_OBJECT
  public:
    explicit OrebodyPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] QLabel* name() const { return name_; }
    [[nodiscard]] QLabel* verdict() const { return verdict_; }
    [[nodiscard]] QLabel* why() const { return why_; }
    [[nodiscard]] QLabel* band() const { return band_; }
    [[nodiscard]] TableView* drivers() const { return drivers_; }
    [[nodiscard]] TableView* figures() const { return figures_; }
    [[nodiscard]] QLabel* about() const { return about_; }
    [[nodiscard]] QPushButton* open() const { return open_; }

  Q_SIGNALS:
    /// The orebody's own project, a file that is there.
    void projectWanted(const QString& file);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_price();
    void show_head(const costmodel::Orebody& o);
    void show_row(std::size_t row);
    void fill_figures(std::size_t row);
    void fill_drivers(std::size_t row);
    [[nodiscard]] QString notes(std::size_t row) const;
    [[nodiscard]] QString project_file() const;

    ui::Document& document_;
    QLabel *name_, *about_, *verdict_, *band_, *why_, *drivers_heading_, *figures_heading_, *notes_;
    TableView *drivers_, *figures_;
    QPushButton* open_;
    QWidget* body_;
    bool due_ = true;  ///< changed while nobody saw it
};

}  // namespace orelens::panels
