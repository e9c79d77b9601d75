// Surfaces, solids and lines of the project as rows: eye with the name, colour, opacity. Edits
// ui::ViewState; knows nothing of what the shapes are.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace orelens::ui {
class ViewState;
}

namespace orelens::panels {

class SliderField;

class LayerList : public QWidget {
    Q_OBJECT
  public:
    explicit LayerList(ui::ViewState& state, QWidget* parent = nullptr);
    /// In the order in which they are drawn; colours that the user did not choose follow from it.
    /// `roles` are what the shapes bound, as the recipe's choices have it; those only looked at, and unknown
    /// ones, are not told.
    void set_layers(const std::vector<std::string>& names, const std::vector<std::string>& roles = {});
    /// Shows what the look says now.
    void refresh();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Row {
        QCheckBox* eye;
        QToolButton* colour;
        SliderField* opacity;
        QLabel* role;
    };
    void rebuild();
    void add_row(std::size_t place);
    void choose_colour(std::size_t place);
    void word(const Row& row, std::size_t place);

    ui::ViewState& state_;
    std::vector<std::string> names_, roles_;
    std::vector<Row> rows_;
    QWidget* body_ = nullptr;
};

}  // namespace orelens::panels
