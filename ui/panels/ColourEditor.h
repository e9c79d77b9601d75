// How values become colours: the ends of the scale, even or logarithmic, a ramp or classes between cutoffs, colours of
// one's own, and how opaque the ends are as glass. Of the quantity that the blocks are coloured by; every change can be
// undone.
#pragma once

#include <QWidget>
#include <functional>
#include <string>
#include <vector>

#include "ui/scene/Palette.h"

class QCheckBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace orelens::ui {
class ViewState;
}

namespace orelens::panels {

class NumberEntry;
class SliderField;

class ColourEditor : public QWidget {
    Q_OBJECT
  public:
    /// What the view knows of the present colours: values of the quantity at an even stride, none where it has no scale;
    /// and the legend that is drawn.
    struct Facts {
        std::vector<float> sample;
        scene::Legend legend;
    };
    explicit ColourEditor(ui::ViewState& state, QWidget* parent = nullptr);
    void set_facts(std::function<Facts()> facts);
    void refresh();
    /// "0.3; 0.5, 0.8" → ascending numbers; empty where one of them is none, or does not ascend.
    static std::vector<double> read_cutoffs(const QString& text);
    [[nodiscard]] QLineEdit* cutoffs() const { return cutoffs_; }
    [[nodiscard]] NumberEntry* low() const { return low_; }
    [[nodiscard]] NumberEntry* high() const { return high_; }
    [[nodiscard]] QCheckBox* logarithmic() const { return log_; }
    [[nodiscard]] QSpinBox* classes() const { return classes_; }
    [[nodiscard]] QLabel* problem() const { return problem_; }
    [[nodiscard]] const std::vector<QToolButton*>& swatches() const { return swatches_; }
    /// One of the colours: of a class, or a stop of the ramp.
    void set_colour(std::size_t at, const scene::Rgb& colour);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void change(const std::string& what, const std::function<void(scene::ColourScale&)>& edit);
    void make_range(QFormLayout* form);
    void make_classes(QFormLayout* form);
    void make_opacity(QFormLayout* form);
    void take_cutoffs();
    void split(int classes);
    void show_swatches();
    void word_swatches();
    [[nodiscard]] std::vector<scene::Rgb> colours() const;

    ui::ViewState& state_;
    std::function<Facts()> facts_;
    Facts now_;
    QFormLayout* form_;
    NumberEntry *low_, *high_;
    QCheckBox *log_, *reversed_;
    QSpinBox* classes_;
    QLineEdit* cutoffs_;
    SliderField *faintest_, *densest_;
    QToolButton* reset_;
    QLabel* problem_;
    QHBoxLayout* swatch_row_;
    QWidget* swatch_box_;
    std::vector<QToolButton*> swatches_;
};

}  // namespace orelens::panels
