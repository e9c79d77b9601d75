// Block models of other programs: how the file is understood, column by column, and the parameters that
// change it. Gives a recipe; reading itself is a stage of its run.
#pragma once

#include <QDialog>
#include <optional>
#include <string>

#include "core/io/blocks/ModelImport.h"
#include "core/project/Recipe.h"
#include "ui/Document.h"

class QLabel;
class QPushButton;
class QTabWidget;
class QTimer;

namespace orelens::panels {

class TableView;

class ModelDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ModelDialog(const QString& file, QWidget* parent = nullptr);
    [[nodiscard]] project::Recipe recipe() const;
    /// As the file is understood now; nothing where it cannot be read.
    [[nodiscard]] const std::optional<io::ModelMapping>& mapping() const { return mapping_; }
    /// Looks at the file now instead of after a pause.
    void refresh_now();

  private:
    void rebuild();

    ui::Document draft_;  ///< the recipe in the making
    std::optional<io::ModelMapping> mapping_;
    QLabel *heading_, *problem_;
    TableView *columns_, *rows_;
    QTabWidget* tabs_;
    QPushButton* accept_;
    QTimer* pause_;
};

}  // namespace orelens::panels
