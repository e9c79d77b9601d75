// "Targets": connected voxels above a threshold that a slider moves live, what each rests on and is expected to hold, and
// what was decided about it: accepted, rejected, named, with the reason.
#pragma once

#include <QWidget>

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

  Q_SIGNALS:
    /// A target was chosen: the box of the world that it lies in.
    void boxWanted(const orelens::scene::Vec3& low, const orelens::scene::Vec3& high);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_rows();
    void show_decision();
    void choose(int row);
    [[nodiscard]] const potential::Target* target_at(int row) const;

    ui::Document& document_;
    QLabel* note_;
    SliderField* threshold_;
    QPushButton* take_;
    QCheckBox* only_;
    TableView* table_;
    QLineEdit *name_, *reason_;
    QPushButton *accept_, *reject_, *open_;
    QWidget* answer_;
    QWidget* decision_;
    bool due_ = true;
};

}  // namespace orelens::panels
