// Year, metal and place of the flow system, as a row of controls above the picture.
#pragma once

#include <QWidget>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;

namespace orelens::panels {

class FlowChoice;

class FlowSliders : public QWidget {
    Q_OBJECT
  public:
    enum class Shows { all, year };
    explicit FlowSliders(FlowChoice& choice, Shows shows = Shows::all, QWidget* parent = nullptr);
    [[nodiscard]] QSlider* year() const { return year_; }
    [[nodiscard]] const std::vector<QComboBox*>& combos() const { return combos_; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    /// One list for each dimension with several items; a metal is chosen by a slider's way, a place may be all.
    void rebuild();
    void refresh();

    FlowChoice& choice_;
    Shows shows_;
    QHBoxLayout* row_;
    QLabel* year_name_;
    QSlider* year_;
    QLabel* year_text_;
    QWidget* lists_ = nullptr;
    std::vector<QComboBox*> combos_;
    std::vector<int> dimensions_;
};

}  // namespace orelens::panels
