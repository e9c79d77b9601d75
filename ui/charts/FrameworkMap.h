// A system drawn as a framework: two halves beside each other, columns below with their values as rows of bars. Every row can be
// chosen. For the map of the total system: the two subsystems, and the dimensions that both are told by.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ui/charts/PaintedChart.h"

namespace orelens::charts {

struct FrameworkRow {
    QString label, value;
    double share = 0;   ///< 0…1, the length of its bar
    QString note;       ///< tooltip
    int colour = 0;     ///< −1 = not known: grey
};
struct FrameworkColumn {
    QString title, subtitle;
    std::vector<FrameworkRow> rows;
};
struct Framework {
    QString title, subtitle;
    std::vector<FrameworkRow> halves;      ///< boxes below the title
    std::vector<QString> properties;       ///< words between halves and columns
    std::vector<FrameworkColumn> columns;
    QString empty_note;
};

class FrameworkMap : public PaintedChart {
    Q_OBJECT
  public:
    explicit FrameworkMap(QWidget* parent = nullptr);
    void set_framework(Framework framework);
    [[nodiscard]] const Framework& framework() const { return framework_; }
    [[nodiscard]] QString as_text() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Whether the value of a half has room for all of it.
    [[nodiscard]] bool half_whole(std::size_t half) const;
    [[nodiscard]] QRectF row_area(std::size_t column, std::size_t row) const;

  Q_SIGNALS:
    void halfChosen(std::size_t half);
    void columnChosen(std::size_t column);
    void rowChosen(std::size_t column, std::size_t row);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const override;
    [[nodiscard]] QString words_at(const QPointF& where) const override;
    [[nodiscard]] QRectF in_hand() const override;
    void click(const QPointF& where) override;
    bool key(Key key) override;

  private:
    /// Column −1 = a half, row −1 = the head of a column.
    using At = std::pair<int, int>;
    [[nodiscard]] std::optional<At> at(const QPointF& where) const;
    void choose(At at);

    Framework framework_;
    std::size_t in_hand_ = 0;
};

}  // namespace orelens::charts
