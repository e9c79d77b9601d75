// "Test holes": which hole would test which target, and what it is to meet on its way.
#pragma once

#include <QWidget>

#include "ui/scene/Scene.h"

class QLabel;
class QPushButton;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class TableView;

class TestHolesPanel : public QWidget {
    Q_OBJECT
  public:
    explicit TestHolesPanel(ui::Document& document, QWidget* parent = nullptr);
    [[nodiscard]] TableView* holes() const { return holes_; }
    [[nodiscard]] TableView* prognosis() const { return prognosis_; }
    [[nodiscard]] QLabel* note() const { return note_; }

  Q_SIGNALS:
    void exportWanted();
    void forbidWanted();
    void boxWanted(const orelens::scene::Vec3& low, const orelens::scene::Vec3& high);

  protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void refresh_prognosis();
    void choose(int row);

    ui::Document& document_;
    QLabel* note_;
    TableView *holes_, *prognosis_;
    QPushButton *forbid_, *export_;
    QWidget* answer_;
    bool due_ = true;
};

}  // namespace orelens::panels
