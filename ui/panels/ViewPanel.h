// "View": how blocks and drillholes are drawn, the section plane, the clipping box and what frames the
// picture. The same switches are actions; both edit ui::ViewState.
#pragma once

#include <QWidget>
#include <array>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGroupBox;
class QSlider;

namespace orelens::ui {
class ViewState;
}

namespace orelens::panels {

class LayerList;
class NumberEntry;

class ViewPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ViewPanel(ui::ViewState& state, QWidget* parent = nullptr);
    /// Block columns that can give colours, assay columns of the drillholes, and the one they start with.
    void set_columns(const std::vector<std::string>& block_columns, const std::vector<std::string>& grades,
                     const std::string& main_grade);
    /// Surfaces, solids and lines that the project holds; without any their group is hidden.
    void set_layers(const std::vector<std::string>& names);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void make_blocks(QFormLayout* form);
    void make_holes(QFormLayout* form);
    void make_section(QFormLayout* form);
    void make_clip(QFormLayout* form);
    void make_frame(QFormLayout* form);
    void fill_lists();
    void refresh();

    ui::ViewState& state_;
    std::vector<std::string> block_columns_, grades_;
    std::string main_grade_;  ///< colours the holes while none is chosen
    QComboBox *colour_, *map_, *waste_, *hole_colour_, *hole_grade_;
    QCheckBox *blocks_, *edges_, *holes_, *labels_, *section_, *clip_, *parallel_;
    std::array<QCheckBox*, 5> frame_{};
    LayerList* layers_;
    QGroupBox* layer_group_;
    NumberEntry *strike_, *dip_, *thickness_, *exaggeration_;
    QSlider* position_;
    std::array<QSlider*, 6> ends_{};
};

}  // namespace orelens::panels
