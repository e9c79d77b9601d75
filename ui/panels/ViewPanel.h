// The objects of the view, each with its eye and below it how it is drawn: blocks, drillholes, surfaces, the
// section plane, the quarter cut away, the clipping box, and what frames the picture. The same switches are
// actions; both edit ui::ViewState.
#pragma once

#include <QWidget>
#include <array>
#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"
#include "ui/panels/ColourEditor.h"

class QCheckBox;
class QComboBox;
class QToolButton;
class QVBoxLayout;

namespace orelens::ui {
class ViewState;
}

namespace orelens::panels {

class FoldBox;
class LayerList;
class NumberEntry;
class SliderField;

class ViewPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ViewPanel(ui::ViewState& state, QWidget* parent = nullptr);
    /// Block columns that can give colours, assay columns of the drillholes, and the one they start with.
    void set_columns(const std::vector<blocks::ColumnInfo>& block_columns, const std::vector<std::string>& grades,
                     const std::string& main_grade);
    /// See ColourEditor; asked whenever the look is another one.
    void set_colour_facts(std::function<ColourEditor::Facts()> facts);
    /// The colours of the blocks, for those who come from the legend.
    void open_colours();
    [[nodiscard]] ColourEditor& colours() const { return *colours_; }
    [[nodiscard]] QComboBox* colour_choice() const { return colour_; }
    [[nodiscard]] QComboBox* map_choice() const { return map_; }
    /// What is shown of the colours is renewed: the data are others.
    void refresh_colours();
    /// Surfaces, solids and lines that the project holds; without any their group is hidden.
    /// `roles` as in LayerList.
    void set_layers(const std::vector<std::string>& names, const std::vector<std::string>& roles = {});

  protected:
    void changeEvent(QEvent* event) override;

  private:
    FoldBox* group(QVBoxLayout* box, const char* key, const char* eye_key);
    void make_blocks();
    void make_holes();
    void make_section();
    void make_quarter();
    void make_clip();
    void make_frame();
    void fill_lists();
    void refresh();

    ui::ViewState& state_;
    void choose_map(int row);
    std::vector<blocks::ColumnInfo> block_columns_;
    std::vector<std::string> grades_;
    std::string main_grade_;  ///< colours the holes while none is chosen
    QComboBox *colour_, *map_, *waste_, *through_, *hole_colour_, *hole_grade_;
    FoldBox *block_group_, *hole_group_, *layer_group_, *section_group_, *quarter_group_, *clip_group_,
        *frame_group_;
    QToolButton* edit_colours_;
    ColourEditor* colours_;
    QCheckBox *edges_, *labels_, *parallel_;
    std::array<QCheckBox*, 5> frame_{};
    LayerList* layers_;
    NumberEntry *strike_, *dip_, *thickness_, *opens_toward_, *exaggeration_;
    SliderField *position_, *density_;
    std::array<SliderField*, 6> ends_{};
};

}  // namespace orelens::panels
