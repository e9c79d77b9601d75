// The columns of a block model, one row each with boxes: what it is read as, its name and unit in the model,
// how it is averaged, its codes for missing, and what the guess is from. Gives a rule; reads nothing.
#pragma once

#include <QTableWidget>
#include <vector>

#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelImport.h"

class QComboBox;
class QLineEdit;

namespace orelens::panels {

class ModelColumns : public QTableWidget {
    Q_OBJECT
  public:
    enum Column { header, use, name, unit, mean, nulls, why, column_count };

    explicit ModelColumns(QWidget* parent = nullptr);
    /// Rows that stay what they are keep their boxes, and with them the focus.
    void set_mapping(const io::ModelMapping& mapping, const blocks::ModelRule& rule);

    /// The rule as it stands until the file has been looked at again: statements go on from it.
    void set_rule(const blocks::ModelRule& rule) { rule_ = rule; }

  Q_SIGNALS:
    /// The rule as it is to be.
    void stated(const orelens::blocks::ModelRule& rule);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void word_headings();
    void widen_why();
    void build_row(int row);
    void fill_row(int row);
    [[nodiscard]] QComboBox* make_use(int row);
    [[nodiscard]] QComboBox* make_unit(int row);
    [[nodiscard]] QComboBox* make_mean(int row);
    [[nodiscard]] QLineEdit* make_edit(int row, Column column);
    void put_text(int row, Column column, const QString& text);
    void put_widget(int row, Column column, QWidget* widget);
    void state(int row, Column column);
    [[nodiscard]] const io::ModelColumn& column_of(int row) const {
        return mapping_.columns[static_cast<std::size_t>(row)];
    }

    io::ModelMapping mapping_;
    blocks::ModelRule rule_;
    std::vector<io::ColumnUse> built_for_;  ///< per row
};

}  // namespace orelens::panels
