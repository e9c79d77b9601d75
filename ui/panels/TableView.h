// A read-only table: numbers to the right and words to the left, column by column as their cells are; copied
// as text with headings, keyboard reachable.
#pragma once

#include <QTableWidget>
#include <functional>
#include <vector>

class QMenu;

namespace orelens::panels {

class TableView : public QTableWidget {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);
    void set_headings(const QStringList& headings, const QStringList& tips = {});
    void set_rows(const std::vector<QStringList>& rows);
    /// Only the texts of one row; for quick updates.
    void set_row(int row, const QStringList& texts);
    [[nodiscard]] QString as_text() const;
    [[nodiscard]] QStringList row_texts(int row) const;
    /// High enough for its rows, so that it need not scroll.
    void fit_height();
    /// The first column takes the room that the others leave, so that the table is as wide as its place.
    void share_width();
    /// As high as `rows` rows at most; scrolls when there is less room.
    void fit_at_most(std::size_t rows);
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Choices for a row, before those to copy; none by itself.
    std::function<void(QMenu& menu, int row)> more_choices;

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void align();
    void fit_widths();
    std::vector<Qt::Alignment> sides_;  ///< per column
    bool first_shares_ = false, fitting_ = false;
};

/// Whether a cell holds a number, with its unit or a sign of comparison: "1 234.5 t", "<0.01", "−3 %".
bool is_number_text(const QString& text);

}  // namespace orelens::panels
