// A read-only table for numbers: aligned right, copied as text with headings, keyboard reachable.
#pragma once

#include <QTableWidget>
#include <vector>

namespace orelens::panels {

class TableView : public QTableWidget {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);
    void set_headings(const QStringList& headings, const QStringList& tips = {});
    /// First column left, the others right aligned.
    void set_rows(const std::vector<QStringList>& rows);
    /// Only the texts of one row; for quick updates.
    void set_row(int row, const QStringList& texts);
    [[nodiscard]] QString as_text() const;
    /// High enough for its rows, so that it need not scroll.
    void fit_height();
    /// Columns share the width evenly instead of hugging their texts.
    void share_width();
    /// As high as `rows` rows at most; scrolls when there is less room.
    void fit_at_most(std::size_t rows);
    [[nodiscard]] QSize minimumSizeHint() const override;
};

}  // namespace orelens::panels
