// "Targets": connected voxels above a threshold that a slider moves live, what each rests on and is expected to hold, and
// what was decided about it: accepted, rejected, named, with the reason.
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "core/potential/TargetEdits.h"
#include "core/project/TargetDecisions.h"
#include "ui/scene/Scene.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class SliderField;
class TableView;

class TargetsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TargetsPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] SliderField* threshold() const { return threshold_; }
    [[nodiscard]] QLabel* note() const { return note_; }
    [[nodiscard]] QLineEdit* name() const { return name_; }
    [[nodiscard]] QLineEdit* reason() const { return reason_; }
    [[nodiscard]] QPushButton* take() const { return take_; }
    /// Of the selected target, with its name and reason as they stand in their fields; one step of the undo stack.
    void decide(project::TargetDecision::Verdict verdict);
    [[nodiscard]] std::vector<int> selected_rows() const;
    /// Merges and splits of the selected targets, as statements of the recipe: one step of the undo stack, seen at once.
    void merge();
    void split_parts();
    /// Asks for the plane, offered across the target's longest axis.
    void split_plane();
    /// Takes back decisions that no target shows any more.
    void forget_lost();
    [[nodiscard]] std::vector<project::LostDecision> lost() const;
    /// How the plane is asked for; tests answer in its place.
    std::function<std::optional<potential::TargetEdit>(const potential::TargetEdit& offered)> ask_plane;

  Q_SIGNALS:
    /// A target was chosen: the box of the world that it lies in.
    void boxWanted(const orelens::scene::Vec3& low, const orelens::scene::Vec3& high);
    /// What can be merged, split or taken back has changed.
    void choiceChanged();

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_rows();
    void show_decision();
    void choose(int row);
    void add_edit(const potential::TargetEdit& edit);
    [[nodiscard]] const potential::Target* target_at(int row) const;

    ui::Document& document_;
    QLabel* note_;
    SliderField* threshold_;
    QPushButton* take_;
    QCheckBox* only_;
    TableView* table_;
    QLineEdit *name_, *reason_;
    QPushButton *accept_, *reject_, *open_;
    QPushButton *merge_, *parts_, *plane_, *forget_;
    QWidget* answer_;
    QWidget* decision_;
    bool due_ = true;
};

}  // namespace orelens::panels
