// The steps of a workspace: its stages with their state, figures, findings and a picture of the result, the
// parameters of the one selected as a generated form, and the run.
#pragma once

#include <QWidget>

#include "core/project/Pipeline.h"

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;
class QScrollArea;

namespace orelens::ui {
class Document;
}

namespace orelens::panels {

class GridLabel;
class ParamForm;

class ProjectPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ProjectPanel(ui::Document& document, QWidget* parent = nullptr);
    /// Lists the stages of a workspace; all of them for an empty id.
    void show_workspace(const std::string& id);
    /// The stage to run up to; empty (all of them) when "Report" is selected.
    [[nodiscard]] std::string selected_stage() const;
    /// Lists its workspace where another one is listed.
    void select_stage(const std::string& id);
    [[nodiscard]] ParamForm* form() const { return form_; }
    [[nodiscard]] GridLabel* grid() const { return grid_; }
    [[nodiscard]] QCheckBox* advanced() const { return advanced_; }
    [[nodiscard]] QListWidget* stages() const { return stages_; }

  Q_SIGNALS:
    void refused(const QString& why);
    /// A stage of another workspace was selected.
    void workspaceWanted(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh_states();
    void refresh_badges();
    void show_selected();
    void fit_list();

    ui::Document& document_;
    std::string workspace_;
    QListWidget* stages_;
    QPushButton *run_, *run_to_;
    QLabel* problem_;
    GridLabel* grid_;
    ParamForm* form_;
    QCheckBox* advanced_;
    QScrollArea* scroll_;
};

}  // namespace orelens::panels
