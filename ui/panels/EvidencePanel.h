// "Where else could it be?": the voxels of potential in the 3D view, layer by layer: which is shown, what each covers, how
// its values are spread by label, how it is coloured and how dense.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;

namespace orelens::project {
struct MaskStatement;
}
namespace orelens::ui {
class Document;
class ViewState;
}  // namespace orelens::ui
namespace orelens::charts {
class PlotWidget;
}

namespace orelens::panels {

class SliderField;
class TableView;

class EvidencePanel : public QWidget {
    Q_OBJECT
  public:
    EvidencePanel(ui::Document& document, ui::ViewState& state, QWidget* parent = nullptr);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] charts::PlotWidget* chart() const { return chart_; }
    [[nodiscard]] QCheckBox* shown() const { return shown_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    /// Voxels coloured by the column of a row.
    void show_row(int row);
    /// Masks that a click adds for the layer of a row, or for all; nothing for rows of results.
    void offer_masks(QMenu& menu, int row);
    /// Adds a mask to the recipe, an edit that is undone like any, and makes the evidence anew.
    void mask(const project::MaskStatement& statement);
    /// Takes the recipe's masks of a layer away ("*": those of all).
    void unmask(const std::string& layer);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void offer_masks_of(QMenu& menu, const std::string& layer);
    void ask_solid(const std::string& layer, const char* kind);
    void ask_range(const std::string& layer, const char* kind);
    void refresh();
    void refresh_look();
    void refresh_histogram();
    [[nodiscard]] QString facts() const;

    ui::Document& document_;
    ui::ViewState& state_;
    QLabel* note_;
    QCheckBox *shown_, *only_targets_;
    TableView* table_;
    SliderField* density_;
    QComboBox* map_;
    QLabel* map_label_;
    charts::PlotWidget* chart_;
    QWidget* answer_;
    std::vector<std::string> columns_;  ///< of the rows
    bool due_ = true;
};

}  // namespace orelens::panels
