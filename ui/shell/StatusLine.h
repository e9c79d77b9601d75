// The status bar's standing parts: what runs now with its progress and a stop, the tonnes of the selection,
// the coordinate system by its name, and the place under the mouse.
#pragma once

#include <QObject>
#include <QString>
#include <string>

#include "ui/scene/Scene.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStatusBar;

namespace orelens::ui {
class Document;
}

namespace orelens::shell {

class StatusLine : public QObject {
    Q_OBJECT
  public:
    StatusLine(QStatusBar& bar, ui::Document& document);
    void say(const QString& text, int for_ms);
    /// The place under the mouse, in the deposit's coordinates.
    void show_place(const scene::PickResult& under);
    /// After a change of language.
    void reword();
    [[nodiscard]] QLabel* stage() const { return stage_; }
    [[nodiscard]] QLabel* selection() const { return selection_; }
    [[nodiscard]] QLabel* crs() const { return crs_; }
    [[nodiscard]] QLabel* place() const { return place_; }
    [[nodiscard]] QPushButton* stop() const { return stop_; }

  private:
    void show_run(bool running);
    void show_selection();
    void show_crs();

    QStatusBar& bar_;
    ui::Document& document_;
    QLabel *stage_, *selection_, *crs_, *place_;
    std::string asked_;  ///< the system that the two below are of
    QString name_, words_;
    QProgressBar* progress_;
    QPushButton* stop_;
};

}  // namespace orelens::shell
