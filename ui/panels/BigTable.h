// A table of any number of rows: only those that are seen exist. A scroll bar of its own counts rows, not pixels, so
// that 100 million of them are reached as a hundred are.
#pragma once

#include <QStringList>
#include <QWidget>
#include <cstdint>
#include <functional>
#include <vector>

class QScrollBar;

namespace orelens::panels {

class TableView;

class BigTable : public QWidget {
    Q_OBJECT
  public:
    struct Source {
        std::int64_t count = 0;
        QStringList headings, tips;
        std::function<QStringList(std::int64_t row)> row;
    };
    explicit BigTable(QWidget* parent = nullptr);
    /// `keep_place`: the first row in sight stays, as far as there are so many.
    void set_source(Source source, bool keep_place);
    [[nodiscard]] const Source& source() const { return source_; }
    [[nodiscard]] std::int64_t count() const { return source_.count; }
    [[nodiscard]] TableView& table() const { return *table_; }
    [[nodiscard]] std::int64_t first() const;
    /// −1 = none. Brought in sight.
    void select(std::int64_t row);
    [[nodiscard]] std::int64_t selected() const { return selected_; }
    void set_sorted(int column, bool descending);  ///< the arrow in the heading; −1 = none
    /// The rows in sight with their headings.
    [[nodiscard]] QString as_text() const;

  Q_SIGNALS:
    void rowChosen(qint64 row);
    void headingClicked(int column);
    /// A right click, or the menu key: on a row and column, −1 = none.
    void menuWanted(qint64 row, int column, const QPoint& global);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void lay_out();
    void fill();
    bool ask_menu(class QContextMenuEvent* event);
    [[nodiscard]] int seen() const;
    bool take_key(int key);

    Source source_;
    TableView* table_;
    QScrollBar* bar_;
    std::int64_t selected_ = -1;
    bool filling_ = false;
};

}  // namespace orelens::panels
