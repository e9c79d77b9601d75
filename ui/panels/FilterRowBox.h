// One condition of the filter: on or off, kept or left out, what it asks, and what is wrong with it.
#pragma once

#include <QFrame>
#include <QString>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class NumberEntry;

class FilterRowBox : public QFrame {
    Q_OBJECT
  public:
    /// The row of that number, of the kind it has now.
    FilterRowBox(ui::Document& document, std::size_t row, QWidget* parent = nullptr);
    /// The row is another one of the same kind.
    void refresh();
    [[nodiscard]] QLineEdit* formula() const { return formula_; }
    [[nodiscard]] QLabel* problem() const { return problem_; }

  private:
    void make_head(class QVBoxLayout* box);
    void make_body(class QVBoxLayout* box);
    void make_range(class QVBoxLayout* box);
    void make_codes(class QVBoxLayout* box);
    void make_formula(class QVBoxLayout* box);
    void make_solid(class QVBoxLayout* box);
    void make_place(class QVBoxLayout* box);
    void fill_columns();
    void fill_solids();
    void fill_codes();
    void refresh_place();
    template <class Edit>
    void change(const Edit& edit);

    ui::Document& document_;
    std::size_t row_;
    QCheckBox *on_ = nullptr, *inverted_ = nullptr;
    QComboBox* column_ = nullptr;
    NumberEntry *low_ = nullptr, *high_ = nullptr;
    QListWidget* codes_ = nullptr;
    QComboBox *solid_ = nullptr, *side_ = nullptr;
    NumberEntry* share_ = nullptr;
    QLineEdit* formula_ = nullptr;
    QLabel *place_ = nullptr, *problem_ = nullptr;
};

}  // namespace orelens::panels
