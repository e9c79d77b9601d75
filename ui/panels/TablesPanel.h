// Blocks and composites row by row, whatever their number: those of the filter, sorted by a click on a heading; a row
// that is chosen is shown in the view, and what is picked there is found here.
#pragma once

#include <QWidget>
#include <cstdint>
#include <memory>
#include <vector>

#include "ui/Job.h"
#include "ui/panels/RowsFile.h"

class QComboBox;
class QLabel;
class QMenu;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class BigTable;

class TablesPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TablesPanel(ui::Document& document, QWidget* parent = nullptr);
    ~TablesPanel() override;
    [[nodiscard]] BigTable& table() const { return *table_; }
    [[nodiscard]] QComboBox* choice() const { return choice_; }
    [[nodiscard]] QString as_text() const;
    /// What can be done with a row and a cell of it, −1 = none of them.
    void fill_menu(QMenu& menu, std::int64_t row, int column);
    [[nodiscard]] QLabel* left_out() const { return not_asked_; }
    /// All rows that are listed, to be written elsewhere.
    [[nodiscard]] ListedRows listed() const;

  Q_SIGNALS:
    /// A row was chosen: its block has been selected and is to be seen.
    void blockWanted();
    /// …or the stretch of a hole.
    void holeWanted(const QString& hole, double from_m, double to_m);
    /// The listed rows are to be written to a file.
    void exportWanted();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void renew();
    void show_blocks(bool keep_place);
    void show_composites(bool keep_place);
    void choose(qint64 row);
    void sort_by(int column);
    void follow_selection();
    [[nodiscard]] QStringList block_row(std::int64_t row) const;
    [[nodiscard]] QStringList composite_row(std::int64_t row) const;
    void say_count(std::int64_t shown, std::int64_t all);
    void say_not_asked(const std::vector<std::size_t>& rows);
    void ask_menu(qint64 row, int column, const QPoint& at);
    void add_block_choices(QMenu& menu, std::int64_t row, const std::string& key);
    void add_composite_choices(QMenu& menu, std::size_t row, const std::string& key);
    void add_range_choices(QMenu& menu, const std::string& column, double value);

    ui::Document& document_;
    QComboBox* choice_;
    QLabel *count_, *not_asked_;
    BigTable* table_;
    std::shared_ptr<blocks::BlockList> list_;
    std::shared_ptr<const drilling::CompositeTable> composites_;
    std::vector<std::int64_t> composite_order_;  ///< those that the filter keeps, as they are listed
    std::vector<std::string> keys_;  ///< per table column what it is sorted by
    int sorted_ = -1;
    bool descending_ = false;
    bool choosing_ = false;
    bool due_ = true;
    ui::Job job_;
};

}  // namespace orelens::panels
